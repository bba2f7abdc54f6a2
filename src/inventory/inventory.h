/* Inventory system: loot, what is worn, bags, selling. See docs/inventory.md. */
#ifndef PB_INVENTORY_INVENTORY_H
#define PB_INVENTORY_INVENTORY_H

#include "ai/system.h"

extern const struct pb_system_type pb_inventory_system;

#endif
