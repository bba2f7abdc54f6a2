#include "include/playerbot_error.h"
#include "quest/cache.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static struct {
    unsigned asked;
    float place;
    int error;
} given;

static int find_objective(void *self, pb_actor actor, uint32_t quest_id, unsigned index, unsigned skip,
                          struct pb_position *position, uint32_t *creature)
{
    (void)self;
    (void)actor;
    (void)skip;
    given.asked++;
    *position = (struct pb_position){.x = given.place + (float)index};
    *creature = quest_id * 10 + index;
    return given.error;
}

static int find_ender(void *self, pb_actor actor, uint32_t quest_id, struct pb_object_view *view)
{
    (void)self;
    (void)actor;
    given.asked++;
    *view = (struct pb_object_view){.object = 1000 + quest_id, .position = {.y = given.place}};
    return given.error;
}

static const struct pb_world world = {
    .size = sizeof world, .find_objective = find_objective, .find_quest_ender = find_ender};
static struct pb_quest_cache *cache;
static struct pb_position here;

static int set_up(void **state)
{
    (void)state;
    given.asked = 0;
    given.place = 100;
    given.error = PB_OK;
    here = (struct pb_position){.x = 10, .y = 10};
    cache = pb_quest_cache_new(&pb_memory_libc);
    return !cache;
}

static int tear_down(void **state)
{
    (void)state;
    pb_quest_cache_free(cache);
    return 0;
}

static float objective(uint32_t now_ms, uint32_t quest_id, unsigned index)
{
    struct pb_quest_asker asker = {.world = &world, .here = &here, .now_ms = now_ms};
    struct pb_position position;
    uint32_t creature;

    assert_int_equal(pb_quest_cache_objective(cache, &asker, quest_id, index, &position, &creature),
                     given.error);
    assert_int_equal(creature, quest_id * 10 + index);
    return position.x;
}

static void known_places_are_not_asked_for(void **state)
{
    uint64_t hits, misses;

    (void)state;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    assert_float_equal(objective(1000, 5, 1), 101, 0);
    assert_float_equal(objective(1000, 6, 0), 100, 0);
    assert_int_equal(given.asked, 3);
    given.place = 300;
    here.x = 60;
    assert_float_equal(objective(100000, 5, 0), 100, 0);
    assert_float_equal(objective(100000, 5, 1), 101, 0);
    assert_int_equal(given.asked, 3);
    pb_quest_cache_counts(cache, &hits, &misses);
    assert_int_equal(hits, 2);
    assert_int_equal(misses, 3);
}

static void elsewhere_and_later_it_asks_again(void **state)
{
    (void)state;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    given.place = 300;
    here.x = 70;
    assert_float_equal(objective(1000, 5, 0), 300, 0);
    here.x = -10;
    assert_float_equal(objective(1000, 5, 0), 300, 0);
    here.x = 10;
    here.map = 1;
    assert_float_equal(objective(1000, 5, 0), 300, 0);
    here.map = 0;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    assert_float_equal(objective(1000 + 120000, 5, 0), 300, 0);
    /* The clock wraps. */
    pb_quest_cache_invalidate(cache, 0);
    given.place = 400;
    assert_float_equal(objective(UINT32_MAX - 1000, 5, 0), 400, 0);
    given.place = 500;
    assert_float_equal(objective(2000, 5, 0), 400, 0);
    assert_float_equal(objective(130000, 5, 0), 500, 0);
}

static void what_is_wrong_is_forgotten(void **state)
{
    (void)state;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    assert_float_equal(objective(1000, 6, 0), 100, 0);
    given.place = 300;
    pb_quest_cache_invalidate(cache, 5);
    assert_float_equal(objective(1000, 5, 0), 300, 0);
    assert_float_equal(objective(1000, 6, 0), 100, 0);
    pb_quest_cache_invalidate(cache, 0);
    assert_float_equal(objective(1000, 6, 0), 300, 0);
}

static void enders_and_errors(void **state)
{
    struct pb_quest_asker asker = {.world = &world, .here = &here, .now_ms = 1000};
    struct pb_position position;
    pb_object ender;

    (void)state;
    assert_int_equal(pb_quest_cache_ender(cache, &asker, 5, &position, &ender), PB_OK);
    assert_int_equal(ender, 1005);
    assert_float_equal(position.y, 100, 0);
    given.place = 300;
    assert_int_equal(pb_quest_cache_ender(cache, &asker, 5, &position, &ender), PB_OK);
    assert_float_equal(position.y, 100, 0);
    given.error = PB_E_gone;
    assert_int_equal(pb_quest_cache_ender(cache, &asker, 6, &position, &ender), PB_E_gone);
    assert_int_equal(pb_quest_cache_ender(cache, &asker, 6, &position, &ender), PB_E_gone);
    assert_int_equal(given.asked, 2);
}

/* Of a quest with more places than there is room for each is right, and what was asked for first stays. */
static void many_places(void **state)
{
    struct pb_quest_asker asker = {.world = &world, .here = &here, .now_ms = 1000, .is_rough = 1};
    struct pb_position position;
    uint32_t creature;
    pb_object ender;
    unsigned round, i;

    (void)state;
    for (round = 0; round < 3; round++) {
        assert_int_equal(pb_quest_cache_ender(cache, &asker, 5, &position, &ender), PB_OK);
        assert_int_equal(ender, 1005);
        for (i = 0; i < PB_QUEST_OBJECTIVES; i++) {
            assert_int_equal(pb_quest_cache_objective(cache, &asker, 5, i, &position, &creature), PB_OK);
            assert_float_equal(position.x, 100 + (float)i, 0);
            assert_int_equal(creature, 50 + i);
        }
    }
    /* The ender and two objectives once, the other eight three times. */
    assert_int_equal(given.asked, 3 + 3 * 8);
}

/* A crowd has room for what it asks; without more bots what is known stays. */
static void it_grows_with_the_bots(void **state)
{
    size_t grown, bytes = pb_quest_cache_bytes(cache, &grown);
    uint32_t quest;
    unsigned asked;

    (void)state;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    assert_int_equal(pb_quest_cache_reserve(cache, 100), PB_OK);
    assert_int_equal(pb_quest_cache_bytes(cache, &grown), bytes);
    assert_int_equal(grown, 0);
    given.place = 300;
    assert_float_equal(objective(1000, 5, 0), 100, 0);
    assert_int_equal(pb_quest_cache_reserve(cache, 60000), PB_OK);
    assert_int_equal(pb_quest_cache_bytes(cache, &grown), bytes);
    assert_true(grown > 8 * bytes);
    for (quest = 1; quest <= 8192; quest++)
        (void)objective(1000, quest, 0);
    asked = given.asked;
    for (quest = 1; quest <= 8192; quest++)
        (void)objective(1000, quest, 0);
    assert_in_range(given.asked - asked, 0, 8192 / 4);
    assert_int_equal(pb_quest_cache_reserve(cache, UINT32_MAX), PB_OK);
    assert_int_equal(pb_quest_cache_bytes(cache, &grown), bytes);
    /* As for 131,072 bots; however many there are, no more than this. */
    assert_true(grown < 33u << 20);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(known_places_are_not_asked_for),
        TEST(elsewhere_and_later_it_asks_again),
        TEST(what_is_wrong_is_forgotten),
        TEST(enders_and_errors),
        TEST(many_places),
        TEST(it_grows_with_the_bots),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
