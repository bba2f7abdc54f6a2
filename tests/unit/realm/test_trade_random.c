/* Random operations of traders beside a model that only counts: nothing is lost or doubled, whatever they do.
 */
#include "goods_fixture.h"

enum { ACTORS = 5, HUMANS = 3, STEPS = 600, SEEDS = 200, KINDS = MAIL - CLOTH };

struct market_place {
    struct fixture *fixture;
    uint64_t seed;
    pb_actor actors[ACTORS];
    unsigned done[PB_DEALS], ended[64]; /* ended: by error below 0 */
};

static uint64_t any(struct market_place *place, uint32_t n)
{
    return pb_seed_below(&place->seed, n);
}

static unsigned any_slot(struct market_place *place, const struct pb_realm_actor *actor)
{
    if (any(place, 4) && actor->item_count)
        return actor->items[any(place, actor->item_count)].slot;
    return (unsigned)any(place, 60);
}

static void trade(struct market_place *place, unsigned who)
{
    struct fixture *fixture = place->fixture;
    const struct pb_world *world = fixture->world;
    pb_actor number = place->actors[who];
    const struct pb_realm_actor *actor = &fixture->realm->actors[number];
    unsigned slot = any_slot(place, actor);
    int at = pb_bag_find(actor, slot);
    struct pb_trade_view view;
    uint32_t version = 0;

    if (world->get_trade(world->self, number, &view) == PB_OK)
        version = view.version;
    switch (any(place, 10)) {
    case 0:
    case 1:
        (void)!world->ask_trade(world->self, number, PB_OBJECT_OF_ACTOR(place->actors[any(place, ACTORS)]));
        break;
    case 2:
    case 3:
        (void)!world->answer_trade(world->self, number, any(place, 8) != 0);
        break;
    case 4:
    case 5:
        (void)!world->set_trade_item(world->self, number, (unsigned)any(place, PB_TRADE_SLOTS + 1), slot,
                                     any(place, 5) && at >= 0 ? actor->items[at].count
                                                              : (unsigned)any(place, 4));
        break;
    case 6:
        (void)!world->set_trade_money(
            world->self, number, (uint32_t)any(place, any(place, 8) ? actor->money / 2 + 1 : UINT32_MAX));
        break;
    case 7:
    case 8:
        (void)!world->accept_trade(world->self, number, any(place, 8) ? version : version - 1);
        break;
    default:
        if (!any(place, 6))
            (void)!world->cancel_trade(world->self, number);
    }
}

/* What else changes bags, purses, places and lives. */
static void live(struct market_place *place, unsigned who)
{
    struct fixture *fixture = place->fixture;
    const struct pb_world *world = fixture->world;
    pb_actor number = place->actors[who];
    const struct pb_realm_actor *actor = &fixture->realm->actors[number];
    unsigned slot = any_slot(place, actor);
    struct pb_position to = {(float)any(place, 24) - 12, (float)any(place, 24) - 12, 0, 0, 12};

    switch (any(place, 9)) {
    case 0:
    case 1:
        (void)!pb_bag_add(fixture->realm, number, CLOTH + (uint32_t)any(place, KINDS),
                          1 + (uint32_t)any(place, 6));
        break;
    case 2:
        (void)!world->move_item(world->self, number, slot, any_slot(place, actor));
        break;
    case 3:
        (void)!world->destroy_item(world->self, number, slot, 1 + (unsigned)any(place, 20));
        break;
    case 4:
        (void)!world->sell_item(world->self, number, SMITH, slot, 1);
        break;
    case 5:
        if (!any(place, 4))
            (void)!world->sort_bags(world->self, number);
        break;
    case 6:
        pb_realm_give_money(fixture->realm, number, (uint32_t)any(place, any(place, 20) ? 500 : 0x7fffffff),
                            PB_REALM_GOLD_OTHER);
        break;
    case 7:
        if (any(place, 3))
            (void)!world->move_to(world->self, number, &to, 0, NULL);
        else if (!any(place, 6) && !(actor->flags & PB_ACTOR_DEAD))
            pb_realm_die(fixture->realm, number, 0);
        else
            (void)!world->resurrect(world->self, number);
        pb_realm_plan(fixture->realm, number);
        break;
    default:
        fixture->refusals = (uint32_t)any(place, 3);
        fixture_run(fixture, (uint32_t)any(place, 400));
    }
}

struct wealth {
    uint64_t money;
    uint64_t items[KINDS];
};

static struct wealth wealth_of(struct market_place *place)
{
    struct wealth wealth = {0};
    unsigned i, k;

    for (i = 0; i < ACTORS; i++) {
        wealth.money += fixture_view(place->fixture, place->actors[i]).money;
        for (k = 0; k < KINDS; k++)
            wealth.items[k] += goods_have(place->fixture, place->actors[i], CLOTH + k);
    }
    return wealth;
}

