/*
 * Orders: the functions of struct pb_world that do something, in rows of name (all return an int),
 * parameters, arguments of the call to `real`, and what a recording keeps: for whom (an actor or an account)
 * and two numbers of the other arguments, for which the includer has functions of bits; for worlds that stand
 * before another. A new one must be put here, to those that change purses if it does;
 * src/ai/orders.c counts them.
 */
#ifndef PB_WORLD_ORDERS_H
#define PB_WORLD_ORDERS_H

#include "include/playerbot_world.h"

/* clang-format off */
/* No money changes hands in these. */
#define PB_WORLD_FREE_ORDERS(X) \
    X(create_character, (void *self, uint32_t request, const struct pb_character_spec *spec), (real->self, request, spec), spec->account_id, name_bits(spec->name), (uint64_t)spec->race << 16 | (uint64_t)spec->character_class << 8 | spec->gender) \
    X(delete_character, (void *self, uint32_t request, uint64_t guid), (real->self, request, guid), 0, (uint64_t)guid, 0) \
    X(list_characters, (void *self, uint32_t request, uint32_t account_id), (real->self, request, account_id), account_id, 0, 0) \
    X(login, (void *self, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid), (real->self, request, account_id, fence, guid), account_id, guid, fence) \
    X(move_to, (void *self, pb_actor actor, const struct pb_position *position, float stop_within, uint32_t *eta_ms), (real->self, actor, position, stop_within, eta_ms), actor, place_bits(position), (uint64_t)position->map << 32 | float_bits(stop_within)) \
    X(stop, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(attack, (void *self, pb_actor actor, pb_object target), (real->self, actor, target), actor, (uint64_t)target, 0) \
    X(stop_attack, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(use_ability, (void *self, pb_actor actor, enum pb_ability ability, pb_object target), (real->self, actor, ability, target), actor, (uint64_t)ability, (uint64_t)target) \
    X(rest, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(resurrect, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(accept_quest, (void *self, pb_actor actor, uint32_t quest_id, pb_object giver), (real->self, actor, quest_id, giver), actor, (uint64_t)quest_id, (uint64_t)giver) \
    X(abandon_quest, (void *self, pb_actor actor, uint32_t quest_id), (real->self, actor, quest_id), actor, (uint64_t)quest_id, 0) \
    X(talk, (void *self, pb_actor actor, pb_object object), (real->self, actor, object), actor, (uint64_t)object, 0) \
    X(share_quest, (void *self, pb_actor actor, uint32_t quest_id), (real->self, actor, quest_id), actor, (uint64_t)quest_id, 0) \
    X(move_item, (void *self, pb_actor actor, unsigned from, unsigned to), (real->self, actor, from, to), actor, (uint64_t)from, (uint64_t)to) \
    X(destroy_item, (void *self, pb_actor actor, unsigned slot, unsigned count), (real->self, actor, slot, count), actor, (uint64_t)slot, (uint64_t)count) \
    X(use_item, (void *self, pb_actor actor, unsigned slot), (real->self, actor, slot), actor, (uint64_t)slot, 0) \
    X(sort_bags, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(take_loot, (void *self, pb_actor actor, pb_object corpse, unsigned index), (real->self, actor, corpse, index), actor, (uint64_t)corpse, (uint64_t)index) \
    X(leave_loot, (void *self, pb_actor actor, pb_object corpse), (real->self, actor, corpse), actor, (uint64_t)corpse, 0) \
    X(roll_loot, (void *self, pb_actor actor, pb_object corpse, unsigned index, enum pb_roll roll), (real->self, actor, corpse, index, roll), actor, (uint64_t)corpse, (uint64_t)index << 32 | (uint32_t)roll) \
    X(invite, (void *self, pb_actor actor, pb_object player), (real->self, actor, player), actor, (uint64_t)player, 0) \
    X(answer_invite, (void *self, pb_actor actor, int is_accepted), (real->self, actor, is_accepted), actor, (uint64_t)is_accepted, 0) \
    X(leave_group, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(set_loot_method, (void *self, pb_actor actor, enum pb_loot_method method), (real->self, actor, method), actor, (uint64_t)method, 0) \
    X(ask_trade, (void *self, pb_actor actor, pb_object player), (real->self, actor, player), actor, (uint64_t)player, 0) \
    X(answer_trade, (void *self, pb_actor actor, int is_accepted), (real->self, actor, is_accepted), actor, (uint64_t)is_accepted, 0) \
    X(set_trade_item, (void *self, pb_actor actor, unsigned trade_slot, unsigned slot, unsigned count), (real->self, actor, trade_slot, slot, count), actor, (uint64_t)trade_slot << 32 | slot, count) \
    X(set_trade_money, (void *self, pb_actor actor, uint32_t money), (real->self, actor, money), actor, (uint64_t)money, 0) \
    X(cancel_trade, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0)
/* A purse may be another one after these, or nobody looks at it any more. */
#define PB_WORLD_PURSE_ORDERS(X) \
    X(logout, (void *self, pb_actor actor), (real->self, actor), actor, 0, 0) \
    X(repair, (void *self, pb_actor actor, pb_object vendor, uint32_t *cost), (real->self, actor, vendor, cost), actor, (uint64_t)vendor, 0) \
    X(turn_in_quest, (void *self, pb_actor actor, uint32_t quest_id, pb_object ender, unsigned choice), (real->self, actor, quest_id, ender, choice), actor, (uint64_t)quest_id, (uint64_t)ender << 32 | (uint32_t)choice) \
    X(take_loot_money, (void *self, pb_actor actor, pb_object corpse), (real->self, actor, corpse), actor, (uint64_t)corpse, 0) \
    X(sell_item, (void *self, pb_actor actor, pb_object vendor, unsigned slot, unsigned count), (real->self, actor, vendor, slot, count), actor, (uint64_t)vendor, (uint64_t)slot << 32 | (uint32_t)count) \
    X(buy_item, (void *self, pb_actor actor, pb_object vendor, uint32_t entry, unsigned count), (real->self, actor, vendor, entry, count), actor, (uint64_t)vendor, (uint64_t)entry << 32 | (uint32_t)count) \
    X(accept_trade, (void *self, pb_actor actor, uint32_t version), (real->self, actor, version), actor, (uint64_t)version, 0) \
    X(take_mail, (void *self, pb_actor actor, uint64_t mail_id), (real->self, actor, mail_id), actor, (uint64_t)mail_id, 0) \
    X(send_mail, (void *self, pb_actor actor, uint64_t receiver_guid, uint32_t money, unsigned slot, unsigned count), (real->self, actor, receiver_guid, money, slot, count), actor, receiver_guid, (uint64_t)money << 32 | slot << 16 | count) \
    X(post_auction, (void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid, uint32_t buyout, unsigned hours, uint32_t *auction_id), (real->self, actor, slot, count, bid, buyout, hours, auction_id), actor, (uint64_t)slot << 32 | count << 8 | hours, (uint64_t)bid << 32 | buyout) \
    X(bid_auction, (void *self, pb_actor actor, uint32_t auction_id, uint32_t amount), (real->self, actor, auction_id, amount), actor, (uint64_t)auction_id, (uint64_t)amount) \
    X(cancel_auction, (void *self, pb_actor actor, uint32_t auction_id), (real->self, actor, auction_id), actor, (uint64_t)auction_id, 0)
#define PB_WORLD_ORDERS(X) \
    PB_WORLD_FREE_ORDERS(X) \
    PB_WORLD_PURSE_ORDERS(X)
/* clang-format on */

#endif
