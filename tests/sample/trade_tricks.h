/* Trade tricks: what humans who cheat do to bots, turn by turn, and between any two of a bot's own calls. */
#ifndef PB_TESTS_TRADE_TRICKS_H
#define PB_TESTS_TRADE_TRICKS_H

#include "trade_duel.h"

enum duel_persona { DUEL_BUYER, DUEL_SELLER, DUEL_BARTERER, DUEL_CHAOS, DUEL_BEGGAR, DUEL_PERSONAS };

static inline unsigned duel_human_of(const struct duel *duel, pb_actor actor)
{
    return duel->realm->actors[actor].account_id - DUEL_ACCOUNT;
}

/* A slot of what it carries; now and then any other. */
static inline unsigned duel_slot(struct duel *duel, pb_actor number)
{
    const struct pb_realm_actor *actor = &duel->realm->actors[number];

    if (actor->item_count && duel_below(duel, 8))
        return actor->items[duel_below(duel, actor->item_count)].slot;
    return duel_below(duel, 300);
}

static inline int duel_put(struct duel *duel, pb_actor number, unsigned trade_slot, unsigned slot)
{
    const struct pb_realm_actor *actor = &duel->realm->actors[number];
    int at = pb_bag_find(actor, slot);

    return duel->real->set_trade_item(duel->real->self, number, trade_slot, slot,
                                      at < 0 ? 1 : actor->items[at].count);
}

static inline void duel_give(struct duel *duel, pb_actor number, unsigned stacks)
{
    for (; stacks; stacks--) {
        uint32_t entry = DUEL_GOODS + duel_below(duel, DUEL_THINGS);

        (void)!pb_bag_add(duel->realm, number, entry, 1 + duel_below(duel, duel_template(entry).stack_size));
    }
}

/* Throws away all that is carried and gives other things, and money. */
static inline void duel_restock(struct duel *duel, pb_actor number)
{
    static const uint32_t purses[] = {0, 50, 3000, 100000, 5000000, 0x7ffffff0};
    const struct pb_realm_actor *actor = &duel->realm->actors[number];
    unsigned i;

    for (i = actor->item_count; i-- > 0;)
        if (actor->items[i].slot >= PB_PACK_SLOT_FIRST)
            pb_bag_take(duel->realm, number, actor->items[i].slot, actor->items[i].count);
    (void)!pb_realm_take_money(duel->realm, number, actor->money, PB_REALM_GOLD_OTHER);
    pb_realm_give_money(duel->realm, number, purses[duel_below(duel, 6)], PB_REALM_GOLD_OTHER);
    /* More food than one needs: it may be given to members of the group. */
    if (actor->group)
        (void)!pb_bag_add(duel->realm, number, DUEL_BREAD, 45);
    duel_give(duel, number, 1 + duel_below(duel, 14));
}

/* The world does something to a bot that is no human's doing: loot comes, food is eaten. */
static inline void duel_fate(struct duel *duel, pb_actor bot)
{
    const struct pb_realm_actor *actor = &duel->realm->actors[bot];
    unsigned slot = duel_slot(duel, bot);

    switch (duel_below(duel, 40)) {
    case 0:
        if (!(actor->flags & PB_ACTOR_DEAD)) {
            pb_realm_die(duel->realm, bot, 0);
            pb_realm_plan(duel->realm, bot);
        }
        break;
    case 1:
    case 2:
        /* Full to the brim. */
        while (actor->free_slots && pb_bag_add(duel->realm, bot, DUEL_BAG, 1) == PB_OK)
            ;
        break;
    case 3:
        (void)!duel->real->sort_bags(duel->real->self, bot);
        break;
    case 4:
        (void)!pb_realm_take_money(duel->realm, bot, actor->money / 2, PB_REALM_GOLD_OTHER);
        break;
    default:
        if (slot >= PB_PACK_SLOT_FIRST && slot < PB_INVENTORY_SLOTS && duel_below(duel, 2))
            pb_bag_take(duel->realm, bot, slot, 1);
        else
            duel_give(duel, bot, 1);
    }
}

/* What lies on one side is worth. */
static inline double duel_side(const struct duel *duel, const struct pb_trade_view *view, unsigned side)
{
    double worth = 0;
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (view->items[side][i].entry >= DUEL_GOODS && view->items[side][i].entry < DUEL_THINGS_END)
            worth +=
                duel_worth(duel->items, view->items[side][i].entry - DUEL_GOODS) * view->items[side][i].count;
    return worth;
}

/* Says yes to a version, unless it would throw its own money away: who gives twice what he gets shows
 * nothing. */
