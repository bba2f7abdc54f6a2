/* Quest offers: which quests are near, where they can be worked on, where they end. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>

enum { MAX_RADIUS = 5000, PLACES = 64 };

struct offers {
    struct pb_realm *realm;
    const struct pb_realm_actor *actor;
    struct pb_quest_offer *offers;
    unsigned count, max;
};

/* Givers come nearest first, so what comes is behind what is there. */
static void gather(struct offers *search, uint32_t index, const struct pb_quest_template *quest,
                   const struct pb_giver_near *giver)
{
    uint32_t spawns;
    unsigned at;
    struct pb_run run;

    if (search->count == search->max || pb_quest_may_take(search->realm, search->actor, quest) != PB_OK)
        return;
    pb_content_givers_of(search->realm->options.content, index, &run);
    for (at = 0; at < search->count && run.count > 1; at++)
        if (search->offers[at].quest_id == quest->quest_id)
            return;
    search->offers[search->count++] = (struct pb_quest_offer){
        .quest_id = quest->quest_id,
        .experience = pb_quest_experience(quest, search->actor->level),
        .money = quest->money,
        .giver = PB_OBJECT_OF_SPAWN(giver->spawn),
        .position = pb_content_spawns(search->realm->options.content, &spawns)[giver->spawn].position,
        .distance = giver->distance};
}

static void look_at_giver(struct offers *search, const struct pb_giver_near *giver)
{
    const struct pb_content *content = search->realm->options.content;
    uint32_t counts, i;
    const struct pb_quest_template *quests = pb_content_quests(content, &counts);
    struct pb_run run;
    const uint32_t *given =
        pb_content_quests_given_by(content, pb_content_spawns(content, &counts)[giver->spawn].creature, &run);

    for (i = run.first; i < run.first + run.count; i++) {
        const struct pb_quest_template *quest = &quests[given[i]];

        /* What is far too hard is not looked at: the level is the first thing that anybody reads. */
        if (quest->level_min <= search->actor->level)
            gather(search, given[i], quest, giver);
    }
}

static int is_nearer(const struct pb_giver_near *a, const struct pb_giver_near *b)
{
    return a->distance < b->distance || (a->distance <= b->distance && a->spawn < b->spawn);
}

/* Lets an element of a binary heap, the nearest on top, sink to its place. */
static void sink(struct pb_giver_near *heap, uint32_t count, uint32_t at)
{
    struct pb_giver_near one = heap[at];
    uint32_t child;

    for (; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && is_nearer(&heap[child + 1], &heap[child]);
        if (!is_nearer(&heap[child], &one))
            break;
        heap[at] = heap[child];
    }
    heap[at] = one;
}

static unsigned find_quests(void *self, pb_actor number, float radius, struct pb_quest_offer *offers,
                            unsigned max)
{
    struct pb_realm *realm = self;
    struct offers search = {realm, pb_realm_actor(realm, number), offers, 0, max};
    const struct pb_content *content = realm->options.content;
    struct pb_giver_near *heap = realm->goods->near_givers;
    const uint32_t *givers;
    const struct pb_spawn *spawns;
    struct pb_position here;
    uint32_t count, i, near = 0;

    if (!search.actor || !max)
        return 0;
    here = pb_realm_where(realm, search.actor);
    spawns = pb_content_spawns(content, &count);
    radius = radius < MAX_RADIUS ? radius : MAX_RADIUS;
    givers = realm->goods->givers;
    for (i = 0; i < realm->goods->giver_count; i++) {
        float distance = pb_distance(&here, &spawns[givers[i]].position);

        if (distance <= radius)
            heap[near++] = (struct pb_giver_near){distance, givers[i]};
    }
    for (i = near / 2; i-- > 0;)
        sink(heap, near, i);
    while (near && search.count < max) {
        look_at_giver(&search, &heap[0]);
        heap[0] = heap[--near];
        sink(heap, near, 0);
    }
    return search.count;
}

/* The `skip`th nearest spawn of a creature on the actor's map. */
static uint32_t nearest_spawn(const struct pb_realm *realm, const struct pb_position *here, uint32_t creature,
                              unsigned skip, float *distance)
{
    uint32_t counts, i, nearest[PLACES] = {0};
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &counts);
    float distances[PLACES];
    unsigned known = 0, at;
    struct pb_run run;
    const uint32_t *of = pb_content_spawns_of(realm->options.content, creature, &run);

    if (skip >= PLACES)
        return PB_NO_INDEX;
    for (i = run.first; i < run.first + run.count; i++) {
        float one = pb_distance(here, &spawns[of[i]].position);

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
static uint32_t best_dropper(const struct pb_realm *realm, const struct pb_position *here, uint32_t item,
                             unsigned skip, uint32_t *spawn)
{
    struct pb_run run;
    const uint32_t *creatures = pb_content_droppers_of(realm->options.content, item, &run);
    uint32_t i, best = PB_NO_INDEX;
    float least = INFINITY;

    for (i = run.first; i < run.first + run.count && i < run.first + 8; i++) {
        float distance;
        uint32_t at = nearest_spawn(realm, here, creatures[i], skip, &distance);

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
    if (objective->type == PB_OBJECTIVE_COLLECT) {
        kind = best_dropper(realm, &here, pb_content_find_item(realm->options.content, objective->entry),
                            skip, &spawn);
    } else {
        kind = pb_content_find_creature(realm->options.content, objective->entry);
        spawn = nearest_spawn(realm, &here, kind, skip, &distance);
    }
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
        uint32_t spawn = nearest_spawn(realm, &here, creatures[i], 0, &distance);

        if (spawn == PB_NO_INDEX || distance >= least)
            continue;
        least = distance;
        best = spawn;
    }
    return best == PB_NO_INDEX ? PB_E_gone
                               : realm->world.get_object(self, number, PB_OBJECT_OF_SPAWN(best), view);
}

static float estimate_drop(void *self, uint32_t entry, uint32_t item)
{
    const struct pb_content *content = ((struct pb_realm *)self)->options.content;
    uint32_t kind = pb_content_find_creature(content, entry), thing = pb_content_find_item(content, item), i;
    const struct pb_loot_line *lines;
    struct pb_run run;
    float sum = 0;

    if (kind == PB_NO_INDEX || thing == PB_NO_INDEX)
        return 0;
    lines = pb_content_loot_of(content, kind, &run);
    for (i = run.first; i < run.first + run.count; i++)
        if (lines[i].item == thing)
            sum += lines[i].chance / 100 * (float)(lines[i].count_min + lines[i].count_max) / 2;
    return sum;
}

void pb_quest_offer_search(struct pb_world *world)
{
    world->find_quests = find_quests;
    world->find_objective = find_objective;
    world->find_quest_ender = find_quest_ender;
    world->estimate_drop = estimate_drop;
}
