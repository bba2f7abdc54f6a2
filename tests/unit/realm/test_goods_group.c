/* Goods: groups, what they kill together, rolls, and mail. */
#include "goods_fixture.h"

static struct pb_group_view group_of(struct fixture *fixture, pb_actor actor)
{
    struct pb_group_view view;

    assert_int_equal(fixture->world->get_group(fixture->world->self, actor, &view), PB_OK);
    return view;
}

static void test_members(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actors[7];
    unsigned i;

    for (i = 0; i < 7; i++)
        actors[i] = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    for (i = 1; i < 5; i++) {
        fixture_group(fixture, actors[0], actors[i]);
        fixture_check(fixture);
    }
    assert_int_equal(group_of(fixture, actors[4]).count, 5);
    assert_int_equal(world->invite(world->self, actors[0], PB_OBJECT_OF_ACTOR(actors[5])), PB_E_not_allowed);
    assert_int_equal(world->set_loot_method(world->self, actors[1], PB_LOOT_FREE), PB_E_not_allowed);
    assert_int_equal(world->set_loot_method(world->self, actors[0], PB_LOOT_FREE), PB_OK);
    assert_int_equal(group_of(fixture, actors[2]).loot_method, PB_LOOT_FREE);
    /* The leader goes: the next one leads. */
    assert_int_equal(world->leave_group(world->self, actors[0]), PB_OK);
    assert_int_equal(group_of(fixture, actors[0]).count, 0);
    assert_int_equal(group_of(fixture, actors[1]).count, 4);
    assert_int_equal(group_of(fixture, actors[1]).members[group_of(fixture, actors[1]).leader].actor,
                     actors[1]);
    for (i = 1; i < 4; i++) {
        assert_int_equal(world->leave_group(world->self, actors[i]), PB_OK);
        fixture_check(fixture);
    }
    /* One alone is no group. */
    assert_int_equal(group_of(fixture, actors[4]).count, 0);
    assert_int_equal(world->leave_group(world->self, actors[4]), PB_E_gone);
    assert_int_equal(fixture->realm->stats.groups, 0);
}

/* Who asked has joined others meanwhile, where only the leader asks; and old invitations do not count. */
static void test_invitations(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor asks = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             asked = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             other = fixture_actor(fixture, 1, WARRIOR, 0, 0);

    assert_int_equal(world->invite(world->self, asks, PB_OBJECT_OF_ACTOR(asks)), PB_E_not_allowed);
    assert_int_equal(world->invite(world->self, asks, PB_OBJECT_OF_ACTOR(asked)), PB_OK);
    assert_int_equal(world->invite(world->self, other, PB_OBJECT_OF_ACTOR(asked)), PB_E_busy);
    fixture_group(fixture, other, asks);
    assert_int_equal(world->answer_invite(world->self, asked, 1), PB_E_not_allowed);
    assert_int_equal(world->answer_invite(world->self, asked, 1), PB_E_gone);
    assert_int_equal(world->invite(world->self, other, PB_OBJECT_OF_ACTOR(asked)), PB_OK);
    fixture_run(fixture, PB_INVITE_MS);
    assert_int_equal(world->answer_invite(world->self, asked, 1), PB_E_gone);
    assert_int_equal(group_of(fixture, other).count, 2);
}

/* Three at a corpse with a prize, in a group that a fourth belongs to who is far away. */
struct hunt {
    pb_actor near[3], away;
};

static struct hunt hunt(struct fixture *fixture)
{
    struct hunt hunt;
    unsigned i;

    hunt.near[0] = fixture_actor(fixture, 1, WARRIOR, 58, 0);
    hunt.away = fixture_actor(fixture, 1, WARRIOR, 3000, 0);
    fixture_group(fixture, hunt.near[0], hunt.away);
    for (i = 1; i < 3; i++) {
        hunt.near[i] = fixture_actor(fixture, 1, WARRIOR, 58, 0);
        fixture_group(fixture, hunt.near[0], hunt.near[i]);
    }
    for (i = 0; i < 3; i++)
        assert_int_equal(
            pb_realm_take_money(fixture->realm, hunt.near[i], fixture_view(fixture, hunt.near[i]).money),
            PB_OK);
    goods_kill(fixture, hunt.near[0]);
    return hunt;
}

static int roll(struct fixture *fixture, pb_actor actor, enum pb_roll roll)
{
    int error = fixture->world->roll_loot(fixture->world->self, actor, BEAST_OBJECT, 0, roll);

    fixture_check(fixture);
    return error;
}

