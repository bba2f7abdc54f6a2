#include "realm/post.h"
#include "base/map.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/people.h"
#include <string.h>

enum { SPARE = 256 };

/* ---- Boxes ---- */

/* The map has keys of 32 bits, as the guids of version 3.3.5 have. */
struct pb_box *pb_post_find(const struct pb_realm *realm, uint64_t guid)
{
    struct pb_post *post = realm->post;
    uint32_t at = guid && guid <= UINT32_MAX ? pb_map_get(post->by_guid, (uint32_t)guid) : 0;

    return at ? &post->boxes[at - 1] : NULL;
}

struct pb_box *pb_post_open(struct pb_realm *realm, uint64_t guid, uint8_t race)
{
    struct pb_post *post = realm->post;
    struct pb_box *box = pb_post_find(realm, guid);

    if (box)
        return box;
    if (!guid || guid > UINT32_MAX)
        return NULL;
    if (post->box_count == post->box_capacity &&
        pb_room_make(realm, &post->boxes, sizeof *post->boxes, &post->box_capacity,
                     post->box_capacity + post->box_capacity / 2 + 64) != PB_OK)
        return NULL;
    if (pb_map_set(post->by_guid, (uint32_t)guid, post->box_count + 1) != PB_OK)
        return NULL;
    box = &post->boxes[post->box_count++];
    *box = (struct pb_box){.guid = guid, .actor = PB_NO_ACTOR, .race = race};
    return box;
}

static void tell(struct pb_realm *realm, const struct pb_box *box, const struct pb_mail *mail)
{
    if (box->actor != PB_NO_ACTOR && pb_realm_actor(realm, box->actor))
        pb_realm_tell(realm, &(struct pb_world_event){
                                 .type = PB_WORLD_MAIL, .actor = box->actor, .guid = mail->sender_guid});
}

/* Mail has waited for it. */
static void tell_first(struct pb_realm *realm, const struct pb_box *box)
{
    const struct pb_letter *first = box->first ? pb_post_letter(realm->post, box->first - 1) : NULL;

    if (first && !first->is_late && realm->houses->is_open)
        tell(realm, box, &first->mail);
}

void pb_post_on_login(struct pb_realm *realm, pb_actor number)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_box *box = pb_post_open(realm, actor->guid, actor->race);

    /* Without memory it gets no mail in this life. */
    if (!box)
        return;
    box->actor = number;
    box->race = actor->race;
    box->is_human = actor->is_human;
    tell_first(realm, box);
}

void pb_post_tell_all(struct pb_realm *realm)
{
    uint32_t i;

    for (i = 0; i < realm->post->box_count; i++)
        tell_first(realm, &realm->post->boxes[i]);
}

void pb_post_on_logout(struct pb_realm *realm, pb_actor number)
{
    struct pb_box *box = pb_post_find(realm, realm->actors[number].guid);

    if (box && box->actor == number)
        box->actor = PB_NO_ACTOR;
}

/* ---- Letters ---- */

static int add_block(struct pb_realm *realm)
{
    struct pb_post *post = realm->post;
    struct pb_letter *block = pb_memory_new(&realm->options.memory, PB_LETTER_BLOCK, sizeof *block);

    if (!block)
        return PB_E_no_memory;
    post->blocks[post->block_count++] = block;
    return PB_OK;
}

int pb_post_provide(struct pb_realm *realm, uint32_t wanted)
{
    struct pb_post *post = realm->post;
    uint32_t all = post->used + wanted;
    int error = pb_keep_provide(realm);

    if (all > PB_LETTERS_MOST)
        return PB_E_busy;
    if (error != PB_OK)
        return error;
    while (error == PB_OK && all > post->block_count * PB_LETTER_BLOCK)
        error = add_block(realm);
    return error;
}

void pb_post_provide_ahead(struct pb_realm *realm)
{
    /* What does not succeed is tried again by whoever sends. */
    if (realm->post->block_count * PB_LETTER_BLOCK - realm->post->used < SPARE)
        (void)!pb_post_provide(realm, SPARE);
}

