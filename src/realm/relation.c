#include "realm/relation.h"
#include "include/playerbot_error.h"
#include <stddef.h>

int pb_relation_make(struct pb_relation *relation, const struct pb_memory *memory, uint32_t count,
                     const struct pb_relation_pair *pairs, uint32_t pair_count)
{
    uint32_t i, sum = 0;

    relation->count = count;
    relation->first = pb_memory_new(memory, (size_t)count + 2, sizeof(uint32_t));
    relation->values = pb_memory_new(memory, pair_count, sizeof(uint32_t));
    if (!relation->first || !relation->values)
        return PB_E_no_memory;
    /* One place further on: what is counted becomes where each begins, and then, filled, where it ends. */
    for (i = 0; i < pair_count; i++)
        if (pairs[i].key < count)
            relation->first[pairs[i].key + 2]++;
    for (i = 0; i < count + 2; i++) {
        sum += relation->first[i];
        relation->first[i] = sum;
    }
    for (i = 0; i < pair_count; i++)
        if (pairs[i].key < count)
            relation->values[relation->first[pairs[i].key + 1]++] = pairs[i].value;
    return PB_OK;
}

void pb_relation_release(struct pb_relation *relation, const struct pb_memory *memory)
{
    pb_memory_free(memory, relation->first);
    pb_memory_free(memory, relation->values);
}

size_t pb_relation_bytes(const struct pb_relation *relation)
{
    return relation->first
               ? ((size_t)relation->count + 2 + relation->first[relation->count]) * sizeof(uint32_t)
               : 0;
}
