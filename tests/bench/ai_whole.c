/*
 * Benchmark of the whole: all systems with bots in the embedded realm, on the tests' sample content, in this
 * process alone. Each run is a child of its own, so that none finds memory or caches of another.
 *
 * W3: the quest system fails for 1 % of the bots: what that costs the others. W4: what a tick and a bot cost,
 * and how that grows with the number of bots. Prints a table; see ratio.h for JSON and for a quick run.
 *
 * Usage: ai_whole w3|w4|growth [PAIRS]
 */
#include "../sample/sample_run.h"
#include "auction/auction.h"
#include "base/clock.h"
#include "ratio.h"
#include "trade/trade.h"
#include "whole_fault.h"
#include <sys/wait.h>

enum {
    W3_BOTS = 5000,
    W3_WARM_S = 60,
    W3_S = 120,
    W3_LONG_S = 1200,
    W4_BOTS = 5000,
    W4_WARM_S = 120,
    /* Who begins together does the same for some minutes: in the third they choose little, in the fourth all
     * at once. From the sixth on what they cost is steady. */
    W4_SINCE_S = 300,
    W4_S = 120,
    /* The budget as shipped; other runs have all the time that they want. */
    W4_BUDGET_US = 800,
    /* What bots get done shows in an hour: at first they walk, and take all that lies on their way before
     * they turn anything in. */
    HOUR_BOTS = 500,
    HOUR_S = 3600
};
/* PEOPLE: who trade in the auction houses, which are open to the bots. */
enum { PEOPLE = 2000, TICKS_PER_S = 1000 / PB_RUN_TICK_MS, MOST_TICKS = 400 * TICKS_PER_S, KIB = 1024 };

/* What is to be run. */
struct plan {
    uint32_t bots;
    uint32_t world_of;         /* bots that the world has prey for; 0: for these */
    uint32_t warm_s;           /* logins and creation */
    uint32_t since_s, seconds; /* when measuring begins, and for how long */
    uint64_t seed;
    uint32_t budget_us; /* 0: none */
    int is_poor;        /* without trades and auctions */
    int are_there;      /* the characters were made before */
    uint32_t most_s; /* all are in the world after so long at most, and time begins then; 0: with the first */
};

/* What came of it; times in microseconds of the thread's CPU. */
struct outcome {
    double login_p99_us, login_max_us, p50_us, p99_us, max_us, mean_us, realm_p99_us, realm_mean_us;
    double rss_per_bot, counted_per_bot, realm_per_bot;
    double online;
};

static double quantile(double *values, unsigned count, unsigned permille)
{
    qsort(values, count, sizeof *values, bench_by_value);
    return values[(uint64_t)(count - 1) * permille / 1000];
}

static double mean(const double *values, unsigned count)
{
    double sum = 0;
    unsigned i;

    for (i = 0; i < count; i++)
        sum += values[i];
    return sum / count;
}

/* ---- In a child ---- */

/* Runs `measure` in a child, which fills in `size` bytes of `outcome`. Ends the program when it went wrong: a
 * figure less is no figure. */
static void in_child(int (*measure)(const void *plan, void *outcome), const void *plan, void *outcome,
                     size_t size)
{
    int pipes[2], status = 1;
    pid_t child;

    fflush(stdout);
    if (pipe(pipes) != 0 || (child = fork()) < 0) {
        perror("ai_whole");
        exit(2);
    }
    if (!child) {
        status = measure(plan, outcome);
        /* Small enough for a pipe to take it at once. */
        _exit(write(pipes[1], outcome, size) == (ssize_t)size ? status : 1);
    }
    close(pipes[1]);
    if (read(pipes[0], outcome, size) != (ssize_t)size || waitpid(child, &status, 0) < 0 || status != 0) {
        fprintf(stderr, "ai_whole: a run failed, or not all bots were in the world\n");
        exit(2);
    }
    close(pipes[0]);
}

static uint32_t at_most(uint32_t bots)
{
    return bench_most_bots() < bots ? bench_most_bots() : bots;
}

