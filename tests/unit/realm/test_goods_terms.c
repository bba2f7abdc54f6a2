/* Goods: quests that are handed on, come each day, or must be done in time; where they are worked on and end.
 */
#include "goods_fixture.h"

static int accept_from(struct fixture *fixture, pb_actor actor, uint32_t quest, pb_object giver)
{
    int error = fixture->world->accept_quest(fixture->world->self, actor, quest, giver);

    fixture_check(fixture);
    return error;
}

static void complete(struct fixture *fixture, pb_actor actor, uint32_t quest)
{
    const struct pb_world *world = fixture->world;

    assert_int_equal(accept_from(fixture, actor, quest, SMITH), PB_OK);
    assert_int_equal(world->talk(world->self, actor, SMITH), PB_OK);
    assert_int_equal(world->turn_in_quest(world->self, actor, quest, SMITH, 0), PB_OK);
    fixture_check(fixture);
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

/* It is offered to who is near and may have it, and theirs only once they accept it. */
static void test_share(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor owner = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             near = fixture_actor(fixture, 1, WARRIOR, 20, 0),
             far = fixture_actor(fixture, 1, WARRIOR, 500, 0),
             stranger = fixture_actor(fixture, 1, WARRIOR, 1, 0);
    const struct pb_world_event *offer;

    fixture_group(fixture, owner, far);
    assert_int_equal(world->share_quest(world->self, owner, QUEST_A), PB_E_gone);
    assert_int_equal(accept_from(fixture, owner, QUEST_A, SMITH), PB_OK);
    assert_int_equal(accept_from(fixture, owner, QUEST_B, SMITH), PB_OK);
    /* Nobody is near; a quest that is not for sharing. */
    assert_int_equal(world->share_quest(world->self, owner, QUEST_A), PB_E_not_allowed);
    fixture_group(fixture, owner, near);
    assert_int_equal(world->share_quest(world->self, owner, QUEST_B), PB_E_not_allowed);
    assert_int_equal(world->share_quest(world->self, owner, QUEST_A), PB_OK);
    fixture_hear(fixture);
    assert_null(fixture_last(fixture, PB_WORLD_QUEST_SHARED, far));
    assert_null(fixture_last(fixture, PB_WORLD_QUEST_SHARED, stranger));
    offer = fixture_last(fixture, PB_WORLD_QUEST_SHARED, near);
    assert_non_null(offer);
    assert_int_equal(offer->entry, QUEST_A);
    assert_int_equal(offer->guid, fixture_view(fixture, owner).guid);
    assert_int_equal(status_of(fixture, near, QUEST_A), PB_QUEST_NONE);
    assert_int_equal(accept_from(fixture, stranger, QUEST_A, offer->object), PB_E_not_allowed);
    assert_int_equal(accept_from(fixture, far, QUEST_A, offer->object), PB_E_not_allowed);
    assert_int_equal(accept_from(fixture, near, QUEST_B, offer->object), PB_E_not_allowed);
    assert_int_equal(accept_from(fixture, near, QUEST_A, offer->object), PB_OK);
    assert_int_equal(status_of(fixture, near, QUEST_A), PB_QUEST_TAKEN);
    /* Who has it is asked no more. */
    assert_int_equal(world->share_quest(world->self, owner, QUEST_A), PB_E_not_allowed);
    assert_int_equal(world->abandon_quest(world->self, near, QUEST_A), PB_OK);
    assert_int_equal(world->abandon_quest(world->self, owner, QUEST_A), PB_OK);
    assert_int_equal(accept_from(fixture, near, QUEST_A, PB_OBJECT_OF_ACTOR(owner)), PB_E_not_allowed);
}

/* Lets days pass in long steps. */
static void sleep_ms(struct fixture *fixture, uint32_t ms)
{
    uint32_t step;

    for (; ms; ms -= step) {
        step = ms < 600000 ? ms : 600000;
        pb_realm_update(fixture->realm, step);
        fixture->seen_count = 0;
        fixture_hear(fixture);
    }
    fixture_check(fixture);
}

/* Once a day, also for who logs out meanwhile; again on the next. */
static void test_daily(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t guid = fixture_keep(fixture, 1, WARRIOR, 0, 0);
    pb_actor actor = fixture_login(fixture, guid);
    unsigned day;

    for (day = 0; day < 3; day++) {
        complete(fixture, actor, QUEST_DAILY);
        assert_int_equal(accept_from(fixture, actor, QUEST_DAILY, SMITH), PB_E_not_allowed);
        assert_int_equal(world->logout(world->self, actor), PB_OK);
        fixture_run(fixture, 1000);
        actor = fixture_login(fixture, guid);
        assert_int_equal(accept_from(fixture, actor, QUEST_DAILY, SMITH), PB_E_not_allowed);
        sleep_ms(fixture, PB_DAY_MS - 3600000);
        if (!day)
            assert_int_equal(accept_from(fixture, actor, QUEST_DAILY, SMITH), PB_E_not_allowed);
        sleep_ms(fixture, 3600000);
    }
    /* Somebody else's day is its own. */
    complete(fixture, actor, QUEST_DAILY);
    complete(fixture, fixture_actor(fixture, 1, WARRIOR, 0, 0), QUEST_DAILY);
}

/* It fails when its minute is over, unless it is complete by then; time passes for the absent too. */
static void test_time_limit(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t guid = fixture_keep(fixture, 1, WARRIOR, 0, 0);
    pb_actor slow = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             quick = fixture_actor(fixture, 1, WARRIOR, 0, 0), away = fixture_login(fixture, guid),
             fickle = fixture_actor(fixture, 1, WARRIOR, 0, 0);

    assert_int_equal(accept_from(fixture, slow, QUEST_TIMED, SMITH), PB_OK);
    assert_int_equal(accept_from(fixture, quick, QUEST_TIMED, SMITH), PB_OK);
    assert_int_equal(accept_from(fixture, away, QUEST_TIMED, SMITH), PB_OK);
    assert_int_equal(accept_from(fixture, fickle, QUEST_TIMED, SMITH), PB_OK);
    fixture_run(fixture, 30000);
    assert_int_equal(world->logout(world->self, away), PB_OK);
    assert_int_equal(world->talk(world->self, quick, SMITH), PB_OK);
    /* Given up and taken again: a whole minute. */
    assert_int_equal(world->abandon_quest(world->self, fickle, QUEST_TIMED), PB_OK);
    assert_int_equal(accept_from(fixture, fickle, QUEST_TIMED, SMITH), PB_OK);
    fixture_run(fixture, 29900);
    assert_int_equal(status_of(fixture, slow, QUEST_TIMED), PB_QUEST_TAKEN);
    fixture_run(fixture, 200);
    assert_int_equal(status_of(fixture, slow, QUEST_TIMED), PB_QUEST_FAILED);
    assert_int_equal(fixture_last(fixture, PB_WORLD_QUEST_FAILED, slow)->entry, QUEST_TIMED);
    assert_int_equal(status_of(fixture, quick, QUEST_TIMED), PB_QUEST_COMPLETE);
    assert_int_equal(status_of(fixture, fickle, QUEST_TIMED), PB_QUEST_TAKEN);
    away = fixture_login(fixture, guid);
    fixture_run(fixture, 100);
    assert_int_equal(status_of(fixture, away, QUEST_TIMED), PB_QUEST_FAILED);
    fixture_run(fixture, 40000);
    assert_int_equal(status_of(fixture, fickle, QUEST_TIMED), PB_QUEST_FAILED);
    assert_int_equal(status_of(fixture, quick, QUEST_TIMED), PB_QUEST_COMPLETE);
    /* What has failed stays so until it is given up. */
    assert_int_equal(world->talk(world->self, slow, SMITH), PB_OK);
    assert_int_equal(world->turn_in_quest(world->self, slow, QUEST_TIMED, SMITH, 0), PB_E_not_allowed);
    assert_int_equal(accept_from(fixture, slow, QUEST_TIMED, SMITH), PB_E_not_allowed);
    assert_int_equal(world->abandon_quest(world->self, slow, QUEST_TIMED), PB_OK);
    complete(fixture, slow, QUEST_TIMED);
    assert_int_equal(world->turn_in_quest(world->self, quick, QUEST_TIMED, SMITH, 0), PB_OK);
    fixture_check(fixture);
}

/* What was done today, and how long a quest may still take, is known to the next realm as well. */
static void test_next_realm(void **state)
{
    struct fixture *fixture = *state;
    uint64_t guid = fixture_keep(fixture, 1, WARRIOR, 0, 0);
    pb_actor actor = fixture_login(fixture, guid);

    complete(fixture, actor, QUEST_DAILY);
    assert_int_equal(accept_from(fixture, actor, QUEST_TIMED, SMITH), PB_OK);
    fixture_run(fixture, 30000);
    assert_int_equal(fixture->world->logout(fixture->world->self, actor), PB_OK);
    fixture_run(fixture, 1000);
    fixture_next(fixture, 2, PB_DAY_MS - 3600000);
    actor = fixture_login(fixture, guid);
    assert_int_equal(accept_from(fixture, actor, QUEST_DAILY, SMITH), PB_E_not_allowed);
    fixture_run(fixture, 29000);
    assert_int_equal(status_of(fixture, actor, QUEST_TIMED), PB_QUEST_TAKEN);
    fixture_run(fixture, 1100);
    assert_int_equal(status_of(fixture, actor, QUEST_TIMED), PB_QUEST_FAILED);
    sleep_ms(fixture, 3600000 - 60000);
    assert_int_equal(accept_from(fixture, actor, QUEST_DAILY, SMITH), PB_E_not_allowed);
    /* The day ends when it would have ended. */
    sleep_ms(fixture, 60000);
    complete(fixture, actor, QUEST_DAILY);
}

/* Kills and things: where the creature lives; talks on another map: nearest to its middle first. */
static void test_objectives(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    struct pb_position place;
    uint32_t creature = 0;

    assert_int_equal(world->find_objective(world->self, actor, QUEST_AFTER, 0, 0, &place, &creature), PB_OK);
    assert_int_equal(creature, BEAST + 1);
    assert_true(place.x > 59 && place.x < 61);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_AFTER, 0, 1, &place, &creature),
                     PB_E_gone);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_A, PB_QUEST_KILLS, 0, &place, &creature),
                     PB_OK);
    assert_int_equal(creature, BEAST + 1);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_A, 0, 0, &place, &creature), PB_E_gone);
    assert_int_equal(
        world->find_objective(world->self, actor, QUEST_A, PB_QUEST_OBJECTIVES, 0, &place, &creature),
        PB_E_unknown_quest);
    assert_int_equal(world->find_objective(world->self, actor, 9999, 0, 0, &place, &creature),
                     PB_E_unknown_quest);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_ABROAD, 0, 0, &place, &creature), PB_OK);
    assert_int_equal(creature, HERMIT);
    assert_int_equal(place.map, 1);
    assert_true(place.x < 31);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_ABROAD, 0, 1, &place, &creature), PB_OK);
    assert_true(place.x > 99);
    assert_int_equal(world->find_objective(world->self, actor, QUEST_ABROAD, 0, 2, &place, &creature),
                     PB_E_gone);
}

