#include "realm/people.h"
#include "base/clock.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <math.h>

enum {
    ACTS_A_DAY = 20,         /* of each human */
    BEFORE_S = 2 * PB_DAY_S, /* that they have traded when the houses open */
    SCHEMES_S = 60,          /* schemes go on this often */
    PREPARED_AT_ONCE = 150   /* who come in a part of that */
};

int pb_people_is(uint64_t guid)
{
    return guid >= PB_HUMAN_FIRST;
}

static double between(uint64_t *chance, double low, double high)
{
    return low + (high - low) * pb_chance_share(chance);
}

/* ---- Auctions by price ---- */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Those without a buyout last. */
static int by_price(const void *user, uint32_t a, uint32_t b)
{
    const struct pb_houses *houses = user;
    const struct pb_lot *one = &houses->lots[a], *other = &houses->lots[b];

    if (one->house != other->house)
        return compare_numbers(one->house, other->house);
    if (one->entry != other->entry)
        return compare_numbers(one->entry, other->entry);
    if (!one->buyout != !other->buyout)
        return one->buyout ? -1 : 1;
    /* one->buyout / one->count < other->buyout / other->count, without a rounding */
    if ((uint64_t)one->buyout * other->count != (uint64_t)other->buyout * one->count)
        return compare_numbers((uint64_t)one->buyout * other->count, (uint64_t)other->buyout * one->count);
    return compare_numbers(one->auction_id, other->auction_id);
}

void pb_people_note_lot(struct pb_realm *realm, uint32_t lot, int is_open)
{
    if (!realm->people)
        return;
    if (is_open)
        pb_order_insert(&realm->people->by_price, lot);
    else
        pb_order_remove(&realm->people->by_price, lot);
}

/* ---- Markets ---- */

/* As many sell as buy at the value: demand · (1 - F(off)) = supply · F(off), F the normal distribution. */
static struct pb_bazaar open_market(uint64_t *chance, uint8_t house, const struct pb_item_template *item)
{
    struct pb_bazaar market = {.house = house, .entry = item->entry};
    /* How far supply and demand move the price from what people think on the mean, in spreads. */
    double off = between(chance, -0.25, 0.25);

    market.spread = between(chance, 0.12, 0.3);
    market.value =
        log(item->sell_price > 4 ? item->sell_price : 4) + between(chance, log(2), log(10)) + log(4);
    market.base = market.recent = market.value;
    market.centre = market.value - off * market.spread;
    market.drift = between(chance, -0.04, 0.04) / PB_DAY_S;
    market.demand = exp(between(chance, log(20), log(600))) * (house == PB_HOUSE_NEUTRAL ? 0.2 : 1);
    market.supply = market.demand * erfc(off / sqrt(2)) / erfc(-off / sqrt(2));
    market.stack = item->stack_size > 1 ? (uint16_t)(pb_chance_below(chance, 2) ? item->stack_size : 1) : 1;
    return market;
}

/* Every how manyth item is theirs, so that they take some of all kinds. */
static uint32_t choose_step(const struct pb_realm *realm)
{
    uint32_t count, i, fit = 0;
    const struct pb_item_template *items = pb_content_items(realm->options.content, &count);

    for (i = 0; i < count; i++)
        fit += items[i].sell_price && pb_house_takes(&items[i]);
    return fit / PB_PEOPLE_ITEMS + 1;
}

static void open_markets(struct pb_realm *realm)
{
    static const uint8_t houses[] = {PB_HOUSE_ALLIANCE, PB_HOUSE_HORDE, PB_HOUSE_NEUTRAL};
    struct pb_people *people = realm->people;
    uint32_t count, i, fit = 0, step = choose_step(realm);
    const struct pb_item_template *items = pb_content_items(realm->options.content, &count);
    double sum = 0;
    unsigned house;

    for (i = 0; i < count; i++) {
        if (!items[i].sell_price || !pb_house_takes(&items[i]) || fit++ % step)
            continue;
        for (house = 0; house < sizeof houses; house++) {
            struct pb_bazaar *market = &people->markets[people->market_count++];

            *market = open_market(&people->chance, houses[house], &items[i]);
            sum += market->demand + market->supply + pb_people_back(market);
            market->until = sum;
        }
    }
}

int pb_people_new(struct pb_realm *realm)
{
    const struct pb_memory *memory = &realm->options.memory;
    struct pb_people *people;
    int error;

    if (!realm->options.people)
        return PB_OK;
    people = realm->people = pb_memory_new(memory, 1, sizeof *people);
    if (!people)
        return PB_E_no_memory;
    people->count = realm->options.people;
    people->chance = realm->options.seed ^ 0x70656f706c65u;
    people->acts = (double)people->count * ACTS_A_DAY / PB_DAY_S;
    people->markets = pb_memory_new(memory, PB_PEOPLE_ITEMS * 3, sizeof *people->markets);
    error = pb_order_init(&people->by_price, realm->houses->most, by_price, realm->houses, memory);
    if (!people->markets || error != PB_OK)
        return PB_E_no_memory;
    open_markets(realm);
    while (realm->houses->is_open && !pb_people_prepare(realm))
        ;
    return PB_OK;
}

/* In a new house only what is dear stays for the first days, and there is hardly anything to undercut. */
int pb_people_prepare(struct pb_realm *realm)
{
    struct pb_people *people = realm->people;
    struct pb_houses *houses = realm->houses;
    double acts;

    if (!people || people->is_ready)
        return 1;
    for (acts = 0; acts < PREPARED_AT_ONCE && houses->now_s < BEFORE_S; acts += people->acts)
        pb_houses_pass(realm);
    people->is_ready = houses->now_s >= BEFORE_S;
    return people->is_ready;
}

