/* Cells: the grid of actors, by which whoever is near is found. */
#include "include/playerbot_error.h"
#include "realm/state.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

enum {
    CELL = 40,
    /* How far an actor may have come since it was put into its cell. */
    DRIFT = 20,
    MOST_REACH = (PB_REALM_SIGHT + DRIFT + CELL - 1) / CELL,
    CELLS_OF_LINE = 16 /* that come from memory at once */
};

/* Cells of a row have buckets one after the other, so that a search reads them together. */
static uint32_t bucket_of(const struct pb_realm *realm, uint16_t map, int32_t column, int32_t row)
{
    uint32_t key = (uint32_t)row * 19349663u ^ (uint32_t)map * 83492791u;

    return ((key ^ key >> 15) + (uint32_t)column) & realm->cell_mask;
}

/* Thousands may stand in one cell, in a village: the list goes both ways. */
static void take_out(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_link *link = &realm->links[number];

    if (!link->cell)
        return;
    if (link->before)
        realm->links[link->before - 1].next = link->next;
    else
        realm->cells[link->cell - 1] = link->next;
    if (link->next)
        realm->links[link->next - 1].before = link->before;
    link->cell = 0;
}

void pb_realm_leave_cell(struct pb_realm *realm, pb_actor number)
{
    take_out(realm, number);
    pb_crowd_leave(realm, number);
}

void pb_realm_enter_cell(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_link *link = &realm->links[number];
    struct pb_position place = pb_realm_where(realm, &realm->actors[number]);
    int16_t column = (int16_t)floorf(place.x / CELL), row = (int16_t)floorf(place.y / CELL);
    uint32_t bucket = bucket_of(realm, place.map, column, row);

    link->column = column;
    link->row = row;
    if (link->cell == bucket + 1)
        return;
    /* Squares are larger than cells: who stays in one may be a few yards beyond its square. */
    pb_crowd_move(realm, number, &place);
    take_out(realm, number);
    link->cell = bucket + 1;
    link->next = realm->cells[bucket];
    link->before = 0;
    memset(link->ahead, 0, sizeof link->ahead);
    if (link->next) {
        struct pb_realm_link *next = &realm->links[link->next - 1];

        next->before = number + 1;
        link->ahead[0] = next->next;
        link->ahead[1] = next->ahead[0];
        link->ahead[2] = next->ahead[1];
    }
    realm->cells[bucket] = number + 1;
}

int pb_realm_widen_cells(struct pb_realm *realm)
{
    uint32_t count = PB_ACTOR_CELLS, i, *cells;

    while (count < realm->actor_capacity)
        count *= 2;
    if (realm->cells && count <= realm->cell_mask + 1)
        return PB_OK;
    cells = pb_memory_new(&realm->options.memory, count, sizeof *cells);
    if (!cells)
        return PB_E_no_memory;
    pb_memory_free(&realm->options.memory, realm->cells);
    realm->cells = cells;
    realm->cell_mask = count - 1;
    for (i = 0; i < realm->actor_count; i++)
        if (realm->links[i].cell) {
            realm->links[i].cell = 0;
            pb_realm_enter_cell(realm, i);
        }
    return PB_OK;
}

/* Calls back for those of a cell who are within `radius`: first all of a few are on their way from memory,
 * then each is looked at. Cells share buckets, also those of one search: each actor counts in its own cell.
 */
struct around {
    struct pb_realm *realm;
    const struct pb_position *here;
    float radius;
    void (*visit)(void *user, pb_actor actor, float distance);
    void *user;
    pb_actor known[16];
    unsigned count;
};

static void visit_known(struct around *around)
{
    unsigned i;

    for (i = 0; i < around->count; i++) {
        const struct pb_realm_actor *actor = &around->realm->actors[around->known[i]];
        struct pb_position there;
        float distance;

        if (actor->is_leaving)
            continue;
        there = pb_realm_where(around->realm, actor);
        distance = pb_distance(around->here, &there);
        if (distance <= around->radius)
            around->visit(around->user, around->known[i], distance);
    }
    around->count = 0;
}

static void gather_cell(struct around *around, uint32_t at, int32_t column, int32_t row)
{
    const struct pb_realm *realm = around->realm;
    const struct pb_realm_link *link;

    for (; at; at = link->next) {
        link = &realm->links[at - 1];
        /* Those before it were asked for by who came earlier. */
        if (link->ahead[2])
            __builtin_prefetch(&realm->links[link->ahead[2] - 1]);
        if (link->column != column || link->row != row)
            continue;
        pb_realm_fetch(realm, at - 1);
        around->known[around->count++] = at - 1;
        if (around->count == sizeof around->known / sizeof *around->known)
            visit_known(around);
    }
}

/* The first of a cell, and those behind it, once it is there. */
static void fetch_first(const struct pb_realm *realm, uint32_t head)
{
    const struct pb_realm_link *link = head ? &realm->links[head - 1] : NULL;

    if (link && link->next)
        __builtin_prefetch(&realm->links[link->next - 1]);
    if (link && link->ahead[0])
        __builtin_prefetch(&realm->links[link->ahead[0] - 1]);
    if (link && link->ahead[1])
        __builtin_prefetch(&realm->links[link->ahead[1] - 1]);
}

void pb_realm_actors_near(struct pb_realm *realm, const struct pb_position *here, float radius,
                          void (*visit)(void *user, pb_actor actor, float distance), void *user)
{
    struct around around = {.realm = realm, .here = here, .radius = radius, .visit = visit, .user = user};
    int32_t column, row, reach = (int32_t)ceilf((radius + DRIFT) / CELL),
                         middle_column = (int32_t)floorf(here->x / CELL),
                         middle_row = (int32_t)floorf(here->y / CELL);
    uint32_t heads[(2 * MOST_REACH + 1) * (2 * MOST_REACH + 1)], *head = heads;

    for (row = middle_row - reach; row <= middle_row + reach; row++)
        for (column = middle_column - reach; column <= middle_column + reach; column += CELLS_OF_LINE)
            __builtin_prefetch(&realm->cells[bucket_of(realm, here->map, column, row)]);
    for (row = middle_row - reach; row <= middle_row + reach; row++)
        for (column = middle_column - reach; column <= middle_column + reach; column++, head++) {
            *head = realm->cells[bucket_of(realm, here->map, column, row)];
            if (*head)
                __builtin_prefetch(&realm->links[*head - 1]);
        }
    for (; head > heads; head--)
        fetch_first(realm, head[-1]);
    for (row = middle_row - reach; row <= middle_row + reach; row++)
        for (column = middle_column - reach; column <= middle_column + reach; column++)
            gather_cell(&around, *head++, column, row);
    visit_known(&around);
}
