#include "base/order.h"
#include "include/playerbot_error.h"
#include <string.h>

enum {
    CHUNK = PB_ORDER_CHUNK,
    /* Chunks are so many that all numbers fit when each has this many; */
    FILL = 48,
    /* after a repack each has this many, so that some chunks are free. */
    REPACKED = 56
};

int pb_order_init(struct pb_order *order, uint32_t capacity, pb_order_compare_fn *compare, const void *user,
                  const struct pb_memory *memory)
{
    uint32_t i;

    *order = (struct pb_order){
        .compare = compare, .user = user, .capacity = capacity, .memory = *memory, .used = 1};
    order->chunk_count = capacity / FILL + 2;
    order->numbers = pb_memory_new(memory, order->chunk_count, CHUNK * sizeof *order->numbers);
    order->chunks = pb_memory_new(memory, order->chunk_count, sizeof *order->chunks);
    order->fill = pb_memory_new(memory, order->chunk_count, sizeof *order->fill);
    if (!order->numbers || !order->chunks || !order->fill)
        return PB_E_no_memory;
    for (i = 0; i < order->chunk_count; i++)
        order->chunks[i] = i;
    return PB_OK;
}

void pb_order_release(struct pb_order *order)
{
    pb_memory_free(&order->memory, order->numbers);
    pb_memory_free(&order->memory, order->chunks);
    pb_memory_free(&order->memory, order->fill);
    memset(order, 0, sizeof *order);
}

static uint32_t *numbers_of(const struct pb_order *order, uint32_t chunk)
{
    return order->numbers + (size_t)order->chunks[chunk] * CHUNK;
}

static uint8_t *fill_of(const struct pb_order *order, uint32_t chunk)
{
    return &order->fill[order->chunks[chunk]];
}

/* The last chunk whose first number is not behind `probe`, or the first chunk; and in it the first number
 * that is not before: it may be behind the chunk's last one. */
static struct pb_order_place search(const struct pb_order *order, uint32_t probe)
{
    uint32_t low = 0, high = order->used, from = 0, to;
    const uint32_t *numbers;

