/* Gold world: what each operation enters, in a world that does what the test says. */
#include "../scarce.h"
#include "include/playerbot_error.h"
#include "market/gold_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { ACTORS = 8, FIRST_GUID = 100, HUMAN = 9999 };

struct fake {
    struct pb_scarce scarce;
    struct pb_world world;
    struct pb_market *market;
    struct pb_gold_world *gold;
    const struct pb_world *ours;
    uint32_t money[ACTORS];
    int64_t change[ACTORS]; /* of each purse by the next operation */
    int error;              /* of the next operation */
    int is_grouped,
        is_bot; /* is_bot: partners are bots, of another agent where this one does not know them */
    struct pb_trade_view trade;
    struct pb_mail mail;
    struct pb_world_event events[8];
    unsigned event_count;
    pb_actor left; /* the last to log out */
};

/* ---- The world ---- */

static unsigned poll_events(void *self, struct pb_world_event *events, unsigned max)
{
    struct fake *fake = self;
    unsigned count = fake->event_count < max ? fake->event_count : max;

    memcpy(events, fake->events, count * sizeof *events);
    fake->event_count = 0;
    return count;
}

static int get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    if (actor >= ACTORS)
        return PB_E_gone;
    *view = (struct pb_actor_view){.guid = FIRST_GUID + actor, .money = ((struct fake *)self)->money[actor]};
    return PB_OK;
}

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    (void)actors;
    memset(status, 0, count * sizeof *status);
    status->flags = ((struct fake *)self)->is_grouped ? PB_ACTOR_GROUPED : 0;
}

static int act(struct fake *fake)
{
    unsigned i;

    for (i = 0; i < ACTORS && fake->error == PB_OK; i++) {
        fake->money[i] = (uint32_t)(fake->money[i] + fake->change[i]);
        fake->change[i] = 0;
    }
    return fake->error;
}

static int sell_item(void *self, pb_actor actor, pb_object vendor, unsigned slot, unsigned count)
{
    (void)actor, (void)vendor, (void)slot, (void)count;
    return act(self);
}

static int buy_item(void *self, pb_actor actor, pb_object vendor, uint32_t entry, unsigned count)
{
    (void)actor, (void)vendor, (void)entry, (void)count;
    return act(self);
}

static int repair(void *self, pb_actor actor, pb_object vendor, uint32_t *cost)
{
    (void)actor, (void)vendor, (void)cost;
    return act(self);
}

static int turn_in_quest(void *self, pb_actor actor, uint32_t quest_id, pb_object ender, unsigned choice)
{
    (void)actor, (void)quest_id, (void)ender, (void)choice;
    return act(self);
}

static int take_loot_money(void *self, pb_actor actor, pb_object corpse)
{
    (void)actor, (void)corpse;
    return act(self);
}

static int get_group(void *self, pb_actor actor, struct pb_group_view *view)
{
    unsigned i;

    (void)self, (void)actor;
    memset(view, 0, sizeof *view);
    view->count = 3;
    for (i = 0; i < 2; i++)
        view->members[i].actor = i;
    view->members[2].actor = PB_NO_ACTOR;
    return PB_OK;
}

static int get_object(void *self, pb_actor actor, pb_object object, struct pb_object_view *view)
{
    (void)actor;
    *view = (struct pb_object_view){
        .object = object, .kind = ((struct fake *)self)->is_bot ? PB_OBJECT_ACTOR : PB_OBJECT_PLAYER};
    return PB_OK;
}

static int get_trade(void *self, pb_actor actor, struct pb_trade_view *view)
{
    (void)actor;
    *view = ((struct fake *)self)->trade;
    return PB_OK;
}

static int accept_trade(void *self, pb_actor actor, uint32_t version)
{
    (void)actor, (void)version;
    return act(self);
}

static unsigned get_mail(void *self, pb_actor actor, struct pb_mail *mails, unsigned max)
{
    (void)actor, (void)max;
    mails[0] = (struct pb_mail){.mail_id = 1, .money = 777};
    mails[1] = ((struct fake *)self)->mail;
    return 2;
}

static int take_mail(void *self, pb_actor actor, uint64_t mail_id)
{
    (void)actor, (void)mail_id;
    return act(self);
}

static int send_mail(void *self, pb_actor actor, uint64_t receiver_guid, uint32_t money, unsigned slot,
                     unsigned count)
{
    (void)actor, (void)receiver_guid, (void)money, (void)slot, (void)count;
    return act(self);
}

