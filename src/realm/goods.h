/* Goods: belongings, loot, quests and groups of the realm. Internal to src/realm. */
#ifndef PB_REALM_GOODS_H
#define PB_REALM_GOODS_H

#include "realm/state.h"

enum {
    PB_LOOT_ITEMS = 16,
    PB_ROLL_MS = 15000,
    PB_INVITE_MS = 60000,
    PB_PARTY_YARDS = 100,
    PB_MAIL_MOST = 100
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
    uint8_t count, leader, method, turn; /* turn: whose it is in round robin */
};

struct pb_goods {
    struct pb_corpse_loot *loots;
    uint32_t loot_count, loot_capacity, loot_free; /* free: index + 1 of the first */
    struct pb_realm_group *groups;
    uint32_t group_count, group_capacity;
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
    uint64_t mail_id;
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

/* ---- loot.c, vendor.c, quest_log.c, quest_offer.c, group.c, mail.c ---- */
void pb_loot_offer(struct pb_world *world);
void pb_loot_make(struct pb_realm *realm, uint32_t spawn, const pb_actor *party, unsigned count);
void pb_loot_update(struct pb_realm *realm);
uint64_t pb_loot_items(const struct pb_realm *realm);
void pb_vendor_offer(struct pb_world *world);
void pb_quest_offer_log(struct pb_world *world);
void pb_quest_offer_search(struct pb_world *world);
/* Position in the log, -1 for none. */
int pb_quest_find(const struct pb_realm_actor *actor, uint32_t quest_id);
/* Whether its log wants more of an item. */
int pb_quest_wants(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry);
/* A creature was killed or talked to; things of a kind came or went. */
void pb_quest_on_creature(struct pb_realm *realm, pb_actor actor, uint32_t entry, int is_talk);
void pb_quest_on_item(struct pb_realm *realm, pb_actor actor, uint32_t entry);
int pb_quest_is_rewarded(const struct pb_realm_actor *actor, uint32_t quest_id);
int pb_quest_can_accept(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                        const struct pb_quest_template *quest);
/* What the actor would get for it now. */
uint32_t pb_quest_experience(const struct pb_quest_template *quest, unsigned level);
const char *pb_quest_check(struct pb_realm *realm, const struct pb_realm_actor *actor);
void pb_group_offer(struct pb_world *world);
void pb_group_leave(struct pb_realm *realm, pb_actor actor);
const char *pb_group_check(struct pb_realm *realm, pb_actor actor);
void pb_mail_offer(struct pb_world *world);
uint64_t pb_mail_items(const struct pb_realm_actor *actor);

#endif
