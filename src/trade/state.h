/* State of the trade system, and what its parts share. Internal to src/trade. Tick thread only. */
#ifndef PB_TRADE_STATE_H
#define PB_TRADE_STATE_H

#include "market/market.h"
#include "trade/need.h"
#include "trade/partners.h"
#include "trade/policy.h"
#include "trade/stage.h"

/* What it means to have in its window. */
struct pb_trade_offer {
    struct pb_trade_piece {
        uint32_t entry;
        uint16_t count;
        uint8_t slot; /* of the inventory, where it was last seen */
    } items[PB_TRADE_SLOTS];
    unsigned count;
    uint32_t money;
    uint8_t is_gift; /* nothing is wanted for it */
};

enum { PB_TRADE_BARRED = 4, PB_TRADE_RULES = 64 };

enum pb_trade_decision {
    PB_DECIDED_GIVE = 1, /* choice: item, other: partner's guid, low half; score: gain as a share */
    PB_DECIDED_ANSWER,   /* choice: 1 yes, other: partner */
    PB_DECIDED_ACCEPT,   /* choice: version; other: partner; scores: copper that it gave and got */
    PB_DECIDED_END       /* choice: enum pb_trade_signal, other: partner; score: enum pb_trade_verdict */
};

/* What is known of a bot. */
struct pb_trader {
    uint64_t guid; /* its own, for what is booked */
    uint64_t partner_guid;
    pb_object partner;
    uint64_t trade_id;                    /* 0: not known yet */
    uint64_t refused_guid;                /* with whom it came to nothing last */
    uint64_t gift, booked;                /* copper: noted with the partner, booked for its money */
    uint64_t gift_booked;                 /* copper of gifts to the partner, who is a human */
    uint32_t begun_ms, stage_ms, look_ms; /* the whole, its stage, when it looks for somebody again */
    uint32_t refused_ms;
    uint32_t stray_ms; /* when it was first seen in a trade that it knows nothing of, if `is_stray` */
    uint32_t version;  /* that it locked, or accepted */
    uint32_t gift_day;
    uint16_t changes, seen_version; /* of the other's offer; of its own inventory */
    uint8_t stage, verdict, tries, is_stray;
    uint8_t is_ours; /* it began this trade itself: to give what is in `plan` */
    uint8_t is_human;
    uint8_t is_charged; /* noted with the partner */
    uint8_t is_broke;   /* the limits let it spend no more in this trade */
    uint8_t is_stingy;  /* nor give away */
    uint8_t answer;     /* enum pb_trade_signal that the world gave to its last order; NOTHING: none */
    uint8_t barred_count, barred[PB_TRADE_BARRED]; /* slots that the world does not let it offer */
    uint8_t last_end;                              /* enum pb_trade_signal of the last trade */
    struct pb_trade_offer plan;
    struct pb_trade_side sides[2]; /* own, the other's, of the version that it accepted */
};

#define PB_TRADE_FIGURES(X)                                                                                  \
    X(asked, "trades", "trades that bots asked for")                                                         \
    X(requests, "trades", "trades that bots were asked for")                                                 \
    X(refused, "trades", "trades that bots refused at once")                                                 \
    X(completed, "trades", "trades that were done; one between two bots counts for both")                    \
    X(duration, "ms", "time of the trades that were done, from the plan or the request on")                  \
    X(cancelled, "trades", "trades that the other side or the world ended")                                  \
    X(withdrawn, "trades", "trades that bots ended")                                                         \
    X(timed_out, "trades", "trades that took too long")                                                      \
    X(changed_after_accept, "times", "times that an offer changed after a bot had accepted")                 \
    X(unfair, "times", "offers that were looked at and not accepted")                                        \
    X(given, "items", "things given away for nothing")                                                       \
    X(gift_value, "copper", "what was given for nothing was worth")                                          \
    X(booked_gifts, "copper", "of that to humans, booked in the database before")                            \
    X(paid, "copper", "money that bots paid")                                                                \
    X(received, "copper", "money that bots got")                                                             \
    X(unrecorded, "trades", "trades that there was no room for in the books")                                \
    X(lost, "trades", "trades of which nobody said how they ended")

struct pb_trades {
    struct pb_system_env env;
    struct pb_trader *traders;
    uint32_t capacity;
    struct pb_partners partners;
    size_t shared_bytes; /* what it took before there were any bots */
    const struct pb_trade_policy *policy;
    enum pb_trade_security security;
    uint32_t tick_ms;               /* the coordinator's clock when it was last looked at */
    uint64_t time_ms;               /* since the system began: that clock without its end */
    uint32_t taken[PB_TRADE_RULES]; /* how often each rule of the table was followed */
#define X(name, unit, help) uint64_t name;
    PB_TRADE_FIGURES(X)
#undef X
};

