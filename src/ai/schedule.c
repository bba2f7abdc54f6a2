#include "ai/schedule.h"
#include "include/playerbot_error.h"
#include <string.h>

enum { LINE = 64 /* bytes that come from memory at once */, BLOCKS_AHEAD = 4 };

static int grow(const struct pb_memory *memory, uint32_t **array, uint32_t count)
{
    uint32_t *bigger = pb_memory_resize(memory, *array, count * sizeof *bigger);

    if (!bigger)
        return PB_E_no_memory;
    *array = bigger;
    return PB_OK;
}

int pb_schedule_reserve(struct pb_schedule *schedule, uint32_t capacity, uint32_t now_ms)
{
    uint8_t *is_even;
    uint32_t i, blocks = (capacity + PB_SCHEDULE_BLOCK - 1) / PB_SCHEDULE_BLOCK;

    capacity = blocks * PB_SCHEDULE_BLOCK;
    if (capacity <= schedule->capacity)
        return PB_OK;
    if (grow(&schedule->memory, &schedule->due, capacity) != PB_OK ||
        grow(&schedule->memory, &schedule->last, capacity) != PB_OK ||
        grow(&schedule->memory, &schedule->block, blocks) != PB_OK ||
        grow(&schedule->memory, &schedule->block_last, blocks) != PB_OK)
        return PB_E_no_memory;
    is_even = pb_memory_resize(&schedule->memory, schedule->is_even, blocks);
    if (!is_even)
        return PB_E_no_memory;
    schedule->is_even = is_even;
    for (i = schedule->capacity; i < capacity; i++) {
        schedule->due[i] = now_ms + PB_SCHEDULE_FAR_MS;
        schedule->last[i] = now_ms;
    }
    for (i = schedule->capacity / PB_SCHEDULE_BLOCK; i < blocks; i++) {
        schedule->block[i] = now_ms + PB_SCHEDULE_FAR_MS;
        schedule->is_even[i] = 0;
    }
    schedule->capacity = capacity;
    return PB_OK;
}

void pb_schedule_release(struct pb_schedule *schedule)
{
    pb_memory_free(&schedule->memory, schedule->due);
    pb_memory_free(&schedule->memory, schedule->last);
    pb_memory_free(&schedule->memory, schedule->block);
    pb_memory_free(&schedule->memory, schedule->block_last);
    pb_memory_free(&schedule->memory, schedule->is_even);
}

size_t pb_schedule_bytes(const struct pb_schedule *schedule)
{
    return schedule->capacity * 2 * sizeof(uint32_t) +
           schedule->capacity / PB_SCHEDULE_BLOCK * (2 * sizeof(uint32_t) + 1);
}

void pb_schedule_spread(struct pb_schedule *schedule, uint32_t block)
{
    uint32_t i, first = block * PB_SCHEDULE_BLOCK;

    schedule->is_even[block] = 0;
    for (i = first; i < first + PB_SCHEDULE_BLOCK; i++) {
        schedule->due[i] = schedule->block[block];
        schedule->last[i] = schedule->block_last[block];
    }
}

/* What a whole block is, four times at a time: both gcc and clang make vector instructions of this. */
typedef int32_t four __attribute__((vector_size(16)));
typedef uint32_t fours __attribute__((vector_size(16)));

struct look {
    uint64_t due;  /* a bit for each that is due */
    uint32_t next; /* earliest of the others, as a difference */
};

/* Which of eight times four bots are due, as bits; `next` becomes the earliest of the others. */
static uint32_t look_at_half(const uint32_t *due, uint32_t now_ms, four *next)
{
    const four *times = (const four *)(const void *)due;
    four now = (four){} + (int32_t)now_ms, bits = {1, 2, 4, 8}, found = {};
    unsigned i;

    for (i = 0; i < PB_SCHEDULE_BLOCK / 8; i++) {
        four wait = times[i] - now, is_due = wait <= 0, is_next = (wait < *next) & ~is_due;

        found |= is_due & (four)((fours)bits << 4 * i);
        *next = (wait & is_next) | (*next & ~is_next);
    }
    return (uint32_t)(found[0] | found[1] | found[2] | found[3]);
}

