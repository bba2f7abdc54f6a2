#include "session/outbox.h"
#include "base/error.h"
#include "base/fifo.h"
#include "db/call_agent.h"
#include "db/call_session.h"
#include "session/batch.h"
#include "session/pending.h"
#include "session/registration.h"
#include <stdlib.h>
#include <string.h>

enum {
    /* One call; the rest of its patience is in the retries after it. */
    CALL_TIMEOUT_MS = 20000,
    /* After a failure the next try comes after this, not after the whole interval. */
    RETRY_MS = 1000,
    MAX_RETRY_MS = 15000
};

/* A kind, and how it reaches the database. */
static const struct {
    const char *name;
    const struct pb_statement *statement;
    int is_journalled; /* must not be lost; metrics are levels: the next ones replace them */
} kinds[PB_WRITE_KINDS] = {
    [PB_WRITE_SESSION] = {"session", &pb_call_save_sessions, 1},
    [PB_WRITE_METRIC] = {"metric", &pb_call_save_agent_metrics, 0},
};

/* The writes of a kind that wait, and the batch that is under way. */
struct lane {
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
    struct lane lanes[PB_WRITE_KINDS];
    struct pb_outbox_stats stats;
    uint64_t agent_id;
    int has_journalled; /* the journal is not empty: it goes out before all else */
    int is_journal_full, is_full, is_giving_up;
    struct pb_fifo saved; /* of struct pb_saved */
};

int pb_outbox_new(struct pb_outbox **out, const struct pb_outbox_options *options,
                  struct pb_database *database, struct pb_log *log)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_outbox *outbox = pb_memory_new(memory, 1, sizeof *outbox);
    int error = PB_OK;

    if (!outbox)
        return PB_E_no_memory;
    outbox->memory = memory;
    outbox->options = *options;
    outbox->database = database;
    outbox->log = log;
    for (int kind = 0; !error && kind < PB_WRITE_KINDS; kind++) {
        outbox->lanes[kind].outbox = outbox;
        outbox->lanes[kind].kind = (enum pb_write_kind)kind;
        outbox->lanes[kind].retry_ms = RETRY_MS;
        error = pb_pending_init(&outbox->lanes[kind].pending, memory);
    }
    if (!error && options->journal[0])
        error = pb_journal_open(&outbox->journal, options->journal, options->journal_limit, memory);
    if (error) {
        pb_outbox_free(outbox);
        return error;
    }
    if (outbox->journal) {
        outbox->stats.journal_bytes = pb_journal_bytes(outbox->journal);
        outbox->has_journalled = outbox->stats.journal_bytes > 0;
    }
    if (outbox->has_journalled)
        PB_LOG(log, SESSION, INFO, 0, "the journal %s holds %llu bytes from before; they go out first",
               options->journal, (unsigned long long)outbox->stats.journal_bytes);
    *out = outbox;
    return PB_OK;
}

void pb_outbox_free(struct pb_outbox *outbox)
{
    if (!outbox)
        return;
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++) {
        struct lane *lane = &outbox->lanes[kind];

        pb_pending_clear(&lane->pending);
        pb_batch_free(lane->batch);
    }
    pb_journal_close(outbox->journal);
    pb_fifo_clear(&outbox->saved, outbox->memory);
    pb_memory_free(outbox->memory, outbox);
}

void pb_outbox_configure(struct pb_outbox *outbox, const struct pb_outbox_options *options)
{
    outbox->options.interval_ms = options->interval_ms;
    outbox->options.batch_rows = options->batch_rows;
    outbox->options.memory_limit = options->memory_limit;
}

static void tell(struct pb_outbox *outbox, const struct pb_write *write, int error)
{
    const struct pb_saved saved = {write->key, write->fence, write->sequence, error};

    /* Without memory nobody is told: the session stays dirty and is written again, which is harmless. */
    (void)!pb_fifo_add(&outbox->saved, &saved, sizeof saved, outbox->memory);
}

int pb_outbox_next_saved(struct pb_outbox *outbox, struct pb_saved *saved)
{
    return pb_fifo_take(&outbox->saved, saved, sizeof *saved);
}

static void set_full(struct pb_outbox *outbox, int is_full)
{
    if (is_full == outbox->is_full)
        return;
    outbox->is_full = is_full;
    if (is_full)
        PB_LOG(outbox->log, SESSION, ERROR, 0,
               "%llu bytes wait for the database, as much as Playerbot.WriteBehind.MemoryLimit allows%s: "
               "sessions keep their changes and none hibernates until it takes them",
               (unsigned long long)outbox->stats.pending_bytes,
               outbox->journal ? " beside the full journal" : "");
    else
        PB_LOG(outbox->log, SESSION, INFO, 0, "the outbox takes changes again");
}

