/*
 * Cycle hunt: humans who hold together look for money out of nothing. They begin with money alone and get
 * nothing but what they buy: from bots by trade and at auction, and from vendors; they sell all of it again,
 * to bots by trade and at auction, and to vendors, and drive prices as they like by what they ask for in the
 * house. What they have is counted at the most that anybody would pay for it now. It must never be more than
 * they began with.
 */
#ifndef PB_TESTS_CYCLE_HUNT_H
#define PB_TESTS_CYCLE_HUNT_H

#include "realm/house.h"
#include "realm/post.h"
#include "trade_tricks.h"

enum {
    HUNT_PURSE = 20000000,
    HUNT_ROWS = 64,
    HUNT_TROLLS = 3,     /* who ask a fortune for what nobody else sells */
    HUNT_FORTUNE = 50000 /* copper, for what is worth nothing */
};

struct hunt {
    struct duel duel;
    uint64_t begin; /* copper of all humans */
    double last;    /* what they had when it was counted last */
    uint64_t gains; /* times that it was more than before */
    double gained;  /* by the most */
    uint64_t posted, bought, won, sold, from_vendor, to_vendor;
    double sinks[DUEL_THINGS]; /* the most that anybody would pay for one */
};

/* What is trusted now, for the judge too. */
static inline void hunt_prices(struct duel *duel)
{
    struct hunt *hunt = (struct hunt *)duel; /* its first member */
    unsigned i;

    for (i = 0; i < DUEL_THINGS; i++) {
        struct pb_item_template item = duel_template(DUEL_GOODS + i);
        const struct pb_price_entry *known =
            pb_price_analyzer_find(pb_market_prices(duel->market), DUEL_HOUSE, item.entry);
        int is_vetoed;
        uint32_t asks = item.flags & PB_ITEM_SOLD_BY_VENDORS ? item.buy_price : 0;
        struct pb_guard_terms terms =
            pb_price_analyzer_terms(pb_market_prices(duel->market), DUEL_HOUSE, item.entry, item.sell_price,
                                    asks, duel_now_s(duel), &is_vetoed);

        /* A bot sells above and buys below all of the band. */
        duel->items[i].value =
            known && terms.high > 0 ? fmin(fmax(exp((double)known->price.value), terms.low), terms.high) : 0;
        /* Of what a bot uses itself a seller gets that much, once the house has its cut. */
        hunt->sinks[i] =
            (1 - pb_guard_need_margin) * fmin(fmax(terms.low, item.sell_price), asks ? asks : 1e18);
        hunt->sinks[i] = fmax(hunt->sinks[i], item.sell_price);
    }
}

static inline double hunt_things(const struct hunt *hunt, uint32_t entry, double count)
{
    return entry >= DUEL_GOODS && entry < DUEL_THINGS_END ? hunt->sinks[entry - DUEL_GOODS] * count : 0;
}

static inline int hunt_is_human(uint64_t guid)
{
    return guid >= DUEL_GUID && guid < DUEL_GUID + DUEL_PAIRS;
}

/* All that the humans have: purses, bags, letters, also those on their way, auctions and bids. */
static inline double hunt_wealth(const struct hunt *hunt)
{
    const struct pb_realm *realm = hunt->duel.realm;
    double sum = 0;
    uint32_t i, k;

    for (i = 0; i < DUEL_PAIRS; i++) {
        const struct pb_realm_actor *actor = &realm->actors[hunt->duel.humans[i].actor];

        sum += actor->money;
        for (k = 0; k < actor->item_count; k++)
            sum += hunt_things(hunt, actor->items[k].entry, actor->items[k].count);
    }
    for (i = 0; i < realm->post->letter_count; i++) {
        const struct pb_letter *letter = pb_post_letter(realm->post, i);

        if (letter->box && hunt_is_human(realm->post->boxes[letter->box - 1].guid))
            sum += letter->mail.money + hunt_things(hunt, letter->mail.item, letter->mail.item_count);
    }
    for (i = 1; i < realm->houses->lot_count; i++) {
        const struct pb_lot *lot = &realm->houses->lots[i];

        if (!lot->auction_id)
            continue;
        if (hunt_is_human(lot->bidder))
            sum += lot->bid;
        /* The deposit comes back with a sale; of what others bid the seller is sure. */
        if (hunt_is_human(lot->seller))
            sum += lot->deposit + fmax(hunt_things(hunt, lot->entry, lot->count),
                                       lot->bidder && !hunt_is_human(lot->bidder) ? lot->bid : 0);
    }
    return sum;
}

