/* Lots: the auctions of all houses, by id and by end. */
#include "include/playerbot_error.h"
#include "realm/house.h"
#include "realm/people.h"
#include <string.h>

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int by_id(const void *user, uint32_t a, uint32_t b)
{
    const struct pb_houses *houses = user;
    const struct pb_lot *one = &houses->lots[a], *other = &houses->lots[b];

    return one->house != other->house ? compare_numbers(one->house, other->house)
                                      : compare_numbers(one->auction_id, other->auction_id);
}

/* Of what ends together the older comes first. */
static int by_end(const void *user, uint32_t a, uint32_t b)
{
    const struct pb_houses *houses = user;
    const struct pb_lot *one = &houses->lots[a], *other = &houses->lots[b];

    return one->ends_s != other->ends_s ? compare_numbers(one->ends_s, other->ends_s)
                                        : compare_numbers(one->auction_id, other->auction_id);
}

int pb_houses_new(struct pb_realm *realm)
{
    const struct pb_memory *memory = &realm->options.memory;
    struct pb_houses *houses = pb_memory_new(memory, 1, sizeof *houses);
    int error;

    if (!houses)
        return PB_E_no_memory;
    realm->houses = houses;
    houses->most = realm->options.auctions ? realm->options.auctions : PB_LOTS_MOST;
    error = pb_order_init(&houses->by_id, houses->most, by_id, houses, memory);
    if (error == PB_OK)
        error = pb_order_init(&houses->by_end, houses->most, by_end, houses, memory);
    /* All at once: growing would copy megabytes in some update. What is not in use is not touched. */
    if (error == PB_OK)
        error =
            pb_room_make(realm, &houses->lots, sizeof *houses->lots, &houses->lot_capacity, houses->most + 1);
    if (error != PB_OK)
        return error;
    memset(&houses->lots[0], 0, sizeof houses->lots[0]);
    houses->lot_count = 1;
    houses->is_open = !realm->store.save_deeds;
    return pb_realm_schedule(realm, PB_DUE_HOUSES, realm->now_ms + 1000);
}

void pb_houses_free(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;

    if (!houses)
        return;
    pb_keep_free(realm);
    pb_order_release(&houses->by_id);
    pb_order_release(&houses->by_end);
    pb_memory_free(&realm->options.memory, houses->lots);
    pb_memory_free(&realm->options.memory, houses);
}

size_t pb_houses_bytes(const struct pb_realm *realm)
{
    const struct pb_houses *houses = realm->houses;

    return sizeof *houses + houses->lot_capacity * sizeof *houses->lots + pb_order_bytes(&houses->by_id) +
           pb_order_bytes(&houses->by_end) + pb_keep_bytes(realm);
}

uint32_t pb_lot_new(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;
    uint32_t lot = houses->lot_free;

    if (lot) {
        houses->lot_free = houses->lots[lot].next_free;
        return lot;
    }
    if (houses->used == houses->most)
        return 0;
    return houses->lot_count++;
}

void pb_lot_open(struct pb_realm *realm, uint32_t lot)
{
    struct pb_houses *houses = realm->houses;

    pb_order_insert(&houses->by_id, lot);
    pb_order_insert(&houses->by_end, lot);
    houses->used++;
    houses->items += houses->lots[lot].count;
    realm->stats.auctions++;
    pb_people_note_lot(realm, lot, 1);
    pb_keep_lot(realm, lot);
}

void pb_lot_close(struct pb_realm *realm, uint32_t lot)
{
    struct pb_houses *houses = realm->houses;
    struct pb_lot *gone = &houses->lots[lot];

    pb_people_note_lot(realm, lot, 0);
    pb_order_remove(&houses->by_id, lot);
    pb_order_remove(&houses->by_end, lot);
    houses->used--;
    houses->items -= gone->count;
    realm->stats.auctions--;
    pb_keep_lot(realm, lot);
    *gone = (struct pb_lot){.next_free = houses->lot_free};
    houses->lot_free = lot;
}

int pb_lot_has_ended(const struct pb_realm *realm, const struct pb_lot *lot)
{
    return lot->ends_s <= realm->houses->now_s;
}

uint32_t pb_lot_find(const struct pb_realm *realm, uint8_t house, uint32_t auction_id)
{
    struct pb_houses *houses = realm->houses;
    const struct pb_lot *found;
    uint32_t lot;

    houses->lots[0].house = house;
    houses->lots[0].auction_id = auction_id;
    lot = pb_order_at(&houses->by_id, pb_order_find(&houses->by_id, 0));
    if (lot == PB_ORDER_END)
        return 0;
    found = &houses->lots[lot];
    return found->house == house && found->auction_id == auction_id && !pb_lot_has_ended(realm, found) ? lot
                                                                                                       : 0;
}

uint32_t pb_lot_next_bid(const struct pb_lot *lot)
{
    uint64_t next = lot->least;

    if (lot->bid) {
        uint32_t more = (uint32_t)((uint64_t)lot->bid * 5 / 100);

        next = (uint64_t)lot->bid + (more ? more : 1);
    }
    /* From the buyout on it is bought. */
    if (lot->buyout && next > lot->buyout)
        next = lot->buyout;
    return next < PB_MONEY_MOST ? (uint32_t)next : PB_MONEY_MOST;
}