static void count_pending(struct pb_outbox *outbox)
{
    outbox->stats.pending_rows = outbox->stats.pending_bytes = 0;
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++) {
        outbox->stats.pending_rows += outbox->lanes[kind].pending.count;
        outbox->stats.pending_bytes += outbox->lanes[kind].pending.bytes;
    }
}

int pb_outbox_put(struct pb_outbox *outbox, enum pb_write_kind kind, struct pb_write *write)
{
    struct lane *lane = &outbox->lanes[kind];
    size_t count = lane->pending.count;
    struct pb_write lost;
    int error;

    if (outbox->stats.pending_bytes + pb_pending_size(write) > outbox->options.memory_limit) {
        outbox->stats.refused++;
        set_full(outbox, 1);
        return PB_E_outbox_full;
    }
    if ((error = pb_pending_add(&lane->pending, write, 0, &lost)) != PB_OK)
        return error;
    if (!lane->due_ms)
        lane->due_ms = pb_database_now_ms(outbox->database) + outbox->options.interval_ms;
    outbox->stats.writes++;
    outbox->stats.merged += lane->pending.count == count;
    if (lost.key)
        tell(outbox, &lost, PB_E_not_holder);
    count_pending(outbox);
    *write = (struct pb_write){0};
    return PB_OK;
}

/* A batch did not reach the database: its writes wait again, under those that came meanwhile. */
static void put_back(struct lane *lane, struct pb_batch *batch)
{
    struct pb_outbox *outbox = lane->outbox;
    struct pb_write lost;

    for (size_t i = 0; batch->writes && i < batch->count; i++) {
        /* Without memory for the place that it just left, its session writes it again. */
        if (pb_pending_add(&lane->pending, &batch->writes[i], 1, &lost) != PB_OK) {
            tell(outbox, &batch->writes[i], PB_E_no_memory);
            continue;
        }
        batch->writes[i] = (struct pb_write){0};
        if (lost.key)
            tell(outbox, &lost, PB_E_not_holder);
    }
    count_pending(outbox);
}

static void note_journal(struct pb_outbox *outbox)
{
    if (!outbox->journal)
        return;
    outbox->stats.journal_bytes = pb_journal_bytes(outbox->journal);
    outbox->has_journalled = outbox->stats.journal_bytes > 0;
}

/* The batch is done with; the next may go. */
static void end_batch(struct lane *lane, int is_good)
{
    int64_t now_ms = pb_database_now_ms(lane->outbox->database);

    pb_batch_free(lane->batch);
    lane->batch = NULL;
    note_journal(lane->outbox);
    lane->due_ms = now_ms + lane->outbox->options.interval_ms;
    /* After a failure the next try waits, longer each time. */
    lane->not_before_ms = is_good ? 0 : now_ms + lane->retry_ms;
    lane->retry_ms *= 2;
    if (is_good)
        lane->retry_ms = RETRY_MS;
    else if (lane->retry_ms > MAX_RETRY_MS)
        lane->retry_ms = MAX_RETRY_MS;
    if (lane->pending.count == 0 && !lane->outbox->has_journalled) {
        lane->due_ms = 0;
        lane->is_flushing = 0;
    }
    if (is_good)
        lane->outbox->is_journal_full = 0;
    if (is_good && lane->outbox->stats.pending_bytes < lane->outbox->options.memory_limit / 2)
        set_full(lane->outbox, 0);
}

static void on_kept(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct lane *lane = batch->owner;
    struct pb_outbox *outbox = lane->outbox;

    if (answer->error && !outbox->is_journal_full)
        PB_LOG(outbox->log, SESSION, ERROR, 0, "journal %s: %s; %zu changes stay in memory",
               outbox->options.journal, pb_error_text(answer->error), batch->count);
    outbox->is_journal_full = answer->error != PB_OK;
    if (answer->error) {
        put_back(lane, batch);
    } else {
        outbox->stats.journalled += batch->count;
        for (size_t i = 0; i < batch->count; i++)
            tell(outbox, &batch->writes[i], PB_OK);
    }
    end_batch(lane, 0);
}

