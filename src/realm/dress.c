/* Dress: what level, class and what is worn come to. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <stdlib.h>

/*
 * The scale of the realm: a character of level L without anything has 60 + 18 L health, does 2 + 0.7 L damage
 * a second and has armor 20 L; creature.c has the other side, docs/combat.md what comes of both. Stats as in
 * version 3.3.5: 10 health for a point of stamina; 14 attack power, or 14 points of the main attribute, or
 * spell power, for a point of damage a second; armor takes away armor / (armor + 400 + 85 L) of damage, at
 * most three quarters.
 *
 * What the realm does not simulate one by one stands in two columns, in percent. `blow`: damage that talents
 * and what else the class has add to or take from that of others. `guard`: damage that still arrives after
 * pets, roots, stuns, shields, parries and the like; the less armor a class wears, the more it lives by
 * these.
 */
static const struct {
    uint8_t main_stat; /* 3 agility, 4 strength, 5 intellect */
    uint8_t blow, guard;
} classes[] = {
    [1] = {4, 100, 100}, /* warrior */
    [2] = {4, 90, 100},  /* paladin */
    [3] = {3, 100, 75},  /* hunter: the pet */
    [4] = {3, 110, 85},  /* rogue: stuns, evasion */
    [5] = {5, 90, 85},   /* priest: shield */
    [6] = {4, 105, 100}, /* death knight */
    [7] = {5, 95, 100},  /* shaman */
    [8] = {5, 110, 80},  /* mage: roots and frost */
    [9] = {5, 100, 75},  /* warlock: the demon */
    [11] = {3, 95, 95},  /* druid */
};

struct sum {
    float stamina, power, armor, weapon;
};

static void add_item(struct sum *sum, const struct pb_item_template *item, unsigned slot, unsigned main_stat)
{
    unsigned i;

    sum->armor += item->armor;
    if ((slot == PB_SLOT_MAIN_HAND || slot == PB_SLOT_OFF_HAND || slot == PB_SLOT_RANGED) && item->delay_ms) {
        float dps = (item->damage_min + item->damage_max) / 2 * 1000 / (float)item->delay_ms;

        /* The better hand as it is, the other by half. */
        sum->weapon = dps > sum->weapon ? dps + sum->weapon / 2 : sum->weapon + dps / 2;
    }
    for (i = 0; i < item->stat_count; i++) {
        unsigned type = item->stats[i].type;

        if (type == 7)
            sum->stamina += item->stats[i].value;
        else if (type == main_stat || type == 38 || type == 45)
            sum->power += item->stats[i].value;
    }
}

void pb_goods_dress(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned character_class = actor->character_class < sizeof classes / sizeof *classes &&
                                       classes[actor->character_class].guard
                                   ? actor->character_class
                                   : 1,
             main_stat = classes[character_class].main_stat, i;
    struct sum sum = {0};
    float level = actor->level, cut;

    for (i = 0; i < actor->item_count && actor->items[i].slot < PB_EQUIPMENT_SLOTS; i++)
        if (actor->items[i].durability)
            add_item(&sum, pb_bag_item(realm, actor->items[i].entry), actor->items[i].slot, main_stat);
    actor->health_max = (uint32_t)(60 + 18 * level + 10 * (sum.stamina > 0 ? sum.stamina : 0));
    actor->power_max = 100;
    actor->damage_per_s = (2 + 0.7f * level + sum.weapon + (sum.power > 0 ? sum.power : 0) / 14) *
                          (float)classes[character_class].blow / 100;
    cut = (20 * level + sum.armor) / (20 * level + sum.armor + 400 + 85 * level);
    actor->armor_share = (1 - (cut < 0.75f ? cut : 0.75f)) * (float)classes[character_class].guard / 100;
    actor->health = actor->health < actor->health_max ? actor->health : actor->health_max;
    actor->power = actor->power < actor->power_max ? actor->power : actor->power_max;
}

