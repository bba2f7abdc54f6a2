/*
 * Quest race: what a strategy of choosing quests earns. The same bots in the same world with the strategy
 * `optimal`, with the nearest quest first, and with any: experience for each bot and simulated hour, paired
 * by seed, and what the hours went into. The fourth racer is `optimal` where travel takes no time: nobody
 * who walks can earn what that one does, so its earnings are the bound that a share is told of.
 *
 * Usage: quest_race [SEEDS [BOTS [SECONDS [FIRST_SEED [WORKERS]]]]]      prints the ratios with a 95 %
 * interval (Student's t of their logarithms). Seeds 1 to 20 are for tuning, 900001 and more for proof.
 */
#include "../sample/sample_run.h"
#include "quest/quest.h"
#include "quest/state.h"
#include "quest_race_stats.h"
#include "realm/state.h"
#include "world/position.h"
#include <inttypes.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { MOST_SEEDS = 200, MOST_WORKERS = 8, SAMPLE_MS = 1000 };

/* What a second goes into. */
enum use { WALK, FIGHT, REST, DEAD, IDLE, USES };
static const char *const use_names[USES] = {"walk", "fight", "rest", "dead", "idle"};

enum racer { OPTIMAL, NEAREST, ANY, BOUND, RACERS };

struct result {
    double earned, from_kills, from_quests; /* experience for each bot and hour */
    double share[USES];                     /* of the time */
    double kills, quests, deaths, levels;   /* for each bot and hour; levels: the mean at the end */
};

static float nearest(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    (void)factors;
    /* What is too hard nobody takes, whatever the strategy. */
    return given->quest->level > given->level + 3u ? 0 : 1 / (1 + given->nearest_s);
}

/* Any: a number made of the quest and the bot's level, the same as long as nothing changes. */
static float any(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    uint64_t chance = (uint64_t)given->quest->quest_id << 8 ^ given->level;

    (void)factors;
    return given->quest->level > given->level + 3u ? 0 : (float)pb_chance_share(&chance) + 0.001f;
}

static const struct pb_quest_strategy racers[RACERS] = {[OPTIMAL] = {"optimal", NULL, NULL, 0},
                                                        [NEAREST] = {"nearest", nearest, NULL, 0},
                                                        [ANY] = {"any", any, NULL, 0},
                                                        [BOUND] = {"bound", NULL, NULL, 0}};

/* ---- Listening to the world ---- */

static struct result *heard;
static unsigned (*poll)(void *self, struct pb_world_event *events, unsigned max);

static unsigned listen(void *self, struct pb_world_event *events, unsigned max)
{
    unsigned count = poll(self, events, max), i;

    for (i = 0; i < count; i++) {
        heard->from_kills += events[i].type == PB_WORLD_KILLED ? events[i].count : 0;
        heard->from_quests += events[i].type == PB_WORLD_QUEST_REWARDED ? events[i].count : 0;
        heard->kills += events[i].type == PB_WORLD_KILLED;
        heard->quests += events[i].type == PB_WORLD_QUEST_REWARDED;
        heard->deaths += events[i].type == PB_WORLD_DIED;
    }
    return count;
}

/* ---- A world where travel takes no time ---- */

static int (*walk)(void *self, pb_actor actor, const struct pb_position *position, float stop_within,
                   uint32_t *eta_ms);

/* Sets out as ever, and is there at once. */
static int be_there(void *self, pb_actor number, const struct pb_position *position, float stop_within,
                    uint32_t *eta_ms)
{
    struct pb_realm *realm = self;
    int error = walk(self, number, position, stop_within, eta_ms);

    if (error != PB_OK)
        return error;
    realm->actors[number].arrive_ms = realm->now_ms + 1;
    pb_realm_plan(realm, number);
    if (eta_ms)
        *eta_ms = 1;
    return PB_OK;
}

static void no_time(void *self, pb_actor actor, const struct pb_position *positions, unsigned count,
                    uint32_t *travel_ms)
{
    (void)self;
    (void)actor;
    (void)positions;
    memset(travel_ms, 0, count * sizeof *travel_ms);
}

static void hear_all(struct pb_world *world)
{
    poll = world->poll_events;
    world->poll_events = listen;
}

static void hear_all_at_once(struct pb_world *world)
{
    hear_all(world);
    walk = world->move_to;
    world->move_to = be_there;
    world->estimate_travel = no_time;
}

/* ---- A race ---- */

static void sample(struct pb_realm *realm, struct result *result)
{
    uint32_t i;

    for (i = 0; i < realm->actor_count; i++) {
        const struct pb_realm_actor *actor = &realm->actors[i];

        if (!actor->is_used)
            continue;
        if (actor->flags & PB_ACTOR_DEAD)
            result->share[DEAD]++;
        else if (actor->flags & PB_ACTOR_IN_COMBAT || actor->target != PB_NO_INDEX)
            result->share[FIGHT]++;
        else if (actor->flags & PB_ACTOR_RESTING)
            result->share[REST]++;
        else if (actor->flags & PB_ACTOR_MOVING)
            result->share[WALK]++;
        else
            result->share[IDLE]++;
    }
}

/* Experience of all bots since level 1. */
static double experience_of(const struct pb_realm *realm, double *levels)
{
    double sum = 0;
    unsigned level;
    uint32_t i;

    for (i = 0; i < realm->actor_count; i++) {
        if (!realm->actors[i].is_used)
            continue;
        for (level = 1; level < realm->actors[i].level; level++)
            sum += pb_realm_experience_next(level);
        sum += realm->actors[i].experience;
        *levels += realm->actors[i].level;
    }
    return sum;
}

