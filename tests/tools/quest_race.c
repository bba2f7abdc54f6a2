/*
 * Quest race: what a strategy of choosing quests earns. The same bots in the same world with the strategy
 * `optimal`, with the nearest quest first, and with any: experience for each bot and simulated hour, paired
 * by seed. The seeds are none that anything was tuned with.
 *
 * Usage: quest_race [SEEDS [BOTS [SECONDS [FIRST_SEED]]]]      prints the ratios with a 95 % interval
 * (Student's t of their logarithms)
 */
#include "../sample/sample_run.h"
#include "quest/quest.h"
#include "realm/state.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_SEEDS = 200 };

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

static const struct pb_quest_strategy racers[] = {{"optimal", NULL}, {"nearest", nearest}, {"any", any}};

/* Experience of all bots since level 1. */
static double experience_of(struct pb_run_of_bots *run)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    const struct pb_bots *bots = pb_coordinator_bots(run->coordinator);
    double sum = 0;
    pb_bot bot;

    for (bot = 0; bot < bots->count; bot++) {
        struct pb_actor_view view;
        unsigned level;

        if (world->get_actor(world->self, bots->actor[bot], &view) != PB_OK)
            continue;
        for (level = 1; level < view.level; level++)
            sum += pb_realm_experience_next(level);
        sum += view.experience;
    }
    return sum;
}

static double race(const struct pb_quest_strategy *racer, uint32_t bots, uint32_t seconds, uint64_t seed)
{
    struct pb_run_of_bots run;
    double sum;
    uint32_t i;

    if (pb_run_begin(&run, bots, seed) != PB_OK)
        exit(2);
    if (racer->evaluate)
        pb_quest_set_strategy(pb_coordinator_system(run.coordinator, (unsigned)pb_coordinator_find_system(
                                                                         run.coordinator, "quest")),
                              racer);
    for (i = 0; i < seconds * (1000 / PB_RUN_TICK_MS); i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
    }
    sum = experience_of(&run) / bots * 3600 / seconds;
    pb_run_end(&run);
    return sum;
}

/* 97.5 % point of Student's t: for so many degrees of freedom and more it is at most this. */
static double student(unsigned freedom)
{
    return freedom >= 60 ? 2.0 : freedom >= 29 ? 2.045 : freedom >= 9 ? 2.262 : 12.7;
}

static void compare(const char *name, const double *a, const double *b, unsigned count)
{
    double mean = 0, variance = 0, half;
    unsigned i;

    for (i = 0; i < count; i++)
        mean += log(a[i] / b[i]) / count;
    for (i = 0; i < count; i++)
        variance += pow(log(a[i] / b[i]) - mean, 2) / (count > 1 ? count - 1 : 1);
    half = student(count - 1) * sqrt(variance / count);
    printf("optimal / %s: %.3f, 95 %% interval %.3f to %.3f\n", name, exp(mean), exp(mean - half),
           exp(mean + half));
}

int main(int argc, char **argv)
{
    unsigned seeds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 30, i, k;
    uint32_t bots = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 40;
    uint32_t seconds = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 3600;
    uint64_t first = argc > 4 ? strtoull(argv[4], NULL, 10) : 900001;
    static double earned[3][MOST_SEEDS];

    if (!seeds || seeds > MOST_SEEDS || !bots || !seconds)
        return 2;
    for (i = 0; i < seeds; i++) {
        printf("seed %" PRIu64 ":", first + i);
        for (k = 0; k < 3; k++) {
            earned[k][i] = race(&racers[k], bots, seconds, first + i);
            printf(" %s %.0f", racers[k].name, earned[k][i]);
        }
        puts(" experience an hour");
        fflush(stdout);
    }
    compare("nearest", earned[0], earned[1], seeds);
    compare("any", earned[0], earned[2], seeds);
    return 0;
}
