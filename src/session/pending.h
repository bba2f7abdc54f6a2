/* Pending: writes that wait to go out, at most one for each key, in the order of their first. Tick thread
 * only. */
#ifndef PB_SESSION_PENDING_H
#define PB_SESSION_PENDING_H

#include "session/write.h"

struct pb_map;

struct pb_pending {
    const struct pb_memory *memory;
    struct pb_write *writes;
    size_t count, room, bytes;
    struct pb_map *index; /* key -> place in writes, plus 1 */
};

int pb_pending_init(struct pb_pending *pending, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
void pb_pending_clear(struct pb_pending *pending);
/* Bytes that a write takes here. */
size_t pb_pending_size(const struct pb_write *write);
/*
 * Adds a write, over one of the same key: `is_older` says that this one came before the one that waits. A
 * write of another lease cannot mix with it: the older one comes back in `lost` (key 0: none), cleared.
 * Returns 0 or PB_E_no_memory: the write stays the caller's then.
 */
int pb_pending_add(struct pb_pending *pending, struct pb_write *write, int is_older, struct pb_write *lost)
    __attribute__((warn_unused_result));
/* Takes out the first `count` writes; the caller's, to be freed with the same memory. NULL when there is
 * none. */
struct pb_write *pb_pending_take(struct pb_pending *pending, size_t count);

#endif
