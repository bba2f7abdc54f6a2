/*
 * Fake house: some bots, a field, an auctioneer and a mailbox; an auction house with the rules of
 * playerbot_world.h, in which the test plays the people. The market is the real one. Whatever a bot posts,
 * bids or buys is judged when it does so; things are counted. One thread.
 */
#ifndef PB_TESTS_FAKE_HOUSE_H
#define PB_TESTS_FAKE_HOUSE_H

#include "../../sample/market_answers.h"
#include "auction/auction.h"
#include "auction/state.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <string.h>

enum {
    FAKE_BOTS = 6,
    FAKE_ITEMS = 64,
    FAKE_AUCTIONS = 4096,
    FAKE_MAILS = 40,
    FAKE_HOUSE = PB_HOUSE_ALLIANCE,
    FAKE_NUMBER = 7,
    FAKE_TICK_MS = 250,
    FAKE_BEGIN_S = 1800000000,
    FAKE_AUCTIONEER = 1000, /* yards from the field */
    FAKE_MAILBOX = 1040,
    FAKE_HUMANS = 9000 /* guids from there on */
};

struct fake_auction {
    struct pb_auction shown; /* auction_id 0: none */
    uint32_t ends_s, deposit;
    uint64_t bidder;
};

struct fake_bot {
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    struct pb_mail mails[FAKE_MAILS];
    unsigned count, mail_count, slots;
    uint32_t money;
    float x;
    uint32_t due_ms, arrives_ms;
};

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_auctions *own;
    struct pb_item_template items[FAKE_ITEMS]; /* entry: index + 1 */
    struct fake_auction auctions[FAKE_AUCTIONS];
    struct fake_bot bot[FAKE_BOTS];
    unsigned item_count, auction_count;
    uint32_t next_id, next_mail;
    uint8_t has_auctioneer, has_mailbox, is_bid_refused;
    /* What happened. */
    uint64_t made;                            /* pieces that the test put into the world */
    unsigned steps_in_house, most_read, read; /* of auctions in one step */
    const char *fault;                        /* what a bot did that it must not */
    struct pb_auction last_post;
    uint32_t last_hours;
};

static inline uint32_t fake_now_s(const struct fake *fake)
{
    return pb_market_now_s(fake->market);
}

static inline struct pb_item_template *fake_item(struct fake *fake, uint32_t entry)
{
    return entry && entry <= fake->item_count ? &fake->items[entry - 1] : NULL;
}

static inline void fake_blame(struct fake *fake, const char *fault)
{
    if (!fake->fault)
        fake->fault = fault;
}

/* ---- Bags ---- */

static inline void fake_show(struct fake *fake, pb_bot bot)
{
    struct pb_actor_status *status = &fake->bots.status[bot];
    unsigned used = 0;

    for (unsigned i = 0; i < fake->bot[bot].count; i++)
        used += fake->bot[bot].stacks[i].slot >= PB_PACK_SLOT_FIRST;
    status->free_slots = (uint8_t)(fake->bot[bot].slots - used);
    status->inventory_version++;
}

static inline int fake_find_stack(struct fake *fake, pb_bot bot, unsigned slot)
{
    for (unsigned i = 0; i < fake->bot[bot].count; i++)
        if (fake->bot[bot].stacks[i].slot == slot)
            return (int)i;
    return -1;
}

static inline int fake_put(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count, unsigned slot)
{
    struct fake_bot *own = &fake->bot[bot];
    unsigned at = own->count;

    for (; at && own->stacks[at - 1].slot > slot; at--)
        own->stacks[at] = own->stacks[at - 1];
    own->stacks[at] = (struct pb_item_stack){
        .entry = entry, .count = (uint16_t)count, .slot = (uint8_t)slot, .durability = 100};
    own->count++;
    fake_show(fake, bot);
    return PB_OK;
}

