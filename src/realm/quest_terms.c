/* Quest terms: who may take on a quest, and what it is worth to whom. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/objective.h"

const struct pb_quest_template *pb_quest_of(const struct pb_realm *realm, uint32_t quest_id)
{
    uint32_t count, at = pb_content_find_quest(realm->options.content, quest_id);

    return at == PB_NO_INDEX ? NULL : &pb_content_quests(realm->options.content, &count)[at];
}

int pb_quest_is_rewarded(const struct pb_realm_actor *actor, uint32_t quest_id)
{
    uint32_t low = 0, high = actor->rewarded_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (actor->rewarded[middle] < quest_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < actor->rewarded_count && actor->rewarded[low] == quest_id;
}

/* Full experience up to five levels above the quest's, then a fifth less for each level, at least a tenth, as
 * version 3.3.5 does (wowpedia.org, "Quest experience"). */
uint32_t pb_quest_experience(const struct pb_quest_template *quest, unsigned level)
{
    unsigned over = level > quest->level + 5u ? level - quest->level - 5u : 0;
    double share = over == 0 ? 1 : over >= 5 ? 0.1 : 1 - 0.2 * over;

    return level >= PB_MAX_LEVEL ? 0 : (uint32_t)((double)quest->experience * share);
}

int pb_quest_is_over(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                     const struct pb_quest_template *quest)
{
    if (quest->flags & PB_QUEST_DAILY)
        return pb_note_is_done_today(realm, actor, quest->quest_id);
    return !(quest->flags & PB_QUEST_REPEATABLE) && pb_quest_is_rewarded(actor, quest->quest_id);
}

/* An exclusive group lets one of its quests through; none of the others may be taken or rewarded. */
static int is_excluded(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                       const struct pb_quest_template *quest)
{
    unsigned i;
    uint32_t k;

    if (quest->exclusive_group <= 0)
        return 0;
    for (i = 0; i < actor->quest_count; i++)
        if (pb_quest_of(realm, actor->quests[i].quest_id)->exclusive_group == quest->exclusive_group)
            return 1;
    for (k = 0; k < actor->rewarded_count; k++) {
        const struct pb_quest_template *other = pb_quest_of(realm, actor->rewarded[k]);

        if (other && other->exclusive_group == quest->exclusive_group &&
            (!(other->flags & PB_QUEST_DAILY) || pb_quest_is_over(realm, actor, other)))
            return 1;
    }
    return 0;
}

/* Whether what comes before it is rewarded: the quest, and where its exclusive group is below 0 all of that.
 */
static int is_rewarded_before(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                              uint32_t previous)
{
    const struct pb_quest_template *before = pb_quest_of(realm, previous), *quests;
    uint32_t count, i;

    if (!pb_quest_is_rewarded(actor, previous))
        return 0;
    if (!before || before->exclusive_group >= 0)
        return 1;
    quests = pb_content_quests(realm->options.content, &count);
    for (i = 0; i < realm->goods->together_count; i++) {
        const struct pb_quest_template *other = &quests[realm->goods->together[i]];

        if (other->exclusive_group == before->exclusive_group &&
            !pb_quest_is_rewarded(actor, other->quest_id))
            return 0;
    }
    return 1;
}

int pb_quest_may_take(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                      const struct pb_quest_template *quest)
{
    int32_t previous = quest->previous_quest;

    if (actor->level < quest->level_min || (quest->level_max && actor->level > quest->level_max) ||
        (quest->class_mask && !(quest->class_mask >> (actor->character_class - 1) & 1)) ||
        (quest->race_mask && !(quest->race_mask >> (actor->race - 1) & 1)))
        return PB_E_not_allowed;
    if (pb_quest_find(actor, quest->quest_id) >= 0 || pb_quest_is_over(realm, actor, quest) ||
        (quest->flags & PB_QUEST_DAILY && !pb_note_may_take_daily(realm, actor)))
        return PB_E_not_allowed;
    if ((previous > 0 && !is_rewarded_before(realm, actor, (uint32_t)previous)) ||
        (previous < 0 && pb_quest_find(actor, (uint32_t)-previous) < 0))
        return PB_E_not_allowed;
    if (is_excluded(realm, actor, quest))
        return PB_E_not_allowed;
    return actor->quest_count < PB_QUEST_LOG_SIZE ? PB_OK : PB_E_quest_log_full;
}

/* ---- Giving up ---- */

static int is_wanted(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry)
{
    unsigned i;

    for (i = 0; i < actor->quest_count; i++)
        if (pb_objective_collects(pb_quest_of(realm, actor->quests[i].quest_id), entry))
            return 1;
    return 0;
}

void pb_quest_take_back(struct pb_realm *realm, pb_actor number, const struct pb_quest_template *quest)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    unsigned i;

    if (quest->start_item)
        pb_bag_remove(realm, number, quest->start_item, 1);
    for (i = PB_QUEST_KILLS; i < PB_QUEST_OBJECTIVES; i++) {
        uint32_t entry = quest->objectives[i].type == PB_OBJECTIVE_COLLECT ? quest->objectives[i].entry : 0;
        const struct pb_item_template *item = entry ? pb_bag_item(realm, entry) : NULL;

        if (item && item->item_class == PB_ITEM_QUEST && !is_wanted(realm, actor, entry))
            pb_bag_remove(realm, number, entry, pb_bag_count(actor, entry));
    }
}
