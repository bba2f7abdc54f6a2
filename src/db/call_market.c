#include "db/call_market.h"
#include <stdint.h>
#include <stdlib.h>

const struct pb_statement pb_call_record_prices =
    PB_STATEMENT("record_prices", "CALL record_prices(?, ?, ?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_record_sales =
    PB_STATEMENT("record_sales", "CALL record_sales(?, ?, ?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_record_gold =
    PB_STATEMENT("record_gold", "CALL record_gold(?, ?, ?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_record_trades =
    PB_STATEMENT("record_trades", "CALL record_trades(?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_book_spendings =
    PB_STATEMENT("book_spendings", "CALL book_spendings(?, ?, ?)", REQUEST, .is_impatient = 1);
const struct pb_statement pb_call_cancel_spendings =
    PB_STATEMENT("cancel_spendings", "CALL cancel_spendings(?, ?, ?, ?)", REQUEST);
const struct pb_statement pb_call_market_prices = PB_STATEMENT(
    "market_prices",
    "SELECT house_id, item_id, price, average, median, deviation, low, auctiondb, volume, trend, "
    "confidence, revision FROM v_item_prices WHERE revision > ? ORDER BY revision",
    SAFE);
const struct pb_statement pb_call_trade_partners =
    PB_STATEMENT("trade_partners",
                 "SELECT guid, trade_count, given_copper, DATEDIFF(day, '1970-01-01'), changed_ms "
                 "FROM v_trade_partners WHERE changed_ms > ?",
                 SAFE);
const struct pb_statement pb_call_market_anomalies =
    PB_STATEMENT("market_anomalies",
                 "SELECT house_id, item_id, kind, seen, expected, score FROM v_price_anomalies "
                 "WHERE day = UTC_DATE()",
                 SAFE);
const struct pb_statement pb_call_explain_price =
    PB_STATEMENT("explain_price", "CALL explain_price(?)", SAFE, .is_impatient = 1);

#define VIEW(name, label, text)                                                                              \
    const struct pb_statement pb_call_##name = PB_STATEMENT(label, text, SAFE, .is_impatient = 1)

VIEW(market_health, "market_health", "SELECT * FROM v_market_health");
VIEW(gold_ledger, "gold_ledger", "SELECT * FROM v_gold_ledger");
VIEW(bot_trades, "bot_trades", "SELECT * FROM v_bot_trades");
VIEW(spending, "spending", "SELECT * FROM v_spending");

/* Fractions come as text, whole numbers as such. */
static double read_double(const struct pb_rows *rows, size_t row, unsigned column)
{
    const char *text = pb_rows_text(rows, row, column, NULL);

    return *text ? strtod(text, NULL) : (double)pb_rows_u64(rows, row, column);
}

struct pb_market_price pb_read_market_price(const struct pb_rows *rows, size_t row)
{
    return (struct pb_market_price){.house = (uint16_t)pb_rows_u64(rows, row, 0),
                                    .item = (uint32_t)pb_rows_u64(rows, row, 1),
                                    .price = read_double(rows, row, 2),
                                    .average = read_double(rows, row, 3),
                                    .median = read_double(rows, row, 4),
                                    .deviation = read_double(rows, row, 5),
                                    .low = read_double(rows, row, 6),
                                    .auctiondb = read_double(rows, row, 7),
                                    .volume = pb_rows_u64(rows, row, 8),
                                    .trend = read_double(rows, row, 9),
                                    .confidence = read_double(rows, row, 10),
                                    .revision = pb_rows_u64(rows, row, 11)};
}

struct pb_trade_partner_row pb_read_trade_partner(const struct pb_rows *rows, size_t row)
{
    return (struct pb_trade_partner_row){.guid = pb_rows_u64(rows, row, 0),
                                         .trades = (uint32_t)pb_rows_u64(rows, row, 1),
                                         .given = pb_rows_u64(rows, row, 2),
                                         .day = (uint32_t)pb_rows_u64(rows, row, 3),
                                         .changed_ms = pb_rows_u64(rows, row, 4)};
}
