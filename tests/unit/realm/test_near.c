#include "fixture.h"

/* What is near is found in lists sorted by place: the same as when all are looked at. */

enum { COPIES = 34, PLACES = 400, OFFERS = 4096 };

static struct pb_position random_place(uint64_t *seed)
{
    return (struct pb_position){.x = (float)pb_seed_below(seed, 36000) - 18000,
                                .y = (float)pb_seed_below(seed, 36000) - 18000,
                                .map = (uint16_t)pb_seed_below(seed, 6)};
}

/* Half of them where something is. */
static struct pb_position random_spawn(const struct pb_content *content, uint64_t *seed)
{
    uint32_t count;
    const struct pb_spawn *spawns = pb_content_spawns(content, &count);
    struct pb_position place = random_place(seed);

    return pb_seed_below(seed, 2) ? place : spawns[pb_seed_below(seed, count)].position;
}

static void test_services(void **state)
{
    struct pb_content *content = pb_sample_copies(3, COPIES);
    uint64_t seed = pb_seed("services");
    uint32_t count, creatures, i, k, found = 0;
    const struct pb_spawn *spawns = pb_content_spawns(content, &count);
    const struct pb_creature_template *creature = pb_content_creatures(content, &creatures);

    (void)state;
    assert_int_equal(pb_content_bad_rows(content), 0);
    for (i = 0; i < PLACES; i++) {
        struct pb_position place = random_spawn(content, &seed);
        uint8_t roles = (uint8_t)(pb_seed_below(&seed, 2) ? PB_ROLE_REPAIRER : PB_ROLE_QUEST_GIVER);
        uint32_t nearest = PB_NO_INDEX;
        float least = INFINITY;

        for (k = 0; k < count; k++)
            if (creature[spawns[k].creature].roles & roles &&
                pb_distance(&place, &spawns[k].position) < least) {
                least = pb_distance(&place, &spawns[k].position);
                nearest = k;
            }
        found += nearest != PB_NO_INDEX;
        assert_int_equal(pb_content_nearest_role(content, &place, roles), nearest);
    }
    assert_true(found > PLACES / 3);
    pb_content_free(content);
}

/* The number of spawns that are nearer, or as near and of a smaller number. */
static unsigned rank_of(const struct pb_content *content, uint32_t spawn, const struct pb_position *place)
{
    uint32_t count, i;
    const struct pb_spawn *spawns = pb_content_spawns(content, &count);
    float distance = pb_distance(place, &spawns[spawn].position);
    unsigned rank = 0;

    for (i = 0; i < count; i++)
        rank += spawns[i].creature == spawns[spawn].creature &&
                (pb_distance(place, &spawns[i].position) < distance ||
                 (pb_distance(place, &spawns[i].position) == distance && i < spawn));
    return rank;
}

static void test_habitats(void **state)
{
    struct pb_content *content = pb_sample_copies(3, COPIES);
    uint64_t seed = pb_seed("habitats");
    uint32_t creatures, count, i, spawn, found = 0;
    const struct pb_spawn *spawns = pb_content_spawns(content, &count);
    float distance;

    (void)state;
    pb_content_creatures(content, &creatures);
    for (i = 0; i < PLACES; i++) {
        struct pb_position place = random_spawn(content, &seed);
        uint32_t creature = pb_seed_below(&seed, creatures);
        unsigned skip = pb_seed_below(&seed, i % 8 ? 8 : PB_CONTENT_NEAREST + 2), here = 0, k;

        for (k = 0; k < count; k++)
            here += spawns[k].creature == creature && spawns[k].position.map == place.map;
        spawn = pb_content_nearest_spawn(content, &place, creature, skip, &distance);
        if (skip >= here || skip >= PB_CONTENT_NEAREST) {
            assert_int_equal(spawn, PB_NO_INDEX);
            continue;
        }
        found++;
        assert_int_equal(spawns[spawn].creature, creature);
        assert_int_equal(rank_of(content, spawn, &place), skip);
        assert_true(distance == pb_distance(&place, &spawns[spawn].position));
    }
    assert_true(found > PLACES / 3);
    pb_content_free(content);
}

/* Distance of the nearest that gives a quest. */
static float nearest_giver(const struct pb_content *content, uint32_t quest, const struct pb_position *place)
{
    struct pb_run givers, run;
    const uint32_t *creatures = pb_content_givers_of(content, quest, &givers), *of;
    uint32_t count, i, k;
    const struct pb_spawn *spawns = pb_content_spawns(content, &count);
    float least = INFINITY;

    for (i = givers.first; i < givers.first + givers.count; i++) {
        of = pb_content_spawns_of(content, creatures[i], &run);
        for (k = run.first; k < run.first + run.count; k++)
            least = fminf(least, pb_distance(place, &spawns[of[k]].position));
    }
    return least;
}

static void test_offers(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    uint64_t seed = pb_seed("offers");
    static struct pb_quest_offer offers[OFFERS];
    const struct pb_quest_template *quests;
    unsigned round, i, count, expected, seen = 0;
    struct pb_realm_actor *actor;
    uint32_t quest_count;
    pb_actor number;

    (void)state;
    assert_non_null(fixture);
    fixture->content = pb_sample_copies(3, COPIES);
    fixture_open(fixture, 1);
    quests = pb_content_quests(fixture->content, &quest_count);
    number = fixture_actor(fixture, 3, 1, 0, 0);
    actor = &fixture->realm->actors[number];
    for (round = 0; round < 40; round++) {
        float radius = 10 + (float)pb_seed_below(&seed, 4900);

        actor->from = actor->to = random_spawn(fixture->content, &seed);
        count = fixture->world->find_quests(fixture->world->self, number, radius, offers, OFFERS);
        for (i = expected = 0; i < quest_count; i++)
            expected += quests[i].level_min <= 3 &&
                        nearest_giver(fixture->content, i, &actor->from) <= radius &&
                        pb_quest_may_take(fixture->realm, actor, &quests[i]) == PB_OK;
        assert_int_equal(count, expected);
        for (i = 0; i < count; i++) {
            uint32_t quest = pb_content_find_quest(fixture->content, offers[i].quest_id);

            assert_true(offers[i].distance == nearest_giver(fixture->content, quest, &actor->from));
            assert_true(!i || offers[i].distance >= offers[i - 1].distance);
        }
        seen += count;
    }
    assert_true(seen > 100);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_services),
        cmocka_unit_test(test_habitats),
        cmocka_unit_test(test_offers),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
