/* Claims and hunger by themselves: clocks that wrap, room that grows, memory that ends. */
#include "combat/claim.h"
#include "combat/hunger.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { FIRST = 7, SECOND = 8 };

static void *nothing(void *user, void *pointer, size_t size)
{
    (void)user;
    if (!size)
        free(pointer);
    return NULL;
}

static const struct pb_memory no_memory = {nothing, NULL};

/* Until 2.5 s after the arrival, also where the clock wraps; each prey by itself; the later claim stays. */
static void test_claims(void **state)
{
    const uint32_t now_ms = UINT32_MAX - 500;
    struct pb_claims claims = {0};
    pb_object prey;

    (void)state;
    pb_claims_fetch(&claims, 1);
    assert_int_equal(pb_claims_find(&claims, 1, 0), PB_NO_ACTOR);
    pb_claims_make(&claims, 1, FIRST, 0);
    assert_int_equal(pb_claims_reserve(&pb_memory_libc, &claims, 1000), PB_OK);
    for (prey = 1; prey < 4000; prey++)
        assert_int_equal(pb_claims_find(&claims, prey, now_ms), PB_NO_ACTOR);
    pb_claims_make(&claims, 1, FIRST, now_ms + 1000);
    assert_int_equal(pb_claims_find(&claims, 1, now_ms), FIRST);
    assert_int_equal(pb_claims_find(&claims, 1, now_ms + 3499), FIRST);
    assert_int_equal(pb_claims_find(&claims, 1, now_ms + 3500), PB_NO_ACTOR);
    for (prey = 2; prey < 4000; prey++)
        assert_int_equal(pb_claims_find(&claims, prey, now_ms), PB_NO_ACTOR);
    pb_claims_make(&claims, 1, SECOND, now_ms + 2000);
    assert_int_equal(pb_claims_find(&claims, 1, now_ms + 3600), SECOND);
    pb_claims_free(&pb_memory_libc, &claims);
    assert_int_equal(pb_claims_bytes(&claims), 0);
}

/* As many slots as bots, a power of two; where there is no memory all stays. */
static void test_room(void **state)
{
    struct pb_claims claims = {0};
    struct pb_hunger hunger = {0};

    (void)state;
    assert_int_equal(pb_claims_reserve(&no_memory, &claims, 10), PB_E_no_memory);
    assert_int_equal(pb_hunger_reserve(&no_memory, &hunger, 10), PB_E_no_memory);
    assert_int_equal(pb_claims_bytes(&claims) + pb_hunger_bytes(&hunger), 0);
    assert_int_equal(pb_claims_reserve(&pb_memory_libc, &claims, 1000), PB_OK);
    assert_int_equal(claims.count, 1024);
    pb_claims_make(&claims, 1, FIRST, 1000);
    assert_int_equal(pb_claims_reserve(&pb_memory_libc, &claims, 10), PB_OK);
    assert_int_equal(pb_claims_reserve(&no_memory, &claims, 5000), PB_E_no_memory);
    assert_int_equal(pb_claims_find(&claims, 1, 0), FIRST);
    assert_int_equal(pb_claims_reserve(&pb_memory_libc, &claims, 5000), PB_OK);
    assert_int_equal(pb_claims_find(&claims, 1, 0), PB_NO_ACTOR);
    assert_int_equal(pb_hunger_reserve(&pb_memory_libc, &hunger, 5000), PB_OK);
    assert_int_equal(hunger.count, 2048);
    pb_claims_free(&pb_memory_libc, &claims);
    pb_hunger_free(&pb_memory_libc, &hunger);
}

/* The hungriest of a place, for five seconds from when it said so; only who waited less than half as long
 * lets it go first. */
static void test_hunger(void **state)
{
    const uint32_t now_ms = UINT32_MAX - 500;
    const uint32_t here = pb_hunger_place(&(struct pb_position){.x = 10, .y = 10}),
                   there = pb_hunger_place(&(struct pb_position){.x = 1000, .y = 10});
    struct pb_hunger hunger = {0};

    (void)state;
    pb_hunger_fetch(&hunger, here);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, FIRST, now_ms, 0), 0);
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 90000);
    assert_int_equal(pb_hunger_reserve(&pb_memory_libc, &hunger, 100), PB_OK);
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 59999);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 0), 0);
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 90000);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 44999), 1);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 45000), 0);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, FIRST, now_ms, 0), 0);
    assert_int_equal(pb_hunger_is_worse(&hunger, there, SECOND, now_ms, 0), 0);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms + 4999, 0), 1);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms + 5000, 0), 0);
    /* Who has got something. */
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 90000);
    pb_hunger_tell(&hunger, here, SECOND, now_ms, 1000);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 0), 1);
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 1000);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 0), 0);
    pb_hunger_tell(&hunger, here, FIRST, now_ms, 90000);
    /* Who is less hungry does not take its place. */
    pb_hunger_tell(&hunger, here, SECOND, now_ms, 80000);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 0), 1);
    pb_hunger_tell(&hunger, here, SECOND, now_ms, 100000);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, SECOND, now_ms, 0), 0);
    assert_int_equal(pb_hunger_is_worse(&hunger, here, FIRST, now_ms, 0), 1);
    pb_hunger_free(&pb_memory_libc, &hunger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_claims), cmocka_unit_test(test_room),
                                       cmocka_unit_test(test_hunger)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
