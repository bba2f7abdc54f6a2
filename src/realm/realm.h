/*
 * Realm: a small simulated world behind playerbot_world.h, for machines without a world server. The same
 * seed, content, calls and ticks give the same world. Tick thread only; never waits: characters are kept by a
 * store that is handed in.
 */
#ifndef PB_REALM_REALM_H
#define PB_REALM_REALM_H

#include "realm/content.h"
#include "realm/gold.h"
#include "realm/store.h"

struct pb_realm;

struct pb_realm_options {
    struct pb_memory memory;
    const struct pb_content *content;   /* borrowed */
    const struct pb_realm_store *store; /* copied; its user is borrowed */
    uint64_t seed;
    uint32_t save_interval_ms; /* a changed character is saved this often; default 60,000 */
    float speed;               /* of time: 1 is that of the game; tests run faster */
    uint32_t auctions;         /* that stand in all houses at most; default 100,000 */
    uint32_t people;           /* humans who trade in the auction houses; default 0 */
    uint32_t day_ms;           /* how much of the present day is over; days are those of daily quests */
    uint64_t first_trade; /* number of its first trade, default 1; histories want another range each time */
};

#define PB_REALM_STATS(X)                                                                                    \
    X(actors, "characters now", "characters in the world now")                                               \
    X(kills, "kills", "creatures killed")                                                                    \
    X(deaths, "deaths", "characters killed")                                                                 \
    X(levels, "levels", "levels gained")                                                                     \
    X(quests_accepted, "quests", "quests accepted")                                                          \
    X(quests_rewarded, "quests", "quests turned in")                                                         \
    X(quests_abandoned, "quests", "quests abandoned")                                                        \
    X(items_created, "items", "items that came into the world")                                              \
    X(items_destroyed, "items", "items that left it: sold, destroyed, used, turned in")                      \
    X(money_created, "copper", "money from creatures, quests and vendors")                                   \
    X(money_destroyed, "copper", "money paid to vendors")                                                    \
    X(loot_taken, "items", "items looted")                                                                   \
    X(items_equipped, "items", "items put on")                                                               \
    X(auctions, "auctions now", "auctions that stand now")                                                   \
    X(auctions_posted, "auctions", "auctions posted")                                                        \
    X(auctions_sold, "auctions", "auctions sold")                                                            \
    X(auctions_expired, "auctions", "auctions that nobody bought")                                           \
    X(auctions_cancelled, "auctions", "auctions taken back")                                                 \
    X(bids, "bids", "bids, those that bought at once included")                                              \
    X(deposits, "copper", "deposits of auctions")                                                            \
    X(cuts, "copper", "what the auction houses kept of sales")                                               \
    X(trades, "trades", "trades between players that came to be")                                            \
    X(groups, "groups now", "groups now")                                                                    \
    X(events_lost, "events", "events for which there was no room")                                           \
    X(saves, "saves", "characters handed to the store")                                                      \
    X(undone, "undone", "times that all began again from the store")

struct pb_realm_stats {
#define X(name, unit, text) uint64_t name;
    PB_REALM_STATS(X)
#undef X
};

/* Caller frees. Returns 0 or PB_E_no_memory. */
int pb_realm_new(struct pb_realm **realm, const struct pb_realm_options *options)
    __attribute__((warn_unused_result));
/* Saves nothing: see pb_realm_save_all. NULL is fine. */
void pb_realm_free(struct pb_realm *realm);
/* Lets time pass. */
void pb_realm_update(struct pb_realm *realm, uint32_t diff_ms);
/* What bots see of it; borrowed until pb_realm_free. */
const struct pb_world *pb_realm_world(struct pb_realm *realm);
/* Hands every changed character to the store now; 1 when there are more than the store takes at once: call
 * again. */
int pb_realm_save_all(struct pb_realm *realm);
const struct pb_realm_stats *pb_realm_stats(struct pb_realm *realm);
/* What characters got and gave so far, by cause. Borrowed until pb_realm_free. */
const struct pb_realm_gold *pb_realm_gold(const struct pb_realm *realm);
/* Bytes that characters, creatures and the rest take, without the content. */
size_t pb_realm_bytes(const struct pb_realm *realm);
/* Puts a human at a place, for tests and demonstrations: bots near it get PLAYER_NEAR. Returns its object. */
pb_object pb_realm_add_player(struct pb_realm *realm, const struct pb_position *position);
/* A kind of thing that humans trade in a house. */
struct pb_realm_market {
    uint32_t entry;
    double demand; /* buyers a day */
    uint8_t house; /* enum pb_house */
};
/* Markets of the realm's humans; returns how many, at most `max`. */
unsigned pb_realm_markets(struct pb_realm *realm, struct pb_realm_market *markets, unsigned max);
/* What a piece is worth to them now, in copper: the price at which as many would sell as would buy; 0: no
 * market. */
double pb_realm_true_value(struct pb_realm *realm, uint8_t house, uint32_t entry);
/* What a house sold, to anybody. */
struct pb_realm_sale {
    uint64_t seller, buyer;
    uint32_t entry, count, price; /* price: of all of it */
    uint8_t house;
};
/* Tells of every sale of what its humans trade, for those who judge what bots might know; NULL: no more. It
 * is told in the middle of a sale: ask the realm nothing then. */
typedef void (*pb_realm_tell_sale)(void *user, const struct pb_realm_sale *sale);
void pb_realm_watch_sales(struct pb_realm *realm, pb_realm_tell_sale tell, void *user);
/* Lets some of them drive prices up (spike: buy what is cheaper, ask `factor` times the value) or down
 * (dump), or trade with themselves (wash). From now on, for so long. Returns 0 or PB_E_bad_argument. */
enum pb_realm_scheme { PB_SCHEME_NONE, PB_SCHEME_SPIKE, PB_SCHEME_DUMP, PB_SCHEME_WASH };
int pb_realm_inject(struct pb_realm *realm, uint8_t house, uint32_t entry, enum pb_realm_scheme scheme,
                    double factor, uint32_t seconds) __attribute__((warn_unused_result));
/* Brings in a human who acts: an actor that no bot owns and no store keeps, played through the functions of
 * the world, and taken out with its logout. Bots see it as a player, at the object of any actor. `guid` must
 * be nobody else's. PB_E_no_memory, PB_E_bad_argument. */
int pb_realm_add_human(struct pb_realm *realm, const struct pb_realm_character *character, pb_actor *actor)
    __attribute__((warn_unused_result));
/* Events of all humans who act, oldest first; returns how many. The last 1,024 are kept. */
unsigned pb_realm_hear_humans(struct pb_realm *realm, struct pb_world_event *events, unsigned max);
/* Walks through everything and compares: items neither lost nor doubled, bags within size, money conserved
 * (stats), quest states legal, groups whole. Writes the first contradiction to `text`; returns 0 or
 * PB_E_broken. For tests; O(all). */
int pb_realm_check(struct pb_realm *realm, char *text, size_t size) __attribute__((warn_unused_result));

#endif
