/*
 * Fake fight: one bot and what it sees, all of it set by the test; the world does nothing by itself but notes
 * what it is asked for. For what must be exact. One thread.
 */
#ifndef PB_TESTS_FAKE_FIGHT_H
#define PB_TESTS_FAKE_FIGHT_H

#include "ai/system.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { FAKE_OBJECTS = 16, FAKE_ACTOR = 3, FAKE_NUMBER = 1, FAKE_OTHER = 2 };

struct fake {
    struct pb_world world;
    struct pb_bots bots;
    const struct pb_system_type *type;
    void *self;
    struct pb_object_view objects[FAKE_OBJECTS]; /* nearest first */
    unsigned object_count;
    struct pb_combat_view combat;
    struct pb_group_view group;
    struct pb_position at;
    /* What it answers. */
    int move_error, attack_error, ability_error[PB_ABILITIES], rest_error, resurrect_error, habitat_error;
    uint32_t eta_ms, grey_entry; /* a creature that teaches nothing */
    /* What it was asked. */
    unsigned moves, stops, attacks, stop_attacks, abilities[PB_ABILITIES], rests, resurrections, habitats,
        combats, groups;
    unsigned habitat_skip, looks;
    struct pb_position to;
    float stop_within, radius;
    float habitat_yards; /* from one place to the next */
    pb_object attacked, helped;
};

static inline int fake_get_actor(void *self, pb_actor actor, struct pb_actor_view *view)
{
    *view = (struct pb_actor_view){.position = ((struct fake *)self)->at};
    return actor == FAKE_ACTOR ? PB_OK : PB_E_gone;
}

static inline int fake_move_to(void *self, pb_actor actor, const struct pb_position *position,
                               float stop_within, uint32_t *eta_ms)
{
    struct fake *fake = self;

    (void)actor;
    fake->moves++;
    fake->to = *position;
    fake->stop_within = stop_within;
    if (eta_ms)
        *eta_ms = fake->eta_ms;
    return fake->move_error;
}

static inline int fake_stop(void *self, pb_actor actor)
{
    (void)actor;
    ((struct fake *)self)->stops++;
    return PB_OK;
}

static inline unsigned fake_find_objects(void *self, pb_actor actor, const struct pb_object_query *query,
                                         struct pb_object_view *objects, unsigned max)
{
    struct fake *fake = self;
    unsigned i, count = 0;

    (void)actor;
    fake->looks++;
    fake->radius = query->radius;
    for (i = 0; i < fake->object_count && count < max; i++)
        if (fake->objects[i].kind & query->kinds && fake->objects[i].distance <= query->radius &&
            (!query->entry || query->entry == fake->objects[i].entry))
            objects[count++] = fake->objects[i];
    return count;
}

static inline int fake_get_object(void *self, pb_actor actor, pb_object object, struct pb_object_view *view)
{
    struct fake *fake = self;
    unsigned i;

    (void)actor;
    for (i = 0; i < fake->object_count; i++)
        if (fake->objects[i].object == object) {
            *view = fake->objects[i];
            return PB_OK;
        }
    return PB_E_gone;
}

static inline int fake_find_habitat(void *self, pb_actor actor, uint32_t entry, unsigned skip,
                                    struct pb_position *position)
{
    struct fake *fake = self;

    (void)actor;
    (void)entry;
    fake->habitats++;
    fake->habitat_skip = skip;
    *position = (struct pb_position){.x = fake->habitat_yards * (float)skip};
    return fake->habitat_error;
}

static inline uint32_t fake_estimate_kill(void *self, pb_actor actor, uint32_t entry)
{
    (void)actor;
    return entry == ((struct fake *)self)->grey_entry ? 0 : 50;
}

static inline int fake_attack(void *self, pb_actor actor, pb_object target)
{
    struct fake *fake = self;

    (void)actor;
    fake->attacks++;
    fake->attacked = target;
    return fake->attack_error;
}

static inline int fake_stop_attack(void *self, pb_actor actor)
{
    (void)actor;
    ((struct fake *)self)->stop_attacks++;
    return PB_OK;
}

static inline int fake_use_ability(void *self, pb_actor actor, enum pb_ability ability, pb_object target)
{
    struct fake *fake = self;

    (void)actor;
    fake->abilities[ability]++;
    fake->helped = target;
    return fake->ability_error[ability];
}

static inline int fake_get_combat(void *self, pb_actor actor, struct pb_combat_view *view)
{
    (void)actor;
    ((struct fake *)self)->combats++;
    *view = ((struct fake *)self)->combat;
    return PB_OK;
}

static inline int fake_rest(void *self, pb_actor actor)
{
    (void)actor;
    ((struct fake *)self)->rests++;
    return ((struct fake *)self)->rest_error;
}

static inline int fake_resurrect(void *self, pb_actor actor)
{
    (void)actor;
    ((struct fake *)self)->resurrections++;
    return ((struct fake *)self)->resurrect_error;
}

static inline int fake_get_group(void *self, pb_actor actor, struct pb_group_view *view)
{
    (void)actor;
    ((struct fake *)self)->groups++;
    *view = ((struct fake *)self)->group;
    return PB_OK;
}

static inline const struct pb_ai_settings *fake_settings(void)
{
    static const struct pb_ai_settings settings = {
        .group_percent = 20, .combat_flee_percent = 20, .combat_rest_percent = 50};

    return &settings;
}

