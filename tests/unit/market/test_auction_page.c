/* Pages of a house that was not looked at for long: the cache takes them in in parts. */
#include "auction_of.h"
#include "include/playerbot_error.h"
#include "market/auction_cache.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* Where nobody looked for hours thousands are gone: a page forgets some of them, and is read again from
 * there. */
static void what_is_gone_is_forgotten_in_parts(void **state)
{
    enum { ALL = 1000, LEFT = 10 };
    struct pb_auction page[ALL];
    struct pb_auction_cache *cache;
    const struct pb_auction_cache_stats *stats;
    uint32_t from_id = 1, calls = 0;
    uint64_t gone = 0;
    unsigned i;

    (void)state;
    for (i = 0; i < ALL; i++)
        page[i] = auction_of(10 + i, 1 + i % 7, 100 + i, 1);
    assert_int_equal(pb_auction_cache_new(&cache, ALL + LEFT, &pb_memory_libc), PB_OK);
    assert_int_equal(pb_auction_cache_page(cache, 0, 1, page, ALL, 1, 0), 0);
    assert_int_equal(pb_auction_cache_page(cache, 1, 1, page, LEFT, 1, 0), 0);
    stats = pb_auction_cache_stats(cache);
    /* Five in the middle are left, and five further on. */
    for (i = 0; i < LEFT; i++)
        page[i] = auction_of(i < LEFT / 2 ? 500 + i : 700 + i, 1, 100, 1);
    do {
        unsigned first = 0;

        while (first < LEFT && page[first].auction_id < from_id)
            first++;
        from_id = pb_auction_cache_page(cache, 0, from_id, page + first, LEFT - first, 1, 0);
        assert_true(stats->gone - gone <= PB_AUCTION_GONE_MOST);
        gone = stats->gone;
        assert_true(++calls < ALL);
    } while (from_id);
    assert_int_equal(gone, ALL - LEFT);
    assert_int_equal(calls, (ALL - LEFT) / PB_AUCTION_GONE_MOST + 1);
    for (i = 0; i < LEFT; i++)
        assert_non_null(pb_auction_cache_find(cache, 0, page[i].auction_id));
    assert_int_equal(stats->auctions, LEFT + LEFT);
    assert_int_equal(stats->refused, 0);
    pb_auction_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_gone_is_forgotten_in_parts),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("auction_page", tests, NULL, NULL);
}
