/* Reading: lists and characters for the realm, part by part. */
#include "base/error.h"
#include "bin/realm_keeper.h"
#include "db/call_realm.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Parts of a character that are read one by one. */
enum { LOAD_PARTS = 5 };

/* ---- Answers ---- */

struct pb_realm_reading *pb_realm_reading_new(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type,
                                              uint32_t request)
{
    struct pb_realm_reading *reading = calloc(1, sizeof *reading);

    if (!reading)
        return NULL;
    reading->keeper = keeper;
    reading->answer.type = type;
    reading->answer.request = request;
    reading->answer.characters = &reading->character;
    return reading;
}

void pb_realm_reading_free(struct pb_realm_reading *reading)
{
    if (!reading)
        return;
    free(reading->listed);
    free(reading->items);
    free(reading->quests);
    free(reading->rewarded);
    free(reading->auctions);
    free(reading->letters);
    free(reading);
}

static void answer(struct pb_realm_keeper *keeper, struct pb_realm_reading *reading)
{
    DL_APPEND(keeper->answers, reading);
}

int pb_realm_keeper_answer(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type, uint32_t request,
                           int error, uint32_t account_id, uint64_t guid)
{
    struct pb_realm_reading *reading = pb_realm_reading_new(keeper, type, request);

    if (!reading) {
        PB_LOG(keeper->handle->log, REALM, ERROR, account_id, "out of memory: an answer is lost");
        return PB_E_no_memory;
    }
    reading->answer.error = error;
    reading->answer.account_id = account_id;
    reading->answer.guid = guid;
    answer(keeper, reading);
    return PB_OK;
}

int pb_realm_keeper_poll(void *user, struct pb_realm_answer *out)
{
    struct pb_realm_keeper *keeper = user;

    pb_realm_reading_free(keeper->told);
    keeper->told = keeper->answers;
    if (!keeper->told)
        return 0;
    DL_DELETE(keeper->answers, keeper->told);
    *out = keeper->told->answer;
    if (out->type == PB_REALM_UNDONE) {
        keeper->undoing = PB_REALM_GOES_ON;
        keeper->is_market_asked = keeper->is_market_open = 0;
    }
    return 1;
}

/* ---- Reading ---- */

/* Into a character that nothing, or another part of it, was read into. */
static void read_head(const struct pb_rows *rows, size_t row, struct pb_realm_character *character)
{
    character->account_id = (uint32_t)pb_rows_u64(rows, row, 0);
    character->guid = pb_rows_u64(rows, row, 1);
    character->race = (uint8_t)pb_rows_u64(rows, row, 3);
    character->character_class = (uint8_t)pb_rows_u64(rows, row, 4);
    character->gender = (uint8_t)pb_rows_u64(rows, row, 5);
    character->level = (uint8_t)pb_rows_u64(rows, row, 6);
    character->experience = (uint32_t)pb_rows_u64(rows, row, 7);
    character->money = (uint32_t)pb_rows_u64(rows, row, 8);
    character->health = (uint32_t)pb_rows_u64(rows, row, 14);
    snprintf(character->name, sizeof character->name, "%s", pb_rows_text(rows, row, 2, NULL));
    character->position.map = (uint16_t)pb_rows_u64(rows, row, 9);
    character->position.x = pb_realm_read_float(rows, row, 10);
    character->position.y = pb_realm_read_float(rows, row, 11);
    character->position.z = pb_realm_read_float(rows, row, 12);
    character->position.zone = (uint16_t)pb_rows_u64(rows, row, 13);
}

/* A part has come; with the last one the realm gets its answer. Returns 1 when there are rows. */
static int take_part(struct pb_realm_reading *reading, const struct pb_answer *given)
{
    if (given->error)
        reading->answer.error = given->error;
    return !given->error;
}

static void end_part(struct pb_realm_reading *reading)
{
    if (--reading->waiting)
        return;
    DL_DELETE(reading->keeper->readings, reading);
    answer(reading->keeper, reading);
}

/* Room for the rows of a part, `most` at most; NULL when there are none, or no memory for them. */
static void *make_room(struct pb_realm_reading *reading, const struct pb_answer *given, size_t most,
                       size_t size, size_t *count)
{
    void *room = NULL;

    *count = 0;
    if (!take_part(reading, given))
        return NULL;
    *count = pb_rows_count(given->rows) < most ? pb_rows_count(given->rows) : most;
    if (*count && !(room = calloc(*count, size))) {
        reading->answer.error = PB_E_no_memory;
        *count = 0;
    }
    return room;
}

static void on_heads(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    size_t count, i;

    reading->listed = make_room(reading, given, PB_REALM_READ_MOST, sizeof *reading->listed, &count);
    for (i = 0; i < count; i++)
        read_head(given->rows, i, &reading->listed[i]);
    reading->answer.characters = reading->listed;
    reading->answer.count = (uint32_t)count;
    end_part(reading);
}

