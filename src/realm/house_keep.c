/*
 * Keeping: auctions, letters and the characters who took part are handed to the store in one piece, each
 * second, so that after a crash nothing is lost and nothing there twice: all of it is as it was, or all as it
 * came to be. Who took part is tied: it is not handed over by itself before the rest is.
 */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/people.h"
#include "realm/post.h"

enum {
    ACT = 8,         /* changes of one act, at most */
    AHEAD = 512,     /* places for changes that are made ahead */
    TIED_MOST = 300, /* who take part before the store must have taken them */
    BEHIND = 100000, /* changes at which time stands still */
    TELL_S = 60      /* the clock is kept this often, if nothing else is */
};

static int is_kept(const struct pb_realm *realm)
{
    return realm->store.save_deeds != NULL;
}

void pb_keep_free(struct pb_realm *realm)
{
    pb_memory_free(&realm->options.memory, realm->houses->changes);
    pb_memory_free(&realm->options.memory, realm->houses->tied);
}

size_t pb_keep_bytes(const struct pb_realm *realm)
{
    return realm->houses->change_capacity * sizeof *realm->houses->changes +
           realm->houses->tied_capacity * sizeof *realm->houses->tied;
}

/* ---- Noting ---- */

int pb_keep_provide(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;
    int error = PB_OK;

    if (!is_kept(realm))
        return PB_OK;
    if (houses->change_capacity - houses->change_count < ACT)
        error = pb_room_make(realm, &houses->changes, sizeof *houses->changes, &houses->change_capacity,
                             houses->change_count + houses->change_count / 2 + AHEAD);
    /* Everybody with whom they traded may have to go with them. */
    return error == PB_OK ? pb_room_make(realm, &houses->tied, sizeof *houses->tied, &houses->tied_capacity,
                                         2 * TIED_MOST)
                          : error;
}

static void note(struct pb_realm *realm, uint64_t id, uint32_t at, uint8_t is_letter)
{
    realm->houses->changes[realm->houses->change_count++] = (struct pb_change){id, at, is_letter};
}

/* Humans' auctions in which nobody else has anything are made anew in the next life. */
static int is_ours(const struct pb_lot *lot)
{
    return !pb_people_is(lot->seller) || (lot->bidder && !pb_people_is(lot->bidder));
}

void pb_keep_lot(struct pb_realm *realm, uint32_t at)
{
    struct pb_lot *lot = &realm->houses->lots[at];

    if (!is_kept(realm) || lot->is_changed || (!lot->is_kept && !is_ours(lot)))
        return;
    lot->is_changed = 1;
    note(realm, lot->auction_id, at, 0);
}

void pb_keep_letter(struct pb_realm *realm, uint32_t at)
{
    struct pb_letter *letter = pb_post_letter(realm->post, at);

    if (!is_kept(realm) || letter->is_changed)
        return;
    letter->is_changed = 1;
    note(realm, letter->mail.mail_id, at, 1);
}

int pb_keep_may(struct pb_realm *realm, pb_actor number)
{
    if (!realm->houses->is_open || (!realm->actors[number].is_tied && realm->houses->tied_count >= TIED_MOST))
        return PB_E_busy;
    return pb_keep_provide(realm);
}

static void tie(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    if (!actor->is_tied && !actor->is_human)
        realm->houses->tied[realm->houses->tied_count++] = number;
    actor->is_tied = !actor->is_human;
}

void pb_keep_tie(struct pb_realm *realm, pb_actor number)
{
    if (is_kept(realm))
        tie(realm, number);
}

/* ---- Handing over ---- */

static struct pb_realm_auction auction_of(const struct pb_realm *realm, const struct pb_change *change)
{
    const struct pb_lot *lot = &realm->houses->lots[change->at];

    if (lot->auction_id != change->id || !is_ours(lot))
        return (struct pb_realm_auction){.auction_id = (uint32_t)change->id};
    return (struct pb_realm_auction){.seller = lot->seller,
                                     .bidder = lot->bidder,
                                     .auction_id = lot->auction_id,
                                     .entry = lot->entry,
                                     .least = lot->least,
                                     .bid = lot->bid,
                                     .buyout = lot->buyout,
                                     .deposit = lot->deposit,
                                     .seller_account = lot->seller_account,
                                     .ends_s = lot->ends_s,
                                     .count = lot->count,
                                     .house = lot->house};
}

