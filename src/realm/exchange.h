/* Exchange: what two players have put into a trade changes hands, all of it or nothing. Internal to
 * src/realm. */
#ifndef PB_REALM_EXCHANGE_H
#define PB_REALM_EXCHANGE_H

#include "realm/goods.h"

/* What each side would carry afterwards, by slot. */
struct pb_exchange {
    struct pb_exchange_bags {
        unsigned count, slot_count;
        struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    } bags[2];
};

/* Whether what lies in a slot may be traded: PB_E_gone, PB_E_not_allowed, PB_E_in_combat (what is worn). */
int pb_exchange_may_give(const struct pb_realm *realm, const struct pb_realm_actor *actor, unsigned slot)
    __attribute__((warn_unused_result));
/* Whether each side has the money that it offers, and room for the other's: PB_E_no_money. */
int pb_exchange_can_pay(const struct pb_realm *realm, const struct pb_realm_trade *trade)
    __attribute__((warn_unused_result));
/* Works it out, and makes room for it: PB_E_no_money, PB_E_inventory_full, PB_E_not_allowed (more of a thing
 * than one may have), PB_E_no_memory. */
int pb_exchange_plan(struct pb_realm *realm, const struct pb_realm_trade *trade, struct pb_exchange *plan)
    __attribute__((warn_unused_result));
/* Does it: after a plan nothing can fail. `trade` is a copy: the trade itself has ended. */
void pb_exchange_do(struct pb_realm *realm, const struct pb_realm_trade *trade,
                    const struct pb_exchange *plan);

#endif
