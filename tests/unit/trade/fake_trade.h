/*
 * Fake world for trades: bots and humans with bags, purses, groups and places, and the rules of a trade as
 * playerbot_world.h has them; small functions over arrays. It counts every thing and every copper, so that
 * nothing appears or gets lost unseen. One thread.
 */
#ifndef PB_TESTS_FAKE_TRADE_H
#define PB_TESTS_FAKE_TRADE_H

#include "include/playerbot_error.h"
#include "trade/state.h"
#include "trade/trade.h"
#include <stdio.h>
#include <string.h>

enum {
    FAKE_ONES = 6, /* characters: bots first, then humans */
    FAKE_BOTS = 4,
    FAKE_ITEMS = 16,
    FAKE_EVENTS = 256,
    FAKE_GUID = 1000,
    FAKE_OBJECT = 500,
    FAKE_SLOTS = 16, /* of the bags */
    FAKE_NOW_S = 1760000000,
    FAKE_VALUE = 1000 /* copper, of what has a price */
};

struct fake_one {
    struct pb_item_stack stacks[64];
    unsigned count;
    uint32_t money;
    float place; /* yards along a line */
    uint8_t level, group, is_gone, is_dead, character_class;
    uint16_t version;
};

/* One trade at a time between two of them, which is enough for a test. */
struct fake_window {
    int sides[2]; /* -1: nobody */
    uint64_t trade_id;
    uint32_t version, money[2];
    struct pb_item_stack items[2][PB_TRADE_SLOTS];
    uint8_t is_open, is_accepted[2];
};

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_market *market;
    struct pb_trades *own;
    struct pb_item_template items[FAKE_ITEMS]; /* entry: index + 1 */
    unsigned item_count;
    struct fake_one ones[FAKE_ONES];
    struct fake_window windows[FAKE_ONES];
    uint64_t trade_id;
    uint32_t version;
    struct pb_world_event events[FAKE_EVENTS];
    unsigned event_count;
    int next_accept_error; /* that the next accept_trade returns; 0: none */
    unsigned barred_slot;  /* that nobody may offer; 0: none */
    uint8_t loses_events;
    unsigned cancels;
};

/* ---- Things ---- */

static inline const struct pb_item_template *fake_item(struct fake *fake, uint32_t entry)
{
    return entry && entry <= fake->item_count ? &fake->items[entry - 1] : NULL;
}

static inline struct pb_item_stack *fake_at(struct fake *fake, int who, unsigned slot)
{
    for (unsigned i = 0; i < fake->ones[who].count; i++)
        if (fake->ones[who].stacks[i].slot == slot)
            return &fake->ones[who].stacks[i];
    return NULL;
}

static inline unsigned fake_free_slots(struct fake *fake, int who)
{
    unsigned left = FAKE_SLOTS;

    for (unsigned i = 0; i < fake->ones[who].count; i++)
        left -= fake->ones[who].stacks[i].slot >= PB_PACK_SLOT_FIRST;
    return left;
}

static inline unsigned fake_carries(struct fake *fake, int who, uint32_t entry)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake->ones[who].count; i++)
        count += fake->ones[who].stacks[i].entry == entry ? fake->ones[who].stacks[i].count : 0;
    return count;
}

/* Both know the same window: that of who asked. */
static inline struct fake_window *fake_window(struct fake *fake, int who, unsigned *side)
{
    for (int i = 0; i < FAKE_ONES; i++)
        for (*side = 0; *side < 2; (*side)++)
            if (fake->windows[i].sides[0] == i && fake->windows[i].sides[*side] == who)
                return &fake->windows[i];
    return NULL;
}