/* ---- deal.c: what things are worth ---- */
/* The day that limits are of: UTC by the market's clock; without a market since the system began. */
uint32_t pb_trade_day(const struct pb_trades *own);
/* A stack of the bot's own, or of the other's, with its terms. `bags` are the bot's; NULL: the other's. */
struct pb_trade_thing pb_trade_thing_of(const struct pb_trades *own, pb_bot bot,
                                        const struct pb_item_stack *stack, const struct pb_trade_bags *bags);
/* Who the partner is now: a member, and what it may still get. */
struct pb_trade_partner pb_trade_partner_of(const struct pb_trades *own, pb_bot bot, uint64_t guid);
int pb_trade_may_buy(const struct pb_trades *own);
/* The whole trade, looked at anew. 0, or why not. */
int pb_trade_deal_read(const struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                       const struct pb_trade_offer *offer, struct pb_trade_deal *deal)
    __attribute__((warn_unused_result));

/* ---- plan.c ---- */
/* Looks whether somebody of the group near needs what it has; 1 when the trader has a plan. */
int pb_trade_plan(struct pb_trades *own, pb_bot bot);

/* ---- offer.c ---- */
/* What should be in its window now. 0, or why it cannot be told. */
int pb_trade_offer_make(const struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                        struct pb_trade_offer *offer) __attribute__((warn_unused_result));

/* ---- window.c ---- */
/* What is first to be done with its window: PRICED, EXCESSIVE, LACKING or SETTLED. */
enum pb_trade_signal pb_trade_compare(const struct pb_trade_view *view, const struct pb_trade_offer *offer);
/* Does it, one order. */
void pb_trade_change_window(struct pb_trades *own, pb_bot bot, enum pb_trade_signal what);
/* What the world's answer to an order means. */
void pb_trade_heed(struct pb_trader *trader, int error);

/* ---- purse.c ---- */
/* What was noted with the partner did not come to pass. */
void pb_trade_uncharge(struct pb_trades *own, struct pb_trader *trader);
/* Gives back what is booked beyond `copper`. */
void pb_trade_unbook(struct pb_trades *own, struct pb_trader *trader, uint64_t copper);
/* Books what is missing, gives back what is too much; 1 when exactly `copper` is booked. */
int pb_trade_book(struct pb_trades *own, struct pb_trader *trader, uint64_t copper);
/* The same for what a human is given for nothing; gifts to bots stay in the fleet. */
void pb_trade_unbook_gift(struct pb_trades *own, struct pb_trader *trader, uint64_t copper);
int pb_trade_book_gift(struct pb_trades *own, struct pb_trader *trader, uint64_t copper);
/* It begins anew without an end: what may have been spent or given counts as such, the rest goes back. */
void pb_trade_settle(struct pb_trades *own, struct pb_trader *trader);
/* Keeps in mind what would change hands, and notes it with the partner. 0, or PB_E_limit_reached. */
int pb_trade_charge(struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                    const struct pb_trade_deal *deal) __attribute__((warn_unused_result));
/* It was done: counts, and tells the books. */
void pb_trade_record(struct pb_trades *own, pb_bot bot);

/* ---- action.c ---- */
extern void (*const pb_trade_actions[PB_TRADE_ACTIONS])(struct pb_trades *own, pb_bot bot);
/* Goes to its partner: `answer` becomes ARRIVED when it is there, or what is in the way. */
void pb_trade_go(struct pb_trades *own, pb_bot bot);
/* The window of its present trade; 0: it is gone. */
int pb_trade_view_read(const struct pb_trades *own, pb_bot bot, struct pb_trade_view *view);
/* The partner. 0, or PB_E_gone. */
int pb_trade_look(const struct pb_trades *own, pb_bot bot, struct pb_object_view *view)
    __attribute__((warn_unused_result));

/* ---- observe.c ---- */
/* What follows now. */
enum pb_trade_signal pb_trade_observe(struct pb_trades *own, pb_bot bot);

/* ---- dealer.c: a step ---- */
/* Goes on as far as it can now. Returns when to look again. */
uint32_t pb_trade_step(struct pb_trades *own, pb_bot bot);
/* A signal from outside; 1 when it meant something. */
int pb_trade_take(struct pb_trades *own, pb_bot bot, enum pb_trade_signal signal);
/* Somebody asks for a trade. */
void pb_trade_request(struct pb_trades *own, pb_bot bot, uint64_t guid, pb_object object);
/* Whatever it is in ends now, such as before it begins anew. */
void pb_trade_drop(struct pb_trades *own, pb_bot bot);

#endif
