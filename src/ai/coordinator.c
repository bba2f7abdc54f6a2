#include "ai/coordinator.h"
#include "ai/load.h"
#include "ai/slot.h"
#include <string.h>

enum {
    /* The clock is read after so many: a login takes 10 us. */
    EVENT_BATCH = 32,
    /* So many events come from memory together. */
    EVENTS_AHEAD = 8,
    /* Events may use this share of a tick. */
    EVENT_SHARE = 4,
    DEFAULT_BUDGET_US = 5000,
    DEFAULT_FAR_PERCENT = 200
};

/* Thousandths of the budget that each class finds untouched by the ones before it; up to `most` the later it
 * is. */
static const struct reserve {
    uint16_t least, most;
} reserves[PB_PRIORITIES] = {
    [PB_PRIORITY_CRITICAL] = {0, 0}, [PB_PRIORITY_HIGH] = {100, 300}, [PB_PRIORITY_NORMAL] = {100, 200},
    [PB_PRIORITY_LOW] = {40, 200},   [PB_PRIORITY_IDLE] = {40, 200},
};

static void set_options(struct pb_coordinator *coordinator, const struct pb_coordinator_options *options)
{
    struct pb_coordinator_options *own = &coordinator->options;

    own->budget_us = options->budget_us ? options->budget_us : DEFAULT_BUDGET_US;
    own->target_us = options->target_us;
    own->far_percent = options->far_percent >= 100 ? options->far_percent : DEFAULT_FAR_PERCENT;
    own->settings = options->settings;
}

static int begin_system(struct pb_coordinator *coordinator, unsigned number,
                        const struct pb_system_type *type)
{
    struct pb_slot *slot = &coordinator->slots[number];
    struct pb_system_env env = {.memory = coordinator->options.memory,
                                .log = coordinator->options.log,
                                .world = coordinator->options.world,
                                .bots = &coordinator->bots,
                                .market = coordinator->options.market,
                                .settings = coordinator->options.settings,
                                .seed = coordinator->options.seed,
                                .number = (uint8_t)number};
    int error = type->initialize(&slot->self, &env);

    slot->type = type;
    slot->number = (uint8_t)number;
    slot->interval_ms = type->interval_ms;
    slot->is_enabled = 1;
    slot->schedule.memory = coordinator->options.memory;
    coordinator->class_slots[type->priority][coordinator->class_count[type->priority]++] = (uint8_t)number;
    coordinator->slot_count = number + 1;
    if (error == PB_OK)
        return PB_OK;
    slot->self = NULL;
    if (error != PB_E_unsupported)
        return error;
    PB_LOG(coordinator->options.log, AI, WARN, 0, "system %s is off: the world lacks what it needs",
           type->name);
    return PB_OK;
}

int pb_coordinator_new(struct pb_coordinator **coordinator, const struct pb_coordinator_options *options)
{
    struct pb_coordinator *made;
    int error = PB_OK;
    unsigned i;

    if (!options->world || options->type_count > PB_MAX_SYSTEMS)
        return PB_E_bad_argument;
    made = pb_memory_new(&options->memory, 1, sizeof *made);
    if (!made)
        return PB_E_no_memory;
    made->options = *options;
    set_options(made, options);
    made->bots.memory = options->memory;
    made->bots.trace = options->trace;
    made->bots.load_percent = PB_LOAD_NONE;
    made->budget.wall_clock_ns = options->wall_clock_ns;
    made->budget.cpu_clock_ns = options->cpu_clock_ns;
    for (i = 0; i < options->type_count && error == PB_OK; i++)
        error = begin_system(made, i, options->types[i]);
    if (error != PB_OK) {
        pb_coordinator_free(made);
        return error;
    }
    *coordinator = made;
    return PB_OK;
}

