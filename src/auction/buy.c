/* Buy: what a bot bids for and buys out, one auction in a step. */
#include "auction/state.h"
#include "include/playerbot_error.h"

enum {
    /* Items that are looked at in a step and in a visit, and auctions of each. */
    AT_ONCE = 16,
    MOST_LOOKED = 512,
    MOST_OFFERS = 12,
    /* The books may take a while to answer. */
    BOOK_MS = 500,
    BOOKED_WITHIN_MS = 15000,
    /* A bid whose end was not heard of is forgotten so long after the auction's. */
    BID_FORGOTTEN_S = 7200,
    /* Of its money what a visit may cost in all. */
    VISIT_PART = 2
};

/* ---- Bids that stand ---- */

static struct pb_auction_bid *find_bid(struct pb_auctions *own, pb_bot bot, uint32_t auction_id)
{
    struct pb_auction_bid *bids = own->dealers[bot].bids;
    uint32_t now_s = pb_market_now_s(own->env.market);
    unsigned i;

    for (i = 0; i < PB_AUCTION_BIDS; i++)
        if (bids[i].auction_id && (int32_t)(now_s - bids[i].ends_s) > BID_FORGOTTEN_S)
            bids[i].auction_id = 0;
    for (i = 0; i < PB_AUCTION_BIDS; i++)
        if (bids[i].auction_id == auction_id)
            return &bids[i];
    return NULL;
}

void pb_auction_note_empty_mailbox(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    unsigned i;

    (void)find_bid(own, bot, 0);
    for (dealer->coming = 0, i = 0; i < PB_AUCTION_BIDS; i++)
        dealer->coming |= dealer->bids[i].auction_id ? dealer->bids[i].purpose : 0;
}

/* ---- Choosing ---- */

/* What it lacks, unless it has bought that already and only has not got it yet. */
static enum pb_auction_need need_of(const struct pb_auctions *own, pb_bot bot,
                                    const struct pb_auction_things *things,
                                    const struct pb_item_template *item)
{
    const struct pb_dealer *dealer = &own->dealers[bot];
    enum pb_auction_need need = pb_auction_need_of(own, bot, things, item);

    return dealer->is_blind || dealer->coming & pb_auction_purpose(own, bot, item, need) ? PB_NEED_NOTHING
                                                                                         : need;
}

/* Whether an offer that an alarm vetoes would have been taken. */
static int is_pity(const struct pb_auctions *own, struct pb_auction_item known,
                   const struct pb_auction_offer *offer)
{
    struct pb_auction_purchase purchase;

    known.is_vetoed = 0;
    return own->strategy->judge_purchase(&known, offer, &purchase) <= PB_PURCHASE_RESALE;
}

/* Whether it would buy an auction as it is known; if so `wish` says what for. */
static int wants(struct pb_auctions *own, const struct pb_auction_item *known, struct pb_auction_offer *offer,
                 const struct pb_auction_row *row, struct pb_auction_wish *wish)
{
    struct pb_auction_purchase purchase = {0};
    uint32_t now_s = pb_market_now_s(own->env.market);
    enum pb_auction_purchase_verdict verdict;

    offer->bid_next = row->bid_next;
    offer->buyout = row->buyout;
    offer->count = row->count;
    offer->time_left_s = (int32_t)(row->ends_s - now_s) > 0 ? row->ends_s - now_s : 0;
    verdict = own->strategy->judge_purchase(known, offer, &purchase);
    if (verdict == PB_PURCHASE_VETOED)
        own->vetoed += (uint64_t)is_pity(own, *known, offer);
    own->dear += offer->need != PB_NEED_NOTHING && verdict == PB_PURCHASE_DEAR;
    own->poor += offer->need != PB_NEED_NOTHING && verdict == PB_PURCHASE_POOR;
    if (verdict > PB_PURCHASE_RESALE)
        return 0;
    *wish = (struct pb_auction_wish){.auction_id = row->auction_id,
                                     .amount = purchase.amount,
                                     .entry = row->entry,
                                     .since_ms = own->env.bots->now_ms,
                                     .profit = (float)purchase.profit,
                                     .need = (uint8_t)offer->need,
                                     .is_buyout = purchase.is_buyout};
    return 1;
}

/* The least that somebody else asks for a piece who is neither the seller of an offer nor this bot. */
static double next_price(const struct pb_auction_row *const *rows, unsigned count, unsigned at, uint64_t guid)
{
    uint64_t seller = pb_auction_seller(rows[at]);
    unsigned i;

    for (i = 0; i < count; i++)
        if (rows[i]->buyout && pb_auction_seller(rows[i]) != seller && pb_auction_seller(rows[i]) != guid)
            return (double)rows[i]->buyout / rows[i]->count;
    return 0;
}

/* Where a bot looks for things, and with how much money. */
struct shopper {
    struct pb_auction_things things;
    uint64_t money, budget;
    uint8_t house;
};

