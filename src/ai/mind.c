#include "ai/mind.h"
#include <string.h>

struct pb_mind {
    struct pb_memory memory;
    struct pb_coordinator *coordinator;
    struct pb_population *population;
    struct pb_recording *recording; /* NULL: none */
    struct pb_trace *trace;
    struct pb_orders orders;
    struct pb_name_source names;
    uint64_t names_asked;
};

/* ---- Records ---- */

struct beginning {
    uint64_t seed;
    uint32_t capacity, type_count;
    struct pb_mind_settings settings;
};
struct account {
    uint64_t fence;
    uint32_t account_id, zero;
};
struct change {
    uint32_t bot, system, value;
};
struct name {
    uint64_t number; /* so many were asked for */
    char text[16];
};

/* What all that the world shows of every bot comes to; of its goal too. */
static uint64_t digest(struct pb_mind *mind)
{
    const struct pb_bots *bots = pb_coordinator_bots(mind->coordinator);
    uint64_t sum = bots->now_ms;
    pb_bot bot;

    for (bot = 0; bot < bots->count; bot++) {
        const struct pb_actor_status *status = &bots->row[bot].status;
        const struct pb_goal *goal = &bots->row[bot].goal;
        uint64_t words[] = {bots->row[bot].guid ^ (uint64_t)bots->row[bot].actor << 32,
                            (uint64_t)bots->row[bot].mode << 56 | (uint64_t)status->flags << 40 |
                                (uint64_t)status->level << 32 | (uint64_t)status->health_percent << 24 |
                                (uint64_t)status->power_percent << 16 | (uint64_t)status->free_slots << 8 |
                                status->worst_durability,
                            (uint64_t)status->inventory_version << 32 |
                                (uint64_t)status->quest_version << 16 | status->attackers,
                            (uint64_t)goal->entry << 32 | (uint64_t)goal->kind << 24 |
                                (uint64_t)goal->state << 16 | (uint64_t)goal->owner << 8 | goal->priority};
        unsigned i;

        for (i = 0; i < sizeof words / sizeof *words; i++)
            sum = (sum ^ words[i]) * 0x9e3779b97f4a7c15u ^ sum >> 29;
    }
    return sum;
}

/* At the end of a tick. */
static void compare_state(struct pb_mind *mind)
{
    uint64_t now = digest(mind), was;

    mind->trace->digest = (mind->trace->digest ^ now) * 0x9e3779b97f4a7c15u;
    pb_recording_put(mind->recording, PB_RECORD_STATE, &now, sizeof now);
    if (!mind->trace->is_replay || pb_recording_peek(mind->recording) == PB_RECORD_NONE)
        return;
    if (!pb_recording_take(mind->recording, PB_RECORD_STATE, &was, sizeof was))
        pb_trace_refuse(mind->trace);
    else if (was != now)
        pb_recording_differ(mind->recording,
                            "tick %llu (%.2f s): decisions and orders are the same, but not what the world "
                            "shows of the bots: digest %016llx, recorded: %016llx",
                            (unsigned long long)mind->trace->ticks, (double)mind->trace->time_ms / 1000,
                            (unsigned long long)now, (unsigned long long)was);
}

static int take_name(void *user, char text[13])
{
    struct pb_mind *mind = user;
    struct name name;
    const struct name *found;
    int error;

    memset(&name, 0, sizeof name);
    name.number = ++mind->names_asked;
    if (pb_recording_is_replay(mind->recording)) {
        uint64_t number = name.number;

        found = pb_recording_look(mind->recording, PB_RECORD_NAME, sizeof name);
        if (!found)
            return PB_E_busy;
        memcpy(&name, found, sizeof name);
        if (name.number != number || !pb_recording_take(mind->recording, PB_RECORD_NAME, &name, sizeof name))
            return PB_E_busy;
        memcpy(text, name.text, 13);
        return PB_OK;
    }
    error = mind->names.take(mind->names.user, text);
    if (error == PB_OK) {
        memcpy(name.text, text, 13);
        pb_recording_put(mind->recording, PB_RECORD_NAME, &name, sizeof name);
    }
    return error;
}

/* Logins, logouts and what else the population does may go on until two fifths of a tick's budget is used. A
 * replay ends where the recorded run did. */
static int is_time_over(void *user, uint32_t asked)
{
    enum { SHARE_PERCENT = 40 };
    struct pb_mind *mind = user;
    uint64_t unused;
    int is_over;

    if (mind->trace && mind->trace->is_replay)
        return pb_trace_take(mind->trace, PB_TRACE_ADMIT, asked, &unused);
    is_over = !pb_coordinator_has_time(mind->coordinator, SHARE_PERCENT);
    if (is_over && mind->trace)
        pb_trace_write(mind->trace, PB_TRACE_ADMIT, asked, 0);
    return is_over;
}

