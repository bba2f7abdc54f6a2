/*
 * Economy: bots and people in the embedded realm with its auction houses for simulated days, all systems on.
 * At the end of each simulated hour every copper must be accounted for: the ledger of the market and the
 * realm's own books agree by cause, what came into purses and went out of them is what they hold, nothing is
 * unexplained, and the realm's own check (items neither lost nor doubled, money conserved over purses, mail
 * and auctions) holds. Prints a line of JSON for each hour, and at the end one of all.
 *
 * Usage: economy BOTS HOURS [PEOPLE [SEED]]     people: 1,000 unless said otherwise; exit code 1 when the
 * books do not agree
 */
#include "../sample/market_answers.h"
#include "../sample/sample_run.h"
#include "auction/state.h"
#include "base/clock.h"
#include <inttypes.h>
#include <math.h>

enum { TICK_MS = 200, HOUR_TICKS = 3600 * 1000 / TICK_MS, MARKETS = 4096, INDEX_FROM_HOUR = 2, TEXT = 1024 };
/* What the index is made of: things that trade often enough to have a price. */
static const double LEAST_DEMAND = 20;

struct economy {
    struct pb_run_of_bots run;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_realm_market markets[MARKETS];
    unsigned market_count;
    /* Logarithms of prices in the first hour of the index; NAN: not known then. */
    double known[MARKETS], truth[MARKETS];
    int64_t begun_with; /* purses less what the ledger knows, once all are there */
    uint64_t volume;    /* copper of sales that became known */
    char text[TEXT];
};

static uint32_t online(const struct economy *own)
{
    const struct pb_bots *bots = pb_coordinator_bots(own->run.coordinator);
    uint32_t count = 0;
    pb_bot bot;

    for (bot = 0; bot < bots->count; bot++)
        count += bots->row[bot].actor != PB_NO_ACTOR;
    return count;
}

/* What all bots carry, by the world; and in `levels` the sum of their levels. */
static int64_t in_purses(const struct economy *own, uint64_t *levels)
{
    const struct pb_world *world = pb_realm_world(own->run.realm);
    const struct pb_bots *bots = pb_coordinator_bots(own->run.coordinator);
    struct pb_actor_view view;
    int64_t sum = 0;
    pb_bot bot;

    for (*levels = bot = 0; bot < bots->count; bot++)
        if (bots->row[bot].actor != PB_NO_ACTOR &&
            world->get_actor(world->self, bots->row[bot].actor, &view) == PB_OK) {
            sum += view.money;
            *levels += view.level;
        }
    return sum;
}

/* Whether the books agree with each other and with the purses; 0, or 1 with what does not in `text`. */
static int audit(struct economy *own, int64_t purses)
{
    const struct pb_realm_gold *truth = pb_realm_gold(own->run.realm);
    const struct pb_purses *books = pb_gold_world_purses(own->run.gold);
    int64_t sum = 0;
    unsigned i;

    for (i = 0; i < PB_GOLD_CAUSE_COUNT; i++) {
        sum += (int64_t)(books->got[i] - books->gave[i]);
        if (books->got[i] != truth->got[i] || books->gave[i] != truth->gave[i]) {
            snprintf(own->text, TEXT,
                     "%s: the ledger has %" PRIu64 " got and %" PRIu64 " given, the realm %" PRIu64
                     " and %" PRIu64,
                     pb_gold_cause_name((enum pb_gold_cause)i), books->got[i], books->gave[i], truth->got[i],
                     truth->gave[i]);
            return 1;
        }
    }
    if (books->got[PB_GOLD_OTHER] || books->gave[PB_GOLD_OTHER] || books->unknown) {
        snprintf(own->text, TEXT,
                 "unexplained: %" PRIu64 " copper got, %" PRIu64 " given, %" PRIu64 " purses unseen",
                 books->got[PB_GOLD_OTHER], books->gave[PB_GOLD_OTHER], books->unknown);
        return 1;
    }
    if (own->begun_with < 0)
        own->begun_with = purses - sum;
    if (purses - sum != own->begun_with) {
        snprintf(own->text, TEXT, "purses hold %" PRId64 " copper, by the ledger they should hold %" PRId64,
                 purses, own->begun_with + sum);
        return 1;
    }
    return pb_realm_check(own->run.realm, own->text, TEXT) != PB_OK;
}

/* Mean change of the prices that are known, against the index's first hour: by the market, and in truth. */
static unsigned index_of(struct economy *own, int is_first, double *known, double *truth)
{
    unsigned i, count = 0;

    *known = *truth = 0;
    for (i = 0; i < own->market_count; i++) {
        const struct pb_realm_market *market = &own->markets[i];
        const struct pb_price_entry *entry =
            pb_price_analyzer_find(pb_market_prices(own->market), market->house, market->entry);
        double price = entry ? pb_price_value(&entry->price) : 0,
               value = pb_realm_true_value(own->run.realm, market->house, market->entry);

        if (is_first) {
            own->known[i] = price > 0 && market->demand >= LEAST_DEMAND ? log(price) : NAN;
            own->truth[i] = log(value);
        }
        if (isnan(own->known[i]) || !(price > 0))
            continue;
        *known += log(price) - own->known[i];
        *truth += log(value) - own->truth[i];
        count++;
    }
    *known = count ? exp(*known / count) : 1;
    *truth = count ? exp(*truth / count) : 1;
    return count;
}

