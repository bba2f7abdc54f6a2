/*
 * Trade between two players, by the rules of version 3.3.5: who asks and who is asked are busy from then on;
 * stacks are offered whole; every change takes back what was accepted; who is too far, dead or gone ends it.
 * The states are those of deal.h.
 */
#include "include/playerbot_error.h"
#include "realm/exchange.h"
#include "world/position.h"

enum { ANSWER_MS = 60000 /* the client's question goes away after so long */ };

/* So far apart the client lets two trade. */
static const float trade_yards = 11.11f;

struct pb_realm_trade *pb_realm_trade_of(const struct pb_realm *realm, pb_actor number, unsigned *side)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_realm_trade *trade;

    if (!actor->trade)
        return NULL;
    trade = &realm->goods->trades[actor->trade - 1];
    *side = trade->sides[1].actor == number;
    return trade;
}

static void tell(struct pb_realm *realm, const struct pb_realm_trade *trade, unsigned side, uint16_t type,
                 int error)
{
    pb_actor other = trade->sides[!side].actor;

    pb_realm_tell(realm, &(struct pb_world_event){.type = type,
                                                  .actor = trade->sides[side].actor,
                                                  .object = PB_OBJECT_OF_ACTOR(other),
                                                  .guid = realm->actors[other].guid,
                                                  .error = error});
}

static void close_trade(struct pb_realm *realm, struct pb_realm_trade *trade)
{
    struct pb_goods *goods = realm->goods;
    unsigned i;

    for (i = 0; i < 2; i++) {
        struct pb_realm_actor *actor = &realm->actors[trade->sides[i].actor];

        actor->trade = 0;
        actor->flags &= (uint16_t)~PB_ACTOR_TRADING;
    }
    trade->state = PB_DEAL_NONE;
    trade->next_free = goods->trade_free;
    goods->trade_free = (uint32_t)(trade - goods->trades) + 1;
}

/* Lets a signal do what the table says; both sides are told. */
static void step(struct pb_realm *realm, struct pb_realm_trade *trade, enum pb_deal_signal signal)
{
    const struct pb_deal_rule *rule = pb_deal_after(trade->state, signal);
    unsigned i;

    if (!rule)
        return;
    trade->state = (uint8_t)rule->next;
    if (rule->next == PB_DEAL_OPEN)
        trade->sides[0].is_accepted = trade->sides[1].is_accepted = 0;
    /* A version stands for one offer of one trade: that of another trade is never the same. */
    if (signal == PB_DEAL_AGREE || signal == PB_DEAL_CHANGE)
        trade->version = ++realm->goods->trade_version;
    if (rule->next == PB_DEAL_DONE || rule->next == PB_DEAL_ENDED) {
        const struct pb_realm_trade ended = *trade;

        close_trade(realm, trade);
        for (i = 0; i < 2; i++)
            tell(realm, &ended, i, PB_WORLD_TRADE_ENDED, rule->reason);
    } else if (rule->next == PB_DEAL_ASKED) {
        tell(realm, trade, 1, PB_WORLD_TRADE_ASKED, PB_OK);
    } else {
        for (i = 0; i < 2; i++)
            tell(realm, trade, i, PB_WORLD_TRADE_CHANGED, PB_OK);
    }
}

void pb_realm_trade_signal(struct pb_realm *realm, pb_actor number, enum pb_deal_signal signal)
{
    unsigned side;
    struct pb_realm_trade *trade = pb_realm_trade_of(realm, number, &side);

    if (trade)
        step(realm, trade, signal);
}

static int is_apart(const struct pb_realm *realm, const struct pb_realm_trade *trade)
{
    struct pb_position here = pb_realm_where(realm, &realm->actors[trade->sides[0].actor]),
                       there = pb_realm_where(realm, &realm->actors[trade->sides[1].actor]);

    return !(pb_distance(&here, &there) <= trade_yards);
}

void pb_realm_trade_on_move(struct pb_realm *realm, pb_actor number)
{
    unsigned side;
    struct pb_realm_trade *trade = pb_realm_trade_of(realm, number, &side);

    if (trade && is_apart(realm, trade))
        step(realm, trade, PB_DEAL_PART);
}

