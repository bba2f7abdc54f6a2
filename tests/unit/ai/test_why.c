/*
 * `why BOT` tells the truth: bots live in the embedded realm, and what is said of each of them, in words, is
 * compared with the world, with what its systems really did, and with when their turns really came.
 */
#include "../../sample/sample_run.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 80, SECONDS = 300, TEXT = 8192, SYSTEMS = 16 };

/* When each system last had a turn for each bot: seen by standing between coordinator and system. */
static struct pb_system_type watched[SYSTEMS];
static struct watch {
    void (*update)(void *self, struct pb_step *steps, unsigned count);
    uint32_t last_tick[BOTS];
} watches[SYSTEMS];
static uint32_t tick;

static void note_steps(unsigned system, void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        if (steps[i].bot < BOTS)
            watches[system].last_tick[steps[i].bot] = tick;
    watches[system].update(self, steps, count);
}

#define NUMBERS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define X(n)                                                                                                 \
    static void update_##n(void *self, struct pb_step *steps, unsigned count)                                \
    {                                                                                                        \
        note_steps(n, self, steps, count);                                                                   \
    }
NUMBERS(X)
#undef X
static void (*const updates[SYSTEMS])(void *, struct pb_step *, unsigned) = {
#define X(n) update_##n,
    NUMBERS(X)
#undef X
};

static void begin(struct pb_run_of_bots *run, uint64_t seed)
{
    static const struct pb_system_type *types[SYSTEMS];
    struct pb_run_options options = {
        .bots = BOTS, .seed = seed, .types = types, .type_count = pb_system_count};
    unsigned i;

    assert_true(pb_system_count <= SYSTEMS);
    memset(watches, 0, sizeof watches);
    for (i = 0; i < pb_system_count; i++) {
        watched[i] = *pb_systems[i];
        watches[i].update = watched[i].update;
        watched[i].update = updates[i];
        types[i] = &watched[i];
    }
    tick = 0;
    assert_int_equal(pb_run_begin_as(run, &options), PB_OK);
}

static void live(struct pb_run_of_bots *run)
{
    tick++;
    pb_realm_update(run->realm, PB_RUN_TICK_MS);
    pb_run_think(run);
}

/* The line of `text` that begins with a word and a colon or blank; NULL for none. */
static const char *line_of(const char *text, const char *word, char line[1024])
{
    size_t length = strlen(word);
    const char *at;

    for (at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, word, length) == 0 && (at[length] == ':' || at[length] == ' ')) {
            snprintf(line, 1024, "%.*s", (int)strcspn(at, "\n"), at);
            return line;
        }
    return NULL;
}

struct said {
    char text[TEXT];
    uint64_t guid;
    uint32_t bot, account, level, health, slots;
    char mode[16];
};

static void ask(struct pb_run_of_bots *run, pb_bot bot, struct said *said)
{
    pb_coordinator_explain(run->coordinator, bot, said->text, TEXT);
    assert_int_equal(sscanf(said->text,
                            "bot %" SCNu32 ": character %" SCNu64 " of account %" SCNu32 ", level %" SCNu32
                            ", mode %15[a-z], health %" SCNu32 " %%, %" SCNu32 " free slots",
                            &said->bot, &said->guid, &said->account, &said->level, said->mode, &said->health,
                            &said->slots),
                     7);
}

/* ---- Who it is, and how it is ---- */

static void it_says_how_a_bot_is(void **state)
{
    struct pb_run_of_bots run;
    unsigned modes[3] = {0};
    struct said said;
    pb_bot bot;

    (void)state;
    begin(&run, pb_seed("it_says_how_a_bot_is"));
    /* Until somebody has died, which is rare. */
    while (tick < SECONDS * 20 || (!modes[2] && tick < 20 * SECONDS * 20)) {
        const struct pb_bots *bots = pb_coordinator_bots(run.coordinator);
        const struct pb_world *world = pb_realm_world(run.realm);

        live(&run);
        for (bot = tick % 7; tick > 200 && bot < bots->count; bot += 7) {
            struct pb_actor_status now;
            struct pb_actor_view view;

            assert_int_equal(world->get_actor(world->self, bots->row[bot].actor, &view), PB_OK);
            world->get_status(world->self, &bots->row[bot].actor, 1, &now);
            ask(&run, bot, &said);
            assert_int_equal(said.bot, bot);
            assert_true(said.guid == view.guid);
            assert_int_equal(said.account, view.account_id);
            assert_int_equal(said.level, view.level);
            assert_int_equal(said.health, now.health_percent);
            assert_int_equal(said.slots, now.free_slots);
            if (strcmp(said.mode, "dead") == 0) {
                assert_true(now.flags & PB_ACTOR_DEAD);
                modes[2]++;
            } else if (strcmp(said.mode, "combat") == 0) {
                assert_true(now.flags & PB_ACTOR_IN_COMBAT);
                modes[1]++;
            } else {
                assert_string_equal(said.mode, "peace");
                assert_false(now.flags & (PB_ACTOR_DEAD | PB_ACTOR_IN_COMBAT));
                modes[0]++;
            }
        }
    }
    /* All of it was seen. */
    assert_true(modes[0] && modes[1] && modes[2]);
    pb_run_end(&run);
}

