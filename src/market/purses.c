#include "market/purses.h"
#include "base/error.h"
#include <string.h>

enum { LEAST_ROOM = 64, MOST_LOOKS = 32 };

/* ---- Table ---- */

static uint32_t place_of(const struct pb_purses *purses, uint64_t guid)
{
    return (uint32_t)(guid * 0x9e3779b97f4a7c15u >> 32) & (purses->room - 1);
}

/* The slot of a guid, or the empty one where it would be; there always is one. */
static struct pb_purse *slot_of(const struct pb_purses *purses, uint64_t guid)
{
    uint32_t at = place_of(purses, guid);

    while (purses->slots[at].guid && purses->slots[at].guid != guid)
        at = (at + 1) & (purses->room - 1);
    return &purses->slots[at];
}

static int resize(struct pb_purses *purses, uint32_t room)
{
    struct pb_purse *old = purses->slots, *slots = pb_memory_new(&purses->memory, room, sizeof *slots);
    uint32_t old_room = purses->room, i;

    if (!slots)
        return PB_E_no_memory;
    purses->slots = slots;
    purses->room = room;
    for (i = 0; i < old_room; i++)
        if (old[i].guid) {
            struct pb_purse *slot = slot_of(purses, old[i].guid);

            *slot = old[i];
            if (slot->actor != PB_NO_ACTOR)
                purses->places[slot->actor] = (uint32_t)(slot - slots) + 1;
        }
    pb_memory_free(&purses->memory, old);
    return PB_OK;
}

static int make_actor_room(struct pb_purses *purses, pb_actor actor)
{
    uint32_t room = purses->actor_room ? purses->actor_room : LEAST_ROOM, *places;

    if (actor < purses->actor_room)
        return PB_OK;
    while (room <= actor && room < UINT32_MAX / 2)
        room *= 2;
    places = pb_memory_resize(&purses->memory, purses->places, room * sizeof *places);
    if (!places)
        return PB_E_no_memory;
    memset(places + purses->actor_room, 0, (room - purses->actor_room) * sizeof *places);
    purses->places = places;
    purses->actor_room = room;
    return PB_OK;
}

int pb_purses_init(struct pb_purses *purses, uint32_t characters, struct pb_market *market,
                   const struct pb_memory *memory)
{
    uint32_t room = LEAST_ROOM;

    memset(purses, 0, sizeof *purses);
    purses->memory = *memory;
    purses->market = market;
    while (room / 2 < characters && room < 1u << 30)
        room *= 2;
    if (resize(purses, room) != PB_OK)
        return PB_E_no_memory;
    return make_actor_room(purses, characters);
}

void pb_purses_release(struct pb_purses *purses)
{
    pb_memory_free(&purses->memory, purses->slots);
    pb_memory_free(&purses->memory, purses->places);
    purses->slots = NULL;
    purses->places = NULL;
}

size_t pb_purses_bytes(const struct pb_purses *purses)
{
    return purses->room * sizeof *purses->slots + purses->actor_room * sizeof *purses->places;
}

static struct pb_purse *purse_of(const struct pb_purses *purses, pb_actor actor)
{
    uint32_t place = actor < purses->actor_room ? purses->places[actor] : 0;

    return place ? &purses->slots[place - 1] : NULL;
}

/* ---- Entering ---- */

/* What a change comes to in the ledger. */
static void note(struct pb_purses *purses, enum pb_gold_cause cause, uint64_t got, uint64_t gave,
                 int is_reported)
{
    purses->got[cause] += got;
    purses->gave[cause] += gave;
    if (!purses->market)
        return;
    switch (cause) {
    case PB_GOLD_TRADE:
    case PB_GOLD_AUCTION:
    case PB_GOLD_MAIL:
        if (gave || !is_reported)
            pb_market_note_gold(purses->market, cause, 0, 0, gave + (is_reported ? 0 : got));
        break;
    default:
        pb_market_note_gold(purses->market, cause, got, gave, 0);
    }
}

void pb_purses_enter(struct pb_purses *purses, pb_actor actor, enum pb_gold_cause cause, uint32_t got,
                     uint32_t gave, int is_reported)
{
    struct pb_purse *purse = purse_of(purses, actor);

    if (!purse || (!got && !gave))
        return;
    purse->money += (int64_t)got - gave;
    note(purses, cause, got, gave, is_reported);
}

static void see(struct pb_purses *purses, struct pb_purse *purse, uint32_t money, enum pb_gold_cause cause,
                int is_reported)
{
    int64_t change = money - purse->money;

    if (!change)
        return;
    purse->money = money;
    note(purses, cause, change > 0 ? (uint64_t)change : 0, change < 0 ? (uint64_t)-change : 0, is_reported);
}

void pb_purses_see(struct pb_purses *purses, pb_actor actor, uint32_t money, enum pb_gold_cause cause,
                   int is_reported)
{
    struct pb_purse *purse = purse_of(purses, actor);

    if (purse)
        see(purses, purse, money, cause, is_reported);
}

void pb_purses_note_partner(struct pb_purses *purses, pb_actor actor, int is_bot)
{
    struct pb_purse *purse = purse_of(purses, actor);

    if (purse)
        purse->is_with_bot = is_bot != 0;
}

int pb_purses_is_with_bot(const struct pb_purses *purses, pb_actor actor)
{
    const struct pb_purse *purse = purse_of(purses, actor);

    return purse && purse->is_with_bot;
}

int64_t pb_purses_money(const struct pb_purses *purses, pb_actor actor)
{
    const struct pb_purse *purse = purse_of(purses, actor);

    return purse ? purse->money : 0;
}

void pb_purses_open(struct pb_purses *purses, pb_actor actor, uint64_t guid, uint32_t money)
{
    struct pb_purse *purse;

    if (!guid)
        return;
    if (make_actor_room(purses, actor) != PB_OK ||
        (purses->count + 1 > purses->room / 4 * 3 && resize(purses, purses->room * 2) != PB_OK)) {
        purses->unknown++;
        return;
    }
    purse = slot_of(purses, guid);
    if (purse->guid) {
        see(purses, purse, money, PB_GOLD_OTHER, 0);
    } else {
        *purse = (struct pb_purse){.guid = guid, .money = money};
        purses->count++;
    }
    purse->actor = actor;
    purses->places[actor] = (uint32_t)(purse - purses->slots) + 1;
}

void pb_purses_close(struct pb_purses *purses, uint64_t guid)
{
    struct pb_purse *purse = slot_of(purses, guid);

    if (!purse->guid || purse->actor == PB_NO_ACTOR)
        return;
    /* The number may be another's by now. */
    if (purse_of(purses, purse->actor) == purse)
        purses->places[purse->actor] = 0;
    purse->actor = PB_NO_ACTOR;
}

pb_actor pb_purses_find(const struct pb_purses *purses, uint64_t guid)
{
    const struct pb_purse *purse = slot_of(purses, guid);

    return guid && purse->guid ? purse->actor : PB_NO_ACTOR;
}

int pb_purses_know(const struct pb_purses *purses, uint64_t guid)
{
    return guid && slot_of(purses, guid)->guid;
}

pb_actor pb_purses_next(struct pb_purses *purses)
{
    unsigned looks;

    for (looks = 0; looks < MOST_LOOKS; looks++) {
        if (purses->cursor >= purses->actor_room)
            purses->cursor = 0;
        if (purses->places[purses->cursor++])
            return purses->cursor - 1;
    }
    return PB_NO_ACTOR;
}
