/*
 * Mind: a coordinator and a population, and the one door for everything that comes to them from outside:
 * ticks, accounts, names, settings, switches. So a run can be recorded, and done again from the recording
 * alone. Tick thread.
 */
#ifndef PB_AI_MIND_H
#define PB_AI_MIND_H

#include "ai/orders.h"
#include "ai/population.h"

struct pb_mind;

/* What may change while it lives. */
struct pb_mind_settings {
    uint32_t budget_us, target_us, far_percent; /* as in pb_coordinator_options */
    struct pb_ai_settings systems;
    struct pb_population_settings population;
};

struct pb_mind_options {
    struct pb_memory memory;
    struct pb_log *log;
    const struct pb_world *world; /* borrowed */
    const struct pb_system_type *const *types;
    unsigned type_count;
    struct pb_market *market;    /* borrowed, for the systems; NULL: no market */
    struct pb_name_source names; /* not asked in a replay */
    struct pb_trace *trace;      /* borrowed; NULL: nothing is recorded */
    int64_t (*clock_ns)(void);   /* in place of all clocks, for tests; NULL: these */
    /* In a replay these three are those of the recording. */
    uint64_t seed;
    uint32_t capacity;
    struct pb_mind_settings settings;
};

/* Caller frees. Returns 0, PB_E_no_memory, PB_E_bad_argument or PB_E_unsupported, as the two that it is made
 * of, or PB_E_bad_recording. */
int pb_mind_new(struct pb_mind **mind, const struct pb_mind_options *options)
    __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_mind_free(struct pb_mind *mind);
/* To look at; borrowed until pb_mind_free. */
struct pb_coordinator *pb_mind_coordinator(struct pb_mind *mind);
struct pb_population *pb_mind_population(struct pb_mind *mind);

/* A tick, in this minute of the day (UTC). */
void pb_mind_tick(struct pb_mind *mind, uint32_t diff_ms, unsigned minute);
/* As the functions of coordinator.h and population.h. */
int pb_mind_add_account(struct pb_mind *mind, uint32_t account_id, uint64_t fence)
    __attribute__((warn_unused_result));
void pb_mind_remove_account(struct pb_mind *mind, uint32_t account_id); /* 0: all */
void pb_mind_stop(struct pb_mind *mind);
void pb_mind_configure(struct pb_mind *mind, const struct pb_mind_settings *settings);
int pb_mind_enable_system(struct pb_mind *mind, unsigned system, int is_enabled);
int pb_mind_enable_bot(struct pb_mind *mind, pb_bot bot, int is_enabled);
int pb_mind_enable(struct pb_mind *mind, pb_bot bot, unsigned system, int is_enabled);
int pb_mind_set_interval(struct pb_mind *mind, unsigned system, uint32_t interval_ms);

/* Replay: does again what comes next; 0 when that is nothing of a mind. */
int pb_mind_replay(struct pb_mind *mind);

#endif
