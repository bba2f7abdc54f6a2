#include "fixture.h"

static const struct place world_places[] = {{BEAST + 5, 0, 0, 0, 60}, {VILLAGER, 300, 0, 0, 60}};

static int setup(void **state)
{
    *state = fixture_new(world_places, 2, 1);
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

/* Created, listed, in, changed, out, and in again as it was. */
static void test_from_creation_to_return(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    struct pb_character_spec spec = {
        .account_id = 3, .fence = 9, .name = "Anna", .race = 1, .character_class = WARRIOR, .gender = 1};
    struct pb_character_entry entries[4];
    struct pb_position to = {350, 10, 0, 0, 12};
    struct pb_actor_view view;
    uint64_t guid;
    pb_actor actor;

    assert_int_equal(world->create_character(world->self, 11, &spec), PB_OK);
    assert_int_equal(world->list_characters(world->self, 12, 3), PB_OK);
    fixture_run(fixture, TICK_MS);
    assert_int_equal(fixture_last(fixture, PB_WORLD_CREATED, PB_NO_ACTOR)->request, 11);
    assert_int_equal(fixture_last(fixture, PB_WORLD_CREATED, PB_NO_ACTOR)->account_id, 3);
    guid = fixture_last(fixture, PB_WORLD_CREATED, PB_NO_ACTOR)->guid;
    assert_int_equal(fixture_last(fixture, PB_WORLD_LISTED, PB_NO_ACTOR)->request, 12);
    assert_int_equal(world->read_list(world->self, 4, entries, 4), 0);
    assert_int_equal(world->read_list(world->self, 3, entries, 4), 1);
    assert_int_equal(entries[0].guid, guid);
    assert_string_equal(entries[0].name, "Anna");
    assert_int_equal(world->read_list(world->self, 3, entries, 4), 0);
    actor = fixture_login(fixture, guid);
    view = fixture_view(fixture, actor);
    assert_string_equal(view.name, "Anna");
    assert_int_equal(view.level, 1);
    /* It begins with something to wear. */
    assert_true(fixture->realm->actors[actor].item_count > 1);
    pb_realm_give_money(fixture->realm, actor, 123, PB_REALM_GOLD_OTHER);
    pb_realm_give_experience(fixture->realm, actor, 500);
    assert_int_equal(world->move_to(world->self, actor, &to, 0, NULL), PB_OK);
    fixture_until(fixture, PB_WORLD_ARRIVED, actor);
    assert_int_equal(world->logout(world->self, actor), PB_OK);
    fixture_hear(fixture);
    assert_int_equal(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor)->guid, guid);
    assert_int_equal(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor)->account_id, 3);
    assert_int_equal(world->logout(world->self, actor), PB_E_gone);
    assert_int_equal(fixture->store.kept[guid - 1].character.is_online, 0);
    actor = fixture_login(fixture, guid);
    view = fixture_view(fixture, actor);
    assert_int_equal(view.money, 123);
    assert_int_equal(view.level, 2);
    assert_int_equal(view.experience, 100);
    assert_float_equal(pb_distance(&view.position, &to), 0, 0);
    fixture_check(fixture);
}

/* Whoever comes in, in whatever order, is who was asked for; nobody is there twice. */
static void test_answers_in_any_order(void **state)
{
    enum { CHARACTERS = 120, ROUNDS = 4000 };
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t seed = pb_seed("answers"), guids[CHARACTERS];
    /* What each is: out, asked for with a request, or an actor. */
    uint32_t request_of[CHARACTERS] = {0}, request = 1000000, i, logins = 0;
    pb_actor actor_of[CHARACTERS];
    unsigned round, k;

    for (i = 0; i < CHARACTERS; i++) {
        guids[i] = fixture_keep(fixture, 1 + i % 80, WARRIOR, (float)i, 50);
        actor_of[i] = PB_NO_ACTOR;
    }
    fixture->order = seed;
    for (round = 0; round < ROUNDS; round++) {
        i = pb_seed_below(&seed, CHARACTERS);
        if (actor_of[i] != PB_NO_ACTOR) {
            if (!pb_seed_below(&seed, 4))
                fixture->refusals = pb_seed_below(&seed, 3);
            assert_int_equal(world->logout(world->self, actor_of[i]), PB_OK);
            assert_int_equal(world->stop(world->self, actor_of[i]), PB_E_gone);
            actor_of[i] = PB_NO_ACTOR;
            request_of[i] = 1; /* leaving */
        } else if (!request_of[i]) {
            request_of[i] = ++request;
            assert_int_equal(world->login(world->self, request, 1, 5, guids[i]), PB_OK);
        }
        fixture->seen_count = 0;
        fixture_run(fixture, pb_seed_below(&seed, 3) * 30);
        fixture_hear(fixture);
        for (k = 0; k < fixture->seen_count; k++) {
            const struct pb_world_event *event = &fixture->seen[k];

            i = (uint32_t)event->guid - 1;
            if (event->type == PB_WORLD_LOGGED_OUT) {
                assert_int_equal(request_of[i], 1);
                request_of[i] = 0;
            } else if (event->type == PB_WORLD_LOGGED_IN) {
                assert_int_equal(event->request, request_of[i]);
                assert_int_equal(event->error, PB_OK);
                assert_int_equal(fixture_view(fixture, event->actor).guid, guids[i]);
                assert_int_equal(fixture_view(fixture, event->actor).level, 1 + i % 80);
                actor_of[i] = event->actor;
                request_of[i] = 0;
                logins++;
            }
        }
    }
    assert_true(logins > CHARACTERS);
    fixture_check(fixture);
}

