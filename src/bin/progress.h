/* Progress: a bar with rate and time left, on standard error when that is a terminal. */
#ifndef PB_BIN_PROGRESS_H
#define PB_BIN_PROGRESS_H

#include <stdint.h>

struct pb_progress {
    int64_t started_ms, drawn_ms; /* monotonic; 0: not begun */
    uint64_t first;               /* what was done when it began */
    int is_drawn;
};

/* Draws, at most ten times a second and at the end. */
void pb_progress_show(struct pb_progress *progress, uint64_t done, uint64_t total);
/* Takes the bar away. */
void pb_progress_end(struct pb_progress *progress);

#endif
