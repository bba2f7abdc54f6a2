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
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t pb_actor;
typedef uint64_t pb_object; /* 0: none */

enum {
    PB_NO_ACTOR = 0xffffffff,
    PB_INTERACT_YARDS = 5,    /* talk, loot, trade from as near as this */
    PB_QUEST_LOG_SIZE = 25,   /* quests that one character can carry */
    PB_QUEST_OBJECTIVES = 10, /* four creatures, then six items, as in quest_template */
    PB_QUEST_KILLS = 4,       /* the first objectives are creatures to kill or to talk to */
    PB_QUEST_CHOICES = 6,     /* rewards of which one may be chosen */
    PB_QUEST_REWARDS = 4,     /* rewards that are given anyway */
    PB_ITEM_STATS = 10,
    PB_EQUIPMENT_SLOTS = 19, /* inventory slots 0 to 18 are worn */
    PB_BAG_SLOT_FIRST = 19,  /* 19 to 22 hold bags */
    PB_BAG_SLOTS = 4,
    PB_PACK_SLOT_FIRST = 23, /* 23 to 38 are the backpack, 39 on what the bags hold, bag by bag */
    PB_PACK_SLOTS = 16,
    PB_INVENTORY_SLOTS = 128, /* no character has more than this in all */
    PB_GROUP_SIZE = 5,
    PB_TRADE_SLOTS = 6,
    PB_MAX_LEVEL = 80
};

/* ---- What things are: shared by all, never changed while the world lives
 * ------------------------------------ */

/* Where a worn item goes: item_template.InventoryType. */
enum pb_inventory_type {
    PB_TYPE_NONE,
    PB_TYPE_HEAD,
    PB_TYPE_NECK,
    PB_TYPE_SHOULDERS,
    PB_TYPE_SHIRT,
    PB_TYPE_CHEST,
    PB_TYPE_WAIST,
    PB_TYPE_LEGS,
    PB_TYPE_FEET,
    PB_TYPE_WRISTS,
    PB_TYPE_HANDS,
    PB_TYPE_FINGER,
    PB_TYPE_TRINKET,
    PB_TYPE_ONE_HAND,
    PB_TYPE_SHIELD,
    PB_TYPE_RANGED,
    PB_TYPE_BACK,
    PB_TYPE_TWO_HAND,
    PB_TYPE_BAG,
    PB_TYPE_TABARD,
    PB_TYPE_ROBE,
    PB_TYPE_MAIN_HAND,
    PB_TYPE_OFF_HAND,
    PB_TYPE_HELD,
    PB_TYPE_AMMO,
    PB_TYPE_THROWN,
    PB_TYPE_RANGED_RIGHT,
    PB_TYPE_QUIVER,
    PB_TYPE_RELIC,
    PB_TYPES
};

/* Slots that are worn. */
enum pb_equipment_slot {
    PB_SLOT_HEAD,
    PB_SLOT_NECK,
    PB_SLOT_SHOULDERS,
    PB_SLOT_SHIRT,
    PB_SLOT_CHEST,
    PB_SLOT_WAIST,
    PB_SLOT_LEGS,
    PB_SLOT_FEET,
    PB_SLOT_WRISTS,
    PB_SLOT_HANDS,
    PB_SLOT_FINGER1,
    PB_SLOT_FINGER2,
    PB_SLOT_TRINKET1,
    PB_SLOT_TRINKET2,
    PB_SLOT_BACK,
    PB_SLOT_MAIN_HAND,
    PB_SLOT_OFF_HAND,
    PB_SLOT_RANGED,
    PB_SLOT_TABARD
};

enum pb_item_class {
    PB_ITEM_CONSUMABLE = 0,
    PB_ITEM_CONTAINER = 1,
    PB_ITEM_WEAPON = 2,
    PB_ITEM_GEM = 3,
    PB_ITEM_ARMOR = 4,
    PB_ITEM_REAGENT = 5,
    PB_ITEM_PROJECTILE = 6,
    PB_ITEM_TRADE_GOODS = 7,
    PB_ITEM_RECIPE = 9,
    PB_ITEM_QUIVER = 11,
    PB_ITEM_QUEST = 12,
    PB_ITEM_KEY = 13,
    PB_ITEM_MISCELLANEOUS = 15,
    PB_ITEM_GLYPH = 16
};

