/*
 * Progress: the invariant that no bot is without progress beyond the stated time (docs/ai.md): experience,
 * its quest log or what it carries changes at least every quest_timeout_s + PB_PROGRESS_WAY_S, while it is in
 * the world and switched on. Looks at the world alone, not at what systems say of themselves.
 */
#ifndef PB_TESTS_SAMPLE_PROGRESS_H
#define PB_TESTS_SAMPLE_PROGRESS_H

#include "ai/coordinator.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The longest way to what is chosen next, with a death on it. */
enum { PB_PROGRESS_WAY_S = 300 };

struct pb_progress_of_bot {
    uint64_t guid;
    uint32_t experience, since_ms, gain_ms;
    uint16_t inventory_version, quest_version;
    uint8_t level;
};

struct pb_progress {
    struct pb_progress_of_bot *bots;
    uint32_t count;
    uint32_t limit_ms;
    uint32_t longest_ms, longest_gain_ms; /* gain: experience */
};

static inline int pb_progress_begin(struct pb_progress *progress, uint32_t bots, int quest_timeout_s)
{
    *progress = (struct pb_progress){.bots = calloc(bots, sizeof *progress->bots),
                                     .count = bots,
                                     .limit_ms = ((uint32_t)quest_timeout_s + PB_PROGRESS_WAY_S) * 1000};
    return progress->bots ? PB_OK : PB_E_no_memory;
}

static inline void pb_progress_end(struct pb_progress *progress)
{
    free(progress->bots);
    progress->bots = NULL;
}

/* One bot. Returns how long it has been without progress, in ms. */
static inline uint32_t pb_progress_look_at(struct pb_progress *progress, const struct pb_world *world,
                                           const struct pb_bots *bots, pb_bot bot)
{
    struct pb_progress_of_bot *own = &progress->bots[bot];
    struct pb_actor_status status;
    struct pb_actor_view view;
    uint32_t now_ms = bots->now_ms;

    if (bots->row[bot].actor == PB_NO_ACTOR || bots->row[bot].mode == PB_BOT_OFFLINE ||
        world->get_actor(world->self, bots->row[bot].actor, &view) != PB_OK) {
        own->guid = 0;
        return 0;
    }
    world->get_status(world->self, &bots->row[bot].actor, 1, &status);
    if (own->guid != view.guid) {
        memset(own, 0, sizeof *own);
        own->guid = view.guid;
        own->since_ms = own->gain_ms = now_ms;
    }
    if (own->experience != view.experience || own->level != view.level)
        own->since_ms = own->gain_ms = now_ms;
    if (own->inventory_version != status.inventory_version || own->quest_version != status.quest_version)
        own->since_ms = now_ms;
    own->experience = view.experience;
    own->level = view.level;
    own->inventory_version = status.inventory_version;
    own->quest_version = status.quest_version;
    if (now_ms - own->gain_ms > progress->longest_gain_ms)
        progress->longest_gain_ms = now_ms - own->gain_ms;
    return now_ms - own->since_ms;
}

/* All bots; returns 0, or PB_E_broken with the bot that has been without progress for too long, and what it
 * says of itself, in `text`. */
static inline int pb_progress_check(struct pb_progress *progress, const struct pb_world *world,
                                    struct pb_coordinator *coordinator, char *text, size_t size)
{
    const struct pb_bots *bots = pb_coordinator_bots(coordinator);
    int length, error = PB_OK;
    pb_bot bot;

    for (bot = 0; bot < bots->count && bot < progress->count; bot++) {
        uint32_t wait_ms = pb_progress_look_at(progress, world, bots, bot);

        if (wait_ms > progress->longest_ms)
            progress->longest_ms = wait_ms;
        if (wait_ms <= progress->limit_ms || error != PB_OK)
            continue;
        error = PB_E_broken;
        length = snprintf(text, size, "bot %" PRIu32 " made no progress for %u s, stated: at most %u s\n",
                          bot, wait_ms / 1000, progress->limit_ms / 1000);
        if (length > 0 && (size_t)length < size)
            pb_coordinator_explain(coordinator, bot, text + length, size - (size_t)length);
    }
    return error;
}

#endif
