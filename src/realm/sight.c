/* Sight: what is near an actor. Creatures come from the content's grid, actors from one of their own,
 * cells.c. */
#include "include/playerbot_error.h"
#include "realm/state.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

enum { MAX_RADIUS = PB_REALM_SIGHT, WAITING = 8 };

int pb_realm_object_where(struct pb_realm *realm, pb_object object, struct pb_position *position)
{
    uint32_t spawns, zones, number = (uint32_t)object;
    const struct pb_spawn *spawn = pb_content_spawns(realm->options.content, &spawns);
    const struct pb_zone *zone = pb_content_zones(realm->options.content, &zones);
    const struct pb_realm_actor *actor;

    if (object >= 1 && object <= spawns) {
        if (realm->creature_states[object - 1] == PB_CREATURE_GONE)
            return PB_E_gone;
        *position = spawn[object - 1].position;
        return PB_OK;
    }
    if (object == PB_OBJECT_OF_ACTOR(number)) {
        actor = pb_realm_actor(realm, number);
        if (!actor)
            return PB_E_gone;
        *position = pb_realm_where(realm, actor);
        return PB_OK;
    }
    if (object == PB_OBJECT_OF_PLAYER(number) && number < realm->player_count) {
        *position = realm->players[number].position;
        return PB_OK;
    }
    if (object == PB_OBJECT_OF_MAILBOX(number) && number < zones) {
        *position = zone[number].centre;
        return PB_OK;
    }
    return PB_E_gone;
}

int pb_realm_reaches(struct pb_realm *realm, pb_actor number, pb_object object, float yards)
{
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_position there, here;

    if (!actor || pb_realm_object_where(realm, object, &there) != PB_OK)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    here = pb_realm_where(realm, actor);
    return pb_distance(&here, &there) <= yards ? PB_OK : PB_E_too_far;
}

/* Whether the kill of a creature is the actor's, or open. */
static int is_ours(struct pb_realm *realm, pb_actor number, uint32_t spawn)
{
    pb_actor tapper = pb_realm_tapper(realm, spawn);
    uint32_t group = realm->actors[number].group;

    return tapper == PB_NO_ACTOR || tapper == number || (group && realm->actors[tapper].group == group);
}

static void view_creature(struct pb_realm *realm, pb_actor number, uint32_t at, float distance,
                          struct pb_object_view *view)
{
    uint32_t count;
    const struct pb_spawn *spawn = &pb_content_spawns(realm->options.content, &count)[at];
    const struct pb_creature_template *kind =
        &pb_content_creatures(realm->options.content, &count)[spawn->creature];
    const struct pb_realm_creature *creature = &realm->creatures[at];
    uint8_t state = realm->creature_states[at];

    *view =
        (struct pb_object_view){.object = PB_OBJECT_OF_SPAWN(at),
                                .position = spawn->position,
                                .distance = distance,
                                .entry = kind->entry,
                                .actor = PB_NO_ACTOR,
                                .kind = state == PB_CREATURE_CORPSE ? PB_OBJECT_CORPSE : PB_OBJECT_CREATURE,
                                .roles = kind->roles,
                                .level = creature->level,
                                .rank = kind->rank};
    view->is_hostile = (kind->roles & PB_ROLE_HOSTILE) != 0;
    view->is_tapped = !is_ours(realm, number, at);
    view->is_attackable = view->is_hostile && state == PB_CREATURE_ALIVE;
    view->is_enemy = creature->target == number;
    view->health_percent =
        (uint8_t)(creature->health_max ? (uint64_t)creature->health * 100 / creature->health_max : 0);
}

static void view_actor(const struct pb_realm *realm, pb_actor number, float distance,
                       struct pb_object_view *view)
{
    const struct pb_realm_actor *actor = &realm->actors[number];

    *view = (struct pb_object_view){.object = PB_OBJECT_OF_ACTOR(number),
                                    .position = pb_realm_where(realm, actor),
                                    .distance = distance,
                                    .actor = actor->is_human ? PB_NO_ACTOR : number,
                                    .kind = actor->is_human ? PB_OBJECT_PLAYER : PB_OBJECT_ACTOR,
                                    .level = actor->level};
    view->health_percent =
        (uint8_t)(actor->health_max ? (uint64_t)actor->health * 100 / actor->health_max : 0);
}

/* What a search gathers: the nearest, sorted in. Creatures wait until some have come together: what is known
 * of each lies apart, and is on its way from memory meanwhile. */
