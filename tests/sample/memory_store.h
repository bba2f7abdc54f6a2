/* Memory store: keeps the realm's characters in memory, and answers at the next poll. For tests and benches.
 */
#ifndef PB_TESTS_MEMORY_STORE_H
#define PB_TESTS_MEMORY_STORE_H

#include "include/playerbot_error.h"
#include "realm/store.h"
#include <stdlib.h>
#include <string.h>

struct pb_kept {
    struct pb_realm_character character;
    struct pb_item_stack items[PB_INVENTORY_SLOTS];
    struct pb_quest_progress quests[PB_QUEST_LOG_SIZE];
    uint32_t *rewarded;
    struct pb_quest_note notes[2 * PB_QUEST_LOG_SIZE];
};

struct pb_memory_store {
    struct pb_kept *kept; /* guid - 1 is the index */
    uint32_t count, capacity;
    struct pb_realm_answer *answers;
    uint32_t first, answer_count, answer_capacity;
    struct pb_realm_character list[10]; /* of an account, which has no more */
    uint32_t listed;
    uint64_t saves, refused;
    unsigned refuse_one_of; /* saves; 0: none */
    uint64_t save_calls;
    /* Where a new character begins, if not where the realm says; may be NULL. */
    void (*place)(void *user, uint32_t number, struct pb_realm_character *character);
    void *place_user;
    int is_away; /* 1: takes nothing and answers nothing, like a database that is lost */
};

static inline int pb_memory_store_answer(struct pb_memory_store *store, struct pb_realm_answer answer)
{
    if (store->answer_count == store->answer_capacity) {
        uint32_t wanted = store->answer_capacity * 2 + 64;
        struct pb_realm_answer *bigger = realloc(store->answers, wanted * sizeof *bigger);

        if (!bigger)
            return PB_E_no_memory;
        store->answers = bigger;
        store->answer_capacity = wanted;
    }
    store->answers[store->answer_count++] = answer;
    return PB_OK;
}

static inline int pb_memory_store_create(void *user, uint32_t request,
                                         const struct pb_realm_character *character)
{
    struct pb_memory_store *store = user;
    struct pb_kept *made;

    if (store->is_away)
        return PB_E_busy;
    if (store->count == store->capacity) {
        uint32_t wanted = store->capacity * 2 + 64;
        struct pb_kept *bigger = realloc(store->kept, wanted * sizeof *bigger);

        if (!bigger)
            return PB_E_no_memory;
        store->kept = bigger;
        store->capacity = wanted;
    }
    made = &store->kept[store->count++];
    memset(made, 0, sizeof *made);
    made->character = *character;
    made->character.guid = store->count;
    if (store->place)
        store->place(store->place_user, store->count - 1, &made->character);
    return pb_memory_store_answer(store, (struct pb_realm_answer){.type = PB_REALM_CREATED,
                                                                  .request = request,
                                                                  .account_id = character->account_id,
                                                                  .guid = store->count});
}

static inline int pb_memory_store_remove(void *user, uint32_t request, uint64_t guid)
{
    struct pb_memory_store *store = user;
    uint32_t account_id = store->kept[guid - 1].character.account_id;

    if (store->is_away)
        return PB_E_busy;
    store->kept[guid - 1].character.account_id = 0;
    return pb_memory_store_answer(
        store, (struct pb_realm_answer){
                   .type = PB_REALM_REMOVED, .request = request, .account_id = account_id, .guid = guid});
}

static inline int pb_memory_store_list(void *user, uint32_t request, uint32_t account_id)
{
    if (((struct pb_memory_store *)user)->is_away)
        return PB_E_busy;
    return pb_memory_store_answer(
        user,
        (struct pb_realm_answer){.type = PB_REALM_LISTED, .request = request, .account_id = account_id});
}

static inline int pb_memory_store_load(void *user, uint32_t request, uint32_t account_id, uint64_t fence,
                                       uint64_t guid)
{
    struct pb_memory_store *store = user;

    if (store->is_away)
        return PB_E_busy;
    store->kept[guid - 1].character.fence = fence;
    return pb_memory_store_answer(
        store, (struct pb_realm_answer){
                   .type = PB_REALM_LOADED, .request = request, .account_id = account_id, .guid = guid});
}

