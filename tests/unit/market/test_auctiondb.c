#include "../seed.h"
#include "market/auctiondb.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MOST = 200 };

static unsigned singles(struct pb_offer *offers, const double *prices, unsigned count)
{
    memset(offers, 0, count * sizeof *offers);
    for (unsigned i = 0; i < count; i++)
        offers[i] = (struct pb_offer){.price = prices[i], .count = 1, .seller = i + 1, .auction_id = i + 1};
    return count;
}

static double value_of(const double *prices, unsigned count)
{
    struct pb_offer offers[MOST];

    return pb_auctiondb_scan_value(offers, singles(offers, prices, count));
}

#define assert_near(value, wanted, by) assert_true(fabs((value) - (wanted)) <= (by))
#define VALUE_OF(...) value_of((const double[]){__VA_ARGS__}, sizeof(double[]){__VA_ARGS__} / sizeof(double))

static void the_published_example(void **state)
{
    (void)state;
    assert_near(VALUE_OF(5, 13, 13, 15, 15, 15, 16, 17, 17, 19, 20, 20, 20, 20, 20, 20, 21, 21, 29, 45, 45,
                         46, 47, 100),
                14.5, 1e-9);
}

static void ends_at_a_jump_only_beyond_fifteen_percent(void **state)
{
    (void)state;
    /* Twenty pieces: at most six are looked at, jumps count from the fourth on. */
    assert_near(VALUE_OF(10, 10, 10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12), 10,
                1e-9);
    assert_near(
        VALUE_OF(10, 10, 10, 11.9, 11.9, 11.9, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50), 10.95,
        1e-9);
    /* The jump from 10 to 20 is within the first fifteen percent. */
    assert_near(VALUE_OF(10, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20), 20,
                1e-9);
}

/* Of a sample: 11.9 is 1.12 from the mean of 10.78, 1.5 deviations are 1.20, of a population they were 1.08.
 */
static void deviation_is_that_of_a_sample(void **state)
{
    (void)state;
    assert_near(VALUE_OF(10, 10, 11, 11, 11.9, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12), 10.78, 1e-9);
}

static void few_offers(void **state)
{
    (void)state;
    assert_near(pb_auctiondb_scan_value(NULL, 0), 0, 0);
    assert_near(VALUE_OF(7), 7, 1e-9);
    assert_near(VALUE_OF(7, 700), 7, 1e-9);
    assert_near(VALUE_OF(7, 7, 7), 7, 1e-9);
}

/* A stack is worth as many auctions as it has pieces. */
static void stacks_are_pieces(void **state)
{
    uint64_t seed = pb_seed("auctiondb stacks");

    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        struct pb_offer stacks[20], pieces[MOST];
        unsigned count = 1 + pb_seed_below(&seed, 20), piece_count = 0, i, j;
        double price = 50;

        memset(stacks, 0, sizeof stacks);
        for (i = 0; i < count; i++) {
            price += pb_seed_below(&seed, 12);
            stacks[i] = (struct pb_offer){.price = price, .count = 1 + pb_seed_below(&seed, 10), .seller = 1};
            for (j = 0; j < stacks[i].count; j++) {
                pieces[piece_count] = stacks[i];
                pieces[piece_count++].count = 1;
            }
        }
        assert_near(pb_auctiondb_scan_value(stacks, count), pb_auctiondb_scan_value(pieces, piece_count),
                    1e-9);
    }
}

static void means_fifteen_days_by_weight(void **state)
{
    struct pb_auctiondb history;

    (void)state;
    memset(&history, 0, sizeof history);
    assert_near(pb_auctiondb_value(&history, 0), 0, 0);
    pb_auctiondb_add(&history, 100, 10);
    pb_auctiondb_add(&history, 100, 30);
    assert_near(pb_auctiondb_value(&history, 100), 20, 1e-9);
    pb_auctiondb_add(&history, 101, 50);
    pb_auctiondb_add(&history, 101, 0); /* nothing was offered */
    assert_near(pb_auctiondb_value(&history, 101), (132 * 50 + 125 * 20.0) / (132 + 125), 1e-9);
    /* Two days later there was no scan: what is known is two and three days old. */
    assert_near(pb_auctiondb_value(&history, 103), (100 * 50 + 75 * 20.0) / (100 + 75), 1e-9);
    pb_auctiondb_add(&history, 114, 80);
    assert_near(pb_auctiondb_value(&history, 114), (132 * 80 + 5 * 50 + 4 * 20.0) / (132 + 5 + 4), 1e-9);
    pb_auctiondb_add(&history, 100, 1000); /* days do not go back */
    assert_near(pb_auctiondb_value(&history, 115), (125 * 80 + 4 * 50.0) / (125 + 4), 1e-9);
    pb_auctiondb_add(&history, 1000, 7);
    assert_near(pb_auctiondb_value(&history, 1000), 7, 1e-9);
    assert_near(pb_auctiondb_value(&history, 1015), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_example),
        cmocka_unit_test(ends_at_a_jump_only_beyond_fifteen_percent),
        cmocka_unit_test(deviation_is_that_of_a_sample),
        cmocka_unit_test(few_offers),
        cmocka_unit_test(stacks_are_pieces),
        cmocka_unit_test(means_fifteen_days_by_weight),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