void pb_people_move(struct pb_realm *realm, uint32_t later_s, uint32_t last_id)
{
    struct pb_people *people = realm->people;
    struct pb_houses *houses = realm->houses;
    uint32_t i;

    /* All by as much, so that every order stays as it is. */
    for (i = 1; i < houses->lot_count; i++)
        if (houses->lots[i].auction_id) {
            houses->lots[i].ends_s += later_s;
            houses->lots[i].auction_id += last_id;
        }
    for (i = 0; people && i < people->market_count; i++)
        pb_people_settle(realm, &people->markets[i]);
    houses->now_s += later_s;
    houses->last_id += last_id;
    for (i = 0; people && i < people->market_count; i++)
        people->markets[i].settled_s = houses->now_s;
}

void pb_people_free(struct pb_realm *realm)
{
    if (!realm->people)
        return;
    pb_order_release(&realm->people->by_price);
    pb_memory_free(&realm->options.memory, realm->people->markets);
    pb_memory_free(&realm->options.memory, realm->people);
}

size_t pb_people_bytes(const struct pb_realm *realm)
{
    return realm->people ? sizeof *realm->people + PB_PEOPLE_ITEMS * 3 * sizeof *realm->people->markets +
                               pb_order_bytes(&realm->people->by_price)
                         : 0;
}

struct pb_bazaar *pb_people_market(struct pb_realm *realm, uint8_t house, uint32_t entry)
{
    struct pb_people *people = realm->people;
    uint32_t low = 0, high = people ? people->market_count : 0;

    /* By item, as the content has them, then by house. */
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct pb_bazaar *market = &people->markets[middle];

        if (market->entry < entry || (market->entry == entry && market->house < house))
            low = middle + 1;
        else
            high = middle;
    }
    if (!people || low == people->market_count || people->markets[low].entry != entry ||
        people->markets[low].house != house)
        return NULL;
    pb_people_settle(realm, &people->markets[low]);
    return &people->markets[low];
}

/* ---- Time ---- */

/* How many of a Poisson process; means are small (D. Knuth, TAOCP vol. 2, 3.4.1). */
static unsigned poisson(uint64_t *chance, double mean)
{
    double limit = exp(-mean), product = pb_chance_share(chance);
    unsigned count = 0;

    while (product > limit) {
        product *= pb_chance_share(chance);
        count++;
    }
    return count;
}

static struct pb_bazaar *choose_market(struct pb_people *people)
{
    double at = pb_chance_share(&people->chance) * people->markets[people->market_count - 1].until;
    uint32_t low = 0, high = people->market_count - 1;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (people->markets[middle].until <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return &people->markets[low];
}

void pb_people_due(struct pb_realm *realm, unsigned part, unsigned parts)
{
    struct pb_people *people = realm->people;
    uint32_t i;

    if (!people || !people->market_count)
        return;
    if (part == 0) {
        people->coming = poisson(&people->chance, people->acts);
        people->came = 0;
    }
    for (; people->came < people->coming * (part + 1) / parts; people->came++) {
        struct pb_bazaar *market = choose_market(people);

        pb_people_settle(realm, market);
        pb_people_come(realm, market);
    }
    if (realm->houses->now_s % SCHEMES_S)
        return;
    for (i = people->market_count * part / parts; i < people->market_count * (part + 1) / parts; i++)
        if (people->markets[i].scheme)
            pb_people_scheme(realm, &people->markets[i]);
}

int pb_people_are_due(const struct pb_realm *realm)
{
    const struct pb_people *people = realm->people;

    return people && (people->came < people->coming || realm->houses->now_s % SCHEMES_S == 0);
}

void pb_people_receive(struct pb_realm *realm, const struct pb_mail *mail)
{
    realm->stats.money_destroyed += mail->money;
    realm->stats.items_destroyed += mail->item_count;
}

void pb_people_note_sale(struct pb_realm *realm, const struct pb_lot *lot)
{
    struct pb_bazaar *market = pb_people_market(realm, lot->house, lot->entry);
    double paid;

    if (market && realm->people->tell)
        realm->people->tell(realm->people->tell_user, &(struct pb_realm_sale){.seller = lot->seller,
                                                                              .buyer = lot->bidder,
                                                                              .entry = lot->entry,
                                                                              .count = lot->count,
                                                                              .price = lot->bid,
                                                                              .house = lot->house});
    if (!market || market->scheme)
        return;
    paid = log((double)lot->bid / lot->count);
    market->recent += 0.1 * (fmax(fmin(paid, market->recent + 0.3), market->recent - 0.3) - market->recent);
}

/* ---- What tests may ask ---- */

double pb_realm_true_value(struct pb_realm *realm, uint8_t house, uint32_t entry)
{
    const struct pb_bazaar *market = pb_people_market(realm, house, entry);

    return market ? exp(market->value) : 0;
}

unsigned pb_realm_markets(struct pb_realm *realm, struct pb_realm_market *markets, unsigned max)
{
    const struct pb_people *people = realm->people;
    double all = people && people->market_count ? people->markets[people->market_count - 1].until : 1;
    unsigned i;

    for (i = 0; people && i < people->market_count && i < max; i++)
        markets[i] =
            (struct pb_realm_market){.entry = people->markets[i].entry,
                                     .demand = people->markets[i].demand / all * people->acts * PB_DAY_S,
                                     .house = people->markets[i].house};
    return i;
}

void pb_realm_watch_sales(struct pb_realm *realm, pb_realm_tell_sale tell, void *user)
{
    if (!realm->people)
        return;
    realm->people->tell = tell;
    realm->people->tell_user = user;
}
