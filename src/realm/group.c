/* Groups: up to five, with a leader and a way to share loot. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

static struct pb_realm_group *group_of(struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    return actor->group ? &realm->goods->groups[actor->group - 1] : NULL;
}

static void tell_all(struct pb_realm *realm, const struct pb_realm_group *group)
{
    unsigned i;

    for (i = 0; i < group->count; i++)
        pb_realm_tell(realm,
                      &(struct pb_world_event){.type = PB_WORLD_GROUP_CHANGED, .actor = group->members[i]});
}

unsigned pb_goods_party(struct pb_realm *realm, pb_actor number, float yards, pb_actor members[PB_GROUP_SIZE])
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_realm_group *group = group_of(realm, actor);
    struct pb_position here, there;
    unsigned count = 0, i;

    members[count++] = number;
    if (!group)
        return count;
    here = pb_realm_where(realm, actor);
    for (i = 0; i < group->count; i++) {
        if (group->members[i] == number)
            continue;
        there = pb_realm_where(realm, &realm->actors[group->members[i]]);
        if (pb_distance(&here, &there) <= yards && !(realm->actors[group->members[i]].flags & PB_ACTOR_DEAD))
            members[count++] = group->members[i];
    }
    return count;
}

int pb_group_is_with(const struct pb_realm *realm, pb_actor number, pb_actor other)
{
    const struct pb_realm_actor *actor = &realm->actors[number], *friend = &realm->actors[other];
    struct pb_position here = pb_realm_where(realm, actor), there = pb_realm_where(realm, friend);

    return number != other && actor->group && actor->group == friend->group &&
           pb_distance(&here, &there) <= PB_PARTY_YARDS;
}

static int new_group(struct pb_realm *realm, pb_actor leader)
{
    struct pb_goods *goods = realm->goods;
    uint32_t at;

    for (at = 0; at < goods->group_count && goods->groups[at].count; at++)
        ;
    if (at == goods->group_capacity && pb_room_make(realm, &goods->groups, sizeof *goods->groups,
                                                    &goods->group_capacity, at + at / 2 + 16) != PB_OK)
        return PB_E_no_memory;
    if (at == goods->group_count)
        goods->group_count++;
    goods->groups[at] = (struct pb_realm_group){.members = {leader}, .count = 1, .method = PB_LOOT_GROUP};
    realm->actors[leader].group = at + 1;
    realm->stats.groups++;
    return PB_OK;
}

void pb_group_leave(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_realm_group *group = group_of(realm, actor);
    unsigned i;

    if (!group)
        return;
    for (i = 0; group->members[i] != number; i++)
        ;
    group->turn = (uint8_t)(group->turn > i ? group->turn - 1 : group->turn);
    group->count--;
    memmove(&group->members[i], &group->members[i + 1], (group->count - i) * sizeof group->members[0]);
    if (group->leader > i || group->leader >= group->count)
        group->leader = (uint8_t)(group->leader > i ? group->leader - 1 : 0);
    actor->group = 0;
    pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_GROUP_CHANGED, .actor = number});
    /* One alone is no group. */
    if (group->count == 1) {
        realm->actors[group->members[0]].group = 0;
        pb_realm_tell(realm,
                      &(struct pb_world_event){.type = PB_WORLD_GROUP_CHANGED, .actor = group->members[0]});
        group->count = 0;
    } else {
        tell_all(realm, group);
    }
    if (!group->count)
        realm->stats.groups--;
}

static int invite(void *self, pb_actor number, pb_object player)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number), *other;
    const struct pb_realm_group *group;

    if (!actor || player != PB_OBJECT_OF_ACTOR((uint32_t)player) ||
        !(other = pb_realm_actor(realm, (uint32_t)player)))
        return PB_E_gone;
    group = group_of(realm, actor);
    if ((uint32_t)player == number || other->group || (group && group->count == PB_GROUP_SIZE) ||
        (group && group->members[group->leader] != number))
        return PB_E_not_allowed;
    if (!pb_realm_are_friends(actor->race, other->race))
        return PB_E_not_allowed;
    if (other->invited_by && (int32_t)(realm->now_ms - other->invited_ms) < PB_INVITE_MS)
        return PB_E_busy;
    other->invited_by = number + 1;
    other->invited_life = actor->life;
    other->invited_ms = realm->now_ms;
    pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_GROUP_INVITED,
                                                  .actor = (uint32_t)player,
                                                  .object = PB_OBJECT_OF_ACTOR(number),
                                                  .guid = actor->guid});
    return PB_OK;
}

