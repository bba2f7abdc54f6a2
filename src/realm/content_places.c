/* Places: zones, and spawns by where they are. */
#include "base/lines.h"
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include "world/position.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Zones ---- */

struct zone_spawn {
    uint16_t zone, map;
    uint32_t spawn;
};

static int by_zone(const void *a, const void *b)
{
    const struct zone_spawn *x = a, *y = b;

    if (x->zone != y->zone)
        return x->zone < y->zone ? -1 : 1;
    if (x->map != y->map)
        return x->map < y->map ? -1 : 1;
    return x->spawn < y->spawn ? -1 : x->spawn > y->spawn;
}

static int by_float(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return x < y ? -1 : x > y;
}

/* The levels between which nine tenths of the hostile creatures are. */
static void find_levels(const struct pb_content *content, const struct zone_spawn *spawns, uint32_t count,
                        struct pb_zone *zone)
{
    uint32_t levels[256] = {0}, total = 0, seen = 0, i;

    for (i = 0; i < count; i++) {
        const struct pb_creature_template *creature =
            &content->creatures[content->spawns[spawns[i].spawn].creature];

        if (!(creature->roles & PB_ROLE_HOSTILE))
            continue;
        levels[(creature->level_min + creature->level_max) / 2]++;
        total++;
    }
    for (i = 1; i < 256 && total; i++) {
        seen += levels[i];
        if (!zone->level_min && seen * 20 >= total)
            zone->level_min = (uint8_t)i;
        if (seen * 20 <= total * 19 || !zone->level_max)
            zone->level_max = (uint8_t)(levels[i] || zone->level_max ? i : 0);
    }
    if (zone->level_max < zone->level_min)
        zone->level_max = zone->level_min;
}

static void make_zone(const struct pb_content *content, const struct zone_spawn *spawns, uint32_t count,
                      float *distances, struct pb_zone *zone)
{
    double x = 0, y = 0, z = 0;
    uint32_t i;

    for (i = 0; i < count; i++) {
        const struct pb_position *place = &content->spawns[spawns[i].spawn].position;

        x += (double)place->x;
        y += (double)place->y;
        z += (double)place->z;
    }
    *zone = (struct pb_zone){.zone = spawns[0].zone, .map = spawns[0].map, .spawn_count = count};
    zone->centre = (struct pb_position){(float)(x / count), (float)(y / count), (float)(z / count), zone->map,
                                        zone->zone};
    for (i = 0; i < count; i++)
        distances[i] = pb_distance(&zone->centre, &content->spawns[spawns[i].spawn].position);
    qsort(distances, count, sizeof *distances, by_float);
    zone->radius = distances[count - 1 - count / 10];
    find_levels(content, spawns, count, zone);
}

static int make_zones(struct pb_content *content)
{
    uint32_t count = content->spawn_count, i, first = 0, zones = 0;
    struct zone_spawn *spawns = pb_memory_new(&content->memory, count, sizeof *spawns);
    float *distances = pb_memory_new(&content->memory, count, sizeof *distances);
    int error = PB_E_no_memory;

    if (!spawns || !distances)
        goto out;
    for (i = 0; i < count; i++)
        spawns[i] = (struct zone_spawn){content->spawns[i].position.zone, content->spawns[i].position.map, i};
    if (count)
        qsort(spawns, count, sizeof *spawns, by_zone);
    for (i = 0; i < count; i++)
        zones += !i || spawns[i].zone != spawns[i - 1].zone || spawns[i].map != spawns[i - 1].map;
    content->zones = pb_memory_new(&content->memory, zones, sizeof *content->zones);
    if (!content->zones)
        goto out;
    for (i = 0; i < count; i++)
        if (i + 1 == count || spawns[i].zone != spawns[i + 1].zone || spawns[i].map != spawns[i + 1].map) {
            make_zone(content, spawns + first, i + 1 - first, distances,
                      &content->zones[content->zone_count++]);
            first = i + 1;
        }
    error = PB_OK;
out:
    pb_memory_free(&content->memory, spawns);
    pb_memory_free(&content->memory, distances);
    return error;
}

