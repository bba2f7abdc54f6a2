/*
 * Trade duel: bots that run the trade system, and nothing else, against humans who cheat, in the embedded
 * realm. Whatever they do, what each bot carries before and after an exchange is compared at the trusted
 * prices, which are known here from what the market was told, not from what the system says. For tests and
 * tools; one duel at a time.
 */
#ifndef PB_TESTS_TRADE_DUEL_H
#define PB_TESTS_TRADE_DUEL_H

#include "ai/bots.h"
#include "auction/auction.h"
#include "market/market.h"
#include "market_answers.h"
#include "memory_store.h"
#include "realm/goods.h"
#include "trade/trade.h"
#include "trade_things.h"
#include <inttypes.h>

enum {
    DUEL_PAIRS = 48,
    DUEL_TICK_MS = 500,
    DUEL_DAY_S = 86400,
    DUEL_HOUSE = PB_HOUSE_ALLIANCE,
    DUEL_GIFT = 300,
    DUEL_GUID = 100000,    /* of humans, from here on */
    DUEL_ACCOUNT = 1000000 /* theirs, too */
};

/* ---- The whole ---- */

struct duel_item {
    double told, value; /* the last price that the market was told, and that it trusts; 0: none */
};

struct duel_human {
    pb_actor actor;
    uint64_t guid, gifts; /* gifts: that it was given today at trusted prices */
    uint32_t age;         /* turns in its present trade */
    uint32_t version;     /* one that it has seen */
    uint8_t persona, was_open;
};

struct duel_sums {
    uint64_t opened, exchanged, gifts; /* trades */
    uint64_t bad;                      /* exchanges beyond the margin, or that should not be at all */
    double gave, got;                  /* copper at trusted prices, money included */
    double things_gave, paid;
    double worst; /* share of what it gave that a bot lost beyond what it got */
    uint64_t tricks;
    char text[160]; /* of the first bad one */
};

struct duel {
    struct pb_content *content;
    struct pb_memory_store store;
    struct pb_realm *realm;
    const struct pb_world *real; /* as the realm has it */
    struct pb_world world;       /* as bots see it: humans act between any two calls */
    struct pb_bots bots;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_system_env env;
    void *system;
    void *auctions; /* NULL: bots know no auction house */
    uint32_t auctions_due_ms[DUEL_PAIRS], tick_ms;
    uint8_t is_closed; /* humans get nothing but from bots and vendors */
    uint64_t seed;
    struct duel_human humans[DUEL_PAIRS];
    pb_bot bot_of[4 * DUEL_PAIRS]; /* by actor */
    uint32_t due_ms[DUEL_PAIRS];
    struct duel_item items[DUEL_THINGS];
    struct duel_item agreed[DUEL_PAIRS][DUEL_THINGS]; /* as they were when a bot accepted last */
    void (*refresh)(struct duel *duel); /* of `items`, where prices move by themselves; or NULL */
    int64_t now_ms;
    uint32_t interruptions; /* one of so many calls of bots is interrupted; 0: none */
    uint8_t is_inside;      /* an interruption: no other one */
    struct duel_sums sums;
};

static struct duel *duel_now; /* the realm's `self` has no room for it */

static inline uint32_t duel_below(struct duel *duel, uint32_t n)
{
    return pb_chance_below(&duel->seed, n);
}

/* ---- Judging ---- */

struct duel_wealth {
    uint64_t money;
    uint32_t counts[DUEL_THINGS];
};

static inline struct duel_wealth duel_wealth_of(const struct duel *duel, pb_actor number)
{
    const struct pb_realm_actor *actor = &duel->realm->actors[number];
    struct duel_wealth wealth = {.money = actor->money};
    unsigned i;

    for (i = 0; i < actor->item_count; i++)
        if (actor->items[i].entry >= DUEL_GOODS && actor->items[i].entry < DUEL_THINGS_END)
            wealth.counts[actor->items[i].entry - DUEL_GOODS] += actor->items[i].count;
    return wealth;
}

