/* House: what all bots know of an auction house together, its limits, and how it is scanned. */
#include "auction/state.h"
#include "include/playerbot_error.h"

enum {
    PAGE = 64,
    /* Who scans has so long for the next page before another may go on. */
    LEASE_MS = 10000,
    /* Who finds a scan under way that it needs looks again. */
    WAIT_MS = 2000,
    /* A scan that was broken off so long ago begins anew. */
    STALE_S = 900,
    MOST_RIVALS = 64,
    /* A house that has so many auctions of an item needs no more of it. */
    MOST_OF_ITEM = 512,
    /* Nobody travels for what was full so lately. */
    FULL_S = 1800,
    HALF_LIFE_S = 259200
};

/* What a house keeps of a sale in version 3.3.5. */
static const double CUT = 0.05, NEUTRAL_CUT = 0.15;
/* Up to there a price is one at which others sell. */
static const double RIVAL_SHARE = 1.1;

/* ---- Who is one of ours ---- */

void pb_auction_add_ours(struct pb_auctions *own, uint64_t guid)
{
    if (!pb_cache_find(&own->ours, guid))
        *(uint8_t *)pb_cache_add(&own->ours, guid) = 1;
}

int pb_auction_is_ours(struct pb_auctions *own, uint64_t guid)
{
    return guid && pb_cache_find(&own->ours, guid) != NULL;
}

/* ---- What bots earned ---- */

static uint64_t key_of(uint8_t house, uint32_t entry)
{
    return (uint64_t)house << 32 | entry;
}

/* As it is now; NULL for none. */
static struct pb_auction_account *account_of(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    struct pb_auction_account *account = pb_cache_find(&own->accounts, key_of(house, entry));
    uint32_t halvings;

    if (!account)
        return NULL;
    halvings = (pb_market_now_s(own->env.market) - account->at_s) / HALF_LIFE_S;
    account->earned /= INT64_C(1) << (halvings < 62 ? halvings : 62);
    account->at_s += halvings * HALF_LIFE_S;
    return account;
}

static struct pb_auction_account *open_account(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    struct pb_auction_account *account = account_of(own, house, entry);

    if (!account) {
        account = pb_cache_add(&own->accounts, key_of(house, entry));
        *account = (struct pb_auction_account){.at_s = pb_market_now_s(own->env.market)};
    }
    return account;
}

void pb_auction_note_earned(struct pb_auctions *own, uint8_t house, uint32_t entry, uint64_t copper)
{
    open_account(own, house, entry)->earned += (int64_t)copper;
}

void pb_auction_note_paid(struct pb_auctions *own, uint8_t house, uint32_t entry, uint64_t copper)
{
    open_account(own, house, entry)->earned -= (int64_t)copper;
}

/* ---- What is known of an item ---- */

void pb_auction_know(struct pb_auctions *own, uint8_t house, const struct pb_item_template *item,
                     struct pb_auction_item *known)
{
    struct pb_price_analyzer *prices = pb_market_prices(own->env.market);
    uint32_t now_s = pb_market_now_s(own->env.market),
             asks = item->flags & PB_ITEM_SOLD_BY_VENDORS ? item->buy_price : 0;
    const struct pb_auction_account *account = account_of(own, house, item->entry);
    const struct pb_price_entry *entry;
    int is_vetoed;

    *known =
        (struct pb_auction_item){.item = item, .cut_share = house == PB_HOUSE_NEUTRAL ? NEUTRAL_CUT : CUT};
    known->terms =
        pb_price_analyzer_terms(prices, house, item->entry, item->sell_price, asks, now_s, &is_vetoed);
    known->is_vetoed = is_vetoed != 0;
    known->earned = account && account->earned > 0 ? (double)account->earned : 0;
    known->open = account && account->earned < 0 ? -(double)account->earned : 0;
    known->usual = pb_auction_level(own, house) * item->sell_price;
    entry = pb_price_analyzer_find(prices, house, item->entry);
    if (!entry)
        return;
    known->value = pb_price_value(&entry->price);
    known->trend = pb_price_trend(&entry->price);
    known->is_settled = entry->price.scans >= PB_AUCTION_SETTLED;
    known->confidence = pb_price_confidence(&entry->price, now_s);
}

void pb_auction_know_rivals(struct pb_auctions *own, uint8_t house, uint64_t seller,
                            struct pb_auction_item *known)
{
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;
    unsigned looked = 0;

    pb_auction_walk_item(&walk, pb_market_auctions(own->env.market), house, known->item->entry);
    while (looked++ < MOST_RIVALS && (row = pb_auction_walk_next(&walk)) && row->buyout) {
        double price = (double)row->buyout / row->count;

        if (pb_auction_seller(row) == seller)
            continue;
        if (!(known->rival > 0)) {
            known->rival = price;
            known->is_rival_ours = (uint8_t)pb_auction_is_ours(own, pb_auction_seller(row));
        }
        if (price > known->value * RIVAL_SHARE)
            break;
        known->rivals++;
    }
}

/* ---- Limits ---- */