/* The database did not take it: into the journal, or back to memory. */
static void keep(struct lane *lane)
{
    struct pb_outbox *outbox = lane->outbox;

    outbox->stats.failed_batches++;
    lane->must_spill = lane->batch->is_from_journal && lane->pending.count > 0 && !outbox->is_journal_full;
    if (outbox->journal && kinds[lane->kind].is_journalled && !lane->batch->is_from_journal &&
        pb_database_work(outbox->database, pb_batch_keep, on_kept, lane->batch) == PB_OK)
        return;
    put_back(lane, lane->batch);
    end_batch(lane, 0);
}

static void on_finished(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct lane *lane = batch->owner;

    if (answer->error)
        PB_LOG(lane->outbox->log, SESSION, ERROR, 0, "journal %s: %s; it is read again later",
               lane->outbox->options.journal, pb_error_text(answer->error));
    if (answer->error && batch->is_from_journal)
        pb_journal_rewind(lane->outbox->journal);
    end_batch(lane, answer->error == PB_OK);
    /* The rest of the journal does not wait for the interval. */
    if (!answer->error && lane->outbox->has_journalled)
        lane->due_ms = pb_database_now_ms(lane->outbox->database);
}

/* Reads what became of each row. */
static void judge_rows(struct lane *lane, const struct pb_rows *rows)
{
    struct pb_outbox *outbox = lane->outbox;
    struct pb_batch *batch = lane->batch;

    for (size_t i = 0; i < pb_rows_count(rows); i++) {
        size_t position = pb_rows_u64(rows, i, 0);
        int is_stale = strcmp(pb_rows_text(rows, i, 2, NULL), "stale") == 0;

        if (position >= batch->count)
            continue;
        if (is_stale) {
            batch->is_rejected[position] = 1;
            batch->rejected_count++;
            outbox->stats.rejected++;
            PB_LOG(outbox->log, SESSION, WARN, (uint32_t)pb_rows_u64(rows, i, 1),
                   "a change was refused: another holder has the account since%s",
                   outbox->journal ? "; it is kept in the reject file" : "");
        }
        if (batch->writes)
            tell(outbox, &batch->writes[position], is_stale ? PB_E_not_holder : PB_OK);
    }
}

static void on_taken(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct lane *lane = batch->owner;
    struct pb_outbox *outbox = lane->outbox;

    if (answer->error) {
        if (answer->error == PB_E_agent_fenced)
            pb_registration_end(&outbox->agent_id, batch->agent_id);
        else if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(outbox->log, SESSION, WARN, 0, "%s: %zu rows were not taken: %s; they go out again later",
                   kinds[lane->kind].name, batch->count,
                   *answer->message ? answer->message : pb_error_text(answer->error));
        if (batch->is_from_journal)
            pb_journal_rewind(outbox->journal);
        keep(lane);
        return;
    }
    outbox->stats.batches++;
    outbox->stats.rows += batch->count;
    if (batch->is_from_journal)
        outbox->stats.replayed += batch->count;
    if (lane->kind == PB_WRITE_SESSION)
        judge_rows(lane, answer->rows);
    if ((batch->is_from_journal || (batch->rejected_count && outbox->journal)) &&
        pb_database_work(outbox->database, batch->is_from_journal ? pb_batch_advance : pb_batch_reject,
                         on_finished, batch) == PB_OK)
        return;
    end_batch(lane, 1);
}

static void send_batch(struct lane *lane)
{
    struct pb_outbox *outbox = lane->outbox;
    struct pb_batch *batch = lane->batch;
    struct pb_value values[2] = {PB_VALUE_U64(outbox->agent_id)};

    values[1] = (struct pb_value){PB_TEXT, 0, batch->json, batch->json_length};
    batch->agent_id = outbox->agent_id;
    if (pb_database_call(outbox->database, kinds[lane->kind].statement, values, 2, CALL_TIMEOUT_MS, on_taken,
                         batch) != PB_OK)
        keep(lane);
}

static void on_encoded(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct lane *lane = batch->owner;

    if (answer->error) {
        PB_LOG(lane->outbox->log, SESSION, ERROR, 0, "%s: %s; %zu changes go out later",
               kinds[lane->kind].name, pb_error_text(answer->error), batch->count);
        if (batch->is_from_journal)
            pb_journal_rewind(lane->outbox->journal);
        put_back(lane, batch);
        end_batch(lane, 0);
    } else if (batch->count == 0) {
        end_batch(lane, 1); /* the journal held nothing of use */
    } else {
        send_batch(lane);
    }
}

