/* Relation: for each of `count` keys the run of values that belong to it, in one array (compressed sparse
 * rows). Read only once made; any thread may read then. */
#ifndef PB_REALM_RELATION_H
#define PB_REALM_RELATION_H

#include "base/memory.h"
#include <stdint.h>

struct pb_relation_pair {
    uint32_t key, value;
};

struct pb_relation {
    uint32_t *first; /* of each key, and one more: the end */
    uint32_t *values;
    uint32_t count;
};

/* Sorts the pairs in by key, in the order in which they stand; pairs whose key is out of range are left out.
 * Returns 0 or PB_E_no_memory. */
int pb_relation_make(struct pb_relation *relation, const struct pb_memory *memory, uint32_t count,
                     const struct pb_relation_pair *pairs, uint32_t pair_count)
    __attribute__((warn_unused_result));
void pb_relation_release(struct pb_relation *relation, const struct pb_memory *memory);
size_t pb_relation_bytes(const struct pb_relation *relation);

#endif
