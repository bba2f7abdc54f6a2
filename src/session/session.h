/*
 * Sessions: one for each leased account, with an opaque state of the host's. What changed goes to the outbox;
 * what is idle hibernates: its state is in the database only, and comes back when it is asked for. Tick
 * thread only.
 */
#ifndef PB_SESSION_SESSION_H
#define PB_SESSION_SESSION_H

#include "db/call_account.h"
#include "session/outbox.h"

struct pb_sessions;

struct pb_session_options {
    int64_t idle_ms;             /* without use, after which a session hibernates */
    int64_t cleanup_interval_ms; /* how often idle ones are looked for */
    int64_t write_interval_ms;   /* how often changed states go to the outbox */
    size_t write_rows;           /* or as soon as so many changed */
};

enum pb_session_phase {
    PB_SESSION_STORED,  /* its state, if any, is in the database only: hibernated, or not asked for yet */
    PB_SESSION_LOADING, /* asked for */
    PB_SESSION_ACTIVE,  /* its state is in memory */
    PB_SESSION_LEAVING, /* hibernates as soon as its state is safe */
};

struct pb_session_info {
    uint64_t fence;
    uint32_t account_id, bnet_account_id;
    enum pb_session_phase phase;
    unsigned character_count;
    int is_dirty;
    uint16_t version; /* of its state; 0 when it has none */
    uint32_t size;    /* bytes of its state */
};

#define PB_SESSION_STATS(X)                                                                                  \
    X(sessions, "sessions now", "sessions now")                                                              \
    X(active, "sessions now", "sessions with their state in memory now")                                     \
    X(dirty, "sessions now", "sessions whose state is not safe yet")                                         \
    X(bytes, "bytes now", "bytes that all sessions take now")                                                \
    X(hibernations, "sessions", "sessions that went to sleep")                                               \
    X(restores, "sessions", "sessions that came back from the database")                                     \
    X(bad_states, "states", "stored states that were damaged")                                               \
    X(rejected, "writes", "changes that the database refused: another holder wrote since")

struct pb_session_stats {
#define X(name, unit, text) uint64_t name;
    PB_SESSION_STATS(X)
#undef X
};

/* Called on the tick thread once the state is in memory: 0, or why it is not. PB_E_bad_state: it was damaged,
 * the session is active with none. */
typedef void pb_session_ready_fn(void *user, int error, uint32_t account_id);

/* All borrowed until pb_sessions_free. Returns 0 or PB_E_no_memory. */
int pb_sessions_new(struct pb_sessions **sessions, const struct pb_session_options *options,
                    struct pb_database *database, struct pb_outbox *outbox, struct pb_log *log)
    __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_sessions_free(struct pb_sessions *sessions);
void pb_sessions_configure(struct pb_sessions *sessions, const struct pb_session_options *options);

/* A session for a lease. One that is there under the same fence stays. Returns 0 or PB_E_no_memory. */
int pb_sessions_add(struct pb_sessions *sessions, const struct pb_lease *lease)
    __attribute__((warn_unused_result));
/* Ends one; what it had not written goes to the outbox. Returns 0 or PB_E_no_session; PB_E_outbox_full or
 * PB_E_no_memory: it has changes that fit nowhere, and stays. */
int pb_sessions_remove(struct pb_sessions *sessions, uint32_t account_id) __attribute__((warn_unused_result));
/* Ends all: the leases are gone. Changes made before that are still in order and go to the outbox. */
void pb_sessions_remove_all(struct pb_sessions *sessions);

/* Makes a session active. `ready` may be NULL, and is called before this returns when the state is there.
 * Returns 0, PB_E_no_session, PB_E_busy or PB_E_no_memory. */
int pb_sessions_open(struct pb_sessions *sessions, uint32_t account_id, pb_session_ready_fn *ready,
                     void *user) __attribute__((warn_unused_result));
/* Lets an active session hibernate at once. Returns 0 or PB_E_no_session. */
int pb_sessions_hibernate(struct pb_sessions *sessions, uint32_t account_id)
    __attribute__((warn_unused_result));
/* Replaces the state (at most PB_MAX_STATE bytes; copied). Returns 0, PB_E_no_session, PB_E_not_ready,
 * PB_E_bad_argument or PB_E_no_memory. */
int pb_sessions_set_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t version,
                          const void *bytes, uint32_t size) __attribute__((warn_unused_result));
/* The state; borrowed until the next call on this account or the next update. Counts as use. Returns 0,
 * PB_E_no_session or PB_E_not_ready. */
int pb_sessions_get_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t *version,
                          const void **bytes, uint32_t *size) __attribute__((warn_unused_result));
/* Returns 0 or PB_E_no_session. Does not count as use. */
int pb_sessions_info(const struct pb_sessions *sessions, uint32_t account_id, struct pb_session_info *info)
    __attribute__((warn_unused_result));
/* Walks over all: `at` begins with 0. Returns 0 at the end. */
int pb_sessions_next(const struct pb_sessions *sessions, size_t *at, struct pb_session_info *info);

/* Writes what is due, takes in what was saved, hibernates what is idle; a bounded piece at a time. */
void pb_sessions_update(struct pb_sessions *sessions, int64_t now_ms);
/* Lets the next updates write every change, without waiting for the interval. */
void pb_sessions_write_soon(struct pb_sessions *sessions);
/* Gives the outbox every change, at once: for an end. What does not fit there is logged as lost. */
void pb_sessions_write_all(struct pb_sessions *sessions);
const struct pb_session_stats *pb_sessions_stats(struct pb_sessions *sessions);

#endif
