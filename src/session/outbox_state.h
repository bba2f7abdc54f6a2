/* Outbox state: what the files of the outbox share. Not for other rooms. */
#ifndef PB_SESSION_OUTBOX_STATE_H
#define PB_SESSION_OUTBOX_STATE_H

#include "base/fifo.h"
#include "session/batch.h"
#include "session/outbox.h"
#include "session/pending.h"

/* After a failure the next try comes after this, not after the whole interval. */
enum { PB_OUTBOX_RETRY_MS = 1000 };

/* The writes of a kind that wait, and the batch that is under way. */
struct pb_outbox_lane {
    struct pb_outbox *outbox;
    enum pb_write_kind kind;
    struct pb_pending pending;
    struct pb_batch *batch;
    int64_t due_ms;                  /* when what waits goes out, 0 for nothing waits */
    int64_t not_before_ms, retry_ms; /* after a failure */
    int is_flushing;
    int must_spill; /* the journal could not go out: what waits follows it */
};

struct pb_outbox {
    const struct pb_memory *memory;
    struct pb_outbox_options options;
    struct pb_database *database;
    struct pb_log *log;
    struct pb_journal *journal;
    struct pb_outbox_lane lanes[PB_WRITE_KINDS];
    struct pb_outbox_stats stats;
    uint64_t agent_id;
    int has_journalled; /* the journal is not empty: it goes out before all else */
    int is_journal_full, is_full, is_giving_up;
    struct pb_fifo saved; /* of struct pb_saved */
};

/* outbox.c: what waits in memory, and what is told of it. */
void pb_outbox_tell(struct pb_outbox *outbox, const struct pb_write *write, int error);
void pb_outbox_set_full(struct pb_outbox *outbox, int is_full);
void pb_outbox_count_pending(struct pb_outbox *outbox);
/* A batch did not reach the database: its writes wait again, under those that came meanwhile. */
void pb_outbox_put_back(struct pb_outbox_lane *lane, struct pb_batch *batch);

/* outbox_send.c */
/* Whether writes of a kind must not be lost; metrics are levels: the next ones replace them. */
int pb_outbox_is_journalled(enum pb_write_kind kind);
/* Whether a batch may go now. */
int pb_outbox_is_due(const struct pb_outbox_lane *lane, int64_t now_ms);

#endif
