/*
 * Playerbot: bot accounts, leases and sessions for a world server. C and C++.
 *
 * One handle is one agent: it registers with the database, leases accounts, keeps them with heartbeats, and
 * gives the host a session for each. Several handles may live in one process; nothing is global.
 *
 * Threads. One thread owns a handle: the one that calls pb_update(), called the tick thread here. Every
 * function is for that thread alone, except pb_can_create_character() and pb_error_name()/pb_error_text(),
 * which any thread may call. Callbacks run on the tick thread, inside pb_update() (or inside pb_wait() and
 * the blocking functions, which call it). They may call any function but pb_close(). The handle has one
 * thread of its own for the database; only the host's `write_log` and `reallocate` are called from it.
 *
 * Waiting. No function waits for the database, a file or a lock, except those whose comment begins with
 * "Blocks": they are for starts, ends and tools.
 *
 * Ownership. What a callback gets is borrowed until it returns. Strings that the host passes are copied.
 *
 * Errors. Functions return PB_OK (0) or a negative number; pb_error_name() and pb_error_text() tell about it.
 * Names are those of the database's table `errors` (v_errors) for what the database refused, and those of
 * playerbot_error.h for the rest. Numbers from -45000 down are the database's codes.
 */
#ifndef PLAYERBOT_H
#define PLAYERBOT_H

#include "playerbot_error.h"
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PB_API __attribute__((visibility("default")))
#else
#define PB_API
#endif

typedef struct pb_handle pb_handle;

/* ---- The host's services
 * ---------------------------------------------------------------------------------------- */

enum pb_host_log_level {
    PB_HOST_TRACE,
    PB_HOST_DEBUG,
    PB_HOST_INFO,
    PB_HOST_WARN,
    PB_HOST_ERROR,
    PB_HOST_FATAL
};

/* Something that the host must know. */
enum pb_event_type {
    PB_EVENT_REGISTERED = 1, /* the agent has the number `count` now */
    PB_EVENT_LEASED,         /* account_id is held: a session is there, and may be opened */
    PB_EVENT_RELEASED,       /* account_id was given back; its session has ended */
    PB_EVENT_LOST, /* every account is lost (`text` says why): stop all of their bots at once, in this call.
                      Leases come again, as new PB_EVENT_LEASED, under new fences. */
    PB_EVENT_DEGRADED, /* `count` 1: changes fit nowhere, none hibernates; 0: that is over */
    PB_EVENT_RELOADED, /* the configuration was read anew: `count` keys changed, `text` names those that wait
                          for a restart */
    PB_EVENT_STOPPED,  /* the end that pb_stop() asked for: `count` leases went back */
    PB_EVENT_ABORT     /* the database says that this host must not start (character limit, policy abort) */
};

struct pb_event {
    enum pb_event_type type;
    uint32_t account_id;
    uint64_t fence;
    uint64_t count;
    const char *text; /* never NULL */
};

/*
 * What the host offers; every function may be NULL, and what is beyond `size` is taken as NULL: so a host
 * that was built against an older header keeps working when this table grows.
 */
struct pb_host {
    size_t size; /* sizeof(struct pb_host) */
    void *user;  /* handed to each function */
    /* One line of log; default: standard error. Tick thread and database thread. `account_id` 0: of no
     * account. */
    void (*write_log)(void *user, int level, const char *component, uint32_t account_id, const char *message);
    /* As realloc(); a size of 0 frees and returns NULL. Default: the C library. Tick, database and worker
     * threads. */
    void *(*reallocate)(void *user, void *pointer, size_t size);
    /* Milliseconds of a clock that never goes back, also counting while the machine is suspended. Default:
     * CLOCK_BOOTTIME. Tick thread. */
    int64_t (*now_ms)(void *user);
    /* Tick thread, from inside pb_update(). */
    void (*on_event)(void *user, const struct pb_event *event);
};

/* ---- Life of a handle
 * -------------------------------------------------------------------------------------------- */

/* What a handle is for. */
enum pb_mode {
    PB_MODE_AGENT, /* registers, leases, keeps sessions */
    PB_MODE_TOOL   /* asks the database only; for tools such as playerbotctl */
};

