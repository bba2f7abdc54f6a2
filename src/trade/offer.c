/* Offer: what a bot should have in its window, seen what the other one has in his. */
#include "include/playerbot_error.h"
#include "trade/state.h"

/* It pays at most this part of its money in one trade. */
enum { PURSE_PART = 2 };

static int is_barred(const struct pb_trader *trader, unsigned slot)
{
    unsigned i;

    for (i = 0; i < trader->barred_count; i++)
        if (trader->barred[i] == slot)
            return 1;
    return 0;
}

static int has(const struct pb_trade_offer *offer, unsigned slot)
{
    unsigned i;

    for (i = 0; i < offer->count; i++)
        if (offer->items[i].slot == slot)
            return 1;
    return 0;
}

static void put(struct pb_trade_offer *offer, const struct pb_item_stack *stack)
{
    if (offer->count < PB_TRADE_SLOTS)
        offer->items[offer->count++] = (struct pb_trade_piece){stack->entry, stack->count, stack->slot};
}

/* The plan, wherever its things lie now. */
static void make_planned(const struct pb_trader *trader, const struct pb_trade_bags *bags,
                         struct pb_trade_offer *offer)
{
    const struct pb_trade_offer *plan = &trader->plan;
    unsigned i, k;

    offer->is_gift = 1;
    for (i = 0; i < plan->count; i++)
        for (k = 0; k < bags->count; k++)
            if (bags->stacks[k].entry == plan->items[i].entry &&
                bags->stacks[k].count == plan->items[i].count && bags->stacks[k].slot >= PB_PACK_SLOT_FIRST &&
                !bags->stacks[k].is_bound && !has(offer, bags->stacks[k].slot) &&
                !is_barred(trader, bags->stacks[k].slot)) {
                put(offer, &bags->stacks[k]);
                break;
            }
}

/* Food that it can spare, for a member who asks and brings nothing. */
static void make_shared(const struct pb_trades *own, pb_bot bot, const struct pb_trade_bags *bags,
                        struct pb_trade_offer *offer)
{
    struct pb_trade_partner partner = pb_trade_partner_of(own, bot, own->traders[bot].partner_guid);
    uint64_t left = own->policy->gift_most(&partner);
    unsigned i;

    for (i = 0; i < bags->count && !offer->count; i++) {
        struct pb_trade_thing thing;

        if (!bags->items[i] || !pb_item_is_provision(bags->items[i], bags->user.level) ||
            is_barred(&own->traders[bot], bags->stacks[i].slot))
            continue;
        thing = pb_trade_thing_of(own, bot, &bags->stacks[i], bags);
        if (own->policy->can_trade_item(&thing, 1) && pb_trade_gift_value(&thing) <= left)
            put(offer, &bags->stacks[i]);
    }
    offer->is_gift = offer->count > 0;
}

/* ---- For sale ---- */

struct goods {
    struct pb_item_stack stacks[PB_TRADE_SLOTS];
    uint64_t prices[PB_TRADE_SLOTS];
    unsigned count;
};

/* What it would sell, the dearest first. */
static void list_goods(const struct pb_trades *own, pb_bot bot, const struct pb_trade_bags *bags,
                       struct goods *goods)
{
    unsigned i, at;

    goods->count = 0;
    for (i = 0; own->env.market && i < bags->count; i++) {
        struct pb_trade_thing thing = pb_trade_thing_of(own, bot, &bags->stacks[i], bags);
        uint64_t price;

        if (is_barred(&own->traders[bot], bags->stacks[i].slot) || !own->policy->can_trade_item(&thing, 1) ||
            thing.item->flags & PB_ITEM_CONJURED || bags->stacks[i].durability < 100)
            continue;
        price = pb_guard_sell_least(&thing.terms, thing.count);
        if (price == UINT64_MAX)
            continue;
        if (goods->count < PB_TRADE_SLOTS)
            goods->count++;
        else if (goods->prices[PB_TRADE_SLOTS - 1] >= price)
            continue;
        for (at = goods->count - 1; at && goods->prices[at - 1] < price; at--) {
            goods->stacks[at] = goods->stacks[at - 1];
            goods->prices[at] = goods->prices[at - 1];
        }
        goods->stacks[at] = bags->stacks[i];
        goods->prices[at] = price;
    }
}