static inline void fake_touch(struct fake *fake, int who)
{
    struct fake_one *one = &fake->ones[who];
    unsigned side;

    one->version++;
    if (who >= FAKE_BOTS)
        return;
    fake->bots.row[who].status.inventory_version = one->version;
    fake->bots.row[who].status.free_slots = (uint8_t)fake_free_slots(fake, who);
    fake->bots.row[who].status.level = one->level;
    fake->bots.row[who].status.flags = (uint16_t)(one->group ? PB_ACTOR_GROUPED : 0);
    if (fake_window(fake, who, &side))
        fake->bots.row[who].status.flags |= PB_ACTOR_TRADING;
}

static inline unsigned fake_put(struct fake *fake, int who, uint32_t entry, unsigned count, unsigned slot)
{
    struct fake_one *one = &fake->ones[who];

    if (!slot)
        for (slot = PB_PACK_SLOT_FIRST; fake_at(fake, who, slot); slot++)
            ;
    one->stacks[one->count++] = (struct pb_item_stack){
        .entry = entry, .count = (uint16_t)count, .slot = (uint8_t)slot, .durability = 100};
    fake_touch(fake, who);
    return slot;
}

static inline struct pb_item_stack fake_take_out(struct fake *fake, int who, unsigned slot)
{
    struct pb_item_stack *stack = fake_at(fake, who, slot), taken = *stack;

    *stack = fake->ones[who].stacks[--fake->ones[who].count];
    fake_touch(fake, who);
    return taken;
}

/* ---- Trades ---- */

static inline void fake_tell(struct fake *fake, int who, int other, uint16_t type, int error)
{
    if (who >= FAKE_BOTS || fake->loses_events || fake->event_count == FAKE_EVENTS)
        return;
    fake->events[fake->event_count++] = (struct pb_world_event){.type = type,
                                                                .actor = (pb_actor)who,
                                                                .object = (pb_object)(FAKE_OBJECT + other),
                                                                .guid = (uint64_t)(FAKE_GUID + other),
                                                                .error = error};
}

static inline int fake_is_apart(const struct fake *fake, const struct fake_window *window)
{
    float apart = fake->ones[window->sides[0]].place - fake->ones[window->sides[1]].place;

    return apart > 11.11f || apart < -11.11f;
}

static inline void fake_end(struct fake *fake, struct fake_window *window, int error)
{
    int sides[2] = {window->sides[0], window->sides[1]};

    *window = (struct fake_window){.sides = {-1, -1}};
    for (unsigned i = 0; i < 2; i++) {
        fake_tell(fake, sides[i], sides[!i], PB_WORLD_TRADE_ENDED, error);
        fake_touch(fake, sides[i]);
    }
}

static inline void fake_change(struct fake *fake, struct fake_window *window)
{
    window->version = ++fake->version;
    window->is_accepted[0] = window->is_accepted[1] = 0;
    for (unsigned i = 0; i < 2; i++)
        fake_tell(fake, window->sides[i], window->sides[!i], PB_WORLD_TRADE_CHANGED, 0);
}

static inline int fake_ask_trade(void *self, pb_actor actor, pb_object player)
{
    struct fake *fake = self;
    int who = (int)actor, other = (int)player - FAKE_OBJECT;
    struct fake_window *window = &fake->windows[who], pair = {.sides = {who, other}};
    unsigned side;

    if (other < 0 || other >= FAKE_ONES || fake->ones[other].is_gone)
        return PB_E_gone;
    if (fake_window(fake, who, &side) || fake_window(fake, other, &side))
        return PB_E_busy;
    if (fake->ones[other].is_dead)
        return PB_E_dead;
    if (fake_is_apart(fake, &pair))
        return PB_E_too_far;
    *window = pair;
    window->trade_id = ++fake->trade_id;
    fake_touch(fake, who);
    fake_touch(fake, other);
    fake_tell(fake, other, who, PB_WORLD_TRADE_ASKED, 0);
    return PB_OK;
}

