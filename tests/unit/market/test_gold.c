/* Gold: the ledger against the realm's own truth, with bots that live for simulated hours. */
#include "../../sample/market_answers.h"
#include "../../sample/sample_run.h"
#include "../seed.h"
#include "market/gold_world.h"
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 60, ACTORS = 4 * BOTS };

static const struct pb_market_options sizes = {.items = 512, .auctions = 2000, .records = 500, .bots = BOTS};

/* The causes of the realm have the names of the ledger's. */
static unsigned cause_of(unsigned realm_cause)
{
    static const char *const names[PB_REALM_GOLD_CAUSE_COUNT] = {
#define X(cause, name) name,
        PB_REALM_GOLD_CAUSES(X)
#undef X
    };
    unsigned cause;

    for (cause = 0; cause < PB_GOLD_CAUSE_COUNT; cause++)
        if (strcmp(names[realm_cause], pb_gold_cause_name((enum pb_gold_cause)cause)) == 0)
            return cause;
    fail_msg("the ledger has no cause %s", names[realm_cause]);
    return 0;
}

/* Each cause to the copper, purses too. */
static void compare(const struct pb_run_of_bots *run, const char *when)
{
    const struct pb_purses *purses = pb_gold_world_purses(run->gold);
    const struct pb_realm_gold *gold = pb_realm_gold(run->realm);
    const struct pb_world *world = pb_realm_world(run->realm);
    pb_actor actor;
    unsigned i;

    for (i = 0; i < PB_REALM_GOLD_CAUSE_COUNT; i++) {
        unsigned cause = cause_of(i);

        if (purses->got[cause] != gold->got[i] || purses->gave[cause] != gold->gave[i])
            fail_msg("%s: %s: got %" PRIu64 " and gave %" PRIu64 ", the realm says %" PRIu64 " and %" PRIu64,
                     when, pb_gold_cause_name((enum pb_gold_cause)cause), purses->got[cause],
                     purses->gave[cause], gold->got[i], gold->gave[i]);
    }
    assert_int_equal(purses->got[PB_GOLD_OTHER] + purses->gave[PB_GOLD_OTHER], 0);
    assert_int_equal(purses->unknown, 0);
    for (actor = 0; actor < ACTORS; actor++) {
        struct pb_actor_view view;

        if (world->get_actor(world->self, actor, &view) == PB_OK && pb_purses_know(purses, view.guid))
            assert_int_equal(pb_purses_money(purses, actor), view.money);
    }
}

/* What the ledger says was created less what was destroyed is what purses and letterboxes gained. */
static void conserve(const struct pb_run_of_bots *run, const struct pb_market *market)
{
    const struct pb_purses *purses = pb_gold_world_purses(run->gold);
    int64_t supply = 0, changed = 0;
    unsigned cause;

    for (cause = 0; cause < PB_GOLD_CAUSE_COUNT; cause++) {
        struct pb_gold_sum sum = pb_market_gold(market, (enum pb_gold_cause)cause);

        supply += (int64_t)(sum.created - sum.destroyed);
        changed += (int64_t)(purses->got[cause] - purses->gave[cause]);
        if (cause == PB_GOLD_TRADE || cause == PB_GOLD_AUCTION || cause == PB_GOLD_MAIL)
            /* It lies in mail and auctions. */
            changed += (int64_t)(purses->gave[cause] - purses->got[cause]);
    }
    assert_true(supply == changed);
}

static void every_copper_is_accounted_for(void **state)
{
    static const uint64_t minutes = 300;
    uint64_t seed = pb_seed("gold"), tick;
    struct pb_market_answers answers = {.bot_limit = 1000000, .fleet_limit = 100000000};
    struct pb_market *market;
    struct pb_run_of_bots run;
    char text[256];
    struct pb_run_options options = {
        .bots = BOTS, .people = 600, .seed = seed, .types = pb_systems, .type_count = pb_system_count};

    (void)state;
    assert_int_equal(pb_market_new(&market, &sizes, &pb_memory_libc), PB_OK);
    pb_market_open(market, 1);
    options.market = market;
    assert_int_equal(pb_run_begin_as(&run, &options), PB_OK);
    for (tick = 0; tick < minutes * 60 * 1000 / PB_RUN_TICK_MS; tick++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
        pb_answer_market(&answers, market);
        if (tick % 20000 == 0)
            compare(&run, "under way");
    }
    compare(&run, "at the end");
    if (pb_realm_check(run.realm, text, sizeof text) != PB_OK)
        fail_msg("%s", text);
    conserve(&run, market);
    /* All that bots live by was there. */
    assert_true(pb_market_gold(market, PB_GOLD_QUEST).created > 0);
    assert_true(pb_market_gold(market, PB_GOLD_LOOT).created > 0);
    assert_true(pb_market_gold(market, PB_GOLD_VENDOR_SALE).created > 0);
    assert_true(pb_market_gold(market, PB_GOLD_REPAIR).destroyed > 0);
    assert_true(pb_market_gold(market, PB_GOLD_AUCTION).moved > 0);
    pb_mind_stop(run.mind);
    for (tick = 0; tick < 400 && !pb_population_is_empty(pb_mind_population(run.mind)); tick++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
    compare(&run, "when all have left");
    pb_run_end(&run);
    pb_market_free(market);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_copper_is_accounted_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