void pb_coordinator_free(struct pb_coordinator *coordinator)
{
    const struct pb_memory *memory;
    unsigned i;

    if (!coordinator)
        return;
    memory = &coordinator->options.memory;
    for (i = coordinator->slot_count; i-- > 0;) {
        struct pb_slot *slot = &coordinator->slots[i];

        if (slot->self)
            slot->type->shutdown(slot->self);
        pb_schedule_release(&slot->schedule);
        pb_memory_free(memory, slot->faults);
        pb_memory_free(memory, slot->suspects);
    }
    pb_bots_release(&coordinator->bots);
    pb_memory_free(memory, coordinator->free_bots);
    pb_memory_free(memory, coordinator->is_off);
    pb_memory_free(memory, coordinator->degraded);
    pb_memory_free(memory, coordinator->actor_bot);
    /* The copy lies in what is freed. */
    {
        struct pb_memory own = *memory;

        pb_memory_free(&own, coordinator);
    }
}

void pb_coordinator_configure(struct pb_coordinator *coordinator,
                              const struct pb_coordinator_options *options)
{
    unsigned i;

    set_options(coordinator, options);
    for (i = 0; i < coordinator->slot_count; i++)
        if (coordinator->slots[i].self && coordinator->slots[i].type->configure)
            coordinator->slots[i].type->configure(coordinator->slots[i].self, &coordinator->options.settings);
}

/* ---- A tick ---- */

/* What an event leaves a bot in; OFFLINE: in what it was. */
static enum pb_bot_mode mode_after(unsigned event)
{
    switch (event) {
    case PB_WORLD_COMBAT_BEGAN:
        return PB_BOT_COMBAT;
    case PB_WORLD_DIED:
        return PB_BOT_DEAD;
    case PB_WORLD_COMBAT_ENDED:
    case PB_WORLD_RESURRECTED:
        return PB_BOT_PEACE;
    default:
        return PB_BOT_OFFLINE;
    }
}

static void hear(struct pb_coordinator *coordinator, pb_bot bot, const struct pb_world_event *event)
{
    enum pb_bot_mode mode = mode_after(event->type);
    unsigned i;

    if (coordinator->is_off[bot])
        return;
    if (mode != PB_BOT_OFFLINE)
        pb_turn_set_mode(coordinator, bot, mode);
    for (i = 0; i < coordinator->slot_count; i++) {
        struct pb_slot *slot = &coordinator->slots[i];

        if (slot->self && slot->is_enabled && slot->type->events >> event->type & 1 && slot->type->on_event &&
            pb_slot_fault(slot, bot) != PB_FAULT_DISABLED && slot->type->on_event(slot->self, bot, event))
            pb_turn_wake(coordinator, slot, bot);
    }
}

/* What was heard of bots here and there is on its way from memory while those before are heard. First which
 * bot is meant; then what is known of it, and when the systems that are woken have their next turns. */
static void fetch_actor(const struct pb_coordinator *coordinator, const struct pb_world_event *event)
{
    if (event->actor < coordinator->actor_capacity)
        __builtin_prefetch(&coordinator->actor_bot[event->actor]);
}

static void fetch_heard(const struct pb_coordinator *coordinator, const struct pb_world_event *event)
{
    pb_bot bot = pb_coordinator_find_actor(coordinator, event->actor);
    unsigned mode = mode_after(event->type), i;

    if (bot == PB_NO_BOT)
        return;
    __builtin_prefetch(&coordinator->bots.row[bot], 1);
    __builtin_prefetch(&coordinator->is_off[bot]);
    for (i = 0; i < coordinator->slot_count; i++) {
        const struct pb_system_type *type = coordinator->slots[i].type;

        if (type->events >> event->type & 1 || (type->modes & mode && type->priority <= PB_PRIORITY_NORMAL))
            __builtin_prefetch(&coordinator->slots[i].schedule.due[bot], 1);
    }
}

