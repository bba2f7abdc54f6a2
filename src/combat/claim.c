#include "combat/claim.h"
#include "base/chance.h"
#include "base/lines.h"

/* From its arrival to a bot's first blow. */
enum { BLOW_MS = 2500 };

int pb_claims_reserve(const struct pb_memory *memory, struct pb_claims *claims, uint32_t bots)
{
    return pb_lines_slots(memory, &claims->slots, sizeof *claims->slots, &claims->count, bots);
}

void pb_claims_free(const struct pb_memory *memory, struct pb_claims *claims)
{
    pb_lines_free(memory, claims->slots);
    *claims = (struct pb_claims){0};
}

static struct pb_claim *slot_of(const struct pb_claims *claims, pb_object prey, uint32_t *name)
{
    uint64_t mixed = pb_chance_mix(prey);

    *name = (uint32_t)(mixed >> 32) | 1;
    return claims->count ? &claims->slots[mixed & (claims->count - 1)] : NULL;
}

void pb_claims_fetch(const struct pb_claims *claims, pb_object prey)
{
    uint32_t name;

    __builtin_prefetch(slot_of(claims, prey, &name));
}

pb_actor pb_claims_find(const struct pb_claims *claims, pb_object prey, uint32_t now_ms)
{
    uint32_t name;
    const struct pb_claim *claim = slot_of(claims, prey, &name);

    return claim && claim->prey == name && (int32_t)(claim->at_ms + BLOW_MS - now_ms) > 0 ? claim->actor
                                                                                          : PB_NO_ACTOR;
}

void pb_claims_make(struct pb_claims *claims, pb_object prey, pb_actor actor, uint32_t at_ms)
{
    uint32_t name;
    struct pb_claim *claim = slot_of(claims, prey, &name);

    if (claim)
        *claim = (struct pb_claim){name, at_ms, actor};
}

size_t pb_claims_bytes(const struct pb_claims *claims)
{
    return claims->count ? claims->count * sizeof *claims->slots + PB_LINE : 0;
}
