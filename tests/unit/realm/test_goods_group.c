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

/* The leader logs out: the next one leads; who asked is gone, and so is its invitation, even when somebody
 * else has its number by now. */
static void test_leader_logs_out(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor leader = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             second = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             third = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             asked = fixture_actor(fixture, 1, WARRIOR, 0, 0);

    fixture_group(fixture, leader, second);
    fixture_group(fixture, leader, third);
    assert_int_equal(world->invite(world->self, leader, PB_OBJECT_OF_ACTOR(asked)), PB_OK);
    /* The store is away: for the others it has gone all the same. */
    fixture->refusals = 3;
    assert_int_equal(world->logout(world->self, leader), PB_OK);
    assert_int_equal(group_of(fixture, second).count, 2);
    assert_int_equal(group_of(fixture, second).members[group_of(fixture, second).leader].actor, second);
    fixture_run(fixture, 5000);
    assert_non_null(fixture_last(fixture, PB_WORLD_LOGGED_OUT, PB_NO_ACTOR));
    assert_int_equal(fixture_actor(fixture, 1, WARRIOR, 0, 0), leader);
    assert_int_equal(world->answer_invite(world->self, asked, 1), PB_E_gone);
    assert_int_equal(group_of(fixture, asked).count, 0);
    assert_int_equal(group_of(fixture, leader).count, 0);
}

static pb_actor orc(struct fixture *fixture)
{
    uint64_t guid = fixture_keep(fixture, 1, PRIEST, 0, 0);

    fixture->store.kept[fixture->store.count - 1].character.race = 2;
    return fixture_login(fixture, guid);
}

/* The factions neither group, nor heal, nor write to each other. */
static void test_factions(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor human = fixture_actor(fixture, 1, PRIEST, 0, 0), enemy = orc(fixture), ally = orc(fixture);
    uint64_t guid = fixture_view(fixture, enemy).guid;

    pb_realm_give_money(fixture->realm, human, 1000, PB_REALM_GOLD_OTHER);
    fixture->realm->actors[enemy].health /= 2;
    assert_int_equal(world->invite(world->self, human, PB_OBJECT_OF_ACTOR(enemy)), PB_E_not_allowed);
    assert_int_equal(world->answer_invite(world->self, enemy, 1), PB_E_gone);
    assert_int_equal(world->use_ability(world->self, human, PB_ABILITY_HEAL, PB_OBJECT_OF_ACTOR(enemy)),
                     PB_E_gone);
    assert_int_equal(world->send_mail(world->self, human, guid, 10, 0, 0), PB_E_not_allowed);
    assert_int_equal(world->logout(world->self, enemy), PB_OK);
    fixture_run(fixture, 1000);
    assert_int_equal(world->send_mail(world->self, human, guid, 10, 0, 0), PB_E_not_allowed);
    enemy = fixture_login(fixture, guid);
    fixture->realm->actors[enemy].health = 1;
    assert_int_equal(world->use_ability(world->self, ally, PB_ABILITY_HEAL, PB_OBJECT_OF_ACTOR(enemy)),
                     PB_OK);
    fixture_group(fixture, ally, enemy);
    assert_int_equal(group_of(fixture, enemy).count, 2);
}

/* A corpse holds the prize for one of the group, whose turn it is. */
static pb_actor owner_of_prize(struct fixture *fixture, const pb_actor *actors, unsigned count)
{
    struct pb_loot_item items[PB_LOOT_ITEMS];
    pb_actor owner = PB_NO_ACTOR;
    uint32_t money;
    unsigned i;

    for (i = 0; i < count; i++)
        if (fixture->world->get_loot(fixture->world->self, actors[i], BEAST_OBJECT, items, PB_LOOT_ITEMS,
                                     &money)) {
            assert_int_equal(items[0].entry, PRIZE);
            assert_false(items[0].is_rolled);
            assert_int_equal(owner, PB_NO_ACTOR);
            owner = actors[i];
        }
    assert_int_not_equal(owner, PB_NO_ACTOR);
    return owner;
}

