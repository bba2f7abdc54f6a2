/*
 * House: the auction houses of the realm, by the rules of servers of version 3.3.5. What is offered and the
 * highest bid are held by the house; all that comes of an auction goes by mail (post.h). Everything happens
 * in one order: what bots do in the order of their calls, and between them, second by second, what is due.
 * Internal to src/realm.
 */
#ifndef PB_REALM_HOUSE_H
#define PB_REALM_HOUSE_H

#include "base/order.h"
#include "realm/state.h"

enum {
    PB_LOTS_MOST = 100000,
    PB_DEPOSIT_LEAST = 100, /* copper */
    PB_POSTAGE = 30,
    PB_SOLD_DELAY_S = 3600,
    PB_MONEY_MOST = 0x7ffffffe, /* that a client can show */
    PB_LOT_LETTERS = 3,         /* that one act may send: to seller, buyer, and who was outbid */
    PB_HOUSE_PARTS = 20,        /* of a second */
    PB_HOUSE_PART_MS = 50
};

/* One auction. */
struct pb_lot {
    uint64_t seller, bidder;     /* guids; bidder 0: nobody */
    uint32_t auction_id, entry;  /* id 0: free */
    uint32_t least, bid, buyout; /* the first bid; the highest, 0: none; 0: no buyout */
    uint32_t deposit;
    uint32_t ends_s;         /* on the houses' clock */
    uint32_t seller_account; /* 0: a human's */
    uint32_t next_free;      /* index; 0: none */
    float limit;             /* below which a human does not go for a piece, as a logarithm; 0: not known */
    uint16_t count;
    uint8_t house;
    uint8_t is_kept, is_changed; /* the store has it; it waits for the store */
};

/* An auction or a letter that waits for the store. */
struct pb_change {
    uint64_t id;
    uint32_t at; /* row */
    uint8_t is_letter;
};

struct pb_houses {
    struct pb_lot *lots;                                    /* the first is none: what is looked for */
    uint32_t lot_count, lot_capacity, lot_free, used, most; /* lot_count: rows that were ever in use */
    struct pb_order by_id, by_end;                          /* house and id; end and id */
    uint32_t now_s, last_id;
    /* house_keep.c */
    struct pb_change *changes;
    pb_actor *tied; /* who took part in them */
    uint32_t change_count, change_capacity, tied_count, tied_capacity;
    uint32_t kept_s;           /* when the store was told last */
    uint8_t is_open, is_asked; /* 0: what is kept has not come yet */
    uint8_t is_set;            /* the clock is that of the store */
    uint8_t part, is_still;    /* of the present second, what comes next; time stands still in it */
    uint64_t items, money;     /* in all auctions; bids of humans are not in `money` */
};

/* What a house takes, in percent. */
struct pb_house_terms {
    uint8_t house, deposit, cut;
};

int pb_houses_new(struct pb_realm *realm) __attribute__((warn_unused_result));
void pb_houses_free(struct pb_realm *realm);
size_t pb_houses_bytes(const struct pb_realm *realm);
void pb_houses_offer(struct pb_world *world);
/* A part of a second has passed: letters arrive, auctions end, people come. The work of a second is spread
 * over its parts, so that none of them takes long. Returns after how many parts there is something to do. */
unsigned pb_houses_due(struct pb_realm *realm);
/* A second has passed, whether or not the store follows. */
void pb_houses_pass(struct pb_realm *realm);
const char *pb_houses_check(const struct pb_realm *realm);

/* ---- house_keep.c: the store has auctions, letters and who took part in one piece ---- */
/* An auction or a letter came, changed or goes. */
void pb_keep_lot(struct pb_realm *realm, uint32_t lot);
void pb_keep_letter(struct pb_realm *realm, uint32_t letter);
/* Room for what one act changes: PB_E_no_memory. */
int pb_keep_provide(struct pb_realm *realm) __attribute__((warn_unused_result));
/* A character is about to take part: PB_E_busy when the houses are not open yet, or the store is far behind.
 */
int pb_keep_may(struct pb_realm *realm, pb_actor actor) __attribute__((warn_unused_result));
void pb_keep_tie(struct pb_realm *realm, pb_actor actor);
/* Hands over what changed; PB_E_busy: later. */
int pb_keep_hand_over(struct pb_realm *realm) __attribute__((warn_unused_result));
/* A second begins; 0: time stands still, until the store has answered or is less far behind. */
int pb_keep_due(struct pb_realm *realm);
void pb_keep_take(struct pb_realm *realm, const struct pb_realm_answer *answer);
/* Houses and post forget what they have of characters, and are to be opened again. */
void pb_keep_undo(struct pb_realm *realm);
void pb_keep_free(struct pb_realm *realm);
size_t pb_keep_bytes(const struct pb_realm *realm);

/* ---- house_lot.c ---- */
/* A free row, known to nobody yet; 0: the houses are full, or no memory. */
uint32_t pb_lot_new(struct pb_realm *realm);
/* It stands in the orders from now on. */
void pb_lot_open(struct pb_realm *realm, uint32_t lot);
/* It is gone. */
void pb_lot_close(struct pb_realm *realm, uint32_t lot);
/* That of an id which has not ended; 0: there is none. */
uint32_t pb_lot_find(const struct pb_realm *realm, uint8_t house, uint32_t auction_id);
/* The least that may be bid next. */
uint32_t pb_lot_next_bid(const struct pb_lot *lot);
int pb_lot_has_ended(const struct pb_realm *realm, const struct pb_lot *lot);

/* ---- house.c: the rules, the same for characters and humans ---- */
const struct pb_house_terms *pb_house_terms_of(uint8_t house);
uint32_t pb_house_deposit(uint8_t house, const struct pb_item_template *item, unsigned count, unsigned hours);
uint32_t pb_house_cut(uint8_t house, uint32_t price);
/* Whether these terms are legal: PB_OK, PB_E_bad_argument, PB_E_not_allowed. */
int pb_house_may_ask(uint32_t bid, uint32_t buyout, unsigned hours) __attribute__((warn_unused_result));
/* Whether things of a kind may be sold at all. */
int pb_house_takes(const struct pb_item_template *item);
/* Opens an auction whose item and deposit were taken. Returns its lot; 0: full, nothing has changed. */
uint32_t pb_house_open(struct pb_realm *realm, const struct pb_lot *terms, unsigned hours);

/* ---- house_bid.c ---- */
/* What `amount` would cost this bidder now; PB_OK, PB_E_outbid, PB_E_not_allowed. `price`: what it would
 * stand at. */
int pb_house_may_bid(const struct pb_lot *lot, uint64_t bidder, uint32_t account, uint32_t amount,
                     uint32_t *price, uint32_t *cost) __attribute__((warn_unused_result));
/* Bids or buys at a price that was found legal and whose cost was taken from the bidder's purse. There must
 * be room for letters. */
void pb_house_bid(struct pb_realm *realm, uint32_t lot, uint64_t bidder, uint32_t price);
/* Takes an auction back; its seller has paid. As above. */
void pb_house_cancel(struct pb_realm *realm, uint32_t lot);
/* Its time is over. As above. */
void pb_house_end(struct pb_realm *realm, uint32_t lot);

#endif
