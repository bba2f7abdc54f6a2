/* Books: how batches reach the database, or the journal. */
#include "base/error.h"
#include "db/call_market.h"
#include "session/books_state.h"
#include "session/registration.h"
#include <string.h>

enum {
    CALL_TIMEOUT_MS = 20000,
    /* After a failure the next try comes after this, longer each time. */
    RETRY_MS = 1000,
    MAX_RETRY_MS = 15000
};

/* A kind, and how it reaches the database. */
static const struct {
    const char *name;
    const struct pb_statement *statement;
} kinds[PB_BOOK_KINDS] = {
    [PB_BOOK_PRICES] = {"prices", &pb_call_record_prices},
    [PB_BOOK_SALES] = {"sales", &pb_call_record_sales},
    [PB_BOOK_GOLD] = {"gold", &pb_call_record_gold},
    [PB_BOOK_TRADES] = {"trades", &pb_call_record_trades},
};

static void note_journal(struct pb_books *books)
{
    books->stats.journal_bytes = books->journal ? pb_journal_bytes(books->journal) : 0;
}

/* The batch is done with, or waits again; the next may go. */
static void end_current(struct pb_books *books, int is_done, int is_good)
{
    int64_t now_ms = pb_database_now_ms(books->database);
    struct pb_book_batch *batch = books->current;

    books->current = NULL;
    note_journal(books);
    if (is_done || batch->is_from_journal)
        pb_book_batch_free(batch);
    else
        pb_books_prepend(books, batch);
    books->is_failing = !is_good;
    books->not_before_ms = is_good ? 0 : now_ms + books->retry_ms;
    books->retry_ms = is_good ? RETRY_MS : books->retry_ms * 2;
    if (books->retry_ms > MAX_RETRY_MS)
        books->retry_ms = MAX_RETRY_MS;
    pb_books_count_pending(books);
    if (is_good)
        books->is_journal_full = 0;
    if (is_good && books->stats.pending_bytes < books->options.memory_limit / 2)
        pb_books_set_full(books, 0);
}

static void on_kept(void *user, const struct pb_answer *answer)
{
    struct pb_book_batch *batch = user;
    struct pb_books *books = batch->owner;
    int64_t not_before_ms = books->not_before_ms, retry_ms = books->retry_ms;

    if (answer->error && !books->is_journal_full)
        PB_LOG(books->log, SESSION, ERROR, 0, "journal %s: %s; %zu rows of %s stay in memory",
               books->options.journal, pb_error_text(answer->error), batch->count, kinds[batch->kind].name);
    books->is_journal_full = answer->error != PB_OK;
    books->stats.journalled += !answer->error;
    end_current(books, !answer->error, 0);
    /* That was no try. */
    books->not_before_ms = not_before_ms;
    books->retry_ms = retry_ms;
}

/* Into the journal with it. Returns 0 when that cannot be. */
static int keep(struct pb_books *books)
{
    return books->journal && !books->is_journal_full &&
           pb_database_work(books->database, pb_book_batch_keep, on_kept, books->current) == PB_OK;
}

static void on_finished(void *user, const struct pb_answer *answer)
{
    struct pb_book_batch *batch = user;
    struct pb_books *books = batch->owner;

    if (answer->error)
        PB_LOG(books->log, SESSION, ERROR, 0, "journal %s: %s", books->options.journal,
               pb_error_text(answer->error));
    if (answer->error && batch->is_from_journal)
        pb_journal_rewind(books->journal);
    end_current(books, 1, answer->error == PB_OK);
}

/* The database has it, or will never have it. */
static void finish(struct pb_books *books, pb_work_fn *work)
{
    if (work && pb_database_work(books->database, work, on_finished, books->current) == PB_OK)
        return;
    if (work && books->current->is_from_journal)
        pb_journal_rewind(books->journal); /* it is sent again, and counts once */
    end_current(books, 1, 1);
}

static void read_outcome(struct pb_books *books, const struct pb_book_batch *batch,
                         const struct pb_rows *rows)
{
    size_t i;

    books->stats.batches++;
    books->stats.replayed += batch->is_from_journal != 0;
    if (batch->kind != PB_BOOK_TRADES) {
        const char *outcome = pb_rows_text(rows, 0, 0, NULL);

        books->stats.duplicates += strcmp(outcome, "duplicate") == 0;
        books->stats.expired += strcmp(outcome, "expired") == 0;
        if (strcmp(outcome, "expired") == 0)
            PB_LOG(books->log, SESSION, WARN, 0, "a batch of %s came too late: it is left out of the books",
                   kinds[batch->kind].name);
        return;
    }
    for (i = 0; i < pb_rows_count(rows); i++)
        books->stats.conflicts += strcmp(pb_rows_text(rows, i, 2, NULL), "conflict") == 0;
}

