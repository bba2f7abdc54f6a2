#include "realm/realm.h"
#include "base/map.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/house.h"
#include "realm/people.h"
#include "realm/post.h"
#include "world/position.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEFAULT_SAVE_MS = 60000 };

static const struct pb_item_template *get_item(void *self, uint32_t entry)
{
    const struct pb_realm *realm = self;
    uint32_t at = pb_content_find_item(realm->options.content, entry), count;

    return at == PB_NO_INDEX ? NULL : &pb_content_items(realm->options.content, &count)[at];
}

static const struct pb_quest_template *get_quest(void *self, uint32_t quest_id)
{
    const struct pb_realm *realm = self;
    uint32_t at = pb_content_find_quest(realm->options.content, quest_id), count;

    return at == PB_NO_INDEX ? NULL : &pb_content_quests(realm->options.content, &count)[at];
}

static const struct pb_creature_template *get_creature(void *self, uint32_t entry)
{
    const struct pb_realm *realm = self;
    uint32_t at = pb_content_find_creature(realm->options.content, entry), count;

    return at == PB_NO_INDEX ? NULL : &pb_content_creatures(realm->options.content, &count)[at];
}

static int is_saved(void *self)
{
    const struct pb_realm *realm = self;

    return !realm->store.is_saved || realm->store.is_saved(realm->store.user);
}

static void offer(struct pb_realm *realm)
{
    struct pb_world *world = &realm->world;

    world->size = sizeof *world;
    world->self = realm;
    world->poll_events = pb_events_poll;
    world->get_item = get_item;
    world->get_quest = get_quest;
    world->get_creature = get_creature;
    world->is_saved = is_saved;
    pb_realm_offer_characters(world);
    pb_realm_offer_sight(world);
    pb_realm_offer_services(world);
    pb_realm_offer_moving(world);
    pb_realm_offer_combat(world);
    pb_realm_offer_life(world);
    pb_goods_offer(realm, world);
    pb_mail_offer(world);
    pb_houses_offer(world);
}

int pb_realm_new(struct pb_realm **out, const struct pb_realm_options *options)
{
    struct pb_realm *realm = pb_memory_new(&options->memory, 1, sizeof *realm);
    uint32_t spawns;
    int error = PB_E_no_memory;

    if (!realm)
        return PB_E_no_memory;
    realm->options = *options;
    realm->store = *options->store;
    realm->chance = options->seed;
    if (!realm->options.save_interval_ms)
        realm->options.save_interval_ms = DEFAULT_SAVE_MS;
    if (!(realm->options.speed > 0))
        realm->options.speed = 1;
    pb_content_spawns(options->content, &spawns);
    realm->creatures = pb_memory_new(&options->memory, spawns, sizeof *realm->creatures);
    realm->creature_states = pb_memory_new(&options->memory, spawns, sizeof *realm->creature_states);
    if (realm->creatures && realm->creature_states)
        error = pb_map_new(&realm->crowds, &realm->options.memory);
    if (error == PB_OK)
        error = pb_realm_widen_cells(realm);
    if (error == PB_OK)
        error = pb_events_new(realm);
    if (error == PB_OK)
        error = pb_goods_new(realm);
    if (error == PB_OK)
        error = pb_post_new(realm);
    if (error == PB_OK)
        error = pb_houses_new(realm);
    if (error == PB_OK)
        error = pb_people_new(realm);
    if (error != PB_OK) {
        pb_realm_free(realm);
        return error;
    }
    pb_realm_spawn_all(realm);
    offer(realm);
    *out = realm;
    return PB_OK;
}

void pb_realm_free(struct pb_realm *realm)
{
    struct pb_memory memory;
    uint32_t i;

    if (!realm)
        return;
    memory = realm->options.memory;
    pb_people_free(realm);
    pb_houses_free(realm);
    pb_post_free(realm);
    pb_goods_free(realm);
    for (i = 0; i < realm->actor_count; i++) {
        pb_memory_free(&memory, realm->actors[i].items);
        pb_memory_free(&memory, realm->actors[i].quests);
        pb_memory_free(&memory, realm->actors[i].rewarded);
        pb_memory_free(&memory, realm->actors[i].notes);
    }
    pb_events_free(realm);
    pb_lines_free(&memory, realm->actors);
    pb_lines_free(&memory, realm->links);
    pb_memory_free(&memory, realm->cells);
    pb_map_free(realm->crowds);
    pb_memory_free(&memory, realm->creatures);
    pb_memory_free(&memory, realm->creature_states);
    pb_memory_free(&memory, realm->dues);
    pb_memory_free(&memory, realm->players);
    pb_realm_free_humans(realm);
    pb_memory_free(&memory, realm->list);
    pb_memory_free(&memory, realm);
}

