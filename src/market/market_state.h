/* Market state: what the files of the market share. Not for other rooms. */
#ifndef PB_MARKET_MARKET_STATE_H
#define PB_MARKET_MARKET_STATE_H

#include "market/market.h"

enum {
    PB_MARKET_HOUSES = 8, /* scans that may wait at a time */
    PB_MARKET_PARTNERS = 256
};

/* A scanned house that is being judged. */
struct pb_market_scan {
    uint32_t at_s, cursor;
    uint8_t house;
};

struct pb_market {
    struct pb_memory memory;
    struct pb_auction_cache *auctions;
    struct pb_price_analyzer prices;
    struct pb_spending *spending;
    struct pb_records price_rows, sales, trades;
    struct pb_market_scan scans[PB_MARKET_HOUSES]; /* the first waits longest */
    unsigned scan_count;
    struct pb_gold_sum gold[PB_GOLD_CAUSE_COUNT], untold[PB_GOLD_CAUSE_COUNT];
    struct pb_market_partner partners[PB_MARKET_PARTNERS]; /* a ring */
    unsigned partner_first, partner_count;
    int64_t now_ms;
    uint32_t prices_taken_s; /* when somebody last took rows of prices, or there was room */
    uint8_t is_open, gold_is_untold, partners_are_unknown;
    struct pb_market_stats stats;
};

/* scan.c: judges a part of what was scanned. */
void pb_market_judge_some(struct pb_market *market);

#endif
