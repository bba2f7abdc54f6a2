/* Bags: what a character carries and wears. Stacks stand in order of their slots. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <stdlib.h>
#include <string.h>

enum {
    PACK_END = PB_PACK_SLOT_FIRST + PB_PACK_SLOTS,
    FULL_DURABILITY = 100,
    POTION_MS = 60000,
    MEAL_MS = 20000
};

const struct pb_item_template *pb_bag_item(const struct pb_realm *realm, uint32_t entry)
{
    uint32_t count, at = pb_content_find_item(realm->options.content, entry);

    return at == PB_NO_INDEX ? NULL : &pb_content_items(realm->options.content, &count)[at];
}

int pb_bag_find(const struct pb_realm_actor *actor, unsigned slot)
{
    int low = 0, high = actor->item_count;

    while (low < high) {
        int middle = (low + high) / 2;

        if (actor->items[middle].slot < slot)
            low = middle + 1;
        else
            high = middle;
    }
    return low < actor->item_count && actor->items[low].slot == slot ? low : -1;
}

uint32_t pb_bag_count(const struct pb_realm_actor *actor, uint32_t entry)
{
    uint32_t count = 0;
    unsigned i;

    for (i = 0; i < actor->item_count; i++)
        if (actor->items[i].entry == entry)
            count += actor->items[i].count;
    return count;
}

int pb_bag_place(struct pb_realm *realm, pb_actor number, const struct pb_item_stack *stack)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned at;

    if (actor->item_count == actor->item_capacity &&
        pb_room_make(realm, &actor->items, sizeof *actor->items, &actor->item_capacity,
                     actor->item_capacity + 8) != PB_OK)
        return PB_E_no_memory;
    for (at = actor->item_count; at && actor->items[at - 1].slot > stack->slot; at--)
        actor->items[at] = actor->items[at - 1];
    actor->items[at] = *stack;
    actor->item_count++;
    return PB_OK;
}

static void cut_out(struct pb_realm_actor *actor, int at)
{
    actor->item_count--;
    memmove(&actor->items[at], &actor->items[at + 1],
            (size_t)(actor->item_count - at) * sizeof *actor->items);
}

void pb_bag_changed(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned i, slots = PACK_END, used = 0, worst = FULL_DURABILITY;

    for (i = 0; i < actor->item_count; i++) {
        const struct pb_item_stack *stack = &actor->items[i];
        const struct pb_item_template *item = pb_bag_item(realm, stack->entry);

        if (stack->slot >= PB_BAG_SLOT_FIRST && stack->slot < PB_PACK_SLOT_FIRST)
            slots += item->bag_slots;
        used += stack->slot >= PB_PACK_SLOT_FIRST;
        if (stack->slot < PB_EQUIPMENT_SLOTS && stack->durability < worst)
            worst = stack->durability;
    }
    slots = slots < PB_INVENTORY_SLOTS ? slots : PB_INVENTORY_SLOTS;
    actor->slot_count = (uint8_t)slots;
    actor->free_slots = (uint8_t)(slots - PB_PACK_SLOT_FIRST > used ? slots - PB_PACK_SLOT_FIRST - used : 0);
    actor->worst_durability = (uint8_t)worst;
    actor->inventory_version++;
    actor->is_items_dirty = actor->is_dirty = 1;
    if (actor->trade)
        pb_realm_trade_on_bags(realm, number);
}

static unsigned free_slot(const struct pb_realm_actor *actor)
{
    unsigned slot = PB_PACK_SLOT_FIRST, i;

    for (i = 0; i < actor->item_count; i++) {
        if (actor->items[i].slot < slot)
            continue;
        if (actor->items[i].slot > slot)
            break;
        slot++;
    }
    return slot < actor->slot_count ? slot : PB_INVENTORY_SLOTS;
}

int pb_bag_fits(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t entry,
                uint32_t count)
{
    const struct pb_item_template *item = pb_bag_item(realm, entry);
    uint32_t room;
    unsigned i;

    if (!item)
        return PB_E_gone;
    if (item->max_count && pb_bag_count(actor, entry) + count > item->max_count)
        return PB_E_not_allowed;
    room = (uint32_t)actor->free_slots * item->stack_size;
    for (i = 0; i < actor->item_count && room < count; i++)
        if (actor->items[i].entry == entry && actor->items[i].slot >= PB_PACK_SLOT_FIRST &&
            actor->items[i].count < item->stack_size)
            room += (uint32_t)(item->stack_size - actor->items[i].count);
    return room >= count ? PB_OK : PB_E_inventory_full;
}

int pb_bag_add(struct pb_realm *realm, pb_actor number, uint32_t entry, uint32_t count)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_item_template *item = pb_bag_item(realm, entry);
    uint32_t left = count;
    int error = pb_bag_fits(realm, actor, entry, count);
    unsigned i;

    if (error == PB_E_inventory_full)
        pb_realm_tell(realm,
                      &(struct pb_world_event){.type = PB_WORLD_BAGS_FULL, .actor = number, .entry = entry});
    if (error != PB_OK)
        return error;
    for (i = 0; i < actor->item_count && left; i++) {
        struct pb_item_stack *stack = &actor->items[i];
        uint32_t more = item->stack_size - stack->count;

        if (stack->entry != entry || stack->slot < PB_PACK_SLOT_FIRST || stack->count >= item->stack_size)
            continue;
        more = more < left ? more : left;
        stack->count = (uint16_t)(stack->count + more);
        left -= more;
    }
    while (left) {
        uint32_t more = left < item->stack_size ? left : item->stack_size;
        struct pb_item_stack stack = {.entry = entry,
                                      .count = (uint16_t)more,
                                      .slot = (uint8_t)free_slot(actor),
                                      .durability = FULL_DURABILITY,
                                      .is_bound = (item->flags & PB_ITEM_SOULBOUND) != 0};

        error = pb_bag_place(realm, number, &stack);
        if (error != PB_OK)
            break;
        left -= more;
        actor = &realm->actors[number];
    }
    realm->stats.items_created += count - left;
    pb_bag_changed(realm, number);
    pb_realm_tell(realm, &(struct pb_world_event){
                             .type = PB_WORLD_ITEM, .actor = number, .entry = entry, .count = count - left});
    pb_quest_on_item(realm, number, entry);
    return error;
}

void pb_bag_take(struct pb_realm *realm, pb_actor number, unsigned slot, uint32_t count)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int at = pb_bag_find(actor, slot);
    uint32_t entry;

    if (at < 0)
        return;
    entry = actor->items[at].entry;
    count = count < actor->items[at].count ? count : actor->items[at].count;
    actor->items[at].count = (uint16_t)(actor->items[at].count - count);
    if (!actor->items[at].count)
        cut_out(actor, at);
    realm->stats.items_destroyed += count;
    pb_bag_changed(realm, number);
    pb_quest_on_item(realm, number, entry);
}

/* Whether something would lie outside once the bag slot holds `in` (NULL: nothing); `last` is a slot that
 * will be used, 0 for none. */
