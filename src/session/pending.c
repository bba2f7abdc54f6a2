#include "session/pending.h"
#include "base/error.h"
#include "base/map.h"
#include <string.h>

int pb_pending_init(struct pb_pending *pending, const struct pb_memory *memory)
{
    *pending = (struct pb_pending){.memory = memory};
    return pb_map_new(&pending->index, memory);
}

void pb_pending_clear(struct pb_pending *pending)
{
    for (size_t i = 0; i < pending->count; i++)
        pb_write_clear(&pending->writes[i], pending->memory);
    pb_memory_free(pending->memory, pending->writes);
    pb_map_free(pending->index);
    pending->writes = NULL;
    pending->index = NULL;
    pending->count = pending->room = pending->bytes = 0;
}

size_t pb_pending_size(const struct pb_write *write)
{
    return sizeof *write + write->state_size;
}

static int append(struct pb_pending *pending, struct pb_write *write)
{
    int error;

    if (pending->count == pending->room) {
        size_t room = pending->room ? pending->room * 2 : 64;
        struct pb_write *writes = pb_memory_resize(pending->memory, pending->writes, room * sizeof *writes);

        if (!writes)
            return PB_E_no_memory;
        pending->writes = writes;
        pending->room = room;
    }
    if ((error = pb_map_set(pending->index, write->key, (uint32_t)pending->count + 1)) != PB_OK)
        return error;
    pending->writes[pending->count++] = *write;
    pending->bytes += pb_pending_size(write);
    return PB_OK;
}

int pb_pending_add(struct pb_pending *pending, struct pb_write *write, int is_older, struct pb_write *lost)
{
    uint32_t place = pb_map_get(pending->index, write->key);
    struct pb_write *there = place ? &pending->writes[place - 1] : NULL;
    struct pb_write older, newer;

    lost->key = 0;
    if (!there)
        return append(pending, write);
    older = is_older ? *write : *there;
    newer = is_older ? *there : *write;
    pending->bytes -= pb_pending_size(there);
    if (older.fence == newer.fence) {
        pb_write_merge(&newer, &older, pending->memory);
    } else {
        *lost = older;
        pb_write_clear(&older, pending->memory);
        lost->state = NULL;
    }
    *there = newer;
    pending->bytes += pb_pending_size(there);
    return PB_OK;
}

struct pb_write *pb_pending_take(struct pb_pending *pending, size_t count)
{
    struct pb_write *writes;
    int error = PB_OK;

    if (count > pending->count)
        count = pending->count;
    writes = count ? pb_memory_new(pending->memory, count, sizeof *writes) : NULL;
    if (!writes)
        return NULL;
    memcpy(writes, pending->writes, count * sizeof *writes);
    memmove(pending->writes, pending->writes + count, (pending->count - count) * sizeof *writes);
    pending->count -= count;
    /* Keys that are there already: setting them needs no memory. */
    for (size_t i = 0; i < count; i++) {
        pending->bytes -= pb_pending_size(&writes[i]);
        error |= pb_map_set(pending->index, writes[i].key, 0);
    }
    for (size_t i = 0; i < pending->count; i++)
        error |= pb_map_set(pending->index, pending->writes[i].key, (uint32_t)i + 1);
    (void)error;
    return writes;
}