/* What a thing is worth for sure: what it is trusted to be, or what a vendor pays. */
static inline double duel_worth(const struct duel_item *items, unsigned thing)
{
    double vendor = duel_template(DUEL_GOODS + thing).sell_price;

    return fmax(items[thing].value, vendor);
}

static inline void duel_blame(struct duel *duel, const char *what, double gave, double got)
{
    if (!duel->sums.bad++)
        snprintf(duel->sums.text, sizeof duel->sums.text,
                 "%s: gave %.2f, got %.2f copper (trade %" PRIu64 ")", what, gave, got, duel->sums.exchanged);
}

/*
 * What one bot gave and got. The stated margins: it sells for 96 % of the trusted price at least and buys for
 * 88 % of it at most, to the copper; who is in its group may be given something for nothing, never money, up
 * to a limit for the day.
 */
static inline void duel_judge(struct duel *duel, const struct duel_item *items,
                              const struct duel_wealth *before, const struct duel_wealth *after,
                              struct duel_human *human, int is_member)
{
    struct duel_sums *sums = &duel->sums;
    double out = 0, in = 0, out_least, in_most, things = 0;
    int is_unknown = 0, is_sacred = 0;
    unsigned i;

    if (after->money < before->money)
        out = (double)(before->money - after->money);
    else
        in = (double)(after->money - before->money);
    sums->paid += out;
    out_least = out;
    in_most = in;
    for (i = 0; i < DUEL_THINGS; i++) {
        double pieces = (double)after->counts[i] - before->counts[i], worth = duel_worth(items, i);

        if (pieces < 0) {
            things -= pieces * worth;
            out_least -= pieces * worth * 0.96;
            is_unknown |= !(items[i].value > 0);
        } else {
            in += pieces * worth;
            in_most += pieces * worth * 0.88;
        }
        is_sacred |= (pieces < 0 || pieces > 0) && DUEL_GOODS + i >= DUEL_OATH;
    }
    sums->gave += out + things;
    sums->got += in;
    sums->things_gave += things;
    if (is_sacred)
        duel_blame(duel, "what cannot be traded was", out + things, in);
    /* Bands are kept in single precision. */
    if (in_most >= out_least * (1 - 1e-7) && !is_unknown) {
        if (things > 0 && (out + things - in) / things > sums->worst)
            sums->worst = (out + things - in) / things;
        return;
    }
    if (out > 0 || !human || !is_member) {
        duel_blame(duel, is_unknown ? "a thing without a price was sold" : "a loss beyond the margin",
                   out + things, in);
        return;
    }
    /* A gift: its limit counts what it would be sold for at least. */
    sums->gifts++;
    human->gifts += (uint64_t)((out_least - in_most) > 0 ? out_least - in_most : 0);
    if (human->gifts > DUEL_GIFT)
        duel_blame(duel, "more gifts than a day has", (double)human->gifts, DUEL_GIFT);
}

/* ---- What bots call: anything may happen before ---- */

void duel_interrupt(struct duel *duel, pb_actor actor); /* trade_tricks.h */

static inline void duel_meddle(pb_actor actor)
{
    struct duel *duel = duel_now;

    if (duel->is_inside || !duel->interruptions || duel_below(duel, duel->interruptions))
        return;
    duel->is_inside = 1;
    duel_interrupt(duel, actor);
    duel->is_inside = 0;
}

