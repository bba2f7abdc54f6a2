/* Life: experience and levels, death and what comes after. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>

enum {
    /* The way of the ghost. */
    GHOST_MS = 20000,
    DEATH_WEAR = 10
};

/*
 * Experience that a level takes. Up to level 59 as players have worked it out for version 3.3.5
 * (wowpedia.org, "Experience to level"): (8 level + difficulty) x (45 + 5 level), less from level 11 on,
 * rounded to hundreds. Beyond, no formula is known: the figures are those of player_xp_for_level.
 */
uint32_t pb_realm_experience_next(unsigned level)
{
    static const uint16_t late_levels[] = {2900,  3170,  3490,  3860,  4280,  4750,  5270,
                                           5850,  6480,  7170,  15238, 15396, 15557, 15718,
                                           15879, 16042, 16207, 16374, 16539, 16708};
    unsigned difficulty = level <= 28   ? 0
                          : level == 29 ? 1
                          : level == 30 ? 3
                          : level == 31 ? 6
                                        : 5 * (level - 30);
    double factor = level <= 10 ? 1 : level <= 27 ? 1 - (level - 10) / 100.0 : 0.82;
    double base = 45 + 5.0 * level;

    if (level >= PB_MAX_LEVEL)
        return 0;
    if (level >= 60)
        return late_levels[level - 60] * 100u;
    return (uint32_t)(floor((8.0 * level + difficulty) * base * factor / 100 + 0.5) * 100);
}

/* Levels below the character's at which a creature gives nothing (wowpedia.org, "Mob experience"). */
unsigned pb_realm_grey_level(unsigned level)
{
    if (level <= 5)
        return 0;
    if (level <= 39)
        return level - 5 - level / 10;
    if (level <= 59)
        return level - 1 - level / 5;
    return level - 9;
}

static unsigned zero_difference(unsigned level)
{
    return level <= 7    ? 5
           : level <= 9  ? 6
           : level <= 11 ? 7
           : level <= 15 ? 8
           : level <= 19 ? 9
           : level <= 29 ? 11
           : level <= 39 ? 12
           : level <= 44 ? 13
           : level <= 49 ? 14
           : level <= 54 ? 15
           : level <= 59 ? 16
                         : 17;
}

/* 45 + 5 level for one of its own level (235 + 5 in Outland, 580 + 5 in Northrend); 5 % more for each level
 * above, up to four; less below, down to nothing; elites twice (same source). */
uint32_t pb_realm_kill_experience(const struct pb_creature_template *creature, unsigned creature_level,
                                  unsigned level)
{
    double base = (creature_level <= 60 ? 45.0 : creature_level <= 70 ? 235.0 : 580.0) + 5.0 * level, given;
    double modifier = creature->experience_modifier > 0 ? (double)creature->experience_modifier : 1;

    if (level >= PB_MAX_LEVEL || creature_level <= pb_realm_grey_level(level))
        return 0;
    if (creature_level >= level)
        given = base * (1 + 0.05 * fmin(creature_level - level, 4));
    else
        given = base * fmax(1 - (double)(level - creature_level) / zero_difference(level), 0);
    return (uint32_t)(given * modifier * (creature->rank && creature->rank != 4 ? 2 : 1));
}

void pb_realm_give_experience(struct pb_realm *realm, pb_actor number, uint32_t experience)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int has_risen = 0;

    if (actor->level >= PB_MAX_LEVEL)
        return;
    actor->experience += experience;
    actor->is_dirty = 1;
    while (actor->level < PB_MAX_LEVEL && actor->experience >= pb_realm_experience_next(actor->level)) {
        actor->experience -= pb_realm_experience_next(actor->level);
        actor->level++;
        realm->stats.levels++;
        has_risen = 1;
    }
    if (actor->level >= PB_MAX_LEVEL)
        actor->experience = 0;
    if (!has_risen)
        return;
    pb_goods_dress(realm, number);
    /* A group may have won the fight in which it died. */
    if (!(actor->flags & PB_ACTOR_DEAD)) {
        actor->health = actor->health_max;
        actor->power = actor->power_max;
    }
    pb_realm_tell(realm,
                  &(struct pb_world_event){.type = PB_WORLD_LEVEL, .actor = number, .count = actor->level});
}

