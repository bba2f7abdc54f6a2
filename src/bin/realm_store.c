#include "bin/realm_store.h"
#include "base/rng.h"
#include "bin/realm_row.h"
#include "db/call_realm.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

enum {
    CREATE_ROWS = 500,
    SAVE_ROWS = 250,
    RETRY_MS = 2000,
    /* Parts of a character that are read one by one. */
    LOAD_PARTS = 4,
    MAX_CHARACTERS = 50
};

/* A character that is being made. */
struct birth {
    struct birth *prev, *next;
    struct pb_realm_character character;
    uint32_t request;
};

/* One call under way with several characters in it. */
struct batch {
    struct pb_realm_keeper *keeper;
    struct birth *births;
    struct pb_realm_row *rows;
    uint64_t request_id;
};

/* A list or a character that is being read. */
struct reading {
    struct pb_realm_keeper *keeper;
    struct reading *prev, *next; /* in the list of answers */
    struct pb_realm_answer answer;
    struct pb_realm_character characters[MAX_CHARACTERS];
    struct pb_item_stack items[PB_INVENTORY_SLOTS];
    struct pb_quest_progress quests[PB_QUEST_LOG_SIZE];
    uint32_t *rewarded;
    uint64_t fence;
    unsigned waiting; /* parts that were asked for */
};

struct pb_realm_keeper {
    pb_handle *handle;
    struct pb_realm_store store;
    struct birth *births;
    unsigned birth_count, calls;    /* calls: of writing, under way */
    struct pb_realm_row *rows;      /* that wait, by guid */
    struct reading *answers, *told; /* told: lent to the realm until the next poll */
    struct reading *readings;
    int64_t due_ms;
    int is_saving;
};

static uint64_t agent_id(const struct pb_realm_keeper *keeper)
{
    return pb_agent_state(keeper->handle->agent)->agent_id;
}

/* ---- Answers ---- */

static struct reading *new_reading(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type,
                                   uint32_t request)
{
    struct reading *reading = calloc(1, sizeof *reading);

    if (!reading)
        return NULL;
    reading->keeper = keeper;
    reading->answer.type = type;
    reading->answer.request = request;
    reading->answer.characters = reading->characters;
    return reading;
}

static void free_reading(struct reading *reading)
{
    if (!reading)
        return;
    free(reading->rewarded);
    free(reading);
}

static void answer(struct pb_realm_keeper *keeper, struct reading *reading)
{
    DL_APPEND(keeper->answers, reading);
}

/* An answer without a character; lost without memory: the population asks again, after a login that never
 * ends. */
static void answer_plain(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type, uint32_t request,
                         int error, uint32_t account_id, uint64_t guid)
{
    struct reading *reading = new_reading(keeper, type, request);

    if (!reading) {
        PB_LOG(keeper->handle->log, REALM, ERROR, account_id, "out of memory: an answer is lost");
        return;
    }
    reading->answer.error = error;
    reading->answer.account_id = account_id;
    reading->answer.guid = guid;
    answer(keeper, reading);
}

static int poll_answer(void *user, struct pb_realm_answer *out)
{
    struct pb_realm_keeper *keeper = user;

    free_reading(keeper->told);
    keeper->told = keeper->answers;
    if (!keeper->told)
        return 0;
    DL_DELETE(keeper->answers, keeper->told);
    *out = keeper->told->answer;
    return 1;
}

/* ---- Reading ---- */

static void read_head(const struct pb_rows *rows, size_t row, struct pb_realm_character *character)
{
    *character = (struct pb_realm_character){.account_id = (uint32_t)pb_rows_u64(rows, row, 0),
                                             .guid = pb_rows_u64(rows, row, 1),
                                             .race = (uint8_t)pb_rows_u64(rows, row, 3),
                                             .character_class = (uint8_t)pb_rows_u64(rows, row, 4),
                                             .gender = (uint8_t)pb_rows_u64(rows, row, 5),
                                             .level = (uint8_t)pb_rows_u64(rows, row, 6),
                                             .experience = (uint32_t)pb_rows_u64(rows, row, 7),
                                             .money = (uint32_t)pb_rows_u64(rows, row, 8),
                                             .health = (uint32_t)pb_rows_u64(rows, row, 14)};
    snprintf(character->name, sizeof character->name, "%s", pb_rows_text(rows, row, 2, NULL));
    character->position.map = (uint16_t)pb_rows_u64(rows, row, 9);
    character->position.x = pb_realm_read_float(rows, row, 10);
    character->position.y = pb_realm_read_float(rows, row, 11);
    character->position.z = pb_realm_read_float(rows, row, 12);
    character->position.zone = (uint16_t)pb_rows_u64(rows, row, 13);
}

