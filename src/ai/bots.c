#include "ai/bots.h"
#include "include/playerbot_error.h"
#include <string.h>

/* Every array: field and size of an element. */
#define BOT_ARRAYS(X)                                                                                        \
    X(actor)                                                                                                 \
    X(mode)                                                                                                  \
    X(status)                                                                                                \
    X(goal)                                                                                                  \
    X(guid)                                                                                                  \
    X(account)                                                                                               \
    X(race)                                                                                                  \
    X(character_class)                                                                                       \
    X(specialization)                                                                                        \
    X(decisions)                                                                                             \
    X(decision_next)

static int grow(const struct pb_memory *memory, void **array, size_t size, uint32_t from, uint32_t to)
{
    char *bigger = pb_memory_resize(memory, *array, size * to);

    if (!bigger)
        return PB_E_no_memory;
    memset(bigger + size * from, 0, size * (to - from));
    *array = bigger;
    return PB_OK;
}

int pb_bots_reserve(struct pb_bots *bots, uint32_t capacity)
{
    uint32_t i, old_blocks = (bots->capacity + PB_BOT_BLOCK - 1) / PB_BOT_BLOCK,
                blocks = (capacity + PB_BOT_BLOCK - 1) / PB_BOT_BLOCK;
    void *modes;

    if (capacity <= bots->capacity)
        return PB_OK;
    modes = bots->block_modes;
    if (grow(&bots->memory, &modes, 1, old_blocks, blocks) != PB_OK)
        return PB_E_no_memory;
    bots->block_modes = modes;
#define X(field)                                                                                             \
    {                                                                                                        \
        void *array = bots->field;                                                                           \
        if (grow(&bots->memory, &array, sizeof *bots->field, bots->capacity, capacity) != PB_OK)             \
            return PB_E_no_memory;                                                                           \
        bots->field = array;                                                                                 \
    }
    BOT_ARRAYS(X)
#undef X
    for (i = bots->capacity; i < capacity; i++)
        bots->actor[i] = PB_NO_ACTOR;
    bots->capacity = capacity;
    return PB_OK;
}

void pb_bots_release(struct pb_bots *bots)
{
#define X(field) pb_memory_free(&bots->memory, bots->field);
    BOT_ARRAYS(X)
#undef X
    pb_memory_free(&bots->memory, bots->block_modes);
}

size_t pb_bots_bytes(const struct pb_bots *bots)
{
    size_t bytes = 0;

#define X(field) bytes += sizeof *bots->field;
    BOT_ARRAYS(X)
#undef X
    return bytes * bots->capacity + (bots->capacity + PB_BOT_BLOCK - 1) / PB_BOT_BLOCK;
}

void pb_bots_reset(struct pb_bots *bots, pb_bot bot)
{
#define X(field) memset(&bots->field[bot], 0, sizeof *bots->field);
    BOT_ARRAYS(X)
#undef X
    bots->actor[bot] = PB_NO_ACTOR;
}

void pb_bots_set_mode(struct pb_bots *bots, pb_bot bot, enum pb_bot_mode mode)
{
    pb_bot i = bot / PB_BOT_BLOCK * PB_BOT_BLOCK, end = i + PB_BOT_BLOCK;
    uint8_t modes = 0;

    bots->mode[bot] = (uint8_t)mode;
    if (end > bots->capacity)
        end = bots->capacity;
    for (; i < end; i++)
        modes |= bots->mode[i] ? bots->mode[i] : PB_BOT_SOME_OFFLINE;
    bots->block_modes[bot / PB_BOT_BLOCK] = modes;
}

/* What does not fit is found at the next turn of the systems that look at goals. */
static void note_change(struct pb_bots *bots, pb_bot bot)
{
    if (bots->changed_count < sizeof bots->changed / sizeof *bots->changed)
        bots->changed[bots->changed_count++] = bot;
}

int pb_bots_set_goal(struct pb_bots *bots, pb_bot bot, const struct pb_goal *goal)
{
    struct pb_goal *own = &bots->goal[bot];

    if (own->kind != PB_GOAL_NONE && own->owner != goal->owner && own->priority >= goal->priority)
        return PB_E_busy;
    *own = *goal;
    own->state = PB_GOAL_WAITS;
    note_change(bots, bot);
    return PB_OK;
}

void pb_bots_clear_goal(struct pb_bots *bots, pb_bot bot, uint8_t owner)
{
    struct pb_goal *own = &bots->goal[bot];

    if (own->kind == PB_GOAL_NONE || own->owner != owner)
        return;
    memset(own, 0, sizeof *own);
    note_change(bots, bot);
}

void pb_bots_decide(struct pb_bots *bots, pb_bot bot, uint8_t system, uint8_t kind, uint32_t choice,
                    float score, uint32_t other, float other_score)
{
    struct pb_decision *decision = &bots->decisions[bot][bots->decision_next[bot]++ % PB_DECISIONS];

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
