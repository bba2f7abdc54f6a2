/* Creatures: they fight back, lie dead for a while, and come again. */
#include "base/chance.h"
#include "realm/state.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

enum {
    CORPSE_MS = 90000,
    EMPTY_CORPSE_MS = 5000,
    DEFAULT_ATTACK_MS = 2000,
    /* It follows so far from its place, and hits within reach. */
    LEASH_YARDS = 60,
    MISS_PERCENT = 5,
    CRITICAL_PERCENT = 5
};

static const struct pb_creature_template *kind_of(const struct pb_realm *realm, uint32_t spawn)
{
    uint32_t count;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &count);

    return &pb_content_creatures(realm->options.content, &count)[spawns[spawn].creature];
}

/*
 * Damage by the difference of levels: a tenth more or less for each, within 0.3 and 2. So three levels above
 * a creature is twice as hard as one of the same level, which version 3.3.5 reaches by misses, glancing blows
 * and resistance together.
 */
float pb_realm_level_factor(unsigned attacker, unsigned victim)
{
    float factor = 1 + 0.1f * ((float)attacker - (float)victim);

    return factor < 0.3f ? 0.3f : factor > 2 ? 2 : factor;
}

float pb_realm_blow_factor(struct pb_realm *realm)
{
    float factor = 0.8f + 0.4f * (float)pb_chance_share(&realm->chance);

    return pb_chance_below(&realm->chance, 100) < CRITICAL_PERCENT ? 2 * factor : factor;
}

/*
 * What a creature of level L has, by its rank: health for so many seconds of 3 + 1.15 L damage, and blows
 * that would take such a share of 60 + 18 L health in 15 s from somebody without armor who does not strike
 * back. Which is 15 s and a third of its health for a character of that level in what is worn on the way up
 * (docs/combat.md; `build/tools/fight_balance` measures it).
 */
static const struct {
    float health_s, damage_share;
} ranks[] = {[0] = {16, 0.5f}, [1] = {48, 1}, [2] = {48, 1}, [3] = {48, 1}, [4] = {16, 0.5f}};

static unsigned rank_of(const struct pb_creature_template *kind)
{
    return kind->rank < sizeof ranks / sizeof *ranks ? kind->rank : 1;
}

/* What there is of it below level 10: characters begin against easier ones, as in version 3.3.5
 * (docs/combat.md). */
static float grown(const struct pb_creature_template *kind, unsigned level, float at_first)
{
    return rank_of(kind) % 4 || level >= 10 ? 1 : at_first + (1 - at_first) * (float)(level - 1) / 9;
}

static uint32_t health_of(const struct pb_creature_template *kind, unsigned level)
{
    float modifier = kind->health_modifier > 0 ? kind->health_modifier : 1;

    return (uint32_t)(ranks[rank_of(kind)].health_s * (3 + 1.15f * (float)level) * modifier *
                      grown(kind, level, 0.6f)) +
           1;
}

static float damage_per_ms(const struct pb_creature_template *kind, unsigned level)
{
    float modifier = kind->damage_modifier > 0 ? kind->damage_modifier : 1;

    return (60 + 18 * (float)level) * ranks[rank_of(kind)].damage_share / 15000 * modifier *
           grown(kind, level, 0.85f);
}

static void rise(struct pb_realm *realm, uint32_t spawn)
{
    const struct pb_creature_template *kind = kind_of(realm, spawn);
    struct pb_realm_creature *creature = &realm->creatures[spawn];
    unsigned range = (unsigned)(kind->level_max - kind->level_min) + 1;

    memset(creature, 0, sizeof *creature);
    creature->level = (uint8_t)(kind->level_min + pb_chance_below(&realm->chance, range));
    creature->health = creature->health_max = health_of(kind, creature->level);
    creature->target = creature->tapper = PB_NO_ACTOR;
    realm->creature_states[spawn] = PB_CREATURE_ALIVE;
}

void pb_realm_spawn_all(struct pb_realm *realm)
{
    uint32_t count, i;

    pb_content_spawns(realm->options.content, &count);
    for (i = 0; i < count; i++)
        rise(realm, i);
}

