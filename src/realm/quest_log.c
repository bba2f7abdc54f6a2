/* Quest log: what characters have taken on, how far they are, and what they get. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <string.h>

int pb_quest_find(const struct pb_realm_actor *actor, uint32_t quest_id)
{
    int i;

    for (i = 0; i < actor->quest_count; i++)
        if (actor->quests[i].quest_id == quest_id)
            return i;
    return -1;
}

static void changed(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->quest_version++;
    actor->is_quests_dirty = actor->is_dirty = 1;
}

static void tell(struct pb_realm *realm, pb_actor number, uint16_t type, uint32_t quest_id, uint32_t count)
{
    pb_realm_tell(realm,
                  &(struct pb_world_event){.type = type, .actor = number, .entry = quest_id, .count = count});
}

static int is_done(const struct pb_quest_template *quest, const struct pb_quest_progress *progress)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES; i++)
        if (quest->objectives[i].type != PB_OBJECTIVE_NONE &&
            progress->counts[i] < quest->objectives[i].count)
            return 0;
    return 1;
}

/* After a count has changed. */
static void judge(struct pb_realm *realm, pb_actor number, struct pb_quest_progress *progress,
                  unsigned objective)
{
    int is_complete = is_done(pb_quest_of(realm, progress->quest_id), progress);
    uint8_t before = progress->status;

    changed(realm, number);
    if (before == PB_QUEST_FAILED)
        return;
    progress->status = is_complete ? PB_QUEST_COMPLETE : PB_QUEST_TAKEN;
    tell(realm, number,
         is_complete && before != PB_QUEST_COMPLETE ? PB_WORLD_QUEST_COMPLETE : PB_WORLD_QUEST_PROGRESS,
         progress->quest_id, objective);
}

/* Quests of the log that a creature or thing counts for. Found from its side: few quests want it, and what
 * they are lies far apart. */
struct counted {
    const struct pb_quest_template *quests;
    const uint32_t *of;
    struct pb_run run;
    uint32_t next;
};

static void count_begin(const struct pb_realm *realm, uint32_t entry, int is_item, struct counted *counted)
{
    const struct pb_content *content = realm->options.content;
    uint32_t at = is_item ? pb_content_find_item(content, entry) : pb_content_find_creature(content, entry),
             count;

    *counted = (struct counted){.quests = pb_content_quests(content, &count)};
    if (at == PB_NO_INDEX)
        return;
    counted->of = is_item ? pb_content_quests_for_item(content, at, &counted->run)
                          : pb_content_quests_for_creature(content, at, &counted->run);
}

/* The next one that the actor has; NULL at the end. */
static struct pb_quest_progress *count_next(const struct pb_realm_actor *actor, struct counted *counted,
                                            const struct pb_quest_template **quest)
{
    while (counted->next < counted->run.count) {
        uint32_t which = counted->of[counted->run.first + counted->next++];
        int at;

        /* One that wants it twice stands there twice, one after the other. */
        if (counted->next > 1 && which == counted->of[counted->run.first + counted->next - 2])
            continue;
        at = pb_quest_find(actor, counted->quests[which].quest_id);
        if (at < 0)
            continue;
        *quest = &counted->quests[which];
        return &actor->quests[at];
    }
    return NULL;
}

void pb_quest_on_creature(struct pb_realm *realm, pb_actor number, uint32_t entry, int is_talk)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint8_t type = is_talk ? PB_OBJECTIVE_TALK : PB_OBJECTIVE_KILL;
    const struct pb_quest_template *quest;
    struct pb_quest_progress *progress;
    struct counted counted;
    unsigned k;

    count_begin(realm, entry, 0, &counted);
    while ((progress = count_next(actor, &counted, &quest)) != NULL)
        for (k = 0; k < PB_QUEST_KILLS; k++) {
            const struct pb_quest_objective *objective = &quest->objectives[k];

            if (objective->type != type || objective->entry != entry ||
                progress->counts[k] >= objective->count)
                continue;
            progress->counts[k]++;
            judge(realm, number, progress, k);
        }
}

void pb_quest_on_item(struct pb_realm *realm, pb_actor number, uint32_t entry)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_quest_template *quest;
    struct pb_quest_progress *progress;
    struct counted counted;
    unsigned k;

    count_begin(realm, entry, 1, &counted);
    while ((progress = count_next(actor, &counted, &quest)) != NULL)
        for (k = PB_QUEST_KILLS; k < PB_QUEST_OBJECTIVES; k++) {
            const struct pb_quest_objective *objective = &quest->objectives[k];
            uint32_t have;

            if (objective->type != PB_OBJECTIVE_COLLECT || objective->entry != entry)
                continue;
            have = pb_bag_count(actor, entry);
            have = have < objective->count ? have : objective->count;
            if (have == progress->counts[k])
                continue;
            progress->counts[k] = (uint16_t)have;
            judge(realm, number, progress, k);
        }
}