enum pb_item_quality {
    PB_QUALITY_POOR,
    PB_QUALITY_NORMAL,
    PB_QUALITY_UNCOMMON,
    PB_QUALITY_RARE,
    PB_QUALITY_EPIC,
    PB_QUALITY_LEGENDARY
};

enum pb_item_flag {
    PB_ITEM_UNIQUE = 1,          /* no more than max_count may be carried */
    PB_ITEM_UNIQUE_EQUIPPED = 2, /* no more than one may be worn */
    PB_ITEM_SOULBOUND = 4,       /* binds when picked up: cannot be traded, mailed or sold to players */
    PB_ITEM_BINDS_ON_EQUIP = 8,
    PB_ITEM_FOR_QUEST = 16 /* a quest asks for it or it starts one */
};

/* stat_type is item_template.stat_type: 0 mana, 1 health, 3 agility, 4 strength, 5 intellect, 6 spirit,
 * 7 stamina, 12 defense, 13 dodge, 14 parry, 15 block, 31 hit, 32 crit, 35 resilience, 36 haste,
 * 37 expertise, 38 attack power, 43 mana per 5 s, 44 armor penetration, 45 spell power, 48 block value. */
struct pb_item_stat {
    uint8_t type;
    int16_t value;
};

struct pb_item_template {
    uint32_t entry;
    uint32_t buy_price, sell_price; /* copper each; sell_price 0: vendors do not take it */
    uint32_t class_mask, race_mask; /* bit (id - 1) for each class or race that may use it; 0: all */
    uint32_t set_id;                /* item set, 0 for none */
    float damage_min, damage_max;   /* of one blow */
    uint16_t delay_ms;              /* between blows */
    uint16_t armor, block;
    uint16_t item_level, stack_size, max_count; /* max_count 0: no limit */
    uint8_t item_class, subclass, quality, inventory_type, required_level, flags, bag_slots, stat_count;
    struct pb_item_stat stats[PB_ITEM_STATS];
    char name[48];
};

enum pb_creature_role {
    PB_ROLE_HOSTILE = 1,
    PB_ROLE_QUEST_GIVER = 2,
    PB_ROLE_VENDOR = 4,
    PB_ROLE_REPAIRER = 8,
    PB_ROLE_AUCTIONEER = 16,
    PB_ROLE_INNKEEPER = 32
};

struct pb_creature_template {
    uint32_t entry;
    uint32_t loot_id; /* 0: none */
    uint32_t money_min, money_max;
    float health_modifier, damage_modifier, experience_modifier;
    uint16_t attack_ms;                        /* between its blows */
    uint8_t level_min, level_max, rank, roles; /* rank 0 normal, 1 elite, 2 rare elite, 3 boss, 4 rare */
    char name[48];
};

enum pb_objective_type {
    PB_OBJECTIVE_NONE,
    PB_OBJECTIVE_KILL,   /* kill creatures `entry` */
    PB_OBJECTIVE_TALK,   /* interact with creature `entry` */
    PB_OBJECTIVE_COLLECT /* carry `count` items `entry`; they are taken at the end */
};

struct pb_quest_objective {
    uint32_t entry;
    uint16_t count;
    uint8_t type;
};

struct pb_item_amount {
    uint32_t entry;
    uint16_t count;
};

enum pb_quest_flag {
    PB_QUEST_REPEATABLE = 1,
    PB_QUEST_SHARABLE = 2, /* a group member may hand it on */
    PB_QUEST_DAILY = 4
};

