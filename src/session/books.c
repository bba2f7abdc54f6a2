#include "session/books.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include "session/books_state.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { RETRY_MS = 1000 };

/* A batch is closed at so many rows; items of a scan are not torn. */
static const size_t most_rows[PB_BOOK_KINDS] = {
    [PB_BOOK_PRICES] = 16000, [PB_BOOK_SALES] = 5000, [PB_BOOK_GOLD] = 1000, [PB_BOOK_TRADES] = 1000};

int pb_books_new(struct pb_books **out, const struct pb_books_options *options, struct pb_database *database,
                 struct pb_log *log)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_books *books = pb_memory_new(memory, 1, sizeof *books);
    int error = PB_OK;

    if (!books)
        return PB_E_no_memory;
    books->memory = memory;
    books->options = *options;
    books->database = database;
    books->log = log;
    books->last = &books->first;
    books->retry_ms = RETRY_MS;
    if (options->journal[0])
        error = pb_journal_open(&books->journal, options->journal, options->journal_limit, memory);
    if (error) {
        PB_LOG(log, SESSION, FATAL, 0, "journal %s: %s (%s)", options->journal, pb_error_text(error),
               strerror(errno));
        pb_books_free(books);
        return error;
    }
    books->stats.journal_bytes = books->journal ? pb_journal_bytes(books->journal) : 0;
    if (books->stats.journal_bytes)
        PB_LOG(log, SESSION, INFO, 0, "the journal %s holds %" PRIu64 " bytes from before; they go out first",
               options->journal, books->stats.journal_bytes);
    *out = books;
    return PB_OK;
}

void pb_books_free(struct pb_books *books)
{
    struct pb_book_batch *batch;
    int kind;

    if (!books)
        return;
    pb_books_count_pending(books);
    if (books->stats.pending_batches)
        PB_LOG(books->log, SESSION, ERROR, 0,
               "%" PRIu64
               " batches of the market's books are lost: neither the database nor a journal took them",
               books->stats.pending_batches);
    for (kind = 0; kind < PB_BOOK_KINDS; kind++)
        pb_book_batch_free(books->open[kind]);
    while ((batch = books->first)) {
        books->first = batch->next;
        pb_book_batch_free(batch);
    }
    pb_book_batch_free(books->current);
    pb_journal_close(books->journal);
    pb_memory_free(books->memory, books);
}

void pb_books_configure(struct pb_books *books, const struct pb_books_options *options)
{
    books->options.interval_ms = options->interval_ms;
    books->options.memory_limit = options->memory_limit;
}

/* ---- Gathering ---- */

void pb_books_count_pending(struct pb_books *books)
{
    const struct pb_book_batch *batch;
    int kind;

    books->stats.pending_bytes = books->stats.pending_batches = 0;
    for (kind = 0; kind < PB_BOOK_KINDS; kind++)
        if ((batch = books->open[kind])) {
            books->stats.pending_bytes += pb_book_batch_bytes(batch);
            books->stats.pending_batches += batch->count > 0;
        }
    for (batch = books->first; batch; batch = batch->next) {
        books->stats.pending_bytes += pb_book_batch_bytes(batch);
        books->stats.pending_batches++;
    }
    books->stats.pending_batches += books->current && books->current->rows;
}

static void append(struct pb_books *books, struct pb_book_batch *batch)
{
    batch->next = NULL;
    *books->last = batch;
    books->last = &batch->next;
}

void pb_books_prepend(struct pb_books *books, struct pb_book_batch *batch)
{
    batch->next = books->first;
    books->first = batch;
    if (!batch->next)
        books->last = &batch->next;
}

struct pb_book_batch *pb_books_take_first(struct pb_books *books)
{
    struct pb_book_batch *batch = books->first;

    books->first = batch->next;
    if (!books->first)
        books->last = &books->first;
    batch->next = NULL;
    return batch;
}

void pb_books_end_batch(struct pb_books *books, enum pb_book_kind kind)
{
    struct pb_book_batch *batch = books->open[kind];

    if (!batch || !batch->count)
        return;
    books->open[kind] = NULL;
    books->due_ms[kind] = 0;
    append(books, batch);
    pb_books_count_pending(books);
}

int pb_books_have_room(const struct pb_books *books)
{
    return books->stats.pending_bytes < books->options.memory_limit;
}

void pb_books_set_full(struct pb_books *books, int is_full)
{
    if (is_full == books->is_full)
        return;
    books->is_full = is_full;
    if (is_full)
        PB_LOG(books->log, SESSION, ERROR, 0,
               "%" PRIu64 " bytes of the market's books wait for the database, as much as "
               "Playerbot.WriteBehind.MemoryLimit allows%s: sales, trades and prices are left out until it "
               "takes them; gold is not",
               books->stats.pending_bytes, books->journal ? " beside the full journal" : "");
    else
        PB_LOG(books->log, SESSION, INFO, 0, "the market's books take rows again");
}

/* The open batch of a kind, which is made when there is none. */
static struct pb_book_batch *open_batch(struct pb_books *books, enum pb_book_kind kind, int64_t at_ms)
{
    struct pb_book_batch *batch = books->open[kind];

