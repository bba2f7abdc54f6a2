/* Goods: bags, slots and what is carried, against a model that only counts. */
#include "goods_fixture.h"

enum { ACTORS = 3, KINDS = 8, STEPS = 6000 };

static int move(struct fixture *fixture, pb_actor actor, unsigned from, unsigned to)
{
    int error = fixture->world->move_item(fixture->world->self, actor, from, to);

    fixture_check(fixture);
    return error;
}

static void test_bags(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    const struct pb_world *world = fixture->world;
    unsigned slot;

    goods_give(fixture, actor, BAG, 2);
    assert_int_equal(fixture_status(fixture, actor).free_slots, PB_PACK_SLOTS - 2);
    assert_int_equal(move(fixture, actor, goods_slot(fixture, actor, BAG), PB_BAG_SLOT_FIRST), PB_OK);
    assert_int_equal(fixture_status(fixture, actor).free_slots, PB_PACK_SLOTS + 4 - 1);
    /* One bag for another of its size. */
    slot = goods_slot(fixture, actor, BAG);
    assert_int_equal(move(fixture, actor, slot, PB_BAG_SLOT_FIRST), PB_OK);
    assert_int_equal(move(fixture, actor, PB_BAG_SLOT_FIRST, PB_BAG_SLOT_FIRST + 2), PB_OK);
    /* Not into itself, and not while something lies in it. */
    assert_int_equal(move(fixture, actor, PB_BAG_SLOT_FIRST + 2, PB_PACK_SLOT_FIRST + PB_PACK_SLOTS),
                     PB_E_inventory_full);
    goods_give(fixture, actor, CLOTH, 1);
    assert_int_equal(
        move(fixture, actor, goods_slot(fixture, actor, CLOTH), PB_PACK_SLOT_FIRST + PB_PACK_SLOTS + 3),
        PB_OK);
    assert_int_equal(move(fixture, actor, PB_BAG_SLOT_FIRST + 2, PB_PACK_SLOT_FIRST + 5),
                     PB_E_inventory_full);
    assert_int_equal(world->destroy_item(world->self, actor, PB_BAG_SLOT_FIRST + 2, 1), PB_E_inventory_full);
    assert_int_equal(world->sort_bags(world->self, actor), PB_OK);
    assert_int_equal(move(fixture, actor, PB_BAG_SLOT_FIRST + 2, PB_PACK_SLOT_FIRST + 5), PB_OK);
    assert_int_equal(fixture_status(fixture, actor).free_slots, PB_PACK_SLOTS - 3);
}

static void test_slots(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    const struct pb_world *world = fixture->world;
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    unsigned count, i, slot;

    /* It wears a two-hander: nothing beside it until it is off. */
    goods_give(fixture, actor, HELD, 1);
    slot = goods_slot(fixture, actor, HELD);
    assert_int_equal(move(fixture, actor, slot, PB_SLOT_OFF_HAND), PB_E_not_allowed);
    assert_int_equal(move(fixture, actor, PB_SLOT_MAIN_HAND, PB_PACK_SLOT_FIRST + 9), PB_OK);
    assert_int_equal(move(fixture, actor, slot, PB_SLOT_OFF_HAND), PB_OK);
    assert_int_equal(move(fixture, actor, PB_PACK_SLOT_FIRST + 9, PB_SLOT_MAIN_HAND), PB_E_not_allowed);
    assert_int_equal(move(fixture, actor, PB_SLOT_OFF_HAND, PB_SLOT_HEAD), PB_E_not_allowed);
    /* Two of a unique ring are carried, one is worn; it binds. */
    goods_give(fixture, actor, BAND, 2);
    assert_int_equal(move(fixture, actor, goods_slot(fixture, actor, BAND), PB_SLOT_FINGER2), PB_OK);
    slot = goods_slot(fixture, actor, BAND);
    assert_int_equal(move(fixture, actor, slot, PB_SLOT_FINGER1), PB_E_not_allowed);
    assert_int_equal(move(fixture, actor, slot, PB_SLOT_FINGER2), PB_OK);
    count = world->get_inventory(world->self, actor, stacks, PB_INVENTORY_SLOTS);
    for (i = 0; i < count; i++)
        if (stacks[i].slot == PB_SLOT_FINGER2 || stacks[i].slot == PB_SLOT_OFF_HAND)
            assert_int_equal(stacks[i].is_bound, stacks[i].entry == BAND);
    /* No more than anybody may have. */
    goods_give(fixture, actor, ONLY_ONE, 1);
    assert_int_equal(pb_bag_add(fixture->realm, actor, ONLY_ONE, 1), PB_E_not_allowed);
    fixture_check(fixture);
}

