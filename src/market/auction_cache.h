/*
 * Auction cache: what all bots know of the auction houses, held once, at most 64 bytes an auction; nothing is
 * allocated once it is there. Filled page by page, as pb_world's scan_auctions hands them out: a page tells
 * of all auctions between its first id and its last, so what is known there and is not in it is gone. Who
 * reads gets rows that nobody changes until the next page. Tick thread only.
 */
#ifndef PB_MARKET_AUCTION_CACHE_H
#define PB_MARKET_AUCTION_CACHE_H

#include "base/memory.h"
#include "base/order.h"
#include "include/playerbot_world_types.h"

/* What everybody sees of an auction; 36 bytes. */
struct pb_auction_row {
    uint32_t auction_id, entry;
    uint32_t seller_low, seller_high; /* halves of the guid, so that rows need no alignment to 8 bytes */
    uint32_t bid, bid_next, buyout;   /* as in struct pb_auction, for the whole stack */
    uint32_t ends_s;                  /* on the clock of who filled the cache */
    uint16_t count;
    uint8_t house; /* ids may be the same in two houses */
    uint8_t unused;
};

enum pb_auction_order {
    PB_AUCTIONS_BY_ID,   /* house, id */
    PB_AUCTIONS_BY_ITEM, /* house, item; buyout for one, those without a buyout last, by the next bid for one
                          */
    PB_AUCTIONS_BY_SELLER, /* seller, house */
    PB_AUCTIONS_BY_END,
    PB_AUCTION_ORDERS
};

#define PB_AUCTION_CACHE_STATS(X)                                                                            \
    X(auctions, "auctions now", "auctions that are known now")                                               \
    X(bytes, "bytes now", "bytes that the cache takes")                                                      \
    X(pages, "pages", "pages that were taken in")                                                            \
    X(added, "auctions", "auctions that came to be known")                                                   \
    X(changed, "auctions", "auctions that were found changed")                                               \
    X(same, "auctions", "auctions that were found as they were known")                                       \
    X(gone, "auctions", "auctions that were not in the house any more")                                      \
    X(ended, "auctions", "auctions whose time was over")                                                     \
    X(replaced, "auctions", "auctions that made room for a cheaper one of the same item")                    \
    X(refused, "auctions", "auctions that there was no room for, or that made no sense")                     \
    X(hits, "look-ups", "look-ups that found an auction")                                                    \
    X(misses, "look-ups", "look-ups that found none")

struct pb_auction_cache_stats {
#define X(name, unit, text) uint64_t name;
    PB_AUCTION_CACHE_STATS(X)
#undef X
};

struct pb_auction_cache;

/* What a page forgets at most, so that no step is long. */
enum { PB_AUCTION_GONE_MOST = 64 };

/* Room for `capacity` auctions. Caller frees. Returns 0 or PB_E_no_memory. */
int pb_auction_cache_new(struct pb_auction_cache **cache, uint32_t capacity, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_auction_cache_free(struct pb_auction_cache *cache);

/*
 * Takes in a page of a house: `count` auctions from id `from_id` up, by id. `is_last`: there are none behind
 * it. Returns from which id the next page is to begin, 0 after the last one. A page forgets
 * PB_AUCTION_GONE_MOST auctions that are gone at most, and is then to be read again from the id that it
 * returns: where nobody looked for hours there may be thousands. When the cache is full an auction takes the
 * place of the dearest of its item if it is cheaper, else it is refused: buyers and prices need the cheap
 * ones. Auctions that are out of order or make no sense are refused too. O(count log auctions).
 */
uint32_t pb_auction_cache_page(struct pb_auction_cache *cache, uint8_t house, uint32_t from_id,
                               const struct pb_auction *auctions, unsigned count, int is_last,
                               uint32_t now_s);
/* One auction, such as an own one that was just posted. */
void pb_auction_cache_put(struct pb_auction_cache *cache, uint8_t house, const struct pb_auction *auction,
                          uint32_t now_s);
/* It was bought or cancelled. */
void pb_auction_cache_remove(struct pb_auction_cache *cache, uint8_t house, uint32_t auction_id);
/* Forgets those whose time is over, `most` at most; returns how many. */
unsigned pb_auction_cache_expire(struct pb_auction_cache *cache, uint32_t now_s, unsigned most);

/* ---- Looking; rows are borrowed until the next change of the cache ---- */

/* NULL: not known. */
const struct pb_auction_row *pb_auction_cache_find(struct pb_auction_cache *cache, uint8_t house,
                                                   uint32_t auction_id);
/* That with the least buyout for one piece; NULL when none of the item has a buyout. */
const struct pb_auction_row *pb_auction_cache_cheapest(struct pb_auction_cache *cache, uint8_t house,
                                                       uint32_t entry);

/* The least item above `entry` of which the house has an auction; 0: there is none. */
uint32_t pb_auction_cache_next_entry(struct pb_auction_cache *cache, uint8_t house, uint32_t entry);

/* A walk over some auctions; true until the next change of the cache. */
struct pb_auction_walk {
    const struct pb_auction_cache *cache;
    struct pb_order_place place;
    struct pb_auction_row wanted;
    enum pb_auction_order order;
};

/* All of an item, the cheapest first; of a seller; those that end up to and including `until_s`, the first
 * first. A walk that finds nothing counts as a miss. */
void pb_auction_walk_item(struct pb_auction_walk *walk, struct pb_auction_cache *cache, uint8_t house,
                          uint32_t entry);
void pb_auction_walk_seller(struct pb_auction_walk *walk, struct pb_auction_cache *cache,
                            uint64_t seller_guid);
void pb_auction_walk_ending(struct pb_auction_walk *walk, struct pb_auction_cache *cache, uint32_t until_s);
/* NULL at the end. */
const struct pb_auction_row *pb_auction_walk_next(struct pb_auction_walk *walk);

static inline uint64_t pb_auction_seller(const struct pb_auction_row *row)
{
    return (uint64_t)row->seller_high << 32 | row->seller_low;
}

const struct pb_auction_cache_stats *pb_auction_cache_stats(const struct pb_auction_cache *cache);

#endif
