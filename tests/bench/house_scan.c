/*
 * Benchmark of a scan: one bot of the auction system stands in a full house of the embedded realm, and takes
 * it page by page into the cache that all bots share; then a part of the auctions is replaced, and it scans
 * again. What a tick takes of it (the bot's step with the world's side of it, and the market's part of
 * judging), how long it is until all is known, and what the cache takes. CPU time of the thread. See ratio.h
 * for JSON.
 *
 * Usage: house_scan [RUNS]
 */
#include "../sample/crier.h"
#include "../sample/market_answers.h"
#include "../sample/memory_store.h"
#include "auction/auction.h"
#include "auction/state.h"
#include "base/clock.h"
#include "ratio.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/people.h"

enum {
    AUCTIONS = 100000,
    KINDS = 2000,
    SELLERS = 5000,
    TICK_MS = 50,
    /* Of all auctions are replaced before it scans again. */
    REPLACED = AUCTIONS / 20,
    CRIER = 1,
    NUMBER = 0,
    MOST_TICKS = 20000
};
static const int64_t BEGIN_MS = 1795000000000;

struct bench {
    struct pb_content *content;
    struct pb_memory_store store;
    struct pb_realm *realm;
    const struct pb_world *world;
    struct pb_bots bots;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_auctions *own;
    uint64_t chance;
    int64_t now_ms;
    double took_us[MOST_TICKS];
    unsigned ticks, scan_ticks; /* until the last page; and until all is judged */
};

/* In microseconds, seconds and bytes. */
enum { FIRST_P99, FIRST_MAX, FIRST_S, JUDGED_S, AGAIN_P99, AGAIN_S, PER_AUCTION_US, BYTES, VALUES };

static void stop(const char *what)
{
    fprintf(stderr, "house_scan: %s\n", what);
    exit(1);
}

static struct pb_content *make_content(void)
{
    struct pb_content_builder *builder;
    struct pb_item_template item = {.item_class = PB_ITEM_TRADE_GOODS,
                                    .quality = PB_QUALITY_NORMAL,
                                    .stack_size = 20,
                                    .sell_price = 40,
                                    .name = "Ore"};
    int error = pb_content_builder_new(&builder, &pb_memory_libc);

    for (item.entry = 1; item.entry <= KINDS && error == PB_OK; item.entry++)
        error = pb_content_add_item(builder, &item);
    return crier_finish(builder, error, CRIER);
}

/* A human's auction, somewhere about the value of its kind. */
static void post(struct bench *bench)
{
    uint32_t entry = 1 + pb_chance_below(&bench->chance, KINDS),
             count = 1 + pb_chance_below(&bench->chance, 20),
             buyout = (uint32_t)((500 + entry) * count * (0.8 + pb_chance_share(&bench->chance)));
    struct pb_lot lot = {.seller = PB_HUMAN_FIRST + pb_chance_below(&bench->chance, SELLERS),
                         .entry = entry,
                         .count = (uint16_t)count,
                         .least = buyout / 2,
                         .buyout = buyout,
                         .deposit = PB_DEPOSIT_LEAST,
                         .house = PB_HOUSE_ALLIANCE};

    if (!pb_house_open(bench->realm, &lot, 48))
        stop("no auction");
}

static void enter(struct bench *bench)
{
    const struct pb_world *world = bench->world;
    struct pb_character_spec spec = {.account_id = 1, .name = "Scanner", .race = 1, .character_class = 1};
    struct pb_world_event event;

    bench->bots.row[0].actor = PB_NO_ACTOR;
    if (world->create_character(world->self, 1, &spec) != PB_OK)
        stop("no character");
    pb_realm_update(bench->realm, 0);
    if (world->login(world->self, 1, 1, 1, bench->store.count) != PB_OK)
        stop("no login");
    pb_realm_update(bench->realm, 0);
    while (world->poll_events(world->self, &event, 1))
        if (event.type == PB_WORLD_LOGGED_IN && !event.error)
            bench->bots.row[0].actor = event.actor;
    if (bench->bots.row[0].actor == PB_NO_ACTOR ||
        world->get_house(world->self, bench->bots.row[0].actor) < 0)
        stop("it is not at an auctioneer");
}

static void begin(struct bench *bench, unsigned run)
{
    struct pb_realm_store store = pb_memory_store_functions(&bench->store);
    struct pb_realm_options realm = {
        .memory = pb_memory_libc, .content = bench->content, .store = &store, .seed = 1};
    struct pb_market_options market = {.items = 16384, .auctions = AUCTIONS, .records = 16384, .bots = 64};
    struct pb_system_env env = {.memory = pb_memory_libc,
                                .bots = &bench->bots,
                                .number = NUMBER,
                                .settings = {.auction_strategy = "market", .auction_scan_s = 900}};
    void *self = NULL;
    unsigned i;

    bench->chance = run + 1;
    bench->now_ms = BEGIN_MS;
    bench->answers = (struct pb_market_answers){.bot_limit = 1000000, .fleet_limit = 1000000};
    bench->bots.memory = pb_memory_libc;
    if (pb_realm_new(&bench->realm, &realm) != PB_OK ||
        pb_market_new(&bench->market, &market, &pb_memory_libc) != PB_OK ||
        pb_bots_reserve(&bench->bots, 1) != PB_OK)
        stop("no memory");
    bench->world = env.world = pb_realm_world(bench->realm);
    env.market = bench->market;
    bench->bots.count = 1;
    pb_bots_reset(&bench->bots, 0);
    enter(bench);
    if (pb_auction_system.initialize(&self, &env) != PB_OK || pb_auction_system.reserve(self, 1) != PB_OK)
        stop("no system");
    bench->own = self;
    pb_auction_system.reset(self, 0);
    pb_market_open(bench->market, 1);
    pb_market_tick(bench->market, bench->now_ms);
    for (i = 0; i < AUCTIONS; i++)
        post(bench);
}

