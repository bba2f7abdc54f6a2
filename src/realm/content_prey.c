/* Prey: creatures by level, for who has nothing better to do than to hunt. */
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
