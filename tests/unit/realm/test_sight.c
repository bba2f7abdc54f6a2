/* What is in sight: the nearest of all that fit, as when each creature and each character is asked for by
 * itself. */
#include "../../sample/sample_run.h"
#include "../seed.h"
#include "realm/goods.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 60, ROUNDS = 1500, TICKS = 8, MOST = 40, ALL = 20000 };

struct seen {
    struct pb_object_view views[ALL];
    unsigned count;
};

static int fits(const struct pb_run_of_bots *run, const struct pb_object_query *query,
                const struct pb_object_view *view)
{
    if (view->kind == PB_OBJECT_CORPSE && (view->is_tapped || !run->realm->creatures[view->object - 1].loot))
        return 0;
    return query->kinds & view->kind && view->distance <= query->radius &&
           (!query->roles || query->roles & view->roles) && (!query->entry || query->entry == view->entry) &&
           (!query->is_attackable || (view->is_attackable && !view->is_tapped));
}

static void keep_if_fits(const struct pb_run_of_bots *run, const struct pb_object_query *query,
                         pb_actor actor, pb_object object, struct seen *seen)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    struct pb_object_view *view = &seen->views[seen->count];

    if (world->get_object(world->self, actor, object, view) == PB_OK && fits(run, query, view))
        seen->count++;
}

static int by_distance(const void *a, const void *b)
{
    float x = ((const struct pb_object_view *)a)->distance, y = ((const struct pb_object_view *)b)->distance;

    return (x > y) - (x < y);
}

static void look_at_all(const struct pb_run_of_bots *run, const struct pb_object_query *query, pb_actor actor,
                        struct seen *seen)
{
    uint32_t spawns, i;

    pb_content_spawns(run->content, &spawns);
    assert_true(spawns + BOTS < ALL);
    seen->count = 0;
    for (i = 0; i < spawns; i++)
        keep_if_fits(run, query, actor, PB_OBJECT_OF_SPAWN(i), seen);
    for (i = 0; i < run->realm->actor_count; i++)
        if (i != actor)
            keep_if_fits(run, query, actor, PB_OBJECT_OF_ACTOR(i), seen);
    qsort(seen->views, seen->count, sizeof *seen->views, by_distance);
}

/* Any kinds in any radius; now and then only hostile ones, or those of one template of the first twenty. */
static struct pb_object_query random_query(const struct pb_run_of_bots *run, uint64_t *seed)
{
    struct pb_object_query query = {.radius = (float)(5 + pb_seed_below(seed, 300)),
                                    .kinds = (uint8_t)(1 + pb_seed_below(seed, 15))};
    uint32_t spawns;

    query.kinds &= PB_OBJECT_CREATURE | PB_OBJECT_CORPSE | PB_OBJECT_ACTOR;
    query.is_attackable = query.kinds == PB_OBJECT_CREATURE && pb_seed_below(seed, 2);
    if (!pb_seed_below(seed, 4))
        query.roles = PB_ROLE_HOSTILE;
    if (!pb_seed_below(seed, 4))
        query.entry = pb_content_creatures(run->content, &spawns)[pb_seed_below(seed, 20)].entry;
    return query;
}

static void test_the_nearest_of_all(void **state)
{
    static struct seen seen;
    uint64_t seed = pb_seed("sight");
    struct pb_run_of_bots run;
    const struct pb_world *world;
    unsigned round, i, k, corpses = 0, tapped = 0, many = 0;

    (void)state;
    assert_int_equal(pb_run_begin(&run, BOTS, seed), PB_OK);
    world = pb_realm_world(run.realm);
    for (round = 0; round < ROUNDS; round++) {
        struct pb_object_query query = random_query(&run, &seed);
        unsigned max = 1 + pb_seed_below(&seed, MOST), count, wanted;
        struct pb_object_view views[MOST];
        pb_actor actor = pb_seed_below(&seed, BOTS);

        for (i = 0; i < TICKS; i++) {
            pb_realm_update(run.realm, PB_RUN_TICK_MS);
            pb_run_think(&run);
        }
        if (!pb_realm_actor(run.realm, actor))
            continue;
        look_at_all(&run, &query, actor, &seen);
        wanted = seen.count < max ? seen.count : max;
        count = world->find_objects(world->self, actor, &query, views, max);
        assert_int_equal(count, wanted);
        many += seen.count > 20;
        for (i = 0; i < count; i++) {
            assert_float_equal(views[i].distance, seen.views[i].distance, 0.01);
            for (k = 0; k < seen.count && seen.views[k].object != views[i].object; k++)
                ;
            assert_true(k < seen.count);
            assert_int_equal(views[i].kind, seen.views[k].kind);
            assert_int_equal(views[i].entry, seen.views[k].entry);
            assert_int_equal(views[i].level, seen.views[k].level);
            assert_int_equal(views[i].is_tapped, seen.views[k].is_tapped);
            assert_int_equal(views[i].is_enemy, seen.views[k].is_enemy);
            assert_int_equal(views[i].health_percent, seen.views[k].health_percent);
            for (k = 0; k < i; k++)
                assert_true(views[i].object != views[k].object);
            corpses += views[i].kind == PB_OBJECT_CORPSE;
            tapped += views[i].is_tapped;
        }
    }
    printf("# %u times more than 20 fit, %u corpses, %u tapped\n", many, corpses, tapped);
    assert_true(many > 10 && corpses > 0 && tapped > 0);
    pb_run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_nearest_of_all)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("sight", tests, NULL, NULL);
}
