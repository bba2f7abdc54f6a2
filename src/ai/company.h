/* Company: who of a bot's group would fight with it, since they are near and alive. */
#ifndef PB_AI_COMPANY_H
#define PB_AI_COMPANY_H

#include "ai/system.h"

enum { PB_COMPANY_YARDS = 60 };

/* The bot's group, of count 0 where it has none; a bot without a group asks nobody. */
static inline void pb_company_read(const struct pb_system_env *env, pb_bot bot, struct pb_group_view *group)
{
    const struct pb_world *world = env->world;

    if (!(env->bots->row[bot].status.flags & PB_ACTOR_GROUPED) || !world->get_group ||
        world->get_group(world->self, env->bots->row[bot].actor, group) != PB_OK)
        group->count = 0;
}

/* Members of its group who are near it. O(members). */
static inline unsigned pb_company_count(const struct pb_system_env *env, pb_bot bot,
                                        const struct pb_group_view *group)
{
    unsigned i, near = 0;

    for (i = 0; i < group->count; i++)
        near += group->members[i].actor != env->bots->row[bot].actor && group->members[i].health_percent &&
                group->members[i].distance >= 0 && group->members[i].distance <= PB_COMPANY_YARDS;
    return near;
}

static inline unsigned pb_company_near(const struct pb_system_env *env, pb_bot bot)
{
    struct pb_group_view group;

    pb_company_read(env, bot, &group);
    return pb_company_count(env, bot, &group);
}

#endif
