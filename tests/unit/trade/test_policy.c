#include "../scarce.h"
#include "../seed.h"
#include "include/playerbot_error.h"
#include "trade/partners.h"
#include "trade/policy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const struct pb_item_template cloth = {.entry = 1,
                                              .item_class = PB_ITEM_TRADE_GOODS,
                                              .sell_price = 10},
                                     key = {.entry = 2, .item_class = PB_ITEM_KEY, .sell_price = 10},
                                     token = {.entry = 3, .flags = PB_ITEM_FOR_QUEST},
                                     bound = {.entry = 4, .flags = PB_ITEM_SOULBOUND},
                                     heirloom = {.entry = 5, .item_class = PB_ITEM_ARMOR};

/* Worth 1000 a piece: bought for 880, sold for 960. */
static struct pb_trade_thing thing(const struct pb_item_template *item, unsigned count)
{
    return (struct pb_trade_thing){
        .item = item,
        .count = (uint16_t)count,
        .terms = {1000, 1000, item ? item->sell_price : 0, 0, pb_guard_buy_margin, pb_guard_sell_margin}};
}

static struct pb_trade_deal deal(void)
{
    return (struct pb_trade_deal){
        .partner = {.guid = 7, .is_member = 1, .trades_left = 10, .gifts_left = 5000},
        .booked = 1000000,
        .purse = 1000000,
        .may_buy = 1,
        .is_as_offered = 1,
        .has_room = 1};
}

static enum pb_trade_verdict judge(const char *policy, const struct pb_trade_deal *one)
{
    return pb_trade_validate(pb_trade_policy(policy), PB_TRADE_EVERYONE, one);
}

static void names_find_policies(void **state)
{
    (void)state;
    assert_string_equal(pb_trade_policy("group")->name, "group");
    assert_string_equal(pb_trade_policy("market")->name, "market");
    /* The one that gives nothing away. */
    assert_string_equal(pb_trade_policy("nonsense")->name, "market");
    assert_int_equal(pb_trade_security("everyone"), PB_TRADE_EVERYONE);
    assert_int_equal(pb_trade_security("group"), PB_TRADE_GROUP);
    assert_int_equal(pb_trade_security("nobody"), PB_TRADE_NOBODY);
    assert_int_equal(pb_trade_security("nonsense"), PB_TRADE_NOBODY);
    for (unsigned i = 0; i < PB_VERDICTS; i++)
        assert_true(strlen(pb_trade_verdict_text((enum pb_trade_verdict)i)) > 3);
}

static void security_says_with_whom(void **state)
{
    static const struct {
        enum pb_trade_security security;
        int is_member, trades_left, is_allowed;
    } rows[] = {
        {PB_TRADE_NOBODY, 0, 10, 0},  {PB_TRADE_NOBODY, 1, 10, 0},   {PB_TRADE_GROUP, 0, 10, 0},
        {PB_TRADE_GROUP, 1, 10, 1},   {PB_TRADE_EVERYONE, 0, 10, 1}, {PB_TRADE_EVERYONE, 1, 10, 1},
        {PB_TRADE_EVERYONE, 1, 0, 0}, {PB_TRADE_GROUP, 1, 0, 0},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pb_trade_deal one = deal();

        one.partner.is_member = (uint8_t)rows[i].is_member;
        one.partner.trades_left = (uint32_t)rows[i].trades_left;
        one.take_count = 1;
        one.takes[0] = thing(&cloth, 1);
        assert_int_equal(pb_trade_can_trade_with(pb_trade_policy("group"), rows[i].security, &one.partner),
                         rows[i].is_allowed);
        assert_int_equal(pb_trade_validate(pb_trade_policy("group"), rows[i].security, &one) ==
                             PB_VERDICT_FAIR,
                         rows[i].is_allowed);
    }
    assert_false(pb_trade_can_trade_with(pb_trade_policy("group"), PB_TRADE_EVERYONE,
                                         &(struct pb_trade_partner){.trades_left = 1}));
}

