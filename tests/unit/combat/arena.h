/* Arena: bots with systems of the test's choice in the embedded realm, in a world of a few creatures. One
 * thread, one arena at a time. */
#ifndef PB_TESTS_ARENA_H
#define PB_TESTS_ARENA_H

#include "../realm/fixture.h"
#include "ai/coordinator.h"
#include "combat/attack.h"
#include "combat/movement.h"
#include "combat/support.h"
#include "combat/survival.h"
#include "combat/targeting.h"

struct arena {
    struct fixture *fixture;
    struct pb_world world; /* the realm's, but for events, which the fixture sees too */
    struct pb_coordinator *coordinator;
    struct pb_log *log;
};

static struct arena *arena_now;
static uint64_t arena_seed = 1; /* of the next one */

static inline unsigned arena_poll(void *self, struct pb_world_event *events, unsigned max)
{
    struct fixture *fixture = arena_now->fixture;
    unsigned count = fixture->world->poll_events(self, events, max);

    assert_true(fixture->seen_count + count <= SEEN);
    memcpy(fixture->seen + fixture->seen_count, events, count * sizeof *events);
    fixture->seen_count += count;
    return count;
}

/* Systems: how many stand in `types`. */
static inline void arena_begin(struct arena *arena, const struct place *places, unsigned place_count,
                               const struct pb_system_type *const *types, unsigned type_count,
                               const struct pb_ai_settings *settings)
{
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .types = types,
                                             .type_count = type_count,
                                             .capacity = 64,
                                             .seed = 1,
                                             .budget_us = 1000000,
                                             .far_percent = 100,
                                             .settings = *settings};
    struct pb_log_options quiet = {.level = PB_ERROR};

    *arena = (struct arena){.fixture = fixture_new(places, place_count, arena_seed)};
    arena_now = arena;
    arena->world = *arena->fixture->world;
    arena->world.poll_events = arena_poll;
    assert_int_equal(pb_log_new(&arena->log, &quiet), PB_OK);
    options.world = &arena->world;
    options.log = arena->log;
    assert_int_equal(pb_coordinator_new(&arena->coordinator, &options), PB_OK);
}

static inline void arena_end(struct arena *arena)
{
    pb_coordinator_free(arena->coordinator);
    pb_log_free(arena->log);
    fixture_free(arena->fixture);
}

/* Lets an actor be led by the systems. */
static inline pb_bot arena_lead(struct arena *arena, pb_actor actor)
{
    struct pb_actor_view view = fixture_view(arena->fixture, actor);
    struct pb_bot_identity identity = {
        .actor = actor, .guid = view.guid, .race = view.race, .character_class = view.character_class};
    pb_bot bot;

    assert_int_equal(pb_coordinator_add(arena->coordinator, &identity, &bot), PB_OK);
    return bot;
}

static inline pb_bot arena_bot(struct arena *arena, unsigned level, unsigned character_class, float x,
                               float y)
{
    return arena_lead(arena, fixture_actor(arena->fixture, level, character_class, x, y));
}

static inline pb_actor arena_actor(const struct arena *arena, pb_bot bot)
{
    return pb_coordinator_bots(arena->coordinator)->row[bot].actor;
}

static inline void arena_tick(struct arena *arena)
{
    pb_realm_update(arena->fixture->realm, TICK_MS);
    pb_coordinator_update(arena->coordinator, TICK_MS, NULL, NULL);
    fixture_check(arena->fixture);
}

static inline void arena_run(struct arena *arena, uint32_t ms)
{
    uint32_t passed;

    for (passed = 0; passed < ms; passed += TICK_MS)
        arena_tick(arena);
}

/* A goal that nobody of the arena holds. */
static inline void arena_want(struct arena *arena, pb_bot bot, enum pb_goal_kind kind, float x, float y,
                              uint32_t entry)
{
    struct pb_goal goal = {.position = {x, y, 0, 0, 12},
                           .radius = 10,
                           .entry = entry,
                           .kind = (uint8_t)kind,
                           .owner = 60,
                           .priority = PB_GOAL_QUEST};

    assert_int_equal(pb_bots_set_goal(pb_coordinator_bots(arena->coordinator), bot, &goal), PB_OK);
}

#endif