/* ---- Life ---- */

/* Notes how it began, or begins as it did in the recording. */
static int begin_recording(struct pb_mind *mind, struct pb_mind_options *options)
{
    struct beginning beginning;

    mind->recording = options->trace->recording;
    options->trace->types = options->types;
    options->trace->type_count = options->type_count;
    pb_orders_begin(&mind->orders, options->world, options->trace);
    options->world = &mind->orders.world;
    memset(&beginning, 0, sizeof beginning);
    beginning.seed = options->seed;
    beginning.capacity = options->capacity;
    beginning.type_count = options->type_count;
    beginning.settings = options->settings;
    if (!options->trace->is_replay) {
        pb_recording_put(mind->recording, PB_RECORD_MIND, &beginning, sizeof beginning);
        return PB_OK;
    }
    if (!pb_recording_take(mind->recording, PB_RECORD_MIND, &beginning, sizeof beginning) ||
        beginning.type_count != options->type_count)
        return PB_E_bad_recording;
    options->seed = beginning.seed;
    options->capacity = beginning.capacity;
    options->settings = beginning.settings;
    return PB_OK;
}

static struct pb_coordinator_options coordinator_options(const struct pb_mind_settings *settings)
{
    return (struct pb_coordinator_options){.budget_us = settings->budget_us,
                                           .target_us = settings->target_us,
                                           .far_percent = settings->far_percent,
                                           .settings = settings->systems};
}

static int begin(struct pb_mind *mind, struct pb_mind_options *options)
{
    struct pb_coordinator_options coordinator;
    struct pb_population_options population = {.memory = options->memory, .log = options->log};
    int error = options->trace ? begin_recording(mind, options) : PB_OK;

    if (error != PB_OK)
        return error;
    coordinator = coordinator_options(&options->settings);
    coordinator.memory = options->memory;
    coordinator.wall_clock_ns = coordinator.cpu_clock_ns = options->clock_ns;
    coordinator.log = options->log;
    coordinator.world = population.world = options->world;
    coordinator.market = options->market;
    coordinator.types = options->types;
    coordinator.type_count = options->type_count;
    coordinator.capacity = options->capacity;
    coordinator.trace = options->trace;
    coordinator.seed = population.seed = options->seed;
    error = pb_coordinator_new(&mind->coordinator, &coordinator);
    population.coordinator = mind->coordinator;
    population.names = (struct pb_name_source){mind, take_name};
    population.time = (struct pb_population_time){mind, is_time_over};
    population.settings = options->settings.population;
    return error == PB_OK ? pb_population_new(&mind->population, &population) : error;
}

int pb_mind_new(struct pb_mind **out, const struct pb_mind_options *options)
{
    struct pb_mind_options own = *options;
    struct pb_mind *mind;
    int error;

    if (!options->world)
        return PB_E_bad_argument;
    mind = pb_memory_new(&options->memory, 1, sizeof *mind);
    if (!mind)
        return PB_E_no_memory;
    mind->memory = options->memory;
    mind->trace = options->trace;
    mind->names = options->names;
    error = begin(mind, &own);
    if (error != PB_OK)
        pb_mind_free(mind);
    else
        *out = mind;
    return error;
}

void pb_mind_free(struct pb_mind *mind)
{
    struct pb_memory memory;

    if (!mind)
        return;
    memory = mind->memory;
    pb_population_free(mind->population);
    pb_coordinator_free(mind->coordinator);
    pb_memory_free(&memory, mind);
}

struct pb_coordinator *pb_mind_coordinator(struct pb_mind *mind)
{
    return mind->coordinator;
}

struct pb_population *pb_mind_population(struct pb_mind *mind)
{
    return mind->population;
}

/* ---- What comes from outside ---- */

void pb_mind_tick(struct pb_mind *mind, uint32_t diff_ms, unsigned minute)
{
    if (mind->trace)
        pb_trace_begin_tick(mind->trace, diff_ms, minute);
    pb_coordinator_begin_tick(mind->coordinator);
    /* Turns last: they take what the rest leaves of the budget. */
    pb_population_update(mind->population, diff_ms, minute);
    pb_coordinator_update(mind->coordinator, diff_ms, pb_population_hear, mind->population);
    if (mind->trace) {
        pb_trace_end_turns(mind->trace);
        compare_state(mind);
    }
}

int pb_mind_add_account(struct pb_mind *mind, uint32_t account_id, uint64_t fence)
{
    struct account account = {.fence = fence, .account_id = account_id};

    pb_recording_put(mind->recording, PB_RECORD_ACCOUNT, &account, sizeof account);
    return pb_population_add_account(mind->population, account_id, fence);
}

