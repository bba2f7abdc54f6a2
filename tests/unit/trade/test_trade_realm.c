/*
 * Two bots of one group in the embedded realm, end to end: one has a thing that the other needs; it goes
 * there, asks, gives it, and the other one puts it on. And what a human gets out of bots there.
 */
#include "../../sample/sample_run.h"
#include "../seed.h"
#include "combat/movement.h"
#include "inventory/inventory.h"
#include "realm/goods.h"
#include "trade/trade.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* Numbers of ChrClasses.dbc: item_user.h and races.h cannot stand in one file. */
enum { CLASS_WARRIOR = 1, CLASS_MAGE = 8 };
enum { WARRIOR, MAGE, BOTS, LEVEL = 20, TICKS_PER_S = 1000 / PB_RUN_TICK_MS };

static const struct pb_system_type *const types[] = {&pb_movement_system, &pb_inventory_system,
                                                     &pb_trade_system};
static struct pb_run_of_bots run;
static struct pb_market *market;
static uint64_t money;

/* A human warrior and a human mage, thirty yards apart and far from everything. */
static void place(void *user, uint32_t number, struct pb_realm_character *character)
{
    (void)user;
    character->race = 1;
    character->character_class = number == WARRIOR ? CLASS_WARRIOR : CLASS_MAGE;
    character->level = LEVEL;
    character->experience = 1;
    character->money = 10000;
    character->position = (struct pb_position){.x = -900 + 30 * (float)number, .y = -900, .zone = 12};
}

static void live(unsigned seconds)
{
    for (unsigned i = 0; i < seconds * TICKS_PER_S; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
}

static pb_actor actor_of(unsigned number)
{
    struct pb_bots *bots = pb_coordinator_bots(run.coordinator);

    for (pb_bot bot = 0; bot < bots->count; bot++)
        if (bots->row[bot].guid == number + 1)
            return bots->row[bot].actor;
    return PB_NO_ACTOR;
}

static int set_up(void **state)
{
    struct pb_market_options options = {.items = 256, .auctions = 256, .records = 256, .bots = 16};
    const struct pb_world *world;
    int error = pb_market_new(&market, &options, &pb_memory_libc);

    (void)state;
    if (error == PB_OK)
        error = pb_run_begin_as(&run, &(struct pb_run_options){.bots = BOTS,
                                                               .seed = 1,
                                                               .types = types,
                                                               .type_count = sizeof types / sizeof *types,
                                                               .market = market});
    run.store.place = place;
    if (error != PB_OK)
        return error;
    live(5);
    world = pb_realm_world(run.realm);
    if (actor_of(WARRIOR) == PB_NO_ACTOR || actor_of(MAGE) == PB_NO_ACTOR)
        return PB_E_gone;
    error = world->invite(world->self, actor_of(WARRIOR), PB_OBJECT_OF_ACTOR(actor_of(MAGE)));
    if (error == PB_OK)
        error = world->answer_invite(world->self, actor_of(MAGE), 1);
    money = run.realm->actors[actor_of(WARRIOR)].money + run.realm->actors[actor_of(MAGE)].money;
    return error;
}

static int tear_down(void **state)
{
    char text[256] = "";

    (void)state;
    if (pb_realm_check(run.realm, text, sizeof text) != PB_OK)
        print_message("# %s\n", text);
    assert_string_equal(text, "");
    pb_run_end(&run);
    pb_market_free(market);
    return 0;
}

/* A chest of cloth of a quality, for their level. */
static uint32_t chest(unsigned quality)
{
    uint32_t count, i, best = 0;
    const struct pb_item_template *items = pb_content_items(run.content, &count);
    unsigned level = 0;

    for (i = 0; i < count; i++)
        if (items[i].inventory_type == PB_TYPE_CHEST && items[i].quality == quality &&
            items[i].required_level <= LEVEL && items[i].required_level >= level) {
            level = items[i].required_level;
            best = items[i].entry;
        }
    assert_true(best > 0);
    return best;
}

static uint32_t worn(unsigned number, unsigned slot)
{
    const struct pb_realm_actor *actor = &run.realm->actors[actor_of(number)];
    int at = pb_bag_find(actor, slot);

    return at < 0 ? 0 : actor->items[at].entry;
}

static unsigned have(unsigned number, uint32_t entry)
{
    return pb_bag_count(&run.realm->actors[actor_of(number)], entry);
}

static void an_upgrade_is_given_and_put_on(void **state)
{
    struct pb_book_trade notes[8];
    uint32_t good = chest(2), best = chest(3);
    unsigned count;

    (void)state;
    assert_int_equal(pb_bag_add(run.realm, actor_of(WARRIOR), best, 1), PB_OK);
    assert_int_equal(pb_bag_add(run.realm, actor_of(WARRIOR), good, 1), PB_OK);
    live(120);
    assert_int_equal(worn(WARRIOR, PB_SLOT_CHEST), best);
    assert_int_equal(worn(MAGE, PB_SLOT_CHEST), good);
    assert_int_equal(have(WARRIOR, good), 0);
    /* Both of them wrote the same down, under one number. */
    count = pb_market_take_trades(market, notes, 8);
    assert_in_range(count, 1, 2);
    assert_int_equal(notes[0].sides[0].guid, WARRIOR + 1);
    assert_int_equal(notes[0].sides[0].items[0].item, good);
    assert_int_equal(notes[0].sides[0].items[0].pieces, 1);
    assert_int_equal(notes[0].sides[1].guid, MAGE + 1);
    assert_int_equal(notes[0].sides[1].items[0].item, 0);
    if (count == 2) {
        assert_int_equal(notes[0].trade_id, notes[1].trade_id);
        assert_memory_equal(notes[0].sides, notes[1].sides, sizeof notes[0].sides);
    }
    assert_int_equal(run.realm->actors[actor_of(WARRIOR)].money + run.realm->actors[actor_of(MAGE)].money,
                     money);
}

/* In the middle of it the other one leaves the group: nothing is given. */
static void who_leaves_the_group_gets_nothing(void **state)
{
    const struct pb_world *world = pb_realm_world(run.realm);
    uint32_t good = chest(2), best = chest(3);
    unsigned i;

    (void)state;
    assert_int_equal(pb_bag_add(run.realm, actor_of(WARRIOR), best, 1), PB_OK);
    assert_int_equal(pb_bag_add(run.realm, actor_of(WARRIOR), good, 1), PB_OK);
    /* Until it is on its way. */
    for (i = 0; i < 120 * TICKS_PER_S && !(run.realm->actors[actor_of(WARRIOR)].flags & PB_ACTOR_TRADING);
         i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
    assert_true(i < 120 * TICKS_PER_S);
    assert_int_equal(world->leave_group(world->self, actor_of(MAGE)), PB_OK);
    live(120);
    assert_int_equal(have(MAGE, good), 0);
    assert_int_equal(have(WARRIOR, good), 1);
    assert_int_equal(run.realm->actors[actor_of(WARRIOR)].flags & PB_ACTOR_TRADING, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_upgrade_is_given_and_put_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_leaves_the_group_gets_nothing, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
