/* AI: the coordinator and the population of a handle that has a world. Internal to src/api. Tick thread only.
 */
#ifndef PB_API_AI_H
#define PB_API_AI_H

#include "ai/health.h"
#include "ai/mind.h"
#include "api/handle.h"
#include "session/names.h"
#include <sys/types.h>

struct pb_ai {
    const struct pb_world *world;
    struct pb_world own_world; /* the host's, with what it does not know as NULL */
    struct pb_mind *mind;
    struct pb_coordinator *coordinator; /* the mind's, to look at */
    struct pb_population *population;
    struct pb_names *names;
    struct pb_mind_settings settings;
    enum pb_health health;
    char reasons[512];
    int64_t settings_due_ms, health_due_ms;
    /* Of the last judgement, to judge what came since. */
    uint64_t judged_ticks, judged_over;
    int is_settings_out, is_stopping;
    uint64_t alerts;
    char *
        *figure_names; /* of the systems' figures: metrics lend their names for as long as the handle lives */
    size_t figure_count, figure_capacity;
    pid_t alert_child; /* 0: none runs */
};

/* pb_set_world with a recording; `trace` is borrowed, NULL for none. */
int pb_ai_begin(struct pb_handle *handle, const struct pb_world *world, uint64_t seed, struct pb_trace *trace)
    __attribute__((warn_unused_result));
/* The first thing in a tick: from here on time counts. */
void pb_ai_begin_tick(struct pb_handle *handle);
/* Does what is due: a tick of the coordinator, logins, settings, health. */
void pb_ai_update(struct pb_handle *handle, uint32_t diff_ms, int64_t now_ms);
void pb_ai_free(struct pb_handle *handle);
/* What the agent has to tell. */
void pb_ai_on_leased(struct pb_handle *handle, uint32_t account_id, uint64_t fence);
void pb_ai_on_gone(struct pb_handle *handle, uint32_t account_id); /* 0: all */
/* Lets everybody leave; 1 when all have, and the world has kept them. */
int pb_ai_stop(struct pb_handle *handle);
/* Takes a new configuration. */
void pb_ai_configure(struct pb_handle *handle);

/* ai_settings.c: from the configuration, and from the table of settings, which owns what all agents share.
 * Returns 0 or PB_E_bad_config with every mistake of AI.Systems in `errors`. */
int pb_ai_read_systems(const struct pb_conf *conf, struct pb_mind *mind, char *errors, size_t size);
void pb_ai_read_conf(const struct pb_conf *conf, int64_t bots, struct pb_mind_settings *settings);
/* Asks for the settings when they are due. */
void pb_ai_ask_settings(struct pb_handle *handle, int64_t now_ms);

/* ai_health.c */
void pb_ai_judge(struct pb_handle *handle, int64_t now_ms);
void pb_ai_tell_metrics(const struct pb_handle *handle, pb_metric_fn *metric, void *user);
/* Sends a row for each system to the database. */
void pb_ai_write_systems(struct pb_handle *handle);

#endif
