/*
 * Settling: whether many have just come into the world. Whoever is new takes the first quests, and all of a
 * wave do so at once, so intervals stretch for a while: that is a start, and no trouble. A wave is when a
 * tenth of those in the world or more come in a minute; it has settled when no wave came for a while.
 * Whatever goes on for longer than MOST is no start any more, until it has been calm. Pure. Any thread.
 */
#ifndef PB_AI_SETTLING_H
#define PB_AI_SETTLING_H

#include <stdint.h>

enum { PB_SETTLING_WAVE_PERCENT = 10, PB_SETTLING_CALM_MS = 120000, PB_SETTLING_MOST_MS = 600000 };

struct pb_settling {
    int64_t looked_ms, began_ms, wave_ms; /* the last look; of the present start; its last wave */
    uint64_t logins;                      /* at the last look */
    uint8_t is_begun;
};

/* To be asked every ten seconds or so: `logins` so far, `online` in the world now. Returns for how many
 * seconds they have been settling, at least 1; 0: they are settled. */
static inline uint32_t pb_settling_look(struct pb_settling *settling, int64_t now_ms, uint64_t logins,
                                        uint32_t online)
{
    uint64_t came = logins - settling->logins, passed_ms = (uint64_t)(now_ms - settling->looked_ms);
    int is_wave = came > 0 && came * 60000 * 100 >= (uint64_t)online * PB_SETTLING_WAVE_PERCENT * passed_ms;

    if (is_wave && !settling->is_begun) {
        settling->is_begun = 1;
        settling->began_ms = settling->looked_ms;
    }
    if (is_wave)
        settling->wave_ms = now_ms;
    else if (now_ms - settling->wave_ms >= PB_SETTLING_CALM_MS)
        settling->is_begun = 0;
    settling->looked_ms = now_ms;
    settling->logins = logins;
    if (!settling->is_begun || now_ms - settling->began_ms >= PB_SETTLING_MOST_MS)
        return 0;
    return (uint32_t)((now_ms - settling->began_ms) / 1000) + 1;
}

#endif
