/* Trades: what of them the store has, and humans who trade. */
#include "trade_fixture.h"

enum { HUMAN = 5000 /* its guid */ };

/* A human who acts, with things that are given to it afterwards. */
static pb_actor human_at(struct fixture *fixture, uint64_t guid, float x, float y)
{
    struct pb_realm_character character = {.guid = guid,
                                           .level = 1,
                                           .race = 1,
                                           .character_class = WARRIOR,
                                           .experience = 1,
                                           .name = "Human",
                                           .position = {x, y, 0, 0, 12}};
    pb_actor actor;

    assert_int_equal(pb_realm_add_human(fixture->realm, &character, &actor), PB_OK);
    return actor;
}

/* ---- Keeping ---- */

static uint32_t kept_count(struct fixture *fixture, pb_actor actor, uint32_t entry)
{
    const struct pb_kept *kept = &fixture->store.kept[fixture_view(fixture, actor).guid - 1];
    uint32_t i, count = 0;

    for (i = 0; i < kept->character.item_count; i++)
        count += kept->items[i].entry == entry ? kept->items[i].count : 0;
    return count;
}

static void test_both_are_kept_together(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0),
             third = fixture_actor(fixture, 1, WARRIOR, 5, 5);

    goods_give(fixture, one, CLOTH, 7);
    assert_int_equal(pb_realm_save_all(fixture->realm), 0);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    assert_int_equal(fixture->together, 0);
    /* A store that takes nothing has both as they were; meanwhile neither trades on. */
    fixture->refusals = 3;
    fixture_run(fixture, 500);
    assert_int_equal(kept_count(fixture, one, CLOTH), 7);
    assert_int_equal(kept_count(fixture, other, CLOTH), 0);
    trade_open(fixture, other, third);
    assert_int_equal(trade_offer(fixture, other, 0, CLOTH), PB_OK);
    assert_int_equal(trade_accept(fixture, third), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_E_busy);
    assert_int_equal(goods_have(fixture, other, CLOTH), 7);
    fixture_run(fixture, 4000);
    assert_int_equal(fixture->together, 1);
    assert_int_equal(kept_count(fixture, one, CLOTH), 0);
    assert_int_equal(kept_count(fixture, other, CLOTH), 7);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    /* Who leaves takes the other along to the store. */
    assert_int_equal(fixture->world->logout(fixture->world->self, other), PB_OK);
    assert_int_equal(fixture->together, 2);
    assert_int_equal(kept_count(fixture, third, CLOTH), 7);
}

/* ---- Humans who act ---- */

static void test_human(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor bot = fixture_actor(fixture, 1, WARRIOR, 0, 0), human;
    struct pb_object_query query = {.radius = 50, .kinds = PB_OBJECT_PLAYER};
    struct pb_object_view seen;
    struct pb_world_event events[16];
    struct pb_position away;
    unsigned count, i, ended = 0;

    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    human = human_at(fixture, HUMAN, 5, 0);
    assert_true(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    assert_int_equal(world->find_objects(world->self, bot, &query, &seen, 1), 1);
    assert_int_equal(seen.object, PB_OBJECT_OF_ACTOR(human));
    assert_int_equal(seen.kind, PB_OBJECT_PLAYER);
    assert_int_equal(seen.actor, PB_NO_ACTOR);
    query.kinds = PB_OBJECT_ACTOR;
    assert_int_equal(world->find_objects(world->self, bot, &query, &seen, 1), 0);
    goods_give(fixture, human, CLOTH, 3);
    trade_open(fixture, human, bot);
    assert_int_equal(trade_offer(fixture, human, 0, CLOTH), PB_OK);
    assert_int_equal(trade_accept(fixture, human), PB_OK);
    assert_int_equal(trade_accept(fixture, bot), PB_OK);
    assert_int_equal(goods_have(fixture, bot, CLOTH), 3);
    /* Its events are its own. */
    fixture_run(fixture, 50);
    for (i = 0; i < fixture->seen_count; i++)
        assert_int_not_equal(fixture->seen[i].actor, human);
    count = pb_realm_hear_humans(fixture->realm, events, 16);
    for (i = 0; i < count; i++) {
        assert_int_equal(events[i].actor, human);
        ended += events[i].type == PB_WORLD_TRADE_ENDED && events[i].error == PB_OK;
    }
    assert_int_equal(ended, 1);
    assert_int_equal(pb_realm_hear_humans(fixture->realm, events, 16), 0);
    /* The bot is kept soon, the human never. */
    assert_int_equal(kept_count(fixture, bot, CLOTH), 3);
    assert_int_equal(fixture->together, 0);
    /* It walks away, and comes back, and leaves. */
    away = fixture_view(fixture, human).position;
    away.x += 100;
    assert_int_equal(world->move_to(world->self, human, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 20000);
    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    away.x -= 95;
    assert_int_equal(world->move_to(world->self, human, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 20000);
    assert_true(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    assert_int_equal(world->logout(world->self, human), PB_OK);
    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    fixture_check(fixture);
    /* The place of one who has left goes to a bot, which is none. */
    bot = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    assert_int_equal(bot, human);
    assert_non_null(fixture_last(fixture, PB_WORLD_LOGGED_IN, bot));
}

/* Who never listens loses the oldest, and nobody else anything. */
static void test_human_queue(void **state)
{
    struct fixture *fixture = *state;
    pb_actor human = human_at(fixture, HUMAN, 5, 0);
    struct pb_world_event events[2000];
    uint32_t i;

    for (i = 0; i < 1500; i++)
        pb_realm_tell(fixture->realm,
                      &(struct pb_world_event){.type = PB_WORLD_WHISPER, .actor = human, .count = i});
    assert_int_equal(pb_realm_hear_humans(fixture->realm, events, 2000), 1024);
    assert_int_equal(events[0].count, 1500 - 1024);
    assert_int_equal(events[1023].count, 1499);
    assert_int_equal(fixture->realm->stats.events_lost, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, goods_setup, goods_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {T(test_both_are_kept_together), T(test_human), T(test_human_queue)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
