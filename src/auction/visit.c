/* Visit: whether a bot should go to town for its auctions, and its ways there. */
#include "auction/state.h"
#include "base/clock.h"
#include "include/playerbot_error.h"
#include "item/item_money.h"

enum {
    /* To the next visit, and after one was broken off. */
    VISIT_AGAIN_MS = 900000,
    PUT_OFF_MS = 180000,
    /* And after something more urgent, such as a corpse by the way. */
    RESUME_MS = 10000,
    /* Things of the house that it looks at once a minute; and to the next visit for one of them alone. */
    LOOKED_AT_REST = 4,
    SHOP_AGAIN_MS = 3600000,
    /* What it carries is judged anew when it changed, or after that. */
    WEIGH_AGAIN_MS = 600000,
    /* So long letters wait for an occasion that is worth more. */
    MAIL_WAITS_MS = 1200000,
    /* Who goes because nobody knows the prices has so long to get there before another goes. */
    SCOUT_MS = 900000,
    /* Nobody goes for that alone where somebody has been within so long: what was unknown then is not sold.
     */
    SCOUT_AGAIN_S = 3600,
    /* And the same one not again before that. */
    SCOUT_REST_S = PB_DAY_S,
    /* A way costs what so many slots of the bags would have brought, and one more for so many yards. */
    WAY_SLOTS = 4,
    YARDS_A_SLOT = 200,
    FEW_SLOTS = 4
};

/* When the turn of a bot comes next, once in each interval: the same moment of it each time, which is another
 * one for each bot. */
static uint32_t turn_ms(const struct pb_auctions *own, pb_bot bot, uint32_t interval_ms)
{
    uint64_t mixed = (own->env.bots->row[bot].guid ^ own->env.seed) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t now_ms = own->env.bots->now_ms, phase_ms = (uint32_t)(mixed >> 32) % interval_ms;

    return now_ms + (phase_ms + interval_ms - now_ms % interval_ms) % interval_ms;
}

void pb_auction_stagger(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];

    dealer->visit_ms = turn_ms(own, bot, VISIT_AGAIN_MS);
    dealer->shop_ms = turn_ms(own, bot, SHOP_AGAIN_MS);
}

/* What the way costs in copper; below 0: there is none. */
static double way_cost(const struct pb_auctions *own, pb_bot bot, uint8_t role)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view;

    if (world->find_service(world->self, own->env.bots->row[bot].actor, role, &view) != PB_OK)
        return -1;
    return pb_item_carry_cost(own->env.bots->row[bot].status.level) *
           (WAY_SLOTS + (double)view.distance / YARDS_A_SLOT);
}

double pb_auction_expected_gain(struct pb_auctions *own, pb_bot bot, unsigned *unknown)
{
    uint8_t house = pb_auction_house_of(own, bot);
    struct pb_auction_things things;
    struct pb_auction_item known;
    struct pb_auction_sale sale;
    double gain = 0;
    unsigned i;

    *unknown = 0;
    if (!pb_auction_has_room(own, bot, house))
        return 0;
    pb_auction_read(own, bot, &things);
    for (i = 0; i < things.count; i++) {
        struct pb_auction_lot lot = {.count = things.stacks[i].count};
        enum pb_auction_sale_verdict verdict;

        if (!pb_auction_is_goods(own, bot, &things, i))
            continue;
        lot.failures = pb_auction_failures(own, bot, things.stacks[i].entry);
        if (lot.failures >= PB_AUCTION_TRIES)
            continue;
        pb_auction_know(own, house, things.items[i], &known);
        pb_auction_know_rivals(own, house, own->env.bots->row[bot].guid, &known);
        if (pb_auction_was_full(own, house, things.stacks[i].entry))
            continue;
        verdict = own->strategy->judge_sale(&known, &lot, &sale);
        *unknown += verdict == PB_SALE_UNKNOWN;
        gain += verdict == PB_SALE_POST ? sale.gain : 0;
    }
    return gain;
}

/* Nobody has looked at the house lately, nor is anybody about to: this one goes, for all. */
static int may_scout(struct pb_auctions *own, pb_bot bot)
{
    struct pb_auction_house *house = &own->houses[pb_auction_house_of(own, bot)];
    struct pb_dealer *dealer = &own->dealers[bot];
    uint32_t now_s = pb_market_now_s(own->env.market);

    if ((house->scanned_s && now_s - house->scanned_s < SCOUT_AGAIN_S) ||
        (dealer->scouted_s && now_s - dealer->scouted_s < SCOUT_REST_S) ||
        (house->lease_ms && !pb_auction_is_over(own, house->lease_ms)))
        return 0;
    house->scanner = bot;
    house->lease_ms = (own->env.bots->now_ms + SCOUT_MS) | 1;
    dealer->scouted_s = now_s;
    return 1;
}

static void ask(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    uint64_t copper;

    dealer->has_asked = 1;
    pb_auction_add_ours(own, own->env.bots->row[bot].guid);
    if (pb_auction_count_mail(own, bot, &copper)) {
        dealer->has_mail = 1;
        dealer->mail_ms = own->env.bots->now_ms;
    }
}

/* Whether what is in the mail is worth the way by itself. */
static int weigh_mail(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    uint64_t copper;
    double cost;

    if (!dealer->has_mail || (dealer->is_full && own->env.bots->row[bot].status.free_slots < FEW_SLOTS))
        return 0;
    cost = way_cost(own, bot, PB_ROLE_MAILBOX);
    pb_auction_count_mail(own, bot, &copper);
    return cost >= 0 && ((double)copper >= cost || pb_auction_is_over(own, dealer->mail_ms + MAIL_WAITS_MS));
}

