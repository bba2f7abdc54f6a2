/* Combat of actors: blows, abilities, who is fought. */
#include "base/chance.h"
#include "include/playerbot_error.h"
#include "realm/state.h"
#include "world/position.h"

enum {
    REACH = 5,
    RANGED_REACH = 30,
    SWING_MS = 2000,
    MISS_PERCENT = 5,
    REGENERATE_MS = 2000,
    AGGRO_YARDS = 8,
    TAME_YARDS = 3,
    TAME_LEVEL = 5, /* below it they are tame */
    HEAL_YARDS = 40,
    MOST_ATTACKERS = 5, /* who is fought by so many is not worth the while of more */
    DEFEND_MS = 8000,
    INTERRUPT_MS = 2000,
    HEAL_MS = 2500
};

/* What abilities cost (power) and how long until they work again. */
static const struct {
    uint16_t power;
    uint32_t again_ms;
} abilities[PB_ABILITIES] = {
    [PB_ABILITY_STRIKE] = {20, 6000},     [PB_ABILITY_DEFEND] = {10, 30000}, [PB_ABILITY_HEAL] = {30, 4000},
    [PB_ABILITY_INTERRUPT] = {10, 10000}, [PB_ABILITY_TAUNT] = {5, 8000},
};

/* Classes that hit from afar: hunter, priest, mage, warlock. */
static float reach_of(const struct pb_realm_actor *actor)
{
    return 0x194 >> (actor->character_class - 1) & 1 ? RANGED_REACH : REACH;
}

/* Healers: paladin, priest, shaman, druid. Who can taunt: warrior, paladin, death knight, druid. */
static int knows(const struct pb_realm_actor *actor, enum pb_ability ability)
{
    unsigned bit = 1u << (actor->character_class - 1);

    if (ability == PB_ABILITY_HEAL)
        return (0x452 & bit) != 0;
    if (ability == PB_ABILITY_TAUNT)
        return (0x423 & bit) != 0;
    return 1;
}

static struct pb_position place_of_spawn(const struct pb_realm *realm, uint32_t spawn)
{
    uint32_t count;

    return pb_content_spawns(realm->options.content, &count)[spawn].position;
}

static float distance_to(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t spawn)
{
    struct pb_position here = pb_realm_where(realm, actor), there = place_of_spawn(realm, spawn);

    return pb_distance(&here, &there);
}

void pb_realm_disengage(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->target = PB_NO_INDEX;
    if (!(actor->flags & PB_ACTOR_IN_COMBAT))
        return;
    actor->flags &= (uint16_t)~PB_ACTOR_IN_COMBAT;
    pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_COMBAT_ENDED, .actor = number});
}

/* After a target is gone: on to whoever attacks, or out of combat. */
static void look_for_next(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->target = PB_NO_INDEX;
    if (!actor->attackers)
        pb_realm_disengage(realm, number);
}

static void wound(struct pb_realm *realm, pb_actor number, uint32_t spawn, float damage)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->is_dirty = 1;
    damage *= pb_realm_level_factor(actor->level, creature->level) * pb_realm_blow_factor(realm);
    if (pb_realm_tapper(realm, spawn) == PB_NO_ACTOR)
        pb_realm_tap(realm, spawn, number);
    pb_realm_provoke(realm, spawn, number);
    if ((uint32_t)damage + 1 < creature->health) {
        creature->health -= (uint32_t)damage + 1;
        return;
    }
    pb_realm_kill_creature(realm, spawn, pb_realm_tapper(realm, spawn));
    look_for_next(realm, number);
}

static void swing(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    if (realm->creature_states[actor->target] != PB_CREATURE_ALIVE) {
        look_for_next(realm, number);
        return;
    }
    actor->swing_ms = realm->now_ms + SWING_MS;
    if (distance_to(realm, actor, actor->target) > reach_of(actor)) {
        /* It runs up first. */
        if (!(actor->flags & PB_ACTOR_MOVING)) {
            struct pb_position there = place_of_spawn(realm, actor->target);

            pb_realm_go(realm, number, &there, reach_of(actor) - 1);
            actor->swing_ms = actor->arrive_ms;
        }
        return;
    }
    actor->swung_ms = realm->now_ms;
    if (pb_chance_below(&realm->chance, 100) >= MISS_PERCENT)
        wound(realm, number, actor->target, actor->damage_per_s * SWING_MS / 1000);
    else
        pb_realm_provoke(realm, actor->target, number);
}

