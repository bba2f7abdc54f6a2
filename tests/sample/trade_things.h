/* Trade things: what changes hands in a trade duel, a world that has it, and what it is worth at first. */
#ifndef PB_TESTS_TRADE_THINGS_H
#define PB_TESTS_TRADE_THINGS_H

#include "sample_content.h"

enum { DUEL_SMITH = 1 /* object and creature */ };

enum duel_kind {
    DUEL_GOODS = 1000, /* eight, dearer and dearer */
    DUEL_SLAG = 1008,  /* looks like goods, and is worth a copper */
    DUEL_ODD,          /* nobody knows what it is worth */
    DUEL_FLOOR,        /* vendors pay nearly what it is worth */
    DUEL_CEILING,      /* vendors have it for less */
    DUEL_BLADE,        /* 2 of them: gear */
    DUEL_ONE = 1014,   /* unique */
    DUEL_BREAD,
    DUEL_BAG,
    DUEL_OATH, /* of a quest */
    DUEL_SOUL, /* bound */
    DUEL_THINGS_END,
    DUEL_THINGS = DUEL_THINGS_END - DUEL_GOODS
};

static inline struct pb_item_template duel_template(uint32_t entry)
{
    static const uint32_t values[8] = {3, 11, 40, 170, 900, 4000, 21000, 150000};
    struct pb_item_template item = {
        .entry = entry, .item_class = PB_ITEM_TRADE_GOODS, .stack_size = 20, .quality = PB_QUALITY_NORMAL};

    if (entry < DUEL_SLAG) {
        item.sell_price = values[entry - DUEL_GOODS] / 8;
        item.buy_price = values[entry - DUEL_GOODS] * 3;
    } else if (entry == DUEL_SLAG) {
        item.sell_price = 1;
    } else if (entry == DUEL_FLOOR) {
        item.sell_price = 95;
    } else if (entry == DUEL_CEILING) {
        item.sell_price = 10;
        item.buy_price = 60;
        item.flags = PB_ITEM_SOLD_BY_VENDORS;
    } else if (entry < DUEL_ONE && entry >= DUEL_BLADE) {
        item.item_class = PB_ITEM_WEAPON;
        item.subclass = 7;
        item.inventory_type = PB_TYPE_ONE_HAND;
        item.quality = PB_QUALITY_UNCOMMON;
        item.stack_size = 1;
        item.required_level = (uint8_t)(1 + 30 * (entry - DUEL_BLADE));
        item.damage_min = item.damage_max = (float)(1 + entry - DUEL_BLADE);
        item.delay_ms = 2000;
        item.sell_price = 700;
        item.flags = PB_ITEM_BINDS_ON_EQUIP;
    } else if (entry == DUEL_ONE) {
        item.stack_size = item.max_count = 1;
        item.flags = PB_ITEM_UNIQUE;
    } else if (entry == DUEL_BREAD) {
        item.item_class = PB_ITEM_CONSUMABLE;
        item.sell_price = 1;
    } else if (entry == DUEL_BAG) {
        item.item_class = PB_ITEM_CONTAINER;
        item.inventory_type = PB_TYPE_BAG;
        item.bag_slots = 8;
        item.stack_size = 1;
        item.sell_price = 300;
    } else if (entry == DUEL_OATH) {
        item.item_class = PB_ITEM_QUEST;
        item.flags = PB_ITEM_FOR_QUEST;
    } else if (entry == DUEL_SOUL) {
        item.flags = PB_ITEM_SOULBOUND;
        item.sell_price = 5;
    }
    snprintf(item.name, sizeof item.name, "Thing");
    return item;
}

/* What the market is told first; 0: nothing. */
static inline double duel_first_value(uint32_t entry)
{
    static const double late[] = {1, 0, 100, 200, 2500, 9000, 30000, 4, 1200};

    if (entry < DUEL_SLAG)
        return duel_template(entry).buy_price / 3.0;
    return entry < DUEL_OATH ? late[entry - DUEL_SLAG] : 0;
}

static inline struct pb_content *duel_content(void)
{
    struct pb_sample sample = {.chance = 1};
    struct pb_creature_template smith = {.entry = DUEL_SMITH,
                                         .roles = PB_ROLE_VENDOR | PB_ROLE_AUCTIONEER,
                                         .level_min = 60,
                                         .level_max = 60,
                                         .name = "Smith"};
    struct pb_content *content = NULL;
    uint32_t entry;

    pb_sample_do(&sample, pb_content_builder_new(&sample.builder, &pb_memory_libc));
    pb_sample_gear(&sample, 1);
    for (entry = DUEL_GOODS; entry < DUEL_THINGS_END; entry++) {
        struct pb_item_template item = duel_template(entry);

        pb_sample_do(&sample, pb_content_add_item(sample.builder, &item));
    }
    pb_sample_do(&sample, pb_content_add_creature(sample.builder, &smith));
    pb_sample_do(&sample, pb_content_add_vendor_item(sample.builder, DUEL_SMITH, DUEL_CEILING, 0, 0));
    pb_sample_do(&sample, pb_content_add_spawn(sample.builder, DUEL_SMITH,
                                               &(struct pb_position){0, 0, 0, 0, 12}, 60, 0));
    pb_sample_do(&sample, pb_content_finish(sample.builder, NULL, NULL, &content));
    return sample.error ? NULL : content;
}

#endif
