/*
 * What a world server offers to bots: the compatibility layer between Playerbot's game systems and a game.
 * C and C++. A host fills a struct pb_world with the functions that it has and hands it to pb_set_world();
 * the embedded realm (src/realm) is the first implementation, docs/world.md shows a small one.
 *
 * Threads. Every function is called on the tick thread, from inside pb_update(), and must not wait for a
 * file, a lock or a database: what takes time is answered later by an event. None of them may call back into
 * playerbot.h. What happens in the world is told by `poll_events`, never by a call into Playerbot.
 *
 * Handles. An actor is a bot that is in the world: a small dense number that the world gives at login and may
 * give again after logout. An object is anything else that can be seen or touched: creature, corpse, mailbox,
 * player. Its number is the world's own (such as a raw ObjectGuid) and may have gone at any time: a function
 * then returns PB_E_gone.
 *
 * Errors. Functions return PB_OK or a negative number of playerbot_error.h; batch forms and those that fill
 * arrays return a count. A function that is NULL is one that the world does not have: what needs it is off.
 *
 * Units. Distances in yards, times in milliseconds, money in copper, chances in percent, angles in radians.
 * Costs are stated as O(n) of what the caller asks; "cheap" is below a microsecond.
 */
#ifndef PLAYERBOT_WORLD_H
#define PLAYERBOT_WORLD_H

#include "playerbot_error.h"
#include "playerbot_world_types.h"
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Events ---- */

/* What happened: type, name. Fields that matter stand behind; `actor` always does, if the event is of one. */
#define PB_WORLD_EVENTS(X)                                                                                   \
    X(NONE, "none")                                                                                          \
    X(ARRIVED, "arrived")           /* movement came to its end */                                           \
    X(STUCK, "stuck")               /* movement cannot reach it: error */                                    \
    X(COMBAT_BEGAN, "combat_began") /* object: the first enemy */                                            \
    X(COMBAT_ENDED, "combat_ended")                                                                          \
    X(KILLED, "killed") /* object, entry: what the actor or its group killed; count: experience */           \
    X(DIED, "died")     /* object, entry: who killed it */                                                   \
    X(RESURRECTED, "resurrected")                                                                            \
    X(LEVEL, "level") /* count: the new level */                                                             \
    X(LOOT, "loot")   /* object: a corpse with loot for the actor */                                         \
    X(ROLL, "roll")   /* object, count: loot and index; entry: item to roll for */                           \
    X(ITEM, "item")   /* entry, count: came into the bags */                                                 \
    X(BAGS_FULL, "bags_full")                                                                                \
    X(QUEST_PROGRESS, "quest_progress") /* entry: quest; count: objective */                                 \
    X(QUEST_COMPLETE, "quest_complete") /* entry: quest can be turned in */                                  \
    X(QUEST_REWARDED, "quest_rewarded") /* entry: quest; count: experience */                                \
    X(QUEST_FAILED, "quest_failed")     /* entry: quest, such as by its time limit */                        \
    X(QUEST_SHARED, "quest_shared")     /* entry: quest that guid (object) offers: accept_quest */           \
    X(GROUP_INVITED, "group_invited")   /* guid: who invites */                                              \
    X(GROUP_CHANGED, "group_changed")   /* members, leader or loot method */                                 \
    X(TRADE_ASKED, "trade_asked")       /* guid: who wants to trade */                                       \
    X(TRADE_CHANGED, "trade_changed")   /* guid: the partner. Opened, an offer changed, a side accepted */   \
    X(TRADE_ENDED, "trade_ended")       /* guid: the partner; error 0: done, else why not (below) */         \
    X(MAIL, "mail")                     /* new mail came */                                                  \
    X(PLAYER_NEAR, "player_near")       /* count 1: a human came near; 0: none is left */                    \
    X(WHISPER, "whisper")               /* guid: a human spoke to it */                                      \
    X(CREATED, "created")               /* request, error, guid, account: create_character is done */        \
    X(DELETED, "deleted")               /* request, error, guid */                                           \
    X(LISTED, "listed")                 /* request, error, count: list_characters can be read */             \
    X(LOGGED_IN, "logged_in")           /* request, error, guid: actor is in the world */                    \
    X(LOGGED_OUT,                                                                                            \
      "logged_out") /* guid: the actor has left and is kept; its handle is free. In order with its logins */

enum pb_world_event_type {
#define X(type, name) PB_WORLD_##type,
    PB_WORLD_EVENTS(X)
#undef X
        PB_WORLD_EVENT_TYPES
};

