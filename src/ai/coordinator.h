/*
 * Coordinator: gives every system of every bot its turn within a CPU budget (SystemCoordinator in the
 * specification). Tick thread only; takes no memory in a tick; never waits.
 *
 * Each system of each bot has a due time. A tick works class by class, critical first; a class may not touch
 * what is reserved for the classes behind it, so that these go on under any overload. Time is charged per
 * batch of steps. What a full tick did not reach keeps its due time and comes first next time within its
 * class.
 */
#ifndef PB_AI_COORDINATOR_H
#define PB_AI_COORDINATOR_H

#include "ai/fault.h"
#include "ai/system.h"
#include "base/histogram.h"

struct pb_coordinator;

enum { PB_MAX_SYSTEMS = 16 };

struct pb_coordinator_options {
    struct pb_memory memory;
    struct pb_log *log;
    const struct pb_world *world;              /* borrowed; functions may be NULL */
    const struct pb_system_type *const *types; /* at most PB_MAX_SYSTEMS; borrowed */
    unsigned type_count;
    struct pb_market *market; /* borrowed, for systems that deal; NULL: no market */
    uint32_t capacity;        /* bots, at least; address space only until they are there */
    uint64_t seed;
    uint32_t budget_us; /* thread CPU time that a tick may take; default 5,000 */
    uint32_t target_us; /* mean that load control aims at, by longer intervals; 0: off */
    uint32_t
        far_percent; /* intervals of bots that no human sees, of the classes normal and below; default 200 */
    struct pb_ai_settings settings;
    int64_t (*wall_clock_ns)(void),
        (*cpu_clock_ns)(void); /* in place of the clocks, for tests; NULL: these */
    struct pb_trace
        *trace; /* borrowed; NULL: none. A tick of a replay takes its length from pb_trace_next_tick */
};

/* What a bot is when it comes in. */
struct pb_bot_identity {
    pb_actor actor;
    uint64_t guid;
    uint32_t account;
    uint8_t race, character_class, specialization;
};

struct pb_system_stats {
    const char *name;
    enum pb_priority priority;
    uint64_t updates, errors, overruns, cpu_ns;
    uint64_t cut;                      /* ticks that ended before it was through */
    uint32_t p50_ns, p99_ns, max_ns;   /* of a step; a batch's time is shared among its steps */
    uint32_t age_ms;                   /* how late the oldest due step is now */
    uint32_t max_age_ms;               /* how late a step came at most since the last reset of statistics */
    uint32_t stated_age_ms;            /* the maximum that the system states */
    uint32_t interval_ms;              /* as load control stretches it now */
    uint64_t bytes, shared_bytes;      /* for all bots (schedule included); of shared caches and the like */
    uint64_t cache_hits, cache_misses; /* of all caches of the system */
    uint32_t bots_by_fault[PB_FAULTS]; /* bots in each state of the fault machine */
    uint8_t is_enabled, is_supported;
    uint8_t fault; /* of the system as a whole: enum pb_fault */
};

struct pb_coordinator_stats {
    uint32_t bots;
    uint64_t ticks, over_budget_ticks, updates, events, cpu_ns;
    uint32_t tick_p50_us, tick_p99_us, tick_max_us; /* thread CPU time */
    uint32_t load_percent; /* how much load control stretches intervals: 100 is none */
    uint64_t class_updates[PB_PRIORITIES];
    uint32_t class_max_age_ms[PB_PRIORITIES];
    uint64_t bytes;        /* bot table, without the systems */
    uint64_t shared_bytes; /* what does not grow with the bots */
};

/* Makes the systems too. One that the world does not support is off, and logged. Caller frees. Returns 0,
 * PB_E_no_memory or PB_E_bad_argument. */
int pb_coordinator_new(struct pb_coordinator **coordinator, const struct pb_coordinator_options *options)
    __attribute__((warn_unused_result));
/* Shuts the systems down. NULL is fine. */
void pb_coordinator_free(struct pb_coordinator *coordinator);

/* Begins a tick's budget: what the host does from here to pb_coordinator_update is part of it, though half of
 * the budget is left for that in any case. May be left out. */
