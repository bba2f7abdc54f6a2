/* Fixture: a realm with a few creatures at known places, and a store that answers late and in any order. */
#ifndef PB_TESTS_REALM_FIXTURE_H
#define PB_TESTS_REALM_FIXTURE_H

#include "../../sample/memory_store.h"
#include "../../sample/sample_content.h"
#include "../seed.h"
#include "realm/goods.h"
#include "realm/realm.h"
#include "world/position.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum {
    TICK_MS = 50,
    /* Creature entries: a hostile one of each level, an elite of each level, a villager. */
    BEAST = 100,
    ELITE = 200,
    VILLAGER = 300,
    WARRIOR = 1,
    PRIEST = 5,
    EVENTS = 4096,
    SEEN = 65536
};

/* A creature and where it lives. */
struct place {
    uint32_t entry;
    float x, y;
    uint16_t map, respawn_s;
};

struct fixture {
    struct pb_content *content;
    struct pb_realm *realm;
    const struct pb_world *world;
    struct pb_memory_store store;
    uint64_t order;    /* of the store's answers; 0: as they were asked */
    uint32_t refusals; /* saves that are still refused */
    uint32_t together; /* pairs that were saved together */
    struct pb_world_event seen[SEEN];
    unsigned seen_count;
};

/* ---- The store: that of the sample, its answers shuffled ---- */

static inline int fixture_poll(void *user, struct pb_realm_answer *answer)
{
    struct fixture *fixture = user;
    struct pb_memory_store *store = &fixture->store;

    if (fixture->order && store->first < store->answer_count) {
        uint32_t at = store->first + pb_seed_below(&fixture->order, store->answer_count - store->first);
        struct pb_realm_answer first = store->answers[store->first];

        /* Now and then the rest comes later. */
        if (!pb_seed_below(&fixture->order, 3))
            return 0;
        store->answers[store->first] = store->answers[at];
        store->answers[at] = first;
    }
    return pb_memory_store_poll(store, answer);
}

static inline int fixture_create(void *user, uint32_t request, const struct pb_realm_character *character)
{
    return pb_memory_store_create(&((struct fixture *)user)->store, request, character);
}

static inline int fixture_remove(void *user, uint32_t request, uint64_t guid)
{
    return pb_memory_store_remove(&((struct fixture *)user)->store, request, guid);
}

static inline int fixture_list(void *user, uint32_t request, uint32_t account_id)
{
    return pb_memory_store_list(&((struct fixture *)user)->store, request, account_id);
}

static inline int fixture_load(void *user, uint32_t request, uint32_t account_id, uint64_t fence,
                               uint64_t guid)
{
    return pb_memory_store_load(&((struct fixture *)user)->store, request, account_id, fence, guid);
}

static inline int fixture_save(void *user, const struct pb_realm_character *character)
{
    struct fixture *fixture = user;

    if (fixture->refusals) {
        fixture->refusals--;
        return PB_E_busy;
    }
    return pb_memory_store_save(&fixture->store, character);
}

static inline int fixture_save_together(void *user, const struct pb_realm_character both[2])
{
    struct fixture *fixture = user;

    if (fixture->refusals) {
        fixture->refusals--;
        return PB_E_busy;
    }
    fixture->together++;
    return pb_memory_store_save_together(&fixture->store, both);
}

/* ---- The world ---- */

static inline struct pb_content *fixture_content(const struct place *places, unsigned count)
{
    struct pb_sample sample = {.chance = 1};
    struct pb_content *content = NULL;
    unsigned level, i;

    assert_int_equal(pb_content_builder_new(&sample.builder, &pb_memory_libc), PB_OK);
    /* Gear of each level: see fixture_gear. */
    for (level = 1; level <= PB_MAX_LEVEL; level++)
        pb_sample_gear(&sample, level);
    for (level = 1; level <= PB_MAX_LEVEL; level++) {
        struct pb_creature_template kind = {.entry = BEAST + level,
                                            .health_modifier = 1,
                                            .damage_modifier = 1,
                                            .experience_modifier = 1,
                                            .attack_ms = 2000,
                                            .level_min = (uint8_t)level,
                                            .level_max = (uint8_t)level,
                                            .roles = PB_ROLE_HOSTILE,
                                            .name = "Beast"};

        assert_int_equal(pb_content_add_creature(sample.builder, &kind), PB_OK);
        kind.entry = ELITE + level;
        kind.rank = 1;
        assert_int_equal(pb_content_add_creature(sample.builder, &kind), PB_OK);
    }
    assert_int_equal(
        pb_content_add_creature(sample.builder, &(struct pb_creature_template){.entry = VILLAGER,
                                                                               .roles = PB_ROLE_VENDOR,
                                                                               .level_min = 60,
                                                                               .level_max = 60,
                                                                               .name = "Smith"}),
        PB_OK);
    for (i = 0; i < count; i++) {
        struct pb_position position = {places[i].x, places[i].y, 0, places[i].map,
                                       (uint16_t)(12 + places[i].map)};

        assert_int_equal(
            pb_content_add_spawn(sample.builder, places[i].entry, &position, places[i].respawn_s, 0), PB_OK);
    }
    assert_int_equal(sample.error, PB_OK);
    assert_int_equal(pb_content_finish(sample.builder, NULL, NULL, &content), PB_OK);
    return content;
}

