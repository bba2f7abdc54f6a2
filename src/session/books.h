/*
 * Books: write-behind for what the agent enters into the books of the market. Rows gather per kind and go out
 * as batches: after an interval, at a size, or when asked. Each batch has a random number of its own, which
 * it keeps however often it is sent, so it counts once; with the database away it goes into a journal of its
 * own when one is configured, else it stays here. Nothing is dropped silently: what does not fit is refused,
 * what the database refuses for good goes into the reject file, and both are counted. Tick thread only.
 */
#ifndef PB_SESSION_BOOKS_H
#define PB_SESSION_BOOKS_H

#include "db/database.h"
#include "session/book.h"

struct pb_books;

struct pb_books_options {
    int64_t interval_ms;
    size_t memory_limit;    /* bytes; gold is beyond it */
    const char *journal;    /* path, "" for none; read at opening only */
    uint64_t journal_limit; /* bytes */
};

#define PB_BOOKS_STATS(X)                                                                                    \
    X(rows, "rows", "rows that were entered")                                                                \
    X(bad_rows, "rows", "rows that made no sense, and were left out")                                        \
    X(refused, "rows", "rows that did not fit")                                                              \
    X(batches, "batches", "batches that the database took")                                                  \
    X(duplicates, "batches", "batches that it had already")                                                  \
    X(expired, "batches", "batches that came too late for it")                                               \
    X(rejected, "batches", "batches that it refused for good")                                               \
    X(conflicts, "trades", "trades that another agent had reported otherwise")                               \
    X(failed_batches, "batches", "batches that had to be kept")                                              \
    X(journalled, "batches", "batches that went into the journal")                                           \
    X(replayed, "batches", "batches that came out of the journal")                                           \
    X(pending_batches, "batches now", "batches that wait now")                                               \
    X(pending_bytes, "bytes now", "bytes that wait now")                                                     \
    X(journal_bytes, "bytes now", "bytes in the journal now")

struct pb_books_stats {
#define X(name, unit, text) uint64_t name;
    PB_BOOKS_STATS(X)
#undef X
};

/* Opens the journal too: blocks on the disk, for the start. Returns 0, PB_E_no_memory, PB_E_io or
 * PB_E_bad_journal. `database` and `log` are borrowed until pb_books_free. */
int pb_books_new(struct pb_books **books, const struct pb_books_options *options,
                 struct pb_database *database, struct pb_log *log) __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_books_free(struct pb_books *books);
void pb_books_configure(struct pb_books *books, const struct pb_books_options *options);

/* Whether rows beside gold would be taken now. */
int pb_books_have_room(const struct pb_books *books);
/* Copies rows of a kind; `at_ms`: when it was (since 1970). Returns 0, PB_E_outbox_full (they stay the
 * caller's, all of them) or PB_E_no_memory (so does gold; of the others those that did not fit are left out
 * and counted). */
int pb_books_put(struct pb_books *books, enum pb_book_kind kind, const void *rows, size_t count,
                 int64_t at_ms) __attribute__((warn_unused_result));
/* What follows belongs into another batch: a scan is through. */
void pb_books_end_batch(struct pb_books *books, enum pb_book_kind kind);
/* Under which registration batches go out from now on; 0: they wait. */
void pb_books_set_agent(struct pb_books *books, uint64_t agent_id);
/* Sends what is due. */
void pb_books_update(struct pb_books *books, int64_t now_ms);
/* Sends everything at the next updates, without waiting for the interval. */
void pb_books_flush(struct pb_books *books);
/* With the end near: what is left goes into the journal. */
void pb_books_give_up(struct pb_books *books);
/* After the database was closed, from the thread that closed it: what it did not take goes into the journal,
 * and blocks on the disk. What fits nowhere is logged as lost. */
void pb_books_close(struct pb_books *books);

/* 1 when nothing waits or is under way; the journal included. */
int pb_books_are_clean(const struct pb_books *books);
/* 1 when nothing is under way, and what waits cannot be sent now. */
int pb_books_are_still(const struct pb_books *books);
const struct pb_books_stats *pb_books_stats(const struct pb_books *books);

#endif