static int is_same(const struct pb_item_stack *a, const struct pb_item_stack *b)
{
    return a->entry == b->entry && a->count == b->count && a->durability == b->durability &&
           a->is_bound == b->is_bound;
}

void pb_realm_trade_on_bags(struct pb_realm *realm, pb_actor number)
{
    unsigned side, i, is_changed = 0;
    struct pb_realm_trade *trade = pb_realm_trade_of(realm, number, &side);
    const struct pb_realm_actor *actor = &realm->actors[number];

    if (!trade)
        return;
    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        unsigned slot = trade->sides[side].slots[i];
        int at = slot == PB_INVENTORY_SLOTS ? -1 : pb_bag_find(actor, slot);

        if (slot == PB_INVENTORY_SLOTS ||
            (at >= 0 && is_same(&actor->items[at], &trade->sides[side].stacks[i])))
            continue;
        trade->sides[side].slots[i] = PB_INVENTORY_SLOTS;
        trade->sides[side].stacks[i] = (struct pb_item_stack){0};
        is_changed = 1;
    }
    if (is_changed)
        step(realm, trade, PB_DEAL_CHANGE);
}

void pb_realm_trade_update(struct pb_realm *realm)
{
    struct pb_goods *goods = realm->goods;
    uint32_t i;

    for (i = 0; i < goods->trade_count; i++)
        if (goods->trades[i].state == PB_DEAL_ASKED &&
            (int32_t)(realm->now_ms - goods->trades[i].asked_ms) >= ANSWER_MS)
            step(realm, &goods->trades[i], PB_DEAL_LATE);
}

/* ---- The world's functions ---- */

static struct pb_realm_trade *new_trade(struct pb_realm *realm)
{
    struct pb_goods *goods = realm->goods;
    struct pb_realm_trade *trade;

    if (goods->trade_free) {
        trade = &goods->trades[goods->trade_free - 1];
        goods->trade_free = trade->next_free;
        return trade;
    }
    if (goods->trade_count == goods->trade_capacity &&
        pb_room_make(realm, &goods->trades, sizeof *goods->trades, &goods->trade_capacity,
                     goods->trade_count + goods->trade_count / 2 + 16) != PB_OK)
        return NULL;
    return &goods->trades[goods->trade_count++];
}

static int ask_trade(void *self, pb_actor number, pb_object player)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number), *other;
    struct pb_realm_trade *trade;
    pb_actor asked = (uint32_t)player;
    unsigned i, k;
    int error;

    if (!actor || player != PB_OBJECT_OF_ACTOR(asked) || !(other = pb_realm_actor(realm, asked)))
        return PB_E_gone;
    if (asked == number)
        return PB_E_not_allowed;
    if (actor->trade || other->trade)
        return PB_E_busy;
    if ((actor->flags | other->flags) & PB_ACTOR_DEAD)
        return PB_E_dead;
    if (!pb_realm_are_friends(actor->race, other->race))
        return PB_E_not_allowed;
    error = pb_realm_reaches(realm, number, player, trade_yards);
    if (error != PB_OK)
        return error;
    trade = new_trade(realm);
    if (!trade)
        return PB_E_no_memory;
    *trade = (struct pb_realm_trade){.trade_id = realm->goods->trade_id++, .asked_ms = realm->now_ms};
    for (i = 0; i < 2; i++) {
        trade->sides[i].actor = i ? asked : number;
        for (k = 0; k < PB_TRADE_SLOTS; k++)
            trade->sides[i].slots[k] = PB_INVENTORY_SLOTS;
    }
    actor->trade = other->trade = (uint32_t)(trade - realm->goods->trades) + 1;
    actor->flags |= PB_ACTOR_TRADING;
    other->flags |= PB_ACTOR_TRADING;
    step(realm, trade, PB_DEAL_ASK);
    return PB_OK;
}

/* The trade of somebody who wants to do something with it, in one of `states`; what stands in the way ends it
 * where it would. */
static int find_trade(struct pb_realm *realm, pb_actor number, unsigned states, struct pb_realm_trade **found,
                      unsigned *side)
{
    struct pb_realm_trade *trade =
        pb_realm_actor(realm, number) ? pb_realm_trade_of(realm, number, side) : NULL;

    if (!trade)
        return PB_E_gone;
    if (is_apart(realm, trade)) {
        step(realm, trade, PB_DEAL_PART);
        return PB_E_too_far;
    }
    *found = trade;
    return states >> trade->state & 1 ? PB_OK : PB_E_not_allowed;
}