/* Round robin: each gets as many as the others, whoever kills; what the owner leaves is for all. */
static void test_round_robin(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    unsigned won[3] = {0}, round, i;
    pb_actor actors[3];

    for (i = 0; i < 3; i++) {
        actors[i] = fixture_actor(fixture, 5, WARRIOR, 58, 0);
        if (i)
            fixture_group(fixture, actors[0], actors[i]);
    }
    assert_int_equal(world->set_loot_method(world->self, actors[0], PB_LOOT_ROUND_ROBIN), PB_OK);
    for (round = 0; round < 6; round++) {
        pb_actor owner, other;

        fixture->seen_count = 0;
        /* Who kills must not matter: the turn goes round in the group's order. */
        pb_realm_tap(fixture->realm, BEAST_OBJECT - 1, actors[round % 3 ? 1 : 0]);
        pb_realm_kill_creature(fixture->realm, BEAST_OBJECT - 1, actors[round % 3 ? 1 : 0]);
        assert_null(fixture_last(fixture, PB_WORLD_ROLL, PB_NO_ACTOR));
        owner = owner_of_prize(fixture, actors, 3);
        other = owner == actors[0] ? actors[1] : actors[0];
        for (i = 0; i < 3; i++)
            won[i] += owner == actors[i];
        assert_int_equal(world->take_loot(world->self, other, BEAST_OBJECT, 0), PB_E_gone);
        if (round == 5) {
            assert_int_equal(world->leave_loot(world->self, owner, BEAST_OBJECT), PB_OK);
            assert_int_equal(world->take_loot(world->self, other, BEAST_OBJECT, 0), PB_OK);
        } else {
            assert_int_equal(world->take_loot(world->self, owner, BEAST_OBJECT, 0), PB_OK);
        }
        assert_int_equal(world->take_loot_money(world->self, owner, BEAST_OBJECT), PB_OK);
        fixture_run(fixture, 66000);
        for (i = 0; i < 3; i++)
            fixture->realm->actors[actors[i]].health = fixture->realm->actors[actors[i]].health_max;
    }
    for (i = 0; i < 3; i++)
        assert_int_equal(won[i], 2);
}