static inline int fake_answer_trade(void *self, pb_actor actor, int is_accepted)
{
    struct fake *fake = self;
    unsigned side;
    struct fake_window *window = fake_window(fake, (int)actor, &side);

    if (!window)
        return PB_E_gone;
    if (window->is_open || side == 0)
        return PB_E_not_allowed;
    if (!is_accepted) {
        fake_end(fake, window, PB_E_not_allowed);
        return PB_OK;
    }
    window->is_open = 1;
    fake_change(fake, window);
    return PB_OK;
}

static inline int fake_get_trade(void *self, pb_actor actor, struct pb_trade_view *view)
{
    struct fake *fake = self;
    unsigned side, i;
    const struct fake_window *window = fake_window(fake, (int)actor, &side);

    *view = (struct pb_trade_view){0};
    if (!window)
        return PB_E_gone;
    view->partner = (pb_object)(FAKE_OBJECT + window->sides[!side]);
    view->partner_guid = (uint64_t)(FAKE_GUID + window->sides[!side]);
    view->version = window->version;
    view->is_open = window->is_open;
    view->trade_id = window->trade_id;
    for (i = 0; i < 2; i++) {
        view->money[i] = window->money[i ? !side : side];
        view->is_accepted[i] = window->is_accepted[i ? !side : side];
        memcpy(view->items[i], window->items[i ? !side : side], sizeof view->items[i]);
    }
    return PB_OK;
}

static inline int fake_set_trade_item(void *self, pb_actor actor, unsigned trade_slot, unsigned slot,
                                      unsigned count)
{
    struct fake *fake = self;
    unsigned side, i;
    struct fake_window *window = fake_window(fake, (int)actor, &side);
    const struct pb_item_stack *stack = fake_at(fake, (int)actor, slot);

    if (!window)
        return PB_E_gone;
    if (!window->is_open || trade_slot >= PB_TRADE_SLOTS)
        return PB_E_not_allowed;
    if (count) {
        if (!stack || stack->count != count || stack->is_bound || slot == fake->barred_slot)
            return PB_E_not_allowed;
        for (i = 0; i < PB_TRADE_SLOTS; i++)
            if (window->items[side][i].entry && window->items[side][i].slot == slot)
                return PB_E_not_allowed;
        window->items[side][trade_slot] = *stack;
    } else {
        window->items[side][trade_slot] = (struct pb_item_stack){0};
    }
    fake_change(fake, window);
    return PB_OK;
}

static inline int fake_set_trade_money(void *self, pb_actor actor, uint32_t money)
{
    struct fake *fake = self;
    unsigned side;
    struct fake_window *window = fake_window(fake, (int)actor, &side);

    if (!window)
        return PB_E_gone;
    if (money > fake->ones[actor].money)
        return PB_E_no_money;
    window->money[side] = money;
    fake_change(fake, window);
    return PB_OK;
}

static inline unsigned fake_stacks_in(const struct fake_window *window, unsigned side)
{
    unsigned count = 0, i;

    for (i = 0; i < PB_TRADE_SLOTS; i++)
        count += window->items[side][i].entry != 0;
    return count;
}

static inline void fake_exchange(struct fake *fake, const struct fake_window *window)
{
    struct pb_item_stack moved[2][PB_TRADE_SLOTS];
    unsigned side, i;

    for (side = 0; side < 2; side++) {
        fake->ones[window->sides[side]].money -= window->money[side];
        for (i = 0; i < PB_TRADE_SLOTS; i++)
            if (window->items[side][i].entry)
                moved[side][i] = fake_take_out(fake, window->sides[side], window->items[side][i].slot);
    }
    for (side = 0; side < 2; side++) {
        fake->ones[window->sides[!side]].money += window->money[side];
        for (i = 0; i < PB_TRADE_SLOTS; i++)
            if (window->items[side][i].entry)
                fake_put(fake, window->sides[!side], moved[side][i].entry, moved[side][i].count, 0);
    }
}

