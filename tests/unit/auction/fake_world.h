/* Fake world: what a bot of a fake house may ask of the world and do there, by the rules of
 * playerbot_world.h; what it posts, bids or buys is judged when it does so. */
#ifndef PB_TESTS_FAKE_WORLD_H
#define PB_TESTS_FAKE_WORLD_H

#include "fake_lots.h"

static inline const struct pb_item_template *fake_get_item(void *self, uint32_t entry)
{
    return fake_item(self, entry);
}

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    *view = (struct pb_actor_view){.money = ((struct fake *)self)->bot[actor].money};
    return PB_OK;
}

static inline unsigned fake_get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks,
                                          unsigned max)
{
    const struct fake_bot *own = &((struct fake *)self)->bot[actor];
    unsigned count = own->count < max ? own->count : max;

    memcpy(stacks, own->stacks, count * sizeof *stacks);
    return count;
}

static inline int fake_find_service(void *self, pb_actor actor, uint8_t roles, struct pb_object_view *view)
{
    struct fake *fake = self;
    float x = roles & PB_ROLE_AUCTIONEER ? FAKE_AUCTIONEER : FAKE_MAILBOX;

    *view =
        (struct pb_object_view){.position = {.x = x}, .distance = fabsf(fake->bot[actor].x - x), .entry = 1};
    return (roles & PB_ROLE_AUCTIONEER ? fake->has_auctioneer : fake->has_mailbox) ? PB_OK : PB_E_gone;
}

static inline int fake_is_at(const struct fake *fake, pb_actor actor, float x)
{
    return fabsf(fake->bot[actor].x - x) <= PB_INTERACT_YARDS;
}

static inline int fake_get_house(void *self, pb_actor actor)
{
    struct fake *fake = self;

    return fake->has_auctioneer && fake_is_at(fake, actor, FAKE_AUCTIONEER) ? FAKE_HOUSE : PB_E_too_far;
}

static inline unsigned fake_get_mail(void *self, pb_actor actor, struct pb_mail *mails, unsigned max)
{
    const struct fake_bot *own = &((struct fake *)self)->bot[actor];
    unsigned count = own->mail_count < max ? own->mail_count : max;

    memcpy(mails, own->mails, count * sizeof *mails);
    return count;
}

static inline int fake_take_mail(void *self, pb_actor actor, uint64_t mail_id)
{
    struct fake *fake = self;
    struct fake_bot *own = &fake->bot[actor];
    unsigned at = 0;

    if (!fake->has_mailbox || !fake_is_at(fake, actor, FAKE_MAILBOX))
        return PB_E_too_far;
    while (at < own->mail_count && own->mails[at].mail_id != mail_id)
        at++;
    if (at == own->mail_count)
        return PB_E_gone;
    if (own->mails[at].reason == PB_MAIL_LETTER || own->mails[at].cash_on_delivery)
        fake_blame(fake, "a bot took a letter that is none of the house");
    if (own->mails[at].item && fake_add(fake, actor, own->mails[at].item, own->mails[at].item_count) != PB_OK)
        return PB_E_inventory_full;
    own->money += own->mails[at].money;
    memmove(&own->mails[at], &own->mails[at + 1], (--own->mail_count - at) * sizeof *own->mails);
    return PB_OK;
}

static inline unsigned fake_scan_auctions(void *self, pb_actor actor, uint32_t from_id,
                                          struct pb_auction *auctions, unsigned max)
{
    struct fake *fake = self;
    unsigned count = 0;

    if (fake_get_house(self, actor) < 0)
        return 0;
    for (unsigned i = 0; i < fake->auction_count && count < max; i++) {
        const struct fake_auction *auction = &fake->auctions[i];

        if (auction->shown.auction_id < from_id)
            continue;
        auctions[count] = auction->shown;
        auctions[count].time_left_s = auction->ends_s - fake_now_s(fake);
        auctions[count].is_ours = auction->shown.seller_guid == fake->bots.row[actor].guid;
        auctions[count++].is_highest = auction->bidder == fake->bots.row[actor].guid;
    }
    fake->read += count;
    return count;
}

static inline int fake_get_deposit(void *self, pb_actor actor, unsigned slot, unsigned count, unsigned hours,
                                   uint32_t *deposit)
{
    struct fake *fake = self;
    int at = fake_find_stack(fake, actor, slot);

    if (fake_get_house(self, actor) < 0)
        return PB_E_too_far;
    if (at < 0)
        return PB_E_gone;
    *deposit = (uint32_t)(fake_item(fake, fake->bot[actor].stacks[at].entry)->sell_price * count * 15 / 100 *
                          hours / 12);
    return PB_OK;
}