static inline void duel_agree(struct duel *duel, pb_actor number, uint32_t version)
{
    struct pb_trade_view view;

    if (duel->real->get_trade(duel->real->self, number, &view) != PB_OK)
        return;
    if (duel_side(duel, &view, 0) + view.money[0] <= 1.5 * (duel_side(duel, &view, 1) + view.money[1]) ||
        !duel_below(duel, 1000))
        (void)!duel_accept(duel->real->self, number, version);
}

/* Another stack into the place of one that lies there. */
static inline void duel_swap(struct duel *duel, pb_actor number)
{
    const struct pb_world *world = duel->real;
    struct pb_trade_view view;
    unsigned i = duel_below(duel, PB_TRADE_SLOTS);

    if (world->get_trade(world->self, number, &view) != PB_OK)
        return;
    while (i < PB_TRADE_SLOTS && !view.items[0][i].entry)
        i++;
    if (i == PB_TRADE_SLOTS)
        return;
    if (duel_below(duel, 2))
        (void)!world->set_trade_item(world->self, number, i, 0, 0);
    (void)!duel_put(duel, number, i, duel_slot(duel, number));
}

/* What lies in the window is touched in the bags. */
static inline void duel_split(struct duel *duel, pb_actor number)
{
    const struct pb_world *world = duel->real;
    struct pb_trade_view view;
    unsigned i = duel_below(duel, PB_TRADE_SLOTS), slot;

    if (world->get_trade(world->self, number, &view) != PB_OK)
        return;
    slot = view.items[0][i].entry ? view.items[0][i].slot : duel_slot(duel, number);
    switch (duel_below(duel, 4)) {
    case 0:
        (void)!world->move_item(world->self, number, slot, duel_slot(duel, number));
        break;
    case 1:
        (void)!world->move_item(world->self, number, duel_slot(duel, number), slot);
        break;
    case 2:
        if (slot >= PB_PACK_SLOT_FIRST)
            (void)!world->destroy_item(world->self, number, slot, 1 + duel_below(duel, 3));
        break;
    default:
        (void)!world->sell_item(world->self, number, DUEL_SMITH, slot, 1);
    }
}

/* Calls that no honest client makes. */
static inline void duel_forge(struct duel *duel, pb_actor number)
{
    const struct pb_world *world = duel->real;
    struct pb_trade_view view = {0};

    (void)!world->get_trade(world->self, number, &view);
    switch (duel_below(duel, 8)) {
    case 0:
        (void)!world->set_trade_item(world->self, number, PB_TRADE_SLOTS + duel_below(duel, 300),
                                     duel_slot(duel, number), 1);
        break;
    case 1:
        /* Slots of the other one, and of nobody. */
        (void)!duel_put(duel, number, duel_below(duel, PB_TRADE_SLOTS), view.items[1][0].slot + 23u);
        break;
    case 2:
        (void)!world->set_trade_item(world->self, number, duel_below(duel, PB_TRADE_SLOTS),
                                     duel_slot(duel, number), 1 + duel_below(duel, 100000));
        break;
    case 3:
        (void)!world->set_trade_money(world->self, number, UINT32_MAX - duel_below(duel, 3));
        break;
    case 4:
        duel_agree(duel, number, view.version + 1 - duel_below(duel, 9));
        break;
    case 5:
        (void)!world->answer_trade(world->self, number, (int)duel_below(duel, 2));
        break;
    case 6:
        (void)!world->ask_trade(world->self, number,
                                ((pb_object)duel_below(duel, 3) << 40) | duel_below(duel, 200));
        break;
    default:
        /* A version of some time ago. */
        duel_agree(duel, number, duel->humans[duel_human_of(duel, number)].version);
    }
}

/* Goes, dies, or leaves for good: another one comes. */
static inline void duel_vanish(struct duel *duel, pb_actor number)
{
    struct pb_position away = {40, 40, 0, 0, 12};
    unsigned i = duel_human_of(duel, number);

    switch (duel_below(duel, 12)) {
    case 0:
        if (!(duel->realm->actors[number].flags & PB_ACTOR_DEAD)) {
            pb_realm_die(duel->realm, number, 0);
            pb_realm_plan(duel->realm, number);
        }
        break;
    case 1:
        /* Another one comes, with nothing. */
        if (duel->is_closed)
            break;
        (void)!duel->real->logout(duel->real->self, number);
        duel_enter(duel, i);
        break;
    case 2:
        (void)!duel->real->move_to(duel->real->self, number, &away, 0, NULL);
        break;
    default:
        (void)!duel->real->cancel_trade(duel->real->self, number);
    }
}

