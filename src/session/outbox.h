/*
 * Outbox: write-behind. Writes gather per kind and go out together: after an interval, at a size, or when
 * asked. With the database away they stay here, or in the journal when one is configured, and go out in
 * order, each applied once, when it is back. Nothing is dropped silently: a full outbox refuses, and says so.
 * Tick thread only.
 */
#ifndef PB_SESSION_OUTBOX_H
#define PB_SESSION_OUTBOX_H

#include "db/database.h"
#include "session/write.h"

struct pb_outbox;

struct pb_outbox_options {
    int64_t interval_ms;
    size_t batch_rows;
    size_t memory_limit;    /* bytes */
    const char *journal;    /* path, "" for none; read at opening only */
    uint64_t journal_limit; /* bytes */
};

/* What became of a write. */
struct pb_saved {
    uint32_t account_id;
    uint64_t fence, sequence;
    int error; /* 0: in the database, or in the journal on disk; PB_E_not_holder: refused, another holder
                  wrote since */
};

#define PB_OUTBOX_STATS(X)                                                                                   \
    X(writes, "writes", "writes that were given to the outbox")                                              \
    X(merged, "writes", "writes that another replaced before they went out")                                 \
    X(batches, "batches", "batches that the database took")                                                  \
    X(rows, "rows", "rows that the database took")                                                           \
    X(rejected, "rows", "rows that the database refused: another holder wrote since")                        \
    X(failed_batches, "batches", "batches that had to be kept")                                              \
    X(journalled, "rows", "rows that went into the journal")                                                 \
    X(replayed, "rows", "rows that came out of the journal")                                                 \
    X(refused, "writes", "writes that did not fit: the host keeps them")                                     \
    X(pending_rows, "rows now", "rows that wait now")                                                        \
    X(pending_bytes, "bytes now", "bytes that wait now")                                                     \
    X(journal_bytes, "bytes now", "bytes in the journal now")

struct pb_outbox_stats {
#define X(name, unit, text) uint64_t name;
    PB_OUTBOX_STATS(X)
#undef X
};

/* Opens the journal too, if there is one: blocks on the disk, for the start. Returns 0, PB_E_no_memory,
 * PB_E_io or PB_E_bad_journal. `database` and `log` are borrowed until pb_outbox_free. */
int pb_outbox_new(struct pb_outbox **outbox, const struct pb_outbox_options *options,
                  struct pb_database *database, struct pb_log *log) __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_outbox_free(struct pb_outbox *outbox);
void pb_outbox_configure(struct pb_outbox *outbox, const struct pb_outbox_options *options);

/* Takes a write over, its state included. Returns 0, or PB_E_outbox_full or PB_E_no_memory: it stays the
 * caller's. */
int pb_outbox_put(struct pb_outbox *outbox, enum pb_write_kind kind, struct pb_write *write)
    __attribute__((warn_unused_result));
/* Under which registration writes go out from now on; 0: they wait. */
void pb_outbox_set_agent(struct pb_outbox *outbox, uint64_t agent_id);
/* Sends what is due. */
void pb_outbox_update(struct pb_outbox *outbox, int64_t now_ms);
/* Sends everything at the next update, without waiting for the interval. */
void pb_outbox_flush(struct pb_outbox *outbox);
/* With the end near: what is left goes into the journal. */
void pb_outbox_give_up(struct pb_outbox *outbox);
/* After the database was closed, from the thread that closed it: what it did not take goes into the journal,
 * and blocks on the disk. What fits nowhere is logged as lost. */
void pb_outbox_close(struct pb_outbox *outbox);

/* 1 when all that must not be lost is in the database or in the journal. */
int pb_outbox_is_safe(const struct pb_outbox *outbox);
/* 1 while the journal holds changes: what the database tells of those sessions is old. */
int pb_outbox_has_journalled(const struct pb_outbox *outbox);
/* 1 when nothing that must not be lost waits or is under way; the journal included. */
int pb_outbox_is_clean(const struct pb_outbox *outbox);
/* 1 when nothing is under way, and what waits cannot be sent now. */
int pb_outbox_is_still(const struct pb_outbox *outbox);
/* 1 while a bound is reached and writes are refused. */
int pb_outbox_is_full(const struct pb_outbox *outbox);
/* What became of writes since the last call, oldest first. Returns 0 when there is none. */
int pb_outbox_next_saved(struct pb_outbox *outbox, struct pb_saved *saved);
const struct pb_outbox_stats *pb_outbox_stats(const struct pb_outbox *outbox);

#endif
