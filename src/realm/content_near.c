/* What is near: spawns in lists that are sorted by place, searched from the middle to both sides. */
#include "base/lines.h"
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
    const struct pb_near *one = a, *other = b;

    if (one->map != other->map)
        return one->map < other->map ? -1 : 1;
    if (one->x < other->x || one->x > other->x)
        return one->x < other->x ? -1 : 1;
    return one->spawn < other->spawn ? -1 : one->spawn > other->spawn;
}

struct pb_near pb_content_near_of(const struct pb_content *content, uint32_t spawn)
{
    const struct pb_spawn *of = &content->spawns[spawn];

    return (struct pb_near){
        of->position.x,       of->position.y, spawn, of->position.map, content->creatures[of->creature].roles,
        (uint8_t)of->creature};
}

void pb_content_sort_by_place(struct pb_near *list, uint32_t count)
{
    if (count)
        qsort(list, count, sizeof *list, by_place);
}

uint32_t pb_content_first_from(const struct pb_near *list, uint32_t count, uint16_t map, float x)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        /* Whichever half it is, its own middle is on its way from memory by then. */
        __builtin_prefetch(&list[low + (middle - low) / 2]);
        __builtin_prefetch(&list[middle + (high - middle) / 2]);
        if (list[middle].map < map || (list[middle].map == map && list[middle].x < x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An auctioneer serves one faction or both. */
static struct pb_near service_of(const struct pb_content *content, uint32_t spawn)
{
    struct pb_near service = pb_content_near_of(content, spawn);
    uint8_t house = content->creatures[content->spawns[spawn].creature].house;

    if (!(service.roles & PB_ROLE_AUCTIONEER))
        return service;
    if (house != PB_HOUSE_ALLIANCE)
        service.roles |= PB_ROLE_HORDE_AUCTIONEER;
    if (house == PB_HOUSE_HORDE)
        service.roles &= (uint8_t)~PB_ROLE_AUCTIONEER;
    return service;
}

int pb_content_list_services(struct pb_content *content)
{
    uint32_t i, count = 0;

    for (i = 0; i < content->spawn_count; i++)
        count += (content->creatures[content->spawns[i].creature].roles & (uint8_t)~PB_ROLE_HOSTILE) != 0;
    content->services = pb_memory_new(&content->memory, count, sizeof *content->services);
    if (!content->services)
        return PB_E_no_memory;
    for (i = 0; i < content->spawn_count; i++)
        if (content->creatures[content->spawns[i].creature].roles & (uint8_t)~PB_ROLE_HOSTILE)
            content->services[content->service_count++] = service_of(content, i);
    pb_content_sort_by_place(content->services, content->service_count);
    return PB_OK;
}

int pb_content_list_habitats(struct pb_content *content)
{
    struct pb_run run;
    uint32_t creature, i;

    content->habitats = pb_memory_new(&content->memory, content->spawn_count, sizeof *content->habitats);
    content->signs =
        pb_memory_new(&content->memory, content->spawn_count / PB_SIGN_EVERY + 1, sizeof *content->signs);
    if (!content->habitats || !content->signs)
        return PB_E_no_memory;
    for (creature = 0; creature < content->creature_count; creature++) {
        const uint32_t *of = pb_content_spawns_of(content, creature, &run);

        for (i = run.first; i < run.first + run.count; i++)
            content->habitats[i] = pb_content_near_of(content, of[i]);
        pb_content_sort_by_place(content->habitats + run.first, run.count);
    }
    for (i = 0; i < content->spawn_count; i += PB_SIGN_EVERY)
        content->signs[i / PB_SIGN_EVERY] =
            (struct pb_sign){content->habitats[i].x, content->habitats[i].map};
    return PB_OK;
}

/* As pb_content_first_from among a creature's habitats, counted from their first. */
static uint32_t first_habitat_from(const struct pb_content *content, const struct pb_run *run, uint16_t map,
                                   float x)
{
    const struct pb_sign *signs = content->signs;
    uint32_t first = run->first, end = first + run->count, low = (first + PB_SIGN_EVERY - 1) / PB_SIGN_EVERY,
             lowest = low, high = (end + PB_SIGN_EVERY - 1) / PB_SIGN_EVERY, highest = high, at;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (signs[middle].map < map || (signs[middle].map == map && signs[middle].x < x))
            low = middle + 1;
        else
            high = middle;
    }
    /* It is behind the sign before, and not behind that one. */
    if (low > lowest)
        first = (low - 1) * PB_SIGN_EVERY;
    if (low < highest)
        end = low * PB_SIGN_EVERY;
    for (at = first; at < end; at += PB_LINE / sizeof *content->habitats)
        __builtin_prefetch(&content->habitats[at]);
    return first - run->first + pb_content_first_from(content->habitats + first, end - first, map, x);
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
static int look_at(const struct pb_near *near, const struct pb_position *position, uint8_t roles,
                   struct nearest *nearest)
{
    if (near->map != position->map || (nearest->known == nearest->wanted &&
                                       fabsf(near->x - position->x) > nearest->distances[nearest->known - 1]))
        return 0;
    if (!roles || near->roles & roles)
        take(nearest, near->spawn, pb_content_yards_to(position, near));
    return 1;
}

static void search(const struct pb_near *list, uint32_t count, uint32_t east,
                   const struct pb_position *position, uint8_t roles, struct nearest *nearest)
{
    uint32_t west = east;
    int goes_east = 1, goes_west = 1;

    /* To both sides, until what follows is further in x alone. */
    while (goes_east || goes_west) {
        goes_east = goes_east && east < count && look_at(&list[east++], position, roles, nearest);
        goes_west = goes_west && west && look_at(&list[--west], position, roles, nearest);
    }
}

uint32_t pb_content_nearest_role(const struct pb_content *content, const struct pb_position *position,
                                 uint8_t roles)
{
    struct nearest nearest = {.wanted = 1};

    if (roles)
        search(content->services, content->service_count,
               pb_content_first_from(content->services, content->service_count, position->map, position->x),
               position, roles, &nearest);
    return nearest.known ? nearest.spawns[0] : PB_NO_INDEX;
}

uint32_t pb_content_role_within(const struct pb_content *content, const struct pb_position *position,
                                uint8_t roles, float yards)
{
    struct nearest nearest = {.wanted = 1};
    uint32_t at =
        pb_content_first_from(content->services, content->service_count, position->map, position->x - yards);

    for (; at < content->service_count && content->services[at].map == position->map &&
           content->services[at].x <= position->x + yards;
         at++)
        if (content->services[at].roles & roles &&
            pb_content_yards_to(position, &content->services[at]) <= yards)
            take(&nearest, content->services[at].spawn,
                 pb_content_yards_to(position, &content->services[at]));
    return nearest.known ? nearest.spawns[0] : PB_NO_INDEX;
}

uint32_t pb_content_nearest_spawn(const struct pb_content *content, const struct pb_position *position,
                                  uint32_t creature, unsigned skip, float *distance)
{
    struct nearest nearest = {.wanted = skip + 1};
    struct pb_run run;

    pb_content_spawns_of(content, creature, &run);
    if (skip >= PB_CONTENT_NEAREST)
        return PB_NO_INDEX;
    search(content->habitats + run.first, run.count,
           first_habitat_from(content, &run, position->map, position->x), position, 0, &nearest);
    if (nearest.known <= skip)
        return PB_NO_INDEX;
    *distance = nearest.distances[skip];
    return nearest.spawns[skip];
}

unsigned pb_content_find_prey(const struct pb_content *content, const struct pb_position *position,
                              unsigned level_min, unsigned level_max, uint32_t *spawns, unsigned max)
{
    struct nearest nearest = {.wanted = max < PB_CONTENT_NEAREST ? max : PB_CONTENT_NEAREST};
    uint32_t i;

    level_max = level_max < PB_MAX_LEVEL ? level_max : PB_MAX_LEVEL;
    if (!nearest.wanted || level_min > level_max)
        return 0;
    for (i = content->prey_from[level_min]; i < content->prey_from[level_max + 1]; i++) {
        float distance;
        uint32_t spawn = pb_content_nearest_spawn(content, position, content->prey[i], 0, &distance);

        if (spawn != PB_NO_INDEX)
            take(&nearest, spawn, distance);
    }
    memcpy(spawns, nearest.spawns, nearest.known * sizeof *spawns);
    return nearest.known;
}
