/* Keep: characters are handed to the store, each by itself, or two who have traded together. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include <string.h>

enum { RETRY_MS = 1000 };

static void refresh(const struct pb_realm *realm, uint32_t *time_ms)
{
    if ((int32_t)(realm->now_ms - *time_ms) > 0)
        *time_ms = realm->now_ms;
}

void pb_realm_refresh_times(struct pb_realm *realm, pb_actor number)
{
    /* Longer than anything lasts, far less than half of what the clock counts. */
    enum { PAST_MS = 600000 };
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned i;

    for (i = 0; i < PB_ABILITIES; i++)
        refresh(realm, &actor->ready_ms[i]);
    refresh(realm, &actor->defends_ms);
    refresh(realm, &actor->eats_ms);
    refresh(realm, &actor->potion_ms);
    if (realm->now_ms - actor->swung_ms > PAST_MS)
        actor->swung_ms = realm->now_ms - PAST_MS;
    if (realm->now_ms - actor->died_ms > PAST_MS)
        actor->died_ms = realm->now_ms - PAST_MS;
    if (realm->now_ms - actor->regenerated_ms > PAST_MS)
        actor->regenerated_ms = realm->now_ms - PAST_MS;
    if (realm->now_ms - actor->invited_ms > PAST_MS)
        actor->invited_ms = realm->now_ms - PAST_MS;
}

struct pb_realm_character pb_realm_describe(const struct pb_realm *realm, pb_actor number, int is_online)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_realm_character character = {.guid = actor->guid,
                                           .fence = actor->fence,
                                           .account_id = actor->account_id,
                                           .money = actor->money,
                                           .experience = actor->experience,
                                           .health = actor->health,
                                           .position = pb_realm_where(realm, actor),
                                           .race = actor->race,
                                           .character_class = actor->character_class,
                                           .gender = actor->gender,
                                           .level = actor->level,
                                           .is_online = is_online != 0,
                                           .has_items = actor->is_items_dirty,
                                           .has_quests = actor->is_quests_dirty,
                                           .items = actor->items,
                                           .item_count = actor->item_count,
                                           .quests = actor->quests,
                                           .quest_count = actor->quest_count,
                                           .rewarded = actor->rewarded,
                                           .rewarded_count =
                                               actor->is_quests_dirty ? actor->rewarded_count : 0,
                                           .notes = actor->notes,
                                           .note_count = actor->note_count,
                                           .now_ms = realm->now_ms,
                                           .day = realm->goods->day};

    memcpy(character.name, actor->name, sizeof character.name);
    return character;
}

static int hand_over(struct pb_realm *realm, pb_actor number, int is_online)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    const struct pb_realm_store *store = &realm->store;
    struct pb_realm_character both[2] = {pb_realm_describe(realm, number, is_online)};

    if (!actor->joint || !store->save_together)
        return store->save(store->user, &both[0]);
    both[1] = pb_realm_describe(realm, actor->joint - 1, 1);
    return store->save_together(store->user, both);
}

void pb_realm_note_saved(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    actor->save_ms = realm->now_ms + realm->options.save_interval_ms;
    actor->is_dirty = actor->is_items_dirty = actor->is_quests_dirty = 0;
    actor->joint = 0;
    actor->is_tied = 0;
    realm->stats.saves++;
}

int pb_realm_save(struct pb_realm *realm, pb_actor number, int is_online)
{
    int error;
    struct pb_realm_actor *actor = &realm->actors[number];
    uint32_t joint;

    /* What it has to do with the houses goes before, or with it. */
    if (actor->is_tied || (actor->joint && realm->actors[actor->joint - 1].is_tied)) {
        error = pb_keep_hand_over(realm);
        if (error != PB_OK) {
            actor->save_ms = realm->now_ms + RETRY_MS;
            return error;
        }
    }
    joint = actor->joint;
    actor->save_ms = realm->now_ms + realm->options.save_interval_ms;
    /* Humans are not kept. */
    if (actor->is_human ||
        (is_online && !actor->is_dirty && !actor->is_items_dirty && !actor->is_quests_dirty && !joint))
        return PB_OK;
    error = hand_over(realm, number, is_online);
    if (error != PB_OK) {
        /* It stays changed, and is tried again soon. */
        actor->save_ms = realm->now_ms + RETRY_MS;
        return error;
    }
    pb_realm_note_saved(realm, number);
    if (joint && realm->store.save_together)
        pb_realm_note_saved(realm, joint - 1);
    return PB_OK;
}

void pb_realm_save_soon(struct pb_realm *realm, pb_actor number, pb_actor other)
{
    pb_actor both[2] = {number, other};
    unsigned i;

    for (i = 0; i < 2; i++) {
        struct pb_realm_actor *actor = &realm->actors[both[i]];

        /* In the realm's own time, so that what bots do takes no memory. */
        actor->save_ms = realm->now_ms;
        actor->joint = realm->actors[both[!i]].is_human || actor->is_human ? 0 : both[!i] + 1;
        pb_realm_plan(realm, both[i]);
    }
}
