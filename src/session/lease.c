/* Lease: the part of an agent that gets accounts and gives them back. */
#include "base/error.h"
#include "base/rng.h"
#include "db/call_agent.h"
#include "session/agent_state.h"
#include <stdio.h>

enum {
    /* Leases that are missing are asked for again after this long. */
    LEASE_RETRY_MS = 5000,
    LEASE_TIMEOUT_MS = 30000
};

/* One account asked for by the host. */
struct acquisition {
    struct pb_agent *agent;
    pb_agent_lease_fn *done;
    void *user;
    uint64_t incarnation;
};

/* One account that is being given back. */
struct pb_agent_release {
    struct pb_agent *agent;
    struct pb_agent_release *next;
    uint32_t account_id;
    uint64_t incarnation;
    int is_told; /* the room above knows already */
};

static void tell_released(struct pb_agent *agent, uint32_t account_id, const char *text)
{
    struct pb_agent_event event = {.type = PB_AGENT_EVENT_RELEASED, .lease.account_id = account_id};

    snprintf(event.text, sizeof event.text, "%s", text);
    pb_agent_tell(agent, &event);
}

static void add_lease(struct pb_agent *agent, const struct pb_lease *lease)
{
    struct pb_agent_event event = {
        .type = PB_AGENT_EVENT_LEASED, .agent_id = agent->state.agent_id, .lease = *lease};

    /* Who is leased anew was given back, though the answer is not here yet: first the one, then the other. */
    for (struct pb_agent_release *release = agent->releases; release; release = release->next) {
        if (release->account_id != lease->account_id || release->is_told)
            continue;
        release->is_told = 1;
        tell_released(agent, release->account_id, "");
    }
    agent->state.leases++;
    pb_agent_tell(agent, &event);
}

static void on_leased(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;
    size_t count = pb_rows_count(answer->rows);

    agent->is_lease_out = 0;
    pb_agent_note_error(agent, answer);
    if (agent->lease_incarnation != agent->incarnation)
        return;
    if (answer->error == PB_E_agent_fenced) {
        pb_agent_fire(agent, PB_AGENT_FENCED);
        return;
    }
    if (answer->error) {
        /* The outcome may be unknown: it is asked for again under its own number, never guessed. */
        if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(agent->log, AGENT, WARN, 0, "leasing %u accounts: %s; trying again in %d s",
                   agent->request_count, agent->state.last_message, LEASE_RETRY_MS / 1000);
        if (answer->error <= -PB_FIRST_DATABASE_ERROR)
            agent->request_id = 0;
        return;
    }
    agent->request_id = 0;
    if (count == PB_MAX_ACCOUNTS_PER_CALL)
        agent->lease_due_ms = 0;
    if (count == 0)
        return;
    PB_LOG(agent->log, AGENT, INFO, 0, "leased %zu accounts, %zu of %u", count, agent->state.leases + count,
           agent->state.wanted);
    /* Thousands are too much for one tick: they are read as they are taken. Until then no more are asked for.
     */
    pb_agent_drop_leases(agent);
    agent->rows = pb_answer_take_rows(answer);
    agent->is_lease_out = 1;
}

int pb_agent_read_lease(struct pb_agent *agent)
{
    struct pb_lease lease;

    if (!agent->rows)
        return 0;
    lease = pb_read_lease(agent->rows, agent->row++);
    add_lease(agent, &lease);
    if (agent->row == pb_rows_count(agent->rows))
        pb_agent_drop_leases(agent);
    return 1;
}

void pb_agent_drop_leases(struct pb_agent *agent)
{
    if (!agent->rows)
        return;
    pb_rows_free(agent->rows);
    agent->rows = NULL;
    agent->row = 0;
    agent->is_lease_out = 0;
}

void pb_agent_lease_missing(struct pb_agent *agent, int64_t now_ms)
{
    struct pb_value values[3];

    if (!agent->request_id) {
        agent->request_id = pb_rng_u64() | 1;
        agent->request_count = agent->state.wanted - agent->state.leases - agent->acquiring;
        if (agent->request_count > PB_MAX_ACCOUNTS_PER_CALL)
            agent->request_count = PB_MAX_ACCOUNTS_PER_CALL;
    }
    values[0] = PB_VALUE_U64(agent->state.agent_id);
    values[1] = PB_VALUE_U64(agent->request_count);
    values[2] = PB_VALUE_U64(agent->request_id);
    agent->lease_due_ms = now_ms + LEASE_RETRY_MS;
    agent->lease_incarnation = agent->incarnation;
    agent->is_lease_out = pb_database_call(agent->database, &pb_call_acquire_accounts, values, 3,
                                           LEASE_TIMEOUT_MS, on_leased, agent) == PB_OK;
}