/* A store that does not take it now keeps nobody's last state from being kept. */
static void test_logout_waits_for_the_store(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t guid = fixture_keep(fixture, 5, WARRIOR, 300, 0);
    pb_actor actor = fixture_login(fixture, guid), other = fixture_actor(fixture, 5, WARRIOR, 305, 0);
    struct pb_object_query query = {.radius = 50, .kinds = PB_OBJECT_ACTOR};
    struct pb_object_view views[4];

    pb_realm_give_money(fixture->realm, actor, 77, PB_REALM_GOLD_OTHER);
    fixture->refusals = 3;
    assert_int_equal(world->logout(world->self, actor), PB_OK);
    fixture_hear(fixture);
    assert_null(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor));
    /* For others it has gone. */
    assert_int_equal(world->get_object(world->self, other, PB_OBJECT_OF_ACTOR(actor), views), PB_E_gone);
    assert_int_equal(world->find_objects(world->self, other, &query, views, 4), 0);
    assert_int_equal(fixture_status(fixture, actor).level, 0);
    fixture_run(fixture, 5000);
    assert_int_equal(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor)->guid, guid);
    assert_int_equal(fixture->store.kept[guid - 1].character.money, 77);
}

/* What changed is saved within the interval; what did not is not; not all at once. */
static void test_saves_are_spread(void **state)
{
    enum { CHARACTERS = 400 };
    struct fixture *fixture = *state;
    uint64_t before, most = 0;
    unsigned i, tick;

    for (i = 0; i < CHARACTERS; i++)
        fixture_actor(fixture, 5, WARRIOR, 300 + (float)(i % 20), (float)(i / 20));
    before = fixture->store.saves;
    for (tick = 0; tick < 60000 / TICK_MS; tick++) {
        uint64_t saves = fixture->store.saves;

        pb_realm_update(fixture->realm, TICK_MS);
        saves = fixture->store.saves - saves;
        most = saves > most ? saves : most;
    }
    /* Each once: it came in. */
    assert_int_equal(fixture->store.saves - before, CHARACTERS);
    assert_true(most <= 12);
    before = fixture->store.saves;
    pb_realm_give_money(fixture->realm, 7, 1, PB_REALM_GOLD_OTHER);
    fixture_run(fixture, 60000);
    assert_int_equal(fixture->store.saves - before, 1);
    /* Refused: it is tried again, and all at once when it ends. */
    pb_realm_give_money(fixture->realm, 7, 1, PB_REALM_GOLD_OTHER);
    fixture->refusals = 1;
    assert_int_equal(pb_realm_save_all(fixture->realm), 1);
    assert_int_equal(pb_realm_save_all(fixture->realm), 0);
    assert_int_equal(fixture->store.kept[7].character.money, 2);
}

/* Rows that no character can be are refused, or brought into the world. */
static void test_strange_rows(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t guid = fixture_keep(fixture, 5, 0, 0, 0), far = fixture_keep(fixture, 5, WARRIOR, 1e9f, NAN),
             high = fixture_keep(fixture, 80, WARRIOR, 300, 0);
    pb_actor actor;

    assert_int_equal(world->login(world->self, 1, 1, 1, guid), PB_OK);
    fixture_run(fixture, TICK_MS);
    assert_int_equal(fixture_last(fixture, PB_WORLD_LOGGED_IN, PB_NO_ACTOR)->error, PB_E_bad_argument);
    fixture->store.kept[high - 1].character.level = 200;
    fixture->store.kept[high - 1].character.experience = 4000000000u;
    fixture->store.kept[high - 1].items[0].entry = 999999;
    fixture->store.kept[high - 1].items[1].slot = 200;
    actor = fixture_login(fixture, high);
    assert_int_equal(fixture_view(fixture, actor).level, PB_MAX_LEVEL);
    assert_int_equal(fixture_view(fixture, actor).experience, 0);
    actor = fixture_login(fixture, far);
    assert_true(fabsf(fixture_view(fixture, actor).position.x) < 1000);
    fixture_check(fixture);
}

