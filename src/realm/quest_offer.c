/* Quest offers: which quests are near, where they can be worked on, where they end. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>

enum {
    MAX_RADIUS = 5000,
    PLACES = 64,
    /* Places on other maps come after all of this one, nearest to its middle first. */
    OTHER_MAP_YARDS = 100000
};

struct offers {
    struct pb_realm *realm;
    const struct pb_realm_actor *actor;
    struct pb_quest_offer *offers;
    unsigned count, max;
};

static void gather(struct offers *search, const struct pb_quest_template *quest, uint32_t spawn,
                   float distance)
{
    uint32_t spawns;
    unsigned at;

    for (at = 0; at < search->count; at++)
        if (search->offers[at].quest_id == quest->quest_id)
            return;
    if (search->count == search->max && distance >= search->offers[search->max - 1].distance)
        return;
    if (pb_quest_may_take(search->realm, search->actor, quest) != PB_OK)
        return;
    at = search->count < search->max ? search->count++ : search->max - 1;
    for (; at && search->offers[at - 1].distance > distance; at--)
        search->offers[at] = search->offers[at - 1];
    search->offers[at] = (struct pb_quest_offer){
        .quest_id = quest->quest_id,
        .experience = pb_quest_experience(quest, search->actor->level),
        .money = quest->money,
        .giver = PB_OBJECT_OF_SPAWN(spawn),
        .position = pb_content_spawns(search->realm->options.content, &spawns)[spawn].position,
        .distance = distance};
}

static void look_at_giver(struct offers *search, uint32_t at, float distance)
{
    const struct pb_content *content = search->realm->options.content;
    uint32_t counts, i;
    const struct pb_quest_template *quests = pb_content_quests(content, &counts);
    struct pb_run run;
    const uint32_t *given =
        pb_content_quests_given_by(content, pb_content_spawns(content, &counts)[at].creature, &run);

    for (i = run.first; i < run.first + run.count; i++) {
        const struct pb_quest_template *quest = &quests[given[i]];

        /* What is far too hard is not looked at: the level is the first thing that anybody reads. */
        if (quest->level_min <= search->actor->level)
            gather(search, quest, at, distance);
    }
}

static unsigned find_quests(void *self, pb_actor number, float radius, struct pb_quest_offer *offers,
                            unsigned max)
{
    struct pb_realm *realm = self;
    struct offers search = {realm, pb_realm_actor(realm, number), offers, 0, max};
    const struct pb_content *content = realm->options.content;
    const uint32_t *givers;
    const struct pb_spawn *spawns;
    struct pb_position here;
    uint32_t count, i;

    if (!search.actor || !max)
        return 0;
    here = pb_realm_where(realm, search.actor);
    spawns = pb_content_spawns(content, &count);
    radius = radius < MAX_RADIUS ? radius : MAX_RADIUS;
    givers = realm->goods->givers;
    for (i = 0; i < realm->goods->giver_count; i++) {
        float distance = pb_distance(&here, &spawns[givers[i]].position);

        if (distance <= radius)
            look_at_giver(&search, givers[i], distance);
    }
    return search.count;
}

/* The order in which places are looked for: yards from here; INFINITY where no way leads. */
static float way_to(const struct pb_realm *realm, pb_actor number, const struct pb_position *here,
                    const struct pb_position *there)
{
    if (here->map == there->map)
        return pb_distance(here, there);
    return pb_realm_travel_ms(realm, &realm->actors[number], there) == UINT32_MAX
               ? INFINITY
               : OTHER_MAP_YARDS + sqrtf(there->x * there->x + there->y * there->y);
}

/* The `skip`th nearest spawn of a creature; other maps are looked at where this one has too few. */
static uint32_t nearest_spawn(const struct pb_realm *realm, pb_actor number, const struct pb_position *here,
                              uint32_t creature, unsigned skip, float *distance)
{
    uint32_t counts, i, nearest[PLACES] = {0};
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &counts);
    float distances[PLACES];
    unsigned known = 0, at, is_abroad;
    struct pb_run run;
    const uint32_t *of = pb_content_spawns_of(realm->options.content, creature, &run);

    if (skip >= PLACES)
        return PB_NO_INDEX;
    for (is_abroad = 0; is_abroad < 2 && skip >= known; is_abroad++)
        for (i = run.first; i < run.first + run.count; i++) {
            const struct pb_position *there = &spawns[of[i]].position;
            float one;

            if ((there->map != here->map) != is_abroad)
                continue;
            one = way_to(realm, number, here, there);
            if (!isfinite(one) || (known > skip && one >= distances[known - 1]))
                continue;
            at = known <= skip ? known++ : known - 1;
            for (; at && distances[at - 1] > one; at--) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
            }
            distances[at] = one;
            nearest[at] = of[i];
        }
    if (skip >= known)
        return PB_NO_INDEX;
    *distance = distances[skip];
    return nearest[skip];
}

