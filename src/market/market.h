/*
 * Market: what the game systems share of the economy, one for an agent: prices, the auctions that are known,
 * what may be spent, and the books that go to the database. Tick thread only; nothing waits; no memory is
 * taken after pb_market_new.
 */
#ifndef PB_MARKET_MARKET_H
#define PB_MARKET_MARKET_H

#include "market/auction_cache.h"
#include "market/price_analyzer.h"
#include "market/spending.h"
#include "session/book.h"

/* Why gold came, went or moved: the causes of the ledger (v_gold_ledger). */
#define PB_GOLD_CAUSES(X)                                                                                    \
    X(QUEST, "quest")                                                                                        \
    X(LOOT, "loot")                                                                                          \
    X(VENDOR_SALE, "vendor_sale")         /* created */                                                      \
    X(VENDOR_PURCHASE, "vendor_purchase") /* destroyed */                                                    \
    X(REPAIR, "repair")                                                                                      \
    X(DEPOSIT, "deposit") /* of an auction; destroyed, created when it comes back */                         \
    X(CUT, "cut")         /* what the house keeps of a sale; destroyed */                                    \
    X(POSTAGE, "postage")                                                                                    \
    X(TRADE, "trade")     /* moved */                                                                        \
    X(AUCTION, "auction") /* moved: bids, buyouts, and what comes back of them */                            \
    X(MAIL, "mail")       /* moved */                                                                        \
    X(OTHER, "other")     /* what nobody explained */

enum pb_gold_cause {
#define X(cause, name) PB_GOLD_##cause,
    PB_GOLD_CAUSES(X)
#undef X
        PB_GOLD_CAUSE_COUNT
};

struct pb_market;

struct pb_market_options {
    uint32_t items;    /* of all houses, whose prices are known at a time */
    uint32_t auctions; /* that are known at a time */
    uint32_t records;  /* sales, scans and trades that may wait for the database */
    uint32_t bots;     /* that may have something booked at a time */
};

int pb_market_new(struct pb_market **market, const struct pb_market_options *options,
                  const struct pb_memory *memory) __attribute__((warn_unused_result));
void pb_market_free(struct pb_market *market);
size_t pb_market_bytes(const struct pb_market *market);

struct pb_auction_cache *pb_market_auctions(struct pb_market *market);
struct pb_price_analyzer *pb_market_prices(struct pb_market *market);

/* ---- The switch: 1 lets bots post, bid and buy. Off until the configuration says otherwise, and again at
 * once when an operator stops it; what is posted is then collected, nothing new is begun. ---- */
int pb_market_is_open(const struct pb_market *market);
void pb_market_open(struct pb_market *market, int is_open);

/* ---- Spending: within the daily limits of the bot and of the fleet, which the database keeps ---- */
/* PB_OK: booked, it may be spent now. PB_E_busy: it was asked for, ask again later. PB_E_limit_reached: not
 * today. What was booked and not spent goes back with pb_market_unbook. */
int pb_market_book(struct pb_market *market, uint64_t guid, uint64_t copper);
void pb_market_unbook(struct pb_market *market, uint64_t guid, uint64_t copper);
/* The same for what `guid`, who is none of the bots, is to be given for nothing: of the daily limit of gifts
 * to one partner, which is the same for all agents, also while the market is closed. Several bots may book
 * for one. */
int pb_market_book_gift(struct pb_market *market, uint64_t guid, uint64_t copper);
void pb_market_unbook_gift(struct pb_market *market, uint64_t guid, uint64_t copper);

/* ---- Books. Return PB_OK or PB_E_outbox_full (then the count of what was left out grows; gold never is) --
 */
/* A sale that became known: judged by the price analyzer, and recorded. who_is_bot: 1 the seller, 2 the
 * buyer. */
int pb_market_note_sale(struct pb_market *market, uint8_t house, uint32_t entry, const struct pb_sale *sale,
                        unsigned who_is_bot);
/* After a whole house was scanned into the cache: its items are judged and recorded, a part in each tick. */
int pb_market_note_scan(struct pb_market *market, uint8_t house, uint32_t now_s);
void pb_market_note_gold(struct pb_market *market, enum pb_gold_cause cause, uint64_t created,
                         uint64_t destroyed, uint64_t moved);

