/* Goods: what a bot would give away at a house, what it could use, and what did not sell. */
#include "auction/state.h"
#include "base/clock.h"
#include "item/item_value.h"

enum {
    /* What it will wear within so many levels it keeps. */
    SOON_LEVELS = 5,
    PROVISIONS = 10, /* pieces of food below which it buys some */
    /* So long it remembers that something did not sell: longer than an auction stands and its mail waits. */
    REMEMBER_S = 4 * PB_DAY_S,
    /* And so long it does not try again after the last time. */
    GIVEN_UP_S = PB_DAY_S,
    /* What comes back within so long was posted together: one failure. */
    TOGETHER_S = 21600
};

/* Clothes that are better by less are not worth money. */
static const float UPGRADE_SHARE = 1.1f;

struct pb_item_user pb_auction_user(const struct pb_auctions *own, pb_bot bot)
{
    const struct pb_bots *bots = own->env.bots;

    return (struct pb_item_user){.level = bots->row[bot].status.level,
                                 .race = bots->row[bot].race,
                                 .character_class = bots->row[bot].character_class,
                                 .specialization = bots->row[bot].specialization};
}

void pb_auction_read(const struct pb_auctions *own, pb_bot bot, struct pb_auction_things *things)
{
    const struct pb_world *world = own->env.world;
    uint8_t bags[PB_BAG_SLOTS] = {0};
    unsigned i;

    for (i = 0; i < PB_EQUIPMENT_SLOTS; i++)
        things->worn[i] = NULL;
    things->provisions = 0;
    things->count =
        world->get_inventory(world->self, own->env.bots->row[bot].actor, things->stacks, PB_AUCTION_STACKS);
    for (i = 0; i < things->count; i++) {
        const struct pb_item_template *item = world->get_item(world->self, things->stacks[i].entry);
        unsigned slot = things->stacks[i].slot;

        things->items[i] = item;
        if (!item)
            continue;
        if (slot < PB_EQUIPMENT_SLOTS)
            things->worn[slot] = item;
        else if (slot < PB_PACK_SLOT_FIRST)
            bags[slot - PB_BAG_SLOT_FIRST] = item->bag_slots;
        if (pb_item_is_provision(item, own->env.bots->row[bot].status.level))
            things->provisions += things->stacks[i].count;
    }
    things->least_bag = bags[0];
    for (i = 1; i < PB_BAG_SLOTS; i++)
        things->least_bag = bags[i] < things->least_bag ? bags[i] : things->least_bag;
}

/* The best that wearing it instead of what is worn brings, as a share of that; 0: nothing. In `worn` what it
 * would replace, NULL: an empty slot. */
static float improvement(const struct pb_auction_things *things, const struct pb_item_user *user,
                         const struct pb_item_template *item, const struct pb_item_template **worn)
{
    uint32_t slots = pb_item_slots(item, user);
    float best = 0;
    unsigned slot;

    *worn = NULL;
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        float value = slots >> slot & 1 ? pb_item_slot_value(item, user, slot) : 0, before = 0;
        const struct pb_item_template *old = things->worn[slot];

        if (value <= 0)
            continue;
        /* Who holds something with both hands gives it up for what goes into one. */
        if (slot == PB_SLOT_OFF_HAND && things->worn[PB_SLOT_MAIN_HAND] &&
            pb_item_takes_both_hands(things->worn[PB_SLOT_MAIN_HAND]))
            old = things->worn[PB_SLOT_MAIN_HAND];
        if (old)
            before = pb_item_slot_value(old, user, old == things->worn[slot] ? slot : PB_SLOT_MAIN_HAND);
        if (slot == PB_SLOT_MAIN_HAND && pb_item_takes_both_hands(item) && things->worn[PB_SLOT_OFF_HAND])
            before += pb_item_slot_value(things->worn[PB_SLOT_OFF_HAND], user, PB_SLOT_OFF_HAND);
        /* The same unique thing twice is none more. */
        if (old && old->entry == item->entry)
            return 0;
        if (before <= 0)
            before = 0.01f;
        if (value / before > best) {
            best = value / before;
            *worn = old;
        }
    }
    return best;
}

/* Somebody's: worn by the bot now or soon, or what it lives on. */
static int is_kept(const struct pb_auctions *own, pb_bot bot, const struct pb_auction_things *things,
                   const struct pb_item_template *item)
{
    struct pb_item_user user = pb_auction_user(own, bot);
    const struct pb_item_template *worn;

    if (pb_item_is_provision(item, user.level))
        return 1;
    if (item->inventory_type == PB_TYPE_BAG)
        return item->bag_slots > things->least_bag;
    if (improvement(things, &user, item, &worn) > 1)
        return 1;
    user.level = (uint8_t)(user.level + SOON_LEVELS < PB_MAX_LEVEL ? user.level + SOON_LEVELS : PB_MAX_LEVEL);
    return improvement(things, &user, item, &worn) > 1;
}

