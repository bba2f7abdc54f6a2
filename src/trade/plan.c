/* Plan: what a bot has for whom of its group: gear by need, food by plenty (DistributeLoot, ShareConsumables
 * and GetGroupMembers in the specification). */
#include "include/playerbot_error.h"
#include "trade/state.h"

enum {
    NEAR_YARDS = 100, /* those who share a kill */
    CANDIDATES = 8,
    HUNGRY = 5,           /* pieces of food, below which somebody is given some */
    NOT_AGAIN_MS = 600000 /* after it came to nothing with somebody */
};

struct candidate {
    struct pb_trade_thing thing;
    float gain; /* for whom it is best, as a share of what that one wears */
    unsigned member;
};

/* What it has no use for and somebody could wear. */
static unsigned list_gear(const struct pb_trades *own, pb_bot bot, const struct pb_trade_bags *bags,
                          struct candidate candidates[CANDIDATES])
{
    unsigned count = 0, i;

    for (i = 0; i < bags->count && count < CANDIDATES; i++) {
        const struct pb_item_template *item = bags->items[i];
        struct pb_trade_thing thing;

        if (!item || (item->item_class != PB_ITEM_WEAPON && item->item_class != PB_ITEM_ARMOR) ||
            bags->stacks[i].slot < PB_PACK_SLOT_FIRST)
            continue;
        thing = pb_trade_thing_of(own, bot, &bags->stacks[i], bags);
        if (own->policy->can_trade_item(&thing, 1))
            candidates[count++] = (struct candidate){.thing = thing};
    }
    return count;
}

/* The stack of food that it spares most easily: the smallest that leaves it enough; bags->count: none. */
static unsigned find_food(const struct pb_trades *own, pb_bot bot, const struct pb_trade_bags *bags)
{
    unsigned best = bags->count, i;

    for (i = 0; i < bags->count; i++) {
        struct pb_trade_thing thing;

        if (!bags->items[i] || !pb_item_is_provision(bags->items[i], bags->user.level))
            continue;
        thing = pb_trade_thing_of(own, bot, &bags->stacks[i], bags);
        if (own->policy->can_trade_item(&thing, 1) &&
            (best == bags->count || bags->stacks[i].count < bags->stacks[best].count))
            best = i;
    }
    return best;
}

static int is_asked_in_vain(const struct pb_trades *own, pb_bot bot, uint64_t guid)
{
    const struct pb_trader *trader = &own->traders[bot];

    return trader->refused_guid == guid && own->env.bots->now_ms - trader->refused_ms < NOT_AGAIN_MS;
}

/* What it may give a member; 0: nothing, or it is out of reach. Humans get what they ask for: what they wear
 * is not seen. */
static uint64_t allowance(const struct pb_trades *own, pb_bot bot, const struct pb_group_member *member)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_status status = {0};
    struct pb_trade_partner partner;

    if (member->actor == PB_NO_ACTOR || member->actor == own->env.bots->row[bot].actor ||
        !(member->distance >= 0 && member->distance <= NEAR_YARDS) ||
        is_asked_in_vain(own, bot, member->guid))
        return 0;
    world->get_status(world->self, &member->actor, 1, &status);
    if (status.flags & (PB_ACTOR_DEAD | PB_ACTOR_IN_COMBAT | PB_ACTOR_TRADING))
        return 0;
    partner = pb_trade_partner_of(own, bot, member->guid);
    partner.is_bot = 1;
    return pb_trade_can_trade_with(own->policy, own->security, &partner) ? own->policy->gift_most(&partner)
                                                                         : 0;
}

/* Adds to the plan, as far as the allowance goes. */
static void add(struct pb_trader *trader, const struct pb_trade_thing *thing, uint64_t *left)
{
    uint64_t value = pb_trade_gift_value(thing);

    if (value > *left || trader->plan.count == PB_TRADE_SLOTS)
        return;
    *left -= value;
    trader->plan.items[trader->plan.count++] =
        (struct pb_trade_piece){thing->item->entry, thing->count, thing->slot};
}

/* For each thing the member whom it helps most; in `lefts` what each may get. Returns the first who is hungry
 * and could eat `food`; PB_GROUP_SIZE: nobody. */
static unsigned ask_around(const struct pb_trades *own, pb_bot bot, const struct pb_group_view *group,
                           struct candidate *candidates, unsigned count, const struct pb_item_template *food,
                           uint64_t lefts[PB_GROUP_SIZE])
{
    struct pb_trade_bags bags;
    unsigned hungry = PB_GROUP_SIZE, i, k;

    for (i = 0; i < group->count && i < PB_GROUP_SIZE; i++) {
        lefts[i] = allowance(own, bot, &group->members[i]);
        if (!lefts[i] || pb_trade_bags_read(own->env.world, group->members[i].actor, &bags) != PB_OK)
            continue;
        for (k = 0; k < count; k++) {
            float gain = bags.free_slots ? pb_trade_gain(&bags, candidates[k].thing.item, 0) : 0;

            gain = bags.total > 0 ? gain / bags.total : gain;
            if (gain > candidates[k].gain && pb_trade_gift_value(&candidates[k].thing) <= lefts[i]) {
                candidates[k].gain = gain;
                candidates[k].member = i;
            }
        }
        if (hungry == PB_GROUP_SIZE && food && bags.free_slots && bags.provisions < HUNGRY &&
            pb_item_is_provision(food, bags.user.level))
            hungry = i;
    }
    return hungry;
}

static void address(struct pb_trades *own, pb_bot bot, const struct pb_group_member *member)
{
    struct pb_trader *trader = &own->traders[bot];

    trader->plan = (struct pb_trade_offer){.count = 0};
    trader->partner = member->object;
    trader->partner_guid = member->guid;
    trader->is_human = 0;
}

int pb_trade_plan(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct candidate candidates[CANDIDATES];
    uint64_t lefts[PB_GROUP_SIZE] = {0};
    struct pb_group_view group = {0};
    struct pb_trade_bags bags;
    unsigned count, food, hungry, to = PB_GROUP_SIZE, i;
    float best = 0;

    if (world->get_group(world->self, own->env.bots->row[bot].actor, &group) != PB_OK || group.count < 2 ||
        pb_trade_bags_read(world, own->env.bots->row[bot].actor, &bags) != PB_OK)
        return 0;
    count = list_gear(own, bot, &bags, candidates);
    food = find_food(own, bot, &bags);
    if (!count && food == bags.count)
        return 0;
    hungry =
        ask_around(own, bot, &group, candidates, count, food < bags.count ? bags.items[food] : NULL, lefts);
    for (i = 0; i < count; i++)
        if (candidates[i].gain > best) {
            best = candidates[i].gain;
            to = candidates[i].member;
        }
    if (to == PB_GROUP_SIZE)
        to = hungry;
    if (to == PB_GROUP_SIZE)
        return 0;
    address(own, bot, &group.members[to]);
    for (i = 0; i < count; i++)
        if (candidates[i].gain > 0 && candidates[i].member == to)
            add(&own->traders[bot], &candidates[i].thing, &lefts[to]);
    if (to == hungry) {
        struct pb_trade_thing thing = pb_trade_thing_of(own, bot, &bags.stacks[food], &bags);

        add(&own->traders[bot], &thing, &lefts[to]);
    }
    if (own->traders[bot].plan.count)
        pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_GIVE,
                       own->traders[bot].plan.items[0].entry, best, (uint32_t)group.members[to].guid, 0);
    return own->traders[bot].plan.count > 0;
}
