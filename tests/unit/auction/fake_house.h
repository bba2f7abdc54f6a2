/*
 * Fake house: some bots, a field, an auctioneer and a mailbox; an auction house with the rules of
 * playerbot_world.h, in which the test plays the people. The market is the real one. Whatever a bot posts,
 * bids or buys is judged when it does so; things are counted. One thread.
 */
#ifndef PB_TESTS_FAKE_HOUSE_H
#define PB_TESTS_FAKE_HOUSE_H

#include "fake_world.h"

/* ---- Time ---- */

/* Movement is of another system: a way takes seven yards a second. */
static inline void fake_walk(struct fake *fake, pb_bot bot)
{
    struct pb_goal *goal = &fake->bots.row[bot].goal;
    struct fake_bot *own = &fake->bot[bot];

    if (goal->kind == PB_GOAL_GO && goal->state == PB_GOAL_WAITS) {
        goal->state = PB_GOAL_UNDER_WAY;
        own->arrives_ms = fake->bots.now_ms + (uint32_t)(fabsf(own->x - goal->position.x) / 7 * 1000);
    }
    if (goal->kind == PB_GOAL_GO && goal->state == PB_GOAL_UNDER_WAY &&
        (int32_t)(fake->bots.now_ms - own->arrives_ms) >= 0) {
        own->x = goal->position.x;
        goal->state = PB_GOAL_REACHED;
        own->due_ms = fake->bots.now_ms;
    }
}

static inline void fake_run(struct fake *fake, uint32_t ms)
{
    for (uint32_t i = 0; i < ms / FAKE_TICK_MS; i++) {
        fake->bots.now_ms += FAKE_TICK_MS;
        pb_market_tick(fake->market, FAKE_BEGIN_S * (int64_t)1000 + fake->bots.now_ms);
        pb_answer_market(&fake->answers, fake->market);
        fake_expire(fake);
        for (pb_bot bot = 0; bot < fake->bots.count; bot++) {
            struct pb_step step = {.bot = bot, .diff_ms = FAKE_TICK_MS, .next_ms = 60000};

            fake->bots.changed_count = 0;
            fake_walk(fake, bot);
            if ((int32_t)(fake->bots.now_ms - fake->bot[bot].due_ms) < 0)
                continue;
            fake->read = 0;
            pb_auction_system.update(fake->own, &step, 1);
            fake->most_read = fake->read > fake->most_read ? fake->read : fake->most_read;
            fake->bot[bot].due_ms = fake->bots.now_ms + step.next_ms;
        }
    }
}

/* ---- Setting up ---- */

static inline uint32_t fake_define(struct fake *fake, struct pb_item_template item)
{
    item.entry = fake->item_count + 1;
    item.stack_size = item.stack_size ? item.stack_size : 20;
    fake->items[fake->item_count++] = item;
    return item.entry;
}

/* What the market holds an item to be worth. */
static inline void fake_teach(struct fake *fake, uint32_t entry, double value)
{
    pb_price_analyzer_recall(pb_market_prices(fake->market), FAKE_HOUSE, entry, value, 0.03,
                             fake_now_s(fake));
}

static inline struct pb_world fake_functions(struct fake *fake)
{
    return (struct pb_world){.size = sizeof fake->world,
                             .self = fake,
                             .get_item = fake_get_item,
                             .get_actor = fake_get_actor,
                             .get_inventory = fake_get_inventory,
                             .find_service = fake_find_service,
                             .get_house = fake_get_house,
                             .get_mail = fake_get_mail,
                             .take_mail = fake_take_mail,
                             .scan_auctions = fake_scan_auctions,
                             .get_deposit = fake_get_deposit,
                             .post_auction = fake_post_auction,
                             .bid_auction = fake_bid_auction};
}

/* Warriors of level 20 with a gold each, in the field; the market is open. */
static inline int fake_new(struct fake *fake, unsigned bots)
{
    struct pb_market_options options = {.items = 256, .auctions = 8192, .records = 1024, .bots = 64};
    struct pb_system_env env = {.memory = pb_memory_libc,
                                .bots = &fake->bots,
                                .world = &fake->world,
                                .number = FAKE_NUMBER,
                                .settings = {.auction_strategy = "market",
                                             .auction_per_bot = 10,
                                             .auction_per_house = 40,
                                             .auction_per_item = 20,
                                             .auction_scan_s = 900}};
    void *self;
    int error;

    memset(fake, 0, sizeof *fake);
    fake->world = fake_functions(fake);
    fake->has_auctioneer = fake->has_mailbox = 1;
    fake->answers = (struct pb_market_answers){.bot_limit = 1000000, .fleet_limit = 1000000};
    fake->bots.memory = pb_memory_libc;
    error = pb_market_new(&fake->market, &options, &pb_memory_libc);
    if (error == PB_OK)
        error = pb_bots_reserve(&fake->bots, FAKE_BOTS);
    env.market = fake->market;
    if (error == PB_OK)
        error = pb_auction_system.initialize(&self, &env);
    if (error == PB_OK)
        error = pb_auction_system.reserve(self, FAKE_BOTS);
    if (error != PB_OK)
        return error;
    fake->own = self;
    fake->bots.count = bots;
    fake->bots.now_ms = 1000;
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++) {
        pb_bots_reset(&fake->bots, bot);
        fake->bots.row[bot].actor = bot;
        fake->bots.row[bot].guid = 100 + bot;
        fake->bots.row[bot].mode = PB_BOT_PEACE;
        fake->bots.row[bot].race = fake->bots.row[bot].character_class = 1;
        fake->bots.row[bot].status.level = 20;
        fake->bot[bot].slots = PB_PACK_SLOTS;
        fake->bot[bot].money = 10000;
        fake->bot[bot].due_ms = 1000 + bot;
        fake_show(fake, bot);
        pb_auction_system.reset(self, bot);
        /* Its turn is now. */
        fake->own->dealers[bot].visit_ms = fake->own->dealers[bot].shop_ms = fake->bots.now_ms;
    }
    pb_market_open(fake->market, 1);
    pb_market_tick(fake->market, FAKE_BEGIN_S * (int64_t)1000 + 1000);
    return PB_OK;
}

static inline void fake_free(struct fake *fake)
{
    pb_auction_system.shutdown(fake->own);
    pb_market_free(fake->market);
    pb_bots_release(&fake->bots);
}

/* NULL when all is as it must be. */
static inline const char *fake_check(const struct fake *fake)
{
    uint64_t pieces = 0;

    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++) {
        for (unsigned i = 0; i < fake->bot[bot].count; i++)
            pieces += fake->bot[bot].stacks[i].count;
        for (unsigned i = 0; i < fake->bot[bot].mail_count; i++)
            pieces += fake->bot[bot].mails[i].item_count;
    }
    for (unsigned i = 0; i < fake->auction_count; i++)
        pieces += fake->auctions[i].shown.count;
    if (pieces != fake->made)
        return "things appeared or got lost";
    return fake->fault;
}

#endif