int pb_auction_has_room(struct pb_auctions *own, pb_bot bot, uint8_t house)
{
    const struct pb_ai_settings *settings = &own->env.settings;
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;
    uint32_t count = 0;

    if (own->houses[house].bot_auctions >= settings->auction_per_house || !settings->auction_per_bot)
        return 0;
    pb_auction_walk_seller(&walk, pb_market_auctions(own->env.market), own->env.bots->row[bot].guid);
    while ((row = pb_auction_walk_next(&walk)))
        if (row->house == house && ++count >= settings->auction_per_bot)
            return 0;
    return 1;
}

int pb_auction_was_full(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    const struct pb_auction_account *account = account_of(own, house, entry);

    return account && account->full_s && pb_market_now_s(own->env.market) - account->full_s < FULL_S;
}

static int has_room_for(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    uint32_t most = own->env.settings.auction_per_item, count = 0, looked = 0;
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;

    pb_auction_walk_item(&walk, pb_market_auctions(own->env.market), house, entry);
    while (count < most && (row = pb_auction_walk_next(&walk))) {
        if (++looked >= MOST_OF_ITEM)
            return 0;
        count += (uint32_t)pb_auction_is_ours(own, pb_auction_seller(row));
    }
    return count < most;
}

int pb_auction_has_room_for(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    int has_room = has_room_for(own, house, entry);

    if (!has_room)
        open_account(own, house, entry)->full_s = pb_market_now_s(own->env.market);
    return has_room;
}

/* ---- Which house ---- */

uint8_t pb_auction_house_here(const struct pb_auctions *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    int house = world->get_house(world->self, own->env.bots->row[bot].actor);

    return house > 0 && house < PB_AUCTION_HOUSES ? (uint8_t)house : 0;
}

uint8_t pb_auction_house_of(const struct pb_auctions *own, pb_bot bot)
{
    static const uint32_t alliance = 1u << 1 | 1u << 3 | 1u << 4 | 1u << 7 | 1u << 11;

    if (own->dealers[bot].house && own->dealers[bot].house < PB_AUCTION_HOUSES)
        return own->dealers[bot].house;
    return alliance >> (own->env.bots->row[bot].race & 31) & 1 ? PB_HOUSE_ALLIANCE : PB_HOUSE_HORDE;
}

/* ---- Scanning ---- */

int pb_auction_is_scan_due(const struct pb_auctions *own, uint8_t house)
{
    const struct pb_auction_house *known = &own->houses[house];

    return !known->scanned_s ||
           pb_market_now_s(own->env.market) - known->scanned_s >= own->env.settings.auction_scan_s;
}

static int is_taken(const struct pb_auctions *own, const struct pb_auction_house *house, pb_bot bot)
{
    return house->lease_ms && house->scanner != bot && !pb_auction_is_over(own, house->lease_ms);
}

/* Takes in the next page, or as much of it as one step may; 1 when that was the last. */
static int take_page(struct pb_auctions *own, pb_bot bot, uint8_t number)
{
    struct pb_auction_house *house = &own->houses[number];
    const struct pb_world *world = own->env.world;
    struct pb_auction page[PAGE];
    uint32_t now_s = pb_market_now_s(own->env.market);
    unsigned count, i;

    if (!house->next_id || now_s - house->begun_s > STALE_S) {
        house->next_id = 1;
        house->counting = 0;
        house->begun_s = now_s;
    }
    count = world->scan_auctions(world->self, own->env.bots->row[bot].actor, house->next_id, page, PAGE);
    house->next_id = pb_auction_cache_page(pb_market_auctions(own->env.market), number, house->next_id, page,
                                           count, count < PAGE, now_s);
    /* What the next page will have again is counted then. */
    for (i = 0; i < count && (!house->next_id || page[i].auction_id < house->next_id); i++)
        house->counting += (uint32_t)pb_auction_is_ours(own, page[i].seller_guid);
    own->pages++;
    return !house->next_id;
}

enum pb_auction_signal pb_auction_scan(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    uint8_t number = pb_auction_house_here(own, bot);
    struct pb_auction_house *house = &own->houses[number];

    /* Without an auctioneer a page would be empty, and say that all is gone. */
    if (!number)
        return PB_AUCTION_FAILED;
    own->dealers[bot].house = number;
    if (!pb_auction_is_scan_due(own, number))
        return PB_AUCTION_DONE;
    if (is_taken(own, house, bot)) {
        *next_ms = WAIT_MS;
        return house->scanned_s ? PB_AUCTION_DONE : PB_AUCTION_SIGNALS;
    }
    house->scanner = bot;
    house->lease_ms = (own->env.bots->now_ms + LEASE_MS) | 1;
    *next_ms = 0;
    if (!take_page(own, bot, number))
        return PB_AUCTION_SIGNALS;
    house->scanned_s = pb_market_now_s(own->env.market);
    house->bot_auctions = house->counting;
    house->next_id = house->lease_ms = 0;
    own->scans++;
    if (pb_market_note_scan(own->env.market, number, house->scanned_s) != PB_OK)
        own->unread++;
    return PB_AUCTION_DONE;
}