static uint32_t new_letter(struct pb_post *post)
{
    uint32_t at = post->letter_free ? post->letter_free - 1 : post->letter_count++;

    if (post->letter_free)
        post->letter_free = pb_post_letter(post, at)->next;
    post->used++;
    return at;
}

/* Puts it behind all others in its box, and behind all that are on their way. */
static uint32_t put(struct pb_realm *realm, struct pb_box *box, const struct pb_letter *written)
{
    struct pb_post *post = realm->post;
    uint32_t at = new_letter(post);

    *pb_post_letter(post, at) = *written;
    pb_post_letter(post, at)->box = (uint32_t)(box - post->boxes) + 1;
    if (box->last)
        pb_post_letter(post, box->last - 1)->next = at + 1;
    else
        box->first = at + 1;
    box->last = at + 1;
    box->count++;
    post->items += written->mail.item_count;
    post->money += written->mail.money;
    if (!written->is_late)
        return at;
    if (post->late_last)
        pb_post_letter(post, post->late_last - 1)->next_late = at + 1;
    else
        post->late_first = at + 1;
    post->late_last = at + 1;
    return at;
}

void pb_post_send(struct pb_realm *realm, uint64_t to, const struct pb_mail *mail, uint32_t delay_s)
{
    struct pb_box *box = pb_post_find(realm, to);
    struct pb_letter letter = {
        .mail = *mail, .arrives_s = realm->houses->now_s + delay_s, .is_late = delay_s > 0};
    uint32_t at;

    if (!box) {
        realm->stats.items_destroyed += mail->item_count;
        realm->stats.money_destroyed += mail->money;
        return;
    }
    letter.mail.mail_id = ++realm->post->mail_id;
    at = put(realm, box, &letter);
    pb_keep_letter(realm, at);
    if (!delay_s)
        tell(realm, box, &letter.mail);
}

void pb_post_restore(struct pb_realm *realm, const struct pb_realm_letter *kept)
{
    struct pb_box *box = pb_post_open(realm, kept->to, 0);
    struct pb_letter letter = {
        .mail = kept->mail, .arrives_s = kept->arrives_s, .is_late = kept->arrives_s > realm->houses->now_s};

    if (!box || pb_post_provide(realm, 1) != PB_OK)
        return;
    (void)put(realm, box, &letter);
    realm->goods->items_in += kept->mail.item_count;
    realm->goods->money_in += kept->mail.money;
}

int pb_post_is_due(const struct pb_realm *realm)
{
    const struct pb_post *post = realm->post;

    return post->late_first && pb_post_letter(post, post->late_first - 1)->arrives_s <= realm->houses->now_s;
}

void pb_post_forget(struct pb_realm *realm)
{
    struct pb_post *post = realm->post;
    uint32_t i;

    realm->goods->items_out += post->items;
    realm->goods->money_out += post->money;
    for (i = 0; i < post->box_count; i++)
        post->boxes[i].first = post->boxes[i].last = post->boxes[i].count = 0;
    post->letter_count = post->letter_free = post->used = 0;
    post->late_first = post->late_last = 0;
    post->items = post->money = 0;
}

void pb_post_deliver(struct pb_realm *realm, unsigned most)
{
    struct pb_post *post = realm->post;
    unsigned arrived;

    for (arrived = 0; post->late_first && arrived < most; arrived++) {
        struct pb_letter *letter = pb_post_letter(post, post->late_first - 1);

        if (letter->arrives_s > realm->houses->now_s)
            return;
        post->late_first = letter->next_late;
        letter->is_late = 0;
        if (!post->late_first)
            post->late_last = 0;
        tell(realm, &post->boxes[letter->box - 1], &letter->mail);
    }
}

/* Takes a letter, which has arrived, out of its box; `before`: index + 1 of the one before. */
static void take_out(struct pb_realm *realm, struct pb_box *box, uint32_t at, uint32_t before)
{
    struct pb_post *post = realm->post;
    struct pb_letter *letter = pb_post_letter(post, at);

    if (before)
        pb_post_letter(post, before - 1)->next = letter->next;
    else
        box->first = letter->next;
    if (box->last == at + 1)
        box->last = before;
    box->count--;
    post->items -= letter->mail.item_count;
    post->money -= letter->mail.money;
    pb_keep_letter(realm, at);
    letter->box = 0;
    letter->is_changed = 0;
    letter->next = post->letter_free;
    post->letter_free = at + 1;
    post->used--;
}

