/* Answers of the database are taken within a tick's time; the rest waits for the next tick. */
#include "timed.h"
#include <sched.h>
#include <stdatomic.h>

enum { ANSWERS = 200, AT_ONCE = 16, ROUNDS = 1000 };

static atomic_uint worked;
static unsigned taken;

static int work(void *user)
{
    (void)user;
    atomic_fetch_add(&worked, 1);
    return PB_OK;
}

static void on_answer(void *user, const struct pb_answer *answer)
{
    (void)user;
    assert_int_equal(answer->error, PB_OK);
    taken++;
}

/* Asks for work, and waits until workers have done it; their answers follow. */
static void ask(pb_handle *handle)
{
    unsigned i;

    atomic_store(&worked, 0);
    taken = 0;
    for (i = 0; i < ANSWERS; i++)
        assert_int_equal(pb_database_work(handle->database, work, on_answer, NULL), PB_OK);
    pb_database_poll(handle->database, 0);
    while (atomic_load(&worked) < ANSWERS)
        sched_yield();
}

static void answers_take_no_more_than_their_time(void **state)
{
    pb_handle *handle = timed_open(BUDGET_US * 1000);
    unsigned before;

    (void)state;
    ask(handle);
    do {
        before = taken;
        pb_update(handle, 50);
        assert_in_range(taken - before, 0, AT_ONCE);
    } while (taken < ANSWERS);
    pb_close(handle);
}

/* How many are there at a tick is for threads to say: some tick finds more than a handful. */
static void with_time_more_are_taken(void **state)
{
    pb_handle *handle = timed_open(0);
    unsigned most = 0, round, before;

    (void)state;
    for (round = 0; round < ROUNDS && most <= 2 * AT_ONCE; round++) {
        ask(handle);
        do {
            before = taken;
            pb_update(handle, 50);
            most = taken - before > most ? taken - before : most;
        } while (taken < ANSWERS);
    }
    assert_true(most > 2 * AT_ONCE);
    pb_close(handle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_take_no_more_than_their_time),
        cmocka_unit_test(with_time_more_are_taken),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
