/* AI: the coordinator and the population of a handle that has a world. Internal to src/api. Tick thread only.
 */
#ifndef PB_API_AI_H
#define PB_API_AI_H

#include "ai/health.h"
#include "ai/mind.h"
#include "ai/settling.h"
#include "api/ai_market.h"
#include "api/handle.h"
#include "session/names.h"
#include <sys/types.h>

/* Counters as they were at some time: a window begins there. */
struct pb_ai_window {
    struct pb_histogram tick_us;
    uint64_t ticks, over_budget_ticks, cpu_ns;
    int64_t at_ms;
};

struct pb_ai {
    const struct pb_world *world;
    struct pb_world own_world; /* the host's, with what it does not know as NULL */
    struct pb_mind *mind;
    struct pb_coordinator *coordinator; /* the mind's, to look at */
    struct pb_population *population;
    struct pb_names *names;
    struct pb_ai_market market;
    struct pb_mind_settings settings;
    enum pb_health health;
    char reasons[512];
    int64_t settings_due_ms, health_due_ms;
    struct pb_ai_window windows[2]; /* when the present and the next time that is judged began */
    struct pb_ai_window reported;   /* when the last row of health was written */
    uint32_t window_p99_us;         /* of the time that is judged, as soon as it has ticks enough */
    uint64_t window_ticks, window_over;
    int64_t window_due_ms;
    struct pb_settling settling;
    uint64_t bot_bytes; /* of everything that is kept of the bots when health was judged last; not what they
                           share */
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
/* Then the market's books go out; 1 when they have. With `is_late` what is left goes into the journal. */
int pb_ai_finish(struct pb_handle *handle, int is_late);
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
/* The counters as they are now. */
void pb_ai_look(struct pb_ai *ai, int64_t now_ms, struct pb_ai_window *window);
/* ai_metrics.c */
/* Look-ups of the caches of all systems. */
void pb_ai_count_look_ups(const struct pb_ai *ai, uint64_t *hits, uint64_t *misses);
void pb_ai_tell_metrics(const struct pb_handle *handle, pb_metric_fn *metric, void *user);
/* ai_alert.c: runs Playerbot.AlertCommand with the reasons as its one argument. */
void pb_ai_alert(struct pb_handle *handle);
/* Looks whether it has ended. */
void pb_ai_alert_update(struct pb_ai *ai);
/* ai_report.c: sends how well the bots are, and a row for each system, to the database. */
void pb_ai_report(struct pb_handle *handle, int64_t now_ms);

#endif
