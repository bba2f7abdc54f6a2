/*
 * House cost: what the auction houses of the embedded realm take when they are full: posting, scanning,
 * bidding, buying, ending, and the humans who trade there. Prints one line of JSON; CPU time of the thread.
 *
 * Usage: house_cost [AUCTIONS]     default: 100,000
 */
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
    DAY_S = 86400
};

struct bench {
    struct pb_content *content;
    struct pb_memory_store store;
    struct pb_realm *realm;
    const struct pb_world *world;
    pb_actor seller, buyers[2];
    uint64_t chance;
    uint32_t auctions;
};

static struct pb_content *make_content(void)
{
    struct pb_content_builder *builder;
    struct pb_content *content = NULL;
    struct pb_item_template item = {
        .item_class = PB_ITEM_TRADE_GOODS, .stack_size = 20, .sell_price = 40, .name = "Ore"};
    int error = pb_content_builder_new(&builder, &pb_memory_libc);
    uint32_t i;

    for (i = 0; i < 500 && error == PB_OK; i++) {
        item.entry = ORE + i;
        item.sell_price = 1 + i * i;
        error = pb_content_add_item(builder, &item);
    }
    if (error == PB_OK)
        error = pb_content_add_creature(builder, &(struct pb_creature_template){.entry = CRIER,
                                                                                .roles = PB_ROLE_AUCTIONEER,
                                                                                .level_min = 60,
                                                                                .level_max = 60,
                                                                                .name = "Crier"});
    if (error == PB_OK)
        error = pb_content_add_spawn(builder, CRIER, &(struct pb_position){0, 0, 0, 0, 12}, 60, 0);
    return error == PB_OK && pb_content_finish(builder, NULL, NULL, &content) == PB_OK ? content : NULL;
}

static void stop(const char *what)
{
    fprintf(stderr, "house_cost: %s\n", what);
    exit(1);
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
    struct pb_realm_store store = {.user = &bench->store,
                                   .create = pb_memory_store_create,
                                   .remove = pb_memory_store_remove,
                                   .list = pb_memory_store_list,
                                   .load = pb_memory_store_load,
                                   .save = pb_memory_store_save,
                                   .poll = pb_memory_store_poll};
    struct pb_realm_options options = {.memory = pb_memory_libc,
                                       .content = bench->content,
                                       .store = &store,
                                       .seed = 1,
                                       .auctions = bench->auctions,
                                       .people = people};

    if (pb_realm_new(&bench->realm, &options) != PB_OK)
        stop("no realm");
    bench->world = pb_realm_world(bench->realm);
}

/* Nanoseconds of one post, while the house fills. */
static double post_all(struct bench *bench)
{
    const struct pb_world *world = bench->world;
    int64_t spent = 0, start;
    uint32_t made, i, id;

    for (made = 0; made + BATCH <= bench->auctions; made += BATCH) {
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
        pb_realm_update(bench->realm, 50);
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
        pb_realm_update(bench->realm, 50);
        pb_realm_give_money(bench->realm, who, PURSE - bench->realm->actors[who].money, PB_REALM_GOLD_OTHER);
    }
    if (done < ACTS / 4)
        stop("few bids");
    return (double)spent / ACTS;
}

/* Nanoseconds for each auction that ends, and the longest second. */
static double end_all(struct bench *bench, double *longest_us)
{
    uint64_t before = bench->realm->stats.auctions;
    int64_t spent = 0, longest = 0;
    uint32_t second;

    for (second = 0; second < 49 * 3600 && bench->realm->stats.auctions; second++) {
        int64_t start = pb_clock_thread_ns(), took;

        pb_houses_due(bench->realm);
        took = pb_clock_thread_ns() - start;
        spent += took;
        longest = took > longest ? took : longest;
    }
    *longest_us = (double)longest / 1000;
    return (double)spent / (double)before;
}

static double people_day(struct bench *bench, double *auctions)
{
    uint32_t second;
    int64_t start;

    pb_realm_free(bench->realm);
    open_realm(bench, PEOPLE);
    for (second = 0; second < DAY_S; second++)
        pb_houses_due(bench->realm);
    start = pb_clock_thread_ns();
    for (second = 0; second < DAY_S; second++)
        pb_houses_due(bench->realm);
    *auctions = (double)bench->realm->stats.auctions;
    return (double)(pb_clock_thread_ns() - start) / DAY_S;
}

int main(int argc, char **argv)
{
    struct bench bench = {.chance = 1, .auctions = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000};
    double post, scan, bid, buy, end, longest_us, people, stand;
    size_t bytes;

    if (bench.auctions < 10000 || bench.auctions > PB_LOTS_MOST)
        stop("wanted: 10000 to 100000 auctions");
    bench.auctions = bench.auctions / BATCH * BATCH;
    bench.content = make_content();
    if (!bench.content)
        stop("no content");
    open_realm(&bench, 0);
    bench.seller = enter(&bench, 1);
    bench.buyers[0] = enter(&bench, 2);
    bench.buyers[1] = enter(&bench, 3);
    post = post_all(&bench);
    bytes = pb_houses_bytes(bench.realm);
    scan = scan_pages(&bench);
    bid = bid_all(&bench, 0);
    buy = bid_all(&bench, 1);
    end = end_all(&bench, &longest_us);
    printf("{\"auctions\": %" PRIu32
           ", \"post_ns\": %.0f, \"scan_page_ns\": %.0f, \"page\": %d, \"bid_ns\": %.0f, "
           "\"buyout_ns\": %.0f, \"end_ns\": %.0f, \"longest_second_us\": %.0f, \"bytes_per_auction\": %.1f, "
           "\"letter_bytes\": %zu",
           bench.auctions, post, scan, PAGE, bid, buy, end, longest_us, (double)bytes / bench.auctions,
           sizeof(struct pb_letter));
    people = people_day(&bench, &stand);
    printf(", \"people\": %d, \"people_second_ns\": %.0f, \"people_auctions\": %.0f}\n", PEOPLE, people,
           stand);
    pb_realm_free(bench.realm);
    pb_content_free(bench.content);
    pb_memory_store_release(&bench.store);
    return 0;
}
