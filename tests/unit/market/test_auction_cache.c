#include "../counted.h"
#include "../scarce.h"
#include "../seed.h"
#include "auction_of.h"
#include "base/clock.h"
#include "include/playerbot_error.h"
#include "whole_page.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { HOUSES = 3, ITEMS = 12, SELLERS = 9, MOST = 400, STEPS = 4000, PAGE = 37, FULL = 100000 };

/* ---- The model: a heap of rows, everything by looking at all of them ---- */

struct model {
    struct pb_auction_row rows[MOST + 1];
    uint32_t count, capacity;
};

static uint64_t seller_of(uint32_t number)
{
    return (uint64_t)(number % 3) << 32 | (number + 1);
}

static struct pb_auction_row *model_find(struct model *model, unsigned house, uint32_t id)
{
    for (uint32_t i = 0; i < model->count; i++)
        if (model->rows[i].house == house && model->rows[i].auction_id == id)
            return &model->rows[i];
    return NULL;
}

static void model_drop(struct model *model, struct pb_auction_row *row)
{
    *row = model->rows[--model->count];
}

static double price_of(const struct pb_auction_row *row)
{
    return row->buyout ? (double)row->buyout / row->count : 1e12 + (double)row->bid_next / row->count;
}

static void model_put(struct model *model, unsigned house, const struct pb_auction *auction, uint32_t now_s)
{
    struct pb_auction_row made = {.auction_id = auction->auction_id,
                                  .entry = auction->entry,
                                  .seller_low = (uint32_t)auction->seller_guid,
                                  .seller_high = (uint32_t)(auction->seller_guid >> 32),
                                  .bid = auction->bid,
                                  .bid_next = auction->bid_next,
                                  .buyout = auction->buyout,
                                  .ends_s = now_s + auction->time_left_s,
                                  .count = auction->count,
                                  .house = (uint8_t)house},
                          *known = model_find(model, house, auction->auction_id), *dearest = NULL;

    if (known) {
        if (known->ends_s + 2 >= made.ends_s && made.ends_s + 2 >= known->ends_s)
            made.ends_s = known->ends_s;
        *known = made;
        return;
    }
    if (model->count == model->capacity) {
        for (uint32_t i = 0; i < model->count; i++) {
            struct pb_auction_row *row = &model->rows[i];

            if (row->house == house && row->entry == auction->entry &&
                (!dearest || price_of(row) > price_of(dearest) ||
                 (price_of(row) == price_of(dearest) && row->auction_id > dearest->auction_id)))
                dearest = row;
        }
        if (!dearest || price_of(&made) >= price_of(dearest))
            return;
        model_drop(model, dearest);
    }
    model->rows[model->count++] = made;
}

/* ---- The houses: what is true ---- */

struct truth {
    struct pb_auction auctions[HOUSES][MOST];
    uint32_t counts[HOUSES], next_id, now_s;
};

static struct pb_auction new_auction(struct truth *truth, uint64_t *seed)
{
    struct pb_auction auction = {.auction_id = truth->next_id += 1 + pb_seed_below(seed, 3),
                                 .entry = 100 + pb_seed_below(seed, ITEMS),
                                 .seller_guid = seller_of(pb_seed_below(seed, SELLERS)),
                                 .bid_next = 1 + pb_seed_below(seed, 50),
                                 .count = (uint16_t)(1 + pb_seed_below(seed, 20)),
                                 .time_left_s = 60 + pb_seed_below(seed, 2000)};

    auction.buyout = pb_seed_below(seed, 4) ? auction.bid_next + pb_seed_below(seed, 60) : 0;
    return auction;
}

/* Time goes on: auctions come, end, are bought and bid for. */
static void live(struct truth *truth, uint64_t *seed, uint32_t most)
{
    uint32_t passed = pb_seed_below(seed, 40), kept, h, i;

    truth->now_s += passed;
    for (h = 0; h < HOUSES; h++) {
        for (kept = i = 0; i < truth->counts[h]; i++) {
            struct pb_auction auction = truth->auctions[h][i];

            if (auction.time_left_s <= passed || !pb_seed_below(seed, 30))
                continue;
            auction.time_left_s -= passed;
            if (!pb_seed_below(seed, 10)) {
                auction.bid = auction.bid_next;
                auction.bid_next += 1 + auction.bid / 20;
            }
            truth->auctions[h][kept++] = auction;
        }
        truth->counts[h] = kept;
        for (i = pb_seed_below(seed, 15); i > 0 && truth->counts[h] < most; i--)
            truth->auctions[h][truth->counts[h]++] = new_auction(truth, seed);
    }
}

