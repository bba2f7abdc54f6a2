/*
 * Price feed: keeps up with the prices that the database works out: all of them at first, then what changed
 * since. Tick thread only.
 */
#ifndef PB_SESSION_PRICE_FEED_H
#define PB_SESSION_PRICE_FEED_H

#include "db/call_market.h"
#include "db/database.h"

struct pb_price_feed;

/* Both are borrowed until pb_price_feed_free. Returns 0 or PB_E_no_memory. */
int pb_price_feed_new(struct pb_price_feed **feed, struct pb_database *database, struct pb_log *log)
    __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_price_feed_free(struct pb_price_feed *feed);
/* Asks when it is due, each minute. */
void pb_price_feed_update(struct pb_price_feed *feed, int64_t now_ms);
/* The next price that was read; 0 when there is none now. */
int pb_price_feed_next(struct pb_price_feed *feed, struct pb_market_price *price);

#endif