/* A bare character, so that gear of other levels is not in the way. */
static pb_actor bare(struct fixture *fixture, unsigned level, unsigned character_class)
{
    uint64_t guid = fixture_keep(fixture, level, character_class, 0, 0);

    fixture->store.kept[fixture->store.count - 1].character.item_count = 0;
    return fixture_login(fixture, guid);
}

/* Two weapons: warriors from level 20, priests never. */
static void test_two_weapons(void **state)
{
    static const struct {
        unsigned level, character_class;
        int result;
    } cases[] = {{19, WARRIOR, PB_E_not_allowed},
                 {20, WARRIOR, PB_OK},
                 {60, PRIEST, PB_E_not_allowed},
                 {10, 4, PB_OK},
                 {60, 2, PB_E_not_allowed}};
    struct fixture *fixture = *state;
    unsigned i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        pb_actor actor = bare(fixture, cases[i].level, cases[i].character_class);

        goods_give(fixture, actor, DAGGER, 1);
        assert_int_equal(move(fixture, actor, goods_slot(fixture, actor, DAGGER), PB_SLOT_OFF_HAND),
                         cases[i].result);
    }
}

/* What each class has learned to wear and to hold; plate and mail come at level 40. */
static void test_proficiencies(void **state)
{
    static const struct {
        unsigned level, character_class;
        uint32_t entry;
        unsigned slot;
        int result;
    } cases[] = {
        {39, WARRIOR, PLATE, PB_SLOT_CHEST, PB_E_not_allowed},
        {40, WARRIOR, PLATE, PB_SLOT_CHEST, PB_OK},
        {80, PRIEST, PLATE, PB_SLOT_CHEST, PB_E_not_allowed},
        {80, 8, MAIL, PB_SLOT_CHEST, PB_E_not_allowed}, /* mage */
        {1, WARRIOR, MAIL, PB_SLOT_CHEST, PB_OK},
        {39, 3, MAIL, PB_SLOT_CHEST, PB_E_not_allowed}, /* hunter */
        {40, 3, MAIL, PB_SLOT_CHEST, PB_OK},
        {1, WARRIOR, SHIELD, PB_SLOT_OFF_HAND, PB_OK},
        {80, 4, SHIELD, PB_SLOT_OFF_HAND, PB_E_not_allowed}, /* rogue */
        {1, PRIEST, WAND, PB_SLOT_RANGED, PB_OK},
        {80, WARRIOR, WAND, PB_SLOT_RANGED, PB_E_not_allowed},
        {80, 8, DAGGER, PB_SLOT_MAIN_HAND, PB_OK},
        {80, 2, DAGGER, PB_SLOT_MAIN_HAND, PB_E_not_allowed}, /* paladin */
    };
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    unsigned i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        pb_actor actor = bare(fixture, cases[i].level, cases[i].character_class);

        goods_give(fixture, actor, cases[i].entry, 1);
        assert_int_equal(world->can_equip(world->self, actor, cases[i].entry, cases[i].slot),
                         cases[i].result);
        assert_int_equal(move(fixture, actor, goods_slot(fixture, actor, cases[i].entry), cases[i].slot),
                         cases[i].result);
    }
}

static void set_health(struct fixture *fixture, pb_actor actor, unsigned percent)
{
    struct pb_realm_actor *hurt = &fixture->realm->actors[actor];

    hurt->health = hurt->health_max * percent / 100;
    hurt->power = hurt->power_max * percent / 100;
    hurt->regenerated_ms = fixture->realm->now_ms;
}

static int use(struct fixture *fixture, pb_actor actor, uint32_t entry)
{
    int error = fixture->world->use_item(fixture->world->self, actor, goods_slot(fixture, actor, entry));

    fixture_check(fixture);
    return error;
}

