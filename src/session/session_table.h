/* Session table: what session.c (who is there, states in memory) and sleep.c (to and from the database)
 * share. Internal to those two. */
#ifndef PB_SESSION_SESSION_TABLE_H
#define PB_SESSION_SESSION_TABLE_H

#include "session/session.h"

/* Who waits for a state. */
struct waiter {
    struct waiter *next;
    pb_session_ready_fn *ready;
    void *user;
};

/* Hibernated ones have only this: 5,000 of them are a few hundred kilobytes. */
struct session {
    uint64_t fence;
    uint8_t *state; /* header and bytes as they are stored; NULL while there is none in memory */
    struct waiter *waiters;
    uint32_t account_id, bnet_account_id;
    uint32_t state_size;
    uint32_t sequence;       /* of the last write under this fence */
    uint32_t dirty_sequence; /* the write that would make its changes safe; 0: not in the outbox yet */
    uint32_t used_s;         /* monotonic, since the sessions began */
    uint16_t version;
    uint8_t phase, character_count;
    uint8_t is_changed;  /* differs from what the outbox was given */
    uint8_t is_queued;   /* in the list of changed ones */
    uint8_t is_sleeping; /* the database knows it as hibernated */
};

struct pb_sessions {
    const struct pb_memory *memory;
    struct pb_session_options options;
    struct pb_database *database;
    struct pb_outbox *outbox;
    struct pb_log *log;
    struct session *list;
    size_t count, room;
    struct pb_map *index; /* account -> place in list, plus 1 */
    uint32_t *changed;    /* accounts to write, a ring of their order */
    size_t changed_count, changed_first, changed_room;
    size_t sweep_at;
    int64_t start_ms, write_due_ms, cleanup_due_ms;
    int is_writing, is_sweeping;
    struct pb_session_stats stats;
    size_t state_bytes, waiter_count;
};

/* Seconds since the sessions began, monotonic. */
uint32_t pb_session_now_s(const struct pb_sessions *sessions);
/* The session of an account, NULL for none. */
struct session *pb_session_find(const struct pb_sessions *sessions, uint32_t account_id);
/* Frees its state. */
void pb_session_drop_state(struct pb_sessions *sessions, struct session *session);
/* Tells those who wait; they may ask for more. */
void pb_session_tell_waiters(struct pb_sessions *sessions, struct waiter *waiters, int error,
                             uint32_t account_id);
/* Takes them over. */
struct waiter *pb_session_take_waiters(struct session *session);
/* Remembers that it must be written. */
void pb_session_queue_change(struct pb_sessions *sessions, struct session *session);
/* Gives the outbox what changed. Returns 0, PB_E_outbox_full or PB_E_no_memory. */
int pb_session_write_change(struct pb_sessions *sessions, struct session *session);
/* Asks the database for its state. Returns 0, PB_E_busy or PB_E_no_memory. */
int pb_session_load_state(struct pb_sessions *sessions, struct session *session);

#endif
