/* Quest offers: which quests are near, where they can be worked on, where they end. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>

enum {
    MAX_RADIUS = 5000,
    /* Places on other maps come after all of this one, nearest to its middle first. */
    OTHER_MAP_YARDS = 100000
};

struct offers {
    struct pb_realm *realm;
    const struct pb_realm_actor *actor;
    struct pb_quest_offer *offers;
    unsigned count, max;
    uint64_t found[4]; /* a bit for each offer, some share one: most quests are told at a glance to be new */
};

static void gather(struct offers *search, const struct pb_quest_template *quest, uint32_t spawn,
                   float distance)
{
    uint32_t spawns, sign = quest->quest_id * 0x9e3779b1u >> 24;
    uint64_t *found = &search->found[sign / 64], bit = (uint64_t)1 << sign % 64;
    unsigned at;

    /* None is further than the last. */
    if (search->count == search->max && distance >= search->offers[search->max - 1].distance)
        return;
    for (at = *found & bit ? 0 : search->count;
         at < search->count && search->offers[at].quest_id != quest->quest_id;)
        at++;
    if (at < search->count) {
        /* Of several givers the nearest. */
        if (distance >= search->offers[at].distance)
            return;
    } else {
        if (pb_quest_may_take(search->realm, search->actor, quest) != PB_OK)
            return;
        *found |= bit;
        at = search->count < search->max ? search->count++ : search->max - 1;
    }
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
    struct offers search = {realm, pb_realm_actor(realm, number), offers, 0, max, {0}};
    const struct pb_near *giver, *end;
    struct pb_position here;

    if (!search.actor || !max)
        return 0;
    here = pb_realm_where(realm, search.actor);
    radius = radius < MAX_RADIUS ? radius : MAX_RADIUS;
    end = realm->goods->givers + realm->goods->giver_count;
    giver = realm->goods->givers +
            pb_content_first_from(realm->goods->givers, realm->goods->giver_count, here.map, here.x - radius);
    for (; giver < end && giver->map == here.map && giver->x <= here.x + radius; giver++) {
        float distance = pb_content_yards_to(&here, giver);

        if (distance <= radius)
            look_at_giver(&search, giver->spawn, distance);
    }
    return search.count;
}

/* The `skip`th nearest spawn of a creature; other maps are looked at where this one has too few, those
 * nearest to their middle first. */
static uint32_t nearest_spawn(const struct pb_realm *realm, pb_actor number, const struct pb_position *here,
                              uint32_t creature, unsigned skip, float *distance)
{
    uint32_t counts, i,
        best = pb_content_nearest_spawn(realm->options.content, here, creature, skip, distance);
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &counts);
    float before = 0;
    unsigned left = skip;
    struct pb_run run;
    const uint32_t *of;

    if (best != PB_NO_INDEX || skip >= PB_CONTENT_NEAREST)
        return best;
    of = pb_content_spawns_of(realm->options.content, creature, &run);
    for (i = run.first; i < run.first + run.count; i++)
        left -= spawns[of[i]].position.map == here->map;
    /* One after the other, each further than the last. */
    do {
        float least = INFINITY;

        best = PB_NO_INDEX;
        for (i = run.first; i < run.first + run.count; i++) {
            const struct pb_position *there = &spawns[of[i]].position;
            float one = OTHER_MAP_YARDS + sqrtf(there->x * there->x + there->y * there->y);

            if (there->map == here->map || one <= before || one >= least ||
                pb_realm_travel_ms(realm, &realm->actors[number], there) == UINT32_MAX)
                continue;
            least = one;
            best = of[i];
        }
        *distance = before = least;
    } while (best != PB_NO_INDEX && left--);
    return best;
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