/* Any accept, of bots and of humans: what it brought about is judged. */
static inline int duel_accept(void *self, pb_actor actor, uint32_t version)
{
    struct duel *duel = duel_now;
    struct pb_realm *realm = self;
    unsigned side, i;
    struct pb_realm_trade *trade;
    struct duel_wealth before[2];
    pb_actor both[2];
    uint64_t trades = realm->stats.trades;
    int error;

    trade = pb_realm_actor(realm, actor) ? pb_realm_trade_of(realm, actor, &side) : NULL;
    if (!trade || trade->state != PB_DEAL_HALF)
        return duel->real->accept_trade(self, actor, version);
    for (i = 0; i < 2; i++) {
        both[i] = trade->sides[i].actor;
        before[i] = duel_wealth_of(duel, both[i]);
    }
    error = duel->real->accept_trade(self, actor, version);
    if (realm->stats.trades == trades)
        return error;
    duel->sums.exchanged++;
    for (i = 0; i < 2; i++) {
        struct duel_wealth after = duel_wealth_of(duel, both[i]);
        pb_bot other = duel->bot_of[both[!i]];

        if (duel->bot_of[both[i]] != PB_NO_BOT)
            duel_judge(
                duel, duel->agreed[duel->bot_of[both[i]]], &before[i], &after,
                other == PB_NO_BOT ? &duel->humans[realm->actors[both[!i]].account_id - DUEL_ACCOUNT] : NULL,
                realm->actors[both[0]].group && realm->actors[both[0]].group == realm->actors[both[1]].group);
    }
    return error;
}

static inline int duel_bot_accept(void *self, pb_actor actor, uint32_t version)
{
    struct duel *duel = duel_now;

    duel_meddle(actor);
    /* What it agrees to is judged by what was known then. */
    if (duel->refresh)
        duel->refresh(duel);
    memcpy(duel->agreed[duel->bot_of[actor]], duel->items, sizeof duel->items);
    return duel_accept(self, actor, version);
}

#define DUEL_WRAP(name, parameters, arguments)                                                               \
    static inline int duel_##name parameters                                                                 \
    {                                                                                                        \
        duel_meddle(actor);                                                                                  \
        return duel_now->real->name arguments;                                                               \
    }

DUEL_WRAP(get_trade, (void *self, pb_actor actor, struct pb_trade_view *view), (self, actor, view))
DUEL_WRAP(get_actor, (void *self, pb_actor actor, struct pb_actor_view *view), (self, actor, view))
DUEL_WRAP(answer_trade, (void *self, pb_actor actor, int is_accepted), (self, actor, is_accepted))
DUEL_WRAP(set_trade_money, (void *self, pb_actor actor, uint32_t money), (self, actor, money))
DUEL_WRAP(set_trade_item, (void *self, pb_actor actor, unsigned trade_slot, unsigned slot, unsigned count),
          (self, actor, trade_slot, slot, count))

static inline unsigned duel_get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks,
                                          unsigned max)
{
    duel_meddle(actor);
    return duel_now->real->get_inventory(self, actor, stacks, max);
}

/* ---- Beginning and end ---- */

static inline uint32_t duel_now_s(const struct duel *duel)
{
    return (uint32_t)(duel->now_ms / 1000);
}

/* The market is told what a thing is worth; bounds come from all of the week. */
static inline void duel_tell_price(struct duel *duel, unsigned thing, double value)
{
    const struct pb_price_entry *known;

    double first = duel_first_value(DUEL_GOODS + thing);

    /* It stays what it is: none is worth ten times as much one day. */
    value = fmin(fmax(value, first / 3), first * 3);
    if (!(value > 0))
        return;
    duel->items[thing].told = value;
    pb_price_analyzer_recall(pb_market_prices(duel->market), DUEL_HOUSE, DUEL_GOODS + thing, value, 0.02,
                             duel_now_s(duel));
    known = pb_price_analyzer_find(pb_market_prices(duel->market), DUEL_HOUSE, DUEL_GOODS + thing);
    /* It keeps logarithms in single precision: to the copper, what it trusts is what it was told. */
    duel->items[thing].value = exp((double)known->price.value);
    if (fabs(duel->items[thing].value / value - 1) > 1e-5)
        abort();
}

static inline void duel_enter(struct duel *duel, unsigned i)
{
    struct duel_human *human = &duel->humans[i];
    /* The account says which human it is. */
    struct pb_realm_character character = {.guid = human->guid,
                                           .account_id = DUEL_ACCOUNT + i,
                                           .level = 1,
                                           .race = 1,
                                           .character_class = 1,
                                           .experience = 1,
                                           .name = "Human",
                                           .position = {1, 1, 0, 0, 12}};

    if (pb_realm_add_human(duel->realm, &character, &human->actor) != PB_OK)
        abort();
    duel->bot_of[human->actor] = PB_NO_BOT;
}