static void actor_due(struct pb_realm *realm, pb_actor number, uint32_t due_ms)
{
    struct pb_realm_actor *actor = &realm->actors[number];

    /* What was put off, or belongs to who was here before, is nothing. */
    if (!actor->is_used || !actor->is_planned || actor->event_ms != due_ms)
        return;
    actor->is_planned = 0;
    if (actor->is_leaving) {
        pb_realm_finish_logout(realm, number);
        return;
    }
    pb_realm_walk(realm, number);
    pb_realm_fight(realm, number);
    if (actor->is_timed && (int32_t)(realm->now_ms - actor->note_ms) >= 0)
        pb_goods_on_due(realm, number);
    if ((int32_t)(realm->now_ms - actor->save_ms) >= 0) {
        pb_realm_refresh_times(realm, number);
        /* What is not taken now stays changed, and is tried again. */
        (void)!pb_realm_save(realm, number, 1);
    }
    pb_realm_plan(realm, number);
}

static void houses_due(struct pb_realm *realm)
{
    uint32_t parts = pb_houses_due(realm);

    /* There was room for the one that has just been taken out. */
    (void)!pb_realm_schedule(realm, PB_DUE_HOUSES, realm->now_ms + parts * PB_HOUSE_PART_MS);
}

void pb_realm_update(struct pb_realm *realm, uint32_t diff_ms)
{
    struct pb_due due;
    uint32_t end_ms = realm->now_ms + (uint32_t)((float)diff_ms * realm->options.speed);

    /* Each thing at its own time, so that long ticks give what short ones do. */
    while (realm->due_count && (int32_t)(end_ms - realm->dues[0].due_ms) >= 0) {
        if ((int32_t)(realm->dues[0].due_ms - realm->now_ms) > 0)
            realm->now_ms = realm->dues[0].due_ms;
        if (!pb_realm_next_due(realm, &due))
            break;
        if (due.id == PB_DUE_HOUSES)
            houses_due(realm);
        else if (!(due.id & PB_DUE_SPAWN))
            actor_due(realm, due.id, due.due_ms);
        else if (realm->creatures[due.id & ~PB_DUE_SPAWN].due_ms == due.due_ms)
            pb_realm_creature_due(realm, due.id & ~PB_DUE_SPAWN);
    }
    realm->now_ms = end_ms;
    pb_goods_update(realm);
    pb_realm_take_answers(realm);
    pb_room_provide(realm);
}

const struct pb_world *pb_realm_world(struct pb_realm *realm)
{
    return &realm->world;
}

int pb_realm_save_all(struct pb_realm *realm)
{
    uint32_t i;
    int is_left = 0;

    for (i = 0; i < realm->actor_count; i++) {
        struct pb_realm_actor *actor = &realm->actors[i];

        if (!actor->is_used)
            continue;
        if (actor->is_leaving)
            pb_realm_finish_logout(realm, i);
        else
            is_left |= pb_realm_save(realm, i, 1) != PB_OK;
        is_left |= actor->is_leaving;
    }
    return is_left;
}

const struct pb_realm_stats *pb_realm_stats(struct pb_realm *realm)
{
    return &realm->stats;
}

const struct pb_realm_gold *pb_realm_gold(const struct pb_realm *realm)
{
    return &realm->gold;
}

size_t pb_realm_bytes(const struct pb_realm *realm)
{
    size_t bytes = sizeof *realm + realm->actor_capacity * (sizeof *realm->actors + sizeof *realm->links) +
                   ((size_t)realm->cell_mask + 1) * sizeof *realm->cells + pb_map_bytes(realm->crowds);
    uint32_t i, spawns;

    pb_content_spawns(realm->options.content, &spawns);
    bytes += spawns * (sizeof *realm->creatures + sizeof *realm->creature_states) +
             realm->due_capacity * sizeof *realm->dues;
    bytes += realm->list_capacity * sizeof *realm->list + pb_events_bytes(realm) + pb_goods_bytes(realm) +
             pb_post_bytes(realm) + pb_houses_bytes(realm) + pb_people_bytes(realm) +
             pb_realm_human_bytes(realm);
    for (i = 0; i < realm->actor_count; i++)
        bytes += realm->actors[i].item_capacity * sizeof(struct pb_item_stack) +
                 realm->actors[i].quest_capacity * sizeof(struct pb_quest_progress) +
                 realm->actors[i].rewarded_capacity * sizeof(uint32_t) +
                 realm->actors[i].note_capacity * sizeof(struct pb_quest_note);
    return bytes;
}

pb_object pb_realm_add_player(struct pb_realm *realm, const struct pb_position *position)
{
    struct pb_object_view *bigger =
        pb_memory_resize(&realm->options.memory, realm->players, (realm->player_count + 1) * sizeof *bigger);
    uint32_t i;

    if (!bigger)
        return 0;
    realm->players = bigger;
    bigger[realm->player_count] = (struct pb_object_view){.object = PB_OBJECT_OF_PLAYER(realm->player_count),
                                                          .position = *position,
                                                          .actor = PB_NO_ACTOR,
                                                          .kind = PB_OBJECT_PLAYER};
    realm->player_count++;
    for (i = 0; i < realm->actor_count; i++)
        if (pb_realm_actor(realm, i))
            pb_realm_meet_players(realm, i);
    return bigger[realm->player_count - 1].object;
}