enum { ASKED = 1u << PB_DEAL_ASKED, OPEN = 1u << PB_DEAL_OPEN | 1u << PB_DEAL_HALF };

static int answer_trade(void *self, pb_actor number, int is_accepted)
{
    struct pb_realm_trade *trade;
    unsigned side;
    int error = find_trade(self, number, ASKED, &trade, &side);

    if (error != PB_OK)
        return error;
    /* Who asked waits. */
    if (side == 0)
        return PB_E_not_allowed;
    step(self, trade, is_accepted ? PB_DEAL_AGREE : PB_DEAL_REFUSE);
    return PB_OK;
}

static int get_trade(void *self, pb_actor number, struct pb_trade_view *view)
{
    const struct pb_realm *realm = self;
    const struct pb_realm_trade *trade;
    unsigned side, i, k;

    *view = (struct pb_trade_view){0};
    if (!pb_realm_actor(self, number) || !(trade = pb_realm_trade_of(realm, number, &side)))
        return PB_E_gone;
    view->partner = PB_OBJECT_OF_ACTOR(trade->sides[!side].actor);
    view->partner_guid = realm->actors[trade->sides[!side].actor].guid;
    view->version = trade->version;
    view->is_open = trade->state != PB_DEAL_ASKED;
    view->trade_id = trade->trade_id;
    for (i = 0; i < 2; i++) {
        const struct pb_realm_trade_side *one = &trade->sides[i ? !side : side];

        view->money[i] = one->money;
        view->is_accepted[i] = one->is_accepted;
        for (k = 0; k < PB_TRADE_SLOTS; k++) {
            view->items[i][k] = one->stacks[k];
            /* Where the other carries it is nobody's business. */
            if (i)
                view->items[i][k].slot = (uint8_t)k;
        }
    }
    return PB_OK;
}

static int set_trade_item(void *self, pb_actor number, unsigned trade_slot, unsigned slot, unsigned count)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor;
    struct pb_realm_trade *trade;
    struct pb_realm_trade_side *one;
    unsigned side, i;
    int error = find_trade(realm, number, OPEN, &trade, &side), at;

    if (error != PB_OK)
        return error;
    if (trade_slot >= PB_TRADE_SLOTS)
        return PB_E_not_allowed;
    one = &trade->sides[side];
    if (!count) {
        if (one->slots[trade_slot] == PB_INVENTORY_SLOTS)
            return PB_OK;
        one->slots[trade_slot] = PB_INVENTORY_SLOTS;
        one->stacks[trade_slot] = (struct pb_item_stack){0};
        step(realm, trade, PB_DEAL_CHANGE);
        return PB_OK;
    }
    actor = &realm->actors[number];
    error = pb_exchange_may_give(realm, actor, slot);
    if (error != PB_OK)
        return error;
    at = pb_bag_find(actor, slot);
    for (i = 0; i < PB_TRADE_SLOTS && one->slots[i] != slot; i++)
        ;
    if (actor->items[at].count != count || i < PB_TRADE_SLOTS)
        return PB_E_not_allowed;
    one->slots[trade_slot] = (uint8_t)slot;
    one->stacks[trade_slot] = actor->items[at];
    step(realm, trade, PB_DEAL_CHANGE);
    return PB_OK;
}

static int set_trade_money(void *self, pb_actor number, uint32_t money)
{
    struct pb_realm *realm = self;
    struct pb_realm_trade *trade;
    unsigned side;
    int error = find_trade(realm, number, OPEN, &trade, &side);

    if (error != PB_OK)
        return error;
    if (money > realm->actors[number].money)
        return PB_E_no_money;
    if (money == trade->sides[side].money)
        return PB_OK;
    trade->sides[side].money = money;
    step(realm, trade, PB_DEAL_CHANGE);
    return PB_OK;
}