static struct look look_at_block(const uint32_t *due, uint32_t now_ms)
{
    four next = (four){} + PB_SCHEDULE_FAR_MS;
    uint64_t low = look_at_half(due, now_ms, &next);
    uint64_t high = look_at_half(due + PB_SCHEDULE_BLOCK / 2, now_ms, &next);
    unsigned i;

    for (i = 1; i < 4; i++)
        if (next[i] < next[0])
            next[0] = next[i];
    return (struct look){high << 32 | low, (uint32_t)next[0]};
}

static void fetch_block(const uint32_t *due)
{
    unsigned i;

    for (i = 0; i < PB_SCHEDULE_BLOCK; i += LINE / sizeof *due)
        __builtin_prefetch(&due[i]);
}

/* What is known of bots that lie apart is on its way from memory while further blocks are looked at. */
static void fetch_bot(const struct pb_schedule *schedule, uint32_t bot)
{
    __builtin_prefetch(&schedule->last[bot], 1);
    if (schedule->ahead)
        __builtin_prefetch((const char *)schedule->ahead + schedule->ahead_size * bot, 1);
}

/* Of a whole block, all that fit into `room`; returns how many, and in `*end` the bot after those that were
 * looked at. */
static unsigned take_block(struct pb_schedule *schedule, uint32_t block, uint32_t now_ms, uint32_t *bots,
                           unsigned room, uint32_t *end)
{
    uint32_t first = block * PB_SCHEDULE_BLOCK;
    unsigned taken = 0;
    struct look look;

    *end = first + PB_SCHEDULE_BLOCK;
    /* A few further ones: what the systems do between two of them drives all of this out of the caches. */
    if (first + BLOCKS_AHEAD * PB_SCHEDULE_BLOCK < schedule->capacity &&
        !schedule->is_even[block + BLOCKS_AHEAD])
        fetch_block(schedule->due + first + BLOCKS_AHEAD * PB_SCHEDULE_BLOCK);
    if (schedule->is_even[block]) {
        /* It stays so until its bots are set anew: their last steps are still to be asked for. */
        if (room >= PB_SCHEDULE_BLOCK) {
            for (; taken < PB_SCHEDULE_BLOCK; taken++)
                bots[taken] = first + taken;
            return taken;
        }
        pb_schedule_spread(schedule, block);
    }
    look = look_at_block(schedule->due + first, now_ms);
    for (; look.due && taken < room; look.due &= look.due - 1) {
        bots[taken] = first + (uint32_t)__builtin_ctzll(look.due);
        fetch_bot(schedule, bots[taken++]);
    }
    if (look.due)
        *end = bots[taken - 1] + 1;
    else
        schedule->block[block] = now_ms + look.next;
    return taken;
}

/* How many of the next blocks, at most `count`, are not due for sure. */
static uint32_t count_idle(const uint32_t *blocks, uint32_t count, uint32_t now_ms)
{
    four now = (four){} + (int32_t)now_ms;
    uint32_t i = 0;

    for (; i + 8 <= count; i += 8) {
        four due, more;

        memcpy(&due, blocks + i, sizeof due);
        memcpy(&more, blocks + i + 4, sizeof more);
        due = (now - due >= 0) | (now - more >= 0);
        if (due[0] | due[1] | due[2] | due[3])
            break;
    }
    while (i < count && !pb_is_due(blocks[i], now_ms))
        i++;
    return i;
}

/* Blocks from bot `at` on that are whole and still to be looked at. */
static uint32_t whole_blocks(uint32_t at, uint32_t count, uint32_t left)
{
    uint32_t ahead = at < count ? count - at : 0;

    return (left < ahead ? left : ahead) / PB_SCHEDULE_BLOCK;
}