struct pb_world_event {
    pb_object object;
    uint64_t guid;
    pb_actor actor; /* PB_NO_ACTOR: of none */
    uint32_t entry, count;
    uint32_t request; /* number that the asking function was given */
    uint32_t account_id;
    int32_t error;
    uint16_t type;
};

/* ---- The functions ---- */

/*
 * `self` is handed to each. Functions beyond `size` count as NULL, so a host built against an older header
 * keeps working. Errors that any function with an actor may return beside those named: PB_E_gone (actor or
 * object is not there any more), PB_E_dead, PB_E_too_far, PB_E_in_combat, PB_E_not_allowed.
 */
struct pb_world {
    size_t size; /* sizeof(struct pb_world) */
    void *self;

    /* Takes out at most `max` events, oldest first; returns how many. Cheap for each. */
    unsigned (*poll_events)(void *self, struct pb_world_event *events, unsigned max);

    /* -- Templates: borrowed for the life of the world; NULL for an unknown number. Cheap. -- */
    const struct pb_item_template *(*get_item)(void *self, uint32_t entry);
    const struct pb_quest_template *(*get_quest)(void *self, uint32_t quest_id);
    const struct pb_creature_template *(*get_creature)(void *self, uint32_t entry);

    /* -- Characters. Answers come as events with `request`. PB_E_busy: later. -- */
    /* CREATED. Errors: PB_E_limit_reached, PB_E_name_taken, PB_E_not_holder, PB_E_bad_argument. */
    int (*create_character)(void *self, uint32_t request, const struct pb_character_spec *spec);
    int (*delete_character)(void *self, uint32_t request, uint64_t guid);      /* DELETED */
    int (*list_characters)(void *self, uint32_t request, uint32_t account_id); /* LISTED */
    /* The last list of an account, until the next call; returns how many there are. */
    unsigned (*read_list)(void *self, uint32_t account_id, struct pb_character_entry *entries, unsigned max);
    int (*login)(void *self, uint32_t request, uint32_t account_id, uint64_t fence,
                 uint64_t guid);               /* LOGGED_IN */
    int (*logout)(void *self, pb_actor actor); /* LOGGED_OUT, once it is saved */

    /* -- Looking -- */
    /* Fills `status` for each actor; one that is gone gets zeros. O(count). */
    void (*get_status)(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status);
    int (*get_actor)(void *self, pb_actor actor, struct pb_actor_view *view); /* cheap */
    /* What is near, nearest first; returns how many, at most `max`. O(objects within the radius). */
    unsigned (*find_objects)(void *self, pb_actor actor, const struct pb_object_query *query,
                             struct pb_object_view *objects, unsigned max);
    int (*get_object)(void *self, pb_actor actor, pb_object object, struct pb_object_view *view); /* cheap */
    /* The nearest friendly creature on this map with any of `roles`, however far, as a map would show it.
     * PB_E_gone: there is none. */
    int (*find_service)(void *self, pb_actor actor, uint8_t roles, struct pb_object_view *view);
    /* The nearest place on this map where creature `entry` lives, at least `skip` places further than the
     * nearest: for those who found it empty. PB_E_gone: there is none, or none is known. */
    int (*find_habitat)(void *self, pb_actor actor, uint32_t entry, unsigned skip,
                        struct pb_position *position);

    /* -- Movement -- */
    /* Goes there over land, at most to within `stop_within`; ARRIVED or STUCK follows. Replaces an earlier
     * movement. `eta_ms` may be NULL: when it should arrive. */
    int (*move_to)(void *self, pb_actor actor, const struct pb_position *position, float stop_within,
                   uint32_t *eta_ms);
    int (*stop)(void *self, pb_actor actor);
    /* How long movement from the actor's place would take; UINT32_MAX: unreachable. Cheap for each. */
    void (*estimate_travel)(void *self, pb_actor actor, const struct pb_position *positions, unsigned count,
                            uint32_t *travel_ms);

    /* -- Combat -- */
    int (*attack)(void *self, pb_actor actor,
                  pb_object target); /* runs up to it and hits until one is dead */
    int (*stop_attack)(void *self, pb_actor actor);
    int (*use_ability)(void *self, pb_actor actor, enum pb_ability ability,
                       pb_object target); /* PB_E_not_ready */
    int (*get_combat)(void *self, pb_actor actor, struct pb_combat_view *view);
    /* Eats, drinks or sits until it is hale, moved or attacked. */
    int (*rest)(void *self, pb_actor actor);
    int (*resurrect)(void *self, pb_actor actor); /* RESURRECTED; PB_E_not_ready: not yet */
    int (*repair)(void *self, pb_actor actor, pb_object vendor, uint32_t *cost); /* PB_E_no_money */