/* ---- What they do besides trading ---- */

static inline void hunt_collect(struct hunt *hunt, pb_actor number)
{
    const struct pb_world *world = hunt->duel.real;
    struct pb_mail mails[HUNT_ROWS];
    unsigned count = world->get_mail(world->self, number, mails, HUNT_ROWS), i;

    for (i = 0; i < count; i++)
        if (world->take_mail(world->self, number, mails[i].mail_id) == PB_OK) {
            hunt->won += mails[i].reason == PB_MAIL_WON;
            hunt->sold += mails[i].reason == PB_MAIL_SOLD;
        }
}

static inline void hunt_post(struct hunt *hunt, pb_actor number)
{
    struct duel *duel = &hunt->duel;
    const struct pb_realm_actor *actor = &duel->realm->actors[number];
    unsigned slot = duel_slot(duel, number);
    int at = pb_bag_find(actor, slot);
    uint32_t auction;
    double price;

    if (at < 0 || actor->items[at].entry < DUEL_GOODS)
        return;
    /* Mostly about what bots would pay, now and then what nobody does. */
    price = hunt_things(hunt, actor->items[at].entry, actor->items[at].count) *
            (duel_below(duel, 4) ? 0.8 + 0.25 * pb_chance_share(&duel->seed)
                                 : 0.2 + 6 * pb_chance_share(&duel->seed));
    if (actor->items[at].entry == DUEL_ODD)
        price = (double)HUNT_FORTUNE * actor->items[at].count;
    if (price >= 1 && price < 1e9)
        hunt->posted +=
            duel->real->post_auction(duel->real->self, number, slot, actor->items[at].count,
                                     duel_below(duel, 2) ? (uint32_t)price : 1 + (uint32_t)price / 2,
                                     (uint32_t)price, 12, &auction) == PB_OK;
}

/* Of a page the best offer, seen what bots would pay for it; or any. */
static inline void hunt_buy(struct hunt *hunt, pb_actor number)
{
    struct duel *duel = &hunt->duel;
    struct pb_auction page[HUNT_ROWS];
    unsigned count, i, best = HUNT_ROWS;
    double least = 1e18;

    count = duel->real->scan_auctions(
        duel->real->self, number, duel_below(duel, 2) * duel->realm->houses->last_id / 2, page, HUNT_ROWS);
    for (i = 0; i < count; i++) {
        uint32_t asks = duel_below(duel, 2) && page[i].buyout ? page[i].buyout : page[i].bid_next;
        double share = asks / (1 + hunt_things(hunt, page[i].entry, page[i].count));

        if (!page[i].is_ours && !page[i].is_highest && page[i].entry != DUEL_ODD &&
            (share < least || !duel_below(duel, 40))) {
            least = share;
            best = i;
        }
    }
    if (best < HUNT_ROWS)
        hunt->bought +=
            duel->real->bid_auction(duel->real->self, number, page[best].auction_id,
                                    duel_below(duel, 2) && page[best].buyout ? page[best].buyout
                                                                             : page[best].bid_next) == PB_OK;
}

static inline void hunt_cancel(struct hunt *hunt, pb_actor number)
{
    struct pb_auction page[HUNT_ROWS];
    const struct pb_world *world = hunt->duel.real;
    unsigned count = world->scan_auctions(world->self, number, 0, page, HUNT_ROWS), i;

    for (i = 0; i < count; i++)
        if (page[i].is_ours && !duel_below(&hunt->duel, 4))
            (void)!world->cancel_auction(world->self, number, page[i].auction_id);
}