static int weigh_goods(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    uint16_t version = own->env.bots->row[bot].status.inventory_version;
    unsigned unknown;
    double cost, gain;

    if (dealer->weighed_ms && version == dealer->seen_version &&
        !pb_auction_is_over(own, dealer->weighed_ms + WEIGH_AGAIN_MS))
        return 0;
    dealer->seen_version = version;
    dealer->weighed_ms = own->env.bots->now_ms | 1;
    cost = way_cost(own, bot, PB_ROLE_AUCTIONEER);
    gain = cost < 0 ? 0 : pb_auction_expected_gain(own, bot, &unknown);
    if (cost < 0 || (gain < cost && !(unknown && may_scout(own, bot))))
        return 0;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_VISIT, unknown, (float)gain, 0,
                   (float)cost);
    return 1;
}

/* Somebody else will have bought it, or it costs more by then: so it does not come again soon. */
static int weigh_wishes(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];

    /* What it buys comes by mail, and wants room. */
    if (own->env.bots->row[bot].status.free_slots < FEW_SLOTS)
        return 0;
    if (!pb_auction_is_over(own, dealer->shop_ms) || !pb_auction_has_wish(own, bot, LOOKED_AT_REST) ||
        way_cost(own, bot, PB_ROLE_AUCTIONEER) < 0)
        return 0;
    dealer->shop_ms = own->env.bots->now_ms + SHOP_AGAIN_MS;
    own->shopping++;
    return 1;
}

/* Something goes on that a visit could not replace. */
static int is_busy(const struct pb_auctions *own, pb_bot bot)
{
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;

    return goal->kind != PB_GOAL_NONE && goal->owner != own->env.number && goal->priority >= PB_GOAL_VENDOR;
}

enum pb_auction_signal pb_auction_weigh(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];

    if (!dealer->has_asked)
        ask(own, bot);
    /* Nobody waits for the market to open. */
    if (!pb_market_is_open(own->env.market) && pb_auction_is_over(own, dealer->shop_ms))
        dealer->shop_ms = turn_ms(own, bot, SHOP_AGAIN_MS);
    /* The others would wait. */
    if (!pb_auction_is_over(own, dealer->visit_ms) || is_busy(own, bot) ||
        (own->env.bots->row[bot].status.flags & PB_ACTOR_GROUPED) != 0)
        return PB_AUCTION_SIGNALS;
    dealer->is_trading = dealer->has_collected = dealer->has_begun = dealer->is_blind = dealer->slot = 0;
    if (pb_market_is_open(own->env.market) && (weigh_goods(own, bot) || weigh_wishes(own, bot)))
        return PB_AUCTION_HAS_GOODS;
    return weigh_mail(own, bot) ? PB_AUCTION_HAS_MAIL : PB_AUCTION_SIGNALS;
}

/* ---- Ways ---- */

static enum pb_auction_signal walk(struct pb_auctions *own, pb_bot bot, uint8_t role)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view;
    struct pb_goal goal = {.radius = PB_INTERACT_YARDS - 1,
                           .kind = PB_GOAL_GO,
                           .owner = own->env.number,
                           .priority = PB_GOAL_VENDOR};

    if (world->find_service(world->self, own->env.bots->row[bot].actor, role, &view) != PB_OK)
        return PB_AUCTION_FAILED;
    goal.position = view.position;
    return pb_bots_set_goal(own->env.bots, bot, &goal) == PB_OK ? PB_AUCTION_SIGNALS : PB_AUCTION_LOST;
}

enum pb_auction_signal pb_auction_go(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    *next_ms = PB_AUCTION_WALK_MS;
    own->dealers[bot].is_trading = 1;
    return walk(own, bot, PB_ROLE_AUCTIONEER);
}

enum pb_auction_signal pb_auction_go_to_mail(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    enum pb_auction_signal signal;

    *next_ms = PB_AUCTION_STEP_MS;
    if (!dealer->has_mail || dealer->has_collected)
        return PB_AUCTION_NOTHING;
    signal = walk(own, bot, PB_ROLE_MAILBOX);
    if (signal == PB_AUCTION_FAILED)
        return PB_AUCTION_NOTHING;
    *next_ms = PB_AUCTION_WALK_MS;
    dealer->has_collected = 1;
    dealer->cursor = 0;
    return signal;
}

static void end(struct pb_auctions *own, pb_bot bot, uint32_t again_ms)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    unsigned i;

    dealer->visit_ms = own->env.bots->now_ms + again_ms;
    dealer->wish.amount = 0;
    /* Somebody else may go on at once. */
    for (i = 0; i < PB_AUCTION_HOUSES; i++)
        if (own->houses[i].scanner == bot)
            own->houses[i].lease_ms = 0;
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
}

enum pb_auction_signal pb_auction_leave(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    end(own, bot, VISIT_AGAIN_MS);
    *next_ms = PB_AUCTION_WALK_MS;
    return PB_AUCTION_SIGNALS;
}

enum pb_auction_signal pb_auction_put_off(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    own->put_off++;
    own->dealers[bot].weighed_ms = 0;
    end(own, bot, PUT_OFF_MS);
    *next_ms = PB_AUCTION_WALK_MS;
    return PB_AUCTION_SIGNALS;
}

enum pb_auction_signal pb_auction_resume_soon(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    own->interrupted++;
    own->dealers[bot].weighed_ms = own->dealers[bot].scouted_s = 0;
    end(own, bot, RESUME_MS);
    *next_ms = RESUME_MS;
    return PB_AUCTION_SIGNALS;
}
