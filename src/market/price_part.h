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

/* Looks at a scan for spikes, dumps and wash trades; sets alarms. Returns whether its asks may be followed.
 */
int pb_price_watch_scan(struct pb_price *price, const struct pb_offer *offers, unsigned count, int is_of_many,
                        uint32_t now_s);
/* Whether a sale is far from what others pay; remembers it for the next scan then. */
int pb_price_watch_sale(struct pb_price *price, const struct pb_price_voice *voice);

#endif
