/*
 * Cycle race: humans look for days for money out of nothing, among bots that trade and go to the auction
 * house. Usage: cycle_race [DAYS [SEED]]; 6 days, seed 1. Ends with 1 when they found some. Bounds hold
 * within a week (docs/market.md), so more than 6 days show what waiting brings.
 */
#include "../sample/cycle_hunt.h"

enum { AUDITED = 8 /* of so many ticks one is looked at act by act */ };

int main(int argc, char **argv)
{
    double days = argc > 1 ? strtod(argv[1], NULL) : 6;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, ticks, tick;
    struct hunt *hunt = malloc(sizeof *hunt);
    struct duel_sums *sums;
    int is_found;

    if (!hunt || hunt_new(hunt, seed, 1000) != PB_OK) {
        fprintf(stderr, "cycle_race: no memory\n");
        return 2;
    }
    sums = &hunt->duel.sums;
    ticks = (uint64_t)(days * DUEL_DAY_S * 1000 / hunt->duel.tick_ms);
    for (tick = 0; tick < ticks; tick++)
        hunt_tick(hunt, tick % AUDITED == 0);
    printf("%.2f days: %" PRIu64 " trades; at auction %" PRIu64 " posted, %" PRIu64 " bids, %" PRIu64
           " won, %" PRIu64 " sold; vendors: %" PRIu64 " bought, %" PRIu64 " sold\n",
           (double)tick * hunt->duel.tick_ms / 1000 / DUEL_DAY_S, sums->exchanged, hunt->posted, hunt->bought,
           hunt->won, hunt->sold, hunt->from_vendor, hunt->to_vendor);
    printf("humans had %" PRIu64 " copper in all, have %.0f; %" PRIu64
           " times they had more than before, by %.2f at most\n",
           hunt->begin, hunt->last, hunt->gains, hunt->gained);
    printf("%" PRIu64 " exchanges beyond the margin%s%s\n", sums->bad, sums->bad ? ", the first: " : "",
           sums->text);
    is_found = sums->bad > 0 || hunt->gains > 0;
    duel_free(&hunt->duel);
    free(hunt);
    return is_found;
}
