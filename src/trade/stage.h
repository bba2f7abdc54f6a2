/* Stage: where a bot is with its trade, and what leads from one stage to the next. The rules are the table in
 * stage.c. Pure: the caller keeps the stage and carries the actions out. */
#ifndef PB_TRADE_STAGE_H
#define PB_TRADE_STAGE_H

#include <stddef.h>
#include <stdint.h>

enum pb_trade_stage {
    PB_TRADE_IDLE,
    PB_TRADE_GOING,    /* on its way to somebody whom it has something for */
    PB_TRADE_ASKING,   /* it has asked, and waits for the answer */
    PB_TRADE_ASKED,    /* somebody asked it */
    PB_TRADE_OPEN,     /* both have the window open; it puts in what belongs there */
    PB_TRADE_LOCKED,   /* its own offer is complete; it looks at the whole */
    PB_TRADE_ACCEPTED, /* it has accepted one version */
    PB_TRADE_ENDING,   /* it had accepted, and the window is gone: done, or not? */
    PB_TRADE_STAGES
};

enum pb_trade_signal {
    PB_TRADE_NOTHING,   /* wait */
    PB_TRADE_PLANNED,   /* it has something for somebody */
    PB_TRADE_ARRIVED,   /* it is near enough to ask */
    PB_TRADE_REQUESTED, /* somebody asks */
    PB_TRADE_PERMITTED, /* the policy lets it trade with this one */
    PB_TRADE_FORBIDDEN, /* it does not */
    PB_TRADE_OPENED,    /* the other one said yes */
    PB_TRADE_LACKING,   /* something belongs into its offer that is not there */
    PB_TRADE_EXCESSIVE, /* something is there that does not belong there */
    PB_TRADE_PRICED,    /* its money is not what it should be */
    PB_TRADE_SETTLED,   /* its offer is what it should be */
    PB_TRADE_CHANGED,   /* an offer changed since it looked: all that was accepted is void */
    PB_TRADE_FAIR,      /* it looked at the whole again: it may accept */
    PB_TRADE_VANISHED,  /* the window is gone, and no word of how it ended */
    PB_TRADE_COMPLETED, /* done: the things have changed hands */
    PB_TRADE_CANCELLED, /* the other one, or the world, ended it */
    PB_TRADE_WITHDRAWN, /* it has other things to do, or wants no part in it */
    PB_TRADE_TIMED_OUT, /* the stage, or the whole, took too long */
    PB_TRADE_LEFT,      /* the partner is not in the world any more */
    PB_TRADE_TOO_FAR,   /* the partner walked away */
    PB_TRADE_FULL,      /* what it would get does not fit into its bags, or the partner's into his */
    PB_TRADE_SIGNALS
};

enum pb_trade_action {
    PB_TRADE_WAIT,
    PB_TRADE_SET_OUT,
    PB_TRADE_ASK,
    PB_TRADE_LOOK_AT, /* who asks */
    PB_TRADE_SAY_YES,
    PB_TRADE_SAY_NO,
    PB_TRADE_ADD,
    PB_TRADE_REMOVE,
    PB_TRADE_PAY,
    PB_TRADE_LOCK,
    PB_TRADE_REOPEN,
    PB_TRADE_ACCEPT,
    PB_TRADE_CANCEL,
    PB_TRADE_RECORD,
    PB_TRADE_FORGET, /* it ended without: what was booked goes back */
    PB_TRADE_LOSE,   /* nobody said how it ended: nothing goes back */
    PB_TRADE_ACTIONS
};

struct pb_trade_rule {
    enum pb_trade_stage stage; /* PB_TRADE_STAGES: any */
    enum pb_trade_signal signal;
    enum pb_trade_stage next;
    enum pb_trade_action action;
    const char *comment;
};

/* The rule for a signal in a stage; NULL when it means nothing there. */
const struct pb_trade_rule *pb_trade_rule_find(enum pb_trade_stage stage, enum pb_trade_signal signal);
const char *pb_trade_stage_name(enum pb_trade_stage stage);
const char *pb_trade_signal_name(enum pb_trade_signal signal);
/* How long a stage may take; 0: as long as it likes. */
uint32_t pb_trade_stage_limit_ms(enum pb_trade_stage stage);
/* The whole table; its length in `count`. */
const struct pb_trade_rule *pb_trade_stage_rules(size_t *count);

#endif
