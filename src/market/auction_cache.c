#include "market/auction_cache.h"
#include "include/playerbot_error.h"
#include <string.h>

enum {
    /* Worlds tell how long an auction lasts in whole seconds, so its end trembles from scan to scan. */
    TREMBLE_S = 2
};

struct pb_auction_cache {
    struct pb_memory memory;
    struct pb_auction_row *rows; /* the last one is the probe: what is looked for */
    uint32_t capacity, touched;  /* rows from `touched` on were never used */
    uint32_t first_free;         /* row + 1; the next one's stands in its auction_id */
    struct pb_order orders[PB_AUCTION_ORDERS];
    struct pb_auction_cache_stats stats;
};

/* ---- Orders ---- */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_id(const struct pb_auction_row *a, const struct pb_auction_row *b)
{
    int order = compare_numbers(a->house, b->house);

    return order ? order : compare_numbers(a->auction_id, b->auction_id);
}

/* Prices for one piece are compared as fractions: nothing is rounded. */
static int by_price(const struct pb_auction_row *a, const struct pb_auction_row *b)
{
    if (!a->buyout || !b->buyout) {
        if (a->buyout || b->buyout)
            return a->buyout ? -1 : 1;
        return compare_numbers((uint64_t)a->bid_next * b->count, (uint64_t)b->bid_next * a->count);
    }
    return compare_numbers((uint64_t)a->buyout * b->count, (uint64_t)b->buyout * a->count);
}

static int by_item(const struct pb_auction_row *a, const struct pb_auction_row *b)
{
    int order = compare_numbers((uint64_t)a->house << 32 | a->entry, (uint64_t)b->house << 32 | b->entry);

    return order ? order : by_price(a, b);
}

static int by_seller(const struct pb_auction_row *a, const struct pb_auction_row *b)
{
    return compare_numbers(pb_auction_seller(a), pb_auction_seller(b));
}

static int by_end(const struct pb_auction_row *a, const struct pb_auction_row *b)
{
    return compare_numbers(a->ends_s, b->ends_s);
}

/* House and id decide between equals in every order. */
#define ORDERS(X)                                                                                            \
    X(PB_AUCTIONS_BY_ID, by_id)                                                                              \
    X(PB_AUCTIONS_BY_ITEM, by_item)                                                                          \
    X(PB_AUCTIONS_BY_SELLER, by_seller)                                                                      \
    X(PB_AUCTIONS_BY_END, by_end)

#define X(order, compare)                                                                                    \
    static int compare##_in(const void *user, uint32_t a, uint32_t b)                                        \
    {                                                                                                        \
        const struct pb_auction_row *rows = ((const struct pb_auction_cache *)user)->rows;                   \
        int result = compare(&rows[a], &rows[b]);                                                            \
                                                                                                             \
        return result ? result : by_id(&rows[a], &rows[b]);                                                  \
    }
ORDERS(X)
#undef X

static pb_order_compare_fn *const compares[PB_AUCTION_ORDERS] = {
#define X(order, compare) [order] = compare##_in,
    ORDERS(X)
#undef X
};

/* ---- Life ---- */

int pb_auction_cache_new(struct pb_auction_cache **cache, uint32_t capacity, const struct pb_memory *memory)
{
    struct pb_auction_cache *made = pb_memory_new(memory, 1, sizeof *made);
    int error = made ? PB_OK : PB_E_no_memory;
    unsigned i;

    if (error)
        return error;
    made->memory = *memory;
    made->capacity = capacity;
    made->rows = pb_memory_new(memory, (size_t)capacity + 1, sizeof *made->rows);
    made->stats.bytes = sizeof *made + ((size_t)capacity + 1) * sizeof *made->rows;
    for (i = 0; i < PB_AUCTION_ORDERS && error == PB_OK; i++) {
        error = pb_order_init(&made->orders[i], capacity, compares[i], made, memory);
        made->stats.bytes += pb_order_bytes(&made->orders[i]);
    }
    if (error || !made->rows) {
        pb_auction_cache_free(made);
        return PB_E_no_memory;
    }
    *cache = made;
    return PB_OK;
}

