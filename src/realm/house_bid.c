/* Bids, and the three ends of an auction: sold, expired, taken back. */
#include "include/playerbot_error.h"
#include "realm/house.h"
#include "realm/people.h"
#include "realm/post.h"

int pb_house_may_bid(const struct pb_lot *lot, uint64_t bidder, uint32_t account, uint32_t amount,
                     uint32_t *price, uint32_t *cost)
{
    /* Nor by another character of the same account. */
    if (bidder == lot->seller || (account && account == lot->seller_account))
        return PB_E_not_allowed;
    if (amount > PB_MONEY_MOST)
        return PB_E_bad_argument;
    *price = lot->buyout && amount >= lot->buyout ? lot->buyout : amount;
    if (amount < pb_lot_next_bid(lot) || *price <= lot->bid)
        return PB_E_outbid;
    /* Who raises a bid of its own pays the difference. */
    *cost = *price - (lot->bidder == bidder ? lot->bid : 0);
    return PB_OK;
}

/* What every letter about an auction says. */
static struct pb_mail letter_about(const struct pb_lot *lot, enum pb_mail_reason reason)
{
    return (struct pb_mail){.reason = (uint8_t)reason,
                            .auction_id = lot->auction_id,
                            .price = lot->bid,
                            .deposit = lot->deposit,
                            .auction_entry = lot->entry,
                            .auction_count = lot->count,
                            .house = lot->house};
}

/* Humans read at once. */
static void post(struct pb_realm *realm, uint64_t to, const struct pb_mail *mail, uint32_t delay_s)
{
    if (pb_people_is(to))
        pb_people_receive(realm, mail);
    else
        pb_post_send(realm, to, mail, delay_s);
}

static void give_back_item(struct pb_realm *realm, const struct pb_lot *lot, enum pb_mail_reason reason)
{
    struct pb_mail mail = letter_about(lot, reason);

    mail.item = lot->entry;
    mail.item_count = lot->count;
    post(realm, lot->seller, &mail, 0);
}

static void give_back_bid(struct pb_realm *realm, const struct pb_lot *lot, enum pb_mail_reason reason)
{
    struct pb_mail mail = letter_about(lot, reason);

    if (!lot->bidder)
        return;
    mail.money = lot->bid;
    realm->houses->money -= lot->bid;
    post(realm, lot->bidder, &mail, 0);
}

static void sell(struct pb_realm *realm, uint32_t at)
{
    struct pb_lot lot = realm->houses->lots[at];
    struct pb_mail won = letter_about(&lot, PB_MAIL_WON), sold = letter_about(&lot, PB_MAIL_SOLD);

    won.item = lot.entry;
    won.item_count = lot.count;
    won.other_guid = lot.seller;
    sold.cut = pb_house_cut(lot.house, lot.bid);
    sold.money = lot.bid - sold.cut + lot.deposit;
    sold.other_guid = lot.bidder;
    realm->houses->money -= lot.bid;
    /* The cut is gone, the deposit comes back. */
    realm->stats.money_destroyed += sold.cut;
    realm->stats.money_created += lot.deposit;
    realm->stats.cuts += sold.cut;
    realm->stats.auctions_sold++;
    pb_people_note_sale(realm, &lot);
    pb_lot_close(realm, at);
    post(realm, lot.bidder, &won, 0);
    post(realm, lot.seller, &sold, PB_SOLD_DELAY_S);
}

void pb_house_bid(struct pb_realm *realm, uint32_t at, uint64_t bidder, uint32_t price)
{
    struct pb_lot *lot = &realm->houses->lots[at];

    if (lot->bidder != bidder)
        give_back_bid(realm, lot, PB_MAIL_OUTBID);
    else
        realm->houses->money -= lot->bid;
    realm->houses->money += price;
    lot->bid = price;
    lot->bidder = bidder;
    realm->stats.bids++;
    pb_keep_lot(realm, at);
    if (lot->buyout && price >= lot->buyout)
        sell(realm, at);
}

void pb_house_cancel(struct pb_realm *realm, uint32_t at)
{
    struct pb_lot lot = realm->houses->lots[at];

    pb_lot_close(realm, at);
    realm->stats.auctions_cancelled++;
    give_back_bid(realm, &lot, PB_MAIL_CANCELLED);
    give_back_item(realm, &lot, PB_MAIL_CANCELLED);
}

void pb_house_end(struct pb_realm *realm, uint32_t at)
{
    struct pb_lot lot = realm->houses->lots[at];

    if (lot.bidder) {
        sell(realm, at);
        return;
    }
    pb_lot_close(realm, at);
    realm->stats.auctions_expired++;
    give_back_item(realm, &lot, PB_MAIL_EXPIRED);
    if (realm->people && pb_people_is(lot.seller))
        pb_people_try_again(realm, &lot);
}
