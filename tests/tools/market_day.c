/*
 * Market day: the own estimate and AuctionDB's on the same scans of the embedded realm's auction houses,
 * where people trade; and how well schemes that are injected there are found. The houses are scanned into the
 * shared cache and judged by pb_market, as bots do it; no bots are there. The houses are two days old when
 * the day begins. Judged are the markets with enough buyers; three of ten are tampered with. Figures are
 * means over seeds, with 95 % confidence intervals.
 *
 * Usage: market_day [FIRST_SEED [SEEDS [PEOPLE [TOLD [SCAN_MINUTES [LEAST_BUYERS [AGE]]]]]]]; TOLD: share of
 * the sales that are known, 0.5; LEAST_BUYERS: that a judged market has in a day, 20; AGE: 2. WHY=1 tells of
 * each market that is far off and of each wrong alarm. Seeds 1 to 20 were used to look for causes; judge on
 * others, such as 700001.
 */
#include "../sample/market_answers.h"
#include "../sample/memory_store.h"
#include "../sample/sample_content.h"
#include "../unit/market/judge.h"
#include "../unit/market/whole_page.h"
#include "realm/house.h"
#include "realm/people.h"

enum {
    STEP_S = 300,
    DAY_S = 86400,
    MARKETS = PB_PEOPLE_ITEMS * 3,
    PAGE = 256,
    HEAD = 40 /* offers that WHY tells of */
};
static const uint32_t BEGIN_S = 1795000000;

struct place {
    struct pb_realm_market market;
    struct pb_auctiondb theirs;
    enum bazaar_scheme scheme;
    uint32_t from_s, to_s; /* of the scheme */
    unsigned told, auctions, before;
    int is_begun, is_found;
};

struct day {
    struct pb_realm *realm;
    struct pb_market *market;
    struct pb_market_answers answers;
    uint64_t chance;
    uint32_t now_s, scan_s;
    double told_share;
    struct place places[MARKETS];
    unsigned count;
    double auctions, buyers, known; /* sums over judged markets */
};

struct race {
    uint32_t people, scan_s, old_s;
    double told, least;
};

static const struct pb_price *price_of(struct day *day, const struct place *place)
{
    static const struct pb_price nothing;
    const struct pb_price_entry *entry =
        pb_price_analyzer_find(pb_market_prices(day->market), place->market.house, place->market.entry);

    return entry ? &entry->price : &nothing;
}

static double truth_of(struct day *day, const struct place *place)
{
    return log(pb_realm_true_value(day->realm, place->market.house, place->market.entry));
}

static struct place *place_of(struct day *day, uint8_t house, uint32_t entry)
{
    for (unsigned i = 0; i < day->count; i++)
        if (day->places[i].market.house == house && day->places[i].market.entry == entry)
            return &day->places[i];
    return NULL;
}

static void tell(void *user, const struct pb_realm_sale *sale)
{
    struct day *day = user;
    const struct pb_sale known = {sale->seller, sale->buyer, (double)sale->price / sale->count, sale->count,
                                  pb_market_now_s(day->market)};
    struct place *place = place_of(day, sale->house, sale->entry);

    if (!place || pb_chance_share(&day->chance) >= day->told_share)
        return;
    place->told++;
    (void)!pb_market_note_sale(day->market, sale->house, sale->entry, &known, 0);
}

/* ---- Scans ---- */

/* What an auctioneer shows of a house, a page at a time. */
static void scan_house(struct day *day, uint8_t house)
{
    struct pb_houses *houses = day->realm->houses;
    struct pb_auction page[PAGE];
    struct pb_order_place at;
    unsigned count = 0;
    uint32_t number, from_id = 0;

    houses->lots[0].house = house;
    houses->lots[0].auction_id = 0;
    for (at = pb_order_find(&houses->by_id, 0); (number = pb_order_at(&houses->by_id, at)) != PB_ORDER_END;
         at = pb_order_next(&houses->by_id, at)) {
        const struct pb_lot *lot = &houses->lots[number];

        if (lot->house != house)
            break;
        if (pb_lot_has_ended(day->realm, lot))
            continue;
        if (count == PAGE) {
            from_id = whole_page(pb_market_auctions(day->market), house, from_id, page, count, 0,
                                 pb_market_now_s(day->market));
            count = 0;
        }
        page[count++] = (struct pb_auction){.auction_id = lot->auction_id,
                                            .entry = lot->entry,
                                            .seller_guid = lot->seller,
                                            .bid = lot->bid,
                                            .bid_next = pb_lot_next_bid(lot),
                                            .buyout = lot->buyout,
                                            .time_left_s = lot->ends_s - houses->now_s,
                                            .count = lot->count};
    }
    whole_page(pb_market_auctions(day->market), house, from_id, page, count, 1, pb_market_now_s(day->market));
    (void)!pb_market_note_scan(day->market, house, pb_market_now_s(day->market));
}