void pb_auction_cache_free(struct pb_auction_cache *cache)
{
    struct pb_memory memory;
    unsigned i;

    if (!cache)
        return;
    memory = cache->memory;
    for (i = 0; i < PB_AUCTION_ORDERS; i++)
        pb_order_release(&cache->orders[i]);
    pb_memory_free(&memory, cache->rows);
    pb_memory_free(&memory, cache);
}

const struct pb_auction_cache_stats *pb_auction_cache_stats(const struct pb_auction_cache *cache)
{
    return &cache->stats;
}

/* ---- Rows ---- */

static void take_out(struct pb_auction_cache *cache, uint32_t row)
{
    unsigned i;

    for (i = 0; i < PB_AUCTION_ORDERS; i++)
        pb_order_remove(&cache->orders[i], row);
    cache->rows[row].auction_id = cache->first_free;
    cache->first_free = row + 1;
    cache->stats.auctions--;
}

static void put_in(struct pb_auction_cache *cache, const struct pb_auction_row *auction)
{
    uint32_t row = cache->first_free ? cache->first_free - 1 : cache->touched++;
    unsigned i;

    if (cache->first_free)
        cache->first_free = cache->rows[row].auction_id;
    cache->rows[row] = *auction;
    for (i = 0; i < PB_AUCTION_ORDERS; i++)
        pb_order_insert(&cache->orders[i], row);
    cache->stats.auctions++;
    cache->stats.added++;
}

/* The place of what `wanted` says, or of what comes after it. */
static struct pb_order_place look(struct pb_auction_cache *cache, enum pb_auction_order order,
                                  const struct pb_auction_row *wanted)
{
    cache->rows[cache->capacity] = *wanted;
    return pb_order_find(&cache->orders[order], cache->capacity);
}

static struct pb_auction_row row_of(uint8_t house, const struct pb_auction *auction, uint32_t now_s)
{
    return (struct pb_auction_row){.auction_id = auction->auction_id,
                                   .entry = auction->entry,
                                   .seller_low = (uint32_t)auction->seller_guid,
                                   .seller_high = (uint32_t)(auction->seller_guid >> 32),
                                   .bid = auction->bid,
                                   .bid_next = auction->bid_next,
                                   .buyout = auction->buyout,
                                   .ends_s = now_s + auction->time_left_s,
                                   .count = auction->count,
                                   .house = house};
}

/* Puts a new one in, if there is room, or if it is cheaper than the dearest of its item. */
static void add(struct pb_auction_cache *cache, const struct pb_auction_row *auction)
{
    const struct pb_order *order = &cache->orders[PB_AUCTIONS_BY_ITEM];
    struct pb_auction_row end = *auction;
    uint32_t dearest;

    if (cache->stats.auctions < cache->capacity) {
        put_in(cache, auction);
        return;
    }
    end.buyout = 0;
    end.bid_next = UINT32_MAX;
    end.count = 1;
    end.auction_id = UINT32_MAX;
    dearest = pb_order_at(order, pb_order_previous(order, look(cache, PB_AUCTIONS_BY_ITEM, &end)));
    if (dearest == PB_ORDER_END || cache->rows[dearest].house != auction->house ||
        cache->rows[dearest].entry != auction->entry || by_price(auction, &cache->rows[dearest]) >= 0) {
        cache->stats.refused++;
        return;
    }
    take_out(cache, dearest);
    cache->stats.replaced++;
    put_in(cache, auction);
}

/* Only the orders in which it now stands elsewhere are touched. */
static void change(struct pb_auction_cache *cache, uint32_t row, struct pb_auction_row auction)
{
    struct pb_auction_row *own = &cache->rows[row];
    int is_moved[PB_AUCTION_ORDERS];
    uint32_t later_s = auction.ends_s - own->ends_s;
    unsigned i;

    if (later_s + TREMBLE_S <= 2 * TREMBLE_S)
        auction.ends_s = own->ends_s;
    if (!memcmp(own, &auction, sizeof auction)) {
        cache->stats.same++;
        return;
    }
    cache->rows[cache->capacity] = auction;
    for (i = 0; i < PB_AUCTION_ORDERS; i++) {
        is_moved[i] = compares[i](cache, row, cache->capacity) != 0;
        if (is_moved[i])
            pb_order_remove(&cache->orders[i], row);
    }
    *own = auction;
    for (i = 0; i < PB_AUCTION_ORDERS; i++)
        if (is_moved[i])
            pb_order_insert(&cache->orders[i], row);
    cache->stats.changed++;
}

