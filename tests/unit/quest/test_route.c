#include "../seed.h"
#include "quest/pace.h"
#include "quest/tour.h"
#include "world/position.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* As many as are looked at in every round. */
enum { FEW = 3, TOGETHER = 12, MOST_COMPANY = 4 };

static struct pb_quest_job jobs[PB_ROUTE_JOBS];
static struct pb_route route;
static const struct pb_route_options usual = {.pace = 1.0f / 7, .horizon_s = 100000};

static struct pb_position anywhere(uint64_t *seed)
{
    return (struct pb_position){.x = (float)pb_seed_below(seed, 1000), .y = (float)pb_seed_below(seed, 1000)};
}

static struct pb_quest_job job_of(float value, float giver, float work, float ender, float kills)
{
    return (struct pb_quest_job){
        .value = value,
        .giver_at = {.x = giver},
        .ender_at = {.x = ender},
        .is_offer = 1,
        .task_count = 1,
        .tasks = {
            {.position = {.x = work}, .entry = 7, .kills = kills, .each_s = 20, .stage = PB_QUEST_HUNT}}};
}

static unsigned where(unsigned job, unsigned stage)
{
    unsigned i;

    for (i = 0; i < route.count && (route.stops[i].job != job || route.stops[i].stage != stage); i++)
        ;
    return i;
}

static void one_job(void **state)
{
    (void)state;
    jobs[0] = job_of(500, 70, 700, 70, 5);
    pb_route_plan(&usual, jobs, 1, &route);
    assert_int_equal(route.count, 3);
    assert_int_equal(route.stops[0].stage, PB_QUEST_ACCEPT);
    assert_int_equal(route.stops[1].stage, PB_QUEST_HUNT);
    assert_int_equal(route.stops[2].stage, PB_QUEST_TURN_IN);
    /* 70 + 630 + 630 yards, each way with two seconds to set out, and five kills. */
    assert_float_equal(route.seconds, 190 + 6 + 100, 0.1);
    assert_float_equal(route.value, 500, 0.1);
}

/* Four minutes on the way, and a death there, are as long as a bot may do nothing else. */
static void no_way_is_too_long(void **state)
{
    (void)state;
    jobs[0] = job_of(50000, 70, 700, 2370, 5);
    pb_route_plan(&usual, jobs, 1, &route);
    assert_int_equal(route.count, 3);
    jobs[0].ender_at.x = 2400;
    pb_route_plan(&usual, jobs, 1, &route);
    assert_int_equal(route.count, 0);
    /* Others are not kept from it. */
    jobs[1] = job_of(500, 800, 1500, 1600, 5);
    pb_route_plan(&usual, jobs, 2, &route);
    assert_int_equal(route.count, 3);
    assert_int_equal(route.stops[0].job, 1);
}

/* The way back from the work is what counts, not that from here. */
static void an_end_may_be_far_from_here(void **state)
{
    (void)state;
    jobs[0] = job_of(500, 0, 1400, 2800, 5);
    jobs[0].is_offer = 0;
    pb_route_plan(&usual, jobs, 1, &route);
    assert_int_equal(route.count, 2);
    assert_float_equal(route.seconds, 2 * 202 + 100, 0.1);
}

/* What several quests want of one kind of creature is killed once. */
static void kills_are_shared(void **state)
{
    (void)state;
    jobs[0] = job_of(500, 0, 700, 0, 5);
    jobs[1] = job_of(500, 0, 710, 0, 8);
    pb_route_plan(&usual, jobs, 2, &route);
    assert_int_equal(route.count, 5);
    assert_float_equal(route.stops[2].kills, 8, 0.01);
    assert_float_equal(route.seconds, 204 + 8 * 20, 4);
    /* But not those that come before the quest is taken. */
    jobs[1].giver_at.x = jobs[1].ender_at.x = 1400;
    pb_route_plan(&usual, jobs, 2, &route);
    assert_true(where(1, PB_QUEST_ACCEPT) < where(1, PB_QUEST_HUNT) ||
                where(1, PB_QUEST_HUNT) == route.count);
}