static void test_enders(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 3, 4);
    struct pb_object_view view;

    assert_int_equal(world->find_quest_ender(world->self, actor, QUEST_A, &view), PB_OK);
    assert_int_equal(view.object, SMITH);
    assert_true(view.distance > 4.9f && view.distance < 5.1f);
    assert_int_equal(world->find_quest_ender(world->self, actor, 9999, &view), PB_E_unknown_quest);
    assert_int_equal(world->find_quest_ender(world->self, 77, QUEST_A, &view), PB_E_gone);
    /* On another map: there is a way, and whoever takes it can turn it in. */
    assert_int_equal(world->find_quest_ender(world->self, actor, QUEST_ABROAD, &view), PB_OK);
    assert_int_equal(view.position.map, 1);
    assert_true(view.distance > PB_INTERACT_YARDS);
    assert_int_equal(accept_from(fixture, actor, QUEST_ABROAD, SMITH), PB_OK);
    goods_give(fixture, actor, TOKEN, 1);
    assert_int_equal(world->turn_in_quest(world->self, actor, QUEST_ABROAD, view.object, 0), PB_E_too_far);
    assert_int_equal(world->move_to(world->self, actor, &view.position, 1, NULL), PB_OK);
    fixture_until(fixture, PB_WORLD_ARRIVED, actor);
    assert_int_equal(world->find_quest_ender(world->self, actor, QUEST_ABROAD, &view), PB_OK);
    assert_true(view.distance <= PB_INTERACT_YARDS);
    assert_int_equal(world->talk(world->self, actor, view.object), PB_OK);
    assert_int_equal(world->turn_in_quest(world->self, actor, QUEST_ABROAD, view.object, 0), PB_OK);
    fixture_check(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_share, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_daily, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_time_limit, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_next_realm, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_objectives, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_enders, goods_setup, goods_teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
