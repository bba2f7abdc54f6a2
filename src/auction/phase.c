#include "auction/phase.h"

static const struct {
    const char *name;
    uint32_t limit_ms;
} phases[PB_AUCTION_PHASES] = {
    [PB_AUCTION_RESTING] = {"resting", 0},
    [PB_AUCTION_TRAVELLING] = {"travelling", 1800000},
    /* 100,000 auctions are some 1,600 pages. */
    [PB_AUCTION_SCANNING] = {"scanning", 900000},
    [PB_AUCTION_COLLECTING] = {"collecting", 600000},
    [PB_AUCTION_SELLING] = {"selling", 300000},
    [PB_AUCTION_BUYING] = {"buying", 300000},
};

#define R(phase, signal, next, action, comment)                                                              \
    {                                                                                                        \
        PB_AUCTION_##phase, PB_AUCTION_##signal, PB_AUCTION_##next, PB_AUCTION_##action, comment             \
    }

/* Whatever the market's switch says, what is in the mail is collected. */
static const struct pb_auction_rule rules[] = {
    R(RESTING, HAS_GOODS, TRAVELLING, GO, "what it carries is worth the way"),
    R(RESTING, HAS_MAIL, COLLECTING, TO_MAIL, "mail needs no auctioneer"),
    R(TRAVELLING, THERE, SCANNING, SCAN, "the first thing is to know the prices"),
    R(TRAVELLING, CLOSED, COLLECTING, TO_MAIL, "nothing new, but what is in the mail is ours"),
    R(SCANNING, THERE, SCANNING, SCAN, "page after page"),
    R(SCANNING, DONE, COLLECTING, TO_MAIL, "what came back is sold in the same visit"),
    R(SCANNING, CLOSED, COLLECTING, TO_MAIL, "nothing new, but what is in the mail is ours"),
    R(COLLECTING, THERE, COLLECTING, TAKE, "a few letters at a time"),
    R(COLLECTING, NOTHING, SELLING, WAIT, "no mail: it has not left the auctioneer"),
    R(COLLECTING, DONE, TRAVELLING, GO, "back to the auctioneer, with what came back"),
    R(COLLECTING, ENOUGH, RESTING, LEAVE, "it has its mail and nothing to sell"),
    R(SELLING, THERE, SELLING, SELL, "one thing at a time"),
    R(SELLING, DONE, BUYING, BUY, "with what it has now"),
    R(SELLING, CLOSED, RESTING, LEAVE, "nothing is posted any more"),
    R(BUYING, THERE, BUYING, BUY, "some items at a time"),
    R(BUYING, DONE, RESTING, LEAVE, "the visit is over"),
    R(BUYING, CLOSED, RESTING, LEAVE, "nothing is bought any more"),
    R(PHASES, LOST, RESTING, RESUME, "something more urgent came up"),
    R(PHASES, FAILED, RESTING, PUT_OFF, "it cannot be done here and now"),
    R(PHASES, TIME_OUT, RESTING, PUT_OFF, "nothing takes that long"),
};

const struct pb_auction_rule *pb_auction_rules(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

const struct pb_auction_rule *pb_auction_rule_of(enum pb_auction_phase phase, enum pb_auction_signal signal)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].signal == signal &&
            (rules[i].phase == phase || (rules[i].phase == PB_AUCTION_PHASES && phase != PB_AUCTION_RESTING)))
            return &rules[i];
    return NULL;
}

const char *pb_auction_phase_name(enum pb_auction_phase phase)
{
    return phases[phase].name;
}

uint32_t pb_auction_phase_limit_ms(enum pb_auction_phase phase)
{
    return phases[phase].limit_ms;
}