/* Things are handed over: of two quests that want the same ones, the second begins anew behind the first. */
static void things_are_not_shared(void **state)
{
    unsigned first, second;

    (void)state;
    jobs[0] = job_of(500, 0, 700, 0, 5);
    jobs[1] = job_of(400, 0, 700, 0, 8);
    jobs[0].tasks[0].item = jobs[1].tasks[0].item = 9;
    pb_route_plan(&usual, jobs, 2, &route);
    assert_int_equal(route.count, 6);
    first = where(0, PB_QUEST_HUNT) < where(1, PB_QUEST_HUNT) ? 0 : 1;
    second = 1 - first;
    assert_true(where(first, PB_QUEST_TURN_IN) < where(second, PB_QUEST_HUNT));
    assert_float_equal(route.seconds, 2 * 204 + 13 * 20, 4);
    /* Other things of the same creature come with its kills. */
    jobs[1].tasks[0].item = 10;
    pb_route_plan(&usual, jobs, 2, &route);
    assert_int_equal(route.count, 5);
    assert_float_equal(route.seconds, 204 + 8 * 20, 4);
}

/* Two quests that none would do alone for their place are better together than one nearby. */
static void company_counts(void **state)
{
    struct pb_route_options options = usual;
    unsigned i;

    (void)state;
    jobs[0] = job_of(500, 0, 700, 0, 8);
    jobs[1] = job_of(490, 0, 700, 0, 8);
    jobs[2] = job_of(500, 0, -600, 0, 8);
    jobs[2].tasks[0].entry = 8;
    options.horizon_s = 400;
    for (i = 0; i < 2; i++) {
        struct pb_quest_job swapped = jobs[0];

        pb_route_plan(&options, jobs, 3, &route);
        assert_true(route.is_in[0] && route.is_in[1] && !route.is_in[2]);
        /* The same whatever their order. */
        jobs[0] = jobs[1];
        jobs[1] = swapped;
    }
}

/* Neither alone is worth it; and a few yards more where the same are hunted anyway are little, whatever the
 * kills would take alone. */
static void company_and_what_is_hunted_are_worth_it(void **state)
{
    struct pb_route_options options = usual;

    (void)state;
    jobs[0] = job_of(155, 0, 70, 0, 8);
    jobs[1] = job_of(150, 0, 70, 0, 8);
    options.least = 1;
    pb_route_plan(&options, jobs, 1, &route);
    assert_int_equal(route.count, 0);
    pb_route_plan(&options, jobs, 2, &route);
    assert_true(route.is_in[0] && route.is_in[1]);
    jobs[0] = job_of(5000, 0, 700, 0, 8);
    jobs[1] = job_of(100, 0, 700, -100, 8);
    pb_route_plan(&options, jobs, 2, &route);
    assert_true(route.is_in[0] && route.is_in[1]);
    jobs[1].tasks[0].entry = 8;
    pb_route_plan(&options, jobs, 2, &route);
    assert_true(route.is_in[0] && !route.is_in[1]);
}

/* The log counts the same things for each quest that wants them; only one can have them. */
static void things_count_once(void **state)
{
    static const struct pb_quest_template quests[] = {
        {.quest_id = 1, .objectives[PB_QUEST_KILLS] = {9, 4, PB_OBJECTIVE_COLLECT}},
        {.quest_id = 2, .objectives[PB_QUEST_KILLS] = {9, 6, PB_OBJECTIVE_COLLECT}},
        {.quest_id = 3, .objectives[PB_QUEST_KILLS] = {9, 8, PB_OBJECTIVE_COLLECT}},
        {.quest_id = 4, .objectives[PB_QUEST_KILLS] = {10, 8, PB_OBJECTIVE_COLLECT}},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < 4; i++) {
        jobs[i] = job_of(100 + 10 * (float)i, 0, 70, 0, 2);
        jobs[i].quest = &quests[i];
        jobs[i].tasks[0].item = i < 3 ? 9 : 10;
        jobs[i].tasks[0].drop = 0.5f;
        if (i < 2) {
            jobs[i].is_complete = 1;
            jobs[i].task_count = 0;
        }
    }
    pb_quest_count_things_once(jobs, 4);
    assert_float_equal(jobs[0].value, 0, 0);
    assert_float_equal(jobs[1].value, 110, 0.01);
    /* Six things that are gone then, two kills for each. */
    assert_float_equal(jobs[2].tasks[0].kills, 2 + 12, 0.01);
    assert_float_equal(jobs[3].tasks[0].kills, 2, 0.01);
}