static void take_events(struct pb_coordinator *coordinator, pb_other_event_fn *other, void *user)
{
    const struct pb_world *world = coordinator->options.world;
    struct pb_world_event events[EVENT_BATCH];
    /* Half of the budget is for turns, whatever came before. */
    int64_t half_ns = (int64_t)coordinator->options.budget_us * 1000 / 2,
            share_ns = coordinator->budget.last_ns + coordinator->budget.total_ns / EVENT_SHARE,
            limit_ns = share_ns < half_ns ? share_ns : half_ns;
    unsigned count, i;

    if (!world->poll_events)
        return;
    do {
        count = world->poll_events(world->self, events, EVENT_BATCH);
        for (i = 0; i < count; i++)
            fetch_actor(coordinator, &events[i]);
        for (i = 0; i < count && i < EVENTS_AHEAD; i++)
            fetch_heard(coordinator, &events[i]);
        for (i = 0; i < count; i++) {
            pb_bot bot = pb_coordinator_find_actor(coordinator, events[i].actor);

            if (i + EVENTS_AHEAD < count)
                fetch_heard(coordinator, &events[i + EVENTS_AHEAD]);
            if (bot != PB_NO_BOT && events[i].type < PB_WORLD_CREATED)
                hear(coordinator, bot, &events[i]);
            else if (other)
                other(user, &events[i]);
        }
        /* Also where no turn follows that would. */
        pb_turn_follow_changes(coordinator);
        coordinator->events += count;
    } while (count == EVENT_BATCH &&
             (coordinator->options.trace || pb_budget_used_ns(&coordinator->budget) < limit_ns));
}

/* What a class reserves now: the more, the later its steps are. */
static int64_t reserve_ns(const struct pb_coordinator *coordinator, unsigned priority)
{
    unsigned i, permille = reserves[priority].least;

    for (i = 0; i < coordinator->class_count[priority]; i++) {
        const struct pb_slot *slot = &coordinator->slots[coordinator->class_slots[priority][i]];
        uint64_t wanted =
            (uint64_t)reserves[priority].most * slot->behind_ms / (slot->type->max_age_ms / 2 + 1);

        if (wanted > permille)
            permille = wanted > reserves[priority].most ? reserves[priority].most : (unsigned)wanted;
    }
    return coordinator->budget.total_ns / 1000 * permille;
}

/* A class's turn. With `is_shared` each of its systems may use an equal share of what is left to it, the next
 * as well what those before it leave; without, the first that has work all. Returns 1 when one was cut. */
static int run_class(struct pb_coordinator *coordinator, unsigned priority, int64_t limit_ns, int is_shared)
{
    unsigned count = coordinator->class_count[priority], start = coordinator->class_start[priority], i;
    int is_cut = 0;

    for (i = 0; i < count; i++) {
        struct pb_slot *slot = &coordinator->slots[coordinator->class_slots[priority][(start + i) % count]];
        int64_t used_ns = coordinator->budget.last_ns, left_ns = limit_ns - used_ns;

        pb_turn_run(coordinator, slot, used_ns + (is_shared ? left_ns / (int64_t)(count - i) : left_ns));
        is_cut |= slot->is_cut;
    }
    return is_cut;
}

static void begin_slots(struct pb_coordinator *coordinator)
{
    unsigned i;

    for (i = 0; i < coordinator->slot_count; i++) {
        coordinator->slots[i].left = coordinator->bots.count;
        coordinator->slots[i].tick_age_ms = coordinator->slots[i].tick_steps = 0;
        pb_cost_forget(&coordinator->slots[i]);
    }
}

/* How far behind each slot is: as late as its last steps were, or later while it gets none. */
static void end_slots(struct pb_coordinator *coordinator, uint32_t diff_ms)
{
    unsigned i;

    for (i = 0; i < coordinator->slot_count; i++) {
        struct pb_slot *slot = &coordinator->slots[i];

        if (slot->tick_steps || !slot->is_cut)
            slot->behind_ms = slot->tick_age_ms;
        else
            slot->behind_ms += diff_ms;
    }
}

/* First each class up to what is reserved for those behind it, then what is left, from the top again. */
static int run_classes(struct pb_coordinator *coordinator, uint32_t diff_ms)
{
    int64_t reserved_ns[PB_PRIORITIES + 1] = {0};
    int is_cut[PB_PRIORITIES], any = 0;
    unsigned priority;

    for (priority = PB_PRIORITIES; priority-- > 0;)
        reserved_ns[priority] = reserved_ns[priority + 1] + reserve_ns(coordinator, priority);
    begin_slots(coordinator);
    for (priority = 0; priority < PB_PRIORITIES; priority++)
        is_cut[priority] =
            run_class(coordinator, priority, coordinator->budget.total_ns - reserved_ns[priority + 1], 1);
    for (priority = 0; priority < PB_PRIORITIES; priority++) {
        if (is_cut[priority] && run_class(coordinator, priority, coordinator->budget.total_ns, 1))
            any |= run_class(coordinator, priority, coordinator->budget.total_ns, 0);
        /* The next tick begins with the next system. */
        if (++coordinator->class_start[priority] >= coordinator->class_count[priority])
            coordinator->class_start[priority] = 0;
    }
    end_slots(coordinator, diff_ms);
    return any;
}

