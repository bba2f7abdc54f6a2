/*
 * Realm cost: what one tick of the embedded realm takes by itself, with actors who walk, fight and rest.
 * Prints one line of JSON for each number of actors.
 *
 * Usage: realm_cost [TICKS [ACTORS...]]     default: 600 ticks of 50 ms; 5,000 and 100,000 actors
 */
#include "../sample/memory_store.h"
#include "../sample/sample_content.h"
#include "base/clock.h"
#include "realm/realm.h"
#include <stdio.h>
#include <stdlib.h>

enum { TICK_MS = 50, SPAWNS = 60000, MOST_TICKS = 100000, DECIDE_TICKS = 40 };

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* A world of 60,000 creatures of every level, in camps of ten on a square of 12,000 yards. */
static struct pb_content *make_content(uint64_t chance)
{
    struct pb_content_builder *builder;
    struct pb_content *content = NULL;
    struct pb_position camp = {0};
    unsigned i;
    int error = pb_content_builder_new(&builder, &pb_memory_libc);

    for (i = 1; i <= PB_MAX_LEVEL && error == PB_OK; i++)
        error = pb_content_add_creature(builder, &(struct pb_creature_template){.entry = i,
                                                                                .health_modifier = 1,
                                                                                .damage_modifier = 1,
                                                                                .experience_modifier = 1,
                                                                                .money_max = i,
                                                                                .attack_ms = 2000,
                                                                                .level_min = (uint8_t)i,
                                                                                .level_max = (uint8_t)i,
                                                                                .roles = PB_ROLE_HOSTILE,
                                                                                .name = "Beast"});
    for (i = 0; i < SPAWNS && error == PB_OK; i++) {
        struct pb_position place;

        if (i % 10 == 0)
            camp = (struct pb_position){(float)pb_chance_share(&chance) * 12000,
                                        (float)pb_chance_share(&chance) * 12000, 0, 0, 12};
        place = camp;
        place.x += (float)pb_chance_share(&chance) * 60;
        place.y += (float)pb_chance_share(&chance) * 60;
        /* Levels by place, so that who walks about a region meets its own. */
        error = pb_content_add_spawn(builder, 1 + (uint32_t)(camp.x / 12000 * 79), &place, 60, 0);
    }
    if (error != PB_OK)
        return NULL;
    return pb_content_finish(builder, NULL, NULL, &content) == PB_OK ? content : NULL;
}

/* What a bot does, in short: back from the dead, rest when it is hurt, fight what is near, or go on. */
static void decide(const struct pb_world *world, pb_actor actor, uint64_t *chance)
{
    struct pb_object_query query = {.radius = 40, .kinds = PB_OBJECT_CREATURE, .is_attackable = 1};
    struct pb_actor_status status;
    struct pb_object_view found;
    struct pb_actor_view view;

    world->get_status(world->self, &actor, 1, &status);
    if (status.flags & PB_ACTOR_DEAD) {
        (void)!world->resurrect(world->self, actor);
    } else if (status.flags & (PB_ACTOR_IN_COMBAT | PB_ACTOR_RESTING)) {
        return;
    } else if (status.health_percent < 60) {
        (void)!world->rest(world->self, actor);
    } else if (world->find_objects(world->self, actor, &query, &found, 1) &&
               found.level <= status.level + 1) {
        (void)!world->attack(world->self, actor, found.object);
    } else if (!(status.flags & PB_ACTOR_MOVING) && world->get_actor(world->self, actor, &view) == PB_OK) {
        view.position.x += (float)pb_chance_share(chance) * 300 - 150;
        view.position.y += (float)pb_chance_share(chance) * 300 - 150;
        (void)!world->move_to(world->self, actor, &view.position, 0, NULL);
    }
}

static int measure(const struct pb_content *content, uint32_t actors, unsigned ticks)
{
    struct pb_memory_store store = {0};
    struct pb_realm_store functions = pb_memory_store_functions(&store);
    struct pb_realm_options options = {
        .memory = pb_memory_libc, .content = content, .store = &functions, .seed = 1};
    static int64_t costs[MOST_TICKS];
    const struct pb_world *world;
    struct pb_world_event event;
    struct pb_realm *realm;
    uint64_t chance = 1;
    int64_t sum = 0;
    unsigned tick;
    uint32_t i;

    if (pb_realm_new(&realm, &options) != PB_OK)
        return 2;
    world = pb_realm_world(realm);
    for (i = 0; i < actors; i++) {
        float x = (float)pb_chance_share(&chance) * 12000;
        struct pb_realm_character character = {
            .account_id = 1 + i / 10,
            .level = (uint8_t)(1 + x / 12000 * 79),
            .race = 1,
            .character_class = 1,
            .experience = 1,
            .position = {x, (float)pb_chance_share(&chance) * 12000, 0, 0, 12}};

        if (functions.create(&store, 0, &character) != PB_OK ||
            world->login(world->self, i, character.account_id, 1, i + 1) != PB_OK)
            return 2;
    }
    /* Half a minute until everything is at its usual pace. */
    for (tick = 0; tick < ticks + 600; tick++) {
        int64_t start_ns = pb_clock_thread_ns();

        pb_realm_update(realm, TICK_MS);
        if (tick >= 600)
            costs[tick - 600] = pb_clock_thread_ns() - start_ns;
        while (world->poll_events(world->self, &event, 1))
            ;
        for (i = tick % DECIDE_TICKS; i < actors; i += DECIDE_TICKS)
            decide(world, i, &chance);
    }
    for (i = 0; i < ticks; i++)
        sum += costs[i];
    qsort(costs, ticks, sizeof *costs, by_number);
    printf("{\"actors\": %u, \"spawns\": %d, \"ticks\": %u, \"mean_us\": %.1f, \"p50_us\": %.1f, \"p99_us\": "
           "%.1f, "
           "\"max_us\": %.1f, \"ns_per_actor\": %.1f, \"kills\": %llu, \"deaths\": %llu, \"bytes\": %zu}\n",
           actors, SPAWNS, ticks, (double)sum / ticks / 1000, (double)costs[ticks / 2] / 1000,
           (double)costs[ticks * 99 / 100] / 1000, (double)costs[ticks - 1] / 1000,
           (double)sum / ticks / actors, (unsigned long long)pb_realm_stats(realm)->kills,
           (unsigned long long)pb_realm_stats(realm)->deaths, pb_realm_bytes(realm));
    pb_realm_free(realm);
    pb_memory_store_release(&store);
    return 0;
}

int main(int argc, char **argv)
{
    unsigned ticks = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 600;
    struct pb_content *content = make_content(1);
    int code = content ? 0 : 2, i;

    if (ticks < 1 || ticks > MOST_TICKS)
        return 2;
    for (i = 2; i < argc && !code; i++)
        code = measure(content, (uint32_t)strtoul(argv[i], NULL, 10), ticks);
    if (argc <= 2 && !code)
        code = measure(content, 5000, ticks) || measure(content, 100000, ticks);
    pb_content_free(content);
    return code;
}
