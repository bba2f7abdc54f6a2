#include "session/agent.h"
#include "base/error.h"
#include "base/rng.h"
#include "db/call_agent.h"
#include "session/agent_state.h"
#include <stdio.h>
#include <string.h>

enum {
    /* A registration or heartbeat has this long; a hanging server must be noticed well before the leases are
       gone. */
    CALL_TIMEOUT_MS = 5000,
    HEARTBEAT_RETRY_MS = 1000,
    /* Waits before a new registration, when one fails or is taken away at once. */
    MIN_REGISTER_WAIT_MS = 1000,
    MAX_FAILED_WAIT_MS = 5000,
    MAX_REPLACED_WAIT_MS = 60000,
    STOP_TIMEOUT_MS = 10000
};

/* clang-format off */
static const struct pb_agent_rule table[] = {
#define R(phase, signal, next, action, comment) {PB_AGENT_##phase, PB_AGENT_##signal, PB_AGENT_##next, PB_AGENT_DO_##action, comment}
    R(OFF,         START,      REGISTERING, REGISTER,   "a registration is due"),
    R(OFF,         STOP,       STOPPED,     END,        "there is nothing to return"),
    R(REGISTERING, REGISTERED, SETTLING,    NOTHING,    "what an earlier registration left to write goes first"),
    R(REGISTERING, REFUSED,    OFF,         WAIT,       "the database is away, or refuses"),
    R(REGISTERING, STOP,       STOPPED,     END,        "the answer, if it comes, has no leases; the database ends it by itself"),
    R(SETTLING,    SETTLED,    ACTIVE,      LEASE,      "nothing old is left that a new lease would make stale"),
    R(SETTLING,    FENCED,     OFF,         FORGET,     "another process took the name, or the ttl passed"),
    R(SETTLING,    EXPIRED,    OFF,         FORGET,     "nobody answers"),
    R(SETTLING,    STOP,       STOPPING,    UNREGISTER, "leave in order"),
    R(ACTIVE,      FENCED,     OFF,         FORGET,     "another process took the name, or the ttl passed"),
    R(ACTIVE,      EXPIRED,    OFF,         FORGET,     "another holder may have the accounts soon"),
    R(ACTIVE,      STOP,       STOPPING,    UNREGISTER, "leave in order"),
    R(STOPPING,    ENDED,      STOPPED,     END,        "every lease is back, or will be by the reclaim event"),
    R(STOPPING,    FENCED,     STOPPED,     END,        "there is nothing to return any more"),
    R(STOPPING,    EXPIRED,    STOPPED,     END,        "the reclaim event returns the leases"),
#undef R
};
/* clang-format on */

enum { RULES = sizeof table / sizeof *table };

static const struct pb_memory *memory_of(const struct pb_agent *agent)
{
    return agent->memory;
}

int pb_agent_new(struct pb_agent **out, const struct pb_agent_options *options, struct pb_database *database,
                 struct pb_log *log)
{
    struct pb_agent *agent = pb_memory_new(pb_database_memory(database), 1, sizeof *agent);

    if (!agent)
        return PB_E_no_memory;
    agent->options = *options;
    agent->database = database;
    agent->memory = pb_database_memory(database);
    agent->log = log;
    agent->state.wanted = options->wanted;
    agent->register_wait_ms = MIN_REGISTER_WAIT_MS;
    *out = agent;
    return PB_OK;
}

void pb_agent_free(struct pb_agent *agent)
{
    if (!agent)
        return;
    pb_agent_drop_leases(agent);
    pb_event_queue_clear(&agent->events, memory_of(agent));
    pb_memory_free(memory_of(agent), agent);
}

void pb_agent_tell(struct pb_agent *agent, const struct pb_agent_event *event)
{
    if (pb_event_queue_add(&agent->events, event, memory_of(agent)) != PB_OK)
        PB_LOG(agent->log, AGENT, ERROR, event->lease.account_id,
               "out of memory: an event of the agent is lost");
}

void pb_agent_note_error(struct pb_agent *agent, const struct pb_answer *answer)
{
    agent->state.last_error = answer->error;
    snprintf(agent->state.last_message, sizeof agent->state.last_message, "%s",
             *answer->message ? answer->message : pb_error_text(answer->error));
    agent->state.errors += answer->error != PB_OK;
}