/* The row at a place of the order by id, if it is in the house; else the end. */
static uint32_t in_house(const struct pb_auction_cache *cache, struct pb_order_place place, uint8_t house)
{
    uint32_t row = pb_order_at(&cache->orders[PB_AUCTIONS_BY_ID], place);

    return row != PB_ORDER_END && cache->rows[row].house == house ? row : PB_ORDER_END;
}

static struct pb_order_place from(struct pb_auction_cache *cache, uint8_t house, uint32_t auction_id)
{
    struct pb_auction_row wanted = {.house = house, .auction_id = auction_id};

    return look(cache, PB_AUCTIONS_BY_ID, &wanted);
}

static int makes_sense(const struct pb_auction *auction)
{
    return auction->auction_id && auction->auction_id < UINT32_MAX && auction->entry && auction->count;
}

/* ---- Filling ---- */

/* Forgets what is known from a place on and has an id below `end` (0: whatever id), `left` at most; returns
 * where it then is. */
static struct pb_order_place forget_until(struct pb_auction_cache *cache, uint8_t house,
                                          struct pb_order_place place, uint32_t end, unsigned *left)
{
    uint32_t row;

    while (*left && (row = in_house(cache, place, house)) != PB_ORDER_END &&
           (!end || cache->rows[row].auction_id < end)) {
        uint32_t auction_id = cache->rows[row].auction_id;

        take_out(cache, row);
        --*left;
        cache->stats.gone++;
        place = from(cache, house, auction_id);
    }
    return place;
}

uint32_t pb_auction_cache_page(struct pb_auction_cache *cache, uint8_t house, uint32_t from_id,
                               const struct pb_auction *auctions, unsigned count, int is_last, uint32_t now_s)
{
    struct pb_order_place place = from(cache, house, from_id);
    uint32_t next_id = from_id, row;
    unsigned left = PB_AUCTION_GONE_MOST, i;

    cache->stats.pages++;
    for (i = 0; i < count; i++) {
        struct pb_auction_row auction = row_of(house, &auctions[i], now_s);

        if (!makes_sense(&auctions[i]) || auction.auction_id < next_id) {
            cache->stats.refused++;
            continue;
        }
        place = forget_until(cache, house, place, auction.auction_id, &left);
        if (!left)
            return next_id;
        row = in_house(cache, place, house);
        if (row != PB_ORDER_END && cache->rows[row].auction_id == auction.auction_id) {
            change(cache, row, auction);
            place = pb_order_next(&cache->orders[PB_AUCTIONS_BY_ID], place);
        } else {
            add(cache, &auction);
            place = from(cache, house, auction.auction_id + 1);
        }
        next_id = auction.auction_id + 1;
    }
    if (is_last)
        forget_until(cache, house, place, 0, &left);
    return is_last && left ? 0 : next_id;
}

void pb_auction_cache_put(struct pb_auction_cache *cache, uint8_t house, const struct pb_auction *auction,
                          uint32_t now_s)
{
    struct pb_auction_row made = row_of(house, auction, now_s);
    uint32_t row = in_house(cache, from(cache, house, auction->auction_id), house);

    if (!makes_sense(auction))
        cache->stats.refused++;
    else if (row != PB_ORDER_END && cache->rows[row].auction_id == auction->auction_id)
        change(cache, row, made);
    else
        add(cache, &made);
}

void pb_auction_cache_remove(struct pb_auction_cache *cache, uint8_t house, uint32_t auction_id)
{
    uint32_t row = in_house(cache, from(cache, house, auction_id), house);

    if (row == PB_ORDER_END || cache->rows[row].auction_id != auction_id)
        return;
    take_out(cache, row);
    cache->stats.gone++;
}

unsigned pb_auction_cache_expire(struct pb_auction_cache *cache, uint32_t now_s, unsigned most)
{
    const struct pb_order *order = &cache->orders[PB_AUCTIONS_BY_END];
    unsigned count = 0;

    while (count < most) {
        uint32_t row = pb_order_at(order, (struct pb_order_place){0, 0});

        if (row == PB_ORDER_END || cache->rows[row].ends_s > now_s)
            break;
        take_out(cache, row);
        count++;
    }
    cache->stats.ended += count;
    return count;
}

/* ---- Looking ---- */

