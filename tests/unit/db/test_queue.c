/* Requests and their queue: order, and what each answer, or its lack, means. */
#include "../scarce.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/queue.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MINUTE_MS = 60000 };

static const struct pb_statement safe = PB_STATEMENT("safe", "SELECT 1", SAFE, );
static const struct pb_statement by_request = PB_STATEMENT("by request", "SELECT 1", REQUEST, );
static const struct pb_statement never = PB_STATEMENT("never", "SELECT 1", NEVER, );
static const struct pb_statement urgent = PB_STATEMENT("urgent", "SELECT 1", SAFE, .is_urgent = 1);
static const struct pb_statement impatient = PB_STATEMENT("impatient", "SELECT 1", SAFE, .is_impatient = 1);

struct bench {
    struct pb_queue queue;
    struct pb_log *log;
    struct pb_database_stats stats;
    struct pb_request *done[16];
    unsigned done_count;
};

static void on_done(void *user, struct pb_request *request)
{
    struct bench *bench = user;

    assert_in_range(bench->done_count, 0, 15);
    bench->done[bench->done_count++] = request;
}

static void drop_line(void *user, const struct pb_log_record *record)
{
    (void)user;
    (void)record;
}

static int set_up(void **state)
{
    static struct bench bench;
    struct pb_log_options options = {.level = PB_INFO, .write = drop_line};

    memset(&bench, 0, sizeof bench);
    if (pb_log_new(&bench.log, &options) != PB_OK)
        return -1;
    bench.queue.log = bench.log;
    bench.queue.stats = &bench.stats;
    bench.queue.done = on_done;
    bench.queue.user = &bench;
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;

    pb_log_free(bench->log);
    return 0;
}

static struct pb_request new_request(const struct pb_statement *statement)
{
    return (struct pb_request){.statement = statement, .deadline_ms = pb_clock_ms() + MINUTE_MS};
}

/* Judges one answer of a new request. Returns its error, or 1 when it is tried again. */
static int judge(struct bench *bench, const struct pb_statement *statement, unsigned server_errno,
                 int has_result)
{
    struct pb_request request = new_request(statement);
    unsigned before = bench->done_count;
    int64_t asked_ms = pb_clock_ms();

    request.has_result = has_result;
    pb_queue_answered(&bench->queue, &request, server_errno);
    if (bench->done_count == before) {
        assert_ptr_equal(pb_request_queue_take(&bench->queue.waiting), &request);
        assert_true(request.due_ms > asked_ms && request.due_ms <= pb_clock_ms() + 50);
        return 1;
    }
    assert_ptr_equal(bench->done[--bench->done_count], &request);
    return request.error;
}

static void every_answer_is_judged(void **state)
{
    static const struct {
        unsigned server_errno;
        int has_result, safe, by_request, never;
    } cases[] = {
        {0, 1, PB_OK, PB_OK, PB_OK},
        /* Without its result set a call may have had its effect. */
        {0, 0, 1, 1, PB_E_outcome_unknown},
        {2013, 0, 1, 1, PB_E_outcome_unknown},
        {1317, 0, 1, 1, PB_E_outcome_unknown},
        /* It surely had none: again, whatever it is. */
        {1213, 0, 1, 1, 1},
        {2003, 0, 1, 1, 1},
        /* What a new try does not mend. */
        {2050, 0, PB_E_no_database, PB_E_no_database, PB_E_outcome_unknown},
        {1142, 0, PB_E_denied, PB_E_denied, PB_E_denied},
        {1370, 0, PB_E_denied, PB_E_denied, PB_E_denied},
        {1044, 0, PB_E_denied, PB_E_denied, PB_E_denied},
        {1064, 0, PB_E_database, PB_E_database, PB_E_database},
        {45200, 0, PB_E_agent_fenced, PB_E_agent_fenced, PB_E_agent_fenced},
        {45300, 1, PB_E_pool_empty, PB_E_pool_empty, PB_E_pool_empty},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(judge(bench, &safe, cases[i].server_errno, cases[i].has_result), cases[i].safe);
        assert_int_equal(judge(bench, &by_request, cases[i].server_errno, cases[i].has_result),
                         cases[i].by_request);
        assert_int_equal(judge(bench, &never, cases[i].server_errno, cases[i].has_result), cases[i].never);
    }
    assert_int_equal(pb_stat_get(&bench->stats.unknown_outcomes), 4);
    assert_int_equal(pb_stat_get(&bench->stats.retries), 2 * 3 + 2 * 3);
    assert_int_equal(pb_stat_get(&bench->stats.requests), 3 * sizeof cases / sizeof *cases - 12);
}

