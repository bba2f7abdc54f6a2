#include "bin/realm_row.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Text that a function wrote into a stream; NULL when there is no memory. */
static char *written(const struct pb_realm_character *character,
                     void (*write)(const struct pb_realm_character *character, FILE *stream))
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    if (!stream)
        return NULL;
    write(character, stream);
    if (fclose(stream) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static void write_items(const struct pb_realm_character *character, FILE *stream)
{
    uint32_t i;

    for (i = 0; i < character->item_count; i++) {
        const struct pb_item_stack *stack = &character->items[i];

        fprintf(stream, "%s[%u,%" PRIu32 ",%u,%u,%u]", i ? "," : "", stack->slot, stack->entry, stack->count,
                stack->durability, stack->is_bound);
    }
}

/* Until a quest's time is over, in whole seconds; at least 1, since 0 would be no time. */
static uint32_t left_s(const struct pb_realm_character *character, const struct pb_quest_note *note)
{
    int32_t left_ms = (int32_t)(note->due - character->now_ms);

    return left_ms > 1000 ? (uint32_t)left_ms / 1000 : 1;
}

static void write_quests(const struct pb_realm_character *character, FILE *stream)
{
    uint32_t i;
    unsigned k;

    for (i = 0; i < character->quest_count; i++) {
        const struct pb_quest_progress *quest = &character->quests[i];

        fprintf(stream, "%s[%" PRIu32 ",%u", i ? "," : "", quest->quest_id, quest->status);
        for (k = 0; k < PB_QUEST_OBJECTIVES; k++)
            fprintf(stream, ",%u", quest->counts[k]);
        for (k = 0; k < character->note_count; k++)
            if (character->notes[k].quest_id == quest->quest_id && !character->notes[k].is_daily)
                fprintf(stream, ",%" PRIu32, left_s(character, &character->notes[k]));
        putc(']', stream);
    }
}

static void write_rewarded(const struct pb_realm_character *character, FILE *stream)
{
    uint32_t i;

    for (i = 0; i < character->rewarded_count; i++)
        fprintf(stream, "%s%" PRIu32, i ? "," : "", character->rewarded[i]);
}

/* What was done today. */
static void write_daily(const struct pb_realm_character *character, FILE *stream)
{
    const char *comma = "";
    uint32_t i;

    for (i = 0; i < character->note_count; i++)
        if (character->notes[i].is_daily && character->notes[i].due == character->day) {
            fprintf(stream, "%s%" PRIu32, comma, character->notes[i].quest_id);
            comma = ",";
        }
}

struct pb_realm_row *pb_realm_row_new(const struct pb_realm_character *character)
{
    struct pb_realm_row *row = calloc(1, sizeof *row);

    if (!row)
        return NULL;
    row->with = row;
    row->guid = character->guid;
    row->head = *character;
    if ((character->has_items && !(row->items = written(character, write_items))) ||
        (character->has_quests && (!(row->quests = written(character, write_quests)) ||
                                   !(row->daily = written(character, write_daily)))) ||
        (character->rewarded_count && !(row->rewarded = written(character, write_rewarded)))) {
        pb_realm_row_free(row);
        return NULL;
    }
    return row;
}

void pb_realm_row_free(struct pb_realm_row *row)
{
    struct pb_realm_row *before = row;

    if (!row)
        return;
    while (before->with != row)
        before = before->with;
    before->with = row->with;
    free(row->items);
    free(row->quests);
    free(row->daily);
    free(row->rewarded);
    free(row);
}

static void replace(char **old, char **newer)
{
    if (!*newer)
        return;
    free(*old);
    *old = *newer;
    *newer = NULL;
}

unsigned pb_realm_row_ring(const struct pb_realm_row *row)
{
    const struct pb_realm_row *at = row;
    unsigned count = 0;

    do {
        count++;
        at = at->with;
    } while (at != row);
    return count;
}

void pb_realm_row_join(struct pb_realm_row *row, struct pb_realm_row *other)
{
    struct pb_realm_row *at = row, *next = row->with;

    do {
        if (at == other)
            return;
        at = at->with;
    } while (at != row);
    /* Two rings become one when two of their links change places. */
    row->with = other->with;
    other->with = next;
}

int pb_realm_row_gather(const struct pb_realm_row *row, struct pb_realm_row *newer)
{
    size_t length;
    char *both;

    /* What was rewarded is only added. */
    if (!row->rewarded || !newer->rewarded)
        return PB_OK;
    length = strlen(row->rewarded) + strlen(newer->rewarded) + 2;
    both = malloc(length);
    if (!both)
        return PB_E_no_memory;
    snprintf(both, length, "%s,%s", row->rewarded, newer->rewarded);
    free(newer->rewarded);
    newer->rewarded = both;
    return PB_OK;
}

void pb_realm_row_merge(struct pb_realm_row *row, struct pb_realm_row *newer)
{
    row->head = newer->head;
    replace(&row->items, &newer->items);
    replace(&row->quests, &newer->quests);
    replace(&row->daily, &newer->daily);
    replace(&row->rewarded, &newer->rewarded);
    pb_realm_row_join(row, newer);
    pb_realm_row_free(newer);
}

void pb_realm_row_write(const struct pb_realm_row *row, int64_t part, FILE *stream)
{
    const struct pb_realm_character *head = &row->head;

    fprintf(stream,
            "{\"guid\":%" PRIu64 ",\"account_id\":%" PRIu32 ",\"fence\":%" PRIu64
            ",\"level\":%u,\"xp\":%" PRIu32 ",\"money\":%" PRIu32
            ",\"map\":%u,\"x\":%.2f,\"y\":%.2f,\"z\":%.2f,\"zone\":%u,\"health\":%" PRIu32
            ",\"is_online\":%u",
            row->guid, head->account_id, head->fence, head->level, head->experience, head->money,
            head->position.map, (double)head->position.x, (double)head->position.y, (double)head->position.z,
            head->position.zone, head->health, head->is_online);
    if (row->items)
        fprintf(stream, ",\"items\":[%s]", row->items);
    if (row->quests)
        fprintf(stream, ",\"quests\":[%s]", row->quests);
    if (row->daily)
        fprintf(stream, ",\"daily\":[%s]", row->daily);
    if (row->rewarded)
        fprintf(stream, ",\"rewarded\":[%s]", row->rewarded);
    if (part >= 0)
        fprintf(stream, ",\"part\":%" PRId64, part);
    putc('}', stream);
}
