#include "session/agent.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include "db/call_account.h"
#include "db/call_agent.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    /* Leases that are missing are asked for again after this long. */
    RETRY_MS = 5000,
    /* How long one call may try: short, so that what happens meanwhile is noticed and shown. */
    PATIENCE_MS = 1000,
    /* Waits before a new registration, when one fails or is taken away at once. */
    MIN_REGISTER_WAIT_MS = 1000,
    MAX_FAILED_WAIT_MS = 5000,
    MAX_REPLACED_WAIT_MS = 60000
};

struct pb_agent {
    struct pb_connection *connection;
    const struct pb_log *log;
    char name[65], host[256];
    struct pb_agent_state state;
    struct pb_lease *leases;
    size_t capacity;
    unsigned heartbeat_interval_s;
    int64_t heartbeat_due_ms, acquire_due_ms, register_due_ms, registered_ms;
    int64_t register_wait_ms; /* doubles with each registration that came to nothing */
    uint64_t request_id;      /* of a lease request whose outcome is unknown, 0 for none */
    unsigned request_count;
};

int pb_agent_new(struct pb_agent **out, struct pb_connection *connection, const struct pb_log *log,
                 const char *name, unsigned wanted)
{
    struct pb_agent *agent = calloc(1, sizeof *agent);

    if (!agent)
        return PB_E_no_memory;
    agent->capacity = wanted ? wanted : 1;
    agent->leases = calloc(agent->capacity, sizeof *agent->leases);
    if (!agent->leases) {
        free(agent);
        return PB_E_no_memory;
    }
    agent->connection = connection;
    agent->log = log;
    agent->state.wanted = wanted;
    agent->register_wait_ms = MIN_REGISTER_WAIT_MS;
    snprintf(agent->name, sizeof agent->name, "%s", name);
    if (gethostname(agent->host, sizeof agent->host - 1) != 0)
        snprintf(agent->host, sizeof agent->host, "unknown");
    *out = agent;
    return PB_OK;
}

void pb_agent_free(struct pb_agent *agent)
{
    if (!agent)
        return;
    free(agent->leases);
    free(agent);
}

const struct pb_agent_state *pb_agent_state(const struct pb_agent *agent)
{
    return &agent->state;
}

/* Nothing may be done for the accounts any more: another holder may have them soon. */
static void forget_registration(struct pb_agent *agent, const char *why)
{
    pb_log_write(agent->log, PB_WARN, "agent %llu: %s; stopped acting for %zu accounts, registering anew",
                 (unsigned long long)agent->state.agent_id, why, agent->state.lease_count);
    agent->state.agent_id = 0;
    agent->state.lease_count = 0;
    agent->request_id = 0;
}

/* Puts the next registration off, by a wait that doubles; jitter, so that two agents do not stay in step. */
static void put_registration_off(struct pb_agent *agent, int64_t max_ms)
{
    int64_t wait_ms = agent->register_wait_ms < max_ms ? agent->register_wait_ms : max_ms;

    agent->register_due_ms = pb_clock_ms() + wait_ms / 2 + (int64_t)(pb_rng_u64() % (uint64_t)wait_ms);
    agent->register_wait_ms = wait_ms * 2;
}

/* The first time it registers anew at once; when that does not last, two processes share one name. */
static void lose_registration(struct pb_agent *agent)
{
    int64_t lived_ms = pb_clock_ms() - agent->registered_ms;

    forget_registration(agent, "replaced or reclaimed");
    if (agent->state.registrations < 2 || lived_ms > 2 * MAX_REPLACED_WAIT_MS) {
        agent->register_wait_ms = MIN_REGISTER_WAIT_MS;
        return;
    }
    put_registration_off(agent, MAX_REPLACED_WAIT_MS);
    pb_log_write(agent->log, PB_WARN,
                 "replaced again after %lld ms; another process seems to register as '%s': give each a "
                 "Playerbot.Agent.Name of its own; waiting %lld ms",
                 (long long)lived_ms, agent->name, (long long)(agent->register_due_ms - pb_clock_ms()));
}

static int register_agent(struct pb_agent *agent)
{
    struct pb_registration registration = {0};
    int64_t sent_ms = pb_clock_ms();
    int error = pb_call_register_agent(agent->connection, agent->name, agent->host, PB_VERSION, PATIENCE_MS,
                                       &registration);

    if (error) {
        put_registration_off(agent, MAX_FAILED_WAIT_MS);
        return error;
    }
    agent->registered_ms = sent_ms;
    agent->state.agent_id = registration.agent_id;
    agent->state.ttl_s = registration.lease_ttl_s;
    agent->state.registrations++;
    agent->heartbeat_interval_s = registration.heartbeat_interval_s;
    agent->state.valid_until_ms = sent_ms + (int64_t)registration.lease_ttl_s * 1000;
    agent->heartbeat_due_ms = sent_ms + (int64_t)registration.heartbeat_interval_s * 1000;
    agent->acquire_due_ms = sent_ms;
    /* A hanging server must be noticed well before the leases are gone. */
    pb_connection_set_timeout(agent->connection,
                              registration.lease_ttl_s / 4 > 5 ? 5 : registration.lease_ttl_s / 4);
    pb_log_write(agent->log, PB_INFO,
                 "registered '%s' as agent %llu (heartbeat every %u s, leases live %u s, %u reclaimed)",
                 agent->name, (unsigned long long)registration.agent_id, registration.heartbeat_interval_s,
                 registration.lease_ttl_s, registration.reclaimed);
    return PB_OK;
}

