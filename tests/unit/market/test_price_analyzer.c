#include "../scarce.h"
#include "include/playerbot_error.h"
#include "market/price_analyzer.h"
#include "whole_page.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { HOUSE = 2, ENTRY = 2589, ITEMS = 64, BEGIN_S = 2000000, SCAN_S = 1800, MOST = 300 };

struct fixture {
    struct pb_scarce scarce;
    struct pb_auction_cache *auctions;
    struct pb_price_analyzer analyzer;
    uint32_t now_s;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    memset(&fixture, 0, sizeof fixture);
    pb_scarce_init(&fixture.scarce, -1);
    fixture.now_s = BEGIN_S;
    *state = &fixture;
    return pb_auction_cache_new(&fixture.auctions, 1000, &fixture.scarce.memory) ||
           pb_price_analyzer_init(&fixture.analyzer, ITEMS, &fixture.scarce.memory);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    pb_auction_cache_free(fixture->auctions);
    pb_price_analyzer_release(&fixture->analyzer);
    return fixture->scarce.blocks != 0;
}

/* A scan of the house: sellers of one each from 980 copper a piece up, then `wall` auctions of one seller;
 * stacks of five, and one without a buyout. */
static void scan(struct fixture *fixture, unsigned sellers, unsigned wall, uint32_t wall_price)
{
    struct pb_auction page[MOST];
    unsigned count = 0, i;

    memset(page, 0, sizeof page);
    for (i = 0; i < sellers + wall + 1; i++, count++) {
        int is_wall = i >= sellers;

        page[count] = (struct pb_auction){.auction_id = 10 + i,
                                          .entry = ENTRY,
                                          .seller_guid = is_wall ? 999 : 100 + i,
                                          .bid_next = 5,
                                          .buyout = 5 * (is_wall ? wall_price : 980 + 10 * i),
                                          .time_left_s = 40000,
                                          .count = 5};
    }
    page[count - 1].buyout = 0;
    fixture->now_s += SCAN_S;
    whole_page(fixture->auctions, HOUSE, 1, page, count, 1, fixture->now_s);
    pb_price_analyzer_scan(&fixture->analyzer, fixture->auctions, HOUSE, ENTRY, fixture->now_s);
}

static double value_of(struct fixture *fixture)
{
    const struct pb_price_entry *known = pb_price_analyzer_find(&fixture->analyzer, HOUSE, ENTRY);

    return known ? pb_price_value(&known->price) : 0;
}

static void reads_the_auction_cache(void **state)
{
    struct fixture *fixture = *state;
    struct pb_guard_terms terms;
    int is_vetoed;

    assert_null(pb_price_analyzer_find(&fixture->analyzer, HOUSE, ENTRY));
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, BEGIN_S, &is_vetoed);
    assert_true(!is_vetoed && terms.high == 0 && terms.vendor_pays == 20);
    for (unsigned i = 0; i < 8; i++)
        scan(fixture, 10, 0, 0);
    assert_true(fabs(value_of(fixture) / 1010 - 1) < 0.02);
    assert_null(pb_price_analyzer_find(&fixture->analyzer, HOUSE + 1, ENTRY));
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s, &is_vetoed);
    assert_true(!is_vetoed && fabs(terms.low / 1010 - 1) < 0.02 && fabs(terms.high / 1010 - 1) < 0.02);
    /* A week without a scan: nothing is known to deal by. */
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s + 8 * 86400,
                                    &is_vetoed);
    assert_true(terms.high == 0);
}

/* What has no buyout has no price. */
static void few_with_a_buyout(void **state)
{
    struct fixture *fixture = *state;

    for (unsigned i = 0; i < 8; i++)
        scan(fixture, 2, 0, 0);
    assert_true(fabs(value_of(fixture) / 990 - 1) < 0.02);
}

