/* Loot: tables with references become flat lines for each creature. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 8, MAX_LINES = 4096 };

/* A table is a run of rows with the same entry, of references or not. */
struct tables {
    const struct pb_loot_row *rows;
    uint32_t count;
};

/* Lines of the table that is being made flat. */
struct flat {
    struct pb_loot_line *lines;
    uint32_t count;
    unsigned next_group;
    int is_full;
};

static int by_table(const void *a, const void *b)
{
    const struct pb_loot_row *x = a, *y = b;

    if (x->is_reference != y->is_reference)
        return x->is_reference < y->is_reference ? -1 : 1;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static struct pb_run find_table(const struct tables *tables, uint32_t entry, int is_reference)
{
    struct pb_loot_row key = {.entry = entry, .is_reference = (uint8_t)is_reference};
    uint32_t low = 0, high = tables->count;
    struct pb_run run;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (by_table(&tables->rows[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    run = (struct pb_run){low, 0};
    while (low + run.count < tables->count && tables->rows[low + run.count].entry == entry &&
           tables->rows[low + run.count].is_reference == is_reference)
        run.count++;
    return run;
}

/* NULL for a good row. */
static const char *judge(const struct pb_content *content, const struct pb_loot_row *row)
{
    if (!(row->chance >= 0 && row->chance <= 100))
        return "its chance is not 0 to 100";
    if (!row->count_min || row->count_min > row->count_max)
        return "its counts are no range";
    if (row->chance <= 0 && !row->group)
        return "its chance is 0 and it is in no group";
    if (!row->reference && pb_content_find_item(content, row->item) == PB_NO_INDEX)
        return "its item is unknown or left out";
    return NULL;
}

/* Chance of each row of a group whose chance is 0: what the others leave, in equal parts. */
static float share_of_rest(const struct pb_loot_row *rows, uint32_t count, uint8_t group)
{
    float sum = 0;
    uint32_t i, open = 0;

    for (i = 0; i < count; i++)
        if (rows[i].group == group) {
            sum += rows[i].chance;
            open += rows[i].chance <= 0;
        }
    return open && sum < 100 ? (100 - sum) / (float)open : 0;
}

static void flatten(struct pb_content_builder *builder, const struct pb_content *content,
                    const struct tables *tables, uint32_t entry, int is_reference, float scale,
                    unsigned depth, struct flat *flat)
{
    struct pb_run run = find_table(tables, entry, is_reference);
    const struct pb_loot_row *rows = tables->rows + run.first;
    uint8_t groups[256] = {0}; /* this table's to the flat one's, from 1 */
    uint32_t i;

    if (depth > MAX_DEPTH) {
        pb_content_leave_out(builder, "loot", entry, "its references go in a circle or too deep");
        return;
    }
    if (!run.count) {
        pb_content_leave_out(builder, "loot", entry, "no such %stable", is_reference ? "reference " : "");
        return;
    }
    for (i = 0; i < run.count; i++) {
        const struct pb_loot_row *row = &rows[i];
        float chance = row->chance > 0 ? row->chance : share_of_rest(rows, run.count, row->group);

        if (row->reference) {
            flatten(builder, content, tables, row->reference, 1, scale * chance / 100, depth + 1, flat);
            continue;
        }
        if (flat->count == MAX_LINES) {
            flat->is_full = 1;
            return;
        }
        if (row->group && !groups[row->group])
            groups[row->group] = (uint8_t)(flat->next_group < 255 ? ++flat->next_group : 255);
        flat->lines[flat->count++] = (struct pb_loot_line){.item = pb_content_find_item(content, row->item),
                                                           .chance = chance * scale,
                                                           .count_min = row->count_min,
                                                           .count_max = row->count_max,
                                                           .group = groups[row->group],
                                                           .is_quest_only = row->is_quest_only};
    }
}

/* Leaves out bad rows; the groups of a table must not promise more than everything. */
static void sift(struct pb_content_builder *builder, struct pb_content *content)
{
    struct pb_loot_row *rows = builder->loot.rows;
    uint32_t i, kept = 0;
    float sum = 0;

    if (builder->loot.count)
        qsort(rows, builder->loot.count, sizeof *rows, by_table);
    for (i = 0; i < builder->loot.count; i++) {
        const char *what = judge(content, &rows[i]);
        int is_same_group = kept && rows[kept - 1].entry == rows[i].entry &&
                            rows[kept - 1].group == rows[i].group &&
                            rows[kept - 1].is_reference == rows[i].is_reference;

        sum = is_same_group ? sum : 0;
        /* A little more is rounding. */
        if (!what && rows[i].group && sum + rows[i].chance > 100.5f)
            what = "its group's chances are above 100 together";
        if (what) {
            pb_content_leave_out(builder, "loot", rows[i].entry, "item %u: %s", rows[i].item, what);
            continue;
        }
        sum += rows[i].chance;
        rows[kept++] = rows[i];
    }
    builder->loot.count = kept;
}

static int append(struct pb_content *content, const struct flat *flat)
{
    struct pb_loot_line *bigger = pb_memory_resize(&content->memory, content->loot,
                                                   (content->loot_count + flat->count) * sizeof *bigger);

    if (!bigger)
        return PB_E_no_memory;
    content->loot = bigger;
    memcpy(content->loot + content->loot_count, flat->lines, flat->count * sizeof *bigger);
    content->loot_count += flat->count;
    return PB_OK;
}

/* Who drops what, the most likely first for each item. */
struct drop {
    uint32_t item, creature;
    float chance;
};

static int by_drop(const void *a, const void *b)
{
    const struct drop *x = a, *y = b;

    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    if (x->chance > y->chance || x->chance < y->chance)
        return x->chance > y->chance ? -1 : 1;
    return x->creature < y->creature ? -1 : x->creature > y->creature;
}

static int relate_drops(struct pb_content *content)
{
    uint32_t count = 0, i, k;
    struct drop *drops;
    struct pb_relation_pair *pairs;
    int error = PB_E_no_memory;

    for (i = 0; i < content->creature_count; i++)
        count += content->loot_of[i].count;
    drops = pb_memory_new(&content->memory, count, sizeof *drops);
    pairs = pb_memory_new(&content->memory, count, sizeof *pairs);
    if (drops && pairs) {
        count = 0;
        for (i = 0; i < content->creature_count; i++)
            for (k = 0; k < content->loot_of[i].count; k++) {
                const struct pb_loot_line *line = &content->loot[content->loot_of[i].first + k];

                drops[count++] = (struct drop){line->item, i, line->chance};
            }
        if (count)
            qsort(drops, count, sizeof *drops, by_drop);
        for (i = 0; i < count; i++)
            pairs[i] = (struct pb_relation_pair){drops[i].item, drops[i].creature};
        error = pb_relation_make(&content->droppers_of, &content->memory, content->item_count, pairs, count);
    }
    pb_memory_free(&content->memory, drops);
    pb_memory_free(&content->memory, pairs);
    return error;
}

int pb_content_take_loot(struct pb_content_builder *builder, struct pb_content *content)
{
    struct tables tables;
    struct flat flat = {.lines = pb_memory_new(&content->memory, MAX_LINES, sizeof *flat.lines)};
    struct pb_map *known = NULL; /* loot id to creature + 1 that has its lines */
    uint32_t i, owner;
    int error = PB_E_no_memory;

    content->loot_of = pb_memory_new(&content->memory, content->creature_count, sizeof *content->loot_of);
    if (!flat.lines || !content->loot_of || pb_map_new(&known, &content->memory) != PB_OK)
        goto out;
    sift(builder, content);
    tables = (struct tables){builder->loot.rows, builder->loot.count};
    error = PB_OK;
    for (i = 0; i < content->creature_count && error == PB_OK; i++) {
        uint32_t loot_id = content->creatures[i].loot_id;

        if (!loot_id)
            continue;
        owner = pb_map_get(known, loot_id);
        if (owner) {
            content->loot_of[i] = content->loot_of[owner - 1];
            continue;
        }
        flat.count = flat.next_group = 0;
        flatten(builder, content, &tables, loot_id, 0, 1, 0, &flat);
        content->loot_of[i] = (struct pb_run){content->loot_count, flat.count};
        error = append(content, &flat);
        if (error == PB_OK)
            error = pb_map_set(known, loot_id, i + 1);
    }
    if (flat.is_full)
        pb_content_leave_out(builder, "loot", 0, "a table has more than %d lines", MAX_LINES);
    if (error == PB_OK)
        error = relate_drops(content);
out:
    pb_map_free(known);
    pb_memory_free(&content->memory, flat.lines);
    return error;
}