/* All are there after ten seconds, however many. */
static uint32_t per_second(uint32_t bots)
{
    return bots / 5 + 20;
}

/* ---- W3 ---- */

enum { W3_TICK, W3_OTHERS, W3_SYSTEMS, W3_VALUES = W3_SYSTEMS + WHOLE_SYSTEMS };

/* Two worlds side by side, tick by tick, so that what else the machine does hits both alike. */
struct w3_plan {
    uint32_t bots;
    uint64_t seeds[2];
    struct whole_fault fault; /* of the first one */
    uint32_t since_s;         /* how long it has been there when measuring begins */
};

struct w3_outcome {
    double values[2][W3_VALUES];
    double errors, overruns;
};

struct w3_world {
    struct pb_run_of_bots run;
    struct whole_side side;
    double us[W3_S * TICKS_PER_S], others_us[W3_S * TICKS_PER_S];
};

static void tick(struct w3_world *world, unsigned at)
{
    int64_t start_ns;

    pb_realm_update(world->run.realm, PB_RUN_TICK_MS);
    whole_side = &world->side;
    whole_side->tick_ns = 0;
    start_ns = pb_clock_thread_ns();
    pb_run_think(&world->run);
    world->us[at] = (double)(pb_clock_thread_ns() - start_ns) / 1000;
    world->others_us[at] = world->us[at] - (double)whole_side->tick_ns / 1000;
}

static void tick_both(struct w3_world *worlds, unsigned at)
{
    tick(&worlds[at % 2], at);
    tick(&worlds[1 - at % 2], at);
}

static int measure_w3(const void *of, void *result)
{
    static struct w3_world worlds[2];
    const struct pb_system_type *types[WHOLE_SYSTEMS];
    const struct w3_plan *plan = of;
    struct w3_outcome *outcome = result;
    struct pb_system_stats stats;
    unsigned i, k, missing = 0;

    whole_wrap(types);
    for (i = 0; i < 2; i++) {
        whole_side_new(&worlds[i].side);
        if (pb_run_begin_at(&worlds[i].run, plan->bots, plan->seeds[i], types, pb_system_count,
                            per_second(plan->bots)) != PB_OK)
            return 1;
    }
    for (i = 0; i < W3_WARM_S * TICKS_PER_S; i++)
        tick_both(worlds, i);
    worlds[0].side.fault = plan->fault;
    for (i = 0; i < plan->since_s * TICKS_PER_S; i++)
        tick_both(worlds, i % (W3_S * TICKS_PER_S));
    whole_side_begin(&worlds[0].side);
    whole_side_begin(&worlds[1].side);
    for (i = 0; i < W3_S * TICKS_PER_S; i++)
        tick_both(worlds, i);
    for (i = 0; i < 2; i++) {
        outcome->values[i][W3_TICK] = quantile(worlds[i].us, W3_S * TICKS_PER_S, 990);
        outcome->values[i][W3_OTHERS] = quantile(worlds[i].others_us, W3_S * TICKS_PER_S, 990);
        for (k = 0; k < pb_system_count; k++)
            outcome->values[i][W3_SYSTEMS + k] = whole_side_p99_ns(&worlds[i].side, k);
        missing += pb_realm_stats(worlds[i].run.realm)->actors < plan->bots;
    }
    pb_coordinator_system_stats(worlds[0].run.coordinator,
                                (unsigned)pb_coordinator_find_system(worlds[0].run.coordinator, "quest"),
                                &stats);
    outcome->errors = (double)stats.errors;
    outcome->overruns = (double)stats.overruns;
    return missing != 0;
}