/* ---- What characters do ---- */

/* Humans are the people of the houses, and who has come in as one. */
static uint8_t is_from_bot(const struct pb_realm *realm, const struct pb_mail *mail)
{
    uint64_t guid = mail->reason == PB_MAIL_LETTER ? mail->sender_guid : mail->other_guid;
    const struct pb_box *box = pb_post_find(realm, guid);

    return guid && !pb_people_is(guid) && !(box && box->is_human);
}

static unsigned get_mail(void *self, pb_actor number, struct pb_mail *mails, unsigned max)
{
    struct pb_realm *realm = self;
    const struct pb_post *post = realm->post;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_box *box = actor ? pb_post_find(realm, actor->guid) : NULL;
    unsigned count = 0;
    uint32_t at;

    if (!realm->houses->is_open)
        return 0;
    for (at = box ? box->first : 0; at && count < max; at = pb_post_letter(post, at - 1)->next)
        if (!pb_post_letter(post, at - 1)->is_late) {
            mails[count] = pb_post_letter(post, at - 1)->mail;
            mails[count].is_from_bot = is_from_bot(realm, &mails[count]);
            count++;
        }
    return count;
}

static int take_mail(void *self, pb_actor number, uint64_t mail_id)
{
    struct pb_realm *realm = self;
    struct pb_post *post = realm->post;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_box *box;
    struct pb_mail mail;
    uint32_t at, before = 0;
    int error;

    if (!actor)
        return PB_E_gone;
    if (!pb_realm_is_at_mailbox(realm, actor))
        return PB_E_too_far;
    box = pb_post_find(realm, actor->guid);
    for (at = box ? box->first : 0; at && pb_post_letter(post, at - 1)->mail.mail_id != mail_id;
         at = pb_post_letter(post, at - 1)->next)
        before = at;
    if (!at || pb_post_letter(post, at - 1)->is_late)
        return PB_E_gone;
    mail = pb_post_letter(post, at - 1)->mail;
    error = pb_keep_may(realm, number);
    if (error != PB_OK)
        return error;
    error = mail.item ? pb_bag_fits(realm, actor, mail.item, mail.item_count) : PB_OK;
    if (error == PB_OK && mail.money > UINT32_MAX - actor->money)
        error = PB_E_not_allowed;
    if (error != PB_OK)
        return error;
    if (mail.item) {
        error = pb_bag_add(realm, number, mail.item, mail.item_count);
        if (error != PB_OK)
            return error;
        /* It was in the world already. */
        realm->stats.items_created -= mail.item_count;
    }
    pb_keep_tie(realm, number);
    take_out(realm, box, at - 1, before);
    if (mail.reason == PB_MAIL_SOLD) {
        /* The books have each part of it. */
        pb_realm_move_money(realm, number, mail.price, 0, PB_REALM_GOLD_AUCTION);
        pb_realm_move_money(realm, number, mail.deposit, 0, PB_REALM_GOLD_DEPOSIT);
        pb_realm_move_money(realm, number, 0, mail.cut, PB_REALM_GOLD_CUT);
    } else {
        pb_realm_move_money(realm, number, mail.money, 0,
                            mail.auction_id ? PB_REALM_GOLD_AUCTION : PB_REALM_GOLD_MAIL);
    }
    return PB_OK;
}

/* What goes into the envelope; PB_OK, or why not. */
static int pack(const struct pb_realm_actor *actor, unsigned slot, unsigned count, struct pb_mail *mail)
{
    int at = pb_bag_find(actor, slot);

    if (at < 0)
        return PB_E_gone;
    if (actor->items[at].is_bound || slot < PB_PACK_SLOT_FIRST || actor->items[at].count < count)
        return PB_E_not_allowed;
    mail->item = actor->items[at].entry;
    mail->item_count = (uint16_t)count;
    return PB_OK;
}