/* Both have accepted. */
static int complete(struct pb_realm *realm, struct pb_realm_trade *trade)
{
    struct pb_exchange plan;
    const struct pb_realm_trade agreed = *trade;
    int error;

    /* Who waits to be kept together with somebody else does not trade. */
    if (realm->actors[trade->sides[0].actor].joint || realm->actors[trade->sides[1].actor].joint)
        return PB_E_busy;
    error = pb_exchange_plan(realm, trade, &plan);
    if (error == PB_E_inventory_full)
        step(realm, trade, PB_DEAL_NO_ROOM);
    else if (error == PB_E_not_allowed)
        step(realm, trade, PB_DEAL_TOO_MANY);
    if (error != PB_OK)
        return error;
    /* It ends before anything moves: what leaves a bag now is no change of an offer. */
    step(realm, trade, PB_DEAL_ACCEPT);
    pb_exchange_do(realm, &agreed, &plan);
    pb_realm_save_soon(realm, agreed.sides[0].actor, agreed.sides[1].actor);
    return PB_OK;
}

static int accept_trade(void *self, pb_actor number, uint32_t version)
{
    struct pb_realm *realm = self;
    struct pb_realm_trade *trade;
    unsigned side, i;
    int error = find_trade(realm, number, OPEN, &trade, &side);

    if (error != PB_OK)
        return error;
    if (version != trade->version)
        return PB_E_changed;
    if (trade->sides[side].is_accepted)
        return PB_OK;
    error = pb_exchange_can_pay(realm, trade);
    /* What is worn can be taken off no more once a fight has begun. */
    for (i = 0; i < 2 * PB_TRADE_SLOTS && error == PB_OK; i++) {
        const struct pb_realm_trade_side *one = &trade->sides[i / PB_TRADE_SLOTS];
        unsigned slot = one->slots[i % PB_TRADE_SLOTS];

        if (slot != PB_INVENTORY_SLOTS)
            error = pb_exchange_may_give(realm, &realm->actors[one->actor], slot);
    }
    if (error != PB_OK) {
        step(realm, trade, PB_DEAL_DOUBT);
        return error;
    }
    if (trade->state == PB_DEAL_HALF)
        return complete(realm, trade);
    trade->sides[side].is_accepted = 1;
    step(realm, trade, PB_DEAL_ACCEPT);
    return PB_OK;
}

static int cancel_trade(void *self, pb_actor number)
{
    unsigned side;
    struct pb_realm_trade *trade =
        pb_realm_actor(self, number) ? pb_realm_trade_of(self, number, &side) : NULL;

    if (!trade)
        return PB_E_gone;
    step(self, trade, PB_DEAL_CANCEL);
    return PB_OK;
}

void pb_realm_trade_offer(struct pb_world *world)
{
    world->ask_trade = ask_trade;
    world->answer_trade = answer_trade;
    world->get_trade = get_trade;
    world->set_trade_item = set_trade_item;
    world->set_trade_money = set_trade_money;
    world->accept_trade = accept_trade;
    world->cancel_trade = cancel_trade;
}

/* ---- Contradictions ---- */

const char *pb_realm_trade_check(struct pb_realm *realm, pb_actor number)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_realm_trade *trade;
    const struct pb_realm_trade_side *one;
    unsigned side, i;

    if (!!(actor->flags & PB_ACTOR_TRADING) != !!actor->trade)
        return "it trades and does not";
    trade = pb_realm_trade_of(realm, number, &side);
    if (!trade)
        return NULL;
    one = &trade->sides[side];
    if (one->actor != number || trade->state < PB_DEAL_ASKED || trade->state > PB_DEAL_HALF)
        return "its trade does not know it";
    if (realm->actors[trade->sides[!side].actor].trade != actor->trade || actor->flags & PB_ACTOR_DEAD)
        return "it trades alone, or is dead";
    if (trade->sides[0].is_accepted + trade->sides[1].is_accepted != (trade->state == PB_DEAL_HALF))
        return "who has accepted is miscounted";
    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        int at = one->slots[i] == PB_INVENTORY_SLOTS ? -1 : pb_bag_find(actor, one->slots[i]);

        if (one->slots[i] == PB_INVENTORY_SLOTS ? one->stacks[i].entry != 0
                                                : at < 0 || !is_same(&actor->items[at], &one->stacks[i]))
            return "it offers what it does not carry";
    }
    return NULL;
}
