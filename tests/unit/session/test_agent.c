/* The agent's table of rules, on paper and in life; its events. No database: calls go out and get no answer.
 */
#include "../scarce.h"
#include "base/error.h"
#include "nowhere.h"
#include "session/agent_state.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MAX_PATH = PB_AGENT_PHASES };

/* How each phase is reached from OFF: its last signal and the phase before; found by breadth first search. */
struct way {
    int is_reached;
    enum pb_agent_phase from;
    enum pb_agent_signal signal;
};

static void find_ways(struct way ways[PB_AGENT_PHASES])
{
    size_t count;
    const struct pb_agent_rule *rules = pb_agent_rules(&count);
    int is_changed = 1;

    memset(ways, 0, PB_AGENT_PHASES * sizeof *ways);
    ways[PB_AGENT_OFF].is_reached = 1;
    while (is_changed) {
        is_changed = 0;
        for (size_t i = 0; i < count; i++) {
            if (!ways[rules[i].phase].is_reached || ways[rules[i].next].is_reached)
                continue;
            ways[rules[i].next] = (struct way){1, rules[i].phase, rules[i].signal};
            is_changed = 1;
        }
    }
}

static const struct pb_agent_rule *find_rule(enum pb_agent_phase phase, enum pb_agent_signal signal)
{
    size_t count;
    const struct pb_agent_rule *rules = pb_agent_rules(&count), *found = NULL;

    for (size_t i = 0; i < count; i++) {
        if (rules[i].phase != phase || rules[i].signal != signal)
            continue;
        assert_null(found);
        found = &rules[i];
    }
    return found;
}

static void the_table_is_sound(void **state)
{
    struct way ways[PB_AGENT_PHASES];
    size_t count;
    const struct pb_agent_rule *rules = pb_agent_rules(&count);

    (void)state;
    find_ways(ways);
    for (enum pb_agent_phase phase = 0; phase < PB_AGENT_PHASES; phase++) {
        assert_true(ways[phase].is_reached);
        assert_string_not_equal(pb_agent_phase_name(phase), "unknown");
        /* Not more than one answer to a signal, and none after the end. */
        for (enum pb_agent_signal signal = 0; signal < PB_AGENT_SIGNALS; signal++)
            if (find_rule(phase, signal))
                assert_int_not_equal(phase, PB_AGENT_STOPPED);
        /* The host can always ask for the end, and it comes without an answer of the database. */
        if (phase < PB_AGENT_STOPPING)
            assert_non_null(find_rule(phase, PB_AGENT_STOP));
    }
    for (size_t i = 0; i < count; i++)
        assert_true(strlen(rules[i].comment) > 10);
    assert_string_equal(pb_agent_phase_name(PB_AGENT_PHASES), "unknown");
}

/* Whoever has leases must hear that they are gone, and stop acting for them. */
static void lost_registrations_are_heard(void **state)
{
    static const enum pb_agent_phase registered[] = {PB_AGENT_SETTLING, PB_AGENT_ACTIVE, PB_AGENT_STOPPING};
    static const enum pb_agent_signal losses[] = {PB_AGENT_FENCED, PB_AGENT_EXPIRED};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 2; j++) {
            const struct pb_agent_rule *rule = find_rule(registered[i], losses[j]);

            assert_non_null(rule);
            assert_int_equal(rule->action,
                             registered[i] == PB_AGENT_STOPPING ? PB_AGENT_DO_END : PB_AGENT_DO_FORGET);
        }
    }
    /* Into STOPPED only with the end told. */
    for (enum pb_agent_phase phase = 0; phase < PB_AGENT_PHASES; phase++)
        for (enum pb_agent_signal signal = 0; signal < PB_AGENT_SIGNALS; signal++)
            if (find_rule(phase, signal) && find_rule(phase, signal)->next == PB_AGENT_STOPPED)
                assert_int_equal(find_rule(phase, signal)->action, PB_AGENT_DO_END);
    /* Leases are asked for only once old writes are out. */
    assert_int_equal(find_rule(PB_AGENT_SETTLING, PB_AGENT_SETTLED)->action, PB_AGENT_DO_LEASE);
    assert_null(find_rule(PB_AGENT_REGISTERING, PB_AGENT_SETTLED));
}

static int64_t stopped_clock(void *user)
{
    return *(const int64_t *)user;
}

static void drop_line(void *user, const struct pb_log_record *record)
{
    (void)user;
    (void)record;
}

struct bench {
    struct pb_log *log;
    struct pb_database *database;
    struct pb_agent *agent;
    int64_t now_ms;
};