int pb_quest_wants(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry)
{
    const struct pb_quest_template *quest;
    const struct pb_quest_progress *progress;
    struct counted counted;
    unsigned k;

    count_begin(realm, entry, 1, &counted);
    while ((progress = count_next(actor, &counted, &quest)) != NULL)
        for (k = PB_QUEST_KILLS; k < PB_QUEST_OBJECTIVES; k++)
            if (quest->objectives[k].type == PB_OBJECTIVE_COLLECT && quest->objectives[k].entry == entry &&
                progress->counts[k] < quest->objectives[k].count)
                return 1;
    return 0;
}

void pb_quest_fail(struct pb_realm *realm, pb_actor number, uint32_t quest_id)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int at = pb_quest_find(actor, quest_id);

    if (at < 0 || actor->quests[at].status != PB_QUEST_TAKEN)
        return;
    actor->quests[at].status = PB_QUEST_FAILED;
    changed(realm, number);
    tell(realm, number, PB_WORLD_QUEST_FAILED, quest_id, 0);
}

/* ---- The world's functions ---- */

/* Whether the object is a creature that gives, or ends, the quest, and stands in reach. */
static int is_party_to(struct pb_realm *realm, pb_actor number, pb_object object, uint32_t quest_id,
                       int is_end)
{
    uint32_t spawns, quest = pb_content_find_quest(realm->options.content, quest_id), i;
    const struct pb_spawn *spawn = pb_content_spawns(realm->options.content, &spawns);
    int error = pb_realm_reaches(realm, number, object, PB_INTERACT_YARDS + 1);
    struct pb_run run;
    const uint32_t *creatures;

    if (error != PB_OK)
        return error;
    if (quest == PB_NO_INDEX)
        return PB_E_unknown_quest;
    if (object < 1 || object > spawns)
        return PB_E_not_allowed;
    creatures = is_end ? pb_content_enders_of(realm->options.content, quest, &run)
                       : pb_content_givers_of(realm->options.content, quest, &run);
    for (i = run.first; i < run.first + run.count; i++)
        if (creatures[i] == spawn[object - 1].creature)
            return PB_OK;
    return PB_E_not_allowed;
}

static int can_accept_quest(void *self, pb_actor number, uint32_t quest_id)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    const struct pb_quest_template *quest = pb_quest_of(self, quest_id);

    return !actor ? PB_E_gone : !quest ? PB_E_unknown_quest : pb_quest_may_take(self, actor, quest);
}

/* Into the log, with what is carried already. */
static int take_on(struct pb_realm *realm, pb_actor number, const struct pb_quest_template *quest)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int error = pb_quest_may_take(realm, actor, quest);
    unsigned k;

    if (error == PB_OK)
        error = pb_note_begin(realm, number, quest);
    if (error != PB_OK)
        return error;
    if (quest->start_item)
        error = pb_bag_add(realm, number, quest->start_item, 1);
    if (error != PB_OK) {
        pb_note_end(realm, number, quest->quest_id);
        return error;
    }
    actor->quests[actor->quest_count++] =
        (struct pb_quest_progress){.quest_id = quest->quest_id, .status = PB_QUEST_TAKEN};
    realm->stats.quests_accepted++;
    changed(realm, number);
    for (k = PB_QUEST_KILLS; k < PB_QUEST_OBJECTIVES; k++)
        if (quest->objectives[k].type == PB_OBJECTIVE_COLLECT)
            pb_quest_on_item(realm, number, quest->objectives[k].entry);
    if (is_done(quest, &actor->quests[actor->quest_count - 1]) &&
        actor->quests[actor->quest_count - 1].status != PB_QUEST_COMPLETE)
        judge(realm, number, &actor->quests[actor->quest_count - 1], 0);
    pb_realm_plan(realm, number);
    return PB_OK;
}

/* Whether somebody of the group, near, has the quest and may hand it on. */
static int is_handed_on(const struct pb_realm *realm, pb_actor number, const struct pb_quest_template *quest,
                        pb_actor giver)
{
    return quest->flags & PB_QUEST_SHARABLE && pb_group_is_with(realm, number, giver) &&
           pb_quest_find(&realm->actors[giver], quest->quest_id) >= 0;
}

