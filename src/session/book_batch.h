/*
 * Book batch: rows of one kind that the database takes in one call, under one random number, once. Made by
 * the tick thread, worked on by one worker thread at a time. In the journal a batch is one record: its number
 * and time, a line end, and its rows as JSON.
 */
#ifndef PB_SESSION_BOOK_BATCH_H
#define PB_SESSION_BOOK_BATCH_H

#include "session/book.h"
#include "session/journal.h"

struct pb_book_batch {
    struct pb_book_batch *next;
    void *owner; /* who gets it back */
    const struct pb_memory *memory;
    struct pb_journal *journal; /* borrowed; NULL for none */
    enum pb_book_kind kind;
    uint64_t number;     /* random; the same however often it is sent */
    int64_t at_ms;       /* since 1970 */
    unsigned char *rows; /* NULL: its text came out of the journal */
    size_t count, room;
    char *text; /* the rows as JSON; NULL until it is encoded */
    size_t length;
    int is_from_journal;
    uint64_t agent_id; /* that it was sent as */
};

/* NULL: no memory. */
struct pb_book_batch *pb_book_batch_new(enum pb_book_kind kind, struct pb_journal *journal,
                                        const struct pb_memory *memory);
void pb_book_batch_free(struct pb_book_batch *batch);
/* Copies rows behind those that it has; gold adds to that of the same cause. Returns 0 or PB_E_no_memory:
 * none. */
int pb_book_batch_add(struct pb_book_batch *batch, const void *rows, size_t count)
    __attribute__((warn_unused_result));
size_t pb_book_batch_bytes(const struct pb_book_batch *batch);
size_t pb_book_row_bytes(enum pb_book_kind kind);
/* Whether the database would take such a row. */
int pb_book_row_is_good(enum pb_book_kind kind, const void *row);

/* Work for worker threads; `user` is the batch. They return 0 or an error. */
int pb_book_batch_encode(void *user); /* the rows as JSON */
int pb_book_batch_keep(void *user);   /* into the journal */
/* The next batch of the journal; none left: its number stays 0. */
int pb_book_batch_read(void *user);
int pb_book_batch_advance(void *user); /* what was read is done */
/* The database refused it for good: kept in the reject file, and done with. */
int pb_book_batch_reject(void *user);

#endif