struct pb_options {
    size_t size;             /* sizeof(struct pb_options) */
    const char *config_path; /* playerbot.conf; NULL: defaults and environment only */
    enum pb_mode mode;
    const struct pb_host *host; /* copied; NULL: defaults */
    int64_t bots;               /* instead of Playerbot.Agent.Bots; below 0: the configured number */
};

/*
 * Blocks on the configuration file and the journal. Reads the configuration, starts the database thread; the
 * agent registers with the first updates. Errors of the configuration go to `errors` (`errors_size` bytes,
 * may be NULL), all of them, one a line. Returns 0, PB_E_bad_config, PB_E_io, PB_E_bad_journal or
 * PB_E_no_memory.
 */
PB_API int pb_open(const struct pb_options *options, pb_handle **handle, char *errors, size_t errors_size);

/*
 * Does what is due and calls back what was answered. `diff_ms`: time since the last call, as the world
 * server's tick has it; only counted. Never waits. Call it each tick.
 */
PB_API void pb_update(pb_handle *handle, uint32_t diff_ms);

/* Asks for the end: changes are written, leases returned; PB_EVENT_STOPPED follows within
 * Playerbot.Shutdown.Timeout, as long as pb_update() is called. */
PB_API void pb_stop(pb_handle *handle);
/* 1 once PB_EVENT_STOPPED was told. */
PB_API int pb_is_stopped(const pb_handle *handle);

/*
 * Blocks, at most for a call under way to be cut off. Frees everything. Without a pb_stop() that came to its
 * end, leases come back by the database's reclaim event. Changes that the database has not taken go into the
 * journal, on this thread; without Playerbot.Journal.File they are lost. NULL is fine.
 */
PB_API void pb_close(pb_handle *handle);

/* Blocks until something was answered, at most `timeout_ms`, then updates. For tools and starts. */
PB_API void pb_wait(pb_handle *handle, uint32_t timeout_ms);

/* Reads the configuration anew, as SIGHUP asks playerbotd to: PB_EVENT_RELOADED follows. Errors leave all as
 * it was and are logged. Returns 0, PB_E_busy (one is under way) or PB_E_no_memory. */
PB_API int pb_reload(pb_handle *handle);
/* Sets levels, such as "INFO database=DEBUG". Returns 0 or PB_E_bad_argument. */
PB_API int pb_set_log_levels(pb_handle *handle, const char *levels);

PB_API const char *pb_version(void);
/* Name of an error (0 or negative), as in the table `errors`; "unknown" for a number of another list. Any
 * thread. */
PB_API const char *pb_error_name(int error);
/* One sentence about it. Any thread. */
PB_API const char *pb_error_text(int error);

/* ---- Accounts
 * ---------------------------------------------------------------------------------------------------- */

struct pb_account_info {
    uint32_t account_id;      /* the value in characters.account */
    uint32_t bnet_account_id; /* the same as account_id on a core without BattleNet accounts */
    uint64_t agent_id;        /* who holds it, 0 for nobody */
    uint64_t fence;           /* grows with each lease */
    uint32_t character_count, max_characters, excess_count;
    int is_bot;
    char state[12]; /* pooled, leased, idle, retired */
    char email[256];
    char created_at[32]; /* UTC */
};

/* Called once with the outcome: PB_OK, or why not. `message` is what the database said, never NULL. */
typedef void pb_done_fn(void *user, int error, const char *message);
/* With an account (NULL when there is an error). */
typedef void pb_account_fn(void *user, int error, const char *message, const struct pb_account_info *account);
/* With a number, such as of accounts. */
typedef void pb_count_fn(void *user, int error, const char *message, uint64_t count);
/* While many are made, after each piece: `ids` are the game account ids of all so far. `error` is set, and
 * `is_end`, with the last call. Returns 0 to go on, anything else to stop after this piece. */
typedef int pb_create_fn(void *user, int error, const char *message, const uint32_t *ids, uint32_t count,
                         uint32_t wanted, int is_end);

