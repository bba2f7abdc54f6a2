/* Deal: where a trade between two players is, and what leads from one state to the next. The rules are the
 * table in deal.c. Pure: the caller keeps the state. */
#ifndef PB_REALM_DEAL_H
#define PB_REALM_DEAL_H

#include <stddef.h>
#include <stdint.h>

enum pb_deal {
    PB_DEAL_NONE,
    PB_DEAL_ASKED, /* one has asked, the other has not answered */
    PB_DEAL_OPEN,  /* both put in and take out; nobody has accepted what lies there now */
    PB_DEAL_HALF,  /* one has accepted what lies there now */
    PB_DEAL_DONE,  /* both have what the other gave */
    PB_DEAL_ENDED, /* everybody has what was theirs */
    PB_DEALS
};

enum pb_deal_signal {
    PB_DEAL_ASK,
    PB_DEAL_AGREE,
    PB_DEAL_REFUSE,
    PB_DEAL_LATE,     /* no answer came */
    PB_DEAL_CHANGE,   /* something was put in, taken out, or is no longer what it was */
    PB_DEAL_ACCEPT,   /* by a side that had not accepted this */
    PB_DEAL_DOUBT,    /* what a side accepted cannot be given any more */
    PB_DEAL_NO_ROOM,  /* both have accepted, and the bags of one do not hold it */
    PB_DEAL_TOO_MANY, /* both have accepted, and one may not have so many of a thing */
    PB_DEAL_CANCEL,
    PB_DEAL_LEAVE, /* a side has left the world */
    PB_DEAL_DIE,
    PB_DEAL_PART, /* they are too far from each other */
    PB_DEAL_SIGNALS
};

struct pb_deal_rule {
    uint8_t states; /* bit for each enum pb_deal in which it holds */
    enum pb_deal_signal signal;
    enum pb_deal next;
    int reason; /* that both sides are told: PB_OK, or why the trade has ended */
    const char *comment;
};

/* The rule that holds, or NULL: then nothing happens. */
const struct pb_deal_rule *pb_deal_after(enum pb_deal state, enum pb_deal_signal signal);
const char *pb_deal_name(enum pb_deal state);
/* The whole table; its length in `count`. */
const struct pb_deal_rule *pb_deal_rules(size_t *count);

#endif
