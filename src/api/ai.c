#include "api/ai.h"
#include "api/systems.h"
#include "base/rng.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static int take_name(void *user, char name[13])
{
    const struct pb_ai *ai = user;

    return pb_names_take(ai->names, name);
}

static int open_ai(struct pb_handle *handle, struct pb_ai *ai, uint64_t seed, struct pb_trace *trace)
{
    struct pb_mind_options options = {.memory = handle->memory,
                                      .log = handle->log,
                                      .types = pb_systems,
                                      .type_count = pb_system_count,
                                      .names = {ai, take_name},
                                      .trace = trace,
                                      .seed = seed};
    char errors[512];
    int error;

    pb_ai_read_conf(handle->conf, handle->bots, &ai->settings);
    options.settings = ai->settings;
    options.capacity = ai->settings.population.bots;
    ai->reported.at_ms = pb_database_now_ms(handle->database);
    error = pb_names_new(&ai->names, handle->database, handle->log, &handle->memory);
    if (error == PB_OK)
        error = pb_ai_market_open(handle, &ai->own_world, options.capacity, trace ? trace->recording : NULL,
                                  &ai->market);
    if (error != PB_OK)
        return error;
    options.market = ai->market.market;
    options.world = pb_gold_world_world(ai->market.gold);
    if (error == PB_OK)
        error = pb_mind_new(&ai->mind, &options);
    if (error != PB_OK)
        return error;
    ai->coordinator = pb_mind_coordinator(ai->mind);
    ai->population = pb_mind_population(ai->mind);
    error = pb_ai_read_systems(handle->conf, ai->mind, errors, sizeof errors);
    if (error == PB_E_bad_config)
        PB_LOG(handle->log, CONFIG, FATAL, 0, "%s", errors);
    return error;
}

int pb_ai_begin(struct pb_handle *handle, const struct pb_world *world, uint64_t seed, struct pb_trace *trace)
{
    struct pb_ai *ai;
    int error;

    if (!world || world->size < offsetof(struct pb_world, get_item) || handle->ai ||
        handle->mode != PB_MODE_AGENT)
        return PB_E_bad_argument;
    ai = pb_memory_new(&handle->memory, 1, sizeof *ai);
    if (!ai)
        return PB_E_no_memory;
    memcpy(&ai->own_world, world, world->size < sizeof ai->own_world ? world->size : sizeof ai->own_world);
    handle->ai = ai;
    error = open_ai(handle, ai, seed ? seed : pb_rng_u64(), trace);
    if (error != PB_OK)
        pb_ai_free(handle);
    return error;
}

int pb_set_world(pb_handle *handle, const struct pb_world *world, uint64_t seed)
{
    return pb_ai_begin(handle, world, seed, NULL);
}

void pb_ai_free(struct pb_handle *handle)
{
    struct pb_ai *ai = handle->ai;
    size_t i;

    if (!ai)
        return;
    pb_mind_free(ai->mind);
    pb_ai_market_close(&ai->market);
    pb_names_free(ai->names);
    for (i = 0; i < ai->figure_count; i++)
        pb_memory_free(&handle->memory, ai->figure_names[i]);
    pb_memory_free(&handle->memory, ai->figure_names);
    pb_memory_free(&handle->memory, ai);
    handle->ai = NULL;
}

void pb_ai_on_leased(struct pb_handle *handle, uint32_t account_id, uint64_t fence)
{
    if (handle->ai && pb_mind_add_account(handle->ai->mind, account_id, fence) != PB_OK)
        PB_LOG(handle->log, AI, ERROR, account_id, "out of memory: its characters stay away");
}

void pb_ai_on_gone(struct pb_handle *handle, uint32_t account_id)
{
    if (handle->ai)
        pb_mind_remove_account(handle->ai->mind, account_id);
}

int pb_ai_stop(struct pb_handle *handle)
{
    struct pb_ai *ai = handle->ai;

    if (!ai)
        return 1;
    if (!ai->is_stopping) {
        ai->is_stopping = 1;
        pb_mind_stop(ai->mind);
    }
    return pb_population_is_empty(ai->population) &&
           (!ai->own_world.is_saved || ai->own_world.is_saved(ai->own_world.self));
}

int pb_ai_finish(struct pb_handle *handle, int is_late)
{
    if (!handle->ai)
        return 1;
    pb_ai_market_finish(&handle->ai->market, is_late);
    return pb_ai_market_is_done(&handle->ai->market, is_late);
}

void pb_ai_configure(struct pb_handle *handle)
{
    struct pb_ai *ai = handle->ai;
    char errors[512];

    if (!ai)
        return;
    /* What the table of settings says stays. */
    pb_ai_read_conf(handle->conf, handle->bots, &ai->settings);
    pb_mind_configure(ai->mind, &ai->settings);
    pb_ai_market_configure(&ai->market);
    if (pb_ai_read_systems(handle->conf, ai->mind, errors, sizeof errors) != PB_OK)
        PB_LOG(handle->log, CONFIG, ERROR, 0, "%s", errors);
}

static unsigned minute_of_day(void)
{
    return (unsigned)(time(NULL) / 60 % 1440);
}

void pb_ai_begin_tick(struct pb_handle *handle)
{
    if (handle->ai)
        pb_coordinator_begin_tick(handle->ai->coordinator);
}

void pb_ai_update(struct pb_handle *handle, uint32_t diff_ms, int64_t now_ms)
{
    struct pb_ai *ai = handle->ai;

    if (!ai)
        return;
    pb_names_update(ai->names, pb_agent_state(handle->agent)->agent_id, now_ms);
    pb_ai_ask_settings(handle, now_ms);
    pb_ai_judge(handle, now_ms);
    pb_ai_market_update(&ai->market, pb_agent_state(handle->agent)->agent_id, now_ms);
    /* Turns last: they take what the rest leaves of the budget. */
    pb_mind_tick(ai->mind, diff_ms, minute_of_day());
}
