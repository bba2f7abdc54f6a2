/* Equipment of new characters: rows of equipment_templates. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <stdlib.h>

static int by_class(const void *a, const void *b)
{
    const struct pb_equipment *one = a, *other = b;

    return one->character_class - other->character_class;
}

int pb_content_take_equipment(struct pb_content_builder *builder, struct pb_content *content)
{
    struct pb_equipment *rows = builder->equipment.rows;
    uint32_t i, unknown = 0, first_unknown = 0;

    content->equipment =
        pb_memory_new(&content->memory, builder->equipment.count, sizeof *content->equipment);
    if (!content->equipment)
        return PB_E_no_memory;
    if (builder->equipment.count)
        qsort(rows, builder->equipment.count, sizeof *rows, by_class);
    for (i = 0; i < builder->equipment.count; i++) {
        struct pb_equipment row = rows[i];
        struct pb_run *run;

        row.item = pb_content_find_item(content, rows[i].item);
        if (row.item == PB_NO_INDEX) {
            first_unknown = unknown++ ? first_unknown : rows[i].item;
            continue;
        }
        if (row.character_class >= PB_CONTENT_CLASSES || row.slot >= PB_EQUIPMENT_SLOTS) {
            pb_content_leave_out(builder, "equipment", rows[i].item, "no class %u, or no slot %u",
                                 row.character_class, row.slot);
            continue;
        }
        run = &content->equipment_of[row.character_class];
        if (!run->count++)
            run->first = content->equipment_count;
        content->equipment[content->equipment_count++] = row;
    }
    if (!unknown)
        return PB_OK;
    /* One line for all: templates of another world would hide what else is wrong. */
    builder->bad += unknown - 1;
    pb_content_leave_out(builder, "equipment", first_unknown,
                         "its item is unknown or left out, as are those of %u more rows; "
                         "CALL refresh_equipment_templates() makes them anew",
                         unknown - 1);
    return PB_OK;
}

/* Whether a row comes before the best one so far. */
static int is_better(const struct pb_equipment *row, const struct pb_equipment *best)
{
    if (!best)
        return 1;
    if (row->is_fixed != best->is_fixed)
        return row->is_fixed > best->is_fixed;
    /* One that suits is either of the own specialisation or of none. */
    if (row->specialization != best->specialization)
        return row->specialization > best->specialization;
    return row->level_min > best->level_min;
}

const struct pb_item_template *pb_content_equipment_for(const struct pb_content *content,
                                                        unsigned character_class, unsigned specialization,
                                                        unsigned level, unsigned slot)
{
    const struct pb_equipment *best = NULL;
    struct pb_run run;
    uint32_t i;

    if (character_class >= PB_CONTENT_CLASSES)
        return NULL;
    run = content->equipment_of[character_class];
    for (i = run.first; i < run.first + run.count; i++) {
        const struct pb_equipment *row = &content->equipment[i];

        if (row->slot == slot && row->level_min <= level && level <= row->level_max &&
            (!row->specialization || row->specialization == specialization) && is_better(row, best))
            best = row;
    }
    return best ? &content->items[best->item] : NULL;
}

uint32_t pb_content_equipment_count(const struct pb_content *content, unsigned character_class)
{
    return character_class < PB_CONTENT_CLASSES ? content->equipment_of[character_class].count : 0;
}
