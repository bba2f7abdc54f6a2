/* Actors: characters come into the world, are kept, and leave it. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/post.h"
#include "world/position.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROWTH = 64, MAX_REWARDED = 65536, MAX_CLASS = 11 };

/* Where a race begins: its zone, as in version 3.3.5. */
static const uint16_t start_zones[] = {
    [1] = 12, [2] = 14, [3] = 1, [4] = 141, [5] = 85, [6] = 215, [7] = 1, [8] = 14, [10] = 3430, [11] = 3524};

struct pb_realm_actor *pb_realm_actor(struct pb_realm *realm, pb_actor actor)
{
    return actor < realm->actor_count && realm->actors[actor].is_used && !realm->actors[actor].is_leaving
               ? &realm->actors[actor]
               : NULL;
}

int pb_realm_are_friends(unsigned race, unsigned other)
{
    return pb_realm_house_of_race(race) == pb_realm_house_of_race(other);
}

/* A friendly creature near the middle of the zone: there is a village. */
static struct pb_position start_of(const struct pb_realm *realm, unsigned race)
{
    uint32_t count, zone = race < sizeof start_zones / sizeof *start_zones
                               ? pb_content_find_zone(realm->options.content, start_zones[race])
                               : PB_NO_INDEX;
    const struct pb_zone *zones = pb_content_zones(realm->options.content, &count);
    struct pb_position place = {0};
    uint32_t spawn, spawns, i;

    /* A world without that zone: its easiest one. */
    for (i = 0; zone == PB_NO_INDEX && i < count; i++)
        if (zones[i].level_min == 1)
            zone = i;
    if (zone == PB_NO_INDEX && count)
        zone = 0;
    if (zone == PB_NO_INDEX)
        return place;
    place = zones[zone].centre;
    spawn = pb_content_nearest_role(realm->options.content, &place, PB_ROLE_QUEST_GIVER);
    return spawn == PB_NO_INDEX ? place : pb_content_spawns(realm->options.content, &spawns)[spawn].position;
}

/* ---- Asking ---- */

static int create_character(void *self, uint32_t request, const struct pb_character_spec *spec)
{
    struct pb_realm *realm = self;
    struct pb_realm_character character = {.fence = spec->fence,
                                           .account_id = spec->account_id,
                                           .race = spec->race,
                                           .character_class = spec->character_class,
                                           .gender = spec->gender,
                                           .level = 1,
                                           .position = start_of(realm, spec->race)};

    memcpy(character.name, spec->name, sizeof character.name);
    return realm->store.create(realm->store.user, request, &character);
}

static int delete_character(void *self, uint32_t request, uint64_t guid)
{
    struct pb_realm *realm = self;

    return realm->store.remove(realm->store.user, request, guid);
}

static int list_characters(void *self, uint32_t request, uint32_t account_id)
{
    struct pb_realm *realm = self;

    return realm->store.list(realm->store.user, request, account_id);
}

/* Takes out what was kept for an account. */
static unsigned read_list(void *self, uint32_t account_id, struct pb_character_entry *entries, unsigned max)
{
    struct pb_realm *realm = self;
    uint32_t i, kept = 0;
    unsigned count = 0;

    for (i = 0; i < realm->list_count; i++) {
        if (realm->list[i].account_id != account_id)
            realm->list[kept++] = realm->list[i];
        else if (count < max)
            entries[count++] = realm->list[i];
    }
    realm->list_count = kept;
    return count;
}

static int login(void *self, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    struct pb_realm *realm = self;

    const struct pb_box *box = pb_post_find(realm, guid);

    /* Its last life has not been handed over yet. */
    if (box && box->actor != PB_NO_ACTOR)
        return PB_E_busy;
    return realm->store.load(realm->store.user, request, account_id, fence, guid);
}

/* From everything that it does. */
static void turn_away(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    pb_realm_halt(realm, number);
    actor->target = PB_NO_INDEX;
    pb_realm_shake_off(realm, number);
    pb_goods_on_leave(realm, number);
    actor->flags &= (uint16_t) ~(PB_ACTOR_IN_COMBAT | PB_ACTOR_RESTING);
    actor->is_leaving = 1;
}