struct search {
    struct pb_realm *realm;
    const struct pb_object_query *query;
    struct pb_object_view *objects;
    pb_actor number;
    unsigned count, max;
    uint8_t kind; /* of the entry that is asked for, as in struct pb_near */
    uint8_t waiting;
    struct {
        uint32_t spawn;
        float distance;
    } waits[WAITING];
};

static void gather(struct search *search, const struct pb_object_view *view)
{
    const struct pb_object_query *query = search->query;
    unsigned at;

    if (!(query->kinds & view->kind) || (query->roles && !(query->roles & view->roles)) ||
        (query->entry && query->entry != view->entry) ||
        (query->is_attackable && (!view->is_attackable || view->is_tapped)))
        return;
    if (search->count == search->max && view->distance >= search->objects[search->max - 1].distance)
        return;
    at = search->count < search->max ? search->count++ : search->max - 1;
    for (; at && search->objects[at - 1].distance > view->distance; at--)
        search->objects[at] = search->objects[at - 1];
    search->objects[at] = *view;
}

/* First whoever struck one of them before, then what each of them is. */
static void gather_waiting(struct search *search)
{
    const struct pb_realm *realm = search->realm;
    struct pb_object_view view;
    unsigned i;

    for (i = 0; i < search->waiting; i++) {
        pb_actor tapper = realm->creatures[search->waits[i].spawn].tapper;

        if (tapper < realm->actor_count)
            __builtin_prefetch(&realm->actors[tapper].flags);
    }
    for (i = 0; i < search->waiting; i++) {
        uint32_t spawn = search->waits[i].spawn;

        if (realm->creature_states[spawn] == PB_CREATURE_CORPSE &&
            (!realm->creatures[spawn].loot || !is_ours(search->realm, search->number, spawn)))
            continue;
        view_creature(search->realm, search->number, spawn, search->waits[i].distance, &view);
        gather(search, &view);
    }
    search->waiting = 0;
}

static int visit_spawn(void *user, const struct pb_near *near, float distance)
{
    struct search *search = user;
    const struct pb_object_query *query = search->query;
    uint32_t spawns;
    uint8_t state;

    /* What can be told from what lies together: its state, and still more the creature itself, come from far.
     */
    if ((query->entry && near->kind != search->kind) || (query->roles && !(query->roles & near->roles)) ||
        (query->is_attackable && !(near->roles & PB_ROLE_HOSTILE)) ||
        (search->count == search->max && distance >= search->objects[search->max - 1].distance))
        return 0;
    state = search->realm->creature_states[near->spawn];
    if (state == PB_CREATURE_GONE || (query->is_attackable && state != PB_CREATURE_ALIVE) ||
        !(query->kinds & (state == PB_CREATURE_CORPSE ? PB_OBJECT_CORPSE : PB_OBJECT_CREATURE)))
        return 0;
    __builtin_prefetch(&search->realm->creatures[near->spawn]);
    __builtin_prefetch(&pb_content_spawns(search->realm->options.content, &spawns)[near->spawn]);
    search->waits[search->waiting].spawn = near->spawn;
    search->waits[search->waiting++].distance = distance;
    if (search->waiting == WAITING)
        gather_waiting(search);
    return 0;
}

static void visit_actor(void *user, pb_actor number, float distance)
{
    struct search *search = user;
    struct pb_object_view view;

    if (number == search->number)
        return;
    view_actor(search->realm, number, distance, &view);
    gather(search, &view);
}

static unsigned find_objects(void *self, pb_actor number, const struct pb_object_query *query,
                             struct pb_object_view *objects, unsigned max)
{
    struct pb_realm *realm = self;
    struct search search = {.realm = realm, .query = query, .objects = objects, .number = number, .max = max};
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    float radius = query->radius < MAX_RADIUS ? query->radius : MAX_RADIUS;
    struct pb_position here;
    uint32_t i, zones;
    const struct pb_zone *zone = pb_content_zones(realm->options.content, &zones);

