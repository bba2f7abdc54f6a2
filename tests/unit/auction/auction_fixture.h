/* What the tests of the auction system share: bots in a fake house, and things that people know. */
#ifndef PB_TESTS_AUCTION_FIXTURE_H
#define PB_TESTS_AUCTION_FIXTURE_H

#include "../seed.h"
#include "fake_house.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MINUTE = 60000, HOUR = 3600000, DAY = 86400000, FIRST = PB_PACK_SLOT_FIRST };

static struct fake fake;

static inline int set_up(void **state)
{
    (void)state;
    return fake_new(&fake, 1);
}

static inline int set_up_three(void **state)
{
    (void)state;
    return fake_new(&fake, 3);
}

static inline int tear_down(void **state)
{
    (void)state;
    if (fake_check(&fake))
        print_message("# %s\n", fake_check(&fake));
    assert_null(fake_check(&fake));
    fake_free(&fake);
    return 0;
}

static inline uint32_t cloth(void)
{
    return fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_TRADE_GOODS,
                                                        .quality = PB_QUALITY_NORMAL,
                                                        .sell_price = 20,
                                                        .buy_price = 80});
}

static inline uint32_t helmet(int16_t strength)
{
    return fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_ARMOR,
                                                        .subclass = 3,
                                                        .inventory_type = PB_TYPE_HEAD,
                                                        .quality = PB_QUALITY_UNCOMMON,
                                                        .item_level = (uint16_t)(20 + strength),
                                                        .stack_size = 1,
                                                        .sell_price = 50,
                                                        .buy_price = 1000,
                                                        .stat_count = 1,
                                                        .stats = {{PB_STAT_STRENGTH, strength}}});
}

/* Cloth that everybody knows to be worth a silver, and some of it for sale. */
static inline uint32_t known_cloth(void)
{
    uint32_t entry = cloth();

    fake_teach(&fake, entry, 100);
    for (unsigned i = 0; i < 4; i++)
        fake_offer(&fake, i, entry, 10, 1000 + 10 * i);
    return entry;
}

static inline unsigned phase(void)
{
    return fake.own->dealers[0].phase;
}

static inline void run_until(enum pb_auction_phase wanted)
{
    for (unsigned i = 0; i < 40000 && phase() != wanted; i++)
        fake_run(&fake, FAKE_TICK_MS);
    assert_int_equal(phase(), wanted);
}

static inline void visit(void)
{
    run_until(PB_AUCTION_TRAVELLING);
    run_until(PB_AUCTION_RESTING);
}

static inline struct pb_price_entry *prices_of(uint32_t entry)
{
    return pb_cache_find(&pb_market_prices(fake.market)->entries, (uint64_t)FAKE_HOUSE << 32 | entry);
}

/* All bots come to know of an auction. */
static inline void see(uint32_t auction_id)
{
    struct pb_auction auction = fake_find(&fake, auction_id)->shown;

    auction.time_left_s = DAY / 1000;
    pb_auction_cache_put(pb_market_auctions(fake.market), FAKE_HOUSE, &auction, fake_now_s(&fake));
}

/* A visit of somebody who has something to sell; then what it bought. */
static inline void shop(void)
{
    fake_give(&fake, 0, known_cloth(), 20);
    visit();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST_OF_THREE(name) cmocka_unit_test_setup_teardown(name, set_up_three, tear_down)
#define RUN(tests) (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

#endif
