#include "combat/hunger.h"
#include "base/lines.h"
#include "world/position.h"

enum {
    /* Who said so longer ago has found something, or left. */
    FRESH_MS = 5000,
    /* Less is no hunger. */
    LEAST_MS = 60000,
    LEAST_SLOTS = 64
};
static const float SQUARE_YARDS = 150;

int pb_hunger_reserve(const struct pb_memory *memory, struct pb_hunger *hunger, uint32_t bots)
{
    return pb_lines_slots(memory, &hunger->slots, sizeof *hunger->slots, &hunger->count,
                          bots / 4 > LEAST_SLOTS ? bots / 4 : LEAST_SLOTS);
}

void pb_hunger_free(const struct pb_memory *memory, struct pb_hunger *hunger)
{
    pb_lines_free(memory, hunger->slots);
    *hunger = (struct pb_hunger){0};
}

uint32_t pb_hunger_place(const struct pb_position *here)
{
    return pb_place_of(here, SQUARE_YARDS);
}

static struct pb_hungry *slot_of(const struct pb_hunger *hunger, uint32_t place)
{
    return &hunger->slots[place >> 1 & (hunger->count - 1)];
}

void pb_hunger_fetch(const struct pb_hunger *hunger, uint32_t place)
{
    if (hunger->count)
        __builtin_prefetch(slot_of(hunger, place));
}

static int is_fresh(const struct pb_hungry *hungry, uint32_t now_ms)
{
    return hungry->place && now_ms - hungry->told_ms < FRESH_MS;
}

void pb_hunger_tell(struct pb_hunger *hunger, uint32_t place, pb_actor actor, uint32_t now_ms,
                    uint32_t hunger_ms)
{
    struct pb_hungry *hungry;

    if (!hunger->count)
        return;
    hungry = slot_of(hunger, place);
    if (hunger_ms < LEAST_MS) {
        /* It got something meanwhile. */
        if (hungry->actor == actor)
            hungry->place = 0;
        return;
    }
    if (hungry->actor == actor || !is_fresh(hungry, now_ms) || hungry->hunger_ms < hunger_ms)
        *hungry = (struct pb_hungry){place, now_ms, hunger_ms, actor};
}

int pb_hunger_is_worse(const struct pb_hunger *hunger, uint32_t place, pb_actor actor, uint32_t now_ms,
                       uint32_t hunger_ms)
{
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