/* What changes hands at all. */
static void things_that_are_traded(void **state)
{
    static const struct {
        const struct pb_item_template *item;
        int is_bound, is_wanted;
        enum pb_trade_verdict gives, takes;
    } rows[] = {
        {&cloth, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {&cloth, 1, 0, PB_VERDICT_NOT_OURS, PB_VERDICT_NOT_THEIRS},
        {&cloth, 0, 1, PB_VERDICT_NOT_OURS, PB_VERDICT_FAIR},
        {&key, 0, 0, PB_VERDICT_NOT_OURS, PB_VERDICT_NOT_THEIRS},
        {&token, 0, 0, PB_VERDICT_NOT_OURS, PB_VERDICT_NOT_THEIRS},
        {&bound, 0, 0, PB_VERDICT_NOT_OURS, PB_VERDICT_NOT_THEIRS},
        {&heirloom, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {NULL, 0, 0, PB_VERDICT_NOT_OURS, PB_VERDICT_NOT_THEIRS},
    };
    unsigned i, side;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        for (side = 0; side < 2; side++) {
            struct pb_trade_deal one = deal();
            struct pb_trade_thing *it = side ? &one.takes[0] : &one.gives[0];

            *it = thing(rows[i].item, 1);
            it->is_bound = (uint8_t)rows[i].is_bound;
            it->is_wanted = (uint8_t)rows[i].is_wanted;
            one.give_count = !side;
            one.take_count = side;
            one.receives = side ? 0 : 960;
            assert_int_equal(judge("market", &one), side ? rows[i].takes : rows[i].gives);
            assert_int_equal(judge("group", &one), side ? rows[i].takes : rows[i].gives);
        }
}

/* gives and takes: pieces worth 1000 each. */
static void terms_that_are_fair(void **state)
{
    static const struct {
        unsigned gives, takes;
        uint64_t pays, receives;
        int is_gift, is_vetoed;
        enum pb_trade_verdict market, group;
    } rows[] = {
        {0, 0, 0, 0, 0, 0, PB_VERDICT_EMPTY, PB_VERDICT_EMPTY},
        {1, 0, 0, 960, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {1, 0, 0, 959, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {3, 0, 0, 2880, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {3, 0, 0, 2879, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {0, 1, 880, 0, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {0, 1, 881, 0, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {0, 1, 880, 0, 0, 1, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {0, 1, 0, 0, 0, 1, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {1, 1, 0, 80, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {1, 1, 0, 79, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {1, 2, 0, 0, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {1, 2, 0, 0, 0, 1, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {0, 0, 0, 500, 0, 0, PB_VERDICT_FAIR, PB_VERDICT_FAIR},
        {0, 0, 500, 0, 0, 0, PB_VERDICT_EMPTY, PB_VERDICT_EMPTY},
        {0, 0, 500, 499, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        /* Gifts: only where they are meant, never money, and no more than is left of today. */
        {1, 0, 0, 0, 0, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
        {1, 0, 0, 0, 1, 0, PB_VERDICT_NO_GIFT, PB_VERDICT_FAIR},
        {5, 0, 0, 0, 1, 0, PB_VERDICT_NO_GIFT, PB_VERDICT_FAIR},
        {6, 0, 0, 0, 1, 0, PB_VERDICT_NO_GIFT, PB_VERDICT_NO_GIFT},
        {6, 1, 0, 0, 1, 0, PB_VERDICT_NO_GIFT, PB_VERDICT_FAIR},
        {1, 0, 1, 0, 1, 0, PB_VERDICT_TOO_DEAR, PB_VERDICT_TOO_DEAR},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pb_trade_deal one = deal();

        one.give_count = rows[i].gives > 0;
        one.gives[0] = thing(&cloth, rows[i].gives);
        one.take_count = rows[i].takes > 0;
        one.takes[0] = thing(&cloth, rows[i].takes);
        one.takes[0].is_vetoed = (uint8_t)rows[i].is_vetoed;
        one.pays = rows[i].pays;
        one.receives = rows[i].receives;
        one.is_gift = (uint8_t)rows[i].is_gift;
        assert_int_equal(judge("market", &one), rows[i].market);
        assert_int_equal(judge("group", &one), rows[i].group);
    }
}

/* Each of the other conditions alone makes a good deal a bad one. */
static void every_condition_counts(void **state)
{
    struct pb_trade_deal good = deal(), one;

    (void)state;
    good.take_count = 1;
    good.takes[0] = thing(&cloth, 1);
    good.pays = 880;
    assert_int_equal(judge("group", &good), PB_VERDICT_FAIR);
#define BAD(change, verdict)                                                                                 \
    one = good;                                                                                              \
    one.change;                                                                                              \
    assert_int_equal(judge("group", &one), verdict)
    BAD(partner.trades_left = 0, PB_VERDICT_LIMIT);
    BAD(partner.guid = 0, PB_VERDICT_NOT_WITH);
    BAD(is_as_offered = 0, PB_VERDICT_SWAPPED);
    BAD(may_buy = 0, PB_VERDICT_NO_PURCHASES);
    BAD(booked = 879, PB_VERDICT_NOT_BOOKED);
    BAD(purse = 879, PB_VERDICT_NOT_BOOKED);
    BAD(has_room = 0, PB_VERDICT_NO_ROOM);
    BAD(takes[0].terms.low = 0, PB_VERDICT_TOO_DEAR);
    one = good;
    one.partner.is_member = 0;
    one.pays = 0;
    one.take_count = 0;
    one.give_count = 1;
    one.is_gift = 1;
    one.gives[0] = thing(&cloth, 1);
    assert_int_equal(judge("group", &one), PB_VERDICT_NO_GIFT);
#undef BAD
}

/* What has no price is no free gift. */
static void every_gift_has_a_value(void **state)
{
    struct pb_trade_thing one = thing(&cloth, 5);

    (void)state;
    assert_int_equal(pb_trade_gift_value(&one), 4800);
    one.terms.low = one.terms.high = 0;
    assert_int_equal(pb_trade_gift_value(&one), 50);
    one.terms = (struct pb_guard_terms){0};
    one.item = &heirloom;
    assert_int_equal(pb_trade_gift_value(&one), 5);
    one.item = NULL;
    assert_true(pb_trade_gift_value(&one) == UINT64_MAX);
}

/* ---- Partners ---- */

enum { MANY = 300 };

/* Beside a plain list: what is noted is neither forgotten within the day nor kept beyond it. */
static void partners_are_remembered_for_a_day(void **state)
{
    uint64_t seed = pb_seed("partners"), given[MANY] = {0}, seen;
    uint32_t trades[MANY] = {0}, day = 1, seen_trades;
    struct pb_partners partners = {0};
    unsigned i, step;

    (void)state;
    assert_int_equal(pb_partners_reserve(&partners, 1, &pb_memory_libc), PB_OK);
    for (step = 0; step < 20000; step++) {
        unsigned who = pb_seed_below(&seed, MANY);
        uint64_t copper = pb_seed_below(&seed, 1000);

        if (pb_seed_below(&seed, 2000) == 0) {
            day++;
            memset(given, 0, sizeof given);
            memset(trades, 0, sizeof trades);
        }
        if (pb_seed_below(&seed, 500) == 0)
            assert_int_equal(pb_partners_reserve(&partners, pb_seed_below(&seed, MANY * 2), &pb_memory_libc),
                             PB_OK);
        if (pb_seed_below(&seed, 4) && pb_partners_charge(&partners, 5000 + who, day, copper) == PB_OK) {
            given[who] += copper;
            trades[who]++;
        } else if (trades[who] && given[who] >= copper) {
            pb_partners_refund(&partners, 5000 + who, day, copper);
            given[who] -= copper;
            trades[who]--;
        }
        /* What others gave: the larger of both counts. */
        if (pb_seed_below(&seed, 8) == 0) {
            uint64_t theirs = pb_seed_below(&seed, 5000);
            uint32_t often = pb_seed_below(&seed, 10);
            uint64_t known;
            uint32_t known_trades;

            who = pb_seed_below(&seed, MANY);
            pb_partners_raise(&partners, 5000 + who, day, theirs, often);
            /* A full book knows nothing of it, and refuses. */
            if (pb_partners_find(&partners, 5000 + who, day, &known, &known_trades)) {
                given[who] = theirs > given[who] ? theirs : given[who];
                trades[who] = often > trades[who] ? often : trades[who];
            }
        }
        who = pb_seed_below(&seed, MANY);
        pb_partners_find(&partners, 5000 + who, day, &seen, &seen_trades);
        assert_int_equal(seen, given[who]);
        assert_int_equal(seen_trades, trades[who]);
    }
    for (i = 0; i < MANY; i++) {
        pb_partners_find(&partners, 5000 + i, day, &seen, &seen_trades);
        assert_int_equal(seen, given[i]);
    }
    pb_partners_release(&partners, &pb_memory_libc);
}

static void a_full_book_refuses(void **state)
{
    struct pb_partners partners = {0};
    uint64_t given;
    uint32_t trades;
    unsigned i, noted = 0;

    (void)state;
    assert_int_equal(pb_partners_charge(&partners, 1, 1, 1), PB_E_limit_reached);
    assert_int_equal(pb_partners_reserve(&partners, 8, &pb_memory_libc), PB_OK);
    for (i = 1; i <= 100; i++)
        noted += pb_partners_charge(&partners, i, 1, 10) == PB_OK;
    assert_int_equal(noted, PB_PARTNER_WAYS);
    assert_int_equal(pb_partners_find(&partners, 200, 1, &given, &trades), 0);
    assert_int_equal(partners.refused, 1 + 100 - PB_PARTNER_WAYS);
    /* Those of yesterday make room. */
    assert_int_equal(pb_partners_charge(&partners, 200, 2, 10), PB_OK);
    assert_int_equal(pb_partners_bytes(&partners), PB_PARTNER_WAYS * sizeof(struct pb_partner_account));
    pb_partners_release(&partners, &pb_memory_libc);
}

static void growing_without_memory_changes_nothing(void **state)
{
    struct pb_partners partners = {0};
    struct pb_scarce scarce;
    uint64_t given;
    uint32_t trades;

    (void)state;
    pb_scarce_init(&scarce, 1);
    scarce.memory.user = &scarce;
    assert_int_equal(pb_partners_reserve(&partners, 8, &scarce.memory), PB_OK);
    assert_int_equal(pb_partners_charge(&partners, 9, 1, 10), PB_OK);
    assert_int_equal(pb_partners_reserve(&partners, 800, &scarce.memory), PB_E_no_memory);
    assert_int_equal(pb_partners_find(&partners, 9, 1, &given, &trades), 1);
    assert_int_equal(given, 10);
    pb_partners_release(&partners, &scarce.memory);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_find_policies),
        cmocka_unit_test(security_says_with_whom),
        cmocka_unit_test(things_that_are_traded),
        cmocka_unit_test(terms_that_are_fair),
        cmocka_unit_test(every_condition_counts),
        cmocka_unit_test(every_gift_has_a_value),
        cmocka_unit_test(partners_are_remembered_for_a_day),
        cmocka_unit_test(a_full_book_refuses),
        cmocka_unit_test(growing_without_memory_changes_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
