/*
 * Account cache: read-through. What is there and young enough is answered at once; the rest is asked of the
 * database once, whoever else asks meanwhile. Tick thread only.
 */
#ifndef PB_SESSION_ACCOUNT_CACHE_H
#define PB_SESSION_ACCOUNT_CACHE_H

#include "db/call_account.h"
#include "db/database.h"

struct pb_account_cache;

struct pb_account_cache_options {
    int64_t ttl_ms; /* how old an answer may be */
    size_t entries; /* how many are kept; the oldest goes first */
};

#define PB_ACCOUNT_CACHE_STATS(X)                                                                            \
    X(hits, "look-ups", "accounts that were answered from memory")                                           \
    X(misses, "look-ups", "accounts that the database was asked for")                                        \
    X(joined, "look-ups", "accounts that another look-up was asking for already")                            \
    X(evicted, "entries", "entries that made room for others")                                               \
    X(entries, "entries now", "entries now")

struct pb_account_cache_stats {
#define X(name, unit, text) uint64_t name;
    PB_ACCOUNT_CACHE_STATS(X)
#undef X
};

/* `account` is NULL when there is an error. */
typedef void pb_account_row_fn(void *user, int error, const char *message,
                               const struct pb_account_row *account);

int pb_account_cache_new(struct pb_account_cache **cache, const struct pb_account_cache_options *options,
                         struct pb_database *database) __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_account_cache_free(struct pb_account_cache *cache);
void pb_account_cache_configure(struct pb_account_cache *cache,
                                const struct pb_account_cache_options *options);
/* `done` may be called before this returns. Returns 0, PB_E_bad_argument, PB_E_busy or PB_E_no_memory. */
int pb_account_cache_get(struct pb_account_cache *cache, uint32_t account_id, int64_t now_ms,
                         pb_account_row_fn *done, void *user) __attribute__((warn_unused_result));
/* What is known of an account is true no more. */
void pb_account_cache_forget(struct pb_account_cache *cache, uint32_t account_id);
void pb_account_cache_forget_all(struct pb_account_cache *cache);
const struct pb_account_cache_stats *pb_account_cache_stats(const struct pb_account_cache *cache);

#endif