/* A page as a world hands it out, to the cache and to the model. Returns where the next begins. */
static uint32_t scan(const struct truth *truth, struct pb_auction_cache *cache, struct model *model,
                     unsigned house, uint32_t from_id, uint32_t page)
{
    const struct pb_auction *auctions = truth->auctions[house];
    uint32_t first = 0, known = from_id, count, i, end, next;

    while (first < truth->counts[house] && auctions[first].auction_id < from_id)
        first++;
    count = truth->counts[house] - first < page ? truth->counts[house] - first : page;
    end = count < page ? UINT32_MAX : auctions[first + count - 1].auction_id;
    for (i = 0; i <= count; i++) {
        uint32_t last = i < count ? auctions[first + i].auction_id - 1 : end;

        for (uint32_t k = 0; k < model->count;)
            if (model->rows[k].house == house && model->rows[k].auction_id >= known &&
                model->rows[k].auction_id <= last)
                model_drop(model, &model->rows[k]);
            else
                k++;
        if (i < count)
            model_put(model, house, &auctions[first + i], truth->now_s);
        known = last + 2;
    }
    next = whole_page(cache, (uint8_t)house, from_id, auctions + first, count, count < page, truth->now_s);
    assert_int_equal(next, count < page ? 0 : end + 1);
    return next ? next : 1;
}

/* ---- Comparing ---- */

static void same_row(const struct pb_auction_row *row, const struct pb_auction_row *model)
{
    assert_true(!row == !model);
    if (row)
        assert_memory_equal(row, model, sizeof *row);
}

/* Every row of the walk is one of the model's that was asked for, in order, and none is missing. */
static void compare_walk(struct pb_auction_walk *walk, struct model *model, uint32_t wanted)
{
    const struct pb_auction_row *row, *before = NULL;
    struct pb_auction_row last;
    uint32_t count = 0;

    while ((row = pb_auction_walk_next(walk))) {
        same_row(row, model_find(model, row->house, row->auction_id));
        if (before && walk->order == PB_AUCTIONS_BY_ITEM)
            assert_true(price_of(&last) <= price_of(row));
        if (before && walk->order == PB_AUCTIONS_BY_END)
            assert_true(last.ends_s <= row->ends_s);
        last = *row;
        before = &last;
        count++;
    }
    assert_int_equal(count, wanted);
    assert_null(pb_auction_walk_next(walk));
}

static void compare(struct pb_auction_cache *cache, struct model *model, uint32_t now_s, uint64_t *seed)
{
    struct pb_auction_walk walk;
    uint32_t i, n, count, house = pb_seed_below(seed, HOUSES), until_s = now_s + pb_seed_below(seed, 2000);
    const struct pb_auction_row *best;

    assert_int_equal(pb_auction_cache_stats(cache)->auctions, model->count);
    for (i = 0; i < model->count; i++)
        same_row(pb_auction_cache_find(cache, model->rows[i].house, model->rows[i].auction_id),
                 &model->rows[i]);
    for (n = 0; n <= ITEMS; n++) {
        for (count = i = 0, best = NULL; i < model->count; i++) {
            const struct pb_auction_row *row = &model->rows[i];

            if (row->house != house || row->entry != 100 + n)
                continue;
            count++;
            if (row->buyout && (!best || price_of(row) < price_of(best) ||
                                (price_of(row) == price_of(best) && row->auction_id < best->auction_id)))
                best = row;
        }
        same_row(pb_auction_cache_cheapest(cache, (uint8_t)house, 100 + n), best);
        pb_auction_walk_item(&walk, cache, (uint8_t)house, 100 + n);
        compare_walk(&walk, model, count);
    }
    for (n = 0; n <= SELLERS; n++) {
        for (count = i = 0; i < model->count; i++)
            count += pb_auction_seller(&model->rows[i]) == seller_of(n);
        pb_auction_walk_seller(&walk, cache, seller_of(n));
        compare_walk(&walk, model, count);
    }
    for (count = i = 0; i < model->count; i++)
        count += model->rows[i].ends_s <= until_s;
    pb_auction_walk_ending(&walk, cache, until_s);
    compare_walk(&walk, model, count);
}