/* A meal: sitting, out of combat, for who is old enough; it helps twice as well as rest alone. */
static void test_food(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor eats = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             rests = fixture_actor(fixture, 1, WARRIOR, 0, 0);

    goods_give(fixture, eats, BREAD, 3);
    goods_give(fixture, eats, FEAST, 1);
    goods_give(fixture, eats, CLOTH, 1);
    set_health(fixture, eats, 20);
    set_health(fixture, rests, 20);
    assert_int_equal(use(fixture, eats, FEAST), PB_E_not_allowed);
    assert_int_equal(use(fixture, eats, CLOTH), PB_E_not_allowed);
    assert_int_equal(use(fixture, eats, BREAD), PB_OK);
    assert_int_equal(goods_have(fixture, eats, BREAD), 2);
    assert_in_range(fixture_status(fixture, eats).health_percent, 19, 21);
    assert_true(fixture_status(fixture, eats).flags & PB_ACTOR_RESTING);
    assert_int_equal(world->rest(world->self, rests), PB_OK);
    fixture_run(fixture, 8100);
    assert_in_range(fixture_status(fixture, rests).health_percent, 50, 58);
    assert_in_range(fixture_status(fixture, eats).health_percent, 80, 93);
    /* Not in a fight, not when dead; nothing is eaten then. */
    pb_realm_provoke(fixture->realm, BEAST_OBJECT - 1, eats);
    assert_int_equal(use(fixture, eats, BREAD), PB_E_in_combat);
    pb_realm_die(fixture->realm, eats, BEAST_OBJECT - 1);
    assert_int_equal(use(fixture, eats, BREAD), PB_E_dead);
    assert_int_equal(goods_have(fixture, eats, BREAD), 2);
    assert_int_equal(world->use_item(world->self, eats, PB_PACK_SLOT_FIRST + 15), PB_E_gone);
}

/* A potion: a third at once, in combat too, one a minute. */
static void test_potion(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0);

    goods_give(fixture, actor, POTION, 3);
    set_health(fixture, actor, 20);
    pb_realm_provoke(fixture->realm, BEAST_OBJECT - 1, actor);
    assert_int_equal(use(fixture, actor, POTION), PB_OK);
    assert_in_range(fixture_status(fixture, actor).health_percent, 51, 54);
    assert_int_equal(use(fixture, actor, POTION), PB_E_not_ready);
    fixture_run(fixture, 59000);
    assert_int_equal(use(fixture, actor, POTION), PB_E_not_ready);
    fixture_run(fixture, 1500);
    assert_int_equal(use(fixture, actor, POTION), PB_OK);
    assert_int_equal(goods_have(fixture, actor, POTION), 1);
}

/* Mending costs by what is lost; a broken weapon hits no harder than a fist until then. */
static void test_repair(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             far = fixture_actor(fixture, 1, WARRIOR, 30, 0);
    float whole = fixture->realm->actors[actor].damage_per_s;
    uint32_t cost = 0, expected = 0, money;
    unsigned i;

    pb_goods_wear(fixture->realm, actor, 60);
    assert_int_equal(fixture_status(fixture, actor).worst_durability, 40);
    assert_true(fixture->realm->actors[actor].damage_per_s >= whole);
    pb_goods_wear(fixture->realm, actor, 60);
    assert_int_equal(fixture_status(fixture, actor).worst_durability, 0);
    assert_true(fixture->realm->actors[actor].damage_per_s < whole);
    for (i = 0; i < fixture->realm->actors[actor].item_count; i++)
        expected +=
            1 + pb_bag_item(fixture->realm, fixture->realm->actors[actor].items[i].entry)->sell_price / 3;
    money = fixture_view(fixture, actor).money;
    if (money)
        assert_int_equal(pb_realm_take_money(fixture->realm, actor, money, PB_REALM_GOLD_OTHER), PB_OK);
    assert_int_equal(world->repair(world->self, actor, SMITH, &cost), PB_E_no_money);
    assert_int_equal(cost, expected);
    assert_int_equal(fixture_status(fixture, actor).worst_durability, 0);
    pb_realm_give_money(fixture->realm, actor, expected + 7, PB_REALM_GOLD_OTHER);
    assert_int_equal(world->repair(world->self, far, SMITH, &cost), PB_E_too_far);
    assert_int_equal(world->repair(world->self, actor, SMITH, &cost), PB_OK);
    assert_int_equal(fixture_view(fixture, actor).money, 7);
    assert_int_equal(fixture_status(fixture, actor).worst_durability, 100);
    assert_true(!(fixture->realm->actors[actor].damage_per_s < whole));
    /* What is whole costs nothing. */
    assert_int_equal(world->repair(world->self, actor, SMITH, &cost), PB_OK);
    assert_int_equal(cost, 0);
    fixture_check(fixture);
}