static int post_auction(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                        uint32_t buyout, unsigned hours, uint32_t *auction_id)
{
    (void)actor, (void)slot, (void)count, (void)bid, (void)buyout, (void)hours;
    *auction_id = 5;
    return act(self);
}

static int bid_auction(void *self, pb_actor actor, uint32_t auction_id, uint32_t amount)
{
    (void)actor, (void)auction_id, (void)amount;
    return act(self);
}

static int cancel_auction(void *self, pb_actor actor, uint32_t auction_id)
{
    (void)actor, (void)auction_id;
    return act(self);
}

static int logout(void *self, pb_actor actor)
{
    ((struct fake *)self)->left = actor;
    return PB_OK;
}

/* ---- The fixture ---- */

static void tell(struct fake *fake, const struct pb_world_event *event)
{
    struct pb_world_event events[8];

    fake->events[fake->event_count++] = *event;
    assert_int_equal(fake->ours->poll_events(fake->ours->self, events, 8), 1);
    assert_int_equal(events[0].type, event->type);
}

static void log_in(struct fake *fake, pb_actor actor)
{
    tell(fake,
         &(struct pb_world_event){.type = PB_WORLD_LOGGED_IN, .actor = actor, .guid = FIRST_GUID + actor});
}

/* Nothing happens; purses are looked at. */
static void sweep(struct fake *fake)
{
    struct pb_world_event events[8];
    unsigned i;

    for (i = 0; i < ACTORS; i++)
        assert_int_equal(fake->ours->poll_events(fake->ours->self, events, 8), 0);
}

static int set_up(void **state)
{
    static const struct pb_market_options options = {.items = 64, .auctions = 100, .records = 8, .bots = 8};
    static struct fake fake;
    unsigned i;

    memset(&fake, 0, sizeof fake);
    pb_scarce_init(&fake.scarce, -1);
    fake.world = (struct pb_world){.size = sizeof fake.world,
                                   .self = &fake,
                                   .poll_events = poll_events,
                                   .get_actor = get_actor,
                                   .get_status = get_status,
                                   .sell_item = sell_item,
                                   .buy_item = buy_item,
                                   .repair = repair,
                                   .turn_in_quest = turn_in_quest,
                                   .take_loot_money = take_loot_money,
                                   .get_group = get_group,
                                   .get_object = get_object,
                                   .get_trade = get_trade,
                                   .accept_trade = accept_trade,
                                   .get_mail = get_mail,
                                   .take_mail = take_mail,
                                   .send_mail = send_mail,
                                   .post_auction = post_auction,
                                   .bid_auction = bid_auction,
                                   .cancel_auction = cancel_auction,
                                   .logout = logout};
    *state = &fake;
    if (pb_market_new(&fake.market, &options, &fake.scarce.memory) != PB_OK ||
        pb_gold_world_new(&fake.gold, &fake.world, fake.market, 2, &fake.scarce.memory) != PB_OK)
        return 1;
    fake.ours = pb_gold_world_world(fake.gold);
    for (i = 0; i < ACTORS; i++) {
        fake.money[i] = 1000;
        log_in(&fake, i);
    }
    return 0;
}

static int tear_down(void **state)
{
    struct fake *fake = *state;

    pb_gold_world_free(fake->gold);
    pb_market_free(fake->market);
    return fake->scarce.blocks != 0;
}

/* What the ledger has of a cause, and nothing of any other since the last look. */
static void entered(struct fake *fake, const char *cause, uint64_t created, uint64_t destroyed,
                    uint64_t moved)
{
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    assert_int_equal(pb_market_take_gold(fake->market, rows), 1);
    assert_string_equal(rows[0].cause, cause);
    assert_int_equal(rows[0].created, created);
    assert_int_equal(rows[0].destroyed, destroyed);
    assert_int_equal(rows[0].moved, moved);
}

static void nothing_entered(struct fake *fake)
{
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    assert_int_equal(pb_market_take_gold(fake->market, rows), 0);
}

/* ---- Tests ---- */

