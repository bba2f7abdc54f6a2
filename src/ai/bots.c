#include "ai/bots.h"
#include "include/playerbot_error.h"
#include <string.h>

static int grow(const struct pb_memory *memory, void **array, size_t size, uint32_t from, uint32_t to)
{
    char *bigger = pb_memory_resize(memory, *array, size * to);

    if (!bigger)
        return PB_E_no_memory;
    memset(bigger + size * from, 0, size * (to - from));
    *array = bigger;
    return PB_OK;
}

static uint32_t blocks_of(uint32_t capacity)
{
    return (capacity + PB_BOT_BLOCK - 1) / PB_BOT_BLOCK;
}

int pb_bots_reserve(struct pb_bots *bots, uint32_t capacity)
{
    uint32_t i, old = bots->capacity, blocks = blocks_of(capacity);
    void *modes = bots->block_modes, *counts = bots->block_counts, *decisions = bots->decisions;
    int error = PB_OK;

    if (capacity <= old)
        return PB_OK;
    error = grow(&bots->memory, &modes, sizeof *bots->block_modes, blocks_of(old), blocks);
    bots->block_modes = modes;
    if (error == PB_OK)
        error = grow(&bots->memory, &counts, sizeof *bots->block_counts, blocks_of(old), blocks);
    bots->block_counts = counts;
    if (error == PB_OK)
        error = grow(&bots->memory, &decisions, sizeof *bots->decisions, old, capacity);
    bots->decisions = decisions;
    if (error == PB_OK)
        error =
            pb_lines_resize(&bots->memory, &bots->row, old * sizeof *bots->row, capacity * sizeof *bots->row);
    if (error != PB_OK)
        return error;
    for (i = old; i < capacity; i++) {
        bots->row[i] = (struct pb_bot_row){.actor = PB_NO_ACTOR};
        bots->block_counts[i / PB_BOT_BLOCK][PB_BOT_OFFLINE]++;
        bots->block_modes[i / PB_BOT_BLOCK] |= PB_BOT_SOME_OFFLINE;
    }
    bots->capacity = capacity;
    return PB_OK;
}

void pb_bots_release(struct pb_bots *bots)
{
    pb_lines_free(&bots->memory, bots->row);
    pb_memory_free(&bots->memory, bots->decisions);
    pb_memory_free(&bots->memory, bots->block_modes);
    pb_memory_free(&bots->memory, bots->block_counts);
}

size_t pb_bots_bytes(const struct pb_bots *bots)
{
    return bots->capacity * (sizeof *bots->row + sizeof *bots->decisions) + PB_LINE +
           blocks_of(bots->capacity) * (sizeof *bots->block_modes + sizeof *bots->block_counts);
}

void pb_bots_reset(struct pb_bots *bots, pb_bot bot)
{
    pb_bots_set_mode(bots, bot, PB_BOT_OFFLINE);
    bots->row[bot] = (struct pb_bot_row){.actor = PB_NO_ACTOR};
    memset(bots->decisions[bot], 0, sizeof bots->decisions[bot]);
}

enum pb_bot_mode pb_bots_mode_of(const struct pb_actor_status *status)
{
    if (status->flags & PB_ACTOR_DEAD)
        return PB_BOT_DEAD;
    return status->flags & PB_ACTOR_IN_COMBAT ? PB_BOT_COMBAT : PB_BOT_PEACE;
}

const char *pb_bots_mode_name(enum pb_bot_mode mode)
{
    return mode == PB_BOT_PEACE    ? "peace"
           : mode == PB_BOT_COMBAT ? "combat"
           : mode == PB_BOT_DEAD   ? "dead"
                                   : "off";
}

/* Where a mode is counted. */
static unsigned place_of(unsigned mode)
{
    return mode == PB_BOT_DEAD ? PB_BOT_MODES - 1 : mode;
}

void pb_bots_set_mode(struct pb_bots *bots, pb_bot bot, enum pb_bot_mode mode)
{
    uint8_t *counts = bots->block_counts[bot / PB_BOT_BLOCK];

    counts[place_of(bots->row[bot].mode)]--;
    counts[place_of(mode)]++;
    bots->row[bot].mode = (uint8_t)mode;
    bots->block_modes[bot / PB_BOT_BLOCK] =
        (uint8_t)((counts[PB_BOT_OFFLINE] ? PB_BOT_SOME_OFFLINE : 0) |
                  (counts[PB_BOT_PEACE] ? PB_BOT_PEACE : 0) | (counts[PB_BOT_COMBAT] ? PB_BOT_COMBAT : 0) |
                  (counts[place_of(PB_BOT_DEAD)] ? PB_BOT_DEAD : 0));
}

/* What does not fit is found at the next turn of the systems that look at goals. */
static void note_change(struct pb_bots *bots, pb_bot bot)
{
    if (bots->changed_count < sizeof bots->changed / sizeof *bots->changed)
        bots->changed[bots->changed_count++] = bot;
}

int pb_bots_set_goal(struct pb_bots *bots, pb_bot bot, const struct pb_goal *goal)
{
    struct pb_goal *own = &bots->row[bot].goal;

    if (own->kind != PB_GOAL_NONE && own->owner != goal->owner) {
        if (own->priority >= goal->priority)
            return PB_E_busy;
        bots->row[bot].displaced = (uint8_t)(own->owner + 1);
    }
    *own = *goal;
    own->state = PB_GOAL_WAITS;
    note_change(bots, bot);
    return PB_OK;
}

void pb_bots_clear_goal(struct pb_bots *bots, pb_bot bot, uint8_t owner)
{
    struct pb_goal *own = &bots->row[bot].goal;

    if (own->kind == PB_GOAL_NONE || own->owner != owner)
        return;
    memset(own, 0, sizeof *own);
    note_change(bots, bot);
}

void pb_bots_decide(struct pb_bots *bots, pb_bot bot, uint8_t system, uint8_t kind, uint32_t choice,
                    float score, uint32_t other, float other_score)
{
    struct pb_decision *decision = &bots->decisions[bot][bots->row[bot].decision_next++ % PB_DECISIONS];

    *decision = (struct pb_decision){.at_ms = bots->now_ms,
                                     .choice = choice,
                                     .other = other,
                                     .score = score,
                                     .other_score = other_score,
                                     .system = system,
                                     .kind = kind};
    if (bots->trace)
        pb_trace_decide(bots->trace, bot, decision);
}