/* Rows of one kind of fault against the same worlds without it. */
static void compare(const char *name, const struct w3_plan *like, unsigned pairs, double target)
{
    static double ratios[W3_VALUES][BENCH_MOST_PAIRS];
    struct w3_outcome outcome = {0};
    char what[BENCH_NAME];
    unsigned i, k;

    for (i = 0; i < pairs; i++) {
        struct w3_plan plan = *like;

        plan.bots = at_most(W3_BOTS);
        plan.seeds[0] += 1 + i;
        plan.seeds[1] += 1 + i;
        in_child(measure_w3, &plan, &outcome, sizeof outcome);
        for (k = 0; k < W3_SYSTEMS + pb_system_count; k++)
            ratios[k][i] = outcome.values[0][k] / outcome.values[1][k];
    }
    printf("  last pair: %.0f errors, %.0f of them overruns; tick p99 %.0f us against %.0f us\n",
           outcome.errors, outcome.overruns, outcome.values[0][W3_TICK], outcome.values[1][W3_TICK]);
    for (k = 0; k < W3_SYSTEMS + pb_system_count; k++) {
        if (k >= W3_SYSTEMS && pb_systems[k - W3_SYSTEMS] == &pb_quest_system)
            continue;
        snprintf(what, sizeof what, "W3 %s, p99 of %s", name,
                 k == W3_TICK     ? "the tick with quest"
                 : k == W3_OTHERS ? "the tick but for quest"
                                  : pb_systems[k - W3_SYSTEMS]->name);
        /* What the failing system itself takes is its own. */
        bench_row(what, "times", at_most(W3_BOTS), ratios[k], pairs, k == W3_TICK ? 0 : target);
    }
}

static void w3(unsigned pairs)
{
    const struct whole_fault errors = {.error = PB_E_busy, .one_of = 100},
                             shorter = {.spin_ns = 500000, .one_of = 100},
                             longer = {.spin_ns = 1000000, .one_of = 100};

    compare("A/A", &(struct w3_plan){0}, pairs, 0);
    compare("A/A, other worlds", &(struct w3_plan){.seeds = {1000, 0}}, pairs, 0);
    compare("errors", &(struct w3_plan){.fault = errors}, pairs, 1.05);
    compare("overruns of 0.5 ms", &(struct w3_plan){.fault = shorter}, pairs, 1.05);
    compare("overruns of 1 ms", &(struct w3_plan){.fault = longer}, pairs, 1.05);
    compare("1 ms, after 20 minutes", &(struct w3_plan){.fault = longer, .since_s = W3_LONG_S},
            (2 * pairs + 4) / 5, 1.05);
}

/* ---- One run ---- */

struct ticks {
    double us[MOST_TICKS], realm_us[MOST_TICKS];
};

static void live(struct pb_run_of_bots *run, struct ticks *ticks, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        int64_t start_ns = pb_clock_thread_ns(), end_ns;

        pb_realm_update(run->realm, PB_RUN_TICK_MS);
        end_ns = pb_clock_thread_ns();
        ticks->realm_us[i] = (double)(end_ns - start_ns) / 1000;
        pb_run_think(run);
        ticks->us[i] = (double)(pb_clock_thread_ns() - end_ns) / 1000;
    }
}

static int measure(const void *of, void *result)
{
    static struct ticks ticks;
    static struct pb_run_of_bots run;
    const struct plan *plan = of;
    struct outcome *outcome = result;
    unsigned warm = plan->warm_s * TICKS_PER_S, count = plan->seconds * TICKS_PER_S,
             later = (plan->since_s - plan->warm_s) * TICKS_PER_S, i;
    size_t realm_before;
    int64_t grown;

    if (warm > MOST_TICKS || later > MOST_TICKS || count > MOST_TICKS ||
        pb_run_begin_as(&run, &(struct pb_run_options){.bots = plan->bots,
                                                       .world_of = plan->world_of,
                                                       .seed = plan->seed,
                                                       .types = pb_systems,
                                                       .type_count = pb_system_count,
                                                       .per_s = per_second(plan->bots),
                                                       .budget_us = plan->budget_us,
                                                       .are_there = plan->are_there,
                                                       .people = PEOPLE}) != PB_OK)
        return 1;
    realm_before = pb_realm_bytes(run.realm);
    for (i = 0; i < plan->most_s && pb_realm_stats(run.realm)->actors < plan->bots; i++)
        live(&run, &ticks, TICKS_PER_S);
    live(&run, &ticks, warm);
    outcome->login_p99_us = quantile(ticks.us, warm, 990);
    outcome->login_max_us = ticks.us[warm - 1];
    live(&run, &ticks, later);
    live(&run, &ticks, count);
    outcome->mean_us = mean(ticks.us, count);
    outcome->realm_mean_us = mean(ticks.realm_us, count);
    outcome->p50_us = quantile(ticks.us, count, 500);
    outcome->p99_us = quantile(ticks.us, count, 990);
    outcome->max_us = ticks.us[count - 1];
    outcome->realm_p99_us = quantile(ticks.realm_us, count, 990);
    outcome->online = (double)pb_realm_stats(run.realm)->actors;
    /* The store is the tests' own. */
    grown = pb_run_rss() - run.rss_before -
            (int64_t)((run.store.count - run.made_before) * sizeof *run.store.kept);
    outcome->rss_per_bot = (double)grown / plan->bots;
    outcome->counted_per_bot = (double)run.counted / plan->bots;
    outcome->realm_per_bot = (double)(pb_realm_bytes(run.realm) - realm_before) / plan->bots;
    return outcome->online < plan->bots; /* who is not there costs nothing */
}

