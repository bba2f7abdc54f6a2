/*
 * Fake world: one bot, a table of items, corpses and one vendor; small functions over arrays, with the rules
 * of playerbot_world.h. It counts what came in and went out, so that nothing can appear or get lost unseen.
 * One thread.
 */
#ifndef PB_TESTS_FAKE_WORLD_H
#define PB_TESTS_FAKE_WORLD_H

#include "include/playerbot_error.h"
#include "inventory/inventory.h"
#include "inventory/state.h"
#include <string.h>

enum { FAKE_ITEMS = 200, FAKE_CORPSES = 12, FAKE_LOOT = 8, FAKE_VENDOR = 1000, FAKE_SMITH = 1001 };

struct fake_corpse {
    struct pb_loot_item things[FAKE_LOOT];
    unsigned count;
    uint32_t money;
    float distance;
    uint8_t is_there;
};

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_inventories *own;
    struct pb_item_template items[FAKE_ITEMS]; /* entry: index + 1 */
    struct pb_item_stack stacks[PB_STACKS];
    struct fake_corpse corpses[FAKE_CORPSES]; /* object: index + 1 */
    unsigned item_count, count;
    uint32_t money;
    uint16_t version;
    uint8_t has_vendor, roll, roll_index;
    /* What happened. */
    uint64_t came, went;
    uint32_t destroyed_entry, sold[64];
    unsigned sold_count, moves, repairs;
};

/* ---- Rules ---- */

static inline struct pb_item_template *fake_item(struct fake *fake, uint32_t entry)
{
    return entry && entry <= fake->item_count ? &fake->items[entry - 1] : NULL;
}

static inline struct pb_item_stack *fake_at(struct fake *fake, unsigned slot)
{
    for (unsigned i = 0; i < fake->count; i++)
        if (fake->stacks[i].slot == slot)
            return &fake->stacks[i];
    return NULL;
}

static inline unsigned fake_slots(struct fake *fake)
{
    unsigned slots = PB_PACK_SLOT_FIRST + PB_PACK_SLOTS;

    for (unsigned i = 0; i < fake->count; i++)
        if (fake->stacks[i].slot >= PB_BAG_SLOT_FIRST && fake->stacks[i].slot < PB_PACK_SLOT_FIRST)
            slots += fake_item(fake, fake->stacks[i].entry)->bag_slots;
    return slots;
}

static inline unsigned fake_free(struct fake *fake)
{
    unsigned free_slots = fake_slots(fake) - PB_PACK_SLOT_FIRST;

    for (unsigned i = 0; i < fake->count; i++)
        free_slots -= fake->stacks[i].slot >= PB_PACK_SLOT_FIRST;
    return free_slots;
}

static inline void fake_order(struct fake *fake)
{
    for (unsigned i = 1; i < fake->count; i++)
        for (unsigned k = i; k && fake->stacks[k].slot < fake->stacks[k - 1].slot; k--) {
            struct pb_item_stack stack = fake->stacks[k];

            fake->stacks[k] = fake->stacks[k - 1];
            fake->stacks[k - 1] = stack;
        }
    fake->version++;
    if (!fake->bots.row)
        return;
    fake->bots.row[0].status.inventory_version = fake->version;
    fake->bots.row[0].status.free_slots = (uint8_t)fake_free(fake);
    fake->bots.row[0].status.worst_durability = 100;
    for (unsigned i = 0; i < fake->count && fake->stacks[i].slot < PB_EQUIPMENT_SLOTS; i++)
        if (fake->stacks[i].durability < fake->bots.row[0].status.worst_durability)
            fake->bots.row[0].status.worst_durability = fake->stacks[i].durability;
}

static inline void fake_put(struct fake *fake, uint32_t entry, unsigned count, unsigned slot)
{
    fake->stacks[fake->count++] = (struct pb_item_stack){
        .entry = entry, .count = (uint16_t)count, .slot = (uint8_t)slot, .durability = 100};
    fake->came += count;
    fake_order(fake);
}

static inline int fake_add(struct fake *fake, uint32_t entry, unsigned count)
{
    const struct pb_item_template *item = fake_item(fake, entry);

    for (unsigned i = 0; i < fake->count; i++)
        if (fake->stacks[i].entry == entry && fake->stacks[i].slot >= PB_PACK_SLOT_FIRST &&
            fake->stacks[i].count + count <= item->stack_size) {
            fake->stacks[i].count = (uint16_t)(fake->stacks[i].count + count);
            fake->came += count;
            fake_order(fake);
            return PB_OK;
        }
    for (unsigned slot = PB_PACK_SLOT_FIRST; slot < fake_slots(fake); slot++)
        if (!fake_at(fake, slot)) {
            fake_put(fake, entry, count, slot);
            return PB_OK;
        }
    return PB_E_inventory_full;
}