static struct pb_realm_letter letter_of(const struct pb_realm *realm, const struct pb_change *change)
{
    const struct pb_letter *letter = pb_post_letter(realm->post, change->at);

    if (!letter->box || letter->mail.mail_id != change->id)
        return (struct pb_realm_letter){.mail.mail_id = change->id};
    return (struct pb_realm_letter){
        .mail = letter->mail, .to = realm->post->boxes[letter->box - 1].guid, .arrives_s = letter->arrives_s};
}

/* It is with the store. */
static void forget_change(struct pb_realm *realm, const struct pb_change *change)
{
    if (change->is_letter) {
        struct pb_letter *letter = pb_post_letter(realm->post, change->at);

        if (letter->box && letter->mail.mail_id == change->id)
            letter->is_changed = 0;
    } else {
        struct pb_lot *lot = &realm->houses->lots[change->at];

        if (lot->auction_id == change->id) {
            lot->is_changed = 0;
            lot->is_kept = (uint8_t)is_ours(lot);
        }
    }
}

static int hand_over(struct pb_realm *realm, struct pb_realm_character *characters,
                     struct pb_realm_auction *auctions, struct pb_realm_letter *letters)
{
    struct pb_houses *houses = realm->houses;
    struct pb_realm_deeds deeds = {.characters = characters,
                                   .auctions = auctions,
                                   .letters = letters,
                                   .character_count = houses->tied_count,
                                   .clock_s = houses->now_s,
                                   .last_auction = houses->last_id,
                                   .last_letter = realm->post->mail_id};
    uint32_t i;
    int error;

    for (i = 0; i < houses->tied_count; i++)
        characters[i] = pb_realm_describe(realm, houses->tied[i], 1);
    for (i = 0; i < houses->change_count; i++)
        if (houses->changes[i].is_letter)
            letters[deeds.letter_count++] = letter_of(realm, &houses->changes[i]);
        else
            auctions[deeds.auction_count++] = auction_of(realm, &houses->changes[i]);
    error = realm->store.save_deeds(realm->store.user, &deeds);
    if (error != PB_OK)
        return error;
    for (i = 0; i < houses->change_count; i++)
        forget_change(realm, &houses->changes[i]);
    for (i = 0; i < houses->tied_count; i++)
        pb_realm_note_saved(realm, houses->tied[i]);
    houses->change_count = houses->tied_count = 0;
    houses->kept_s = houses->now_s;
    return PB_OK;
}

int pb_keep_hand_over(struct pb_realm *realm)
{
    const struct pb_memory *memory = &realm->options.memory;
    struct pb_houses *houses = realm->houses;
    struct pb_realm_character *characters;
    struct pb_realm_auction *auctions;
    struct pb_realm_letter *letters;
    uint32_t i;
    int error = PB_E_no_memory;

    if (!is_kept(realm) || !houses->is_open)
        return PB_OK;
    /* With whom they traded since. */
    for (i = 0; i < houses->tied_count; i++)
        if (realm->actors[houses->tied[i]].joint && houses->tied_count < houses->tied_capacity)
            tie(realm, realm->actors[houses->tied[i]].joint - 1);
    characters = pb_memory_new(memory, houses->tied_count, sizeof *characters);
    auctions = pb_memory_new(memory, houses->change_count, sizeof *auctions);
    letters = pb_memory_new(memory, houses->change_count, sizeof *letters);
    if (characters && auctions && letters)
        error = hand_over(realm, characters, auctions, letters);
    pb_memory_free(memory, characters);
    pb_memory_free(memory, auctions);
    pb_memory_free(memory, letters);
    return error;
}

int pb_keep_due(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;

    if (!houses->is_open) {
        if (!houses->is_asked)
            houses->is_asked = realm->store.open_market(realm->store.user) == PB_OK;
        return 0;
    }
    /* What is not taken now is tried again in a second. */
    if (is_kept(realm) &&
        (houses->change_count || houses->tied_count || houses->now_s - houses->kept_s >= TELL_S))
        (void)!pb_keep_hand_over(realm);
    return houses->change_count < BEHIND;
}

