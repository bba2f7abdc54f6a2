/* Books: what batches say, what the journal keeps of them, what is refused. No database: nothing is answered.
 */
#include "../scarce.h"
#include "base/error.h"
#include "nowhere.h"
#include "session/book_batch.h"
#include "session/books.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const int64_t noon_ms = 1795003200000, day_ms = 86400000;

struct fixture {
    char folder[64], path[80], rejects[96];
    int64_t now_ms;
    struct pb_log *log;
    struct pb_database *database;
    struct pb_books *books;
};

static int64_t clock_of(void *user)
{
    return *(int64_t *)user;
}

static void drop_line(void *user, const struct pb_log_record *record)
{
    (void)user;
    (void)record;
}

static struct pb_books_options options_of(struct fixture *fixture, size_t memory, uint64_t journal)
{
    return (struct pb_books_options){
        .interval_ms = 1000, .memory_limit = memory, .journal = fixture->path, .journal_limit = journal};
}

static int set_up(void **state)
{
    static struct fixture fixture;
    struct pb_log_options log = {.level = PB_INFO, .write = drop_line};

    memset(&fixture, 0, sizeof fixture);
    fixture.now_ms = 1000000;
    snprintf(fixture.folder, sizeof fixture.folder, "/tmp/pb_books_XXXXXX");
    if (!mkdtemp(fixture.folder))
        return -1;
    snprintf(fixture.path, sizeof fixture.path, "%s/journal", fixture.folder);
    snprintf(fixture.rejects, sizeof fixture.rejects, "%s.rejected", fixture.path);
    if (pb_log_new(&fixture.log, &log) != PB_OK ||
        pb_database_open(&fixture.database, &nowhere, fixture.log, &pb_memory_libc) != PB_OK)
        return -1;
    pb_database_set_clock(fixture.database, clock_of, &fixture.now_ms);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    pb_database_close(fixture->database);
    pb_books_free(fixture->books);
    pb_database_free(fixture->database);
    pb_log_free(fixture->log);
    unlink(fixture->path);
    unlink(fixture->rejects);
    return rmdir(fixture->folder);
}

static void open_books(struct fixture *fixture, size_t memory, uint64_t journal)
{
    struct pb_books_options options = options_of(fixture, memory, journal);

    assert_int_equal(pb_books_new(&fixture->books, &options, fixture->database, fixture->log), PB_OK);
}

/* Until nothing is under way. */
static void settle(struct fixture *fixture)
{
    do {
        pb_books_update(fixture->books, fixture->now_ms);
        pb_database_wait(fixture->database, 100, -1);
        pb_database_poll(fixture->database, 100);
    } while (!pb_books_are_still(fixture->books));
}

/* ---- What a batch says ---- */

static void says(enum pb_book_kind kind, const void *rows, size_t count, const char *wanted)
{
    struct pb_book_batch *batch = pb_book_batch_new(kind, NULL, &pb_memory_libc);

    assert_non_null(batch);
    assert_int_equal(pb_book_batch_add(batch, rows, count), PB_OK);
    assert_int_equal(pb_book_batch_encode(batch), PB_OK);
    assert_int_equal(batch->length, strlen(wanted));
    assert_memory_equal(batch->text, wanted, batch->length);
    pb_book_batch_free(batch);
}