    /* Chunks below `low` + 1 begin not behind it, those from `high` on do. */
    while (low + 1 < high) {
        uint32_t middle = (low + high) / 2;

        if (order->compare(order->user, *numbers_of(order, middle), probe) <= 0)
            low = middle;
        else
            high = middle;
    }
    numbers = numbers_of(order, low);
    for (to = *fill_of(order, low); from < to;) {
        uint32_t middle = (from + to) / 2;

        if (order->compare(order->user, numbers[middle], probe) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return (struct pb_order_place){low, from};
}

/* Where number `i` would lie if all chunks before were full. */
static uint32_t *packed(const struct pb_order *order, uint32_t i)
{
    return numbers_of(order, i / CHUNK) + i % CHUNK;
}

/* Fills chunks evenly: first all to the front, which never overtakes what is read; then, from the last, each
 * number to its chunk, which lies no nearer to the front. */
static void repack(struct pb_order *order)
{
    uint32_t used = order->count / REPACKED + 1, chunk, to = 0, i;

    for (chunk = 0; chunk < order->used; chunk++)
        for (i = 0; i < *fill_of(order, chunk); i++)
            *packed(order, to++) = numbers_of(order, chunk)[i];
    for (chunk = used; chunk-- > 0;) {
        uint32_t first = (uint32_t)((uint64_t)chunk * order->count / used),
                 end = (uint32_t)((uint64_t)(chunk + 1) * order->count / used);

        for (i = end; i-- > first;)
            numbers_of(order, chunk)[i - first] = *packed(order, i);
        *fill_of(order, chunk) = (uint8_t)(end - first);
    }
    order->used = used;
    order->repacks++;
}

/* A free chunk comes to stand at `chunk`. */
static void open_chunk(struct pb_order *order, uint32_t chunk)
{
    uint32_t number = order->chunks[order->used];

    memmove(order->chunks + chunk + 1, order->chunks + chunk, (order->used - chunk) * sizeof *order->chunks);
    order->chunks[chunk] = number;
    order->fill[number] = 0;
    order->used++;
}

static void close_chunk(struct pb_order *order, uint32_t chunk)
{
    uint32_t number = order->chunks[chunk];

    order->used--;
    memmove(order->chunks + chunk, order->chunks + chunk + 1, (order->used - chunk) * sizeof *order->chunks);
    order->chunks[order->used] = number;
}

/* Splits a full chunk; returns the place that `place` has now. What is put in at the end goes into a new
 * chunk alone, so that numbers which come in order fill all of them. */
static struct pb_order_place split(struct pb_order *order, struct pb_order_place place)
{
    uint32_t keep = place.chunk + 1 == order->used && place.at == CHUNK ? CHUNK : CHUNK / 2;

    open_chunk(order, place.chunk + 1);
    memcpy(numbers_of(order, place.chunk + 1), numbers_of(order, place.chunk) + keep,
           (CHUNK - keep) * sizeof *order->numbers);
    *fill_of(order, place.chunk) = (uint8_t)keep;
    *fill_of(order, place.chunk + 1) = (uint8_t)(CHUNK - keep);
    return place.at >= keep ? (struct pb_order_place){place.chunk + 1, place.at - keep} : place;
}

void pb_order_insert(struct pb_order *order, uint32_t number)
{
    struct pb_order_place place = search(order, number);
    uint32_t *numbers;
    uint8_t *fill;

    if (*fill_of(order, place.chunk) == CHUNK && order->used == order->chunk_count) {
        repack(order);
        place = search(order, number);
    }
    if (*fill_of(order, place.chunk) == CHUNK)
        place = split(order, place);
    numbers = numbers_of(order, place.chunk);
    fill = fill_of(order, place.chunk);
    memmove(numbers + place.at + 1, numbers + place.at, (*fill - place.at) * sizeof *numbers);
    numbers[place.at] = number;
    ++*fill;
    order->count++;
}

void pb_order_remove(struct pb_order *order, uint32_t number)
{
    struct pb_order_place place = search(order, number);
    uint32_t *numbers = numbers_of(order, place.chunk);
    uint8_t *fill = fill_of(order, place.chunk);

    --*fill;
    memmove(numbers + place.at, numbers + place.at + 1, (*fill - place.at) * sizeof *numbers);
    order->count--;
    if (!*fill && order->used > 1)
        close_chunk(order, place.chunk);
}

/* Behind the end of a chunk begins the next. */
static struct pb_order_place settle(const struct pb_order *order, struct pb_order_place place)
{
    return place.chunk + 1 < order->used && place.at >= *fill_of(order, place.chunk)
               ? (struct pb_order_place){place.chunk + 1, 0}
               : place;
}

struct pb_order_place pb_order_find(const struct pb_order *order, uint32_t probe)
{
    return settle(order, search(order, probe));
}

uint32_t pb_order_at(const struct pb_order *order, struct pb_order_place place)
{
    return place.at < *fill_of(order, place.chunk) ? numbers_of(order, place.chunk)[place.at] : PB_ORDER_END;
}

struct pb_order_place pb_order_next(const struct pb_order *order, struct pb_order_place place)
{
    place.at++;
    return settle(order, place);
}

struct pb_order_place pb_order_previous(const struct pb_order *order, struct pb_order_place place)
{
    if (place.at)
        return (struct pb_order_place){place.chunk, place.at - 1};
    return place.chunk ? (struct pb_order_place){place.chunk - 1, *fill_of(order, place.chunk - 1) - 1u}
                       : place;
}

size_t pb_order_bytes(const struct pb_order *order)
{
    return order->chunk_count *
           (CHUNK * sizeof *order->numbers + sizeof *order->chunks + sizeof *order->fill);
}