static inline struct pb_guard_terms fake_terms(struct fake *fake, uint32_t entry, int *is_vetoed)
{
    const struct pb_item_template *item = fake_item(fake, entry);

    return pb_price_analyzer_terms(pb_market_prices(fake->market), FAKE_HOUSE, entry, item->sell_price,
                                   item->flags & PB_ITEM_SOLD_BY_VENDORS ? item->buy_price : 0,
                                   fake_now_s(fake), is_vetoed);
}

static inline unsigned fake_count(const struct fake *fake, pb_bot bot, uint32_t entry)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake->auction_count; i++) {
        pb_bot seller = fake_bot_of(fake, fake->auctions[i].shown.seller_guid);

        count += seller != PB_NO_BOT && (bot == PB_NO_BOT || seller == bot) &&
                 (!entry || fake->auctions[i].shown.entry == entry);
    }
    return count;
}

static inline int fake_post_auction(void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid,
                                    uint32_t buyout, unsigned hours, uint32_t *auction_id)
{
    struct fake *fake = self;
    const struct pb_ai_settings *settings = &fake->own->env.settings;
    int at = fake_find_stack(fake, actor, slot), is_vetoed;
    uint32_t deposit = 0, entry;
    struct pb_guard_terms terms;

    if (fake_get_deposit(self, actor, slot, count, hours, &deposit) != PB_OK)
        return PB_E_too_far;
    if (deposit > fake->bot[actor].money)
        return PB_E_no_money;
    entry = fake->bot[actor].stacks[at].entry;
    terms = fake_terms(fake, entry, &is_vetoed);
    if (!pb_market_is_open(fake->market))
        fake_blame(fake, "a bot posted while the market was closed");
    if (bid < pb_guard_sell_least(&terms, count) || buyout < bid)
        fake_blame(fake, "a bot asked less than it may");
    if (fake->bot[actor].stacks[at].is_bound || slot < PB_PACK_SLOT_FIRST)
        fake_blame(fake, "a bot posted what is bound or worn");
    fake->bot[actor].money -= deposit;
    fake_remove(fake, actor, (unsigned)at);
    *auction_id = fake_post(fake, fake->bots.row[actor].guid, entry, count, bid, buyout, hours);
    fake->auctions[fake->auction_count - 1].deposit = deposit;
    fake->last_post = fake->auctions[fake->auction_count - 1].shown;
    fake->last_hours = hours;
    if (fake_count(fake, actor, 0) > settings->auction_per_bot ||
        fake_count(fake, PB_NO_BOT, 0) > settings->auction_per_house ||
        fake_count(fake, PB_NO_BOT, entry) > settings->auction_per_item)
        fake_blame(fake, "a limit was passed");
    return PB_OK;
}

static inline int fake_bid_auction(void *self, pb_actor actor, uint32_t auction_id, uint32_t amount)
{
    struct fake *fake = self;
    struct fake_auction *auction = fake_find(fake, auction_id);
    uint64_t guid = fake->bots.row[actor].guid;
    struct pb_guard_terms terms;
    int is_vetoed;

    if (fake_get_house(self, actor) < 0)
        return PB_E_too_far;
    if (!auction || fake->is_bid_refused)
        return PB_E_gone;
    if (auction->shown.seller_guid == guid)
        return PB_E_not_allowed;
    if (amount > fake->bot[actor].money)
        return PB_E_no_money;
    if (amount < auction->shown.bid_next && (!auction->shown.buyout || amount < auction->shown.buyout))
        return PB_E_outbid;
    terms = fake_terms(fake, auction->shown.entry, &is_vetoed);
    if (!pb_market_is_open(fake->market))
        fake_blame(fake, "a bot bought while the market was closed");
    if (is_vetoed ||
        amount > (fake->own->dealers[actor].wish.need ? pb_guard_need_most(&terms, auction->shown.count, 0.05)
                                                      : pb_guard_buy_most(&terms, auction->shown.count)))
        fake_blame(fake, "a bot bought what it must not");
    if (auction->bidder == guid)
        fake_blame(fake, "a bot bid against itself");
    if (auction->shown.buyout && amount >= auction->shown.buyout) {
        fake->bot[actor].money -= auction->shown.buyout;
        fake_outbid(fake, auction);
        fake_sell(fake, auction, guid, auction->shown.buyout);
        return PB_OK;
    }
    fake->bot[actor].money -= amount;
    fake_outbid(fake, auction);
    auction->bidder = guid;
    auction->shown.bid = amount;
    auction->shown.bid_next = amount + amount / 20 + 1;
    return PB_OK;
}

#endif
