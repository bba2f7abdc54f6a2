#include "ai/schedule.h"
#include "include/playerbot_error.h"

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
    uint32_t i, blocks = (capacity + PB_SCHEDULE_BLOCK - 1) / PB_SCHEDULE_BLOCK;

    capacity = blocks * PB_SCHEDULE_BLOCK;
    if (capacity <= schedule->capacity)
        return PB_OK;
    if (grow(&schedule->memory, &schedule->due, capacity) != PB_OK ||
        grow(&schedule->memory, &schedule->last, capacity) != PB_OK ||
        grow(&schedule->memory, &schedule->block, blocks) != PB_OK)
        return PB_E_no_memory;
    for (i = schedule->capacity; i < capacity; i++) {
        schedule->due[i] = now_ms + PB_SCHEDULE_FAR_MS;
        schedule->last[i] = now_ms;
    }
    for (i = schedule->capacity / PB_SCHEDULE_BLOCK; i < blocks; i++)
        schedule->block[i] = now_ms + PB_SCHEDULE_FAR_MS;
    schedule->capacity = capacity;
    return PB_OK;
}

void pb_schedule_release(struct pb_schedule *schedule)
{
    pb_memory_free(&schedule->memory, schedule->due);
    pb_memory_free(&schedule->memory, schedule->last);
    pb_memory_free(&schedule->memory, schedule->block);
}

size_t pb_schedule_bytes(const struct pb_schedule *schedule)
{
    return schedule->capacity * 2 * sizeof(uint32_t) +
           schedule->capacity / PB_SCHEDULE_BLOCK * sizeof(uint32_t);
}

unsigned pb_schedule_take(struct pb_schedule *schedule, uint32_t now_ms, uint32_t count, uint32_t *left,
                          uint32_t *bots, unsigned max)
{
    unsigned taken = 0;
    uint32_t at = schedule->cursor;

    while (*left && taken < max) {
        uint32_t block = at / PB_SCHEDULE_BLOCK, end = (block + 1) * PB_SCHEDULE_BLOCK, next, start = at;

        if (at >= count) {
            at = 0;
            continue;
        }
        if (end > count)
            end = count;
        if (end - at > *left)
            end = at + *left;
        if (!pb_is_due(schedule->block[block], now_ms)) {
            *left -= end - at;
            at = end;
            continue;
        }
        /* The earliest of those that stay, as a difference: the block cannot be due before. */
        next = PB_SCHEDULE_FAR_MS;
        for (; at < end && taken < max; at++) {
            uint32_t due = schedule->due[at];

            if (pb_is_due(due, now_ms))
                bots[taken++] = at;
            else if (due - now_ms < next)
                next = due - now_ms;
        }
        *left -= at - start;
        /* Known for the whole block only when all of it was looked at in one go. */
        if (start % PB_SCHEDULE_BLOCK == 0 && (at == start + PB_SCHEDULE_BLOCK || at == count))
            schedule->block[block] = now_ms + next;
    }
    schedule->cursor = at;
    return taken;
}

uint32_t pb_schedule_age_ms(const struct pb_schedule *schedule, uint32_t now_ms, uint32_t count)
{
    uint32_t i, age_ms = 0;

    for (i = 0; i < count; i++)
        if (pb_is_due(schedule->due[i], now_ms) && now_ms - schedule->due[i] > age_ms)
            age_ms = now_ms - schedule->due[i];
    return age_ms;
}
