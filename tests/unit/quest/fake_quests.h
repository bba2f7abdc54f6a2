/*
 * Fake quests: one bot on a line, and a table of quests with a giver, a place of work and an ender; small
 * functions over arrays, with the rules of playerbot_world.h. One thread.
 */
#ifndef PB_TESTS_FAKE_QUESTS_H
#define PB_TESTS_FAKE_QUESTS_H

#include "include/playerbot_error.h"
#include "quest/quest.h"
#include "quest/state.h"
#include <math.h>
#include <string.h>

enum { FAKE_QUESTS = 40, FAKE_ACTOR = 1, FAKE_NUMBER = 3, FAKE_PREY = 900 };

struct fake_quest {
    struct pb_quest_template quest;
    float giver, work, ender; /* places */
    unsigned places;          /* of work, ten yards apart */
    uint16_t done;
    uint8_t status, is_rewarded, giver_gone, refuses;
};

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_quests *own;
    struct fake_quest quests[FAKE_QUESTS]; /* quest: index + 1 */
    unsigned count;
    float at;
    unsigned friends, friends_with;    /* group members; those of them who have quest `friends_with` */
    unsigned friends_done;             /* of five */
    float prey[2];                     /* where two kinds live; 0: nobody knows */
    unsigned worth[2];                 /* experience of a kill */
    struct pb_creature_template beast; /* what quests want; level 0: nobody knows */
    unsigned accepted, rewarded, abandoned, shared, broken;
};

static inline struct fake_quest *fake_at(struct fake *fake, uint32_t id)
{
    return id && id <= fake->count ? &fake->quests[id - 1] : NULL;
}

static inline const struct pb_quest_template *fake_get_quest(void *self, uint32_t id)
{
    struct fake_quest *quest = fake_at(self, id);

    return quest ? &quest->quest : NULL;
}

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    struct fake *fake = self;

    *view = (struct pb_actor_view){.level = fake->bots.row[0].status.level};
    view->position.x = fake->at;
    return actor == FAKE_ACTOR ? PB_OK : PB_E_gone;
}

static inline unsigned fake_find_prey(void *self, pb_actor actor, struct pb_prey *prey, unsigned max)
{
    const struct fake *fake = self;
    unsigned i, count = 0;

    (void)actor;
    for (i = 0; i < 2 && count < max; i++)
        if (fake->prey[i] != 0)
            prey[count++] = (struct pb_prey){{.x = fake->prey[i]}, FAKE_PREY + i};
    return count;
}

static inline uint32_t fake_estimate_kill(void *self, pb_actor actor, uint32_t entry)
{
    const struct fake *fake = self;

    (void)actor;
    return entry >= FAKE_PREY ? fake->worth[entry - FAKE_PREY] : 0;
}

static inline const struct pb_creature_template *fake_get_creature(void *self, uint32_t entry)
{
    const struct fake *fake = self;

    return entry < FAKE_PREY && fake->beast.level_min ? &fake->beast : NULL;
}

static inline void fake_estimate(void *self, pb_actor actor, const struct pb_position *positions,
                                 unsigned count, uint32_t *travel_ms)
{
    (void)actor;
    for (unsigned i = 0; i < count; i++)
        travel_ms[i] = (uint32_t)(fabsf(positions[i].x - ((struct fake *)self)->at) / 7 * 1000);
}

static inline int fake_can_accept(struct fake *fake, const struct fake_quest *quest)
{
    const struct fake_quest *before = fake_at(fake, (uint32_t)quest->quest.previous_quest);

    return !quest->status && !quest->is_rewarded &&
           quest->quest.level_min <= fake->bots.row[0].status.level &&
           (!quest->quest.previous_quest || (before && before->is_rewarded));
}

static inline unsigned fake_find_quests(void *self, pb_actor actor, float radius,
                                        struct pb_quest_offer *offers, unsigned max)
{
    struct fake *fake = self;
    unsigned i, count = 0;

    (void)actor;
    for (i = 0; i < fake->count && count < max; i++) {
        struct fake_quest *quest = &fake->quests[i];

        if (!fake_can_accept(fake, quest) || quest->giver_gone || fabsf(quest->giver - fake->at) > radius)
            continue;
        offers[count] = (struct pb_quest_offer){.quest_id = i + 1,
                                                .experience = quest->quest.experience,
                                                .money = quest->quest.money,
                                                .giver = 100 + i,
                                                .distance = fabsf(quest->giver - fake->at)};
        offers[count++].position.x = quest->giver;
    }
    return count;
}

