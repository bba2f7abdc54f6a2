/*
 * Gear race: the optimiser against a search through everything and against the best thing slot by slot, by
 * kind of bag, with times. Usage: gear_race [BAGS]; SEED=number repeats a run.
 */
#include "../unit/inventory/gear_bags.h"
#include "include/playerbot_error.h"
#include <time.h>

enum { ROUNDS = 2000, KINDS = 7 };

static const struct kind {
    const char *name;
    unsigned slots, caps, sets;
} kinds[KINDS] = {
    {"8 slots, additive", 8, 0, 0},      {"8 slots, caps", 8, 2, 0},       {"8 slots, sets", 8, 0, 3},
    {"8 slots, both", 8, 2, 3},          {"16 slots, additive", 16, 0, 0}, {"16 slots, caps", 16, 2, 0},
    {"16 slots, caps, a set", 16, 2, 1},
};

static double now_us(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void race(struct pb_gear *gear, const struct kind *kind, unsigned bags, uint64_t *seed)
{
    static struct gear_bag bag;
    unsigned equal = 0, tried = 0, i;
    double ours = 0, theirs = 0, took = 0, most = 0;
    uint64_t nodes = 0;

    for (i = 0; i < bags; i++) {
        struct pb_gear_choice choice;
        double start, best;

        gear_random(seed, &bag, kind->slots, kind->caps, kind->sets);
        start = now_us();
        pb_gear_choose(gear, &bag.problem, &choice);
        start = now_us() - start;
        took += start;
        most = start > most ? start : most;
        nodes += choice.nodes;
        ours += (double)choice.value;
        theirs += (double)gear_slot_by_slot(&bag);
        best = (double)gear_brute_force(&bag, choice.value);
        if (best < 0)
            continue;
        tried++;
        equal += best - (double)choice.value < 1e-2;
    }
    printf("%-22s %6u %10u %9.3f %% %+14.2f %% %8.1f %8.1f %9.1f\n", kind->name, bags, tried,
           tried ? 100.0 * equal / tried : 0, 100 * (ours / theirs - 1), took / bags, most,
           (double)nodes / bags);
}

int main(int argc, char **argv)
{
    unsigned bags = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ROUNDS, i;
    uint64_t seed = pb_seed("gear_race");
    struct pb_gear *gear;

    if (!bags || pb_gear_new(&gear, &pb_memory_libc) != PB_OK)
        return 1;
    printf("%-22s %6s %10s %11s %16s %8s %8s %9s\n", "bag, 5 things a slot", "bags", "compared", "best",
           "than slot by slot", "mean us", "most us", "nodes");
    for (i = 0; i < KINDS; i++)
        race(gear, &kinds[i], i < 4 ? bags : bags / 10 + 1, &seed);
    pb_gear_free(gear);
    return 0;
}
