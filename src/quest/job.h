/* Job: a quest as a bot would do it from now on: what it gives, and the places that it still takes. Internal
 * to src/quest. */
#ifndef PB_QUEST_JOB_H
#define PB_QUEST_JOB_H

#include "ai/system.h"
#include "quest/cache.h"
#include "quest/gear.h"
#include "quest/strategy.h"

/* What is done at a place. */
enum pb_quest_stage { PB_QUEST_ACCEPT, PB_QUEST_HUNT, PB_QUEST_TALK, PB_QUEST_TURN_IN };

enum {
    PB_QUEST_TASKS = 4,
    /* A way takes so many seconds at most: with a death on it that is the time that a bot may be without
     * progress beside its timeout (docs/ai.md). */
    PB_QUEST_WAY_S = 240
};

struct pb_quest_task {
    struct pb_position position;
    uint32_t entry;   /* creature to hunt or to talk to */
    uint32_t item;    /* that it should drop; 0: none */
    float drop;       /* of it, for a kill */
    float kills;      /* that it should still take; 0 for a talk */
    float each_s;     /* seconds of a kill, or of the talk */
    float each_value; /* experience of a kill */
    uint8_t objective, stage;
    uint8_t is_hard; /* most of them are too strong for it */
};

/* Seconds of its work. */
static inline float pb_quest_task_s(const struct pb_quest_task *task)
{
    return task->stage == PB_QUEST_HUNT ? task->kills * task->each_s : task->each_s;
}

struct pb_quest_job {
    const struct pb_quest_template *quest;
    pb_object giver, ender;
    struct pb_position giver_at, ender_at;
    float value;     /* experience and what else counts as such, at its end */
    float score;     /* by the strategy, of this quest alone */
    float nearest_s; /* to the next place */
    float way_s;     /* of all places, as if it were the only one */
    float work_s;    /* kills and talks */
    struct pb_quest_factors factors;
    uint8_t is_offer, is_complete;
    uint8_t is_help;             /* its own part is done: the tasks are a friend's */
    uint8_t task_count, nearest; /* nearest: index of the nearest task */
    struct pb_quest_task tasks[PB_QUEST_TASKS];
};

/* Where a stage of it is: of its task of that number, where it has one. */
static inline const struct pb_position *pb_quest_job_place(const struct pb_quest_job *job, unsigned stage,
                                                           unsigned task)
{
    return stage == PB_QUEST_ACCEPT    ? &job->giver_at
           : stage == PB_QUEST_TURN_IN ? &job->ender_at
                                       : &job->tasks[task].position;
}

/* What a job is worked out with. */
struct pb_quest_context {
    const struct pb_system_env *env;
    const struct pb_quest_strategy *strategy;
    struct pb_quest_cache *cache;
    pb_bot bot;
    struct pb_actor_view view;
    struct pb_group_view group;
    struct pb_quest_gear gear;
    const struct pb_quests *quests;
    float usual;      /* value a second that its routes bring of late */
    unsigned friends; /* members near */
    uint8_t may_help; /* it has not helped for too long already */
    float speed;      /* yards a second, as the world's estimates have it */
};

/* Fills in the group of the bot, count 0 when there is none, and `friends`. */
void pb_quest_read_company(struct pb_quest_context *context);
/* A quest of the log, or one that is offered. Returns 0, or PB_E_gone when it cannot be gone on with. */
int pb_quest_job_taken(struct pb_quest_context *context, const struct pb_quest_progress *progress,
                       struct pb_quest_job *job) __attribute__((warn_unused_result));
int pb_quest_job_offer(struct pb_quest_context *context, const struct pb_quest_offer *offer,
                       struct pb_quest_job *job) __attribute__((warn_unused_result));
/* Of quests of the log that want the same things only one can have them: among complete ones the one that is
 * worth most, the others then bring nothing; what is not complete has to begin anew behind it. Pure. */
void pb_quest_count_things_once(struct pb_quest_job *jobs, unsigned count);

#endif