    /* -- Quests -- */
    /* Quests that creatures within `radius` (at most 5,000) would give this actor now, nearest first.
     * O(quests there). */
    unsigned (*find_quests)(void *self, pb_actor actor, float radius, struct pb_quest_offer *offers,
                            unsigned max);
    /* PB_OK, or why not: PB_E_quest_log_full, PB_E_not_allowed (level, class, race, chain),
     * PB_E_unknown_quest. */
    int (*can_accept_quest)(void *self, pb_actor actor, uint32_t quest_id);
    /* `giver`: who gives it, or the group member who shared it. */
    int (*accept_quest)(void *self, pb_actor actor, uint32_t quest_id, pb_object giver);
    int (*abandon_quest)(void *self, pb_actor actor, uint32_t quest_id);
    /* The quest log; returns how many. */
    unsigned (*get_quest_log)(void *self, pb_actor actor, struct pb_quest_progress *quests, unsigned max);
    int (*is_quest_rewarded)(void *self, pb_actor actor, uint32_t quest_id); /* 1, 0 */
    /* Where objective `index` of a quest can be worked on, the `skip`th nearest such place (PB_E_gone: none
     * is left), and which creature to kill or to talk to there. */
    int (*find_objective)(void *self, pb_actor actor, uint32_t quest_id, unsigned index, unsigned skip,
                          struct pb_position *position, uint32_t *creature);
    int (*find_quest_ender)(void *self, pb_actor actor, uint32_t quest_id, struct pb_object_view *view);
    int (*talk)(void *self, pb_actor actor, pb_object object); /* for objectives of that type */
    /* `choice`: index of the reward, ignored where there is none. PB_E_inventory_full. */
    int (*turn_in_quest)(void *self, pb_actor actor, uint32_t quest_id, pb_object ender, unsigned choice);
    int (*share_quest)(void *self, pb_actor actor,
                       uint32_t quest_id); /* QUEST_SHARED to group members near */
    /* What a kill of such a creature would give this actor now. */
    uint32_t (*estimate_kill)(void *self, pb_actor actor, uint32_t entry);

    /* -- Inventory -- */
    /* Everything carried and worn, by slot; returns how many. O(stacks). */
    unsigned (*get_inventory)(void *self, pb_actor actor, struct pb_item_stack *stacks, unsigned max);
    int (*can_equip)(void *self, pb_actor actor, uint32_t entry, unsigned slot);
    /* Swaps two slots, merging equal stacks; either may be worn or a bag's. PB_E_not_allowed,
     * PB_E_inventory_full. */
    int (*move_item)(void *self, pb_actor actor, unsigned from, unsigned to);
    int (*destroy_item)(void *self, pb_actor actor, unsigned slot, unsigned count);
    int (*use_item)(void *self, pb_actor actor, unsigned slot);
    /* Puts everything behind PB_PACK_SLOT_FIRST in order, merging stacks. One change for the client. */
    int (*sort_bags)(void *self, pb_actor actor);

    /* -- Loot -- */
    unsigned (*get_loot)(void *self, pb_actor actor, pb_object corpse, struct pb_loot_item *items,
                         unsigned max, uint32_t *money);
    int (*take_loot)(void *self, pb_actor actor, pb_object corpse, unsigned index); /* PB_E_inventory_full */
    int (*take_loot_money)(void *self, pb_actor actor, pb_object corpse);
    int (*leave_loot)(void *self, pb_actor actor, pb_object corpse); /* others may have the rest */
    int (*roll_loot)(void *self, pb_actor actor, pb_object corpse, unsigned index, enum pb_roll roll);

    /* -- Vendors -- */
    unsigned (*get_vendor_items)(void *self, pb_actor actor, pb_object vendor, struct pb_vendor_item *items,
                                 unsigned max);
    int (*sell_item)(void *self, pb_actor actor, pb_object vendor, unsigned slot, unsigned count);
    int (*buy_item)(void *self, pb_actor actor, pb_object vendor, uint32_t entry, unsigned count);

    /* -- Groups -- */
    int (*invite)(void *self, pb_actor actor, pb_object player); /* GROUP_INVITED there */
    int (*answer_invite)(void *self, pb_actor actor, int is_accepted);
    int (*leave_group)(void *self, pb_actor actor);
    int (*get_group)(void *self, pb_actor actor, struct pb_group_view *view);
    int (*set_loot_method)(void *self, pb_actor actor, enum pb_loot_method method); /* the leader */