static void operations_have_their_causes(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;
    uint32_t cost, auction;

    nothing_entered(fake);
    fake->change[1] = 30;
    assert_int_equal(ours->sell_item(ours->self, 1, 0, 20, 1), PB_OK);
    entered(fake, "vendor_sale", 30, 0, 0);
    fake->change[1] = -40;
    assert_int_equal(ours->buy_item(ours->self, 1, 0, 20, 1), PB_OK);
    entered(fake, "vendor_purchase", 0, 40, 0);
    fake->change[1] = -5;
    assert_int_equal(ours->repair(ours->self, 1, 0, &cost), PB_OK);
    entered(fake, "repair", 0, 5, 0);
    fake->change[1] = 500;
    assert_int_equal(ours->turn_in_quest(ours->self, 1, 3, 0, 0), PB_OK);
    entered(fake, "quest", 500, 0, 0);
    fake->change[1] = -15;
    assert_int_equal(ours->post_auction(ours->self, 1, 20, 1, 5, 6, 12, &auction), PB_OK);
    assert_int_equal(auction, 5);
    entered(fake, "deposit", 0, 15, 0);
    fake->change[1] = -100;
    assert_int_equal(ours->bid_auction(ours->self, 1, 5, 100), PB_OK);
    entered(fake, "auction", 0, 0, 100);
    fake->change[1] = -7;
    assert_int_equal(ours->cancel_auction(ours->self, 1, 5), PB_OK);
    entered(fake, "cut", 0, 7, 0);
    /* What fails costs nothing. */
    fake->error = PB_E_no_money;
    fake->change[1] = -7;
    assert_int_equal(ours->bid_auction(ours->self, 1, 5, 100), PB_E_no_money);
    sweep(fake);
    nothing_entered(fake);
}

static void shares_of_a_group_are_loot(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;

    fake->change[0] = fake->change[1] = 12;
    assert_int_equal(ours->take_loot_money(ours->self, 1, 77), PB_OK);
    entered(fake, "loot", 24, 0, 0);
    /* A human of the group takes it. */
    fake->is_grouped = 1;
    fake->money[1] += 9;
    sweep(fake);
    entered(fake, "loot", 9, 0, 0);
    /* That is no loot. */
    fake->money[1] -= 4;
    sweep(fake);
    entered(fake, "other", 0, 4, 0);
    fake->is_grouped = 0;
    fake->money[1] += 4;
    sweep(fake);
    entered(fake, "other", 4, 0, 0);
}

static void a_trade_among_bots_is_told_by_who_pays(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;

    fake->trade.partner_guid = FIRST_GUID + 2;
    /* The first to accept changes nothing. */
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    nothing_entered(fake);
    fake->change[1] = 300;
    fake->change[2] = -300;
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    entered(fake, "trade", 0, 0, 300);
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 2});
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 1});
    sweep(fake);
    nothing_entered(fake);
}

static void a_trade_with_a_human_is_told_in_either_case(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;

    fake->trade.partner_guid = HUMAN;
    fake->change[1] = 300;
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    entered(fake, "trade", 0, 0, 300);
    /* The human accepts last. */
    fake->money[1] -= 50;
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 1});
    entered(fake, "trade", 0, 0, 50);
    /* One that failed explains nothing. */
    fake->money[1] += 1;
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 1, .error = PB_E_not_allowed});
    sweep(fake);
    entered(fake, "other", 1, 0, 0);
}

/* Two agents see one trade: the copper moves once, whoever accepts last. */
static void a_trade_of_two_agents_is_told_by_who_pays(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;

    fake->is_bot = 1;
    fake->trade.partner_guid = HUMAN;
    /* It pays, and accepts last. */
    fake->change[1] = -300;
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    entered(fake, "trade", 0, 0, 300);
    /* It receives, and accepts last: the other agent has told. */
    fake->change[1] = 200;
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    nothing_entered(fake);
    /* The other one accepts last. */
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    fake->money[1] += 70;
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 1});
    nothing_entered(fake);
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    fake->money[1] -= 40;
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_TRADE_ENDED, .actor = 1});
    entered(fake, "trade", 0, 0, 40);
    /* The next one is a human. */
    fake->is_bot = 0;
    fake->change[1] = 5;
    assert_int_equal(ours->accept_trade(ours->self, 1, 1), PB_OK);
    entered(fake, "trade", 0, 0, 5);
    fake->trade.partner_guid = 0;
}

static void letters_move_money(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    fake->change[1] = -130;
    assert_int_equal(ours->send_mail(ours->self, 1, FIRST_GUID + 2, 100, 0, 0), PB_OK);
    assert_int_equal(pb_market_take_gold(fake->market, rows), 2);
    assert_string_equal(rows[0].cause, "postage");
    assert_int_equal(rows[0].destroyed, 30);
    assert_string_equal(rows[1].cause, "mail");
    assert_int_equal(rows[1].moved, 100);
    fake->mail = (struct pb_mail){.mail_id = 2, .sender_guid = FIRST_GUID + 1, .money = 100};
    fake->change[2] = 100;
    assert_int_equal(ours->take_mail(ours->self, 2, 2), PB_OK);
    nothing_entered(fake);
    fake->mail.sender_guid = HUMAN;
    fake->change[2] = 100;
    assert_int_equal(ours->take_mail(ours->self, 2, 2), PB_OK);
    entered(fake, "mail", 0, 0, 100);
}