struct pb_quest_template {
    uint32_t quest_id;
    int32_t previous_quest; /* > 0: must be rewarded; < 0: must be in the log; 0: none */
    uint32_t next_quest;    /* the next of its chain, 0 for none */
    int32_t
        exclusive_group; /* > 0: only one of its group; < 0: all of the group before what follows; 0: none */
    uint32_t class_mask, race_mask; /* as of items; 0: all */
    uint32_t experience;            /* at its own level; a world scales it by the difference of levels */
    uint32_t money;                 /* given at the end */
    uint32_t start_item;            /* given when it is accepted, 0 for none */
    uint16_t zone;
    uint16_t time_limit_s;               /* 0: none */
    uint8_t level, level_min, level_max; /* level_max 0: none */
    uint8_t group_size;                  /* suggested players; 0 and 1: alone */
    uint8_t flags;
    uint8_t chain_rest; /* quests that follow in its chain */
    uint8_t reward_count, choice_count;
    struct pb_quest_objective objectives[PB_QUEST_OBJECTIVES];
    struct pb_item_amount rewards[PB_QUEST_REWARDS], choices[PB_QUEST_CHOICES];
    char title[48];
};

/* ---- What the world looks like to an actor
 * ----------------------------------------------------------------- */

struct pb_position {
    float x, y, z;
    uint16_t map, zone;
};

enum pb_actor_flag {
    PB_ACTOR_DEAD = 1, /* a corpse or a ghost; only `resurrect` and movement work */
    PB_ACTOR_IN_COMBAT = 2,
    PB_ACTOR_MOVING = 4,
    PB_ACTOR_GROUPED = 8,
    PB_ACTOR_NEAR_PLAYER = 16, /* a human could see it: it deserves more attention */
    PB_ACTOR_RESTING = 32,     /* eats and drinks */
    PB_ACTOR_TRADING = 64
};

/* What decides most steps, for many actors at once. */
struct pb_actor_status {
    uint16_t flags;
    uint8_t level;
    uint8_t health_percent, power_percent;
    uint8_t attackers;          /* that fight it, at most 255 */
    uint8_t free_slots;         /* of backpack and bags */
    uint8_t worst_durability;   /* percent of the most worn piece */
    uint16_t inventory_version; /* changes with every change of what is carried or worn */
    uint16_t quest_version;     /* changes with every change of the quest log */
};

struct pb_actor_view {
    uint64_t guid;
    uint32_t account_id;
    struct pb_position position;
    uint32_t money, experience, experience_next; /* of this level; 0 at the highest */
    uint32_t health, health_max, power, power_max;
    uint8_t race, character_class, specialization, level, gender;
    char name[13];
};

enum pb_object_kind {
    PB_OBJECT_CREATURE = 1, /* alive */
    PB_OBJECT_CORPSE = 2,   /* with loot that the actor may take */
    PB_OBJECT_ACTOR = 4,    /* another bot */
    PB_OBJECT_PLAYER = 8,   /* a human */
    PB_OBJECT_MAILBOX = 16
};

struct pb_object_view {
    pb_object object;
    struct pb_position position;
    float distance;
    uint32_t entry; /* creature template, 0 for players */
    pb_actor actor; /* of a bot, else PB_NO_ACTOR */
    uint8_t kind, roles, level, rank, health_percent;
    uint8_t is_hostile;
    uint8_t is_tapped; /* fought by somebody outside the group: its loot and experience are not ours */
    uint8_t is_attackable;
};

struct pb_object_query {
    float radius;          /* at most 500 */
    uint8_t kinds;         /* of enum pb_object_kind */
    uint8_t roles;         /* any of these; 0: whatever */
    uint8_t is_attackable; /* 1: only what may be attacked and is not tapped */
    uint32_t entry;        /* only this template; 0: any */
};

/* ---- Quests
 * ---------------------------------------------------------------------------------------------------- */

struct pb_quest_offer {
    uint32_t quest_id;
    uint32_t experience, money; /* what this actor would get now */
    pb_object giver;
    struct pb_position position; /* of the giver */
    float distance;
};

