/* Phase: where a bot is with its auctions, and what leads from one phase to the next. The rules are the table
 * in phase.c. Pure: the caller keeps the phase and the time. */
#ifndef PB_AUCTION_PHASE_H
#define PB_AUCTION_PHASE_H

#include <stddef.h>
#include <stdint.h>

enum pb_auction_phase {
    PB_AUCTION_RESTING,
    PB_AUCTION_TRAVELLING, /* to the auctioneer */
    PB_AUCTION_SCANNING,
    PB_AUCTION_COLLECTING, /* on its way to the mailbox, and there */
    PB_AUCTION_SELLING,
    PB_AUCTION_BUYING,
    PB_AUCTION_PHASES
};

enum pb_auction_signal {
    PB_AUCTION_HAS_GOODS, /* it carries what is worth a way to the auctioneer, or lacks what is there */
    PB_AUCTION_HAS_MAIL,  /* there is mail of the house, and no goods */
    PB_AUCTION_THERE,     /* it stands where the phase goes on */
    PB_AUCTION_NOTHING,   /* the phase has nothing to do here */
    PB_AUCTION_DONE,      /* the phase is through */
    PB_AUCTION_ENOUGH,    /* the phase is through, and nothing else is worth the way */
    PB_AUCTION_CLOSED,    /* the operator wants nothing new */
    PB_AUCTION_LOST,      /* another system has taken the goal */
    PB_AUCTION_FAILED,    /* the place cannot be reached, or nobody is there */
    PB_AUCTION_TIME_OUT,  /* the phase took as long as it may */
    PB_AUCTION_SIGNALS
};

enum pb_auction_action {
    PB_AUCTION_WAIT,
    PB_AUCTION_GO,      /* to the auctioneer */
    PB_AUCTION_SCAN,    /* takes in the next page, if that is this bot's turn */
    PB_AUCTION_TO_MAIL, /* to the mailbox */
    PB_AUCTION_TAKE,    /* takes some mail */
    PB_AUCTION_SELL,    /* posts one thing */
    PB_AUCTION_BUY,     /* looks at some items, buys one */
    PB_AUCTION_LEAVE,   /* ends the visit */
    PB_AUCTION_PUT_OFF, /* ends it for now */
    PB_AUCTION_RESUME,  /* ends it, to begin again soon */
    PB_AUCTION_ACTIONS
};

struct pb_auction_rule {
    enum pb_auction_phase phase; /* PB_AUCTION_PHASES: any but resting */
    enum pb_auction_signal signal;
    enum pb_auction_phase next;
    enum pb_auction_action action;
    const char *comment;
};

/* What follows from a signal; NULL: nothing. */
const struct pb_auction_rule *pb_auction_rule_of(enum pb_auction_phase phase, enum pb_auction_signal signal);
const char *pb_auction_phase_name(enum pb_auction_phase phase);
/* How long a phase may take; 0: as long as it likes. */
uint32_t pb_auction_phase_limit_ms(enum pb_auction_phase phase);
/* The whole table; its length in `count`. */
const struct pb_auction_rule *pb_auction_rules(size_t *count);

#endif