static void on_items(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    struct pb_realm_character *character = &reading->character;
    size_t count, i;

    reading->items = make_room(reading, given, PB_INVENTORY_SLOTS, sizeof *reading->items, &count);
    for (i = 0; i < count; i++)
        reading->items[i] = pb_realm_read_item(given->rows, i);
    character->items = reading->items;
    character->item_count = (uint32_t)count;
    character->has_items = 1;
    end_part(reading);
}

/* Times and days begin with the answer: a daily quest of day 0 was done today. */
static void note(struct pb_realm_reading *reading, struct pb_quest_note note)
{
    struct pb_realm_character *character = &reading->character;

    character->notes = reading->notes;
    if (character->note_count < sizeof reading->notes / sizeof *reading->notes)
        reading->notes[character->note_count++] = note;
}

static void on_quests(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    struct pb_realm_character *character = &reading->character;
    size_t count, i;

    reading->quests = make_room(reading, given, PB_QUEST_LOG_SIZE, sizeof *reading->quests, &count);
    for (i = 0; i < count; i++) {
        uint32_t left_s;

        reading->quests[i] = pb_realm_read_quest(given->rows, i, &left_s);
        if (left_s)
            note(reading,
                 (struct pb_quest_note){.quest_id = reading->quests[i].quest_id, .due = left_s * 1000});
    }
    character->quests = reading->quests;
    character->quest_count = (uint32_t)count;
    character->has_quests = 1;
    end_part(reading);
}

static void on_daily(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    size_t i;

    if (take_part(reading, given))
        for (i = 0; i < pb_rows_count(given->rows); i++)
            note(reading,
                 (struct pb_quest_note){.quest_id = (uint32_t)pb_rows_u64(given->rows, i, 0), .is_daily = 1});
    end_part(reading);
}

static void on_rewarded(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    struct pb_realm_character *character = &reading->character;
    size_t count, i;

    reading->rewarded = make_room(reading, given, SIZE_MAX, sizeof *reading->rewarded, &count);
    for (i = 0; i < count; i++)
        reading->rewarded[i] = (uint32_t)pb_rows_u64(given->rows, i, 0);
    character->rewarded = reading->rewarded;
    character->rewarded_count = (uint32_t)count;
    end_part(reading);
}

/* Nothing could be kept of a character whose things have no guids that fit. */
static void check_guid(struct pb_realm_reading *reading, uint64_t fits)
{
    if (fits)
        return;
    reading->answer.error = PB_E_guid_range;
    PB_LOG(reading->keeper->handle->log, REALM, WARN, reading->answer.account_id,
           "character %" PRIu64 " stays out: %s", reading->answer.guid, pb_error_text(PB_E_guid_range));
}

static void on_loaded_head(void *user, const struct pb_answer *given)
{
    struct pb_realm_reading *reading = user;
    struct pb_realm_character *character = &reading->character;

    if (take_part(reading, given)) {
        if (pb_rows_count(given->rows)) {
            read_head(given->rows, 0, character);
            character->fence = reading->fence;
            reading->answer.count = 1;
            check_guid(reading, pb_rows_u64(given->rows, 0, 15));
        } else {
            reading->answer.error = PB_E_unknown_character;
        }
    }
    end_part(reading);
}

int pb_realm_keeper_list(void *user, uint32_t request, uint32_t account_id)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_reading *reading = pb_realm_reading_new(keeper, PB_REALM_LISTED, request);
    const struct pb_value values[] = {PB_VALUE_U64(account_id)};
    int error;

    if (!reading)
        return PB_E_no_memory;
    reading->answer.account_id = account_id;
    reading->waiting = 1;
    error = pb_database_call(keeper->handle->database, &pb_call_realm_characters, values, 1, 0, on_heads,
                             reading);
    if (error != PB_OK) {
        pb_realm_reading_free(reading);
        return error;
    }
    DL_APPEND(keeper->readings, reading);
    return PB_OK;
}

int pb_realm_keeper_load(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_reading *reading;
    const struct pb_value values[] = {PB_VALUE_U64(account_id), PB_VALUE_U64(guid)};
    static const struct pb_statement *const statements[LOAD_PARTS] = {
        &pb_call_realm_items, &pb_call_realm_quests, &pb_call_realm_daily, &pb_call_realm_rewarded,
        &pb_call_realm_character};
    static pb_answer_fn *const takers[LOAD_PARTS] = {on_items, on_quests, on_daily, on_rewarded,
                                                     on_loaded_head};
    struct pb_realm_row *waits;
    unsigned i;

    /* What is not written yet, or just now, is newer than what would be read. */
    HASH_FIND(hh, keeper->rows, &guid, sizeof guid, waits);
    if (!waits && keeper->saving)
        HASH_FIND(hh, keeper->saving->rows, &guid, sizeof guid, waits);
    if (waits || keeper->undoing)
        return PB_E_busy;
    reading = pb_realm_reading_new(keeper, PB_REALM_LOADED, request);
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