static void expire(struct pb_auction_cache *cache, struct model *model, uint32_t now_s)
{
    uint32_t i, ended = 0;

    for (i = 0; i < model->count;)
        if (model->rows[i].ends_s <= now_s) {
            model_drop(model, &model->rows[i]);
            ended++;
        } else {
            i++;
        }
    assert_int_equal(pb_auction_cache_expire(cache, now_s, ended / 2), ended / 2);
    assert_int_equal(pb_auction_cache_expire(cache, now_s, UINT32_MAX), ended - ended / 2);
    assert_int_equal(pb_auction_cache_expire(cache, now_s, UINT32_MAX), 0);
}

/* With room for all, and with room for half of them. */
static void a_model_agrees(void **state)
{
    static struct model model;
    static struct truth truth;
    uint64_t seed = pb_seed("auction_cache");
    struct pb_auction_cache *cache;

    (void)state;
    for (unsigned round = 0; round < 2; round++) {
        uint32_t from[HOUSES] = {1, 1, 1}, most = MOST / HOUSES - 45, full = 0;

        memset(&truth, 0, sizeof truth);
        truth.now_s = 1000;
        model.count = 0;
        model.capacity = round ? MOST / 2 : MOST;
        assert_int_equal(pb_auction_cache_new(&cache, model.capacity, &pb_memory_libc), PB_OK);
        for (int step = 0; step < STEPS; step++) {
            unsigned house = pb_seed_below(&seed, HOUSES);

            if (pb_seed_below(&seed, 3) == 0)
                live(&truth, &seed, most);
            from[house] = scan(&truth, cache, &model, house, from[house], 1 + pb_seed_below(&seed, PAGE));
            if (step % 5 == 0) {
                struct pb_auction own = new_auction(&truth, &seed);

                pb_auction_cache_put(cache, (uint8_t)house, &own, truth.now_s);
                model_put(&model, house, &own, truth.now_s);
            }
            if (step % 7 == 0 && model.count) {
                struct pb_auction_row *row = &model.rows[pb_seed_below(&seed, model.count)];

                pb_auction_cache_remove(cache, row->house, row->auction_id);
                pb_auction_cache_remove(cache, row->house, row->auction_id);
                model_drop(&model, row);
            }
            if (step % 11 == 0)
                expire(cache, &model, truth.now_s);
            if (step % 20 == 0)
                compare(cache, &model, truth.now_s, &seed);
            full += model.count == model.capacity;
        }
        /* A quiet house is known as it is, after one scan. */
        if (!round)
            for (unsigned house = 0; house < HOUSES; house++) {
                uint32_t at = 1, known = 0;

                do
                    at = scan(&truth, cache, &model, house, at, PAGE);
                while (at != 1);
                for (uint32_t i = 0; i < model.count; i++)
                    known += model.rows[i].house == house;
                assert_int_equal(known, truth.counts[house]);
            }
        compare(cache, &model, truth.now_s, &seed);
        assert_true(round ? full > STEPS / 10 : full == 0);
        assert_true(round == 0 || pb_auction_cache_stats(cache)->replaced > 10);
        pb_auction_cache_free(cache);
    }
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct pb_auction page[] = {auction_of(5, 1, 10, 1), auction_of(0, 1, 10, 1),
                                auction_of(4, 1, 10, 1), auction_of(6, 0, 10, 1),
                                auction_of(7, 1, 10, 0), auction_of(5, 1, 9, 1),
                                auction_of(9, 1, 10, 1), auction_of(UINT32_MAX, 1, 10, 1)};
    struct pb_auction_cache *cache;

    (void)state;
    assert_int_equal(pb_auction_cache_new(&cache, 10, &pb_memory_libc), PB_OK);
    assert_int_equal(pb_auction_cache_page(cache, 0, 3, page, 8, 0, 0), 10);
    assert_int_equal(pb_auction_cache_stats(cache)->auctions, 2);
    assert_int_equal(pb_auction_cache_stats(cache)->refused, 6);
    assert_int_equal(pb_auction_cache_find(cache, 0, 5)->buyout, 10);
    assert_null(pb_auction_cache_find(cache, 1, 5));
    pb_auction_cache_put(cache, 0, &page[1], 0);
    assert_int_equal(pb_auction_cache_stats(cache)->refused, 7);
    /* An empty page in the middle says that nothing is there; an empty house forgets all. */
    assert_int_equal(pb_auction_cache_page(cache, 0, 6, NULL, 0, 1, 0), 0);
    assert_int_equal(pb_auction_cache_stats(cache)->auctions, 1);
    assert_int_equal(pb_auction_cache_page(cache, 0, 1, NULL, 0, 1, 0), 0);
    assert_int_equal(pb_auction_cache_stats(cache)->auctions, 0);
    pb_auction_cache_free(cache);
}

