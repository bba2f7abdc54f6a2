/*
 * Gear: the best set of things to wear, as a whole. Pure; takes no memory once the workspace is there. One
 * thread for each workspace.
 *
 * What is chosen has the greatest
 *     sum of values - for each cap: drop * what lies above its limit + for each set: bonus of its pieces
 * under these rules: each thing in one slot; two hands leave no off hand; of a unique thing only one. Slots
 * that bear upon each other (hands, rings, trinkets) form a group; the choices of a group are its options.
 *
 * Without caps in reach and without sets each group's best option is best: exact. With sets a table over
 * groups and pieces (dynamic programming) is exact too. Caps are first priced: whoever pays a share of `drop`
 * for every point, and has the limit back, gets no less than the truth whatever the share between 0 and 1, so
 * each price gives a bound (Lagrangian relaxation; M. Fisher, Management Science 27, 1981). Branch and bound
 * over the groups with the least of these bounds finds the best; after PB_GEAR_NODES it is content with the
 * best so far, and says so.
 */
#ifndef PB_INVENTORY_GEAR_H
#define PB_INVENTORY_GEAR_H

#include "base/memory.h"
#include "include/playerbot_world_types.h"

enum {
    PB_GEAR_CAPS = 2,
    PB_GEAR_SETS = 3,
    PB_GEAR_PIECES = 5, /* more pieces of a set bring nothing */
    PB_GEAR_ITEMS = 128,
    PB_GEAR_NODES = 20000
};

/* A thing that could be worn. */
struct pb_gear_item {
    float value, off_value;    /* off_value: in the off hand */
    float stats[PB_GEAR_CAPS]; /* what counts towards each cap; not below 0 */
    uint32_t entry, set_id;    /* set_id 0: of no set */
    uint32_t slots;            /* bits of the equipment slots that it fits */
    uint8_t both_hands, is_unique;
};

struct pb_gear_problem {
    const struct pb_gear_item *items;
    unsigned count; /* at most PB_GEAR_ITEMS */
    unsigned cap_count, set_count;
    struct {
        float limit, drop; /* not below 0 */
    } caps[PB_GEAR_CAPS];
    struct {
        uint32_t set_id;
        float bonus[PB_GEAR_PIECES + 1]; /* by pieces worn; never falls */
    } sets[PB_GEAR_SETS];
};

struct pb_gear_choice {
    int16_t item[PB_EQUIPMENT_SLOTS]; /* index of the problem's items, -1 for none */
    float value;
    uint32_t nodes; /* that were looked at; 0: it was exact without a search */
    uint8_t is_exact;
};

struct pb_gear;

/* Caller frees. Returns 0 or PB_E_no_memory. */
int pb_gear_new(struct pb_gear **gear, const struct pb_memory *memory) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_gear_free(struct pb_gear *gear);
size_t pb_gear_bytes(void);
void pb_gear_choose(struct pb_gear *gear, const struct pb_gear_problem *problem,
                    struct pb_gear_choice *choice);
/* What a choice is worth by the rule above. */
float pb_gear_worth(const struct pb_gear_problem *problem, const int16_t item[PB_EQUIPMENT_SLOTS]);

#endif
