/*
 * House cost: what the auction houses of the embedded realm take when they are full: posting, scanning,
 * bidding, buying, ending, and the humans who trade there; and every update of the realm meanwhile, and for
 * the day in which all of it ends. Prints one line of JSON; CPU time of the thread.
 *
 * Usage: house_cost [AUCTIONS]     default: 100,000
 */
#include "../sample/crier.h"
#include "../sample/memory_store.h"
#include "base/chance.h"
#include "base/clock.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/people.h"
#include "realm/post.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ORE = 1,
    CRIER = 1,
    PAGE = 50,
    BATCH = 16,
    ACTS = 16000,
    PURSE = 2000000000,
    PEOPLE = 5000,
    HUMANS = 2000, /* who trade while updates are timed */
    DAY_S = 86400,
    UPDATE_MS = 50,
    LONGEST_US = 100000
};

struct bench {
    struct pb_content *content;
    struct pb_memory_store store;
    struct pb_realm_store functions;
    struct pb_realm *realm;
    const struct pb_world *world;
    pb_actor seller, buyers[2];
    uint64_t chance;
    uint32_t auctions;
    uint64_t updates, took[LONGEST_US]; /* updates by whole microseconds */
    uint32_t longest_us;
};

static struct pb_content *make_content(void)
{
    struct pb_content_builder *builder;
    struct pb_item_template item = {
        .item_class = PB_ITEM_TRADE_GOODS, .stack_size = 20, .sell_price = 40, .name = "Ore"};
    int error = pb_content_builder_new(&builder, &pb_memory_libc);
    uint32_t i;

    for (i = 0; i < 500 && error == PB_OK; i++) {
        item.entry = ORE + i;
        item.sell_price = 1 + i * i;
        error = pb_content_add_item(builder, &item);
    }
    return crier_finish(builder, error, CRIER);
}

static void stop(const char *what)
{
    fprintf(stderr, "house_cost: %s\n", what);
    exit(1);
}

/* One update of the realm, which is timed. */
static void pass(struct bench *bench)
{
    struct pb_world_event events[PAGE];
    int64_t start = pb_clock_thread_ns(), us;

    pb_realm_update(bench->realm, UPDATE_MS);
    us = (pb_clock_thread_ns() - start) / 1000;
    while (bench->world->poll_events(bench->world->self, events, PAGE) == PAGE)
        ;
    us = us < LONGEST_US ? us : LONGEST_US - 1;
    bench->took[us]++;
    bench->updates++;
    bench->longest_us = us > bench->longest_us ? (uint32_t)us : bench->longest_us;
}

/* Microseconds in which that share of the updates was through. */
static unsigned quantile(const struct bench *bench, double share)
{
    uint64_t below = 0;
    unsigned us;

    for (us = 0; us + 1 < LONGEST_US && (double)(below += bench->took[us]) < share * (double)bench->updates;)
        us++;
    return us;
}

static pb_actor enter(struct bench *bench, uint32_t account)
{
    struct pb_world_event event;

    if (bench->world->create_character(
            bench->world->self, account,
            &(struct pb_character_spec){
                .account_id = account, .name = "Trader", .race = 1, .character_class = 1}) != PB_OK)
        stop("no character");
    pb_realm_update(bench->realm, 0);
    if (bench->world->login(bench->world->self, account, account, 1, bench->store.count) != PB_OK)
        stop("no login");
    pb_realm_update(bench->realm, 0);
    while (bench->world->poll_events(bench->world->self, &event, 1))
        if (event.type == PB_WORLD_LOGGED_IN && !event.error) {
            pb_realm_give_money(bench->realm, event.actor, PURSE, PB_REALM_GOLD_OTHER);
            return event.actor;
        }
    stop("nobody came in");
    return PB_NO_ACTOR;
}

static void open_realm(struct bench *bench, uint32_t people)
{
    struct pb_realm_options options = {.memory = pb_memory_libc,
                                       .content = bench->content,
                                       .store = &bench->functions,
                                       .seed = 1,
                                       .auctions = bench->auctions,
                                       .people = people};

    if (pb_realm_new(&bench->realm, &options) != PB_OK)
        stop("no realm");
    bench->world = pb_realm_world(bench->realm);
}