/* Percent of health and power that come back in two seconds. */
enum calm { FIGHTING, AT_PEACE, AT_REST, AT_MEAL };
static const struct {
    uint8_t health, power;
} regains[] = {[FIGHTING] = {0, 4}, [AT_PEACE] = {1, 4}, [AT_REST] = {8, 20}, [AT_MEAL] = {16, 40}};

static enum calm calm_of(const struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    if (actor->flags & PB_ACTOR_IN_COMBAT)
        return FIGHTING;
    if (!(actor->flags & PB_ACTOR_RESTING))
        return AT_PEACE;
    return (int32_t)(actor->eats_ms - realm->now_ms) > 0 ? AT_MEAL : AT_REST;
}

static void regenerate(struct pb_realm *realm, struct pb_realm_actor *actor)
{
    enum calm calm = calm_of(realm, actor);
    uint32_t health = actor->health_max * regains[calm].health / 100 + (calm != FIGHTING),
             power = actor->power_max * regains[calm].power / 100 + 1;

    actor->regenerated_ms = realm->now_ms;
    actor->health = actor->health + health < actor->health_max ? actor->health + health : actor->health_max;
    actor->power = actor->power + power < actor->power_max ? actor->power + power : actor->power_max;
    if (actor->flags & PB_ACTOR_RESTING && actor->health == actor->health_max &&
        actor->power == actor->power_max)
        actor->flags &= (uint16_t)~PB_ACTOR_RESTING;
}

void pb_realm_fight(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    if (actor->flags & PB_ACTOR_DEAD)
        return;
    if ((int32_t)(realm->now_ms - actor->regenerated_ms) >= REGENERATE_MS)
        regenerate(realm, actor);
    if (actor->target != PB_NO_INDEX && (int32_t)(realm->now_ms - actor->swing_ms) >= 0)
        swing(realm, number);
}

struct trouble {
    struct pb_realm *realm;
    pb_actor number;
};

/* Riders are past before anybody has turned round. */
static int rides(const struct pb_realm_actor *actor)
{
    return actor->flags & PB_ACTOR_MOVING && actor->speed > 0.0071f;
}

/* Of a hostile creature. */
static int attacks(const struct pb_realm *realm, uint32_t spawn, pb_actor number, float distance)
{
    const struct pb_realm_creature *creature = &realm->creatures[spawn];
    const struct pb_realm_actor *actor = &realm->actors[number];
    float reach;

    if (realm->creature_states[spawn] != PB_CREATURE_ALIVE)
        return 0;
    /* A yard nearer or further for each level of difference, as in version 3.3.5; where characters begin most
     * mind their own business there. */
    reach = creature->level < TAME_LEVEL ? TAME_YARDS
                                         : AGGRO_YARDS + (float)creature->level - (float)actor->level;
    return creature->target == PB_NO_ACTOR && distance <= (reach < 3 ? 3 : reach) &&
           creature->level + 8 >= actor->level && actor->attackers < MOST_ATTACKERS;
}

static int visit_spawn(void *user, const struct pb_near *near, float distance)
{
    struct trouble *trouble = user;

    if (near->roles & PB_ROLE_HOSTILE && attacks(trouble->realm, near->spawn, trouble->number, distance))
        pb_realm_provoke(trouble->realm, near->spawn, trouble->number);
    return trouble->realm->actors[trouble->number].attackers >= MOST_ATTACKERS;
}

void pb_realm_look_for_trouble(struct pb_realm *realm, pb_actor number)
{
    struct trouble trouble = {realm, number};
    const struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_position here = pb_realm_where(realm, actor);

    if (actor->flags & PB_ACTOR_DEAD || rides(actor))
        return;
    pb_content_spawns_near(realm->options.content, &here, AGGRO_YARDS + 10, visit_spawn, &trouble);
}

struct prey {
    struct pb_realm *realm;
    uint32_t spawn;
    pb_actor nearest;
    float least;
};

static void visit_prey(void *user, pb_actor number, float distance)
{
    struct prey *prey = user;
    const struct pb_realm_actor *actor = &prey->realm->actors[number];

    if (actor->flags & PB_ACTOR_DEAD || rides(actor) || !attacks(prey->realm, prey->spawn, number, distance))
        return;
    /* The order of the grid depends on who came when; the nearest, or the smaller number, does not. */
    if (distance > prey->least || (!(distance < prey->least) && number > prey->nearest))
        return;
    prey->nearest = number;
    prey->least = distance;
}