/* What lies on a corpse for somebody who leaves is for the others. */
static void test_owner_logs_out(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actors[2], owner, other;
    unsigned i;

    for (i = 0; i < 2; i++)
        actors[i] = fixture_actor(fixture, 5, WARRIOR, 58, 0);
    fixture_group(fixture, actors[0], actors[1]);
    assert_int_equal(world->set_loot_method(world->self, actors[0], PB_LOOT_ROUND_ROBIN), PB_OK);
    goods_kill(fixture, actors[1]);
    owner = owner_of_prize(fixture, actors, 2);
    other = owner == actors[0] ? actors[1] : actors[0];
    assert_int_equal(world->logout(world->self, owner), PB_OK);
    fixture_run(fixture, 1000);
    assert_int_equal(world->take_loot(world->self, other, BEAST_OBJECT, 0), PB_OK);
    assert_int_equal(goods_have(fixture, other, PRIZE), 1);
    fixture_check(fixture);
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
        assert_int_equal(pb_realm_take_money(fixture->realm, hunt.near[i],
                                             fixture_view(fixture, hunt.near[i]).money, PB_REALM_GOLD_OTHER),
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
    pb_realm_give_money(fixture->realm, from, 1000, PB_REALM_GOLD_OTHER);
    before = fixture_view(fixture, from).money;
    assert_int_equal(world->send_mail(world->self, from, guid, 0, PB_SLOT_HEAD, 1), PB_E_not_allowed);
    assert_int_equal(world->send_mail(world->self, from, guid, before, 0, 0), PB_E_no_money);
    assert_int_equal(world->send_mail(world->self, from, guid, 100, goods_slot(fixture, from, CLOTH), 3),
                     PB_OK);
    fixture_check(fixture);
    assert_int_equal(goods_have(fixture, from, CLOTH), 2);
    assert_int_equal(fixture_view(fixture, from).money, before - 130);
    assert_int_equal(world->get_mail(world->self, to, &mail, 1), 1);
    assert_true(mail.is_from_bot);
    before = fixture_view(fixture, to).money;
    assert_int_equal(world->take_mail(world->self, to, mail.mail_id), PB_OK);
    fixture_check(fixture);
    assert_int_equal(world->take_mail(world->self, to, mail.mail_id), PB_E_gone);
    assert_int_equal(goods_have(fixture, to, CLOTH), 3);
    assert_int_equal(fixture_view(fixture, to).money, before + 100);
}

/* Who gets a letter knows whether a bot pays, also of a human who has left. */
static void test_mail_of_a_human(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    struct pb_realm_character character = {
        .guid = 5000, .level = 1, .race = 1, .character_class = WARRIOR, .experience = 1, .name = "Human"};
    pb_actor to = fixture_actor(fixture, 1, WARRIOR, 0, 0), human;
    struct pb_mail mails[2];

    character.position = fixture_view(fixture, to).position;
    assert_int_equal(pb_realm_add_human(fixture->realm, &character, &human), PB_OK);
    pb_realm_give_money(fixture->realm, human, 1000, PB_REALM_GOLD_OTHER);
    assert_int_equal(world->send_mail(world->self, human, fixture_view(fixture, to).guid, 10, 0, 0), PB_OK);
    assert_int_equal(world->get_mail(world->self, to, mails, 2), 1);
    assert_false(mails[0].is_from_bot);
    assert_int_equal(world->logout(world->self, human), PB_OK);
    fixture_run(fixture, 1000);
    assert_int_equal(world->get_mail(world->self, to, mails, 2), 1);
    assert_false(mails[0].is_from_bot);
}

/* Mail waits for who is away, and comes while it is. */
static void test_mail_waits(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor from = fixture_actor(fixture, 1, WARRIOR, 0, 0), to;
    uint64_t guid = fixture_keep(fixture, 1, WARRIOR, 0, 0);
    struct pb_mail mails[3];
    uint32_t money;

    goods_give(fixture, from, CLOTH, 5);
    pb_realm_give_money(fixture->realm, from, 1000, PB_REALM_GOLD_OTHER);
    assert_int_equal(world->send_mail(world->self, from, guid, 10, 0, 0), PB_E_gone); /* never seen */
    to = fixture_login(fixture, guid);
    assert_int_equal(world->send_mail(world->self, from, guid, 100, goods_slot(fixture, from, CLOTH), 3),
                     PB_OK);
    assert_int_equal(world->logout(world->self, to), PB_OK);
    fixture_run(fixture, 1000);
    assert_int_equal(world->send_mail(world->self, from, guid, 7, goods_slot(fixture, from, CLOTH), 1),
                     PB_OK);
    fixture_check(fixture);
    /* Somebody else has its number meanwhile, and none of its mail. */
    assert_int_equal(fixture_actor(fixture, 1, WARRIOR, 0, 0), to);
    assert_int_equal(world->get_mail(world->self, to, mails, 3), 0);
    to = fixture_login(fixture, guid);
    money = fixture_view(fixture, to).money;
    assert_int_equal(world->get_mail(world->self, to, mails, 3), 2);
    assert_int_equal(world->take_mail(world->self, to, mails[0].mail_id), PB_OK);
    assert_int_equal(world->take_mail(world->self, to, mails[1].mail_id), PB_OK);
    assert_int_equal(fixture_view(fixture, to).money, money + 107);
    assert_int_equal(goods_have(fixture, to, CLOTH), 4);
    fixture_check(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_members, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_invitations, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_leader_logs_out, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_factions, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_round_robin, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_owner_logs_out, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_mail_waits, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_rolls, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_roll_and_leave, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_roll_ends, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_quest_things, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_mail, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_mail_of_a_human, goods_setup, goods_teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
