#include "session/names.h"
#include "base/rng.h"
#include "db/call_population.h"
#include "include/playerbot_error.h"
#include <string.h>

enum {
    BATCH = 1000,
    /* So few left: time to ask. */
    LOW = 300,
    RETRY_MS = 2000
};

struct pb_names {
    struct pb_database *database;
    struct pb_log *log;
    struct pb_memory memory;
    char (*names)[13];
    unsigned count;
    uint64_t agent_id, request_id;
    int64_t due_ms;
    int is_wanted, is_out;
};

int pb_names_new(struct pb_names **out, struct pb_database *database, struct pb_log *log,
                 const struct pb_memory *memory)
{
    struct pb_names *names = pb_memory_new(memory, 1, sizeof *names);

    if (!names)
        return PB_E_no_memory;
    names->database = database;
    names->log = log;
    names->memory = *memory;
    names->names = pb_memory_new(memory, BATCH + LOW, sizeof *names->names);
    if (!names->names) {
        pb_memory_free(memory, names);
        return PB_E_no_memory;
    }
    *out = names;
    return PB_OK;
}

void pb_names_free(struct pb_names *names)
{
    struct pb_memory memory;

    if (!names)
        return;
    memory = names->memory;
    pb_memory_free(&memory, names->names);
    pb_memory_free(&memory, names);
}

int pb_names_take(struct pb_names *names, char name[13])
{
    names->is_wanted = 1;
    if (!names->count)
        return PB_E_busy;
    memcpy(name, names->names[--names->count], sizeof names->names[0]);
    return PB_OK;
}

static void on_reserved(void *user, const struct pb_answer *answer)
{
    struct pb_names *names = user;
    size_t i;

    names->is_out = 0;
    if (answer->error) {
        if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
            PB_LOG(names->log, SESSION, WARN, 0, "names: %s", answer->message);
        /* An answer that was lost is asked for again, with the same number; a refusal is not. */
        if (answer->error != PB_E_outcome_unknown && answer->error != PB_E_no_database &&
            answer->error != PB_E_timeout)
            names->request_id = 0;
        names->due_ms = pb_database_now_ms(names->database) + RETRY_MS;
        return;
    }
    names->request_id = 0;
    for (i = 0; i < pb_rows_count(answer->rows) && names->count < BATCH + LOW; i++) {
        size_t length;
        const char *text = pb_rows_text(answer->rows, i, 0, &length);

        if (length == 0 || length >= sizeof names->names[0])
            continue;
        memcpy(names->names[names->count++], text, length + 1);
    }
    if (!pb_rows_count(answer->rows))
        names->due_ms = pb_database_now_ms(names->database) + RETRY_MS;
}

void pb_names_update(struct pb_names *names, uint64_t agent_id, int64_t now_ms)
{
    if (agent_id != names->agent_id) {
        /* What an earlier registration reserved may have gone to others. */
        names->agent_id = agent_id;
        names->count = 0;
        names->request_id = 0;
    }
    if (!agent_id || !names->is_wanted || names->is_out || names->count >= LOW || now_ms < names->due_ms)
        return;
    if (!names->request_id)
        names->request_id = pb_rng_u64() | 1;
    {
        const struct pb_value values[] = {PB_VALUE_U64(agent_id), PB_VALUE_U64(BATCH),
                                          PB_VALUE_U64(names->request_id)};

        if (pb_database_call(names->database, &pb_call_reserve_names, values, 3, 0, on_reserved, names) ==
            PB_OK)
            names->is_out = 1;
        else
            names->due_ms = now_ms + RETRY_MS;
    }
}