static inline void duel_trick(struct duel *duel, pb_actor number)
{
    const struct pb_world *world = duel->real;
    struct pb_trade_view view;

    duel->sums.tricks++;
    if (world->get_trade(world->self, number, &view) != PB_OK || !view.is_open)
        return;
    switch (duel_below(duel, 16)) {
    case 0:
    case 1:
    case 2:
        (void)!world->set_trade_money(world->self, number,
                                      view.money[0] ? duel_below(duel, view.money[0]) : duel_below(duel, 50));
        break;
    case 3:
        (void)!world->set_trade_item(world->self, number, duel_below(duel, PB_TRADE_SLOTS), 0, 0);
        break;
    case 4:
    case 5:
    case 6:
        duel_swap(duel, number);
        break;
    case 7:
    case 8:
        duel_split(duel, number);
        break;
    case 9:
    case 10:
        duel_forge(duel, number);
        break;
    case 11:
        if (!duel_below(duel, 4))
            duel_vanish(duel, number);
        break;
    default:
        /* Blindly, whatever it is now. */
        duel_agree(duel, number, view.version);
    }
}

inline void duel_interrupt(struct duel *duel, pb_actor bot)
{
    struct pb_trade_view view;

    if (!duel_below(duel, 12))
        duel_fate(duel, bot);
    else if (duel->real->get_trade(duel->real->self, bot, &view) == PB_OK &&
             duel->bot_of[(uint32_t)view.partner] == PB_NO_BOT)
        duel_trick(duel, (uint32_t)view.partner);
}

/* ---- A turn ---- */

static inline int duel_is_bare(const struct pb_trade_view *view)
{
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS && !view->items[0][i].entry; i++)
        ;
    return i == PB_TRADE_SLOTS && !view->money[0];
}

/* Pays no more than about what is worth it, takes out what is too much, or accepts. */
static inline void duel_haggle(struct duel *duel, struct duel_human *human, const struct pb_trade_view *view)
{
    const struct pb_world *world = duel->real;
    double gets = duel_side(duel, view, 1) + view->money[1], gives = duel_side(duel, view, 0),
           price = (gets - gives) * (0.93 + 0.06 * pb_chance_share(&duel->seed));
    uint32_t money = duel->realm->actors[human->actor].money;

    if (gives + view->money[0] <= gets * 1.01 || !duel_below(duel, 20))
        duel_agree(duel, human->actor, view->version);
    else if (view->money[0] && price > 0)
        (void)!world->set_trade_money(world->self, human->actor, price < money ? (uint32_t)price : money);
    else if (duel_below(duel, 2))
        (void)!world->set_trade_item(world->self, human->actor, duel_below(duel, PB_TRADE_SLOTS), 0, 0);
    else if (money)
        (void)!world->set_trade_money(world->self, human->actor, 1 + duel_below(duel, money));
}

static inline void duel_offer(struct duel *duel, struct duel_human *human)
{
    uint32_t money = duel->realm->actors[human->actor].money, i;

    if (human->persona == DUEL_BEGGAR)
        return;
    if (human->persona != DUEL_SELLER && human->persona != DUEL_BARTERER && money)
        (void)!duel->real->set_trade_money(duel->real->self, human->actor, 1 + duel_below(duel, money));
    if (human->persona != DUEL_BUYER)
        for (i = 0; i < 1 + duel_below(duel, 4); i++)
            (void)!duel_put(duel, human->actor, i, duel_slot(duel, human->actor));
}

/* Without a trade: lives, or looks for somebody. */
static inline void duel_look(struct duel *duel, struct duel_human *human)
{
    const struct pb_world *world = duel->real;
    const struct pb_realm_actor *actor = &duel->realm->actors[human->actor];
    struct pb_position middle = {1, 1, 0, 0, 12}, here = pb_realm_where(duel->realm, actor);
    pb_bot bot = duel_below(duel, DUEL_PAIRS);

    human->age = human->was_open = 0;
    if (actor->flags & PB_ACTOR_DEAD) {
        (void)!world->resurrect(world->self, human->actor);
    } else if (fabsf(here.x - 1) + fabsf(here.y - 1) > 3) {
        (void)!world->move_to(world->self, human->actor, &middle, 0, NULL);
    } else {
        if (!duel->is_closed && !duel_below(duel, 3))
            duel_restock(duel, human->actor);
        if (!duel_below(duel, 3) && !(duel->bots.row[bot].status.flags & PB_ACTOR_TRADING))
            duel_restock(duel, duel->bots.row[bot].actor);
        human->persona = (uint8_t)duel_below(duel, actor->group ? DUEL_PERSONAS : DUEL_BEGGAR);
        (void)!world->ask_trade(world->self, human->actor, PB_OBJECT_OF_ACTOR(duel->bots.row[bot].actor));
    }
}