/* Puts the next registration off, by a wait that doubles; jitter, so that two agents do not stay in step. */
static void put_registration_off(struct pb_agent *agent, int64_t max_ms)
{
    int64_t wait_ms = agent->register_wait_ms < max_ms ? agent->register_wait_ms : max_ms;

    agent->register_due_ms =
        pb_database_now_ms(agent->database) + wait_ms / 2 + (int64_t)(pb_rng_u64() % (uint64_t)wait_ms);
    agent->register_wait_ms = wait_ms * 2;
}

/* The first time it registers anew at once; when that does not last, two processes share one name. */
static void plan_registration(struct pb_agent *agent, int was_fenced)
{
    int64_t lived_ms = pb_database_now_ms(agent->database) - agent->registered_ms;

    if (!was_fenced || agent->state.registrations < 2 || lived_ms > 2 * MAX_REPLACED_WAIT_MS) {
        agent->register_wait_ms = MIN_REGISTER_WAIT_MS;
        agent->register_due_ms = 0;
        return;
    }
    put_registration_off(agent, MAX_REPLACED_WAIT_MS);
    PB_LOG(agent->log, AGENT, WARN, 0,
           "replaced again after %lld ms; another process seems to register as '%s': give each a "
           "Playerbot.Agent.Name of its own; waiting %lld ms",
           (long long)lived_ms, agent->options.name,
           (long long)(agent->register_due_ms - pb_database_now_ms(agent->database)));
}

/* Nothing may be done for the accounts any more: another holder may have them soon. */
static void forget(struct pb_agent *agent, enum pb_agent_signal signal)
{
    struct pb_agent_event event = {
        .type = PB_AGENT_EVENT_LOST, .agent_id = agent->state.agent_id, .count = agent->state.leases};

    snprintf(event.text, sizeof event.text, "%s",
             signal == PB_AGENT_FENCED ? "replaced or reclaimed"
                                       : "no heartbeat was answered for a whole ttl");
    PB_LOG(agent->log, AGENT, WARN, 0, "agent %llu: %s; stopped acting for %u accounts, registering anew",
           (unsigned long long)agent->state.agent_id, event.text, agent->state.leases);
    agent->incarnation++;
    pb_agent_drop_leases(agent);
    agent->state.agent_id = 0;
    agent->state.leases = 0;
    agent->request_id = 0;
    pb_agent_tell(agent, &event);
    plan_registration(agent, signal == PB_AGENT_FENCED);
}

static void on_registered(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;
    struct pb_registration registration = pb_read_registration(answer->rows, 0);
    struct pb_agent_event event = {.type = PB_AGENT_EVENT_REGISTERED};

    pb_agent_note_error(agent, answer);
    if (answer->error || agent->state.phase != PB_AGENT_REGISTERING) {
        if (answer->error && answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(agent->log, AGENT, WARN, 0, "registering '%s': %s; trying again", agent->options.name,
                   agent->state.last_message);
        pb_agent_fire(agent, PB_AGENT_REFUSED);
        return;
    }
    agent->incarnation++;
    agent->registered_ms = agent->asked_ms;
    agent->state.agent_id = event.agent_id = registration.agent_id;
    agent->state.ttl_s = registration.lease_ttl_s;
    agent->state.registrations++;
    agent->heartbeat_interval_s = registration.heartbeat_interval_s;
    agent->state.valid_until_ms = agent->asked_ms + (int64_t)registration.lease_ttl_s * 1000;
    agent->heartbeat_due_ms = agent->asked_ms + (int64_t)registration.heartbeat_interval_s * 1000;
    agent->lease_due_ms = agent->asked_ms;
    PB_LOG(agent->log, AGENT, INFO, 0,
           "registered '%s' as agent %llu (heartbeat every %u s, leases live %u s, %u reclaimed)",
           agent->options.name, (unsigned long long)registration.agent_id, registration.heartbeat_interval_s,
           registration.lease_ttl_s, registration.reclaimed);
    pb_agent_tell(agent, &event);
    pb_agent_fire(agent, PB_AGENT_REGISTERED);
}

static void register_agent(struct pb_agent *agent)
{
    const struct pb_value values[] = {PB_VALUE_TEXT(agent->options.name), PB_VALUE_TEXT(agent->options.host),
                                      PB_VALUE_TEXT(agent->options.version)};

    agent->asked_ms = pb_database_now_ms(agent->database);
    if (pb_database_call(agent->database, &pb_call_register_agent, values, 3, CALL_TIMEOUT_MS, on_registered,
                         agent) != PB_OK)
        pb_agent_fire(agent, PB_AGENT_REFUSED);
}

static void on_unregistered(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;

    pb_agent_note_error(agent, answer);
    if (!answer->error)
        agent->state.leases = (unsigned)pb_rows_u64(answer->rows, 0, 0);
    else if (answer->error != PB_E_agent_fenced)
        PB_LOG(agent->log, AGENT, WARN, 0,
               "agent %llu could not return its leases: %s; the database takes the leases back by itself, "
               "one ttl "
               "later",
               (unsigned long long)agent->state.agent_id, agent->state.last_message);
    if (answer->error)
        agent->state.leases = 0;
    pb_agent_fire(agent, PB_AGENT_ENDED);
}

static void unregister_agent(struct pb_agent *agent)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent->state.agent_id)};

    if (pb_database_call(agent->database, &pb_call_unregister_agent, values, 1, STOP_TIMEOUT_MS,
                         on_unregistered, agent) != PB_OK)
        pb_agent_fire(agent, PB_AGENT_ENDED);
}

