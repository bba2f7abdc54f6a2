/*
 * Anomaly days: bazaars for some honest days and one on which three of ten are tampered with, written down as
 * what agents record: tests/bench/anomalies.pl feeds it to the database and judges what that finds.
 *
 * Usage: anomaly_days [SEED [ITEMS [DAYS [TOLD]]]]; 910001, 60 items, 6 days, 0.5 of the sales are told.
 * Lines, by time: "scan DAY SECOND", then "price ITEM COPPER PIECES" for each auction that stands; "sale DAY
 * SECOND ITEM COPPER PIECES SELLER BUYER"; in the end "item ITEM SCHEME", 0: honest, 1: spike, 2: dump, 3:
 * wash. The last day has number DAYS - 1 and is scanned every half an hour, those before every four hours.
 */
#include "../unit/market/bazaar.h"
#include <stdio.h>
#include <stdlib.h>

/* FULL: a bazaar that is nearly full takes no scheme: its auctions would find no place. */
enum { FULL = BAZAAR_OFFERS * 3 / 4, SCAN_S = 1800, SELDOM_S = 14400, FIRST_ITEM = 1000 };

struct place {
    struct bazaar bazaar;
    uint64_t chance;
    double told;
    unsigned item, day;
    uint32_t begun_s; /* when its first day began */
};

static void tell(void *user, const struct pb_sale *sale)
{
    struct place *place = user;

    if (pb_chance_share(&place->chance) < place->told)
        printf("sale %u %u %u %.2f %u %llu %llu\n", place->day,
               (place->bazaar.now_s - place->begun_s) % BAZAAR_DAY_S, place->item, sale->price, sale->count,
               (unsigned long long)sale->seller, (unsigned long long)sale->buyer);
}

static void scan(const struct place *place)
{
    static struct pb_offer offers[BAZAAR_OFFERS];
    unsigned count = bazaar_scan(&place->bazaar, offers), i;

    for (i = 0; i < count; i++)
        printf("price %u %.2f %u\n", place->item, offers[i].price, offers[i].count);
}

static void inject(struct bazaar *bazaar, enum bazaar_scheme scheme)
{
    uint32_t from_s = bazaar->now_s + 8 * 3600 + pb_chance_below(&bazaar->chance, 8 * 3600);

    bazaar_inject(bazaar, scheme, from_s, from_s + 2 * 3600 + pb_chance_below(&bazaar->chance, 6 * 3600));
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 910001;
    unsigned items = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 60,
             days = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 6, day, i;
    double told = argc > 4 ? strtod(argv[4], NULL) : 0.5;
    struct place *places = calloc(items ? items : 1, sizeof *places);
    uint32_t second;

    if (!places || !items || !days)
        return 2;
    for (i = 0; i < items; i++) {
        struct place *place = &places[i];

        bazaar_open(&place->bazaar, seed * 1000 + i, &bazaar_usual);
        *place = (struct place){.bazaar = place->bazaar,
                                .chance = seed * 1000 + i + 0x5a5a,
                                .told = told,
                                .item = FIRST_ITEM + i,
                                .begun_s = place->bazaar.now_s};
        place->bazaar.tell = tell;
        place->bazaar.user = place;
    }
    for (day = 0; day < days; day++) {
        uint32_t every_s = day + 1 == days ? SCAN_S : SELDOM_S;

        for (i = 0; i < items; i++) {
            places[i].day = day;
            if (day + 1 == days && i % 10 < 3 && places[i].bazaar.count < FULL)
                inject(&places[i].bazaar, (enum bazaar_scheme)(BAZAAR_SPIKE + i % 10));
        }
        for (second = BAZAAR_STEP_S; second < BAZAAR_DAY_S; second += BAZAAR_STEP_S) {
            for (i = 0; i < items; i++)
                bazaar_step(&places[i].bazaar);
            if (second % every_s)
                continue;
            printf("scan %u %u\n", day, second);
            for (i = 0; i < items; i++)
                scan(&places[i]);
        }
        /* The last step of the day: the next one begins with the others. */
        for (i = 0; i < items; i++)
            bazaar_step(&places[i].bazaar);
    }
    for (i = 0; i < items; i++)
        printf("item %u %d\n", places[i].item, (int)places[i].bazaar.scheme);
    free(places);
    return 0;
}