/*
 * All of these return 0 and call `done` later, exactly once; or an error, and never call it: PB_E_busy (as
 * many requests are outstanding as Playerbot.Request.Limit allows), PB_E_no_memory, PB_E_bad_argument,
 * PB_E_stopped, PB_E_not_ready (the agent is not registered). `done` may be NULL. Errors that `done` gets
 * beside those named: PB_E_no_database, PB_E_timeout, PB_E_outcome_unknown, PB_E_denied, PB_E_database,
 * PB_E_stopped.
 */

/* Makes one account. `email` NULL: an address is made up. Database: account_cap, email_taken, bad_email. */
PB_API int pb_create_account(pb_handle *handle, const char *email, pb_account_fn *done, void *user);
/* Makes `count` (1 to 1,000,000) accounts, Playerbot.CreateBatch at a time. Database: account_cap, bad_count.
 */
PB_API int pb_create_accounts(pb_handle *handle, uint32_t count, pb_create_fn *progress, void *user);
/* Fills the pool up to its target, or to `target` when it is above 0; the answer is the pool's size.
 * Database: account_cap, bad_target. */
PB_API int pb_refill_pool(pb_handle *handle, uint32_t target, pb_count_fn *done, void *user);
/* Leases one account more; PB_EVENT_LEASED comes before `done`. Database: agent_fenced, pool_empty. */
PB_API int pb_acquire_account(pb_handle *handle, pb_account_fn *done, void *user);
/* Gives an account back; its changes are written first. `done` is called when they are safe and it is
 * returned. Returns PB_E_no_session for an account that is not held. Database: agent_fenced. */
PB_API int pb_release_account(pb_handle *handle, uint32_t account_id, pb_done_fn *done, void *user);
/* What is known about an account; at most Playerbot.Cache.AccountTtl old. PB_E_unknown_account when it is
 * none of ours. */
PB_API int pb_get_account(pb_handle *handle, uint32_t account_id, pb_account_fn *done, void *user);
/* Deletes a bot account with its characters. Needs the role playerbot_admin. Database: not_bot_account,
 * account_leased. */
PB_API int pb_delete_account(pb_handle *handle, uint32_t account_id, pb_done_fn *done, void *user);
/* Deletes all bot accounts; `confirm` is their present number (pb_get_totals). Needs playerbot_admin.
 * Database: not_confirmed. The answer is the number of deleted accounts. */
PB_API int pb_delete_all_accounts(pb_handle *handle, uint64_t confirm, pb_count_fn *done, void *user);

/* Realm-wide settings: MaxAccounts, PoolSize, EmailDomain. Database: bad_value. */
PB_API int pb_set_max_accounts(pb_handle *handle, uint32_t accounts, pb_done_fn *done, void *user);
PB_API int pb_set_pool_size(pb_handle *handle, uint32_t accounts, pb_done_fn *done, void *user);
PB_API int pb_set_email_domain(pb_handle *handle, const char *domain, pb_done_fn *done, void *user);

struct pb_totals {
    uint64_t pooled, leased, idle, retired, pool_target; /* accounts by state, all agents */
    uint64_t accounts, characters;                       /* bot accounts and their characters */
};
typedef void pb_totals_fn(void *user, int error, const char *message, const struct pb_totals *totals);
PB_API int pb_get_totals(pb_handle *handle, pb_totals_fn *done, void *user);

/*
 * Whether an account may take another character, from a cache of about 8 bytes an account: 1 when it may, or
 * is no bot account; 0 when it is full, which is logged at WARN. Any thread. Costs nanoseconds; the database
 * refuses by itself when the cache is older than Playerbot.Cache.LimitRefresh.
 */
PB_API int pb_can_create_character(pb_handle *handle, uint32_t account_id);
/* The host made (+1) or deleted (-1) a character of an account: so the cache need not wait for its refresh.
 */
PB_API void pb_note_character(pb_handle *handle, uint32_t account_id, int change);

/* Blocking forms, at most Playerbot.Database.RequestTimeout. */
PB_API int pb_create_account_wait(pb_handle *handle, const char *email, struct pb_account_info *account);
PB_API int pb_get_account_wait(pb_handle *handle, uint32_t account_id, struct pb_account_info *account);
PB_API int pb_get_totals_wait(pb_handle *handle, struct pb_totals *totals);
/* Blocks until the agent holds as many accounts as it wants, or could not get more; at most `timeout_ms`.
 * Returns 0, PB_E_timeout, or what stood in the way. */
