/*
 * Agent: one registration with its heartbeat and its leases. One thread.
 * What must stop when the registration ends is asked for in pb_agent_update's answer; nothing calls up.
 */
#ifndef PB_SESSION_AGENT_H
#define PB_SESSION_AGENT_H

#include "db/connection.h"
#include <stddef.h>

struct pb_agent;

struct pb_agent_state {
    uint64_t agent_id;      /* 0 while not registered */
    size_t lease_count;     /* accounts held */
    unsigned wanted;        /* accounts asked for */
    unsigned ttl_s;         /* a lease lives this long after the last answered heartbeat was sent */
    int64_t valid_until_ms; /* monotonic clock: after this nobody may act for the accounts */
    uint64_t heartbeats, errors, registrations;
};

/* `connection` and `log` are borrowed until pb_agent_free. Returns 0 or PB_E_no_memory. */
int pb_agent_new(struct pb_agent **agent, struct pb_connection *connection, const struct pb_log *log,
                 const char *name, unsigned wanted) __attribute__((warn_unused_result));
/* Frees the memory; leases stay until they are released or reclaimed. NULL is fine. */
void pb_agent_free(struct pb_agent *agent);

/*
 * Does what is due: registers, leases what is missing, sends the heartbeat. Returns milliseconds until
 * something is due again, or a negative error that a new try will not mend.
 */
int pb_agent_update(struct pb_agent *agent) __attribute__((warn_unused_result));
/* Returns every lease and ends the registration. Tries for at most 10 s; what is left is reclaimed by the
 * database. A registration that has ended already is no error. */
int pb_agent_stop(struct pb_agent *agent, unsigned *released) __attribute__((warn_unused_result));
/* Borrowed until pb_agent_free. */
const struct pb_agent_state *pb_agent_state(const struct pb_agent *agent);

#endif