enum { PB_TRADE_NOTE_ITEMS = 6 };
struct pb_trade_side {
    uint64_t guid;
    uint32_t copper; /* that it gave */
    struct pb_trade_item {
        uint32_t entry, count;
    } items[PB_TRADE_NOTE_ITEMS]; /* that it gave; entry 0: none */
    uint8_t is_bot;
};
/* A completed trade. trade_id is the same on both sides: trade view of the world. */
int pb_market_note_trade(struct pb_market *market, uint64_t trade_id, const struct pb_trade_side sides[2]);

/* ---- Time ---- */
/* Seconds since 1970 at the beginning of the tick: what prices, auctions and sales are dated with. */
uint32_t pb_market_now_s(const struct pb_market *market);
/* Begins a tick: milliseconds since 1970. Does a part of the scans that wait. Times do not go back. */
void pb_market_tick(struct pb_market *market, int64_t now_ms);

/* ---- For who wires it to the database: takes out what waits, oldest first; `max` rows at most ---- */
unsigned pb_market_take_sales(struct pb_market *market, struct pb_book_sale *rows, unsigned max);
unsigned pb_market_take_trades(struct pb_market *market, struct pb_book_trade *rows, unsigned max);
/* Prices of scans. `is_end` becomes 1 when the last row ends what a batch may hold: items are whole then. */
unsigned pb_market_take_prices(struct pb_market *market, struct pb_book_price *rows, unsigned max,
                               int *is_end);
/* What came to the ledger since it was taken last, one row for a cause; at most PB_GOLD_CAUSE_COUNT. */
unsigned pb_market_look_gold(const struct pb_market *market, struct pb_book_gold *rows);
unsigned pb_market_take_gold(struct pb_market *market, struct pb_book_gold *rows);
/* Whether anything waits to be taken, scans that are still judged included. */
int pb_market_has_records(const struct pb_market *market);
/* What the database knows of an item, with a confidence of 0 to 1: taken where it is surer than what is known
 * here, and no alarm is on. Returns 1 when it was taken. */
int pb_market_recall(struct pb_market *market, uint8_t house, uint32_t entry, double price,
                     double confidence);
/* What somebody got of all bots of the fleet on a day, as far as the database knows: waits for who keeps the
 * limits by partner. */
struct pb_market_partner {
    uint64_t guid, given; /* copper, for nothing */
    uint32_t day, trades; /* day: since 1970, UTC */
};
unsigned pb_market_partner_room(const struct pb_market *market);
/* 0: no room, later. */
int pb_market_tell_partner(struct pb_market *market, const struct pb_market_partner *partner);
/* The next that waits; 0: none. */
int pb_market_next_partner(struct pb_market *market, struct pb_market_partner *partner);
/* Whether all that the database knows of them was told; 1 from the beginning, where nobody says otherwise. */
void pb_market_set_partners_known(struct pb_market *market, int is_known);
int pb_market_knows_partners(const struct pb_market *market);
/* Questions, answers and what goes back: spending.h. */
struct pb_spending *pb_market_spending(const struct pb_market *market);

/* ---- Looking ---- */
struct pb_gold_sum {
    uint64_t created, destroyed, moved;
};
/* Of a cause, since pb_market_new. */
struct pb_gold_sum pb_market_gold(const struct pb_market *market, enum pb_gold_cause cause);
const char *pb_gold_cause_name(enum pb_gold_cause cause);

#define PB_MARKET_STATS(X)                                                                                   \
    X(sales, "sales", "sales that became known")                                                             \
    X(sales_left_out, "sales", "sales that there was no room to record")                                     \
    X(trades, "trades", "completed trades")                                                                  \
    X(trades_left_out, "trades", "trades that there was no room to record")                                  \
    X(scans, "scans", "houses that were scanned")                                                            \
    X(scans_left_out, "scans", "scans that came before the one of the same house before was through")        \
    X(scan_items, "items", "items that scans judged")                                                        \
    X(prices, "prices", "prices of auctions that were recorded")                                             \
    X(recalled, "prices", "prices that were taken from the database")                                        \
    X(prices_of_few, "prices", "prices that fewer than four different sellers ask, which are not recorded")  \
    X(prices_left_out, "prices", "prices that there was no room to record")

struct pb_market_stats {
#define X(name, unit, text) uint64_t name;
    PB_MARKET_STATS(X)
#undef X
};
const struct pb_market_stats *pb_market_stats(const struct pb_market *market);

#endif
