/*
 * Gold: the realm's own truth about money, to compare books with: what characters got and gave, by cause.
 * Everything that changes a purse goes through pb_realm_give_money, pb_realm_take_money and
 * pb_realm_move_money (state.h), which enter it here. The causes have the names that the ledger of the market
 * uses.
 */
#ifndef PB_REALM_GOLD_H
#define PB_REALM_GOLD_H

#include <stdint.h>

#define PB_REALM_GOLD_CAUSES(X)                                                                              \
    X(QUEST, "quest")                                                                                        \
    X(LOOT, "loot")                                                                                          \
    X(VENDOR_SALE, "vendor_sale")                                                                            \
    X(VENDOR_PURCHASE, "vendor_purchase")                                                                    \
    X(REPAIR, "repair")                                                                                      \
    X(DEPOSIT, "deposit") /* of an auction, and what comes back of it */                                     \
    X(CUT, "cut")         /* what the house keeps of a sale: given by the seller, who gets the price */      \
    X(POSTAGE, "postage")                                                                                    \
    X(TRADE, "trade")     /* from purse to purse */                                                          \
    X(AUCTION, "auction") /* bids, buyouts, what comes back of them, and the price that a seller gets */     \
    X(MAIL, "mail")       /* with letters: given when sent, got when taken out */                            \
    X(OTHER, "other")     /* none of these: only tests */

enum pb_realm_gold_cause {
#define X(cause, name) PB_REALM_GOLD_##cause,
    PB_REALM_GOLD_CAUSES(X)
#undef X
        PB_REALM_GOLD_CAUSE_COUNT
};

/* Copper. The sum of `got` less that of `gave` is what the purses in the world changed by, apart from those
 * that came in and went out with their characters. */
struct pb_realm_gold {
    uint64_t got[PB_REALM_GOLD_CAUSE_COUNT], gave[PB_REALM_GOLD_CAUSE_COUNT];
};

#endif