static int accept_quest(void *self, pb_actor number, uint32_t quest_id, pb_object giver)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_quest_template *quest = pb_quest_of(realm, quest_id);
    pb_actor other = (uint32_t)giver;
    int error;

    if (actor && quest && giver == PB_OBJECT_OF_ACTOR(other) && pb_realm_actor(realm, other))
        error = actor->flags & PB_ACTOR_DEAD                ? PB_E_dead
                : is_handed_on(realm, number, quest, other) ? PB_OK
                                                            : PB_E_not_allowed;
    else
        error = is_party_to(realm, number, giver, quest_id, 0);
    return error == PB_OK ? take_on(realm, number, quest) : error;
}

static void drop(struct pb_realm_actor *actor, int at)
{
    actor->quest_count--;
    memmove(&actor->quests[at], &actor->quests[at + 1],
            (size_t)(actor->quest_count - at) * sizeof *actor->quests);
}

static int abandon_quest(void *self, pb_actor number, uint32_t quest_id)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_quest_template *quest = pb_quest_of(realm, quest_id);
    int at = actor ? pb_quest_find(actor, quest_id) : -1;

    if (at < 0)
        return PB_E_gone;
    drop(actor, at);
    pb_note_end(realm, number, quest_id);
    realm->stats.quests_abandoned++;
    pb_quest_take_back(realm, number, quest);
    changed(realm, number);
    return PB_OK;
}

static unsigned get_quest_log(void *self, pb_actor number, struct pb_quest_progress *quests, unsigned max)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    unsigned count = actor ? actor->quest_count : 0;

    count = count < max ? count : max;
    if (count)
        memcpy(quests, actor->quests, count * sizeof *quests);
    return count;
}

static int is_quest_rewarded(void *self, pb_actor number, uint32_t quest_id)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);

    return actor && pb_quest_is_rewarded(actor, quest_id);
}

static unsigned read_rewarded(void *self, pb_actor number, unsigned from, uint32_t *quest_ids, unsigned max)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    unsigned left = actor && from < actor->rewarded_count ? actor->rewarded_count - from : 0;

    max = left < max ? left : max;
    if (max)
        memcpy(quest_ids, actor->rewarded + from, max * sizeof *quest_ids);
    return max;
}

static int talk(void *self, pb_actor number, pb_object object)
{
    struct pb_realm *realm = self;
    uint32_t spawns, kinds;
    const struct pb_spawn *spawn = pb_content_spawns(realm->options.content, &spawns);
    int error = pb_realm_reaches(realm, number, object, PB_INTERACT_YARDS + 1);

    if (error != PB_OK)
        return error;
    if (object < 1 || object > spawns)
        return PB_E_not_allowed;
    pb_quest_on_creature(
        realm, number, pb_content_creatures(realm->options.content, &kinds)[spawn[object - 1].creature].entry,
        1);
    return PB_OK;
}

/* Room for all that it gives, before anything is given. */
static int rewards_fit(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                       const struct pb_quest_template *quest, unsigned choice)
{
    unsigned i, things = 0;
    int error = PB_OK;

    for (i = 0; i < quest->reward_count && error == PB_OK; i++, things++)
        error = pb_bag_fits(realm, actor, quest->rewards[i].entry, quest->rewards[i].count);
    if (quest->choice_count && error == PB_OK) {
        error = pb_bag_fits(realm, actor, quest->choices[choice].entry, quest->choices[choice].count);
        things++;
    }
    return error == PB_OK && things > 1 && actor->free_slots < things ? PB_E_inventory_full : error;
}

static int note_reward(struct pb_realm *realm, struct pb_realm_actor *actor, uint32_t quest_id)
{
    uint32_t at;

    if (pb_quest_is_rewarded(actor, quest_id))
        return PB_OK;
    if (pb_room_make(realm, &actor->rewarded, sizeof *actor->rewarded, &actor->rewarded_capacity,
                     actor->rewarded_count + 1) != PB_OK)
        return PB_E_no_memory;
    for (at = actor->rewarded_count++; at && actor->rewarded[at - 1] > quest_id; at--)
        actor->rewarded[at] = actor->rewarded[at - 1];
    actor->rewarded[at] = quest_id;
    return PB_OK;
}

static int give(struct pb_realm *realm, pb_actor number, const struct pb_item_amount *amount)
{
    return amount->entry ? pb_bag_add(realm, number, amount->entry, amount->count) : PB_OK;
}

