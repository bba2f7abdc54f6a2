#include "../scarce.h"
#include "base/error.h"
#include "base/ring.h"
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { SMALL = 4, ITEMS = 300000 };

static void *item(uintptr_t number)
{
    return (void *)number;
}

static void full_and_empty(void **state)
{
    struct pb_ring *ring;

    (void)state;
    assert_int_equal(pb_ring_new(&ring, SMALL, &pb_memory_libc), PB_OK);
    assert_true(pb_ring_is_empty(ring));
    assert_null(pb_ring_pop(ring));
    for (uintptr_t i = 1; i <= SMALL; i++)
        assert_true(pb_ring_push(ring, item(i)));
    assert_false(pb_ring_push(ring, item(99)));
    assert_false(pb_ring_is_empty(ring));
    for (uintptr_t i = 1; i <= SMALL; i++)
        assert_ptr_equal(pb_ring_pop(ring), item(i));
    assert_null(pb_ring_pop(ring));
    assert_true(pb_ring_is_empty(ring));
    pb_ring_free(ring);
    pb_ring_free(NULL);
}

/* Every number of items in it, at every place of the wrap. */
static void order_survives_the_wrap(void **state)
{
    struct pb_ring *ring;
    uintptr_t in = 1, out = 1;

    (void)state;
    assert_int_equal(pb_ring_new(&ring, SMALL, &pb_memory_libc), PB_OK);
    for (int round = 0; round < 3 * SMALL; round++) {
        for (uintptr_t count = 0; count <= SMALL; count++) {
            for (uintptr_t i = 0; i < count; i++)
                assert_true(pb_ring_push(ring, item(in++)));
            for (uintptr_t i = 0; i < count; i++)
                assert_ptr_equal(pb_ring_pop(ring), item(out++));
            assert_true(pb_ring_is_empty(ring));
        }
        /* One on, so that the next round begins at another slot. */
        assert_true(pb_ring_push(ring, item(in++)));
        assert_ptr_equal(pb_ring_pop(ring), item(out++));
    }
    pb_ring_free(ring);
}

/* At least what was asked for, for any size. */
static void capacities(void **state)
{
    (void)state;
    for (size_t capacity = 1; capacity <= 70; capacity++) {
        struct pb_ring *ring;
        size_t count = 0;

        assert_int_equal(pb_ring_new(&ring, capacity, &pb_memory_libc), PB_OK);
        while (count < 1000 && pb_ring_push(ring, item(1)))
            count++;
        assert_in_range(count, capacity, 2 * capacity);
        pb_ring_free(ring);
    }
}

static void *produce(void *user)
{
    for (uintptr_t i = 1; i <= ITEMS; i++)
        while (!pb_ring_push(user, item(i)))
            sched_yield();
    return NULL;
}

/* Nothing lost, nothing twice, in order, whoever is faster: the ring is far smaller than what goes through.
 */
static void two_threads_keep_the_order(void **state)
{
    struct pb_ring *ring;
    pthread_t producer;

    (void)state;
    assert_int_equal(pb_ring_new(&ring, 64, &pb_memory_libc), PB_OK);
    assert_int_equal(pthread_create(&producer, NULL, produce, ring), 0);
    for (uintptr_t i = 1; i <= ITEMS; i++) {
        void *seen;

        while (!(seen = pb_ring_pop(ring)))
            sched_yield();
        assert_ptr_equal(seen, item(i));
    }
    pthread_join(producer, NULL);
    assert_null(pb_ring_pop(ring));
    pb_ring_free(ring);
}

struct parcel {
    uint64_t a, b;
};

static void *produce_parcels(void *user)
{
    static struct parcel parcels[ITEMS];

    for (uintptr_t i = 0; i < ITEMS; i++) {
        parcels[i] = (struct parcel){i, ~i};
        while (!pb_ring_push(user, &parcels[i]))
            sched_yield();
    }
    return NULL;
}

/* Who gets the pointer sees what was written behind it before. */
static void what_is_behind_a_pointer_is_seen(void **state)
{
    struct pb_ring *ring;
    pthread_t producer;

    (void)state;
    assert_int_equal(pb_ring_new(&ring, 1024, &pb_memory_libc), PB_OK);
    assert_int_equal(pthread_create(&producer, NULL, produce_parcels, ring), 0);
    for (uint64_t i = 0; i < ITEMS; i++) {
        const struct parcel *parcel;

        while (!(parcel = pb_ring_pop(ring)))
            sched_yield();
        assert_true(parcel->a == i && parcel->b == ~i);
    }
    pthread_join(producer, NULL);
    pb_ring_free(ring);
}

static void without_memory(void **state)
{
    (void)state;
    for (long nth = 0; nth < 2; nth++) {
        struct pb_scarce scarce;
        struct pb_ring *ring;

        pb_scarce_init(&scarce, nth);
        assert_int_equal(pb_ring_new(&ring, SMALL, &scarce.memory), PB_E_no_memory);
        assert_int_equal(scarce.blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_and_empty),
        cmocka_unit_test(order_survives_the_wrap),
        cmocka_unit_test(capacities),
        cmocka_unit_test(two_threads_keep_the_order),
        cmocka_unit_test(what_is_behind_a_pointer_is_seen),
        cmocka_unit_test(without_memory),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
