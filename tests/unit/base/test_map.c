#include "../scarce.h"
#include "../seed.h"
#include "base/error.h"
#include "base/map.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { KEYS = 3000, STEPS = 400000, STABLE = 500 };

/* Keys of the model: near each other, far apart, and with the same slot in small tables. */
static uint32_t key_of(uint32_t place)
{
    return place % 3 == 0 ? place + 1 : place % 3 == 1 ? UINT32_MAX - place : place << 18 | 1;
}

/* The map says of every key what the model says. */
static void compare(const struct pb_map *map, const uint32_t model[KEYS])
{
    static uint32_t walked[KEYS];
    size_t at = 0, count = 0;
    uint32_t key, value;

    memset(walked, 0, sizeof walked);
    for (uint32_t i = 0; i < KEYS; i++) {
        assert_int_equal(pb_map_get(map, key_of(i)), model[i]);
        count += model[i] != 0;
    }
    assert_int_equal(pb_map_count(map), count);
    while (pb_map_next(map, &at, &key, &value)) {
        assert_int_equal(pb_map_get(map, key), value);
        assert_int_not_equal(value, 0);
        count--;
    }
    assert_int_equal(count, 0);
}

static void a_model_agrees(void **state)
{
    static uint32_t model[KEYS];
    uint64_t seed = pb_seed("map");
    struct pb_map *map;

    (void)state;
    memset(model, 0, sizeof model);
    assert_int_equal(pb_map_new(&map, &pb_memory_libc), PB_OK);
    for (int step = 0; step < STEPS; step++) {
        /* Times of growth and times of decay, so that tables are rebuilt at all sizes. */
        uint32_t most = 1 + (uint32_t)(step / 1000 % 7) * KEYS / 7;
        uint32_t place = pb_seed_below(&seed, most);
        int is_removal = pb_seed_below(&seed, 10) < (step / 20000 % 2 ? 7 : 3);
        uint32_t value = is_removal ? 0 : (uint32_t)pb_seed_next(&seed);

        assert_int_equal(pb_map_set(map, key_of(place), value), PB_OK);
        model[place] = value;
        assert_int_equal(pb_map_get(map, key_of(place)), value);
        if (step % 10000 == 0)
            compare(map, model);
    }
    compare(map, model);
    pb_map_free(map);
}

/* What was taken out does not fill the table for ever. */
static void memory_stays_bounded(void **state)
{
    struct pb_map *map;

    (void)state;
    assert_int_equal(pb_map_new(&map, &pb_memory_libc), PB_OK);
    for (uint32_t key = 1; key <= 20000; key++) {
        assert_int_equal(pb_map_set(map, key, 1), PB_OK);
        assert_int_equal(pb_map_set(map, key, 0), PB_OK);
    }
    assert_int_equal(pb_map_count(map), 0);
    /* Outgrown tables of 64 slots are kept for 10 s, for who looks into them: 20,000 keys are some 390 of
     * them. */
    assert_in_range(pb_map_bytes(map), 380 * 64 * 8, 500 * (64 * 8 + 64));
    pb_map_free(map);
}

static void eight_bytes_a_slot(void **state)
{
    struct pb_map *map;

    (void)state;
    assert_int_equal(pb_map_new(&map, &pb_memory_libc), PB_OK);
    for (uint32_t key = 1; key <= 50000; key++)
        assert_int_equal(pb_map_set(map, key, key), PB_OK);
    /* At least 4 of 10 slots in use, and as much again for the tables before. */
    assert_in_range(pb_map_bytes(map), 50000 * 8, 50000 * 8 * 5);
    pb_map_free(map);
}

static void the_key_0_is_refused(void **state)
{
    struct pb_map *map;

    (void)state;
    assert_int_equal(pb_map_new(&map, &pb_memory_libc), PB_OK);
    assert_int_equal(pb_map_set(map, 0, 5), PB_E_bad_value);
    assert_int_equal(pb_map_count(map), 0);
    assert_int_equal(pb_map_get(map, 0), 0);
    pb_map_free(map);
    pb_map_free(NULL);
}