static struct result race(enum racer racer, uint32_t bots, uint32_t seconds, uint64_t seed)
{
    struct pb_run_of_bots run;
    struct result result = {0};
    double hours = bots * (double)seconds / 3600, all = 0;
    unsigned i;
    uint32_t ms;

    heard = &result;
    if (pb_run_begin_as(
            &run, &(struct pb_run_options){.bots = bots,
                                           .seed = seed,
                                           .types = pb_systems,
                                           .type_count = pb_system_count,
                                           .alter = racer == BOUND ? hear_all_at_once : hear_all}) != PB_OK)
        exit(2);
    if (racers[racer].evaluate)
        pb_quest_set_strategy(pb_coordinator_system(run.coordinator, (unsigned)pb_coordinator_find_system(
                                                                         run.coordinator, "quest")),
                              &racers[racer]);
    for (ms = 0; ms < seconds * 1000; ms += PB_RUN_TICK_MS) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
        if (ms % SAMPLE_MS == 0)
            sample(run.realm, &result);
    }
    result.earned = experience_of(run.realm, &result.levels) / hours;
    result.levels /= bots;
    for (i = 0; i < USES; i++)
        all += result.share[i];
    for (i = 0; i < USES; i++)
        result.share[i] /= all;
    result.from_kills /= hours;
    result.from_quests /= hours;
    result.kills /= hours;
    result.quests /= hours;
    result.deaths /= hours;
    pb_run_end(&run);
    return result;
}

/* ---- All of them, a process for each worker ---- */

struct row {
    unsigned seed;
    struct result results[RACERS];
};

static void work(int out, unsigned worker, unsigned workers, unsigned seeds, uint32_t bots, uint32_t seconds,
                 uint64_t first)
{
    struct row row;
    unsigned k;

    for (row.seed = worker; row.seed < seeds; row.seed += workers) {
        for (k = 0; k < RACERS; k++)
            row.results[k] = race((enum racer)k, bots, seconds, first + row.seed);
        /* Shorter than PIPE_BUF: it comes in one piece. */
        if (write(out, &row, sizeof row) != (ssize_t)sizeof row)
            _exit(2);
    }
    _exit(0);
}

static int run_all(struct row *rows, unsigned seeds, uint32_t bots, uint32_t seconds, uint64_t first,
                   unsigned workers)
{
    int ends[2];
    unsigned i, done = 0;
    struct row row;

    if (pipe(ends) != 0)
        return -1;
    for (i = 0; i < workers; i++) {
        pid_t child = fork();

        if (child < 0)
            return -1;
        if (child == 0)
            work(ends[1], i, workers, seeds, bots, seconds, first);
    }
    close(ends[1]);
    while (read(ends[0], &row, sizeof row) == (ssize_t)sizeof row) {
        rows[row.seed] = row;
        done++;
        printf("seed %" PRIu64 ":", first + row.seed);
        for (i = 0; i < RACERS; i++)
            printf(" %s %.0f", racers[i].name, row.results[i].earned);
        puts(" experience an hour");
        fflush(stdout);
    }
    close(ends[0]);
    while (wait(NULL) > 0)
        ;
    return done == seeds ? 0 : -1;
}

/* ---- Telling ---- */

static void tell_uses(const struct row *rows, unsigned seeds)
{
    unsigned i, k, u;

    puts("means for each bot and hour:");
    for (k = 0; k < RACERS; k++) {
        struct result mean = {0};

        for (i = 0; i < seeds; i++) {
            const struct result *one = &rows[i].results[k];

            mean.from_kills += one->from_kills / seeds;
            mean.from_quests += one->from_quests / seeds;
            mean.kills += one->kills / seeds;
            mean.quests += one->quests / seeds;
            mean.deaths += one->deaths / seeds;
            mean.levels += one->levels / seeds;
            for (u = 0; u < USES; u++)
                mean.share[u] += one->share[u] / seeds;
        }
        printf("%-8s", racers[k].name);
        for (u = 0; u < USES; u++)
            printf(" %s %.1f %%,", use_names[u], mean.share[u] * 100);
        printf(
            " experience of kills %.0f and quests %.0f, kills %.1f, quests %.2f, deaths %.2f, level at the "
            "end %.1f\n",
            mean.from_kills, mean.from_quests, mean.kills, mean.quests, mean.deaths, mean.levels);
    }
}

static void tell_ratio(const struct row *rows, unsigned seeds, enum racer a, enum racer b)
{
    double logs[MOST_SEEDS], mean, half;
    unsigned i;

    for (i = 0; i < seeds; i++)
        logs[i] = log(rows[i].results[a].earned / rows[i].results[b].earned);
    race_interval(logs, seeds, &mean, &half);
    printf("%s / %s: %.3f, 95 %% interval %.3f to %.3f, %u seeds\n", racers[a].name, racers[b].name,
           exp(mean), exp(mean - half), exp(mean + half), seeds);
}

int main(int argc, char **argv)
{
    unsigned seeds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 30;
    uint32_t bots = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 20;
    uint32_t seconds = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 7200;
    uint64_t first = argc > 4 ? strtoull(argv[4], NULL, 10) : 900001;
    unsigned workers = argc > 5 ? (unsigned)strtoul(argv[5], NULL, 10) : 2;
    static struct row rows[MOST_SEEDS];

    if (!seeds || seeds > MOST_SEEDS || !bots || !seconds || !workers || workers > MOST_WORKERS)
        return 2;
    if (run_all(rows, seeds, bots, seconds, first, workers) != 0)
        return 1;
    tell_uses(rows, seeds);
    tell_ratio(rows, seeds, OPTIMAL, NEAREST);
    tell_ratio(rows, seeds, OPTIMAL, ANY);
    tell_ratio(rows, seeds, OPTIMAL, BOUND);
    return 0;
}
