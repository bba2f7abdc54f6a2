/*
 * A host without bots that uses the market as they would: characters 1 to GUIDS buy for COPPER each, again
 * and again, until everyone is refused; each purchase is entered as gold that moved, as a sale and as a
 * trade. Then everyone brings half of what he took back, and the host stops. For tests of limits, and of
 * books whose answers are lost on their way.
 *
 * Usage: market_host CONFIG GUIDS COPPER
 * Prints what was taken and returned (copper), and how many purchases there were: "taken T returned R
 * purchases N".
 */
#include "../sample/memory_store.h"
#include "../sample/sample_content.h"
#include "api/ai.h"
#include "base/rng.h"
#include "realm/realm.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000, WAIT_MS = 20, HOUSE = 2, ITEM = 2589 };

static struct {
    uint64_t taken[MOST + 1];
    uint8_t is_refused[MOST + 1];
    uint64_t purchases;
    struct pb_content *content;
    struct pb_realm *realm;
} host;

/* A world, for there is no market without one; nobody comes into it. */
static int set_world(pb_handle *handle)
{
    static struct pb_memory_store store;
    struct pb_realm_store functions = pb_memory_store_functions(&store);
    struct pb_realm_options options = {.memory = pb_memory_libc, .seed = 1, .store = &functions};

    host.content = pb_sample_content(1);
    options.content = host.content;
    if (!host.content || pb_realm_new(&host.realm, &options) != PB_OK)
        return PB_E_no_memory;
    return pb_set_world(handle, pb_realm_world(host.realm), 1);
}

/* One round of all who may still buy; 1 while there are some. */
static int buy(struct pb_market *market, uint64_t guids, uint64_t copper)
{
    uint64_t guid, buyers = 0;

    for (guid = 1; guid <= guids; guid++) {
        const struct pb_sale sale = {guid + MOST, guid, (double)copper, 1, pb_market_now_s(market)};
        const struct pb_trade_side sides[2] = {{.guid = guid, .copper = (uint32_t)copper, .is_bot = 1},
                                               {.guid = guid + MOST, .items = {{ITEM, 1}}}};
        int error = host.is_refused[guid] ? PB_E_limit_reached : pb_market_book(market, guid, copper);

        host.is_refused[guid] = error == PB_E_limit_reached;
        buyers += !host.is_refused[guid];
        if (error != PB_OK)
            continue;
        host.taken[guid] += copper;
        host.purchases++;
        pb_market_note_gold(market, PB_GOLD_AUCTION, 0, 0, copper);
        if (pb_market_note_sale(market, HOUSE, ITEM, &sale, 2) != PB_OK ||
            pb_market_note_trade(market, pb_rng_u64() | 1, sides) != PB_OK)
            fputs("a purchase was left out of the books\n", stderr);
    }
    return buyers > 0;
}

static uint64_t bring_back(struct pb_market *market, uint64_t guids)
{
    uint64_t guid, sum = 0;

    for (guid = 1; guid <= guids; guid++) {
        pb_market_unbook(market, guid, host.taken[guid] / 2);
        sum += host.taken[guid] / 2;
    }
    return sum;
}

int main(int argc, char **argv)
{
    struct pb_options options = {.size = sizeof options, .mode = PB_MODE_AGENT};
    uint64_t guids = argc == 4 ? strtoull(argv[2], NULL, 10) : 0, taken = 0, returned, guid;
    pb_handle *handle;
    char errors[4096];

    if (!guids || guids > MOST) {
        fputs("usage: market_host CONFIG GUIDS COPPER\n", stderr);
        return 2;
    }
    options.config_path = argv[1];
    if (pb_open(&options, &handle, errors, sizeof errors) != PB_OK || set_world(handle) != PB_OK) {
        fprintf(stderr, "%s\n", errors);
        return 1;
    }
    pb_ai_market_switch(&handle->ai->market, 1);
    while (buy(handle->ai->market.market, guids, strtoull(argv[3], NULL, 10)))
        pb_wait(handle, WAIT_MS);
    returned = bring_back(handle->ai->market.market, guids);
    pb_stop(handle);
    while (!pb_is_stopped(handle))
        pb_wait(handle, WAIT_MS);
    for (guid = 1; guid <= guids; guid++)
        taken += host.taken[guid];
    printf("taken %" PRIu64 " returned %" PRIu64 " purchases %" PRIu64 "\n", taken, returned, host.purchases);
    pb_close(handle);
    pb_realm_free(host.realm);
    pb_content_free(host.content);
    return 0;
}