static inline int fake_accept_trade(void *self, pb_actor actor, uint32_t version)
{
    struct fake *fake = self;
    unsigned side, i;
    struct fake_window *window = fake_window(fake, (int)actor, &side), agreed;
    int error = fake->next_accept_error;

    fake->next_accept_error = 0;
    if (!window)
        return PB_E_gone;
    if (error != PB_OK)
        return error;
    if (version != window->version)
        return PB_E_changed;
    window->is_accepted[side] = 1;
    if (!window->is_accepted[!side]) {
        for (i = 0; i < 2; i++)
            fake_tell(fake, window->sides[i], window->sides[!i], PB_WORLD_TRADE_CHANGED, 0);
        return PB_OK;
    }
    for (i = 0; i < 2; i++)
        if (fake_free_slots(fake, window->sides[i]) + fake_stacks_in(window, i) <
            fake_stacks_in(window, !i)) {
            fake_end(fake, window, PB_E_inventory_full);
            return PB_E_inventory_full;
        }
    agreed = *window;
    fake_end(fake, window, PB_OK);
    fake_exchange(fake, &agreed);
    return PB_OK;
}

static inline int fake_cancel_trade(void *self, pb_actor actor)
{
    struct fake *fake = self;
    unsigned side;
    struct fake_window *window = fake_window(fake, (int)actor, &side);

    if (!window)
        return PB_E_gone;
    fake->cancels++;
    fake_end(fake, window, PB_E_not_allowed);
    return PB_OK;
}

/* ---- Looking ---- */

static inline const struct pb_item_template *fake_get_item(void *self, uint32_t entry)
{
    return fake_item(self, entry);
}

static inline void fake_get_status(void *self, const pb_actor *actors, unsigned count,
                                   struct pb_actor_status *status)
{
    struct fake *fake = self;

    for (unsigned i = 0; i < count; i++)
        status[i] = fake->bots.row[actors[i]].status;
}

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    struct fake *fake = self;

    if (actor >= FAKE_ONES || fake->ones[actor].is_gone)
        return PB_E_gone;
    *view = (struct pb_actor_view){.guid = FAKE_GUID + actor,
                                   .money = fake->ones[actor].money,
                                   .race = 1,
                                   .character_class = fake->ones[actor].character_class,
                                   .level = fake->ones[actor].level};
    return PB_OK;
}

static inline int fake_get_object(void *self, pb_actor actor, pb_object object, struct pb_object_view *view)
{
    struct fake *fake = self;
    int other = (int)object - FAKE_OBJECT;
    float apart;

    if (other < 0 || other >= FAKE_ONES || fake->ones[other].is_gone)
        return PB_E_gone;
    apart = fake->ones[actor].place - fake->ones[other].place;
    *view = (struct pb_object_view){.object = object,
                                    .position = {.x = fake->ones[other].place},
                                    .distance = apart < 0 ? -apart : apart,
                                    .actor = other < FAKE_BOTS ? (pb_actor)other : PB_NO_ACTOR,
                                    .kind = other < FAKE_BOTS ? PB_OBJECT_ACTOR : PB_OBJECT_PLAYER};
    return PB_OK;
}

static inline unsigned fake_get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks,
                                          unsigned max)
{
    const struct fake_one *one = &((struct fake *)self)->ones[actor];
    unsigned count = one->count < max ? one->count : max;

    memcpy(stacks, one->stacks, count * sizeof *stacks);
    return count;
}

static inline int fake_get_group(void *self, pb_actor actor, struct pb_group_view *view)
{
    struct fake *fake = self;

    *view = (struct pb_group_view){.group_id = fake->ones[actor].group};
    for (int i = 0; i < FAKE_ONES && view->group_id && view->count < PB_GROUP_SIZE; i++) {
        float apart = fake->ones[actor].place - fake->ones[i].place;

        if (fake->ones[i].group == view->group_id)
            view->members[view->count++] =
                (struct pb_group_member){.guid = (uint64_t)(FAKE_GUID + i),
                                         .object = (pb_object)(FAKE_OBJECT + i),
                                         .actor = i < FAKE_BOTS ? (pb_actor)i : PB_NO_ACTOR,
                                         .level = fake->ones[i].level,
                                         .character_class = fake->ones[i].character_class,
                                         .distance = apart < 0 ? -apart : apart};
    }
    return PB_OK;
}