void pb_coordinator_begin_tick(struct pb_coordinator *coordinator);
/* Before a tick's turns: whether less than `percent` of its budget is used. The tick begins here if it has
 * not. */
int pb_coordinator_has_time(struct pb_coordinator *coordinator, unsigned percent);
/* A tick: takes the world's events, gives turns. Events that no bot is meant by, or that are about characters
 * and logins, are handed to `other` (may be NULL), which must not call the coordinator's update. */
typedef void pb_other_event_fn(void *user, const struct pb_world_event *event);
void pb_coordinator_update(struct pb_coordinator *coordinator, uint32_t diff_ms, pb_other_event_fn *other,
                           void *user);

/* A bot came into the world; the first free number is its own. Returns 0, PB_E_no_memory or
 * PB_E_bad_argument. */
int pb_coordinator_add(struct pb_coordinator *coordinator, const struct pb_bot_identity *identity,
                       pb_bot *bot) __attribute__((warn_unused_result));
/* It has left, or is about to: no system touches it any more. */
void pb_coordinator_remove(struct pb_coordinator *coordinator, pb_bot bot);
/* The bot of an actor or character, PB_NO_BOT for none. O(1) for actors, O(bots) for characters. */
pb_bot pb_coordinator_find_actor(const struct pb_coordinator *coordinator, pb_actor actor);
pb_bot pb_coordinator_find_guid(const struct pb_coordinator *coordinator, uint64_t guid);

/* Borrowed until pb_coordinator_free. */
struct pb_bots *pb_coordinator_bots(struct pb_coordinator *coordinator);
unsigned pb_coordinator_system_count(const struct pb_coordinator *coordinator);
/* Number of a system by name, -1 for none. */
int pb_coordinator_find_system(const struct pb_coordinator *coordinator, const char *name);
/* Its `self`, for tests and for who wired it; NULL when it is off. */
void *pb_coordinator_system(const struct pb_coordinator *coordinator, unsigned system);

/* Switches; a bot that is off does nothing at all. PB_E_bad_argument. */
int pb_coordinator_enable_system(struct pb_coordinator *coordinator, unsigned system, int is_enabled);
int pb_coordinator_enable_bot(struct pb_coordinator *coordinator, pb_bot bot, int is_enabled);
int pb_coordinator_enable(struct pb_coordinator *coordinator, pb_bot bot, unsigned system, int is_enabled);
/* A system's interval; 0: its own. */
int pb_coordinator_set_interval(struct pb_coordinator *coordinator, unsigned system, uint32_t interval_ms);
/* Budget, target, far factor and settings. */
void pb_coordinator_configure(struct pb_coordinator *coordinator,
                              const struct pb_coordinator_options *options);
/* Lets a system take its turn for a bot in this tick or the next. */
void pb_coordinator_wake(struct pb_coordinator *coordinator, pb_bot bot, unsigned system);

/* Figures since the start or the last reset (p50, p99, max and max_age only). */
void pb_coordinator_stats(struct pb_coordinator *coordinator, struct pb_coordinator_stats *stats);
void pb_coordinator_system_stats(struct pb_coordinator *coordinator, unsigned system,
                                 struct pb_system_stats *stats);
/* CPU times of ticks in microseconds, since the start or the last reset: for who wants a time between two
 * looks (pb_histogram_since). Borrowed. */
const struct pb_histogram *pb_coordinator_tick_times(const struct pb_coordinator *coordinator);
void pb_coordinator_reset_stats(struct pb_coordinator *coordinator);
/* The system's own figures. */
void pb_coordinator_figures(struct pb_coordinator *coordinator, unsigned system, pb_system_figure_fn *figure,
                            void *user);
/* A cache of a system: its figures "<name>_hits" and "<name>_misses". `name` is valid during the call only.
 */
enum { PB_CACHE_NAME = 33 };
typedef void pb_cache_fn(void *user, const char *name, uint64_t hits, uint64_t misses);
void pb_coordinator_caches(struct pb_coordinator *coordinator, unsigned system, pb_cache_fn *tell,
                           void *user);
/* What a bot is doing, what it decided last and on which scores, what it waits for: lines of text. */
void pb_coordinator_explain(struct pb_coordinator *coordinator, pb_bot bot, char *text, size_t size);

#endif