/* What three accounts ask for it, however often, is no price that a bot pays; that of four is. */
static void few_sellers_make_no_price(void **state)
{
    struct fixture *fixture = *state;
    struct pb_guard_terms terms;
    unsigned i;
    int is_vetoed;

    for (i = 0; i < 50; i++)
        scan(fixture, 2, 40, 1000);
    assert_true(value_of(fixture) > 900);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 3, 0, fixture->now_s, &is_vetoed);
    assert_true(!(terms.high > 0));
    assert_int_equal(pb_guard_buy_most(&terms, 100), 264);
    assert_true(pb_guard_sell_least(&terms, 1) == UINT64_MAX);
    scan(fixture, 3, 1, 1010);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 3, 0, fixture->now_s, &is_vetoed);
    assert_true(terms.low > 900);
    /* That they went later is no reason to forget it. */
    scan(fixture, 1, 0, 0);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 3, 0, fixture->now_s, &is_vetoed);
    assert_true(terms.low > 900);
}

static void vetoes_and_does_not_trust_a_spike(void **state)
{
    struct fixture *fixture = *state;
    struct pb_guard_terms terms;
    int is_vetoed;

    for (unsigned i = 0; i < 8; i++)
        scan(fixture, 10, 0, 0);
    for (unsigned i = 0; i < 6; i++)
        scan(fixture, 1, 20, 4000);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s, &is_vetoed);
    assert_true(is_vetoed);
    assert_true(fabs(terms.high / 1010 - 1) < 0.02);
    /* While it lasts no value is added: those of the day before are forgotten after a week. */
    fixture->now_s += 86400 - 6 * SCAN_S;
    for (unsigned i = 0; i < 2; i++)
        scan(fixture, 1, 20, 4000);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s + 6 * 86400,
                                    &is_vetoed);
    assert_true(terms.high == 0);
    for (unsigned i = 0; i < 5; i++)
        scan(fixture, 10, 0, 0);
    pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s, &is_vetoed);
    assert_false(is_vetoed);
}

static void takes_sales_and_what_is_recalled(void **state)
{
    struct fixture *fixture = *state;
    struct pb_sale sale = {1, 2, 955, 1, BEGIN_S};
    struct pb_guard_terms terms;
    int is_vetoed;

    pb_price_analyzer_recall(&fixture->analyzer, HOUSE, ENTRY, 0, 0.1, BEGIN_S);
    assert_true(value_of(fixture) == 0);
    pb_price_analyzer_recall(&fixture->analyzer, HOUSE, ENTRY, 500, 0.05, BEGIN_S);
    assert_true(fabs(value_of(fixture) - 500) < 0.1);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, BEGIN_S, &is_vetoed);
    assert_true(fabs(terms.low - 500) < 0.1);
    /* What is hardly known is not trusted. */
    pb_price_analyzer_recall(&fixture->analyzer, HOUSE, ENTRY + 1, 500, 0.5, BEGIN_S);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY + 1, 20, 0, BEGIN_S, &is_vetoed);
    assert_true(terms.high == 0);
    for (unsigned i = 0; i < 10; i++) {
        sale.seller = 100 + i;
        sale.buyer = 200 + i;
        pb_price_analyzer_sold(&fixture->analyzer, HOUSE, ENTRY + 2, &sale);
    }
    assert_true(
        fabs(pb_price_value(&pb_price_analyzer_find(&fixture->analyzer, HOUSE, ENTRY + 2)->price) / 993 - 1) <
        0.02);
}

/* Nor does it become trusted by what one account asks, as often as it is scanned; four sellers tell. */
static void what_is_hardly_known_proves_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct pb_guard_terms terms;
    unsigned i;
    int is_vetoed;

    pb_price_analyzer_recall(&fixture->analyzer, HOUSE, ENTRY, 100000, 0.16, BEGIN_S);
    for (i = 0; i < 20; i++)
        scan(fixture, 0, 5, 100000);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s, &is_vetoed);
    assert_true(terms.high == 0);
    for (i = 0; i < 20; i++)
        scan(fixture, 6, 0, 0);
    terms = pb_price_analyzer_terms(&fixture->analyzer, HOUSE, ENTRY, 20, 0, fixture->now_s, &is_vetoed);
    assert_true(terms.high > 900 && terms.high < 1100);
}