static void what_is_not_worth_it_is_left(void **state)
{
    struct pb_route_options options = usual;

    (void)state;
    jobs[0] = job_of(500, 0, 70, 0, 5);
    jobs[1] = job_of(100, 900, 990, 900, 5);
    options.least = 1;
    pb_route_plan(&options, jobs, 2, &route);
    assert_int_equal(route.count, 3);
    assert_int_equal(route.best, 0);
    assert_int_equal(route.other, 1);
    assert_true(route.other_rate < 1 && route.other_rate > 0);
    options.least = 0;
    pb_route_plan(&options, jobs, 2, &route);
    assert_int_equal(route.count, 6);
    options.horizon_s = 200;
    pb_route_plan(&options, jobs, 2, &route);
    assert_int_equal(route.count, 3);
    options.horizon_s = 20;
    pb_route_plan(&options, jobs, 2, &route);
    assert_int_equal(route.count, 0);
    jobs[0].value = jobs[1].value = 0;
    pb_route_plan(&usual, jobs, 2, &route);
    assert_int_equal(route.count, 0);
}

static const struct pb_position *place_of(const struct pb_route_stop *stop)
{
    return pb_quest_job_place(&jobs[stop->job], stop->stage, stop->task);
}

/* The time of a route, added up anew. */
static float seconds_of(const struct pb_route_stop *stops, unsigned count)
{
    struct pb_position here = {0};
    float sum = 0;
    unsigned i;

    for (i = 0; i < count; i++) {
        float yards = pb_distance(&here, place_of(&stops[i]));

        sum += yards < 4 ? 0 : 2 + yards / 7;
        sum += stops[i].kills * jobs[stops[i].job].tasks[0].each_s;
        here = *place_of(&stops[i]);
    }
    return sum;
}

static int is_in_order(const struct pb_route_stop *stops, unsigned count)
{
    unsigned done[PB_ROUTE_JOBS] = {0}, i;

    for (i = 0; i < count; i++) {
        unsigned job = stops[i].job;

        if (stops[i].stage == PB_QUEST_ACCEPT && done[job]++ != 0)
            return 0;
        if (stops[i].stage == PB_QUEST_HUNT && done[job]++ != 1)
            return 0;
        if (stops[i].stage == PB_QUEST_TURN_IN && done[job]++ != 2)
            return 0;
    }
    return 1;
}

/* The shortest of all orders of the same stops. */
static float shortest(struct pb_route_stop *stops, unsigned at, unsigned count)
{
    float best = INFINITY;
    unsigned i;

    if (at == count)
        return is_in_order(stops, count) ? seconds_of(stops, count) : INFINITY;
    for (i = at; i < count; i++) {
        struct pb_route_stop kept = stops[at];

        stops[at] = stops[i];
        stops[i] = kept;
        best = fminf(best, shortest(stops, at + 1, count));
        kept = stops[at];
        stops[at] = stops[i];
        stops[i] = kept;
    }
    return best;
}

