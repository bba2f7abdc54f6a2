/*
 * Limit cache: whether a bot account may take another character, from 8 bytes an account that the database
 * refreshes. It only saves a question: the database refuses by itself when this is old. Tick thread, but for
 * pb_limit_check.
 */
#ifndef PB_SESSION_LIMIT_CACHE_H
#define PB_SESSION_LIMIT_CACHE_H

#include "db/database.h"
#include <stdatomic.h>

struct pb_limit_cache;

#define PB_LIMIT_STATS(X)                                                                                    \
    X(checks, "checks", "characters that were asked about")                                                  \
    X(refusals, "checks", "characters that were refused")                                                    \
    X(strangers, "checks", "accounts that are no bot accounts, or not known yet")                            \
    X(refreshes, "refreshes", "times that the database refreshed the cache")                                 \
    X(accounts, "accounts now", "accounts that it knows now")                                                \
    X(bytes, "bytes now", "bytes that it takes now")

struct pb_limit_stats {
#define X(name, unit, text) _Atomic uint64_t name;
    PB_LIMIT_STATS(X)
#undef X
};

int pb_limit_cache_new(struct pb_limit_cache **cache, int64_t refresh_ms, struct pb_database *database,
                       struct pb_log *log) __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_limit_cache_free(struct pb_limit_cache *cache);
void pb_limit_cache_configure(struct pb_limit_cache *cache, int64_t refresh_ms);
/* Asks for a refresh when it is due, reads a bounded piece of the answer. */
void pb_limit_cache_update(struct pb_limit_cache *cache, int64_t now_ms);
/* Asks for one now, whatever the interval. */
void pb_limit_cache_refresh(struct pb_limit_cache *cache);
/* 1 once the first refresh is in. */
int pb_limit_cache_is_loaded(const struct pb_limit_cache *cache);

/* 1 when the account may take another character, or is no bot account; 0 when it is full: logged at WARN. Any
 * thread; never waits. */
int pb_limit_check(struct pb_limit_cache *cache, uint32_t account_id);
/* What this host knows before the database tells: an account and its count. */
void pb_limit_cache_set(struct pb_limit_cache *cache, uint32_t account_id, unsigned characters,
                        unsigned maximum);
/* A character was made (+1) or deleted (-1) by this host. */
void pb_limit_cache_add(struct pb_limit_cache *cache, uint32_t account_id, int change);
const struct pb_limit_stats *pb_limit_cache_stats(struct pb_limit_cache *cache);

#endif
