/* Room that the realm makes ahead, so that bots find it made. */
#include "../../sample/sample_run.h"
#include "../counted.h"
#include "../scarce.h"
#include "../seed.h"
#include "realm/goods.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 300, TICKS = 4000, SPARE = 64, ROUND = 64 };

static void compare(const struct pb_realm *realm, int is_round)
{
    const struct pb_goods *goods = realm->goods;

    assert_true(goods->group_capacity - goods->group_count >= SPARE);
    assert_true(goods->loot_capacity - goods->loot_count >= SPARE);
    assert_true(realm->due_capacity - realm->due_count >= realm->actor_count + SPARE);
    for (uint32_t i = 0; i < realm->actor_count && is_round; i++) {
        const struct pb_realm_actor *actor = &realm->actors[i];

        if (!actor->is_used)
            continue;
        assert_true(actor->item_capacity >= actor->slot_count + 4u);
        assert_true(actor->rewarded_capacity >= actor->rewarded_count + 8);
    }
}

/* After every update there is room for a tick of all, and after a round of updates for each character. */
static void there_is_always_room(void **state)
{
    struct pb_run_of_bots run;
    unsigned i, k;

    (void)state;
    assert_int_equal(pb_run_begin(&run, BOTS, pb_seed("room")), PB_OK);
    for (i = 0; i < TICKS; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        compare(run.realm, 0);
        pb_run_think(&run);
        if (i % 500)
            continue;
        for (k = 0; k <= ROUND; k++)
            pb_realm_update(run.realm, 0);
        compare(run.realm, 1);
    }
    assert_int_equal(pb_realm_stats(run.realm)->actors, BOTS);
    /* Many at once, as if bots had used up what there was. */
    run.realm->goods->group_count = run.realm->goods->group_capacity;
    run.realm->goods->loot_count = run.realm->goods->loot_capacity;
    memset(run.realm->goods->loots, 0, run.realm->goods->loot_count * sizeof *run.realm->goods->loots);
    memset(run.realm->goods->groups, 0, run.realm->goods->group_count * sizeof *run.realm->goods->groups);
    pb_room_provide(run.realm);
    compare(run.realm, 0);
    pb_run_end(&run);
}

/* Lets characters be made and log in, as the answers come; returns how many are in the world. */
static unsigned bring_in(struct pb_realm *realm, unsigned wanted)
{
    const struct pb_world *world = pb_realm_world(realm);
    struct pb_world_event event;
    unsigned i, there = 0;

    for (i = 0; i < wanted; i++) {
        struct pb_character_spec spec = {
            .account_id = i / 10 + 1, .fence = 1, .race = 1, .character_class = 1};

        snprintf(spec.name, sizeof spec.name, "Bot%u", i % 100000);
        assert_int_equal(world->create_character(world->self, i, &spec), PB_OK);
    }
    for (i = 0; i < 2000 && there < wanted; i++) {
        pb_realm_update(realm, PB_RUN_TICK_MS);
        while (world->poll_events(world->self, &event, 1)) {
            if (event.type == PB_WORLD_CREATED)
                assert_int_equal(world->login(world->self, 0, event.account_id, 1, event.guid), PB_OK);
            there += event.type == PB_WORLD_LOGGED_IN && event.error == PB_OK;
        }
    }
    return there;
}

/* Three percent, and what malloc rounds up. */
static void same_bytes(const struct pb_realm *realm, const struct pb_counted *counted)
{
    size_t said = pb_realm_bytes(realm);

    printf("# says %zu, takes %zu in %zu blocks\n", said, counted->bytes, counted->blocks);
    assert_true(said <= counted->bytes);
    assert_true(said + counted->bytes / 33 + counted->blocks * 24 >= counted->bytes);
}

static void the_realm_tells_what_it_takes(void **state)
{
    struct pb_memory_store store = {0};
    struct pb_realm_store functions = pb_memory_store_functions(&store);
    struct pb_content *content = pb_sample_content(1);
    struct pb_counted counted;
    struct pb_realm_options options = {.content = content, .store = &functions, .seed = 1};
    struct pb_realm *realm;

    (void)state;
    assert_non_null(content);
    pb_counted_init(&counted);
    options.memory = counted.memory;
    assert_int_equal(pb_realm_new(&realm, &options), PB_OK);
    same_bytes(realm, &counted);
    assert_int_equal(bring_in(realm, BOTS), BOTS);
    for (unsigned i = 0; i < ROUND; i++)
        pb_realm_update(realm, PB_RUN_TICK_MS);
    same_bytes(realm, &counted);
    pb_realm_free(realm);
    assert_int_equal(counted.bytes, 0);
    pb_content_free(content);
    pb_memory_store_release(&store);
}

static void without_memory_what_was_there_stays(void **state)
{
    struct pb_scarce scarce;
    struct pb_realm realm = {.now_ms = 1};
    uint32_t *numbers = NULL, capacity = 0;

    (void)state;
    pb_scarce_init(&scarce, 1);
    realm.options.memory = scarce.memory;
    assert_int_equal(pb_room_make(&realm, &numbers, sizeof *numbers, &capacity, 4), PB_OK);
    assert_int_equal(capacity, 4);
    numbers[3] = 7;
    assert_int_equal(pb_room_make(&realm, &numbers, sizeof *numbers, &capacity, 1000), PB_E_no_memory);
    assert_int_equal(capacity, 4);
    assert_int_equal(numbers[3], 7);
    assert_int_equal(pb_room_make(&realm, &numbers, sizeof *numbers, &capacity, 3), PB_OK);
    assert_int_equal(capacity, 4);
    assert_int_equal(pb_room_make(&realm, &numbers, sizeof *numbers, &capacity, 5), PB_OK);
    assert_int_equal(capacity, 5);
    assert_int_equal(numbers[3], 7);
    pb_memory_free(&scarce.memory, numbers);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_always_room),
        cmocka_unit_test(the_realm_tells_what_it_takes),
        cmocka_unit_test(without_memory_what_was_there_stays),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