static const struct pb_auction_row *tell(struct pb_auction_cache *cache, const struct pb_auction_row *found)
{
    *(found ? &cache->stats.hits : &cache->stats.misses) += 1;
    return found;
}

const struct pb_auction_row *pb_auction_cache_find(struct pb_auction_cache *cache, uint8_t house,
                                                   uint32_t auction_id)
{
    uint32_t row = in_house(cache, from(cache, house, auction_id), house);

    return tell(cache,
                row != PB_ORDER_END && cache->rows[row].auction_id == auction_id ? &cache->rows[row] : NULL);
}

/* The row at the walk's place, NULL when it is none of those that were asked for. */
static const struct pb_auction_row *present(const struct pb_auction_walk *walk)
{
    uint32_t number = pb_order_at(&walk->cache->orders[walk->order], walk->place);
    const struct pb_auction_row *row = &walk->cache->rows[number], *wanted = &walk->wanted;
    int is_wanted;

    if (number == PB_ORDER_END)
        return NULL;
    if (walk->order == PB_AUCTIONS_BY_ITEM)
        is_wanted = row->house == wanted->house && row->entry == wanted->entry;
    else if (walk->order == PB_AUCTIONS_BY_SELLER)
        is_wanted = pb_auction_seller(row) == pb_auction_seller(wanted);
    else
        is_wanted = row->ends_s <= wanted->ends_s;
    return is_wanted ? row : NULL;
}

static void begin(struct pb_auction_walk *walk, struct pb_auction_cache *cache, enum pb_auction_order order,
                  const struct pb_auction_row *wanted, const struct pb_auction_row *first)
{
    *walk = (struct pb_auction_walk){
        .cache = cache, .place = look(cache, order, first), .wanted = *wanted, .order = order};
    tell(cache, present(walk));
}

void pb_auction_walk_item(struct pb_auction_walk *walk, struct pb_auction_cache *cache, uint8_t house,
                          uint32_t entry)
{
    /* A buyout of 1 for as many as can be is below every other. */
    struct pb_auction_row wanted = {.house = house, .entry = entry, .buyout = 1, .count = UINT16_MAX};

    begin(walk, cache, PB_AUCTIONS_BY_ITEM, &wanted, &wanted);
}

void pb_auction_walk_seller(struct pb_auction_walk *walk, struct pb_auction_cache *cache,
                            uint64_t seller_guid)
{
    struct pb_auction_row wanted = {.seller_low = (uint32_t)seller_guid,
                                    .seller_high = (uint32_t)(seller_guid >> 32)};

    begin(walk, cache, PB_AUCTIONS_BY_SELLER, &wanted, &wanted);
}

void pb_auction_walk_ending(struct pb_auction_walk *walk, struct pb_auction_cache *cache, uint32_t until_s)
{
    struct pb_auction_row wanted = {.ends_s = until_s}, first = {0};

    begin(walk, cache, PB_AUCTIONS_BY_END, &wanted, &first);
}

const struct pb_auction_row *pb_auction_walk_next(struct pb_auction_walk *walk)
{
    const struct pb_auction_row *row = present(walk);

    if (row)
        walk->place = pb_order_next(&walk->cache->orders[walk->order], walk->place);
    return row;
}

const struct pb_auction_row *pb_auction_cache_cheapest(struct pb_auction_cache *cache, uint8_t house,
                                                       uint32_t entry)
{
    struct pb_auction_walk walk;
    const struct pb_auction_row *row;

    pb_auction_walk_item(&walk, cache, house, entry);
    row = present(&walk);
    if (!row || row->buyout)
        return row;
    /* There are some, but none that can be bought: for this question that is a miss. */
    cache->stats.hits--;
    cache->stats.misses++;
    return NULL;
}

uint32_t pb_auction_cache_next_entry(struct pb_auction_cache *cache, uint8_t house, uint32_t entry)
{
    struct pb_auction_row wanted = {.house = house, .entry = entry + 1, .buyout = 1, .count = UINT16_MAX};
    uint32_t row =
        pb_order_at(&cache->orders[PB_AUCTIONS_BY_ITEM], look(cache, PB_AUCTIONS_BY_ITEM, &wanted));

    return entry < UINT32_MAX && row != PB_ORDER_END && cache->rows[row].house == house
               ? cache->rows[row].entry
               : 0;
}