static void test_vendor(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             far = fixture_actor(fixture, 1, WARRIOR, 30, 0);
    const struct pb_world *world = fixture->world;
    uint32_t money;

    assert_int_equal(world->buy_item(world->self, actor, SMITH, CLOTH, 1), PB_E_no_money);
    pb_realm_give_money(fixture->realm, actor, 100, PB_REALM_GOLD_OTHER);
    money = fixture_view(fixture, actor).money;
    assert_int_equal(world->buy_item(world->self, far, SMITH, CLOTH, 1), PB_E_too_far);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BAG, 1), PB_E_gone);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, CLOTH, 5), PB_OK);
    assert_int_equal(fixture_view(fixture, actor).money, money - 40);
    assert_int_equal(world->sell_item(world->self, actor, SMITH, goods_slot(fixture, actor, CLOTH), 2),
                     PB_OK);
    assert_int_equal(fixture_view(fixture, actor).money, money - 36);
    assert_int_equal(goods_have(fixture, actor, CLOTH), 3);
    /* What is worn is not sold. */
    assert_int_equal(world->sell_item(world->self, actor, SMITH, PB_SLOT_HEAD, 1), PB_E_not_allowed);
    /* A full shelf does not grow. */
    fixture_run(fixture, 30000);
    /* Three at once, then one every ten seconds. */
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BREAD, 4), PB_E_gone);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BREAD, 3), PB_OK);
    fixture_run(fixture, 9000);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BREAD, 1), PB_E_gone);
    fixture_run(fixture, 2000);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BREAD, 2), PB_E_gone);
    assert_int_equal(world->buy_item(world->self, actor, SMITH, BREAD, 1), PB_OK);
    fixture_check(fixture);
}

/* ---- Random operations beside a model: how many of each thing everybody has, whatever the slot ---- */

struct model {
    struct fixture *fixture;
    uint64_t seed;
    pb_actor actors[ACTORS];
    uint32_t have[ACTORS][KINDS];
};

static unsigned any_slot(struct model *model)
{
    return pb_seed_below(&model->seed, 60);
}

static void step(struct model *model)
{
    struct fixture *fixture = model->fixture;
    const struct pb_world *world = fixture->world;
    unsigned who = pb_seed_below(&model->seed, ACTORS), kind = pb_seed_below(&model->seed, KINDS),
             count = 1 + pb_seed_below(&model->seed, 6), slot = any_slot(model);
    const struct pb_realm_actor *actor = &fixture->realm->actors[model->actors[who]];
    int at = pb_bag_find(actor, slot), is_ours = at >= 0 && actor->items[at].entry >= CLOTH;
    uint32_t entry = at < 0 ? 0 : actor->items[at].entry, in_slot = at < 0 ? 0 : actor->items[at].count;
    uint32_t less = count < in_slot ? count : in_slot;

    switch (pb_seed_below(&model->seed, 8)) {
    case 0:
    case 1:
        if (pb_bag_add(fixture->realm, model->actors[who], CLOTH + kind, count) == PB_OK)
            model->have[who][kind] += count;
        break;
    case 2:
    case 3:
    case 4:
        (void)world->move_item(world->self, model->actors[who], slot, any_slot(model));
        break;
    case 5:
        if (world->destroy_item(world->self, model->actors[who], slot, count) == PB_OK && is_ours)
            model->have[who][entry - CLOTH] -= less;
        break;
    case 6:
        if (world->sell_item(world->self, model->actors[who], SMITH, slot, count) == PB_OK && is_ours)
            model->have[who][entry - CLOTH] -= less;
        break;
    default:
        if (count == 1)
            assert_int_equal(world->sort_bags(world->self, model->actors[who]), PB_OK);
        else
            model->have[who][kind] -= pb_bag_remove(fixture->realm, model->actors[who], CLOTH + kind, count);
    }
}

static void test_random(void **state)
{
    struct model model = {.fixture = *state, .seed = pb_seed("bags")};
    unsigned i, k, steps, worn_bags = 0;

    for (i = 0; i < ACTORS; i++)
        model.actors[i] = fixture_actor(model.fixture, 1, i ? WARRIOR : PRIEST, 0, 0);
    /* Some wear no bag for long. */
    for (steps = 0; steps < STEPS || (!worn_bags && steps < 30 * STEPS); steps++) {
        step(&model);
        fixture_check(model.fixture);
        for (i = 0; i < ACTORS; i++) {
            for (k = 0; k < KINDS; k++)
                assert_int_equal(goods_have(model.fixture, model.actors[i], CLOTH + k), model.have[i][k]);
            worn_bags +=
                model.fixture->realm->actors[model.actors[i]].slot_count > PB_PACK_SLOT_FIRST + PB_PACK_SLOTS;
        }
        /* Nobody listens to the events. */
        if (steps % 100 == 0) {
            model.fixture->seen_count = 0;
            fixture_hear(model.fixture);
        }
    }
    assert_true(worn_bags > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bags, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_slots, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_two_weapons, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_proficiencies, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_food, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_potion, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_repair, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_vendor, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_random, goods_setup, goods_teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
