/* State of the auction system, and what its parts share. Internal to src/auction. Tick thread only. */
#ifndef PB_AUCTION_STATE_H
#define PB_AUCTION_STATE_H

#include "ai/system.h"
#include "auction/phase.h"
#include "auction/strategy.h"
#include "item/item_user.h"
#include "market/market.h"

enum {
    PB_AUCTION_HOUSES = 8, /* enum pb_house is below */
    PB_AUCTION_BIDS = 4,   /* open bids of a bot */
    PB_AUCTION_MEMORY = 8, /* items of which a bot remembers that they did not sell */
    PB_AUCTION_ACCOUNTS = 8192,
    PB_AUCTION_OURS = 32768, /* bots that are known as such */
    PB_AUCTION_STACKS = PB_INVENTORY_SLOTS,
    PB_AUCTION_SETTLED = 8,   /* scans after which a value is one to pay by; the database's counts as many */
    PB_AUCTION_DEARNESS = 64, /* classes of dearness, of a quarter of a doubling each */
    PB_AUCTION_STEP_MS = 250, /* between two things that are done at one place */
    PB_AUCTION_WALK_MS = 8000
};

/* What a decision was, for `why`. */
enum pb_auction_decision {
    PB_DECIDED_VISIT = 1, /* choice: expected gain in copper; other: money in the mail */
    PB_DECIDED_POST,      /* choice: item; score: buyout; other: count, score: first bid */
    PB_DECIDED_HOLD,      /* choice: item; other: enum pb_auction_sale_verdict */
    PB_DECIDED_BUY,       /* choice: item; score: paid; other: auction, score: expected profit */
    PB_DECIDED_BID
};

/* Something that did not sell. */
struct pb_auction_failure {
    uint32_t entry; /* 0: none */
    uint32_t at_s;  /* when the last of it came back */
    uint32_t count; /* times in a row */
};

/* What the bot has asked the books for, and waits to buy; amount 0: nothing. */
struct pb_auction_wish {
    uint32_t auction_id, amount, entry, since_ms;
    float profit;
    uint8_t need, is_buyout;
};

struct pb_auction_bid {
    uint32_t auction_id; /* 0: none */
    uint32_t ends_s;
    uint32_t purpose; /* as `coming` of the bot */
};

/* What is known of a bot; 280 bytes at most. */
struct pb_dealer {
    struct pb_auction_failure failures[PB_AUCTION_MEMORY];
    struct pb_auction_bid bids[PB_AUCTION_BIDS];
    struct pb_auction_wish wish;
    uint32_t phase_ms;     /* coordinator's time when the phase began */
    uint32_t visit_ms;     /* from when on it may go to town again */
    uint32_t mail_ms;      /* when it came to know of its mail */
    uint32_t scouted_s;    /* when it last went only to learn prices */
    uint32_t shop_ms;      /* from when on it may go only to buy */
    uint32_t weighed_ms;   /* when it was last judged whether a visit is worth the way */
    uint32_t cursor;       /* buying, resting: the last item it looked at; collecting: letters left */
    uint32_t first;        /* buying: the item it began behind */
    uint32_t looked;       /* buying: items so far */
    uint32_t budget;       /* buying: copper that is left for this visit */
    uint32_t coming;       /* what it has bought or bid for and not got yet: see pb_auction_purpose */
    uint16_t seen_version; /* of the inventory when that was judged */
    uint8_t phase, house;
    uint8_t slot;      /* selling: the next one to look at */
    uint8_t has_mail;  /* of the house */
    uint8_t has_asked; /* 1: it has looked for mail since it came in, and is known as one of ours */
    uint8_t is_full;   /* the bags had no room for what is in the mail */
    /* In this visit: it went to an auctioneer; it was at the mailbox; buying has begun, and has come to the
     * end of the items once; when it began, letters lay there of which it does not know what is in them. */
    uint8_t is_trading, has_collected, has_begun, is_round, is_blind;
};

/* How dear things are in a house: what one costs over what a vendor pays, of each kind that enough sell. A
 * round goes through all kinds, some at a time. */
struct pb_auction_level {
    uint32_t cursor;                      /* the kind that was looked at last; 0: a round begins */
    float median;                         /* of the last round; 0: not known */
    uint16_t counts[PB_AUCTION_DEARNESS]; /* kinds by their dearness, in this round */
};

