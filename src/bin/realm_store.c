#include "bin/realm_store.h"
#include "base/rng.h"
#include "bin/realm_keeper.h"
#include "db/call_realm.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CREATE_ROWS = 500, SAVE_ROWS = 250 };

uint64_t pb_realm_keeper_agent(const struct pb_realm_keeper *keeper)
{
    return pb_agent_state(keeper->handle->agent)->agent_id;
}

/* ---- Making and deleting ---- */

static int create(void *user, uint32_t request, const struct pb_realm_character *character)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_birth *birth = calloc(1, sizeof *birth);

    if (!birth)
        return PB_E_no_memory;
    birth->character = *character;
    birth->request = request;
    DL_APPEND(keeper->births, birth);
    keeper->birth_count++;
    return PB_OK;
}

static int error_of(const char *outcome)
{
    return strcmp(outcome, "created") == 0         ? PB_OK
           : strcmp(outcome, "limit_reached") == 0 ? PB_E_limit_reached
           : strcmp(outcome, "name_taken") == 0    ? PB_E_name_taken
           : strcmp(outcome, "not_holder") == 0    ? PB_E_not_holder
                                                   : PB_E_bad_argument;
}

static void on_created(void *user, const struct pb_answer *given)
{
    struct pb_realm_batch *batch = user;
    struct pb_realm_keeper *keeper = batch->keeper;
    struct pb_realm_birth *birth, *next;
    size_t row = 0;

    keeper->calls--;
    if (given->error && given->error != PB_E_stopped)
        PB_LOG(keeper->handle->log, REALM, WARN, 0, "characters could not be made: %s (%s)",
               pb_error_text(given->error), given->message);
    DL_FOREACH_SAFE(batch->births, birth, next)
    {
        int error = given->error;
        uint64_t guid = 0;

        if (!error && row < pb_rows_count(given->rows)) {
            guid = pb_rows_u64(given->rows, row, 1);
            error = error_of(pb_rows_text(given->rows, row, 2, NULL));
        } else if (!error) {
            error = PB_E_no_result;
        }
        row++;
        (void)!pb_realm_keeper_answer(keeper, PB_REALM_CREATED, birth->request, error,
                                      birth->character.account_id, guid);
        free(birth);
    }
    free(batch);
}

static void write_birth(const struct pb_realm_character *character, FILE *stream)
{
    fprintf(stream,
            "{\"account_id\":%" PRIu32 ",\"fence\":%" PRIu64
            ",\"name\":\"%s\",\"race\":%u,\"class\":%u,\"gender\":%u,"
            "\"level\":%u,\"map\":%u,\"x\":%.2f,\"y\":%.2f,\"z\":%.2f,\"zone\":%u,\"money\":%" PRIu32 "}",
            character->account_id, character->fence, character->name, character->race,
            character->character_class, character->gender, character->level, character->position.map,
            (double)character->position.x, (double)character->position.y, (double)character->position.z,
            character->position.zone, character->money);
}

/* Takes up to CREATE_ROWS of those that wait into a call. */
static void send_births(struct pb_realm_keeper *keeper)
{
    struct pb_realm_batch *batch;
    struct pb_realm_birth *birth;
    char *text = NULL;
    size_t length = 0;
    FILE *stream;
    unsigned count = 0;

    if (!keeper->births || !(batch = calloc(1, sizeof *batch)))
        return;
    if (!(stream = open_memstream(&text, &length))) {
        free(batch);
        return;
    }
    batch->keeper = keeper;
    batch->request_id = pb_rng_u64() | 1;
    putc('[', stream);
    while (count < CREATE_ROWS && (birth = keeper->births)) {
        DL_DELETE(keeper->births, birth);
        DL_APPEND(batch->births, birth);
        keeper->birth_count--;
        if (count++)
            putc(',', stream);
        write_birth(&birth->character, stream);
    }
    putc(']', stream);
    if (fclose(stream) == 0) {
        const struct pb_value values[] = {PB_VALUE_U64(pb_realm_keeper_agent(keeper)), PB_VALUE_TEXT(text),
                                          PB_VALUE_U64(batch->request_id)};

        if (pb_database_call(keeper->handle->database, &pb_call_realm_create_characters, values, 3, 0,
                             on_created, batch) == PB_OK) {
            keeper->calls++;
            free(text);
            return;
        }
    }
    free(text);
    DL_CONCAT(batch->births, keeper->births);
    keeper->births = batch->births;
    keeper->birth_count += count;
    free(batch);
}

