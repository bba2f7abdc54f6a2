#include "session/batch.h"
#include "base/error.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 4 << 20 };

struct pb_batch *pb_batch_new(enum pb_write_kind kind, struct pb_write *writes, size_t count,
                              struct pb_journal *journal, const struct pb_memory *memory)
{
    struct pb_batch *batch = pb_memory_new(memory, 1, sizeof *batch);

    if (!batch)
        return NULL;
    batch->memory = memory;
    batch->kind = kind;
    batch->journal = journal;
    if (count > 0 && !(batch->is_rejected = pb_memory_new(memory, count, 1))) {
        pb_memory_free(memory, batch);
        return NULL;
    }
    batch->writes = writes;
    batch->count = count;
    return batch;
}

void pb_batch_free(struct pb_batch *batch)
{
    if (!batch)
        return;
    for (size_t i = 0; batch->writes && i < batch->count; i++)
        pb_write_clear(&batch->writes[i], batch->memory);
    pb_memory_free(batch->memory, batch->writes);
    if (batch->stream)
        fclose(batch->stream);
    free(batch->json);
    pb_memory_free(batch->memory, batch->is_rejected);
    pb_memory_free(batch->memory, batch);
}

/* Writes one row to the array that is being made. */
static int add_row(struct pb_batch *batch, const char *row, size_t length)
{
    if (!batch->stream && !(batch->stream = open_memstream(&batch->json, &batch->json_length)))
        return PB_E_no_memory;
    return putc(batch->count++ ? ',' : '[', batch->stream) == EOF ||
                   fwrite(row, 1, length, batch->stream) != length
               ? PB_E_no_memory
               : PB_OK;
}

static int end_rows(struct pb_batch *batch)
{
    FILE *stream = batch->stream;

    batch->stream = NULL;
    return stream && putc(']', stream) != EOF && fclose(stream) == 0 ? PB_OK : PB_E_no_memory;
}

int pb_batch_encode(void *user)
{
    struct pb_batch *batch = user;
    size_t count = batch->count;
    int error = PB_OK;

    batch->count = 0;
    for (size_t i = 0; !error && i < count; i++) {
        char *row = pb_write_encode(batch->kind, &batch->writes[i]);

        error = row ? add_row(batch, row, strlen(row)) : PB_E_no_memory;
        free(row);
    }
    batch->count = count;
    return error ? error : end_rows(batch);
}

int pb_batch_keep(void *user)
{
    struct pb_batch *batch = user;
    int error = PB_OK;

    for (size_t i = 0; !error && i < batch->count; i++) {
        char *row = pb_write_encode(batch->kind, &batch->writes[i]);

        error = row ? pb_journal_append(batch->journal, batch->kind, row, strlen(row)) : PB_E_no_memory;
        free(row);
    }
    if (error) {
        pb_journal_rollback(batch->journal);
        return error;
    }
    return pb_journal_sync(batch->journal);
}

/* The journal holds records of one kind; those of another are from a version that is not this one. */
static int add_record(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct pb_batch *batch = user;

    return kind == batch->kind ? add_row(batch, text, length)
                               : pb_journal_reject(batch->journal, text, length);
}

int pb_batch_read_journal(void *user)
{
    struct pb_batch *batch = user;
    int error;

    batch->is_from_journal = 1;
    if ((error = pb_journal_read(batch->journal, READ_BYTES, add_record, batch)) != PB_OK)
        return error;
    if (batch->count == 0)
        return pb_batch_advance(batch);
    if (!(batch->is_rejected = pb_memory_new(batch->memory, batch->count, 1)))
        return PB_E_no_memory;
    return end_rows(batch);
}

int pb_batch_reject(void *user)
{
    struct pb_batch *batch = user;
    json_t *rows = json_loads(batch->json, 0, NULL);
    int error = rows ? PB_OK : PB_E_no_memory;

    for (size_t i = 0; !error && i < batch->count; i++) {
        char *row = batch->is_rejected[i] ? json_dumps(json_array_get(rows, i), JSON_COMPACT) : NULL;

        if (batch->is_rejected[i])
            error = row ? pb_journal_reject(batch->journal, row, strlen(row)) : PB_E_no_memory;
        free(row);
    }
    json_decref(rows);
    return error;
}

int pb_batch_advance(void *user)
{
    struct pb_batch *batch = user;
    int error = batch->rejected_count ? pb_batch_reject(batch) : PB_OK;

    error = error ? error : pb_journal_advance(batch->journal);
    batch->has_more = pb_journal_bytes(batch->journal) > 0;
    return error;
}
