/* What rows must be like: items, creatures, spawns, vendors. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CREATURE_LEVEL = 83, MAX_ITEM_LEVEL = 1000, MAP_EDGE = 20000 };

void pb_content_leave_out(struct pb_content_builder *builder, const char *kind, uint32_t id,
                          const char *format, ...)
{
    char text[160];
    va_list arguments;

    builder->bad++;
    if (!builder->report)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    builder->report(builder->user, kind, id, text);
}

static int by_first_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* NULL for a good one. */
static const char *judge_item(const struct pb_item_template *item)
{
    if (!item->entry)
        return "its number is 0";
    if (item->inventory_type >= PB_TYPES)
        return "InventoryType is unknown";
    if (item->quality > 7)
        return "Quality is above 7";
    if (item->required_level > PB_MAX_LEVEL)
        return "RequiredLevel is above 80";
    if (item->item_level > MAX_ITEM_LEVEL)
        return "ItemLevel is above 1000";
    if (!item->stack_size)
        return "stackable is 0";
    if (item->stat_count > PB_ITEM_STATS)
        return "it has more than 10 stats";
    if (!(item->damage_min >= 0 && item->damage_min <= item->damage_max))
        return "its damage is no range";
    if (item->inventory_type == PB_TYPE_BAG && item->bag_slots > 36)
        return "a bag with more than 36 slots";
    return NULL;
}

static const char *judge_creature(const struct pb_creature_template *creature)
{
    if (!creature->entry)
        return "its number is 0";
    if (!creature->level_min || creature->level_min > creature->level_max ||
        creature->level_max > MAX_CREATURE_LEVEL)
        return "its levels are no range within 1 to 83";
    if (!(creature->health_modifier >= 0 && creature->damage_modifier >= 0 &&
          creature->experience_modifier >= 0))
        return "a modifier is below 0";
    if (creature->money_min > creature->money_max)
        return "mingold is above maxgold";
    return NULL;
}

/* Sorts rows by the number that they begin with, and keeps the first of each that is good; puts them into a
 * map. */
static int take(struct pb_content_builder *builder, struct pb_rows_of *rows, size_t size, const char *kind,
                const char *(*judge)(const void *row), struct pb_map *map, uint32_t *count)
{
    char *base = rows->rows;
    uint32_t kept = 0, i;

    if (rows->count)
        qsort(base, rows->count, size, by_first_number);
    for (i = 0; i < rows->count; i++) {
        uint32_t id = *(const uint32_t *)(const void *)(base + i * size);
        const char *what = judge(base + i * size);

        if (!what && kept && *(const uint32_t *)(const void *)(base + (kept - 1) * size) == id)
            what = "its number stands twice";
        if (what) {
            pb_content_leave_out(builder, kind, id, "%s", what);
            continue;
        }
        memmove(base + kept * size, base + i * size, size);
        kept++;
        if (pb_map_set(map, id, kept) != PB_OK)
            return PB_E_no_memory;
    }
    *count = kept;
    return PB_OK;
}

static const char *judge_item_row(const void *row)
{
    return judge_item(row);
}

static const char *judge_creature_row(const void *row)
{
    return judge_creature(row);
}

int pb_content_take_items(struct pb_content_builder *builder, struct pb_content *content)
{
    int error = take(builder, &builder->items, sizeof *content->items, "item", judge_item_row,
                     content->item_map, &content->item_count);

    content->items = builder->items.rows;
    builder->items.rows = NULL;
    return error;
}

int pb_content_take_creatures(struct pb_content_builder *builder, struct pb_content *content)
{
    int error = take(builder, &builder->creatures, sizeof *content->creatures, "creature", judge_creature_row,
                     content->creature_map, &content->creature_count);

    content->creatures = builder->creatures.rows;
    builder->creatures.rows = NULL;
    return error;
}

int pb_content_take_spawns(struct pb_content_builder *builder, struct pb_content *content)
{
    const struct pb_spawn_row *rows = builder->spawns.rows;
    struct pb_relation_pair *pairs;
    uint32_t i, kept = 0;
    int error;

    content->spawns = pb_memory_new(&content->memory, builder->spawns.count, sizeof *content->spawns);
    pairs = pb_memory_new(&content->memory, builder->spawns.count, sizeof *pairs);
    if (!content->spawns || !pairs) {
        pb_memory_free(&content->memory, pairs);
        return PB_E_no_memory;
    }
    for (i = 0; i < builder->spawns.count; i++) {
        const struct pb_position *place = &rows[i].position;
        uint32_t creature = pb_content_find_creature(content, rows[i].entry);

        if (creature == PB_NO_INDEX) {
            pb_content_leave_out(builder, "spawn", rows[i].entry, "its creature is unknown or left out");
            continue;
        }
        if (!(fabsf(place->x) < MAP_EDGE && fabsf(place->y) < MAP_EDGE && isfinite(place->z))) {
            pb_content_leave_out(builder, "spawn", rows[i].entry, "it stands beyond the edge of the map");
            continue;
        }
        pairs[kept] = (struct pb_relation_pair){creature, kept};
        content->spawns[kept++] = (struct pb_spawn){.position = *place,
                                                    .creature = creature,
                                                    .respawn_s = rows[i].respawn_s,
                                                    .wander = rows[i].wander};
    }
    content->spawn_count = kept;
    error = pb_relation_make(&content->spawns_of, &content->memory, content->creature_count, pairs, kept);
    pb_memory_free(&content->memory, pairs);
    if (error == PB_OK)
        error = pb_content_list_prey(content);
    return error == PB_OK ? pb_content_list_habitats(content) : error;
}

static int by_vendor(const void *a, const void *b)
{
    const struct pb_vendor_row *x = a, *y = b;

    return x->entry != y->entry ? x->entry < y->entry ? -1 : 1 : x->item < y->item ? -1 : x->item > y->item;
}

int pb_content_take_vendors(struct pb_content_builder *builder, struct pb_content *content)
{
    struct pb_vendor_row *rows = builder->vendors.rows;
    uint32_t i;

    content->goods = pb_memory_new(&content->memory, builder->vendors.count, sizeof *content->goods);
    content->goods_of = pb_memory_new(&content->memory, content->creature_count, sizeof *content->goods_of);
    if (!content->goods || !content->goods_of)
        return PB_E_no_memory;
    if (builder->vendors.count)
        qsort(rows, builder->vendors.count, sizeof *rows, by_vendor);
    for (i = 0; i < builder->vendors.count; i++) {
        uint32_t creature = pb_content_find_creature(content, rows[i].entry),
                 item = pb_content_find_item(content, rows[i].item);

        if (creature == PB_NO_INDEX || item == PB_NO_INDEX) {
            pb_content_leave_out(builder, "vendor", rows[i].entry, "%s %u is unknown or left out",
                                 item == PB_NO_INDEX ? "item" : "creature",
                                 item == PB_NO_INDEX ? rows[i].item : rows[i].entry);
            continue;
        }
        if (!content->goods_of[creature].count++)
            content->goods_of[creature].first = content->goods_count;
        content->goods[content->goods_count++] =
            (struct pb_vendor_line){.item = item, .limit = rows[i].limit, .restock_s = rows[i].restock_s};
        if (!rows[i].limit)
            content->items[item].flags |= PB_ITEM_SOLD_BY_VENDORS;
    }
    return PB_OK;
}