/* Nobody waits for who is away; need goes before greed; money is shared by who was near. */
static void test_rolls(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    struct hunt all = hunt(fixture);
    unsigned i, sum = 0;

    assert_int_equal(fixture_count(fixture, PB_WORLD_ROLL, all.away), 0);
    assert_int_equal(roll(fixture, all.away, PB_ROLL_NEED), PB_E_not_allowed);
    assert_int_equal(world->take_loot(world->self, all.near[0], BEAST_OBJECT, 0), PB_E_not_allowed);
    assert_int_equal(roll(fixture, all.near[0], PB_ROLL_GREED), PB_OK);
    assert_int_equal(roll(fixture, all.near[1], PB_ROLL_NEED), PB_OK);
    /* Nobody changes its mind. */
    assert_int_equal(roll(fixture, all.near[0], PB_ROLL_NEED), PB_OK);
    assert_int_equal(goods_have(fixture, all.near[1], PRIZE), 0);
    assert_int_equal(roll(fixture, all.near[2], PB_ROLL_PASS), PB_OK);
    assert_int_equal(goods_have(fixture, all.near[1], PRIZE), 1);
    assert_int_equal(world->take_loot_money(world->self, all.near[2], BEAST_OBJECT), PB_OK);
    for (i = 0; i < 3; i++)
        sum += fixture_view(fixture, all.near[i]).money;
    assert_int_equal(sum, 11);
    assert_int_equal(fixture_view(fixture, all.near[2]).money, 5);
    fixture_check(fixture);
}

/* Who leaves takes its own roll along, not that of somebody else. */
static void test_roll_and_leave(void **state)
{
    struct fixture *fixture = *state;
    struct hunt all = hunt(fixture);

    assert_int_equal(roll(fixture, all.near[1], PB_ROLL_NEED), PB_OK);
    assert_int_equal(roll(fixture, all.near[2], PB_ROLL_GREED), PB_OK);
    assert_int_equal(fixture->world->leave_group(fixture->world->self, all.near[1]), PB_OK);
    assert_int_equal(roll(fixture, all.near[0], PB_ROLL_PASS), PB_OK);
    assert_int_equal(goods_have(fixture, all.near[2], PRIZE), 1);
}

/* After fifteen seconds those who have spoken roll. */
static void test_roll_ends(void **state)
{
    struct fixture *fixture = *state;
    struct hunt all = hunt(fixture);

    assert_int_equal(roll(fixture, all.near[2], PB_ROLL_GREED), PB_OK);
    fixture_run(fixture, PB_ROLL_MS - 2000);
    assert_int_equal(goods_have(fixture, all.near[2], PRIZE), 0);
    fixture_run(fixture, 4000);
    assert_int_equal(goods_have(fixture, all.near[2], PRIZE), 1);
}

/* Things for a quest lie there for each who needs them and for nobody else, whatever is left lying. */
static void test_quest_things(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor needs = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             not = fixture_actor(fixture, 1, WARRIOR, 58, 0);
    struct pb_position there = {58, 0, 0, 0, 12};
    struct pb_loot_item items[PB_LOOT_ITEMS];
    unsigned count, i, index = PB_LOOT_ITEMS;
    uint32_t money;

    assert_int_equal(world->accept_quest(world->self, needs, QUEST_A, SMITH), PB_OK);
    fixture_group(fixture, needs, not );
    assert_int_equal(world->move_to(world->self, needs, &there, 1, NULL), PB_OK);
    fixture_run(fixture, 12000);
    goods_kill(fixture, needs);
    count = world->get_loot(world->self, needs, BEAST_OBJECT, items, PB_LOOT_ITEMS, &money);
    for (i = 0; i < count; i++)
        if (items[i].entry == TOKEN)
            index = items[i].index;
    assert_in_range(index, 0, PB_LOOT_ITEMS - 1);
    assert_int_equal(world->leave_loot(world->self, needs, BEAST_OBJECT), PB_OK);
    assert_int_equal(world->take_loot(world->self, not, BEAST_OBJECT, index), PB_E_gone);
    assert_int_equal(world->take_loot(world->self, needs, BEAST_OBJECT, index), PB_OK);
    assert_int_equal(goods_have(fixture, needs, TOKEN), 1);
    fixture_check(fixture);
}

static void test_mail(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor from = fixture_actor(fixture, 1, WARRIOR, 0, 0), to = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    uint64_t guid = fixture_view(fixture, to).guid;
    struct pb_mail mail;
    uint32_t before;

    goods_give(fixture, from, CLOTH, 5);
    pb_realm_give_money(fixture->realm, from, 1000);
    before = fixture_view(fixture, from).money;
    assert_int_equal(world->send_mail(world->self, from, guid, 0, PB_SLOT_HEAD, 1), PB_E_not_allowed);
    assert_int_equal(world->send_mail(world->self, from, guid, before, 0, 0), PB_E_no_money);
    assert_int_equal(world->send_mail(world->self, from, guid, 100, goods_slot(fixture, from, CLOTH), 3),
                     PB_OK);
    fixture_check(fixture);
    assert_int_equal(goods_have(fixture, from, CLOTH), 2);
    assert_int_equal(fixture_view(fixture, from).money, before - 130);
    assert_int_equal(world->get_mail(world->self, to, &mail, 1), 1);
    before = fixture_view(fixture, to).money;
    assert_int_equal(world->take_mail(world->self, to, mail.mail_id), PB_OK);
    fixture_check(fixture);
    assert_int_equal(world->take_mail(world->self, to, mail.mail_id), PB_E_gone);
    assert_int_equal(goods_have(fixture, to, CLOTH), 3);
    assert_int_equal(fixture_view(fixture, to).money, before + 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_members, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_invitations, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_rolls, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_roll_and_leave, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_roll_ends, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_quest_things, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_mail, goods_setup, goods_teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
