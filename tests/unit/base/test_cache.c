#include "../scarce.h"
#include "../seed.h"
#include "base/cache.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { KEYS = 500, STEPS = 300000 };

/* A value that says of which key it is, and which one it is. */
struct value {
    uint64_t key, number;
};

/* Near each other and far apart. */
static uint64_t key_of(uint32_t place)
{
    return place % 2 ? place : (uint64_t)place << 40 | 8;
}

static void put(struct pb_cache *cache, uint64_t key, uint64_t number)
{
    struct value *value = pb_cache_add(cache, key);

    *value = (struct value){key, number};
}

static uint64_t number_of(struct pb_cache *cache, uint64_t key)
{
    const struct value *value = pb_cache_find(cache, key);

    return value ? value->number : 0;
}

/* A map without limits: what the cache says is what the map says, or nothing. Nothing is lost but what the
 * evictions count, and counts are right. */
static void a_model_agrees(void **state)
{
    uint64_t model[KEYS] = {0}, seed = pb_seed("cache"), hits = 0, misses = 0, number = 0, here;
    struct pb_cache cache;
    uint32_t present = 0, i;

    (void)state;
    assert_int_equal(pb_cache_init(&cache, 256, sizeof(struct value), &pb_memory_libc), PB_OK);
    for (int step = 0; step < STEPS; step++) {
        uint32_t place = pb_seed_below(&seed, 1 + (uint32_t)(step / 1000 % 5) * KEYS / 5),
                 what = pb_seed_below(&seed, 1000);
        uint64_t key = key_of(place), seen;

        if (what < 500) {
            put(&cache, key, model[place] = ++number);
            assert_int_equal(number_of(&cache, key), number);
            hits++;
        } else if (what < 998) {
            seen = number_of(&cache, key);
            assert_true(seen == 0 || seen == model[place]);
            *(seen ? &hits : &misses) += 1;
        } else if (what < 999) {
            pb_cache_forget(&cache, key);
            model[place] = 0;
        } else {
            pb_cache_forget_all(&cache);
            memset(model, 0, sizeof model);
        }
    }
    assert_int_equal(cache.stats.hits, hits);
    assert_int_equal(cache.stats.misses, misses);
    /* All that were added since everything was forgotten are there, or were evicted. */
    pb_cache_forget_all(&cache);
    here = cache.stats.evictions;
    for (i = 0; i < KEYS; i++)
        put(&cache, key_of(i), i + 1);
    for (i = 0; i < KEYS; i++)
        present += number_of(&cache, key_of(i)) == i + 1;
    assert_int_equal(present + (cache.stats.evictions - here), KEYS);
    assert_true(present > 200 && present <= 256);
    pb_cache_release(&cache);
}

/* In a set of its own: who was asked for stays, who was not goes. */
static void what_is_asked_for_stays(void **state)
{
    struct pb_cache cache;
    uint64_t key;

    (void)state;
    assert_int_equal(pb_cache_init(&cache, PB_CACHE_WAYS, sizeof(struct value), &pb_memory_libc), PB_OK);
    for (key = 1; key <= PB_CACHE_WAYS; key++)
        put(&cache, key, key);
    assert_int_equal(cache.stats.evictions, 0);
    for (key = 100; key < 200; key++) {
        assert_int_equal(number_of(&cache, 2), 2);
        assert_int_equal(number_of(&cache, 4), 4);
        put(&cache, key, key);
    }
    assert_int_equal(cache.stats.evictions, 100);
    assert_int_equal(number_of(&cache, 1), 0);
    assert_int_equal(number_of(&cache, 3), 0);
    /* Once nobody asks any more, they go too. */
    for (key = 200; key < 200 + 2 * PB_CACHE_WAYS; key++)
        put(&cache, key, key);
    assert_int_equal(number_of(&cache, 2), 0);
    assert_int_equal(number_of(&cache, 4), 0);
    pb_cache_release(&cache);
}

/* After 65,536 times the numbers of generations are used up: nothing old may come back. */
static void generations_do_not_return(void **state)
{
    struct pb_cache cache;
    uint32_t i;

    (void)state;
    assert_int_equal(pb_cache_init(&cache, 64, sizeof(struct value), &pb_memory_libc), PB_OK);
    put(&cache, 1, 11);
    for (i = 0; i < 3 * 65536; i++) {
        pb_cache_forget_all(&cache);
        assert_int_equal(number_of(&cache, 1), 0);
        /* The key 0 is one like the others, also where nothing was ever. */
        assert_int_equal(number_of(&cache, 0), 0);
        if (i % 1000 == 0) {
            put(&cache, 1, i + 1);
            put(&cache, 0, i + 2);
            assert_int_equal(number_of(&cache, 1), i + 1);
            assert_int_equal(number_of(&cache, 0), i + 2);
        }
    }
    pb_cache_release(&cache);
}

static void room_and_refusals(void **state)
{
    struct pb_scarce scarce;
    struct pb_cache cache;
    long nth;

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_cache_init(&cache, 0, 8, &scarce.memory), PB_E_bad_argument);
    assert_int_equal(pb_cache_init(&cache, 1, 0, &scarce.memory), PB_E_bad_argument);
    assert_int_equal(pb_cache_init(&cache, UINT32_MAX, 8, &scarce.memory), PB_E_bad_argument);
    for (nth = 0; nth < 2; nth++) {
        pb_scarce_init(&scarce, nth);
        assert_int_equal(pb_cache_init(&cache, 1000, 12, &scarce.memory), PB_E_no_memory);
        pb_cache_release(&cache);
        assert_int_equal(scarce.blocks, 0);
    }
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_cache_init(&cache, 1000, 12, &scarce.memory), PB_OK);
    /* 1,024 entries: 12 bytes each besides the value. */
    assert_int_equal(pb_cache_bytes(&cache), 1024 * (12 + 12));
    pb_cache_release(&cache);
    pb_cache_release(&cache);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_agrees),
        cmocka_unit_test(what_is_asked_for_stays),
        cmocka_unit_test(generations_do_not_return),
        cmocka_unit_test(room_and_refusals),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
