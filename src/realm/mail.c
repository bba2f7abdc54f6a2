/* Mail: between characters that are in the world, or have been; mailboxes stand in the middle of each zone.
 */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <string.h>

enum { POSTAGE = 30 };

uint64_t pb_mail_items(const struct pb_mail *mail, unsigned count)
{
    uint64_t sum = 0;
    unsigned i;

    for (i = 0; i < count; i++)
        sum += mail[i].item_count;
    return sum;
}

static unsigned get_mail(void *self, pb_actor number, struct pb_mail *mails, unsigned max)
{
    const struct pb_realm_actor *actor = pb_realm_actor(self, number);
    unsigned count = actor ? actor->mail_count : 0;

    count = count < max ? count : max;
    if (count)
        memcpy(mails, actor->mail, count * sizeof *mails);
    return count;
}

static int take_mail(void *self, pb_actor number, uint64_t mail_id)
{
    struct pb_realm *realm = self;
    struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_mail mail;
    unsigned at;
    int error;

    if (!actor)
        return PB_E_gone;
    if (!pb_realm_is_at_mailbox(realm, actor))
        return PB_E_too_far;
    for (at = 0; at < actor->mail_count && actor->mail[at].mail_id != mail_id; at++)
        ;
    if (at == actor->mail_count)
        return PB_E_gone;
    mail = actor->mail[at];
    error = mail.item ? pb_bag_fits(realm, actor, mail.item, mail.item_count) : PB_OK;
    if (error != PB_OK)
        return error;
    actor->mail_count--;
    memmove(&actor->mail[at], &actor->mail[at + 1], (actor->mail_count - at) * sizeof mail);
    if (mail.money)
        pb_realm_give_money(realm, number, mail.money, PB_REALM_GOLD_MAIL);
    if (!mail.item)
        return PB_OK;
    error = pb_bag_add(realm, number, mail.item, mail.item_count);
    /* It was in the world already. */
    realm->stats.items_created -= mail.item_count;
    return error;
}

static pb_actor find_guid(const struct pb_realm *realm, uint64_t guid)
{
    pb_actor number;

    for (number = 0; number < realm->actor_count; number++)
        if (realm->actors[number].is_used && realm->actors[number].guid == guid)
            return number;
    return PB_NO_ACTOR;
}

/* Where the mail of a character lies, in the world or away, and of which race it is; PB_E_gone. */
static int find_letterbox(struct pb_realm *realm, uint64_t guid, struct pb_mail ***mail, uint16_t **count,
                          uint8_t *race)
{
    pb_actor to = find_guid(realm, guid);
    struct pb_away *away = to == PB_NO_ACTOR ? pb_away_find(realm, guid) : NULL;

    if (to == PB_NO_ACTOR && !away)
        return PB_E_gone;
    *mail = away ? &away->mail : &realm->actors[to].mail;
    *count = away ? &away->mail_count : &realm->actors[to].mail_count;
    *race = away ? away->race : realm->actors[to].race;
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
    struct pb_mail mail = {.mail_id = ++realm->goods->mail_id, .money = money}, **letterbox, *bigger;
    uint16_t *letters;
    uint8_t race;
    int error;

    if (!actor || find_letterbox(realm, receiver_guid, &letterbox, &letters, &race) != PB_OK)
        return PB_E_gone;
    if (!pb_realm_is_at_mailbox(realm, actor))
        return PB_E_too_far;
    if (!pb_realm_are_friends(actor->race, race))
        return PB_E_not_allowed;
    error = count ? pack(actor, slot, count, &mail) : PB_OK;
    if (error != PB_OK)
        return error;
    if (*letters >= PB_MAIL_MOST)
        return PB_E_inventory_full;
    if ((uint64_t)money + POSTAGE > actor->money)
        return PB_E_no_money;
    bigger = pb_memory_resize(&realm->options.memory, *letterbox, (*letters + 1u) * sizeof *bigger);
    if (!bigger)
        return PB_E_no_memory;
    *letterbox = bigger;
    mail.sender_guid = actor->guid;
    /* On its way it is nobody's: destroyed here, created where it is taken out. */
    if (pb_realm_take_money(realm, number, money, PB_REALM_GOLD_MAIL) != PB_OK ||
        pb_realm_take_money(realm, number, POSTAGE, PB_REALM_GOLD_POSTAGE) != PB_OK)
        return PB_E_no_money;
    if (count) {
        pb_bag_take(realm, number, slot, count);
        realm->stats.items_destroyed -= count;
    }
    bigger[(*letters)++] = mail;
    if (find_guid(realm, receiver_guid) != PB_NO_ACTOR)
        pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_MAIL,
                                                      .actor = find_guid(realm, receiver_guid),
                                                      .guid = actor->guid});
    return PB_OK;
}

void pb_mail_offer(struct pb_world *world)
{
    world->get_mail = get_mail;
    world->take_mail = take_mail;
    world->send_mail = send_mail;
}
