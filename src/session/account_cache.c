#include "session/account_cache.h"
#include "base/error.h"
#include "base/map.h"
#include <string.h>

struct waiter {
    struct waiter *next;
    pb_account_row_fn *done;
    void *user;
};

struct entry {
    struct pb_account_row row;
    int64_t read_ms;
    struct waiter *waiters;
    uint32_t account_id;         /* 0: unused */
    uint8_t is_out, is_outdated; /* asked for; changed since it was asked for */
};

struct pb_account_cache {
    const struct pb_memory *memory;
    struct pb_account_cache_options options;
    struct pb_database *database;
    struct entry *
        *entries; /* a ring: the hand gives the next to go (FIFO; those that are asked for are spared) */
    size_t room, hand;
    struct pb_map *index; /* account -> place in entries, plus 1 */
    struct pb_account_cache_stats stats;
};

struct question {
    struct pb_account_cache *cache;
    uint32_t account_id;
};

int pb_account_cache_new(struct pb_account_cache **out, const struct pb_account_cache_options *options,
                         struct pb_database *database)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_account_cache *cache = pb_memory_new(memory, 1, sizeof *cache);

    if (!cache)
        return PB_E_no_memory;
    cache->memory = memory;
    cache->options = *options;
    cache->database = database;
    cache->room = options->entries;
    cache->entries = pb_memory_new(memory, cache->room, sizeof *cache->entries);
    if (!cache->entries || pb_map_new(&cache->index, memory) != PB_OK) {
        pb_account_cache_free(cache);
        return PB_E_no_memory;
    }
    *out = cache;
    return PB_OK;
}

static void answer(struct pb_account_cache *cache, struct entry *entry, int error, const char *message)
{
    struct waiter *waiter = entry->waiters;
    struct pb_account_row row = entry->row;

    entry->waiters = NULL;
    while (waiter) {
        struct waiter *next = waiter->next;

        waiter->done(waiter->user, error, message, error ? NULL : &row);
        pb_memory_free(cache->memory, waiter);
        waiter = next;
    }
}

void pb_account_cache_free(struct pb_account_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; cache->entries && i < cache->room; i++) {
        if (cache->entries[i])
            answer(cache, cache->entries[i], PB_E_stopped, "");
        pb_memory_free(cache->memory, cache->entries[i]);
    }
    pb_memory_free(cache->memory, cache->entries);
    pb_map_free(cache->index);
    pb_memory_free(cache->memory, cache);
}

void pb_account_cache_configure(struct pb_account_cache *cache,
                                const struct pb_account_cache_options *options)
{
    cache->options.ttl_ms = options->ttl_ms;
}

static struct entry *find(const struct pb_account_cache *cache, uint32_t account_id)
{
    uint32_t place = pb_map_get(cache->index, account_id);

    return place ? cache->entries[place - 1] : NULL;
}

/* An entry for a new account, in the place of the oldest that nobody waits for. */
static struct entry *make_entry(struct pb_account_cache *cache, uint32_t account_id)
{
    for (size_t tries = 0; tries < cache->room; tries++) {
        size_t place = cache->hand;
        struct entry *entry = cache->entries[place];

        cache->hand = (cache->hand + 1) % cache->room;
        if (entry && entry->is_out)
            continue;
        if (!entry && !(entry = cache->entries[place] = pb_memory_new(cache->memory, 1, sizeof *entry)))
            return NULL;
        if (pb_map_set(cache->index, account_id, (uint32_t)place + 1) != PB_OK)
            return NULL;
        if (entry->account_id) {
            cache->stats.evicted++;
            cache->stats.entries--;
            if (pb_map_set(cache->index, entry->account_id, 0) != PB_OK)
                return NULL;
        }
        *entry = (struct entry){.account_id = account_id};
        cache->stats.entries++;
        return entry;
    }
    return NULL;
}

static void on_row(void *user, const struct pb_answer *result)
{
    struct question *question = user;
    struct pb_account_cache *cache = question->cache;
    struct entry *entry = find(cache, question->account_id);
    int error = result->error;

    pb_memory_free(cache->memory, question);
    if (!entry)
        return;
    entry->is_out = 0;
    if (!error && pb_rows_count(result->rows) == 0)
        error = PB_E_unknown_account;
    entry->row = pb_read_account(result->rows, 0);
    entry->read_ms = error || entry->is_outdated ? INT64_MIN : pb_database_now_ms(cache->database);
    entry->is_outdated = 0;
    answer(cache, entry, error, *result->message ? result->message : pb_error_text(error));
}

static int ask(struct pb_account_cache *cache, struct entry *entry)
{
    const struct pb_value values[] = {PB_VALUE_U64(entry->account_id)};
    struct question *question = pb_memory_new(cache->memory, 1, sizeof *question);
    int error;

    if (!question)
        return PB_E_no_memory;
    *question = (struct question){cache, entry->account_id};
    error = pb_database_call(cache->database, &pb_call_account, values, 1, 0, on_row, question);
    if (error)
        pb_memory_free(cache->memory, question);
    else
        entry->is_out = 1;
    return error;
}

int pb_account_cache_get(struct pb_account_cache *cache, uint32_t account_id, int64_t now_ms,
                         pb_account_row_fn *done, void *user)
{
    struct entry *entry = account_id ? find(cache, account_id) : NULL;
    struct waiter *waiter;
    int error;

    if (!account_id || !done)
        return PB_E_bad_argument;
    if (entry && !entry->is_out && entry->read_ms != INT64_MIN &&
        entry->account_id == entry->row.account_id && now_ms - entry->read_ms < cache->options.ttl_ms) {
        struct pb_account_row row = entry->row;

        cache->stats.hits++;
        done(user, PB_OK, "", &row);
        return PB_OK;
    }
    if (!entry && !(entry = make_entry(cache, account_id)))
        return PB_E_busy;
    if (!(waiter = pb_memory_new(cache->memory, 1, sizeof *waiter)))
        return PB_E_no_memory;
    if (!entry->is_out && (error = ask(cache, entry)) != PB_OK) {
        pb_memory_free(cache->memory, waiter);
        return error;
    }
    if (entry->waiters)
        cache->stats.joined++;
    else
        cache->stats.misses++;
    *waiter = (struct waiter){entry->waiters, done, user};
    entry->waiters = waiter;
    return PB_OK;
}

void pb_account_cache_forget(struct pb_account_cache *cache, uint32_t account_id)
{
    struct entry *entry = account_id ? find(cache, account_id) : NULL;

    if (!entry)
        return;
    entry->read_ms = INT64_MIN;
    entry->is_outdated = entry->is_out;
}

void pb_account_cache_forget_all(struct pb_account_cache *cache)
{
    for (size_t i = 0; i < cache->room; i++)
        if (cache->entries[i] && cache->entries[i]->account_id)
            pb_account_cache_forget(cache, cache->entries[i]->account_id);
}

const struct pb_account_cache_stats *pb_account_cache_stats(const struct pb_account_cache *cache)
{
    return &cache->stats;
}