static int answer_invite(void *self, pb_actor number, int is_accepted)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number), *leader;
    struct pb_realm_group *group;
    pb_actor inviter;

    if (!actor || !actor->invited_by)
        return PB_E_gone;
    inviter = actor->invited_by - 1;
    actor->invited_by = 0;
    leader = pb_realm_actor(realm, inviter);
    if (!is_accepted)
        return PB_OK;
    if (!leader || leader->life != actor->invited_life ||
        (int32_t)(realm->now_ms - actor->invited_ms) >= PB_INVITE_MS)
        return PB_E_gone;
    if (actor->group)
        return PB_E_not_allowed;
    if (!leader->group && new_group(realm, inviter) != PB_OK)
        return PB_E_no_memory;
    group = group_of(realm, leader);
    /* Who asked may have joined others since. */
    if (group->count == PB_GROUP_SIZE || group->members[group->leader] != inviter)
        return PB_E_not_allowed;
    group->members[group->count++] = number;
    actor->group = leader->group;
    tell_all(realm, group);
    return PB_OK;
}

static int leave_group(void *self, pb_actor number)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);

    if (!actor || !actor->group)
        return PB_E_gone;
    pb_group_leave(self, number);
    return PB_OK;
}

static int get_group(void *self, pb_actor number, struct pb_group_view *view)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_realm_group *group;
    struct pb_position here;
    unsigned i;

    *view = (struct pb_group_view){0};
    if (!actor)
        return PB_E_gone;
    group = group_of(realm, actor);
    if (!group)
        return PB_OK;
    /* Members lie apart: all are on their way from memory while the first is read. */
    for (i = 0; i < group->count; i++)
        pb_realm_fetch(realm, group->members[i]);
    here = pb_realm_where(realm, actor);
    view->group_id = actor->group;
    view->count = group->count;
    view->leader = group->leader;
    view->loot_method = group->method;
    for (i = 0; i < group->count; i++) {
        const struct pb_realm_actor *member = &realm->actors[group->members[i]];
        struct pb_position there = pb_realm_where(realm, member);
        float distance = pb_distance(&here, &there);

        view->members[i].guid = member->guid;
        view->members[i].object = PB_OBJECT_OF_ACTOR(group->members[i]);
        view->members[i].actor = member->is_human ? PB_NO_ACTOR : group->members[i];
        view->members[i].level = member->level;
        view->members[i].character_class = member->character_class;
        view->members[i].health_percent =
            (uint8_t)(member->health_max ? (uint64_t)member->health * 100 / member->health_max : 0);
        view->members[i].distance = isfinite(distance) ? distance : -1;
    }
    return PB_OK;
}

static int set_loot_method(void *self, pb_actor number, enum pb_loot_method method)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_realm_group *group = actor ? group_of(realm, actor) : NULL;

    if (!group)
        return PB_E_gone;
    if (group->members[group->leader] != number || (unsigned)method > PB_LOOT_GROUP)
        return PB_E_not_allowed;
    group->method = (uint8_t)method;
    tell_all(realm, group);
    return PB_OK;
}

void pb_group_offer(struct pb_world *world)
{
    world->invite = invite;
    world->answer_invite = answer_invite;
    world->leave_group = leave_group;
    world->get_group = get_group;
    world->set_loot_method = set_loot_method;
}

const char *pb_group_check(struct pb_realm *realm, pb_actor number)
{
    const struct pb_realm_group *group = group_of(realm, &realm->actors[number]);
    unsigned i, is_member = 0;

    if (!group)
        return NULL;
    if (group->count < 2 || group->count > PB_GROUP_SIZE || group->leader >= group->count)
        return "its group has too few, too many, or no leader";
    for (i = 0; i < group->count; i++)
        is_member |= group->members[i] == number;
    return is_member ? NULL : "its group does not know it";
}
