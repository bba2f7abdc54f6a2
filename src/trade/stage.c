#include "trade/stage.h"

static const struct {
    const char *name;
    uint32_t limit_ms;
} stages[PB_TRADE_STAGES] = {
    [PB_TRADE_IDLE] = {"trades with nobody", 0},
    [PB_TRADE_GOING] = {"goes to somebody", 60000},
    [PB_TRADE_ASKING] = {"has asked for a trade", 30000},
    [PB_TRADE_ASKED] = {"was asked for a trade", 10000},
    [PB_TRADE_OPEN] = {"makes its offer", 30000},
    [PB_TRADE_LOCKED] = {"looks at the offers", 60000},
    [PB_TRADE_ACCEPTED] = {"has accepted", 60000},
    [PB_TRADE_ENDING] = {"waits to hear how it ended", 10000},
};

static const char *const signals[PB_TRADE_SIGNALS] = {
    [PB_TRADE_NOTHING] = "nothing",
    [PB_TRADE_PLANNED] = "a plan",
    [PB_TRADE_ARRIVED] = "arrived",
    [PB_TRADE_REQUESTED] = "asked",
    [PB_TRADE_PERMITTED] = "permitted",
    [PB_TRADE_FORBIDDEN] = "forbidden by policy",
    [PB_TRADE_OPENED] = "opened",
    [PB_TRADE_LACKING] = "something to add",
    [PB_TRADE_EXCESSIVE] = "something to take out",
    [PB_TRADE_PRICED] = "money to set",
    [PB_TRADE_SETTLED] = "offer complete",
    [PB_TRADE_CHANGED] = "an offer changed",
    [PB_TRADE_FAIR] = "fair",
    [PB_TRADE_VANISHED] = "the window is gone",
    [PB_TRADE_COMPLETED] = "done",
    [PB_TRADE_CANCELLED] = "cancelled by the other side",
    [PB_TRADE_WITHDRAWN] = "it withdrew",
    [PB_TRADE_TIMED_OUT] = "took too long",
    [PB_TRADE_LEFT] = "the partner left",
    [PB_TRADE_TOO_FAR] = "the partner was too far away",
    [PB_TRADE_FULL] = "bags full",
};

#define R(stage, signal, next, action, comment)                                                              \
    {                                                                                                        \
        PB_TRADE_##stage, PB_TRADE_##signal, PB_TRADE_##next, PB_TRADE_##action, comment                     \
    }

/* How a window that is open ends; the same in each of its stages. */
#define ENDS(stage)                                                                                          \
    R(stage, CANCELLED, IDLE, FORGET, "the other one, or the world, ended it"),                              \
        R(stage, WITHDRAWN, IDLE, CANCEL, "it wants no part in it any more"),                                \
        R(stage, TIMED_OUT, IDLE, CANCEL, "nobody waits for ever"),                                          \
        R(stage, LEFT, IDLE, CANCEL, "the partner is gone"),                                                 \
        R(stage, TOO_FAR, IDLE, CANCEL, "the partner walked away"),                                          \
        R(stage, FULL, IDLE, CANCEL, "what changes hands has no room")

static const struct pb_trade_rule rules[] = {
    R(IDLE, PLANNED, GOING, SET_OUT, "it has something for a member of its group"),
    R(IDLE, REQUESTED, ASKED, LOOK_AT, "somebody wants to trade"),
    R(GOING, ARRIVED, ASKING, ASK, "near enough: requests a trade"),
    R(GOING, REQUESTED, ASKED, LOOK_AT, "who asks comes before its own plan"),
    R(GOING, WITHDRAWN, IDLE, FORGET, "another system has the goal, or the plan is void"),
    R(GOING, TIMED_OUT, IDLE, FORGET, "too long a way"),
    R(GOING, LEFT, IDLE, FORGET, "whom it goes to is not there any more"),
    R(ASKING, OPENED, OPEN, REOPEN, "the other one said yes"),
    R(ASKING, CANCELLED, IDLE, FORGET, "the other one said no, or is busy"),
    R(ASKING, TIMED_OUT, IDLE, CANCEL, "no answer"),
    R(ASKING, LEFT, IDLE, CANCEL, "whom it asked is gone"),
    R(ASKING, TOO_FAR, IDLE, CANCEL, "whom it asked walked away"),
    R(ASKING, WITHDRAWN, IDLE, CANCEL, "it has other things to do"),
    R(ASKED, PERMITTED, OPEN, SAY_YES, "accepts the request"),
    R(ASKED, FORBIDDEN, IDLE, SAY_NO, "refuses the request"),
    R(ASKED, CANCELLED, IDLE, FORGET, "who asked thought better of it"),
    R(ASKED, WITHDRAWN, IDLE, SAY_NO, "it has other things to do"),
    R(ASKED, TIMED_OUT, IDLE, SAY_NO, "it did not come to answer in time"),
    R(OPEN, LACKING, OPEN, ADD, "puts an item in"),
    R(OPEN, EXCESSIVE, OPEN, REMOVE, "takes an item out"),
    R(OPEN, PRICED, OPEN, PAY, "sets its money"),
    R(OPEN, SETTLED, LOCKED, LOCK, "its offer is complete, and stays so for this version"),
    R(LOCKED, CHANGED, OPEN, REOPEN, "the other one changed his offer: its own may not fit any more"),
    R(LOCKED, FAIR, ACCEPTED, ACCEPT, "accepts the version that it looked at"),
    R(ACCEPTED, CHANGED, OPEN, REOPEN, "changed after it accepted: both accepts are void"),
    R(ACCEPTED, VANISHED, ENDING, WAIT, "over, but nobody said how"),
    R(ENDING, COMPLETED, IDLE, RECORD, "it was done"),
    R(ENDING, CANCELLED, IDLE, FORGET, "it was not done"),
    R(ENDING, FULL, IDLE, FORGET, "it was not done: no room"),
    R(ENDING, TOO_FAR, IDLE, FORGET, "it was not done: too far from each other"),
    R(ENDING, LEFT, IDLE, FORGET, "it was not done: the partner is gone"),
    R(ENDING, TIMED_OUT, IDLE, LOSE, "nobody will say any more"),
    R(OPEN, COMPLETED, IDLE, LOSE, "it did not accept: such a world breaks the rules"),
    R(LOCKED, COMPLETED, IDLE, LOSE, "it did not accept: such a world breaks the rules"),
    R(ACCEPTED, COMPLETED, IDLE, RECORD, "the things have changed hands"),
    ENDS(OPEN),
    ENDS(LOCKED),
    ENDS(ACCEPTED),
};

const struct pb_trade_rule *pb_trade_stage_rules(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

const struct pb_trade_rule *pb_trade_rule_find(enum pb_trade_stage stage, enum pb_trade_signal signal)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].stage == stage && rules[i].signal == signal)
            return &rules[i];
    return NULL;
}

const char *pb_trade_stage_name(enum pb_trade_stage stage)
{
    return stages[stage].name;
}

const char *pb_trade_signal_name(enum pb_trade_signal signal)
{
    return signals[signal];
}

uint32_t pb_trade_stage_limit_ms(enum pb_trade_stage stage)
{
    return stages[stage].limit_ms;
}
