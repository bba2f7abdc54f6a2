/*
 * Days: bots and people in the embedded realm with its auction houses, for some simulated days. Between the
 * bots and the realm stands a judge: it looks at each auction that they post and at each bid, and counts what
 * broke a rule. One thread.
 */
#ifndef PB_TESTS_AUCTION_DAYS_H
#define PB_TESTS_AUCTION_DAYS_H

#include "../../sample/market_answers.h"
#include "../../sample/sample_run.h"
#include "auction/auction.h"
#include "auction/state.h"
#include "realm/house.h"
#include "realm/state.h"

enum { DAYS_HOUSES = 8, DAYS_TICK_MS = 200 };

struct days {
    struct pb_run_of_bots run;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_world real; /* before the judge stood there */
    struct pb_auctions *own;
    uint32_t bots;
    /* What the judge saw. */
    uint64_t posted, bids, buyouts, paid, too_dear, too_cheap, vetoed, while_closed;
    uint64_t truly_dear; /* bids above the true value, which only people know, and what vendors pay */
    double paid_share;   /* sum of what was bid over the true value */
    uint64_t judged;     /* bids for what has one */
    uint64_t letters, sold, sold_for, sold_vendor, expired, deposits_lost, won, won_for, outbid_money;
    double won_value;
    uint32_t most_of_bot, most_of_house, most_of_item;
};

static struct days *days_of_judge; /* the world's functions get the realm's self */

static inline struct pb_guard_terms days_terms(struct days *days, uint8_t house, uint32_t entry,
                                               int *is_vetoed)
{
    const struct pb_item_template *item = days->real.get_item(days->real.self, entry);

    return pb_price_analyzer_terms(pb_market_prices(days->market), house, entry, item->sell_price,
                                   item->flags & PB_ITEM_SOLD_BY_VENDORS ? item->buy_price : 0,
                                   pb_market_now_s(days->market), is_vetoed);
}

static inline int days_post(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                            uint32_t buyout, unsigned hours, uint32_t *auction_id)
{
    struct days *days = days_of_judge;
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    unsigned all = days->real.get_inventory(self, actor, stacks, PB_INVENTORY_SLOTS), i;
    int house = days->real.get_house(self, actor), is_vetoed, error;

    error = days->real.post_auction(self, actor, slot, count, bid, buyout, hours, auction_id);
    if (error != PB_OK)
        return error;
    for (i = 0; i < all && stacks[i].slot != slot; i++)
        ;
    days->posted++;
    days->while_closed += !pb_market_is_open(days->market);
    if (i < all) {
        struct pb_guard_terms terms = days_terms(days, (uint8_t)house, stacks[i].entry, &is_vetoed);

        days->too_cheap += bid < pb_guard_sell_least(&terms, count) || buyout < bid;
    }
    return error;
}

/* Whether the bot of an actor is about to buy what it uses itself. */
static inline int days_needs(const struct days *days, pb_actor actor)
{
    const struct pb_bots *bots = days->own->env.bots;

    for (pb_bot bot = 0; bot < bots->count; bot++)
        if (bots->row[bot].actor == actor)
            return days->own->dealers[bot].wish.need != PB_NEED_NOTHING;
    return 0;
}

static inline int days_bid(void *self, pb_actor actor, uint32_t auction_id, uint32_t amount)
{
    struct days *days = days_of_judge;
    int house = days->real.get_house(self, actor), is_vetoed, error;
    struct pb_auction auction = {0};
    struct pb_guard_terms terms;
    double value;

    days->real.scan_auctions(self, actor, auction_id, &auction, 1);
    error = days->real.bid_auction(self, actor, auction_id, amount);
    if (error != PB_OK)
        return error;
    terms = days_terms(days, (uint8_t)house, auction.entry, &is_vetoed);
    days->while_closed += !pb_market_is_open(days->market);
    days->vetoed += is_vetoed != 0;
    days->too_dear +=
        amount > (days_needs(days, actor)
                      ? pb_guard_need_most(&terms, auction.count, house == PB_HOUSE_NEUTRAL ? 0.15 : 0.05)
                      : pb_guard_buy_most(&terms, auction.count));
    days->paid += amount;
    if (auction.buyout && amount >= auction.buyout)
        days->buyouts++;
    else
        days->bids++;
    value = pb_realm_true_value(days->run.realm, (uint8_t)house, auction.entry) * auction.count;
    if (value > 0) {
        days->judged++;
        days->paid_share += amount / value;
        days->truly_dear += amount > value && amount > days->real.get_item(self, auction.entry)->sell_price *
                                                           (uint64_t)auction.count;
    }
    return error;
}

