/*
 * Looks: the functions of struct pb_world that only look, in rows of type, name, parameters, arguments of the
 * call to `real`, and `return` where there is something to return; for worlds that stand before another.
 * Those with poll_events stand apart: who stands before a world hears its events. A new one must be put here.
 */
#ifndef PB_WORLD_LOOKS_H
#define PB_WORLD_LOOKS_H

#include "include/playerbot_world.h"

/* clang-format off */
#define PB_WORLD_LOOKS(X) \
    X(const struct pb_item_template *, get_item, (void *self, uint32_t entry), (real->self, entry), return) \
    X(const struct pb_quest_template *, get_quest, (void *self, uint32_t quest_id), (real->self, quest_id), return) \
    X(const struct pb_creature_template *, get_creature, (void *self, uint32_t entry), (real->self, entry), return) \
    X(unsigned, read_list, (void *self, uint32_t account_id, struct pb_character_entry *entries, unsigned max), (real->self, account_id, entries, max), return) \
    X(void, get_status, (void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status), (real->self, actors, count, status), ) \
    X(int, get_actor, (void *self, pb_actor actor, struct pb_actor_view *view), (real->self, actor, view), return) \
    X(unsigned, find_objects, (void *self, pb_actor actor, const struct pb_object_query *query, struct pb_object_view *objects, unsigned max), (real->self, actor, query, objects, max), return) \
    X(int, get_object, (void *self, pb_actor actor, pb_object object, struct pb_object_view *view), (real->self, actor, object, view), return) \
    X(int, find_service, (void *self, pb_actor actor, uint8_t roles, struct pb_object_view *view), (real->self, actor, roles, view), return) \
    X(int, find_habitat, (void *self, pb_actor actor, uint32_t entry, unsigned skip, struct pb_position *position), (real->self, actor, entry, skip, position), return) \
    X(void, estimate_travel, (void *self, pb_actor actor, const struct pb_position *positions, unsigned count, uint32_t *travel_ms), (real->self, actor, positions, count, travel_ms), ) \
    X(int, get_combat, (void *self, pb_actor actor, struct pb_combat_view *view), (real->self, actor, view), return) \
    X(unsigned, find_quests, (void *self, pb_actor actor, float radius, struct pb_quest_offer *offers, unsigned max), (real->self, actor, radius, offers, max), return) \
    X(int, can_accept_quest, (void *self, pb_actor actor, uint32_t quest_id), (real->self, actor, quest_id), return) \
    X(unsigned, get_quest_log, (void *self, pb_actor actor, struct pb_quest_progress *quests, unsigned max), (real->self, actor, quests, max), return) \
    X(int, is_quest_rewarded, (void *self, pb_actor actor, uint32_t quest_id), (real->self, actor, quest_id), return) \
    X(int, find_objective, (void *self, pb_actor actor, uint32_t quest_id, unsigned index, unsigned skip, struct pb_position *position, uint32_t *creature), (real->self, actor, quest_id, index, skip, position, creature), return) \
    X(int, find_quest_ender, (void *self, pb_actor actor, uint32_t quest_id, struct pb_object_view *view), (real->self, actor, quest_id, view), return) \
    X(uint32_t, estimate_kill, (void *self, pb_actor actor, uint32_t entry), (real->self, actor, entry), return) \
    X(unsigned, get_inventory, (void *self, pb_actor actor, struct pb_item_stack *stacks, unsigned max), (real->self, actor, stacks, max), return) \
    X(int, can_equip, (void *self, pb_actor actor, uint32_t entry, unsigned slot), (real->self, actor, entry, slot), return) \
    X(unsigned, get_loot, (void *self, pb_actor actor, pb_object corpse, struct pb_loot_item *items, unsigned max, uint32_t *money), (real->self, actor, corpse, items, max, money), return) \
    X(unsigned, get_vendor_items, (void *self, pb_actor actor, pb_object vendor, struct pb_vendor_item *items, unsigned max), (real->self, actor, vendor, items, max), return) \
    X(int, get_group, (void *self, pb_actor actor, struct pb_group_view *view), (real->self, actor, view), return) \
    X(int, get_trade, (void *self, pb_actor actor, struct pb_trade_view *view), (real->self, actor, view), return) \
    X(unsigned, get_mail, (void *self, pb_actor actor, struct pb_mail *mails, unsigned max), (real->self, actor, mails, max), return) \
    X(unsigned, scan_auctions, (void *self, pb_actor actor, uint32_t from_id, struct pb_auction *auctions, unsigned max), (real->self, actor, from_id, auctions, max), return) \
    X(int, get_deposit, (void *self, pb_actor actor, unsigned slot, unsigned count, unsigned hours, uint32_t *deposit), (real->self, actor, slot, count, hours, deposit), return) \
    X(float, estimate_drop, (void *self, uint32_t entry, uint32_t item), (real->self, entry, item), return) \
    X(void, look_ahead, (void *self, const pb_actor *actors, unsigned count, float radius), (real->self, actors, count, radius), ) \
    X(int, get_house, (void *self, pb_actor actor), (real->self, actor), return) \
    X(unsigned, read_rewarded, (void *self, pb_actor actor, unsigned from, uint32_t *quest_ids, unsigned max), (real->self, actor, from, quest_ids, max), return) \
    X(unsigned, find_prey, (void *self, pb_actor actor, struct pb_prey *prey, unsigned max), (real->self, actor, prey, max), return) \
    X(int, is_saved, (void *self), (real->self), return)
/* clang-format on */

#endif