void pb_realm_give_money(struct pb_realm *realm, pb_actor number, uint32_t copper,
                         enum pb_realm_gold_cause cause)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t room = UINT32_MAX - actor->money;

    /* A full purse takes no more, and what does not fit never was. */
    copper = copper < room ? copper : room;
    actor->money += copper;
    actor->is_dirty = 1;
    realm->stats.money_created += copper;
    realm->gold.got[cause] += copper;
}

int pb_realm_take_money(struct pb_realm *realm, pb_actor number, uint32_t copper,
                        enum pb_realm_gold_cause cause)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    if (actor->money < copper)
        return PB_E_no_money;
    actor->money -= copper;
    actor->is_dirty = 1;
    realm->stats.money_destroyed += copper;
    realm->gold.gave[cause] += copper;
    return PB_OK;
}

void pb_realm_move_money(struct pb_realm *realm, pb_actor number, uint32_t in, uint32_t out,
                         enum pb_realm_gold_cause cause)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->money = actor->money + in - out;
    actor->is_dirty = 1;
    realm->gold.got[cause] += in;
    realm->gold.gave[cause] += out;
}

void pb_realm_die(struct pb_realm *realm, pb_actor number, uint32_t spawn)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t count;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &count);

    pb_realm_halt(realm, number);
    actor->health = 0;
    actor->target = PB_NO_INDEX;
    actor->flags = (uint16_t)((actor->flags | PB_ACTOR_DEAD) & ~(PB_ACTOR_IN_COMBAT | PB_ACTOR_RESTING));
    actor->died_ms = realm->now_ms;
    actor->is_dirty = 1;
    realm->stats.deaths++;
    pb_realm_trade_signal(realm, number, PB_DEAL_DIE);
    pb_goods_wear(realm, number, DEATH_WEAR);
    pb_realm_tell(
        realm,
        &(struct pb_world_event){
            .type = PB_WORLD_DIED,
            .actor = number,
            .object = PB_OBJECT_OF_SPAWN(spawn),
            .entry = pb_content_creatures(realm->options.content, &count)[spawns[spawn].creature].entry});
    pb_realm_shake_off(realm, number);
}

/* The graveyard: the middle of the zone that is nearest. */
static void go_to_graveyard(struct pb_realm *realm, struct pb_realm_actor *actor)
{
    uint32_t count, i;
    const struct pb_zone *zones = pb_content_zones(realm->options.content, &count), *nearest = NULL;
    float least = INFINITY;

    for (i = 0; i < count; i++) {
        float distance = pb_distance(&actor->from, &zones[i].centre);

        if (distance < least) {
            least = distance;
            nearest = &zones[i];
        }
    }
    if (nearest)
        actor->from = nearest->centre;
}

static int resurrect(void *self, pb_actor number)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_position left;

    if (!actor)
        return PB_E_gone;
    if (!(actor->flags & PB_ACTOR_DEAD))
        return PB_E_not_allowed;
    if ((int32_t)(realm->now_ms - actor->died_ms) < GHOST_MS)
        return PB_E_not_ready;
    pb_realm_halt(realm, number);
    left = actor->from;
    go_to_graveyard(realm, actor);
    actor->flags &= (uint16_t)~PB_ACTOR_DEAD;
    actor->health = actor->health_max / 2 + 1;
    actor->regenerated_ms = realm->now_ms;
    actor->is_dirty = 1;
    pb_realm_enter_cell(realm, number);
    if (actor->is_human)
        pb_realm_meet_around(realm, &left);
    pb_realm_meet_players(realm, number);
    pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_RESURRECTED, .actor = number});
    pb_realm_plan(realm, number);
    return PB_OK;
}

static uint32_t estimate_kill(void *self, pb_actor number, uint32_t entry)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    uint32_t kind = pb_content_find_creature(realm->options.content, entry), count;
    const struct pb_creature_template *creature;

    if (!actor || kind == PB_NO_INDEX)
        return 0;
    creature = &pb_content_creatures(realm->options.content, &count)[kind];
    return pb_realm_kill_experience(creature, (unsigned)(creature->level_min + creature->level_max) / 2,
                                    actor->level);
}

void pb_realm_offer_life(struct pb_world *world)
{
    world->resurrect = resurrect;
    world->estimate_kill = estimate_kill;
}
