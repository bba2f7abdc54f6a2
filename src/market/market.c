#include "base/error.h"
#include "market/market_state.h"
#include <math.h>

/* Rows of prices that wait: as many as one item may have auctions, so that its rows always fit. */
enum { PRICE_ROWS = 4096 };

int pb_market_new(struct pb_market **out, const struct pb_market_options *options,
                  const struct pb_memory *memory)
{
    struct pb_market *market = pb_memory_new(memory, 1, sizeof *market);
    int error;

    if (!market)
        return PB_E_no_memory;
    market->memory = *memory;
    error = pb_auction_cache_new(&market->auctions, options->auctions, memory);
    if (error == PB_OK)
        error = pb_price_analyzer_init(&market->prices, options->items, memory);
    if (error == PB_OK)
        error = pb_spending_new(&market->spending, options->bots, memory);
    if (error == PB_OK)
        error = pb_records_init(&market->price_rows, PRICE_ROWS, sizeof(struct pb_book_price), memory);
    if (error == PB_OK)
        error = pb_records_init(&market->sales, options->records, sizeof(struct pb_book_sale), memory);
    if (error == PB_OK)
        error = pb_records_init(&market->trades, options->records, sizeof(struct pb_book_trade), memory);
    if (error != PB_OK)
        pb_market_free(market);
    else
        *out = market;
    return error;
}

void pb_market_free(struct pb_market *market)
{
    struct pb_memory memory;

    if (!market)
        return;
    memory = market->memory;
    pb_auction_cache_free(market->auctions);
    pb_price_analyzer_release(&market->prices);
    pb_spending_free(market->spending, &memory);
    pb_records_release(&market->price_rows, &memory);
    pb_records_release(&market->sales, &memory);
    pb_records_release(&market->trades, &memory);
    pb_memory_free(&memory, market);
}

static size_t bytes_of(const struct pb_records *records)
{
    return records->room * records->row_size;
}

size_t pb_market_bytes(const struct pb_market *market)
{
    return sizeof *market + pb_auction_cache_stats(market->auctions)->bytes +
           pb_price_analyzer_bytes(&market->prices) + pb_spending_bytes(market->spending) +
           bytes_of(&market->price_rows) + bytes_of(&market->sales) + bytes_of(&market->trades);
}

struct pb_auction_cache *pb_market_auctions(struct pb_market *market)
{
    return market->auctions;
}

struct pb_price_analyzer *pb_market_prices(struct pb_market *market)
{
    return &market->prices;
}

struct pb_spending *pb_market_spending(const struct pb_market *market)
{
    return market->spending;
}

int pb_market_is_open(const struct pb_market *market)
{
    return market->is_open;
}

void pb_market_open(struct pb_market *market, int is_open)
{
    market->is_open = is_open != 0;
}

int pb_market_book(struct pb_market *market, uint64_t guid, uint64_t copper)
{
    /* Whoever did not look at the switch buys nothing all the same. */
    return market->is_open ? pb_spending_book(market->spending, guid, 0, copper) : PB_E_limit_reached;
}

void pb_market_unbook(struct pb_market *market, uint64_t guid, uint64_t copper)
{
    pb_spending_unbook(market->spending, guid, 0, copper);
}

int pb_market_book_gift(struct pb_market *market, uint64_t guid, uint64_t copper)
{
    return pb_spending_book(market->spending, guid, 1, copper);
}

void pb_market_unbook_gift(struct pb_market *market, uint64_t guid, uint64_t copper)
{
    pb_spending_unbook(market->spending, guid, 1, copper);
}

uint32_t pb_market_now_s(const struct pb_market *market)
{
    return (uint32_t)(market->now_ms / 1000);
}

void pb_market_tick(struct pb_market *market, int64_t now_ms)
{
    if (now_ms > market->now_ms)
        market->now_ms = now_ms;
    pb_spending_tick(market->spending, pb_market_now_s(market));
    pb_auction_cache_expire(market->auctions, pb_market_now_s(market), 64);
    if (market->scan_count)
        pb_market_judge_some(market);
}

int pb_market_recall(struct pb_market *market, uint8_t house, uint32_t entry, double price, double confidence)
{
    const struct pb_price_entry *known = pb_price_analyzer_find(&market->prices, house, entry);
    uint32_t now_s = pb_market_now_s(market);
    double error;

    if (!(price > 0) || !(confidence > 0) || confidence > 1)
        return 0;
    /* As price.h has it the other way round. The database counts the days since it saw the item, too. */
    error = 0.05 * sqrt(1 / confidence - 1);
    if (known && (pb_price_alarms(&known->price, now_s) || pb_price_error(&known->price, now_s) <= error))
        return 0;
    pb_price_analyzer_recall(&market->prices, house, entry, price, error, now_s);
    market->stats.recalled++;
    return 1;
}

const struct pb_market_stats *pb_market_stats(const struct pb_market *market)
{
    return &market->stats;
}

unsigned pb_market_partner_room(const struct pb_market *market)
{
    return PB_MARKET_PARTNERS - market->partner_count;
}

int pb_market_tell_partner(struct pb_market *market, const struct pb_market_partner *partner)
{
    if (market->partner_count == PB_MARKET_PARTNERS)
        return 0;
    market->partners[(market->partner_first + market->partner_count++) % PB_MARKET_PARTNERS] = *partner;
    return 1;
}

int pb_market_next_partner(struct pb_market *market, struct pb_market_partner *partner)
{
    if (!market->partner_count)
        return 0;
    *partner = market->partners[market->partner_first];
    market->partner_first = (market->partner_first + 1) % PB_MARKET_PARTNERS;
    market->partner_count--;
    return 1;
}

void pb_market_set_partners_known(struct pb_market *market, int is_known)
{
    market->partners_are_unknown = !is_known;
}

int pb_market_knows_partners(const struct pb_market *market)
{
    return !market->partners_are_unknown;
}
