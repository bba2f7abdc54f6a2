/* Goods: what may be taken on, how it is counted, what it gives. */
#include "goods_fixture.h"

static int accept(struct fixture *fixture, pb_actor actor, uint32_t quest)
{
    int error = fixture->world->accept_quest(fixture->world->self, actor, quest, SMITH);

    fixture_check(fixture);
    return error;
}

static int turn_in(struct fixture *fixture, pb_actor actor, uint32_t quest, unsigned choice)
{
    int error = fixture->world->turn_in_quest(fixture->world->self, actor, quest, SMITH, choice);

    fixture_check(fixture);
    return error;
}

static unsigned status_of(struct fixture *fixture, pb_actor actor, uint32_t quest)
{
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = fixture->world->get_quest_log(fixture->world->self, actor, log, PB_QUEST_LOG_SIZE), i;

    for (i = 0; i < count; i++)
        if (log[i].quest_id == quest)
            return log[i].status;
    return PB_QUEST_NONE;
}

static int is_offered(struct fixture *fixture, pb_actor actor, uint32_t quest)
{
    struct pb_quest_offer offers[16];
    unsigned count = fixture->world->find_quests(fixture->world->self, actor, 100, offers, 16), i;

    for (i = 0; i < count; i++)
        if (offers[i].quest_id == quest)
            return 1;
    return 0;
}

/* Twice the same tokens: whoever is paid first takes them from the other. */
static void test_shared_tokens(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    uint32_t money = fixture_view(fixture, actor).money;

    assert_int_equal(accept(fixture, actor, QUEST_A), PB_OK);
    assert_int_equal(accept(fixture, actor, QUEST_A), PB_E_not_allowed);
    assert_int_equal(accept(fixture, actor, QUEST_B), PB_OK);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 0), PB_E_not_allowed);
    /* More than is wanted counts as what is wanted. */
    goods_give(fixture, actor, TOKEN, 3);
    fixture_check(fixture);
    assert_int_equal(status_of(fixture, actor, QUEST_A), PB_QUEST_COMPLETE);
    assert_int_equal(
        fixture->world->destroy_item(fixture->world->self, actor, goods_slot(fixture, actor, TOKEN), 1),
        PB_OK);
    fixture_check(fixture);
    assert_int_equal(status_of(fixture, actor, QUEST_A), PB_QUEST_COMPLETE);
    assert_int_equal(status_of(fixture, actor, QUEST_B), PB_QUEST_COMPLETE);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 2), PB_E_bad_argument);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 0), PB_OK);
    assert_int_equal(goods_have(fixture, actor, TOKEN), 0);
    assert_int_equal(goods_have(fixture, actor, CLOTH), 3);
    assert_int_equal(fixture_view(fixture, actor).money, money + 50);
    assert_int_equal(fixture_view(fixture, actor).experience, 100);
    assert_int_equal(status_of(fixture, actor, QUEST_B), PB_QUEST_TAKEN);
    assert_int_equal(turn_in(fixture, actor, QUEST_B, 0), PB_E_not_allowed);
    /* Rewarded once is enough. */
    assert_int_equal(accept(fixture, actor, QUEST_A), PB_E_not_allowed);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 0), PB_E_gone);
}

/* What was collected for a quest goes when it is given up, unless another wants it. */
static void test_given_up(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    const struct pb_world *world = fixture->world;

    assert_int_equal(accept(fixture, actor, QUEST_A), PB_OK);
    assert_int_equal(accept(fixture, actor, QUEST_B), PB_OK);
    goods_give(fixture, actor, TOKEN, 3);
    goods_give(fixture, actor, CLOTH, 1);
    assert_int_equal(world->abandon_quest(world->self, actor, QUEST_A), PB_OK);
    fixture_check(fixture);
    assert_int_equal(goods_have(fixture, actor, TOKEN), 3);
    assert_int_equal(status_of(fixture, actor, QUEST_B), PB_QUEST_COMPLETE);
    assert_int_equal(world->abandon_quest(world->self, actor, QUEST_B), PB_OK);
    fixture_check(fixture);
    assert_int_equal(goods_have(fixture, actor, TOKEN), 0);
    assert_int_equal(goods_have(fixture, actor, CLOTH), 1);
}