static void near_the_best_order(void **state)
{
    uint64_t seed = pb_seed("route");
    struct pb_route_stop stops[3 * FEW];
    double sum = 0, worst = 0;
    unsigned i, k;

    (void)state;
    for (i = 0; i < 100; i++) {
        double ratio;

        for (k = 0; k < FEW; k++) {
            jobs[k] = job_of(500, 0, 0, 0, 0);
            jobs[k].giver_at = anywhere(&seed);
            jobs[k].ender_at = anywhere(&seed);
            jobs[k].tasks[0].position = anywhere(&seed);
            jobs[k].tasks[0].entry = k + 1;
        }
        pb_route_plan(&usual, jobs, FEW, &route);
        assert_int_equal(route.count, 3 * FEW);
        memcpy(stops, route.stops, sizeof stops);
        ratio = (double)(route.seconds / shortest(stops, 0, 3 * FEW));
        sum += ratio / 100;
        worst = ratio > worst ? ratio : worst;
    }
    printf("# route against the shortest of all orders: mean %.3f, worst %.3f\n", sum, worst);
    /* The shortest is not what it is after: what is worth most comes in first, and stays early. */
    assert_true(sum < 1.2);
    assert_true(sum >= 0.9999);
}

/* Whatever the jobs: the order holds, times add up, nothing is done twice. */
static void any_jobs(void **state)
{
    uint64_t seed = pb_seed("routes");
    unsigned i, k, count;

    (void)state;
    for (i = 0; i < 2000; i++) {
        struct pb_route_options options = {.pace = 1.0f / 7,
                                           .horizon_s = (float)pb_seed_below(&seed, 3000),
                                           .least = (float)pb_seed_below(&seed, 3)};
        float value = 0;

        count = pb_seed_below(&seed, PB_ROUTE_JOBS + 1);
        for (k = 0; k < count; k++) {
            jobs[k] = job_of((float)pb_seed_below(&seed, 2000), 0, 0, 0, (float)pb_seed_below(&seed, 10));
            jobs[k].giver_at = anywhere(&seed);
            jobs[k].ender_at = anywhere(&seed);
            jobs[k].ender_at.map = (uint16_t)(pb_seed_below(&seed, 20) == 0);
            jobs[k].tasks[0].position = anywhere(&seed);
            jobs[k].tasks[0].entry = k + 1;
        }
        pb_route_plan(&options, jobs, count, &route);
        assert_true(route.count <= PB_ROUTE_STOPS);
        assert_true(route.seconds <= options.horizon_s + 0.1f);
        assert_true(is_in_order(route.stops, route.count));
        for (k = 0; k < count; k++) {
            value += route.is_in[k] ? jobs[k].value : 0;
            assert_int_equal(route.is_in[k], where(k, PB_QUEST_TURN_IN) < route.count);
            assert_int_equal(route.is_in[k], where(k, PB_QUEST_ACCEPT) < route.count);
        }
        assert_float_equal(route.value, value, 1);
    }
}

/* What a tour brings for each second that it is longer than `before`. */
static float rate_of(const struct pb_route_options *options, const struct pb_tour *before,
                     const struct pb_tour *after)
{
    float seconds = after->seconds - before->seconds;

    return after->seconds > options->horizon_s ? 0
                                               : (after->value - before->value) / (seconds > 1 ? seconds : 1);
}

static void put_in(const struct pb_route_options *options, const struct pb_tour *tour, unsigned job,
                   struct pb_tour *result)
{
    static struct pb_tour spare;
    struct pb_detours detours;

    pb_tour_detours(options, tour, &jobs[job], &detours);
    pb_tour_insert(options, tour, &detours, &(struct pb_entrant){&jobs[job], (uint8_t)job}, result, &spare);
}

/* Those that bring something alone, the best first. */
static unsigned in_order(const struct pb_route_options *options, unsigned count, uint8_t order[TOGETHER])
{
    unsigned i, at, known = 0;

    for (i = 0; i < count; i++) {
        float rate = pb_quest_priority(options, &jobs[i]);

        if (rate <= 0)
            continue;
        for (at = known++; at && pb_quest_priority(options, &jobs[order[at - 1]]) < rate; at--)
            order[at] = order[at - 1];
        order[at] = (uint8_t)i;
    }
    return known;
}

/* Adds to `trial` those that hunt what `job` hunts, one after the other, as long as that makes it better;
 * returns its rate. */
