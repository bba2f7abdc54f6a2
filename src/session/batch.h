/*
 * Batch: writes of one kind that go out together, as one JSON array or into the journal. Made by the tick
 * thread, worked on by one worker thread at a time, given back to the tick thread.
 */
#ifndef PB_SESSION_BATCH_H
#define PB_SESSION_BATCH_H

#include "session/journal.h"
#include "session/write.h"
#include <stdio.h>

struct pb_batch {
    const struct pb_memory *memory;
    void *owner;       /* who gets it back */
    uint64_t agent_id; /* that it was sent as */
    enum pb_write_kind kind;
    struct pb_write *writes; /* owned; NULL when the batch was read from the journal */
    size_t count;
    FILE *stream; /* while the array is being made */
    char *json;   /* owned by the C library, NULL until it is encoded */
    size_t json_length;
    struct pb_journal *journal; /* borrowed; NULL for none */
    int is_from_journal, has_more;
    uint8_t *is_rejected; /* one for each row: the database refused it for good */
    size_t rejected_count;
};

/* `writes` (NULL: none) become the batch's own, unless it returns NULL: no memory. */
struct pb_batch *pb_batch_new(enum pb_write_kind kind, struct pb_write *writes, size_t count,
                              struct pb_journal *journal, const struct pb_memory *memory);
void pb_batch_free(struct pb_batch *batch);

/* Work for worker threads; `user` is the batch. They return 0 or an error. */
int pb_batch_encode(void *user); /* the writes as a JSON array */
int pb_batch_keep(void *user);   /* the writes into the journal, all or none */
int pb_batch_read_journal(
    void *user);                  /* the next writes of the journal as a JSON array; none left: count 0 */
int pb_batch_advance(void *user); /* what was read is done: rejected rows are kept, the mark moves */
int pb_batch_reject(void *user);  /* keeps the rejected rows in the reject file */

#endif
