/* The auction system as a system: what it tells and takes, what breaks it, and anything at random. */
#include "../counted.h"
#include "auction_fixture.h"

static void what_is_broken_is_mended(void **state)
{
    uint32_t entry = known_cloth();
    char text[256];

    (void)state;
    fake_give(&fake, 0, entry, 20);
    run_until(PB_AUCTION_TRAVELLING);
    fake.own->dealers[0].house = 200;
    fake.own->dealers[0].phase = 99;
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "broken"));
    assert_int_equal(pb_auction_system.repair(fake.own, 0), PB_OK);
    assert_int_equal(phase(), PB_AUCTION_RESTING);
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_NONE);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, 1);
}

static void a_world_without_houses(void **state)
{
    struct pb_system_env env = fake.own->env;
    struct pb_world world = fake.world;
    void *self = NULL;

    (void)state;
    env.world = &world;
    world.get_house = NULL;
    assert_int_equal(pb_auction_system.initialize(&self, &env), PB_E_unsupported);
}

/* A host without a market: all stays as it is. */
static void without_a_market(void **state)
{
    struct pb_market *market = fake.own->env.market;
    char text[256];

    (void)state;
    fake_give(&fake, 0, known_cloth(), 20);
    fake.own->env.market = NULL;
    fake_run(&fake, 2 * HOUR);
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "market none"));
    fake.own->env.market = market;
    assert_int_equal(fake.own->visits, 0);
    assert_int_equal(phase(), PB_AUCTION_RESTING);
}

/* ---- What it tells ---- */

static void figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    assert_true(strlen(name) > 2 && strlen(unit) > 2 && strlen(help) > 9);
    *(uint64_t *)user += value;
}

static void it_explains(void **state)
{
    uint32_t entry = known_cloth();
    char text[512], small[20];
    uint64_t sum = 0;

    (void)state;
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "resting"));
    fake_give(&fake, 0, entry, 20);
    visit();
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "market open"));
    assert_non_null(strstr(text, "1 auctions of ours"));
    assert_non_null(strstr(text, "posted item"));
    pb_auction_system.explain(fake.own, 0, small, sizeof small);
    assert_true(strlen(small) < sizeof small);
    pb_auction_system.figures(fake.own, figure, &sum);
    assert_true(sum > 0);
}

static void memory_is_what_it_says(void **state)
{
    struct pb_counted counted;
    struct pb_system_env env = fake.own->env;
    size_t shared = 0, bytes, blocks;
    void *self = NULL, *before;

    (void)state;
    pb_counted_init(&counted);
    env.memory = counted.memory;
    assert_int_equal(pb_auction_system.initialize(&self, &env), PB_OK);
    assert_int_equal(pb_auction_system.reserve(self, 1000), PB_OK);
    bytes = pb_auction_system.memory(self, &shared);
    assert_true(bytes <= 1000 * 280);
    assert_true(counted.bytes >= bytes + shared && counted.bytes <= (bytes + shared) * 103 / 100);
    /* And nothing more is taken, whatever happens. */
    before = fake.own;
    blocks = counted.blocks;
    bytes = counted.bytes;
    fake.own = self;
    pb_auction_system.reset(self, 0);
    fake_give(&fake, 0, known_cloth(), 20);
    visit();
    assert_int_equal(fake.own->posted, 1);
    assert_int_equal(counted.blocks, blocks);
    assert_int_equal(counted.bytes, bytes);
    fake.own = before;
    pb_auction_system.shutdown(self);
    assert_int_equal(counted.blocks, 0);
}

/* A login looks nothing up. */
static void logins_cost_nothing(void **state)
{
    struct pb_world nothing = {.size = sizeof nothing};
    const struct pb_world *world = fake.own->env.world;

    (void)state;
    /* Any call of the world would crash. */
    fake.own->env.world = &nothing;
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        pb_auction_system.reset(fake.own, bot);
    fake.own->env.world = world;
    assert_int_equal(fake.own->dealers[0].phase, PB_AUCTION_RESTING);
}

static void it_takes_new_settings(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;

    (void)state;
    snprintf(settings.auction_strategy, sizeof settings.auction_strategy, "modest");
    settings.auction_per_bot = 3;
    pb_auction_system.configure(fake.own, &settings);
    assert_string_equal(fake.own->strategy->name, "modest");
    assert_int_equal(fake.own->env.settings.auction_per_bot, 3);
}

/* ---- Whatever comes ---- */

/* Bots and people in one house for some days, with trolls, vetoes, a switch that goes off and on, bots that
 * are called away, come anew, and get things. The fake judges each post and each purchase. */
static void anything_goes(void **state)
{
    uint64_t seed = pb_seed("auction");
    uint32_t entries[8];

    (void)state;
    fake.bots.count = FAKE_BOTS;
    for (unsigned i = 0; i < 6; i++)
        entries[i] = i < 4 ? known_cloth() : helmet((int16_t)(4 + i));
    fake_teach(&fake, entries[4], 2000);
    for (unsigned hour = 0; hour < 72; hour++) {
        for (unsigned i = 0; i < 12; i++) {
            uint32_t entry = entries[pb_seed_below(&seed, 6)], piece = entry == entries[4] ? 2000 : 100;
            pb_bot bot = pb_seed_below(&seed, FAKE_BOTS);
            unsigned count = piece == 100 && entry < entries[4] ? 1 + pb_seed_below(&seed, 20) : 1;

            switch (pb_seed_below(&seed, 10)) {
            case 0:
                if (fake.bots.row[bot].status.free_slots)
                    fake_give(&fake, bot, entry, count);
                break;
            case 1:
                pb_auction_system.reset(fake.own, bot);
                pb_bots_clear_goal(&fake.bots, bot, FAKE_NUMBER);
                break;
            case 2:
                pb_bots_clear_goal(&fake.bots, bot, FAKE_NUMBER);
                break;
            case 3:
                pb_market_open(fake.market, pb_seed_below(&seed, 3) != 0);
                break;
            case 4:
                if (fake.auction_count)
                    fake_human_buys(&fake,
                                    fake.auctions[pb_seed_below(&seed, fake.auction_count)].shown.auction_id);
                break;
            case 5: {
                const struct fake_auction *auction =
                    fake.auction_count ? &fake.auctions[pb_seed_below(&seed, fake.auction_count)] : NULL;

                if (auction)
                    fake_human_bids(&fake, auction->shown.auction_id, auction->shown.bid_next);
                break;
            }
            case 6:
                if (prices_of(entry))
                    prices_of(entry)->price.alarm_until_s[pb_seed_below(&seed, 3)] = fake_now_s(&fake) + 1800;
                break;
            default:
                fake_offer(&fake, pb_seed_below(&seed, 20), entry, count,
                           (uint32_t)(piece * count * (20 + pb_seed_below(&seed, 300)) / 100));
            }
        }
        fake_run(&fake, HOUR);
        assert_null(fake_check(&fake));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_broken_is_mended), TEST(a_world_without_houses),
        TEST(without_a_market),         TEST(it_explains),
        TEST(memory_is_what_it_says),   TEST(logins_cost_nothing),
        TEST(it_takes_new_settings),    TEST(anything_goes),
    };

    return RUN(tests);
}