/* A part has come; with the last one the realm gets its answer. Returns 1 when there are rows. */
static int take_part(struct reading *reading, const struct pb_answer *given)
{
    if (given->error)
        reading->answer.error = given->error;
    return !given->error;
}

static void end_part(struct reading *reading)
{
    if (--reading->waiting)
        return;
    DL_DELETE(reading->keeper->readings, reading);
    answer(reading->keeper, reading);
}

static void on_heads(void *user, const struct pb_answer *given)
{
    struct reading *reading = user;
    size_t i;

    if (take_part(reading, given)) {
        for (i = 0; i < pb_rows_count(given->rows) && i < MAX_CHARACTERS; i++)
            read_head(given->rows, i, &reading->characters[i]);
        reading->answer.count = (uint32_t)i;
        if (reading->answer.type == PB_REALM_LOADED && i == 0)
            reading->answer.error = PB_E_unknown_character;
    }
    end_part(reading);
}

static void on_items(void *user, const struct pb_answer *given)
{
    struct reading *reading = user;
    struct pb_realm_character *character = &reading->characters[0];
    size_t i;

    if (take_part(reading, given))
        for (i = 0; i < pb_rows_count(given->rows) && i < PB_INVENTORY_SLOTS; i++)
            reading->items[i] = pb_realm_read_item(given->rows, i);
    else
        i = 0;
    character->items = reading->items;
    character->item_count = (uint32_t)i;
    character->has_items = 1;
    end_part(reading);
}

static void on_quests(void *user, const struct pb_answer *given)
{
    struct reading *reading = user;
    struct pb_realm_character *character = &reading->characters[0];
    size_t i;

    if (take_part(reading, given))
        for (i = 0; i < pb_rows_count(given->rows) && i < PB_QUEST_LOG_SIZE; i++)
            reading->quests[i] = pb_realm_read_quest(given->rows, i);
    else
        i = 0;
    character->quests = reading->quests;
    character->quest_count = (uint32_t)i;
    character->has_quests = 1;
    end_part(reading);
}

static void on_rewarded(void *user, const struct pb_answer *given)
{
    struct reading *reading = user;
    struct pb_realm_character *character = &reading->characters[0];
    size_t count = pb_rows_count(given->rows), i;

    if (take_part(reading, given) && count > 0) {
        reading->rewarded = malloc(count * sizeof *reading->rewarded);
        if (!reading->rewarded)
            reading->answer.error = PB_E_no_memory;
        for (i = 0; reading->rewarded && i < count; i++)
            reading->rewarded[i] = (uint32_t)pb_rows_u64(given->rows, i, 0);
        character->rewarded = reading->rewarded;
        character->rewarded_count = reading->rewarded ? (uint32_t)count : 0;
    }
    end_part(reading);
}

/* The heads come last: they are written over the whole character, but for the parts that came before. */
static void on_loaded_head(void *user, const struct pb_answer *given)
{
    struct reading *reading = user;
    struct pb_realm_character *character = &reading->characters[0], parts = *character;

    if (take_part(reading, given)) {
        if (pb_rows_count(given->rows)) {
            read_head(given->rows, 0, character);
            character->items = parts.items;
            character->item_count = parts.item_count;
            character->quests = parts.quests;
            character->quest_count = parts.quest_count;
            character->rewarded = parts.rewarded;
            character->rewarded_count = parts.rewarded_count;
            character->has_items = parts.has_items;
            character->has_quests = parts.has_quests;
            character->fence = reading->fence;
            reading->answer.count = 1;
        } else {
            reading->answer.error = PB_E_unknown_character;
        }
    }
    end_part(reading);
}