static void new_place(struct market_place *place, struct fixture *fixture, uint64_t seed)
{
    unsigned i, k;

    place->fixture = fixture;
    place->seed = seed;
    fixture_again(fixture, seed);
    for (i = 0; i < ACTORS; i++) {
        struct pb_realm_character human = {.guid = 5000 + i,
                                           .level = 1,
                                           .race = 1,
                                           .character_class = WARRIOR,
                                           .experience = 1,
                                           .position = {2, 2, 0, 0, 12}};

        if (i < HUMANS)
            assert_int_equal(pb_realm_add_human(fixture->realm, &human, &place->actors[i]), PB_OK);
        else
            place->actors[i] = fixture_actor(fixture, 1, i % 2 ? WARRIOR : PRIEST, 0, 0);
        pb_realm_give_money(fixture->realm, place->actors[i], 10000, PB_REALM_GOLD_OTHER);
        for (k = 0; k < KINDS; k++)
            (void)!pb_bag_add(fixture->realm, place->actors[i], CLOTH + k, 1 + (uint32_t)any(place, 3));
    }
}

static void listen(struct market_place *place)
{
    struct fixture *fixture = place->fixture;
    struct pb_world_event events[64];
    unsigned count, i;

    fixture_hear(fixture);
    for (i = 0; i < fixture->seen_count; i++)
        if (fixture->seen[i].type == PB_WORLD_TRADE_ENDED)
            place->ended[-fixture->seen[i].error]++;
    fixture->seen_count = 0;
    while ((count = pb_realm_hear_humans(fixture->realm, events, 64)))
        for (i = 0; i < count; i++)
            if (events[i].type == PB_WORLD_TRADE_ENDED)
                place->ended[-events[i].error]++;
}

static void test_nothing_is_lost(void **state)
{
    uint64_t seed = pb_seed("trades");
    struct market_place place = {0};
    static const int reasons[] = {PB_OK,        PB_E_cancelled, PB_E_not_allowed,
                                  PB_E_too_far, PB_E_dead,      PB_E_inventory_full};
    unsigned round, steps, i;

    for (round = 0; round < SEEDS; round++) {
        new_place(&place, *state, pb_seed_next(&seed));
        for (steps = 0; steps < STEPS; steps++) {
            unsigned who = (unsigned)any(&place, ACTORS);

            if (any(&place, 3)) {
                struct wealth before = wealth_of(&place), after;

                trade(&place, who);
                after = wealth_of(&place);
                assert_memory_equal(&before, &after, sizeof before);
            } else {
                live(&place, who);
            }
            fixture_check(place.fixture);
            listen(&place);
        }
    }
    /* All of it has happened. */
    for (i = 0; i < sizeof reasons / sizeof *reasons; i++)
        assert_true(place.ended[-reasons[i]] > 0);
    assert_true(place.ended[0] >= SEEDS);
    print_message("# %u exchanges seen by a side, %u called off, %u without room\n", place.ended[0],
                  place.ended[-PB_E_cancelled], place.ended[-PB_E_inventory_full]);
}

/* ---- After a crash ---- */

/* What the store has of everybody; humans are not kept. */
static struct wealth kept_wealth(struct market_place *place)
{
    struct wealth wealth = {0};
    uint32_t i, k;

    for (i = 0; i < place->fixture->store.count; i++) {
        const struct pb_kept *kept = &place->fixture->store.kept[i];

        wealth.money += kept->character.money;
        for (k = 0; k < kept->character.item_count; k++)
            if (kept->items[k].entry >= CLOTH && kept->items[k].entry < CLOTH + KINDS)
                wealth.items[kept->items[k].entry - CLOTH] += kept->items[k].count;
    }
    return wealth;
}

/* Bots alone, who only trade: whenever the realm dies, the store has as much as there was, to the copper. */
static void test_a_crash_loses_nothing(void **state)
{
    uint64_t seed = pb_seed("crash");
    struct fixture *fixture = *state;
    unsigned round, steps, i, k, exchanged = 0;

    for (round = 0; round < SEEDS; round++) {
        struct market_place place = {.fixture = fixture, .seed = pb_seed_next(&seed)};
        struct wealth before, after;

        fixture->refusals = 0;
        fixture_again(fixture, place.seed);
        for (i = 0; i < ACTORS; i++) {
            place.actors[i] = fixture_actor(fixture, 1, WARRIOR, 0, 0);
            pb_realm_give_money(fixture->realm, place.actors[i], 10000, PB_REALM_GOLD_OTHER);
            for (k = 0; k < KINDS; k++)
                (void)!pb_bag_add(fixture->realm, place.actors[i], CLOTH + k, 1 + (uint32_t)any(&place, 3));
        }
        assert_int_equal(pb_realm_save_all(fixture->realm), 0);
        before = kept_wealth(&place);
        for (steps = 0; steps < STEPS; steps++) {
            fixture->refusals = any(&place, 4) ? 0 : (uint32_t)any(&place, 3);
            trade(&place, (unsigned)any(&place, ACTORS));
            if (!any(&place, 6))
                fixture_run(fixture, (uint32_t)any(&place, 200));
            after = kept_wealth(&place);
            assert_memory_equal(&before, &after, sizeof before);
        }
        exchanged += (unsigned)fixture->realm->stats.trades;
    }
    assert_true(exchanged >= SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_lost, goods_setup, goods_teardown),
        cmocka_unit_test_setup_teardown(test_a_crash_loses_nothing, goods_setup, goods_teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