/* Brings a bot into the world, and into the system. */
static inline int duel_enter_bot(struct duel *duel, pb_bot bot)
{
    struct pb_realm_character character = {.account_id = 1,
                                           .level = (uint8_t)(1 + bot % 20),
                                           .race = 1,
                                           .character_class = 1,
                                           .experience = 1,
                                           .position = {1, 1, 0, 0, 12}};
    struct pb_world_event event;

    if (pb_memory_store_create(&duel->store, 0, &character) != PB_OK)
        return PB_E_no_memory;
    duel->store.answer_count--;
    if (duel->real->login(duel->real->self, bot, 1, 1, duel->store.count) != PB_OK)
        return PB_E_no_memory;
    pb_realm_update(duel->realm, 0);
    while (duel->real->poll_events(duel->real->self, &event, 1))
        if (event.type == PB_WORLD_LOGGED_IN && event.error == PB_OK) {
            pb_bots_reset(&duel->bots, bot);
            duel->bots.row[bot].actor = event.actor;
            duel->bots.row[bot].guid = event.guid;
            duel->bots.row[bot].race = 1;
            duel->bots.row[bot].character_class = 1;
            pb_bots_set_mode(&duel->bots, bot, PB_BOT_PEACE);
            duel->bot_of[event.actor] = bot;
            pb_trade_system.reset(duel->system, bot);
            return PB_OK;
        }
    return PB_E_gone;
}

static inline int duel_new(struct duel *duel, uint64_t seed, const char *policy)
{
    struct pb_realm_store store = pb_memory_store_functions(&duel->store);
    struct pb_realm_options options = {.memory = pb_memory_libc, .store = &store, .seed = seed};
    struct pb_market_options market = {.items = 256, .auctions = 16, .records = 4096, .bots = 4 * DUEL_PAIRS};
    struct pb_system_env env = {.memory = pb_memory_libc, .seed = seed, .number = 1};
    unsigned i;
    int error;

    *duel =
        (struct duel){.seed = seed, .now_ms = 1763700000000, .interruptions = 12, .tick_ms = DUEL_TICK_MS};
    duel->answers.bot_limit = duel->answers.fleet_limit = UINT64_C(1) << 62;
    duel_now = duel;
    options.store = &store;
    store.user = &duel->store;
    duel->content = duel_content();
    options.content = duel->content;
    if (!duel->content || pb_realm_new(&duel->realm, &options) != PB_OK)
        return PB_E_no_memory;
    duel->real = pb_realm_world(duel->realm);
    duel->world = *duel->real;
    duel->world.get_trade = duel_get_trade;
    duel->world.get_actor = duel_get_actor;
    duel->world.get_inventory = duel_get_inventory;
    duel->world.answer_trade = duel_answer_trade;
    duel->world.set_trade_item = duel_set_trade_item;
    duel->world.set_trade_money = duel_set_trade_money;
    duel->world.accept_trade = duel_bot_accept;
    duel->bots.memory = pb_memory_libc;
    error = pb_bots_reserve(&duel->bots, 64);
    if (error == PB_OK)
        error = pb_market_new(&duel->market, &market, &pb_memory_libc);
    if (error != PB_OK)
        return error;
    pb_market_open(duel->market, 1);
    pb_market_tick(duel->market, duel->now_ms);
    env.world = &duel->world;
    env.bots = &duel->bots;
    env.market = duel->market;
    env.settings.trade_purchases = 1;
    env.settings.trade_daily_gift = DUEL_GIFT;
    env.settings.trade_daily_trades = 1000000;
    snprintf(env.settings.trade_policy, sizeof env.settings.trade_policy, "%s", policy);
    snprintf(env.settings.trade_security, sizeof env.settings.trade_security, "everyone");
    duel->env = env;
    error = pb_trade_system.initialize(&duel->system, &env);
    if (error == PB_OK)
        error = pb_trade_system.reserve(duel->system, 64);
    for (i = 0; i < DUEL_THINGS; i++)
        duel_tell_price(duel, i, duel_first_value(DUEL_GOODS + i));
    memset(duel->bot_of, 0xff, sizeof duel->bot_of);
    for (i = 0; i < DUEL_PAIRS && error == PB_OK; i++) {
        error = duel_enter_bot(duel, i);
        duel->humans[i].guid = DUEL_GUID + i;
        duel_enter(duel, i);
    }
    duel->bots.count = DUEL_PAIRS;
    return error;
}