static inline void fake_remove(struct fake *fake, struct pb_item_stack *stack)
{
    fake->went += stack->count;
    *stack = fake->stacks[--fake->count];
    fake_order(fake);
}

static inline int fake_fits(struct fake *fake, const struct pb_item_template *item, unsigned slot,
                            const struct pb_item_stack *moved)
{
    struct pb_item_user user = pb_inventory_user(fake->own, 0);
    const struct pb_item_stack *other;

    if (slot >= PB_PACK_SLOT_FIRST)
        return slot < fake_slots(fake);
    if (item->inventory_type == PB_TYPE_BAG)
        return slot >= PB_BAG_SLOT_FIRST;
    if (!(pb_item_slots(item, &user) >> slot & 1))
        return 0;
    other = fake_at(fake, PB_SLOT_OFF_HAND);
    if (slot == PB_SLOT_MAIN_HAND && pb_item_takes_both_hands(item) && other && other != moved)
        return 0;
    other = fake_at(fake, PB_SLOT_MAIN_HAND);
    if (slot == PB_SLOT_OFF_HAND && other && other != moved &&
        pb_item_takes_both_hands(fake_item(fake, other->entry)))
        return 0;
    for (unsigned i = 0; i < fake->count; i++)
        if (&fake->stacks[i] != moved && fake->stacks[i].slot < PB_EQUIPMENT_SLOTS &&
            fake->stacks[i].slot != slot && fake->stacks[i].entry == item->entry && pb_item_is_unique(item))
            return 0;
    return 1;
}

/* ---- The world's functions ---- */

static inline const struct pb_item_template *fake_get_item(void *self, uint32_t entry)
{
    return fake_item(self, entry);
}

static inline void fake_get_status(void *self, const pb_actor *actors, unsigned count,
                                   struct pb_actor_status *status)
{
    struct fake *fake = self;

    (void)actors;
    (void)count;
    *status = fake->bots.row[0].status;
    status->free_slots = (uint8_t)fake_free(fake);
}

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    (void)actor;
    *view = (struct pb_actor_view){.money = ((struct fake *)self)->money};
    return PB_OK;
}

static inline int fake_get_object(void *self, pb_actor actor, pb_object object, struct pb_object_view *view)
{
    struct fake *fake = self;

    (void)actor;
    *view = (struct pb_object_view){.object = object, .kind = PB_OBJECT_CREATURE, .entry = 7};
    if (object == FAKE_VENDOR || object == FAKE_SMITH)
        return fake->has_vendor ? PB_OK : PB_E_gone;
    if (!object || object > FAKE_CORPSES || !fake->corpses[object - 1].is_there)
        return PB_E_gone;
    view->kind = PB_OBJECT_CORPSE;
    view->distance = fake->corpses[object - 1].distance;
    return PB_OK;
}

static inline int fake_find_service(void *self, pb_actor actor, uint8_t roles, struct pb_object_view *view)
{
    return fake_get_object(self, actor, roles & PB_ROLE_REPAIRER ? FAKE_SMITH : FAKE_VENDOR, view);
}

static inline unsigned fake_get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks,
                                          unsigned max)
{
    struct fake *fake = self;
    unsigned count = fake->count < max ? fake->count : max;

    (void)actor;
    memcpy(stacks, fake->stacks, count * sizeof *stacks);
    return count;
}

static inline int fake_move_item(void *self, pb_actor actor, unsigned from, unsigned to)
{
    struct fake *fake = self;
    struct pb_item_stack *moved = fake_at(fake, from), *other = fake_at(fake, to);
    int fits;

    (void)actor;
    if (!moved)
        return PB_E_gone;
    /* As if both were away. */
    moved->slot = 254;
    if (other)
        other->slot = 255;
    fits = fake_fits(fake, fake_item(fake, moved->entry), to, moved) &&
           (!other || fake_fits(fake, fake_item(fake, other->entry), from, other));
    moved->slot = (uint8_t)(fits ? to : from);
    if (other)
        other->slot = (uint8_t)(fits ? from : to);
    fake->moves += fits != 0;
    fake_order(fake);
    return fits ? PB_OK : PB_E_not_allowed;
}