static int set_up(void **state)
{
    static struct bench bench;
    static const struct pb_agent_options options = {
        .name = "test", .host = "here", .version = "0", .wanted = 5};
    struct pb_log_options log = {.level = PB_INFO, .write = drop_line};

    memset(&bench, 0, sizeof bench);
    bench.now_ms = 1000000;
    if (pb_log_new(&bench.log, &log) != PB_OK ||
        pb_database_open(&bench.database, &nowhere, bench.log, &pb_memory_libc) != PB_OK)
        return -1;
    pb_database_set_clock(bench.database, stopped_clock, &bench.now_ms);
    if (pb_agent_new(&bench.agent, &options, bench.database, bench.log) != PB_OK)
        return -1;
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;

    pb_database_close(bench->database);
    pb_agent_free(bench->agent);
    pb_database_free(bench->database);
    pb_log_free(bench->log);
    return 0;
}

/* Gives the signals that lead from OFF to a phase. */
static void go_to(struct pb_agent *agent, const struct way ways[PB_AGENT_PHASES], enum pb_agent_phase phase)
{
    enum pb_agent_signal signals[MAX_PATH];
    int length = 0;

    for (enum pb_agent_phase at = phase; at != PB_AGENT_OFF; at = ways[at].from) {
        assert_in_range(length, 0, MAX_PATH - 1);
        signals[length++] = ways[at].signal;
    }
    while (length > 0)
        pb_agent_fire(agent, signals[--length]);
    assert_int_equal(agent->state.phase, phase);
    while (pb_agent_next_event(agent).type != PB_AGENT_EVENT_NONE)
        ;
}

/* The event that an action of the table queues. */
static enum pb_agent_event_type event_of(enum pb_agent_action action)
{
    return action == PB_AGENT_DO_FORGET ? PB_AGENT_EVENT_LOST
           : action == PB_AGENT_DO_END  ? PB_AGENT_EVENT_STOPPED
                                        : PB_AGENT_EVENT_NONE;
}

/* Each signal in each phase does what the table says, and nothing where it says nothing. */
static void every_signal_in_every_phase(void **state)
{
    struct way ways[PB_AGENT_PHASES];

    find_ways(ways);
    for (enum pb_agent_phase phase = 0; phase < PB_AGENT_PHASES; phase++) {
        for (enum pb_agent_signal signal = 0; signal < PB_AGENT_SIGNALS; signal++) {
            const struct pb_agent_rule *rule = find_rule(phase, signal);
            struct bench *bench = (set_up(state), *state);
            uint64_t incarnation;

            go_to(bench->agent, ways, phase);
            bench->agent->state.agent_id = 9;
            bench->agent->state.leases = 3;
            bench->agent->request_id = 77;
            incarnation = bench->agent->incarnation;
            pb_agent_fire(bench->agent, signal);
            assert_int_equal(bench->agent->state.phase, rule ? rule->next : phase);
            assert_int_equal(pb_agent_next_event(bench->agent).type,
                             rule ? event_of(rule->action) : PB_AGENT_EVENT_NONE);
            if (rule && event_of(rule->action) != PB_AGENT_EVENT_NONE) {
                /* Answers to what was asked before mean nothing any more. */
                assert_int_equal(bench->agent->state.agent_id, 0);
                assert_int_equal(bench->agent->state.leases, 0);
                assert_int_equal(bench->agent->incarnation, incarnation + 1);
            }
            if (rule && rule->action == PB_AGENT_DO_FORGET)
                assert_int_equal(bench->agent->request_id, 0);
            tear_down(state);
        }
    }
}

/* Nobody acts for an account when no heartbeat was answered for a whole ttl. */
static void leases_expire_by_the_clock(void **state)
{
    struct bench *bench = *state;
    struct pb_agent *agent = bench->agent;
    struct pb_agent_event event;

    pb_agent_fire(agent, PB_AGENT_START);
    agent->state.agent_id = 9;
    agent->state.ttl_s = 60;
    agent->heartbeat_interval_s = 15;
    agent->heartbeat_due_ms = INT64_MAX;
    agent->state.valid_until_ms = bench->now_ms + 60000;
    pb_agent_fire(agent, PB_AGENT_REGISTERED);
    pb_agent_settle(agent);
    agent->lease_due_ms = INT64_MAX;
    agent->state.leases = 3;
    pb_agent_update(agent, bench->now_ms + 59999);
    assert_int_equal(agent->state.phase, PB_AGENT_ACTIVE);
    assert_int_equal(pb_agent_next_event(agent).type, PB_AGENT_EVENT_NONE);
    pb_agent_update(agent, bench->now_ms + 60000);
    assert_int_equal(agent->state.phase, PB_AGENT_OFF);
    event = pb_agent_next_event(agent);
    assert_int_equal(event.type, PB_AGENT_EVENT_LOST);
    assert_int_equal(event.count, 3);
    assert_int_equal(event.agent_id, 9);
    assert_string_equal(event.text, "no heartbeat was answered for a whole ttl");
}