/* Letters and auctions between two agents: the other agent's bot has told of what it paid. */
static void what_bots_of_another_agent_pay_is_told_by_them(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    fake->mail = (struct pb_mail){.mail_id = 2, .sender_guid = HUMAN, .money = 100, .is_from_bot = 1};
    fake->change[2] = 100;
    assert_int_equal(ours->take_mail(ours->self, 2, 2), PB_OK);
    nothing_entered(fake);
    fake->mail = (struct pb_mail){.mail_id = 2,
                                  .reason = PB_MAIL_SOLD,
                                  .other_guid = HUMAN,
                                  .is_from_bot = 1,
                                  .money = 95 + 15,
                                  .price = 100,
                                  .cut = 5,
                                  .deposit = 15};
    fake->change[1] = 110;
    assert_int_equal(ours->take_mail(ours->self, 1, 2), PB_OK);
    /* The cut and the deposit are the seller's to tell. */
    assert_int_equal(pb_market_take_gold(fake->market, rows), 2);
    assert_string_equal(rows[0].cause, "deposit");
    assert_int_equal(rows[0].created, 15);
    assert_string_equal(rows[1].cause, "cut");
    assert_int_equal(rows[1].destroyed, 5);
    /* Its own purse knows all of it. */
    assert_int_equal(pb_gold_world_purses(fake->gold)->got[PB_GOLD_AUCTION], 100);
    assert_int_equal(pb_gold_world_purses(fake->gold)->got[PB_GOLD_MAIL], 100);
}

static void what_auctions_bring_comes_in_parts(void **state)
{
    struct fake *fake = *state;
    const struct pb_world *ours = fake->ours;
    const struct pb_purses *purses = pb_gold_world_purses(fake->gold);
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    fake->mail = (struct pb_mail){.mail_id = 2,
                                  .reason = PB_MAIL_SOLD,
                                  .other_guid = HUMAN,
                                  .money = 200 - 10 + 15,
                                  .price = 200,
                                  .cut = 10,
                                  .deposit = 15};
    fake->change[1] = 205;
    assert_int_equal(ours->take_mail(ours->self, 1, 2), PB_OK);
    assert_int_equal(pb_market_take_gold(fake->market, rows), 3);
    assert_string_equal(rows[0].cause, "deposit");
    assert_int_equal(rows[0].created, 15);
    assert_string_equal(rows[1].cause, "cut");
    assert_int_equal(rows[1].destroyed, 10);
    assert_string_equal(rows[2].cause, "auction");
    assert_int_equal(rows[2].moved, 200);
    /* Of a bot, who told of it when it paid. */
    fake->mail.other_guid = FIRST_GUID + 3;
    fake->change[1] = 205;
    assert_int_equal(ours->take_mail(ours->self, 1, 2), PB_OK);
    assert_int_equal(pb_market_take_gold(fake->market, rows), 2);
    /* A bid that comes back. */
    fake->mail = (struct pb_mail){.mail_id = 2, .reason = PB_MAIL_OUTBID, .money = 90, .price = 90};
    fake->change[1] = 90;
    assert_int_equal(ours->take_mail(ours->self, 1, 2), PB_OK);
    nothing_entered(fake);
    assert_int_equal(purses->got[PB_GOLD_AUCTION], 490);
    assert_int_equal(purses->gave[PB_GOLD_CUT], 20);
    assert_int_equal(purses->got[PB_GOLD_DEPOSIT], 30);
    assert_int_equal(pb_purses_money(purses, 1), 1000 + 205 + 205 + 90);
    /* One with nothing in the purse, which goes below 0 on the way. */
    fake->money[4] = 0;
    sweep(fake);
    entered(fake, "other", 0, 1000, 0);
    fake->mail = (struct pb_mail){
        .mail_id = 2, .reason = PB_MAIL_SOLD, .money = 95, .price = 100, .cut = 5, .other_guid = HUMAN};
    fake->change[4] = 95;
    assert_int_equal(ours->take_mail(ours->self, 4, 2), PB_OK);
    assert_int_equal(pb_purses_money(purses, 4), 95);
    assert_int_equal(pb_market_gold(fake->market, PB_GOLD_OTHER).created, 0);
}

