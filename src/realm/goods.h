/* Goods: belongings, loot, quests and groups of the realm. Internal to src/realm. */
#ifndef PB_REALM_GOODS_H
#define PB_REALM_GOODS_H

#include "base/clock.h"
#include "realm/deal.h"
#include "realm/state.h"

enum {
    PB_LOOT_ITEMS = 16,
    PB_ROLL_MS = 15000,
    PB_INVITE_MS = 60000,
    PB_PARTY_YARDS = 100,
    PB_MAIL_MOST = 100,
    PB_DAILY_MOST = 25, /* daily quests that one character is paid for on a day */
};

/* Of a character that has left. */
struct pb_away {
    uint64_t guid;
    struct pb_quest_note *notes;
    uint8_t note_count;
};

/* One thing on a corpse. */
struct pb_loot_thing {
    uint32_t item;    /* index */
    uint32_t owner;   /* actor + 1 whose it is alone (quest items, what it won); 0: anybody of the party */
    uint32_t roll_ms; /* the group rolls until then; 0: it does not */
    uint16_t count;   /* 0: taken */
    uint8_t is_quest; /* nobody but its owner may ever have it */
    uint8_t votes[PB_GROUP_SIZE]; /* enum pb_roll + 1 of each of the party; 0: not yet */
};

struct pb_corpse_loot {
    uint32_t spawn, money, next_free;
    /* Who rolls: those who were near at the kill, while they stay in the group. */
    pb_actor party[PB_GROUP_SIZE];
    uint32_t group; /* index + 1; 0: nobody rolls */
    uint8_t is_used, count, party_count;
    struct pb_loot_thing things[PB_LOOT_ITEMS];
};

struct pb_realm_group {
    pb_actor members[PB_GROUP_SIZE];
    uint8_t count, leader, method, turn; /* turn: index of the member whose it is in round robin */
};

/* One side of a trade: what it has put in. A slot is the inventory's, PB_INVENTORY_SLOTS for none; the stack
 * is what both saw there. */
struct pb_realm_trade_side {
    pb_actor actor;
    uint32_t money;
    uint8_t is_accepted, slots[PB_TRADE_SLOTS];
    struct pb_item_stack stacks[PB_TRADE_SLOTS];
};

struct pb_realm_trade {
    uint64_t trade_id;
    uint32_t version, asked_ms, next_free;
    uint8_t state;                       /* enum pb_deal; PB_DEAL_NONE: the place is free */
    struct pb_realm_trade_side sides[2]; /* who asked comes first */
};

struct pb_goods {
    struct pb_corpse_loot *loots;
    uint32_t loot_count, loot_capacity, loot_free; /* free: index + 1 of the first */
    struct pb_realm_group *groups;
    uint32_t group_count, group_capacity;
    struct pb_realm_trade *trades;
    uint32_t trade_count, trade_capacity, trade_free; /* free: index + 1 of the first */
    uint64_t trade_id;                                /* of the next one */
    uint32_t trade_version;                           /* the last that was given */
    uint16_t *stock;      /* of each vendor line: left; where its limit is 0 nobody counts */
    uint32_t *restock_ms; /* when one more comes */
    uint32_t line_count;
    /* What came in and went out with characters: items and money. */
    uint64_t items_in, items_out, money_in, money_out;
    uint32_t checked_ms;
    struct pb_near *givers; /* spawns that give quests, by place */
    uint32_t giver_count;
    uint32_t *together; /* quests (indexes) whose exclusive group must be rewarded as a whole */
    uint32_t together_count;
    uint32_t *first;            /* items (indexes) that a new character may begin with */
    uint32_t first_count, food; /* food: the item, PB_NO_INDEX for none */
    uint32_t day, day_ms;       /* days since the realm began, and when the last one did */
    struct pb_away *away;
    struct pb_map *away_by_guid; /* index + 1 */
    uint32_t away_count, away_capacity;
};

/* ---- bag.c ---- */
const struct pb_item_template *pb_bag_item(const struct pb_realm *realm, uint32_t entry);
/* Position in the array of what lies in a slot, -1 for nothing. */
int pb_bag_find(const struct pb_realm_actor *actor, unsigned slot);
uint32_t pb_bag_count(const struct pb_realm_actor *actor, uint32_t entry);
/* Whether so many fit: 0, PB_E_inventory_full, or PB_E_not_allowed (more than anybody may have). */
int pb_bag_fits(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry,
                uint32_t count) __attribute__((warn_unused_result));
/* Puts new things into the bags, all or none; tells of them. As above, or PB_E_no_memory. */
int pb_bag_add(struct pb_realm *realm, pb_actor actor, uint32_t entry, uint32_t count)
    __attribute__((warn_unused_result));
/* Takes things of a kind out, out of the bags first. Returns how many there were. */
uint32_t pb_bag_remove(struct pb_realm *realm, pb_actor actor, uint32_t entry, uint32_t count);
/* Takes out of a slot; counted as destroyed. */
void pb_bag_take(struct pb_realm *realm, pb_actor actor, unsigned slot, uint32_t count);
/* Something was put in, out or elsewhere: slots are counted, the version grows. */
void pb_bag_changed(struct pb_realm *realm, pb_actor actor);
/* Puts a stack into a free slot without counting: a start. */
int pb_bag_place(struct pb_realm *realm, pb_actor actor, const struct pb_item_stack *stack)
    __attribute__((warn_unused_result));