static int logout(void *self, pb_actor number)
{
    struct pb_realm *realm = self;

    if (!pb_realm_actor(realm, number))
        return PB_E_gone;
    turn_away(realm, number);
    pb_realm_finish_logout(realm, number);
    return PB_OK;
}

/* Out of the world, and nobody's any more. */
static void leave(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_world_event event = {
        .type = PB_WORLD_LOGGED_OUT, .actor = number, .guid = actor->guid, .account_id = actor->account_id};

    pb_goods_on_logout(realm, number);
    pb_realm_leave_cell(realm, number);
    if (actor->is_human)
        pb_realm_forget_human(realm, number);
    actor->is_used = actor->is_leaving = 0;
    actor->guid = 0;
    /* Its number waits for the next; the blocks stay with it. */
    realm->links[number].next = realm->actor_free;
    realm->actor_free = number + 1;
    realm->stats.actors--;
    pb_realm_tell(realm, &event);
}

void pb_realm_finish_logout(struct pb_realm *realm, pb_actor number)
{
    if (pb_realm_save(realm, number, 0) == PB_OK)
        leave(realm, number);
    else
        pb_realm_plan(realm, number);
}

/* The store will not have what happened of late: all come in again, as it has them. */
static void undo(struct pb_realm *realm)
{
    pb_actor i;

    pb_keep_undo(realm);
    for (i = 0; i < realm->actor_count; i++) {
        if (!realm->actors[i].is_used || realm->actors[i].is_human)
            continue;
        if (!realm->actors[i].is_leaving)
            turn_away(realm, i);
        leave(realm, i);
    }
    realm->stats.undone++;
}

/* ---- Answers of the store ---- */

static int widen(struct pb_realm *realm)
{
    uint32_t wanted = realm->actor_capacity + realm->actor_capacity / 4 + GROWTH;

    if (pb_lines_resize(&realm->options.memory, &realm->links, realm->actor_count * sizeof *realm->links,
                        wanted * sizeof *realm->links) != PB_OK ||
        pb_lines_resize(&realm->options.memory, &realm->actors, realm->actor_count * sizeof *realm->actors,
                        wanted * sizeof *realm->actors) != PB_OK)
        return PB_E_no_memory;
    realm->actor_capacity = wanted;
    return pb_realm_widen_cells(realm);
}

static int new_actor(struct pb_realm *realm, pb_actor *number)
{
    if (realm->actor_free) {
        *number = realm->actor_free - 1;
        realm->actor_free = realm->links[*number].next;
        return PB_OK;
    }
    if (realm->actor_count == realm->actor_capacity && widen(realm) != PB_OK)
        return PB_E_no_memory;
    *number = realm->actor_count++;
    memset(&realm->actors[*number], 0, sizeof *realm->actors);
    memset(&realm->links[*number], 0, sizeof *realm->links);
    return PB_OK;
}

static int copy_block(struct pb_realm *realm, void *block_at, const void *from, size_t size, uint32_t count,
                      uint32_t room)
{
    void **block = block_at;
    void *bigger = pb_memory_resize(&realm->options.memory, *block, size * (room > 0 ? room : 1));

    if (!bigger)
        return PB_E_no_memory;
    *block = bigger;
    if (count)
        memcpy(bigger, from, size * count);
    return PB_OK;
}

