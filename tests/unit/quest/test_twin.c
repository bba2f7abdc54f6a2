/* Bots in the same situation share a choice; those in another do not. */
#include "ai/bots.h"
#include "quest/twin.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 3, DONE = 200 };

static struct crowd {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_quests own;
    struct pb_quester questers[BOTS];
    struct pb_quest_strategy strategy;
    struct pb_actor_view views[BOTS];
    struct pb_quest_progress logs[BOTS];
    unsigned counts[BOTS];
    struct pb_group_view groups[BOTS];
    uint32_t done[BOTS][DONE];
    unsigned done_count[BOTS];
} crowd;

static int get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    (void)self;
    *view = crowd.views[actor - 1];
    return PB_OK;
}

static unsigned get_quest_log(void *self, pb_actor actor, struct pb_quest_progress *log, unsigned max)
{
    (void)self;
    (void)max;
    *log = crowd.logs[actor - 1];
    return crowd.counts[actor - 1];
}

static int get_group(void *self, pb_actor actor, struct pb_group_view *group)
{
    (void)self;
    *group = crowd.groups[actor - 1];
    return PB_OK;
}

static unsigned read_rewarded(void *self, pb_actor actor, unsigned from, uint32_t *quest_ids, unsigned max)
{
    unsigned count = crowd.done_count[actor - 1] - from;

    (void)self;
    count = count < max ? count : max;
    memcpy(quest_ids, crowd.done[actor - 1] + from, count * sizeof *quest_ids);
    return count;
}

/* New bots at the same place. */
static int set_up(void **state)
{
    unsigned i;

    (void)state;
    memset(&crowd, 0, sizeof crowd);
    crowd.world = (struct pb_world){.size = sizeof crowd.world,
                                    .get_actor = get_actor,
                                    .get_quest_log = get_quest_log,
                                    .get_group = get_group};
    crowd.bots.memory = pb_memory_libc;
    if (pb_bots_reserve(&crowd.bots, BOTS) != PB_OK)
        return -1;
    crowd.bots.count = BOTS;
    crowd.bots.now_ms = 5000;
    crowd.own.env =
        (struct pb_system_env){.memory = pb_memory_libc, .world = &crowd.world, .bots = &crowd.bots};
    crowd.own.questers = crowd.questers;
    crowd.own.strategy = &crowd.strategy;
    for (i = 0; i < BOTS; i++) {
        pb_bots_reset(&crowd.bots, i);
        crowd.bots.row[i].actor = i + 1;
        crowd.views[i] = (struct pb_actor_view){.guid = 77, .level = 1, .race = 1, .character_class = 2};
        crowd.views[i].position = (struct pb_position){.x = 10, .y = 20, .map = 1};
    }
    return pb_quest_twins_init(&crowd.own);
}

static int tear_down(void **state)
{
    (void)state;
    pb_quest_twins_release(&crowd.own);
    pb_bots_release(&crowd.bots);
    return 0;
}

static uint64_t key_of(pb_bot bot)
{
    return pb_quest_twin_key(&crowd.own, bot, PB_QUEST_TWIN_PLANS, 0);
}

static void the_same_is_the_same(void **state)
{
    struct pb_quest_plan plan = {.quest_id = 5, .score = 2};
    const uint32_t wanted[] = {7, 9};
    uint32_t found[PB_QUEST_OFFERS];
    unsigned count = 0, i;
    uint64_t list = pb_quest_twin_key(&crowd.own, 0, PB_QUEST_TWIN_LISTS, 0);

    (void)state;
    assert_int_not_equal(key_of(0), 0);
    assert_int_equal(key_of(0), key_of(1));
    assert_int_not_equal(list, key_of(0));
    assert_null(pb_quest_twin_plan(&crowd.own, key_of(0)));
    pb_quest_twin_keep_plan(&crowd.own, key_of(0), &plan);
    assert_int_equal(pb_quest_twin_plan(&crowd.own, key_of(1))->quest_id, 5);
    assert_int_equal(pb_quest_twin_list(&crowd.own, list, found, &count), 0);
    pb_quest_twin_keep_list(&crowd.own, list, wanted, 2);
    assert_int_equal(pb_quest_twin_list(&crowd.own, list, found, &count), 1);
    assert_int_equal(count, 2);
    assert_int_equal(found[1], 9);
    /* What did the same has the same past, in whichever order. */
    pb_quest_twin_done(&crowd.own, 0, 7);
    assert_int_not_equal(key_of(0), key_of(1));
    pb_quest_twin_done(&crowd.own, 0, 9);
    pb_quest_twin_done(&crowd.own, 1, 9);
    pb_quest_twin_done(&crowd.own, 1, 7);
    assert_int_equal(key_of(0), key_of(1));
    /* Tastes: a few kinds, all of them met. */
    for (i = 0; i < 64; i++) {
        crowd.views[2].guid = 100 + i;
        pb_quest_twin_keep_plan(&crowd.own, key_of(2), &plan);
    }
    for (count = i = 0; i < 64; i++) {
        crowd.views[2].guid = 200 + i;
        count += pb_quest_twin_plan(&crowd.own, key_of(2)) != NULL;
    }
    assert_int_equal(count, 64);
}

/* What is to be taken from a giver is the same from wherever one comes; not that of another giver. */
static void lists_are_of_givers(void **state)
{
    uint64_t list = pb_quest_twin_key(&crowd.own, 0, PB_QUEST_TWIN_LISTS, 500);

    (void)state;
    assert_int_not_equal(list, 0);
    crowd.views[1].position.x = 90;
    assert_int_equal(pb_quest_twin_key(&crowd.own, 1, PB_QUEST_TWIN_LISTS, 500), list);
    assert_int_not_equal(pb_quest_twin_key(&crowd.own, 1, PB_QUEST_TWIN_LISTS, 501), list);
    crowd.counts[1] = 1;
    crowd.logs[1] = (struct pb_quest_progress){.quest_id = 4};
    assert_int_not_equal(pb_quest_twin_key(&crowd.own, 1, PB_QUEST_TWIN_LISTS, 500), list);
}

