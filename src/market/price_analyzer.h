/*
 * Price analyzer: what all bots know of prices, held once: for each item of each house its price (price.h)
 * and the band of its trusted values (guard.h). Nothing is allocated once it is there; when it is full, the
 * item that was not asked for longest makes room, roughly, and has to be recalled. Tick thread only.
 */
#ifndef PB_MARKET_PRICE_ANALYZER_H
#define PB_MARKET_PRICE_ANALYZER_H

#include "base/cache.h"
#include "market/auction_cache.h"
#include "market/guard.h"
#include "market/price.h"

enum { PB_PRICE_OFFERS = 256 }; /* of one scan that are looked at, the cheapest first */

struct pb_price_entry {
    struct pb_price price;
    struct pb_guard_band band;
};

/* pb_price_analyzer_release() after pb_price_analyzer_init(), also when it failed. */
struct pb_price_analyzer {
    struct pb_cache entries; /* its counts may be read */
    struct pb_offer offers[PB_PRICE_OFFERS];
};

/* Room for `items` items of all houses together. Returns 0, PB_E_no_memory or PB_E_bad_argument. */
int pb_price_analyzer_init(struct pb_price_analyzer *analyzer, uint32_t items, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* One that is all zeros is fine. */
void pb_price_analyzer_release(struct pb_price_analyzer *analyzer);
size_t pb_price_analyzer_bytes(const struct pb_price_analyzer *analyzer);

/* What is known of an item, NULL for nothing. Valid until something new becomes known. */
const struct pb_price_entry *pb_price_analyzer_find(struct pb_price_analyzer *analyzer, uint8_t house,
                                                    uint32_t entry);
/* Looks at what the auction cache has of an item, after a scan of it. O(auctions of the item). */
void pb_price_analyzer_scan(struct pb_price_analyzer *analyzer, struct pb_auction_cache *auctions,
                            uint8_t house, uint32_t entry, uint32_t now_s);
/* Does so for the next items of a house, `most` of them at most, in the order of their entries, so that a
 * tick takes a part of a scan. `cursor` is 0 at first, and again when the house is through. Returns how many.
 */
unsigned pb_price_analyzer_step(struct pb_price_analyzer *analyzer, struct pb_auction_cache *auctions,
                                uint8_t house, uint32_t *cursor, unsigned most, uint32_t now_s);
/* Takes in a sale that is known. */
void pb_price_analyzer_sold(struct pb_price_analyzer *analyzer, uint8_t house, uint32_t entry,
                            const struct pb_sale *sale);
/* Begins an item with what the database knows of it. */
void pb_price_analyzer_recall(struct pb_price_analyzer *analyzer, uint8_t house, uint32_t entry, double value,
                              double error, uint32_t at_s);

/*
 * The bounds for dealing in an item now: guard terms from its band, or, when it is not known, those of an
 * item that only vendors take. `is_vetoed` becomes 1 when it is not to be bought at all: an alarm is on.
 */
struct pb_guard_terms pb_price_analyzer_terms(struct pb_price_analyzer *analyzer, uint8_t house,
                                              uint32_t entry, uint32_t vendor_pays, uint32_t vendor_asks,
                                              uint32_t now_s, int *is_vetoed);

#endif