static int list(void *user, uint32_t request, uint32_t account_id)
{
    struct pb_realm_keeper *keeper = user;
    struct reading *reading = new_reading(keeper, PB_REALM_LISTED, request);
    const struct pb_value values[] = {PB_VALUE_U64(account_id)};
    int error;

    if (!reading)
        return PB_E_no_memory;
    reading->answer.account_id = account_id;
    reading->waiting = 1;
    error = pb_database_call(keeper->handle->database, &pb_call_realm_characters, values, 1, 0, on_heads,
                             reading);
    if (error != PB_OK) {
        free_reading(reading);
        return error;
    }
    DL_APPEND(keeper->readings, reading);
    return PB_OK;
}

static int load(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    struct pb_realm_keeper *keeper = user;
    struct reading *reading;
    const struct pb_value values[] = {PB_VALUE_U64(account_id), PB_VALUE_U64(guid)};
    static const struct pb_statement *const statements[LOAD_PARTS] = {
        &pb_call_realm_items, &pb_call_realm_quests, &pb_call_realm_rewarded, &pb_call_realm_character};
    static pb_answer_fn *const takers[LOAD_PARTS] = {on_items, on_quests, on_rewarded, on_loaded_head};
    struct pb_realm_row *waits;
    unsigned i;

    /* What is not written yet is newer than what would be read. */
    HASH_FIND(hh, keeper->rows, &guid, sizeof guid, waits);
    if (waits || keeper->is_saving)
        return PB_E_busy;
    reading = new_reading(keeper, PB_REALM_LOADED, request);
    if (!reading)
        return PB_E_no_memory;
    reading->answer.account_id = account_id;
    reading->answer.guid = guid;
    reading->fence = fence;
    DL_APPEND(keeper->readings, reading);
    reading->waiting = LOAD_PARTS;
    for (i = 0; i < LOAD_PARTS; i++)
        if (pb_database_call(keeper->handle->database, statements[i], values, 2, 0, takers[i], reading) !=
            PB_OK) {
            const struct pb_answer refused = {.error = PB_E_busy};

            takers[i](reading, &refused);
        }
    return PB_OK;
}

/* ---- Making and deleting ---- */

