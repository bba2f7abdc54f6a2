/* What is near: spawns in lists that are sorted by place, searched from the middle to both sides. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include "world/position.h"
#include <math.h>
#include <stdlib.h>

struct listed {
    float x;
    uint32_t spawn;
    uint16_t map;
};

static int by_place(const void *a, const void *b)
{
    const struct listed *one = a, *other = b;

    if (one->map != other->map)
        return one->map < other->map ? -1 : 1;
    if (one->x < other->x || one->x > other->x)
        return one->x < other->x ? -1 : 1;
    return one->spawn < other->spawn ? -1 : one->spawn > other->spawn;
}

int pb_content_sort_by_place(const struct pb_content *content, uint32_t *spawns, uint32_t count)
{
    struct listed *listed = pb_memory_new(&content->memory, count, sizeof *listed);
    uint32_t i;

    if (!listed)
        return PB_E_no_memory;
    for (i = 0; i < count; i++)
        listed[i] = (struct listed){content->spawns[spawns[i]].position.x, spawns[i],
                                    content->spawns[spawns[i]].position.map};
    if (count)
        qsort(listed, count, sizeof *listed, by_place);
    for (i = 0; i < count; i++)
        spawns[i] = listed[i].spawn;
    pb_memory_free(&content->memory, listed);
    return PB_OK;
}

uint32_t pb_content_first_from(const struct pb_content *content, const uint32_t *spawns, uint32_t count,
                               uint16_t map, float x)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct pb_position *place = &content->spawns[spawns[middle]].position;

        if (place->map < map || (place->map == map && place->x < x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int pb_content_list_services(struct pb_content *content)
{
    uint32_t i;

    content->services = pb_memory_new(&content->memory, content->spawn_count, sizeof *content->services);
    if (!content->services)
        return PB_E_no_memory;
    for (i = 0; i < content->spawn_count; i++)
        if (content->creatures[content->spawns[i].creature].roles & (uint8_t)~PB_ROLE_HOSTILE)
            content->services[content->service_count++] = i;
    return pb_content_sort_by_place(content, content->services, content->service_count);
}

int pb_content_relate_spawns(struct pb_content *content)
{
    uint32_t count = content->spawn_count, i;
    uint32_t *order = pb_memory_new(&content->memory, count, sizeof *order);
    struct pb_relation_pair *pairs = pb_memory_new(&content->memory, count, sizeof *pairs);
    int error = order && pairs ? PB_OK : PB_E_no_memory;

    for (i = 0; i < count && error == PB_OK; i++)
        order[i] = i;
    if (error == PB_OK)
        error = pb_content_sort_by_place(content, order, count);
    for (i = 0; i < count && error == PB_OK; i++)
        pairs[i] = (struct pb_relation_pair){content->spawns[order[i]].creature, order[i]};
    if (error == PB_OK)
        error =
            pb_relation_make(&content->spawns_of, &content->memory, content->creature_count, pairs, count);
    pb_memory_free(&content->memory, order);
    pb_memory_free(&content->memory, pairs);
    return error;
}

/* The nearest so far, in order; of those equally far the one with the smaller number comes first. */
struct nearest {
    unsigned known, wanted;
    uint32_t spawns[PB_CONTENT_NEAREST];
    float distances[PB_CONTENT_NEAREST];
};

static void take(struct nearest *nearest, uint32_t spawn, float distance)
{
    unsigned at = nearest->known;

    if (at == nearest->wanted) {
        at--;
        if (distance > nearest->distances[at] ||
            (distance == nearest->distances[at] && spawn > nearest->spawns[at]))
            return;
    } else {
        nearest->known++;
    }
    for (; at && (nearest->distances[at - 1] > distance ||
                  (nearest->distances[at - 1] == distance && nearest->spawns[at - 1] > spawn));
         at--) {
        nearest->distances[at] = nearest->distances[at - 1];
        nearest->spawns[at] = nearest->spawns[at - 1];
    }
    nearest->distances[at] = distance;
    nearest->spawns[at] = spawn;
}

/* Looks at one of the list; returns 0 when it, and all behind it on that side, are too far. */
static int look_at(const struct pb_content *content, uint32_t spawn, const struct pb_position *position,
                   uint8_t roles, struct nearest *nearest)
{
    const struct pb_spawn *found = &content->spawns[spawn];

    if (found->position.map != position->map ||
        (nearest->known == nearest->wanted &&
         fabsf(found->position.x - position->x) > nearest->distances[nearest->known - 1]))
        return 0;
    if (!roles || content->creatures[found->creature].roles & roles)
        take(nearest, spawn, pb_distance(position, &found->position));
    return 1;
}

static void search(const struct pb_content *content, const uint32_t *spawns, uint32_t count,
                   const struct pb_position *position, uint8_t roles, struct nearest *nearest)
{
    uint32_t east = pb_content_first_from(content, spawns, count, position->map, position->x), west = east;
    int goes_east = 1, goes_west = 1;

    /* To both sides, until what follows is further in x alone. */
    while (goes_east || goes_west) {
        goes_east = goes_east && east < count && look_at(content, spawns[east++], position, roles, nearest);
        goes_west = goes_west && west && look_at(content, spawns[--west], position, roles, nearest);
    }
}

uint32_t pb_content_nearest_role(const struct pb_content *content, const struct pb_position *position,
                                 uint8_t roles)
{
    struct nearest nearest = {.wanted = 1};

    if (roles)
        search(content, content->services, content->service_count, position, roles, &nearest);
    return nearest.known ? nearest.spawns[0] : PB_NO_INDEX;
}

uint32_t pb_content_nearest_spawn(const struct pb_content *content, const struct pb_position *position,
                                  uint32_t creature, unsigned skip, float *distance)
{
    struct nearest nearest = {.wanted = skip + 1};
    struct pb_run run;
    const uint32_t *of = pb_content_spawns_of(content, creature, &run);

    if (skip >= PB_CONTENT_NEAREST)
        return PB_NO_INDEX;
    search(content, of + run.first, run.count, position, 0, &nearest);
    if (nearest.known <= skip)
        return PB_NO_INDEX;
    *distance = nearest.distances[skip];
    return nearest.spawns[skip];
}