struct collector {
    struct pb_agent *agent;
    size_t first;
};

static void collect(void *user, const struct pb_lease *lease)
{
    struct collector *collector = user;
    struct pb_agent *agent = collector->agent;

    if (!lease)
        agent->state.lease_count = collector->first;
    else if (agent->state.lease_count < agent->capacity)
        agent->leases[agent->state.lease_count++] = *lease;
}

static int acquire_missing(struct pb_agent *agent)
{
    struct collector collector = {agent, agent->state.lease_count};
    int error;

    /* An unknown outcome is asked for again under its own number, never guessed. */
    if (!agent->request_id) {
        agent->request_id = pb_rng_u64() | 1;
        agent->request_count = agent->state.wanted - (unsigned)agent->state.lease_count;
        if (agent->request_count > PB_MAX_LEASES_PER_CALL)
            agent->request_count = PB_MAX_LEASES_PER_CALL;
    }
    error = pb_call_acquire_accounts(agent->connection, agent->state.agent_id, agent->request_count,
                                     agent->request_id, PATIENCE_MS, collect, &collector);
    if (error) {
        agent->state.lease_count = collector.first;
        return error;
    }
    agent->request_id = 0;
    if (agent->state.lease_count - collector.first == PB_MAX_LEASES_PER_CALL)
        agent->acquire_due_ms = pb_clock_ms();
    if (agent->state.lease_count > collector.first)
        pb_log_write(agent->log, PB_INFO, "leased %zu accounts, %zu of %u",
                     agent->state.lease_count - collector.first, agent->state.lease_count,
                     agent->state.wanted);
    return PB_OK;
}

static int send_heartbeat(struct pb_agent *agent)
{
    int64_t sent_ms = pb_clock_ms();
    int64_t patience_ms = agent->state.valid_until_ms - sent_ms;
    unsigned leases = 0;
    int error = pb_call_heartbeat_agent(agent->connection, agent->state.agent_id,
                                        patience_ms > PATIENCE_MS ? PATIENCE_MS : patience_ms, &leases);

    if (error)
        return error;
    agent->state.heartbeats++;
    agent->state.valid_until_ms = sent_ms + (int64_t)agent->state.ttl_s * 1000;
    if (leases < agent->state.lease_count)
        pb_log_write(agent->log, PB_WARN, "agent %llu holds %u accounts in the database, %zu here",
                     (unsigned long long)agent->state.agent_id, leases, agent->state.lease_count);
    return PB_OK;
}

/* Decides what an error means for the registration. Returns 0 to go on, or the error. */
static int judge(struct pb_agent *agent, int error)
{
    if (error == PB_OK || error == PB_E_interrupted)
        return PB_OK;
    agent->state.errors++;
    if (error == PB_E_agent_fenced) {
        lose_registration(agent);
        return PB_OK;
    }
    if (error == PB_E_no_database || error == PB_E_no_result || error == PB_E_database)
        return PB_OK;
    return error;
}

/* Milliseconds from now until something is due. */
static int until_due(const struct pb_agent *agent)
{
    int64_t now_ms = pb_clock_ms(), due_ms = agent->register_due_ms;

    if (agent->state.agent_id) {
        due_ms = agent->heartbeat_due_ms;
        if (agent->state.lease_count < agent->state.wanted && agent->acquire_due_ms < due_ms)
            due_ms = agent->acquire_due_ms;
        if (agent->state.valid_until_ms < due_ms)
            due_ms = agent->state.valid_until_ms;
    }
    return due_ms > now_ms ? (int)(due_ms - now_ms) : 0;
}

int pb_agent_update(struct pb_agent *agent)
{
    int64_t now_ms = pb_clock_ms();
    int error = PB_OK;

    if (agent->state.agent_id && now_ms >= agent->state.valid_until_ms) {
        forget_registration(agent, "no heartbeat was answered for a whole ttl");
        agent->register_wait_ms = MIN_REGISTER_WAIT_MS;
    }
    if (!agent->state.agent_id && now_ms >= agent->register_due_ms) {
        if ((error = judge(agent, register_agent(agent))) != PB_OK)
            return error;
    }
    if (agent->state.agent_id && now_ms >= agent->heartbeat_due_ms) {
        /* A failed one is tried again soon, so that one lost packet does not cost the leases. */
        error = send_heartbeat(agent);
        agent->heartbeat_due_ms = now_ms + (error ? 1000 : (int64_t)agent->heartbeat_interval_s * 1000);
        if ((error = judge(agent, error)) != PB_OK)
            return error;
    }
    if (agent->state.agent_id && agent->state.lease_count < agent->state.wanted &&
        now_ms >= agent->acquire_due_ms) {
        agent->acquire_due_ms = now_ms + RETRY_MS;
        if ((error = judge(agent, acquire_missing(agent))) != PB_OK)
            return error;
    }
    return until_due(agent);
}

int pb_agent_stop(struct pb_agent *agent, unsigned *released)
{
    int error = PB_OK;

    *released = 0;
    if (agent->state.agent_id)
        error = pb_call_unregister_agent(agent->connection, agent->state.agent_id, released);
    if (error == PB_E_agent_fenced)
        error = PB_OK;
    agent->state.agent_id = 0;
    agent->state.lease_count = 0;
    return error;
}