static int turn_in_quest(void *self, pb_actor number, uint32_t quest_id, pb_object ender, unsigned choice)
{
    struct pb_realm *realm = self;
    int error = is_party_to(realm, number, ender, quest_id, 1), at;
    const struct pb_quest_template *quest = pb_quest_of(realm, quest_id);
    struct pb_realm_actor *actor;
    uint32_t experience;
    unsigned i;

    if (error != PB_OK)
        return error;
    actor = &realm->actors[number];
    at = pb_quest_find(actor, quest_id);
    if (at < 0)
        return PB_E_gone;
    if (actor->quests[at].status != PB_QUEST_COMPLETE)
        return PB_E_not_allowed;
    if (quest->choice_count && choice >= quest->choice_count)
        return PB_E_bad_argument;
    error = rewards_fit(realm, actor, quest, choice);
    if (error == PB_OK)
        error = note_reward(realm, actor, quest_id);
    if (error == PB_OK && quest->flags & PB_QUEST_DAILY)
        error = pb_note_done_today(realm, number, quest_id);
    if (error != PB_OK)
        return error;
    drop(actor, at);
    for (i = PB_QUEST_KILLS; i < PB_QUEST_OBJECTIVES; i++)
        if (quest->objectives[i].type == PB_OBJECTIVE_COLLECT)
            pb_bag_remove(realm, number, quest->objectives[i].entry, quest->objectives[i].count);
    if (quest->start_item)
        pb_bag_remove(realm, number, quest->start_item, 1);
    for (i = 0; i < quest->reward_count && error == PB_OK; i++)
        error = give(realm, number, &quest->rewards[i]);
    if (quest->choice_count && error == PB_OK)
        error = give(realm, number, &quest->choices[choice]);
    pb_realm_give_money(realm, number, quest->money, PB_REALM_GOLD_QUEST);
    experience = pb_quest_experience(quest, actor->level);
    realm->stats.quests_rewarded++;
    changed(realm, number);
    tell(realm, number, PB_WORLD_QUEST_REWARDED, quest_id, experience);
    pb_realm_give_experience(realm, number, experience);
    return PB_OK;
}

static int share_quest(void *self, pb_actor number, uint32_t quest_id)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_quest_template *quest = pb_quest_of(realm, quest_id);
    pb_actor party[PB_GROUP_SIZE];
    unsigned count, i, shared = 0;

    if (!actor || !quest || pb_quest_find(actor, quest_id) < 0)
        return PB_E_gone;
    if (!(quest->flags & PB_QUEST_SHARABLE))
        return PB_E_not_allowed;
    count = pb_goods_party(realm, number, PB_PARTY_YARDS, party);
    for (i = 0; i < count; i++) {
        if (party[i] == number || pb_quest_may_take(realm, &realm->actors[party[i]], quest) != PB_OK)
            continue;
        shared++;
        pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_QUEST_SHARED,
                                                      .actor = party[i],
                                                      .object = PB_OBJECT_OF_ACTOR(number),
                                                      .entry = quest_id,
                                                      .guid = actor->guid});
    }
    return shared ? PB_OK : PB_E_not_allowed;
}

void pb_quest_offer_log(struct pb_world *world)
{
    world->can_accept_quest = can_accept_quest;
    world->accept_quest = accept_quest;
    world->abandon_quest = abandon_quest;
    world->get_quest_log = get_quest_log;
    world->is_quest_rewarded = is_quest_rewarded;
    world->read_rewarded = read_rewarded;
    world->talk = talk;
    world->turn_in_quest = turn_in_quest;
    world->share_quest = share_quest;
}

const char *pb_quest_check(struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    unsigned i, k;

    for (i = 0; i < actor->quest_count; i++) {
        const struct pb_quest_progress *progress = &actor->quests[i];
        const struct pb_quest_template *quest = pb_quest_of(realm, progress->quest_id);

        if (!quest)
            return "its log has what there is not";
        if (pb_quest_find(actor, progress->quest_id) != (int)i)
            return "its log has a quest twice";
        for (k = 0; k < PB_QUEST_OBJECTIVES; k++)
            if (progress->counts[k] >
                (quest->objectives[k].type == PB_OBJECTIVE_NONE ? 0 : quest->objectives[k].count))
                return "more of an objective than is wanted";
        if (progress->status != PB_QUEST_FAILED &&
            (progress->status == PB_QUEST_COMPLETE) != is_done(quest, progress))
            return "a quest is complete or not, its objectives say otherwise";
        if (pb_quest_is_over(realm, actor, quest))
            return "it has taken what it was rewarded for";
    }
    for (i = 1; i < actor->rewarded_count; i++)
        if (actor->rewarded[i - 1] >= actor->rewarded[i])
            return "it was rewarded twice";
    return NULL;
}