static inline unsigned fake_get_log(void *self, pb_actor actor, struct pb_quest_progress *log, unsigned max)
{
    struct fake *fake = self;
    unsigned i, count = 0;

    if (actor != FAKE_ACTOR) {
        log[0] =
            (struct pb_quest_progress){.quest_id = fake->friends_with,
                                       .status = fake->friends_done < 5 ? PB_QUEST_TAKEN : PB_QUEST_COMPLETE,
                                       .counts = {(uint16_t)fake->friends_done}};
        return fake->friends_with != 0;
    }
    for (i = 0; i < fake->count && count < max; i++)
        if (fake->quests[i].status)
            log[count++] = (struct pb_quest_progress){
                .quest_id = i + 1, .status = fake->quests[i].status, .counts = {fake->quests[i].done}};
    return count;
}

static inline int fake_accept(void *self, pb_actor actor, uint32_t id, pb_object giver)
{
    struct fake *fake = self;
    struct fake_quest *quest = fake_at(fake, id);
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];

    if (fake_get_log(self, actor, log, PB_QUEST_LOG_SIZE) == PB_QUEST_LOG_SIZE)
        return PB_E_quest_log_full;
    if (!quest || quest->refuses)
        return PB_E_not_allowed;
    fake->broken += !fake_can_accept(fake, quest) || giver != 99 + id ||
                    fabsf(quest->giver - fake->at) > PB_INTERACT_YARDS;
    quest->status = quest->quest.objectives[0].type ? PB_QUEST_TAKEN : PB_QUEST_COMPLETE;
    quest->done = 0;
    fake->accepted++;
    return PB_OK;
}

static inline int fake_abandon(void *self, pb_actor actor, uint32_t id)
{
    struct fake *fake = self;
    struct fake_quest *quest = fake_at(fake, id);

    (void)actor;
    if (!quest || !quest->status)
        return PB_E_unknown_quest;
    quest->status = 0;
    fake->abandoned++;
    return PB_OK;
}

static inline int fake_find_objective(void *self, pb_actor actor, uint32_t id, unsigned index, unsigned skip,
                                      struct pb_position *position, uint32_t *creature)
{
    struct fake_quest *quest = fake_at(self, id);

    (void)actor;
    (void)index;
    if (!quest || skip >= quest->places)
        return PB_E_gone;
    *position = (struct pb_position){.x = quest->work + 10 * (float)skip};
    *creature = 500 + id;
    return PB_OK;
}

static inline int fake_find_ender(void *self, pb_actor actor, uint32_t id, struct pb_object_view *view)
{
    struct fake_quest *quest = fake_at(self, id);

    (void)actor;
    if (!quest)
        return PB_E_unknown_quest;
    *view = (struct pb_object_view){.object = 199 + id,
                                    .distance = fabsf(quest->ender - ((struct fake *)self)->at)};
    view->position.x = quest->ender;
    return PB_OK;
}

/* Things that were handed over are missing to who else wants them. */
static inline void fake_hand_over(struct fake *fake, uint32_t thing)
{
    unsigned i;

    for (i = 0; i < fake->count && thing; i++)
        if (fake->quests[i].status == PB_QUEST_COMPLETE &&
            fake->quests[i].quest.objectives[PB_QUEST_KILLS].entry == thing)
            fake->quests[i].status = PB_QUEST_TAKEN;
}

static inline int fake_get_object(void *self, pb_actor actor, pb_object object, struct pb_object_view *view)
{
    struct fake_quest *quest = object >= 100 ? fake_at(self, (uint32_t)object - 99) : NULL;

    (void)actor;
    if (!quest)
        return PB_E_gone;
    *view = (struct pb_object_view){.object = object,
                                    .distance = fabsf(quest->giver - ((struct fake *)self)->at)};
    view->position.x = quest->giver;
    return PB_OK;
}

static inline int fake_turn_in(void *self, pb_actor actor, uint32_t id, pb_object ender, unsigned choice)
{
    struct fake *fake = self;
    struct fake_quest *quest = fake_at(fake, id);

    (void)actor;
    (void)choice;
    fake->broken += !quest || quest->status != PB_QUEST_COMPLETE || ender != 199 + id ||
                    fabsf(quest->ender - fake->at) > PB_INTERACT_YARDS;
    quest->status = 0;
    quest->is_rewarded = 1;
    fake_hand_over(fake, quest->quest.objectives[PB_QUEST_KILLS].entry);
    fake->rewarded++;
    return PB_OK;
}