/* A new try that would come after the deadline is none. */
static void no_try_beyond_the_deadline(void **state)
{
    struct bench *bench = *state;
    struct pb_request request = new_request(&safe), late = new_request(&safe), lost = new_request(&safe);

    request.deadline_ms = pb_clock_ms();
    pb_queue_answered(&bench->queue, &request, 1213);
    assert_int_equal(bench->done_count, 1);
    assert_int_equal(request.error, PB_E_timeout);
    assert_int_equal(pb_stat_get(&bench->stats.timeouts), 1);
    late.deadline_ms = pb_clock_ms() - 1;
    pb_queue_answered(&bench->queue, &late, 0);
    assert_int_equal(late.error, PB_E_timeout);
    /* A success that comes late is still one. */
    late.has_result = 1;
    pb_queue_answered(&bench->queue, &late, 0);
    assert_int_equal(late.error, PB_OK);
    lost.deadline_ms = pb_clock_ms() - 1;
    pb_queue_answered(&bench->queue, &lost, 2003);
    assert_int_equal(lost.error, PB_E_timeout);
    assert_int_equal(bench->done_count, 4);
}

static void the_impatient_do_not_wait_for_a_server(void **state)
{
    struct bench *bench = *state;
    struct pb_request early = new_request(&impatient), patient = new_request(&safe),
                      late = new_request(&impatient), running = new_request(&impatient),
                      retried = new_request(&impatient);

    pb_queue_add(&bench->queue, &early);
    pb_queue_add(&bench->queue, &patient);
    /* It lost its connection while the server still seemed to be there, and waits for its next try. */
    pb_queue_answered(&bench->queue, &retried, 2013);
    assert_int_equal(bench->done_count, 0);
    pb_queue_set_away(&bench->queue, 1, "connection refused");
    assert_int_equal(bench->done_count, 2);
    assert_ptr_equal(bench->done[0], &early);
    assert_int_equal(early.error, PB_E_no_database);
    assert_ptr_equal(bench->done[1], &retried);
    assert_int_equal(retried.error, PB_E_no_database);
    assert_null(pb_request_queue_take(&bench->queue.waiting));
    pb_queue_add(&bench->queue, &late);
    assert_int_equal(late.error, PB_E_no_database);
    assert_string_equal(late.message, "connection refused");
    /* One whose connection was lost is not tried again either. */
    pb_queue_answered(&bench->queue, &running, 2003);
    assert_int_equal(running.error, PB_E_no_database);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &patient);
    pb_queue_set_away(&bench->queue, 0, "");
    assert_false(bench->queue.is_away);
    assert_int_equal(judge(bench, &impatient, 2003, 0), 1);
}

static void deadlines_pass_in_the_queue(void **state)
{
    struct bench *bench = *state;
    struct pb_request first = new_request(&safe), second = new_request(&safe), third = new_request(&safe);

    first.deadline_ms = 1000;
    second.deadline_ms = 2000;
    third.deadline_ms = 3000;
    third.due_ms = INT64_MAX;
    pb_queue_add(&bench->queue, &first);
    pb_queue_add(&bench->queue, &second);
    pb_request_queue_append(&bench->queue.waiting, &third);
    pb_queue_tick(&bench->queue, 999);
    assert_int_equal(bench->done_count, 0);
    pb_queue_tick(&bench->queue, 1000);
    assert_int_equal(bench->done_count, 1);
    assert_int_equal(first.error, PB_E_timeout);
    assert_int_equal(bench->queue.ready.count, 1);
    pb_queue_set_away(&bench->queue, 1, "no route to host");
    pb_queue_tick(&bench->queue, 3000);
    assert_int_equal(bench->done_count, 3);
    /* It tells why it waited so long. */
    assert_int_equal(second.error, PB_E_no_database);
    assert_int_equal(third.error, PB_E_no_database);
    assert_string_equal(third.message, "no route to host");
}

static void tries_come_back_when_they_are_due(void **state)
{
    struct bench *bench = *state;
    struct pb_request soon = new_request(&safe), later = new_request(&safe), waiting = new_request(&safe);

    soon.due_ms = 100;
    later.due_ms = 200;
    soon.deadline_ms = later.deadline_ms = waiting.deadline_ms = INT64_MAX;
    pb_queue_add(&bench->queue, &waiting);
    pb_request_queue_append(&bench->queue.waiting, &later);
    pb_request_queue_append(&bench->queue.waiting, &soon);
    pb_queue_tick(&bench->queue, 99);
    assert_int_equal(bench->queue.waiting.count, 2);
    pb_queue_tick(&bench->queue, 100);
    /* Before what came after it. */
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &soon);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &waiting);
    assert_null(pb_request_queue_take(&bench->queue.ready));
    pb_queue_tick(&bench->queue, 200);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &later);
}

static void urgent_ones_go_first(void **state)
{
    struct bench *bench = *state;
    struct pb_request a = new_request(&safe), b = new_request(&urgent), c = new_request(&safe);

    pb_queue_add(&bench->queue, &a);
    pb_queue_add(&bench->queue, &c);
    pb_queue_add(&bench->queue, &b);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &b);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &a);
    assert_ptr_equal(pb_request_queue_take(&bench->queue.ready), &c);
}

