#include "base/error.h"
#include "session/outbox_state.h"

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
        outbox->lanes[kind].retry_ms = PB_OUTBOX_RETRY_MS;
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
        struct pb_outbox_lane *lane = &outbox->lanes[kind];

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

void pb_outbox_tell(struct pb_outbox *outbox, const struct pb_write *write, int error)
{
    const struct pb_saved saved = {write->key, write->fence, write->sequence, error};

    /* Without memory nobody is told: the session stays dirty and is written again, which is harmless. */
    (void)!pb_fifo_add(&outbox->saved, &saved, sizeof saved, outbox->memory);
}

int pb_outbox_next_saved(struct pb_outbox *outbox, struct pb_saved *saved)
{
    return pb_fifo_take(&outbox->saved, saved, sizeof *saved);
}

void pb_outbox_set_full(struct pb_outbox *outbox, int is_full)
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

void pb_outbox_count_pending(struct pb_outbox *outbox)
{
    outbox->stats.pending_rows = outbox->stats.pending_bytes = 0;
    for (int kind = 0; kind < PB_WRITE_KINDS; kind++) {
        outbox->stats.pending_rows += outbox->lanes[kind].pending.count;
        outbox->stats.pending_bytes += outbox->lanes[kind].pending.bytes;
    }
}

int pb_outbox_put(struct pb_outbox *outbox, enum pb_write_kind kind, struct pb_write *write)
{
    struct pb_outbox_lane *lane = &outbox->lanes[kind];
    size_t count = lane->pending.count;
    struct pb_write lost;
    int error;

    if (outbox->stats.pending_bytes + pb_pending_size(write) > outbox->options.memory_limit) {
        outbox->stats.refused++;
        pb_outbox_set_full(outbox, 1);
        return PB_E_outbox_full;
    }
    if ((error = pb_pending_add(&lane->pending, write, 0, &lost)) != PB_OK)
        return error;
    if (!lane->due_ms)
        lane->due_ms = pb_database_now_ms(outbox->database) + outbox->options.interval_ms;
    outbox->stats.writes++;
    outbox->stats.merged += lane->pending.count == count;
    if (lost.key)
        pb_outbox_tell(outbox, &lost, PB_E_not_holder);
    pb_outbox_count_pending(outbox);
    *write = (struct pb_write){0};
    return PB_OK;
}

void pb_outbox_put_back(struct pb_outbox_lane *lane, struct pb_batch *batch)
{
    struct pb_outbox *outbox = lane->outbox;
    struct pb_write lost;

    for (size_t i = 0; batch->writes && i < batch->count; i++) {
        /* Without memory for the place that it just left, its session writes it again. */
        if (pb_pending_add(&lane->pending, &batch->writes[i], 1, &lost) != PB_OK) {
            pb_outbox_tell(outbox, &batch->writes[i], PB_E_no_memory);
            continue;
        }
        batch->writes[i] = (struct pb_write){0};
        if (lost.key)
            pb_outbox_tell(outbox, &lost, PB_E_not_holder);
    }
    pb_outbox_count_pending(outbox);
}

void pb_outbox_set_agent(struct pb_outbox *outbox, uint64_t agent_id)
{
    outbox->agent_id = agent_id;
    /* What is left from an earlier registration goes out before any account is leased anew. */
    if (agent_id)
        pb_outbox_flush(outbox);
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
    for (const struct pb_outbox_lane *lane = outbox->lanes; lane < outbox->lanes + PB_WRITE_KINDS; lane++)
        if (pb_outbox_is_journalled(lane->kind) &&
            (lane->pending.count || (lane->batch && lane->batch->writes)))
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
        if (pb_outbox_is_journalled(kind) &&
            (outbox->lanes[kind].batch || pb_outbox_is_due(&outbox->lanes[kind], INT64_MAX)))
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
