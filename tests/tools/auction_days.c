/*
 * Auction days: bots of the sample world and people in the auction houses, hour by hour; what the bots gained
 * and whether a rule was broken.
 *
 * Usage: auction_days SEED BOTS PEOPLE HOURS
 */
#include "../unit/auction/days.h"
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { HOUR_MS = 3600000 };

static void tell(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)user;
    (void)help;
    printf("  %s %" PRIu64 " %s\n", name, value, unit);
}

/* How far the market's values are from those of the people, whose market is not tiny. */
static void tell_prices(struct days *days)
{
    struct pb_realm_market markets[1024];
    unsigned count = pb_realm_markets(days->run.realm, markets, 1024), known = 0, near = 0, i;
    double off = 0, away = 0;

    for (i = 0; i < count && i < 1024; i++) {
        const struct pb_price_entry *entry =
            pb_price_analyzer_find(pb_market_prices(days->market), markets[i].house, markets[i].entry);
        double value = pb_realm_true_value(days->run.realm, markets[i].house, markets[i].entry), error;

        if (markets[i].demand < 50 || !entry || !(value > 0))
            continue;
        error = log(pb_price_value(&entry->price) / value);
        known++;
        near += fabs(error) < 0.1;
        off += error;
        away += fabs(error);
    }
    printf("prices: %u known, error on the mean %.3f, of which one-sided %.3f, %u within 10 %%\n", known,
           away / known, off / known, near);
}

/* What the steps cost, with the world's side of them. */
static void tell_cost(struct days *days)
{
    struct pb_system_stats stats;
    int system = pb_coordinator_find_system(days->run.coordinator, "auction");

    pb_coordinator_system_stats(days->run.coordinator, (unsigned)system, &stats);
    printf("steps %" PRIu64 ", each %.1f us on the mean, p50 %.1f, p99 %.1f, most %.1f; overruns %" PRIu64
           ", errors %" PRIu64 "; %" PRIu64 " bytes for bots, %" PRIu64 " shared\n",
           stats.updates, stats.updates ? (double)stats.cpu_ns / 1000 / (double)stats.updates : 0,
           stats.p50_ns / 1000.0, stats.p99_ns / 1000.0, stats.max_ns / 1000.0, stats.overruns, stats.errors,
           stats.bytes, stats.shared_bytes);
}

int main(int argc, char **argv)
{
    static struct days days;
    uint32_t hours, hour;
    int64_t gain;

    if (argc != 5)
        return 2;
    hours = (uint32_t)strtoul(argv[4], NULL, 10);
    if (days_begin(&days, (uint32_t)strtoul(argv[2], NULL, 10), (uint32_t)strtoul(argv[3], NULL, 10),
                   strtoull(argv[1], NULL, 10)) != PB_OK) {
        fprintf(stderr, "it could not begin\n");
        return 1;
    }
    printf("hour posted sold expired bids buyouts won known seconds\n");
    for (hour = 1; hour <= hours; hour++) {
        days_pass(&days, HOUR_MS);
        days_count(&days);
        printf("%4u %6" PRIu64 " %4" PRIu64 " %7" PRIu64 " %4" PRIu64 " %7" PRIu64 " %3" PRIu64 " %5" PRIu64
               " %.1f\n",
               hour, days.posted, days.sold, days.expired, days.bids, days.buyouts, days.won,
               pb_auction_cache_stats(pb_market_auctions(days.market))->auctions,
               (double)clock() / CLOCKS_PER_SEC);
        fflush(stdout);
    }
    gain = (int64_t)(days.sold_for - days.sold_vendor - days.deposits_lost);
    printf("sold for %" PRIu64 " copper, a vendor would have paid %" PRIu64 ", deposits lost %" PRIu64
           ": gain %" PRId64 ", %.0f a bot\n",
           days.sold_for, days.sold_vendor, days.deposits_lost, gain, (double)gain / days.bots);
    printf("won for %" PRIu64 ", truly worth %.0f; bids on the mean %.2f of the true value\n", days.won_for,
           days.won_value, days.judged ? days.paid_share / (double)days.judged : 0);
    printf("too dear %" PRIu64 ", above the true value %" PRIu64 " of %" PRIu64 ", too cheap %" PRIu64
           ", vetoed %" PRIu64 ", while closed %" PRIu64 "\n",
           days.too_dear, days.truly_dear, days.judged, days.too_cheap, days.vetoed, days.while_closed);
    tell_prices(&days);
    printf("most auctions: of a bot %u, of a house %u, of an item %u; sales recorded %" PRIu64
           ", prices %" PRIu64 "\n",
           days.most_of_bot, days.most_of_house, days.most_of_item, days.answers.sales, days.answers.prices);
    tell_cost(&days);
    pb_auction_system.figures(days.own, tell, NULL);
    days_end(&days);
    return days.too_dear || days.too_cheap || days.vetoed || days.while_closed;
}