    /* A day's gold is not told as that of another. */
    if (batch && kind == PB_BOOK_GOLD && batch->count && batch->at_ms / PB_DAY_MS != at_ms / PB_DAY_MS) {
        pb_books_end_batch(books, kind);
        batch = NULL;
    }
    if (batch)
        return batch;
    batch = pb_book_batch_new(kind, books->journal, books->memory);
    if (!batch)
        return NULL;
    batch->owner = books;
    batch->number = pb_rng_u64() | 1;
    books->open[kind] = batch;
    return batch;
}

/* Whether the next row may come into another batch: all auctions of an item stay together. */
static int may_end(const struct pb_book_batch *batch, const void *row)
{
    const struct pb_book_price *next = row, *last;

    if (batch->count < most_rows[batch->kind])
        return 0;
    if (batch->kind != PB_BOOK_PRICES)
        return 1;
    last = (const struct pb_book_price *)(const void *)batch->rows + (batch->count - 1);
    return last->item != next->item || last->house != next->house;
}

static int put_rows(struct pb_books *books, enum pb_book_kind kind, const unsigned char *rows, size_t count,
                    int64_t at_ms)
{
    struct pb_book_batch *batch = open_batch(books, kind, at_ms);

    if (!batch)
        return PB_E_no_memory;
    if (may_end(batch, rows)) {
        pb_books_end_batch(books, kind);
        batch = open_batch(books, kind, at_ms);
        if (!batch)
            return PB_E_no_memory;
    }
    if (pb_book_batch_add(batch, rows, count) != PB_OK)
        return PB_E_no_memory;
    batch->at_ms = at_ms;
    books->stats.rows += count;
    if (!books->due_ms[kind])
        books->due_ms[kind] = pb_database_now_ms(books->database) + books->options.interval_ms;
    return PB_OK;
}

/* How many rows from here on make sense. */
static size_t good_rows(enum pb_book_kind kind, const unsigned char *rows, size_t count)
{
    size_t good = 0, bytes = pb_book_row_bytes(kind);

    while (good < count && pb_book_row_is_good(kind, rows + good * bytes))
        good++;
    return good;
}

int pb_books_put(struct pb_books *books, enum pb_book_kind kind, const void *rows, size_t count,
                 int64_t at_ms)
{
    size_t bytes = pb_book_row_bytes(kind), done = 0;
    int error = PB_OK;

    if (kind != PB_BOOK_GOLD && !pb_books_have_room(books)) {
        books->stats.refused += count;
        pb_books_set_full(books, 1);
        return PB_E_outbox_full;
    }
    while (done < count && error == PB_OK) {
        const unsigned char *from = (const unsigned char *)rows + done * bytes;
        /* One by one, where a batch might end within. */
        size_t some = kind == PB_BOOK_PRICES ? count > done : good_rows(kind, from, count - done);

        if (some && kind == PB_BOOK_PRICES && !pb_book_row_is_good(kind, from))
            some = 0;
        error = some ? put_rows(books, kind, from, some, at_ms) : PB_OK;
        books->stats.bad_rows += !some;
        if (error != PB_OK)
            books->stats.refused += count - done;
        done += some ? some : 1;
    }
    pb_books_count_pending(books);
    return error;
}

static void close_due(struct pb_books *books, int64_t now_ms)
{
    int kind;

    for (kind = 0; kind < PB_BOOK_KINDS; kind++) {
        int may_wait = kind == PB_BOOK_GOLD && !books->journal && books->is_failing;

        /* With the database away and no journal, a day's gold stays one batch. */
        if (books->due_ms[kind] && (books->is_flushing || (now_ms >= books->due_ms[kind] && !may_wait)))
            pb_books_end_batch(books, (enum pb_book_kind)kind);
    }
    books->is_flushing = 0;
}

void pb_books_update(struct pb_books *books, int64_t now_ms)
{
    close_due(books, now_ms);
    if (!books->current)
        pb_books_send_next(books, now_ms);
}

void pb_books_set_agent(struct pb_books *books, uint64_t agent_id)
{
    books->agent_id = agent_id;
    books->not_before_ms = 0;
}

void pb_books_flush(struct pb_books *books)
{
    books->is_flushing = 1;
}

void pb_books_give_up(struct pb_books *books)
{
    books->is_giving_up = 1;
    books->is_flushing = 1;
}

int pb_books_are_clean(const struct pb_books *books)
{
    int kind;

    for (kind = 0; kind < PB_BOOK_KINDS; kind++)
        if (books->open[kind] && books->open[kind]->count)
            return 0;
    return !books->current && !books->first && !books->stats.journal_bytes;
}

int pb_books_are_still(const struct pb_books *books)
{
    if (books->current)
        return 0;
    if (books->journal && !books->is_journal_full && (books->is_giving_up || books->is_failing) &&
        books->first)
        return 0;
    return !books->agent_id || books->is_giving_up || (!books->first && !books->stats.journal_bytes);
}

const struct pb_books_stats *pb_books_stats(const struct pb_books *books)
{
    return &books->stats;
}