static inline int fake_destroy_item(void *self, pb_actor actor, unsigned slot, unsigned count)
{
    struct fake *fake = self;
    struct pb_item_stack *stack = fake_at(fake, slot);

    (void)actor;
    (void)count;
    if (!stack)
        return PB_E_gone;
    fake->destroyed_entry = stack->entry;
    fake_remove(fake, stack);
    return PB_OK;
}

static inline int fake_sort_bags(void *self, pb_actor actor)
{
    struct fake *fake = self;
    unsigned slot = PB_PACK_SLOT_FIRST;

    (void)actor;
    for (unsigned i = 0; i < fake->count; i++)
        for (unsigned k = i + 1; k < fake->count; k++) {
            struct pb_item_stack *a = &fake->stacks[i], *b = &fake->stacks[k];

            if (a->slot >= PB_PACK_SLOT_FIRST && a->entry == b->entry &&
                a->count + b->count <= fake_item(fake, a->entry)->stack_size) {
                a->count = (uint16_t)(a->count + b->count);
                *b = fake->stacks[--fake->count];
                k = i;
            }
        }
    fake_order(fake);
    for (unsigned i = 0; i < fake->count; i++)
        if (fake->stacks[i].slot >= PB_PACK_SLOT_FIRST)
            fake->stacks[i].slot = (uint8_t)slot++;
    fake_order(fake);
    return PB_OK;
}

static inline unsigned fake_get_loot(void *self, pb_actor actor, pb_object corpse, struct pb_loot_item *items,
                                     unsigned max, uint32_t *money)
{
    struct fake_corpse *own = &((struct fake *)self)->corpses[corpse - 1];
    unsigned count = 0;

    (void)actor;
    *money = own->money;
    for (unsigned i = 0; own->is_there && i < own->count && count < max; i++)
        if (own->things[i].count) {
            items[count] = own->things[i];
            items[count++].index = (uint8_t)i;
        }
    return count;
}

static inline int fake_take_loot(void *self, pb_actor actor, pb_object corpse, unsigned index)
{
    struct fake *fake = self;
    struct pb_loot_item *thing = &fake->corpses[corpse - 1].things[index];
    int error;

    (void)actor;
    if (!thing->count || thing->is_rolled)
        return PB_E_not_allowed;
    error = fake_add(fake, thing->entry, thing->count);
    if (error == PB_OK)
        thing->count = 0;
    return error;
}

static inline int fake_take_loot_money(void *self, pb_actor actor, pb_object corpse)
{
    struct fake *fake = self;

    (void)actor;
    fake->money += fake->corpses[corpse - 1].money;
    fake->corpses[corpse - 1].money = 0;
    return PB_OK;
}

static inline int fake_roll_loot(void *self, pb_actor actor, pb_object corpse, unsigned index,
                                 enum pb_roll roll)
{
    struct fake *fake = self;

    (void)actor;
    (void)corpse;
    fake->roll = (uint8_t)roll;
    fake->roll_index = (uint8_t)index;
    return PB_OK;
}

static inline int fake_sell_item(void *self, pb_actor actor, pb_object vendor, unsigned slot, unsigned count)
{
    struct fake *fake = self;
    struct pb_item_stack *stack = fake_at(fake, slot);

    (void)actor;
    (void)vendor;
    if (!stack || slot < PB_PACK_SLOT_FIRST || !fake_item(fake, stack->entry)->sell_price)
        return PB_E_not_allowed;
    fake->money += fake_item(fake, stack->entry)->sell_price * count;
    fake->sold[fake->sold_count++ % 64] = stack->entry;
    fake_remove(fake, stack);
    return PB_OK;
}

static inline int fake_repair(void *self, pb_actor actor, pb_object vendor, uint32_t *cost)
{
    struct fake *fake = self;

    (void)actor;
    (void)vendor;
    *cost = 0;
    for (unsigned i = 0; i < fake->count; i++)
        fake->stacks[i].durability = 100;
    fake->repairs++;
    fake_order(fake);
    return PB_OK;
}

static inline unsigned fake_get_vendor_items(void *self, pb_actor actor, pb_object vendor,
                                             struct pb_vendor_item *items, unsigned max)
{
    struct fake *fake = self;
    unsigned count = 0;