struct removal {
    struct pb_realm_keeper *keeper;
    uint32_t request;
    uint64_t guid;
};

static void on_removed(void *user, const struct pb_answer *given)
{
    struct removal *removal = user;

    removal->keeper->calls--;
    (void)!pb_realm_keeper_answer(removal->keeper, PB_REALM_REMOVED, removal->request, given->error, 0,
                                  removal->guid);
    free(removal);
}

static int take_away(void *user, uint32_t request, uint64_t guid)
{
    struct pb_realm_keeper *keeper = user;
    struct removal *removal = calloc(1, sizeof *removal);
    char text[32];
    int error;

    if (!removal)
        return PB_E_no_memory;
    *removal = (struct removal){keeper, request, guid};
    snprintf(text, sizeof text, "[%" PRIu64 "]", guid);
    {
        const struct pb_value values[] = {PB_VALUE_U64(pb_realm_keeper_agent(keeper)),
                                          {PB_TEXT, 0, text, strlen(text)}};

        error = pb_database_call(keeper->handle->database, &pb_call_realm_delete_characters, values, 2, 0,
                                 on_removed, removal);
    }
    if (error == PB_OK)
        keeper->calls++;
    else
        free(removal);
    return error;
}

/* ---- Saving ---- */

static struct pb_realm_row *waiting(const struct pb_realm_keeper *keeper, const struct pb_realm_row *row)
{
    struct pb_realm_row *waits;

    HASH_FIND(hh, keeper->rows, &row->guid, sizeof row->guid, waits);
    return waits;
}

/* Puts a row, which was gathered, to those that wait; returns where it is now. */
struct pb_realm_row *pb_realm_keeper_keep(struct pb_realm_keeper *keeper, struct pb_realm_row *row)
{
    struct pb_realm_row *waits = waiting(keeper, row);

    if (waits) {
        pb_realm_row_merge(waits, row);
        return waits;
    }
    HASH_ADD(hh, keeper->rows, guid, sizeof row->guid, row);
    return row;
}

/* Puts back what did not go out; what waits meanwhile is newer. */
int pb_realm_keeper_put_back(struct pb_realm_keeper *keeper, struct pb_realm_row *row)
{
    struct pb_realm_row *waits = waiting(keeper, row);

    if (waits && pb_realm_row_gather(row, waits) != PB_OK)
        return PB_E_no_memory;
    if (waits) {
        HASH_DEL(keeper->rows, waits);
        pb_realm_row_merge(row, waits);
    }
    HASH_ADD(hh, keeper->rows, guid, sizeof row->guid, row);
    return PB_OK;
}

/* A row for a character, with what was rewarded to it before. */
struct pb_realm_row *pb_realm_keeper_describe(const struct pb_realm_keeper *keeper,
                                              const struct pb_realm_character *character)
{
    struct pb_realm_row *row = pb_realm_row_new(character), *waits = row ? waiting(keeper, row) : NULL;

    if (!waits || pb_realm_row_gather(waits, row) == PB_OK)
        return row;
    pb_realm_row_free(row);
    return NULL;
}

static int save(void *user, const struct pb_realm_character *character)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_row *row;

    if (keeper->undoing)
        return PB_E_busy;
    row = pb_realm_keeper_describe(keeper, character);
    if (!row)
        return PB_E_no_memory;
    (void)pb_realm_keeper_keep(keeper, row);
    return PB_OK;
}

/* How many would go together with a row, if it were kept. */
unsigned pb_realm_keeper_ring(const struct pb_realm_keeper *keeper, const struct pb_realm_row *row)
{
    const struct pb_realm_row *waits = waiting(keeper, row);

    return waits ? pb_realm_row_ring(waits) : 1;
}

