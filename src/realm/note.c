/* Notes of quests, beyond the log: which daily ones were done today, and until when timed ones may take. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <string.h>

static int find(const struct pb_realm_actor *actor, uint32_t quest_id, uint8_t is_daily)
{
    int i;

    for (i = 0; i < actor->note_count; i++)
        if (actor->notes[i].quest_id == quest_id && actor->notes[i].is_daily == is_daily)
            return i;
    return -1;
}

static void cut_out(struct pb_realm_actor *actor, int at)
{
    actor->note_count--;
    memmove(&actor->notes[at], &actor->notes[at + 1],
            (size_t)(actor->note_count - at) * sizeof *actor->notes);
}

/* When the first of its timed quests fails. */
static void judge(struct pb_realm_actor *actor)
{
    unsigned i;

    actor->is_timed = 0;
    for (i = 0; i < actor->note_count; i++) {
        if (actor->notes[i].is_daily ||
            (actor->is_timed && (int32_t)(actor->notes[i].due - actor->note_ms) >= 0))
            continue;
        actor->is_timed = 1;
        actor->note_ms = actor->notes[i].due;
    }
}

/* Days that have passed are forgotten. */
static void forget_days(const struct pb_realm *realm, struct pb_realm_actor *actor)
{
    int i;

    for (i = actor->note_count - 1; i >= 0; i--)
        if (actor->notes[i].is_daily && actor->notes[i].due != realm->goods->day)
            cut_out(actor, i);
}

static int add(struct pb_realm *realm, struct pb_realm_actor *actor, const struct pb_quest_note *note)
{
    int at = find(actor, note->quest_id, note->is_daily);

    if (at < 0 && actor->note_count == actor->note_capacity) {
        uint8_t wanted = (uint8_t)(actor->note_capacity + 4);
        struct pb_quest_note *bigger =
            pb_memory_resize(&realm->options.memory, actor->notes, wanted * sizeof *bigger);

        if (!bigger)
            return PB_E_no_memory;
        actor->notes = bigger;
        actor->note_capacity = wanted;
    }
    actor->notes[at < 0 ? actor->note_count++ : at] = *note;
    judge(actor);
    return PB_OK;
}

int pb_note_is_done_today(const struct pb_realm *realm, const struct pb_realm_actor *actor, uint32_t quest_id)
{
    int at = find(actor, quest_id, 1);

    return at >= 0 && actor->notes[at].due == realm->goods->day;
}

int pb_note_may_take_daily(const struct pb_realm *realm, const struct pb_realm_actor *actor)
{
    unsigned i, done = 0;

    for (i = 0; i < actor->note_count; i++)
        done += actor->notes[i].is_daily && actor->notes[i].due == realm->goods->day;
    return done < PB_DAILY_MOST;
}

int pb_note_done_today(struct pb_realm *realm, pb_actor number, uint32_t quest_id)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    forget_days(realm, actor);
    return add(realm, actor,
               &(struct pb_quest_note){.quest_id = quest_id, .due = realm->goods->day, .is_daily = 1});
}

int pb_note_begin(struct pb_realm *realm, pb_actor number, const struct pb_quest_template *quest)
{
    if (!quest->time_limit_s)
        return PB_OK;
    return add(realm, &realm->actors[number],
               &(struct pb_quest_note){.quest_id = quest->quest_id,
                                       .due = realm->now_ms + quest->time_limit_s * 1000u});
}

void pb_note_end(struct pb_realm *realm, pb_actor number, uint32_t quest_id)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int at = find(actor, quest_id, 0);

    if (at < 0)
        return;
    cut_out(actor, at);
    judge(actor);
}

int pb_note_take(struct pb_realm *realm, pb_actor number, const struct pb_realm_character *character)
{
    uint32_t i;
    int error = PB_OK;

    for (i = 0; i < character->note_count && error == PB_OK; i++) {
        struct pb_quest_note note = character->notes[i];

        if (note.is_daily && note.due != character->day)
            continue;
        note.due = note.is_daily ? realm->goods->day : realm->now_ms + (note.due - character->now_ms);
        error = add(realm, &realm->actors[number], &note);
    }
    return error;
}

void pb_note_on_login(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    unsigned i;

    judge(actor);
    for (i = 0; i < actor->quest_count; i++) {
        uint32_t count, at = pb_content_find_quest(realm->options.content, actor->quests[i].quest_id);

        /* Kept by somebody who knew of no times: its time begins anew. */
        if (actor->quests[i].status == PB_QUEST_TAKEN && find(actor, actor->quests[i].quest_id, 0) < 0)
            (void)!pb_note_begin(realm, number, &pb_content_quests(realm->options.content, &count)[at]);
    }
}

void pb_goods_on_due(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    int i;

    for (i = actor->note_count - 1; i >= 0; i--) {
        uint32_t quest_id = actor->notes[i].quest_id;

        if (actor->notes[i].is_daily || (int32_t)(realm->now_ms - actor->notes[i].due) < 0)
            continue;
        cut_out(actor, i);
        pb_quest_fail(realm, number, quest_id);
    }
    judge(actor);
}
