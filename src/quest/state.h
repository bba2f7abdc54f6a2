/* State of the quest system. Internal to src/quest. */
#ifndef PB_QUEST_STATE_H
#define PB_QUEST_STATE_H

#include "base/cache.h"
#include "quest/cache.h"
#include "quest/hunters.h"
#include "quest/job.h"
#include "quest/phase.h"
#include "quest/prey.h"
#include "quest/route.h"

enum {
    PB_QUEST_SCAN_MS = 3000,
    PB_QUEST_WALK_MS = 2000,
    PB_QUEST_AT_YARDS = 4,
    /* So far it looks for offers: as far as one walks; and in the middle of a hunt, which goes on all the
     * same (seeds 1 to 20 of tests/tools/quest_race.c earn as much with 300 as with all). */
    PB_QUEST_SCAN_YARDS = 1500,
    PB_QUEST_WORK_YARDS = 300,
    PB_QUEST_OFFERS = 110,
    PB_QUEST_SEEN = 256,
    /* Room that is left in the log, for quests that are found on the way. */
    PB_QUEST_LOG_ROOM = 3,
    /* So long it helps friends, and so often it looks how far they are. */
    PB_QUEST_HELP_MS = 240000,
    PB_QUEST_HELP_LOOK_MS = 10000,
    PB_QUEST_FORGOTTEN = 6,
    /* Quests whose beginning is known. */
    PB_QUEST_BEGUN = 16,
    /* Stops of its route that it knows. */
    PB_QUEST_STOPS = 6
};

/* What a quest looked like when it was chosen, or came second; for `why`. */
struct pb_quest_look {
    uint32_t quest_id; /* 0: none */
    float rate;        /* value for each second, done alone */
    float value, way_s, work_s;
};

/* What follows on the route that was chosen, the stop that it goes to among it. */
struct pb_quest_stops {
    struct pb_quest_stop {
        pb_object giver; /* of an offer */
        uint32_t quest_id;
        uint8_t stage, objective;
    } stops[PB_QUEST_STOPS];
    uint32_t planned_ms;
    uint8_t count;
};

/* What a bot chose to do next. */
struct pb_quest_plan {
    struct pb_goal goal;
    pb_object object; /* to deal with there */
    struct pb_quest_look first, second;
    uint32_t quest_id;
    float score, usual; /* usual: as in struct pb_quester */
    uint8_t stage, objective, is_help, is_poor;
    uint8_t is_next;  /* a later stop of a route that was chosen before */
    uint16_t hunters; /* where it leads, when it was made */
    struct pb_quest_stops stops;
};

enum pb_detour { PB_DETOUR_NONE, PB_DETOUR_TO_MAKE, PB_DETOUR_UNDER_WAY };

/* What is known of a bot. */
struct pb_quester {
    uint32_t quest_id, entry;
    uint64_t object;
    uint32_t idle_ms, phase_ms;
    float score;
    uint8_t phase, stage, objective;
    uint16_t seen_version; /* of the quest log, when it chose */
    struct pb_goal goal;   /* that it chose; kind 0: none */
    uint8_t is_woken, forget_next;
    uint8_t deaths; /* since something last came of its quests */
    uint8_t is_shy; /* until `shy_ms` it takes no quest on: it died too often for one */
    uint32_t shy_ms;
    uint8_t is_helping; /* friends with a quest of which its own part is done */
    uint8_t detour;     /* enum pb_detour: it died where it wandered, so the next way begins elsewhere */
    uint8_t detours;    /* since it found prey */
    uint32_t helped_ms; /* since it last turned something in */
    struct forgotten {
        uint32_t quest_id, until_ms;
    } forgotten[PB_QUEST_FORGOTTEN]; /* given up: not to be taken again at once */
    struct pb_quest_look first, second;
    float usual;        /* the best rate of a route of late */
    uint32_t looked_ms; /* when it last looked for better land */
    uint8_t is_far;     /* it is on its way there */
    uint8_t is_poor;    /* it should look in its next turn */
    uint8_t vain_looks; /* since it last found some */
    uint8_t begun_next;
    struct begun {
        uint32_t quest_id, at_ms;
    } begun[PB_QUEST_BEGUN]; /* when they were taken */
    uint64_t past;           /* twin.h */
    struct pb_quest_stops stops;
    uint32_t empty;  /* where it found no prey while it wandered */
    uint32_t place;  /* where it hunts: hunters.h; 0: nowhere */
    uint8_t is_next; /* the quest came after others on their route */
};

