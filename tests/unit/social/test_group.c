/* Group system: who asks whom, who accepts, how long they stay, and what ends it. */
#include "../combat/arena.h"
#include "../combat/fake_fight.h"
#include "social/group.h"

enum { HUMAN = 777, MINUTE = 60000 };

/* ---- A world of the test's making ---- */

struct social {
    struct fake *fake;
    unsigned invites, answers, leaves;
    int last_answer, invite_error;
    pb_object asked;
};

static struct social social;

static int social_invite(void *self, pb_actor actor, pb_object player)
{
    (void)self;
    (void)actor;
    social.invites++;
    social.asked = player;
    return social.invite_error;
}

static int social_answer(void *self, pb_actor actor, int is_accepted)
{
    (void)self;
    (void)actor;
    social.answers++;
    social.last_answer = is_accepted;
    return PB_OK;
}

static int social_leave(void *self, pb_actor actor)
{
    (void)self;
    (void)actor;
    social.leaves++;
    social.fake->bots.row[0].status.flags = 0;
    social.fake->group.count = 0;
    return PB_OK;
}

/* A bot of which so many percent like company. */
static struct fake *social_new(int percent)
{
    struct pb_ai_settings settings = *fake_settings();
    struct pb_system_env env = {.memory = pb_memory_libc, .seed = 1, .number = FAKE_NUMBER};
    struct fake *fake = fake_new(&pb_survival_system, 1);

    fake->type->shutdown(fake->self);
    settings.group_percent = percent;
    env.settings = settings;
    env.world = &fake->world;
    env.bots = &fake->bots;
    fake->type = &pb_group_system;
    /* Without these the system is off. */
    assert_int_equal(fake->type->initialize(&fake->self, &env), PB_E_unsupported);
    fake->world.invite = social_invite;
    fake->world.answer_invite = social_answer;
    fake->world.leave_group = social_leave;
    assert_int_equal(fake->type->initialize(&fake->self, &env), PB_OK);
    assert_int_equal(fake->type->reserve(fake->self, 4), PB_OK);
    fake->type->reset(fake->self, 0);
    social = (struct social){.fake = fake};
    return fake;
}

static void passer_by(struct fake *fake, float x, unsigned level)
{
    struct pb_object_view *view = fake_creature(fake, x, level, 0);

    view->kind = PB_OBJECT_ACTOR;
    view->entry = 0;
}

static void invite_from(struct fake *fake, uint64_t guid, pb_object object)
{
    struct pb_world_event event = {
        .type = PB_WORLD_GROUP_INVITED, .actor = FAKE_ACTOR, .guid = guid, .object = object};

    fake->type->on_event(fake->self, 0, &event);
}

/* The nearest of its level; again after a minute at the earliest; nobody who likes no company asks. */
static void test_asks(void **state)
{
    struct fake *fake = social_new(100);

    (void)state;
    passer_by(fake, 5, 14);
    passer_by(fake, 10, 6);
    passer_by(fake, 20, 13);
    passer_by(fake, 30, 10);
    passer_by(fake, 61, 10);
    assert_int_equal(fake_step(fake, 20000), 20000);
    assert_int_equal(social.invites, 1);
    assert_int_equal(social.asked, 3);
    fake_step(fake, 20000);
    fake_step(fake, 20000);
    assert_int_equal(social.invites, 1);
    fake_step(fake, 20000);
    fake_step(fake, 20000);
    assert_int_equal(social.invites, 2);
    fake_free(fake);
    fake = social_new(0);
    passer_by(fake, 10, 10);
    assert_int_equal(fake_step(fake, 20000), 120000);
    assert_int_equal(social.invites, 0);
    fake_free(fake);
    /* Whom the world refuses (another faction, a group already) is passed over. */
    fake = social_new(100);
    social.invite_error = PB_E_not_allowed;
    passer_by(fake, 5, 10);
    passer_by(fake, 10, 10);
    fake_step(fake, 20000);
    assert_int_equal(social.invites, 2);
    assert_int_equal(fake_figure(fake, "invitations"), 0);
    social.invite_error = PB_OK;
    fake_step(fake, 20000);
    assert_int_equal(social.asked, 1);
    fake_free(fake);
}

/* Humans always; bots by character: some decline, the same ones each time; nobody where groups are off. */
static void test_answers(void **state)
{
    struct fake *fake = social_new(1);
    unsigned accepted = 0, guid;

    (void)state;
    for (guid = 100; guid < 300; guid++) {
        int first;

        invite_from(fake, guid, 0);
        first = social.last_answer;
        invite_from(fake, guid, 0);
        assert_int_equal(social.last_answer, first);
        accepted += first != 0;
    }
    assert_in_range(accepted, 70, 130);
    assert_int_equal(fake_figure(fake, "accepted"), 2 * accepted);
    assert_int_equal(fake_figure(fake, "refused"), 2 * (200 - accepted));
    fake_free(fake);

    fake = social_new(100);
    for (guid = 100; guid < 110; guid++) {
        invite_from(fake, guid, 0);
        assert_true(social.last_answer);
    }
    fake_free(fake);

    fake = social_new(0);
    fake_creature(fake, 3, 80, 0)->kind = PB_OBJECT_PLAYER;
    invite_from(fake, 100, 0);
    assert_false(social.last_answer);
    invite_from(fake, 100, fake->objects[0].object);
    assert_true(social.last_answer);
    fake_free(fake);
}