static inline int fake_add(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count)
{
    for (unsigned slot = PB_PACK_SLOT_FIRST; slot < PB_PACK_SLOT_FIRST + fake->bot[bot].slots; slot++)
        if (fake_find_stack(fake, bot, slot) < 0)
            return fake_put(fake, bot, entry, count, slot);
    return PB_E_inventory_full;
}

static inline int fake_give(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count)
{
    fake->made += count;
    return fake_add(fake, bot, entry, count);
}

static inline void fake_remove(struct fake *fake, pb_bot bot, unsigned at)
{
    struct fake_bot *own = &fake->bot[bot];

    memmove(&own->stacks[at], &own->stacks[at + 1], (--own->count - at) * sizeof *own->stacks);
    fake_show(fake, bot);
}

/* ---- Mail ---- */

static inline void fake_send(struct fake *fake, pb_bot bot, struct pb_mail mail)
{
    struct pb_world_event event = {.type = PB_WORLD_MAIL, .guid = mail.sender_guid};

    mail.mail_id = ++fake->next_mail;
    if (fake->bot[bot].mail_count >= FAKE_MAILS) {
        fake_blame(fake, "the fake's mailbox is too small");
        return;
    }
    fake->bot[bot].mails[fake->bot[bot].mail_count++] = mail;
    pb_auction_system.on_event(fake->own, bot, &event);
}

/* PB_NO_BOT: a human. */
static inline pb_bot fake_bot_of(const struct fake *fake, uint64_t guid)
{
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        if (fake->bots.guid[bot] == guid)
            return bot;
    return PB_NO_BOT;
}

/* ---- Auctions ---- */

static inline struct fake_auction *fake_find(struct fake *fake, uint32_t auction_id)
{
    for (unsigned i = 0; i < fake->auction_count; i++)
        if (fake->auctions[i].shown.auction_id == auction_id)
            return &fake->auctions[i];
    return NULL;
}

static inline struct pb_mail fake_letter(const struct fake_auction *auction, enum pb_mail_reason reason)
{
    return (struct pb_mail){.reason = (uint8_t)reason,
                            .auction_id = auction->shown.auction_id,
                            .auction_entry = auction->shown.entry,
                            .auction_count = auction->shown.count,
                            .house = FAKE_HOUSE};
}

static inline void fake_take_out(struct fake *fake, struct fake_auction *auction)
{
    unsigned at = (unsigned)(auction - fake->auctions);

    memmove(auction, auction + 1, (--fake->auction_count - at) * sizeof *auction);
}

static inline void fake_outbid(struct fake *fake, const struct fake_auction *auction)
{
    pb_bot bidder = fake_bot_of(fake, auction->bidder);
    struct pb_mail mail = fake_letter(auction, PB_MAIL_OUTBID);

    mail.money = mail.price = auction->shown.bid;
    if (auction->bidder && bidder != PB_NO_BOT)
        fake_send(fake, bidder, mail);
}

/* It goes to `buyer` for `price`. */
static inline void fake_sell(struct fake *fake, struct fake_auction *auction, uint64_t buyer, uint32_t price)
{
    pb_bot seller = fake_bot_of(fake, auction->shown.seller_guid), winner = fake_bot_of(fake, buyer);
    struct pb_mail sold = fake_letter(auction, PB_MAIL_SOLD), won = fake_letter(auction, PB_MAIL_WON);

    sold.price = won.price = price;
    sold.cut = price / 20;
    sold.deposit = auction->deposit;
    sold.money = price - sold.cut + sold.deposit;
    sold.other_guid = buyer;
    won.other_guid = auction->shown.seller_guid;
    won.item = auction->shown.entry;
    won.item_count = auction->shown.count;
    if (seller != PB_NO_BOT)
        fake_send(fake, seller, sold);
    if (winner != PB_NO_BOT)
        fake_send(fake, winner, won);
    else
        fake->made -= auction->shown.count;
    fake_take_out(fake, auction);
}

