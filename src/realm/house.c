/* House: the rules, and what characters do at an auctioneer. */
#include "realm/house.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/people.h"
#include "realm/post.h"

enum {
    ENDS_A_SECOND = 100,   /* auctions; others a second later */
    ARRIVE_A_SECOND = 200, /* letters, likewise */
    HOURS_SHORT = 12,
    HOURS_MIDDLE = 24,
    HOURS_LONG = 48
};

/* ---- Rules ---- */

const struct pb_house_terms *pb_house_terms_of(uint8_t house)
{
    static const struct pb_house_terms terms[] = {
        {PB_HOUSE_ALLIANCE, 15, 5}, {PB_HOUSE_HORDE, 15, 5}, {PB_HOUSE_NEUTRAL, 75, 15}};

    return house == PB_HOUSE_ALLIANCE ? &terms[0] : house == PB_HOUSE_HORDE ? &terms[1] : &terms[2];
}

uint32_t pb_house_deposit(uint8_t house, const struct pb_item_template *item, unsigned count, unsigned hours)
{
    /* So many percent of what a vendor pays, for each twelve hours. */
    double deposit = (double)item->sell_price * count * pb_house_terms_of(house)->deposit *
                     (hours / (double)HOURS_SHORT) / 100;

    return deposit < PB_DEPOSIT_LEAST ? PB_DEPOSIT_LEAST
           : deposit < PB_MONEY_MOST  ? (uint32_t)deposit
                                      : PB_MONEY_MOST;
}

uint32_t pb_house_cut(uint8_t house, uint32_t price)
{
    return (uint32_t)((uint64_t)price * pb_house_terms_of(house)->cut / 100);
}

int pb_house_may_ask(uint32_t bid, uint32_t buyout, unsigned hours)
{
    if (hours != HOURS_SHORT && hours != HOURS_MIDDLE && hours != HOURS_LONG)
        return PB_E_bad_argument;
    if (!bid || bid > PB_MONEY_MOST || buyout > PB_MONEY_MOST)
        return PB_E_bad_argument;
    return buyout && buyout < bid ? PB_E_not_allowed : PB_OK;
}

int pb_house_takes(const struct pb_item_template *item)
{
    return item->item_class != PB_ITEM_QUEST &&
           !(item->flags & (PB_ITEM_SOULBOUND | PB_ITEM_FOR_QUEST | PB_ITEM_CONJURED));
}

uint32_t pb_house_open(struct pb_realm *realm, const struct pb_lot *terms, unsigned hours)
{
    struct pb_houses *houses = realm->houses;
    uint32_t lot;

    /* All that is offered can end: there is a place for each letter. */
    if (realm->post->used + (houses->used + 1) * PB_LOT_LETTERS > PB_LETTERS_MOST)
        return 0;
    lot = pb_lot_new(realm);
    if (!lot)
        return 0;
    houses->lots[lot] = *terms;
    houses->lots[lot].auction_id = ++houses->last_id;
    houses->lots[lot].ends_s = houses->now_s + hours * 3600;
    pb_lot_open(realm, lot);
    realm->stats.auctions_posted++;
    realm->stats.deposits += terms->deposit;
    return lot;
}

/* ---- At an auctioneer ---- */

static unsigned scan_auctions(void *self, pb_actor number, uint32_t from_id, struct pb_auction *auctions,
                              unsigned max)
{
    struct pb_realm *realm = self;
    struct pb_houses *houses = realm->houses;
    int house = pb_realm_house_at(realm, number);
    struct pb_order_place place;
    unsigned count = 0;
    uint64_t guid;
    uint32_t at;

    if (house < 0)
        return 0;
    guid = realm->actors[number].guid;
    houses->lots[0].house = (uint8_t)house;
    houses->lots[0].auction_id = from_id;
    for (place = pb_order_find(&houses->by_id, 0);
         count < max && (at = pb_order_at(&houses->by_id, place)) != PB_ORDER_END;
         place = pb_order_next(&houses->by_id, place)) {
        const struct pb_lot *lot = &houses->lots[at];

        if (lot->house != house)
            break;
        if (pb_lot_has_ended(realm, lot))
            continue;
        auctions[count++] = (struct pb_auction){.auction_id = lot->auction_id,
                                                .entry = lot->entry,
                                                .seller_guid = lot->seller,
                                                .bid = lot->bid,
                                                .bid_next = pb_lot_next_bid(lot),
                                                .buyout = lot->buyout,
                                                .time_left_s = lot->ends_s - houses->now_s,
                                                .count = lot->count,
                                                .is_ours = lot->seller == guid,
                                                .is_highest = lot->bidder == guid};
    }
    return count;
}

