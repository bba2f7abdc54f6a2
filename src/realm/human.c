/* Humans who act: actors that no bot owns and no store keeps, for tests and demonstrations. What happens to
 * them is told in a queue of their own, so that bots' events stay bots'. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "world/position.h"

enum {
    KEPT = 1024,
    /* A human sees so far. */
    NEAR_YARDS = 60,
    /* Wider than any human sees, by more than one walks between two looks. */
    AROUND_YARDS = 120
};

struct pb_humans {
    pb_actor *actors;
    uint32_t count, capacity;
    struct pb_world_event ring[KEPT];
    uint32_t first, event_count;
};

static int make_room(struct pb_realm *realm)
{
    if (!realm->humans)
        realm->humans = pb_memory_new(&realm->options.memory, 1, sizeof *realm->humans);
    if (!realm->humans)
        return PB_E_no_memory;
    if (realm->humans->count < realm->humans->capacity)
        return PB_OK;
    return pb_room_make(realm, &realm->humans->actors, sizeof *realm->humans->actors,
                        &realm->humans->capacity, realm->humans->count * 2 + 16);
}

int pb_realm_add_human(struct pb_realm *realm, const struct pb_realm_character *character, pb_actor *actor)
{
    struct pb_position place;
    int error = make_room(realm);

    if (error == PB_OK)
        error = pb_realm_enter(realm, character, 1, actor);
    if (error != PB_OK)
        return error;
    realm->humans->actors[realm->humans->count++] = *actor;
    place = pb_realm_where(realm, &realm->actors[*actor]);
    pb_realm_meet_around(realm, &place);
    return PB_OK;
}

void pb_realm_free_humans(struct pb_realm *realm)
{
    if (realm->humans)
        pb_memory_free(&realm->options.memory, realm->humans->actors);
    pb_memory_free(&realm->options.memory, realm->humans);
}

void pb_realm_forget_human(struct pb_realm *realm, pb_actor number)
{
    struct pb_humans *humans = realm->humans;
    struct pb_position place = pb_realm_where(realm, &realm->actors[number]);
    uint32_t i;

    for (i = 0; i < humans->count && humans->actors[i] != number; i++)
        ;
    if (i == humans->count)
        return;
    humans->actors[i] = humans->actors[--humans->count];
    pb_realm_meet_around(realm, &place);
}

int pb_realm_tell_human(struct pb_realm *realm, const struct pb_world_event *event)
{
    struct pb_humans *humans = realm->humans;

    if (event->actor >= realm->actor_count || !realm->actors[event->actor].is_human)
        return 0;
    /* Who does not listen misses what came first. */
    if (humans->event_count == KEPT) {
        humans->first = (humans->first + 1) % KEPT;
        humans->event_count--;
    }
    humans->ring[(humans->first + humans->event_count++) % KEPT] = *event;
    return 1;
}

unsigned pb_realm_hear_humans(struct pb_realm *realm, struct pb_world_event *events, unsigned max)
{
    struct pb_humans *humans = realm->humans;
    unsigned count = 0;

    for (; humans && count < max && humans->event_count; humans->event_count--) {
        events[count++] = humans->ring[humans->first];
        humans->first = (humans->first + 1) % KEPT;
    }
    return count;
}

int pb_realm_is_human_near(const struct pb_realm *realm, const struct pb_position *place, float yards)
{
    const struct pb_humans *humans = realm->humans;
    struct pb_position there;
    uint32_t i;

    for (i = 0; humans && i < humans->count; i++) {
        there = pb_realm_where(realm, &realm->actors[humans->actors[i]]);
        if (pb_distance(place, &there) <= yards)
            return 1;
    }
    return 0;
}

void pb_realm_meet_players(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    struct pb_position here;
    uint32_t i;
    int is_near = 0;

    if (!realm->player_count && !realm->humans)
        return;
    here = pb_realm_where(realm, actor);
    if (actor->is_human) {
        pb_realm_meet_around(realm, &here);
        return;
    }
    for (i = 0; i < realm->player_count && !is_near; i++)
        is_near = pb_distance(&here, &realm->players[i].position) <= NEAR_YARDS;
    is_near = is_near || pb_realm_is_human_near(realm, &here, NEAR_YARDS);
    if (is_near == !!(actor->flags & PB_ACTOR_NEAR_PLAYER))
        return;
    actor->flags ^= PB_ACTOR_NEAR_PLAYER;
    pb_realm_tell(realm, &(struct pb_world_event){
                             .type = PB_WORLD_PLAYER_NEAR, .actor = number, .count = (uint32_t)is_near});
}

static void meet(void *user, pb_actor number, float distance)
{
    struct pb_realm *realm = user;

    (void)distance;
    if (!realm->actors[number].is_human)
        pb_realm_meet_players(realm, number);
}

void pb_realm_meet_around(struct pb_realm *realm, const struct pb_position *place)
{
    pb_realm_actors_near(realm, place, AROUND_YARDS, meet, realm);
}

size_t pb_realm_human_bytes(const struct pb_realm *realm)
{
    return realm->humans ? sizeof *realm->humans + realm->humans->capacity * sizeof *realm->humans->actors
                         : 0;
}