/* The same that the own estimate sees: auctions with a buyout, the cheapest first. */
static unsigned offers_of(struct day *day, const struct place *place, struct pb_offer *offers)
{
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;
    unsigned count = 0;

    pb_auction_walk_item(&walk, pb_market_auctions(day->market), place->market.house, place->market.entry);
    while (count < PB_PRICE_OFFERS && (row = pb_auction_walk_next(&walk)) && row->buyout)
        offers[count++] = (struct pb_offer){.seller = pb_auction_seller(row),
                                            .price = (double)row->buyout / row->count,
                                            .auction_id = row->auction_id,
                                            .ends_s = row->ends_s,
                                            .count = row->count};
    return count;
}

/* ---- Judging ---- */

static int is_under_scheme(const struct day *day, const struct place *place, uint32_t late_s)
{
    return place->scheme != BAZAAR_HONEST && day->now_s >= place->from_s && day->now_s < place->to_s + late_s;
}

static void count_vetoes(struct judge_seed *seed, struct day *day, const struct place *place,
                         const struct pb_offer *offers, unsigned count)
{
    double fair = exp(truth_of(day, place)) * JUDGE_FAIR / 100;
    int is_vetoed = pb_price_alarms(price_of(day, place), pb_market_now_s(day->market)) != 0;

    for (unsigned i = 0; i < count; i++)
        if (offers[i].seller >= PB_SCHEMER_FIRST)
            judge_add(&seed->caught, is_vetoed);
        else if (offers[i].price > fair || is_under_scheme(day, place, 0))
            continue;
        else if (is_under_scheme(day, place, JUDGE_LATE_S))
            judge_add(&seed->late_vetoes, is_vetoed);
        else
            judge_add(&seed->false_vetoes, is_vetoed);
}

static void count_alarms(struct judge_seed *seed, struct day *day, struct place *place)
{
    unsigned alarms = pb_price_alarms(price_of(day, place), pb_market_now_s(day->market));

    for (unsigned kind = BAZAAR_SPIKE; kind < BAZAAR_SCHEMES; kind++) {
        unsigned bit = 1u << (kind - 1);

        if (!(alarms & bit))
            continue;
        if (place->scheme == (enum bazaar_scheme)kind && is_under_scheme(day, place, JUDGE_LATE_S)) {
            place->is_found = 1;
        } else if (!(place->before & bit)) {
            seed->finds[kind].false_alarms++;
            if (getenv("WHY"))
                printf("# false alarm %u: %.0f buyers, scheme %d %u-%u, at %u, value %+.3f\n", kind,
                       place->market.demand, place->scheme, place->from_s, place->to_s, day->now_s,
                       log(pb_price_value(price_of(day, place))) - truth_of(day, place));
        }
    }
    place->before = alarms;
}

static void tell_why(struct day *day, const struct place *place)
{
    const struct pb_bazaar *market = pb_people_market(day->realm, place->market.house, place->market.entry);
    const struct pb_price *price = price_of(day, place);
    double truth = truth_of(day, place);
    static struct pb_offer offers[PB_PRICE_OFFERS];
    unsigned count = offers_of(day, place, offers), i;

    printf("# value %+.3f, theirs %+.3f, asks %+.3f: %.0f buyers, spread %.2f, drift %+.3f, recent %+.3f, "
           "%u told, %u scans, %u offers:",
           log(pb_price_value(price)) - truth, log(pb_auctiondb_value(&place->theirs, 0)) - truth,
           price->ask - truth, place->market.demand, market->spread, market->drift * DAY_S,
           market->recent - truth, place->told, price->scans, count);
    for (i = 0; i < count && i < HEAD; i++)
        printf(" %+.2f", log(offers[i].price) - truth);
    printf("\n");
}