static void every_kind_is_json(void **state)
{
    static const struct pb_book_price prices[] = {{12.5, 2589, 20, 2}, {1e11, UINT32_MAX, 1000000, 65535}};
    static const struct pb_book_sale sales[] = {{.seller = 1001,
                                                 .buyer = UINT64_MAX,
                                                 .price = 0.0001,
                                                 .item = 2589,
                                                 .pieces = 20,
                                                 .house = 6,
                                                 .who_is_bot = 3}};
    static const struct pb_book_gold gold[] = {
        {"quest", 35000, 0, 0}, {"trade", 0, 0, INT64_MAX - 5}, {"quest", 1, 2, 3}};
    static const struct pb_book_trade trades[] = {
        {.trade_id = 55,
         .at_ms = 1763700000000,
         .sides = {{.guid = 1, .copper = 500, .is_bot = 1},
                   {.guid = 2, .items = {{2589, 20}, {0, 1}, {2592, 1}}}}}};
    struct pb_book_trade longest = {.trade_id = UINT64_MAX, .at_ms = INT64_MAX};
    struct pb_book_batch *batch = pb_book_batch_new(PB_BOOK_TRADES, NULL, &pb_memory_libc);
    unsigned side, i;

    (void)state;
    says(PB_BOOK_PRICES, prices, 2, "[[2,2589,12.5000,20],[65535,4294967295,100000000000.0000,1000000]]");
    says(PB_BOOK_SALES, sales, 1, "[[6,2589,0.0001,20,1001,18446744073709551615,3]]");
    says(PB_BOOK_GOLD, gold, 3, "[[\"quest\",35001,2,3],[\"trade\",0,0,9223372036854775802]]");
    says(PB_BOOK_TRADES, trades, 1,
         "[{\"trade_id\":55,\"kind\":\"trade\",\"at_ms\":1763700000000,\"sides\":[{\"guid\":1,\"is_bot\":1,"
         "\"copper\":500,\"items\":[]},{\"guid\":2,\"is_bot\":0,\"copper\":0,\"items\":[[2589,20],[2592,1]]}]"
         "}]");
    for (side = 0; side < 2; side++) {
        longest.sides[side].guid = UINT64_MAX - side;
        longest.sides[side].copper = UINT32_MAX;
        for (i = 0; i < PB_BOOK_TRADE_ITEMS; i++)
            longest.sides[side].items[i] = (struct pb_book_item){UINT32_MAX, UINT32_MAX};
    }
    assert_int_equal(pb_book_batch_add(batch, &longest, 1), PB_OK);
    assert_int_equal(pb_book_batch_encode(batch), PB_OK);
    assert_memory_equal(batch->text + batch->length - 5, "]}]}]", 5);
    pb_book_batch_free(batch);
}

static void rows_without_sense(void **state)
{
    static const struct pb_book_price prices[] = {{0, 1, 1, 2}, {1e12, 1, 1, 2},    {1, 0, 1, 2},
                                                  {1, 1, 0, 2}, {1, 1, 1000001, 2}, {1, 1, 1, 0},
                                                  {1, 1, 1, 2}};
    struct pb_book_trade trade = {.trade_id = 1, .sides = {{.guid = 1}, {.guid = 1}}};
    unsigned i;

    (void)state;
    for (i = 0; i < 7; i++)
        assert_int_equal(pb_book_row_is_good(PB_BOOK_PRICES, &prices[i]), i == 6);
    assert_false(pb_book_row_is_good(PB_BOOK_TRADES, &trade));
    trade.sides[1].guid = 2;
    assert_true(pb_book_row_is_good(PB_BOOK_TRADES, &trade));
    trade.trade_id = 0;
    assert_false(pb_book_row_is_good(PB_BOOK_TRADES, &trade));
}

/* ---- The journal ---- */

/* Reads the next batch of a journal; NULL when there is none. */
static struct pb_book_batch *read_next(struct pb_journal *journal)
{
    struct pb_book_batch *batch = pb_book_batch_new(PB_BOOK_PRICES, journal, &pb_memory_libc);

    assert_int_equal(pb_book_batch_read(batch), PB_OK);
    if (batch->number)
        return batch;
    pb_book_batch_free(batch);
    return NULL;
}

static void a_batch_keeps_its_number_in_the_journal(void **state)
{
    struct fixture *fixture = *state;
    static const struct pb_book_gold gold = {"loot", 7, 0, 0};
    struct pb_journal *journal;
    struct pb_book_batch *batch;
    struct stat status;
    unsigned i;

    assert_int_equal(pb_journal_open(&journal, fixture->path, 1 << 20, &pb_memory_libc), PB_OK);
    for (i = 1; i <= 2; i++) {
        batch = pb_book_batch_new(PB_BOOK_GOLD, journal, &pb_memory_libc);
        batch->number = UINT64_MAX - i;
        batch->at_ms = noon_ms + i;
        assert_int_equal(pb_book_batch_add(batch, &gold, 1), PB_OK);
        assert_int_equal(pb_book_batch_keep(batch), PB_OK);
        pb_book_batch_free(batch);
        /* What another version left. */
        assert_int_equal(pb_journal_append(journal, i == 1 ? 77 : PB_BOOK_GOLD, "no batch", 8), PB_OK);
        assert_int_equal(pb_journal_sync(journal), PB_OK);
    }
    pb_journal_close(journal);
    assert_int_equal(pb_journal_open(&journal, fixture->path, 1 << 20, &pb_memory_libc), PB_OK);
    for (i = 1; i <= 2; i++) {
        /* Twice: one that was not done comes again. */
        pb_book_batch_free(read_next(journal));
        pb_journal_rewind(journal);
        batch = read_next(journal);
        assert_non_null(batch);
        assert_true(batch->number == UINT64_MAX - i);
        assert_true(batch->at_ms == noon_ms + i);
        assert_int_equal(batch->kind, PB_BOOK_GOLD);
        assert_int_equal(batch->length, strlen("[[\"loot\",7,0,0]]"));
        assert_memory_equal(batch->text, "[[\"loot\",7,0,0]]", batch->length);
        assert_int_equal(pb_book_batch_advance(batch), PB_OK);
        pb_book_batch_free(batch);
    }
    assert_null(read_next(journal));
    assert_int_equal(pb_journal_bytes(journal), 0);
    pb_journal_close(journal);
    assert_int_equal(stat(fixture->rejects, &status), 0);
    assert_true(status.st_size >= 2 * 9);
}