enum pb_quest_status {
    PB_QUEST_NONE,
    PB_QUEST_COMPLETE = 1, /* can be turned in */
    PB_QUEST_TAKEN = 3,
    PB_QUEST_FAILED = 5
};

struct pb_quest_progress {
    uint32_t quest_id;
    uint8_t status;
    uint16_t counts[PB_QUEST_OBJECTIVES]; /* up to the objective's count */
};

/* ---- Inventory
 * ------------------------------------------------------------------------------------------------- */

struct pb_item_stack {
    uint32_t entry;
    uint16_t count;
    uint8_t slot;       /* 0 to PB_INVENTORY_SLOTS - 1 */
    uint8_t durability; /* percent; 100 for what does not wear */
    uint8_t is_bound;
};

struct pb_loot_item {
    uint32_t entry;
    uint16_t count;
    uint8_t index;     /* for take_loot */
    uint8_t is_rolled; /* the group rolls for it: roll_loot instead of take_loot */
};

enum pb_roll { PB_ROLL_PASS, PB_ROLL_GREED, PB_ROLL_NEED };

struct pb_vendor_item {
    uint32_t entry, price; /* copper for one */
    uint16_t left;         /* 0xffff: endless */
};

/* ---- Combat
 * ------------------------------------------------------------------------------------------------------ */

enum pb_ability {
    PB_ABILITY_STRIKE,    /* the strongest attack that the actor can pay now */
    PB_ABILITY_DEFEND,    /* takes less damage for a while */
    PB_ABILITY_HEAL,      /* heals `target`, an actor's object, or itself */
    PB_ABILITY_INTERRUPT, /* stops what the target casts */
    PB_ABILITY_TAUNT,     /* turns the target to itself */
    PB_ABILITIES
};

struct pb_combat_view {
    pb_object target;
    struct pb_position target_position;
    uint32_t target_entry;
    float target_distance, reach; /* it hits from as near as `reach` */
    uint8_t target_level, target_rank, target_health_percent;
    uint8_t attackers;
    uint16_t ready; /* bit for each enum pb_ability that works now */
};

/* ---- Groups, trade, mail, auctions
 * -------------------------------------------------------------------------------- */

enum pb_loot_method { PB_LOOT_FREE, PB_LOOT_ROUND_ROBIN, PB_LOOT_GROUP };

struct pb_group_view {
    uint32_t group_id;                  /* 0: none */
    uint8_t count, leader, loot_method; /* leader: index of the member */
    struct pb_group_member {
        uint64_t guid;
        pb_object object;
        pb_actor actor; /* PB_NO_ACTOR: a human, or away */
        uint8_t level, character_class, health_percent;
        float distance; /* below 0: on another map */
    } members[PB_GROUP_SIZE];
};

struct pb_trade_view {
    pb_object partner;
    uint64_t partner_guid;
    uint32_t money[2]; /* ours, theirs */
    uint32_t version;  /* changes with every change of an offer; accepting names the version that was seen */
    uint8_t is_open, is_accepted[2];
    struct pb_item_stack items[2][PB_TRADE_SLOTS]; /* entry 0: empty; ours: `slot` is the inventory's */
};

struct pb_mail {
    uint64_t mail_id;
    uint64_t sender_guid; /* 0: the world, such as the auction house */
    uint32_t money, cash_on_delivery;
    uint32_t item; /* entry, 0 for none */
    uint16_t item_count;
    uint8_t reason;             /* enum pb_mail_reason */
    uint32_t auction_id, price; /* of a sale or an expiry */
};

enum pb_mail_reason {
    PB_MAIL_LETTER,
    PB_MAIL_SOLD,
    PB_MAIL_EXPIRED,
    PB_MAIL_WON,
    PB_MAIL_OUTBID,
    PB_MAIL_CANCELLED
};

struct pb_auction {
    uint32_t auction_id;
    uint32_t entry;
    uint64_t seller_guid;
    uint32_t bid, bid_next, buyout; /* present bid, the least next one, 0: no buyout; for the whole stack */
    uint32_t time_left_s;
    uint16_t count;
    uint8_t is_ours, is_highest; /* posted by the actor; the actor's bid is the highest */
};

