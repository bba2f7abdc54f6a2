/*
 * Calls about the market: statements, with (arguments): columns. A batch has a random number of its own and
 * counts once, however often it is sent, so each may be repeated. Any thread.
 */
#ifndef PB_DB_CALL_MARKET_H
#define PB_DB_CALL_MARKET_H

#include "db/rows.h"
#include "db/statement.h"

/* (agent_id, batch, at_ms, JSON [[house, item, price, pieces], ...]): outcome, recorded, items. All auctions
 * of an item in a house go into one batch. */
extern const struct pb_statement pb_call_record_prices;
/* (agent_id, batch, at_ms, JSON [[house, item, price, pieces, seller, buyer, bots], ...]): outcome, recorded
 */
extern const struct pb_statement pb_call_record_sales;
/* (agent_id, batch, at_ms, JSON [[cause, created, destroyed, moved], ...]): outcome, recorded */
extern const struct pb_statement pb_call_record_gold;
/* (agent_id, JSON array of trades): position, trade_id, outcome */
extern const struct pb_statement pb_call_record_trades;
/* (agent_id, request_id, JSON [[guid, copper], ...]): position, guid, outcome, bot_left, fleet_left, day.
 * Money may be spent only where the outcome is "booked". */
extern const struct pb_statement pb_call_book_spendings;
/* (agent_id, request_id, day, JSON [[guid, copper], ...]): cancelled, fleet_left */
extern const struct pb_statement pb_call_cancel_spendings;
/* (revision): prices that changed after it, the oldest change first; see pb_read_market_price */
extern const struct pb_statement pb_call_market_prices;
/* (ms since 1970): with whom bots traded, what changed after it; see pb_read_trade_partner */
extern const struct pb_statement pb_call_trade_partners;
/* (): house_id, item_id, kind, seen, expected, score of the anomalies of today */
extern const struct pb_statement pb_call_market_anomalies;
/* (item_id): house_id, position, what, day, copper, weight, detail */
extern const struct pb_statement pb_call_explain_price;
/* (): the rows of the view of that name in the SQL interface */
extern const struct pb_statement pb_call_market_health;
extern const struct pb_statement pb_call_gold_ledger;
extern const struct pb_statement pb_call_bot_trades;
extern const struct pb_statement pb_call_spending;

/* What the database knows of an item in a house. Prices are copper for one piece; 0: not known. */
struct pb_market_price {
    uint64_t revision;
    uint64_t volume; /* pieces sold in fifteen days */
    double price;    /* to be trusted as far as `confidence` says */
    double average, median, deviation, low;
    double auctiondb;  /* the reference, not to be trusted */
    double trend;      /* % a day */
    double confidence; /* 0 to 1 */
    uint32_t item;
    uint16_t house;
};

/* Zeroes when there is no such row. */
struct pb_market_price pb_read_market_price(const struct pb_rows *rows, size_t row);

/* What somebody got of all bots on a day. */
struct pb_trade_partner_row {
    uint64_t guid, given; /* copper, for nothing */
    uint64_t changed_ms;
    uint32_t day, trades; /* day: since 1970, UTC */
};
struct pb_trade_partner_row pb_read_trade_partner(const struct pb_rows *rows, size_t row);

#endif