static void end(struct pb_agent *agent)
{
    struct pb_agent_event event = {.type = PB_AGENT_EVENT_STOPPED, .count = agent->state.leases};

    agent->incarnation++;
    pb_agent_drop_leases(agent);
    agent->state.agent_id = 0;
    agent->state.leases = 0;
    pb_agent_tell(agent, &event);
}

static void act(struct pb_agent *agent, enum pb_agent_action action, enum pb_agent_signal signal)
{
    switch (action) {
    case PB_AGENT_DO_NOTHING:
        break;
    case PB_AGENT_DO_REGISTER:
        register_agent(agent);
        break;
    case PB_AGENT_DO_WAIT:
        put_registration_off(agent, MAX_FAILED_WAIT_MS);
        break;
    case PB_AGENT_DO_LEASE:
        agent->lease_due_ms = 0;
        agent->register_wait_ms =
            agent->state.registrations < 2 ? MIN_REGISTER_WAIT_MS : agent->register_wait_ms;
        break;
    case PB_AGENT_DO_FORGET:
        forget(agent, signal);
        break;
    case PB_AGENT_DO_UNREGISTER:
        pb_agent_drop_leases(agent);
        unregister_agent(agent);
        break;
    case PB_AGENT_DO_END:
        end(agent);
        break;
    }
}

/* A signal that the table does not know for this phase changes nothing. */
void pb_agent_fire(struct pb_agent *agent, enum pb_agent_signal signal)
{
    for (int i = 0; i < RULES; i++) {
        if (table[i].phase != agent->state.phase || table[i].signal != signal)
            continue;
        agent->state.phase = table[i].next;
        act(agent, table[i].action, signal);
        return;
    }
}

/* In a cluster events run on one node and stop with it: whoever sees first that they are overdue does their
 * work. */
static void on_events_run(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;

    agent->is_event_check_out = 0;
    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        agent->state.event_runs++;
        PB_LOG(agent->log, AGENT, INFO, 0, "database event %s was %llu s overdue: run from here",
               pb_rows_text(answer->rows, i, 0, NULL), (unsigned long long)pb_rows_u64(answer->rows, i, 1));
    }
}

