/* An auction of seller 7, without bids, as a page of a scan has it. */
#ifndef TESTS_AUCTION_OF_H
#define TESTS_AUCTION_OF_H

#include "include/playerbot_world_types.h"

static inline struct pb_auction auction_of(uint32_t id, uint32_t entry, uint32_t buyout, unsigned count)
{
    return (struct pb_auction){.auction_id = id,
                               .entry = entry,
                               .seller_guid = 7,
                               .bid_next = 1,
                               .buyout = buyout,
                               .count = (uint16_t)count,
                               .time_left_s = 100};
}

#endif
