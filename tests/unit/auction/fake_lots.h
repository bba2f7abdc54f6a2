/* Fake lots: the auctions of a fake house, and what people do with them. */
#ifndef PB_TESTS_FAKE_LOTS_H
#define PB_TESTS_FAKE_LOTS_H

#include "fake_bags.h"

static inline struct fake_auction *fake_find(struct fake *fake, uint32_t auction_id)
{
    for (unsigned i = 0; i < fake->auction_count; i++)
        if (fake->auctions[i].shown.auction_id == auction_id)
            return &fake->auctions[i];
    return NULL;
}

static inline struct pb_mail fake_letter(const struct fake_auction *auction, enum pb_mail_reason reason)
{
    return (struct pb_mail){.reason = (uint8_t)reason,
                            .auction_id = auction->shown.auction_id,
                            .auction_entry = auction->shown.entry,
                            .auction_count = auction->shown.count,
                            .house = FAKE_HOUSE};
}

static inline void fake_take_out(struct fake *fake, struct fake_auction *auction)
{
    unsigned at = (unsigned)(auction - fake->auctions);

    memmove(auction, auction + 1, (--fake->auction_count - at) * sizeof *auction);
}

static inline void fake_outbid(struct fake *fake, const struct fake_auction *auction)
{
    pb_bot bidder = fake_bot_of(fake, auction->bidder);
    struct pb_mail mail = fake_letter(auction, PB_MAIL_OUTBID);

    mail.money = mail.price = auction->shown.bid;
    if (auction->bidder && bidder != PB_NO_BOT)
        fake_send(fake, bidder, mail);
}

/* It goes to `buyer` for `price`. */
static inline void fake_sell(struct fake *fake, struct fake_auction *auction, uint64_t buyer, uint32_t price)
{
    pb_bot seller = fake_bot_of(fake, auction->shown.seller_guid), winner = fake_bot_of(fake, buyer);
    struct pb_mail sold = fake_letter(auction, PB_MAIL_SOLD), won = fake_letter(auction, PB_MAIL_WON);

    sold.price = won.price = price;
    sold.cut = price / 20;
    sold.deposit = auction->deposit;
    sold.money = price - sold.cut + sold.deposit;
    sold.other_guid = buyer;
    won.other_guid = auction->shown.seller_guid;
    won.item = auction->shown.entry;
    won.item_count = auction->shown.count;
    if (seller != PB_NO_BOT)
        fake_send(fake, seller, sold);
    if (winner != PB_NO_BOT)
        fake_send(fake, winner, won);
    else
        fake->made -= auction->shown.count;
    fake_take_out(fake, auction);
}

static inline void fake_expire(struct fake *fake)
{
    for (unsigned i = 0; i < fake->auction_count; i++) {
        struct fake_auction *auction = &fake->auctions[i];
        pb_bot seller = fake_bot_of(fake, auction->shown.seller_guid);
        struct pb_mail mail = fake_letter(auction, PB_MAIL_EXPIRED);

        if (auction->ends_s > fake_now_s(fake))
            continue;
        i--;
        if (auction->bidder) {
            fake_sell(fake, auction, auction->bidder, auction->shown.bid);
            continue;
        }
        mail.item = auction->shown.entry;
        mail.item_count = auction->shown.count;
        if (seller != PB_NO_BOT)
            fake_send(fake, seller, mail);
        else
            fake->made -= auction->shown.count;
        fake_take_out(fake, auction);
    }
}

static inline uint32_t fake_post(struct fake *fake, uint64_t seller, uint32_t entry, unsigned count,
                                 uint32_t bid, uint32_t buyout, unsigned hours)
{
    if (fake->auction_count >= FAKE_AUCTIONS) {
        fake_blame(fake, "the fake's house is too small");
        return 0;
    }
    fake->auctions[fake->auction_count++] = (struct fake_auction){.shown = {.auction_id = ++fake->next_id,
                                                                            .entry = entry,
                                                                            .seller_guid = seller,
                                                                            .bid_next = bid,
                                                                            .buyout = buyout,
                                                                            .count = (uint16_t)count},
                                                                  .ends_s = fake_now_s(fake) + hours * 3600};
    return fake->next_id;
}

/* A human's. */
static inline uint32_t fake_offer(struct fake *fake, unsigned human, uint32_t entry, unsigned count,
                                  uint32_t buyout)
{
    fake->made += count;
    return fake_post(fake, FAKE_HUMANS + human, entry, count, buyout ? buyout : 1, buyout, 24);
}

/* A human does so. */
static inline void fake_human_bids(struct fake *fake, uint32_t auction_id, uint32_t amount)
{
    struct fake_auction *auction = fake_find(fake, auction_id);

    fake_outbid(fake, auction);
    auction->bidder = FAKE_HUMANS + 99;
    auction->shown.bid = amount;
    auction->shown.bid_next = amount + amount / 20 + 1;
}

static inline void fake_human_buys(struct fake *fake, uint32_t auction_id)
{
    struct fake_auction *auction = fake_find(fake, auction_id);

    fake_outbid(fake, auction);
    fake_sell(fake, auction, FAKE_HUMANS + 99, auction->shown.buyout);
}

#endif
