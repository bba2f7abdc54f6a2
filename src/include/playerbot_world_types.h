/*
 * The plain data of playerbot_world.h: templates, and what the world looks like to an actor. C and C++.
 * Distances in yards, times in milliseconds, money in copper, chances in percent, angles in radians.
 */
#ifndef PLAYERBOT_WORLD_TYPES_H
#define PLAYERBOT_WORLD_TYPES_H

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

/* ---- What things are: shared by all, never changed while the world lives ---- */

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
    PB_ITEM_FOR_QUEST = 16,      /* a quest asks for it or it starts one */
    PB_ITEM_CONJURED = 32,       /* made by a spell: gone when its owner leaves, never sold to players */
    PB_ITEM_SOLD_BY_VENDORS = 64 /* some vendor has it without end, for buy_price */
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
    PB_ROLE_INNKEEPER = 32,
    PB_ROLE_MAILBOX = 64 /* no creature: find_service finds the nearest mailbox */
};

/* Auction houses, as in AuctionHouse.dbc of version 3.3.5. An auctioneer of whom a world knows no more
 * belongs to that of who asks. */
enum pb_house { PB_HOUSE_NONE, PB_HOUSE_ALLIANCE = 2, PB_HOUSE_HORDE = 6, PB_HOUSE_NEUTRAL = 7 };

struct pb_creature_template {
    uint32_t entry;
    uint32_t loot_id; /* 0: none */
    uint32_t money_min, money_max;
    float health_modifier, damage_modifier, experience_modifier;
    uint16_t attack_ms;                        /* between its blows */
    uint8_t level_min, level_max, rank, roles; /* rank 0 normal, 1 elite, 2 rare elite, 3 boss, 4 rare */
    uint8_t house; /* of an auctioneer: enum pb_house; 0: that of the faction of who asks */
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

/* ---- What the world looks like to an actor ---- */

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
    uint8_t is_enemy; /* it fights the actor now; 0 where a world does not say */
};

struct pb_object_query {
    float radius;          /* at most 500 */
    uint8_t kinds;         /* of enum pb_object_kind */
    uint8_t roles;         /* any of these; 0: whatever */
    uint8_t is_attackable; /* 1: only what may be attacked and is not tapped */
    uint32_t entry;        /* only this template; 0: any */
};

/* ---- Quests ---- */

/* Creatures to hunt for what they teach. */
struct pb_prey {
    struct pb_position position;
    uint32_t entry;
};

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

/* ---- Inventory ---- */

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

/* ---- Combat ---- */

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

/* ---- Groups, trade, mail, auctions ---- */

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
    uint64_t trade_id; /* the same on both sides, never given again while the world lives; 0: none */
};

struct pb_mail {
    uint64_t mail_id;
    uint64_t sender_guid; /* 0: the world, such as the auction house */
    uint32_t money, cash_on_delivery;
    uint32_t item; /* entry, 0 for none */
    uint16_t item_count;
    uint8_t reason; /* enum pb_mail_reason */
    uint32_t auction_id,
        price; /* of an auction; price: what was bid or paid for the whole stack, 0: nothing */
    /* Of an auction. What a seller gets (`money` of PB_MAIL_SOLD) is price - cut + deposit. */
    uint32_t deposit, cut;
    uint32_t auction_entry; /* what was sold or bid for, also where `item` is none */
    uint16_t auction_count;
    uint8_t house; /* enum pb_house */
    /* Who sent the letter, or is other_guid, is a bot, of this agent or of another: what bots pay to bots is
     * told by who pays. 0: a human, or a world that does not know. */
    uint8_t is_from_bot;
    uint64_t other_guid; /* who bought what was sold, who sold what was won; 0: nobody, or unknown */
};

enum pb_mail_reason {
    PB_MAIL_LETTER,
    PB_MAIL_SOLD,     /* money; an hour after the sale */
    PB_MAIL_EXPIRED,  /* nobody bought it: the item */
    PB_MAIL_WON,      /* the item */
    PB_MAIL_OUTBID,   /* one's own bid comes back */
    PB_MAIL_CANCELLED /* to the seller: the item; to who had bid: the money */
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

/* ---- Characters ---- */

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
    struct pb_position position; /* where it was last; zeros: not known */
};

#ifdef __cplusplus
}
#endif

#endif