static inline void duel_free(struct duel *duel)
{
    if (duel->system)
        pb_trade_system.shutdown(duel->system);
    if (duel->auctions)
        pb_auction_system.shutdown(duel->auctions);
    pb_market_free(duel->market);
    pb_bots_release(&duel->bots);
    pb_realm_free(duel->realm);
    pb_content_free(duel->content);
    pb_memory_store_release(&duel->store);
}

/* Lets the bots go to the auction house, too. */
static inline int duel_add_auctions(struct duel *duel)
{
    struct pb_system_env env = duel->env;
    pb_bot bot;
    int error;

    env.number = 2;
    env.settings.auction_per_bot = 8;
    env.settings.auction_per_house = 400;
    env.settings.auction_per_item = 60;
    env.settings.auction_scan_s = 600;
    snprintf(env.settings.auction_strategy, sizeof env.settings.auction_strategy, "market");
    error = pb_auction_system.initialize(&duel->auctions, &env);
    if (error == PB_OK)
        error = pb_auction_system.reserve(duel->auctions, 64);
    for (bot = 0; bot < DUEL_PAIRS && error == PB_OK; bot++)
        pb_auction_system.reset(duel->auctions, bot);
    return error;
}

/* ---- Time ---- */

static inline void duel_hear(struct duel *duel)
{
    struct pb_world_event events[64];
    unsigned count, i;

    while ((count = duel->real->poll_events(duel->real->self, events, 64)))
        for (i = 0; i < count; i++) {
            pb_bot bot = events[i].actor < 4 * DUEL_PAIRS ? duel->bot_of[events[i].actor] : PB_NO_BOT;

            if (bot == PB_NO_BOT)
                continue;
            if (pb_trade_system.events >> events[i].type & 1 &&
                pb_trade_system.on_event(duel->system, bot, &events[i]))
                duel->due_ms[bot] = duel->bots.now_ms;
            if (duel->auctions && pb_auction_system.events >> events[i].type & 1 &&
                pb_auction_system.on_event(duel->auctions, bot, &events[i]))
                duel->auctions_due_ms[bot] = duel->bots.now_ms;
        }
}

/* Turns of all who are due in a system. */
static inline void duel_step(struct duel *duel, const struct pb_system_type *type, void *self,
                             uint32_t due_ms[DUEL_PAIRS])
{
    struct pb_step steps[PB_STEP_BATCH];
    pb_bot bot;
    unsigned count = 0, i;

    for (bot = 0; bot < DUEL_PAIRS; bot++)
        duel->real->get_status(duel->real->self, &duel->bots.row[bot].actor, 1, &duel->bots.row[bot].status);
    for (bot = 0; bot < DUEL_PAIRS; bot++)
        if (!(duel->bots.row[bot].status.flags & PB_ACTOR_DEAD) &&
            (int32_t)(duel->bots.now_ms - due_ms[bot]) >= 0)
            steps[count++] =
                (struct pb_step){.bot = bot, .diff_ms = duel->tick_ms, .next_ms = type->interval_ms};
    type->update(self, steps, count);
    for (i = 0; i < count; i++) {
        struct pb_goal *goal = &duel->bots.row[steps[i].bot].goal;

        due_ms[steps[i].bot] = duel->bots.now_ms + steps[i].next_ms;
        /* All stand near each other: who wants to go somewhere is there. */
        if (goal->kind != PB_GOAL_NONE && goal->state == PB_GOAL_WAITS) {
            goal->state = PB_GOAL_REACHED;
            due_ms[steps[i].bot] = duel->bots.now_ms;
        }
    }
    duel->bots.changed_count = 0;
}

#endif
