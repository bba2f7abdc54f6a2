/*
 * Gold world: a world between the bots and a world, that enters every copper of theirs into the ledger. It
 * passes everything on; around operations that cost or bring money it compares the bot's purse with what is
 * known of it and enters the difference under its cause. Purses that change by themselves (shares of loot,
 * the partner's accept, a game master) are found at events, at login and logout, and by a slow sweep. Tick
 * thread only.
 */
#ifndef PB_MARKET_GOLD_WORLD_H
#define PB_MARKET_GOLD_WORLD_H

#include "include/playerbot_world.h"
#include "market/market.h"
#include "market/purses.h"

struct pb_gold_world;

/* `real` is copied, without what it lacks, `market` borrowed; `bots`: room for so many characters. Caller
 * frees. Returns 0 or PB_E_no_memory. */
int pb_gold_world_new(struct pb_gold_world **gold, const struct pb_world *real, struct pb_market *market,
                      uint32_t bots, const struct pb_memory *memory) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_gold_world_free(struct pb_gold_world *gold);
/* What the bots are to get; borrowed until pb_gold_world_free. */
const struct pb_world *pb_gold_world_world(const struct pb_gold_world *gold);
const struct pb_purses *pb_gold_world_purses(const struct pb_gold_world *gold);
size_t pb_gold_world_bytes(const struct pb_gold_world *gold);

#endif