static struct outcome run_plan(const struct plan *plan)
{
    struct outcome outcome = {0};

    in_child(measure, plan, &outcome, sizeof outcome);
    return outcome;
}

/* ---- What bots get done in their first hour ---- */

struct hour {
    double quests, kills; /* of a bot */
    double market_percent,
        trade_percent; /* of the time: on its way to, or at, auctioneers and mailboxes; in a trade */
};

/* Looks what each bot is about. */
static void look(const struct pb_run_of_bots *run, unsigned auction, struct hour *hour)
{
    const struct pb_bots *bots = pb_coordinator_bots(run->coordinator);
    pb_bot bot;

    for (bot = 0; bot < bots->count; bot++) {
        hour->market_percent +=
            bots->row[bot].goal.kind != PB_GOAL_NONE && bots->row[bot].goal.owner == auction;
        hour->trade_percent += (bots->row[bot].status.flags & PB_ACTOR_TRADING) != 0;
    }
}

static int measure_hour(const void *of, void *result)
{
    static struct pb_run_of_bots run;
    const struct pb_system_type *types[PB_MAX_SYSTEMS];
    const struct plan *plan = of;
    struct hour *hour = result;
    unsigned count = 0, i, auction;

    for (i = 0; i < pb_system_count; i++)
        if (!plan->is_poor || (pb_systems[i] != &pb_trade_system && pb_systems[i] != &pb_auction_system))
            types[count++] = pb_systems[i];
    if (pb_run_begin_as(&run, &(struct pb_run_options){.bots = plan->bots,
                                                       .seed = plan->seed,
                                                       .types = types,
                                                       .type_count = count,
                                                       .people = PEOPLE}) != PB_OK)
        return 1;
    *hour = (struct hour){0};
    auction = (unsigned)pb_coordinator_find_system(run.coordinator, "auction");
    for (i = 0; i < plan->seconds * TICKS_PER_S; i++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
        if (i % TICKS_PER_S == 0)
            look(&run, auction, hour);
    }
    hour->market_percent *= 100.0 / plan->bots / plan->seconds;
    hour->trade_percent *= 100.0 / plan->bots / plan->seconds;
    hour->quests = (double)pb_realm_stats(run.realm)->quests_rewarded / plan->bots;
    hour->kills = (double)pb_realm_stats(run.realm)->kills / plan->bots;
    return pb_realm_stats(run.realm)->actors < plan->bots;
}

