/* Outbox: how batches reach the database, or the journal. */
#include "base/error.h"
#include "db/call_agent.h"
#include "db/call_session.h"
#include "session/outbox_state.h"
#include "session/registration.h"
#include <string.h>

enum {
    /* One call; the rest of its patience is in the retries after it. */
    CALL_TIMEOUT_MS = 20000,
    MAX_RETRY_MS = 15000
};

/* A kind, and how it reaches the database. */
static const struct {
    const char *name;
    const struct pb_statement *statement;
    int is_journalled;
} kinds[PB_WRITE_KINDS] = {
    [PB_WRITE_SESSION] = {"session", &pb_call_save_sessions, 1},
    [PB_WRITE_METRIC] = {"metric", &pb_call_save_agent_metrics, 0},
};

int pb_outbox_is_journalled(enum pb_write_kind kind)
{
    return kinds[kind].is_journalled;
}

static void note_journal(struct pb_outbox *outbox)
{
    if (!outbox->journal)
        return;
    outbox->stats.journal_bytes = pb_journal_bytes(outbox->journal);
    outbox->has_journalled = outbox->stats.journal_bytes > 0;
}

/* The batch is done with; the next may go. */
static void end_batch(struct pb_outbox_lane *lane, int is_good)
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
        lane->retry_ms = PB_OUTBOX_RETRY_MS;
    else if (lane->retry_ms > MAX_RETRY_MS)
        lane->retry_ms = MAX_RETRY_MS;
    if (lane->pending.count == 0 && !lane->outbox->has_journalled) {
        lane->due_ms = 0;
        lane->is_flushing = 0;
    }
    if (is_good)
        lane->outbox->is_journal_full = 0;
    if (is_good && lane->outbox->stats.pending_bytes < lane->outbox->options.memory_limit / 2)
        pb_outbox_set_full(lane->outbox, 0);
}

static void on_kept(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct pb_outbox_lane *lane = batch->owner;
    struct pb_outbox *outbox = lane->outbox;

    if (answer->error && !outbox->is_journal_full)
        PB_LOG(outbox->log, SESSION, ERROR, 0, "journal %s: %s; %zu changes stay in memory",
               outbox->options.journal, pb_error_text(answer->error), batch->count);
    outbox->is_journal_full = answer->error != PB_OK;
    if (answer->error) {
        pb_outbox_put_back(lane, batch);
    } else {
        outbox->stats.journalled += batch->count;
        for (size_t i = 0; i < batch->count; i++)
            pb_outbox_tell(outbox, &batch->writes[i], PB_OK);
    }
    end_batch(lane, 0);
}

/* The database did not take it: into the journal, or back to memory. */
static void keep(struct pb_outbox_lane *lane)
{
    struct pb_outbox *outbox = lane->outbox;

    outbox->stats.failed_batches++;
    lane->must_spill = lane->batch->is_from_journal && lane->pending.count > 0 && !outbox->is_journal_full;
    if (outbox->journal && kinds[lane->kind].is_journalled && !lane->batch->is_from_journal &&
        pb_database_work(outbox->database, pb_batch_keep, on_kept, lane->batch) == PB_OK)
        return;
    pb_outbox_put_back(lane, lane->batch);
    end_batch(lane, 0);
}

static void on_finished(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct pb_outbox_lane *lane = batch->owner;

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
static void judge_rows(struct pb_outbox_lane *lane, const struct pb_rows *rows)
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
            pb_outbox_tell(outbox, &batch->writes[position], is_stale ? PB_E_not_holder : PB_OK);
    }
}

static void on_taken(void *user, const struct pb_answer *answer)
{
    struct pb_batch *batch = user;
    struct pb_outbox_lane *lane = batch->owner;
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

static void send_batch(struct pb_outbox_lane *lane)
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
    struct pb_outbox_lane *lane = batch->owner;

    if (answer->error) {
        PB_LOG(lane->outbox->log, SESSION, ERROR, 0, "%s: %s; %zu changes go out later",
               kinds[lane->kind].name, pb_error_text(answer->error), batch->count);
        if (batch->is_from_journal)
            pb_journal_rewind(lane->outbox->journal);
        pb_outbox_put_back(lane, batch);
        end_batch(lane, 0);
    } else if (batch->count == 0) {
        end_batch(lane, 1); /* the journal held nothing of use */
    } else {
        send_batch(lane);
    }
}

/* Moves what waits into a batch, at most `most` rows. */
static int take_batch(struct pb_outbox_lane *lane, size_t most)
{
    struct pb_outbox *outbox = lane->outbox;
    size_t count = lane->pending.count < most ? lane->pending.count : most;
    struct pb_write *writes = pb_pending_take(&lane->pending, count);

    if (!writes)
        return PB_E_no_memory;
    lane->batch = pb_batch_new(lane->kind, writes, count, outbox->journal, outbox->memory);
    if (lane->batch) {
        pb_outbox_count_pending(outbox);
        return PB_OK;
    }
    pb_outbox_put_back(lane, &(struct pb_batch){.writes = writes, .count = count});
    pb_memory_free(outbox->memory, writes);
    return PB_E_no_memory;
}

static void start_batch(struct pb_outbox_lane *lane)
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

int pb_outbox_is_due(const struct pb_outbox_lane *lane, int64_t now_ms)
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

void pb_outbox_update(struct pb_outbox *outbox, int64_t now_ms)
{
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++)
        if (pb_outbox_is_due(&outbox->lanes[kind], now_ms))
            start_batch(&outbox->lanes[kind]);
}

void pb_outbox_close(struct pb_outbox *outbox)
{
    for (struct pb_outbox_lane *lane = outbox->lanes; lane < outbox->lanes + PB_WRITE_KINDS; lane++) {
        size_t count = lane->pending.count;
        int error = PB_OK;

        if (count == 0 || !kinds[lane->kind].is_journalled)
            continue;
        if (outbox->journal && (error = take_batch(lane, count)) == PB_OK) {
            error = pb_batch_keep(lane->batch);
            pb_batch_free(lane->batch);
            lane->batch = NULL;
        }
        if (error || !outbox->journal)
            PB_LOG(outbox->log, SESSION, ERROR, 0, "%zu changes that the database did not take are lost: %s",
                   count, outbox->journal ? pb_error_text(error) : "Playerbot.Journal.File is not set");
        else
            PB_LOG(outbox->log, SESSION, WARN, 0,
                   "%zu changes that the database did not take are in the journal %s; the next start sends "
                   "them",
                   count, outbox->options.journal);
    }
}