/* A lease whose answer was lost is ours without our knowing: the database is asked which. */
static void on_own_leases(void *user, const struct pb_answer *answer)
{
    struct pb_agent *agent = user;

    agent->is_lease_out = 0;
    /* What came or went meanwhile may stand in the answer as it was: the next heartbeat asks again. */
    if (answer->error || agent->lease_incarnation != agent->incarnation ||
        agent->looked_moves != agent->moves)
        return;
    agent->state.leases = 0;
    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        struct pb_lease lease = pb_read_lease(answer->rows, i);

        add_lease(agent, &lease);
    }
    /* As if asked for, since the host gets them. */
    if (agent->state.wanted < agent->state.leases)
        agent->state.wanted = agent->state.leases;
    PB_LOG(agent->log, AGENT, INFO, 0,
           "%u accounts are leased to this agent; those it did not know are taken over", agent->state.leases);
}

void pb_agent_look_for_leases(struct pb_agent *agent)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent->state.agent_id)};

    if (agent->releases || agent->acquiring || agent->rows)
        return;
    agent->looked_moves = agent->moves;
    agent->lease_incarnation = agent->incarnation;
    agent->is_lease_out = pb_database_call(agent->database, &pb_call_leases_of_agent, values, 1, 0,
                                           on_own_leases, agent) == PB_OK;
}

void pb_agent_want(struct pb_agent *agent, unsigned accounts)
{
    agent->state.wanted = accounts;
    agent->lease_due_ms = 0;
}

static void on_acquired(void *user, const struct pb_answer *answer)
{
    struct acquisition *acquisition = user;
    struct pb_agent *agent = acquisition->agent;
    struct pb_lease lease = pb_read_lease(answer->rows, 0);
    int error = answer->error;

    agent->acquiring--;
    /* A lease of an earlier registration is none. */
    if (!error && acquisition->incarnation != agent->incarnation)
        error = PB_E_agent_fenced;
    if (error)
        agent->state.wanted -= agent->state.wanted > 0;
    else
        add_lease(agent, &lease);
    if (error == PB_E_agent_fenced && acquisition->incarnation == agent->incarnation)
        pb_agent_fire(agent, PB_AGENT_FENCED);
    acquisition->done(acquisition->user, error, error ? NULL : &lease);
    pb_memory_free(pb_database_memory(agent->database), acquisition);
}

int pb_agent_acquire(struct pb_agent *agent, pb_agent_lease_fn *done, void *user)
{
    struct pb_value values[2];
    struct acquisition *acquisition;
    int error;

    if (agent->state.phase != PB_AGENT_ACTIVE)
        return PB_E_not_ready;
    if (!(acquisition = pb_memory_new(pb_database_memory(agent->database), 1, sizeof *acquisition)))
        return PB_E_no_memory;
    *acquisition = (struct acquisition){agent, done, user, agent->incarnation};
    values[0] = PB_VALUE_U64(agent->state.agent_id);
    values[1] = PB_VALUE_U64(pb_rng_u64() | 1);
    error =
        pb_database_call(agent->database, &pb_call_acquire_account, values, 2, 0, on_acquired, acquisition);
    if (error) {
        pb_memory_free(pb_database_memory(agent->database), acquisition);
        return error;
    }
    agent->state.wanted++;
    agent->acquiring++;
    agent->moves++;
    return PB_OK;
}

static void forget_release(struct pb_agent_release *release)
{
    struct pb_agent_release **link = &release->agent->releases;

    while (*link != release)
        link = &(*link)->next;
    *link = release->next;
    pb_memory_free(pb_database_memory(release->agent->database), release);
}

static void on_released(void *user, const struct pb_answer *answer)
{
    struct pb_agent_release *release = user;
    struct pb_agent *agent = release->agent;

    if (answer->error && answer->error != PB_E_not_holder && answer->error != PB_E_stopped)
        PB_LOG(agent->log, AGENT, WARN, release->account_id,
               "returning it: %s; it stays leased until this agent ends or is reclaimed",
               pb_error_text(answer->error));
    if (release->incarnation == agent->incarnation && answer->error == PB_E_agent_fenced)
        pb_agent_fire(agent, PB_AGENT_FENCED);
    if (!release->is_told)
        tell_released(agent, release->account_id,
                      answer->error ? "" : pb_rows_text(answer->rows, 0, 0, NULL));
    forget_release(release);
}

int pb_agent_release(struct pb_agent *agent, uint32_t account_id, uint64_t fence)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent->state.agent_id), PB_VALUE_U64(account_id),
                                      PB_VALUE_U64(fence)};
    struct pb_agent_release *release;
    int error;

    if (!agent->state.agent_id)
        return PB_E_not_ready;
    if (!(release = pb_memory_new(pb_database_memory(agent->database), 1, sizeof *release)))
        return PB_E_no_memory;
    *release = (struct pb_agent_release){agent, agent->releases, account_id, agent->incarnation, 0};
    agent->releases = release;
    error = pb_database_call(agent->database, &pb_call_release_account, values, 3, 0, on_released, release);
    if (error) {
        forget_release(release);
        return error;
    }
    agent->moves++;
    agent->state.leases -= agent->state.leases > 0;
    agent->state.wanted -= agent->state.wanted > 0;
    return PB_OK;
}
