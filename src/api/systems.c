#include "api/systems.h"
#include "auction/auction.h"
#include "combat/attack.h"
#include "combat/movement.h"
#include "combat/support.h"
#include "combat/survival.h"
#include "combat/targeting.h"
#include "inventory/inventory.h"
#include "quest/quest.h"
#include "social/group.h"
#include "trade/trade.h"

const struct pb_system_type *const pb_systems[] = {
    &pb_movement_system, &pb_targeting_system, &pb_attack_system, &pb_support_system, &pb_survival_system,
    &pb_quest_system,    &pb_inventory_system, &pb_group_system,  &pb_trade_system,   &pb_auction_system,
};

const unsigned pb_system_count = sizeof pb_systems / sizeof *pb_systems;