static int by_slot(const void *a, const void *b)
{
    return (int)((const struct pb_item_stack *)a)->slot - (int)((const struct pb_item_stack *)b)->slot;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* What it carries and what it has done. Things of an unknown kind (another world) stay away, and are counted.
 */
static int take_belongings(struct pb_realm *realm, struct pb_realm_actor *actor,
                           const struct pb_realm_character *character)
{
    uint32_t rewarded = character->rewarded_count < MAX_REWARDED ? character->rewarded_count : MAX_REWARDED,
             i, kept = 0;
    int error = copy_block(realm, &actor->items, NULL, sizeof *actor->items, 0, character->item_count + 8);

    if (error == PB_OK)
        error =
            copy_block(realm, &actor->quests, character->quests, sizeof *actor->quests, 0, PB_QUEST_LOG_SIZE);
    if (error == PB_OK)
        error = copy_block(realm, &actor->rewarded, character->rewarded, sizeof *actor->rewarded, rewarded,
                           rewarded);
    if (error != PB_OK)
        return error;
    for (i = 0; i < character->item_count; i++)
        if (pb_content_find_item(realm->options.content, character->items[i].entry) != PB_NO_INDEX &&
            character->items[i].slot < PB_INVENTORY_SLOTS)
            actor->items[kept++] = character->items[i];
    actor->item_count = (uint16_t)kept;
    actor->item_capacity = character->item_count + 8;
    actor->rewarded_capacity = rewarded;
    if (kept)
        qsort(actor->items, kept, sizeof *actor->items, by_slot);
    for (i = 0, kept = 0; i < character->quest_count && kept < PB_QUEST_LOG_SIZE; i++)
        if (pb_content_find_quest(realm->options.content, character->quests[i].quest_id) != PB_NO_INDEX)
            actor->quests[kept++] = character->quests[i];
    actor->quest_count = (uint8_t)kept;
    actor->quest_capacity = PB_QUEST_LOG_SIZE;
    actor->rewarded_count = rewarded;
    if (rewarded)
        qsort(actor->rewarded, rewarded, sizeof *actor->rewarded, by_number);
    return PB_OK;
}

static void begin_life(struct pb_realm *realm, pb_actor number, const struct pb_realm_character *character)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_item_stack *items = actor->items;
    struct pb_quest_progress *quests = actor->quests;
    uint32_t *rewarded = actor->rewarded;
    uint16_t life = (uint16_t)(actor->life + 1);
    uint32_t next;
    unsigned i;

    memset(actor, 0, sizeof *actor);
    actor->life = life;
    actor->items = items;
    actor->quests = quests;
    actor->rewarded = rewarded;
    actor->is_used = 1;
    actor->guid = character->guid;
    actor->account_id = character->account_id;
    actor->fence = character->fence;
    actor->money = character->money;
    actor->experience = character->experience;
    actor->level = character->level < 1              ? 1
                   : character->level > PB_MAX_LEVEL ? PB_MAX_LEVEL
                                                     : character->level;
    next = pb_realm_experience_next(actor->level);
    if (actor->experience >= next)
        actor->experience = next ? next - 1 : 0;
    actor->race = character->race;
    actor->character_class = character->character_class;
    actor->gender = character->gender;
    actor->from = character->position;
    if (!(fabsf(actor->from.x) <= PB_MAP_YARDS && fabsf(actor->from.y) <= PB_MAP_YARDS))
        actor->from = start_of(realm, character->race);
    actor->target = PB_NO_INDEX;
    actor->worst_durability = 100;
    memcpy(actor->name, character->name, sizeof actor->name);
    /* Nobody saves at the same time as everybody else. */
    actor->save_ms = realm->now_ms + realm->options.save_interval_ms / 2 +
                     (uint32_t)(character->guid * 2654435761u % (realm->options.save_interval_ms / 2 + 1));
    actor->regenerated_ms = actor->defends_ms = actor->died_ms = actor->looked_ms = actor->invited_ms =
        actor->eats_ms = actor->potion_ms = realm->now_ms;
    actor->swung_ms = actor->swing_ms = realm->now_ms - 60000;
    for (i = 0; i < PB_ABILITIES; i++)
        actor->ready_ms[i] = realm->now_ms;
}

