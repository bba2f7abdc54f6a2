/*
 * People: human sellers and buyers of the auction houses, made up: they come, post, bid, buy and take back by
 * the same rules as characters. What they think a thing is worth is known (pb_realm_true_value), and drifts.
 * They live outside of the world: what they bring is created, what they take is gone. Internal to src/realm.
 *
 * Everybody has a limit of their own about a common centre, and keeps to it (D. Gode, S. Sunder, "Allocative
 * efficiency of markets with zero-intelligence traders", JPE 1993). The true value is the price at which as
 * many would sell as would buy.
 */
#ifndef PB_REALM_PEOPLE_H
#define PB_REALM_PEOPLE_H

#include "base/chance.h"
#include "realm/house.h"

enum {
    PB_PEOPLE_ITEMS = 60, /* kinds of things that they trade in each house */
    /* Who look after their auctions, for each hundred who come to sell: about twice a day for an auction.
     * Were it hardly anybody, who asked too much would be missing at the value, and all would cost more. */
    PB_PEOPLE_BACK = 80
};
/* Their guids, from here on; no character of version 3.3.5 comes near. */
#define PB_HUMAN_FIRST 0xf0000000u
#define PB_SCHEMER_FIRST 0xff000000u

/* One kind of thing in one house. Logarithms of copper for a piece, but for demand and supply. */
struct pb_bazaar {
    uint32_t entry, settled_s; /* settled: drift until then is in the values */
    double base, value, centre, spread;
    double drift;          /* of value and centre, a second */
    double recent;         /* what was paid lately, as people remember it */
    double demand, supply; /* people a day */
    double until;          /* sum of all who come, up to and with this one */
    uint32_t scheme_to_s, scheme_next_s;
    float scheme_factor; /* of the value, as a logarithm */
    uint16_t stack;
    uint16_t volume; /* auctions of a scheme */
    uint8_t house, scheme, schemers;
};

struct pb_people {
    uint64_t chance;
    double acts; /* in a second, on the mean */
    struct pb_bazaar *markets;
    uint32_t market_count, count; /* count: of humans */
    struct pb_order by_price;     /* of all auctions: house, item, buyout for a piece */
    pb_realm_tell_sale tell;      /* NULL: nobody asks */
    void *tell_user;
    uint32_t coming; /* who come in this second, and came in its parts so far */
    uint32_t came;
    uint8_t is_ready; /* they have traded for two days */
};

/* Who look after their auctions, a day. */
static inline double pb_people_back(const struct pb_bazaar *market)
{
    return market->supply * PB_PEOPLE_BACK / 100;
}

int pb_people_new(struct pb_realm *realm) __attribute__((warn_unused_result));
/* The houses are about to open, and the characters' auctions are not there yet: they trade for two days
 * before. Lets some of that pass; 1: it is over, or there are none of them. */
int pb_people_prepare(struct pb_realm *realm);
/* All that they have posted so far was so much later on the clock of the houses, and numbered behind
 * `last_id`.
 */
void pb_people_move(struct pb_realm *realm, uint32_t later_s, uint32_t last_id);
void pb_people_free(struct pb_realm *realm);
size_t pb_people_bytes(const struct pb_realm *realm);
/* Whether a guid is that of a human. */
int pb_people_is(uint64_t guid);
/* A letter reaches a human. */
void pb_people_receive(struct pb_realm *realm, const struct pb_mail *mail);
void pb_people_note_sale(struct pb_realm *realm, const struct pb_lot *lot);
/* An auction came or goes. */
void pb_people_note_lot(struct pb_realm *realm, uint32_t lot, int is_open);
/* One of `parts` of a second. */
void pb_people_due(struct pb_realm *realm, unsigned part, unsigned parts);
/* Whether somebody comes in the next parts of this second. */
int pb_people_are_due(const struct pb_realm *realm);

/* ---- people_act.c ---- */
/* The market of an item, brought up to now; NULL for none. */
struct pb_bazaar *pb_people_market(struct pb_realm *realm, uint8_t house, uint32_t entry);
void pb_people_settle(const struct pb_realm *realm, struct pb_bazaar *market);
/* The cheapest with a buyout for a piece of `least` or more; 0: none. */
uint32_t pb_people_cheapest(struct pb_realm *realm, const struct pb_bazaar *market, double least);
/* Posts so many pieces for so much a piece, of somebody with a limit (logarithms); 0: the houses are full. */
uint32_t pb_people_post(struct pb_realm *realm, const struct pb_bazaar *market, uint64_t seller, double price,
                        double limit, unsigned count);
/* Pays what the house wants of somebody, and bids; 0 when that may not be. */
int pb_people_bid(struct pb_realm *realm, uint32_t lot, uint64_t buyer, uint32_t amount);
/* Normal, mean 0, deviation 1. */
double pb_people_normal(struct pb_realm *realm);
double pb_people_between(struct pb_realm *realm, double low, double high);
/* Somebody comes to a market, to sell or to buy. */
void pb_people_come(struct pb_realm *realm, struct pb_bazaar *market);
/* people_scheme.c: the scheme of a market goes on. */
void pb_people_scheme(struct pb_realm *realm, struct pb_bazaar *market);
/* Nobody bought it: some try again, cheaper. It is closed. */
void pb_people_try_again(struct pb_realm *realm, const struct pb_lot *lot);

#endif