/* Copper by cause, those that have any. */
static void print_causes(const struct economy *own)
{
    const char *comma = "";
    unsigned i;

    printf("\"gold\": {");
    for (i = 0; i < PB_GOLD_CAUSE_COUNT; i++) {
        struct pb_gold_sum sum = pb_market_gold(own->market, (enum pb_gold_cause)i);

        if (!sum.created && !sum.destroyed && !sum.moved)
            continue;
        printf("%s\"%s\": [%" PRIu64 ", %" PRIu64 ", %" PRIu64 "]", comma,
               pb_gold_cause_name((enum pb_gold_cause)i), sum.created, sum.destroyed, sum.moved);
        comma = ", ";
    }
    printf("}");
}

/* What bots do at the houses. */
static void print_auctions(const struct economy *own)
{
    const struct pb_coordinator *coordinator = own->run.coordinator;
    int system = pb_coordinator_find_system(coordinator, "auction");
    const struct pb_auctions *auctions =
        system < 0 ? NULL : pb_coordinator_system(own->run.coordinator, (unsigned)system);
    const char *comma = "";

    if (!auctions)
        return;
    printf("\"auctions_of_bots\": {");
#define X(name, unit, help)                                                                                  \
    printf("%s\"" #name "\": %" PRIu64, comma, auctions->name);                                              \
    comma = ", ";
    PB_AUCTION_FIGURES(X)
#undef X
    printf("}, ");
}

static void print_hour(struct economy *own, unsigned hour, int64_t purses, uint64_t levels)
{
    const struct pb_market_stats *stats = pb_market_stats(own->market);
    double known, truth;
    unsigned count = index_of(own, hour <= INDEX_FROM_HOUR, &known, &truth);

    printf("{\"hour\": %u, \"online\": %u, \"mean_level\": %.2f, \"purses\": %" PRId64
           ", \"auctions\": %" PRIu64 ", \"sales\": %" PRIu64 ", \"trades\": %" PRIu64
           ", \"volume\": %" PRIu64 ", \"index\": %.4f, \"true_index\": %.4f, \"index_items\": %u, ",
           hour, online(own), (double)levels / (online(own) ? online(own) : 1), purses,
           pb_auction_cache_stats(pb_market_auctions(own->market))->auctions, stats->sales, stats->trades,
           own->volume, known, truth, count);
    print_auctions(own);
    print_causes(own);
    printf("}\n");
    fflush(stdout);
}

/* Sales that became known: what the houses turned over as bots saw it. */
static void count_volume(struct economy *own)
{
    struct pb_book_sale sale;

    while (pb_market_take_sales(own->market, &sale, 1)) {
        own->volume += (uint64_t)(sale.price * sale.pieces);
        own->answers.sales++;
    }
}

static void pass(struct economy *own)
{
    own->run.now_ms += TICK_MS;
    pb_realm_update(own->run.realm, TICK_MS);
    pb_market_tick(own->market, own->run.now_ms);
    count_volume(own);
    pb_answer_market(&own->answers, own->market);
    pb_mind_tick(own->run.mind, TICK_MS, PB_RUN_NOON);
}

static int begin(struct economy *own, uint32_t bots, uint32_t people, uint64_t seed)
{
    struct pb_market_options market = {.items = 16384, .auctions = 100000, .records = 16384, .bots = 16384};
    struct pb_run_options options = {
        .bots = bots, .seed = seed, .types = pb_systems, .type_count = pb_system_count, .people = people};
    int error;

    own->answers = (struct pb_market_answers){.bot_limit = 1000000, .fleet_limit = UINT64_MAX / 2};
    own->begun_with = -1;
    error = pb_market_new(&own->market, &market, &pb_memory_libc);
    if (error != PB_OK)
        return error;
    pb_market_open(own->market, 1);
    options.market = own->market;
    error = pb_run_begin_as(&own->run, &options);
    if (error == PB_OK)
        own->market_count = pb_realm_markets(own->run.realm, own->markets, MARKETS);
    if (own->market_count > MARKETS)
        own->market_count = MARKETS;
    return error;
}

int main(int argc, char **argv)
{
    static struct economy own;
    uint32_t bots = argc > 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0,
             people = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 1000;
    unsigned hours = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0, hour;
    int64_t start_ms = pb_clock_ms(), purses = 0;
    uint64_t tick = 0, levels = 0;
    int code = 0;

    if (!bots || !hours)
        return 2;
    if (begin(&own, bots, people, argc > 4 ? strtoull(argv[4], NULL, 10) : 1) != PB_OK) {
        fprintf(stderr, "it could not begin\n");
        return 2;
    }
    for (hour = 1; hour <= hours && !code; hour++) {
        for (; tick < (uint64_t)hour * HOUR_TICKS; tick++)
            pass(&own);
        purses = in_purses(&own, &levels);
        code = audit(&own, purses);
        print_hour(&own, hour, purses, levels);
    }
    if (code)
        fprintf(stderr, "hour %u: %s\n", hour - 1, own.text);
    printf("{\"bots\": %u, \"people\": %u, \"hours\": %u, \"is_conserved\": %d, \"purses\": %" PRId64
           ", \"sales\": %" PRIu64 ", \"trades\": %" PRIu64 ", \"prices\": %" PRIu64 ", \"seconds\": %.0f}\n",
           bots, people, hour - 1, !code, purses, own.answers.sales, own.answers.trades, own.answers.prices,
           (double)(pb_clock_ms() - start_ms) / 1000);
    pb_run_end(&own.run);
    pb_market_free(own.market);
    return code;
}