static inline int pb_memory_store_save(void *user, const struct pb_realm_character *character)
{
    struct pb_memory_store *store = user;
    struct pb_kept *kept = &store->kept[character->guid - 1];
    struct pb_realm_character before = kept->character;
    uint32_t *rewarded;

    store->save_calls++;
    if (store->is_away || (store->refuse_one_of && store->save_calls % store->refuse_one_of == 0)) {
        store->refused++;
        return PB_E_busy;
    }
    store->saves++;
    kept->character = *character;
    kept->character.rewarded = before.rewarded;
    kept->character.rewarded_count = before.rewarded_count;
    if (character->has_items)
        memcpy(kept->items, character->items, character->item_count * sizeof *kept->items);
    else
        kept->character.item_count = before.item_count;
    if (character->has_quests) {
        memcpy(kept->quests, character->quests, character->quest_count * sizeof *kept->quests);
        if (character->note_count)
            memcpy(kept->notes, character->notes, character->note_count * sizeof *kept->notes);
    } else {
        kept->character.quest_count = before.quest_count;
        kept->character.note_count = before.note_count;
        kept->character.now_ms = before.now_ms;
        kept->character.day = before.day;
    }
    if (character->rewarded_count > before.rewarded_count) {
        rewarded = realloc(kept->rewarded, character->rewarded_count * sizeof *rewarded);
        if (!rewarded)
            return PB_E_no_memory;
        memcpy(rewarded, character->rewarded, character->rewarded_count * sizeof *rewarded);
        kept->rewarded = rewarded;
        kept->character.rewarded_count = character->rewarded_count;
    }
    return PB_OK;
}

static inline int pb_memory_store_save_together(void *user, const struct pb_realm_character both[2])
{
    int error = pb_memory_store_save(user, &both[0]);

    /* The first may have been the last one before a refusal; the second is taken in any case. */
    if (error == PB_OK) {
        unsigned refuse_one_of = ((struct pb_memory_store *)user)->refuse_one_of;

        ((struct pb_memory_store *)user)->refuse_one_of = 0;
        error = pb_memory_store_save(user, &both[1]);
        ((struct pb_memory_store *)user)->refuse_one_of = refuse_one_of;
    }
    return error;
}

static inline int pb_memory_store_poll(void *user, struct pb_realm_answer *answer)
{
    struct pb_memory_store *store = user;
    uint32_t i;

    if (store->is_away)
        return 0;
    if (store->first == store->answer_count) {
        store->first = store->answer_count = 0;
        return 0;
    }
    *answer = store->answers[store->first++];
    if (answer->type == PB_REALM_LOADED) {
        struct pb_kept *kept = &store->kept[answer->guid - 1];

        kept->character.items = kept->items;
        kept->character.quests = kept->quests;
        kept->character.rewarded = kept->rewarded;
        kept->character.notes = kept->notes;
        kept->character.has_items = kept->character.has_quests = 1;
        answer->characters = &kept->character;
        answer->count = 1;
    } else if (answer->type == PB_REALM_LISTED) {
        /* From where the last list ended: those of an account mostly follow each other. */
        for (i = 0; i < store->count && answer->count < 10; i++) {
            const struct pb_kept *kept = &store->kept[(store->listed + i) % store->count];

            if (kept->character.account_id == answer->account_id)
                store->list[answer->count++] = kept->character;
        }
        store->listed += i;
        answer->characters = store->list;
    }
    return 1;
}

static inline struct pb_realm_store pb_memory_store_functions(struct pb_memory_store *store)
{
    return (struct pb_realm_store){.user = store,
                                   .create = pb_memory_store_create,
                                   .remove = pb_memory_store_remove,
                                   .list = pb_memory_store_list,
                                   .load = pb_memory_store_load,
                                   .save = pb_memory_store_save,
                                   .save_together = pb_memory_store_save_together,
                                   .poll = pb_memory_store_poll};
}

static inline void pb_memory_store_release(struct pb_memory_store *store)
{
    uint32_t i;

    for (i = 0; i < store->count; i++)
        free(store->kept[i].rewarded);
    free(store->kept);
    free(store->answers);
}

#endif
