/* Sample run: bots in the embedded realm on the sample content, in this process alone. */
#ifndef PB_TESTS_SAMPLE_RUN_H
#define PB_TESTS_SAMPLE_RUN_H

#include "ai/mind.h"
#include "api/systems.h"
#include "market/gold_world.h"
#include "market_answers.h"
#include "memory_store.h"
#include "realm/realm.h"
#include "realm/tape.h"
#include "sample_content.h"
#include <malloc.h>
#include <unistd.h>

enum { PB_RUN_TICK_MS = 50, PB_RUN_NOON = 720 };
static const int64_t PB_RUN_BEGIN_MS = 1795000000000;

struct pb_run_of_bots {
    struct pb_memory_store store;
    struct pb_realm_store functions;
    struct pb_content *content;
    struct pb_realm *realm;
    struct pb_world world;            /* the realm's, as the bots get it */
    struct pb_realm_tape *tape;       /* NULL: nothing is recorded */
    struct pb_gold_world *gold;       /* enters gold into the ledger; NULL without a market */
    struct pb_market *market;         /* NULL: none, in a recorded run */
    struct pb_market_answers answers; /* of the run's own market */
    int has_own_market;
    int64_t now_ms; /* of the market */
    struct pb_mind *mind;
    struct pb_coordinator *coordinator; /* the mind's */
    struct pb_log *log;
    unsigned names, copies; /* copies of the sample world */
    int64_t counted;    /* bytes of coordinator, systems, population, and of the realm since it was made */
    int64_t rss_before; /* resident memory with content, realm and those who were made before, without bots */
    uint32_t made_before;
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

/* What a run may have otherwise than usual. */
struct pb_run_options {
    uint32_t bots;
    uint32_t world_of; /* bots that the world has prey for; 0: for those that there are */
    uint64_t seed;
    const struct pb_system_type *const *types;
    unsigned type_count;
    struct pb_trace *trace;    /* records or replays it; NULL: neither */
    uint32_t budget_us;        /* 0: more than is ever needed */
    int64_t (*clock_ns)(void); /* NULL: the real ones */
    uint32_t save_interval_ms; /* 0: the realm's own */
    int quest_timeout_s;       /* 0: 900 */
    struct pb_market *market;  /* the caller's, who answers it; NULL: one of the run's own, that is open */
    uint32_t per_s;            /* characters made and logged in a second; 0: 1,000 */
    uint32_t people;           /* who trade in the auction houses; 0: none */
    int are_there;             /* 1: the characters were made before, as when a server starts again */
    void (*alter)(struct pb_world *world); /* changes what the bots get of the realm; NULL: nothing */
};

static inline int pb_run_begin_realm(struct pb_run_of_bots *run, const struct pb_run_options *options)
{
    struct pb_realm_options realm = {.memory = {pb_run_resize, &run->counted},
                                     .seed = options->seed,
                                     .save_interval_ms = options->save_interval_ms,
                                     .people = options->people};
    int error = PB_OK;

    realm.content = run->content;
    realm.store = &run->functions;
    if (options->trace)
        error = pb_realm_tape_new(&run->tape, options->trace->recording, realm.store, &pb_memory_libc);
    if (options->trace && error == PB_OK)
        error = pb_realm_tape_begin(run->tape, &realm);
    return error == PB_OK ? pb_realm_new(&run->realm, &realm) : error;
}

/* What all bots share of the economy. A recorded run has none: what a market is told is no part of its
 * recording. */
static inline int pb_run_begin_market(struct pb_run_of_bots *run, const struct pb_run_options *options)
{
    const struct pb_market_options sizes = {
        .items = 1024, .auctions = 20000, .records = 2000, .bots = options->bots};
    int error;

    run->market = options->market;
    if (options->market || options->trace)
        return PB_OK;
    error = pb_market_new(&run->market, &sizes, &pb_memory_libc);
    if (error != PB_OK)
        return error;
    run->has_own_market = 1;
    run->answers = (struct pb_market_answers){.bot_limit = 1000000, .fleet_limit = 100000000};
    pb_market_open(run->market, 1);
    return PB_OK;
}

/* The characters are made, in their accounts, before anybody plays; in the world's own order they begin in
 * one copy after the other by turns, so that those of an account are far from each other. */
static inline int pb_run_make_all(struct pb_run_of_bots *run, const struct pb_run_options *options,
                                  const struct pb_race_weights *weights)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    struct pb_world_event events[64];
    uint64_t chance = options->seed;
    uint32_t i;
    int error = PB_OK;

    for (i = 0; i < options->bots && error == PB_OK; i++) {
        struct pb_character_spec spec = {.account_id = i / 10 + 1, .fence = 1};

        error = pb_race_choose(weights, &chance, &spec.race, &spec.character_class);
        if (error == PB_OK)
            error = pb_run_take_name(&run->names, spec.name);
        if (error == PB_OK)
            error = world->create_character(world->self, i + 1, &spec);
        if (i % 64 == 63) {
            pb_realm_update(run->realm, 0);
            while (world->poll_events(world->self, events, 64))
                ;
        }
    }
    pb_realm_update(run->realm, 0);
    while (world->poll_events(world->self, events, 64))
        ;
    return error;
}

