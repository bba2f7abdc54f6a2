/* House fixture: a realm with an auctioneer of each house, a mailbox beside each, and things to sell. */
#ifndef PB_TESTS_REALM_HOUSE_FIXTURE_H
#define PB_TESTS_REALM_HOUSE_FIXTURE_H

#include "goods_fixture.h"
#include "realm/house.h"
#include "realm/people.h"
#include "realm/post.h"

enum {
    ORE = 1100, /* a vendor pays 100 for it */
    HERB,       /* 7 */
    BOUND,      /* binds when picked up */
    WATER,      /* conjured */
    BLADE,      /* wears down */
    ALLIANCE_X = 0,
    HORDE_X = 300,
    NEUTRAL_X = 600,
    NOWHERE_X = 900,
    HUMAN = 1,
    ORC = 2,
    HOUR_MS = 3600000,
    PURSE = 1000000
};

static inline struct pb_content *house_content(void)
{
    static const struct pb_item_template items[] = {
        {.entry = ORE, .item_class = PB_ITEM_TRADE_GOODS, .stack_size = 20, .sell_price = 100},
        {.entry = HERB, .item_class = PB_ITEM_TRADE_GOODS, .stack_size = 5, .sell_price = 7},
        {.entry = BOUND,
         .item_class = PB_ITEM_ARMOR,
         .inventory_type = PB_TYPE_NECK,
         .stack_size = 1,
         .sell_price = 10,
         .flags = PB_ITEM_SOULBOUND},
        {.entry = WATER,
         .item_class = PB_ITEM_CONSUMABLE,
         .stack_size = 20,
         .sell_price = 1,
         .flags = PB_ITEM_CONJURED},
        {.entry = BLADE,
         .item_class = PB_ITEM_WEAPON,
         .subclass = 15,
         .inventory_type = PB_TYPE_ONE_HAND,
         .delay_ms = 1800,
         .stack_size = 1,
         .sell_price = 50}};
    static const uint8_t houses[] = {0, PB_HOUSE_HORDE, PB_HOUSE_NEUTRAL};
    struct pb_sample sample = {.chance = 1};
    struct pb_content *content = NULL;
    unsigned i;

    assert_int_equal(pb_content_builder_new(&sample.builder, &pb_memory_libc), PB_OK);
    pb_sample_gear(&sample, 1);
    goods_items(&sample);
    for (i = 0; i < sizeof items / sizeof *items; i++) {
        struct pb_item_template item = items[i];

        snprintf(item.name, sizeof item.name, "Ware");
        pb_sample_do(&sample, pb_content_add_item(sample.builder, &item));
    }
    for (i = 0; i < sizeof houses; i++) {
        struct pb_creature_template crier = {.entry = 400 + i,
                                             .roles = PB_ROLE_AUCTIONEER,
                                             .house = houses[i],
                                             .level_min = 60,
                                             .level_max = 60,
                                             .name = "Crier"};
        struct pb_position place = {(float)(i * HORDE_X), 0, 0, 0, (uint16_t)(12 + i)};

        pb_sample_do(&sample, pb_content_add_creature(sample.builder, &crier));
        pb_sample_do(&sample, pb_content_add_spawn(sample.builder, crier.entry, &place, 60, 0));
    }
    assert_int_equal(sample.error, PB_OK);
    assert_int_equal(pb_content_finish(sample.builder, goods_report, NULL, &content), PB_OK);
    return content;
}

/* Begins again with so many people, and a house for so many auctions; 0: as usual. */
static inline void house_open(struct fixture *fixture, uint64_t seed, uint32_t people, uint32_t auctions)
{
    struct pb_realm_options options;
    struct pb_realm_store store;

    fixture_again(fixture, seed);
    options = fixture->realm->options;
    store = fixture->realm->store;
    options.store = &store;
    options.people = people;
    options.auctions = auctions;
    pb_realm_free(fixture->realm);
    assert_int_equal(pb_realm_new(&fixture->realm, &options), PB_OK);
    fixture->world = pb_realm_world(fixture->realm);
}

static inline int house_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    fixture->content = house_content();
    fixture_open(fixture, 1);
    *state = fixture;
    return 0;
}

static inline int house_teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

/* Puts it somewhere. */
static inline void house_stand(struct fixture *fixture, pb_actor number, float x)
{
    struct pb_realm_actor *actor = &fixture->realm->actors[number];

    pb_realm_leave_cell(fixture->realm, number);
    actor->from = (struct pb_position){x, 0, 0, 0, 12};
    pb_realm_enter_cell(fixture->realm, number);
}

/* A character of a race and an account with a purse. */
static inline pb_actor house_actor(struct fixture *fixture, uint8_t race, uint32_t account, float x)
{
    uint64_t guid = fixture_keep(fixture, 1, WARRIOR, x, 0);
    struct pb_kept *kept = &fixture->store.kept[fixture->store.count - 1];

    kept->character.race = race;
    kept->character.account_id = account;
    kept->character.money = PURSE;
    return fixture_login(fixture, guid);
}

static inline uint32_t house_money(struct fixture *fixture, pb_actor actor)
{
    return fixture->realm->actors[actor].money;
}

/* Posts the first stack of a thing; the answer. */
static inline int house_post(struct fixture *fixture, pb_actor actor, uint32_t entry, unsigned count,
                             uint32_t bid, uint32_t buyout, unsigned hours, uint32_t *id)
{
    int error = fixture->world->post_auction(fixture->world->self, actor, goods_slot(fixture, actor, entry),
                                             count, bid, buyout, hours, id);

    fixture_check(fixture);
    return error;
}

/* Gives it ore and posts it; the id. */
static inline uint32_t house_sell(struct fixture *fixture, pb_actor actor, unsigned count, uint32_t bid,
                                  uint32_t buyout)
{
    uint32_t id = 0;

    goods_give(fixture, actor, ORE, count);
    assert_int_equal(house_post(fixture, actor, ORE, count, bid, buyout, 12, &id), PB_OK);
    return id;
}

static inline int house_bid(struct fixture *fixture, pb_actor actor, uint32_t id, uint32_t amount)
{
    int error = fixture->world->bid_auction(fixture->world->self, actor, id, amount);

    fixture_check(fixture);
    return error;
}

static inline int house_cancel(struct fixture *fixture, pb_actor actor, uint32_t id)
{
    int error = fixture->world->cancel_auction(fixture->world->self, actor, id);

    fixture_check(fixture);
    return error;
}

/* The auction as the actor sees it; 0 when it does not. */
static inline int house_see(struct fixture *fixture, pb_actor actor, uint32_t id, struct pb_auction *auction)
{
    return fixture->world->scan_auctions(fixture->world->self, actor, id, auction, 1) == 1 &&
           auction->auction_id == id;
}

/* Its letter of a kind; NULL for none. Lent until the next call. */
static inline const struct pb_mail *house_letter(struct fixture *fixture, pb_actor actor, unsigned reason)
{
    static struct pb_mail mails[256];
    unsigned count = fixture->world->get_mail(fixture->world->self, actor, mails, 256), i;

    for (i = 0; i < count; i++)
        if (mails[i].reason == reason)
            return &mails[i];
    return NULL;
}

static inline void house_wait(struct fixture *fixture, uint32_t ms)
{
    pb_realm_update(fixture->realm, ms);
    fixture_hear(fixture);
    fixture_check(fixture);
}

#endif
