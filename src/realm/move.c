/* Movement: straight over land, through one portal on each map to another. A place is worked out when it is
 * asked for. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>

enum {
    /* A ship or portal between two maps takes so long. */
    FERRY_MS = 60000,
    /* While it walks it meets who lives there this often. */
    LOOK_MS = 1000,
    MOUNT_YARDS = 100,
    REGENERATE_MS = 2000,
    /* Further than any map is wide (34,000 yards): no place of this world. */
    FAR_YARDS = 100000
};

/* Running speed of 7 yards a second; mounts of 60 % at level 20 and 100 % at level 40, as in version 3.3.5.
 */
static float speed_of(const struct pb_realm_actor *actor, float yards)
{
    float factor = actor->flags & (PB_ACTOR_IN_COMBAT | PB_ACTOR_DEAD) || yards <= MOUNT_YARDS ? 1.0f
                   : actor->level >= 40                                                        ? 2.0f
                   : actor->level >= 20                                                        ? 1.6f
                                                                                               : 1.0f;

    return 0.007f * factor;
}

/* Where ships of a map land: the middle of its largest zone. */
static const struct pb_position *portal_of(const struct pb_realm *realm, uint16_t map)
{
    uint32_t count, i, most = 0;
    const struct pb_zone *zones = pb_content_zones(realm->options.content, &count);
    const struct pb_position *portal = NULL;

    for (i = 0; i < count; i++)
        if (zones[i].map == map && zones[i].spawn_count > most) {
            most = zones[i].spawn_count;
            portal = &zones[i].centre;
        }
    return portal;
}

/* Yards of the way; INFINITY where none leads. */
static float way(const struct pb_realm *realm, const struct pb_position *from, const struct pb_position *to)
{
    const struct pb_position *here, *there;
    float yards = INFINITY;

    if (from->map == to->map) {
        yards = pb_distance(from, to);
    } else {
        here = portal_of(realm, from->map);
        there = portal_of(realm, to->map);
        if (here && there)
            yards = pb_distance(from, here) + pb_distance(there, to);
    }
    return yards < FAR_YARDS ? yards : INFINITY;
}

static struct pb_position between(const struct pb_position *from, const struct pb_position *to, float share)
{
    struct pb_position place = *to;

    place.x = from->x + (to->x - from->x) * share;
    place.y = from->y + (to->y - from->y) * share;
    place.z = from->z + (to->z - from->z) * share;
    if (share < 0.5f)
        place.zone = from->zone;
    return place;
}

struct pb_position pb_realm_where(const struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    uint32_t passed_ms = realm->now_ms - actor->depart_ms, whole_ms = actor->arrive_ms - actor->depart_ms;
    const struct pb_position *here, *there;
    float first_ms, last_ms;

    if (!(actor->flags & PB_ACTOR_MOVING))
        return actor->from;
    if (passed_ms >= whole_ms)
        return actor->to;
    if (actor->from.map == actor->to.map)
        return between(&actor->from, &actor->to, (float)passed_ms / (float)whole_ms);
    here = portal_of(realm, actor->from.map);
    there = portal_of(realm, actor->to.map);
    first_ms = pb_distance(&actor->from, here) / actor->speed;
    if ((float)passed_ms < first_ms)
        return between(&actor->from, here, (float)passed_ms / first_ms);
    last_ms = (float)whole_ms - first_ms - FERRY_MS;
    if ((float)passed_ms < first_ms + FERRY_MS || last_ms <= 0)
        return *there;
    return between(there, &actor->to, ((float)passed_ms - first_ms - FERRY_MS) / last_ms);
}

static uint32_t duration(const struct pb_position *from, const struct pb_position *to, float yards,
                         float speed)
{
    return (uint32_t)ceilf(yards / speed) + (from->map == to->map ? 0 : FERRY_MS);
}

uint32_t pb_realm_travel_ms(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                            const struct pb_position *to)
{
    struct pb_position from = pb_realm_where(realm, actor);
    float yards = way(realm, &from, to);

    if (!isfinite(yards))
        return UINT32_MAX;
    return duration(&from, to, yards, speed_of(actor, yards));
}

