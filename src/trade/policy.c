#include "trade/policy.h"
#include "item/item_money.h"
#include <string.h>

/* ---- Security ---- */

static const char *const levels[] = {"nobody", "group", "everyone"};

enum pb_trade_security pb_trade_security(const char *name)
{
    unsigned i;

    for (i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i], name) == 0)
            return (enum pb_trade_security)i;
    return PB_TRADE_NOBODY;
}

const char *pb_trade_security_name(enum pb_trade_security security)
{
    return levels[security];
}

/* ---- Policies ---- */

static int anybody(const struct pb_trade_partner *partner)
{
    (void)partner;
    return 1;
}

/* What can change hands at all, and of its own only what it has no use for. */
static int is_tradeable(const struct pb_trade_thing *thing, int is_own)
{
    return thing->item && thing->count && !thing->is_bound && !(thing->item->flags & PB_ITEM_SOULBOUND) &&
           !pb_item_is_sacred(thing->item) && !(is_own && thing->is_wanted);
}

static uint64_t nothing(const struct pb_trade_partner *partner)
{
    (void)partner;
    return 0;
}

static uint64_t to_members(const struct pb_trade_partner *partner)
{
    return partner->is_member ? partner->gifts_left : 0;
}

static const struct pb_trade_policy policies[] = {
    {"market", anybody, is_tradeable, nothing},
    /* GroupTradePolicy: members of the group share; with others it deals as the market does. */
    {"group", anybody, is_tradeable, to_members},
};

const struct pb_trade_policy *pb_trade_policy(const char *name)
{
    unsigned i;

    for (i = 0; i < sizeof policies / sizeof *policies; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return &policies[0];
}

int pb_trade_can_trade_with(const struct pb_trade_policy *policy, enum pb_trade_security security,
                            const struct pb_trade_partner *partner)
{
    if (!partner->guid || !partner->trades_left || security == PB_TRADE_NOBODY ||
        (security == PB_TRADE_GROUP && !partner->is_member))
        return 0;
    return policy->can_trade_with(partner);
}

/* ---- A whole trade ---- */

uint64_t pb_trade_gift_value(const struct pb_trade_thing *thing)
{
    uint64_t value = pb_guard_sell_least(&thing->terms, thing->count), money;

    if (!thing->item)
        return UINT64_MAX;
    money = pb_item_money(thing->item, thing->count);
    if (value == UINT64_MAX || value < money)
        value = money;
    return value > thing->count ? value : thing->count;
}

static uint64_t worth_of_takes(const struct pb_trade_deal *deal)
{
    uint64_t sum = 0;
    unsigned i;

    for (i = 0; i < deal->take_count; i++)
        if (!deal->takes[i].is_vetoed)
            sum += pb_guard_buy_most(&deal->takes[i].terms, deal->takes[i].count);
    return sum;
}

uint64_t pb_trade_gift_of(const struct pb_trade_deal *deal)
{
    uint64_t out = deal->pays, in = deal->receives + worth_of_takes(deal);
    unsigned i;

    for (i = 0; i < deal->give_count; i++)
        if (__builtin_add_overflow(out, pb_trade_gift_value(&deal->gives[i]), &out))
            return UINT64_MAX;
    return out > in ? out - in : 0;
}

/* At market prices, each against the partner. What somebody tampers with counts nothing. */
static int is_fair(const struct pb_trade_deal *deal)
{
    struct pb_guard_stack gives[PB_TRADE_SLOTS], takes[PB_TRADE_SLOTS];
    unsigned i, take_count = 0;

    for (i = 0; i < deal->give_count; i++)
        gives[i] = (struct pb_guard_stack){deal->gives[i].terms, deal->gives[i].count};
    for (i = 0; i < deal->take_count; i++)
        if (!deal->takes[i].is_vetoed)
            takes[take_count++] = (struct pb_guard_stack){deal->takes[i].terms, deal->takes[i].count};
    return pb_guard_is_fair(gives, deal->give_count, deal->pays, takes, take_count, deal->receives);
}

static enum pb_trade_verdict judge_things(const struct pb_trade_policy *policy,
                                          const struct pb_trade_deal *deal)
{
    unsigned i;

    for (i = 0; i < deal->give_count; i++)
        if (!policy->can_trade_item(&deal->gives[i], 1))
            return PB_VERDICT_NOT_OURS;
    for (i = 0; i < deal->take_count; i++)
        if (!policy->can_trade_item(&deal->takes[i], 0))
            return PB_VERDICT_NOT_THEIRS;
    return PB_VERDICT_FAIR;
}

/* Money never goes out as a gift. */
static enum pb_trade_verdict judge_terms(const struct pb_trade_policy *policy,
                                         const struct pb_trade_deal *deal)
{
    if (is_fair(deal))
        return PB_VERDICT_FAIR;
    if (deal->pays || !deal->is_gift)
        return PB_VERDICT_TOO_DEAR;
    return pb_trade_gift_of(deal) <= policy->gift_most(&deal->partner) ? PB_VERDICT_FAIR : PB_VERDICT_NO_GIFT;
}

enum pb_trade_verdict pb_trade_validate(const struct pb_trade_policy *policy, enum pb_trade_security security,
                                        const struct pb_trade_deal *deal)
{
    enum pb_trade_verdict verdict;

    if (!deal->partner.trades_left)
        return PB_VERDICT_LIMIT;
    if (!pb_trade_can_trade_with(policy, security, &deal->partner))
        return PB_VERDICT_NOT_WITH;
    if (!deal->is_as_offered)
        return PB_VERDICT_SWAPPED;
    if (!deal->give_count && !deal->take_count && !deal->receives)
        return PB_VERDICT_EMPTY;
    if (deal->pays && !deal->may_buy)
        return PB_VERDICT_NO_PURCHASES;
    if (deal->pays > deal->booked || deal->pays > deal->purse)
        return PB_VERDICT_NOT_BOOKED;
    verdict = judge_things(policy, deal);
    if (verdict == PB_VERDICT_FAIR)
        verdict = judge_terms(policy, deal);
    return verdict == PB_VERDICT_FAIR && !deal->has_room ? PB_VERDICT_NO_ROOM : verdict;
}

const char *pb_trade_verdict_text(enum pb_trade_verdict verdict)
{
    static const char *const texts[PB_VERDICTS] = {
#define X(verdict, text) text,
        PB_TRADE_VERDICTS(X)
#undef X
    };

    return texts[verdict];
}