static void what_differs_is_told_apart(void **state)
{
    uint64_t key = key_of(0);

    (void)state;
    crowd.views[1].race = 2;
    assert_int_not_equal(key_of(1), key);
    crowd.views[1].race = 1;
    crowd.views[1].character_class = 3;
    assert_int_not_equal(key_of(1), key);
    crowd.views[1].character_class = 2;
    crowd.views[1].position.x = 90;
    assert_int_not_equal(key_of(1), key);
    crowd.views[1].position = (struct pb_position){.x = 10, .y = 20, .map = 0};
    assert_int_not_equal(key_of(1), key);
    crowd.views[1].position = crowd.views[0].position;
    assert_int_equal(key_of(1), key);
    crowd.views[1].level = 2;
    assert_int_not_equal(key_of(1), key);
    crowd.views[1].level = 1;
    crowd.counts[1] = 1;
    crowd.logs[1] = (struct pb_quest_progress){.quest_id = 4};
    assert_int_not_equal(key_of(1), key);
    key = key_of(1);
    crowd.logs[1].counts[2] = 1;
    assert_int_not_equal(key_of(1), key);
    crowd.logs[1].counts[2] = 0;
    crowd.logs[1].status = PB_QUEST_COMPLETE;
    assert_int_not_equal(key_of(1), key);
}

static void company_counts(void **state)
{
    uint64_t key = key_of(0);

    (void)state;
    crowd.bots.row[1].status.flags |= PB_ACTOR_GROUPED;
    crowd.groups[1] = (struct pb_group_view){.group_id = 1, .count = 2};
    crowd.groups[1].members[0].actor = 2;
    crowd.groups[1].members[1].actor = 3;
    crowd.groups[1].members[1].distance = 5;
    assert_int_not_equal(key_of(1), 0);
    assert_int_not_equal(key_of(1), key);
    crowd.groups[1].members[1].distance = -1;
    assert_int_equal(key_of(1), key);
    crowd.strategy.is_together = 1;
    assert_int_equal(key_of(1), 0);
}

static void some_choose_alone(void **state)
{
    (void)state;
    /* Not new when it was first seen, in a world that does not tell what it has done. */
    crowd.views[1].experience = 1;
    assert_int_equal(key_of(1), 0);
    crowd.views[1].experience = 0;
    assert_int_equal(key_of(1), 0);
    crowd.views[2].level = 2;
    assert_int_equal(key_of(2), 0);
    assert_int_not_equal(key_of(0), 0);
    /* Who leaves something alone, as long as it does. */
    pb_quest_remember(&crowd.own, 0, 5, 1000);
    assert_int_equal(key_of(0), 0);
    crowd.bots.now_ms += 1000;
    assert_int_not_equal(key_of(0), 0);
    pb_quest_remember(&crowd.own, 0, 5, 1000);
    assert_int_equal(key_of(0), 0);
    pb_quest_recall(&crowd.own, 0, 5);
    assert_int_not_equal(key_of(0), 0);
    assert_null(pb_quest_twin_plan(&crowd.own, 0));
}

/* Who comes back is known by what the world tells of it: all of it, though it takes more than one reading,
 * and it is the same as if it had been seen. */
static void who_comes_back_is_known(void **state)
{
    unsigned i;

    (void)state;
    crowd.world.read_rewarded = read_rewarded;
    for (i = 0; i < DONE; i++)
        crowd.done[0][i] = crowd.done[1][i] = crowd.done[2][i] = 100 + i;
    crowd.done_count[0] = crowd.done_count[1] = DONE;
    crowd.done_count[2] = DONE - 1;
    for (i = 0; i < BOTS; i++)
        crowd.views[i].level = 3;
    assert_int_not_equal(key_of(0), 0);
    assert_int_equal(key_of(0), key_of(1));
    assert_int_not_equal(key_of(0), key_of(2));
    pb_quest_twin_done(&crowd.own, 2, 100 + DONE - 1);
    assert_int_equal(key_of(0), key_of(2));
    /* The last one tells it apart as the first does. */
    crowd.done[1][DONE - 1]++;
    crowd.questers[1] = (struct pb_quester){0};
    assert_int_not_equal(key_of(0), key_of(1));
    /* One that has failed since then chooses alone. */
    pb_quest_remember(&crowd.own, 0, 5, 1000);
    assert_int_equal(key_of(0), 0);
}

static void choices_age(void **state)
{
    struct pb_quest_plan plan = {.quest_id = 5};

    (void)state;
    pb_quest_twin_keep_plan(&crowd.own, key_of(0), &plan);
    crowd.bots.now_ms += 59999;
    assert_non_null(pb_quest_twin_plan(&crowd.own, key_of(0)));
    crowd.bots.now_ms += 1;
    assert_null(pb_quest_twin_plan(&crowd.own, key_of(0)));
    pb_quest_twin_keep_plan(&crowd.own, key_of(0), &plan);
    assert_non_null(pb_quest_twin_plan(&crowd.own, key_of(0)));
    pb_quest_twins_forget(&crowd.own);
    assert_null(pb_quest_twin_plan(&crowd.own, key_of(0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_is_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_are_of_givers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_differs_is_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(company_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(some_choose_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_comes_back_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(choices_age, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