void pb_mind_remove_account(struct pb_mind *mind, uint32_t account_id)
{
    struct account account = {.account_id = account_id};

    pb_recording_put(mind->recording, PB_RECORD_ACCOUNT_GONE, &account, sizeof account);
    if (account_id)
        pb_population_remove_account(mind->population, account_id);
    else
        pb_population_remove_all(mind->population);
}

void pb_mind_stop(struct pb_mind *mind)
{
    pb_recording_put(mind->recording, PB_RECORD_STOP, NULL, 0);
    pb_population_stop(mind->population);
}

void pb_mind_configure(struct pb_mind *mind, const struct pb_mind_settings *settings)
{
    struct pb_coordinator_options options = coordinator_options(settings);

    pb_recording_put(mind->recording, PB_RECORD_CONFIGURE, settings, sizeof *settings);
    pb_coordinator_configure(mind->coordinator, &options);
    pb_population_configure(mind->population, &settings->population);
}

static void note(struct pb_mind *mind, enum pb_record kind, uint32_t bot, uint32_t system, uint32_t value)
{
    struct change change = {bot, system, value};

    pb_recording_put(mind->recording, kind, &change, sizeof change);
}

int pb_mind_enable_system(struct pb_mind *mind, unsigned system, int is_enabled)
{
    note(mind, PB_RECORD_SWITCH_SYSTEM, 0, system, is_enabled != 0);
    return pb_coordinator_enable_system(mind->coordinator, system, is_enabled);
}

int pb_mind_enable_bot(struct pb_mind *mind, pb_bot bot, int is_enabled)
{
    note(mind, PB_RECORD_SWITCH_BOT, bot, 0, is_enabled != 0);
    return pb_coordinator_enable_bot(mind->coordinator, bot, is_enabled);
}

int pb_mind_enable(struct pb_mind *mind, pb_bot bot, unsigned system, int is_enabled)
{
    note(mind, PB_RECORD_SWITCH, bot, system, is_enabled != 0);
    return pb_coordinator_enable(mind->coordinator, bot, system, is_enabled);
}

int pb_mind_set_interval(struct pb_mind *mind, unsigned system, uint32_t interval_ms)
{
    note(mind, PB_RECORD_INTERVAL, 0, system, interval_ms);
    return pb_coordinator_set_interval(mind->coordinator, system, interval_ms);
}

/* ---- Replay ---- */

/* What an operator or the agent did; 1 when it was that. What it answered then, it answers now. */
static int replay_change(struct pb_mind *mind, enum pb_record kind)
{
    struct change change;

    if (!pb_recording_take(mind->recording, kind, &change, sizeof change))
        return 0;
    if (kind == PB_RECORD_SWITCH_SYSTEM)
        (void)!pb_mind_enable_system(mind, change.system, (int)change.value);
    else if (kind == PB_RECORD_SWITCH_BOT)
        (void)!pb_mind_enable_bot(mind, change.bot, (int)change.value);
    else if (kind == PB_RECORD_SWITCH)
        (void)!pb_mind_enable(mind, change.bot, change.system, (int)change.value);
    else
        (void)!pb_mind_set_interval(mind, change.system, change.value);
    return 1;
}

static int replay_settings(struct pb_mind *mind)
{
    struct pb_mind_settings settings;

    if (!pb_recording_take(mind->recording, PB_RECORD_CONFIGURE, &settings, sizeof settings))
        return 0;
    pb_mind_configure(mind, &settings);
    return 1;
}

int pb_mind_replay(struct pb_mind *mind)
{
    enum pb_record kind = pb_recording_peek(mind->recording);
    struct account account;
    uint32_t diff_ms;

    switch (kind) {
    case PB_RECORD_TICK:
        if (!pb_trace_next_tick(mind->trace, &diff_ms))
            return 0;
        pb_mind_tick(mind, diff_ms, mind->trace->minute);
        return 1;
    case PB_RECORD_ACCOUNT:
        if (!pb_recording_take(mind->recording, kind, &account, sizeof account))
            return 0;
        return pb_mind_add_account(mind, account.account_id, account.fence) == PB_OK;
    case PB_RECORD_ACCOUNT_GONE:
        if (!pb_recording_take(mind->recording, kind, &account, sizeof account))
            return 0;
        pb_mind_remove_account(mind, account.account_id);
        return 1;
    case PB_RECORD_STOP:
        pb_recording_take_some(mind->recording, kind, NULL, 0);
        pb_mind_stop(mind);
        return 1;
    case PB_RECORD_CONFIGURE:
        return replay_settings(mind);
    case PB_RECORD_SWITCH_SYSTEM:
    case PB_RECORD_SWITCH_BOT:
    case PB_RECORD_SWITCH:
    case PB_RECORD_INTERVAL:
        return replay_change(mind, kind);
    default:
        return 0;
    }
}