    if (!actor || !max)
        return 0;
    here = pb_realm_where(realm, actor);
    if (query->entry)
        search.kind = (uint8_t)pb_content_find_creature(realm->options.content, query->entry);
    if (query->kinds & (PB_OBJECT_CREATURE | PB_OBJECT_CORPSE))
        pb_content_spawns_near(realm->options.content, &here, radius, visit_spawn, &search);
    gather_waiting(&search);
    if (query->kinds & PB_OBJECT_ACTOR || (query->kinds & PB_OBJECT_PLAYER && realm->humans))
        pb_realm_actors_near(realm, &here, radius, visit_actor, &search);
    for (i = 0; query->kinds & PB_OBJECT_PLAYER && i < realm->player_count; i++) {
        struct pb_object_view view = realm->players[i];

        view.distance = pb_distance(&here, &view.position);
        if (view.distance <= radius)
            gather(&search, &view);
    }
    for (i = 0; query->kinds & PB_OBJECT_MAILBOX && i < zones; i++) {
        struct pb_object_view view = {.object = PB_OBJECT_OF_MAILBOX(i),
                                      .position = zone[i].centre,
                                      .actor = PB_NO_ACTOR,
                                      .kind = PB_OBJECT_MAILBOX};

        view.distance = pb_distance(&here, &view.position);
        if (view.distance <= radius)
            gather(&search, &view);
    }
    return search.count;
}

/* First all actors, then what lies around all of them. */
static void look_ahead(void *self, const pb_actor *actors, unsigned count, float radius)
{
    struct pb_realm *realm = self;
    struct pb_position places[PB_LOOK_AHEAD];
    unsigned i, from, known;

    for (i = 0; i < count; i++)
        if (actors[i] < realm->actor_count)
            pb_realm_fetch(realm, actors[i]);
    for (from = 0; from < count; from += PB_LOOK_AHEAD) {
        for (i = from, known = 0; i < count && i < from + PB_LOOK_AHEAD; i++) {
            const struct pb_realm_actor *actor = pb_realm_actor(realm, actors[i]);

            if (actor)
                places[known++] = pb_realm_where(realm, actor);
        }
        pb_content_look_ahead(realm->options.content, places, known,
                              radius < MAX_RADIUS ? radius : MAX_RADIUS, realm->creature_states);
    }
}

static int get_object(void *self, pb_actor number, pb_object object, struct pb_object_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_position there, here;
    float distance;
    uint32_t spawns;

    if (!actor || pb_realm_object_where(realm, object, &there) != PB_OK)
        return PB_E_gone;
    here = pb_realm_where(realm, actor);
    distance = pb_distance(&here, &there);
    pb_content_spawns(realm->options.content, &spawns);
    if (object <= spawns) {
        view_creature(realm, number, (uint32_t)object - 1, distance, view);
        return PB_OK;
    }
    if (object == PB_OBJECT_OF_ACTOR((uint32_t)object)) {
        view_actor(realm, (uint32_t)object, distance, view);
        return PB_OK;
    }
    *view = (struct pb_object_view){.object = object,
                                    .position = there,
                                    .distance = distance,
                                    .actor = PB_NO_ACTOR,
                                    .kind = PB_OBJECT_MAILBOX};
    if (object == PB_OBJECT_OF_PLAYER((uint32_t)object))
        *view = realm->players[(uint32_t)object];
    view->distance = distance;
    return PB_OK;
}

enum {
    /* So far below its own level and less prey is worth a longer way. */
    PREY_BELOW = 4,
    PREY = 16
};

/* The nearest prey of these levels on the map of `from`, behind what is known already. */
static unsigned add_prey(const struct pb_realm *realm, const struct pb_position *from, unsigned least,
                         unsigned most, struct pb_prey *prey, unsigned known, unsigned max)
{
    uint32_t count, spawns[PREY];
    const struct pb_spawn *spawn = pb_content_spawns(realm->options.content, &count);
    const struct pb_creature_template *kinds = pb_content_creatures(realm->options.content, &count);
    unsigned found, i, room = max - known < PREY ? max - known : PREY;

    found = pb_content_find_prey(realm->options.content, from, least, most, spawns, room);
    for (i = 0; i < found; i++)
        prey[known + i] = (struct pb_prey){spawn[spawns[i]].position, kinds[spawn[spawns[i]].creature].entry};
    return known + found;
}

/* Half of it of the actor's level, the rest of any that teaches it something; where there is none on its map,
 * of its level near the first zone of the next one. */
