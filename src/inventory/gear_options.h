/* Gear options: what can be worn together in slots that bear upon each other. Internal to src/inventory. */
#ifndef PB_INVENTORY_GEAR_OPTIONS_H
#define PB_INVENTORY_GEAR_OPTIONS_H

#include "inventory/gear.h"

enum {
    PB_GEAR_GROUPS = 14,   /* hands, rings, trinkets, and eleven slots that stand alone */
    PB_GEAR_PER_SLOT = 10, /* of more things for a slot the best are looked at */
    PB_GEAR_OPTIONS = PB_GEAR_PER_SLOT + (PB_GEAR_PER_SLOT + 1) * (PB_GEAR_PER_SLOT + 1)
};

struct pb_gear_option {
    float value, stats[PB_GEAR_CAPS];
    int16_t first, second; /* items in the group's slots, -1 for none */
    uint8_t pieces[PB_GEAR_SETS], has_set;
};

struct pb_gear_group {
    unsigned count; /* at least 1: nothing at all */
    struct pb_gear_option options[PB_GEAR_OPTIONS];
};

struct pb_gear_options {
    struct pb_gear_group groups[PB_GEAR_GROUPS];
    uint8_t is_cut; /* something that caps or sets could have made best was left out */
};

void pb_gear_list_options(struct pb_gear_options *options, const struct pb_gear_problem *problem);
/* Writes an option's things into their slots. */
void pb_gear_wear(const struct pb_gear_options *options, unsigned group, unsigned option,
                  int16_t item[PB_EQUIPMENT_SLOTS]);

#endif