/* ---- Characters
 * -------------------------------------------------------------------------------------------------- */

struct pb_character_spec {
    uint32_t account_id;
    uint64_t fence; /* of the lease */
    char name[13];
    uint8_t race, character_class, gender;
};

struct pb_character_entry {
    uint64_t guid;
    uint32_t account_id;
    uint8_t race, character_class, gender, level;
    char name[13];
};

/* ---- Events
 * -------------------------------------------------------------------------------------------------------- */

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
    X(QUEST_SHARED, "quest_shared")     /* entry: quest that guid offers */                                  \
    X(GROUP_INVITED, "group_invited")   /* guid: who invites */                                              \
    X(GROUP_CHANGED, "group_changed")   /* members, leader or loot method */                                 \
    X(TRADE_ASKED, "trade_asked")       /* guid: who wants to trade */                                       \
    X(TRADE_CHANGED, "trade_changed")   /* opened, an offer changed, or a side accepted */                   \
    X(TRADE_ENDED, "trade_ended")       /* error 0: done, else why not */                                    \
    X(MAIL, "mail")                     /* new mail came */                                                  \
    X(PLAYER_NEAR, "player_near")       /* count 1: a human came near; 0: none is left */                    \
    X(WHISPER, "whisper")               /* guid: a human spoke to it */                                      \
    X(CREATED, "created")               /* request, error, guid, account: create_character is done */        \
    X(DELETED, "deleted")               /* request, error, guid */                                           \
    X(LISTED, "listed")                 /* request, error, count: list_characters can be read */             \
    X(LOGGED_IN, "logged_in")           /* request, error, guid: actor is in the world */                    \
    X(LOGGED_OUT, "logged_out")         /* guid: the actor has left; its handle is free */

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

/* ---- The functions
 * ------------------------------------------------------------------------------------------------ */

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
     * nearest: for those who found it empty. */
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
    int (*ask_trade)(void *self, pb_actor actor, pb_object player);
    int (*answer_trade)(void *self, pb_actor actor, int is_accepted);
    int (*get_trade)(void *self, pb_actor actor, struct pb_trade_view *view);
    int (*set_trade_item)(void *self, pb_actor actor, unsigned trade_slot, unsigned slot,
                          unsigned count); /* count 0: out */
    int (*set_trade_money)(void *self, pb_actor actor, uint32_t money);
    int (*accept_trade)(void *self, pb_actor actor,
                        uint32_t version); /* PB_E_changed: it is another version now */
    int (*cancel_trade)(void *self, pb_actor actor);

    /* -- Mail, at a mailbox -- */
    unsigned (*get_mail)(void *self, pb_actor actor, struct pb_mail *mails, unsigned max);
    int (*take_mail)(void *self, pb_actor actor, uint64_t mail_id); /* item and money, then it is gone */
    int (*send_mail)(void *self, pb_actor actor, uint64_t receiver_guid, uint32_t money, unsigned slot,
                     unsigned count);

    /* -- Auctions, at an auctioneer -- */
    /* The actor's house from auction `from_id` up, by id; returns how many. O(max). */
    unsigned (*scan_auctions)(void *self, pb_actor actor, uint32_t from_id, struct pb_auction *auctions,
                              unsigned max);
    int (*get_deposit)(void *self, pb_actor actor, unsigned slot, unsigned count, unsigned hours,
                       uint32_t *deposit);
    int (*post_auction)(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                        uint32_t buyout, unsigned hours, uint32_t *auction_id); /* 12, 24 or 48 hours */
    int (*bid_auction)(void *self, pb_actor actor, uint32_t auction_id,
                       uint32_t amount); /* PB_E_outbid, PB_E_no_money */
    int (*cancel_auction)(void *self, pb_actor actor, uint32_t auction_id);
};

#ifdef __cplusplus
}
#endif

#endif