/* A registration that comes to nothing is tried again, ever later, up to some seconds. */
static void failed_registrations_wait(void **state)
{
    struct bench *bench = *state;
    struct pb_agent *agent = bench->agent;
    int64_t bound_ms = 1000;

    for (int i = 0; i < 8; i++) {
        int64_t wait_ms;

        pb_agent_update(agent, bench->now_ms);
        assert_int_equal(agent->state.phase, PB_AGENT_REGISTERING);
        pb_agent_fire(agent, PB_AGENT_REFUSED);
        assert_int_equal(agent->state.phase, PB_AGENT_OFF);
        wait_ms = agent->register_due_ms - bench->now_ms;
        assert_in_range(wait_ms, bound_ms / 2, bound_ms / 2 + bound_ms);
        pb_agent_update(agent, agent->register_due_ms - 1);
        assert_int_equal(agent->state.phase, PB_AGENT_OFF);
        bench->now_ms = agent->register_due_ms;
        bound_ms = bound_ms * 2 < 5000 ? bound_ms * 2 : 5000;
    }
}

static void calls_need_a_registration(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(pb_agent_acquire(bench->agent, NULL, NULL), PB_E_not_ready);
    assert_int_equal(pb_agent_release(bench->agent, 7, 1), PB_E_not_ready);
    assert_int_equal(pb_agent_state(bench->agent)->wanted, 5);
    pb_agent_want(bench->agent, 9);
    assert_int_equal(pb_agent_state(bench->agent)->wanted, 9);
}

static struct pb_rows *leases(unsigned count)
{
    struct pb_rows *rows = pb_rows_new(5, &pb_memory_libc);

    assert_non_null(rows);
    for (unsigned i = 1; i <= count; i++) {
        assert_int_equal(pb_rows_add_u64(rows, i), PB_OK);
        assert_int_equal(pb_rows_add_u64(rows, 0), PB_OK);
        assert_int_equal(pb_rows_add_text(rows, "mail", 4), PB_OK);
        assert_int_equal(pb_rows_add_u64(rows, 10), PB_OK);
        assert_int_equal(pb_rows_add_u64(rows, 7), PB_OK);
    }
    return rows;
}

/* Accounts that were leased together are read one by one, as they are taken; what happens meanwhile is heard
 * before the next one, and of those that are lost none is. */
static void leases_are_read_as_they_are_taken(void **state)
{
    struct bench *bench = *state;
    struct way ways[PB_AGENT_PHASES];
    struct pb_agent *agent = bench->agent;

    find_ways(ways);
    go_to(agent, ways, PB_AGENT_ACTIVE);
    agent->state.agent_id = 9;
    for (int round = 0; round < 2; round++) {
        agent->rows = leases(4);
        agent->is_lease_out = 1;
        for (unsigned i = 1; i <= 2; i++) {
            struct pb_agent_event event = pb_agent_next_event(agent);

            assert_int_equal(event.type, PB_AGENT_EVENT_LEASED);
            assert_int_equal(event.lease.account_id, i);
            assert_int_equal(event.lease.fence, 7);
            assert_int_equal(agent->state.leases, (unsigned)round * 4 + i);
            assert_true(agent->is_lease_out);
        }
        if (round == 0) {
            pb_agent_tell(agent, &(struct pb_agent_event){.type = PB_AGENT_EVENT_RELEASED});
            assert_int_equal(pb_agent_next_event(agent).type, PB_AGENT_EVENT_RELEASED);
            assert_int_equal(pb_agent_next_event(agent).lease.account_id, 3);
            assert_int_equal(pb_agent_next_event(agent).lease.account_id, 4);
            /* All are read: others may be asked for. */
            assert_false(agent->is_lease_out);
            assert_int_equal(pb_agent_next_event(agent).type, PB_AGENT_EVENT_NONE);
        }
    }
    pb_agent_fence(agent);
    assert_int_equal(pb_agent_next_event(agent).type, PB_AGENT_EVENT_LOST);
    assert_int_equal(pb_agent_next_event(agent).type, PB_AGENT_EVENT_NONE);
    assert_null(agent->rows);
}

static void events_keep_their_order(void **state)
{
    struct pb_event_queue queue = {0};
    struct pb_scarce scarce;
    unsigned in = 0, out = 0;

    (void)state;
    pb_scarce_init(&scarce, -1);
    /* More and more wait, then fewer, so that the queue grows while it is half read. */
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 3; i++) {
            struct pb_agent_event event = {.type = PB_AGENT_EVENT_LEASED, .count = in++};

            assert_int_equal(pb_event_queue_add(&queue, &event, &scarce.memory), PB_OK);
        }
        for (int i = 0; i < (round < 100 ? 2 : 5) && out < in; i++)
            assert_int_equal(pb_event_queue_take(&queue).count, out++);
    }
    while (out < in)
        assert_int_equal(pb_event_queue_take(&queue).count, out++);
    assert_int_equal(pb_event_queue_take(&queue).type, PB_AGENT_EVENT_NONE);
    pb_event_queue_clear(&queue, &scarce.memory);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(lost_registrations_are_heard),
        cmocka_unit_test(every_signal_in_every_phase),
        cmocka_unit_test_setup_teardown(leases_expire_by_the_clock, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failed_registrations_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(calls_need_a_registration, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leases_are_read_as_they_are_taken, set_up, tear_down),
        cmocka_unit_test(events_keep_their_order),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}