/* Whether it may be offered: PB_OK, or why not; `item`: what it is. */
static int may_offer(const struct pb_realm *realm, const struct pb_realm_actor *actor, unsigned slot,
                     unsigned count, const struct pb_item_template **item)
{
    int at = pb_bag_find(actor, slot);
    const struct pb_item_stack *stack;

    if (at < 0)
        return PB_E_gone;
    stack = &actor->items[at];
    *item = pb_bag_item(realm, stack->entry);
    /* Bags and what is worn lie below: what is in a bag is never sold with it. */
    if (!count || count > stack->count)
        return PB_E_bad_argument;
    return stack->is_bound || slot < PB_PACK_SLOT_FIRST || stack->durability < 100 || !pb_house_takes(*item)
               ? PB_E_not_allowed
               : PB_OK;
}

static int get_deposit(void *self, pb_actor number, unsigned slot, unsigned count, unsigned hours,
                       uint32_t *deposit)
{
    struct pb_realm *realm = self;
    int house = pb_realm_house_at(realm, number), error;
    const struct pb_item_template *item;

    if (house < 0)
        return house;
    error = pb_house_may_ask(1, 0, hours);
    if (error == PB_OK)
        error = may_offer(realm, &realm->actors[number], slot, count, &item);
    if (error == PB_OK)
        *deposit = pb_house_deposit((uint8_t)house, item, count, hours);
    return error;
}

static int post_auction(void *self, pb_actor number, unsigned slot, unsigned count, uint32_t bid,
                        uint32_t buyout, unsigned hours, uint32_t *auction_id)
{
    struct pb_realm *realm = self;
    uint32_t deposit, lot;
    int error = pb_house_may_ask(bid, buyout, hours);
    struct pb_realm_actor *actor;

    if (error == PB_OK)
        error = get_deposit(self, number, slot, count, hours, &deposit);
    if (error != PB_OK)
        return error;
    actor = &realm->actors[number];
    if (actor->money < deposit)
        return PB_E_no_money;
    error = pb_keep_may(realm, number);
    if (error != PB_OK)
        return error;
    lot = pb_house_open(realm,
                        &(struct pb_lot){.seller = actor->guid,
                                         .seller_account = actor->account_id,
                                         .entry = actor->items[pb_bag_find(actor, slot)].entry,
                                         .count = (uint16_t)count,
                                         .least = bid,
                                         .buyout = buyout,
                                         .deposit = deposit,
                                         .house = (uint8_t)pb_realm_house_at(realm, number)},
                        hours);
    if (!lot)
        return PB_E_limit_reached;
    pb_keep_tie(realm, number);
    pb_bag_take(realm, number, slot, count);
    /* It is in the world still. */
    realm->stats.items_destroyed -= count;
    if (auction_id)
        *auction_id = realm->houses->lots[lot].auction_id;
    return pb_realm_take_money(realm, number, deposit, PB_REALM_GOLD_DEPOSIT);
}

/* The auction of an id in the house where the actor stands, or an error. */
static int find(struct pb_realm *realm, pb_actor number, uint32_t auction_id, uint32_t *lot)
{
    int house = pb_realm_house_at(realm, number);

    if (house < 0)
        return house;
    *lot = pb_lot_find(realm, (uint8_t)house, auction_id);
    return *lot ? PB_OK : PB_E_gone;
}

static int bid_auction(void *self, pb_actor number, uint32_t auction_id, uint32_t amount)
{
    struct pb_realm *realm = self;
    uint32_t lot, price, cost;
    int error = find(realm, number, auction_id, &lot);
    const struct pb_realm_actor *actor;

    if (error != PB_OK)
        return error;
    actor = &realm->actors[number];
    error =
        pb_house_may_bid(&realm->houses->lots[lot], actor->guid, actor->account_id, amount, &price, &cost);
    if (error == PB_OK && actor->money < cost)
        error = PB_E_no_money;
    if (error == PB_OK)
        error = pb_post_provide(realm, PB_LOT_LETTERS);
    if (error == PB_OK)
        error = pb_keep_may(realm, number);
    if (error != PB_OK)
        return error;
    pb_keep_tie(realm, number);
    pb_realm_move_money(realm, number, 0, cost, PB_REALM_GOLD_AUCTION);
    pb_house_bid(realm, lot, actor->guid, price);
    return PB_OK;
}

