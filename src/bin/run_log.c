#include "bin/run_log.h"
#include "ai/mind.h"
#include "market/market_tape.h"
#include "realm/realm.h"
#include <errno.h>
#include <string.h>

/* Who may read it: the same version, with the same structs and kinds of records. */
static void write_writer(char *text, size_t size)
{
    snprintf(text, size, "playerbotd " PB_VERSION ", kinds %d, structs %zu %zu %zu %zu %zu %zu %zu %zu",
             PB_RECORD_KINDS, sizeof(struct pb_item_template), sizeof(struct pb_creature_template),
             sizeof(struct pb_quest_template), sizeof(struct pb_realm_character),
             sizeof(struct pb_quest_progress), sizeof(struct pb_mind_settings), sizeof(struct pb_world_order),
             sizeof(struct pb_market_input));
}

int pb_run_log_open(struct pb_run_log *log, const char *path, int is_replay, char *text, size_t size)
{
    char writer[160];
    int error;

    memset(log, 0, sizeof *log);
    log->file = fopen(path, is_replay ? "rb" : "wb");
    if (!log->file) {
        snprintf(text, size, "%s", strerror(errno));
        return PB_E_io;
    }
    write_writer(writer, sizeof writer);
    error = pb_recording_new(&log->recording, log->file, is_replay, writer, text, size);
    if (error == PB_E_no_memory)
        snprintf(text, size, "out of memory");
    if (error != PB_OK)
        pb_run_log_close(log);
    else
        pb_trace_begin(&log->trace, log->recording);
    return error;
}

int pb_run_log_flush(struct pb_run_log *log)
{
    if (log->is_broken || pb_recording_flush(log->recording) == PB_OK)
        return PB_OK;
    log->is_broken = 1;
    return PB_E_io;
}

int pb_run_log_finish(struct pb_run_log *log)
{
    return pb_recording_finish(log->recording);
}

void pb_run_log_close(struct pb_run_log *log)
{
    pb_recording_free(log->recording);
    log->recording = NULL;
    if (log->file)
        fclose(log->file);
    log->file = NULL;
}
