/*
 * Load control: longer intervals while ticks cost more than is aimed at, or end before all was done. Additive
 * increase per cent would be too slow for a herd of logins, so it grows and shrinks by factors. Tick thread
 * only.
 */
#ifndef PB_AI_LOAD_H
#define PB_AI_LOAD_H

#include <stdint.h>

enum {
    PB_LOAD_NONE = 100, /* percent of the usual intervals */
    PB_LOAD_MAX = 400,
    PB_LOAD_TICKS = 20 /* looked at this often */
};

/* The new percentage. `mean_ns` of the last ticks against `target_ns` (0: never stretch); `is_cut`: some
 * ended before all was done. */
static inline uint32_t pb_load_next(uint32_t percent, uint64_t mean_ns, uint64_t target_ns, int is_cut)
{
    if (!target_ns)
        return PB_LOAD_NONE;
    if (is_cut || mean_ns > target_ns)
        percent += percent / 10;
    /* Well below the target, or it would swing. */
    else if (mean_ns < target_ns - target_ns / 5)
        percent -= percent / 20;
    return percent > PB_LOAD_MAX ? PB_LOAD_MAX : percent < PB_LOAD_NONE ? PB_LOAD_NONE : percent;
}

#endif
