/* Collect: what a bot takes out of its mailbox, and what that tells. */
#include "auction/state.h"
#include "include/playerbot_error.h"
#include "item/item_money.h"

enum { MAILS = 64, AT_ONCE = 4 };

/* Letters of people are for others to read; what costs money on delivery nobody ordered. */
static int is_of_house(const struct pb_mail *mail)
{
    return mail->reason != PB_MAIL_LETTER && !mail->cash_on_delivery;
}

unsigned pb_auction_count_mail(const struct pb_auctions *own, pb_bot bot, uint64_t *copper)
{
    const struct pb_world *world = own->env.world;
    struct pb_mail mails[MAILS];
    unsigned all = world->get_mail(world->self, own->env.bots->row[bot].actor, mails, MAILS), count = 0, i;

    *copper = 0;
    for (i = 0; i < all && i < MAILS; i++) {
        const struct pb_item_template *item =
            mails[i].item ? world->get_item(world->self, mails[i].item) : NULL;

        if (!is_of_house(&mails[i]))
            continue;
        count++;
        *copper += mails[i].money + (item ? pb_item_money(item, mails[i].item_count) : 0);
    }
    return count;
}

static void forget_bid(struct pb_dealer *dealer, uint32_t auction_id)
{
    unsigned i;

    for (i = 0; i < PB_AUCTION_BIDS; i++)
        if (dealer->bids[i].auction_id == auction_id)
            dealer->bids[i].auction_id = 0;
}

/* Bots of other agents are bots as well, as far as the world says so. */
static int is_among_bots(struct pb_auctions *own, const struct pb_mail *mail)
{
    return mail->is_from_bot || pb_auction_is_ours(own, mail->other_guid);
}

/* A sale whose price is known now. What two bots dealt is told by the seller alone. */
static void note_sale(struct pb_auctions *own, pb_bot bot, const struct pb_mail *mail, int is_seller)
{
    uint64_t guid = own->env.bots->row[bot].guid;
    int is_among = is_among_bots(own, mail);
    struct pb_sale sale = {.seller = is_seller ? guid : mail->other_guid,
                           .buyer = is_seller ? mail->other_guid : guid,
                           .count = mail->auction_count,
                           .at_s = pb_market_now_s(own->env.market)};

    if (!mail->auction_entry || !mail->auction_count || !mail->price || (!is_seller && is_among))
        return;
    sale.price = (double)mail->price / mail->auction_count;
    if (pb_market_note_sale(own->env.market, mail->house, mail->auction_entry, &sale,
                            is_seller ? 1u | (is_among ? 2u : 0u) : 2u) != PB_OK)
        own->unread++;
}

/* An auction of the bot is over: there is room for another before the next scan says so. */
static void forget_auction(struct pb_auctions *own, const struct pb_mail *mail)
{
    struct pb_auction_cache *auctions = pb_market_auctions(own->env.market);

    if (!mail->house || mail->house >= PB_AUCTION_HOUSES ||
        !pb_auction_cache_find(auctions, mail->house, mail->auction_id))
        return;
    pb_auction_cache_remove(auctions, mail->house, mail->auction_id);
    own->houses[mail->house].bot_auctions -= own->houses[mail->house].bot_auctions > 0;
}

/* What a letter tells, once its content is ours. */
static void read_letter(struct pb_auctions *own, pb_bot bot, const struct pb_mail *mail)
{
    uint32_t entry = mail->auction_entry ? mail->auction_entry : mail->item;

    switch (mail->reason) {
    case PB_MAIL_SOLD:
        forget_auction(own, mail);
        own->sold++;
        own->earned += mail->money > mail->deposit ? mail->money - mail->deposit : 0;
        pb_auction_forget_failure(own, bot, entry);
        if (!is_among_bots(own, mail) && mail->price > mail->cut)
            pb_auction_note_earned(own, mail->house, entry, mail->price - mail->cut);
        note_sale(own, bot, mail, 1);
        break;
    case PB_MAIL_EXPIRED:
        forget_auction(own, mail);
        own->expired++;
        own->given_up -= pb_auction_failures(own, bot, entry) >= PB_AUCTION_TRIES;
        pb_auction_note_failure(own, bot, entry);
        own->given_up += pb_auction_failures(own, bot, entry) >= PB_AUCTION_TRIES;
        break;
    case PB_MAIL_WON:
        own->won++;
        forget_bid(&own->dealers[bot], mail->auction_id);
        note_sale(own, bot, mail, 0);
        break;
    default:
        /* Its bid comes back, or, of an auction that it cancelled itself, the thing. */
        if (!mail->money)
            break;
        own->outbid++;
        forget_bid(&own->dealers[bot], mail->auction_id);
        pb_market_unbook(own->env.market, own->env.bots->row[bot].guid, mail->money);
        pb_auction_note_earned(own, mail->house, entry, mail->money);
        break;
    }
}

/* Whether the visit goes on at the auctioneer. */
static enum pb_auction_signal finish(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    uint64_t copper;
    unsigned unknown = 0;

    dealer->has_mail = pb_auction_count_mail(own, bot, &copper) != 0;
    dealer->is_full = dealer->is_full && dealer->has_mail;
    if (!dealer->has_mail)
        pb_auction_note_empty_mailbox(own, bot);
    own->full_bags += dealer->is_full;
    if (pb_market_is_open(own->env.market) &&
        (pb_auction_expected_gain(own, bot, &unknown) > 0 || unknown || dealer->is_trading))
        return PB_AUCTION_DONE;
    return PB_AUCTION_ENOUGH;
}

enum pb_auction_signal pb_auction_take(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_dealer *dealer = &own->dealers[bot];
    struct pb_mail mails[MAILS];
    unsigned count = world->get_mail(world->self, actor, mails, MAILS), at, taken = 0;

    if (dealer->cursor == 0)
        dealer->is_full = 0;
    for (at = dealer->cursor; at < count && at < MAILS && taken < AT_ONCE; at++) {
        int error = is_of_house(&mails[at]) ? world->take_mail(world->self, actor, mails[at].mail_id) : 1;

        if (error == PB_OK) {
            taken++;
            read_letter(own, bot, &mails[at]);
            continue;
        }
        if (error == PB_E_too_far || error == PB_E_dead)
            return PB_AUCTION_FAILED;
        /* What does not fit may be followed by money. */
        dealer->is_full |= error == PB_E_inventory_full;
        own->refused += error < 0 && error != PB_E_inventory_full;
        dealer->cursor++;
    }
    *next_ms = PB_AUCTION_STEP_MS;
    return taken ? PB_AUCTION_SIGNALS : finish(own, bot);
}