struct pb_quests {
    struct pb_system_env env;
    const struct pb_quest_strategy *strategy, *given_strategy;
    struct pb_quester *questers;
    struct pb_quest_cache *cache;
    struct pb_cache twin_plans, twin_lists; /* twin.h */
    struct pb_hunters hunters;
    uint32_t capacity;
    /* Of the choice that is being made. */
    struct pb_quest_job jobs[PB_ROUTE_JOBS];
    unsigned job_count;
    struct pb_quest_offer offers[PB_QUEST_SEEN];
    struct pb_route route;
    uint64_t plan_hits, plan_misses;
    uint64_t timed, timed_ms, helped;
    uint64_t accepted, completed, abandoned, shared, scans, plans, refused;
};

/* Lets a signal lead to the next phase. */
void pb_quest_signal(struct pb_quests *own, pb_bot bot, enum pb_quest_signal signal);
/* Whether it does what its group does: what friends do changes what is best for all of them. */
int pb_quest_goes_together(const struct pb_quests *own, pb_bot bot);
/* A quest that is left alone for a while. */
int pb_quest_is_forgotten(const struct pb_quests *own, pb_bot bot, uint32_t quest_id);
void pb_quest_remember(struct pb_quests *own, pb_bot bot, uint32_t quest_id, uint32_t ms);
/* Something has changed about it: it is left alone no longer. */
void pb_quest_recall(struct pb_quests *own, pb_bot bot, uint32_t quest_id);
/* Whether there are quests that it leaves alone. */
int pb_quest_is_picky(const struct pb_quests *own, pb_bot bot);
/* Gives a quest up and remembers it. */
void pb_quest_give_up(struct pb_quests *own, pb_bot bot, uint32_t quest_id);
/* In words why one quest was not the other. Text with its length at most `size`. */
void pb_quest_tell_second(const struct pb_quests *own, pb_bot bot, char *text, size_t size);
/* Chooses what to do next, of the log and of what is offered within `yards`, and sets the goal of it; returns
 * when to look again: 0 is at once, for better land. */
uint32_t pb_quest_choose(struct pb_quests *own, pb_bot bot, unsigned yards);
/* Looks for better land, and sets out if there is some. */
void pb_quest_look_further(struct pb_quests *own, pb_bot bot);
/* The goal of what is done at a stage (enum pb_quest_stage), but for its place and whom it is about. */
struct pb_goal pb_quest_goal_of(const struct pb_quests *own, uint8_t stage);
/* Sets the goal of a plan, and remembers the decision. Returns 0, or PB_E_busy while something more urgent
 * goes on.
 */
int pb_quest_set_out(struct pb_quests *own, pb_bot bot, const struct pb_quest_plan *plan);
/* Whether what it chose is still to be done, though something more urgent may have come between. */
int pb_quest_is_unfinished(const struct pb_quests *own, pb_bot bot);
/* Goes on with that, or compares it with others when the choice is old; returns when to look again. */
uint32_t pb_quest_resume(struct pb_quests *own, pb_bot bot);
/* Quests that it would take from those near, the best first; gives up what the log is too small for. Returns
 * how many. */
unsigned pb_quest_select_best(struct pb_quests *own, pb_bot bot, uint32_t quest_ids[PB_QUEST_OFFERS]);

/* ---- wander.c ---- */
/* Nothing to do: hunt for what fits its level, where that lives; around here, if nobody knows. */
void pb_quest_wander(struct pb_quests *own, pb_bot bot, const struct pb_position *here);
/* Half a minute of hunting for nothing in particular is over: there was nothing, so elsewhere; or it
 * is there, and looks what is nearest now; or it is on its way still. */
void pb_quest_wandered(struct pb_quester *quester, int is_empty, int is_there);
/* Whether it still leaves quests alone. */
int pb_quest_is_shy(struct pb_quests *own, pb_bot bot);
/* The way to a quest may lead through land that is too hard: whoever only ever dies on it hunts for a while.
 */
void pb_quest_rise_again(struct pb_quests *own, pb_bot bot);

#endif
