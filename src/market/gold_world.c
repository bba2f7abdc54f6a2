#include "market/gold_world.h"
#include "base/error.h"
#include "market/purses.h"
#include "world/looks.h"
#include "world/orders.h"
#include <string.h>

enum {
    /* Purses that are looked at in a tick although nothing is known to have changed them. */
    SWEEP = 4,
    MAILS = 128
};

struct pb_gold_world {
    struct pb_world world; /* what systems get; its self is this */
    struct pb_world real;
    struct pb_purses purses;
    struct pb_memory memory;
};

/* ---- Functions that no money changes hands in ---- */

#define X(type, name, parameters, call, answer)                                                              \
    static type pass_##name parameters                                                                       \
    {                                                                                                        \
        const struct pb_world *real = &((struct pb_gold_world *)self)->real;                                 \
                                                                                                             \
        answer real->name call;                                                                              \
    }
PB_WORLD_LOOKS(X)
#undef X

#define X(name, parameters, call, who, first, second)                                                        \
    static int pass_##name parameters                                                                        \
    {                                                                                                        \
        const struct pb_world *real = &((struct pb_gold_world *)self)->real;                                 \
                                                                                                             \
        return real->name call;                                                                              \
    }
PB_WORLD_FREE_ORDERS(X)
#undef X

/* ---- Functions that it does ---- */

/* The purse of an actor as it is now. */
static void compare(struct pb_gold_world *gold, pb_actor actor, enum pb_gold_cause cause, int is_reported)
{
    struct pb_actor_view view;

    if (gold->real.get_actor(gold->real.self, actor, &view) == PB_OK)
        pb_purses_see(&gold->purses, actor, view.money, cause, is_reported);
}