static void judge_honest(struct judge_seed *seed, struct day *day, const struct place *place)
{
    const struct pb_price *price = price_of(day, place);
    double truth = truth_of(day, place), their_value = pb_auctiondb_value(&place->theirs, 0);
    double ours = judge_off(pb_price_value(price), truth), theirs = judge_off(their_value, truth);

    judge_add(&seed->ours, ours);
    judge_add(&seed->theirs, theirs);
    judge_add(&seed->within, ours <= 0.05);
    judge_add(&seed->theirs_within, theirs <= 0.05);
    judge_add(&seed->bias, log(fmax(1, pb_price_value(price))) - truth);
    judge_add(&seed->honest, ours <= 2 * pb_price_error(price, pb_market_now_s(day->market)));
    if (seed->ratio_count < JUDGE_MOST)
        seed->ratios[seed->ratio_count++] = log(fmax(1, their_value)) - truth;
    if (place->told < 10) {
        judge_add(&seed->thin, ours);
        judge_add(&seed->theirs_thin, theirs);
    }
    if (ours > 0.1 && getenv("WHY"))
        tell_why(day, place);
}

static void judge_tampered(struct judge_seed *seed, struct day *day, const struct place *place)
{
    double truth = truth_of(day, place), ours = judge_off(pb_price_value(price_of(day, place)), truth),
           theirs = judge_off(pb_auctiondb_value(&place->theirs, 0), truth);

    judge_add(&seed->tampered, ours);
    judge_add(&seed->theirs_tampered, theirs);
    seed->worst = fmax(seed->worst, ours);
    seed->theirs_worst = fmax(seed->theirs_worst, theirs);
}

/* ---- The day ---- */

static void pass(struct day *day, uint32_t seconds)
{
    for (; seconds > 0; seconds--) {
        pb_realm_update(day->realm, 1000);
        day->now_s++;
        pb_market_tick(day->market, (int64_t)(BEGIN_S + day->now_s) * 1000);
        pb_answer_market(&day->answers, day->market);
    }
}

static double between(struct day *day, double low, double high)
{
    return low + (high - low) * pb_chance_share(&day->chance);
}

/* As bazaar_inject has it. */
static void begin_scheme(struct day *day, struct place *place)
{
    double factor = place->scheme == BAZAAR_DUMP ? between(day, 0.3, 0.65) : between(day, 1.7, 4);

    if (place->scheme == BAZAAR_WASH && pb_chance_share(&day->chance) < 0.4)
        factor = between(day, 0.25, 0.55);
    place->is_begun =
        pb_realm_inject(day->realm, place->market.house, place->market.entry,
                        (enum pb_realm_scheme)place->scheme, factor, place->to_s - day->now_s) == PB_OK;
}

static void scan(struct judge_seed *seed, struct day *day)
{
    static const uint8_t houses[] = {PB_HOUSE_ALLIANCE, PB_HOUSE_HORDE, PB_HOUSE_NEUTRAL};
    static struct pb_offer offers[PB_PRICE_OFFERS];
    unsigned i;

    for (i = 0; i < sizeof houses; i++)
        scan_house(day, houses[i]);
    /* The market judges a part of it in each tick. */
    pass(day, STEP_S / 2);
    for (i = 0; i < day->count; i++) {
        struct place *place = &day->places[i];
        unsigned count = offers_of(day, place, offers);

        pb_auctiondb_add(&place->theirs, 0, pb_auctiondb_scan_value(offers, count));
        place->auctions += count;
        count_vetoes(seed, day, place, offers, count);
    }
    pass(day, STEP_S - STEP_S / 2);
}

static void live(struct judge_seed *seed, struct day *day)
{
    uint32_t steps;
    unsigned i;

    for (steps = 0; steps < DAY_S / STEP_S; steps++) {
        for (i = 0; i < day->count; i++) {
            struct place *place = &day->places[i];

            if (place->scheme != BAZAAR_HONEST && !place->is_begun && day->now_s >= place->from_s)
                begin_scheme(day, place);
        }
        if ((steps + 1) * STEP_S % day->scan_s == 0)
            scan(seed, day);
        else
            pass(day, STEP_S);
        for (i = 0; i < day->count; i++) {
            struct place *place = &day->places[i];

            count_alarms(seed, day, place);
            if (place->is_begun && day->now_s + STEP_S >= place->to_s && day->now_s < place->to_s)
                judge_tampered(seed, day, place);
        }
    }
}

