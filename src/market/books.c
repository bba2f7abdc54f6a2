/* Books: what the market notes of sales, trades and gold. */
#include "base/error.h"
#include "market/market_state.h"
#include <string.h>

static const char *const cause_names[PB_GOLD_CAUSE_COUNT] = {
#define X(cause, name) name,
    PB_GOLD_CAUSES(X)
#undef X
};

/* ---- Sales and trades ---- */

int pb_market_note_sale(struct pb_market *market, uint8_t house, uint32_t entry, const struct pb_sale *sale,
                        unsigned who_is_bot)
{
    const struct pb_book_sale row = {.seller = sale->seller,
                                     .buyer = sale->buyer,
                                     .price = sale->price,
                                     .item = entry,
                                     .pieces = sale->count,
                                     .house = house,
                                     .who_is_bot = (uint8_t)(who_is_bot & 3)};

    pb_price_analyzer_sold(&market->prices, house, entry, sale);
    market->stats.sales++;
    if (pb_records_put(&market->sales, &row))
        return PB_OK;
    market->stats.sales_left_out++;
    return PB_E_outbox_full;
}

int pb_market_note_trade(struct pb_market *market, uint64_t trade_id, const struct pb_trade_side sides[2])
{
    struct pb_book_trade row = {.trade_id = trade_id, .at_ms = market->now_ms};
    unsigned side, i;

    _Static_assert((int)PB_BOOK_TRADE_ITEMS == (int)PB_TRADE_NOTE_ITEMS, "a trade fits into its row");
    for (side = 0; side < 2; side++) {
        row.sides[side].guid = sides[side].guid;
        row.sides[side].copper = sides[side].copper;
        row.sides[side].is_bot = sides[side].is_bot;
        for (i = 0; i < PB_TRADE_NOTE_ITEMS; i++)
            row.sides[side].items[i] =
                (struct pb_book_item){sides[side].items[i].entry, sides[side].items[i].count};
    }
    market->stats.trades++;
    if (pb_records_put(&market->trades, &row))
        return PB_OK;
    market->stats.trades_left_out++;
    return PB_E_outbox_full;
}

unsigned pb_market_take_sales(struct pb_market *market, struct pb_book_sale *rows, unsigned max)
{
    return pb_records_take(&market->sales, rows, max);
}

unsigned pb_market_take_trades(struct pb_market *market, struct pb_book_trade *rows, unsigned max)
{
    return pb_records_take(&market->trades, rows, max);
}

/* ---- Gold ---- */

void pb_market_note_gold(struct pb_market *market, enum pb_gold_cause cause, uint64_t created,
                         uint64_t destroyed, uint64_t moved)
{
    struct pb_gold_sum *sums[] = {&market->gold[cause], &market->untold[cause]};
    unsigned i;

    for (i = 0; i < 2; i++) {
        sums[i]->created += created;
        sums[i]->destroyed += destroyed;
        sums[i]->moved += moved;
    }
    market->gold_is_untold = 1;
}

unsigned pb_market_look_gold(const struct pb_market *market, struct pb_book_gold *rows)
{
    unsigned count = 0, cause;

    for (cause = 0; market->gold_is_untold && cause < PB_GOLD_CAUSE_COUNT; cause++) {
        const struct pb_gold_sum *sum = &market->untold[cause];

        if (sum->created || sum->destroyed || sum->moved)
            rows[count++] =
                (struct pb_book_gold){cause_names[cause], sum->created, sum->destroyed, sum->moved};
    }
    return count;
}

unsigned pb_market_take_gold(struct pb_market *market, struct pb_book_gold *rows)
{
    unsigned count = pb_market_look_gold(market, rows);

    if (market->gold_is_untold)
        memset(market->untold, 0, sizeof market->untold);
    market->gold_is_untold = 0;
    return count;
}

int pb_market_has_records(const struct pb_market *market)
{
    return market->gold_is_untold || market->scan_count || market->price_rows.count || market->sales.count ||
           market->trades.count;
}

struct pb_gold_sum pb_market_gold(const struct pb_market *market, enum pb_gold_cause cause)
{
    return market->gold[cause];
}

const char *pb_gold_cause_name(enum pb_gold_cause cause)
{
    return (unsigned)cause < PB_GOLD_CAUSE_COUNT ? cause_names[cause] : "?";
}