/* ---- What was kept ---- */

/* Where the houses are full already, a human who was there before gives way. */
static void make_room(struct pb_realm *realm)
{
    const struct pb_houses *houses = realm->houses;
    uint32_t i;

    for (i = 1; houses->used == houses->most && i < houses->lot_count; i++)
        if (houses->lots[i].auction_id && !houses->lots[i].is_kept && pb_people_is(houses->lots[i].seller) &&
            pb_post_provide(realm, PB_LOT_LETTERS) == PB_OK)
            pb_house_cancel(realm, i);
}

static void take_auction(struct pb_realm *realm, const struct pb_realm_auction *kept)
{
    struct pb_houses *houses = realm->houses;
    uint32_t lot;

    make_room(realm);
    lot = pb_lot_new(realm);
    if (!lot)
        return;
    houses->lots[lot] = (struct pb_lot){.seller = kept->seller,
                                        .bidder = kept->bidder,
                                        .auction_id = kept->auction_id,
                                        .entry = kept->entry,
                                        .least = kept->least,
                                        .bid = kept->bid,
                                        .buyout = kept->buyout,
                                        .deposit = kept->deposit,
                                        .ends_s = kept->ends_s,
                                        .seller_account = kept->seller_account,
                                        .count = kept->count,
                                        .house = kept->house,
                                        .is_kept = 1,
                                        .is_changed = 1};
    pb_lot_open(realm, lot);
    houses->lots[lot].is_changed = 0;
    houses->money += kept->bid;
    realm->goods->items_in += kept->count;
    realm->goods->money_in += kept->bid;
    /* Nobody has read yet; letters need a box. */
    if (!pb_people_is(kept->seller))
        (void)!pb_post_open(realm, kept->seller, 0);
    if (kept->bidder && !pb_people_is(kept->bidder))
        (void)!pb_post_open(realm, kept->bidder, 0);
}

void pb_keep_take(struct pb_realm *realm, const struct pb_realm_answer *answer)
{
    struct pb_houses *houses = realm->houses;
    const struct pb_realm_deeds *deeds = answer->deeds;
    uint32_t i;

    if (houses->is_open)
        return;
    if (answer->error || !deeds) {
        houses->is_asked = 0;
        return;
    }
    houses->kept_s = deeds->clock_s;
    if (!houses->is_set)
        pb_people_move(realm, deeds->clock_s ? deeds->clock_s - houses->now_s : 0, deeds->last_auction);
    houses->is_set = 1;
    if (deeds->clock_s > houses->now_s)
        houses->now_s = deeds->clock_s;
    if (deeds->last_auction > houses->last_id)
        houses->last_id = deeds->last_auction;
    for (i = 0; i < deeds->auction_count; i++)
        take_auction(realm, &deeds->auctions[i]);
    for (i = 0; i < deeds->letter_count; i++)
        pb_post_restore(realm, &deeds->letters[i]);
    realm->post->mail_id = deeds->last_letter;
    if (!deeds->is_last)
        return;
    houses->is_open = 1;
    pb_post_tell_all(realm);
}

void pb_keep_undo(struct pb_realm *realm)
{
    struct pb_houses *houses = realm->houses;
    uint32_t i;

    if (!is_kept(realm))
        return;
    for (i = 1; i < houses->lot_count; i++) {
        struct pb_lot *lot = &houses->lots[i];

        /* Humans' auctions among themselves are of no life but this one. */
        if (!lot->auction_id || !(lot->is_kept || lot->is_changed || is_ours(lot)))
            continue;
        realm->goods->items_out += lot->count;
        realm->goods->money_out += lot->bid;
        houses->money -= lot->bid;
        lot->is_changed = 1;
        pb_lot_close(realm, i);
    }
    pb_post_forget(realm);
    for (i = 0; i < houses->tied_count; i++)
        realm->actors[houses->tied[i]].is_tied = 0;
    houses->change_count = houses->tied_count = 0;
    houses->is_open = houses->is_asked = 0;
}
