#include "session/limit_cache.h"
#include "base/error.h"
#include "base/map.h"
#include "db/call_limit.h"

enum {
    ROWS_PER_UPDATE = 4096,
    RETRY_MS = 2000,
    /* A value: known, seen in which refresh, excess, maximum, count. */
    KNOWN = 1 << 30,
    ROUND = 1 << 29,
    HAS_EXCESS = 1 << 28,
    MAX_SHIFT = 16,
    COUNT_MASK = 0xffff,
    DEFAULT_MAXIMUM = 10
};

struct pb_limit_cache {
    const struct pb_memory *memory;
    struct pb_database *database;
    struct pb_log *log;
    struct pb_map *map;
    int64_t refresh_ms, due_ms;
    struct pb_rows *rows; /* being read in */
    size_t row, sweep_at;
    uint32_t round;
    int is_out, is_loaded, is_sweeping;
    struct pb_limit_stats stats;
};

int pb_limit_cache_new(struct pb_limit_cache **out, int64_t refresh_ms, struct pb_database *database,
                       struct pb_log *log)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_limit_cache *cache = pb_memory_new(memory, 1, sizeof *cache);

    if (!cache)
        return PB_E_no_memory;
    cache->memory = memory;
    cache->database = database;
    cache->log = log;
    cache->refresh_ms = refresh_ms;
    if (pb_map_new(&cache->map, memory) != PB_OK) {
        pb_memory_free(memory, cache);
        return PB_E_no_memory;
    }
    *out = cache;
    return PB_OK;
}

void pb_limit_cache_free(struct pb_limit_cache *cache)
{
    if (!cache)
        return;
    pb_rows_free(cache->rows);
    pb_map_free(cache->map);
    pb_memory_free(cache->memory, cache);
}

void pb_limit_cache_configure(struct pb_limit_cache *cache, int64_t refresh_ms)
{
    cache->refresh_ms = refresh_ms;
    cache->due_ms = 0;
}

void pb_limit_cache_refresh(struct pb_limit_cache *cache)
{
    cache->due_ms = 0;
}

int pb_limit_cache_is_loaded(const struct pb_limit_cache *cache)
{
    return cache->is_loaded;
}

static uint32_t make_value(unsigned count, unsigned maximum, unsigned excess, uint32_t round)
{
    return KNOWN | round | (excess ? HAS_EXCESS : 0) | (maximum & 0xff) << MAX_SHIFT | (count & COUNT_MASK);
}

static void set_value(struct pb_limit_cache *cache, uint32_t account_id, uint32_t value)
{
    if (pb_map_set(cache->map, account_id, value) != PB_OK)
        PB_LOG(cache->log, LIMIT, WARN, account_id,
               "out of memory: its limit is not cached; the database refuses by itself");
}

static void on_rows(void *user, const struct pb_answer *answer)
{
    struct pb_limit_cache *cache = user;

    cache->is_out = 0;
    if (answer->error) {
        cache->due_ms = pb_database_now_ms(cache->database) + RETRY_MS;
        if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(cache->log, LIMIT, WARN, 0, "refreshing the limits: %s; trying again in %d s",
                   answer->message, RETRY_MS / 1000);
        return;
    }
    cache->rows = pb_answer_take_rows(answer);
    cache->row = 0;
    cache->round ^= ROUND;
}

/* Takes out the accounts that the refresh did not have. */
static void sweep_some(struct pb_limit_cache *cache)
{
    uint32_t account_id, value;

    for (int i = 0; i < ROWS_PER_UPDATE; i++) {
        if (!pb_map_next(cache->map, &cache->sweep_at, &account_id, &value)) {
            cache->is_sweeping = 0;
            return;
        }
        if ((value & ROUND) != cache->round)
            set_value(cache, account_id, 0);
    }
}

static void read_some(struct pb_limit_cache *cache)
{
    size_t count = pb_rows_count(cache->rows), end = cache->row + ROWS_PER_UPDATE;

    for (; cache->row < count && cache->row < end; cache->row++)
        set_value(cache, (uint32_t)pb_rows_u64(cache->rows, cache->row, 0),
                  make_value((unsigned)pb_rows_u64(cache->rows, cache->row, 1),
                             (unsigned)pb_rows_u64(cache->rows, cache->row, 2),
                             (unsigned)pb_rows_u64(cache->rows, cache->row, 3), cache->round));
    if (cache->row < count)
        return;
    pb_rows_free(cache->rows);
    cache->rows = NULL;
    cache->is_loaded = 1;
    cache->is_sweeping = 1;
    cache->sweep_at = 0;
    pb_stat_add(&cache->stats.refreshes, 1);
}

void pb_limit_cache_update(struct pb_limit_cache *cache, int64_t now_ms)
{
    if (cache->rows)
        read_some(cache);
    else if (cache->is_sweeping)
        sweep_some(cache);
    else if (!cache->is_out && now_ms >= cache->due_ms) {
        cache->due_ms = now_ms + cache->refresh_ms;
        cache->is_out =
            pb_database_call(cache->database, &pb_call_character_limits, NULL, 0, 0, on_rows, cache) == PB_OK;
    }
}

int pb_limit_check(struct pb_limit_cache *cache, uint32_t account_id)
{
    uint32_t value = account_id ? pb_map_get(cache->map, account_id) : 0;
    uint32_t count = value & COUNT_MASK, maximum = value >> MAX_SHIFT & 0xff;

    atomic_fetch_add_explicit(&cache->stats.checks, 1, memory_order_relaxed);
    if (!value) {
        atomic_fetch_add_explicit(&cache->stats.strangers, 1, memory_order_relaxed);
        return 1;
    }
    if (count < maximum && !(value & HAS_EXCESS))
        return 1;
    atomic_fetch_add_explicit(&cache->stats.refusals, 1, memory_order_relaxed);
    PB_LOG(cache->log, LIMIT, WARN, account_id, "refused a character: it has %u of %u", count, maximum);
    return 0;
}

void pb_limit_cache_set(struct pb_limit_cache *cache, uint32_t account_id, unsigned characters,
                        unsigned maximum)
{
    uint32_t old = account_id ? pb_map_get(cache->map, account_id) : 0;

    if (!account_id)
        return;
    if (!maximum)
        maximum = old ? old >> MAX_SHIFT & 0xff : DEFAULT_MAXIMUM;
    set_value(cache, account_id, make_value(characters, maximum, characters > maximum, cache->round));
}

void pb_limit_cache_add(struct pb_limit_cache *cache, uint32_t account_id, int change)
{
    uint32_t value = account_id ? pb_map_get(cache->map, account_id) : 0;
    int64_t count = (int64_t)(value & COUNT_MASK) + change;

    if (value && count >= 0 && count <= COUNT_MASK)
        set_value(cache, account_id, (value & ~(uint32_t)COUNT_MASK) | (uint32_t)count);
}

const struct pb_limit_stats *pb_limit_cache_stats(struct pb_limit_cache *cache)
{
    pb_stat_set(&cache->stats.accounts, pb_map_count(cache->map));
    pb_stat_set(&cache->stats.bytes, sizeof *cache + pb_map_bytes(cache->map));
    return &cache->stats;
}