/* ---- What it does ---- */

/* Where it says that it walks, it moves. */
static void it_says_whether_a_bot_walks(void **state)
{
    unsigned walking = 0, standing = 0, resting = 0;
    struct pb_run_of_bots run;
    struct said said;
    char line[1024];
    pb_bot bot;

    (void)state;
    begin(&run, pb_seed("it_says_whether_a_bot_walks"));
    while (tick < SECONDS * 20) {
        const struct pb_bots *bots = pb_coordinator_bots(run.coordinator);
        const struct pb_world *world = pb_realm_world(run.realm);

        live(&run);
        for (bot = tick % 7; tick > 200 && bot < bots->count; bot += 7) {
            struct pb_actor_status now;

            ask(&run, bot, &said);
            world->get_status(world->self, &bots->row[bot].actor, 1, &now);
            assert_non_null(line_of(said.text, "movement", line));
            if (strstr(line, "; walks")) {
                walking++;
                assert_true(now.flags & PB_ACTOR_MOVING);
            } else if (strstr(line, "; rests")) {
                resting++;
                assert_true(now.flags & PB_ACTOR_RESTING);
            } else {
                standing += strstr(line, "stands") != NULL;
            }
        }
    }
    assert_true(walking > 100 && standing > 100 && resting > 0);
    pb_run_end(&run);
}

/* The quest that it says to be at is in its log, in the state that fits. */
static void it_says_which_quest_it_is_at(void **state)
{
    static uint32_t fitted[BOTS]; /* when it last fitted */
    unsigned progressing = 0, completing = 0, accepting = 0;
    struct pb_run_of_bots run;
    struct said said;
    char line[1024];
    pb_bot bot;

    (void)state;
    memset(fitted, 0, sizeof fitted);
    begin(&run, pb_seed("it_says_which_quest_it_is_at"));
    while (tick < SECONDS * 20) {
        const struct pb_bots *bots = pb_coordinator_bots(run.coordinator);
        const struct pb_world *world = pb_realm_world(run.realm);

        live(&run);
        for (bot = tick % 7; tick > 200 && bot < bots->count; bot += 7) {
            struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
            unsigned count = world->get_quest_log(world->self, bots->row[bot].actor, log, PB_QUEST_LOG_SIZE),
                     i;
            const char *at;
            uint32_t quest = 0;

            ask(&run, bot, &said);
            assert_non_null(line_of(said.text, "quest", line));
            at = strstr(line, ", quest ");
            assert_non_null(at);
            assert_int_equal(sscanf(at, ", quest %" SCNu32, &quest), 1);
            for (i = 0; i < count && log[i].quest_id != quest; i++)
                ;
            if (strstr(line, "; progressing ")) {
                progressing++;
                fitted[bot] = tick;
                assert_true(i < count);
                assert_true(log[i].status == PB_QUEST_TAKEN || log[i].status == PB_QUEST_COMPLETE);
            } else if (strstr(line, "; completing ")) {
                completing++;
                fitted[bot] = tick;
                assert_true(i < count);
                assert_int_equal(log[i].status, PB_QUEST_COMPLETE);
            } else if (strstr(line, "; accepting ")) {
                accepting++;
                assert_true(quest != 0);
                /* A friend may hand it on meanwhile: it knows at its next look, 15 s later at most, unless
                 * something more urgent goes on. */
                if (i == count || bots->row[bot].mode != PB_BOT_PEACE || !strstr(said.text, "; of quest,"))
                    fitted[bot] = tick;
                assert_true(tick - fitted[bot] <= 16 * 20);
            } else {
                fitted[bot] = tick;
            }
        }
    }
    assert_true(progressing > 100 && completing > 10 && accepting > 10);
    pb_run_end(&run);
}

/* ---- What it decided ---- */