static int is_bag_full(const struct pb_realm *realm, const struct pb_realm_actor *actor, unsigned bag_slot,
                       const struct pb_item_template *in, unsigned last)
{
    unsigned slots = PACK_END + (in ? in->bag_slots : 0u), i;

    for (i = 0; i < actor->item_count; i++) {
        unsigned slot = actor->items[i].slot;

        /* Those from PB_INVENTORY_SLOTS on are on their way. */
        if (slot >= PB_BAG_SLOT_FIRST && slot < PB_PACK_SLOT_FIRST && slot != bag_slot)
            slots += pb_bag_item(realm, actor->items[i].entry)->bag_slots;
        else if (slot >= PB_PACK_SLOT_FIRST && slot < PB_INVENTORY_SLOTS && slot > last)
            last = slot;
    }
    return last >= slots;
}

static int is_bag_slot(unsigned slot)
{
    return slot >= PB_BAG_SLOT_FIRST && slot < PB_PACK_SLOT_FIRST;
}

uint32_t pb_bag_remove(struct pb_realm *realm, pb_actor number, uint32_t entry, uint32_t count)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t left = count;
    int i, is_worn = 0;

    /* From the end: bags come before what is worn. */
    for (i = actor->item_count - 1; i >= 0 && left; i--) {
        uint32_t some = actor->items[i].count;

        /* A worn bag with something in it stays. */
        if (actor->items[i].entry != entry ||
            (is_bag_slot(actor->items[i].slot) && is_bag_full(realm, actor, actor->items[i].slot, NULL, 0)))
            continue;
        is_worn |= actor->items[i].slot < PB_EQUIPMENT_SLOTS;
        some = some < left ? some : left;
        actor->items[i].count = (uint16_t)(actor->items[i].count - some);
        left -= some;
        if (!actor->items[i].count)
            cut_out(actor, i);
    }
    realm->stats.items_destroyed += count - left;
    pb_bag_changed(realm, number);
    if (is_worn)
        pb_goods_dress(realm, number);
    /* Other quests may have counted on them. */
    pb_quest_on_item(realm, number, entry);
    return count - left;
}

/* ---- The world's functions ---- */

static unsigned get_inventory(void *self, pb_actor number, struct pb_item_stack *stacks, unsigned max)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    unsigned count = actor ? actor->item_count : 0;

    count = count < max ? count : max;
    if (count)
        memcpy(stacks, actor->items, count * sizeof *stacks);
    return count;
}