/* Fractions are compared as they are: 10 for 3 is less than 7 for 2, and nothing overflows. */
static void prices_are_exact(void **state)
{
    struct pb_auction page[] = {auction_of(1, 1, 7, 2),
                                auction_of(2, 1, 10, 3),
                                auction_of(3, 1, 0, 1),
                                auction_of(4, 2, UINT32_MAX, 65535),
                                auction_of(5, 2, UINT32_MAX - 1, 65535),
                                auction_of(6, 3, 0, 1)};
    struct pb_auction_cache *cache;
    uint64_t misses;

    (void)state;
    assert_int_equal(pb_auction_cache_new(&cache, 10, &pb_memory_libc), PB_OK);
    pb_auction_cache_page(cache, 0, 1, page, 6, 1, 0);
    assert_int_equal(pb_auction_cache_cheapest(cache, 0, 1)->auction_id, 2);
    assert_int_equal(pb_auction_cache_cheapest(cache, 0, 2)->auction_id, 5);
    misses = pb_auction_cache_stats(cache)->misses;
    assert_null(pb_auction_cache_cheapest(cache, 0, 3));
    assert_null(pb_auction_cache_cheapest(cache, 0, 4));
    assert_int_equal(pb_auction_cache_stats(cache)->misses, misses + 2);
    assert_int_equal(pb_auction_cache_stats(cache)->hits, 2);
    pb_auction_cache_free(cache);
}

/* Two seconds more or less are the world's rounding, three are news. */
static void an_end_may_tremble(void **state)
{
    struct pb_auction auction = auction_of(1, 1, 10, 1);
    struct pb_auction_cache *cache;

    (void)state;
    assert_int_equal(pb_auction_cache_new(&cache, 10, &pb_memory_libc), PB_OK);
    pb_auction_cache_put(cache, 0, &auction, 1000);
    pb_auction_cache_put(cache, 0, &auction, 1002);
    assert_int_equal(pb_auction_cache_find(cache, 0, 1)->ends_s, 1100);
    pb_auction_cache_put(cache, 0, &auction, 998);
    assert_int_equal(pb_auction_cache_find(cache, 0, 1)->ends_s, 1100);
    assert_int_equal(pb_auction_cache_stats(cache)->same, 2);
    pb_auction_cache_put(cache, 0, &auction, 997);
    assert_int_equal(pb_auction_cache_find(cache, 0, 1)->ends_s, 1097);
    pb_auction_cache_put(cache, 0, &auction, 1000);
    assert_int_equal(pb_auction_cache_find(cache, 0, 1)->ends_s, 1100);
    assert_int_equal(pb_auction_cache_stats(cache)->changed, 2);
    pb_auction_cache_free(cache);
}

static void without_memory_it_says_so(void **state)
{
    struct pb_auction_cache *cache;
    long nth, blocks = 2 + 3 * PB_AUCTION_ORDERS;

    (void)state;
    for (nth = 0; nth <= blocks; nth++) {
        struct pb_scarce scarce;
        int error;

        pb_scarce_init(&scarce, nth);
        error = pb_auction_cache_new(&cache, 100, &scarce.memory);
        assert_int_equal(error, nth < blocks ? PB_E_no_memory : PB_OK);
        if (error == PB_OK)
            pb_auction_cache_free(cache);
        assert_int_equal(scarce.blocks, 0);
    }
}

/* ---- Full size: bytes are checked, times are told ---- */

static double each_ns(int64_t since_ns, uint32_t count)
{
    return (double)(pb_clock_thread_ns() - since_ns) / count;
}

