/* Sample run: bots in the embedded realm on the sample content, in this process alone. */
#ifndef PB_TESTS_SAMPLE_RUN_H
#define PB_TESTS_SAMPLE_RUN_H

#include "ai/population.h"
#include "api/systems.h"
#include "memory_store.h"
#include "realm/realm.h"
#include "sample_content.h"
#include <malloc.h>
#include <unistd.h>

enum { PB_RUN_TICK_MS = 50, PB_RUN_NOON = 720 };

struct pb_run_of_bots {
    struct pb_memory_store store;
    struct pb_realm_store functions;
    struct pb_content *content;
    struct pb_realm *realm;
    struct pb_coordinator *coordinator;
    struct pb_population *population;
    struct pb_log *log;
    unsigned names, copies; /* copies of the sample world */
    int64_t counted;    /* bytes of coordinator, systems, population, and of the realm since it was made */
    int64_t rss_before; /* resident memory with content and realm, before anything of the bots */
};

static inline int64_t pb_run_rss(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (!file)
        return 0;
    if (fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    fclose(file);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static inline int pb_run_take_name(void *user, char name[13])
{
    unsigned *number = user;

    snprintf(name, 13, "Bot%u", (*number)++ % 1000000000);
    return PB_OK;
}

/* The C library's memory, with a count of what is out. */
static inline void *pb_run_resize(void *user, void *pointer, size_t size)
{
    int64_t *counted = user, before = pointer ? (int64_t)malloc_usable_size(pointer) : 0;
    void *result = pb_memory_libc.resize(NULL, pointer, size);

    if (result || !size)
        *counted += (result ? (int64_t)malloc_usable_size(result) : 0) - before;
    return result;
}

/* As many in each copy of the world. */
static inline void pb_run_place(void *user, uint32_t number, struct pb_realm_character *character)
{
    const struct pb_run_of_bots *run = user;

    character->position = pb_sample_copy(character->position, number % run->copies);
}

/* With systems of the caller's choice, and so many characters made and logged in a second. 0, or an error;
 * what was made is freed by pb_run_end in either case.
 */
static inline int pb_run_begin_at(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed,
                                  const struct pb_system_type *const *types, unsigned type_count,
                                  uint32_t per_s)
{
    const struct pb_memory memory = {pb_run_resize, &run->counted};
    struct pb_realm_options realm = {.memory = memory, .seed = seed};
    struct pb_coordinator_options options = {.memory = memory,
                                             .types = types,
                                             .type_count = type_count,
                                             .capacity = bots,
                                             .seed = seed,
                                             .budget_us = 1000000,
                                             .far_percent = 100,
                                             .settings = {.quest_strategy = "optimal",
                                                          .loot_policy = "greed",
                                                          .quest_timeout_s = 900,
                                                          .group_percent = 20,
                                                          .combat_flee_percent = 20,
                                                          .combat_rest_percent = 50}};
    struct pb_population_options people = {
        .memory = memory, .names = {&run->names, pb_run_take_name}, .seed = seed};
    struct pb_log_options quiet = {.level = PB_WARN};
    int error;
    uint32_t i;

    memset(run, 0, sizeof *run);
    run->names = 1;
    run->functions = pb_memory_store_functions(&run->store);
    /* Where many begin at one place, most of them wait for prey, and nothing is to be learned of them. */
    run->copies = (bots + PB_SAMPLE_BOTS - 1) / PB_SAMPLE_BOTS;
    run->store.place = pb_run_place;
    run->store.place_user = run;
    run->content = pb_sample_copies(seed, run->copies);
    if (!run->content)
        return PB_E_no_memory;
    realm.content = run->content;
    realm.store = &run->functions;
    error = pb_log_new(&run->log, &quiet);
    if (error == PB_OK)
        error = pb_realm_new(&run->realm, &realm);
    if (error != PB_OK)
        return error;
    /* What loading freed must not hide what the bots take. */
    malloc_trim(0);
    run->counted = 0;
    run->rss_before = pb_run_rss();
    options.world = people.world = pb_realm_world(run->realm);
    options.log = people.log = run->log;
    error = pb_coordinator_new(&run->coordinator, &options);
    people.coordinator = run->coordinator;
    people.settings = (struct pb_population_settings){
        .bots = bots, .login_per_s = per_s, .create_per_s = per_s, .per_account = 10};
    memset(people.settings.schedule, 100, 24);
    pb_race_weights_default(&people.settings.weights);
    if (error == PB_OK)
        error = pb_population_new(&run->population, &people);
    for (i = 0; i < (bots + 9) / 10 && error == PB_OK; i++)
        error = pb_population_add_account(run->population, i + 1, 1);
    return error;
}

static inline int pb_run_begin_with(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed,
                                    const struct pb_system_type *const *types, unsigned type_count)
{
    return pb_run_begin_at(run, bots, seed, types, type_count, 1000);
}

static inline int pb_run_begin(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed)
{
    return pb_run_begin_with(run, bots, seed, pb_systems, pb_system_count);
}

static inline void pb_run_think(struct pb_run_of_bots *run)
{
    pb_coordinator_update(run->coordinator, PB_RUN_TICK_MS, pb_population_hear, run->population);
    pb_population_update(run->population, PB_RUN_TICK_MS, PB_RUN_NOON);
}

static inline void pb_run_end(struct pb_run_of_bots *run)
{
    pb_population_free(run->population);
    pb_coordinator_free(run->coordinator);
    pb_realm_free(run->realm);
    pb_content_free(run->content);
    pb_memory_store_release(&run->store);
    pb_log_free(run->log);
}

#endif
