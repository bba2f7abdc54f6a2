/* No memory is taken in a tick: the whole AI, in the embedded realm on the sample content. */
#include "../../sample/sample_run.h"
#include "../allocations.h"
#include "../seed.h"
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 500, WARM_TICKS = 1200, TICKS = 20000 };

/* A tick; what coordinator and population allocate in it is counted. */
static void tick(struct pb_run_of_bots *run)
{
    pb_realm_update(run->realm, PB_RUN_TICK_MS);
    pb_allocations.is_counting = 1;
    pb_run_think(run);
    pb_allocations.is_counting = 0;
}

static void the_counter_counts(void **state)
{
    void *volatile block;

    (void)state;
    pb_allocations.is_counting = 1;
    block = malloc(10);
    block = realloc(block, 2000);
    free(block);
    block = calloc(3, 5);
    free(block);
    block = strdup("from a shared library");
    free(block);
    pb_allocations.is_counting = 0;
    assert_int_equal(pb_allocations.count, 4);
    assert_int_equal(pb_allocations.frees, 3);
    block = malloc(10);
    free(block);
    assert_int_equal(pb_allocations.count, 4);
    memset(&pb_allocations, 0, sizeof pb_allocations);
}

/* Everything that is held once for all bots: items and quests (FNV-1a). */
static uint64_t sum_of_shared(const struct pb_content *content)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    uint32_t items, quests;
    const unsigned char *bytes = (const unsigned char *)pb_content_items(content, &items);
    size_t i;

    for (i = 0; i < items * sizeof(struct pb_item_template); i++)
        sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
    bytes = (const unsigned char *)pb_content_quests(content, &quests);
    for (i = 0; i < quests * sizeof(struct pb_quest_template); i++)
        sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
    assert_true(items > 100 && quests > 100);
    return sum;
}

/* For addr2line. */
static void tell_where(unsigned number)
{
    Dl_info where;

    if (dladdr(pb_allocations.first, &where))
        printf("# tick %u: the first of %" PRIu64 " allocations at %s %#zx\n", number, pb_allocations.count,
               where.dli_fname, (size_t)((char *)pb_allocations.first - (char *)where.dli_fbase));
}

static void a_tick_takes_no_memory(void **state)
{
    uint64_t seed = pb_seed("allocation");
    const struct pb_realm_stats *realm;
    struct pb_realm_stats before;
    struct pb_coordinator_stats stats;
    struct pb_run_of_bots run;
    uint64_t shared;
    unsigned i;

    (void)state;
    assert_int_equal(pb_run_begin(&run, BOTS, seed), PB_OK);
    shared = sum_of_shared(run.content);
    for (i = 0; i < WARM_TICKS; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
    realm = pb_realm_stats(run.realm);
    before = *realm;
    for (i = 0; i < TICKS; i++) {
        tick(&run);
        if (pb_allocations.count)
            tell_where(i);
        assert_int_equal(pb_allocations.count, 0);
        assert_int_equal(pb_allocations.frees, 0);
    }
    pb_coordinator_stats(run.coordinator, &stats);
    printf("# %u bots, %u ticks: %" PRIu64 " steps, %" PRIu64 " kills, %" PRIu64 " things looted, %" PRIu64
           " quests\n",
           stats.bots, TICKS, stats.updates, realm->kills - before.kills,
           realm->loot_taken - before.loot_taken, realm->quests_rewarded - before.quests_rewarded);
    /* What all share is as it was. */
    assert_true(sum_of_shared(run.content) == shared);
    /* They did what bots do meanwhile. */
    assert_int_equal(stats.bots, BOTS);
    assert_true(realm->kills > before.kills);
    assert_true(realm->quests_rewarded > before.quests_rewarded);
    pb_run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_counter_counts),
        cmocka_unit_test(a_tick_takes_no_memory),
    };

    if (!pb_allocations_are_counted()) {
        puts("1..0 # SKIP the allocator of a sanitizer or of valgrind cannot be counted");
        return 0;
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("allocation", tests, NULL, NULL);
}
