/*
 * Trade race: humans who cheat against bots that trade, and what it cost the bots. Usage:
 * trade_race [TRADES [SEED [POLICY]]]; 1,000,000 trades, seed 1, policy "market". Ends with 1 when a bot lost
 * more than the stated margin in any trade, or all together.
 */
#include "../sample/trade_tricks.h"
#include <time.h>

enum { TICKS_A_DAY = 4000 };

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)user;
    (void)help;
    printf("  %-24s %12" PRIu64 " %s\n", name, value, unit);
}

int main(int argc, char **argv)
{
    uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000,
             seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    const char *policy = argc > 3 ? argv[3] : "market";
    struct duel *duel = malloc(sizeof *duel);
    struct duel_sums *sums;
    double begin = seconds();
    uint32_t ticks;
    char text[256];
    int is_bad;

    if (!duel || duel_new(duel, seed, policy) != PB_OK) {
        fprintf(stderr, "trade_race: no memory\n");
        return 2;
    }
    sums = &duel->sums;
    for (ticks = 1; sums->opened < wanted; ticks++) {
        duel_tick(duel);
        if (strcmp(policy, "group") == 0)
            duel_join(duel);
        if (ticks % TICKS_A_DAY == 0)
            duel_next_day(duel);
    }
    is_bad = sums->bad > 0 || sums->got < sums->gave * 0.96 || sums->paid > (double)duel->answers.spent;
    if (pb_realm_check(duel->realm, text, sizeof text) != PB_OK) {
        printf("the realm contradicts itself: %s\n", text);
        is_bad = 1;
    }
    printf("%" PRIu64 " trades opened, %" PRIu64 " exchanged (%" PRIu64 " gifts), %" PRIu64
           " tricks, %.1f s of CPU time\n",
           sums->opened, sums->exchanged, sums->gifts, sums->tricks, seconds() - begin);
    printf("bots gave %.0f and got %.0f copper at trusted prices: %+.2f %%; the worst trade cost %.4f %% of "
           "what "
           "was given\n",
           sums->gave, sums->got, 100 * (sums->got / sums->gave - 1), 100 * sums->worst);
    printf("bots paid %.0f of %" PRIu64 " copper that was booked\n", sums->paid, duel->answers.spent);
    pb_trade_system.figures(duel->system, print_figure, NULL);
    printf("%" PRIu64 " exchanges beyond the margin%s%s\n", sums->bad, sums->bad ? ", the first: " : "",
           sums->text);
    duel_free(duel);
    free(duel);
    return is_bad;
}