/* What changed while a bot was away, and numbers that are given again. */
static void purses_are_known_by_character(void **state)
{
    struct fake *fake = *state;
    const struct pb_purses *purses = pb_gold_world_purses(fake->gold);

    fake->money[1] += 3;
    assert_int_equal(fake->ours->logout(fake->ours->self, 1), PB_OK);
    assert_int_equal(fake->left, 1);
    entered(fake, "other", 3, 0, 0);
    tell(fake, &(struct pb_world_event){.type = PB_WORLD_LOGGED_OUT, .actor = 1, .guid = FIRST_GUID + 1});
    assert_int_equal(pb_purses_find(purses, FIRST_GUID + 1), PB_NO_ACTOR);
    assert_true(pb_purses_know(purses, FIRST_GUID + 1));
    assert_false(pb_purses_know(purses, HUMAN));
    assert_false(pb_purses_know(purses, 0));
    fake->money[1] += 7;
    sweep(fake);
    nothing_entered(fake);
    log_in(fake, 1);
    entered(fake, "other", 7, 0, 0);
    assert_int_equal(pb_purses_find(purses, FIRST_GUID + 1), 1);
    /* A purse of 2^32 - 1 copper that is emptied. */
    fake->money[2] = UINT32_MAX;
    sweep(fake);
    entered(fake, "other", UINT32_MAX - 1000u, 0, 0);
    fake->money[2] = 0;
    sweep(fake);
    entered(fake, "other", 0, UINT32_MAX, 0);
}

/* Every function of the world is passed on: where the world has one, so has ours, and nowhere else. */
static void every_function_is_passed_on(void **state)
{
    struct fake *fake = *state;
    const size_t first = offsetof(struct pb_world, poll_events), size = sizeof(void (*)(void));
    struct pb_world whole = {.size = sizeof whole, .self = fake};
    struct pb_gold_world *gold;
    unsigned char zeros[sizeof size] = {0};
    size_t at, missing = 0;

    assert_int_equal((sizeof whole - first) % size, 0);
    for (at = first; at < sizeof whole; at += size)
        memcpy((unsigned char *)&whole + at, &fake->world.get_actor, size);
    assert_int_equal(pb_gold_world_new(&gold, &whole, NULL, 8, &pb_memory_libc), PB_OK);
    for (at = first; at < sizeof whole; at += size)
        missing += memcmp((const unsigned char *)pb_gold_world_world(gold) + at, zeros, size) == 0;
    assert_int_equal(missing, 0);
    pb_gold_world_free(gold);
    for (at = first; at < sizeof whole; at += size)
        if (at != offsetof(struct pb_world, get_actor))
            memset((unsigned char *)&whole + at, 0, size);
    assert_int_equal(pb_gold_world_new(&gold, &whole, NULL, 8, &pb_memory_libc), PB_OK);
    for (at = first; at < sizeof whole; at += size)
        missing += memcmp((const unsigned char *)pb_gold_world_world(gold) + at, zeros, size) == 0;
    assert_int_equal(missing, (sizeof whole - first) / size - 1);
    pb_gold_world_free(gold);
}

static void no_memory(void **state)
{
    struct pb_world world = {.size = sizeof world};
    struct pb_gold_world *gold = NULL;
    struct pb_scarce scarce;
    long most = 0;

    (void)state;
    for (;;) {
        pb_scarce_init(&scarce, most);
        if (pb_gold_world_new(&gold, &world, NULL, 8, &scarce.memory) == PB_OK)
            break;
        assert_int_equal(scarce.blocks, 0);
        assert_true(most++ < 10);
    }
    assert_int_equal(most, 3);
    assert_true(pb_gold_world_bytes(gold) > sizeof world);
    pb_gold_world_free(gold);
    pb_gold_world_free(NULL);
    assert_int_equal(scarce.blocks, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(operations_have_their_causes),
        TEST(shares_of_a_group_are_loot),
        TEST(a_trade_among_bots_is_told_by_who_pays),
        TEST(a_trade_of_two_agents_is_told_by_who_pays),
        TEST(a_trade_with_a_human_is_told_in_either_case),
        TEST(letters_move_money),
        TEST(what_bots_of_another_agent_pay_is_told_by_them),
        TEST(what_auctions_bring_comes_in_parts),
        TEST(purses_are_known_by_character),
        TEST(every_function_is_passed_on),
        cmocka_unit_test(no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