int pb_bag_can_equip(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                     const struct pb_item_template *item, unsigned slot);
void pb_bag_offer(struct pb_world *world);
const char *pb_bag_check(struct pb_realm *realm, const struct pb_realm_actor *actor);

/* ---- loot.c, vendor.c, quest_log.c, quest_terms.c, quest_offer.c, group.c, post.c ---- */
void pb_loot_offer(struct pb_world *world);
void pb_loot_make(struct pb_realm *realm, uint32_t spawn, const pb_actor *party, unsigned count);
void pb_loot_update(struct pb_realm *realm);
uint64_t pb_loot_items(const struct pb_realm *realm);
void pb_vendor_offer(struct pb_world *world);
void pb_quest_offer_log(struct pb_world *world);
void pb_quest_offer_search(struct pb_world *world);
/* Position in the log, -1 for none. */
int pb_quest_find(const struct pb_realm_actor *actor, uint32_t quest_id);
/* It was given up: what it gave, and what was collected for it, goes, unless another wants that too; things
 * that only quests want, as version 3.3.5 takes those that are bound to a quest. */
void pb_quest_take_back(struct pb_realm *realm, pb_actor actor, const struct pb_quest_template *quest);
/* Whether its log wants more of an item. */
int pb_quest_wants(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry);
/* A creature was killed or talked to; things of a kind came or went. */
void pb_quest_on_creature(struct pb_realm *realm, pb_actor actor, uint32_t entry, int is_talk);
void pb_quest_on_item(struct pb_realm *realm, pb_actor actor, uint32_t entry);
/* NULL for none of this world. */
const struct pb_quest_template *pb_quest_of(const struct pb_realm *realm, uint32_t quest_id);
int pb_quest_is_rewarded(const struct pb_realm_actor *actor, uint32_t quest_id);
/* Whether what it was paid for stands in the way: daily quests come again on another day. */
int pb_quest_is_over(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                     const struct pb_quest_template *quest);
int pb_quest_may_take(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                      const struct pb_quest_template *quest);
/* What the actor would get for it now. */
uint32_t pb_quest_experience(const struct pb_quest_template *quest, unsigned level);
const char *pb_quest_check(struct pb_realm *realm, const struct pb_realm_actor *actor);
void pb_group_offer(struct pb_world *world);
void pb_group_leave(struct pb_realm *realm, pb_actor actor);
const char *pb_group_check(struct pb_realm *realm, pb_actor actor);
/* Who asked the group is near with has a quest that it may hand on. */
int pb_group_is_with(const struct pb_realm *realm, pb_actor actor, pb_actor other);
void pb_mail_offer(struct pb_world *world);
/* Things on corpses that wait for an actor who leaves are for the others. */
void pb_loot_release(struct pb_realm *realm, pb_actor actor);
/* A quest was not done in time. */
void pb_quest_fail(struct pb_realm *realm, pb_actor actor, uint32_t quest_id);

/* ---- trade.c; exchange.h has the rest ---- */
void pb_realm_trade_offer(struct pb_world *world);
/* The trade of an actor, NULL for none, and which side it is. */
struct pb_realm_trade *pb_realm_trade_of(const struct pb_realm *realm, pb_actor actor, unsigned *side);
/* Something happened to a trade, such as the death of one of the two; nothing if that does not matter now. */
void pb_realm_trade_signal(struct pb_realm *realm, pb_actor actor, enum pb_deal_signal signal);
/* What the actor carries is not what it was: what it offered and has no longer is taken out. */
void pb_realm_trade_on_bags(struct pb_realm *realm, pb_actor actor);
/* The actor stands elsewhere. */
void pb_realm_trade_on_move(struct pb_realm *realm, pb_actor actor);
/* Questions that nobody answered. */
void pb_realm_trade_update(struct pb_realm *realm);
const char *pb_realm_trade_check(struct pb_realm *realm, pb_actor actor);

/* ---- note.c ---- */
int pb_note_is_done_today(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                          uint32_t quest_id);
/* What the store has of a character that enters. Returns 0 or PB_E_no_memory. */
int pb_note_take(struct pb_realm *realm, pb_actor number, const struct pb_realm_character *character);
int pb_note_may_take_daily(const struct pb_realm *realm, const struct pb_realm_actor *actor);
/* PB_E_no_memory. */
int pb_note_done_today(struct pb_realm *realm, pb_actor actor, uint32_t quest_id)
    __attribute__((warn_unused_result));
/* The time of a quest begins, if it has a limit, and ends. PB_E_no_memory. */
int pb_note_begin(struct pb_realm *realm, pb_actor actor, const struct pb_quest_template *quest)
    __attribute__((warn_unused_result));
void pb_note_end(struct pb_realm *realm, pb_actor actor, uint32_t quest_id);
void pb_note_on_login(struct pb_realm *realm, pb_actor actor);

/* ---- away.c ---- */
int pb_away_new(struct pb_realm *realm) __attribute__((warn_unused_result));
void pb_away_free(struct pb_realm *realm);
size_t pb_away_bytes(const struct pb_realm *realm);
/* NULL for one that has never left. Borrowed until the next one leaves. */
struct pb_away *pb_away_find(const struct pb_realm *realm, uint64_t guid);
void pb_away_leave(struct pb_realm *realm, pb_actor actor);
void pb_away_return(struct pb_realm *realm, pb_actor actor);

#endif