static int save_together(void *user, const struct pb_realm_character both[2])
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_row *rows[2];
    int error;

    if (keeper->undoing)
        return PB_E_busy;
    rows[0] = pb_realm_keeper_describe(keeper, &both[0]);
    rows[1] = pb_realm_keeper_describe(keeper, &both[1]);
    error = rows[0] && rows[1] ? PB_OK : PB_E_no_memory;
    /* One call takes so many; who trades on waits for it. */
    if (error == PB_OK &&
        pb_realm_keeper_ring(keeper, rows[0]) + pb_realm_keeper_ring(keeper, rows[1]) > PB_REALM_RING_ROWS)
        error = PB_E_busy;
    if (error != PB_OK) {
        pb_realm_row_free(rows[0]);
        pb_realm_row_free(rows[1]);
        return error;
    }
    rows[0] = pb_realm_keeper_keep(keeper, rows[0]);
    rows[1] = pb_realm_keeper_keep(keeper, rows[1]);
    pb_realm_row_join(rows[0], rows[1]);
    return PB_OK;
}

static int is_saved(void *user)
{
    const struct pb_realm_keeper *keeper = user;

    return !keeper->rows && !keeper->saving && !keeper->market.is_any;
}

int pb_realm_keeper_may_pass(int error)
{
    return error == PB_E_no_database || error == PB_E_timeout || error == PB_E_busy ||
           error == PB_E_outcome_unknown || error == PB_E_database || error == PB_E_agent_fenced;
}

/* Characters that wait. */
static void forget_rows(struct pb_realm_keeper *keeper)
{
    struct pb_realm_row *row, *next;

    HASH_ITER(hh, keeper->rows, row, next)
    {
        HASH_DEL(keeper->rows, row);
        pb_realm_row_free(row);
    }
}

void pb_realm_keeper_undo(struct pb_realm_keeper *keeper)
{
    forget_rows(keeper);
    pb_realm_keeper_forget_market(keeper);
    keeper->undoing = PB_REALM_TO_UNDO;
}

static void on_saved(void *user, const struct pb_answer *given)
{
    struct pb_realm_batch *batch = user;
    struct pb_realm_keeper *keeper = batch->keeper;
    struct pb_realm_row *row, *next;
    unsigned stale = 0, undone = 0;
    size_t i;

    keeper->calls--;
    keeper->saving = NULL;
    /* Refused for good (a row is bad): written by nobody any more. */
    if (given->error && !pb_realm_keeper_may_pass(given->error))
        PB_LOG(keeper->handle->log, REALM, WARN, 0, "%u characters were not kept: %s",
               HASH_COUNT(batch->rows), given->message);
    else if (given->error)
        keeper->due_ms = pb_database_now_ms(keeper->handle->database) + PB_REALM_RETRY_MS;
    for (i = 0; !given->error && i < pb_rows_count(given->rows); i++) {
        const char *outcome = pb_rows_text(given->rows, i, 2, NULL);

        stale += strcmp(outcome, "applied") != 0;
        undone += strcmp(outcome, "undone") == 0;
    }
    if (stale)
        PB_LOG(keeper->handle->log, REALM, WARN, 0,
               "%u characters were not kept: their accounts are no longer held, or their guids are too "
               "large; %u of them since they had traded with those",
               stale, undone);
    HASH_ITER(hh, batch->rows, row, next)
    {
        HASH_DEL(batch->rows, row);
        if (!given->error || keeper->due_ms <= pb_database_now_ms(keeper->handle->database) ||
            pb_realm_keeper_put_back(keeper, row) != PB_OK)
            pb_realm_row_free(row);
    }
    free(batch);
    if (undone)
        pb_realm_keeper_undo(keeper);
}

/* Writes the first that waits, with all who go with it; returns how many there are now. */
static unsigned take_ring(struct pb_realm_keeper *keeper, struct pb_realm_batch *batch, unsigned count,
                          FILE *stream)
{
    struct pb_realm_row *first = keeper->rows, *row = first;
    int64_t part = row->with == row ? -1 : (int64_t)count;

    do {
        putc(count++ ? ',' : '[', stream);
        pb_realm_row_write(row, part, stream);
        HASH_DEL(keeper->rows, row);
        HASH_ADD(hh, batch->rows, guid, sizeof row->guid, row);
        row = row->with;
    } while (row != first);
    return count;
}