void pb_goods_wear(struct pb_realm *realm, pb_actor number, unsigned percent)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned i;
    int has_broken = 0;

    for (i = 0; i < actor->item_count && actor->items[i].slot < PB_EQUIPMENT_SLOTS; i++) {
        struct pb_item_stack *stack = &actor->items[i];
        const struct pb_item_template *item = pb_bag_item(realm, stack->entry);

        if (item->item_class != PB_ITEM_ARMOR && item->item_class != PB_ITEM_WEAPON)
            continue;
        has_broken |= stack->durability && stack->durability <= percent;
        stack->durability = (uint8_t)(stack->durability > percent ? stack->durability - percent : 0);
    }
    pb_bag_changed(realm, number);
    if (has_broken)
        pb_goods_dress(realm, number);
}

static int is_for_beginners(const struct pb_item_template *item)
{
    return item->required_level <= 1 && item->item_level <= 5 && item->quality <= PB_QUALITY_NORMAL &&
           (item->item_class == PB_ITEM_WEAPON || (item->item_class == PB_ITEM_ARMOR && item->subclass <= 1));
}

int pb_goods_list_first(struct pb_realm *realm)
{
    struct pb_goods *goods = realm->goods;
    uint32_t count, i;
    const struct pb_item_template *items = pb_content_items(realm->options.content, &count);

    for (i = 0; i < count; i++)
        goods->first_count += (uint32_t)is_for_beginners(&items[i]);
    goods->first = pb_memory_new(&realm->options.memory, goods->first_count, sizeof *goods->first);
    if (!goods->first)
        return PB_E_no_memory;
    goods->first_count = 0;
    goods->food = PB_NO_INDEX;
    for (i = 0; i < count; i++) {
        if (is_for_beginners(&items[i]))
            goods->first[goods->first_count++] = i;
        if (goods->food == PB_NO_INDEX && items[i].item_class == PB_ITEM_CONSUMABLE &&
            items[i].required_level <= 1 && items[i].stack_size >= 5)
            goods->food = i;
    }
    return PB_OK;
}

/* The best ordinary thing that anybody of this class can wear at level 1 in a slot; NULL for none. */
static const struct pb_item_template *first_for(const struct pb_realm *realm,
                                                const struct pb_realm_actor *actor, unsigned slot)
{
    const struct pb_goods *goods = realm->goods;
    uint32_t count, i;
    const struct pb_item_template *items = pb_content_items(realm->options.content, &count), *best = NULL;

    for (i = 0; i < goods->first_count; i++) {
        const struct pb_item_template *item = &items[goods->first[i]];

        if ((!best || item->item_level > best->item_level) &&
            pb_bag_can_equip(realm, actor, item, slot) == PB_OK)
            best = item;
    }
    return best;
}

/* What the templates say, or the best that a beginner finds where they say nothing of the class. */
static const struct pb_item_template *outfit(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                                             unsigned slot)
{
    const struct pb_content *content = realm->options.content;
    const struct pb_item_template *item;

    if (pb_content_equipment_count(content, actor->character_class)) {
        item = pb_content_equipment_for(content, actor->character_class, actor->specialization, actor->level,
                                        slot);
        return item && pb_bag_can_equip(realm, actor, item, slot) == PB_OK ? item : NULL;
    }
    return slot == PB_SLOT_CHEST || slot == PB_SLOT_LEGS || slot == PB_SLOT_FEET || slot == PB_SLOT_MAIN_HAND
               ? first_for(realm, actor, slot)
               : NULL;
}

int pb_goods_equip_new(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_item_template *item;
    int error = PB_OK;
    uint32_t count;
    uint8_t slot;

    for (slot = 0; slot < PB_EQUIPMENT_SLOTS && error == PB_OK; slot++) {
        item = outfit(realm, actor, slot);
        if (!item)
            continue;
        error = pb_bag_place(
            realm, number,
            &(struct pb_item_stack){
                .entry = item->entry, .count = 1, .slot = slot, .durability = 100, .is_bound = 1});
        realm->stats.items_created += error == PB_OK;
    }
    if (realm->goods->food != PB_NO_INDEX && error == PB_OK) {
        item = &pb_content_items(realm->options.content, &count)[realm->goods->food];
        error = pb_bag_place(
            realm, number,
            &(struct pb_item_stack){
                .entry = item->entry, .count = 5, .slot = PB_PACK_SLOT_FIRST, .durability = 100});
        realm->stats.items_created += error == PB_OK ? 5 : 0;
    }
    pb_bag_changed(realm, number);
    return error;
}
