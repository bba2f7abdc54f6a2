#include "quest/phase.h"

static const struct {
    const char *name;
    uint32_t limit_ms;
} phases[PB_QUEST_PHASES] = {
    [PB_QUEST_SCANNING] = {"scanning", 0},       [PB_QUEST_ACCEPTING] = {"accepting", 1800000},
    [PB_QUEST_PROGRESSING] = {"progressing", 0}, [PB_QUEST_COMPLETING] = {"completing", 1800000},
    [PB_QUEST_WANDERING] = {"wandering", 30000},
};

static const struct pb_quest_rule rules[] = {
    {PB_QUEST_PHASES, PB_QUEST_PLANS_ACCEPT, PB_QUEST_ACCEPTING, "a quest is to be had"},
    {PB_QUEST_PHASES, PB_QUEST_PLANS_WORK, PB_QUEST_PROGRESSING, "a quest is to be worked on"},
    {PB_QUEST_PHASES, PB_QUEST_PLANS_TURN_IN, PB_QUEST_COMPLETING, "a quest is done"},
    {PB_QUEST_PHASES, PB_QUEST_PLANS_NOTHING, PB_QUEST_WANDERING, "until something comes up"},
    {PB_QUEST_ACCEPTING, PB_QUEST_DEALT, PB_QUEST_SCANNING, "it has taken what it came for"},
    {PB_QUEST_ACCEPTING, PB_QUEST_STUCK, PB_QUEST_SCANNING, "the giver cannot be reached"},
    {PB_QUEST_ACCEPTING, PB_QUEST_TIME_OUT, PB_QUEST_SCANNING, "no way is that long"},
    {PB_QUEST_PROGRESSING, PB_QUEST_DEALT, PB_QUEST_SCANNING, "it has talked to somebody"},
    {PB_QUEST_PROGRESSING, PB_QUEST_STUCK, PB_QUEST_SCANNING, "the place is empty: perhaps another"},
    {PB_QUEST_PROGRESSING, PB_QUEST_TIME_OUT, PB_QUEST_SCANNING, "no progress: the quest was given up"},
    {PB_QUEST_COMPLETING, PB_QUEST_DEALT, PB_QUEST_SCANNING, "it has its reward"},
    {PB_QUEST_COMPLETING, PB_QUEST_STUCK, PB_QUEST_SCANNING, "the ender cannot be reached"},
    {PB_QUEST_COMPLETING, PB_QUEST_TIME_OUT, PB_QUEST_SCANNING, "no way is that long"},
    {PB_QUEST_WANDERING, PB_QUEST_STUCK, PB_QUEST_SCANNING, "nothing to hunt here either"},
    {PB_QUEST_WANDERING, PB_QUEST_TIME_OUT, PB_QUEST_SCANNING, "something may have come up"},
};

const struct pb_quest_rule *pb_quest_phase_rules(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

enum pb_quest_phase pb_quest_phase_after(enum pb_quest_phase phase, enum pb_quest_signal signal)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].signal == signal && (rules[i].phase == phase || rules[i].phase == PB_QUEST_PHASES))
            return rules[i].next;
    return phase;
}

const char *pb_quest_phase_name(enum pb_quest_phase phase)
{
    return phases[phase].name;
}

uint32_t pb_quest_phase_limit_ms(enum pb_quest_phase phase)
{
    return phases[phase].limit_ms;
}