/* PB_OK, or an error when it is not in the world. */
static int prepare(const struct pb_auctions *own, pb_bot bot, uint8_t house, struct shopper *shopper)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_view view;
    int error = world->get_actor(world->self, own->env.bots->row[bot].actor, &view);

    if (error != PB_OK)
        return error;
    pb_auction_read(own, bot, &shopper->things);
    shopper->house = house;
    shopper->money = view.money;
    shopper->budget = view.money / VISIT_PART;
    return PB_OK;
}

/* Looks at what is offered of an item; 1 when it wants one: `wish` says which. */
static int look_at(struct pb_auctions *own, pb_bot bot, const struct shopper *shopper,
                   const struct pb_item_template *item, enum pb_auction_need need,
                   struct pb_auction_wish *wish)
{
    struct pb_auction_offer offer = {.money = shopper->money, .budget = shopper->budget, .need = need};
    const struct pb_auction_row *rows[MOST_OFFERS];
    uint64_t guid = own->env.bots->row[bot].guid;
    struct pb_auction_item known;
    struct pb_auction_walk walk;
    unsigned count = 0, i;

    offer.may_bid = find_bid(own, bot, 0) != NULL;
    pb_auction_know(own, shopper->house, item, &known);
    pb_auction_walk_item(&walk, pb_market_auctions(own->env.market), shopper->house, item->entry);
    while (count < MOST_OFFERS && (rows[count] = pb_auction_walk_next(&walk)))
        count++;
    for (i = 0; i < count; i++) {
        if (pb_auction_seller(rows[i]) == guid || find_bid(own, bot, rows[i]->auction_id))
            continue;
        offer.next = next_price(rows, count, i, guid);
        if (wants(own, &known, &offer, rows[i], wish))
            return 1;
    }
    return 0;
}

int pb_auction_has_wish(struct pb_auctions *own, pb_bot bot, unsigned most)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    const struct pb_world *world = own->env.world;
    struct pb_auction_wish wish;
    struct shopper shopper;
    int has_wish = 0;

    if (prepare(own, bot, pb_auction_house_of(own, bot), &shopper) != PB_OK)
        return 0;
    for (; most > 0 && !has_wish; most--) {
        const struct pb_item_template *item;
        enum pb_auction_need need;

        dealer->cursor =
            pb_auction_cache_next_entry(pb_market_auctions(own->env.market), shopper.house, dealer->cursor);
        if (!dealer->cursor)
            break;
        item = world->get_item(world->self, dealer->cursor);
        need = item ? need_of(own, bot, &shopper.things, item) : PB_NEED_NOTHING;
        has_wish = need != PB_NEED_NOTHING && look_at(own, bot, &shopper, item, need, &wish);
    }
    return has_wish;
}

/* ---- Buying ---- */

/* The auction as it is in this moment, which the cache then knows too; 0: it is gone. */
static int look_again(struct pb_auctions *own, pb_bot bot, uint32_t auction_id, struct pb_auction *now)
{
    const struct pb_world *world = own->env.world;
    struct pb_auction_cache *auctions = pb_market_auctions(own->env.market);
    uint8_t house = own->dealers[bot].house;

    if (world->scan_auctions(world->self, own->env.bots->row[bot].actor, auction_id, now, 1) != 1 ||
        now->auction_id != auction_id) {
        pb_auction_cache_remove(auctions, house, auction_id);
        return 0;
    }
    pb_auction_cache_put(auctions, house, now, pb_market_now_s(own->env.market));
    return 1;
}

/* Whether what was wished for is still to be had for that, and may be bought: prices and alarms change while
 * the books are asked. Whatever a strategy says, these bounds hold. */
static int is_as_wished(struct pb_auctions *own, pb_bot bot, const struct pb_auction *now)
{
    const struct pb_auction_wish *wish = &own->dealers[bot].wish;
    const struct pb_item_template *item = own->env.world->get_item(own->env.world->self, wish->entry);
    struct pb_auction_item known;

    if (!item || now->entry != wish->entry || now->is_ours || now->is_highest ||
        (wish->is_buyout ? now->buyout : now->bid_next) != wish->amount)
        return 0;
    pb_auction_know(own, own->dealers[bot].house, item, &known);
    return !known.is_vetoed &&
           wish->amount <= (wish->need == PB_NEED_NOTHING
                                ? pb_guard_buy_most(&known.terms, now->count)
                                : pb_guard_need_most(&known.terms, now->count, known.cut_share));
}

