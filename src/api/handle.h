/* Handle: what hangs from a pb_handle. Internal to src/api. */
#ifndef PB_API_HANDLE_H
#define PB_API_HANDLE_H

#include "base/conf.h"
#include "base/log.h"
#include "base/memory.h"
#include "db/database.h"
#include "include/playerbot.h"
#include "session/account_cache.h"
#include "session/agent.h"
#include "session/limit_cache.h"
#include "session/outbox.h"
#include "session/session.h"

struct pb_control;
struct pb_startup;
struct pb_release_waiter;
struct pb_ai;

struct pb_handle {
    struct pb_memory memory;
    struct pb_host host;
    enum pb_mode mode;
    struct pb_conf *conf;
    char *config_path; /* NULL for none */
    struct pb_log *log;
    struct pb_database *database;
    struct pb_outbox *outbox;
    struct pb_sessions *sessions;
    struct pb_agent *agent;
    struct pb_limit_cache *limits;
    struct pb_account_cache *accounts;
    struct pb_startup *startup;
    struct pb_control *control;
    struct pb_ai *ai; /* NULL: no world was set */
    int64_t bots;     /* asked for at the start, -1: the configured number */
    unsigned characters_per_account;
    uint64_t ticks, tick_ms;
    int64_t metrics_due_ms, stop_due_ms;
    int is_stopping, is_stopped, is_ready, is_full, is_reloading;
    int is_refused; /* the error that keeps the agent from starting, 0 for none */
    /* Who waits for a flush or a release. */
    struct pb_release_waiter *releases;
    /* Counters of this room. */
    uint64_t created_accounts, creation_us, creation_max_us, deleted_accounts, commands;
};

/* Logs what of the configuration is allowed, but hardly meant. Tick thread. */
void pb_handle_log_warnings(struct pb_handle *handle);
/* Tells the host. `text` may be NULL. */
void pb_handle_tell(struct pb_handle *handle, enum pb_event_type type, uint32_t account_id, uint64_t fence,
                    uint64_t count, const char *text);

/* Takes in what the agent has to tell: sessions begin and end, the host is told. 1: there may be more, but
 * the tick has no time for it. */
int pb_handle_take_events(struct pb_handle *handle);

/* The parts' options, from the configuration. */
void pb_configure_database(const struct pb_conf *conf, struct pb_database_options *options);
void pb_configure_outbox(const struct pb_conf *conf, struct pb_outbox_options *options);
void pb_configure_sessions(const struct pb_conf *conf, struct pb_session_options *options);
void pb_configure_accounts(const struct pb_conf *conf, struct pb_account_cache_options *options);
/* Tells every part what changed, as far as it takes it without a restart. */
void pb_configure_parts(struct pb_handle *handle);

/* Pushes the settings of the database that the configuration owns, validates, fills up, then lets the agent
 * start. */
int pb_startup_begin(struct pb_handle *handle) __attribute__((warn_unused_result));
void pb_startup_update(struct pb_handle *handle, int64_t now_ms);
/* Pushes the settings again, after a reload. */
void pb_startup_push_settings(struct pb_handle *handle);
void pb_startup_free(struct pb_handle *handle);

/* What a reload came to: `waiting` names the keys that take a restart, `errors` has a line for each mistake.
 */
typedef void pb_reload_fn(void *user, int error, unsigned changes, const char *waiting, const char *errors);
/* As pb_reload(), for who wants to know what came of it; `done` may be NULL. */
int pb_reload_start(struct pb_handle *handle, pb_reload_fn *done, void *user)
    __attribute__((warn_unused_result));

/* What waits for changes to be safe: releases and flushes. */
void pb_releases_update(struct pb_handle *handle);
/* The account was given back. */
void pb_releases_returned(struct pb_handle *handle, uint32_t account_id);
void pb_releases_fail(struct pb_handle *handle, int error);

/* Puts the metrics into the outbox when they are due. */
void pb_metrics_update(struct pb_handle *handle, int64_t now_ms);

#endif