/* As much as the other one pays for: of all choices that cost no more than `budget` the dearest. */
static void make_sale(const struct goods *goods, uint64_t budget, struct pb_trade_offer *offer)
{
    unsigned set, best = 0, i;
    uint64_t most = 0;

    for (set = 1; set < 1u << goods->count; set++) {
        uint64_t sum = 0;

        for (i = 0; i < goods->count; i++)
            if (set >> i & 1 && __builtin_add_overflow(sum, goods->prices[i], &sum))
                sum = UINT64_MAX;
        if (sum <= budget && sum > most) {
            most = sum;
            best = set;
        }
    }
    for (i = 0; i < goods->count; i++)
        if (best >> i & 1)
            put(offer, &goods->stacks[i]);
}

/* Somebody wants to buy, and has not put in enough: the cheapest stays, so that no money changes hands for
 * nothing. */
static void make_cheapest(const struct goods *goods, struct pb_trade_offer *offer)
{
    if (goods->count && !offer->count)
        put(offer, &goods->stacks[goods->count - 1]);
}

/* What the other side's things are worth to it; 0 when it takes one of them not at all. */
static uint64_t worth_of(const struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view)
{
    uint64_t sum = 0;
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        struct pb_trade_thing thing;

        if (!view->items[1][i].entry)
            continue;
        thing = pb_trade_thing_of(own, bot, &view->items[1][i], NULL);
        if (!own->policy->can_trade_item(&thing, 0))
            return 0;
        sum += thing.is_vetoed ? 0 : pb_guard_buy_most(&thing.terms, thing.count);
    }
    return sum;
}

/* With a human at market prices: money for things, things for money, things for things. */
static int make_market(const struct pb_trades *own, pb_bot bot, const struct pb_trade_bags *bags,
                       const struct pb_trade_view *view, struct pb_trade_offer *offer)
{
    const struct pb_world *world = own->env.world;
    uint64_t worth = worth_of(own, bot, view);
    struct pb_actor_view self;
    struct goods goods;
    int error;

    if (worth && !view->money[1] && pb_trade_may_buy(own) && !own->traders[bot].is_broke) {
        error = world->get_actor(world->self, own->env.bots->row[bot].actor, &self);
        if (error != PB_OK)
            return error;
        /* Less than it is worth is an offer too: it is the other's choice. */
        offer->money = worth < self.money / PURSE_PART ? (uint32_t)worth : self.money / PURSE_PART;
        return PB_OK;
    }
    list_goods(own, bot, bags, &goods);
    make_sale(&goods, worth || view->money[1] ? worth + view->money[1] : UINT64_MAX, offer);
    if (view->money[1])
        make_cheapest(&goods, offer);
    return PB_OK;
}

static int is_bare(const struct pb_trade_view *view)
{
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (view->items[1][i].entry)
            return 0;
    return !view->money[1];
}

int pb_trade_offer_make(const struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                        struct pb_trade_offer *offer)
{
    const struct pb_trader *trader = &own->traders[bot];
    struct pb_trade_bags bags;
    int error;

    *offer = (struct pb_trade_offer){.count = 0};
    /* A bot that asks has something to give, and wants nothing. */
    if (!trader->is_ours && !trader->is_human)
        return PB_OK;
    error = pb_trade_bags_read(own->env.world, own->env.bots->row[bot].actor, &bags);
    if (error != PB_OK)
        return error;
    if (trader->is_ours) {
        make_planned(trader, &bags, offer);
        return PB_OK;
    }
    if (is_bare(view))
        make_shared(own, bot, &bags, offer);
    return offer->count ? PB_OK : make_market(own, bot, &bags, view, offer);
}