static void a_refused_login_ends_what_is_ready(void **state)
{
    struct bench *bench = *state;
    struct pb_request ready = new_request(&never), waiting = new_request(&safe);

    pb_queue_add(&bench->queue, &ready);
    pb_request_queue_append(&bench->queue.waiting, &waiting);
    pb_queue_refuse(&bench->queue, 1045, "Access denied");
    assert_int_equal(bench->done_count, 1);
    assert_int_equal(ready.error, PB_E_database);
    assert_int_equal(ready.server_errno, 1045);
    assert_string_equal(ready.message, "Access denied");
    assert_int_equal(bench->queue.waiting.count, 1);
}

static void the_end_ends_all(void **state)
{
    struct bench *bench = *state;
    struct pb_request ready = new_request(&safe), waiting = new_request(&safe), late = new_request(&safe);

    pb_queue_add(&bench->queue, &ready);
    pb_request_queue_append(&bench->queue.waiting, &waiting);
    pb_queue_close(&bench->queue);
    assert_int_equal(bench->done_count, 2);
    pb_queue_add(&bench->queue, &late);
    assert_int_equal(bench->done_count, 3);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(bench->done[i]->error, PB_E_stopped);
    /* What comes back from a connection is not tried again. */
    assert_int_equal(judge(bench, &safe, 2003, 0), PB_E_no_database);
}

static void rows_of_an_error_are_freed(void **state)
{
    struct bench *bench = *state;
    struct pb_request request = new_request(&safe);
    struct pb_scarce scarce;

    pb_scarce_init(&scarce, -1);
    request.rows = pb_rows_new(1, &scarce.memory);
    request.has_result = 1;
    pb_queue_answered(&bench->queue, &request, 1064);
    assert_null(request.rows);
    assert_int_equal(scarce.blocks, 0);
}

static void lists_are_first_in_first_out(void **state)
{
    struct pb_request requests[5] = {{0}};
    struct pb_request_queue list = {0};

    (void)state;
    assert_null(pb_request_queue_take(&list));
    pb_request_queue_append(&list, &requests[1]);
    pb_request_queue_append(&list, &requests[2]);
    pb_request_queue_prepend(&list, &requests[0]);
    assert_int_equal(list.count, 3);
    for (int i = 0; i < 3; i++)
        assert_ptr_equal(pb_request_queue_take(&list), &requests[i]);
    assert_null(pb_request_queue_take(&list));
    /* The last place was forgotten with the last request. */
    pb_request_queue_prepend(&list, &requests[3]);
    pb_request_queue_append(&list, &requests[4]);
    assert_ptr_equal(pb_request_queue_take(&list), &requests[3]);
    assert_ptr_equal(pb_request_queue_take(&list), &requests[4]);
    assert_int_equal(list.count, 0);
}

static void values_are_copied(void **state)
{
    char name_of_ten[] = "playerbotd", *name = name_of_ten;
    struct pb_value values[] = {PB_VALUE_U64(7), PB_VALUE_TEXT(name), PB_VALUE_NULL, PB_VALUE_TEXT("x"),
                                PB_VALUE_TEXT("")};
    struct pb_value many[PB_MAX_VALUES + 1] = {{0}};
    struct pb_request request = {0};
    struct pb_scarce scarce;

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_request_set_values(&request, values, 5, &scarce.memory), PB_OK);
    memset(name, '?', strlen(name));
    assert_int_equal(request.value_count, 5);
    assert_int_equal(request.values[0].number, 7);
    assert_memory_equal(request.values[1].text, "playerbotd", 10);
    assert_int_equal(request.values[2].type, PB_NULL);
    assert_memory_equal(request.values[3].text, "x", 1);
    assert_int_equal(request.values[4].type, PB_TEXT);
    assert_int_equal(request.values[4].length, 0);
    pb_request_clear(&request, &scarce.memory);
    assert_int_equal(scarce.blocks, 0);
    assert_int_equal(pb_request_set_values(&request, many, PB_MAX_VALUES + 1, &scarce.memory),
                     PB_E_bad_value);
    pb_scarce_init(&scarce, 0);
    assert_int_equal(pb_request_set_values(&request, values, 5, &scarce.memory), PB_E_no_memory);
    pb_request_clear(&request, &scarce.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_answer_is_judged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_try_beyond_the_deadline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_impatient_do_not_wait_for_a_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deadlines_pass_in_the_queue, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tries_come_back_when_they_are_due, set_up, tear_down),
        cmocka_unit_test_setup_teardown(urgent_ones_go_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_login_ends_what_is_ready, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_end_ends_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_of_an_error_are_freed, set_up, tear_down),
        cmocka_unit_test(lists_are_first_in_first_out),
        cmocka_unit_test(values_are_copied),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