/* ---- Contradictions ---- */

static const char *check_actor(struct pb_realm *realm, pb_actor number, uint32_t attackers)
{
    const struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_position place = pb_realm_where(realm, actor);
    uint32_t spawns;

    pb_content_spawns(realm->options.content, &spawns);
    if (!isfinite(place.x) || !isfinite(place.y))
        return "it is nowhere";
    if (actor->health > actor->health_max || actor->power > actor->power_max)
        return "more health or power than it can have";
    if (!actor->health != !!(actor->flags & PB_ACTOR_DEAD))
        return "dead and alive";
    if (actor->flags & PB_ACTOR_DEAD && actor->flags & PB_ACTOR_IN_COMBAT)
        return "dead and fighting";
    if (actor->attackers != (attackers < 255 ? attackers : 255))
        return "its attackers are miscounted";
    if (actor->target != PB_NO_INDEX && actor->target >= spawns)
        return "it fights what there is not";
    if (!!(actor->flags & PB_ACTOR_IN_COMBAT) != (actor->attackers || actor->target != PB_NO_INDEX))
        return "it fights and is not in combat, or is and does not";
    if (actor->flags & PB_ACTOR_RESTING && actor->flags & (PB_ACTOR_IN_COMBAT | PB_ACTOR_MOVING))
        return "it rests in the midst of things";
    if (!actor->is_planned || (int32_t)(actor->event_ms - realm->now_ms) < 0)
        return "nobody will look at it again";
    if (actor->flags & PB_ACTOR_MOVING && (int32_t)(actor->arrive_ms - realm->now_ms) < 0)
        return "it should have arrived";
    if (actor->level < 1 || actor->level > PB_MAX_LEVEL)
        return "its level is no level";
    if (actor->level < PB_MAX_LEVEL && actor->experience >= pb_realm_experience_next(actor->level))
        return "it has the experience of the next level";
    return NULL;
}

static const char *check_creature(const struct pb_realm *realm, uint32_t spawn)
{
    const struct pb_realm_creature *creature = &realm->creatures[spawn];
    uint8_t state = realm->creature_states[spawn];
    const struct pb_realm_actor *victim;

    if (creature->health > creature->health_max || !creature->health != !!state)
        return "dead and alive, or more than hale";
    if (creature->target == PB_NO_ACTOR)
        return NULL;
    if (state != PB_CREATURE_ALIVE || creature->target >= realm->actor_count)
        return "it fights, and is dead or fights nobody";
    victim = &realm->actors[creature->target];
    if (!victim->is_used || victim->is_leaving || victim->flags & PB_ACTOR_DEAD)
        return "it fights who is dead or has left";
    return (int32_t)(creature->due_ms - realm->now_ms) < 0 ? "it forgot to hit" : NULL;
}

/* Each actor stands in the grid once. */
static int check_cells(const struct pb_realm *realm)
{
    uint32_t i, at, before, counted = 0, used = 0;

    for (i = 0; i <= realm->cell_mask; i++)
        for (at = realm->cells[i], before = 0; at; before = at, at = realm->links[at - 1].next) {
            if (!realm->actors[at - 1].is_used || realm->links[at - 1].cell != i + 1 ||
                realm->links[at - 1].before != before || counted > realm->actor_count)
                return PB_E_broken;
            counted++;
        }
    for (i = 0; i < realm->actor_count; i++)
        used += realm->actors[i].is_used;
    return counted == used && used == realm->stats.actors ? PB_OK : PB_E_broken;
}

int pb_realm_check(struct pb_realm *realm, char *text, size_t size)
{
    uint32_t *attackers = pb_memory_new(&realm->options.memory, realm->actor_count, sizeof *attackers),
             spawns, i;
    int error = attackers ? PB_OK : PB_E_no_memory;

    pb_content_spawns(realm->options.content, &spawns);
    for (i = 0; i < spawns && error == PB_OK; i++) {
        const char *what = check_creature(realm, i);

        if (what) {
            snprintf(text, size, "creature %u: %s", i, what);
            error = PB_E_broken;
        } else if (realm->creatures[i].target != PB_NO_ACTOR) {
            attackers[realm->creatures[i].target]++;
        }
    }
    for (i = 0; i < realm->actor_count && error == PB_OK; i++) {
        const char *what = realm->actors[i].is_used ? check_actor(realm, i, attackers[i]) : NULL;

        if (!what)
            continue;
        snprintf(text, size, "actor %u: %s", i, what);
        error = PB_E_broken;
    }
    pb_memory_free(&realm->options.memory, attackers);
    if (error == PB_OK && check_cells(realm) != PB_OK) {
        snprintf(text, size, "the grid of actors has some twice, or not at all");
        error = PB_E_broken;
    }
    if (error == PB_OK && pb_crowd_check(realm) != PB_OK) {
        snprintf(text, size, "the crowds are not as many as there are in the squares");
        error = PB_E_broken;
    }
    return error == PB_OK ? pb_goods_check(realm, text, size) : error;
}