static void plan(struct pb_realm *realm, uint32_t spawn, uint32_t wait_ms)
{
    realm->creatures[spawn].due_ms = realm->now_ms + wait_ms;
    if (pb_realm_schedule(realm, spawn | PB_DUE_SPAWN, realm->now_ms + wait_ms) != PB_OK)
        realm->stats.events_lost++;
}

void pb_realm_tap(struct pb_realm *realm, uint32_t spawn, pb_actor number)
{
    realm->creatures[spawn].tapper = number;
    realm->creatures[spawn].tapper_life = realm->actors[number].life;
}

pb_actor pb_realm_tapper(struct pb_realm *realm, uint32_t spawn)
{
    const struct pb_realm_creature *creature = &realm->creatures[spawn];
    const struct pb_realm_actor *actor = pb_realm_actor(realm, creature->tapper);

    return actor && actor->life == creature->tapper_life ? creature->tapper : PB_NO_ACTOR;
}

void pb_realm_provoke(struct pb_realm *realm, uint32_t spawn, pb_actor number)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];
    struct pb_realm_actor *actor = &realm->actors[number];
    uint16_t attack_ms = kind_of(realm, spawn)->attack_ms;

    if (realm->creature_states[spawn] != PB_CREATURE_ALIVE || creature->target != PB_NO_ACTOR ||
        actor->flags & PB_ACTOR_DEAD)
        return;
    creature->target = number;
    if (pb_realm_tapper(realm, spawn) == PB_NO_ACTOR)
        pb_realm_tap(realm, spawn, number);
    actor->attackers = (uint8_t)(actor->attackers < 255 ? actor->attackers + 1 : 255);
    actor->flags &= (uint16_t)~PB_ACTOR_RESTING;
    if (!(actor->flags & PB_ACTOR_IN_COMBAT)) {
        actor->flags |= PB_ACTOR_IN_COMBAT;
        pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_COMBAT_BEGAN,
                                                      .actor = number,
                                                      .object = PB_OBJECT_OF_SPAWN(spawn),
                                                      .entry = kind_of(realm, spawn)->entry});
    }
    plan(realm, spawn, attack_ms ? attack_ms : DEFAULT_ATTACK_MS);
}

void pb_realm_let_go(struct pb_realm *realm, uint32_t spawn)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];
    struct pb_realm_actor *victim = creature->target == PB_NO_ACTOR ? NULL : &realm->actors[creature->target];
    pb_actor number = creature->target;

    creature->target = PB_NO_ACTOR;
    if (victim && victim->attackers)
        victim->attackers--;
    if (victim && !victim->attackers && victim->target == PB_NO_INDEX)
        pb_realm_disengage(realm, number);
}

/* It goes back to its place, hale. */
static void evade(struct pb_realm *realm, uint32_t spawn)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];

    pb_realm_let_go(realm, spawn);
    creature->health = creature->health_max;
    creature->tapper = PB_NO_ACTOR;
}

static int is_within_leash(const struct pb_realm *realm, uint32_t spawn, pb_actor number)
{
    uint32_t count;
    const struct pb_spawn *home = &pb_content_spawns(realm->options.content, &count)[spawn];
    struct pb_position there = pb_realm_where(realm, &realm->actors[number]);

    return pb_distance(&home->position, &there) <= LEASH_YARDS;
}

/* It lost whom it fought: it turns to another of the group who fights it, or goes home. */
static void give_up(struct pb_realm *realm, uint32_t spawn)
{
    pb_actor party[PB_GROUP_SIZE], lost = realm->creatures[spawn].target;
    unsigned count = pb_goods_party(realm, lost, 2 * LEASH_YARDS, party), i;

    for (i = 0; i < count; i++) {
        const struct pb_realm_actor *other = pb_realm_actor(realm, party[i]);

        if (!other || party[i] == lost || other->target != spawn || other->flags & PB_ACTOR_DEAD ||
            !is_within_leash(realm, spawn, party[i]))
            continue;
        pb_realm_let_go(realm, spawn);
        pb_realm_provoke(realm, spawn, party[i]);
        return;
    }
    evade(realm, spawn);
}

