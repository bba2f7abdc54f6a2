/*
 * Market tape: what comes to a market from outside (time, the switch, answers and prices of the database,
 * what was taken to it), done and noted in a recording, and done again from there. Tick thread.
 */
#ifndef PB_MARKET_MARKET_TAPE_H
#define PB_MARKET_MARKET_TAPE_H

#include "base/recording.h"
#include "market/market.h"

struct pb_market_input {
    enum {
        PB_MARKET_TIME,        /* number: ms since 1970 */
        PB_MARKET_SWITCH,      /* count: 1 open */
        PB_MARKET_PRICE,       /* count: house; item, price, confidence */
        PB_MARKET_ANSWER,      /* answer */
        PB_MARKET_TAKE_SALES,  /* count: rows at most */
        PB_MARKET_TAKE_TRADES, /* the same */
        PB_MARKET_TAKE_PRICES,
        PB_MARKET_TAKE_QUESTIONS,
        PB_MARKET_TAKE_CANCELS, /* item: 1 all */
        PB_MARKET_PARTNER,      /* answer: guid, copper (given); number: day; count: trades */
        PB_MARKET_PARTNERS      /* count: 1 all are known */
    } what;
    uint32_t count, item;
    uint32_t zero;
    int64_t number;
    double price, confidence;
    struct pb_spending_answer answer;
};

/* Notes what a market is, or makes the one of a recording: `options` is what it is in either case. Returns 0,
 * PB_E_no_memory or PB_E_bad_recording. `recording` may be NULL. */
int pb_market_tape_new(struct pb_market **market, struct pb_market_options *options,
                       struct pb_recording *recording, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* Does what comes from outside, and notes it. What is taken is the caller's to take; see pb_market_tape_note.
 */
void pb_market_tape_do(struct pb_market *market, struct pb_recording *recording,
                       const struct pb_market_input *input);
/* Notes what was done. */
void pb_market_tape_note(struct pb_recording *recording, const struct pb_market_input *input);
/* Replay: does again what comes next; 0 when that is nothing of a market. */
int pb_market_tape_replay(struct pb_market *market, struct pb_recording *recording);

#endif
