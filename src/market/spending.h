/*
 * Spending: what bots may spend, and what somebody may be given for nothing, within the daily limits that the
 * database keeps for all agents. A bot asks until it may;
 * meanwhile who wired it takes the questions out, asks the database, and brings the answers back. What was
 * booked and is not used for a while goes back, and so does what a bot returns on the same day. All errors
 * are on the safe side: what is in doubt counts as spent. Tick thread only.
 */
#ifndef PB_MARKET_SPENDING_H
#define PB_MARKET_SPENDING_H

#include "market/records.h"

enum pb_spending_outcome { PB_SPENDING_BOOKED, PB_SPENDING_REFUSED, PB_SPENDING_UNANSWERED };

/* A question, or what goes back. `day`: yyyymmdd of the booking, in UTC. `guid`: the bot that spends; of a
 * gift who gets it. */
struct pb_spending_row {
    uint64_t guid, copper;
    uint32_t day;
    uint8_t is_gift;
};

struct pb_spending_answer {
    uint64_t guid, copper;
    enum pb_spending_outcome outcome;
    uint64_t left; /* what could still be booked, of its own limit and the fleet's */
    uint32_t day;  /* of the booking */
    uint8_t is_gift;
};

#define PB_SPENDING_STATS(X)                                                                                 \
    X(asked, "copper", "copper that the database was asked for")                                             \
    X(booked, "copper", "copper that the database booked")                                                   \
    X(refused, "questions", "questions that the database refused")                                           \
    X(unanswered, "copper", "copper that was asked for without an answer: it may be booked")                 \
    X(taken, "copper", "copper that bots took to spend it")                                                  \
    X(returned, "copper", "copper that bots brought back")                                                   \
    X(cancelled, "copper", "copper that was booked and given back to the database")                          \
    X(late, "copper", "copper brought back too late to be booked anew")                                      \
    X(crowded, "questions", "questions that found no place")

struct pb_spending_stats {
#define X(name, unit, text) uint64_t name;
    PB_SPENDING_STATS(X)
#undef X
};

struct pb_spending {
    struct pb_spending_slot *slots; /* hashed by guid */
    struct pb_records questions;    /* places of those that want to ask */
    uint32_t room, cursor;          /* room: a power of two */
    uint32_t holding;               /* slots with something booked that nobody has taken */
    uint32_t now_s;
    struct pb_spending_stats stats;
};

/* For so many bots at a time. Caller frees. Returns 0 or PB_E_no_memory. */
int pb_spending_new(struct pb_spending **spending, uint32_t bots, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_spending_free(struct pb_spending *spending, const struct pb_memory *memory);
size_t pb_spending_bytes(const struct pb_spending *spending);

/* As pb_market_book and pb_market_unbook, or those of gifts. */
int pb_spending_book(struct pb_spending *spending, uint64_t guid, int is_gift, uint64_t copper);
void pb_spending_unbook(struct pb_spending *spending, uint64_t guid, int is_gift, uint64_t copper);

/* Questions to ask now, `max` at most, each once until it is answered. */
unsigned pb_spending_take_questions(struct pb_spending *spending, struct pb_spending_row *rows, unsigned max);
void pb_spending_answer(struct pb_spending *spending, const struct pb_spending_answer *answer);
/* What goes back to the database, all of one day; `all`: also what might still be used. */
unsigned pb_spending_take_cancels(struct pb_spending *spending, struct pb_spending_row *rows, unsigned max,
                                  int all);
/* Time passes: seconds since 1970. */
void pb_spending_tick(struct pb_spending *spending, uint32_t now_s);

#endif
