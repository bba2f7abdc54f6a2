#include "combat/hunger.h"
#include "base/lines.h"
#include "include/playerbot_error.h"
#include "world/position.h"
#include <string.h>

enum {
    /* Who said so longer ago has found something, or left. */
    FRESH_MS = 5000,
    /* Less is no hunger. */
    LEAST_MS = 60000
};
static const float SQUARE_YARDS = 150;

int pb_hunger_reserve(const struct pb_memory *memory, struct pb_hunger *hunger, uint32_t bots)
{
    uint32_t count = hunger->count ? hunger->count : 64;

    while (count < bots / 4)
        count *= 2;
    if (count == hunger->count)
        return PB_OK;
    if (pb_lines_resize(memory, &hunger->slots, 0, count * sizeof *hunger->slots) != PB_OK)
        return PB_E_no_memory;
    memset(hunger->slots, 0, count * sizeof *hunger->slots);
    hunger->count = count;
    return PB_OK;
}

void pb_hunger_free(const struct pb_memory *memory, struct pb_hunger *hunger)
{
    pb_lines_free(memory, hunger->slots);
    *hunger = (struct pb_hunger){0};
}

static struct pb_hungry *slot_of(const struct pb_hunger *hunger, uint32_t place)
{
    return &hunger->slots[place >> 1 & (hunger->count - 1)];
}

static int is_fresh(const struct pb_hungry *hungry, uint32_t now_ms)
{
    return hungry->place && now_ms - hungry->told_ms < FRESH_MS;
}

void pb_hunger_tell(struct pb_hunger *hunger, const struct pb_position *here, pb_actor actor, uint32_t now_ms,
                    uint32_t hunger_ms)
{
    uint32_t place = pb_place_of(here, SQUARE_YARDS);
    struct pb_hungry *hungry;

    if (!hunger->count)
        return;
    hungry = slot_of(hunger, place);
    /* It got something meanwhile. */
    if (hunger_ms < LEAST_MS && hungry->actor == actor)
        hungry->place = 0;
    if (hunger_ms < LEAST_MS)
        return;
    if (hungry->actor == actor || !is_fresh(hungry, now_ms) || hungry->hunger_ms < hunger_ms)
        *hungry = (struct pb_hungry){place, now_ms, hunger_ms, actor};
}

int pb_hunger_is_worse(const struct pb_hunger *hunger, const struct pb_position *here, pb_actor actor,
                       uint32_t now_ms, uint32_t hunger_ms)
{
    uint32_t place = pb_place_of(here, SQUARE_YARDS);
    const struct pb_hungry *hungry;

    if (!hunger->count)
        return 0;
    hungry = slot_of(hunger, place);
    return hungry->place == place && hungry->actor != actor && is_fresh(hungry, now_ms) &&
           hungry->hunger_ms / 2 > hunger_ms;
}

size_t pb_hunger_bytes(const struct pb_hunger *hunger)
{
    return hunger->count ? hunger->count * sizeof *hunger->slots + PB_LINE : 0;
}
