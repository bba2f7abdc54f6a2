/* Scarce: a memory that counts its blocks and can refuse one. One thread. */
#ifndef PB_TESTS_SCARCE_H
#define PB_TESTS_SCARCE_H

#include "base/memory.h"
#include <stdlib.h>

struct pb_scarce {
    struct pb_memory memory;
    long blocks;        /* that nobody freed yet */
    long until_refusal; /* blocks that are still granted; below 0: all */
};

static inline void *pb_scarce_resize(void *user, void *pointer, size_t size)
{
    struct pb_scarce *scarce = user;
    void *block;

    if (size == 0) {
        scarce->blocks -= pointer != NULL;
        free(pointer);
        return NULL;
    }
    if (scarce->until_refusal == 0) {
        scarce->until_refusal = -1;
        return NULL;
    }
    if (scarce->until_refusal > 0)
        scarce->until_refusal--;
    block = realloc(pointer, size);
    scarce->blocks += !pointer && block;
    return block;
}

/* Refuses the block number `nth` (0: the first), once. Below 0: none. */
static inline void pb_scarce_init(struct pb_scarce *scarce, long nth)
{
    *scarce = (struct pb_scarce){{pb_scarce_resize, scarce}, 0, nth};
}

#endif
