/* Hunters: counts by place against counting anew, and places anywhere. */
#include "../seed.h"
#include "include/playerbot_error.h"
#include "quest/hunters.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 300, PLACES = 40, MOVES = 20000 };

static void test_counts(void **state)
{
    struct pb_position places[PLACES];
    uint32_t at[BOTS] = {0};
    struct pb_hunters hunters = {0};
    uint64_t seed = pb_seed("hunters");
    unsigned i, k, count;

    (void)state;
    for (i = 0; i < PLACES; i++)
        places[i] =
            (struct pb_position){.x = 200 * (float)i, .y = -100 * (float)(i % 7), .map = (uint16_t)(i % 3)};
    pb_hunters_move(&hunters, 0, pb_hunters_place(&places[0]));
    assert_int_equal(pb_hunters_at(&hunters, pb_hunters_place(&places[0])), 0);
    assert_int_equal(pb_hunters_reserve(&pb_memory_libc, &hunters, BOTS), 1);
    assert_int_equal(hunters.count, 512);
    assert_int_equal(pb_hunters_bytes(&hunters), 1024);
    for (i = 0; i < MOVES; i++) {
        unsigned bot = pb_seed_below(&seed, BOTS), place = pb_seed_below(&seed, PLACES + 1);
        uint32_t to = place < PLACES ? pb_hunters_place(&places[place]) : 0;

        pb_hunters_move(&hunters, at[bot], to);
        at[bot] = to;
        if (i == MOVES / 2) {
            assert_int_equal(pb_hunters_reserve(&pb_memory_libc, &hunters, BOTS), 0);
            assert_int_equal(pb_hunters_reserve(&pb_memory_libc, &hunters, 4 * BOTS), 1);
            for (k = 0; k < BOTS; k++)
                pb_hunters_move(&hunters, 0, at[k]);
        }
    }
    for (i = 0; i < PLACES; i++) {
        uint32_t place = pb_hunters_place(&places[i]);

        /* Places that share a slot are counted as one. */
        for (k = count = 0; k < BOTS; k++)
            count += at[k] && ((at[k] ^ place) >> 1 & (hunters.count - 1)) == 0;
        assert_int_equal(pb_hunters_at(&hunters, place), count);
    }
    pb_hunters_free(&pb_memory_libc, &hunters);
}

/* Squares of a hundred yards on each map; a position that no map has is one of its edge. */
static void test_places(void **state)
{
    struct pb_position here = {.x = 50, .y = 50}, near = {.x = 40, .y = 40},
                       other = {.x = 50, .y = 50, .map = 1}, beside = {.x = 150, .y = 50},
                       far = {.x = INFINITY, .y = -INFINITY}, edge = {.x = 1e9f, .y = -1e9f},
                       none = {.x = NAN, .y = 0};

    (void)state;
    assert_int_equal(pb_hunters_place(&here), pb_hunters_place(&near));
    assert_int_not_equal(pb_hunters_place(&here), pb_hunters_place(&other));
    assert_int_not_equal(pb_hunters_place(&here), pb_hunters_place(&beside));
    assert_int_equal(pb_hunters_place(&far), pb_hunters_place(&edge));
    assert_int_not_equal(pb_hunters_place(&none), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_places)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
