#include "bin/progress.h"
#include "base/clock.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 30, EVERY_MS = 100 };

void pb_progress_show(struct pb_progress *progress, uint64_t done, uint64_t total)
{
    int64_t now_ms = pb_clock_ms(), spent_ms;
    char bar[WIDTH + 1];
    double rate;

    if (!total || !isatty(STDERR_FILENO))
        return;
    if (!progress->started_ms) {
        progress->started_ms = now_ms;
        progress->first = done;
    }
    if (done < total && progress->is_drawn && now_ms - progress->drawn_ms < EVERY_MS)
        return;
    spent_ms = now_ms - progress->started_ms;
    rate = spent_ms > 0 ? (double)(done - progress->first) * 1000 / (double)spent_ms : 0;
    memset(bar, '.', WIDTH);
    memset(bar, '#', (size_t)(done >= total ? WIDTH : done * WIDTH / total));
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %3" PRIu64 " %%  %" PRIu64 " of %" PRIu64 "  %.0f/s", bar, done * 100 / total,
            done, total, rate);
    if (rate > 0 && done < total)
        fprintf(stderr, "  %.0f s left", (double)(total - done) / rate);
    fputs("\033[K", stderr);
    fflush(stderr);
    progress->is_drawn = 1;
    progress->drawn_ms = now_ms;
}

void pb_progress_end(struct pb_progress *progress)
{
    if (progress->is_drawn)
        fputs("\r\033[K", stderr);
    *progress = (struct pb_progress){0};
}