static void keys_may_be_taken_out_while_walking(void **state)
{
    struct pb_map *map;
    uint32_t key, value;
    size_t at = 0, seen = 0;

    (void)state;
    assert_int_equal(pb_map_new(&map, &pb_memory_libc), PB_OK);
    for (uint32_t i = 1; i <= 1000; i++)
        assert_int_equal(pb_map_set(map, i, i), PB_OK);
    for (; pb_map_next(map, &at, &key, &value); seen++)
        assert_int_equal(pb_map_set(map, key, key % 2 ? 0 : 7), PB_OK);
    assert_int_equal(seen, 1000);
    assert_int_equal(pb_map_count(map), 500);
    pb_map_free(map);
}

/* A refusal leaves the map as it was, and usable. */
static void without_memory(void **state)
{
    struct pb_scarce scarce;
    struct pb_map *map;
    uint32_t key = 0;
    int error = PB_OK;

    (void)state;
    for (long nth = 0; nth < 2; nth++) {
        pb_scarce_init(&scarce, nth);
        assert_int_equal(pb_map_new(&map, &scarce.memory), PB_E_no_memory);
        assert_int_equal(scarce.blocks, 0);
    }
    pb_scarce_init(&scarce, 2);
    assert_int_equal(pb_map_new(&map, &scarce.memory), PB_OK);
    while (!error && key < 1000) {
        key++;
        error = pb_map_set(map, key, key);
    }
    assert_int_equal(error, PB_E_no_memory);
    assert_int_equal(pb_map_count(map), key - 1);
    for (uint32_t i = 1; i < key; i++)
        assert_int_equal(pb_map_get(map, i), i);
    assert_int_equal(pb_map_get(map, key), 0);
    assert_int_equal(pb_map_set(map, key, key), PB_OK);
    pb_map_free(map);
    assert_int_equal(scarce.blocks, 0);
}

struct race {
    struct pb_map *map;
    _Atomic int is_over;
    _Atomic long wrong, looks;
};

/* Keys up to STABLE never change; of the others a value is that of the key or none. */
static void *look_up(void *user)
{
    struct race *race = user;

    while (!atomic_load(&race->is_over)) {
        for (uint32_t key = 1; key <= 4 * STABLE; key++) {
            uint32_t value = pb_map_get(race->map, key);

            if (value != key + 7 && (key <= STABLE || value != 0))
                atomic_fetch_add(&race->wrong, 1);
        }
        atomic_fetch_add(&race->looks, 1);
    }
    return NULL;
}

static void readers_see_whole_values_meanwhile(void **state)
{
    struct race race = {.map = NULL};
    uint64_t seed = pb_seed("map readers");
    pthread_t readers[2];

    (void)state;
    assert_int_equal(pb_map_new(&race.map, &pb_memory_libc), PB_OK);
    for (uint32_t key = 1; key <= STABLE; key++)
        assert_int_equal(pb_map_set(race.map, key, key + 7), PB_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, look_up, &race), 0);
    /* Until both were at it: the changes go through some hundred tables. */
    for (int step = 0; step < STEPS || atomic_load(&race.looks) < 20; step++) {
        uint32_t key = STABLE + 1 + pb_seed_below(&seed, 3 * STABLE);

        assert_int_equal(pb_map_set(race.map, key, pb_seed_below(&seed, 2) ? key + 7 : 0), PB_OK);
    }
    atomic_store(&race.is_over, 1);
    for (int i = 0; i < 2; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(atomic_load(&race.wrong), 0);
    pb_map_free(race.map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_agrees),
        cmocka_unit_test(memory_stays_bounded),
        cmocka_unit_test(eight_bytes_a_slot),
        cmocka_unit_test(the_key_0_is_refused),
        cmocka_unit_test(keys_may_be_taken_out_while_walking),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(readers_see_whole_values_meanwhile),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
