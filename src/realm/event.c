/* Events: what bots are told; a ring that grows up to a bound. */
#include "include/playerbot_error.h"
#include "realm/state.h"

enum { FIRST = 1024, MOST = 1 << 20 };

struct pb_events {
    struct pb_world_event *ring;
    uint32_t first, count, capacity; /* capacity: a power of two */
};

int pb_events_new(struct pb_realm *realm)
{
    realm->events = pb_memory_new(&realm->options.memory, 1, sizeof *realm->events);
    return realm->events ? PB_OK : PB_E_no_memory;
}

void pb_events_free(struct pb_realm *realm)
{
    if (realm->events)
        pb_memory_free(&realm->options.memory, realm->events->ring);
    pb_memory_free(&realm->options.memory, realm->events);
}

static int grow(struct pb_realm *realm)
{
    struct pb_events *events = realm->events;
    uint32_t wanted = events->capacity ? events->capacity * 2 : FIRST, i;
    struct pb_world_event *ring;

    if (wanted > MOST)
        return PB_E_busy;
    ring = pb_memory_new(&realm->options.memory, wanted, sizeof *ring);
    if (!ring)
        return PB_E_no_memory;
    for (i = 0; i < events->count; i++)
        ring[i] = events->ring[(events->first + i) & (events->capacity - 1)];
    pb_memory_free(&realm->options.memory, events->ring);
    events->ring = ring;
    events->capacity = wanted;
    events->first = 0;
    return PB_OK;
}

void pb_realm_tell(struct pb_realm *realm, const struct pb_world_event *event)
{
    struct pb_events *events = realm->events;

    if (realm->humans && pb_realm_tell_human(realm, event))
        return;
    if (events->count == events->capacity && grow(realm) != PB_OK) {
        realm->stats.events_lost++;
        return;
    }
    events->ring[(events->first + events->count++) & (events->capacity - 1)] = *event;
}

unsigned pb_events_poll(void *self, struct pb_world_event *out, unsigned max)
{
    struct pb_events *events = ((struct pb_realm *)self)->events;
    unsigned count = 0;

    while (count < max && events->count) {
        out[count++] = events->ring[events->first];
        events->first = (events->first + 1) & (events->capacity - 1);
        events->count--;
    }
    return count;
}

size_t pb_events_bytes(const struct pb_realm *realm)
{
    return realm->events->capacity * sizeof *realm->events->ring;
}