static int send_mail(void *self, pb_actor number, uint64_t receiver_guid, uint32_t money, unsigned slot,
                     unsigned count)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    const struct pb_box *box = actor ? pb_post_find(realm, receiver_guid) : NULL;
    struct pb_mail mail = {.money = money};
    int error;

    if (!box)
        return PB_E_gone;
    if (!pb_realm_is_at_mailbox(realm, actor))
        return PB_E_too_far;
    if (!pb_realm_are_friends(actor->race, box->race))
        return PB_E_not_allowed;
    error = count ? pack(actor, slot, count, &mail) : PB_OK;
    if (error != PB_OK)
        return error;
    /* Places of letters that auctions will need are not for others. */
    if (realm->post->used + 1 + realm->houses->used * PB_LOT_LETTERS > PB_LETTERS_MOST)
        return PB_E_busy;
    if (box->count >= PB_MAIL_MOST)
        return PB_E_inventory_full;
    if ((uint64_t)money + PB_POSTAGE > actor->money)
        return PB_E_no_money;
    error = pb_post_provide(realm, 1);
    if (error == PB_OK)
        error = pb_keep_may(realm, number);
    if (error != PB_OK)
        return error;
    pb_keep_tie(realm, number);
    mail.sender_guid = actor->guid;
    if (pb_realm_take_money(realm, number, PB_POSTAGE, PB_REALM_GOLD_POSTAGE) != PB_OK)
        return PB_E_no_money;
    pb_realm_move_money(realm, number, 0, money, PB_REALM_GOLD_MAIL);
    if (count) {
        pb_bag_take(realm, number, slot, count);
        /* It is in the world still. */
        realm->stats.items_destroyed -= count;
    }
    pb_post_send(realm, receiver_guid, &mail, 0);
    return PB_OK;
}

void pb_mail_offer(struct pb_world *world)
{
    world->get_mail = get_mail;
    world->take_mail = take_mail;
    world->send_mail = send_mail;
}

/* ---- The whole ---- */

int pb_post_new(struct pb_realm *realm)
{
    realm->post = pb_memory_new(&realm->options.memory, 1, sizeof *realm->post);
    return realm->post ? pb_map_new(&realm->post->by_guid, &realm->options.memory) : PB_E_no_memory;
}

void pb_post_free(struct pb_realm *realm)
{
    uint32_t i;

    if (!realm->post)
        return;
    for (i = 0; i < realm->post->block_count; i++)
        pb_memory_free(&realm->options.memory, realm->post->blocks[i]);
    pb_memory_free(&realm->options.memory, realm->post->boxes);
    pb_map_free(realm->post->by_guid);
    pb_memory_free(&realm->options.memory, realm->post);
}

size_t pb_post_bytes(const struct pb_realm *realm)
{
    const struct pb_post *post = realm->post;

    return sizeof *post + (size_t)post->block_count * PB_LETTER_BLOCK * sizeof **post->blocks +
           post->box_capacity * sizeof *post->boxes + pb_map_bytes(post->by_guid);
}

const char *pb_post_check(const struct pb_realm *realm)
{
    const struct pb_post *post = realm->post;
    uint64_t items = 0, money = 0;
    uint32_t used = 0, late = 0, counted = 0, i, at;

    for (i = 0; i < post->box_count; i++) {
        const struct pb_box *box = &post->boxes[i];
        uint32_t count = 0, last = 0;

        if (box->actor != PB_NO_ACTOR && realm->actors[box->actor].guid != box->guid)
            return "a box belongs to somebody else";
        for (at = box->first; at && count <= post->used; at = pb_post_letter(post, at - 1)->next) {
            const struct pb_letter *letter = pb_post_letter(post, at - 1);

            if (letter->box != i + 1)
                return "a letter lies in a box that is not its own";
            items += letter->mail.item_count;
            money += letter->mail.money;
            late += letter->is_late;
            last = at;
            count++;
        }
        if (count != box->count || last != box->last)
            return "the letters of a box are miscounted";
        used += count;
    }
    for (at = post->late_first; at && counted <= post->used; at = pb_post_letter(post, at - 1)->next_late)
        counted += pb_post_letter(post, at - 1)->is_late;
    if (used != post->used || items != post->items || money != post->money || counted != late)
        return "letters are miscounted";
    return NULL;
}