static unsigned find_prey(void *self, pb_actor number, struct pb_prey *prey, unsigned max)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    uint32_t count, i;
    const struct pb_zone *zones = pb_content_zones(realm->options.content, &count);
    struct pb_position here;
    unsigned any, good, known;

    if (!actor)
        return 0;
    here = pb_realm_where(realm, actor);
    any = pb_realm_grey_level(actor->level) + 1;
    good = actor->level > PREY_BELOW + any ? actor->level - (unsigned)PREY_BELOW : any;
    known = add_prey(realm, &here, good, actor->level + 1u, prey, 0, (max + 1) / 2);
    known = add_prey(realm, &here, any, good - 1, prey, known, max);
    for (i = 0; i < count && !known; i++)
        if (zones[i].map != here.map && (!i || zones[i].map != zones[i - 1].map))
            known = add_prey(realm, &zones[i].centre, good, actor->level + 1u, prey, 0, max);
    return known;
}

/* The `skip`th nearest of a creature's spawns on the map. */
static int find_habitat(void *self, pb_actor number, uint32_t entry, unsigned skip,
                        struct pb_position *position)
{
    struct pb_realm *realm = self;
    const struct pb_content *content = realm->options.content;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    uint32_t kind = pb_content_find_creature(content, entry), spawn, spawns;
    struct pb_position here;
    float distance;

    if (!actor || kind == PB_NO_INDEX)
        return PB_E_gone;
    here = pb_realm_where(realm, actor);
    spawn = pb_content_nearest_spawn(content, &here, kind, skip, &distance);
    if (spawn == PB_NO_INDEX)
        return PB_E_gone;
    *position = pb_content_spawns(content, &spawns)[spawn].position;
    return PB_OK;
}

/* ---- Actors themselves ---- */

/* Whoever fights is asked next how its fight stands: that, and whom it fights, is on its way by then. */
static void fetch_fight(const struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    uint32_t spawns;

    __builtin_prefetch(actor);
    __builtin_prefetch(&actor->ready_ms);
    if (actor->target == PB_NO_INDEX)
        return;
    __builtin_prefetch(&realm->creature_states[actor->target]);
    __builtin_prefetch(&realm->creatures[actor->target]);
    __builtin_prefetch(&pb_content_spawns(realm->options.content, &spawns)[actor->target]);
}

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    struct pb_realm *realm = self;
    unsigned i;

    /* Actors lie apart: all are on their way from memory while the first is read. */
    for (i = 0; i < count; i++)
        if (actors[i] < realm->actor_count)
            __builtin_prefetch(&realm->actors[actors[i]].flags);
    for (i = 0; i < count; i++) {
        const struct pb_realm_actor *actor = pb_realm_actor(realm, actors[i]);

        status[i] = (struct pb_actor_status){0};
        if (!actor)
            continue;
        if (actor->flags & PB_ACTOR_IN_COMBAT)
            fetch_fight(realm, actor);
        status[i].flags = (uint16_t)(actor->flags | (actor->group ? PB_ACTOR_GROUPED : 0));
        status[i].level = actor->level;
        status[i].health_percent =
            (uint8_t)(actor->health_max ? (uint64_t)actor->health * 100 / actor->health_max : 0);
        status[i].power_percent =
            (uint8_t)(actor->power_max ? (uint64_t)actor->power * 100 / actor->power_max : 0);
        status[i].attackers = actor->attackers;
        status[i].free_slots = actor->free_slots;
        status[i].worst_durability = actor->worst_durability;
        status[i].inventory_version = actor->inventory_version;
        status[i].quest_version = actor->quest_version;
    }
}

static int get_actor(void *self, pb_actor number, struct pb_actor_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);

    if (!actor)
        return PB_E_gone;
    *view = (struct pb_actor_view){.guid = actor->guid,
                                   .account_id = actor->account_id,
                                   .position = pb_realm_where(realm, actor),
                                   .money = actor->money,
                                   .experience = actor->experience,
                                   .experience_next = pb_realm_experience_next(actor->level),
                                   .health = actor->health,
                                   .health_max = actor->health_max,
                                   .power = actor->power,
                                   .power_max = actor->power_max,
                                   .race = actor->race,
                                   .character_class = actor->character_class,
                                   .specialization = actor->specialization,
                                   .level = actor->level,
                                   .gender = actor->gender};
    memcpy(view->name, actor->name, sizeof view->name);
    return PB_OK;
}

void pb_realm_offer_sight(struct pb_world *world)
{
    world->find_objects = find_objects;
    world->get_object = get_object;
    world->look_ahead = look_ahead;
    world->find_habitat = find_habitat;
    world->find_prey = find_prey;
    world->get_status = get_status;
    world->get_actor = get_actor;
}
