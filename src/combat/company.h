/* Company: who of a bot's group would fight with it, since they are near and alive. */
#ifndef PB_COMBAT_COMPANY_H
#define PB_COMBAT_COMPANY_H

#include "ai/system.h"

enum { PB_COMPANY_YARDS = 60 };

/* O(members); a bot without a group asks nobody. */
static inline unsigned pb_company_near(const struct pb_system_env *env, pb_bot bot)
{
    const struct pb_world *world = env->world;
    struct pb_group_view group;
    unsigned i, near = 0;

    if (!(env->bots->row[bot].status.flags & PB_ACTOR_GROUPED) || !world->get_group ||
        world->get_group(world->self, env->bots->row[bot].actor, &group) != PB_OK)
        return 0;
    for (i = 0; i < group.count; i++)
        near += group.members[i].actor != env->bots->row[bot].actor && group.members[i].health_percent &&
                group.members[i].distance >= 0 && group.members[i].distance <= PB_COMPANY_YARDS;
    return near;
}

#endif
