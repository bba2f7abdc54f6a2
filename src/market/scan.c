/* Scan: the items of a scanned house, judged and recorded, a part in each tick. */
#include "base/error.h"
#include "market/market_state.h"
#include <string.h>

enum {
    ITEMS_PER_TICK = 32,
    ROWS_PER_TICK = 512,
    /* Nobody has taken rows for so long: prices are judged all the same, and their rows left out. */
    PATIENCE_S = 10
};

int pb_market_note_scan(struct pb_market *market, uint8_t house, uint32_t now_s)
{
    struct pb_market_scan *scan = market->scans;

    while (scan < market->scans + market->scan_count && scan->house != house)
        scan++;
    if ((scan < market->scans + market->scan_count && scan->cursor) ||
        scan == market->scans + PB_MARKET_HOUSES) {
        market->stats.scans_left_out++;
        return PB_E_outbox_full;
    }
    if (scan == market->scans + market->scan_count)
        market->scan_count++;
    *scan = (struct pb_market_scan){.at_s = now_s, .house = house};
    market->stats.scans++;
    return PB_OK;
}

/* Auctions of the item with a buyout, at most as many as there is room for. */
static unsigned count_rows(struct pb_market *market, uint8_t house, uint32_t entry)
{
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;
    unsigned count = 0;

    pb_auction_walk_item(&walk, market->auctions, house, entry);
    while (count < market->price_rows.room && (row = pb_auction_walk_next(&walk)) && row->buyout)
        count++;
    return count;
}

static void record(struct pb_market *market, uint8_t house, uint32_t entry, unsigned count)
{
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;

    pb_auction_walk_item(&walk, market->auctions, house, entry);
    for (; count > 0 && (row = pb_auction_walk_next(&walk)); count--) {
        struct pb_book_price price = {(double)row->buyout / row->count, entry, row->count, house};

        if (pb_records_put(&market->price_rows, &price))
            market->stats.prices++;
    }
}

/* What a few accounts ask is no price, in the database as little as here: there nobody sees who asks. */
static int is_told(struct pb_market *market, uint8_t house, uint32_t entry)
{
    const struct pb_price_entry *known = pb_price_analyzer_find(&market->prices, house, entry);

    return known && pb_price_has_company(&known->price);
}

/* 0: its rows have to wait for room. */
static int judge(struct pb_market *market, struct pb_market_scan *scan, uint32_t entry, unsigned *rows)
{
    unsigned count = count_rows(market, scan->house, entry);
    int fits = count <= market->price_rows.room - market->price_rows.count;

    if (!fits && pb_market_now_s(market) - market->prices_taken_s < PATIENCE_S)
        return 0;
    pb_price_analyzer_scan(&market->prices, market->auctions, scan->house, entry, scan->at_s);
    market->stats.scan_items++;
    if (!is_told(market, scan->house, entry))
        market->stats.prices_of_few += count;
    else if (fits)
        record(market, scan->house, entry, count);
    else
        market->stats.prices_left_out += count;
    *rows += count;
    return 1;
}

/* A row without an item: the scan ends here. */
static int put_end(struct pb_market *market)
{
    const struct pb_book_price end = {0, 0, 0, 0};

    return pb_records_put(&market->price_rows, &end) ||
           pb_market_now_s(market) - market->prices_taken_s >= PATIENCE_S;
}

void pb_market_judge_some(struct pb_market *market)
{
    struct pb_market_scan *scan = market->scans;
    unsigned items, rows = 0;

    /* Before the first row somebody has all the time that he needs. */
    if (!market->price_rows.count)
        market->prices_taken_s = pb_market_now_s(market);
    for (items = 0; items < ITEMS_PER_TICK && rows < ROWS_PER_TICK; items++) {
        uint32_t entry = pb_auction_cache_next_entry(market->auctions, scan->house, scan->cursor);

        if (!entry) {
            if (!put_end(market))
                return;
            market->scan_count--;
            memmove(scan, scan + 1, market->scan_count * sizeof *scan);
            return;
        }
        if (!judge(market, scan, entry, &rows))
            return;
        scan->cursor = entry;
    }
}

unsigned pb_market_take_prices(struct pb_market *market, struct pb_book_price *rows, unsigned max,
                               int *is_end)
{
    const struct pb_book_price *next;
    unsigned count = 0;

    *is_end = 0;
    market->prices_taken_s = pb_market_now_s(market);
    while (count < max && !*is_end && (next = pb_records_first(&market->price_rows))) {
        *is_end = !next->item;
        count += pb_records_take(&market->price_rows, &rows[count], 1) && !*is_end;
    }
    return count;
}
