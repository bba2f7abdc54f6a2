/* Stats: what the database layer counts. Written by the database thread, readable by any. */
#ifndef PB_DB_STATS_H
#define PB_DB_STATS_H

#include <stdatomic.h>
#include <stdint.h>

/* name, unit, what it is. Those of unit "connections", "requests now" and "state" are levels, the rest only
 * grow. */
#define PB_DATABASE_STATS(X)                                                                                 \
    X(requests, "requests", "requests that were served, with or without success")                            \
    X(retries, "tries", "tries after the first")                                                             \
    X(timeouts, "requests", "requests whose deadline passed")                                                \
    X(unknown_outcomes, "requests", "requests that were lost and may not be repeated")                       \
    X(logins, "logins", "connections that were opened")                                                      \
    X(login_failures, "logins", "logins that failed")                                                        \
    X(pings, "pings", "idle connections that were validated before use")                                     \
    X(lost_connections, "connections", "connections that were lost")                                         \
    X(connections, "connections now", "connections now")                                                     \
    X(busy_connections, "connections now", "connections with a request under way now")                       \
    X(queued_requests, "requests now", "requests that wait for a connection or their next try now")          \
    X(breakers_open, "breakers now", "servers that are not tried now")                                       \
    X(breaker_openings, "openings", "how often a breaker opened")                                            \
    X(server, "index now", "server of Playerbot.Database.Host in use now, 0 for the first")                  \
    X(loop_held_max_us, "microseconds",                                                                      \
      "longest time that the callbacks of one turn held the database thread's loop")                         \
    X(request_time_us, "microseconds", "time from sending to the answer, all requests together")

struct pb_database_stats {
#define X(name, unit, text) _Atomic uint64_t name;
    PB_DATABASE_STATS(X)
#undef X
};

/* Only one thread writes, so no locked instruction is needed. */
static inline void pb_stat_add(_Atomic uint64_t *stat, uint64_t n)
{
    atomic_store_explicit(stat, atomic_load_explicit(stat, memory_order_relaxed) + n, memory_order_relaxed);
}
static inline void pb_stat_set(_Atomic uint64_t *stat, uint64_t n)
{
    atomic_store_explicit(stat, n, memory_order_relaxed);
}
static inline uint64_t pb_stat_get(const _Atomic uint64_t *stat)
{
    return atomic_load_explicit(stat, memory_order_relaxed);
}

#endif
