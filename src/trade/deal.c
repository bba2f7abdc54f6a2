/* Deal: a trade as the policy sees it: what things are worth now, who the partner is, what fits. */
#include "base/clock.h"
#include "include/playerbot_error.h"
#include "trade/state.h"

enum { HORDE_RACES = 1 << 2 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 10 };

uint32_t pb_trade_day(const struct pb_trades *own)
{
    uint32_t now_s = own->env.market ? pb_market_now_s(own->env.market) : 0;

    return now_s ? now_s / PB_DAY_S : (uint32_t)(own->time_ms / 1000 / PB_DAY_S);
}

/* What its own faction's house knows of prices. */
static uint8_t house_of(const struct pb_trades *own, pb_bot bot)
{
    return (uint8_t)(HORDE_RACES >> own->env.bots->row[bot].race & 1 ? PB_HOUSE_HORDE : PB_HOUSE_ALLIANCE);
}

/* A vendor may have for `buy_price` what the template has a price for: a bot pays less than that, but never
 * sells cheaper for it. */
static struct pb_guard_terms terms_of(const struct pb_trades *own, pb_bot bot,
                                      const struct pb_item_template *item, int is_own, int *is_vetoed)
{
    uint32_t asks = is_own || item->buy_price < item->sell_price ? 0 : item->buy_price;
    struct pb_guard_band nothing = {0};

    *is_vetoed = 0;
    if (!own->env.market)
        return pb_guard_terms(&nothing, 0, item->sell_price, asks);
    return pb_price_analyzer_terms(pb_market_prices(own->env.market), house_of(own, bot), item->entry,
                                   item->sell_price, asks, pb_market_now_s(own->env.market), is_vetoed);
}

/* Where a stack of its own lies; bags->count: not where it was seen, or not as it was. */
static unsigned place_of(const struct pb_trade_bags *bags, const struct pb_item_stack *stack)
{
    unsigned i;

    for (i = 0; i < bags->count; i++)
        if (bags->stacks[i].slot == stack->slot && bags->stacks[i].entry == stack->entry &&
            bags->stacks[i].count == stack->count)
            break;
    return i;
}

struct pb_trade_thing pb_trade_thing_of(const struct pb_trades *own, pb_bot bot,
                                        const struct pb_item_stack *stack, const struct pb_trade_bags *bags)
{
    const struct pb_world *world = own->env.world;
    struct pb_trade_thing thing = {.item = world->get_item(world->self, stack->entry),
                                   .count = stack->count,
                                   .slot = stack->slot,
                                   .is_bound = stack->is_bound};
    int is_vetoed = 0;

    if (thing.item)
        thing.terms = terms_of(own, bot, thing.item, bags != NULL, &is_vetoed);
    thing.is_vetoed = (uint8_t)(is_vetoed || stack->durability < 100 ||
                                (thing.item && thing.item->flags & PB_ITEM_CONJURED));
    if (bags) {
        unsigned at = place_of(bags, stack);

        thing.is_wanted = (uint8_t)(at == bags->count || pb_trade_is_wanted(bags, at));
        thing.is_bound = (uint8_t)(stack->is_bound || at == bags->count || bags->stacks[at].is_bound);
    }
    return thing;
}

static int is_member(const struct pb_trades *own, pb_bot bot, uint64_t guid)
{
    const struct pb_world *world = own->env.world;
    struct pb_group_view group = {0};
    unsigned i;

    if (!world->get_group || world->get_group(world->self, own->env.bots->row[bot].actor, &group) != PB_OK)
        return 0;
    for (i = 0; i < group.count && i < PB_GROUP_SIZE; i++)
        if (group.members[i].guid == guid)
            return group.group_id != 0;
    return 0;
}

struct pb_trade_partner pb_trade_partner_of(const struct pb_trades *own, pb_bot bot, uint64_t guid)
{
    const struct pb_trader *trader = &own->traders[bot];
    uint64_t given = 0, most = (uint64_t)own->env.settings.trade_daily_gift;
    uint32_t trades = 0, most_trades = (uint32_t)own->env.settings.trade_daily_trades;
    struct pb_trade_partner partner = {
        .guid = guid, .is_member = (uint8_t)is_member(own, bot, guid), .is_bot = !trader->is_human};

    if (own->env.market && !pb_market_knows_partners(own->env.market))
        return partner;
    if (!pb_partners_find(&own->partners, guid, pb_trade_day(own), &given, &trades))
        return partner;
    /* What it has accepted itself is noted already. */
    if (trader->is_charged && trader->partner_guid == guid && trader->gift_day == pb_trade_day(own)) {
        given -= trader->gift;
        trades--;
    }
    partner.gifts_left = given < most ? most - given : 0;
    partner.trades_left = trades < most_trades ? most_trades - trades : 0;
    return partner;
}

int pb_trade_may_buy(const struct pb_trades *own)
{
    return own->env.settings.trade_purchases && own->env.market && pb_market_is_open(own->env.market);
}

/* To the piece: nothing was swapped, split or lost, and nothing else is there. */
static int is_as_offered(const struct pb_trade_view *view, const struct pb_trade_offer *offer)
{
    unsigned there = 0, i, k;

    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        const struct pb_item_stack *stack = &view->items[0][i];

        if (!stack->entry)
            continue;
        there++;
        for (k = 0; k < offer->count; k++)
            if (offer->items[k].slot == stack->slot && offer->items[k].entry == stack->entry &&
                offer->items[k].count == stack->count)
                break;
        if (k == offer->count)
            return 0;
    }
    return there == offer->count && view->money[0] == offer->money;
}

int pb_trade_deal_read(const struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                       const struct pb_trade_offer *offer, struct pb_trade_deal *deal)
{
    const struct pb_world *world = own->env.world;
    const struct pb_trader *trader = &own->traders[bot];
    struct pb_item_stack coming[PB_TRADE_SLOTS], leaving[PB_TRADE_SLOTS];
    struct pb_trade_bags bags;
    struct pb_actor_view self;
    int error = pb_trade_bags_read(world, own->env.bots->row[bot].actor, &bags);
    unsigned i;

    if (error == PB_OK)
        error = world->get_actor(world->self, own->env.bots->row[bot].actor, &self);
    if (error != PB_OK)
        return error;
    *deal = (struct pb_trade_deal){.partner = pb_trade_partner_of(own, bot, trader->partner_guid),
                                   .pays = view->money[0],
                                   .receives = view->money[1],
                                   .booked = trader->booked,
                                   .purse = self.money,
                                   .may_buy = (uint8_t)pb_trade_may_buy(own),
                                   .is_gift = offer->is_gift,
                                   .is_as_offered = (uint8_t)is_as_offered(view, offer)};
    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        if (view->items[0][i].entry) {
            leaving[deal->give_count] = view->items[0][i];
            deal->gives[deal->give_count++] = pb_trade_thing_of(own, bot, &view->items[0][i], &bags);
        }
        if (view->items[1][i].entry) {
            coming[deal->take_count] = view->items[1][i];
            deal->takes[deal->take_count++] = pb_trade_thing_of(own, bot, &view->items[1][i], NULL);
        }
    }
    deal->has_room =
        (uint8_t)pb_trade_has_room(world, &bags, coming, deal->take_count, leaving, deal->give_count);
    return PB_OK;
}
