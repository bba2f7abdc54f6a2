/*
 * Partners: what all bots gave away to whom today, and how often they traded with it, as far as this agent
 * knows of the others (pb_partners_raise), one book for all of them: who goes round gets no more. A book that
 * is full refuses; it never forgets within the day. One thread.
 */
#ifndef PB_TRADE_PARTNERS_H
#define PB_TRADE_PARTNERS_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

struct pb_partner_account {
    uint64_t guid, given; /* guid 0: free; copper given for nothing */
    uint32_t day, trades;
};

struct pb_partners {
    struct pb_partner_account *accounts; /* in sets of PB_PARTNER_WAYS */
    uint32_t sets;                       /* a power of two */
    uint64_t refused;                    /* times that there was no room for one more */
};

enum { PB_PARTNER_WAYS = 16 };

/* Room for so many in a day, at least; what is known stays. Returns 0 or PB_E_no_memory. */
int pb_partners_reserve(struct pb_partners *partners, uint32_t count, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
void pb_partners_release(struct pb_partners *partners, const struct pb_memory *memory);
size_t pb_partners_bytes(const struct pb_partners *partners);

/* What was given to it on a day and how often it traded; 1 when another trade of it can be noted at all. */
int pb_partners_find(const struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t *given,
                     uint32_t *trades);
/* Notes a trade with a gift of `copper`, before it is accepted. Returns 0 or PB_E_limit_reached: the book is
 * full. */
int pb_partners_charge(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t copper)
    __attribute__((warn_unused_result));
/* It got and traded so much on that day, with whomever: what is known becomes that, if it was less. Who is
 * not known stays so where the book is full. */
void pb_partners_raise(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t given,
                       uint32_t trades);
/* Takes a note of the same day back: it came to nothing. */
void pb_partners_refund(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t copper);

#endif