static int is_hostile(const struct pb_realm *realm, uint32_t spawn)
{
    uint32_t count;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &count);

    return pb_content_creatures(realm->options.content, &count)[spawns[spawn].creature].roles &
           PB_ROLE_HOSTILE;
}

void pb_realm_look_for_prey(struct pb_realm *realm, uint32_t spawn)
{
    struct prey prey = {realm, spawn, PB_NO_ACTOR, INFINITY};
    struct pb_position place = place_of_spawn(realm, spawn);

    if (!is_hostile(realm, spawn))
        return;
    pb_realm_actors_near(realm, &place, AGGRO_YARDS + 10, visit_prey, &prey);
    if (prey.nearest != PB_NO_ACTOR)
        pb_realm_provoke(realm, spawn, prey.nearest);
}

/* ---- The world's functions ---- */

/* The spawn of an object that can be fought. */
static int find_enemy(struct pb_realm *realm, pb_object object, uint32_t *spawn)
{
    uint32_t count;

    pb_content_spawns(realm->options.content, &count);
    if (object < 1 || object > count || realm->creature_states[object - 1] != PB_CREATURE_ALIVE)
        return PB_E_gone;
    *spawn = (uint32_t)object - 1;
    return is_hostile(realm, *spawn) ? PB_OK : PB_E_not_allowed;
}

static int attack(void *self, pb_actor number, pb_object target)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_position there;
    uint32_t spawn, next_ms;
    int error;

    if (!actor)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    error = find_enemy(realm, target, &spawn);
    if (error != PB_OK)
        return error;
    if (!(distance_to(realm, actor, spawn) <= 100))
        return PB_E_too_far;
    actor->target = spawn;
    actor->flags &= (uint16_t)~PB_ACTOR_RESTING;
    /* Who changes targets does not hit sooner. */
    next_ms = actor->swung_ms + SWING_MS;
    actor->swing_ms = (int32_t)(next_ms - realm->now_ms) > 0 ? next_ms : realm->now_ms;
    if (distance_to(realm, actor, spawn) > reach_of(actor)) {
        there = place_of_spawn(realm, spawn);
        pb_realm_go(realm, number, &there, reach_of(actor) - 1);
        if ((int32_t)(actor->arrive_ms - actor->swing_ms) > 0)
            actor->swing_ms = actor->arrive_ms;
    } else if (actor->flags & PB_ACTOR_MOVING) {
        pb_realm_halt(realm, number);
    }
    if (!(actor->flags & PB_ACTOR_IN_COMBAT)) {
        actor->flags |= PB_ACTOR_IN_COMBAT;
        pb_realm_tell(realm, &(struct pb_world_event){
                                 .type = PB_WORLD_COMBAT_BEGAN, .actor = number, .object = target});
    }
    pb_realm_plan(realm, number);
    return PB_OK;
}

static int stop_attack(void *self, pb_actor number)
{
    if (!pb_realm_actor(self, number))
        return PB_E_gone;
    look_for_next(self, number);
    return PB_OK;
}

/* The actor that a heal is for. */
static struct pb_realm_actor *find_patient(struct pb_realm *realm, pb_actor number, pb_object target)
{
    struct pb_position here, there;
    struct pb_realm_actor *patient;

    if (!target)
        return &realm->actors[number];
    if (target != PB_OBJECT_OF_ACTOR((uint32_t)target) ||
        !(patient = pb_realm_actor(realm, (uint32_t)target)))
        return NULL;
    here = pb_realm_where(realm, &realm->actors[number]);
    there = pb_realm_where(realm, patient);
    return patient->flags & PB_ACTOR_DEAD || !(pb_distance(&here, &there) <= HEAL_YARDS) ||
                   !pb_realm_are_friends(patient->race, realm->actors[number].race)
               ? NULL
               : patient;
}

/* Who heals does not hit meanwhile: its next blow comes so much later. */
static int heal(struct pb_realm *realm, pb_actor number, pb_object target)
{
    struct pb_realm_actor *patient = find_patient(realm, number, target), *actor = &realm->actors[number];

    if (!patient)
        return PB_E_gone;
    patient->health += patient->health_max / 4;
    if (patient->health > patient->health_max)
        patient->health = patient->health_max;
    patient->is_dirty = 1;
    actor->swung_ms = (int32_t)(actor->swung_ms + SWING_MS - realm->now_ms) > 0
                          ? actor->swung_ms + HEAL_MS
                          : realm->now_ms + HEAL_MS - SWING_MS;
    actor->swing_ms = actor->swung_ms + SWING_MS;
    return PB_OK;
}