static void join(struct fake *fake, unsigned leader)
{
    fake_friend(fake, 30, 100);
    fake->group.leader = (uint8_t)leader;
    fake_step(fake, 20000);
}

/* Five minutes without anybody near, or half an hour in all; then it is alone for at least a minute. */
static void test_leaves(void **state)
{
    struct fake *fake = social_new(100);
    unsigned i;

    (void)state;
    join(fake, 1);
    for (i = 0; i < 88; i++)
        fake_step(fake, 20000);
    assert_int_equal(social.leaves, 0);
    for (i = 0; i < 3 && !social.leaves; i++)
        fake_step(fake, 20000);
    assert_int_equal(social.leaves, 1);
    passer_by(fake, 5, 10);
    fake_step(fake, 20000);
    fake_step(fake, 20000);
    assert_int_equal(social.invites, 0);
    fake_step(fake, 20000);
    assert_int_equal(social.invites, 1);
    fake_free(fake);

    fake = social_new(100);
    join(fake, 1);
    fake->group.members[1].distance = 500;
    for (i = 0; i < 14; i++)
        fake_step(fake, 20000);
    /* One comes near for a moment: it counts anew. */
    fake->group.members[1].distance = 399;
    fake_step(fake, 20000);
    fake->group.members[1].distance = -1;
    for (i = 0; i < 14; i++)
        fake_step(fake, 20000);
    assert_int_equal(social.leaves, 0);
    fake_step(fake, 20000);
    assert_int_equal(social.leaves, 1);
    fake_free(fake);
}

/* Who leads asks others to join, once a minute, up to five; that does not make its half hour longer. */
static void test_leads(void **state)
{
    struct fake *fake = social_new(100);
    unsigned i;

    (void)state;
    passer_by(fake, 5, 10);
    join(fake, 0);
    for (i = 0; i < 92 && !social.leaves; i++)
        fake_step(fake, 20000);
    assert_int_equal(social.leaves, 1);
    assert_in_range(social.invites, 28, 31);
    fake_free(fake);
    fake = social_new(100);
    passer_by(fake, 5, 10);
    for (i = 0; i < 3; i++)
        fake_friend(fake, 30, 100);
    join(fake, 0);
    assert_int_equal(fake->group.count, PB_GROUP_SIZE);
    for (i = 0; i < 10; i++)
        fake_step(fake, 20000);
    assert_int_equal(social.invites, 0);
    fake_free(fake);
}

/* Who is spoken to stands still for a quarter of a minute, whatever it is like, and then goes on. */
static void test_polite(void **state)
{
    int percent;

    (void)state;
    for (percent = 0; percent <= 100; percent += 100) {
        struct fake *fake = social_new(percent);
        const struct pb_goal *goal = &fake->bots.row[0].goal;

        fake_want(fake, PB_GOAL_GO, 100, 0, PB_GOAL_QUEST);
        assert_int_equal(fake_tell(fake, PB_WORLD_WHISPER), 1);
        assert_int_equal(goal->kind, PB_GOAL_STAY);
        assert_int_equal(fake_step(fake, 50), 14950);
        fake_step(fake, 14900);
        assert_int_equal(goal->kind, PB_GOAL_STAY);
        fake_step(fake, 50);
        assert_int_equal(goal->kind, PB_GOAL_NONE);
        /* Who runs for its life does not stop to talk. */
        fake_want(fake, PB_GOAL_GO, 100, 0, PB_GOAL_SURVIVE);
        assert_int_equal(fake_tell(fake, PB_WORLD_WHISPER), 0);
        assert_int_equal(goal->kind, PB_GOAL_GO);
        fake_free(fake);
    }
}

/* ---- In the realm ---- */

static const struct place village[] = {{VILLAGER, 0, 0, 0, 60}, {VILLAGER, 20, 0, 0, 60}};
static const struct pb_system_type *const types[] = {&pb_group_system};

static void arena_of(struct arena *arena, int percent)
{
    struct pb_ai_settings settings = *fake_settings();

    settings.group_percent = percent;
    arena_begin(arena, village, 2, types, 1, &settings);
}

static struct pb_group_view group_of(const struct arena *arena, pb_actor actor)
{
    struct pb_group_view view;

    assert_int_equal(arena->world.get_group(arena->world.self, actor, &view), PB_OK);
    return view;
}

/* Six of one level, one of another, one of the other faction: five go together; nobody gets in who does not
 * fit. */
