/* Services: who serves whom, and where: auctioneers, mailboxes, and the rest by their roles. Mailboxes stand
 * in the middle of each zone. */
#include "include/playerbot_error.h"
#include "realm/state.h"
#include "world/position.h"

uint8_t pb_realm_house_of_race(unsigned race)
{
    /* Orc, undead, tauren, troll and blood elf are of the Horde; a race that nobody knows is of the Alliance.
     */
    static const uint32_t horde = 1u << 2 | 1u << 5 | 1u << 6 | 1u << 8 | 1u << 10;

    return race < 32 && horde >> race & 1 ? PB_HOUSE_HORDE : PB_HOUSE_ALLIANCE;
}

/* As the list of services has them: auctioneers of the other faction serve nobody of this one. */
static uint8_t roles_for(const struct pb_realm_actor *actor, uint8_t roles)
{
    roles &= (uint8_t)~PB_ROLE_MAILBOX;
    if (roles & PB_ROLE_AUCTIONEER && pb_realm_house_of_race(actor->race) == PB_HOUSE_HORDE)
        roles = (uint8_t)((roles & ~PB_ROLE_AUCTIONEER) | PB_ROLE_HORDE_AUCTIONEER);
    return roles;
}

/* The zone whose mailbox is nearest, PB_NO_INDEX for none. */
static uint32_t nearest_mailbox(const struct pb_realm *realm, const struct pb_position *here, float *yards)
{
    uint32_t count, best = PB_NO_INDEX, i;
    const struct pb_zone *zones = pb_content_zones(realm->options.content, &count);

    for (i = 0, *yards = INFINITY; i < count; i++) {
        float distance = pb_distance(here, &zones[i].centre);

        if (distance < *yards) {
            *yards = distance;
            best = i;
        }
    }
    return best;
}

int pb_realm_is_at_mailbox(const struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    struct pb_position here = pb_realm_where(realm, actor);
    float yards;

    return nearest_mailbox(realm, &here, &yards) != PB_NO_INDEX && yards <= 2 * PB_INTERACT_YARDS;
}

static int find_service(void *self, pb_actor number, uint8_t roles, struct pb_object_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    pb_object object = 0;
    struct pb_position here, there;
    uint32_t spawn, zone;
    float yards;

    if (!actor)
        return PB_E_gone;
    here = pb_realm_where(realm, actor);
    spawn = pb_content_nearest_role(realm->options.content, &here, roles_for(actor, roles));
    if (spawn != PB_NO_INDEX)
        object = PB_OBJECT_OF_SPAWN(spawn);
    if (roles & PB_ROLE_MAILBOX) {
        zone = nearest_mailbox(realm, &here, &yards);
        if (zone != PB_NO_INDEX && (!object || (pb_realm_object_where(realm, object, &there) == PB_OK &&
                                                yards < pb_distance(&here, &there))))
            object = PB_OBJECT_OF_MAILBOX(zone);
    }
    return object ? realm->world.get_object(self, number, object, view) : PB_E_gone;
}

int pb_realm_house_at(const struct pb_realm *realm, pb_actor number)
{
    const struct pb_content *content = realm->options.content;
    const struct pb_realm_actor *actor = number < realm->actor_count ? &realm->actors[number] : NULL;
    struct pb_position here;
    uint32_t spawn, spawns, kinds;
    uint8_t house;

    if (!actor || !actor->is_used || actor->is_leaving)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    here = pb_realm_where(realm, actor);
    spawn =
        pb_content_role_within(content, &here, roles_for(actor, PB_ROLE_AUCTIONEER), PB_INTERACT_YARDS + 1);
    if (spawn == PB_NO_INDEX)
        return PB_E_too_far;
    house = pb_content_creatures(content, &kinds)[pb_content_spawns(content, &spawns)[spawn].creature].house;
    return house ? house : pb_realm_house_of_race(actor->race);
}

static int get_house(void *self, pb_actor actor)
{
    return pb_realm_house_at(self, actor);
}

void pb_realm_offer_services(struct pb_world *world)
{
    world->find_service = find_service;
    world->get_house = get_house;
}
