/* Whole runs of bots in the embedded realm, recorded and done again from the recording alone. */
#include "../../sample/sample_run.h"
#include "../seed.h"
#include "quest/quest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 60, TICKS = 20 * 90, LOOK_NS = 500, STEP_NS = 15000, OVERRUN_NS = 400000, CREATE_NS = 35000 };

/* A quest system that a test can make slow, or another in its opinions. */
static struct {
    int is_slow;
    uint32_t other_from; /* step from which it decides otherwise; 0: never */
    uint32_t steps;
    struct pb_bots *bots;
    int64_t clock_ns;
} fault;

/* Time passes where this test lets it pass, however fast the machine is. */
static int64_t tell_time(void)
{
    return fault.clock_ns += LOOK_NS;
}

static int initialize(void **self, const struct pb_system_env *env)
{
    fault.bots = env->bots;
    return pb_quest_system.initialize(self, env);
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    pb_quest_system.update(self, steps, count);
    fault.steps += count;
    if (fault.other_from && fault.steps >= fault.other_from) {
        pb_bots_decide(fault.bots, steps[0].bot, 5, 1, 4711, 1, 0, 0);
        fault.other_from = 0;
    }
    for (i = 0; i < count; i++)
        fault.clock_ns += STEP_NS + (fault.is_slow && steps[i].bot % 16 == 3 ? OVERRUN_NS : 0);
}

static struct pb_system_type strange;
static const struct pb_system_type *types[PB_MAX_SYSTEMS];

static struct pb_run_options options(uint64_t seed, struct pb_trace *trace, uint32_t budget_us)
{
    unsigned i;

    strange = pb_quest_system;
    strange.initialize = initialize;
    strange.update = update;
    memset(&fault, 0, sizeof fault);
    for (i = 0; i < pb_system_count; i++)
        types[i] = pb_systems[i] == &pb_quest_system ? &strange : pb_systems[i];
    return (struct pb_run_options){.bots = BOTS,
                                   .seed = seed,
                                   .types = types,
                                   .type_count = pb_system_count,
                                   .trace = trace,
                                   .clock_ns = tell_time,
                                   .budget_us = budget_us,
                                   .save_interval_ms = 5000};
}

/* What an agent and an operator may do meanwhile. */
static void meddle(struct pb_run_of_bots *run, unsigned tick)
{
    struct pb_mind_settings settings = {.budget_us = 300, .target_us = 20, .far_percent = 150};
    int group = pb_coordinator_find_system(run->coordinator, "group");

    run->store.is_away = tick >= 300 && tick < 500;
    run->store.refuse_one_of = tick < 1000 ? 3 : 0;
    switch (tick) {
    case 200:
        assert_int_equal(pb_mind_enable_system(run->mind, (unsigned)group, 0), PB_OK);
        break;
    case 250:
        assert_int_equal(pb_mind_enable_bot(run->mind, 3, 0), PB_OK);
        assert_int_equal(pb_mind_enable(run->mind, 4, 5, 0), PB_OK);
        assert_int_equal(pb_mind_set_interval(run->mind, 5, 700), PB_OK);
        break;
    case 400:
        assert_int_equal(pb_mind_enable_bot(run->mind, 3, 1), PB_OK);
        assert_int_equal(pb_mind_enable_system(run->mind, (unsigned)group, 1), PB_OK);
        break;
    case 600:
        settings.systems = (struct pb_ai_settings){.quest_strategy = "group",
                                                   .loot_policy = "need",
                                                   .quest_timeout_s = 60,
                                                   .combat_flee_percent = 40,
                                                   .combat_rest_percent = 70};
        settings.population = (struct pb_population_settings){
            .bots = BOTS - 20, .login_per_s = 5, .create_per_s = 5, .per_account = 10, .session_s = 20};
        memset(settings.population.schedule, 100, 24);
        pb_race_weights_default(&settings.population.weights);
        pb_mind_configure(run->mind, &settings);
        break;
    case 800:
        pb_mind_remove_account(run->mind, 2);
        break;
    case 900:
        assert_int_equal(pb_mind_add_account(run->mind, 2, 2), PB_OK);
        break;
    case TICKS - 100:
        pb_mind_stop(run->mind);
        break;
    default:
        break;
    }
}