PB_API int pb_start_wait(pb_handle *handle, uint32_t timeout_ms);

/* ---- Sessions
 * ---------------------------------------------------------------------------------------------------- */

struct pb_session_view {
    uint32_t account_id, bnet_account_id;
    uint64_t fence;
    uint32_t character_count; /* when it was leased */
    int is_active;            /* its state is in memory */
    int is_dirty;             /* it has changes that are not safe yet */
    uint32_t state_size;      /* bytes, 0 when it has none or it is not active */
};

typedef void pb_session_fn(void *user, int error, uint32_t account_id);

/* Makes a held account's session active: loads its state if it hibernates. `done` may be called before this
 * returns. Errors of `done`: PB_E_bad_state (the stored state was damaged: the session is active and empty),
 * PB_E_no_session (it was lost meanwhile). */
PB_API int pb_open_session(pb_handle *handle, uint32_t account_id, pb_session_fn *done, void *user);
/* Lets it hibernate: its state goes to the database, its memory is freed then. The account stays held.
 * Returns 0 or PB_E_no_session. */
PB_API int pb_hibernate_session(pb_handle *handle, uint32_t account_id);
/* Returns 0 or PB_E_no_session. */
PB_API int pb_get_session(const pb_handle *handle, uint32_t account_id, struct pb_session_view *session);
/* Walks over all sessions: `*at` begins with 0. Returns 1, or 0 at the end. Sessions may not come or go
 * meanwhile. */
PB_API int pb_next_session(const pb_handle *handle, size_t *at, struct pb_session_view *session);
/* Replaces the state of an active session: at most 1 MiB, `version` from 1 on is the host's. It is written
 * with the next write-behind. Returns 0, PB_E_no_session, PB_E_agent_fenced (the leases have run out;
 * PB_EVENT_LOST follows with the next update), PB_E_not_ready (not active), PB_E_bad_argument,
 * PB_E_no_memory. */
PB_API int pb_set_session_state(pb_handle *handle, uint32_t account_id, uint16_t version, const void *state,
                                uint32_t size);
/* The state of an active session: borrowed until the next call that names the account, or the next update. */
PB_API int pb_get_session_state(pb_handle *handle, uint32_t account_id, uint16_t *version, const void **state,
                                uint32_t *size);
/* Writes everything that changed now; `done` is called when all of it is in the database or the journal. */
PB_API int pb_flush(pb_handle *handle, pb_done_fn *done, void *user);

/* ---- The bots' AI ---- */

struct pb_world;

/*
 * Gives the bots a world to act in: from the next pb_update() on, characters of the leased accounts come into
 * it and think. Once, after pb_open() and before the first pb_update(). `world` is copied, its `self`
 * borrowed until pb_close(). `seed` of every decision that takes chance; 0: another one each time. See
 * playerbot_world.h. Returns 0, PB_E_bad_argument (a second time, or a handle that is no agent),
 * PB_E_unsupported (the world cannot log characters in), PB_E_bad_config or PB_E_no_memory.
 */
PB_API int pb_set_world(pb_handle *handle, const struct pb_world *world, uint64_t seed);

/* ---- Operation
 * --------------------------------------------------------------------------------------------------- */

/* Called for each line of an answer. */
typedef void pb_line_fn(void *user, const char *line);

/*
 * Runs a command line, as `playerbotctl` and `.botaccount` take it ("charlimit check 7"): `line` gets the
 * answer's lines, then `done` its outcome. See docs/admin.md for the commands; "help" lists them.
 */
PB_API int pb_command(pb_handle *handle, const char *text, pb_line_fn *line, pb_done_fn *done, void *user);

/* Called for each figure. A unit that ends in "now" is a level; the others only grow. */
typedef void pb_metric_fn(void *user, const char *name, uint64_t value, const char *unit, const char *help);
/* Every counter and level of the handle. */
PB_API void pb_get_metrics(pb_handle *handle, pb_metric_fn *metric, void *user);

#ifdef __cplusplus
}
#endif

#endif