static void send_rows(struct pb_realm_keeper *keeper)
{
    struct pb_realm_batch *batch;
    char *text = NULL;
    size_t length = 0;
    FILE *stream;
    unsigned count = 0;
    int error = PB_E_no_memory;

    if (!keeper->rows || keeper->saving || !(batch = calloc(1, sizeof *batch)))
        return;
    if (!(stream = open_memstream(&text, &length))) {
        free(batch);
        return;
    }
    batch->keeper = keeper;
    while (keeper->rows && count < SAVE_ROWS)
        count = take_ring(keeper, batch, count, stream);
    putc(']', stream);
    if (fclose(stream) == 0) {
        const struct pb_value values[] = {PB_VALUE_U64(pb_realm_keeper_agent(keeper)), PB_VALUE_TEXT(text)};

        error = pb_database_call(keeper->handle->database, &pb_call_realm_save_characters, values, 2, 0,
                                 on_saved, batch);
    }
    free(text);
    keeper->calls++;
    keeper->saving = batch;
    if (error != PB_OK) {
        const struct pb_answer refused = {.error = PB_E_busy, .message = ""};

        on_saved(batch, &refused);
    }
}

/* ---- The whole ---- */

/* All bots have left and are kept. What people do in the last moments would come after the registration's
 * end: the next process has the houses as they were then. */
static int is_leaving(const struct pb_realm_keeper *keeper)
{
    enum pb_agent_phase phase = pb_agent_state(keeper->handle->agent)->phase;

    return phase == PB_AGENT_STOPPING || phase == PB_AGENT_STOPPED;
}

void pb_realm_keeper_update(struct pb_realm_keeper *keeper)
{
    int64_t now_ms = pb_database_now_ms(keeper->handle->database);

    if (keeper->undoing == PB_REALM_TO_UNDO &&
        pb_realm_keeper_answer(keeper, PB_REALM_UNDONE, 0, PB_OK, 0, 0) == PB_OK)
        keeper->undoing = PB_REALM_IS_TOLD;
    if (!pb_realm_keeper_agent(keeper) || is_leaving(keeper) || now_ms < keeper->due_ms)
        return;
    send_births(keeper);
    pb_realm_keeper_open_market(keeper);
    /* Who goes with the market goes first, and all of them. */
    if (!pb_realm_keeper_send_market(keeper))
        send_rows(keeper);
}

const struct pb_realm_store *pb_realm_keeper_store(struct pb_realm_keeper *keeper)
{
    return &keeper->store;
}

int pb_realm_keeper_new(struct pb_realm_keeper **out, pb_handle *handle)
{
    struct pb_realm_keeper *keeper = calloc(1, sizeof *keeper);

    if (!keeper)
        return PB_E_no_memory;
    keeper->handle = handle;
    keeper->store = (struct pb_realm_store){.user = keeper,
                                            .create = create,
                                            .remove = take_away,
                                            .list = pb_realm_keeper_list,
                                            .load = pb_realm_keeper_load,
                                            .save = save,
                                            .save_together = save_together,
                                            .is_saved = is_saved,
                                            .poll = pb_realm_keeper_poll};
    pb_realm_keeper_offer_market(keeper);
    *out = keeper;
    return PB_OK;
}

void pb_realm_keeper_free(struct pb_realm_keeper *keeper)
{
    struct pb_realm_birth *birth, *next_birth;
    struct pb_realm_reading *reading, *next_reading;

    if (!keeper)
        return;
    forget_rows(keeper);
    DL_FOREACH_SAFE(keeper->births, birth, next_birth)
    free(birth);
    DL_FOREACH_SAFE(keeper->answers, reading, next_reading)
    pb_realm_reading_free(reading);
    DL_FOREACH_SAFE(keeper->readings, reading, next_reading)
    pb_realm_reading_free(reading);
    pb_realm_reading_free(keeper->told);
    pb_realm_keeper_free_market(keeper);
    free(keeper);
}