static void start(struct pb_trace *trace, struct pb_recording **recording, FILE *file, int is_replay)
{
    char text[200];

    rewind(file);
    assert_int_equal(pb_recording_new(recording, file, is_replay, "test_mind", text, sizeof text), PB_OK);
    pb_trace_begin(trace, *recording);
}

/* Making a character takes longer than the population may go on in a tick of 60 us. */
static void place_dearly(void *user, uint32_t number, struct pb_realm_character *character)
{
    fault.clock_ns += CREATE_NS;
    pb_run_place(user, number, character);
}

/* A run of all that can happen, under overload; returns its digest. */
static uint64_t record(FILE *file, uint64_t seed)
{
    struct pb_recording *recording;
    struct pb_run_of_bots run;
    struct pb_run_options how;
    struct pb_trace trace;
    uint64_t cut = 0, overruns = 0;
    unsigned tick, i, made = 0;

    start(&trace, &recording, file, 0);
    how = options(seed, &trace, 60);
    assert_int_equal(pb_run_begin_as(&run, &how), PB_OK);
    run.store.place = place_dearly;
    for (tick = 0; tick < TICKS; tick++) {
        fault.is_slow = tick > 200;
        meddle(&run, tick);
        pb_realm_tape_update(run.tape, run.realm, PB_RUN_TICK_MS + tick % 3);
        pb_mind_tick(run.mind, PB_RUN_TICK_MS + tick % 3, 700 + tick / 100);
        /* Those of one account, then it waits for the next tick. */
        assert_true(run.store.count - made <= 10);
        made = run.store.count;
    }
    assert_true(made >= BOTS);
    assert_int_equal(pb_recording_finish(recording), PB_OK);
    assert_true(trace.decisions > 20);
    assert_true(trace.orders > 500);
    for (i = 0; i < pb_coordinator_system_count(run.coordinator); i++) {
        struct pb_system_stats stats;

        pb_coordinator_system_stats(run.coordinator, i, &stats);
        cut += stats.cut;
        overruns += stats.overruns;
    }
    /* What time decides was decided often. */
    assert_true(cut > 0);
    assert_true(overruns > 0);
    assert_true(run.store.refused > 0);
    pb_run_end(&run);
    pb_recording_free(recording);
    return trace.digest;
}

/* Does it again: without the store, without the names, nothing slow, another seed asked for. */
static struct pb_trace replay(FILE *file, uint32_t other_from, char difference[400])
{
    struct pb_recording *recording;
    struct pb_run_of_bots run;
    struct pb_run_options how;
    struct pb_trace trace;

    start(&trace, &recording, file, 1);
    how = options(0, &trace, 1000000);
    fault.other_from = other_from;
    assert_int_equal(pb_run_begin_as(&run, &how), PB_OK);
    run.store.is_away = 1;
    while (pb_recording_peek(recording) != PB_RECORD_NONE && pb_recording_peek(recording) != PB_RECORD_END)
        if (!pb_realm_tape_replay(run.tape, run.realm) && !pb_mind_replay(run.mind))
            pb_trace_refuse(&trace);
    assert_null(pb_recording_damage(recording));
    snprintf(difference, 400, "%s",
             pb_recording_difference(recording) ? pb_recording_difference(recording) : "");
    pb_run_end(&run);
    pb_recording_free(recording);
    return trace;
}

static void a_whole_run_is_done_again(void **state)
{
    uint64_t seed = pb_seed("a_whole_run_is_done_again"), digest;
    struct pb_trace again;
    char difference[400];
    FILE *file = tmpfile();

    (void)state;
    assert_non_null(file);
    digest = record(file, seed);
    again = replay(file, 0, difference);
    assert_string_equal(difference, "");
    assert_int_equal(again.ticks, TICKS);
    assert_true(again.digest == digest);
    fclose(file);
}

static void the_first_difference_names_bot_and_system(void **state)
{
    uint64_t seed = pb_seed("the_first_difference_names_bot_and_system");
    char difference[400];
    FILE *file = tmpfile();

    (void)state;
    assert_non_null(file);
    record(file, seed);
    replay(file, 50, difference);
    print_message("# %s\n", difference);
    assert_non_null(strstr(difference, "system quest: decision 1: 4711"));
    assert_non_null(strstr(difference, "bot "));
    assert_non_null(strstr(difference, "recorded: "));
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_run_is_done_again),
        cmocka_unit_test(the_first_difference_names_bot_and_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