static inline int fake_share(void *self, pb_actor actor, uint32_t id)
{
    (void)actor;
    (void)id;
    ((struct fake *)self)->shared++;
    return PB_OK;
}

static inline int fake_get_group(void *self, pb_actor actor, struct pb_group_view *group)
{
    struct fake *fake = self;

    *group = (struct pb_group_view){.group_id = 1, .count = (uint8_t)(fake->friends + 1)};
    group->members[0].actor = actor;
    for (unsigned i = 1; i <= fake->friends; i++)
        group->members[i].actor = FAKE_ACTOR + i;
    return PB_OK;
}

static inline int fake_new(struct fake *fake, const char *strategy)
{
    struct pb_system_env env = {.memory = pb_memory_libc, .seed = 7, .number = FAKE_NUMBER};
    int error;

    memset(fake, 0, sizeof *fake);
    fake->world = (struct pb_world){.size = sizeof fake->world,
                                    .self = fake,
                                    .get_quest = fake_get_quest,
                                    .get_actor = fake_get_actor,
                                    .find_prey = fake_find_prey,
                                    .estimate_kill = fake_estimate_kill,
                                    .get_creature = fake_get_creature,
                                    .estimate_travel = fake_estimate,
                                    .find_quests = fake_find_quests,
                                    .accept_quest = fake_accept,
                                    .abandon_quest = fake_abandon,
                                    .get_quest_log = fake_get_log,
                                    .find_objective = fake_find_objective,
                                    .find_quest_ender = fake_find_ender,
                                    .get_object = fake_get_object,
                                    .turn_in_quest = fake_turn_in,
                                    .share_quest = fake_share,
                                    .get_group = fake_get_group};
    fake->bots.memory = pb_memory_libc;
    error = pb_bots_reserve(&fake->bots, 1);
    if (error != PB_OK)
        return error;
    pb_bots_reset(&fake->bots, 0);
    fake->bots.count = 1;
    fake->bots.row[0].actor = FAKE_ACTOR;
    fake->bots.row[0].status.level = 10;
    env.world = &fake->world;
    env.bots = &fake->bots;
    memcpy(env.settings.quest_strategy, strategy, strlen(strategy) + 1);
    env.settings.quest_timeout_s = 300;
    error = pb_quest_system.initialize((void **)&fake->own, &env);
    if (error == PB_OK)
        error = pb_quest_system.reserve(fake->own, 1);
    if (error == PB_OK)
        pb_quest_system.reset(fake->own, 0);
    return error;
}

static inline void fake_free(struct fake *fake)
{
    pb_quest_system.shutdown(fake->own);
    pb_bots_release(&fake->bots);
}

/* A quest to kill five; returns its number. */
static inline uint32_t fake_define(struct fake *fake, uint32_t experience, float giver, float work)
{
    struct fake_quest *quest = &fake->quests[fake->count++];

    quest->quest = (struct pb_quest_template){.quest_id = fake->count,
                                              .experience = experience,
                                              .level = 10,
                                              .objectives = {{1, 5, PB_OBJECTIVE_KILL}}};
    quest->giver = quest->ender = giver;
    quest->work = work;
    quest->places = 20;
    return fake->count;
}

/* One step; returns when the next should come. */
static inline uint32_t fake_step(struct fake *fake, uint32_t diff_ms)
{
    struct pb_step step = {.bot = 0, .diff_ms = diff_ms};

    fake->bots.now_ms += diff_ms;
    pb_quest_system.update(fake->own, &step, 1);
    /* 0: the next tick. */
    for (unsigned i = 0; i < 9 && step.next_ms == 0; i++) {
        step.diff_ms = 0;
        pb_quest_system.update(fake->own, &step, 1);
    }
    return step.next_ms;
}

/* It is where its goal is. */
static inline void fake_arrive(struct fake *fake)
{
    fake->at = fake->bots.row[0].goal.position.x;
    fake->bots.row[0].goal.state = PB_GOAL_REACHED;
}

static inline int fake_tell(struct fake *fake, unsigned type, uint32_t quest_id)
{
    struct pb_world_event event = {.type = (uint16_t)type, .actor = FAKE_ACTOR, .entry = quest_id};

    return pb_quest_system.on_event(fake->own, 0, &event);
}

#endif
