/* Auction: the system by which bots sell and buy at auction houses (AuctionManager in the specification). See
 * docs/auction.md. */
#ifndef PB_AUCTION_AUCTION_H
#define PB_AUCTION_AUCTION_H

#include "ai/system.h"

extern const struct pb_system_type pb_auction_system;

#endif