/* ---- Setting up ---- */

static inline uint32_t fake_define(struct fake *fake, struct pb_item_template item)
{
    item.entry = fake->item_count + 1;
    item.stack_size = item.stack_size ? item.stack_size : 1;
    fake->items[fake->item_count++] = item;
    return item.entry;
}

/* The market trusts that a piece is worth so much. */
static inline void fake_price(struct fake *fake, uint32_t entry, double value)
{
    pb_price_analyzer_recall(pb_market_prices(fake->market), PB_HOUSE_ALLIANCE, entry, value, 0.04,
                             FAKE_NOW_S);
}

/* What so many are sold for at least. */
static inline uint32_t fake_sells(struct fake *fake, uint32_t entry, unsigned count)
{
    int is_vetoed;
    struct pb_guard_terms terms =
        pb_price_analyzer_terms(pb_market_prices(fake->market), PB_HOUSE_ALLIANCE, entry,
                                fake_item(fake, entry)->sell_price, 0, FAKE_NOW_S, &is_vetoed);

    return (uint32_t)pb_guard_sell_least(&terms, count);
}

static inline void fake_settings(struct pb_ai_settings *settings)
{
    snprintf(settings->trade_policy, sizeof settings->trade_policy, "group");
    snprintf(settings->trade_security, sizeof settings->trade_security, "everyone");
    settings->trade_daily_gift = 5000;
    settings->trade_daily_trades = 100;
}

static inline int fake_begin_bots(struct fake *fake)
{
    int error = pb_bots_reserve(&fake->bots, FAKE_BOTS), i;

    for (i = 0; i < FAKE_BOTS && error == PB_OK; i++) {
        fake->bots.count = (uint32_t)i + 1;
        pb_bots_reset(&fake->bots, (pb_bot)i);
        fake->bots.row[i].actor = (pb_actor)i;
        fake->bots.row[i].guid = (uint64_t)(FAKE_GUID + i);
        fake->bots.row[i].mode = PB_BOT_PEACE;
        fake->bots.row[i].race = 1;
        fake->bots.row[i].character_class = PB_CLASS_WARRIOR;
    }
    return error;
}

static inline int fake_new(struct fake *fake)
{
    struct pb_market_options options = {.items = 256, .auctions = 256, .records = 4096, .bots = 64};
    struct pb_system_env env = {.memory = pb_memory_libc, .world = &fake->world, .number = 5};
    void *self = NULL;
    int error, i;

    memset(fake, 0, sizeof *fake);
    fake->world = (struct pb_world){.size = sizeof fake->world,
                                    .self = fake,
                                    .get_item = fake_get_item,
                                    .get_status = fake_get_status,
                                    .get_actor = fake_get_actor,
                                    .get_object = fake_get_object,
                                    .get_inventory = fake_get_inventory,
                                    .get_group = fake_get_group,
                                    .ask_trade = fake_ask_trade,
                                    .answer_trade = fake_answer_trade,
                                    .get_trade = fake_get_trade,
                                    .set_trade_item = fake_set_trade_item,
                                    .set_trade_money = fake_set_trade_money,
                                    .accept_trade = fake_accept_trade,
                                    .cancel_trade = fake_cancel_trade};
    fake->bots.memory = pb_memory_libc;
    fake->bots.now_ms = UINT32_MAX - 5000; /* so that it wraps */
    error = pb_market_new(&fake->market, &options, &pb_memory_libc);
    if (error == PB_OK)
        error = fake_begin_bots(fake);
    if (error != PB_OK)
        return error;
    pb_market_tick(fake->market, (int64_t)FAKE_NOW_S * 1000);
    pb_market_open(fake->market, 1);
    env.bots = &fake->bots;
    env.market = fake->market;
    fake_settings(&env.settings);
    error = pb_trade_system.initialize(&self, &env);
    if (error == PB_OK)
        error = pb_trade_system.reserve(self, FAKE_BOTS);
    fake->own = self;
    for (i = 0; i < FAKE_ONES; i++) {
        fake->ones[i].level = 20;
        fake->ones[i].character_class = PB_CLASS_WARRIOR;
        fake->ones[i].money = 100000;
        fake->ones[i].place = (float)i;
        fake->windows[i].sides[0] = fake->windows[i].sides[1] = -1;
        fake_touch(fake, i);
        if (i < FAKE_BOTS && error == PB_OK)
            pb_trade_system.reset(self, (pb_bot)i);
    }
    return error;
}

