/*
 * Book: rows of what the agent enters into the books of the market, as they wait for the database. Plain
 * data.
 */
#ifndef PB_SESSION_BOOK_H
#define PB_SESSION_BOOK_H

#include <stdint.h>

enum pb_book_kind { PB_BOOK_PRICES, PB_BOOK_SALES, PB_BOOK_GOLD, PB_BOOK_TRADES, PB_BOOK_KINDS };

/* An auction with a buyout, as a scan found it. */
struct pb_book_price {
    double price; /* copper for one piece */
    uint32_t item, pieces;
    uint16_t house;
};

struct pb_book_sale {
    uint64_t seller, buyer; /* 0: not known */
    double price;           /* copper for one piece */
    uint32_t item, pieces;
    uint16_t house;
    uint8_t who_is_bot; /* 1 the seller, 2 the buyer */
};

/* Copper that came, went or moved by a cause since the batch before. */
struct pb_book_gold {
    const char *cause; /* static */
    uint64_t created, destroyed, moved;
};

enum { PB_BOOK_TRADE_ITEMS = 6 };

struct pb_book_side {
    uint64_t guid;
    uint32_t copper; /* that it gave */
    struct pb_book_item {
        uint32_t item, pieces;
    } items[PB_BOOK_TRADE_ITEMS]; /* item 0: none */
    uint8_t is_bot;
};

struct pb_book_trade {
    uint64_t trade_id;
    int64_t at_ms; /* since 1970 */
    struct pb_book_side sides[2];
};

#endif