struct chase {
    struct pb_realm *realm;
    pb_actor number;
};

static int lets_go(struct chase *chase, uint32_t spawn)
{
    if (chase->realm->creatures[spawn].target == chase->number)
        give_up(chase->realm, spawn);
    return !chase->realm->actors[chase->number].attackers;
}

static int visit_hunter(void *user, const struct pb_near *near, float distance)
{
    (void)distance;
    return lets_go(user, near->spawn);
}

void pb_realm_shake_off(struct pb_realm *realm, pb_actor number)
{
    struct chase chase = {realm, number};
    struct pb_position here = pb_realm_where(realm, &realm->actors[number]);

    uint32_t count, i;

    if (realm->actors[number].attackers)
        pb_content_spawns_near(realm->options.content, &here, 2 * LEASH_YARDS, visit_hunter, &chase);
    /* Through a portal it can be far from those who have not noticed yet. */
    pb_content_spawns(realm->options.content, &count);
    for (i = 0; i < count && realm->actors[number].attackers; i++)
        lets_go(&chase, i);
}

static void hit(struct pb_realm *realm, uint32_t spawn)
{
    const struct pb_creature_template *kind = kind_of(realm, spawn);
    struct pb_realm_creature *creature = &realm->creatures[spawn];
    pb_actor number = creature->target;
    struct pb_realm_actor *victim = pb_realm_actor(realm, number);
    uint32_t attack_ms = kind->attack_ms ? kind->attack_ms : DEFAULT_ATTACK_MS;
    float damage;

    if (!victim || victim->flags & PB_ACTOR_DEAD || !is_within_leash(realm, spawn, number)) {
        give_up(realm, spawn);
        return;
    }
    plan(realm, spawn, attack_ms);
    if (pb_chance_below(&realm->chance, 100) < MISS_PERCENT)
        return;
    damage = damage_per_ms(kind, creature->level) * (float)attack_ms *
             pb_realm_level_factor(creature->level, victim->level) * victim->armor_share *
             pb_realm_blow_factor(realm);
    if ((int32_t)(victim->defends_ms - realm->now_ms) > 0)
        damage /= 2;
    victim->is_dirty = 1;
    if ((uint32_t)damage + 1 < victim->health) {
        victim->health -= (uint32_t)damage + 1;
        pb_realm_plan(realm, number);
        return;
    }
    pb_realm_die(realm, number, spawn);
}

void pb_realm_kill_creature(struct pb_realm *realm, uint32_t spawn, pb_actor killer)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];

    pb_realm_let_go(realm, spawn);
    creature->health = 0;
    realm->creature_states[spawn] = PB_CREATURE_CORPSE;
    realm->stats.kills++;
    pb_goods_on_kill(realm, spawn, killer);
    plan(realm, spawn, creature->loot ? CORPSE_MS : EMPTY_CORPSE_MS);
}

void pb_realm_bury(struct pb_realm *realm, uint32_t spawn)
{
    plan(realm, spawn, EMPTY_CORPSE_MS);
}

void pb_realm_creature_due(struct pb_realm *realm, uint32_t spawn)
{
    struct pb_realm_creature *creature = &realm->creatures[spawn];

    switch (realm->creature_states[spawn]) {
    case PB_CREATURE_ALIVE:
        if (creature->target != PB_NO_ACTOR)
            hit(realm, spawn);
        break;
    case PB_CREATURE_CORPSE:
        if (creature->loot)
            pb_goods_on_corpse_gone(realm, spawn);
        creature->loot = 0;
        realm->creature_states[spawn] = PB_CREATURE_GONE;
        plan(realm, spawn, pb_crowd_respawn_s(realm, spawn) * 1000);
        break;
    default:
        rise(realm, spawn);
        pb_realm_look_for_prey(realm, spawn);
    }
}