static float put_company(const struct pb_route_options *options, const struct pb_tour *before, unsigned job,
                         const uint8_t *order, unsigned count, const uint8_t *is_in, struct pb_tour *trial,
                         uint8_t *with)
{
    static struct pb_tour more;
    float rate = rate_of(options, before, trial), better;
    unsigned i, company = 1;

    memset(with, 0, TOGETHER);
    with[job] = 1;
    for (i = 0; i < count && rate > 0 && company < MOST_COMPANY; i++) {
        if (order[i] == job || is_in[order[i]] || jobs[order[i]].tasks[0].entry != jobs[job].tasks[0].entry ||
            !pb_tour_has_room(trial, &jobs[order[i]]))
            continue;
        put_in(options, trial, order[i], &more);
        better = rate_of(options, before, &more);
        if (better <= rate)
            continue;
        rate = better;
        pb_tour_copy(trial, &more);
        with[order[i]] = 1;
        company++;
    }
    return rate;
}

/* Nothing left out: every job, with its company, tried in every round, as long as one is worth it. Returns
 * how many came in with others. */
static unsigned add_all(const struct pb_route_options *options, struct pb_tour *tour)
{
    static struct pb_tour trial, best;
    uint8_t order[TOGETHER], is_in[TOGETHER] = {0}, with[TOGETHER], best_with[TOGETHER];
    unsigned count = in_order(options, TOGETHER, order), i, added, together = 0;

    do {
        float most = options->least, rate;

        memset(best_with, 0, sizeof best_with);
        for (i = 0; i < count; i++) {
            if (is_in[order[i]] || !pb_tour_has_room(tour, &jobs[order[i]]))
                continue;
            put_in(options, tour, order[i], &trial);
            rate = put_company(options, tour, order[i], order, count, is_in, &trial, with);
            if (rate <= most)
                continue;
            most = rate;
            pb_tour_copy(&best, &trial);
            memcpy(best_with, with, sizeof with);
        }
        for (i = added = 0; i < TOGETHER; i++) {
            is_in[i] |= best_with[i];
            added += best_with[i];
        }
        if (added)
            pb_tour_copy(tour, &best);
        together += added > 1 ? added : 0;
    } while (added);
    return together;
}

/* `kinds`: of creatures that are hunted; whoever hunts the same does so at one place. */
static void any_together(uint64_t *seed, unsigned kinds)
{
    unsigned k;

    for (k = 0; k < TOGETHER; k++) {
        jobs[k] = job_of((float)pb_seed_below(seed, 2000), 0, 0, 0, (float)pb_seed_below(seed, 10));
        jobs[k].is_offer = pb_seed_below(seed, 3) != 0;
        jobs[k].giver_at = anywhere(seed);
        jobs[k].ender_at = anywhere(seed);
        jobs[k].tasks[0].position = k < kinds ? anywhere(seed) : jobs[k % kinds].tasks[0].position;
        jobs[k].tasks[0].entry = 1000 + 17 * (k % kinds);
    }
}

static int are_same(const struct pb_tour *tour)
{
    unsigned i;

    if (route.count != tour->count || fabsf(route.seconds - tour->seconds) > 0.1f)
        return 0;
    for (i = 0; i < tour->count; i++)
        if (route.stops[i].job != tour->stops[i].job || route.stops[i].stage != tour->stops[i].stage)
            return 0;
    return 1;
}

/* What is not looked at since it cannot be the best is not the best. Where kills serve several that is not
 * quite so: of what is in the route already more is expected than it can bring. */
static void bounds_leave_nothing_out(void **state)
{
    uint64_t seed = pb_seed("bounds");
    unsigned i, stops = 0, together = 0, others = 0;

    (void)state;
    for (i = 0; i < 1000; i++) {
        static struct pb_tour tour;
        struct pb_route_options options = {
            .pace = 1.0f / 7, .horizon_s = (float)pb_seed_below(&seed, 3000), .least = 0.2f};
        int is_alone = i % 2, is_same;

        memset(&tour, 0, sizeof tour);
        any_together(&seed, is_alone ? TOGETHER : 3 + i % 4);
        pb_route_plan(&options, jobs, TOGETHER, &route);
        together += add_all(&options, &tour);
        stops += route.count;
        is_same = are_same(&tour);
        others += !is_same;
        assert_true(!is_alone || is_same);
    }
    printf("# route: %u stops, %u jobs came in with others, %u of 1000 otherwise than if all were tried\n",
           stops, together, others);
    assert_true(stops > 10000);
    assert_true(together > 500);
    assert_true(others <= 150);
}