static int can_equip(void *self, pb_actor number, uint32_t entry, unsigned slot)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    const struct pb_item_template *item = pb_bag_item(self, entry);

    return actor && item ? pb_bag_can_equip(self, actor, item, slot) : PB_E_gone;
}

/* Whether a thing may lie in a slot. */
static int may_lie(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                   const struct pb_item_template *item, unsigned slot)
{
    if (slot < PB_PACK_SLOT_FIRST)
        return pb_bag_can_equip(realm, actor, item, slot);
    return slot < actor->slot_count ? PB_OK : PB_E_not_allowed;
}

static int merge(struct pb_realm *realm, pb_actor number, int from, int to)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_item_template *item = pb_bag_item(realm, actor->items[to].entry);
    uint32_t room =
        item->stack_size > actor->items[to].count ? (uint32_t)(item->stack_size - actor->items[to].count) : 0;

    room = room < actor->items[from].count ? room : actor->items[from].count;
    actor->items[to].count = (uint16_t)(actor->items[to].count + room);
    actor->items[from].count = (uint16_t)(actor->items[from].count - room);
    if (!actor->items[from].count)
        cut_out(actor, from);
    pb_bag_changed(realm, number);
    return room ? PB_OK : PB_E_not_allowed;
}

static int by_slot(const void *a, const void *b)
{
    return (int)((const struct pb_item_stack *)a)->slot - (int)((const struct pb_item_stack *)b)->slot;
}

static int move_item(void *self, pb_actor number, unsigned from, unsigned to)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_item_template *moved, *other = NULL;
    int at, there, error;

    if (!actor)
        return PB_E_gone;
    at = pb_bag_find(actor, from);
    there = pb_bag_find(actor, to);
    if (at < 0)
        return PB_E_gone;
    if (from == to)
        return PB_OK;
    moved = pb_bag_item(realm, actor->items[at].entry);
    if (there >= 0)
        other = pb_bag_item(realm, actor->items[there].entry);
    if (other == moved && moved->stack_size > 1)
        return merge(realm, number, at, there);
    /* Each is judged as if the other were away. */
    actor->items[at].slot = PB_INVENTORY_SLOTS;
    if (there >= 0)
        actor->items[there].slot = PB_INVENTORY_SLOTS + 1;
    qsort(actor->items, actor->item_count, sizeof *actor->items, by_slot);
    error = may_lie(realm, actor, moved, to);
    if (error == PB_OK && other)
        error = may_lie(realm, actor, other, from);
    /* Between two bag slots the sum stays. */
    if (error == PB_OK && is_bag_slot(from) != is_bag_slot(to) &&
        (is_bag_slot(from) ? is_bag_full(realm, actor, from, other, to)
                           : is_bag_full(realm, actor, to, moved, other ? from : 0)))
        error = PB_E_inventory_full;
    for (at = 0; at < actor->item_count; at++) {
        struct pb_item_stack *stack = &actor->items[at];

        if (stack->slot == PB_INVENTORY_SLOTS)
            stack->slot = (uint8_t)(error == PB_OK ? to : from);
        else if (stack->slot == PB_INVENTORY_SLOTS + 1)
            stack->slot = (uint8_t)(error == PB_OK ? from : to);
        else
            continue;
        if (error == PB_OK && stack->slot < PB_EQUIPMENT_SLOTS) {
            if (pb_bag_item(realm, stack->entry)->flags & PB_ITEM_BINDS_ON_EQUIP)
                stack->is_bound = 1;
            realm->stats.items_equipped++;
        }
    }
    qsort(actor->items, actor->item_count, sizeof *actor->items, by_slot);
    if (error != PB_OK)
        return error;
    pb_bag_changed(realm, number);
    if (from < PB_EQUIPMENT_SLOTS || to < PB_EQUIPMENT_SLOTS)
        pb_goods_dress(realm, number);
    return PB_OK;
}

static int destroy_item(void *self, pb_actor number, unsigned slot, unsigned count)
{
    struct pb_realm_actor *actor = pb_realm_actor(self, number);
    int at = actor ? pb_bag_find(actor, slot) : -1;

    if (at < 0)
        return PB_E_gone;
    if (count && is_bag_slot(slot) && is_bag_full(self, actor, slot, NULL, 0))
        return PB_E_inventory_full;
    pb_bag_take(self, number, slot, count);
    if (slot < PB_EQUIPMENT_SLOTS)
        pb_goods_dress(self, number);
    return PB_OK;
}

/* item_template.subclass of consumables; 0 is what belongs nowhere, such as simple food. */
enum { CONSUMABLE_ANY = 0, CONSUMABLE_POTION = 1, CONSUMABLE_FOOD = 5 };

