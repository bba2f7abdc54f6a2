/* Level: how dear things are in a house, told by all kinds of things that enough people sell. Half of all
 * kinds would have to lie to move it (the median's breakdown point; P. Huber, "Robust statistics", 1981). */
#include "auction/state.h"
#include <math.h>

enum {
    /* Of fewer kinds nothing is to be told. */
    LEAST_KINDS = 20,
    CLASSES = 4 /* a doubling */
};

/* Beyond 65,536 times as much nobody looks. */
static unsigned class_of(double multiple)
{
    double at = multiple > 1 ? log2(multiple) * CLASSES : 0;

    return at < PB_AUCTION_DEARNESS - 1 ? (unsigned)at : PB_AUCTION_DEARNESS - 1;
}

/* The middle of the class in which the median lies. */
static float median_of(const struct pb_auction_level *level)
{
    uint32_t all = 0, below = 0;
    unsigned i;

    for (i = 0; i < PB_AUCTION_DEARNESS; i++)
        all += level->counts[i];
    if (all < LEAST_KINDS)
        return 0;
    for (i = 0; below + level->counts[i] <= all / 2; i++)
        below += level->counts[i];
    return (float)exp2((i + 0.5) / CLASSES);
}

static void look_at(struct pb_auctions *own, uint8_t house, uint32_t entry)
{
    struct pb_auction_level *level = &own->houses[house].level;
    const struct pb_item_template *item = own->env.world->get_item(own->env.world->self, entry);
    const struct pb_price_entry *known =
        pb_price_analyzer_find(pb_market_prices(own->env.market), house, entry);
    uint16_t *count;

    if (!item || !item->sell_price || !known || known->price.scans < PB_AUCTION_SETTLED ||
        !pb_price_has_company(&known->price))
        return;
    count = &level->counts[class_of(pb_price_value(&known->price) / item->sell_price)];
    *count = (uint16_t)(*count < UINT16_MAX ? *count + 1 : *count);
}

void pb_auction_look_at_level(struct pb_auctions *own, uint8_t house, unsigned most)
{
    struct pb_auction_level *level = &own->houses[house].level;

    for (; most > 0; most--) {
        level->cursor =
            pb_auction_cache_next_entry(pb_market_auctions(own->env.market), house, level->cursor);
        if (!level->cursor) {
            *level = (struct pb_auction_level){.median = median_of(level)};
            return;
        }
        look_at(own, house, level->cursor);
    }
}

double pb_auction_level(const struct pb_auctions *own, uint8_t house)
{
    return (double)own->houses[house].level.median;
}