/* Load control looks at the last ticks now and then, and at once when one was cut. */
static void control_load(struct pb_coordinator *coordinator, int64_t used_ns, int is_cut)
{
    struct pb_trace *trace = coordinator->options.trace;
    uint32_t before = coordinator->bots.load_percent;
    uint64_t recorded;

    coordinator->load_ns += (uint64_t)used_ns;
    if (++coordinator->load_ticks >= PB_LOAD_TICKS || is_cut) {
        coordinator->bots.load_percent =
            pb_load_next(before, coordinator->load_ns / coordinator->load_ticks,
                         (uint64_t)coordinator->options.target_us * 1000, is_cut);
        coordinator->load_ticks = 0;
        coordinator->load_ns = 0;
    }
    if (trace && trace->is_replay)
        coordinator->bots.load_percent =
            pb_trace_take(trace, PB_TRACE_LOAD, UINT64_MAX, &recorded) ? (uint32_t)recorded : before;
    else if (trace && coordinator->bots.load_percent != before)
        pb_trace_write(trace, PB_TRACE_LOAD, coordinator->bots.load_percent, 0);
}

void pb_coordinator_begin_tick(struct pb_coordinator *coordinator)
{
    if (coordinator->is_begun)
        return;
    pb_budget_begin(&coordinator->budget, (int64_t)coordinator->options.budget_us * 1000);
    coordinator->is_begun = 1;
}

int pb_coordinator_has_time(struct pb_coordinator *coordinator, unsigned percent)
{
    struct pb_budget *budget = &coordinator->budget;
    int64_t limit_ns;

    pb_coordinator_begin_tick(coordinator);
    limit_ns = budget->total_ns / 100 * percent;
    /* What other programs took does not count. */
    return pb_budget_used_ns(budget) < limit_ns || pb_budget_sync_ns(budget) < limit_ns;
}

/* The budget that is left when the turns come. */
static void take_budget(struct pb_coordinator *coordinator)
{
    int64_t least_ns;

    pb_coordinator_begin_tick(coordinator);
    if (pb_budget_used_ns(&coordinator->budget) > PB_BUDGET_EXACT_NS)
        pb_budget_sync_ns(&coordinator->budget);
    coordinator->is_begun = 0;
    least_ns = coordinator->budget.last_ns + coordinator->budget.total_ns / 2;
    if (coordinator->budget.total_ns < least_ns)
        coordinator->budget.total_ns = least_ns;
}

void pb_coordinator_update(struct pb_coordinator *coordinator, uint32_t diff_ms, pb_other_event_fn *other,
                           void *user)
{
    int64_t used_ns, total_ns = (int64_t)coordinator->options.budget_us * 1000;
    int is_cut;

    coordinator->bots.now_ms += diff_ms;
    if (coordinator->options.trace)
        pb_trace_write(coordinator->options.trace, PB_TRACE_TICK, diff_ms, 0);
    pb_coordinator_prepare(coordinator);
    take_budget(coordinator);
    take_events(coordinator, other, user);
    is_cut = run_classes(coordinator, diff_ms);
    used_ns = pb_budget_used_ns(&coordinator->budget);
    if (used_ns > PB_BUDGET_EXACT_NS)
        used_ns = pb_budget_sync_ns(&coordinator->budget);
    coordinator->ticks++;
    coordinator->cpu_ns += (uint64_t)used_ns;
    pb_histogram_add(&coordinator->tick_us, (uint64_t)used_ns / 1000, 1);
    if (used_ns > total_ns + total_ns / 20)
        coordinator->over_budget_ticks++;
    control_load(coordinator, used_ns, is_cut);
}