static int turn_enemy(struct pb_realm *realm, pb_actor number, enum pb_ability ability, pb_object target)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t spawn;
    int error = find_enemy(realm, target, &spawn);

    if (error != PB_OK)
        return error;
    if (distance_to(realm, actor, spawn) > reach_of(actor))
        return PB_E_too_far;
    if (ability == PB_ABILITY_STRIKE) {
        wound(realm, number, spawn, actor->damage_per_s * 2.5f);
    } else if (ability == PB_ABILITY_TAUNT && realm->creatures[spawn].target != number) {
        pb_realm_let_go(realm, spawn);
        pb_realm_provoke(realm, spawn, number);
    } else if (ability == PB_ABILITY_INTERRUPT && realm->creatures[spawn].target != PB_NO_ACTOR) {
        realm->creatures[spawn].due_ms += INTERRUPT_MS;
        if (pb_realm_schedule(realm, spawn | PB_DUE_SPAWN, realm->creatures[spawn].due_ms) != PB_OK)
            realm->stats.events_lost++;
    }
    return PB_OK;
}

static int use_ability(void *self, pb_actor number, enum pb_ability ability, pb_object target)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    int error = PB_OK;

    if (!actor)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    if ((unsigned)ability >= PB_ABILITIES || !knows(actor, ability))
        return PB_E_not_allowed;
    if ((int32_t)(realm->now_ms - actor->ready_ms[ability]) < 0 || actor->power < abilities[ability].power)
        return PB_E_not_ready;
    if (ability == PB_ABILITY_HEAL)
        error = heal(realm, number, target);
    else if (ability == PB_ABILITY_DEFEND)
        actor->defends_ms = realm->now_ms + DEFEND_MS;
    else
        error = turn_enemy(realm, number, ability, target);
    if (error != PB_OK)
        return error;
    actor->flags &= (uint16_t)~PB_ACTOR_RESTING;
    actor->power -= abilities[ability].power;
    actor->ready_ms[ability] = realm->now_ms + abilities[ability].again_ms;
    pb_realm_plan(realm, number);
    return PB_OK;
}

static int get_combat(void *self, pb_actor number, struct pb_combat_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    unsigned i;

    if (!actor)
        return PB_E_gone;
    *view = (struct pb_combat_view){.attackers = actor->attackers, .reach = reach_of(actor)};
    for (i = 0; i < PB_ABILITIES; i++)
        if (knows(actor, (enum pb_ability)i) && (int32_t)(realm->now_ms - actor->ready_ms[i]) >= 0 &&
            actor->power >= abilities[i].power)
            view->ready |= (uint16_t)(1u << i);
    if (actor->target != PB_NO_INDEX && realm->creature_states[actor->target] == PB_CREATURE_ALIVE) {
        const struct pb_realm_creature *creature = &realm->creatures[actor->target];
        uint32_t count;
        const struct pb_spawn *spawn = &pb_content_spawns(realm->options.content, &count)[actor->target];
        const struct pb_creature_template *kind =
            &pb_content_creatures(realm->options.content, &count)[spawn->creature];

        view->target = PB_OBJECT_OF_SPAWN(actor->target);
        view->target_position = spawn->position;
        view->target_entry = kind->entry;
        view->target_distance = distance_to(realm, actor, actor->target);
        view->target_level = creature->level;
        view->target_rank = kind->rank;
        view->target_health_percent = (uint8_t)((uint64_t)creature->health * 100 / creature->health_max);
    }
    return PB_OK;
}

static int rest(void *self, pb_actor number)
{
    struct pb_realm_actor *actor = pb_realm_actor(self, number);

    if (!actor)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    if (actor->flags & PB_ACTOR_IN_COMBAT)
        return PB_E_in_combat;
    if (actor->flags & PB_ACTOR_MOVING)
        pb_realm_halt(self, number);
    actor->flags |= PB_ACTOR_RESTING;
    pb_realm_plan(self, number);
    return PB_OK;
}

void pb_realm_offer_combat(struct pb_world *world)
{
    world->attack = attack;
    world->stop_attack = stop_attack;
    world->use_ability = use_ability;
    world->get_combat = get_combat;
    world->rest = rest;
}
