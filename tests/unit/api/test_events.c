/* What the agent has to tell is taken in within a tick's time, but that leases are lost at once. */
#include "session/agent_state.h"
#include "timed.h"

enum { LEASES = 200, AT_ONCE = 16 };

/* As after the answer to a request for accounts. */
static void lease(pb_handle *handle)
{
    struct pb_rows *rows = pb_rows_new(5, &pb_memory_libc);
    struct pb_agent *agent = handle->agent;
    unsigned i, column;

    assert_non_null(rows);
    for (i = 1; i <= LEASES; i++)
        for (column = 0; column < 5; column++)
            assert_int_equal(pb_rows_add_u64(rows, column == 0 ? i : column == 4 ? 7 : 0), PB_OK);
    agent->state.phase = PB_AGENT_ACTIVE;
    agent->state.agent_id = 9;
    agent->rows = rows;
    agent->is_lease_out = 1;
}

static uint64_t sessions(const pb_handle *handle)
{
    return pb_sessions_stats(handle->sessions)->sessions;
}

static void leases_take_no_more_than_their_time(void **state)
{
    pb_handle *handle = timed_open(BUDGET_US * 1000);
    unsigned ticks;

    (void)state;
    lease(handle);
    for (ticks = 1; pb_handle_take_events(handle); ticks++)
        assert_int_equal(sessions(handle), ticks * AT_ONCE);
    assert_int_equal(sessions(handle), LEASES);
    assert_int_equal(ticks, LEASES / AT_ONCE + 1);
    assert_int_equal(pb_population_stats(handle->ai->population)->accounts, LEASES);
    pb_close(handle);
}

static void with_time_all_are_taken(void **state)
{
    pb_handle *handle = timed_open(0);

    (void)state;
    lease(handle);
    assert_false(pb_handle_take_events(handle));
    assert_int_equal(sessions(handle), LEASES);
    pb_close(handle);
}

/* Nobody acts for what is lost, however little time there is. */
static void a_loss_does_not_wait(void **state)
{
    pb_handle *handle = timed_open(BUDGET_US * 1000);
    unsigned i;

    (void)state;
    lease(handle);
    assert_true(pb_handle_take_events(handle));
    for (i = 0; i < 2 * AT_ONCE; i++)
        assert_int_equal(pb_agent_read_lease(handle->agent), 1);
    pb_agent_fence(handle->agent);
    assert_false(pb_handle_take_events(handle));
    assert_int_equal(sessions(handle), 0);
    assert_int_equal(pb_population_stats(handle->ai->population)->accounts, 0);
    pb_close(handle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leases_take_no_more_than_their_time),
        cmocka_unit_test(with_time_all_are_taken),
        cmocka_unit_test(a_loss_does_not_wait),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
