/* Crowds: where many play creatures come back sooner, or the last to come would find nothing for hours. As
 * TrinityCore and AzerothCore do it (Map::ApplyDynamicModeRespawnScaling, Respawn.DynamicRateCreature), with
 * squares of the map in place of zones, whose outlines only clients have. */
#include "base/map.h"
#include "include/playerbot_error.h"
#include "realm/state.h"
#include "world/position.h"

enum {
    CROWD = 10,          /* Respawn.DynamicRateCreature */
    LEAST_S = 10,        /* Respawn.DynamicMinimumCreature */
    USUAL_RESPAWN_S = 60 /* where the database has none */
};

/* Without memory for a square nobody is counted in it. */
static int count(struct pb_realm *realm, uint32_t square, int more)
{
    return pb_map_set(realm->crowds, square, pb_map_get(realm->crowds, square) + (uint32_t)more);
}

void pb_crowd_move(struct pb_realm *realm, pb_actor actor, const struct pb_position *place)
{
    uint32_t square = pb_map_square(place);

    if (square == realm->links[actor].square)
        return;
    pb_crowd_leave(realm, actor);
    if (count(realm, square, 1) == PB_OK)
        realm->links[actor].square = square;
}

void pb_crowd_leave(struct pb_realm *realm, pb_actor actor)
{
    uint32_t square = realm->links[actor].square;

    realm->links[actor].square = 0;
    if (square)
        (void)!count(realm, square, -1); /* it is there: that needs no memory */
}

uint32_t pb_crowd_respawn_s(const struct pb_realm *realm, uint32_t spawn)
{
    uint32_t spawns;
    const struct pb_spawn *place = &pb_content_spawns(realm->options.content, &spawns)[spawn];
    uint32_t crowd = pb_map_get(realm->crowds, pb_map_square(&place->position)),
             respawn_s = place->respawn_s ? place->respawn_s : USUAL_RESPAWN_S, sooner_s;

    if (crowd <= CROWD || respawn_s <= LEAST_S)
        return respawn_s;
    sooner_s = (uint32_t)(((uint64_t)respawn_s * CROWD + crowd - 1) / crowd);
    return sooner_s > LEAST_S ? sooner_s : LEAST_S;
}

int pb_crowd_check(const struct pb_realm *realm)
{
    uint32_t i, square, crowd, counted = 0;
    size_t at = 0;

    while (pb_map_next(realm->crowds, &at, &square, &crowd))
        counted += crowd;
    for (i = 0; i < realm->actor_count; i++)
        if (realm->links[i].square) {
            if (!realm->actors[i].is_used || !pb_map_get(realm->crowds, realm->links[i].square))
                return PB_E_broken;
            counted--;
        }
    return counted ? PB_E_broken : PB_OK;
}
