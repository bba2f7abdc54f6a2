#include "market/price_analyzer.h"
#include "base/clock.h"
#include <string.h>

/* Beyond that a value is not trusted, so no bot deals by it. */
static const double most_error = 0.15;

int pb_price_analyzer_init(struct pb_price_analyzer *analyzer, uint32_t items, const struct pb_memory *memory)
{
    return pb_cache_init(&analyzer->entries, items, sizeof(struct pb_price_entry), memory);
}

void pb_price_analyzer_release(struct pb_price_analyzer *analyzer)
{
    pb_cache_release(&analyzer->entries);
}

size_t pb_price_analyzer_bytes(const struct pb_price_analyzer *analyzer)
{
    return sizeof *analyzer + pb_cache_bytes(&analyzer->entries);
}

static uint64_t key_of(uint8_t house, uint32_t entry)
{
    return (uint64_t)house << 32 | entry;
}

static struct pb_price_entry *entry_of(struct pb_price_analyzer *analyzer, uint8_t house, uint32_t entry)
{
    struct pb_price_entry *known = pb_cache_find(&analyzer->entries, key_of(house, entry));

    if (!known) {
        known = pb_cache_add(&analyzer->entries, key_of(house, entry));
        memset(known, 0, sizeof *known);
    }
    return known;
}

/* A value that somebody tampers with, or that is hardly known, is none to trust. */
static void trust(struct pb_price_entry *known, uint32_t now_s)
{
    if (pb_price_has_company(&known->price) && !pb_price_alarms(&known->price, now_s) &&
        pb_price_error(&known->price, now_s) <= most_error)
        pb_guard_band_add(&known->band, now_s / PB_DAY_S, pb_price_value(&known->price));
}

const struct pb_price_entry *pb_price_analyzer_find(struct pb_price_analyzer *analyzer, uint8_t house,
                                                    uint32_t entry)
{
    return pb_cache_find(&analyzer->entries, key_of(house, entry));
}

void pb_price_analyzer_scan(struct pb_price_analyzer *analyzer, struct pb_auction_cache *auctions,
                            uint8_t house, uint32_t entry, uint32_t now_s)
{
    struct pb_price_entry *known = entry_of(analyzer, house, entry);
    const struct pb_auction_row *row;
    struct pb_auction_walk walk;
    unsigned count = 0;

    pb_auction_walk_item(&walk, auctions, house, entry);
    /* Those without a buyout come last. */
    while (count < PB_PRICE_OFFERS && (row = pb_auction_walk_next(&walk)) && row->buyout)
        analyzer->offers[count++] = (struct pb_offer){.seller = pb_auction_seller(row),
                                                      .price = (double)row->buyout / row->count,
                                                      .auction_id = row->auction_id,
                                                      .ends_s = row->ends_s,
                                                      .count = row->count};
    pb_price_scan(&known->price, analyzer->offers, count, now_s);
    trust(known, now_s);
}

unsigned pb_price_analyzer_step(struct pb_price_analyzer *analyzer, struct pb_auction_cache *auctions,
                                uint8_t house, uint32_t *cursor, unsigned most, uint32_t now_s)
{
    unsigned count;

    for (count = 0; count < most; count++) {
        *cursor = pb_auction_cache_next_entry(auctions, house, *cursor);
        if (!*cursor)
            break;
        pb_price_analyzer_scan(analyzer, auctions, house, *cursor, now_s);
    }
    return count;
}

void pb_price_analyzer_sold(struct pb_price_analyzer *analyzer, uint8_t house, uint32_t entry,
                            const struct pb_sale *sale)
{
    struct pb_price_entry *known = entry_of(analyzer, house, entry);

    pb_price_sold(&known->price, sale);
    trust(known, sale->at_s);
}

void pb_price_analyzer_recall(struct pb_price_analyzer *analyzer, uint8_t house, uint32_t entry, double value,
                              double error, uint32_t at_s)
{
    struct pb_price_entry *known;

    /* What is hardly known must not become trusted by what one account asks later. */
    if (!(value > 0) || error > most_error)
        return;
    known = entry_of(analyzer, house, entry);
    pb_price_recall(&known->price, value, error, at_s);
    trust(known, at_s);
}

struct pb_guard_terms pb_price_analyzer_terms(struct pb_price_analyzer *analyzer, uint8_t house,
                                              uint32_t entry, uint32_t vendor_pays, uint32_t vendor_asks,
                                              uint32_t now_s, int *is_vetoed)
{
    static const struct pb_guard_band nothing;
    const struct pb_price_entry *known = pb_price_analyzer_find(analyzer, house, entry);

    *is_vetoed = known && pb_price_alarms(&known->price, now_s) != 0;
    return pb_guard_terms(known ? &known->band : &nothing, now_s / PB_DAY_S, vendor_pays, vendor_asks);
}