int pb_auction_is_goods(const struct pb_auctions *own, pb_bot bot, const struct pb_auction_things *things,
                        unsigned at)
{
    const struct pb_item_stack *stack = &things->stacks[at];
    const struct pb_item_template *item = things->items[at];

    if (!item || stack->slot < PB_PACK_SLOT_FIRST || stack->is_bound || stack->durability < 100 ||
        (item->flags & (PB_ITEM_SOULBOUND | PB_ITEM_CONJURED)) || pb_item_is_sacred(item) ||
        pb_item_is_junk(item) || item->quality < PB_QUALITY_NORMAL)
        return 0;
    /* Ordinary clothes are for vendors. */
    if ((item->item_class == PB_ITEM_WEAPON || item->item_class == PB_ITEM_ARMOR) &&
        item->quality < PB_QUALITY_UNCOMMON)
        return 0;
    return !is_kept(own, bot, things, item);
}

/* It carries as good a thing for the same place, and has not put it on yet. */
static int is_carried(const struct pb_auction_things *things, const struct pb_item_user *user,
                      const struct pb_item_template *item)
{
    uint32_t slots = pb_item_slots(item, user);
    float value = pb_item_value(item, user);
    unsigned i;

    for (i = 0; i < things->count; i++)
        if (things->stacks[i].slot >= PB_PACK_SLOT_FIRST && things->items[i] &&
            (pb_item_slots(things->items[i], user) & slots) != 0 &&
            pb_item_value(things->items[i], user) * UPGRADE_SHARE > value)
            return 1;
    return 0;
}

uint32_t pb_auction_purpose(const struct pb_auctions *own, pb_bot bot, const struct pb_item_template *item,
                            enum pb_auction_need need)
{
    struct pb_item_user user = pb_auction_user(own, bot);

    switch (need) {
    case PB_NEED_BAG:
        return 1u << 31;
    case PB_NEED_CONSUMABLE:
        return 1u << 30;
    case PB_NEED_UPGRADE:
        return pb_item_slots(item, &user);
    default:
        return 0;
    }
}

enum pb_auction_need pb_auction_need_of(const struct pb_auctions *own, pb_bot bot,
                                        const struct pb_auction_things *things,
                                        const struct pb_item_template *item)
{
    struct pb_item_user user = pb_auction_user(own, bot);
    const struct pb_item_template *worn;

    if (item->flags & (PB_ITEM_SOULBOUND | PB_ITEM_CONJURED) || pb_item_is_sacred(item))
        return PB_NEED_NOTHING;
    if (item->inventory_type == PB_TYPE_BAG)
        return item->bag_slots > things->least_bag ? PB_NEED_BAG : PB_NEED_NOTHING;
    if (pb_item_is_provision(item, user.level))
        return things->provisions < PROVISIONS ? PB_NEED_CONSUMABLE : PB_NEED_NOTHING;
    /* Better by what its class wants of it, and not worse in the eyes of others. */
    if (improvement(things, &user, item, &worn) >= UPGRADE_SHARE &&
        (!worn || pb_item_gear_score(item) >= pb_item_gear_score(worn)) && !is_carried(things, &user, item))
        return PB_NEED_UPGRADE;
    return PB_NEED_NOTHING;
}

/* ---- What did not sell ---- */

static struct pb_auction_failure *find(const struct pb_auctions *own, pb_bot bot, uint32_t entry)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    unsigned i;

    for (i = 0; i < PB_AUCTION_MEMORY; i++)
        if (dealer->failures[i].entry == entry)
            return &dealer->failures[i];
    return NULL;
}

static int is_past(const struct pb_auctions *own, const struct pb_auction_failure *failure)
{
    uint32_t age_s = pb_market_now_s(own->env.market) - failure->at_s;

    return age_s >= (failure->count < PB_AUCTION_TRIES ? REMEMBER_S : GIVEN_UP_S);
}

unsigned pb_auction_failures(const struct pb_auctions *own, pb_bot bot, uint32_t entry)
{
    const struct pb_auction_failure *failure = find(own, bot, entry);

    return failure && !is_past(own, failure) ? failure->count : 0;
}

void pb_auction_note_failure(struct pb_auctions *own, pb_bot bot, uint32_t entry)
{
    struct pb_auction_failure *failures = own->dealers[bot].failures, *failure = find(own, bot, entry);
    uint32_t now_s = pb_market_now_s(own->env.market), count = pb_auction_failures(own, bot, entry);
    unsigned i;

    if (!failure || !count || now_s - failure->at_s >= TOGETHER_S)
        count++;
    /* In place of what came back first. */
    if (!failure)
        for (failure = failures, i = 1; i < PB_AUCTION_MEMORY && failure->entry; i++)
            if (!failures[i].entry || (int32_t)(failures[i].at_s - failure->at_s) < 0)
                failure = &failures[i];
    *failure = (struct pb_auction_failure){.entry = entry, .at_s = now_s, .count = count};
}

void pb_auction_forget_failure(struct pb_auctions *own, pb_bot bot, uint32_t entry)
{
    struct pb_auction_failure *failure = find(own, bot, entry);

    if (failure)
        *failure = (struct pb_auction_failure){0};
}