static inline int days_take_mail(void *self, pb_actor actor, uint64_t mail_id)
{
    struct days *days = days_of_judge;
    struct pb_mail mails[128];
    unsigned count = days->real.get_mail(self, actor, mails, 128), i;
    const struct pb_item_template *item;
    int error = days->real.take_mail(self, actor, mail_id);

    for (i = 0; i < count && mails[i].mail_id != mail_id; i++)
        ;
    if (error != PB_OK || i == count)
        return error;
    item = days->real.get_item(self, mails[i].auction_entry);
    days->letters++;
    if (mails[i].reason == PB_MAIL_SOLD) {
        days->sold++;
        days->sold_for += mails[i].money - mails[i].deposit;
        days->sold_vendor += (uint64_t)item->sell_price * mails[i].auction_count;
    } else if (mails[i].reason == PB_MAIL_EXPIRED) {
        days->expired++;
        days->deposits_lost += mails[i].deposit;
    } else if (mails[i].reason == PB_MAIL_OUTBID) {
        days->outbid_money += mails[i].money;
    } else if (mails[i].reason == PB_MAIL_WON) {
        days->won++;
        days->won_for += mails[i].price;
        days->won_value += pb_realm_true_value(days->run.realm, mails[i].house, mails[i].auction_entry) *
                           mails[i].auction_count;
    }
    return error;
}

/* 0, or an error; days_end in either case. */
static inline int days_begin(struct days *days, uint32_t bots, uint32_t people, uint64_t seed)
{
    struct pb_market_options market = {.items = 4096, .auctions = 100000, .records = 4096, .bots = 4096};
    struct pb_run_options options = {
        .bots = bots, .seed = seed, .types = pb_systems, .type_count = pb_system_count, .people = people};
    struct pb_world *world;
    int error, system;

    memset(days, 0, sizeof *days);
    days_of_judge = days;
    days->bots = bots;
    days->answers = (struct pb_market_answers){.bot_limit = UINT32_MAX, .fleet_limit = UINT64_MAX / 2};
    error = pb_market_new(&days->market, &market, &pb_memory_libc);
    if (error != PB_OK)
        return error;
    pb_market_open(days->market, 1);
    options.market = days->market;
    error = pb_run_begin_as(&days->run, &options);
    if (error != PB_OK)
        return error;
    /* The table is this run's own. */
    world = (struct pb_world *)(uintptr_t)pb_gold_world_world(days->run.gold);
    days->real = *world;
    world->post_auction = days_post;
    world->bid_auction = days_bid;
    world->take_mail = days_take_mail;
    system = pb_coordinator_find_system(days->run.coordinator, "auction");
    days->own = system < 0 ? NULL : pb_coordinator_system(days->run.coordinator, (unsigned)system);
    return days->own ? PB_OK : PB_E_unsupported;
}

static inline void days_end(struct days *days)
{
    pb_run_end(&days->run);
    pb_market_free(days->market);
}

/* How many auctions of bots there are, against the limits. */
static inline void days_count(struct days *days)
{
    const struct pb_houses *houses = days->run.realm->houses;
    uint32_t of_house[DAYS_HOUSES] = {0}, i, k;

    for (i = 1; i < houses->lot_count; i++) {
        const struct pb_lot *lot = &houses->lots[i];
        uint32_t of_bot = 0, of_item = 0;

        if (!lot->auction_id || !lot->seller_account)
            continue;
        of_house[lot->house]++;
        for (k = 1; k < houses->lot_count; k++) {
            const struct pb_lot *other = &houses->lots[k];

            if (!other->auction_id || !other->seller_account || other->house != lot->house)
                continue;
            of_bot += other->seller == lot->seller;
            of_item += other->entry == lot->entry;
        }
        days->most_of_bot = of_bot > days->most_of_bot ? of_bot : days->most_of_bot;
        days->most_of_item = of_item > days->most_of_item ? of_item : days->most_of_item;
    }
    for (i = 0; i < DAYS_HOUSES; i++)
        days->most_of_house = of_house[i] > days->most_of_house ? of_house[i] : days->most_of_house;
}

static inline void days_pass(struct days *days, uint32_t ms)
{
    for (uint32_t passed = 0; passed < ms; passed += DAYS_TICK_MS) {
        days->run.now_ms += DAYS_TICK_MS;
        pb_realm_update(days->run.realm, DAYS_TICK_MS);
        pb_market_tick(days->market, days->run.now_ms);
        pb_answer_market(&days->answers, days->market);
        pb_mind_tick(days->run.mind, DAYS_TICK_MS, PB_RUN_NOON);
    }
}

#endif