/* ---- Gathering ---- */

static void what_is_left_at_the_end_goes_into_the_journal(void **state)
{
    struct fixture *fixture = *state;
    struct pb_book_gold gold = {"loot", 7, 0, 0};
    static const struct pb_book_sale sale = {.price = 5, .item = 1, .pieces = 1, .house = 2};
    struct pb_journal *journal;
    struct pb_book_batch *batch;
    unsigned i, seen[PB_BOOK_KINDS] = {0};
    uint64_t numbers[8];

    open_books(fixture, 1 << 20, 1 << 20);
    assert_true(pb_books_are_clean(fixture->books));
    for (i = 0; i < 10; i++)
        assert_int_equal(pb_books_put(fixture->books, PB_BOOK_GOLD, &gold, 1, noon_ms), PB_OK);
    /* The gold of another day is another batch. */
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_GOLD, &gold, 1, noon_ms + day_ms), PB_OK);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_SALES, &sale, 1, noon_ms), PB_OK);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 3);
    assert_false(pb_books_are_clean(fixture->books));
    pb_books_flush(fixture->books);
    settle(fixture);
    /* Nobody is registered: they wait in memory. */
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 3);
    pb_books_give_up(fixture->books);
    settle(fixture);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 0);
    assert_int_equal(pb_books_stats(fixture->books)->journalled, 3);
    assert_true(pb_books_stats(fixture->books)->journal_bytes > 0);
    assert_false(pb_books_are_clean(fixture->books));
    pb_books_free(fixture->books);
    fixture->books = NULL;
    assert_int_equal(pb_journal_open(&journal, fixture->path, 1 << 20, &pb_memory_libc), PB_OK);
    for (i = 0; (batch = read_next(journal)); i++) {
        numbers[i] = batch->number;
        seen[batch->kind]++;
        if (batch->kind == PB_BOOK_GOLD) {
            const char *wanted = batch->at_ms == noon_ms ? "[[\"loot\",70,0,0]]" : "[[\"loot\",7,0,0]]";

            assert_int_equal(batch->length, strlen(wanted));
            assert_memory_equal(batch->text, wanted, batch->length);
        }
        assert_int_equal(pb_book_batch_advance(batch), PB_OK);
        pb_book_batch_free(batch);
    }
    assert_int_equal(i, 3);
    assert_int_equal(seen[PB_BOOK_GOLD], 2);
    assert_int_equal(seen[PB_BOOK_SALES], 1);
    assert_true(numbers[0] != numbers[1] && numbers[1] != numbers[2] && numbers[0] != numbers[2]);
    pb_journal_close(journal);
}

