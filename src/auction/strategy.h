/*
 * Strategy: whether and for how much a bot sells and buys at an auction house. Another one is a row in
 * strategy.c. Pure: what is known comes in a struct, the answer goes out in one. Nothing that a strategy says
 * can pass the guard's bounds: who acts on it checks them again.
 */
#ifndef PB_AUCTION_STRATEGY_H
#define PB_AUCTION_STRATEGY_H

#include "include/playerbot_world.h"
#include "market/guard.h"

/* An item in a house. */
struct pb_auction_item {
    const struct pb_item_template *item;
    struct pb_guard_terms terms;
    double value, trend; /* copper for one piece, 0: not known; its change in a day, as a share */
    double confidence;   /* 0 to 1 */
    double cut_share;    /* what the house keeps of a sale */
    double earned;       /* copper that bots got for it from others lately, and have not paid for it since */
    double open;         /* copper that bots paid for it lately, and have not got for it; 0 or earned is 0 */
    double usual;        /* for one piece, were it as dear as most things there; 0: not known */
    double rival;        /* the least buyout for one piece that somebody else asks; 0: nobody does */
    uint16_t rivals;     /* auctions of others at no more than the value and a tenth */
    uint8_t is_rival_ours; /* the least one is of another bot */
    uint8_t is_vetoed;     /* somebody tampers with its market */
    uint8_t is_settled;    /* enough scans agree about its value to pay by it */
};

/* What it could post. */
struct pb_auction_lot {
    uint32_t count;
    uint32_t deposit;  /* for as many hours as the strategy says */
    unsigned failures; /* times in a row that it did not sell */
};

enum pb_auction_sale_verdict {
    PB_SALE_POST,
    PB_SALE_UNKNOWN,  /* nobody knows what it is worth */
    PB_SALE_POOR,     /* a vendor pays as much */
    PB_SALE_HOPELESS, /* others sell it for less than it may be sold for */
    PB_SALE_VERDICTS
};

/* How it is posted; for the whole stack. */
struct pb_auction_sale {
    uint32_t bid, buyout;
    double gain; /* expected above what a vendor pays */
};

enum pb_auction_need { PB_NEED_NOTHING, PB_NEED_CONSUMABLE, PB_NEED_UPGRADE, PB_NEED_BAG };

/* An auction that it could buy. */
struct pb_auction_offer {
    uint32_t bid_next, buyout, count, time_left_s;
    enum pb_auction_need need;
    double next;    /* least asked for a piece by who is neither its seller nor the bot; 0: nobody sells it */
    uint64_t money; /* that the bot has */
    uint64_t budget; /* of it, what is left for this visit */
    uint8_t may_bid; /* 0: it has as many open bids as it may */
};

enum pb_auction_purchase_verdict {
    PB_PURCHASE_NEED,   /* it can use it */
    PB_PURCHASE_VENDOR, /* a vendor pays more */
    PB_PURCHASE_RESALE, /* it sells for more */
    PB_PURCHASE_VETOED,
    PB_PURCHASE_DEAR, /* above what may be paid, or what it is worth to this bot */
    PB_PURCHASE_POOR, /* it cannot pay */
    PB_PURCHASE_BIDS, /* only a bid would do, and it may place none, or it is too early for one */
    PB_PURCHASE_VERDICTS
};

struct pb_auction_purchase {
    uint32_t amount;
    uint8_t is_buyout;
    double profit; /* expected; of what it needs, how far below the bound it is */
};

struct pb_auction_strategy {
    const char *name;
    /* What one piece will be worth in so many hours. */
    double (*predict_price)(const struct pb_auction_item *item, unsigned hours);
    /* For how long it posts: 12, 24 or 48 hours. */
    unsigned (*listing_hours)(const struct pb_auction_item *item);
    /* `sale` is filled when it is to be posted. */
    enum pb_auction_sale_verdict (*judge_sale)(const struct pb_auction_item *item,
                                               const struct pb_auction_lot *lot,
                                               struct pb_auction_sale *sale);
    /* `purchase` is filled when it is to be bought: the first three verdicts. */
    enum pb_auction_purchase_verdict (*judge_purchase)(const struct pb_auction_item *item,
                                                       const struct pb_auction_offer *offer,
                                                       struct pb_auction_purchase *purchase);
};

extern const struct pb_auction_strategy *const pb_auction_strategies[];
extern const unsigned pb_auction_strategy_count;
/* The strategy of a name; the first one for an unknown name. */
const struct pb_auction_strategy *pb_auction_strategy_find(const char *name);

/* How often in a row something may fail to sell before it is left to vendors. */
enum { PB_AUCTION_TRIES = 3 };

#endif