/* An operation of one bot, after which its purse is another. */
#define PAID(name, cause, parameters, call)                                                                  \
    static int name parameters                                                                               \
    {                                                                                                        \
        struct pb_gold_world *gold = self;                                                                   \
        const struct pb_world *real = &gold->real;                                                           \
        int error = real->name call;                                                                         \
                                                                                                             \
        if (error == PB_OK)                                                                                  \
            compare(gold, actor, PB_GOLD_##cause, 0);                                                        \
        return error;                                                                                        \
    }

PAID(sell_item, VENDOR_SALE, (void *self, pb_actor actor, pb_object vendor, unsigned slot, unsigned count),
     (real->self, actor, vendor, slot, count))
PAID(buy_item, VENDOR_PURCHASE,
     (void *self, pb_actor actor, pb_object vendor, uint32_t entry, unsigned count),
     (real->self, actor, vendor, entry, count))
PAID(repair, REPAIR, (void *self, pb_actor actor, pb_object vendor, uint32_t *cost),
     (real->self, actor, vendor, cost))
PAID(turn_in_quest, QUEST, (void *self, pb_actor actor, uint32_t quest_id, pb_object ender, unsigned choice),
     (real->self, actor, quest_id, ender, choice))
PAID(post_auction, DEPOSIT,
     (void *self, pb_actor actor, unsigned slot, unsigned count, uint32_t bid, uint32_t buyout,
      unsigned hours, uint32_t *auction_id),
     (real->self, actor, slot, count, bid, buyout, hours, auction_id))
PAID(bid_auction, AUCTION, (void *self, pb_actor actor, uint32_t auction_id, uint32_t amount),
     (real->self, actor, auction_id, amount))
PAID(cancel_auction, CUT, (void *self, pb_actor actor, uint32_t auction_id), (real->self, actor, auction_id))

/* Members of the group who are near get shares. */
static int take_loot_money(void *self, pb_actor actor, pb_object corpse)
{
    struct pb_gold_world *gold = self;
    const struct pb_world *real = &gold->real;
    int error = real->take_loot_money(real->self, actor, corpse);
    struct pb_group_view group;
    unsigned i;

    if (error != PB_OK)
        return error;
    compare(gold, actor, PB_GOLD_LOOT, 0);
    if (!real->get_group || real->get_group(real->self, actor, &group) != PB_OK)
        return error;
    for (i = 0; i < group.count; i++)
        if (group.members[i].actor != PB_NO_ACTOR && group.members[i].actor != actor)
            compare(gold, group.members[i].actor, PB_GOLD_LOOT, 0);
    return error;
}

/* Who pays tells, also when it is a bot of another agent: who receives from a bot does not. So it is with
 * trades and with letters. */
static int is_bot(const struct pb_gold_world *gold, pb_actor actor, const struct pb_trade_view *trade)
{
    struct pb_object_view view = {0};

    return pb_purses_know(&gold->purses, trade->partner_guid) ||
           (gold->real.get_object &&
            gold->real.get_object(gold->real.self, actor, trade->partner, &view) == PB_OK &&
            view.kind == PB_OBJECT_ACTOR);
}

/* A trade that it completes changes both purses. */
static int accept_trade(void *self, pb_actor actor, uint32_t version)
{
    struct pb_gold_world *gold = self;
    const struct pb_world *real = &gold->real;
    struct pb_trade_view trade;
    pb_actor partner = PB_NO_ACTOR;
    int error, is_known = real->get_trade && real->get_trade(real->self, actor, &trade) == PB_OK;

    if (is_known)
        pb_purses_note_partner(&gold->purses, actor, is_bot(gold, actor, &trade));
    error = real->accept_trade(real->self, actor, version);
    if (error != PB_OK)
        return error;
    if (is_known)
        partner = pb_purses_find(&gold->purses, trade.partner_guid);
    compare(gold, actor, PB_GOLD_TRADE, is_known && pb_purses_is_with_bot(&gold->purses, actor));
    if (partner != PB_NO_ACTOR)
        compare(gold, partner, PB_GOLD_TRADE, 1);
    return error;
}

/* The copper of a letter; that of auctions comes in parts, which are entered one by one. */
static int find_mail(const struct pb_world *real, pb_actor actor, uint64_t mail_id, struct pb_mail *mail)
{
    struct pb_mail mails[MAILS];
    unsigned count = real->get_mail ? real->get_mail(real->self, actor, mails, MAILS) : 0, i;

    for (i = 0; i < count && mails[i].mail_id != mail_id; i++)
        ;
    if (i == count)
        return 0;
    *mail = mails[i];
    return 1;
}

static void enter_mail(struct pb_gold_world *gold, pb_actor actor, const struct pb_mail *mail)
{
    int is_told =
        mail->is_from_bot ||
        pb_purses_know(&gold->purses, mail->reason == PB_MAIL_LETTER ? mail->sender_guid : mail->other_guid);

    switch (mail->reason) {
    case PB_MAIL_LETTER:
        compare(gold, actor, PB_GOLD_MAIL, is_told);
        break;
    case PB_MAIL_SOLD:
        pb_purses_enter(&gold->purses, actor, PB_GOLD_CUT, 0, mail->cut, 0);
        pb_purses_enter(&gold->purses, actor, PB_GOLD_DEPOSIT, mail->deposit, 0, 0);
        compare(gold, actor, PB_GOLD_AUCTION, is_told);
        break;
    default:
        /* A bid that comes back; that it moved was told when it was made. */
        compare(gold, actor, PB_GOLD_AUCTION, 1);
    }
}

static int take_mail(void *self, pb_actor actor, uint64_t mail_id)
{
    struct pb_gold_world *gold = self;
    const struct pb_world *real = &gold->real;
    struct pb_mail mail;
    int is_found = find_mail(real, actor, mail_id, &mail),
        error = real->take_mail(real->self, actor, mail_id);

    if (error != PB_OK)
        return error;
    if (is_found)
        enter_mail(gold, actor, &mail);
    else
        compare(gold, actor, PB_GOLD_MAIL, 0);
    return error;
}

static int send_mail(void *self, pb_actor actor, uint64_t receiver_guid, uint32_t money, unsigned slot,
                     unsigned count)
{
    struct pb_gold_world *gold = self;
    const struct pb_world *real = &gold->real;
    int error = real->send_mail(real->self, actor, receiver_guid, money, slot, count);

    if (error != PB_OK)
        return error;
    pb_purses_enter(&gold->purses, actor, PB_GOLD_MAIL, 0, money, 0);
    compare(gold, actor, PB_GOLD_POSTAGE, 0);
    return error;
}

/* ---- What changes purses beside operations ---- */

static void hear(struct pb_gold_world *gold, const struct pb_world_event *event)
{
    struct pb_actor_view view;

    switch (event->type) {
    case PB_WORLD_LOGGED_IN:
        if (event->error == PB_OK && gold->real.get_actor(gold->real.self, event->actor, &view) == PB_OK)
            pb_purses_open(&gold->purses, event->actor, view.guid, view.money);
        break;
    case PB_WORLD_LOGGED_OUT:
        pb_purses_close(&gold->purses, event->guid);
        break;
    case PB_WORLD_TRADE_ENDED:
        /* A partner of ours would have been seen when it accepted. */
        if (event->error == PB_OK && event->actor != PB_NO_ACTOR)
            compare(gold, event->actor, PB_GOLD_TRADE, pb_purses_is_with_bot(&gold->purses, event->actor));
        break;
    default:
        break;
    }
}

/* What nobody told of. In a group a human may have taken money that was shared. */
static void compare_unexplained(struct pb_gold_world *gold, pb_actor actor)
{
    struct pb_actor_status status = {0};
    struct pb_actor_view view;
    enum pb_gold_cause cause = PB_GOLD_OTHER;

    if (gold->real.get_actor(gold->real.self, actor, &view) != PB_OK)
        return;
    if (pb_purses_money(&gold->purses, actor) < view.money && gold->real.get_status) {
        gold->real.get_status(gold->real.self, &actor, 1, &status);
        cause = status.flags & PB_ACTOR_GROUPED ? PB_GOLD_LOOT : PB_GOLD_OTHER;
    }
    pb_purses_see(&gold->purses, actor, view.money, cause, 0);
}

static int logout(void *self, pb_actor actor)
{
    struct pb_gold_world *gold = self;

    compare_unexplained(gold, actor);
    return gold->real.logout(gold->real.self, actor);
}

static void sweep(struct pb_gold_world *gold)
{
    pb_actor actor;
    unsigned i;

    for (i = 0; i < SWEEP && (actor = pb_purses_next(&gold->purses)) != PB_NO_ACTOR; i++)
        compare_unexplained(gold, actor);
}

static unsigned poll_events(void *self, struct pb_world_event *events, unsigned max)
{
    struct pb_gold_world *gold = self;
    unsigned count = gold->real.poll_events(gold->real.self, events, max), i;

    for (i = 0; i < count; i++)
        hear(gold, &events[i]);
    /* All that could explain a change has been heard. */
    if (count < max)
        sweep(gold);
    return count;
}

/* ---- Life ---- */

int pb_gold_world_new(struct pb_gold_world **out, const struct pb_world *real, struct pb_market *market,
                      uint32_t bots, const struct pb_memory *memory)
{
    struct pb_gold_world *gold = pb_memory_new(memory, 1, sizeof *gold);
    int error;

    if (!gold)
        return PB_E_no_memory;
    gold->memory = *memory;
    memcpy(&gold->real, real, real->size < sizeof gold->real ? real->size : sizeof gold->real);
    error = pb_purses_init(&gold->purses, bots, market, memory);
    if (error != PB_OK) {
        pb_gold_world_free(gold);
        return error;
    }
    gold->world.size = sizeof gold->world;
    gold->world.self = gold;
#define X(type, name, parameters, call, answer) gold->world.name = gold->real.name ? pass_##name : NULL;
    PB_WORLD_LOOKS(X)
#undef X
#define X(name, parameters, call, who, first, second) gold->world.name = gold->real.name ? pass_##name : NULL;
    PB_WORLD_FREE_ORDERS(X)
#undef X
#define X(name, parameters, call, who, first, second) gold->world.name = gold->real.name ? name : NULL;
    PB_WORLD_PURSE_ORDERS(X)
#undef X
    gold->world.poll_events = gold->real.poll_events ? poll_events : NULL;
    /* Without a look into purses there is nothing to compare. */
    if (!gold->real.get_actor)
        gold->world = gold->real;
    *out = gold;
    return PB_OK;
}

void pb_gold_world_free(struct pb_gold_world *gold)
{
    struct pb_memory memory;

    if (!gold)
        return;
    memory = gold->memory;
    pb_purses_release(&gold->purses);
    pb_memory_free(&memory, gold);
}

const struct pb_world *pb_gold_world_world(const struct pb_gold_world *gold)
{
    return &gold->world;
}

const struct pb_purses *pb_gold_world_purses(const struct pb_gold_world *gold)
{
    return &gold->purses;
}

size_t pb_gold_world_bytes(const struct pb_gold_world *gold)
{
    return sizeof *gold + pb_purses_bytes(&gold->purses);
}