static inline void fake_expire(struct fake *fake)
{
    for (unsigned i = 0; i < fake->auction_count; i++) {
        struct fake_auction *auction = &fake->auctions[i];
        pb_bot seller = fake_bot_of(fake, auction->shown.seller_guid);
        struct pb_mail mail = fake_letter(auction, PB_MAIL_EXPIRED);

        if (auction->ends_s > fake_now_s(fake))
            continue;
        i--;
        if (auction->bidder) {
            fake_sell(fake, auction, auction->bidder, auction->shown.bid);
            continue;
        }
        mail.item = auction->shown.entry;
        mail.item_count = auction->shown.count;
        if (seller != PB_NO_BOT)
            fake_send(fake, seller, mail);
        else
            fake->made -= auction->shown.count;
        fake_take_out(fake, auction);
    }
}

static inline uint32_t fake_post(struct fake *fake, uint64_t seller, uint32_t entry, unsigned count,
                                 uint32_t bid, uint32_t buyout, unsigned hours)
{
    if (fake->auction_count >= FAKE_AUCTIONS) {
        fake_blame(fake, "the fake's house is too small");
        return 0;
    }
    fake->auctions[fake->auction_count++] = (struct fake_auction){.shown = {.auction_id = ++fake->next_id,
                                                                            .entry = entry,
                                                                            .seller_guid = seller,
                                                                            .bid_next = bid,
                                                                            .buyout = buyout,
                                                                            .count = (uint16_t)count},
                                                                  .ends_s = fake_now_s(fake) + hours * 3600};
    return fake->next_id;
}

/* A human's. */
static inline uint32_t fake_offer(struct fake *fake, unsigned human, uint32_t entry, unsigned count,
                                  uint32_t buyout)
{
    fake->made += count;
    return fake_post(fake, FAKE_HUMANS + human, entry, count, buyout ? buyout : 1, buyout, 24);
}

/* ---- The world's functions ---- */

static inline const struct pb_item_template *fake_get_item(void *self, uint32_t entry)
{
    return fake_item(self, entry);
}

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    *view = (struct pb_actor_view){.money = ((struct fake *)self)->bot[actor].money};
    return PB_OK;
}

static inline unsigned fake_get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks,
                                          unsigned max)
{
    const struct fake_bot *own = &((struct fake *)self)->bot[actor];
    unsigned count = own->count < max ? own->count : max;

    memcpy(stacks, own->stacks, count * sizeof *stacks);
    return count;
}

static inline int fake_find_service(void *self, pb_actor actor, uint8_t roles, struct pb_object_view *view)
{
    struct fake *fake = self;
    float x = roles & PB_ROLE_AUCTIONEER ? FAKE_AUCTIONEER : FAKE_MAILBOX;

    *view =
        (struct pb_object_view){.position = {.x = x}, .distance = fabsf(fake->bot[actor].x - x), .entry = 1};
    return (roles & PB_ROLE_AUCTIONEER ? fake->has_auctioneer : fake->has_mailbox) ? PB_OK : PB_E_gone;
}

static inline int fake_is_at(const struct fake *fake, pb_actor actor, float x)
{
    return fabsf(fake->bot[actor].x - x) <= PB_INTERACT_YARDS;
}

static inline int fake_get_house(void *self, pb_actor actor)
{
    struct fake *fake = self;

    return fake->has_auctioneer && fake_is_at(fake, actor, FAKE_AUCTIONEER) ? FAKE_HOUSE : PB_E_too_far;
}

static inline unsigned fake_get_mail(void *self, pb_actor actor, struct pb_mail *mails, unsigned max)
{
    const struct fake_bot *own = &((struct fake *)self)->bot[actor];
    unsigned count = own->mail_count < max ? own->mail_count : max;

    memcpy(mails, own->mails, count * sizeof *mails);
    return count;
}