unsigned pb_schedule_take(struct pb_schedule *schedule, uint32_t now_ms, uint32_t count, uint32_t *left,
                          uint32_t *bots, unsigned max)
{
    unsigned taken = 0;
    uint32_t at = schedule->cursor;

    while (*left && taken < max) {
        uint32_t block = at / PB_SCHEDULE_BLOCK, end = (block + 1) * PB_SCHEDULE_BLOCK, start = at;

        if (at >= count) {
            at = 0;
            continue;
        }
        if (end > count)
            end = count;
        if (end - at > *left)
            end = at + *left;
        if (!pb_is_due(schedule->block[block], now_ms)) {
            /* The rest of this one, and the whole ones behind it. */
            at = end;
            if (*left > end - start)
                at += count_idle(schedule->block + block + 1, whole_blocks(end, count, *left - (end - start)),
                                 now_ms) *
                      PB_SCHEDULE_BLOCK;
        } else if (end - at == PB_SCHEDULE_BLOCK) {
            /* What is even is not torn apart for the rest of a batch. */
            if (taken && schedule->is_even[block] && max - taken < PB_SCHEDULE_BLOCK)
                break;
            taken += take_block(schedule, block, now_ms, bots + taken, max - taken, &at);
        } else {
            /* A part of a block; what is known of the rest stays as it is. */
            if (schedule->is_even[block])
                pb_schedule_spread(schedule, block);
            for (; at < end && taken < max; at++)
                if (pb_is_due(schedule->due[at], now_ms))
                    bots[taken++] = at;
        }
        *left -= at - start;
    }
    schedule->cursor = at;
    return taken;
}

/* How many of the next blocks, at most `most`, are even, due, and as long after their last step as the first.
 */
static uint32_t count_even(const struct pb_schedule *schedule, uint32_t block, uint32_t most, uint32_t now_ms)
{
    const uint32_t *due = schedule->block + block, *last = schedule->block_last + block;
    const uint8_t *is_even = schedule->is_even + block;
    uint32_t i = 0;

    while (i < most && is_even[i] && last[i] == last[0] && pb_is_due(due[i], now_ms))
        i++;
    return i;
}

uint32_t pb_schedule_peek_even(struct pb_schedule *schedule, uint32_t now_ms, uint32_t count, uint32_t *left,
                               uint32_t most, uint32_t *block)
{
    while (*left >= PB_SCHEDULE_BLOCK) {
        uint32_t at = schedule->cursor < count ? schedule->cursor : 0, whole, idle;

        schedule->cursor = at;
        *block = at / PB_SCHEDULE_BLOCK;
        whole = whole_blocks(at, count, *left);
        if (at % PB_SCHEDULE_BLOCK || !whole)
            return 0;
        idle = count_idle(schedule->block + *block, whole, now_ms);
        if (!idle)
            return count_even(schedule, *block, whole < most ? whole : most, now_ms);
        schedule->cursor += idle * PB_SCHEDULE_BLOCK;
        *left -= idle * PB_SCHEDULE_BLOCK;
    }
    return 0;
}

uint32_t pb_schedule_take_even(struct pb_schedule *schedule, uint32_t now_ms, uint32_t *left, uint32_t blocks,
                               uint32_t due_ms)
{
    uint32_t *due = schedule->block + schedule->cursor / PB_SCHEDULE_BLOCK;
    uint32_t *last = schedule->block_last + schedule->cursor / PB_SCHEDULE_BLOCK, late_ms = 0, i;

    for (i = 0; i < blocks; i++) {
        late_ms = now_ms - due[i] > late_ms ? now_ms - due[i] : late_ms;
        due[i] = due_ms;
        last[i] = now_ms;
    }
    schedule->cursor += blocks * PB_SCHEDULE_BLOCK;
    *left -= blocks * PB_SCHEDULE_BLOCK;
    return late_ms;
}

uint32_t pb_schedule_age_ms(const struct pb_schedule *schedule, uint32_t now_ms, uint32_t count)
{
    uint32_t i, age_ms = 0;

    for (i = 0; i < count; i++)
        if (pb_is_due(pb_schedule_due(schedule, i), now_ms) && now_ms - pb_schedule_due(schedule, i) > age_ms)
            age_ms = now_ms - pb_schedule_due(schedule, i);
    return age_ms;
}