/* More hunt the same than come in together, and alone the rest promise less than so many others that these
 * would fill the route: they are looked at again all the same, since their work is done. */
static void the_rest_of_a_company_comes_next(void **state)
{
    enum { KIN = MOST_COMPANY + 2, OTHERS = 2 * TOGETHER };
    unsigned i;

    (void)state;
    for (i = 0; i < KIN; i++)
        jobs[i] = job_of(i ? 100 : 1000, 0, 0, 0, 40);
    for (; i < KIN + OTHERS; i++) {
        jobs[i] = job_of(300, 40.0f * (float)i, 40.0f * (float)i, 40.0f * (float)i, 40);
        jobs[i].tasks[0].entry = 1000 + 17 * i;
        assert_true(pb_quest_priority(&usual, &jobs[i]) > pb_quest_priority(&usual, &jobs[1]));
    }
    pb_route_plan(&usual, jobs, KIN + OTHERS, &route);
    for (i = 0; i < KIN; i++)
        assert_true(route.is_in[i]);
    /* There is no room for all. */
    for (; i < KIN + OTHERS && route.is_in[i]; i++)
        ;
    assert_true(i < KIN + OTHERS);
}

static void harder_fights_take_longer(void **state)
{
    unsigned level, enemy;

    (void)state;
    for (level = 1; level <= 60; level += 7)
        for (enemy = level; enemy < level + 8; enemy++) {
            struct pb_pace pace = pb_pace_of(level, enemy, 0, 0), next = pb_pace_of(level, enemy + 1, 0, 0),
                           friend = pb_pace_of(level, enemy, 0, 1), elite = pb_pace_of(level, enemy, 1, 0);

            assert_true(next.seconds > pace.seconds && next.deaths >= pace.deaths);
            assert_true(friend.seconds < pace.seconds && friend.deaths <= pace.deaths);
            assert_true(elite.seconds > pace.seconds);
            assert_true(pace.deaths >= 0 && pace.deaths <= 1);
        }
    /* Measured: 12 to 13 s at levels 1 to 4, 18 to 19 at 5 to 9, 23 from 10 on; four below 9 and 10 to 12. */
    assert_float_equal(pb_pace_of(3, 3, 0, 0).seconds, 14, 3);
    assert_float_equal(pb_pace_of(8, 8, 0, 0).seconds, 20.5, 3);
    assert_float_equal(pb_pace_of(12, 12, 0, 0).seconds, 24.5, 3);
    assert_float_equal(pb_pace_of(8, 4, 0, 0).seconds, 9.5, 1.5);
    assert_float_equal(pb_pace_of(12, 8, 0, 0).seconds, 11, 1.5);
    assert_true(pb_pace_of(20, 23, 0, 0).deaths < 0.3f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_job),
        cmocka_unit_test(no_way_is_too_long),
        cmocka_unit_test(an_end_may_be_far_from_here),
        cmocka_unit_test(kills_are_shared),
        cmocka_unit_test(things_are_not_shared),
        cmocka_unit_test(company_counts),
        cmocka_unit_test(company_and_what_is_hunted_are_worth_it),
        cmocka_unit_test(things_count_once),
        cmocka_unit_test(what_is_not_worth_it_is_left),
        cmocka_unit_test(near_the_best_order),
        cmocka_unit_test(any_jobs),
        cmocka_unit_test(bounds_leave_nothing_out),
        cmocka_unit_test(the_rest_of_a_company_comes_next),
        cmocka_unit_test(harder_fights_take_longer),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