/* A house, for all bots. */
struct pb_auction_house {
    uint32_t next_id;            /* the present scan goes on there; 0: none is under way */
    uint32_t scanned_s, begun_s; /* when the last scan ended, 0: never; when the present one began */
    uint32_t lease_ms;           /* until when the scanner may take its time; coordinator's clock */
    pb_bot scanner;
    uint32_t bot_auctions; /* of bots of this agent, as far as known */
    uint32_t counting;     /* such auctions in the present scan so far */
    uint32_t next_entry;   /* behind which the next buyer begins, so that all items have their turn */
    struct pb_auction_level level;
};

/* What others have paid to bots for an item of a house, less what bots have paid for it: sellers who agree
 * with each other can make a price, but not money out of bots by it. It halves in three days. */
struct pb_auction_account {
    uint32_t at_s;   /* until when that is taken into account */
    uint32_t full_s; /* when so many of it stood there that bots post no more; 0: never yet */
    int64_t earned;  /* copper; below 0: bots have paid more than they got */
};

#define PB_AUCTION_FIGURES(X)                                                                                \
    X(visits, "visits", "times that a bot went to town for auctions")                                        \
    X(shopping, "visits", "of these, only to buy something that it lacks")                                   \
    X(put_off, "visits", "visits that were broken off")                                                      \
    X(interrupted, "visits", "visits that something more urgent interrupted")                                \
    X(pages, "pages", "pages of houses that were read")                                                      \
    X(scans, "scans", "houses that were read to their end")                                                  \
    X(posted, "auctions", "auctions that were posted")                                                       \
    X(relisted, "auctions", "of these, things that had not sold before")                                     \
    X(deposits, "copper", "deposits that were paid")                                                         \
    X(capped, "times", "times that a limit kept a bot from posting")                                         \
    X(held, "times", "things that were not posted at any price that may be asked")                           \
    X(given_up, "times", "things left to vendors since they did not sell")                                   \
    X(sold, "auctions", "auctions that were sold")                                                           \
    X(earned, "copper", "what sales brought, cuts taken off")                                                \
    X(expired, "auctions", "auctions that came back")                                                        \
    X(bought, "auctions", "auctions that were bought out")                                                   \
    X(bids, "bids", "bids that were placed")                                                                 \
    X(outbid, "bids", "bids that came back")                                                                 \
    X(won, "auctions", "auctions that came by mail")                                                         \
    X(spent, "copper", "bids and buyouts")                                                                   \
    X(needs, "purchases", "purchases of what a bot uses")                                                    \
    X(resales, "purchases", "purchases of what others pay more for")                                         \
    X(vetoed, "offers", "offers that were good but vetoed by an alarm")                                      \
    X(dear, "offers", "offers of use that cost more than may be paid")                                       \
    X(poor, "offers", "offers of use that a bot could not pay")                                              \
    X(refused, "requests", "posts, bids and letters that the world refused")                                 \
    X(not_booked, "purchases", "purchases beyond the limits of a day")                                       \
    X(full_bags, "visits", "visits whose mail did not fit into the bags")                                    \
    X(unread, "sales", "sales that could not be recorded")

struct pb_auctions {
    struct pb_system_env env;
    struct pb_dealer *dealers;
    uint32_t capacity;
    const struct pb_auction_strategy *strategy;
    struct pb_auction_house houses[PB_AUCTION_HOUSES];
    struct pb_cache ours;     /* guids of bots, so that their auctions are known; values are 1 */
    struct pb_cache accounts; /* of struct pb_auction_account, by house and item */
#define X(name, unit, help) uint64_t name;
    PB_AUCTION_FIGURES(X)
#undef X
};

/* A bot's things, read once for a step. */
struct pb_auction_things {
    struct pb_item_stack stacks[PB_AUCTION_STACKS];
    const struct pb_item_template *items[PB_AUCTION_STACKS]; /* NULL: unknown */
    const struct pb_item_template *worn[PB_EQUIPMENT_SLOTS];
    unsigned count, provisions; /* pieces of food and the like */
    uint8_t least_bag;          /* slots of the smallest bag that is worn; 0: a place is free */
};

/* An action tells what came of it: a signal, or PB_AUCTION_SIGNALS: nothing yet; and when to look again. */
typedef enum pb_auction_signal pb_auction_action_fn(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms);

/* Signed, since the clock wraps. */
static inline int pb_auction_is_over(const struct pb_auctions *own, uint32_t at_ms)
{
    return (int32_t)(own->env.bots->now_ms - at_ms) >= 0;
}

/* ---- goods.c ---- */
struct pb_item_user pb_auction_user(const struct pb_auctions *own, pb_bot bot);
void pb_auction_read(const struct pb_auctions *own, pb_bot bot, struct pb_auction_things *things);
/* Whether a stack may go to the house: nobody here needs it, and vendors are not the place for it. */
int pb_auction_is_goods(const struct pb_auctions *own, pb_bot bot, const struct pb_auction_things *things,
                        unsigned at);
