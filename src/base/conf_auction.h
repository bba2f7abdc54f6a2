/* What Playerbot.Auction.Limits says: words such as bot=10, with blanks between. Pure. */
#ifndef PB_BASE_CONF_AUCTION_H
#define PB_BASE_CONF_AUCTION_H

#include <stddef.h>
#include <stdint.h>

/* The words: name, field, default, minimum, maximum. */
#define PB_CONF_AUCTION_WORDS(X)                                                                             \
    X("bot", per_bot, 10, 0, 100)         /* auctions of a bot in a house at a time */                       \
    X("house", per_house, 1000, 0, 20000) /* of all bots of the agent there */                               \
    X("item", per_item, 20, 0, 200)       /* of these, of one item */                                        \
    X("scan", scan_s, 900, 60, 86400)     /* seconds from one scan of a house to the next */

struct pb_conf_auction {
#define X(name, field, value, minimum, maximum) uint32_t field;
    PB_CONF_AUCTION_WORDS(X)
#undef X
    char strategy[16]; /* strategy=market or modest */
};

/* What is not named has its default. Returns 0, or -1 and in `wanted` what would be good. */
int pb_conf_auction_read(const char *text, struct pb_conf_auction *auction, char *wanted, size_t size);

#endif
