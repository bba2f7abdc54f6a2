/* Books state: what the files of the books share. Not for other rooms. */
#ifndef PB_SESSION_BOOKS_STATE_H
#define PB_SESSION_BOOKS_STATE_H

#include "session/book_batch.h"
#include "session/books.h"

struct pb_books {
    const struct pb_memory *memory;
    struct pb_books_options options;
    struct pb_database *database;
    struct pb_log *log;
    struct pb_journal *journal;
    struct pb_book_batch *open[PB_BOOK_KINDS]; /* rows gather in these; NULL: none yet */
    int64_t due_ms[PB_BOOK_KINDS];             /* when an open one is closed */
    struct pb_book_batch *first, **last;       /* closed ones, the oldest first */
    struct pb_book_batch *current;             /* under way */
    struct pb_books_stats stats;
    uint64_t agent_id;
    int64_t not_before_ms, retry_ms;
    int is_failing; /* the database did not take the last one: into the journal with those that wait */
    int is_journal_full, is_giving_up, is_flushing, is_full;
};

/* books.c: those that wait in memory, the oldest first. */
struct pb_book_batch *pb_books_take_first(struct pb_books *books);
void pb_books_prepend(struct pb_books *books, struct pb_book_batch *batch);
void pb_books_count_pending(struct pb_books *books);
void pb_books_set_full(struct pb_books *books, int is_full);

/* books_send.c: begins with what is to be done next, if anything is. */
void pb_books_send_next(struct pb_books *books, int64_t now_ms);

#endif
