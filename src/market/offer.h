/* Offer and sale: what an auction house shows of an auction, and what is known of one that was sold. */
#ifndef PB_MARKET_OFFER_H
#define PB_MARKET_OFFER_H

#include <stdint.h>

/* An auction with a buyout. */
struct pb_offer {
    uint64_t seller;
    double price; /* copper for one piece */
    uint32_t auction_id, ends_s;
    uint32_t count;
};

struct pb_sale {
    uint64_t seller, buyer; /* 0: not known */
    double price;           /* copper for one piece */
    uint32_t count, at_s;
};

#endif