/* Nanoseconds of one post, while the house fills. */
static double post_all(struct bench *bench, uint32_t wanted)
{
    const struct pb_world *world = bench->world;
    int64_t spent = 0, start;
    uint32_t made, i, id;

    for (made = 0; made + BATCH <= wanted; made += BATCH) {
        for (i = 0; i < BATCH; i++)
            if (pb_bag_add(bench->realm, bench->seller, ORE + pb_chance_below(&bench->chance, 500), 1) !=
                PB_OK)
                stop("full bags");
        start = pb_clock_thread_ns();
        for (i = 0; i < BATCH; i++)
            if (world->post_auction(world->self, bench->seller,
                                    bench->realm->actors[bench->seller]
                                        .items[bench->realm->actors[bench->seller].item_count - 1]
                                        .slot,
                                    1, 100, 1000 + pb_chance_below(&bench->chance, 100000), 48, &id) != PB_OK)
                stop("no auction");
        spent += pb_clock_thread_ns() - start;
        pass(bench);
        pb_realm_give_money(bench->realm, bench->seller, PURSE - bench->realm->actors[bench->seller].money,
                            PB_REALM_GOLD_OTHER);
    }
    return (double)spent / made;
}

/* Nanoseconds of a page, pages in any order. */
static double scan_pages(struct bench *bench)
{
    const struct pb_world *world = bench->world;
    struct pb_auction page[PAGE];
    int64_t start = pb_clock_thread_ns();
    uint32_t i;

    for (i = 0; i < ACTS; i++)
        if (world->scan_auctions(world->self, bench->seller,
                                 1 + pb_chance_below(&bench->chance, bench->auctions - 2 * PAGE), page,
                                 PAGE) != PAGE)
            stop("no page");
    return (double)(pb_clock_thread_ns() - start) / ACTS;
}

/* Nanoseconds of a bid that outbids somebody, or of a buyout. */
static double bid_all(struct bench *bench, int is_buyout)
{
    const struct pb_world *world = bench->world;
    int64_t spent = 0, start;
    uint32_t i, k, done = 0;

    for (i = 0; i < ACTS / BATCH; i++) {
        pb_actor who = bench->buyers[i & 1];

        start = pb_clock_thread_ns();
        for (k = 0; k < BATCH; k++) {
            uint32_t id = 1 + pb_chance_below(&bench->chance, is_buyout ? bench->auctions - 8 : 512);
            int error = world->bid_auction(world->self, who, id, is_buyout ? 1000000 : 100 + i / 2 * 10 + i);

            done += error == PB_OK;
        }
        spent += pb_clock_thread_ns() - start;
        pass(bench);
        pb_realm_give_money(bench->realm, who, PURSE - bench->realm->actors[who].money, PB_REALM_GOLD_OTHER);
    }
    if (done < ACTS / 4)
        stop("few bids");
    return (double)spent / ACTS;
}

/* Nanoseconds for each auction that ends. */
static double end_all(struct bench *bench)
{
    uint64_t before = bench->realm->stats.auctions;
    uint32_t second;
    int64_t start = pb_clock_thread_ns();

    for (second = 0; second < 49 * 3600 && bench->realm->stats.auctions; second++)
        pb_houses_pass(bench->realm);
    return (double)(pb_clock_thread_ns() - start) / (double)before;
}

/* Nearly full houses, people who trade, and the two days after which all of it has ended: every update. */
static void watch_updates(struct bench *bench)
{
    uint32_t left;

    pb_realm_free(bench->realm);
    pb_memory_store_release(&bench->store);
    bench->store = (struct pb_memory_store){0};
    open_realm(bench, HUMANS);
    bench->seller = enter(bench, 1);
    bench->updates = bench->longest_us = 0;
    memset(bench->took, 0, sizeof bench->took);
    post_all(bench, bench->auctions - (uint32_t)bench->realm->stats.auctions - bench->auctions / 50);
    for (left = 49 * 3600; left > 0; left--)
        for (unsigned part = 0; part < 1000 / UPDATE_MS; part++)
            pass(bench);
}

