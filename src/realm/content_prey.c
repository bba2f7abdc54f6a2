/* Prey: where creatures of a level live, for who has nothing better to do. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"

/* The level by which a creature is found; PB_MAX_LEVEL + 1 for one that is nobody's prey. */
static unsigned level_of(const struct pb_creature_template *creature)
{
    unsigned level = (unsigned)(creature->level_min + creature->level_max) / 2;

    if (!(creature->roles & PB_ROLE_HOSTILE) || creature->rank || level > PB_MAX_LEVEL)
        return PB_MAX_LEVEL + 1;
    return level;
}

int pb_content_list_prey(struct pb_content *content)
{
    uint32_t count, i, next[PB_MAX_LEVEL + 2];
    const struct pb_creature_template *creatures = pb_content_creatures(content, &count);
    unsigned level;

    content->prey = pb_memory_new(&content->memory, count, sizeof *content->prey);
    if (!content->prey)
        return PB_E_no_memory;
    for (i = 0; i < count; i++)
        if (level_of(&creatures[i]) <= PB_MAX_LEVEL)
            content->prey_from[level_of(&creatures[i]) + 1]++;
    for (level = 1; level < PB_MAX_LEVEL + 2; level++)
        content->prey_from[level] += content->prey_from[level - 1];
    for (level = 0; level < PB_MAX_LEVEL + 2; level++)
        next[level] = content->prey_from[level];
    for (i = 0; i < count; i++)
        if (level_of(&creatures[i]) <= PB_MAX_LEVEL)
            content->prey[next[level_of(&creatures[i])]++] = i;
    return PB_OK;
}

uint32_t pb_content_nearest_prey(const struct pb_content *content, const struct pb_position *position,
                                 unsigned level_min, unsigned level_max, unsigned skip)
{
    struct {
        uint32_t spawn;
        float distance;
    } nearest[PB_CONTENT_KINDS];
    unsigned known = 0, at;
    uint32_t i;

    level_max = level_max < PB_MAX_LEVEL ? level_max : PB_MAX_LEVEL;
    if (skip >= PB_CONTENT_KINDS || level_min > level_max)
        return PB_NO_INDEX;
    for (i = content->prey_from[level_min]; i < content->prey_from[level_max + 1]; i++) {
        float distance;
        uint32_t spawn = pb_content_nearest_spawn(content, position, content->prey[i], 0, &distance);

        if (spawn == PB_NO_INDEX || (known > skip && distance >= nearest[skip].distance))
            continue;
        known += known <= skip;
        for (at = known - 1; at && nearest[at - 1].distance > distance; at--)
            nearest[at] = nearest[at - 1];
        nearest[at].spawn = spawn;
        nearest[at].distance = distance;
    }
    return known > skip ? nearest[skip].spawn : PB_NO_INDEX;
}