/* The newest decision that is said to be of a system is the one that it made last, with its scores. */
static void it_says_what_was_decided(void **state)
{
    struct pb_recording *recording;
    struct pb_trace trace;
    struct pb_run_of_bots run;
    struct said said;
    FILE *file = tmpfile();
    unsigned seen = 0, i;
    char text[200];
    pb_bot bot;

    (void)state;
    assert_non_null(file);
    begin(&run, pb_seed("it_says_what_was_decided"));
    assert_int_equal(pb_recording_new(&recording, file, 0, "test_why", text, sizeof text), PB_OK);
    pb_trace_begin(&trace, recording);
    /* Decisions are told to a trace as they are made. */
    while (tick < SECONDS * 20) {
        struct pb_bots *bots = pb_coordinator_bots(run.coordinator);
        uint64_t before;

        bots->trace = tick > 200 ? &trace : NULL;
        before = trace.decisions;
        live(&run);
        if (trace.decisions == before)
            continue;
        /* Some bot decided in this tick: its newest line says so, and no other bot's does. */
        for (bot = 0, i = 0; bot < bots->count; bot++) {
            const char *at;

            ask(&run, bot, &said);
            for (at = said.text; (at = strstr(at, "\ndecided 0.0 s ago: ")); at++)
                i++;
        }
        assert_in_range(i, 1, trace.decisions - before);
        /* Four are kept of each bot. */
        assert_true(i == trace.decisions - before || trace.decisions - before > 4);
        seen += i;
    }
    assert_true(seen > 100);
    assert_int_equal(pb_recording_finish(recording), PB_OK);
    pb_recording_free(recording);
    fclose(file);
    pb_run_end(&run);
}

/* ---- What it waits for ---- */

/* The tick that a wait ends in: the next one at the earliest. */
static uint32_t ticks_of(double wait_s)
{
    uint32_t ticks = (uint32_t)((wait_s * 1000 + PB_RUN_TICK_MS - 1) / PB_RUN_TICK_MS);

    return ticks ? ticks : 1;
}

/* A turn comes when it is said to come: never later, and mostly at that time (an event may bring it sooner).
 */
static void it_says_when_turns_come(void **state)
{
    static uint32_t promised[SYSTEMS][BOTS];
    unsigned kept = 0, sooner = 0, late = 0, i;
    struct pb_run_of_bots run;
    struct said said;
    char line[1024];
    pb_bot bot;

    (void)state;
    memset(promised, 0, sizeof promised);
    begin(&run, pb_seed("it_says_when_turns_come"));
    while (tick < SECONDS * 20) {
        const struct pb_bots *bots = pb_coordinator_bots(run.coordinator);

        live(&run);
        for (bot = 0; tick > 200 && bot < bots->count && bot < 16; bot++) {
            ask(&run, bot, &said);
            for (i = 0; i < pb_system_count; i++) {
                double wait_s;
                const char *at;

                assert_non_null(line_of(said.text, watched[i].name, line));
                if (promised[i][bot] && watches[i].last_tick[bot] == tick) {
                    kept += promised[i][bot] == tick;
                    sooner += tick < promised[i][bot];
                    late += tick > promised[i][bot];
                }
                at = strstr(line, "next turn in ");
                promised[i][bot] = 0;
                if (at && sscanf(at, "next turn in %lf s", &wait_s) == 1)
                    promised[i][bot] = tick + ticks_of(wait_s);
            }
        }
    }
    assert_int_equal(late, 0);
    assert_true(kept > 1000);
    assert_true(sooner < kept);
    pb_run_end(&run);
}

/* Faults and switches. */
static void it_says_what_is_off(void **state)
{
    struct pb_run_of_bots run;
    struct said said;
    char line[1024];
    unsigned quest, before;

    (void)state;
    begin(&run, pb_seed("it_says_what_is_off"));
    while (tick < 400)
        live(&run);
    quest = (unsigned)pb_coordinator_find_system(run.coordinator, "quest");
    assert_int_equal(pb_mind_enable(run.mind, 5, quest, 0), PB_OK);
    assert_int_equal(pb_mind_enable_bot(run.mind, 6, 0), PB_OK);
    before = watches[quest].last_tick[5];
    while (tick < 1000)
        live(&run);
    ask(&run, 5, &said);
    assert_non_null(strstr(line_of(said.text, "quest", line), "quest: disabled; no turn to come"));
    assert_true(watches[quest].last_tick[5] <= before);
    ask(&run, 6, &said);
    assert_non_null(strstr(said.text, "switched off"));
    assert_string_equal(said.mode, "off");
    assert_int_equal(pb_mind_enable(run.mind, 5, quest, 1), PB_OK);
    assert_int_equal(pb_mind_enable_bot(run.mind, 6, 1), PB_OK);
    /* It may be in a fight first. */
    while (tick < SECONDS * 20 && watches[quest].last_tick[5] <= 1000)
        live(&run);
    ask(&run, 5, &said);
    assert_non_null(strstr(line_of(said.text, "quest", line), "quest: normal; "));
    assert_true(watches[quest].last_tick[5] > 1000);
    ask(&run, 6, &said);
    assert_null(strstr(said.text, "switched off"));
    pb_run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_how_a_bot_is),         cmocka_unit_test(it_says_whether_a_bot_walks),
        cmocka_unit_test(it_says_which_quest_it_is_at), cmocka_unit_test(it_says_what_was_decided),
        cmocka_unit_test(it_says_when_turns_come),      cmocka_unit_test(it_says_what_is_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
