/*
 * Agent: one registration with its heartbeat, and the leases under it. Tick thread only; never waits. What
 * the room above must do (start a session, stop all) is an event that it polls. The rules are the table in
 * agent.c.
 */
#ifndef PB_SESSION_AGENT_H
#define PB_SESSION_AGENT_H

#include "db/call_account.h"
#include "db/database.h"

struct pb_agent;

enum pb_agent_phase {
    PB_AGENT_OFF,         /* not registered; tries when it is due */
    PB_AGENT_REGISTERING, /* asked for a registration */
    PB_AGENT_SETTLING,    /* registered; leases nothing until old writes are out */
    PB_AGENT_ACTIVE,      /* registered; leases what is missing */
    PB_AGENT_STOPPING,    /* asked for the end of the registration */
    PB_AGENT_STOPPED,
    PB_AGENT_PHASES
};

enum pb_agent_signal {
    PB_AGENT_START,      /* a registration is due */
    PB_AGENT_REGISTERED, /* it was granted */
    PB_AGENT_REFUSED,    /* it was not, or there was no answer */
    PB_AGENT_SETTLED,    /* old writes are out */
    PB_AGENT_FENCED,     /* the database says that the registration has ended */
    PB_AGENT_EXPIRED,    /* no heartbeat was answered for a whole ttl */
    PB_AGENT_STOP,       /* the host asks for the end */
    PB_AGENT_ENDED,      /* the registration was ended, or nothing more can be done */
    PB_AGENT_SIGNALS
};

/* One row of the table of rules. */
struct pb_agent_rule {
    enum pb_agent_phase phase;
    enum pb_agent_signal signal;
    enum pb_agent_phase next;
    enum pb_agent_action {
        PB_AGENT_DO_NOTHING,
        PB_AGENT_DO_REGISTER,   /* ask for a registration */
        PB_AGENT_DO_WAIT,       /* put the next try off */
        PB_AGENT_DO_LEASE,      /* ask for what is missing */
        PB_AGENT_DO_FORGET,     /* stop acting for every account, register anew */
        PB_AGENT_DO_UNREGISTER, /* ask for the end; leases go back with it */
        PB_AGENT_DO_END         /* stop acting for every account */
    } action;
    const char *comment;
};

struct pb_agent_options {
    char name[65], host[256], version[32];
    unsigned wanted; /* accounts to hold */
};

/* What the room above must know. */
struct pb_agent_event {
    enum pb_agent_event_type {
        PB_AGENT_EVENT_NONE,
        PB_AGENT_EVENT_REGISTERED, /* under `agent_id` */
        PB_AGENT_EVENT_LEASED,     /* `lease` */
        PB_AGENT_EVENT_LOST,       /* nobody may act for any account any more; `text` says why */
        PB_AGENT_EVENT_RELEASED,   /* account lease.account_id went back; `text`: its state */
        PB_AGENT_EVENT_STOPPED     /* the end; `count` leases went back */
    } type;
    uint64_t agent_id;
    struct pb_lease lease;
    unsigned count;
    char text[64];
};

struct pb_agent_state {
    enum pb_agent_phase phase;
    uint64_t agent_id;       /* 0 while not registered */
    unsigned leases, wanted; /* accounts held and asked for */
    unsigned ttl_s;          /* a lease lives this long after the last answered heartbeat was sent */
    int64_t valid_until_ms;  /* monotonic: after this nobody may act for the accounts */
    int last_error; /* of the last registration, heartbeat or lease request; 0 when it came through */
    char last_message[128];
    uint64_t heartbeats, errors, registrations, event_runs;
};

/* Called on the tick thread with the lease, or NULL and an error. */
typedef void pb_agent_lease_fn(void *user, int error, const struct pb_lease *lease);

/* `database` and `log` are borrowed until pb_agent_free. Returns 0 or PB_E_no_memory. */
int pb_agent_new(struct pb_agent **agent, const struct pb_agent_options *options,
                 struct pb_database *database, struct pb_log *log) __attribute__((warn_unused_result));
/* After the database was closed. Leases stay until they are reclaimed. NULL is fine. */
void pb_agent_free(struct pb_agent *agent);

/* Does what is due: registers, heartbeats, leases what is missing, runs events that nobody else runs. */
void pb_agent_update(struct pb_agent *agent, int64_t now_ms);
/* Old writes are out: leasing may begin. */
void pb_agent_settle(struct pb_agent *agent);
/* A call was answered with agent_fenced: the registration has ended. */
void pb_agent_fence(struct pb_agent *agent);
/* The next event, oldest first; type NONE when there is none. Of accounts that were leased together each
 * becomes an event, and counts, when it is asked for here: thousands may be taken in the course of ticks. */
struct pb_agent_event pb_agent_next_event(struct pb_agent *agent);

/* How many accounts to hold; more are leased, fewer are not returned by this. */
void pb_agent_want(struct pb_agent *agent, unsigned accounts);
/* Leases one account more, now. Returns 0 (the answer comes through `done`; the lease comes as an event too),
 * PB_E_not_ready, PB_E_busy or PB_E_no_memory. */
int pb_agent_acquire(struct pb_agent *agent, pb_agent_lease_fn *done, void *user)
    __attribute__((warn_unused_result));
/* Returns one account; it is wanted no more. The caller has stopped acting for it. Returns 0 (RELEASED
 * follows), PB_E_not_ready, PB_E_busy or PB_E_no_memory. */
int pb_agent_release(struct pb_agent *agent, uint32_t account_id, uint64_t fence)
    __attribute__((warn_unused_result));
/* Ends the registration and returns every lease; STOPPED follows. */
void pb_agent_stop(struct pb_agent *agent);

/* Borrowed until pb_agent_free. */
const struct pb_agent_state *pb_agent_state(const struct pb_agent *agent);
const char *pb_agent_phase_name(enum pb_agent_phase phase);
/* The whole table; its length in `count`. */
const struct pb_agent_rule *pb_agent_rules(size_t *count);

#endif