/* ---- Grid ---- */

static uint32_t cell_of(const struct pb_spawn_grid *grid, float x, float y)
{
    float column = floorf((x - grid->left) / PB_GRID_CELL), row = floorf((y - grid->bottom) / PB_GRID_CELL);

    if (!(column >= 0 && row >= 0 && column < (float)grid->columns && row < (float)grid->rows))
        return PB_NO_INDEX;
    return (uint32_t)row * grid->columns + (uint32_t)column;
}

/* Where a map's grid is noted, or would be: there are more such places than maps. */
static uint32_t grid_slot(const struct pb_content *content, uint16_t map)
{
    uint32_t slot = map % PB_MAP_SLOTS;

    while (content->grid_at[slot] && content->grids[content->grid_at[slot] - 1].map != map)
        slot = (slot + 1) % PB_MAP_SLOTS;
    return slot;
}

/* How far each map reaches. */
static int measure(struct pb_content *content, float right[PB_MAX_MAPS], float top[PB_MAX_MAPS])
{
    uint32_t i;

    for (i = 0; i < content->spawn_count; i++) {
        const struct pb_position *place = &content->spawns[i].position;
        uint8_t *noted = &content->grid_at[grid_slot(content, place->map)];
        struct pb_spawn_grid *grid;
        ptrdiff_t at;

        if (!*noted) {
            if (content->grid_count == PB_MAX_MAPS)
                return PB_E_no_memory;
            *noted = (uint8_t)++content->grid_count;
            grid = &content->grids[*noted - 1];
            *grid = (struct pb_spawn_grid){.left = place->x, .bottom = place->y, .map = place->map};
            right[grid - content->grids] = place->x;
            top[grid - content->grids] = place->y;
        }
        grid = &content->grids[*noted - 1];
        at = grid - content->grids;
        grid->left = fminf(grid->left, place->x);
        grid->bottom = fminf(grid->bottom, place->y);
        right[at] = fmaxf(right[at], place->x);
        top[at] = fmaxf(top[at], place->y);
    }
    return PB_OK;
}

static int make_grids(struct pb_content *content)
{
    float right[PB_MAX_MAPS], top[PB_MAX_MAPS];
    struct pb_relation_pair *pairs = pb_memory_new(&content->memory, content->spawn_count, sizeof *pairs);
    uint32_t i, k, count;
    int error = pairs ? measure(content, right, top) : PB_E_no_memory;

    for (i = 0; i < content->grid_count && error == PB_OK; i++) {
        struct pb_spawn_grid *grid = &content->grids[i];

        grid->columns = (uint32_t)((right[i] - grid->left) / PB_GRID_CELL) + 1;
        grid->rows = (uint32_t)((top[i] - grid->bottom) / PB_GRID_CELL) + 1;
        for (k = count = 0; k < content->spawn_count; k++)
            if (content->spawns[k].position.map == grid->map)
                pairs[count++] = (struct pb_relation_pair){
                    cell_of(grid, content->spawns[k].position.x, content->spawns[k].position.y), k};
        error = pb_relation_make(&grid->cells, &content->memory, grid->columns * grid->rows, pairs, count);
        grid->nears = pb_memory_new(&content->memory, count, sizeof *grid->nears);
        error = error == PB_OK && !grid->nears ? PB_E_no_memory : error;
        for (k = 0; k < count && error == PB_OK; k++)
            grid->nears[k] = pb_content_near_of(content, grid->cells.values[k]);
    }
    pb_memory_free(&content->memory, pairs);
    return error;
}

int pb_content_place(struct pb_content *content)
{
    int error = make_zones(content);

    if (error == PB_OK)
        error = make_grids(content);
    return error == PB_OK ? pb_content_list_services(content) : error;
}

/* The cells that a circle touches. Those of a row lie one after the other, and so do their spawns. */
struct window {
    const struct pb_spawn_grid *grid; /* NULL: nothing */
    uint32_t first, columns, rows;
};