int pb_realm_enter(struct pb_realm *realm, const struct pb_realm_character *character, int is_human,
                   pb_actor *number)
{
    struct pb_realm_actor *actor;
    int error;

    if (character->character_class < 1 || character->character_class > MAX_CLASS)
        return PB_E_bad_argument;
    error = new_actor(realm, number);
    if (error != PB_OK)
        return error;
    begin_life(realm, *number, character);
    actor = &realm->actors[*number];
    actor->is_human = is_human != 0;
    error = take_belongings(realm, actor, character);
    if (error == PB_OK)
        error = pb_note_take(realm, *number, character);
    if (error == PB_OK && !actor->item_count && !actor->experience)
        error = pb_goods_equip_new(realm, *number);
    if (error != PB_OK) {
        pb_memory_free(&realm->options.memory, actor->notes);
        actor->is_used = 0;
        realm->links[*number].next = realm->actor_free;
        realm->actor_free = *number + 1;
        return error;
    }
    pb_goods_on_login(realm, *number);
    pb_goods_dress(realm, *number);
    actor->health =
        character->health && character->health < actor->health_max ? character->health : actor->health_max;
    actor->power = actor->power_max;
    actor->is_dirty = 1;
    pb_realm_enter_cell(realm, *number);
    pb_realm_meet_players(realm, *number);
    pb_realm_look_for_trouble(realm, *number);
    pb_realm_plan(realm, *number);
    realm->stats.actors++;
    return PB_OK;
}

static void on_loaded(struct pb_realm *realm, const struct pb_realm_answer *answer)
{
    struct pb_world_event event = {.type = PB_WORLD_LOGGED_IN,
                                   .actor = PB_NO_ACTOR,
                                   .request = answer->request,
                                   .error = answer->error,
                                   .account_id = answer->account_id,
                                   .guid = answer->guid};

    if (!event.error && !answer->count)
        event.error = PB_E_unknown_character;
    if (!event.error)
        event.error = pb_realm_enter(realm, &answer->characters[0], 0, &event.actor);
    if (event.error)
        event.actor = PB_NO_ACTOR;
    pb_realm_tell(realm, &event);
}

static int keep_list(struct pb_realm *realm, const struct pb_realm_answer *answer)
{
    uint32_t wanted = realm->list_count + answer->count, i;

    if (wanted > realm->list_capacity) {
        struct pb_character_entry *bigger =
            pb_memory_resize(&realm->options.memory, realm->list, (wanted + GROWTH) * sizeof *bigger);

        if (!bigger)
            return PB_E_no_memory;
        realm->list = bigger;
        realm->list_capacity = wanted + GROWTH;
    }
    for (i = 0; i < answer->count; i++) {
        const struct pb_realm_character *character = &answer->characters[i];
        struct pb_character_entry *entry = &realm->list[realm->list_count++];

        *entry = (struct pb_character_entry){.guid = character->guid,
                                             .account_id = character->account_id,
                                             .race = character->race,
                                             .character_class = character->character_class,
                                             .gender = character->gender,
                                             .level = character->level,
                                             .position = character->position};
        memcpy(entry->name, character->name, sizeof entry->name);
    }
    return PB_OK;
}

static void tell_answer(struct pb_realm *realm, const struct pb_realm_answer *answer, uint16_t type)
{
    pb_realm_tell(realm, &(struct pb_world_event){.type = type,
                                                  .actor = PB_NO_ACTOR,
                                                  .request = answer->request,
                                                  .error = answer->error,
                                                  .account_id = answer->account_id,
                                                  .guid = answer->guid,
                                                  .count = answer->count});
}

void pb_realm_take_answers(struct pb_realm *realm)
{
    struct pb_realm_answer answer;

    while (realm->store.poll(realm->store.user, &answer)) {
        switch (answer.type) {
        case PB_REALM_CREATED:
            tell_answer(realm, &answer, PB_WORLD_CREATED);
            break;
        case PB_REALM_REMOVED:
            tell_answer(realm, &answer, PB_WORLD_DELETED);
            break;
        case PB_REALM_LISTED:
            if (!answer.error)
                answer.error = keep_list(realm, &answer);
            tell_answer(realm, &answer, PB_WORLD_LISTED);
            break;
        case PB_REALM_OPENED:
            pb_keep_take(realm, &answer);
            break;
        case PB_REALM_UNDONE:
            undo(realm);
            break;
        default:
            on_loaded(realm, &answer);
        }
    }
}

void pb_realm_offer_characters(struct pb_world *world)
{
    world->create_character = create_character;
    world->delete_character = delete_character;
    world->list_characters = list_characters;
    world->read_list = read_list;
    world->login = login;
    world->logout = logout;
}