/* Moves what waits into a batch, at most `most` rows. */
static int take_batch(struct lane *lane, size_t most)
{
    struct pb_outbox *outbox = lane->outbox;
    size_t count = lane->pending.count < most ? lane->pending.count : most;
    struct pb_write *writes = pb_pending_take(&lane->pending, count);

    if (!writes)
        return PB_E_no_memory;
    lane->batch = pb_batch_new(lane->kind, writes, count, outbox->journal, outbox->memory);
    if (lane->batch) {
        count_pending(outbox);
        return PB_OK;
    }
    put_back(lane, &(struct pb_batch){.writes = writes, .count = count});
    pb_memory_free(outbox->memory, writes);
    return PB_E_no_memory;
}

static void start_batch(struct lane *lane)
{
    struct pb_outbox *outbox = lane->outbox;
    int to_journal = outbox->is_giving_up || lane->must_spill;
    int from_journal = kinds[lane->kind].is_journalled && outbox->has_journalled && !to_journal;

    lane->must_spill = 0;
    if (from_journal) {
        if (!(lane->batch = pb_batch_new(lane->kind, NULL, 0, outbox->journal, outbox->memory)))
            return;
    } else if (take_batch(lane, outbox->options.batch_rows) != PB_OK) {
        return;
    }
    lane->batch->owner = lane;
    if (to_journal)
        keep(lane);
    else if (pb_database_work(outbox->database, from_journal ? pb_batch_read_journal : pb_batch_encode,
                              on_encoded, lane->batch) != PB_OK)
        keep(lane);
}

/* Whether a batch may go now. */
static int is_due(const struct lane *lane, int64_t now_ms)
{
    const struct pb_outbox *outbox = lane->outbox;
    int may_be_kept = outbox->journal && kinds[lane->kind].is_journalled && !outbox->is_journal_full;

    if (lane->batch ||
        (lane->pending.count == 0 && !(kinds[lane->kind].is_journalled && outbox->has_journalled)))
        return 0;
    if (outbox->is_giving_up)
        return lane->pending.count > 0 && may_be_kept;
    if (lane->must_spill && lane->pending.count > 0)
        return 1;
    if (!outbox->agent_id || now_ms < lane->not_before_ms)
        return 0;
    return lane->is_flushing || now_ms >= lane->due_ms || lane->pending.count >= outbox->options.batch_rows ||
           outbox->stats.pending_bytes > outbox->options.memory_limit / 2;
}

void pb_outbox_set_agent(struct pb_outbox *outbox, uint64_t agent_id)
{
    outbox->agent_id = agent_id;
    /* What is left from an earlier registration goes out before any account is leased anew. */
    if (agent_id)
        pb_outbox_flush(outbox);
}

void pb_outbox_update(struct pb_outbox *outbox, int64_t now_ms)
{
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++)
        if (is_due(&outbox->lanes[kind], now_ms))
            start_batch(&outbox->lanes[kind]);
}

void pb_outbox_flush(struct pb_outbox *outbox)
{
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++)
        outbox->lanes[kind].is_flushing = outbox->lanes[kind].pending.count > 0 || outbox->has_journalled;
}

void pb_outbox_give_up(struct pb_outbox *outbox)
{
    outbox->is_giving_up = 1;
}

int pb_outbox_is_safe(const struct pb_outbox *outbox)
{
    /* A batch without writes of its own is read from the journal. */
    for (const struct lane *lane = outbox->lanes; lane < outbox->lanes + PB_WRITE_KINDS; lane++)
        if (kinds[lane->kind].is_journalled && (lane->pending.count || (lane->batch && lane->batch->writes)))
            return 0;
    return 1;
}

int pb_outbox_has_journalled(const struct pb_outbox *outbox)
{
    return outbox->has_journalled;
}

int pb_outbox_is_clean(const struct pb_outbox *outbox)
{
    return pb_outbox_is_safe(outbox) && !outbox->has_journalled;
}

int pb_outbox_is_still(const struct pb_outbox *outbox)
{
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++)
        if (kinds[kind].is_journalled &&
            (outbox->lanes[kind].batch || is_due(&outbox->lanes[kind], INT64_MAX)))
            return 0;
    return 1;
}

int pb_outbox_is_full(const struct pb_outbox *outbox)
{
    return outbox->is_full;
}

const struct pb_outbox_stats *pb_outbox_stats(const struct pb_outbox *outbox)
{
    return &outbox->stats;
}