static inline int fake_take_mail(void *self, pb_actor actor, uint64_t mail_id)
{
    struct fake *fake = self;
    struct fake_bot *own = &fake->bot[actor];
    unsigned at = 0;

    if (!fake->has_mailbox || !fake_is_at(fake, actor, FAKE_MAILBOX))
        return PB_E_too_far;
    while (at < own->mail_count && own->mails[at].mail_id != mail_id)
        at++;
    if (at == own->mail_count)
        return PB_E_gone;
    if (own->mails[at].reason == PB_MAIL_LETTER || own->mails[at].cash_on_delivery)
        fake_blame(fake, "a bot took a letter that is none of the house");
    if (own->mails[at].item && fake_add(fake, actor, own->mails[at].item, own->mails[at].item_count) != PB_OK)
        return PB_E_inventory_full;
    own->money += own->mails[at].money;
    memmove(&own->mails[at], &own->mails[at + 1], (--own->mail_count - at) * sizeof *own->mails);
    return PB_OK;
}

static inline unsigned fake_scan_auctions(void *self, pb_actor actor, uint32_t from_id,
                                          struct pb_auction *auctions, unsigned max)
{
    struct fake *fake = self;
    unsigned count = 0;

    if (fake_get_house(self, actor) < 0)
        return 0;
    for (unsigned i = 0; i < fake->auction_count && count < max; i++) {
        const struct fake_auction *auction = &fake->auctions[i];

        if (auction->shown.auction_id < from_id)
            continue;
        auctions[count] = auction->shown;
        auctions[count].time_left_s = auction->ends_s - fake_now_s(fake);
        auctions[count].is_ours = auction->shown.seller_guid == fake->bots.guid[actor];
        auctions[count++].is_highest = auction->bidder == fake->bots.guid[actor];
    }
    fake->read += count;
    return count;
}

static inline int fake_get_deposit(void *self, pb_actor actor, unsigned slot, unsigned count, unsigned hours,
                                   uint32_t *deposit)
{
    struct fake *fake = self;
    int at = fake_find_stack(fake, actor, slot);

    if (fake_get_house(self, actor) < 0)
        return PB_E_too_far;
    if (at < 0)
        return PB_E_gone;
    *deposit = (uint32_t)(fake_item(fake, fake->bot[actor].stacks[at].entry)->sell_price * count * 15 / 100 *
                          hours / 12);
    return PB_OK;
}

static inline struct pb_guard_terms fake_terms(struct fake *fake, uint32_t entry, int *is_vetoed)
{
    const struct pb_item_template *item = fake_item(fake, entry);

    return pb_price_analyzer_terms(pb_market_prices(fake->market), FAKE_HOUSE, entry, item->sell_price,
                                   item->flags & PB_ITEM_SOLD_BY_VENDORS ? item->buy_price : 0,
                                   fake_now_s(fake), is_vetoed);
}

static inline unsigned fake_count(const struct fake *fake, pb_bot bot, uint32_t entry)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake->auction_count; i++) {
        pb_bot seller = fake_bot_of(fake, fake->auctions[i].shown.seller_guid);

        count += seller != PB_NO_BOT && (bot == PB_NO_BOT || seller == bot) &&
                 (!entry || fake->auctions[i].shown.entry == entry);
    }
    return count;
}

static inline int fake_post_auction(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                                    uint32_t buyout, unsigned hours, uint32_t *auction_id)
{
    struct fake *fake = self;
    const struct pb_ai_settings *settings = &fake->own->env.settings;
    int at = fake_find_stack(fake, actor, slot), is_vetoed;
    uint32_t deposit = 0, entry;
    struct pb_guard_terms terms;

    if (fake_get_deposit(self, actor, slot, count, hours, &deposit) != PB_OK)
        return PB_E_too_far;
    if (deposit > fake->bot[actor].money)
        return PB_E_no_money;
    entry = fake->bot[actor].stacks[at].entry;
    terms = fake_terms(fake, entry, &is_vetoed);
    if (!pb_market_is_open(fake->market))
        fake_blame(fake, "a bot posted while the market was closed");
    if (bid < pb_guard_sell_least(&terms, count) || buyout < bid)
        fake_blame(fake, "a bot asked less than it may");
    if (fake->bot[actor].stacks[at].is_bound || slot < PB_PACK_SLOT_FIRST)
        fake_blame(fake, "a bot posted what is bound or worn");
    fake->bot[actor].money -= deposit;
    fake_remove(fake, actor, (unsigned)at);
    *auction_id = fake_post(fake, fake->bots.guid[actor], entry, count, bid, buyout, hours);
    fake->auctions[fake->auction_count - 1].deposit = deposit;
    fake->last_post = fake->auctions[fake->auction_count - 1].shown;
    fake->last_hours = hours;
    if (fake_count(fake, actor, 0) > settings->auction_per_bot ||
        fake_count(fake, PB_NO_BOT, 0) > settings->auction_per_house ||
        fake_count(fake, PB_NO_BOT, entry) > settings->auction_per_item)
        fake_blame(fake, "a limit was passed");
    return PB_OK;
}

