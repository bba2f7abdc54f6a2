/*
 * AuctionDB: the market value of TradeSkillMaster's add-on, as published by its authors ("AuctionDB Market
 * Value", support.tradeskillmaster.com): the reference that the own estimate (price.h) has to beat. Bots do
 * not trust it. Pure but for its history. Any thread.
 */
#ifndef PB_MARKET_AUCTIONDB_H
#define PB_MARKET_AUCTIONDB_H

#include "market/offer.h"

enum { PB_AUCTIONDB_DAYS = 15 }; /* today and the fourteen days before */

/* The mean of a day's scans, for today and the days before. */
struct pb_auctiondb {
    double sums[PB_AUCTIONDB_DAYS]; /* by day modulo the days kept */
    uint32_t scans[PB_AUCTIONDB_DAYS];
    uint32_t day;
};

/*
 * The value that one scan shows; 0 when there are no offers. `offers`: the cheapest first; each piece of a
 * stack counts as one. Takes the lowest 30 % of the pieces at most; beyond 15 % ends where a price is 20 % or
 * more above the one before; leaves out what is more than 1.5 deviations (of a sample) from the mean, and
 * means the rest.
 */
double pb_auctiondb_scan_value(const struct pb_offer *offers, unsigned count);

/* Adds a scan's value (0: nothing was offered) to a day. Days do not go back. */
void pb_auctiondb_add(struct pb_auctiondb *history, uint32_t day, double value);
/* The weighted mean over today and the fourteen days before; 0 when nothing is known. The weights halve in
 * just over two days; they are those that the add-on was shipped with. */
double pb_auctiondb_value(const struct pb_auctiondb *history, uint32_t day);

#endif