static void end(struct bench *bench)
{
    pb_auction_system.shutdown(bench->own);
    pb_market_free(bench->market);
    pb_bots_release(&bench->bots);
    pb_realm_free(bench->realm);
    pb_memory_store_release(&bench->store);
    bench->store = (struct pb_memory_store){0};
    bench->bots = (struct pb_bots){0};
}

/* Scans the house once; until all of it is judged. */
static void scan(struct bench *bench)
{
    uint64_t scans = bench->own->scans;
    struct pb_dealer *dealer = &bench->own->dealers[0];
    struct pb_step step = {.bot = 0, .diff_ms = TICK_MS};
    int is_judged = 0;

    dealer->phase = PB_AUCTION_SCANNING;
    dealer->phase_ms = bench->bots.now_ms;
    bench->bots.row[0].goal = (struct pb_goal){
        .kind = PB_GOAL_GO, .owner = NUMBER, .priority = PB_GOAL_VENDOR, .state = PB_GOAL_REACHED};
    for (bench->ticks = bench->scan_ticks = 0; !is_judged && bench->ticks < MOST_TICKS; bench->ticks++) {
        int64_t start;

        bench->bots.now_ms += TICK_MS;
        bench->now_ms += TICK_MS;
        pb_realm_update(bench->realm, TICK_MS);
        start = pb_clock_thread_ns();
        if (bench->own->scans == scans)
            pb_auction_system.update(bench->own, &step, 1);
        pb_market_tick(bench->market, bench->now_ms);
        bench->took_us[bench->ticks] = (double)(pb_clock_thread_ns() - start) / 1000;
        pb_answer_market(&bench->answers, bench->market);
        bench->scan_ticks += bench->own->scans == scans;
        is_judged = bench->own->scans > scans && !pb_market_has_records(bench->market);
    }
    if (!is_judged)
        stop("it did not come to an end");
}

static double quantile(double *values, unsigned count, unsigned permille)
{
    qsort(values, count, sizeof *values, bench_by_value);
    return values[(uint64_t)(count - 1) * permille / 1000];
}

static void check(const struct bench *bench)
{
    if (pb_auction_cache_stats(pb_market_auctions(bench->market))->auctions != bench->realm->stats.auctions)
        stop("the cache does not have all");
}

static void run(struct bench *bench, unsigned number, double *values)
{
    unsigned i;
    double sum = 0;

    begin(bench, number);
    scan(bench);
    check(bench);
    for (i = 0; i < bench->scan_ticks; i++)
        sum += bench->took_us[i];
    values[PER_AUCTION_US] = sum / AUCTIONS;
    values[FIRST_S] = bench->scan_ticks * TICK_MS / 1000.0;
    values[JUDGED_S] = bench->ticks * TICK_MS / 1000.0;
    values[FIRST_P99] = quantile(bench->took_us, bench->ticks, 990);
    values[FIRST_MAX] = bench->took_us[bench->ticks - 1];
    values[BYTES] = (double)pb_auction_cache_stats(pb_market_auctions(bench->market))->bytes / AUCTIONS;
    for (i = 1; i <= REPLACED; i++)
        pb_house_cancel(bench->realm, 19 * i);
    for (i = 0; i < REPLACED; i++)
        post(bench);
    bench->now_ms += 900000;
    pb_market_tick(bench->market, bench->now_ms);
    scan(bench);
    check(bench);
    values[AGAIN_S] = bench->scan_ticks * TICK_MS / 1000.0;
    values[AGAIN_P99] = quantile(bench->took_us, bench->ticks, 990);
    end(bench);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *what, *unit;
        double target;
    } rows[VALUES] = {
        [FIRST_P99] = {"scan of 100,000 auctions: tick p99", "us", 250},
        [FIRST_MAX] = {"scan of 100,000 auctions: tick max", "us", 0},
        [FIRST_S] = {"until the cache has all, a page in a tick", "s", 0},
        [JUDGED_S] = {"until all prices are judged", "s", 0},
        [AGAIN_P99] = {"scan again, 5 % of them new: tick p99", "us", 250},
        [AGAIN_S] = {"until the cache has all again", "s", 0},
        [PER_AUCTION_US] = {"an auction of a scan", "us", 0},
        [BYTES] = {"auction cache", "bytes per auction", 64},
    };
    static struct bench bench;
    static double values[VALUES][BENCH_MOST_PAIRS];
    unsigned runs = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 15, i, k;

    if (!runs || runs > BENCH_MOST_PAIRS)
        return 2;
    bench.content = make_content();
    if (!bench.content)
        stop("no content");
    for (i = 0; i < runs; i++) {
        double of_run[VALUES];

        run(&bench, i, of_run);
        for (k = 0; k < VALUES; k++)
            values[k][i] = of_run[k];
    }
    for (k = 0; k < VALUES; k++)
        bench_row(rows[k].what, rows[k].unit, 1, values[k], runs, rows[k].target);
    pb_content_free(bench.content);
    return 0;
}
