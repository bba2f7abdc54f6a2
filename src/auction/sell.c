/* Sell: what a bot posts, one thing in a step. */
#include "auction/state.h"
#include "include/playerbot_error.h"

enum {
    /* What a scan has just shown is judged within some ticks; so long a seller waits for that. */
    JUDGED_WITHIN_S = 60,
    WAIT_MS = 2000
};

/* Somebody sells it, and the scan that showed so is still being judged. */
static int is_price_coming(const struct pb_auctions *own, const struct pb_auction_item *known, uint8_t house)
{
    return known->rival > 0 &&
           pb_market_now_s(own->env.market) - own->houses[house].scanned_s < JUDGED_WITHIN_S;
}

/* It is known at once, so that limits and prices count it. */
static void note_post(struct pb_auctions *own, pb_bot bot, const struct pb_item_stack *stack,
                      const struct pb_auction_sale *sale, uint32_t auction_id, unsigned hours)
{
    uint8_t house = own->dealers[bot].house;
    struct pb_auction auction = {.auction_id = auction_id,
                                 .entry = stack->entry,
                                 .seller_guid = own->env.bots->row[bot].guid,
                                 .bid_next = sale->bid,
                                 .buyout = sale->buyout,
                                 .time_left_s = hours * 3600,
                                 .count = stack->count};

    pb_auction_cache_put(pb_market_auctions(own->env.market), house, &auction,
                         pb_market_now_s(own->env.market));
    own->houses[house].bot_auctions++;
    own->posted++;
    own->relisted += pb_auction_failures(own, bot, stack->entry) > 0;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_POST, stack->entry, (float)sale->buyout,
                   stack->count, (float)sale->bid);
}

/* Posts a stack if that is wise. Returns 1 when it was posted, 0 when not, PB_E_not_ready when its price will
 * be known soon, or why nothing else can be posted either. */
static int post(struct pb_auctions *own, pb_bot bot, const struct pb_item_stack *stack,
                const struct pb_item_template *item)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_dealer *dealer = &own->dealers[bot];
    struct pb_auction_lot lot = {.count = stack->count,
                                 .failures = pb_auction_failures(own, bot, stack->entry)};
    struct pb_auction_item known;
    struct pb_auction_sale sale;
    uint32_t auction_id = 0;
    unsigned hours;
    int error;

    if (lot.failures >= PB_AUCTION_TRIES)
        return 0;
    pb_auction_know(own, dealer->house, item, &known);
    pb_auction_know_rivals(own, dealer->house, own->env.bots->row[bot].guid, &known);
    hours = own->strategy->listing_hours(&known);
    error = world->get_deposit(world->self, actor, stack->slot, stack->count, hours, &lot.deposit);
    if (error != PB_OK) {
        own->refused++;
        return error == PB_E_too_far ? error : 0;
    }
    if (own->strategy->judge_sale(&known, &lot, &sale) != PB_SALE_POST) {
        if (!(known.terms.high > 0) && is_price_coming(own, &known, dealer->house))
            return PB_E_not_ready;
        own->held++;
        return 0;
    }
    if (!pb_auction_has_room_for(own, dealer->house, stack->entry)) {
        own->capped++;
        return 0;
    }
    /* Whatever a strategy says, these hold. */
    if (sale.bid < pb_guard_sell_least(&known.terms, lot.count) || sale.buyout < sale.bid)
        return 0;
    error = world->post_auction(world->self, actor, stack->slot, stack->count, sale.bid, sale.buyout, hours,
                                &auction_id);
    if (error != PB_OK) {
        own->refused++;
        return error == PB_E_not_allowed ? 0 : error;
    }
    own->deposits += lot.deposit;
    note_post(own, bot, stack, &sale, auction_id, hours);
    return 1;
}

enum pb_auction_signal pb_auction_sell(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    struct pb_auction_things things;
    unsigned i;

    *next_ms = PB_AUCTION_STEP_MS;
    if (pb_auction_house_here(own, bot) != dealer->house || !dealer->house)
        return PB_AUCTION_FAILED;
    /* Without a scan nobody knows how many auctions are ours. */
    if (!own->houses[dealer->house].scanned_s)
        return PB_AUCTION_DONE;
    pb_auction_read(own, bot, &things);
    for (i = 0; i < things.count; i++) {
        int result;

        if (things.stacks[i].slot < dealer->slot || !pb_auction_is_goods(own, bot, &things, i))
            continue;
        if (!pb_auction_has_room(own, bot, dealer->house)) {
            own->capped++;
            return PB_AUCTION_DONE;
        }
        dealer->slot = things.stacks[i].slot;
        result = post(own, bot, &things.stacks[i], things.items[i]);
        if (result == PB_E_not_ready) {
            *next_ms = WAIT_MS;
            return PB_AUCTION_SIGNALS;
        }
        dealer->slot++;
        if (result)
            return result > 0 ? PB_AUCTION_SIGNALS : PB_AUCTION_DONE;
    }
    return PB_AUCTION_DONE;
}