static int create(void *user, uint32_t request, const struct pb_realm_character *character)
{
    struct pb_realm_keeper *keeper = user;
    struct birth *birth = calloc(1, sizeof *birth);

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
    struct batch *batch = user;
    struct pb_realm_keeper *keeper = batch->keeper;
    struct birth *birth, *next;
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
        answer_plain(keeper, PB_REALM_CREATED, birth->request, error, birth->character.account_id, guid);
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
    struct batch *batch;
    struct birth *birth;
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
        const struct pb_value values[] = {PB_VALUE_U64(agent_id(keeper)), PB_VALUE_TEXT(text),
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
    answer_plain(removal->keeper, PB_REALM_REMOVED, removal->request, given->error, 0, removal->guid);
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
        const struct pb_value values[] = {PB_VALUE_U64(agent_id(keeper)), {PB_TEXT, 0, text, strlen(text)}};

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

/* Puts a row to those that wait; what waits already is older, or newer with `is_older`. */
static int keep(struct pb_realm_keeper *keeper, struct pb_realm_row *row, int is_older)
{
    struct pb_realm_row *waits;

    HASH_FIND(hh, keeper->rows, &row->guid, sizeof row->guid, waits);
    if (!waits) {
        HASH_ADD(hh, keeper->rows, guid, sizeof row->guid, row);
        return PB_OK;
    }
    if (!is_older)
        return pb_realm_row_merge(waits, row);
    HASH_DEL(keeper->rows, waits);
    if (pb_realm_row_merge(row, waits) != PB_OK) {
        HASH_ADD(hh, keeper->rows, guid, sizeof waits->guid, waits);
        return PB_E_no_memory;
    }
    HASH_ADD(hh, keeper->rows, guid, sizeof row->guid, row);
    return PB_OK;
}

static int save(void *user, const struct pb_realm_character *character)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_row *row = pb_realm_row_new(character);

    if (!row)
        return PB_E_no_memory;
    if (keep(keeper, row, 0) == PB_OK)
        return PB_OK;
    pb_realm_row_free(row);
    return PB_E_no_memory;
}

static int is_saved(void *user)
{
    const struct pb_realm_keeper *keeper = user;

    return !keeper->rows && !keeper->is_saving;
}

static void on_saved(void *user, const struct pb_answer *given)
{
    struct batch *batch = user;
    struct pb_realm_keeper *keeper = batch->keeper;
    struct pb_realm_row *row, *next;
    unsigned stale = 0;
    size_t i;

    keeper->calls--;
    keeper->is_saving = 0;
    /* Refused for good (its registration has ended, or a row is bad): written by nobody any more. */
    if (given->error && given->error != PB_E_no_database && given->error != PB_E_timeout &&
        given->error != PB_E_busy && given->error != PB_E_outcome_unknown && given->error != PB_E_database)
        PB_LOG(keeper->handle->log, REALM, WARN, 0, "%u characters were not kept: %s",
               HASH_COUNT(batch->rows), given->message);
    else if (given->error)
        keeper->due_ms = pb_database_now_ms(keeper->handle->database) + RETRY_MS;
    for (i = 0; !given->error && i < pb_rows_count(given->rows); i++)
        stale += strcmp(pb_rows_text(given->rows, i, 2, NULL), "applied") != 0;
    if (stale)
        PB_LOG(keeper->handle->log, REALM, WARN, 0,
               "%u characters were not kept: their accounts are no longer held", stale);
    HASH_ITER(hh, batch->rows, row, next)
    {
        HASH_DEL(batch->rows, row);
        if (!given->error || keeper->due_ms <= pb_database_now_ms(keeper->handle->database) ||
            keep(keeper, row, 1) != PB_OK)
            pb_realm_row_free(row);
    }
    free(batch);
}

static void send_rows(struct pb_realm_keeper *keeper)
{
    struct batch *batch;
    struct pb_realm_row *row, *next;
    char *text = NULL;
    size_t length = 0;
    FILE *stream;
    unsigned count = 0;
    int error = PB_E_no_memory;

    if (!keeper->rows || keeper->is_saving || !(batch = calloc(1, sizeof *batch)))
        return;
    if (!(stream = open_memstream(&text, &length))) {
        free(batch);
        return;
    }
    batch->keeper = keeper;
    HASH_ITER(hh, keeper->rows, row, next)
    {
        if (count == SAVE_ROWS)
            break;
        putc(count++ ? ',' : '[', stream);
        pb_realm_row_write(row, stream);
        HASH_DEL(keeper->rows, row);
        HASH_ADD(hh, batch->rows, guid, sizeof row->guid, row);
    }
    putc(']', stream);
    if (fclose(stream) == 0) {
        const struct pb_value values[] = {PB_VALUE_U64(agent_id(keeper)), PB_VALUE_TEXT(text)};

        error = pb_database_call(keeper->handle->database, &pb_call_realm_save_characters, values, 2, 0,
                                 on_saved, batch);
    }
    free(text);
    keeper->calls++;
    keeper->is_saving = 1;
    if (error != PB_OK) {
        const struct pb_answer refused = {.error = PB_E_busy, .message = ""};

        on_saved(batch, &refused);
    }
}

/* ---- The whole ---- */

void pb_realm_keeper_update(struct pb_realm_keeper *keeper)
{
    int64_t now_ms = pb_database_now_ms(keeper->handle->database);

    if (!agent_id(keeper) || now_ms < keeper->due_ms)
        return;
    send_births(keeper);
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
                                            .list = list,
                                            .load = load,
                                            .save = save,
                                            .is_saved = is_saved,
                                            .poll = poll_answer};
    *out = keeper;
    return PB_OK;
}

void pb_realm_keeper_free(struct pb_realm_keeper *keeper)
{
    struct pb_realm_row *row, *next;
    struct birth *birth, *next_birth;
    struct reading *reading, *next_reading;

    if (!keeper)
        return;
    HASH_ITER(hh, keeper->rows, row, next)
    {
        HASH_DEL(keeper->rows, row);
        pb_realm_row_free(row);
    }
    DL_FOREACH_SAFE(keeper->births, birth, next_birth)
    free(birth);
    DL_FOREACH_SAFE(keeper->answers, reading, next_reading)
    free_reading(reading);
    DL_FOREACH_SAFE(keeper->readings, reading, next_reading)
    free_reading(reading);
    free_reading(keeper->told);
    free(keeper);
}