static void test_conditions(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    const struct pb_world *world = fixture->world;

    assert_int_equal(accept(fixture, actor, QUEST_HARD), PB_E_not_allowed);
    assert_false(is_offered(fixture, actor, QUEST_HARD));
    assert_int_equal(accept(fixture, actor, QUEST_AFTER), PB_E_not_allowed);
    assert_false(is_offered(fixture, actor, QUEST_AFTER));
    assert_true(is_offered(fixture, actor, QUEST_A));
    goods_give(fixture, actor, TOKEN, 2);
    assert_int_equal(accept(fixture, actor, QUEST_A), PB_OK);
    assert_false(is_offered(fixture, actor, QUEST_A));
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 1), PB_OK);
    assert_true(is_offered(fixture, actor, QUEST_AFTER));
    assert_int_equal(accept(fixture, actor, QUEST_AFTER), PB_OK);
    /* One of two, also after it was given back. */
    assert_int_equal(accept(fixture, actor, QUEST_OR), PB_OK);
    assert_int_equal(accept(fixture, actor, QUEST_ELSE), PB_E_not_allowed);
    assert_int_equal(world->abandon_quest(world->self, actor, QUEST_OR), PB_OK);
    assert_int_equal(accept(fixture, actor, QUEST_ELSE), PB_OK);
    assert_int_equal(world->talk(world->self, actor, SMITH), PB_OK);
    assert_int_equal(turn_in(fixture, actor, QUEST_ELSE, 0), PB_OK);
    assert_int_equal(accept(fixture, actor, QUEST_OR), PB_E_not_allowed);
}

static void test_repeatable(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    unsigned i;

    for (i = 0; i < 3; i++) {
        assert_int_equal(accept(fixture, actor, QUEST_AGAIN), PB_OK);
        assert_int_equal(turn_in(fixture, actor, QUEST_AGAIN, 0), PB_E_not_allowed);
        assert_int_equal(fixture->world->talk(fixture->world->self, actor, SMITH), PB_OK);
        assert_int_equal(turn_in(fixture, actor, QUEST_AGAIN, 0), PB_OK);
    }
    assert_int_equal(fixture->realm->actors[actor].rewarded_count, 1);
}

/* What an actor was rewarded for can be read, all of it or piece by piece. */
static void test_read_rewarded(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    uint32_t quest_ids[4] = {0};
    unsigned i;

    assert_int_equal(world->read_rewarded(world->self, actor, 0, quest_ids, 4), 0);
    for (i = 0; i < 2; i++) {
        assert_int_equal(accept(fixture, actor, QUEST_EAST + i), PB_OK);
        assert_int_equal(world->talk(world->self, actor, SMITH), PB_OK);
        assert_int_equal(turn_in(fixture, actor, QUEST_EAST + i, 0), PB_OK);
    }
    assert_int_equal(world->read_rewarded(world->self, actor, 0, quest_ids, 4), 2);
    assert_int_equal(quest_ids[0] + quest_ids[1], 2 * QUEST_EAST + 1);
    assert_int_equal(quest_ids[2], 0);
    assert_int_equal(world->read_rewarded(world->self, actor, 1, quest_ids + 2, 1), 1);
    assert_int_equal(quest_ids[2], quest_ids[1]);
    assert_int_equal(world->read_rewarded(world->self, actor, 2, quest_ids, 4), 0);
    assert_int_equal(world->read_rewarded(world->self, actor, 9, quest_ids, 4), 0);
    assert_int_equal(world->read_rewarded(world->self, 9999, 0, quest_ids, 4), 0);
}

/* Two together come before a third. */
static void test_both(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    unsigned i;

    for (i = 0; i < 2; i++) {
        assert_int_equal(accept(fixture, actor, QUEST_BOTH), PB_E_not_allowed);
        assert_int_equal(accept(fixture, actor, QUEST_EAST + i), PB_OK);
        assert_int_equal(fixture->world->talk(fixture->world->self, actor, SMITH), PB_OK);
        assert_int_equal(turn_in(fixture, actor, QUEST_EAST + i, 0), PB_OK);
    }
    assert_int_equal(accept(fixture, actor, QUEST_BOTH), PB_OK);
}

/* Rewards need room: nothing is taken or given without it. */
static void test_no_room(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    const struct pb_world *world = fixture->world;

    assert_int_equal(accept(fixture, actor, QUEST_A), PB_OK);
    goods_give(fixture, actor, TOKEN, 2);
    goods_give(fixture, actor, PRIZE, PB_PACK_SLOTS - 1);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 0), PB_E_inventory_full);
    assert_int_equal(goods_have(fixture, actor, TOKEN), 2);
    assert_int_equal(status_of(fixture, actor, QUEST_A), PB_QUEST_COMPLETE);
    assert_int_equal(world->destroy_item(world->self, actor, goods_slot(fixture, actor, PRIZE), 1), PB_OK);
    assert_int_equal(turn_in(fixture, actor, QUEST_A, 0), PB_OK);
}

/* Full up to five levels above, then a fifth less for each; see quest_log.c. */
static void test_experience(void **state)
{
    static const struct {
        unsigned level;
        uint32_t experience;
    } known[] = {{5, 1000}, {10, 1000}, {15, 1000}, {16, 800}, {17, 600},
                 {18, 400}, {19, 200},  {20, 100},  {60, 100}, {80, 0}};
    struct pb_quest_template quest = {.level = 10, .experience = 1000};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        assert_in_range(pb_quest_experience(&quest, known[i].level),
                        known[i].experience ? known[i].experience - 1 : 0, known[i].experience);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shared_tokens, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_given_up, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_conditions, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_repeatable, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_read_rewarded, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_both, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_no_room, goods_setup, goods_teardown),
        cmocka_unit_test(test_experience)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
