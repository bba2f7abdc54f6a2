/* Price parts: what the files of the price share. Not for other rooms. */
#ifndef PB_MARKET_PRICE_PART_H
#define PB_MARKET_PRICE_PART_H

#include "market/price.h"

/* How many voices there are. */
static inline unsigned pb_price_voices(const struct pb_price *price)
{
    return price->sales < PB_PRICE_SALES ? price->sales : PB_PRICE_SALES;
}

/* Estimates value and error anew from what is known. */
void pb_price_estimate(struct pb_price *price);

/* Looks at a scan for spikes and dumps, and at the last sale for wash trades; both set alarms. */
void pb_price_watch_scan(struct pb_price *price, const struct pb_offer *offers, unsigned count,
                         uint32_t now_s);
void pb_price_watch_sale(struct pb_price *price);

#endif
