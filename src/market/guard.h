/*
 * Guard: between which prices a bot buys and sells, so that nobody makes money out of it by a cycle of
 * trades, auctions and vendors. Pure but for the band. Any thread.
 *
 * Rules, for one piece:
 * - a bot pays less than it sells for, always: purchases stay a margin below the lowest value of a week,
 * sales a smaller margin below the highest, so that neither splitting, nor bundling, nor waiting, nor driving
 * the trusted value up and down within the week yields anything. For what it uses itself a seller at auction
 * gets a smaller margin below, once the house has its cut, and still a larger one than that of its sales;
 * - it never sells below what a vendor pays, nor pays as much as a vendor asks;
 * - totals are rounded against the counterparty: what it pays down, what it sells for up, once for a stack.
 */
#ifndef PB_MARKET_GUARD_H
#define PB_MARKET_GUARD_H

#include <stdint.h>

enum { PB_GUARD_DAYS = 7 };

/* The lowest and highest trusted value of each of the last days, in copper for one piece. Zeroed: none. */
struct pb_guard_band {
    float lows[PB_GUARD_DAYS], highs[PB_GUARD_DAYS]; /* by day modulo the days kept; 0: not known */
    uint32_t day;
};

/* Adds a trusted value. Days do not go back. */
void pb_guard_band_add(struct pb_guard_band *band, uint32_t day, double value);

struct pb_guard_terms {
    double low, high;               /* of the band; 0: not known, then a bot deals with vendors only */
    uint32_t vendor_pays;           /* copper for one piece; 0: vendors do not take it */
    uint32_t vendor_asks;           /* 0: no vendor has it without end */
    double buy_margin, sell_margin; /* below low and high, as shares; sell_margin < buy_margin */
};

/* What the project trusts: buys at 12 % below at most, sells at 4 % below at least. */
extern const double pb_guard_buy_margin, pb_guard_sell_margin;
/* And so that a seller gets 5 % less at most, for what it wears or eats itself. */
extern const double pb_guard_need_margin;

/* Terms with the usual margins and what the band knows on a day. */
struct pb_guard_terms pb_guard_terms(const struct pb_guard_band *band, uint32_t day, uint32_t vendor_pays,
                                     uint32_t vendor_asks);

/* The most that a bot pays for so many; 0: it does not buy. */
uint64_t pb_guard_buy_most(const struct pb_guard_terms *terms, uint32_t count);
/* Likewise at auction, of what it needs itself: the lowest trusted value at most, of which the house keeps
 * its cut. Never less than pb_guard_buy_most. */
uint64_t pb_guard_need_most(const struct pb_guard_terms *terms, uint32_t count, double cut_share);
/* The least that a bot takes for so many; UINT64_MAX: it does not sell. Also its least start bid. */
uint64_t pb_guard_sell_least(const struct pb_guard_terms *terms, uint32_t count);
/*
 * The least buyout at which posting so many is not worse than selling them to a vendor, and not below
 * pb_guard_sell_least. `cut_share`: what the house keeps of a sale. `deposit`: copper that is lost when the
 * auction does not sell. `sale_share`: how likely it sells, above 0; deposits of tries before are made good.
 */
uint64_t pb_guard_post_least(const struct pb_guard_terms *terms, uint32_t count, double cut_share,
                             uint64_t deposit, double sale_share);

/* One kind of item in a trade. */
struct pb_guard_stack {
    struct pb_guard_terms terms;
    uint32_t count;
};

/* Whether a bot may give `gives` and `pays` copper for `takes` and `receives` copper. */
int pb_guard_is_fair(const struct pb_guard_stack *gives, unsigned give_count, uint64_t pays,
                     const struct pb_guard_stack *takes, unsigned take_count, uint64_t receives);

#endif