/* ---- Opening ---- */

static int is_market_asked;

static int ask_market(void *user)
{
    (void)user;
    is_market_asked = 1;
    return PB_OK;
}

static int take_deeds(void *user, const struct pb_realm_deeds *deeds)
{
    (void)user;
    (void)deeds;
    return PB_OK;
}

/* A store that has nothing of the houses yet. */
static int answer_market(void *user, struct pb_realm_answer *answer)
{
    static const struct pb_realm_deeds none = {.is_last = 1};

    if (!is_market_asked)
        return pb_memory_store_poll(user, answer);
    is_market_asked = 0;
    *answer = (struct pb_realm_answer){.type = PB_REALM_OPENED, .deeds = &none};
    return 1;
}

/* From the start until the houses of a realm are open whose store keeps them: every update. */
static void watch_opening(struct bench *bench)
{
    pb_realm_free(bench->realm);
    bench->functions.open_market = ask_market;
    bench->functions.save_deeds = take_deeds;
    bench->functions.poll = answer_market;
    open_realm(bench, HUMANS);
    bench->updates = bench->longest_us = 0;
    memset(bench->took, 0, sizeof bench->took);
    while (!bench->realm->houses->is_open)
        pass(bench);
}

static double people_day(struct bench *bench, double *auctions)
{
    uint32_t second;
    int64_t start;

    pb_realm_free(bench->realm);
    open_realm(bench, PEOPLE);
    for (second = 0; second < DAY_S; second++)
        pb_houses_pass(bench->realm);
    start = pb_clock_thread_ns();
    for (second = 0; second < DAY_S; second++)
        pb_houses_pass(bench->realm);
    *auctions = (double)bench->realm->stats.auctions;
    return (double)(pb_clock_thread_ns() - start) / DAY_S;
}

int main(int argc, char **argv)
{
    static struct bench bench = {.chance = 1};
    double post, scan, bid, buy, end, people, stand;
    size_t bytes;

    bench.auctions = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;
    if (bench.auctions < 10000 || bench.auctions > PB_LOTS_MOST)
        stop("wanted: 10000 to 100000 auctions");
    bench.auctions = bench.auctions / BATCH * BATCH;
    bench.content = make_content();
    if (!bench.content)
        stop("no content");
    bench.functions = pb_memory_store_functions(&bench.store);
    open_realm(&bench, 0);
    bench.seller = enter(&bench, 1);
    bench.buyers[0] = enter(&bench, 2);
    bench.buyers[1] = enter(&bench, 3);
    post = post_all(&bench, bench.auctions);
    bytes = pb_houses_bytes(bench.realm);
    scan = scan_pages(&bench);
    bid = bid_all(&bench, 0);
    buy = bid_all(&bench, 1);
    end = end_all(&bench);
    printf("{\"auctions\": %" PRIu32
           ", \"post_ns\": %.0f, \"scan_page_ns\": %.0f, \"page\": %d, \"bid_ns\": %.0f, "
           "\"buyout_ns\": %.0f, \"end_ns\": %.0f, \"bytes_per_auction\": %.1f, "
           "\"letter_bytes\": %zu",
           bench.auctions, post, scan, PAGE, bid, buy, end, (double)bytes / bench.auctions,
           sizeof(struct pb_letter));
    people = people_day(&bench, &stand);
    printf(", \"people\": %d, \"people_second_ns\": %.0f, \"people_auctions\": %.0f", PEOPLE, people, stand);
    watch_updates(&bench);
    printf(", \"updates\": %" PRIu64
           ", \"update_p99_us\": %u, \"update_p9999_us\": %u, \"update_max_us\": %u",
           bench.updates, quantile(&bench, 0.99), quantile(&bench, 0.9999), bench.longest_us);
    watch_opening(&bench);
    printf(", \"opening_updates\": %" PRIu64 ", \"opening_p99_us\": %u, \"opening_max_us\": %u}\n",
           bench.updates, quantile(&bench, 0.99), bench.longest_us);
    pb_realm_free(bench.realm);
    pb_content_free(bench.content);
    pb_memory_store_release(&bench.store);
    return 0;
}
