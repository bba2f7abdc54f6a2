/*
 * Soak: bots in the embedded realm for simulated days, as fast as it goes. In every tick: items neither lost
 * nor doubled, bags within size, money conserved, quest states legal (pb_realm_check), no bot without
 * progress beyond the stated time, no step of a system later than stated. Prints what there is each simulated
 * hour, and at the end one line of JSON.
 *
 * Usage: soak BOTS HOURS [SEED]     exit code 1 when an invariant broke, or memory grew
 *
 * Memory is flat when the heap's bytes in use at the end are at most 2 % above those of half
 * of the time, less what grows with what was done: quests that characters keep as rewarded.
 */
#include "../sample/progress.h"
#include "../sample/sample_run.h"
#include "base/clock.h"

enum { TIMEOUT_S = 900, TEXT = 8192, HOUR_TICKS = 3600 * 1000 / PB_RUN_TICK_MS, FLAT_PERMILLE = 20 };

/* Bytes in use, without the rewarded quests that the realm and the test's own store keep. */
static int64_t heap_bytes(const struct pb_run_of_bots *run)
{
    struct mallinfo2 info = mallinfo2();
    int64_t bytes = (int64_t)(info.uordblks + info.hblkhd);
    uint32_t i;

    bytes -= (int64_t)(pb_realm_stats(run->realm)->quests_rewarded * sizeof(uint32_t));
    for (i = 0; i < run->store.count; i++)
        bytes -= (int64_t)malloc_usable_size(run->store.kept[i].rewarded);
    return bytes;
}

static uint32_t worst_age_ms(struct pb_coordinator *coordinator, char *text, size_t size)
{
    uint32_t over = 0;
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats stats;

        pb_coordinator_system_stats(coordinator, i, &stats);
        if (stats.max_age_ms > stats.stated_age_ms) {
            snprintf(text, size, "%s: a step came %u ms late, stated: at most %u", stats.name,
                     stats.max_age_ms, stats.stated_age_ms);
            over = stats.max_age_ms;
        }
    }
    return over;
}

struct hour {
    int64_t rss, heap;
    uint64_t levels, quests;
};

static void print_hour(struct pb_run_of_bots *run, const struct pb_progress *progress, unsigned hour,
                       struct hour *out)
{
    const struct pb_realm_stats *stats = pb_realm_stats(run->realm);
    const struct pb_bots *bots = pb_coordinator_bots(run->coordinator);
    pb_bot bot;

    *out = (struct hour){.rss = pb_run_rss(), .heap = heap_bytes(run), .quests = stats->quests_rewarded};
    for (bot = 0; bot < bots->count; bot++)
        out->levels += bots->row[bot].status.level;
    printf("hour %2u: %" PRIu64 " bots, mean level %.2f, %" PRIu64 " quests, %" PRIu64 " kills, %" PRIu64
           " deaths, rss %.2f MB, heap %.3f MB, realm %.3f MB, longest without progress %u s, without "
           "experience %u s\n",
           hour, stats->actors, (double)out->levels / bots->count, stats->quests_rewarded, stats->kills,
           stats->deaths, (double)out->rss / 1e6, (double)out->heap / 1e6,
           (double)pb_realm_bytes(run->realm) / 1e6, progress->longest_ms / 1000,
           progress->longest_gain_ms / 1000);
    fflush(stdout);
}

/* One tick with its checks; 0, or 1 with what broke in `text`. */
static int live(struct pb_run_of_bots *run, struct pb_progress *progress, uint64_t tick, char text[TEXT])
{
    pb_realm_update(run->realm, PB_RUN_TICK_MS);
    pb_run_think(run);
    return pb_realm_check(run->realm, text, TEXT) != PB_OK ||
           pb_progress_check(progress, pb_realm_world(run->realm), run->coordinator, text, TEXT) != PB_OK ||
           /* What is kept is the greatest since the beginning: a look a second misses nothing. */
           (tick % 20 == 19 && worst_age_ms(run->coordinator, text, TEXT) != 0);
}

int main(int argc, char **argv)
{
    static char text[TEXT];
    struct pb_run_options options = {.bots = argc > 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0,
                                     .seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
                                     .types = pb_systems,
                                     .type_count = pb_system_count,
                                     .quest_timeout_s = TIMEOUT_S};
    unsigned hours = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0, hour;
    struct pb_run_of_bots run;
    struct pb_progress progress;
    struct hour half = {.rss = 0}, now = {.rss = 0};
    int64_t start_ms = pb_clock_ms(), grown;
    uint64_t tick = 0;
    int code = 0;

    if (!options.bots || hours < 2)
        return 2;
    if (pb_run_begin_as(&run, &options) != PB_OK ||
        pb_progress_begin(&progress, options.bots, TIMEOUT_S) != PB_OK)
        return 2;
    for (hour = 1; hour <= hours && !code; hour++) {
        for (; tick < (uint64_t)hour * HOUR_TICKS && !code; tick++)
            code = live(&run, &progress, tick, text);
        print_hour(&run, &progress, hour, &now);
        if (hour == (hours + 1) / 2)
            half = now;
    }
    if (code)
        fprintf(stderr, "tick %" PRIu64 " (%.2f h): %s\n", tick, (double)tick / HOUR_TICKS, text);
    grown = half.heap ? (now.heap - half.heap) * 1000 / half.heap : 0;
    printf("{\"bots\": %u, \"hours\": %.2f, \"ticks\": %" PRIu64 ", \"broken\": %d, \"seconds\": %.0f"
           ", \"heap_at_half\": %" PRId64 ", \"heap_at_end\": %" PRId64 ", \"rss_at_half\": %" PRId64
           ", \"rss_at_end\": %" PRId64 ", \"heap_grown_permille\": %" PRId64 ", \"quests\": %" PRIu64
           ", \"longest_without_progress_s\": %u, \"longest_without_experience_s\": %u}\n",
           options.bots, (double)tick / HOUR_TICKS, tick, code, (double)(pb_clock_ms() - start_ms) / 1000,
           half.heap, now.heap, half.rss, now.rss, grown, now.quests, progress.longest_ms / 1000,
           progress.longest_gain_ms / 1000);
    if (!code && grown > FLAT_PERMILLE) {
        fprintf(stderr, "memory grew by %" PRId64 " permille in the second half, wanted: at most %d\n", grown,
                FLAT_PERMILLE);
        code = 1;
    }
    pb_run_end(&run);
    pb_progress_end(&progress);
    return code;
}