static void on_heartbeat(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;
    unsigned leases;

    agent->is_heartbeat_out = 0;
    pb_agent_note_error(agent, answer);
    if (agent->heartbeat_incarnation != agent->incarnation)
        return;
    if (answer->error == PB_E_agent_fenced) {
        pb_agent_fire(agent, PB_AGENT_FENCED);
        return;
    }
    if (answer->error) {
        /* Tried again soon, so that one lost packet does not cost the leases. */
        agent->heartbeat_due_ms = pb_database_now_ms(agent->database) + HEARTBEAT_RETRY_MS;
        if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(agent->log, AGENT, WARN, 0, "heartbeat: %s; trying again in %d s",
                   agent->state.last_message, HEARTBEAT_RETRY_MS / 1000);
        return;
    }
    leases = (unsigned)pb_rows_u64(answer->rows, 0, 1);
    agent->state.heartbeats++;
    agent->state.valid_until_ms = agent->asked_ms + (int64_t)agent->state.ttl_s * 1000;
    agent->heartbeat_due_ms = agent->asked_ms + (int64_t)agent->heartbeat_interval_s * 1000;
    if (leases < agent->state.leases && !agent->is_lease_out)
        PB_LOG(agent->log, AGENT, WARN, 0, "agent %llu holds %u accounts in the database, %u here",
               (unsigned long long)agent->state.agent_id, leases, agent->state.leases);
    /* Twice in a row: a lease or a return may have been under way. */
    agent->surplus = leases > agent->state.leases && !agent->is_lease_out ? agent->surplus + 1 : 0;
    if (agent->surplus >= 2)
        pb_agent_look_for_leases(agent);
    if (!agent->is_event_check_out)
        agent->is_event_check_out = pb_database_call(agent->database, &pb_call_run_overdue_events, NULL, 0, 0,
                                                     on_events_run, agent) == PB_OK;
}

static void send_heartbeat(struct pb_agent *agent, int64_t now_ms)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent->state.agent_id)};
    int64_t timeout_ms =
        agent->state.ttl_s * 250 < CALL_TIMEOUT_MS ? agent->state.ttl_s * 250 : CALL_TIMEOUT_MS;

    agent->asked_ms = now_ms;
    agent->heartbeat_incarnation = agent->incarnation;
    agent->is_heartbeat_out = pb_database_call(agent->database, &pb_call_heartbeat_agent, values, 1,
                                               timeout_ms, on_heartbeat, agent) == PB_OK;
}

void pb_agent_update(struct pb_agent *agent, int64_t now_ms)
{
    if (agent->state.phase == PB_AGENT_OFF && now_ms >= agent->register_due_ms)
        pb_agent_fire(agent, PB_AGENT_START);
    if (!agent->state.agent_id)
        return;
    if (now_ms >= agent->state.valid_until_ms) {
        pb_agent_fire(agent, PB_AGENT_EXPIRED);
        return;
    }
    if (!agent->is_heartbeat_out && now_ms >= agent->heartbeat_due_ms &&
        agent->state.phase != PB_AGENT_STOPPING)
        send_heartbeat(agent, now_ms);
    if (agent->state.phase == PB_AGENT_ACTIVE &&
        agent->state.leases + agent->acquiring < agent->state.wanted && !agent->is_lease_out &&
        now_ms >= agent->lease_due_ms)
        pb_agent_lease_missing(agent, now_ms);
}

void pb_agent_settle(struct pb_agent *agent)
{
    pb_agent_fire(agent, PB_AGENT_SETTLED);
}

void pb_agent_fence(struct pb_agent *agent)
{
    pb_agent_fire(agent, PB_AGENT_FENCED);
}

void pb_agent_stop(struct pb_agent *agent)
{
    pb_agent_fire(agent, PB_AGENT_STOP);
}

struct pb_agent_event pb_agent_next_event(struct pb_agent *agent)
{
    struct pb_agent_event event = pb_event_queue_take(&agent->events);

    /* What has happened comes before what is still to be read. */
    if (event.type == PB_AGENT_EVENT_NONE && pb_agent_read_lease(agent))
        event = pb_event_queue_take(&agent->events);
    return event;
}

const struct pb_agent_state *pb_agent_state(const struct pb_agent *agent)
{
    return &agent->state;
}

const char *pb_agent_phase_name(enum pb_agent_phase phase)
{
    static const char *const names[PB_AGENT_PHASES] = {"off",    "registering", "settling",
                                                       "active", "stopping",    "stopped"};

    return phase < PB_AGENT_PHASES ? names[phase] : "unknown";
}

const struct pb_agent_rule *pb_agent_rules(size_t *count)
{
    *count = RULES;
    return table;
}