static void hours(unsigned pairs)
{
    enum { QUESTS, RATIO, KILLS, MARKET, TRADES, ROWS };
    static double values[ROWS][BENCH_MOST_PAIRS];
    uint32_t bots = at_most(HOUR_BOTS);
    unsigned i;

    for (i = 0; i < pairs; i++) {
        struct plan plan = {.bots = bots, .seconds = HOUR_S, .seed = 1 + i}, poor = plan;
        struct hour with = {0}, without = {0};

        poor.is_poor = 1;
        in_child(measure_hour, &plan, &with, sizeof with);
        in_child(measure_hour, &poor, &without, sizeof without);
        values[QUESTS][i] = with.quests;
        values[RATIO][i] = with.quests / without.quests;
        values[KILLS][i] = with.kills;
        values[MARKET][i] = with.market_percent;
        values[TRADES][i] = with.trade_percent;
    }
    bench_row("W4 quests turned in", "per bot, first hour", bots, values[QUESTS], pairs, 0);
    bench_row("W4 quests / without trades and auctions", "times", bots, values[RATIO], pairs, 0);
    bench_row("W4 kills", "per bot, first hour", bots, values[KILLS], pairs, 0);
    bench_row("W4 visits to auctioneers and mailboxes", "percent of the time", bots, values[MARKET], pairs,
              0);
    bench_row("W4 trades", "percent of the time", bots, values[TRADES], pairs, 0);
}

/* ---- W4 ---- */

static struct plan w4_plan(uint32_t bots, uint64_t seed, uint32_t budget_us)
{
    return (struct plan){.bots = bots,
                         .warm_s = W4_WARM_S,
                         .since_s = W4_SINCE_S,
                         .seconds = W4_S,
                         .seed = seed,
                         .budget_us = budget_us};
}

static void w4(unsigned pairs)
{
    static const struct {
        const char *what, *unit;
        double target;
    } rows[] = {{"W4 tick p50", "ms", 0},
                {"W4 tick p99", "ms", 1},
                {"W4 tick max", "ms", 0},
                {"W4 share of a core", "percent", 5},
                {"W4 tick p99, logins and creation", "ms", 0},
                {"W4 tick max, logins and creation", "ms", 0},
                {"W4 tick p99, these with the budget as shipped", "ms", 1},
                {"W4 tick max, these with the budget as shipped", "ms", 0},
                {"W4 tick p99 with the budget as shipped", "ms", 1},
                {"W4 realm's own update p99", "ms", 0},
                {"W4 resident memory", "KiB per bot", 16},
                {"W4 memory asked for", "KiB per bot", 16},
                {"W4 of it the realm", "KiB per bot", 0}};
    enum { ROWS = sizeof rows / sizeof *rows };
    static double values[ROWS][BENCH_MOST_PAIRS];
    uint32_t bots = at_most(W4_BOTS);
    unsigned i, k;

    for (i = 0; i < pairs; i++) {
        struct plan plan = w4_plan(bots, 1 + i, 0), kept = w4_plan(bots, 1 + i, W4_BUDGET_US);
        struct outcome outcome = run_plan(&plan), in_budget = run_plan(&kept);
        double row[ROWS] = {outcome.p50_us / 1000,         outcome.p99_us / 1000,
                            outcome.max_us / 1000,         outcome.mean_us / (PB_RUN_TICK_MS * 10),
                            outcome.login_p99_us / 1000,   outcome.login_max_us / 1000,
                            in_budget.login_p99_us / 1000, in_budget.login_max_us / 1000,
                            in_budget.p99_us / 1000,       outcome.realm_p99_us / 1000,
                            outcome.rss_per_bot / KIB,     outcome.counted_per_bot / KIB,
                            outcome.realm_per_bot / KIB};

        for (k = 0; k < ROWS; k++)
            values[k][i] = row[k];
    }
    for (k = 0; k < ROWS; k++)
        bench_row(rows[k].what, rows[k].unit, bots, values[k], pairs, rows[k].target);
    hours((pairs + 4) / 5);
}

/* ---- Growth ---- */

enum { MOST = 100000 };
enum { GROWTH_COST, GROWTH_P99, GROWTH_REALM, GROWTH_RSS, GROWTH_VALUES };

/* Characters that come back, as when a server starts again, or new ones, each size in a world of its own,
 * with prey for so many; or such that come back, all sizes in the world of the largest. */
enum crowd_kind { COME_BACK, NEW, SAME_WORLD };

struct crowd {
    uint32_t bots;
    enum crowd_kind kind;
};

