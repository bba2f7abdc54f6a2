/*
 * Away: what the realm remembers of characters that have left it: notes of their quests, to the millisecond.
 * As long as the realm lives; the store has them for the next one, to the second.
 */
#include "base/map.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <string.h>

/* The place of a character; PB_NO_INDEX for one that was never here. The map has keys of 32 bits, as the
 * guids of version 3.3.5 have. */
static uint32_t find(const struct pb_goods *goods, uint64_t guid)
{
    uint32_t at = guid && guid <= UINT32_MAX ? pb_map_get(goods->away_by_guid, (uint32_t)guid) : 0;

    return at ? at - 1 : PB_NO_INDEX;
}

struct pb_away *pb_away_find(const struct pb_realm *realm, uint64_t guid)
{
    uint32_t at = find(realm->goods, guid);

    return at == PB_NO_INDEX ? NULL : &realm->goods->away[at];
}

static struct pb_away *make(struct pb_realm *realm, uint64_t guid)
{
    struct pb_goods *goods = realm->goods;

    if (goods->away_count == goods->away_capacity) {
        uint32_t wanted = goods->away_capacity + goods->away_capacity / 2 + 64;
        struct pb_away *bigger =
            pb_memory_resize(&realm->options.memory, goods->away, wanted * sizeof *bigger);

        if (!bigger)
            return NULL;
        goods->away = bigger;
        goods->away_capacity = wanted;
    }
    if (!guid || guid > UINT32_MAX ||
        pb_map_set(goods->away_by_guid, (uint32_t)guid, goods->away_count + 1) != PB_OK)
        return NULL;
    return memset(&goods->away[goods->away_count++], 0, sizeof *goods->away);
}

void pb_away_leave(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_away *away = pb_away_find(realm, actor->guid);

    away = away ? away : make(realm, actor->guid);
    if (away) {
        *away = (struct pb_away){.guid = actor->guid, .notes = actor->notes, .note_count = actor->note_count};
    } else {
        /* Without memory they are forgotten. */
        pb_memory_free(&realm->options.memory, actor->notes);
    }
    actor->notes = NULL;
    actor->note_count = actor->note_capacity = actor->is_timed = 0;
}

void pb_away_return(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_away *away = pb_away_find(realm, actor->guid);

    if (!away)
        return;
    pb_memory_free(&realm->options.memory, actor->notes);
    actor->notes = away->notes;
    actor->note_count = actor->note_capacity = away->note_count;
    *away = (struct pb_away){.guid = actor->guid};
}

int pb_away_new(struct pb_realm *realm)
{
    return pb_map_new(&realm->goods->away_by_guid, &realm->options.memory);
}

void pb_away_free(struct pb_realm *realm)
{
    uint32_t i;

    for (i = 0; i < realm->goods->away_count; i++) {
        pb_memory_free(&realm->options.memory, realm->goods->away[i].notes);
    }
    pb_memory_free(&realm->options.memory, realm->goods->away);
    pb_map_free(realm->goods->away_by_guid);
}

size_t pb_away_bytes(const struct pb_realm *realm)
{
    size_t bytes =
        realm->goods->away_capacity * sizeof *realm->goods->away + pb_map_bytes(realm->goods->away_by_guid);
    uint32_t i;

    for (i = 0; i < realm->goods->away_count; i++)
        bytes += realm->goods->away[i].note_count * sizeof(struct pb_quest_note);
    return bytes;
}