/* A human comes, bots near know it; who walks away, or up, hears of it. */
static void test_humans(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor near = fixture_actor(fixture, 5, WARRIOR, 300, 0),
             far = fixture_actor(fixture, 5, WARRIOR, 600, 0);
    struct pb_position place = {310, 0, 0, 0, 12}, away = {500, 0, 0, 0, 12}, up = {330, 0, 0, 0, 12};
    pb_object human = pb_realm_add_player(fixture->realm, &place);
    struct pb_object_view view;

    fixture_hear(fixture);
    assert_int_equal(fixture_last(fixture, PB_WORLD_PLAYER_NEAR, near)->count, 1);
    assert_null(fixture_last(fixture, PB_WORLD_PLAYER_NEAR, far));
    assert_int_equal(world->get_object(world->self, near, human, &view), PB_OK);
    assert_int_equal(view.kind, PB_OBJECT_PLAYER);
    assert_int_equal(world->move_to(world->self, near, &away, 0, NULL), PB_OK);
    assert_int_equal(world->move_to(world->self, far, &up, 0, NULL), PB_OK);
    /* On the way, not only at its end. */
    fixture_run(fixture, 15000);
    assert_int_equal(fixture_last(fixture, PB_WORLD_PLAYER_NEAR, near)->count, 0);
    assert_true(fixture_status(fixture, near).flags & PB_ACTOR_MOVING);
    fixture_run(fixture, 35000);
    assert_int_equal(fixture_last(fixture, PB_WORLD_PLAYER_NEAR, far)->count, 1);
    assert_false(fixture_status(fixture, near).flags & PB_ACTOR_NEAR_PLAYER);
    assert_true(fixture_status(fixture, far).flags & PB_ACTOR_NEAR_PLAYER);
    assert_int_equal(fixture_count(fixture, PB_WORLD_PLAYER_NEAR, PB_NO_ACTOR), 3);
    /* Who comes in beside one knows at once. */
    near = fixture_actor(fixture, 5, WARRIOR, 300, 0);
    assert_true(fixture_status(fixture, near).flags & PB_ACTOR_NEAR_PLAYER);
}

/* Sight against looking at everybody: all of them, none twice, nearest first, also while they walk. */
static void test_sight(void **state)
{
    enum { CHARACTERS = 300 };
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    static struct pb_object_view views[CHARACTERS];
    uint64_t seed = pb_seed("sight");
    unsigned i, k, round;

    for (i = 0; i < CHARACTERS; i++)
        fixture_actor(fixture, 60, WARRIOR, (float)pb_seed_below(&seed, 1400) - 700,
                      (float)pb_seed_below(&seed, 1400) - 700);
    for (round = 0; round < 400; round++) {
        struct pb_object_query query = {.radius = (float)(10 + pb_seed_below(&seed, 490)),
                                        .kinds = PB_OBJECT_ACTOR};
        struct pb_position to = {(float)pb_seed_below(&seed, 1400) - 700,
                                 (float)pb_seed_below(&seed, 1400) - 700, 0, 0, 12};
        pb_actor actor = pb_seed_below(&seed, CHARACTERS);
        struct pb_position here, there;
        unsigned found, expected = 0, max = 1 + pb_seed_below(&seed, CHARACTERS);

        assert_int_equal(world->move_to(world->self, pb_seed_below(&seed, CHARACTERS), &to, 0, NULL), PB_OK);
        pb_realm_update(fixture->realm, 1 + pb_seed_below(&seed, 400));
        fixture->seen_count = 0;
        fixture_hear(fixture);
        here = fixture_view(fixture, actor).position;
        for (i = 0; i < CHARACTERS; i++) {
            there = fixture_view(fixture, i).position;
            expected += i != actor && pb_distance(&here, &there) <= query.radius;
        }
        found = world->find_objects(world->self, actor, &query, views, max);
        assert_int_equal(found, expected < max ? expected : max);
        for (i = 0; i < found; i++) {
            assert_true(i == 0 || views[i].distance >= views[i - 1].distance);
            for (k = 0; k < i; k++)
                assert_int_not_equal(views[i].object, views[k].object);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_from_creation_to_return, setup, teardown),
        cmocka_unit_test_setup_teardown(test_answers_in_any_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_logout_waits_for_the_store, setup, teardown),
        cmocka_unit_test_setup_teardown(test_saves_are_spread, setup, teardown),
        cmocka_unit_test_setup_teardown(test_strange_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_humans, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sight, setup, teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
