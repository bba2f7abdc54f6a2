#include "base/map.h"
#include "base/clock.h"
#include "base/error.h"
#include <stdatomic.h>

enum {
    FIRST_SLOTS = 64,
    /* A look-up takes nanoseconds; who looked into a table that was outgrown this long ago is through. */
    GRACE_MS = 10000
};

struct table {
    struct table *older; /* outgrown before this one */
    int64_t outgrown_ms;
    size_t mask;
    _Atomic uint64_t slots[]; /* key in the upper half, value in the lower; 0: never used */
};

struct pb_map {
    const struct pb_memory *memory;
    _Atomic(struct table *) table;
    struct table *outgrown;
    size_t used, count; /* slots with a key, those with a value too */
};

static struct table *new_table(const struct pb_memory *memory, size_t slots)
{
    struct table *table = pb_memory_new(memory, 1, sizeof *table + slots * sizeof *table->slots);

    if (table)
        table->mask = slots - 1;
    return table;
}

static size_t first_slot(const struct table *table, uint32_t key)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & table->mask;
}

int pb_map_new(struct pb_map **out, const struct pb_memory *memory)
{
    struct pb_map *map = pb_memory_new(memory, 1, sizeof *map);
    struct table *table = map ? new_table(memory, FIRST_SLOTS) : NULL;

    if (!table) {
        pb_memory_free(memory, map);
        return PB_E_no_memory;
    }
    map->memory = memory;
    atomic_store(&map->table, table);
    *out = map;
    return PB_OK;
}

void pb_map_free(struct pb_map *map)
{
    struct table *table, *older;

    if (!map)
        return;
    for (table = map->outgrown; table; table = older) {
        older = table->older;
        pb_memory_free(map->memory, table);
    }
    pb_memory_free(map->memory, atomic_load(&map->table));
    pb_memory_free(map->memory, map);
}

uint32_t pb_map_get(const struct pb_map *map, uint32_t key)
{
    const struct table *table = atomic_load_explicit(&map->table, memory_order_acquire);

    for (size_t i = first_slot(table, key);; i = (i + 1) & table->mask) {
        uint64_t slot = atomic_load_explicit(&table->slots[i], memory_order_relaxed);

        if (slot == 0)
            return 0;
        if ((uint32_t)(slot >> 32) == key)
            return (uint32_t)slot;
    }
}

/* Frees what was outgrown long ago. */
static void collect(struct pb_map *map)
{
    struct table **link = &map->outgrown;
    int64_t now_ms = map->outgrown ? pb_clock_ms() : 0;

    while (*link) {
        struct table *table = *link;

        if (now_ms - table->outgrown_ms < GRACE_MS) {
            link = &table->older;
            continue;
        }
        *link = table->older;
        pb_memory_free(map->memory, table);
    }
}

/* Puts a word into the first slot that is empty. */
static void put(struct table *table, uint64_t word)
{
    size_t i = first_slot(table, (uint32_t)(word >> 32));

    while (atomic_load_explicit(&table->slots[i], memory_order_relaxed))
        i = (i + 1) & table->mask;
    atomic_store_explicit(&table->slots[i], word, memory_order_relaxed);
}

/* A table with room, without the keys that were taken out. */
static int rebuild(struct pb_map *map)
{
    struct table *old = atomic_load_explicit(&map->table, memory_order_relaxed), *table;
    size_t slots = FIRST_SLOTS;

    collect(map);
    /* Full to seven tenths at most, so that it lasts a while before it is eight. */
    while (slots * 7 / 10 < map->count + 1)
        slots *= 2;
    if (!(table = new_table(map->memory, slots)))
        return PB_E_no_memory;
    for (size_t i = 0; i <= old->mask; i++) {
        uint64_t slot = atomic_load_explicit(&old->slots[i], memory_order_relaxed);

        if ((uint32_t)slot)
            put(table, slot);
    }
    map->used = map->count;
    old->outgrown_ms = pb_clock_ms();
    old->older = map->outgrown;
    map->outgrown = old;
    atomic_store_explicit(&map->table, table, memory_order_release);
    return PB_OK;
}

int pb_map_set(struct pb_map *map, uint32_t key, uint32_t value)
{
    struct table *table = atomic_load_explicit(&map->table, memory_order_relaxed);
    uint64_t word = (uint64_t)key << 32 | value;
    int error;

    if (key == 0)
        return PB_E_bad_value;
    if (map->outgrown)
        collect(map);
    for (size_t i = first_slot(table, key);; i = (i + 1) & table->mask) {
        uint64_t slot = atomic_load_explicit(&table->slots[i], memory_order_relaxed);

        if (slot == 0)
            break;
        if ((uint32_t)(slot >> 32) != key)
            continue;
        map->count = map->count - ((uint32_t)slot != 0) + (value != 0);
        atomic_store_explicit(&table->slots[i], word, memory_order_relaxed);
        return PB_OK;
    }
    if (value == 0)
        return PB_OK;
    /* At most 8 of 10 slots in use: linear probing stays short. */
    if ((map->used + 1) * 10 > (table->mask + 1) * 8) {
        if ((error = rebuild(map)) != PB_OK)
            return error;
        table = atomic_load_explicit(&map->table, memory_order_relaxed);
    }
    put(table, word);
    map->used++;
    map->count++;
    return PB_OK;
}

size_t pb_map_count(const struct pb_map *map)
{
    return map->count;
}

int pb_map_next(const struct pb_map *map, size_t *at, uint32_t *key, uint32_t *value)
{
    const struct table *table = atomic_load_explicit(&map->table, memory_order_relaxed);

    for (; *at <= table->mask; ++*at) {
        uint64_t slot = atomic_load_explicit(&table->slots[*at], memory_order_relaxed);

        if (!(uint32_t)slot)
            continue;
        *key = (uint32_t)(slot >> 32);
        *value = (uint32_t)slot;
        ++*at;
        return 1;
    }
    return 0;
}

size_t pb_map_bytes(const struct pb_map *map)
{
    size_t bytes = sizeof *map;

    for (const struct table *table = atomic_load_explicit(&map->table, memory_order_relaxed); table;
         table = table == atomic_load_explicit(&map->table, memory_order_relaxed) ? map->outgrown
                                                                                  : table->older)
        bytes += sizeof *table + (table->mask + 1) * sizeof *table->slots;
    return bytes;
}