/* A level 10 bot of a class, hale and alone, with a system. */
static inline struct fake *fake_new(const struct pb_system_type *type, unsigned character_class)
{
    struct fake *fake = calloc(1, sizeof *fake);
    struct pb_system_env env = {
        .memory = pb_memory_libc, .settings = *fake_settings(), .seed = 1, .number = FAKE_NUMBER};

    assert_non_null(fake);
    fake->world = (struct pb_world){.size = sizeof fake->world,
                                    .self = fake,
                                    .get_actor = fake_get_actor,
                                    .move_to = fake_move_to,
                                    .stop = fake_stop,
                                    .find_objects = fake_find_objects,
                                    .get_object = fake_get_object,
                                    .find_habitat = fake_find_habitat,
                                    .estimate_kill = fake_estimate_kill,
                                    .attack = fake_attack,
                                    .stop_attack = fake_stop_attack,
                                    .use_ability = fake_use_ability,
                                    .get_combat = fake_get_combat,
                                    .rest = fake_rest,
                                    .resurrect = fake_resurrect,
                                    .get_group = fake_get_group};
    fake->bots.memory = pb_memory_libc;
    assert_int_equal(pb_bots_reserve(&fake->bots, 4), PB_OK);
    fake->bots.count = 1;
    pb_bots_reset(&fake->bots, 0);
    fake->bots.row[0].actor = FAKE_ACTOR;
    fake->bots.row[0].guid = 17;
    fake->bots.row[0].mode = PB_BOT_PEACE;
    fake->bots.row[0].character_class = (uint8_t)character_class;
    fake->bots.row[0].status =
        (struct pb_actor_status){.level = 10, .health_percent = 100, .power_percent = 100};
    fake->combat.reach = 5;
    fake->habitat_yards = 100;
    fake->combat.ready = (1u << PB_ABILITIES) - 1;
    fake->type = type;
    env.world = &fake->world;
    env.bots = &fake->bots;
    assert_int_equal(type->initialize(&fake->self, &env), PB_OK);
    assert_int_equal(type->reserve(fake->self, 4), PB_OK);
    type->reset(fake->self, 0);
    return fake;
}

static inline void fake_free(struct fake *fake)
{
    fake->type->shutdown(fake->self);
    pb_bots_release(&fake->bots);
    free(fake);
}

/* One turn; returns when it wants the next. */
static inline uint32_t fake_step_of(struct fake *fake, pb_bot bot, uint32_t diff_ms)
{
    struct pb_step step = {.bot = bot, .diff_ms = diff_ms};

    fake->bots.now_ms += diff_ms;
    fake->type->update(fake->self, &step, 1);
    assert_int_equal(step.error, 0);
    return step.next_ms;
}

static inline uint32_t fake_step(struct fake *fake, uint32_t diff_ms)
{
    return fake_step_of(fake, 0, diff_ms);
}

static inline int fake_tell_of(struct fake *fake, unsigned type, uint32_t entry)
{
    struct pb_world_event event = {.type = (uint16_t)type, .actor = FAKE_ACTOR, .entry = entry};

    return fake->type->on_event(fake->self, 0, &event);
}

static inline int fake_tell(struct fake *fake, unsigned type)
{
    return fake_tell_of(fake, type, 0);
}

/* A goal of another system. */
static inline void fake_want(struct fake *fake, enum pb_goal_kind kind, float x, uint32_t entry,
                             unsigned priority)
{
    struct pb_goal goal = {.position = {.x = x},
                           .radius = 10,
                           .entry = entry,
                           .kind = (uint8_t)kind,
                           .owner = FAKE_OTHER,
                           .priority = (uint8_t)priority};

    pb_bots_clear_goal(&fake->bots, 0, FAKE_OTHER);
    assert_int_equal(pb_bots_set_goal(&fake->bots, 0, &goal), PB_OK);
}

/* Puts a creature into the bot's view; returns it. */
static inline struct pb_object_view *fake_creature(struct fake *fake, float x, unsigned level, unsigned rank)
{
    struct pb_object_view *view = &fake->objects[fake->object_count++];

    *view = (struct pb_object_view){.object = fake->object_count,
                                    .position = {.x = x},
                                    .distance = fabsf(x - fake->at.x),
                                    .entry = 100 + level,
                                    .actor = PB_NO_ACTOR,
                                    .kind = PB_OBJECT_CREATURE,
                                    .level = (uint8_t)level,
                                    .rank = (uint8_t)rank,
                                    .health_percent = 100,
                                    .is_hostile = 1,
                                    .is_attackable = 1};
    return view;
}

static inline void fake_friend(struct fake *fake, float distance, unsigned health)
{
    struct pb_group_view *group = &fake->group;

    if (!group->count)
        group->members[group->count++] =
            (struct pb_group_member){.actor = FAKE_ACTOR, .health_percent = 100, .object = 900};
    group->members[group->count] = (struct pb_group_member){.actor = 10u + group->count,
                                                            .object = 900u + group->count,
                                                            .distance = distance,
                                                            .health_percent = (uint8_t)health};
    group->count++;
    fake->bots.row[0].status.flags |= PB_ACTOR_GROUPED;
}

struct fake_figure {
    const char *name;
    uint64_t value;
};

static inline void fake_take_figure(void *user, const char *name, uint64_t value, const char *unit,
                                    const char *help)
{
    struct fake_figure *wanted = user;

    (void)unit;
    (void)help;
    if (!strcmp(name, wanted->name))
        wanted->value = value;
}

/* A figure that the system counts. */
static inline uint64_t fake_figure(const struct fake *fake, const char *name)
{
    struct fake_figure wanted = {name, UINT64_MAX};

    fake->type->figures(fake->self, fake_take_figure, &wanted);
    assert_true(wanted.value != UINT64_MAX);
    return wanted.value;
}

#endif