static int cancel_auction(void *self, pb_actor number, uint32_t auction_id)
{
    struct pb_realm *realm = self;
    uint32_t lot, cut;
    int error = find(realm, number, auction_id, &lot);

    if (error != PB_OK)
        return error;
    if (realm->houses->lots[lot].seller != realm->actors[number].guid)
        return PB_E_not_allowed;
    cut = pb_house_cut(realm->houses->lots[lot].house, realm->houses->lots[lot].bid);
    if (realm->actors[number].money < cut)
        return PB_E_no_money;
    error = pb_post_provide(realm, PB_LOT_LETTERS);
    if (error == PB_OK)
        error = pb_keep_may(realm, number);
    if (error != PB_OK)
        return error;
    pb_keep_tie(realm, number);
    realm->stats.cuts += cut;
    error = pb_realm_take_money(realm, number, cut, PB_REALM_GOLD_CUT);
    pb_house_cancel(realm, lot);
    return error;
}

void pb_houses_offer(struct pb_world *world)
{
    world->scan_auctions = scan_auctions;
    world->get_deposit = get_deposit;
    world->post_auction = post_auction;
    world->bid_auction = bid_auction;
    world->cancel_auction = cancel_auction;
}

/* ---- Time ---- */

/* One of `parts` of a second. */
static void work(struct pb_realm *realm, unsigned part, unsigned parts)
{
    struct pb_houses *houses = realm->houses;
    struct pb_order_place first = {0, 0};
    unsigned ended;
    uint32_t lot;

    pb_post_deliver(realm, ARRIVE_A_SECOND / parts);
    for (ended = 0; ended < ENDS_A_SECOND / parts; ended++) {
        lot = pb_order_at(&houses->by_end, first);
        if (lot == PB_ORDER_END || !pb_lot_has_ended(realm, &houses->lots[lot]) ||
            pb_post_provide(realm, PB_LOT_LETTERS) != PB_OK)
            break;
        pb_house_end(realm, lot);
    }
    pb_people_due(realm, part, parts);
}

void pb_houses_pass(struct pb_realm *realm)
{
    realm->houses->now_s++;
    work(realm, 0, 1);
}

/* Something of this second is left for its next parts. */
static int is_work_left(const struct pb_realm *realm)
{
    const struct pb_houses *houses = realm->houses;
    uint32_t lot = pb_order_at(&houses->by_end, (struct pb_order_place){0, 0});

    return (lot != PB_ORDER_END && pb_lot_has_ended(realm, &houses->lots[lot])) || pb_post_is_due(realm) ||
           pb_people_are_due(realm);
}

unsigned pb_houses_due(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;
    unsigned parts = 1;

    if (!houses->is_open && !pb_people_prepare(realm))
        return parts;
    if (houses->part == 0) {
        houses->is_still = !pb_keep_due(realm);
        houses->now_s += !houses->is_still;
    }
    /* They may have closed in the midst of a second. */
    if (!houses->is_still && houses->is_open)
        work(realm, houses->part, PB_HOUSE_PARTS);
    if (houses->is_still || !houses->is_open || !is_work_left(realm))
        parts = PB_HOUSE_PARTS - houses->part;
    houses->part = (uint8_t)((houses->part + parts) % PB_HOUSE_PARTS);
    return parts;
}

const char *pb_houses_check(const struct pb_realm *realm)
{
    const struct pb_houses *houses = realm->houses;
    uint64_t items = 0, money = 0;
    uint32_t used = 0, i;

    for (i = 1; i < houses->lot_count; i++) {
        const struct pb_lot *lot = &houses->lots[i];

        if (!lot->auction_id)
            continue;
        used++;
        items += lot->count;
        money += lot->bid;
        if (!lot->count || !lot->seller || !lot->least)
            return "an auction of nothing, of nobody or for nothing";
        if (!lot->bid != !lot->bidder || (lot->bid && lot->bid < lot->least))
            return "a bid of nobody, or below the first";
        if (lot->buyout && (lot->bid >= lot->buyout || lot->buyout < lot->least))
            return "an auction stands that was bought, or could not be";
        if (lot->bidder == lot->seller)
            return "somebody bids for what is its own";
        if (lot->house != PB_HOUSE_ALLIANCE && lot->house != PB_HOUSE_HORDE && lot->house != PB_HOUSE_NEUTRAL)
            return "an auction of no house";
    }
    if (used != houses->used || used > houses->most || houses->by_id.count != used ||
        houses->by_end.count != used || used != realm->stats.auctions)
        return "auctions are miscounted";
    if (items != houses->items || money != houses->money)
        return "what the houses hold is miscounted";
    return NULL;
}