/* 0, or an error; what was made is freed by pb_run_end in either case. */
static inline int pb_run_begin_as(struct pb_run_of_bots *run, const struct pb_run_options *options)
{
    uint32_t per_s = options->per_s ? options->per_s : 1000;
    struct pb_mind_options mind = {
        .memory = {pb_run_resize, &run->counted},
        .types = options->types,
        .type_count = options->type_count,
        .names = {&run->names, pb_run_take_name},
        .trace = options->trace,
        .clock_ns = options->clock_ns,
        .seed = options->seed,
        .capacity = options->bots,
        .settings = {
            .budget_us = options->budget_us ? options->budget_us : 1000000,
            /* As the defaults stand to each other: 500 of 800. */
            .target_us = options->budget_us * 5 / 8,
            .far_percent = 100,
            .systems = {.quest_strategy = "optimal",
                        .loot_policy = "greed",
                        .quest_timeout_s = options->quest_timeout_s ? options->quest_timeout_s : 900,
                        .group_percent = 20,
                        .combat_flee_percent = 20,
                        .combat_rest_percent = 50,
                        .auction_strategy = "market",
                        .auction_per_bot = 10,
                        .auction_per_house = 1000,
                        .auction_per_item = 20,
                        .auction_scan_s = 900,
                        .trade_policy = "group",
                        .trade_security = "everyone",
                        .trade_daily_gift = 50000,
                        .trade_daily_trades = 50},
            .population = {
                .bots = options->bots, .login_per_s = per_s, .create_per_s = per_s, .per_account = 10}}};
    struct pb_log_options quiet = {.level = PB_WARN};
    int error;
    uint32_t i;

    memset(run, 0, sizeof *run);
    run->names = 1;
    run->functions = pb_memory_store_functions(&run->store);
    /* Where many begin at one place, most of them wait for prey, and nothing is to be learned of them. */
    run->copies =
        ((options->world_of ? options->world_of : options->bots) + PB_SAMPLE_BOTS - 1) / PB_SAMPLE_BOTS;
    run->store.place = pb_run_place;
    run->store.place_user = run;
    run->content =
        pb_sample_copies_of(options->seed, run->copies, options->trace ? options->trace->recording : NULL);
    if (!run->content)
        return PB_E_no_memory;
    memset(mind.settings.population.schedule, 100, 24);
    pb_race_weights_default(&mind.settings.population.weights);
    error = pb_log_new(&run->log, &quiet);
    if (error == PB_OK)
        error = pb_run_begin_realm(run, options);
    if (error != PB_OK)
        return error;
    error = options->are_there ? pb_run_make_all(run, options, &mind.settings.population.weights) : PB_OK;
    if (error == PB_OK)
        error = pb_run_begin_market(run, options);
    if (error != PB_OK)
        return error;
    /* What loading freed must not hide what the bots take. */
    malloc_trim(0);
    run->counted = 0;
    run->rss_before = pb_run_rss();
    run->made_before = run->store.count;
    run->world = *pb_realm_world(run->realm);
    if (options->alter)
        options->alter(&run->world);
    mind.world = &run->world;
    run->now_ms = PB_RUN_BEGIN_MS;
    if (run->market) {
        error = pb_gold_world_new(&run->gold, mind.world, run->market, options->bots, &pb_memory_libc);
        if (error != PB_OK)
            return error;
        mind.world = pb_gold_world_world(run->gold);
        mind.market = run->market;
    }
    mind.log = run->log;
    error = pb_mind_new(&run->mind, &mind);
    if (error != PB_OK)
        return error;
    run->coordinator = pb_mind_coordinator(run->mind);
    /* A replay gets them from the recording. */
    for (i = 0;
         i < (options->bots + 9) / 10 && error == PB_OK && !(options->trace && options->trace->is_replay);
         i++)
        error = pb_mind_add_account(run->mind, i + 1, 1);
    return error;
}

/* With systems of the caller's choice. */
static inline int pb_run_begin_with(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed,
                                    const struct pb_system_type *const *types, unsigned type_count)
{
    return pb_run_begin_as(
        run, &(struct pb_run_options){.bots = bots, .seed = seed, .types = types, .type_count = type_count});
}

/* And so many characters made and logged in a second. */
static inline int pb_run_begin_at(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed,
                                  const struct pb_system_type *const *types, unsigned type_count,
                                  uint32_t per_s)
{
    return pb_run_begin_as(
        run, &(struct pb_run_options){
                 .bots = bots, .seed = seed, .types = types, .type_count = type_count, .per_s = per_s});
}

static inline int pb_run_begin(struct pb_run_of_bots *run, uint32_t bots, uint64_t seed)
{
    return pb_run_begin_with(run, bots, seed, pb_systems, pb_system_count);
}

static inline void pb_run_think(struct pb_run_of_bots *run)
{
    run->now_ms += PB_RUN_TICK_MS;
    if (run->market)
        pb_market_tick(run->market, run->now_ms);
    if (run->has_own_market)
        pb_answer_market(&run->answers, run->market);
    pb_mind_tick(run->mind, PB_RUN_TICK_MS, PB_RUN_NOON);
}

static inline void pb_run_end(struct pb_run_of_bots *run)
{
    pb_mind_free(run->mind);
    pb_gold_world_free(run->gold);
    if (run->has_own_market)
        pb_market_free(run->market);
    pb_realm_free(run->realm);
    pb_realm_tape_free(run->tape);
    pb_content_free(run->content);
    pb_memory_store_release(&run->store);
    pb_log_free(run->log);
}

#endif