/* The creature that drops an item most readily among those near: distance against the kills that it takes. */
static uint32_t best_dropper(const struct pb_realm *realm, pb_actor number, const struct pb_position *here,
                             uint32_t item, unsigned skip, uint32_t *spawn)
{
    struct pb_run run;
    const uint32_t *creatures = pb_content_droppers_of(realm->options.content, item, &run);
    uint32_t i, best = PB_NO_INDEX;
    float least = INFINITY;

    for (i = run.first; i < run.first + run.count && i < run.first + 8; i++) {
        float distance;
        uint32_t at = nearest_spawn(realm, number, here, creatures[i], skip, &distance);

        /* The most likely ones come first: each that follows must be a good deal nearer. */
        distance += 100 * (float)(i - run.first);
        if (at == PB_NO_INDEX || distance >= least)
            continue;
        least = distance;
        best = creatures[i];
        *spawn = at;
    }
    return best;
}

static int find_objective(void *self, pb_actor number, uint32_t quest_id, unsigned index, unsigned skip,
                          struct pb_position *position, uint32_t *creature)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    uint32_t quest = pb_content_find_quest(realm->options.content, quest_id), counts, kind,
             spawn = PB_NO_INDEX;
    const struct pb_quest_objective *objective;
    struct pb_position here;
    float distance;

    if (!actor)
        return PB_E_gone;
    if (quest == PB_NO_INDEX || index >= PB_QUEST_OBJECTIVES)
        return PB_E_unknown_quest;
    here = pb_realm_where(realm, actor);
    objective = &pb_content_quests(realm->options.content, &counts)[quest].objectives[index];
    if (objective->type == PB_OBJECTIVE_NONE)
        return PB_E_gone;
    kind = objective->type == PB_OBJECTIVE_COLLECT
               ? pb_content_find_item(realm->options.content, objective->entry)
               : pb_content_find_creature(realm->options.content, objective->entry);
    if (kind == PB_NO_INDEX)
        return PB_E_gone;
    if (objective->type == PB_OBJECTIVE_COLLECT)
        kind = best_dropper(realm, number, &here, kind, skip, &spawn);
    else
        spawn = nearest_spawn(realm, number, &here, kind, skip, &distance);
    if (kind == PB_NO_INDEX || spawn == PB_NO_INDEX)
        return PB_E_gone;
    *position = pb_content_spawns(realm->options.content, &counts)[spawn].position;
    *creature = pb_content_creatures(realm->options.content, &counts)[kind].entry;
    return PB_OK;
}

static int find_quest_ender(void *self, pb_actor number, uint32_t quest_id, struct pb_object_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    uint32_t quest = pb_content_find_quest(realm->options.content, quest_id), i, best = PB_NO_INDEX;
    struct pb_run run;
    const uint32_t *creatures;
    struct pb_position here;
    float least = INFINITY;

    if (!actor)
        return PB_E_gone;
    if (quest == PB_NO_INDEX)
        return PB_E_unknown_quest;
    here = pb_realm_where(realm, actor);
    creatures = pb_content_enders_of(realm->options.content, quest, &run);
    for (i = run.first; i < run.first + run.count; i++) {
        float distance;
        uint32_t spawn = nearest_spawn(realm, number, &here, creatures[i], 0, &distance);

        if (spawn == PB_NO_INDEX || distance >= least)
            continue;
        least = distance;
        best = spawn;
    }
    return best == PB_NO_INDEX ? PB_E_gone
                               : realm->world.get_object(self, number, PB_OBJECT_OF_SPAWN(best), view);
}

void pb_quest_offer_search(struct pb_world *world)
{
    world->find_quests = find_quests;
    world->find_objective = find_objective;
    world->find_quest_ender = find_quest_ender;
}