static inline void hunt_act(struct hunt *hunt, pb_actor number)
{
    struct duel *duel = &hunt->duel;
    const struct pb_world *world = duel->real;

    switch (duel_below(duel, 16)) {
    case 0:
    case 1:
        hunt_collect(hunt, number);
        break;
    case 2:
    case 3:
        hunt_post(hunt, number);
        break;
    case 4:
    case 5:
        hunt_buy(hunt, number);
        break;
    case 6:
        if (!duel_below(duel, 8))
            hunt_cancel(hunt, number);
        break;
    case 7:
        hunt->from_vendor +=
            world->buy_item(world->self, number, DUEL_SMITH, DUEL_CEILING, 1 + duel_below(duel, 20)) == PB_OK;
        break;
    case 8:
        if (!duel_below(duel, 6))
            hunt->to_vendor += world->sell_item(world->self, number, DUEL_SMITH, duel_slot(duel, number),
                                                1 + duel_below(duel, 20)) == PB_OK;
        break;
    default:
        break;
    }
}

/* ---- The whole ---- */

static inline int hunt_new(struct hunt *hunt, uint64_t seed, uint32_t tick_ms)
{
    struct duel *duel = &hunt->duel;
    unsigned i;
    int error;

    *hunt = (struct hunt){.begin = 0};
    error = duel_new(duel, seed, "market");

    if (error == PB_OK)
        error = duel_add_auctions(duel);
    if (error != PB_OK)
        return error;
    duel->is_closed = 1;
    duel->refresh = hunt_prices;
    duel->tick_ms = tick_ms;
    for (i = 0; i < DUEL_PAIRS; i++) {
        pb_realm_give_money(duel->realm, duel->humans[i].actor, HUNT_PURSE, PB_REALM_GOLD_OTHER);
        duel_restock(duel, duel->bots.row[i].actor);
    }
    for (i = 0; i < HUNT_TROLLS; i++)
        (void)!pb_bag_add(duel->realm, duel->humans[i].actor, DUEL_ODD, 200);
    hunt_prices(&hunt->duel);
    hunt->last = hunt_wealth(hunt);
    hunt->begin = (uint64_t)hunt->last;
    return PB_OK;
}

/* Never more than before, whatever was done last. */
static inline void hunt_audit(struct hunt *hunt)
{
    double wealth;

    hunt_prices(&hunt->duel);
    wealth = hunt_wealth(hunt);
    /* Prices are kept in single precision. */
    if (wealth > hunt->last + 0.01 + 1e-7 * fabs(wealth - hunt->last)) {
        hunt->gains++;
        hunt->gained = fmax(hunt->gained, wealth - hunt->last);
    }
    hunt->last = wealth;
}

/* Who has spent his money has more from elsewhere. */
static inline void hunt_earn(struct hunt *hunt, pb_actor number)
{
    if (hunt->duel.realm->actors[number].money > HUNT_PURSE / 10)
        return;
    pb_realm_give_money(hunt->duel.realm, number, HUNT_PURSE, PB_REALM_GOLD_OTHER);
    hunt->last += HUNT_PURSE;
    hunt->begin += HUNT_PURSE;
}

/* One tick, in which what they have is counted after each act, or only at its end. */
static inline void hunt_tick(struct hunt *hunt, int is_audited)
{
    struct duel *duel = &hunt->duel;
    unsigned i, first = duel_below(duel, DUEL_PAIRS);

    duel_pass(duel);
    hunt_audit(hunt);
    for (i = 0; i < DUEL_PAIRS; i++) {
        struct duel_human *human = &duel->humans[(first + i) % DUEL_PAIRS];

        hunt_earn(hunt, human->actor);
        duel_turn(duel, human);
        hunt_act(hunt, human->actor);
        if (is_audited)
            hunt_audit(hunt);
    }
    duel_hear(duel);
    hunt_audit(hunt);
}

#endif