static void choose(struct day *day, double least)
{
    struct pb_realm_market markets[MARKETS];
    unsigned all = pb_realm_markets(day->realm, markets, MARKETS), i;

    for (i = 0; i < all; i++) {
        struct place *place = &day->places[day->count];

        if (markets[i].demand < least)
            continue;
        place->market = markets[i];
        place->scheme = day->count % 10 < 3 ? (enum bazaar_scheme)(day->count % 10 + 1) : BAZAAR_HONEST;
        place->from_s = day->now_s + 8 * 3600 + pb_chance_below(&day->chance, 8 * 3600);
        place->to_s = place->from_s + 2 * 3600 + pb_chance_below(&day->chance, 6 * 3600);
        day->count++;
    }
}

static void judge_end(struct judge_seed *seed, struct day *day)
{
    for (unsigned i = 0; i < day->count; i++) {
        const struct place *place = &day->places[i];

        day->auctions += place->auctions / ((double)DAY_S / day->scan_s);
        day->buyers += place->market.demand;
        day->known += place->told;
        if (place->scheme == BAZAAR_HONEST) {
            judge_honest(seed, day, place);
            continue;
        }
        seed->finds[place->scheme].found += place->is_found != 0;
        seed->finds[place->scheme].missed += !place->is_found;
        if (!place->is_found && getenv("WHY"))
            printf("# missed %d: %.0f buyers, %u s, %u sales told\n", place->scheme, place->market.demand,
                   place->to_s - place->from_s, place->told);
    }
}

static int run(struct day *day, struct judge_seed *seed, uint64_t number, const struct race *race)
{
    struct pb_memory_store store = {0};
    struct pb_realm_store functions = pb_memory_store_functions(&store);
    struct pb_content *content = pb_sample_content(number);
    struct pb_realm_options options = {.memory = pb_memory_libc,
                                       .content = content,
                                       .store = &functions,
                                       .seed = number,
                                       .people = race->people};
    struct pb_market_options sizes = {.items = 4096, .auctions = 100000, .records = 4096, .bots = 16};
    int error = content ? pb_realm_new(&day->realm, &options) : PB_E_no_memory;

    day->chance = number ^ 0x5a5a;
    day->scan_s = race->scan_s;
    day->told_share = race->told;
    day->answers = (struct pb_market_answers){.bot_limit = UINT32_MAX, .fleet_limit = UINT64_MAX / 2};
    if (error == PB_OK)
        error = pb_market_new(&day->market, &sizes, &pb_memory_libc);
    if (error == PB_OK) {
        pass(day, race->old_s);
        choose(day, race->least);
        pb_realm_watch_sales(day->realm, tell, day);
        live(seed, day);
        judge_end(seed, day);
    }
    pb_market_free(day->market);
    pb_realm_free(day->realm);
    pb_content_free(content);
    pb_memory_store_release(&store);
    return error;
}

int main(int argc, char **argv)
{
    static struct day day;
    static struct judge_seed seed;
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned seeds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 10, i;
    struct race race = {argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 3000,
                        60 * (argc > 5 ? (uint32_t)strtoul(argv[5], NULL, 10) : 30),
                        DAY_S * (argc > 7 ? (uint32_t)strtoul(argv[7], NULL, 10) : 2),
                        argc > 4 ? strtod(argv[4], NULL) : 0.5, argc > 6 ? strtod(argv[6], NULL) : 20};
    struct judge_score *scores = calloc(seeds, sizeof *scores);
    double judged = 0, auctions = 0, buyers = 0, known = 0;

    if (!scores || !seeds || !race.people || !race.scan_s || race.scan_s % STEP_S)
        return 2;
    for (i = 0; i < seeds; i++) {
        memset(&day, 0, sizeof day);
        memset(&seed, 0, sizeof seed);
        if (run(&day, &seed, first + i, &race) != PB_OK || !day.count) {
            fprintf(stderr, "seed %llu: it could not run, or no market is large enough\n",
                    (unsigned long long)first + i);
            return 1;
        }
        scores[i] = judge_score_of(&seed);
        judged += day.count;
        auctions += day.auctions;
        buyers += day.buyers;
        known += day.known;
    }
    printf("%u seeds from %llu, %u people, houses %u days old, a scan in %u minutes; %.0f markets with %g "
           "buyers a day or more, "
           "on the mean %.0f buyers a day, %.0f auctions, %.1f sales known (%.0f %%)\n",
           seeds, (unsigned long long)first, race.people, race.old_s / DAY_S, race.scan_s / 60,
           judged / seeds, race.least, buyers / judged, auctions / judged, known / judged, 100 * race.told);
    judge_print_all(scores, seeds);
    free(scores);
    return 0;
}