static void note_purchase(struct pb_auctions *own, pb_bot bot, const struct pb_auction *bought)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    const struct pb_auction_wish *wish = &dealer->wish;
    struct pb_auction_bid *bid = find_bid(own, bot, 0);
    uint32_t purpose =
        pb_auction_purpose(own, bot, own->env.world->get_item(own->env.world->self, wish->entry),
                           (enum pb_auction_need)wish->need);

    if (wish->is_buyout) {
        own->bought++;
        pb_auction_cache_remove(pb_market_auctions(own->env.market), dealer->house, wish->auction_id);
    } else {
        struct pb_auction now;

        own->bids++;
        if (bid)
            *bid = (struct pb_auction_bid){wish->auction_id,
                                           pb_market_now_s(own->env.market) + bought->time_left_s, purpose};
        look_again(own, bot, wish->auction_id, &now);
    }
    own->spent += wish->amount;
    pb_auction_note_paid(own, dealer->house, wish->entry, wish->amount);
    own->needs += wish->need != PB_NEED_NOTHING;
    own->resales += wish->need == PB_NEED_NOTHING;
    dealer->coming |= purpose;
    dealer->budget -= wish->amount < dealer->budget ? wish->amount : dealer->budget;
    pb_bots_decide(own->env.bots, bot, own->env.number, wish->is_buyout ? PB_DECIDED_BUY : PB_DECIDED_BID,
                   wish->entry, (float)wish->amount, wish->auction_id, wish->profit);
}

/* Buys what it wished for. PB_OK also when it was not to be had; PB_E_busy: ask again. */
static int fulfil(struct pb_auctions *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_dealer *dealer = &own->dealers[bot];
    struct pb_auction_wish *wish = &dealer->wish;
    uint64_t guid = own->env.bots->row[bot].guid;
    struct pb_auction now;
    int error;

    if (!look_again(own, bot, wish->auction_id, &now) || !is_as_wished(own, bot, &now)) {
        wish->amount = 0;
        return PB_OK;
    }
    error = pb_market_book(own->env.market, guid, wish->amount);
    if (error == PB_E_busy && !pb_auction_is_over(own, wish->since_ms + BOOKED_WITHIN_MS))
        return error;
    if (error == PB_OK) {
        error =
            world->bid_auction(world->self, own->env.bots->row[bot].actor, wish->auction_id, wish->amount);
        if (error == PB_OK) {
            note_purchase(own, bot, &now);
        } else {
            own->refused++;
            pb_market_unbook(own->env.market, guid, wish->amount);
        }
        error = PB_OK;
    } else {
        own->not_booked++;
        error = PB_E_limit_reached;
    }
    wish->amount = 0;
    return error;
}

/* ---- A visit ---- */

/* The next item on the round through the house; 0: it has seen all that it looks at. */
static uint32_t next_item(struct pb_auctions *own, struct pb_dealer *dealer)
{
    struct pb_auction_cache *auctions = pb_market_auctions(own->env.market);
    uint32_t entry;

    if (dealer->looked++ >= MOST_LOOKED)
        return 0;
    entry = pb_auction_cache_next_entry(auctions, dealer->house, dealer->cursor);
    if (!entry && !dealer->is_round) {
        dealer->is_round = 1;
        entry = pb_auction_cache_next_entry(auctions, dealer->house, 0);
    }
    if (dealer->is_round && entry > dealer->first)
        return 0;
    return dealer->cursor = entry;
}

static void begin(struct pb_auctions *own, struct pb_dealer *dealer, uint32_t money)
{
    dealer->has_begun = 1;
    dealer->is_round = 0;
    dealer->is_blind = dealer->has_mail;
    dealer->looked = 0;
    dealer->first = dealer->cursor = own->houses[dealer->house].next_entry;
    dealer->budget = money / VISIT_PART;
    dealer->wish.amount = 0;
}

enum pb_auction_signal pb_auction_buy(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    const struct pb_world *world = own->env.world;
    struct pb_dealer *dealer = &own->dealers[bot];
    struct shopper shopper;
    unsigned i;

    *next_ms = PB_AUCTION_STEP_MS;
    if (!dealer->house || pb_auction_house_here(own, bot) != dealer->house ||
        prepare(own, bot, dealer->house, &shopper) != PB_OK)
        return PB_AUCTION_FAILED;
    if (!dealer->has_begun)
        begin(own, dealer, (uint32_t)shopper.money);
    shopper.budget = dealer->budget;
    if (dealer->wish.amount) {
        int error = fulfil(own, bot);

        *next_ms = error == PB_E_busy ? BOOK_MS : PB_AUCTION_STEP_MS;
        return error == PB_E_limit_reached ? PB_AUCTION_DONE : PB_AUCTION_SIGNALS;
    }
    pb_auction_look_at_level(own, dealer->house, AT_ONCE);
    for (i = 0; i < AT_ONCE; i++) {
        uint32_t entry = next_item(own, dealer);
        const struct pb_item_template *item = entry ? world->get_item(world->self, entry) : NULL;

        own->houses[dealer->house].next_entry = dealer->cursor;
        if (!entry)
            return PB_AUCTION_DONE;
        if (item &&
            look_at(own, bot, &shopper, item, need_of(own, bot, &shopper.things, item), &dealer->wish))
            return PB_AUCTION_SIGNALS;
    }
    return PB_AUCTION_SIGNALS;
}