/* What it could use of what others sell. */
enum pb_auction_need pb_auction_need_of(const struct pb_auctions *own, pb_bot bot,
                                        const struct pb_auction_things *things,
                                        const struct pb_item_template *item);
/* What a thing is for that it lacks, as bits: a place on the body each, one for bags, one for food. Things
 * for different purposes do not replace each other. */
uint32_t pb_auction_purpose(const struct pb_auctions *own, pb_bot bot, const struct pb_item_template *item,
                            enum pb_auction_need need);
/* Times in a row that something did not sell. */
unsigned pb_auction_failures(const struct pb_auctions *own, pb_bot bot, uint32_t entry);
void pb_auction_note_failure(struct pb_auctions *own, pb_bot bot, uint32_t entry);
void pb_auction_forget_failure(struct pb_auctions *own, pb_bot bot, uint32_t entry);

/* ---- level.c ---- */
/* Looks at the next kinds of things in a house, `most` of them. */
void pb_auction_look_at_level(struct pb_auctions *own, uint8_t house, unsigned most);
/* What most things cost there, as a multiple of what vendors pay for them; 0: not known, or too few kinds. */
double pb_auction_level(const struct pb_auctions *own, uint8_t house);

/* ---- house.c ---- */
/* What is known of an item there, to hand to a strategy; without rivals. */
void pb_auction_know(struct pb_auctions *own, uint8_t house, const struct pb_item_template *item,
                     struct pb_auction_item *known);
/* And who else sells it; what `seller` has there is no rival. */
void pb_auction_know_rivals(struct pb_auctions *own, uint8_t house, uint64_t seller,
                            struct pb_auction_item *known);
/* Makes a guid known as that of one of ours; whether it is. */
void pb_auction_add_ours(struct pb_auctions *own, uint64_t guid);
int pb_auction_is_ours(struct pb_auctions *own, uint64_t guid);
/* Others paid so much to bots for an item, or bots to others. */
void pb_auction_note_earned(struct pb_auctions *own, uint8_t house, uint32_t entry, uint64_t copper);
void pb_auction_note_paid(struct pb_auctions *own, uint8_t house, uint32_t entry, uint64_t copper);
/* Whether the limits of bot and house, and of an item, leave room for another auction. */
int pb_auction_has_room(struct pb_auctions *own, pb_bot bot, uint8_t house);
int pb_auction_has_room_for(struct pb_auctions *own, uint8_t house, uint32_t entry);
/* Whether an item was found to have none a while ago. */
int pb_auction_was_full(struct pb_auctions *own, uint8_t house, uint32_t entry);
/* The house of the auctioneer in reach, 0 for none; the one it most likely goes to. */
uint8_t pb_auction_house_here(const struct pb_auctions *own, pb_bot bot);
uint8_t pb_auction_house_of(const struct pb_auctions *own, pb_bot bot);
int pb_auction_is_scan_due(const struct pb_auctions *own, uint8_t house);
pb_auction_action_fn pb_auction_scan;

/* ---- visit.c: whether to go, and the ways ---- */
/* Who comes into the world has its first visit, and goes shopping, in its turn: not all who log in together.
 */
void pb_auction_stagger(struct pb_auctions *own, pb_bot bot);
/* HAS_GOODS, HAS_MAIL, or PB_AUCTION_SIGNALS. */
enum pb_auction_signal pb_auction_weigh(struct pb_auctions *own, pb_bot bot);
/* What posting all that it carries is expected to bring above what vendors pay; `unknown`: things whose
 * price nobody knows. */
double pb_auction_expected_gain(struct pb_auctions *own, pb_bot bot, unsigned *unknown);
pb_auction_action_fn pb_auction_go, pb_auction_go_to_mail, pb_auction_leave, pb_auction_put_off,
    pb_auction_resume_soon;

/* ---- collect.c, sell.c, buy.c ---- */
pb_auction_action_fn pb_auction_take, pb_auction_sell, pb_auction_buy;
/* Whether something that it lacks is to be had, among the next kinds of things in its house, `most` of them.
 */
int pb_auction_has_wish(struct pb_auctions *own, pb_bot bot, unsigned most);
/* There is no mail: what is still to come are the things that it bids for. */
void pb_auction_note_empty_mailbox(struct pb_auctions *own, pb_bot bot);
/* Letters of the house that wait; their money and what vendors pay for their things in `copper`. */
unsigned pb_auction_count_mail(const struct pb_auctions *own, pb_bot bot, uint64_t *copper);

#endif