static inline void fixture_open_at(struct fixture *fixture, uint64_t seed, uint32_t day_ms)
{
    struct pb_realm_store store = {.user = fixture,
                                   .create = fixture_create,
                                   .remove = fixture_remove,
                                   .list = fixture_list,
                                   .load = fixture_load,
                                   .save = fixture_save,
                                   .save_together = fixture_save_together,
                                   .poll = fixture_poll};
    struct pb_realm_options options = {.memory = pb_memory_libc,
                                       .content = fixture->content,
                                       .store = &store,
                                       .seed = seed,
                                       .day_ms = day_ms};

    assert_int_equal(pb_realm_new(&fixture->realm, &options), PB_OK);
    fixture->world = pb_realm_world(fixture->realm);
}

static inline void fixture_open(struct fixture *fixture, uint64_t seed)
{
    fixture_open_at(fixture, seed, 0);
}

static inline struct fixture *fixture_new(const struct place *places, unsigned count, uint64_t seed)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    fixture->content = fixture_content(places, count);
    fixture_open(fixture, seed);
    return fixture;
}

static inline void fixture_free(struct fixture *fixture)
{
    pb_realm_free(fixture->realm);
    pb_content_free(fixture->content);
    pb_memory_store_release(&fixture->store);
    free(fixture);
}

/* Begins again with the same content, from another seed. */
static inline void fixture_again(struct fixture *fixture, uint64_t seed)
{
    pb_realm_free(fixture->realm);
    pb_memory_store_release(&fixture->store);
    fixture->store = (struct pb_memory_store){0};
    fixture->seen_count = 0;
    fixture_open(fixture, seed);
}

/* The realm ends, and another one begins with what the store has, when `day_ms` of the day are over. */
static inline void fixture_next(struct fixture *fixture, uint64_t seed, uint32_t day_ms)
{
    pb_realm_free(fixture->realm);
    fixture->seen_count = 0;
    fixture_open_at(fixture, seed, day_ms);
}

/* Takes out what the realm has told. */
static inline void fixture_hear(struct fixture *fixture)
{
    while (fixture->seen_count < SEEN) {
        unsigned count = fixture->world->poll_events(
            fixture->world->self, fixture->seen + fixture->seen_count, SEEN - fixture->seen_count);
        if (!count)
            return;
        fixture->seen_count += count;
    }
}

/* Nothing in the realm contradicts anything else. */
static inline void fixture_check(struct fixture *fixture)
{
    char text[256];

    if (pb_realm_check(fixture->realm, text, sizeof text) != PB_OK)
        fail_msg("%s", text);
}

static inline void fixture_run(struct fixture *fixture, uint32_t ms)
{
    uint32_t passed;

    for (passed = 0; passed < ms; passed += TICK_MS) {
        pb_realm_update(fixture->realm, ms - passed < TICK_MS ? ms - passed : TICK_MS);
        fixture_hear(fixture);
        fixture_check(fixture);
    }
}

/* The last event of a type for an actor (PB_NO_ACTOR: for any); NULL when it was never told. */
static inline const struct pb_world_event *fixture_last(const struct fixture *fixture, unsigned type,
                                                        pb_actor actor)
{
    unsigned i;

    for (i = fixture->seen_count; i-- > 0;)
        if (fixture->seen[i].type == type && (actor == PB_NO_ACTOR || fixture->seen[i].actor == actor))
            return &fixture->seen[i];
    return NULL;
}

