/*
 * Policy: with whom a bot trades, which things, and on which terms (TradePolicy in the specification);
 * Playerbot.Trade.Policy names one. Another one is a line in policy.c. Pure. Any thread.
 */
#ifndef PB_TRADE_POLICY_H
#define PB_TRADE_POLICY_H

#include "include/playerbot_world_types.h"
#include "market/guard.h"

/* With whom at all: Playerbot.Trade.Security. The world tells neither guilds nor friends, so there is no
 * level for those. */
enum pb_trade_security { PB_TRADE_NOBODY, PB_TRADE_GROUP, PB_TRADE_EVERYONE };

/* By name; PB_TRADE_NOBODY for a name that there is not. */
enum pb_trade_security pb_trade_security(const char *name);
const char *pb_trade_security_name(enum pb_trade_security security);

/* Whom it deals with. */
struct pb_trade_partner {
    uint64_t guid;
    uint8_t is_member;    /* of the bot's own group, now */
    uint8_t is_bot;       /* 0: a human, or who knows */
    uint32_t trades_left; /* today, by Playerbot.Trade.DailyTrades */
    uint64_t gifts_left;  /* copper that may be given to it today, by Playerbot.Trade.DailyGift */
};

/* A stack that one side puts in. */
struct pb_trade_thing {
    const struct pb_item_template *item; /* NULL: unknown */
    struct pb_guard_terms terms;         /* of one piece */
    uint16_t count;
    uint8_t slot; /* of the inventory, of the bot's own things */
    uint8_t is_bound;
    uint8_t is_wanted; /* of its own: the bot itself has a use for it */
    uint8_t is_vetoed; /* of the other's: it counts nothing: somebody tampers with its market, or it is
                          damaged or conjured, which nobody else would buy */
};

/* A whole trade, as both windows show it. */
struct pb_trade_deal {
    struct pb_trade_partner partner;
    struct pb_trade_thing gives[PB_TRADE_SLOTS], takes[PB_TRADE_SLOTS];
    unsigned give_count, take_count;
    uint64_t pays, receives; /* copper */
    uint64_t booked;         /* copper that the daily limits let it pay */
    uint64_t purse;          /* copper that it has */
    uint8_t may_buy;         /* Playerbot.Trade.Purchases, and the market is open */
    uint8_t is_gift;         /* what it gives is meant to be given for nothing */
    uint8_t is_as_offered;   /* what it gives is what it means to give, to the piece */
    uint8_t has_room;        /* what it takes fits into its bags once what it gives is out */
};

#define PB_TRADE_VERDICTS(X)                                                                                 \
    X(FAIR, "fair")                                                                                          \
    X(EMPTY, "nothing is offered yet")                                                                       \
    X(NOT_WITH, "not with this one")                                                                         \
    X(LIMIT, "enough for today with this one")                                                               \
    X(SWAPPED, "its own offer is not what it put in")                                                        \
    X(NOT_OURS, "it does not give such things away")                                                         \
    X(NOT_THEIRS, "it does not take such things")                                                            \
    X(NO_PURCHASES, "it may not buy")                                                                        \
    X(NOT_BOOKED, "more money than was booked for it")                                                       \
    X(TOO_DEAR, "it would lose by it")                                                                       \
    X(NO_GIFT, "more than it may give away")                                                                 \
    X(NO_ROOM, "its bags are full")

enum pb_trade_verdict {
#define X(verdict, text) PB_VERDICT_##verdict,
    PB_TRADE_VERDICTS(X)
#undef X
        PB_VERDICTS
};

struct pb_trade_policy {
    const char *name;
    /* CanTradeWith: whom the security level and the daily limits let through comes here. */
    int (*can_trade_with)(const struct pb_trade_partner *partner);
    /* CanTradeItem: whether the bot may give a thing of its own, or take one. */
    int (*can_trade_item)(const struct pb_trade_thing *thing, int is_own);
    /* What it may give this partner for nothing now, in copper. */
    uint64_t (*gift_most)(const struct pb_trade_partner *partner);
};

/* By name; "market" for a name that there is not. */
const struct pb_trade_policy *pb_trade_policy(const char *name);

/* CanTradeWith: the level, the limit of trades, then the policy. */
int pb_trade_can_trade_with(const struct pb_trade_policy *policy, enum pb_trade_security security,
                            const struct pb_trade_partner *partner);
/* What a thing is worth when it is given away: what it is sold for at least, or what a vendor pays where no
 * price is known; at least 1 copper a piece, so that no gift is free of the limit. */
uint64_t pb_trade_gift_value(const struct pb_trade_thing *thing);
/* What the trade gives away for nothing: what goes out less what comes in, at prices that both speak against
 * the partner. 0 for a fair one. */
uint64_t pb_trade_gift_of(const struct pb_trade_deal *deal);
/* ValidateTrade: the first objection, or PB_VERDICT_FAIR. */
enum pb_trade_verdict pb_trade_validate(const struct pb_trade_policy *policy, enum pb_trade_security security,
                                        const struct pb_trade_deal *deal);
const char *pb_trade_verdict_text(enum pb_trade_verdict verdict);

#endif
