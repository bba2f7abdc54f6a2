/* Fake bags: what the bots of a fake house are and carry, and their mail. */
#ifndef PB_TESTS_FAKE_BAGS_H
#define PB_TESTS_FAKE_BAGS_H

#include "../../sample/market_answers.h"
#include "auction/auction.h"
#include "auction/state.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <string.h>

enum {
    FAKE_BOTS = 6,
    FAKE_ITEMS = 128,
    FAKE_AUCTIONS = 4096,
    FAKE_MAILS = 40,
    FAKE_HOUSE = PB_HOUSE_ALLIANCE,
    FAKE_NUMBER = 7,
    FAKE_TICK_MS = 250,
    FAKE_BEGIN_S = 1800000000,
    FAKE_AUCTIONEER = 1000, /* yards from the field */
    FAKE_MAILBOX = 1040,
    FAKE_HUMANS = 9000 /* guids from there on */
};

struct fake_auction {
    struct pb_auction shown; /* auction_id 0: none */
    uint32_t ends_s, deposit;
    uint64_t bidder;
};

struct fake_bot {
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    struct pb_mail mails[FAKE_MAILS];
    unsigned count, mail_count, slots;
    uint32_t money;
    float x;
    uint32_t due_ms, arrives_ms;
};

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    struct pb_market *market;
    struct pb_market_answers answers;
    struct pb_auctions *own;
    struct pb_item_template items[FAKE_ITEMS]; /* entry: index + 1 */
    struct fake_auction auctions[FAKE_AUCTIONS];
    struct fake_bot bot[FAKE_BOTS];
    unsigned item_count, auction_count;
    uint32_t next_id, next_mail;
    uint8_t has_auctioneer, has_mailbox, is_bid_refused;
    /* What happened. */
    uint64_t made;                            /* pieces that the test put into the world */
    unsigned steps_in_house, most_read, read; /* of auctions in one step */
    const char *fault;                        /* what a bot did that it must not */
    struct pb_auction last_post;
    uint32_t last_hours;
};

static inline uint32_t fake_now_s(const struct fake *fake)
{
    return pb_market_now_s(fake->market);
}

static inline struct pb_item_template *fake_item(struct fake *fake, uint32_t entry)
{
    return entry && entry <= fake->item_count ? &fake->items[entry - 1] : NULL;
}

static inline void fake_blame(struct fake *fake, const char *fault)
{
    if (!fake->fault)
        fake->fault = fault;
}

/* ---- Bags ---- */

static inline void fake_show(struct fake *fake, pb_bot bot)
{
    struct pb_actor_status *status = &fake->bots.row[bot].status;
    unsigned used = 0;

    for (unsigned i = 0; i < fake->bot[bot].count; i++)
        used += fake->bot[bot].stacks[i].slot >= PB_PACK_SLOT_FIRST;
    status->free_slots = (uint8_t)(fake->bot[bot].slots - used);
    status->inventory_version++;
}

static inline int fake_find_stack(struct fake *fake, pb_bot bot, unsigned slot)
{
    for (unsigned i = 0; i < fake->bot[bot].count; i++)
        if (fake->bot[bot].stacks[i].slot == slot)
            return (int)i;
    return -1;
}

static inline int fake_put(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count, unsigned slot)
{
    struct fake_bot *own = &fake->bot[bot];
    unsigned at = own->count;

    for (; at && own->stacks[at - 1].slot > slot; at--)
        own->stacks[at] = own->stacks[at - 1];
    own->stacks[at] = (struct pb_item_stack){
        .entry = entry, .count = (uint16_t)count, .slot = (uint8_t)slot, .durability = 100};
    own->count++;
    fake_show(fake, bot);
    return PB_OK;
}

static inline int fake_add(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count)
{
    for (unsigned slot = PB_PACK_SLOT_FIRST; slot < PB_PACK_SLOT_FIRST + fake->bot[bot].slots; slot++)
        if (fake_find_stack(fake, bot, slot) < 0)
            return fake_put(fake, bot, entry, count, slot);
    return PB_E_inventory_full;
}

static inline int fake_give(struct fake *fake, pb_bot bot, uint32_t entry, unsigned count)
{
    fake->made += count;
    return fake_add(fake, bot, entry, count);
}

static inline void fake_remove(struct fake *fake, pb_bot bot, unsigned at)
{
    struct fake_bot *own = &fake->bot[bot];

    memmove(&own->stacks[at], &own->stacks[at + 1], (--own->count - at) * sizeof *own->stacks);
    fake_show(fake, bot);
}

/* ---- Mail ---- */

static inline void fake_send(struct fake *fake, pb_bot bot, struct pb_mail mail)
{
    struct pb_world_event event = {.type = PB_WORLD_MAIL, .guid = mail.sender_guid};

    mail.mail_id = ++fake->next_mail;
    if (fake->bot[bot].mail_count >= FAKE_MAILS) {
        fake_blame(fake, "the fake's mailbox is too small");
        return;
    }
    fake->bot[bot].mails[fake->bot[bot].mail_count++] = mail;
    pb_auction_system.on_event(fake->own, bot, &event);
}

/* PB_NO_BOT: a human. */
static inline pb_bot fake_bot_of(const struct fake *fake, uint64_t guid)
{
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        if (fake->bots.row[bot].guid == guid)
            return bot;
    return PB_NO_BOT;
}

#endif
