/* Agent state: what agent.c (registration, heartbeat) and lease.c (leases) share. Internal to those two. */
#ifndef PB_SESSION_AGENT_STATE_H
#define PB_SESSION_AGENT_STATE_H

#include "session/agent.h"
#include "session/event_queue.h"

struct pb_agent_release;

struct pb_agent {
    struct pb_agent_options options;
    struct pb_agent_state state;
    struct pb_database *database;
    const struct pb_memory *memory; /* the database may be gone when the agent is freed */
    struct pb_log *log;
    struct pb_event_queue events;
    unsigned heartbeat_interval_s;
    int64_t register_due_ms, heartbeat_due_ms, lease_due_ms, stop_due_ms;
    int64_t asked_ms;         /* when the call under way was sent: leases count from there */
    int64_t registered_ms;    /* the last registration */
    int64_t register_wait_ms; /* doubles with each registration that came to nothing */
    /* The answer to a call of an earlier registration means nothing to this one. */
    uint64_t incarnation, heartbeat_incarnation, lease_incarnation;
    int is_heartbeat_out, is_lease_out, is_event_check_out;
    uint64_t request_id; /* of a lease request whose outcome is not known, 0 for none */
    unsigned request_count;
    unsigned acquiring; /* accounts that the host asked for one by one, and that did not come yet */
    /* Leases that were granted and are read one by one, as the room above has time for them. */
    struct pb_rows *rows; /* NULL: none */
    size_t row;
    struct pb_agent_release *releases; /* under way */
    uint64_t moves;                    /* accounts that were asked for or given back */
    uint64_t looked_moves;             /* moves when the database was asked which leases it knows */
    unsigned surplus;                  /* heartbeats in a row that told of more leases than are known here */
};

/* Queues an event for the room above. */
void pb_agent_tell(struct pb_agent *agent, const struct pb_agent_event *event);
/* Keeps an answer's error for whoever looks. */
void pb_agent_note_error(struct pb_agent *agent, const struct pb_answer *answer);
/* Runs the table. A signal that it does not know for the present phase changes nothing. */
void pb_agent_fire(struct pb_agent *agent, enum pb_agent_signal signal);
/* Reads the next lease of an answer, which becomes an event; 0 when there is none. */
int pb_agent_read_lease(struct pb_agent *agent);
/* Forgets what was granted and is not read: nobody acts for it. */
void pb_agent_drop_leases(struct pb_agent *agent);
/* Asks for the leases that are missing. */
void pb_agent_lease_missing(struct pb_agent *agent, int64_t now_ms);
/* Asks which leases the database knows, and takes over those that are not known here; not while an account
 * comes or goes. */
void pb_agent_look_for_leases(struct pb_agent *agent);

#endif