    (void)actor;
    (void)vendor;
    for (unsigned i = 0; i < fake->item_count && count < max; i++)
        if (fake->items[i].buy_price)
            items[count++] = (struct pb_vendor_item){i + 1, fake->items[i].buy_price, 0xffff};
    return count;
}

static inline int fake_buy_item(void *self, pb_actor actor, pb_object vendor, uint32_t entry, unsigned count)
{
    struct fake *fake = self;
    uint32_t price = fake_item(fake, entry)->buy_price * count;
    int error;

    (void)actor;
    (void)vendor;
    if (price > fake->money)
        return PB_E_no_money;
    error = fake_add(fake, entry, count);
    if (error == PB_OK)
        fake->money -= price;
    return error;
}

/* ---- Setting up ---- */

static inline uint32_t fake_define(struct fake *fake, struct pb_item_template item)
{
    item.entry = fake->item_count + 1;
    item.stack_size = item.stack_size ? item.stack_size : 1;
    fake->items[fake->item_count++] = item;
    return item.entry;
}

/* A warrior of level 20, with a system of its own. */
static inline int fake_new(struct fake *fake, const char *policy)
{
    struct pb_system_env env = {
        .memory = pb_memory_libc, .bots = &fake->bots, .world = &fake->world, .number = 3};
    void *self;
    int error;

    memset(fake, 0, sizeof *fake);
    fake->world = (struct pb_world){.size = sizeof fake->world,
                                    .self = fake,
                                    .get_item = fake_get_item,
                                    .get_status = fake_get_status,
                                    .get_actor = fake_get_actor,
                                    .get_object = fake_get_object,
                                    .find_service = fake_find_service,
                                    .get_inventory = fake_get_inventory,
                                    .move_item = fake_move_item,
                                    .destroy_item = fake_destroy_item,
                                    .sort_bags = fake_sort_bags,
                                    .get_loot = fake_get_loot,
                                    .take_loot = fake_take_loot,
                                    .take_loot_money = fake_take_loot_money,
                                    .roll_loot = fake_roll_loot,
                                    .sell_item = fake_sell_item,
                                    .repair = fake_repair,
                                    .get_vendor_items = fake_get_vendor_items,
                                    .buy_item = fake_buy_item};
    fake->bots.memory = pb_memory_libc;
    fake->has_vendor = 1;
    strncpy(env.settings.loot_policy, policy, sizeof env.settings.loot_policy - 1);
    error = pb_bots_reserve(&fake->bots, 1);
    if (error == PB_OK)
        error = pb_inventory_system.initialize(&self, &env);
    if (error != PB_OK)
        return error;
    fake->own = self;
    fake->bots.count = 1;
    pb_bots_reset(&fake->bots, 0);
    fake->bots.row[0].actor = 0;
    fake->bots.row[0].mode = PB_BOT_PEACE;
    fake->bots.row[0].character_class = PB_CLASS_WARRIOR;
    fake->bots.row[0].race = 1;
    fake->bots.row[0].status.level = 20;
    error = pb_inventory_system.reserve(self, 1);
    pb_inventory_system.reset(self, 0);
    fake_order(fake);
    return error;
}

static inline void fake_free_all(struct fake *fake)
{
    pb_inventory_system.shutdown(fake->own);
    pb_bots_release(&fake->bots);
}

static inline uint32_t fake_step(struct fake *fake)
{
    struct pb_step step = {.bot = 0, .diff_ms = 2000, .next_ms = 2000};

    fake->bots.now_ms += 2000;
    fake->bots.changed_count = 0;
    pb_inventory_system.update(fake->own, &step, 1);
    return step.next_ms;
}

static inline int fake_tell(struct fake *fake, struct pb_world_event event)
{
    return pb_inventory_system.on_event(fake->own, 0, &event);
}

/* NULL when all is as it must be. */
static inline const char *fake_check(struct fake *fake)
{
    uint64_t carried = 0;

    for (unsigned i = 0; i < fake->count; i++) {
        const struct pb_item_stack *stack = &fake->stacks[i];

        carried += stack->count;
        if (i && stack[-1].slot >= stack->slot)
            return "two things in one slot";
        if (stack->slot >= fake_slots(fake))
            return "something lies outside of the bags";
        if (stack->slot < PB_PACK_SLOT_FIRST &&
            !fake_fits(fake, fake_item(fake, stack->entry), stack->slot, stack))
            return "something is worn that may not be";
    }
    return fake->came - fake->went == carried ? NULL : "things appeared or got lost";
}

#endif