static void test_realm_full(void **state)
{
    struct arena arena;
    pb_bot bots[6], high, enemy;
    unsigned i, sizes[6] = {0};
    uint64_t guid;

    (void)state;
    arena_of(&arena, 100);
    for (i = 0; i < 6; i++)
        bots[i] = arena_bot(&arena, 10, WARRIOR, (float)i * 2, 0);
    high = arena_bot(&arena, 30, WARRIOR, 3, 3);
    guid = fixture_keep(arena.fixture, 10, WARRIOR, 4, 4);
    arena.fixture->store.kept[arena.fixture->store.count - 1].character.race = 5;
    enemy = arena_lead(&arena, fixture_login(arena.fixture, guid));
    arena_run(&arena, 10 * MINUTE);
    for (i = 0; i < 6; i++)
        sizes[i] = group_of(&arena, arena_actor(&arena, bots[i])).count;
    assert_int_equal(group_of(&arena, arena_actor(&arena, high)).count, 0);
    assert_int_equal(group_of(&arena, arena_actor(&arena, enemy)).count, 0);
    for (i = 0; i < 6; i++)
        assert_in_range(sizes[i], 0, PB_GROUP_SIZE);
    /* All in groups but those whom a full one left over. */
    for (i = 0; i < 6 && sizes[i] != 5; i++)
        ;
    if (i < 6) {
        unsigned left_over = 0;

        for (i = 0; i < 6; i++)
            left_over += sizes[i] == 0;
        assert_int_equal(left_over, 1);
    } else {
        for (i = 0; i < 6; i++)
            assert_in_range(sizes[i], 2, 4);
    }
    arena_end(&arena);
}

/* The leader logs out: the others go on under the next one, and end with the last. */
static void test_realm_leader(void **state)
{
    struct arena arena;
    const struct pb_world *world;
    struct pb_group_view group;
    pb_bot bots[3], left;
    pb_actor leader, rest[2];
    unsigned i, count = 0;

    (void)state;
    arena_of(&arena, 100);
    world = &arena.world;
    for (i = 0; i < 3; i++)
        bots[i] = arena_bot(&arena, 10, WARRIOR, (float)i * 2, 0);
    arena_run(&arena, 4 * MINUTE);
    group = group_of(&arena, arena_actor(&arena, bots[0]));
    assert_int_equal(group.count, 3);
    leader = group.members[group.leader].actor;
    left = pb_coordinator_find_actor(arena.coordinator, leader);
    for (i = 0; i < 3; i++)
        if (group.members[i].actor != leader)
            rest[count++] = group.members[i].actor;
    pb_coordinator_remove(arena.coordinator, left);
    assert_int_equal(world->logout(world->self, leader), PB_OK);
    arena_run(&arena, MINUTE);
    group = group_of(&arena, rest[0]);
    assert_int_equal(group.count, 2);
    assert_true(group.members[group.leader].actor == rest[0] || group.members[group.leader].actor == rest[1]);
    left = pb_coordinator_find_actor(arena.coordinator, rest[1]);
    pb_coordinator_remove(arena.coordinator, left);
    assert_int_equal(world->logout(world->self, rest[1]), PB_OK);
    arena_run(&arena, MINUTE);
    assert_int_equal(group_of(&arena, rest[0]).count, 0);
    assert_false(fixture_status(arena.fixture, rest[0]).flags & PB_ACTOR_GROUPED);
    arena_end(&arena);
}

/* Nobody answers: the invitation runs out, and is given again, not more than once a minute. */
static void test_realm_time_out(void **state)
{
    struct arena arena;
    pb_actor silent;
    pb_bot asks;
    unsigned asked;

    (void)state;
    arena_of(&arena, 100);
    asks = arena_bot(&arena, 10, WARRIOR, 0, 0);
    silent = fixture_actor(arena.fixture, 10, WARRIOR, 3, 0);
    arena_run(&arena, 10 * MINUTE);
    asked = fixture_count(arena.fixture, PB_WORLD_GROUP_INVITED, silent);
    assert_in_range(asked, 5, 10);
    assert_int_equal(group_of(&arena, arena_actor(&arena, asks)).count, 0);
    /* At last it says yes, too late for the one, in time for the next. */
    fixture_run(arena.fixture, PB_INVITE_MS);
    assert_int_equal(arena.world.answer_invite(arena.world.self, silent, 1), PB_E_gone);
    asked = fixture_count(arena.fixture, PB_WORLD_GROUP_INVITED, silent);
    while (fixture_count(arena.fixture, PB_WORLD_GROUP_INVITED, silent) == asked)
        arena_tick(&arena);
    assert_int_equal(arena.world.answer_invite(arena.world.self, silent, 1), PB_OK);
    assert_int_equal(group_of(&arena, silent).count, 2);
    arena_end(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asks),         cmocka_unit_test(test_answers),
        cmocka_unit_test(test_leaves),       cmocka_unit_test(test_leads),
        cmocka_unit_test(test_polite),       cmocka_unit_test(test_realm_full),
        cmocka_unit_test(test_realm_leader), cmocka_unit_test(test_realm_time_out)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