static inline int fake_bid_auction(void *self, pb_actor actor, uint32_t auction_id, uint32_t amount)
{
    struct fake *fake = self;
    struct fake_auction *auction = fake_find(fake, auction_id);
    uint64_t guid = fake->bots.guid[actor];
    struct pb_guard_terms terms;
    int is_vetoed;

    if (fake_get_house(self, actor) < 0)
        return PB_E_too_far;
    if (!auction || fake->is_bid_refused)
        return PB_E_gone;
    if (auction->shown.seller_guid == guid)
        return PB_E_not_allowed;
    if (amount > fake->bot[actor].money)
        return PB_E_no_money;
    if (amount < auction->shown.bid_next && (!auction->shown.buyout || amount < auction->shown.buyout))
        return PB_E_outbid;
    terms = fake_terms(fake, auction->shown.entry, &is_vetoed);
    if (!pb_market_is_open(fake->market))
        fake_blame(fake, "a bot bought while the market was closed");
    if (is_vetoed || amount > pb_guard_buy_most(&terms, auction->shown.count))
        fake_blame(fake, "a bot bought what it must not");
    if (auction->bidder == guid)
        fake_blame(fake, "a bot bid against itself");
    if (auction->shown.buyout && amount >= auction->shown.buyout) {
        fake->bot[actor].money -= auction->shown.buyout;
        fake_outbid(fake, auction);
        fake_sell(fake, auction, guid, auction->shown.buyout);
        return PB_OK;
    }
    fake->bot[actor].money -= amount;
    fake_outbid(fake, auction);
    auction->bidder = guid;
    auction->shown.bid = amount;
    auction->shown.bid_next = amount + amount / 20 + 1;
    return PB_OK;
}

/* A human does so. */
static inline void fake_human_bids(struct fake *fake, uint32_t auction_id, uint32_t amount)
{
    struct fake_auction *auction = fake_find(fake, auction_id);

    fake_outbid(fake, auction);
    auction->bidder = FAKE_HUMANS + 99;
    auction->shown.bid = amount;
    auction->shown.bid_next = amount + amount / 20 + 1;
}

static inline void fake_human_buys(struct fake *fake, uint32_t auction_id)
{
    struct fake_auction *auction = fake_find(fake, auction_id);

    fake_outbid(fake, auction);
    fake_sell(fake, auction, FAKE_HUMANS + 99, auction->shown.buyout);
}

/* ---- Time ---- */

/* Movement is of another system: a way takes seven yards a second. */
static inline void fake_walk(struct fake *fake, pb_bot bot)
{
    struct pb_goal *goal = &fake->bots.goal[bot];
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
        fake->bots.actor[bot] = bot;
        fake->bots.guid[bot] = 100 + bot;
        fake->bots.mode[bot] = PB_BOT_PEACE;
        fake->bots.race[bot] = fake->bots.character_class[bot] = 1;
        fake->bots.status[bot].level = 20;
        fake->bot[bot].slots = PB_PACK_SLOTS;
        fake->bot[bot].money = 10000;
        fake->bot[bot].due_ms = 1000 + bot;
        fake_show(fake, bot);
        pb_auction_system.reset(self, bot);
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
