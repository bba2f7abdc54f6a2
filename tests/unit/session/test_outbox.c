/* Outbox: a database that is closed has no changes left that are neither its own nor the journal's. No
 * database answers here; that one takes batches, and the journal's again, is shown against a real one. */
#include "base/error.h"
#include "nowhere.h"
#include "session/journal.h"
#include "session/outbox.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MOST_RECORDS = 8 };

struct fixture {
    char folder[64], path[80];
    unsigned errors; /* lines at ERROR */
    struct pb_log *log;
    struct pb_database *database;
    struct pb_outbox *outbox;
};

static void count_error(void *user, const struct pb_log_record *record)
{
    ((struct fixture *)user)->errors += record->level == PB_ERROR;
}

static int set_up(void **state)
{
    static struct fixture fixture;
    struct pb_log_options log = {.level = PB_INFO, .write = count_error, .user = &fixture};

    memset(&fixture, 0, sizeof fixture);
    snprintf(fixture.folder, sizeof fixture.folder, "/tmp/pb_outbox_XXXXXX");
    if (!mkdtemp(fixture.folder))
        return -1;
    snprintf(fixture.path, sizeof fixture.path, "%s/journal", fixture.folder);
    if (pb_log_new(&fixture.log, &log) != PB_OK ||
        pb_database_open(&fixture.database, &nowhere, fixture.log, &pb_memory_libc) != PB_OK)
        return -1;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    pb_database_close(fixture->database);
    pb_outbox_free(fixture->outbox);
    pb_database_free(fixture->database);
    pb_log_free(fixture->log);
    unlink(fixture->path);
    return rmdir(fixture->folder);
}

static void open_outbox(struct fixture *fixture, const char *journal, uint64_t journal_limit)
{
    struct pb_outbox_options options = {.interval_ms = 1000000,
                                        .batch_rows = 2,
                                        .memory_limit = 1 << 20,
                                        .journal = journal,
                                        .journal_limit = journal_limit};

    assert_int_equal(pb_outbox_new(&fixture->outbox, &options, fixture->database, fixture->log), PB_OK);
}

static void put(struct fixture *fixture, uint32_t account_id, uint64_t sequence, const char *text)
{
    struct pb_write write = {.key = account_id,
                             .fence = 7,
                             .sequence = sequence,
                             .version = 1,
                             .state_size = (uint32_t)strlen(text),
                             .fields = PB_FIELD_STATE};

    write.state = (uint8_t *)pb_memory_copy(&pb_memory_libc, text, strlen(text));
    assert_non_null(write.state);
    assert_int_equal(pb_outbox_put(fixture->outbox, PB_WRITE_SESSION, &write), PB_OK);
}

/* What the journal says: the last sequence of each account, 0 for none. */
struct told {
    unsigned records;
    uint64_t sequences[MOST_RECORDS];
};

static int tell(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct told *told = user;
    json_t *object = json_loadb(text, length, 0, NULL);
    json_int_t account = json_integer_value(json_object_get(object, "account_id"));

    assert_int_equal(kind, PB_WRITE_SESSION);
    assert_in_range(account, 1, MOST_RECORDS - 1);
    told->sequences[account] = (uint64_t)json_integer_value(json_object_get(object, "sequence"));
    told->records++;
    json_decref(object);
    return 0;
}

static struct told read_journal(struct fixture *fixture)
{
    struct told told = {0};
    struct pb_journal *journal;

    pb_outbox_free(fixture->outbox);
    fixture->outbox = NULL;
    assert_int_equal(pb_journal_open(&journal, fixture->path, 1 << 20, &pb_memory_libc), PB_OK);
    assert_int_equal(pb_journal_read(journal, 1 << 20, tell, &told), PB_OK);
    pb_journal_close(journal);
    return told;
}

/* Two are on their way, and nobody hears what becomes of the call before the close; one of them has changed
 * again, a third one waits. */
static void fill(struct fixture *fixture)
{
    put(fixture, 1, 1, "first");
    put(fixture, 2, 1, "second");
    pb_outbox_set_agent(fixture->outbox, 5);
    pb_outbox_update(fixture->outbox, 0);
    /* Encoded by a worker, then sent: after that answer, only the call is under way. */
    while (pb_database_poll(fixture->database, 1) == 0)
        pb_database_wait(fixture->database, 100, -1);
    assert_int_equal(pb_database_outstanding(fixture->database), 1);
    assert_false(pb_outbox_is_safe(fixture->outbox));
    put(fixture, 2, 2, "second, again");
    put(fixture, 3, 1, "third");
}

static void what_was_under_way_is_in_the_journal(void **state)
{
    struct fixture *fixture = *state;
    struct told told;

    open_outbox(fixture, fixture->path, 1 << 20);
    fill(fixture);
    pb_database_close(fixture->database);
    pb_outbox_close(fixture->outbox);
    assert_true(pb_outbox_is_safe(fixture->outbox));
    assert_int_equal(fixture->errors, 0);
    told = read_journal(fixture);
    assert_int_equal(told.records, 3);
    assert_int_equal(told.sequences[1], 1);
    assert_int_equal(told.sequences[2], 2);
    assert_int_equal(told.sequences[3], 1);
}

static void without_room_the_loss_is_told(void **state)
{
    struct fixture *fixture = *state;

    open_outbox(fixture, fixture->path, 16);
    fill(fixture);
    pb_database_close(fixture->database);
    pb_outbox_close(fixture->outbox);
    assert_int_equal(fixture->errors, 1);
    assert_int_equal(read_journal(fixture).records, 0);
}

static void without_a_journal_too(void **state)
{
    struct fixture *fixture = *state;

    open_outbox(fixture, "", 0);
    fill(fixture);
    pb_database_close(fixture->database);
    pb_outbox_close(fixture->outbox);
    assert_int_equal(fixture->errors, 1);
}

static void nothing_left_is_nothing_told(void **state)
{
    struct fixture *fixture = *state;

    open_outbox(fixture, "", 0);
    pb_database_close(fixture->database);
    pb_outbox_close(fixture->outbox);
    assert_int_equal(fixture->errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_under_way_is_in_the_journal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_room_the_loss_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_journal_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_left_is_nothing_told, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
