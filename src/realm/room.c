/* Room: made ahead in the realm's own time, so that what bots do in theirs takes no memory. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/post.h"
#include <string.h>

enum {
    /* Kills and groups that one tick of bots may bring. */
    SPARE = 64,
    SPARE_ITEMS = 4,
    SPARE_REWARDS = 8,
    /* Each character is looked at once in so many updates: 3 s at 20 a second, in which nobody turns in more
     * quests than are spare. */
    ROUND = 64
};

int pb_room_make(struct pb_realm *realm, void *array_at, size_t size, uint32_t *capacity, uint32_t wanted)
{
    void *array;

    if (wanted <= *capacity)
        return PB_OK;
    memcpy(&array, array_at, sizeof array);
    array = pb_memory_resize(&realm->options.memory, array, size * wanted);
    if (!array)
        return PB_E_no_memory;
    memcpy(array_at, &array, sizeof array);
    *capacity = wanted;
    return PB_OK;
}

/* Half as much again, and what is spare, when less than that is left. What does not succeed is tried again by
 * whoever needs it. */
static void provide(struct pb_realm *realm, void *array_at, size_t size, uint32_t *capacity, uint32_t used,
                    uint32_t spare)
{
    if (*capacity - used < spare)
        (void)!pb_room_make(realm, array_at, size, capacity, used + used / 2 + 2 * spare);
}

static void provide_actor(struct pb_realm *realm, struct pb_realm_actor *actor)
{
    /* One stack a slot at most. */
    (void)!pb_room_make(realm, &actor->items, sizeof *actor->items, &actor->item_capacity,
                        actor->slot_count + (uint32_t)SPARE_ITEMS);
    if (actor->rewarded_capacity - actor->rewarded_count < SPARE_REWARDS)
        (void)!pb_room_make(realm, &actor->rewarded, sizeof *actor->rewarded, &actor->rewarded_capacity,
                            actor->rewarded_count + 2 * SPARE_REWARDS);
}

void pb_room_provide(struct pb_realm *realm)
{
    struct pb_goods *goods = realm->goods;
    uint32_t left;

    provide(realm, &goods->groups, sizeof *goods->groups, &goods->group_capacity, goods->group_count, SPARE);
    provide(realm, &goods->trades, sizeof *goods->trades, &goods->trade_capacity, goods->trade_count, SPARE);
    provide(realm, &goods->loots, sizeof *goods->loots, &goods->loot_capacity, goods->loot_count, SPARE);
    provide(realm, &realm->dues, sizeof *realm->dues, &realm->due_capacity, realm->due_count,
            realm->actor_count + SPARE);
    pb_post_provide_ahead(realm);
    /* What does not succeed is tried again by whoever acts. */
    (void)!pb_keep_provide(realm);
    for (left = realm->actor_count / ROUND + 1; left > 0 && realm->actor_count; left--) {
        realm->provided = realm->provided + 1 < realm->actor_count ? realm->provided + 1 : 0;
        if (realm->actors[realm->provided].is_used)
            provide_actor(realm, &realm->actors[realm->provided]);
    }
}