static void fill(struct pb_auction *auctions, uint64_t *seed)
{
    for (uint32_t i = 0; i < FULL; i++) {
        /* Of few items there are many auctions, of most few. */
        uint32_t skew = pb_seed_below(seed, 5000) + 1;

        auctions[i] = auction_of(i + 1, 1 + pb_seed_below(seed, skew), pb_seed_below(seed, 100000), 1);
        auctions[i].count = (uint16_t)(1 + pb_seed_below(seed, 20));
        auctions[i].seller_guid = 1 + pb_seed_below(seed, 8000);
        auctions[i].time_left_s = pb_seed_below(seed, 172800);
    }
}

static uint32_t scan_all(struct pb_auction_cache *cache, const struct pb_auction *auctions, uint32_t now_s)
{
    uint32_t at, pages = 0;

    for (at = 0; at < FULL; at += 100, pages++)
        pb_auction_cache_page(cache, 1, at + 1, auctions + at, 100, at + 100 == FULL, now_s);
    return pages;
}

static void a_hundred_thousand_auctions(void **state)
{
    struct pb_auction *auctions = calloc(FULL, sizeof *auctions);
    uint64_t seed = pb_seed("auction_cache"), sum = 0;
    struct pb_auction_cache *cache;
    struct pb_auction_walk walk;
    const struct pb_auction_row *row;
    struct pb_counted counted;
    double first, again, cheap, find, item, seller;
    uint32_t i, rows = 0;
    int64_t at_ns;

    (void)state;
    assert_non_null(auctions);
    fill(auctions, &seed);
    pb_counted_init(&counted);
    assert_int_equal(pb_auction_cache_new(&cache, FULL, &counted.memory), PB_OK);
    at_ns = pb_clock_thread_ns();
    scan_all(cache, auctions, 0);
    first = each_ns(at_ns, FULL);
    at_ns = pb_clock_thread_ns();
    scan_all(cache, auctions, 1);
    again = each_ns(at_ns, FULL);
    assert_int_equal(pb_auction_cache_stats(cache)->auctions, FULL);
    assert_int_equal(pb_auction_cache_stats(cache)->same, FULL);
    at_ns = pb_clock_thread_ns();
    for (i = 0; i < FULL; i++)
        if ((row = pb_auction_cache_cheapest(cache, 1, 1 + pb_seed_below(&seed, 6000))))
            sum += row->buyout;
    cheap = each_ns(at_ns, FULL);
    at_ns = pb_clock_thread_ns();
    for (i = 0; i < FULL; i++)
        if ((row = pb_auction_cache_find(cache, 1, 1 + pb_seed_below(&seed, FULL + FULL / 10))))
            sum += row->count;
    find = each_ns(at_ns, FULL);
    at_ns = pb_clock_thread_ns();
    for (i = 1; i <= 5000; i++)
        for (pb_auction_walk_item(&walk, cache, 1, i); pb_auction_walk_next(&walk);)
            rows++;
    item = each_ns(at_ns, rows);
    assert_int_equal(rows, FULL);
    at_ns = pb_clock_thread_ns();
    for (i = rows = 0; i <= 8000; i++)
        for (pb_auction_walk_seller(&walk, cache, i); pb_auction_walk_next(&walk);)
            rows++;
    seller = each_ns(at_ns, rows);
    assert_int_equal(rows, FULL);
    printf(
        "# %.1f bytes an auction; ns: first scan %.0f an auction, next scan %.0f, cheapest of an item %.0f, "
        "by id %.0f, walk by item %.0f a row, by seller %.0f; hit rate %.1f %% (sum %" PRIu64 ")\n",
        (double)counted.bytes / FULL, first, again, cheap, find, item, seller,
        100.0 * (double)pb_auction_cache_stats(cache)->hits /
            (double)(pb_auction_cache_stats(cache)->hits + pb_auction_cache_stats(cache)->misses),
        sum);
    assert_true(counted.bytes <= (size_t)FULL * 64);
    /* What it says that it takes is what was taken, to a hundredth. */
    assert_true(pb_auction_cache_stats(cache)->bytes <= counted.bytes);
    assert_true(pb_auction_cache_stats(cache)->bytes >= counted.bytes / 100 * 99);
    pb_auction_cache_free(cache);
    assert_int_equal(counted.bytes, 0);
    free(auctions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_agrees),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(prices_are_exact),
        cmocka_unit_test(an_end_may_tremble),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(a_hundred_thousand_auctions),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("auction_cache", tests, NULL, NULL);
}