    /* -- Trade between players: rules of the client, both sides near -- */
    /* A trade ends with TRADE_ENDED on both sides. Errors of it: PB_E_cancelled, PB_E_not_allowed (refused,
     * or one may not have so many of a thing), PB_E_timeout (nobody answered), PB_E_inventory_full,
     * PB_E_gone, PB_E_dead, PB_E_too_far. */
    int (*ask_trade)(void *self, pb_actor actor, pb_object player); /* PB_E_busy: one of the two trades */
    int (*answer_trade)(void *self, pb_actor actor, int is_accepted);
    int (*get_trade)(void *self, pb_actor actor, struct pb_trade_view *view); /* PB_E_gone: none */
    /* `count`: all that lies in the slot; 0: out of the trade. */
    int (*set_trade_item)(void *self, pb_actor actor, unsigned trade_slot, unsigned slot, unsigned count);
    int (*set_trade_money)(void *self, pb_actor actor, uint32_t money); /* PB_E_no_money */
    /* The second of the two exchanges all. PB_E_changed: it is another version now; PB_E_no_money: a side has
     * not what it offers, or the other's purse does not hold it, and nobody has accepted any more. */
    int (*accept_trade)(void *self, pb_actor actor, uint32_t version);
    int (*cancel_trade)(void *self, pb_actor actor);

    /* -- Mail, at a mailbox -- */
    unsigned (*get_mail)(void *self, pb_actor actor, struct pb_mail *mails, unsigned max);
    int (*take_mail)(void *self, pb_actor actor, uint64_t mail_id); /* item and money, then it is gone */
    int (*send_mail)(void *self, pb_actor actor, uint64_t receiver_guid, uint32_t money, unsigned slot,
                     unsigned count);

    /* -- Auctions, at an auctioneer; prices are for the whole stack -- */
    /* The actor's house from auction `from_id` up, by id; returns how many. O(max). */
    unsigned (*scan_auctions)(void *self, pb_actor actor, uint32_t from_id, struct pb_auction *auctions,
                              unsigned max);
    /* What posting would cost now; as post_auction, without a change. */
    int (*get_deposit)(void *self, pb_actor actor, unsigned slot, unsigned count, unsigned hours,
                       uint32_t *deposit);
    /* PB_E_not_allowed: bound, of a quest, conjured, worn or damaged, a bag that holds something, or a buyout
     * below the first bid; PB_E_no_money: for the deposit; PB_E_limit_reached: the house is full. */
    int (*post_auction)(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                        uint32_t buyout, unsigned hours, uint32_t *auction_id); /* 12, 24 or 48 hours */
    /* From the buyout on it buys at once, and pays the buyout. PB_E_outbid: less than `bid_next`;
     * PB_E_no_money; PB_E_not_allowed: one's own, or of one's account; PB_E_gone: sold, ended or withdrawn,
     * or of another house. */
    int (*bid_auction)(void *self, pb_actor actor, uint32_t auction_id, uint32_t amount);
    /* Costs the house's cut of the highest bid. PB_E_no_money: for that; PB_E_not_allowed: not one's own. */
    int (*cancel_auction)(void *self, pb_actor actor, uint32_t auction_id);

    /* 1 when every character that has left is kept for good; asked before leases go back. NULL: always. */
    int (*is_saved)(void *self);

    /* How many of `item` a kill of creature `entry` gives on the mean to who wants it. Cheap. */
    float (*estimate_drop)(void *self, uint32_t entry, uint32_t item);

    /* A hint: each of these actors is about to ask for objects within `radius`. A world whose memory is large
     * may fetch what it will look at; nothing may change by it. O(count). */
    void (*look_ahead)(void *self, const pb_actor *actors, unsigned count, float radius);

    /* The house (enum pb_house) of the auctioneer in reach, in which the functions of auctions act;
     * PB_E_too_far: there is none. Auction ids are of one house. Cheap. */
    int (*get_house)(void *self, pb_actor actor);

    /* The quests that this actor was rewarded for, in an order that stays as long as there is none more, from
     * the `from`th on; returns how many, less than `max` at the end. Bots that come back choose their quests
     * together by it. O(max). */
    unsigned (*read_rewarded)(void *self, pb_actor actor, unsigned from, uint32_t *quest_ids, unsigned max);

    /* Where creatures live that give the actor experience and that it can take on by itself: at most one
     * place of each kind, those near and those of its level among them, in no particular order; on another
     * map when there is none on this. Returns how many. For who has nothing better to do. O(kinds). */
    unsigned (*find_prey)(void *self, pb_actor actor, struct pb_prey *prey, unsigned max);
};

#ifdef __cplusplus
}
#endif

#endif