static void run_growth(void *user, unsigned pair, double *values)
{
    const struct crowd *crowd = user;
    /* What bots do depends on how long they have been there: as long for all sizes. */
    struct plan plan = w4_plan(crowd->bots, 1 + pair, 0);
    struct outcome outcome;

    plan.are_there = crowd->kind != NEW;
    plan.world_of = crowd->kind == SAME_WORLD ? MOST : 0;
    plan.most_s = 120;
    outcome = run_plan(&plan);

    values[GROWTH_COST] = outcome.mean_us * 1000 * TICKS_PER_S / plan.bots;
    values[GROWTH_P99] = outcome.p99_us / 1000;
    values[GROWTH_REALM] = outcome.realm_mean_us * 1000 * TICKS_PER_S / plan.bots;
    values[GROWTH_RSS] = outcome.rss_per_bot;
}

/* Beside 5,000 of their kind. */
static void grow(struct crowd crowd, unsigned pairs)
{
    static double columns[GROWTH_VALUES][BENCH_MOST_PAIRS], times[BENCH_MOST_PAIRS],
        realm_times[BENCH_MOST_PAIRS];
    static const struct {
        const char *what, *unit;
        double target; /* of the most bots */
    } rows[] = {{"cost of a bot", "ns per s", 0},
                {"cost of a bot / that of 5,000", "times", 1.2},
                {"tick p99", "ms", 0},
                {"realm's own update", "ns per bot and s", 0},
                {"realm's own update / that of 5,000", "times", 0},
                {"resident memory", "bytes per bot", 0}};
    double *of_row[] = {columns[GROWTH_COST],  times,       columns[GROWTH_P99],
                        columns[GROWTH_REALM], realm_times, columns[GROWTH_RSS]};
    static const char *const kinds[] = {[NEW] = "new: ", [COME_BACK] = "", [SAME_WORLD] = "same world: "};
    struct crowd base = {.bots = W4_BOTS, .kind = crowd.kind};
    char what[BENCH_NAME];
    unsigned i, k;

    for (i = 0; i < pairs; i++) {
        double ours[GROWTH_VALUES], theirs[GROWTH_VALUES], ratios[GROWTH_VALUES];

        bench_pair(run_growth, &crowd, run_growth, &base, i, ours, theirs, GROWTH_VALUES, ratios);
        for (k = 0; k < GROWTH_VALUES; k++)
            columns[k][i] = ours[k];
        times[i] = ratios[GROWTH_COST];
        realm_times[i] = ratios[GROWTH_REALM];
    }
    for (k = 0; k < sizeof rows / sizeof *rows; k++) {
        snprintf(what, sizeof what, "W4 %s%s", kinds[crowd.kind], rows[k].what);
        /* In so large a world each of 5,000 finds prey at once and does more: no target for that. */
        bench_row(what, rows[k].unit, crowd.bots, of_row[k], pairs,
                  crowd.bots == MOST && crowd.kind != SAME_WORLD ? rows[k].target : 0);
    }
}

static void growth(unsigned pairs)
{
    static const uint32_t sizes[] = {100, 500, 1000, 5000, 20000, 50000, MOST};
    unsigned size;

    for (size = 0; size < sizeof sizes / sizeof *sizes && sizes[size] <= bench_most_bots(); size++)
        if (sizes[size] >= bench_least_bots())
            grow((struct crowd){.bots = sizes[size]}, pairs);
    if (MOST > bench_most_bots())
        return;
    grow((struct crowd){.bots = MOST, .kind = NEW}, pairs);
    grow((struct crowd){.bots = MOST, .kind = SAME_WORLD}, pairs);
}

int main(int argc, char **argv)
{
    unsigned pairs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 15;

    if (argc < 2 || !pairs || pairs > BENCH_MOST_PAIRS)
        return 2;
    if (!strcmp(argv[1], "w3"))
        w3(pairs);
    else if (!strcmp(argv[1], "w4"))
        w4(pairs);
    else if (!strcmp(argv[1], "growth"))
        growth(pairs);
    else
        return 2;
    return 0;
}