/* What a new try cannot mend. */
static int is_final(int error)
{
    return error == PB_E_bad_rows || error == PB_E_request_conflict;
}

static void on_taken(void *user, const struct pb_answer *answer)
{
    struct pb_book_batch *batch = user;
    struct pb_books *books = batch->owner;

    if (!answer->error) {
        read_outcome(books, batch, answer->rows);
        finish(books, batch->is_from_journal ? pb_book_batch_advance : NULL);
        return;
    }
    if (is_final(answer->error)) {
        books->stats.rejected++;
        PB_LOG(books->log, SESSION, ERROR, 0, "a batch of %s was refused: %s%s", kinds[batch->kind].name,
               answer->message, books->journal ? "; it is kept in the reject file" : "; its rows are lost");
        finish(books, books->journal ? pb_book_batch_reject : NULL);
        return;
    }
    if (answer->error == PB_E_agent_fenced)
        pb_registration_end(&books->agent_id, batch->agent_id);
    else if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(books->log, SESSION, WARN, 0, "%s: a batch was not taken: %s; it goes out again later",
               kinds[batch->kind].name, *answer->message ? answer->message : pb_error_text(answer->error));
    books->stats.failed_batches++;
    if (batch->is_from_journal)
        pb_journal_rewind(books->journal);
    end_current(books, 0, 0);
}

static void send_current(struct pb_books *books)
{
    struct pb_book_batch *batch = books->current;
    const struct pb_value text = {PB_TEXT, 0, batch->text, batch->length};
    struct pb_value values[4] = {PB_VALUE_U64(books->agent_id), PB_VALUE_U64(batch->number),
                                 PB_VALUE_U64((uint64_t)batch->at_ms), text};
    unsigned count = 4;

    batch->agent_id = books->agent_id;
    if (batch->kind == PB_BOOK_TRADES) {
        values[1] = text;
        count = 2;
    }
    if (pb_database_call(books->database, kinds[batch->kind].statement, values, count, CALL_TIMEOUT_MS,
                         on_taken, books->current) == PB_OK)
        return;
    if (batch->is_from_journal)
        pb_journal_rewind(books->journal);
    end_current(books, 0, 0);
}

static void on_ready(void *user, const struct pb_answer *answer)
{
    struct pb_book_batch *batch = user;
    struct pb_books *books = batch->owner;

    if (answer->error) {
        PB_LOG(books->log, SESSION, ERROR, 0, "%s: %s; it goes out later", kinds[batch->kind].name,
               pb_error_text(answer->error));
        if (batch->is_from_journal)
            pb_journal_rewind(books->journal);
        end_current(books, 0, 0);
    } else if (!batch->number) {
        end_current(books, 1, 1); /* the journal held nothing of use */
    } else {
        send_current(books);
    }
}

/* Begins with the next batch: the journal before what waits in memory. */
static void start(struct pb_books *books)
{
    int from_journal = books->stats.journal_bytes > 0;

    if (!from_journal && !books->first)
        return;
    books->current = from_journal ? pb_book_batch_new(PB_BOOK_PRICES, books->journal, books->memory)
                                  : pb_books_take_first(books);
    if (!books->current)
        return;
    books->current->owner = books;
    if (pb_database_work(books->database, from_journal ? pb_book_batch_read : pb_book_batch_encode, on_ready,
                         books->current) != PB_OK)
        end_current(books, 0, 0);
}

void pb_books_close(struct pb_books *books)
{
    size_t kept = 0, lost = 0;

    for (int kind = 0; kind < PB_BOOK_KINDS; kind++)
        pb_books_end_batch(books, (enum pb_book_kind)kind);
    while (books->first) {
        struct pb_book_batch *batch = pb_books_take_first(books);

        if (books->journal && pb_book_batch_keep(batch) == PB_OK)
            kept++;
        else
            lost++;
        pb_book_batch_free(batch);
    }
    note_journal(books);
    pb_books_count_pending(books);
    if (kept)
        PB_LOG(books->log, SESSION, WARN, 0,
               "%zu batches of the market's books that the database did not take are in the journal %s; the "
               "next start sends them",
               kept, books->options.journal);
    if (lost)
        PB_LOG(books->log, SESSION, ERROR, 0,
               "%zu batches of the market's books that the database did not take are lost: %s", lost,
               books->journal ? "the journal took no more" : "Playerbot.Journal.File is not set");
}

void pb_books_send_next(struct pb_books *books, int64_t now_ms)
{
    if ((books->is_giving_up || books->is_failing) && books->first && books->journal &&
        !books->is_journal_full) {
        books->current = pb_books_take_first(books);
        if (!keep(books))
            end_current(books, 0, 0);
        return;
    }
    if (books->agent_id && !books->is_giving_up && now_ms >= books->not_before_ms)
        start(books);
}
