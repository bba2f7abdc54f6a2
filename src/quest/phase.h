/* Phase: where a bot is with its quests, and what leads from one phase to the next. The rules are the table
 * in phase.c. Pure: the caller keeps the phase and the time. */
#ifndef PB_QUEST_PHASE_H
#define PB_QUEST_PHASE_H

#include <stddef.h>
#include <stdint.h>

enum pb_quest_phase {
    PB_QUEST_SCANNING,
    PB_QUEST_ACCEPTING,
    PB_QUEST_PROGRESSING,
    PB_QUEST_COMPLETING,
    PB_QUEST_WANDERING,
    PB_QUEST_PHASES
};

enum pb_quest_signal {
    PB_QUEST_PLANS_ACCEPT,  /* what it has chosen: to go to a giver */
    PB_QUEST_PLANS_WORK,    /* to hunt or to talk */
    PB_QUEST_PLANS_TURN_IN, /* to go to an ender */
    PB_QUEST_PLANS_NOTHING, /* there is nothing to choose */
    PB_QUEST_DEALT,         /* it has done at a place what there was to do */
    PB_QUEST_STUCK,         /* it did not get there, or nothing was there */
    PB_QUEST_TIME_OUT,      /* the phase took as long as it may */
    PB_QUEST_SIGNALS
};

struct pb_quest_rule {
    enum pb_quest_phase phase; /* PB_QUEST_PHASES: any */
    enum pb_quest_signal signal;
    enum pb_quest_phase next;
    const char *comment;
};

/* The phase after a signal; the same one when no rule says otherwise. */
enum pb_quest_phase pb_quest_phase_after(enum pb_quest_phase phase, enum pb_quest_signal signal);
const char *pb_quest_phase_name(enum pb_quest_phase phase);
/* How long a phase may take; 0: as long as there is progress. */
uint32_t pb_quest_phase_limit_ms(enum pb_quest_phase phase);
/* The whole table; its length in `count`. */
const struct pb_quest_rule *pb_quest_phase_rules(size_t *count);

#endif
