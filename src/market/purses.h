/*
 * Purses: what every bot's purse held when it was last seen, and by which causes purses grew and shrank. Tick
 * thread only.
 *
 * What the ledger makes of it: quests, loot, vendors' payments create; purchases, repairs, deposits, cuts and
 * postage destroy; a deposit that comes back is created again. Trades, auctions and letters move: who pays
 * reports it, who receives does not, unless who paid is no bot, of whatever agent.
 */
#ifndef PB_MARKET_PURSES_H
#define PB_MARKET_PURSES_H

#include "include/playerbot_world_types.h"
#include "market/market.h"

struct pb_purse {
    uint64_t guid;       /* 0: none */
    int64_t money;       /* when it was last seen; below 0 while only a part of a change is entered */
    pb_actor actor;      /* PB_NO_ACTOR: away */
    uint8_t is_with_bot; /* whom it last accepted a trade with is a bot, of this agent or of another */
};

struct pb_purses {
    struct pb_memory memory;
    struct pb_market *market;
    struct pb_purse *slots; /* hashed by guid */
    uint32_t *places;       /* by actor: its slot, plus 1 */
    uint32_t room, count;   /* of slots; a power of two */
    uint32_t actor_room, cursor;
    /* Copper by cause since the beginning: the sum of `got` less that of `gave` is what the purses of known
     * characters changed by. */
    uint64_t got[PB_GOLD_CAUSE_COUNT], gave[PB_GOLD_CAUSE_COUNT];
    uint64_t unknown; /* characters that there was no memory for: their purses are not seen */
};

/* For so many characters; grows when there are more. Returns 0 or PB_E_no_memory; release after it in either
 * case. */
int pb_purses_init(struct pb_purses *purses, uint32_t characters, struct pb_market *market,
                   const struct pb_memory *memory) __attribute__((warn_unused_result));
void pb_purses_release(struct pb_purses *purses);
size_t pb_purses_bytes(const struct pb_purses *purses);

/* A character came into the world. One that was here before and has another purse now: PB_GOLD_OTHER. */
void pb_purses_open(struct pb_purses *purses, pb_actor actor, uint64_t guid, uint32_t money);
/* It has left. */
void pb_purses_close(struct pb_purses *purses, uint64_t guid);
/* Its purse holds so much now: enters the difference. `is_reported`: who paid has told of the move. */
void pb_purses_see(struct pb_purses *purses, pb_actor actor, uint32_t money, enum pb_gold_cause cause,
                   int is_reported);
/* Enters what is known of a change before the rest of it is seen. */
void pb_purses_enter(struct pb_purses *purses, pb_actor actor, enum pb_gold_cause cause, uint32_t got,
                     uint32_t gave, int is_reported);
/* It accepts a trade; `is_bot`: with a bot, of whatever agent. */
void pb_purses_note_partner(struct pb_purses *purses, pb_actor actor, int is_bot);
int pb_purses_is_with_bot(const struct pb_purses *purses, pb_actor actor);
/* What it held when it was last seen; 0 for one that is not known. */
int64_t pb_purses_money(const struct pb_purses *purses, pb_actor actor);
/* The actor of a character, PB_NO_ACTOR when it is away or none of the bots. */
pb_actor pb_purses_find(const struct pb_purses *purses, uint64_t guid);
/* Whether a character is one of the bots. */
int pb_purses_know(const struct pb_purses *purses, uint64_t guid);
/* The next one to look at, round and round; PB_NO_ACTOR: none here, look again later. */
pb_actor pb_purses_next(struct pb_purses *purses);

#endif
