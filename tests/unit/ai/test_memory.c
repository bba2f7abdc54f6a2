/* What systems and coordinator say that they take, against what malloc gave them. */
#include "../../sample/sample_run.h"
#include "../counted.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 300, TICKS = 2000 };

/* Within three percent, and what malloc rounds up: 16 bytes a block, 4 KiB for blocks of its own pages. */
static void same_bytes(const char *name, const struct pb_counted *counted, size_t said)
{
    size_t rounding = counted->blocks * 24;

    if (said > counted->bytes || said + counted->bytes / 33 + rounding < counted->bytes ||
        counted->blocks > 8)
        printf("# %s: says %zu, takes %zu in %zu blocks\n", name, said, counted->bytes, counted->blocks);
    assert_true(said <= counted->bytes);
    assert_true(said + counted->bytes / 33 + rounding >= counted->bytes);
}

/* Each system by itself, for few and for many bots. */
static void every_system_tells_the_truth(void **state)
{
    static const uint32_t sizes[] = {1, 100, 5000, 100000};
    struct pb_run_of_bots run;
    unsigned i, s;

    (void)state;
    assert_int_equal(pb_run_begin(&run, 1, 1), PB_OK);
    for (i = 0; i < pb_system_count; i++)
        for (s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            const struct pb_system_type *type = pb_systems[i];
            struct pb_bots bots = {.memory = pb_memory_libc};
            struct pb_counted counted;
            struct pb_system_env env = {.log = run.log,
                                        .world = pb_realm_world(run.realm),
                                        .bots = &bots,
                                        .market = run.market,
                                        .settings = {.quest_strategy = "optimal", .loot_policy = "greed"},
                                        .number = (uint8_t)i};
            size_t shared = 0, of_bots, before;
            void *self;

            pb_counted_init(&counted);
            env.memory = counted.memory;
            assert_int_equal(type->initialize(&self, &env), PB_OK);
            of_bots = type->memory(self, &shared);
            same_bytes(type->name, &counted, of_bots + shared);
            before = counted.bytes;
            assert_int_equal(pb_bots_reserve(&bots, sizes[s]), PB_OK);
            assert_int_equal(type->reserve(self, sizes[s]), PB_OK);
            of_bots = type->memory(self, &shared);
            same_bytes(type->name, &counted, of_bots + shared);
            /* What came with the bots is of the bots. */
            assert_true(of_bots <= counted.bytes - before);
            assert_true(of_bots + of_bots / 33 + 24 * counted.blocks >= counted.bytes - before);
            type->shutdown(self);
            assert_int_equal(counted.bytes, 0);
            pb_bots_release(&bots);
        }
    pb_run_end(&run);
}

/* All together, after they have worked for a while. */
static void the_whole_tells_the_truth(void **state)
{
    struct pb_run_of_bots run;
    struct pb_counted counted;
    struct pb_coordinator_options options = {.types = pb_systems,
                                             .type_count = pb_system_count,
                                             .capacity = 1000,
                                             .seed = 1,
                                             .budget_us = 1000000,
                                             .settings = {.quest_strategy = "optimal",
                                                          .loot_policy = "greed",
                                                          .quest_timeout_s = 900,
                                                          .group_percent = 20,
                                                          .combat_flee_percent = 20,
                                                          .combat_rest_percent = 50}};
    struct pb_coordinator *coordinator;
    struct pb_coordinator_stats stats;
    struct pb_bots *bots;
    uint64_t said;
    unsigned i;
    pb_bot bot;

    (void)state;
    assert_int_equal(pb_run_begin(&run, BOTS, pb_seed("memory")), PB_OK);
    for (i = 0; i < TICKS; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
    /* The same bots, in a coordinator whose memory is counted. */
    pb_counted_init(&counted);
    options.memory = counted.memory;
    options.log = run.log;
    options.world = pb_realm_world(run.realm);
    options.market = run.market;
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    bots = pb_coordinator_bots(run.coordinator);
    for (i = 0; i < bots->count; i++) {
        struct pb_bot_identity identity = {bots->row[i].actor,           bots->row[i].guid,
                                           bots->row[i].account,         bots->row[i].race,
                                           bots->row[i].character_class, bots->row[i].specialization};

        assert_int_equal(pb_coordinator_add(coordinator, &identity, &bot), PB_OK);
    }
    for (i = 0; i < TICKS; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_coordinator_update(coordinator, PB_RUN_TICK_MS, NULL, NULL);
    }
    pb_coordinator_stats(coordinator, &stats);
    assert_int_equal(stats.bots, BOTS);
    said = stats.bytes + stats.shared_bytes;
    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats system;

        pb_coordinator_system_stats(coordinator, i, &system);
        assert_true(system.updates > 0);
        said += system.bytes + system.shared_bytes;
    }
    same_bytes("all", &counted, said);
    pb_coordinator_free(coordinator);
    assert_int_equal(counted.bytes, 0);
    pb_run_end(&run);
}

/* The tables of all bots that are planned get their room before the first bot comes, in no tick most of it.
 */
static void room_comes_piece_by_piece(void **state)
{
    struct pb_run_of_bots run;
    struct pb_counted counted;
    struct pb_coordinator_options options = {.types = pb_systems,
                                             .type_count = pb_system_count,
                                             .capacity = 5000,
                                             .seed = 1,
                                             .budget_us = 1000000};
    struct pb_bot_identity identity = {.actor = 7, .guid = 1, .account = 1, .race = 1, .character_class = 1};
    struct pb_coordinator *coordinator;
    size_t before, was, most = 0;
    unsigned i;
    pb_bot bot;

    (void)state;
    assert_int_equal(pb_run_begin(&run, 1, 1), PB_OK);
    pb_counted_init(&counted);
    options.memory = counted.memory;
    options.log = run.log;
    options.world = pb_realm_world(run.realm);
    options.market = run.market;
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    before = counted.bytes;
    for (i = 0; i < pb_system_count + 2; i++) {
        was = counted.bytes;
        pb_coordinator_update(coordinator, PB_RUN_TICK_MS, NULL, NULL);
        most = counted.bytes - was > most ? counted.bytes - was : most;
    }
    assert_true(counted.bytes - before > (size_t)options.capacity * 500);
    assert_true(most < (counted.bytes - before) / 2);
    was = counted.bytes;
    pb_coordinator_update(coordinator, PB_RUN_TICK_MS, NULL, NULL);
    assert_int_equal(counted.bytes, was);
    /* Nothing is left to be made room for but the number of its actor. */
    assert_int_equal(pb_coordinator_add(coordinator, &identity, &bot), PB_OK);
    assert_true(counted.bytes - was < 4096);
    pb_coordinator_free(coordinator);
    assert_int_equal(counted.bytes, 0);
    pb_run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_system_tells_the_truth),
        cmocka_unit_test(the_whole_tells_the_truth),
        cmocka_unit_test(room_comes_piece_by_piece),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