static inline void fake_free_all(struct fake *fake)
{
    pb_trade_system.shutdown(fake->own);
    pb_bots_release(&fake->bots);
    pb_market_free(fake->market);
}

/* ---- Time ---- */

/* Carries goals out at once: whoever wants to go is there. */
static inline void fake_walk(struct fake *fake)
{
    for (int i = 0; i < FAKE_BOTS; i++) {
        struct pb_goal *goal = &fake->bots.row[i].goal;

        if (goal->kind == PB_GOAL_NONE || goal->state >= PB_GOAL_REACHED)
            continue;
        if (goal->kind == PB_GOAL_GO)
            fake->ones[i].place = goal->position.x;
        goal->state = PB_GOAL_REACHED;
    }
}

/* The database books whatever it is asked for. */
static inline void fake_database(struct fake *fake, enum pb_spending_outcome outcome)
{
    struct pb_spending *spending = pb_market_spending(fake->market);
    struct pb_spending_row rows[8];
    unsigned count = pb_spending_take_questions(spending, rows, 8), i;

    for (i = 0; i < count; i++)
        pb_spending_answer(spending, &(struct pb_spending_answer){.guid = rows[i].guid,
                                                                  .copper = rows[i].copper,
                                                                  .outcome = outcome,
                                                                  .day = rows[i].day,
                                                                  .is_gift = rows[i].is_gift});
}

static inline void fake_hear(struct fake *fake)
{
    for (unsigned i = 0; i < fake->event_count; i++)
        if (pb_trade_system.events >> fake->events[i].type & 1)
            pb_trade_system.on_event(fake->own, fake->events[i].actor, &fake->events[i]);
    fake->event_count = 0;
}

/* A tick: events first, then a step of each bot in the world. */
static inline void fake_tick(struct fake *fake, uint32_t diff_ms)
{
    fake->bots.now_ms += diff_ms;
    fake_hear(fake);
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++) {
        struct pb_step step = {.bot = bot, .diff_ms = diff_ms, .next_ms = 20000};

        if (!fake->ones[bot].is_gone)
            pb_trade_system.update(fake->own, &step, 1);
    }
    fake->bots.changed_count = 0;
    fake_walk(fake);
}

static inline void fake_ticks(struct fake *fake, unsigned count, uint32_t diff_ms)
{
    while (count--)
        fake_tick(fake, diff_ms);
}

/* ---- What is told ---- */

static inline const struct pb_trader *fake_trader(const struct fake *fake, pb_bot bot)
{
    return &fake->own->traders[bot];
}

static inline uint64_t fake_money(const struct fake *fake)
{
    uint64_t sum = 0;

    for (int i = 0; i < FAKE_ONES; i++)
        sum += fake->ones[i].money;
    return sum;
}

static inline uint64_t fake_pieces(const struct fake *fake)
{
    uint64_t sum = 0;

    for (int i = 0; i < FAKE_ONES; i++)
        for (unsigned k = 0; k < fake->ones[i].count; k++)
            sum += fake->ones[i].stacks[k].count;
    return sum;
}

#endif