static void goes_through_a_house_in_steps(void **state)
{
    static const uint32_t entries[] = {7, 40, 41, 9000, UINT32_MAX};
    struct fixture *fixture = *state;
    struct pb_auction auction = {
        .bid_next = 5, .buyout = 500, .time_left_s = 40000, .count = 1, .seller_guid = 3};
    uint32_t cursor = 0;

    assert_int_equal(
        pb_price_analyzer_step(&fixture->analyzer, fixture->auctions, HOUSE, &cursor, 9, BEGIN_S), 0);
    for (unsigned i = 0; i < 5; i++)
        for (unsigned j = 0; j < 3; j++) {
            auction.auction_id = 1 + 3 * i + j;
            auction.entry = entries[i];
            /* An item all of whose auctions have no buyout is one, too. */
            auction.buyout = i == 1 ? 0 : 500;
            pb_auction_cache_put(fixture->auctions, HOUSE, &auction, BEGIN_S);
        }
    auction.entry = 8;
    pb_auction_cache_put(fixture->auctions, HOUSE + 1, &auction, BEGIN_S);
    auction.entry = 6;
    pb_auction_cache_put(fixture->auctions, HOUSE - 1, &auction, BEGIN_S);
    assert_int_equal(pb_auction_cache_next_entry(fixture->auctions, HOUSE - 1, 5), 6);
    assert_int_equal(pb_auction_cache_next_entry(fixture->auctions, HOUSE - 1, 6), 0);
    for (unsigned i = 0; i < 4; i += 2) {
        assert_int_equal(
            pb_price_analyzer_step(&fixture->analyzer, fixture->auctions, HOUSE, &cursor, 2, BEGIN_S), 2);
        assert_int_equal(cursor, entries[i + 1]);
    }
    assert_int_equal(
        pb_price_analyzer_step(&fixture->analyzer, fixture->auctions, HOUSE, &cursor, 2, BEGIN_S), 1);
    assert_int_equal(cursor, 0);
    for (unsigned i = 0; i < 5; i++)
        assert_true(
            fabs(pb_price_value(&pb_price_analyzer_find(&fixture->analyzer, HOUSE, entries[i])->price) -
                 (i == 1 ? 0 : 500)) < 0.01);
    assert_null(pb_price_analyzer_find(&fixture->analyzer, HOUSE, 8));
    assert_null(pb_price_analyzer_find(&fixture->analyzer, HOUSE, 6));
}

static void holds_what_it_has_room_for(void **state)
{
    struct fixture *fixture = *state;
    size_t bytes = pb_price_analyzer_bytes(&fixture->analyzer);
    long blocks = fixture->scarce.blocks;

    for (uint32_t entry = 1; entry <= 10 * ITEMS; entry++)
        pb_price_analyzer_recall(&fixture->analyzer, HOUSE, entry, entry, 0.05, BEGIN_S);
    assert_int_equal(fixture->analyzer.entries.stats.evictions > 8 * ITEMS, 1);
    assert_int_equal(fixture->scarce.blocks, blocks);
    assert_int_equal(pb_price_analyzer_bytes(&fixture->analyzer), bytes);
    /* 900 bytes an item. */
    assert_true(bytes - sizeof fixture->analyzer <= 900 * ITEMS);
}

static void no_memory(void **state)
{
    struct pb_price_analyzer analyzer;
    struct pb_scarce scarce;
    long nth = 0;
    int error;

    (void)state;
    do {
        pb_scarce_init(&scarce, nth++);
        memset(&analyzer, 0, sizeof analyzer);
        error = pb_price_analyzer_init(&analyzer, ITEMS, &scarce.memory);
        assert_true(error == PB_OK || error == PB_E_no_memory);
        pb_price_analyzer_release(&analyzer);
        assert_int_equal(scarce.blocks, 0);
    } while (error);
    assert_true(nth > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_the_auction_cache, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_with_a_buyout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_sellers_make_no_price, set_up, tear_down),
        cmocka_unit_test_setup_teardown(vetoes_and_does_not_trust_a_spike, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_sales_and_what_is_recalled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_hardly_known_proves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(goes_through_a_house_in_steps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(holds_what_it_has_room_for, set_up, tear_down),
        cmocka_unit_test(no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
