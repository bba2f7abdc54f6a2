#include "base/cache.h"
#include "include/playerbot_error.h"
#include <string.h>

enum { MOST_SETS = 1u << 24 };

int pb_cache_init(struct pb_cache *cache, uint32_t entries, size_t value_size, const struct pb_memory *memory)
{
    memset(cache, 0, sizeof *cache);
    if (!entries || !value_size || entries > (uint32_t)MOST_SETS * PB_CACHE_WAYS)
        return PB_E_bad_argument;
    cache->memory = *memory;
    cache->value_size = value_size;
    cache->generation = 1;
    for (cache->set_count = 1; cache->set_count * PB_CACHE_WAYS < entries; cache->set_count *= 2)
        ;
    cache->sets = pb_memory_new(memory, cache->set_count, sizeof *cache->sets);
    cache->values = pb_memory_new(memory, (size_t)cache->set_count * PB_CACHE_WAYS, value_size);
    return cache->sets && cache->values ? PB_OK : PB_E_no_memory;
}

void pb_cache_release(struct pb_cache *cache)
{
    pb_memory_free(&cache->memory, cache->sets);
    pb_memory_free(&cache->memory, cache->values);
    memset(cache, 0, sizeof *cache);
}

/* The finalizer of MurmurHash3 (A. Appleby, public domain): every bit of the key matters to every bit. */
static uint32_t set_of(const struct pb_cache *cache, uint64_t key)
{
    key = (key ^ key >> 33) * UINT64_C(0xff51afd7ed558ccd);
    key = (key ^ key >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(key >> 32) & (cache->set_count - 1);
}

/* Where a key lies in its set, PB_CACHE_WAYS when it does not. */
static unsigned way_of(const struct pb_cache *cache, const struct pb_cache_set *set, uint64_t key)
{
    unsigned way;

    for (way = 0; way < PB_CACHE_WAYS; way++)
        if (set->keys[way] == key && set->generations[way] == cache->generation)
            break;
    return way;
}

static void *value_of(const struct pb_cache *cache, uint32_t number, unsigned way)
{
    return cache->values + ((size_t)number * PB_CACHE_WAYS + way) * cache->value_size;
}

void *pb_cache_find(struct pb_cache *cache, uint64_t key)
{
    uint32_t number = set_of(cache, key);
    struct pb_cache_set *set = &cache->sets[number];
    unsigned way = way_of(cache, set, key);

    if (way == PB_CACHE_WAYS) {
        cache->stats.misses++;
        return NULL;
    }
    cache->stats.hits++;
    set->used |= (uint8_t)(1u << way);
    return value_of(cache, number, way);
}

/* A way that may be written: an empty or old one, else the first that the hand finds unused. */
static unsigned make_room(struct pb_cache *cache, struct pb_cache_set *set)
{
    unsigned way;

    for (way = 0; way < PB_CACHE_WAYS; way++)
        if (set->generations[way] != cache->generation)
            return way;
    while (set->used >> set->hand & 1) {
        set->used &= (uint8_t) ~(1u << set->hand);
        set->hand = (uint8_t)((set->hand + 1u) % PB_CACHE_WAYS);
    }
    way = set->hand;
    set->hand = (uint8_t)((set->hand + 1u) % PB_CACHE_WAYS);
    cache->stats.evictions++;
    return way;
}

void *pb_cache_add(struct pb_cache *cache, uint64_t key)
{
    uint32_t number = set_of(cache, key);
    struct pb_cache_set *set = &cache->sets[number];
    unsigned way = way_of(cache, set, key);

    if (way == PB_CACHE_WAYS)
        way = make_room(cache, set);
    set->keys[way] = key;
    set->generations[way] = cache->generation;
    /* Not used yet: what is asked for only once goes before what is asked for again. */
    set->used &= (uint8_t) ~(1u << way);
    return value_of(cache, number, way);
}

void pb_cache_forget(struct pb_cache *cache, uint64_t key)
{
    struct pb_cache_set *set = &cache->sets[set_of(cache, key)];
    unsigned way = way_of(cache, set, key);

    if (way < PB_CACHE_WAYS)
        set->generations[way] = 0;
}

void pb_cache_forget_all(struct pb_cache *cache)
{
    uint32_t i;

    if (++cache->generation)
        return;
    /* The numbers begin anew: nothing may remain that has one. */
    for (i = 0; i < cache->set_count; i++)
        memset(cache->sets[i].generations, 0, sizeof cache->sets[i].generations);
    cache->generation = 1;
}

size_t pb_cache_bytes(const struct pb_cache *cache)
{
    return (size_t)cache->set_count * (sizeof *cache->sets + PB_CACHE_WAYS * cache->value_size);
}