void pb_realm_plan(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t wait_ms = actor->save_ms - realm->now_ms, one_ms;

    if ((int32_t)wait_ms < 0)
        wait_ms = 0;
    if (actor->flags & PB_ACTOR_MOVING) {
        one_ms = actor->arrive_ms - realm->now_ms;
        wait_ms = (int32_t)one_ms < (int32_t)wait_ms ? one_ms : wait_ms;
        one_ms = actor->looked_ms + LOOK_MS - realm->now_ms;
        wait_ms = (int32_t)one_ms < (int32_t)wait_ms ? one_ms : wait_ms;
    }
    if (actor->is_timed) {
        one_ms = actor->note_ms - realm->now_ms;
        wait_ms = (int32_t)one_ms < (int32_t)wait_ms ? one_ms : wait_ms;
    }
    if (actor->target != PB_NO_INDEX) {
        one_ms = actor->swing_ms - realm->now_ms;
        wait_ms = (int32_t)one_ms < (int32_t)wait_ms ? one_ms : wait_ms;
    }
    if (!(actor->flags & PB_ACTOR_DEAD) &&
        (actor->health < actor->health_max || actor->power < actor->power_max ||
         actor->flags & PB_ACTOR_RESTING)) {
        one_ms = actor->regenerated_ms + REGENERATE_MS - realm->now_ms;
        wait_ms = (int32_t)one_ms < (int32_t)wait_ms ? one_ms : wait_ms;
    }
    if ((int32_t)wait_ms < 0)
        wait_ms = 0;
    /* What is in the heap already and comes first finds out what else there is. */
    if (actor->is_planned && (int32_t)(actor->event_ms - realm->now_ms - wait_ms) <= 0)
        return;
    actor->event_ms = realm->now_ms + wait_ms;
    /* Without memory it is looked at with its next order. */
    actor->is_planned = pb_realm_schedule(realm, number, actor->event_ms) == PB_OK;
    if (!actor->is_planned)
        realm->stats.events_lost++;
}

void pb_realm_halt(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->from = pb_realm_where(realm, actor);
    actor->flags &= (uint16_t)~PB_ACTOR_MOVING;
    pb_realm_enter_cell(realm, number);
}

void pb_realm_go(struct pb_realm *realm, pb_actor number, const struct pb_position *to, float stop_within)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_position from = pb_realm_where(realm, actor);
    float yards = way(realm, &from, to);

    actor->from = from;
    actor->to = *to;
    if (from.map == to->map && stop_within > 0) {
        actor->to = yards > stop_within ? between(&from, to, 1 - stop_within / yards) : from;
        if (yards > stop_within && yards - stop_within < yards / 2)
            actor->to.zone = to->zone;
        yards = yards > stop_within ? yards - stop_within : 0;
    }
    actor->speed = speed_of(actor, yards);
    actor->depart_ms = realm->now_ms;
    actor->arrive_ms = realm->now_ms + duration(&from, to, yards, actor->speed);
    actor->flags = (uint16_t)((actor->flags | PB_ACTOR_MOVING) & ~PB_ACTOR_RESTING);
    actor->looked_ms = realm->now_ms;
    actor->is_dirty = 1;
}

void pb_realm_walk(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    if (!(actor->flags & PB_ACTOR_MOVING))
        return;
    if ((int32_t)(realm->now_ms - actor->arrive_ms) >= 0) {
        actor->from = actor->to;
        actor->flags &= (uint16_t)~PB_ACTOR_MOVING;
        pb_realm_enter_cell(realm, number);
        pb_realm_meet_players(realm, number);
        if (actor->target == PB_NO_INDEX)
            pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_ARRIVED, .actor = number});
        pb_realm_look_for_trouble(realm, number);
        pb_realm_trade_on_move(realm, number);
    } else if ((int32_t)(realm->now_ms - actor->looked_ms) >= LOOK_MS) {
        actor->looked_ms = realm->now_ms;
        pb_realm_enter_cell(realm, number);
        pb_realm_meet_players(realm, number);
        pb_realm_look_for_trouble(realm, number);
        pb_realm_trade_on_move(realm, number);
    }
}

/* ---- The world's functions ---- */

static int move_to(void *self, pb_actor number, const struct pb_position *position, float stop_within,
                   uint32_t *eta_ms)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);

    if (!actor)
        return PB_E_gone;
    if (pb_realm_travel_ms(realm, actor, position) == UINT32_MAX)
        return PB_E_not_allowed;
    pb_realm_go(realm, number, position, stop_within);
    if (eta_ms)
        *eta_ms = actor->arrive_ms - realm->now_ms;
    pb_realm_plan(realm, number);
    return PB_OK;
}

static int stop(void *self, pb_actor number)
{
    if (!pb_realm_actor(self, number))
        return PB_E_gone;
    pb_realm_halt(self, number);
    pb_realm_plan(self, number);
    return PB_OK;
}

static void estimate_travel(void *self, pb_actor number, const struct pb_position *positions, unsigned count,
                            uint32_t *travel_ms)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    unsigned i;

    for (i = 0; i < count; i++)
        travel_ms[i] = actor ? pb_realm_travel_ms(realm, actor, &positions[i]) : UINT32_MAX;
}

void pb_realm_offer_moving(struct pb_world *world)
{
    world->move_to = move_to;
    world->stop = stop;
    world->estimate_travel = estimate_travel;
}
