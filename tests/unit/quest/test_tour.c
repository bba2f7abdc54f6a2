#include "../seed.h"
#include "quest/tour.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* No way takes so long that is not too far. */
enum { MANY = 10, FAR_S = 100000 };

static const struct pb_route_options usual = {.pace = 1.0f / 7, .horizon_s = 100000};
static struct pb_quest_job jobs[MANY];
static struct pb_tour tour, next, spare;

/* Some on another map; no two nearer than setting out is worth. */
static struct pb_position anywhere(uint64_t *seed)
{
    return (struct pb_position){.x = 5 * (float)pb_seed_below(seed, 500),
                                .y = 5 * (float)pb_seed_below(seed, 500),
                                .map = (uint16_t)(pb_seed_below(seed, 5) == 0)};
}

/* One that is taken has no giver any more, and may have no work. */
static struct pb_quest_job any_job(uint64_t *seed)
{
    struct pb_quest_job job = {.value = (float)pb_seed_below(seed, 1000),
                               .is_offer = pb_seed_below(seed, 3) != 0,
                               .giver_at = anywhere(seed),
                               .ender_at = anywhere(seed)};
    unsigned i;

    job.task_count = (uint8_t)(pb_seed_below(seed, 4) + (job.is_offer ? 1 : 0)) % (PB_QUEST_TASKS + 1);
    for (i = 0; i < job.task_count; i++)
        job.tasks[i] = (struct pb_quest_task){.position = anywhere(seed),
                                              .entry = 1 + pb_seed_below(seed, 6),
                                              .kills = (float)pb_seed_below(seed, 10),
                                              .each_s = (float)pb_seed_below(seed, 30),
                                              .each_value = (float)pb_seed_below(seed, 5),
                                              .stage = PB_QUEST_HUNT};
    return job;
}

/* Ways between the stops as they stand now, one by one. */
static float ways_of(const struct pb_tour *of)
{
    struct pb_position here = usual.from;
    float sum = 0;
    unsigned i;

    for (i = 0; i < of->count; i++) {
        const struct pb_route_stop *stop = &of->stops[i];
        struct pb_position there = *pb_quest_job_place(&jobs[stop->job], stop->stage, stop->task);
        float way = pb_tour_way_s(&usual, &here, &there);

        assert_float_equal(of->legs[i], way, 0.01);
        assert_float_equal(of->x[i], there.x, 0);
        assert_float_equal(of->y[i], there.y, 0);
        assert_int_equal(of->maps[i], there.map);
        sum += way;
        here = there;
    }
    return sum;
}

static int is_hunted(const struct pb_tour *by, const struct pb_quest_job *job)
{
    unsigned i, k;

    for (i = 0; i < by->count; i++)
        for (k = 0; k < job->task_count; k++)
            if (by->stops[i].entry == job->tasks[k].entry)
                return 1;
    return 0;
}

static void ways(void **state)
{
    struct pb_position a = {.x = 7}, b = {.x = 77}, near = {.x = 10}, far = {.x = 7 * 241.0f + 7},
                       other = {.x = 7, .map = 1};

    (void)state;
    assert_float_equal(pb_tour_way_s(&usual, &a, &b), 12, 0.001);
    assert_float_equal(pb_tour_way_s(&usual, &a, &near), 0, 0);
    assert_float_equal(pb_tour_way_s(&usual, &a, &other), 600, 0);
    assert_true(pb_tour_way_s(&usual, &a, &far) > 10000);
}

/* Whatever comes in: columns, ways and sums agree with the stops, and the detours that were told are a bound.
 */
static void sums_and_bounds(void **state)
{
    uint64_t seed = pb_seed("tours");
    unsigned i, k, t, bounds = 0, equal = 0;

    (void)state;
    for (i = 0; i < 4000; i++) {
        memset(&tour, 0, sizeof tour);
        for (k = 0; k < MANY; k++) {
            struct pb_entrant entrant = {&jobs[k], (uint8_t)k};
            struct pb_detours detours;
            float work_s, before = tour.seconds, value = tour.value, most;

            jobs[k] = any_job(&seed);
            if (!pb_tour_has_room(&tour, &jobs[k]))
                break;
            pb_tour_detours(&usual, &tour, &jobs[k], &detours);
            work_s = tour.seconds - ways_of(&tour);
            memset(&next, 0, sizeof next);
            memset(&spare, 0, sizeof spare);
            pb_tour_insert(&usual, &tour, &detours, &entrant, &next, &spare);
            /* No route keeps a way that is too far. */
            if (next.seconds > FAR_S)
                break;
            assert_true(next.count >= tour.count + 1 + jobs[k].is_offer);
            assert_float_equal(next.seconds - ways_of(&next),
                               work_s + (next.seconds - before) - (ways_of(&next) - ways_of(&tour)), 0.1);
            for (t = 0, most = value + jobs[k].value; t < jobs[k].task_count; t++)
                most += jobs[k].tasks[t].kills * jobs[k].tasks[t].each_value;
            assert_true(next.value >= value + jobs[k].value - 0.1f && next.value <= most + 0.1f);
            if (detours.least < FAR_S && (jobs[k].is_offer || !is_hunted(&tour, &jobs[k]))) {
                assert_true(next.seconds - before >= detours.least - 0.1f);
                bounds++;
            }
            equal += !jobs[k].task_count && fabsf(next.seconds - before - detours.least) < 0.6f;
            pb_tour_copy(&tour, &next);
        }
    }
    /* An end alone costs just that. */
    print_message("# %u bounds, %u met\n", bounds, equal);
    assert_true(bounds > 300 && equal > 10);
}

/* The first of two places that cost the same, and the giver before its work before its end. */
static void order(void **state)
{
    struct pb_entrant entrant = {&jobs[0], 0};
    struct pb_detours detours;

    (void)state;
    memset(&tour, 0, sizeof tour);
    memset(&next, 0, sizeof next);
    jobs[0] = (struct pb_quest_job){.value = 10,
                                    .is_offer = 1,
                                    .giver_at = {.x = 70},
                                    .ender_at = {.x = 70},
                                    .task_count = 1,
                                    .tasks = {{.position = {.x = 140},
                                               .entry = 7,
                                               .kills = 3,
                                               .each_s = 20,
                                               .each_value = 2,
                                               .stage = PB_QUEST_HUNT}}};
    pb_tour_detours(&usual, &tour, &jobs[0], &detours);
    assert_float_equal(detours.least, 12, 0.001);
    pb_tour_insert(&usual, &tour, &detours, &entrant, &next, &spare);
    assert_int_equal(next.count, 3);
    assert_float_equal(next.seconds, 3 * 12 + 60, 0.01);
    assert_float_equal(next.value, 16, 0.01);
    jobs[1] = jobs[0];
    jobs[1].tasks[0].kills = 5;
    pb_tour_detours(&usual, &next, &jobs[1], &detours);
    assert_float_equal(detours.least, 0, 0.001);
    pb_tour_insert(&usual, &next, &detours, &(struct pb_entrant){&jobs[1], 1}, &tour, &spare);
    /* The same creatures: two kills more. */
    assert_int_equal(tour.count, 5);
    assert_float_equal(tour.seconds, 3 * 12 + 100, 0.01);
    assert_int_equal(tour.stops[0].job, 0);
    assert_int_equal(tour.stops[1].job, 1);
    assert_int_equal(tour.stops[2].stage, PB_QUEST_HUNT);
    assert_float_equal(tour.stops[2].kills, 5, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways),
        cmocka_unit_test(sums_and_bounds),
        cmocka_unit_test(order),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