/* Lets time pass until it is told; fails after ten minutes. */
static inline void fixture_until(struct fixture *fixture, unsigned type, pb_actor actor)
{
    uint32_t passed;

    for (passed = 0; passed < 600000 && !fixture_last(fixture, type, actor); passed += TICK_MS)
        fixture_run(fixture, TICK_MS);
    assert_non_null(fixture_last(fixture, type, actor));
}

static inline unsigned fixture_count(const struct fixture *fixture, unsigned type, pb_actor actor)
{
    unsigned i, count = 0;

    for (i = 0; i < fixture->seen_count; i++)
        count += fixture->seen[i].type == type && (actor == PB_NO_ACTOR || fixture->seen[i].actor == actor);
    return count;
}

/* Ordinary clothes and a two-hander of a level, worn: entries as pb_sample_gear numbers them. */
static inline uint32_t fixture_gear(unsigned level, struct pb_item_stack *items)
{
    static const uint8_t slots[] = {PB_SLOT_HEAD,    PB_SLOT_SHOULDERS, PB_SLOT_CHEST,  PB_SLOT_WAIST,
                                    PB_SLOT_LEGS,    PB_SLOT_FEET,      PB_SLOT_WRISTS, PB_SLOT_HANDS,
                                    PB_SLOT_FINGER1, PB_SLOT_BACK};
    uint32_t first = (level - 1) * 39 + 1, i;

    for (i = 0; i < sizeof slots; i++)
        items[i] =
            (struct pb_item_stack){.entry = first + i, .count = 1, .slot = slots[i], .durability = 100};
    items[i] =
        (struct pb_item_stack){.entry = first + 11, .count = 1, .slot = PB_SLOT_MAIN_HAND, .durability = 100};
    return i + 1;
}

/* A character of a level that the store has. */
static inline uint64_t fixture_keep(struct fixture *fixture, unsigned level, unsigned character_class,
                                    float x, float y)
{
    struct pb_realm_character character = {.account_id = 1,
                                           .level = (uint8_t)level,
                                           .race = 1,
                                           .character_class = (uint8_t)character_class,
                                           .position = {x, y, 0, 0, 12}};
    struct pb_kept *kept;

    assert_int_equal(pb_memory_store_create(&fixture->store, 0, &character), PB_OK);
    /* Nobody asked for it: the answer is none. */
    fixture->store.answer_count--;
    kept = &fixture->store.kept[fixture->store.count - 1];
    kept->character.item_count = fixture_gear(level, kept->items);
    return kept->character.guid;
}

static inline pb_actor fixture_login(struct fixture *fixture, uint64_t guid)
{
    static uint32_t request;
    unsigned from = fixture->seen_count, i, tries;

    assert_int_equal(fixture->world->login(fixture->world->self, ++request, 1, 7, guid), PB_OK);
    for (tries = 0; tries < 100; tries++) {
        pb_realm_update(fixture->realm, 0);
        fixture_hear(fixture);
        for (i = from; i < fixture->seen_count; i++)
            if (fixture->seen[i].type == PB_WORLD_LOGGED_IN && fixture->seen[i].request == request) {
                assert_int_equal(fixture->seen[i].error, PB_OK);
                assert_int_equal(fixture->seen[i].guid, guid);
                return fixture->seen[i].actor;
            }
    }
    fail_msg("nobody came in");
    return PB_NO_ACTOR;
}

/* A character of a level at a place in the world, hale. */
static inline pb_actor fixture_actor(struct fixture *fixture, unsigned level, unsigned character_class,
                                     float x, float y)
{
    return fixture_login(fixture, fixture_keep(fixture, level, character_class, x, y));
}

static inline struct pb_actor_view fixture_view(struct fixture *fixture, pb_actor actor)
{
    struct pb_actor_view view;

    assert_int_equal(fixture->world->get_actor(fixture->world->self, actor, &view), PB_OK);
    return view;
}

static inline struct pb_actor_status fixture_status(struct fixture *fixture, pb_actor actor)
{
    struct pb_actor_status status;

    fixture->world->get_status(fixture->world->self, &actor, 1, &status);
    return status;
}

/* Joins the second to the group of the first. */
static inline void fixture_group(struct fixture *fixture, pb_actor leader, pb_actor member)
{
    const struct pb_world *world = fixture->world;

    assert_int_equal(world->invite(world->self, leader, PB_OBJECT_OF_ACTOR(member)), PB_OK);
    assert_int_equal(world->answer_invite(world->self, member, 1), PB_OK);
}

#endif
