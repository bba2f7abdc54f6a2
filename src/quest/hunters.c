#include "quest/hunters.h"
#include "include/playerbot_error.h"
#include "world/position.h"

/* What lives together is less far apart. */
static const float SQUARE_YARDS = 100;

int pb_hunters_reserve(const struct pb_memory *memory, struct pb_hunters *hunters, uint32_t bots)
{
    uint32_t count = hunters->count ? hunters->count : 64;
    uint16_t *counts;

    while (count < bots)
        count *= 2;
    if (count == hunters->count)
        return 0;
    counts = pb_memory_new(memory, count, sizeof *counts);
    if (!counts)
        return PB_E_no_memory;
    pb_memory_free(memory, hunters->counts);
    *hunters = (struct pb_hunters){counts, count};
    return 1;
}

void pb_hunters_free(const struct pb_memory *memory, struct pb_hunters *hunters)
{
    pb_memory_free(memory, hunters->counts);
    *hunters = (struct pb_hunters){0};
}

uint32_t pb_hunters_place(const struct pb_position *position)
{
    return pb_place_of(position, SQUARE_YARDS);
}

static uint16_t *count_of(const struct pb_hunters *hunters, uint32_t place)
{
    return &hunters->counts[place >> 1 & (hunters->count - 1)];
}

unsigned pb_hunters_at(const struct pb_hunters *hunters, uint32_t place)
{
    return hunters->count ? *count_of(hunters, place) : 0;
}

void pb_hunters_move(struct pb_hunters *hunters, uint32_t from, uint32_t to)
{
    if (from == to || !hunters->count)
        return;
    if (from && *count_of(hunters, from))
        --*count_of(hunters, from);
    if (to && *count_of(hunters, to) < UINT16_MAX)
        ++*count_of(hunters, to);
}

size_t pb_hunters_bytes(const struct pb_hunters *hunters)
{
    return hunters->count * sizeof *hunters->counts;
}
