/* Timer: a binary heap of what is due (J. Williams, "Algorithm 232: Heapsort", CACM 7, 1964). */
#include "include/playerbot_error.h"
#include "realm/state.h"

static int is_before(const struct pb_due *a, const struct pb_due *b)
{
    int32_t difference = (int32_t)(a->due_ms - b->due_ms);

    /* Of what is due together the smaller number comes first, so that the order is always the same. */
    return difference < 0 || (difference == 0 && a->id < b->id);
}

int pb_realm_schedule(struct pb_realm *realm, uint32_t id, uint32_t due_ms)
{
    struct pb_due due = {due_ms, id}, *dues;
    uint32_t at;

    if (realm->due_count == realm->due_capacity &&
        pb_room_make(realm, &realm->dues, sizeof *dues, &realm->due_capacity,
                     realm->due_capacity * 2 + 256) != PB_OK)
        return PB_E_no_memory;
    dues = realm->dues;
    for (at = realm->due_count++; at && is_before(&due, &dues[(at - 1) / 2]); at = (at - 1) / 2)
        dues[at] = dues[(at - 1) / 2];
    dues[at] = due;
    return PB_OK;
}

int pb_realm_next_due(struct pb_realm *realm, struct pb_due *due)
{
    struct pb_due *dues = realm->dues, last;
    uint32_t at = 0, child;

    if (!realm->due_count || (int32_t)(realm->now_ms - dues[0].due_ms) < 0)
        return 0;
    *due = dues[0];
    last = dues[--realm->due_count];
    while ((child = 2 * at + 1) < realm->due_count) {
        if (child + 1 < realm->due_count && is_before(&dues[child + 1], &dues[child]))
            child++;
        if (!is_before(&dues[child], &last))
            break;
        dues[at] = dues[child];
        at = child;
    }
    if (realm->due_count)
        dues[at] = last;
    return 1;
}
