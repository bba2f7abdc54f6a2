/* Need: what a character wears and carries, as far as it decides whether a thing is for it. Internal to
 * src/trade. Tick thread only. */
#ifndef PB_TRADE_NEED_H
#define PB_TRADE_NEED_H

#include "ai/system.h"
#include "item/item_value.h"

enum {
    PB_TRADE_STACKS = PB_INVENTORY_SLOTS,
    PB_TRADE_LEVELS_AHEAD = 5 /* what it can wear within so many levels it keeps */
};

/* A character's things, read once for a step. */
struct pb_trade_bags {
    struct pb_item_stack stacks[PB_TRADE_STACKS];
    const struct pb_item_template *items[PB_TRADE_STACKS]; /* NULL: unknown */
    unsigned count, free_slots;
    struct pb_item_user user;
    float worn[PB_EQUIPMENT_SLOTS], total; /* in points of the user's weights */
    unsigned provisions;                   /* pieces of food and the like that it carries */
};

/* Of any bot that is in the world. 0, or why not. */
int pb_trade_bags_read(const struct pb_world *world, pb_actor actor, struct pb_trade_bags *bags)
    __attribute__((warn_unused_result));
/* What wearing a thing adds for it, in points; 0: nothing. `levels_ahead`: if it were so many levels higher.
 */
float pb_trade_gain(const struct pb_trade_bags *bags, const struct pb_item_template *item,
                    unsigned levels_ahead);
/* Whether it has a use for a stack of its own: it would wear it, now or soon; bags; food while it is short;
 * what is for a quest. */
int pb_trade_is_wanted(const struct pb_trade_bags *bags, unsigned at);
/* Whether so many stacks go into the bags when `leaving` of its own (a bit for each of its stacks that leave
 * as a whole) are out. `max_count` of things is kept. */
int pb_trade_has_room(const struct pb_world *world, const struct pb_trade_bags *bags,
                      const struct pb_item_stack *coming, unsigned coming_count,
                      const struct pb_item_stack *leaving, unsigned leaving_count);

#endif