static inline void duel_turn(struct duel *duel, struct duel_human *human)
{
    const struct pb_world *world = duel->real;
    struct pb_trade_view view;

    if (world->get_trade(world->self, human->actor, &view) != PB_OK) {
        duel_look(duel, human);
        return;
    }
    if (!view.is_open) {
        /* A bot may have asked. */
        (void)!world->answer_trade(world->self, human->actor, duel_below(duel, 10) != 0);
        return;
    }
    duel->sums.opened += !human->was_open;
    human->was_open = 1;
    human->version = duel_below(duel, 4) ? human->version : view.version;
    if (human->age++ > 12 + duel_below(duel, 30))
        (void)!world->cancel_trade(world->self, human->actor);
    else if (!duel_below(duel, human->persona == DUEL_CHAOS ? 2 : 6))
        duel_trick(duel, human->actor);
    else if (human->persona != DUEL_BEGGAR && duel_is_bare(&view))
        duel_offer(duel, human);
    else if (view.is_accepted[1] || !duel_below(duel, 3))
        duel_haggle(duel, human, &view);
}

/* Bots that died come back, to where the others are. */
static inline void duel_revive(struct duel *duel)
{
    struct pb_position middle = {1, 1, 0, 0, 12};
    pb_bot bot;

    for (bot = 0; bot < DUEL_PAIRS; bot++)
        if (duel->bots.row[bot].status.flags & PB_ACTOR_DEAD &&
            duel->real->resurrect(duel->real->self, duel->bots.row[bot].actor) == PB_OK)
            (void)!duel->real->move_to(duel->real->self, duel->bots.row[bot].actor, &middle, 0, NULL);
}

/* Members of one group may be given things; who leaves has no group. */
static inline void duel_join(struct duel *duel)
{
    unsigned i = duel_below(duel, DUEL_PAIRS);
    const struct pb_world *world = duel->real;
    pb_actor bot = duel->bots.row[i].actor;

    if (duel->realm->actors[bot].group)
        return;
    if (world->invite(world->self, bot, PB_OBJECT_OF_ACTOR(duel->humans[i].actor)) == PB_OK)
        (void)!world->answer_invite(world->self, duel->humans[i].actor, 1);
}

/* Time passes, and bots take their turns. */
static inline void duel_pass(struct duel *duel)
{
    pb_realm_update(duel->realm, duel->tick_ms);
    duel->now_ms += duel->tick_ms;
    duel->bots.now_ms += duel->tick_ms;
    pb_market_tick(duel->market, duel->now_ms);
    pb_answer_market(&duel->answers, duel->market);
    duel_hear(duel);
    duel_step(duel, &pb_trade_system, duel->system, duel->due_ms);
    if (duel->auctions)
        duel_step(duel, &pb_auction_system, duel->auctions, duel->auctions_due_ms);
    duel_hear(duel);
    duel_revive(duel);
}

static inline void duel_tick(struct duel *duel)
{
    unsigned i, first = duel_below(duel, DUEL_PAIRS);

    duel_pass(duel);
    for (i = 0; i < DUEL_PAIRS; i++)
        duel_turn(duel, &duel->humans[(first + i) % DUEL_PAIRS]);
    duel_hear(duel);
}

/* A day goes by: nobody trades over midnight, prices leap, and gifts are counted anew. */
static inline void duel_next_day(struct duel *duel)
{
    unsigned i;

    for (i = 0; i < DUEL_PAIRS; i++) {
        (void)!duel->real->cancel_trade(duel->real->self, duel->humans[i].actor);
        (void)!duel->real->cancel_trade(duel->real->self, duel->bots.row[i].actor);
        duel->humans[i].gifts = 0;
    }
    duel_hear(duel);
    duel->now_ms += (int64_t)DUEL_DAY_S * 1000;
    duel->now_ms -= duel->now_ms % ((int64_t)DUEL_DAY_S * 1000);
    pb_market_tick(duel->market, duel->now_ms);
    /* Now and then one leaps; most drift. */
    for (i = 0; i < DUEL_THINGS; i++)
        duel_tell_price(duel, i,
                        duel->items[i].told *
                            (1 + (duel_below(duel, 60) ? 0.04 : 0.5) * (pb_chance_share(&duel->seed) - 0.5)));
}

#endif