/* The host closes with a batch on its way and another not begun. */
static void what_is_under_way_at_the_close_is_in_the_journal_once(void **state)
{
    static const struct pb_book_gold gold = {"loot", 7, 0, 0};
    static const struct pb_book_sale sale = {.price = 5, .item = 1, .pieces = 1, .house = 2};
    struct fixture *fixture = *state;
    unsigned i, seen[PB_BOOK_KINDS] = {0};
    struct pb_book_batch *batch;
    struct pb_journal *journal;

    open_books(fixture, 1 << 20, 1 << 20);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_GOLD, &gold, 1, noon_ms), PB_OK);
    pb_books_set_agent(fixture->books, 5);
    pb_books_flush(fixture->books);
    pb_books_update(fixture->books, fixture->now_ms);
    assert_int_equal(pb_database_outstanding(fixture->database), 1);
    while (pb_database_poll(fixture->database, 1) == 0)
        pb_database_wait(fixture->database, 100, -1);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_SALES, &sale, 1, noon_ms), PB_OK);
    pb_database_close(fixture->database);
    pb_books_close(fixture->books);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 0);
    pb_books_free(fixture->books);
    fixture->books = NULL;
    assert_int_equal(pb_journal_open(&journal, fixture->path, 1 << 20, &pb_memory_libc), PB_OK);
    for (i = 0; (batch = read_next(journal)); i++) {
        seen[batch->kind]++;
        assert_int_equal(pb_book_batch_advance(batch), PB_OK);
        pb_book_batch_free(batch);
    }
    assert_int_equal(i, 2);
    assert_int_equal(seen[PB_BOOK_GOLD], 1);
    assert_int_equal(seen[PB_BOOK_SALES], 1);
    pb_journal_close(journal);
}

/* All auctions of an item stay in one batch, and so does a scan, when it is small. */
static void items_are_not_torn(void **state)
{
    struct fixture *fixture = *state;
    struct pb_book_price price = {.price = 5, .item = 1, .pieces = 1, .house = 2};
    unsigned i;

    open_books(fixture, 64 << 20, 1 << 20);
    for (i = 0; i < 15999; i++)
        assert_int_equal(pb_books_put(fixture->books, PB_BOOK_PRICES, &price, 1, noon_ms), PB_OK);
    for (price.item = 2, i = 0; i < 1000; i++)
        assert_int_equal(pb_books_put(fixture->books, PB_BOOK_PRICES, &price, 1, noon_ms), PB_OK);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 1);
    price.item = 3;
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_PRICES, &price, 1, noon_ms), PB_OK);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 2);
    pb_books_end_batch(fixture->books, PB_BOOK_PRICES);
    pb_books_end_batch(fixture->books, PB_BOOK_PRICES);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_PRICES, &price, 1, noon_ms), PB_OK);
    assert_int_equal(pb_books_stats(fixture->books)->pending_batches, 3);
    assert_int_equal(pb_books_stats(fixture->books)->rows, 17001);
}

/* Beyond the bound all but gold is refused, and counted. A full journal keeps batches in memory. */
static void nothing_is_dropped_silently(void **state)
{
    struct fixture *fixture = *state;
    static const struct pb_book_sale sales[3] = {{.price = 5, .item = 1, .pieces = 1, .house = 2},
                                                 {.price = 0, .item = 1, .pieces = 1, .house = 2},
                                                 {.price = 6, .item = 1, .pieces = 1, .house = 2}};
    static const struct pb_book_gold gold = {"loot", 7, 0, 0};
    const struct pb_books_stats *stats;
    unsigned taken = 0;

    open_books(fixture, 4096, 64);
    stats = pb_books_stats(fixture->books);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_SALES, sales, 3, noon_ms), PB_OK);
    assert_int_equal(stats->rows, 2);
    assert_int_equal(stats->bad_rows, 1);
    while (pb_books_put(fixture->books, PB_BOOK_SALES, sales, 1, noon_ms) == PB_OK)
        taken++;
    assert_true(taken > 10 && taken < 200);
    assert_false(pb_books_have_room(fixture->books));
    assert_int_equal(stats->refused, 1);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_SALES, sales, 1, noon_ms), PB_E_outbox_full);
    assert_int_equal(stats->refused, 2);
    assert_int_equal(pb_books_put(fixture->books, PB_BOOK_GOLD, &gold, 1, noon_ms), PB_OK);
    pb_books_give_up(fixture->books);
    settle(fixture);
    assert_int_equal(stats->journalled, 0);
    assert_int_equal(stats->pending_batches, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_json),
        cmocka_unit_test(rows_without_sense),
        TEST(a_batch_keeps_its_number_in_the_journal),
        TEST(what_is_left_at_the_end_goes_into_the_journal),
        TEST(what_is_under_way_at_the_close_is_in_the_journal_once),
        TEST(items_are_not_torn),
        TEST(nothing_is_dropped_silently),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
