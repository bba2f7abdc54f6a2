/* A page of a house that is taken in whole, as often as the cache wants to read it; returns where the next
 * one begins, 0 after the last. */
#ifndef TESTS_WHOLE_PAGE_H
#define TESTS_WHOLE_PAGE_H

#include "market/auction_cache.h"

static inline uint32_t whole_page(struct pb_auction_cache *cache, uint8_t house, uint32_t from_id,
                                  const struct pb_auction *auctions, unsigned count, int is_last,
                                  uint32_t now_s)
{
    unsigned first = 0;

    for (;;) {
        from_id =
            pb_auction_cache_page(cache, house, from_id, auctions + first, count - first, is_last, now_s);
        while (from_id && first < count && auctions[first].auction_id < from_id)
            first++;
        if (!from_id || (!is_last && first == count))
            return from_id;
    }
}

#endif