/* A third of health and power, at once, in a fight too. */
static int drink_potion(struct pb_realm *realm, struct pb_realm_actor *actor)
{
    if ((int32_t)(actor->potion_ms - realm->now_ms) > 0)
        return PB_E_not_ready;
    actor->potion_ms = realm->now_ms + POTION_MS;
    actor->health += actor->health_max / 3;
    actor->health = actor->health < actor->health_max ? actor->health : actor->health_max;
    actor->power += actor->power_max / 3;
    actor->power = actor->power < actor->power_max ? actor->power : actor->power_max;
    return PB_OK;
}

/* Sits down, and rests twice as well for a while. */
static int eat(struct pb_realm *realm, pb_actor number)
{
    int error = realm->world.rest(realm, number);

    if (error == PB_OK)
        realm->actors[number].eats_ms = realm->now_ms + MEAL_MS;
    return error;
}

static int use_item(void *self, pb_actor number, unsigned slot)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    int at = actor ? pb_bag_find(actor, slot) : -1, error = PB_E_not_allowed;
    const struct pb_item_template *item;

    if (at < 0)
        return PB_E_gone;
    if (actor->flags & PB_ACTOR_DEAD)
        return PB_E_dead;
    item = pb_bag_item(realm, actor->items[at].entry);
    if (item->item_class != PB_ITEM_CONSUMABLE || item->required_level > actor->level)
        return PB_E_not_allowed;
    if (item->subclass == CONSUMABLE_POTION)
        error = drink_potion(realm, actor);
    else if (item->subclass == CONSUMABLE_FOOD || item->subclass == CONSUMABLE_ANY)
        error = eat(realm, number);
    if (error == PB_OK)
        pb_bag_take(realm, number, slot, 1);
    return error;
}

static int by_kind(const void *a, const void *b)
{
    const struct pb_item_stack *x = a, *y = b;

    if ((x->slot < PB_PACK_SLOT_FIRST) != (y->slot < PB_PACK_SLOT_FIRST))
        return x->slot < PB_PACK_SLOT_FIRST ? -1 : 1;
    if (x->slot < PB_PACK_SLOT_FIRST)
        return (int)x->slot - (int)y->slot;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    return (int)y->count - (int)x->count;
}

static int sort_bags(void *self, pb_actor number)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    unsigned i, slot = PB_PACK_SLOT_FIRST, kept = 0;

    if (!actor)
        return PB_E_gone;
    qsort(actor->items, actor->item_count, sizeof *actor->items, by_kind);
    for (i = 0; i < actor->item_count; i++) {
        struct pb_item_stack *stack = &actor->items[i], *last = kept ? &actor->items[kept - 1] : NULL;
        uint16_t most = pb_bag_item(realm, stack->entry)->stack_size;

        if (last && stack->slot >= PB_PACK_SLOT_FIRST && last->slot >= PB_PACK_SLOT_FIRST &&
            last->entry == stack->entry && last->count < most) {
            uint16_t some = (uint16_t)(most - last->count < stack->count ? most - last->count : stack->count);

            last->count = (uint16_t)(last->count + some);
            stack->count = (uint16_t)(stack->count - some);
        }
        if (stack->count)
            actor->items[kept++] = *stack;
    }
    actor->item_count = (uint16_t)kept;
    for (i = 0; i < kept; i++)
        if (actor->items[i].slot >= PB_PACK_SLOT_FIRST)
            actor->items[i].slot = (uint8_t)slot++;
    pb_bag_changed(realm, number);
    return PB_OK;
}

void pb_bag_offer(struct pb_world *world)
{
    world->get_inventory = get_inventory;
    world->can_equip = can_equip;
    world->move_item = move_item;
    world->destroy_item = destroy_item;
    world->use_item = use_item;
    world->sort_bags = sort_bags;
}

const char *pb_bag_check(struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    unsigned i, used = 0;

    for (i = 0; i < actor->item_count; i++) {
        const struct pb_item_stack *stack = &actor->items[i];
        const struct pb_item_template *item = pb_bag_item(realm, stack->entry);

        if (!item)
            return "it carries what there is not";
        if (i && stack[-1].slot >= stack->slot)
            return "two things in one slot";
        if (stack->slot >= actor->slot_count)
            return "something lies outside of its bags";
        if (!stack->count || stack->count > item->stack_size)
            return "a stack of none or too many";
        if (item->max_count && pb_bag_count(actor, stack->entry) > item->max_count)
            return "more of a thing than anybody may have";
        used += stack->slot >= PB_PACK_SLOT_FIRST;
    }
    return actor->slot_count - PB_PACK_SLOT_FIRST - used == actor->free_slots
               ? NULL
               : "its free slots are miscounted";
}