/* The column or row of what lies `yards` from the grid's edge; the nearest one for what lies beyond it. */
static uint32_t line_of(float yards, uint32_t lines)
{
    float line = yards / PB_GRID_CELL;

    return line > 0 ? line < (float)lines ? (uint32_t)line : lines - 1 : 0;
}

static struct window window_of(const struct pb_content *content, const struct pb_position *position,
                               float radius)
{
    uint8_t noted = content->grid_at[grid_slot(content, position->map)];
    const struct pb_spawn_grid *grid;
    uint32_t column, row;
    float x, y;

    if (!noted)
        return (struct window){0};
    grid = &content->grids[noted - 1];
    x = position->x - grid->left;
    y = position->y - grid->bottom;
    if (x + radius < 0 || y + radius < 0 || x - radius >= (float)(grid->columns * PB_GRID_CELL) ||
        y - radius >= (float)(grid->rows * PB_GRID_CELL))
        return (struct window){0};
    column = line_of(x - radius, grid->columns);
    row = line_of(y - radius, grid->rows);
    return (struct window){grid, row * grid->columns + column,
                           line_of(x + radius, grid->columns) - column + 1,
                           line_of(y + radius, grid->rows) - row + 1};
}

/* Where each cell of a row of the window begins in `nears`, and where the last one ends. */
static const uint32_t *row_of(const struct window *window, uint32_t row)
{
    return &window->grid->cells.first[window->first + row * window->grid->columns];
}

static void fetch_cells(const struct window *window)
{
    uint32_t row;

    for (row = 0; row < window->rows; row++)
        __builtin_prefetch(row_of(window, row));
}

static void fetch_spawns(const struct window *window)
{
    uint32_t row, i;

    for (row = 0; row < window->rows; row++) {
        const uint32_t *first = row_of(window, row);

        for (i = first[0]; i < first[window->columns]; i += PB_LINE / sizeof *window->grid->nears)
            __builtin_prefetch(&window->grid->nears[i]);
    }
}

/* One byte of each spawn: those of neighbours mostly lie together too. */
static void fetch_bytes(const struct window *window, const uint8_t *of_spawns)
{
    uint32_t row, i, line = UINT32_MAX;

    for (row = 0; row < window->rows; row++) {
        const uint32_t *first = row_of(window, row);

        for (i = first[0]; i < first[window->columns]; i++) {
            uint32_t spawn = window->grid->nears[i].spawn;

            if (spawn / PB_LINE != line)
                __builtin_prefetch(&of_spawns[spawn]);
            line = spawn / PB_LINE;
        }
    }
}

void pb_content_look_ahead(const struct pb_content *content, const struct pb_position *positions,
                           unsigned count, float radius, const uint8_t *of_spawns)
{
    struct window windows[PB_LOOK_AHEAD];
    unsigned i;

    for (i = 0; i < count; i++) {
        windows[i] = window_of(content, &positions[i], radius);
        fetch_cells(&windows[i]);
    }
    for (i = 0; i < count; i++)
        fetch_spawns(&windows[i]);
    for (i = 0; of_spawns && i < count; i++)
        fetch_bytes(&windows[i], of_spawns);
}

int pb_content_spawns_near(const struct pb_content *content, const struct pb_position *position, float radius,
                           int (*visit)(void *user, const struct pb_near *near, float distance), void *user)
{
    struct window window = window_of(content, position, radius);
    uint32_t row, i;

    fetch_cells(&window);
    fetch_spawns(&window);
    for (row = 0; row < window.rows; row++) {
        const uint32_t *first = row_of(&window, row);

        for (i = first[0]; i < first[window.columns]; i++) {
            const struct pb_near *near = &window.grid->nears[i];
            float distance = pb_content_yards_to(position, near);
            int stop = distance <= radius ? visit(user, near, distance) : 0;

            if (stop)
                return stop;
        }
    }
    return 0;
}
