/* Figures of the coordinator, for metrics and for people. */
#include "ai/slot.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

unsigned pb_coordinator_system_count(const struct pb_coordinator *coordinator)
{
    return coordinator->slot_count;
}

int pb_coordinator_find_system(const struct pb_coordinator *coordinator, const char *name)
{
    unsigned i;

    for (i = 0; i < coordinator->slot_count; i++)
        if (!strcmp(coordinator->slots[i].type->name, name))
            return (int)i;
    return -1;
}

void *pb_coordinator_system(const struct pb_coordinator *coordinator, unsigned system)
{
    return system < coordinator->slot_count ? coordinator->slots[system].self : NULL;
}

void pb_coordinator_stats(struct pb_coordinator *coordinator, struct pb_coordinator_stats *stats)
{
    unsigned i;

    *stats = (struct pb_coordinator_stats){
        .bots = coordinator->bot_count,
        .ticks = coordinator->ticks,
        .over_budget_ticks = coordinator->over_budget_ticks,
        .events = coordinator->events,
        .cpu_ns = coordinator->cpu_ns,
        .tick_p50_us = pb_histogram_quantile(&coordinator->tick_us, 500),
        .tick_p99_us = pb_histogram_quantile(&coordinator->tick_us, 990),
        .tick_max_us = coordinator->tick_us.max,
        .load_percent = coordinator->bots.load_percent,
        .bytes = pb_bots_bytes(&coordinator->bots) +
                 coordinator->capacity * (sizeof(pb_bot) + 2 * sizeof(uint8_t)) +
                 coordinator->actor_capacity * sizeof(uint32_t),
        .shared_bytes = sizeof *coordinator,
    };
    memcpy(stats->class_updates, coordinator->class_updates, sizeof stats->class_updates);
    memcpy(stats->class_max_age_ms, coordinator->class_max_age_ms, sizeof stats->class_max_age_ms);
    for (i = 0; i < coordinator->slot_count; i++)
        stats->updates += coordinator->slots[i].updates;
}

/* ---- Caches tell of themselves by the names of their figures ---- */

static const char hits_end[] = "_hits", misses_end[] = "_misses";

/* Length of a cache's name, if a figure's name is that and `end`; 0 if it is not. */
static size_t cache_name(const char *name, const char *end)
{
    size_t length = strlen(name), behind = strlen(end);

    return length > behind && !strcmp(name + length - behind, end) ? length - behind : 0;
}

struct cache_search {
    struct pb_coordinator *coordinator;
    unsigned system;
    pb_cache_fn *tell;
    void *user;
    const char *name; /* whose misses are looked for */
    size_t length;
    uint64_t misses;
};

static void find_misses(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct cache_search *search = user;

    (void)unit;
    (void)help;
    if (cache_name(name, misses_end) == search->length && !strncmp(name, search->name, search->length))
        search->misses = value;
}

static void find_hits(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct cache_search *search = user;
    char cache[PB_CACHE_NAME];

    (void)unit;
    (void)help;
    search->length = cache_name(name, hits_end);
    if (!search->length)
        return;
    search->name = name;
    search->misses = 0;
    pb_coordinator_figures(search->coordinator, search->system, find_misses, search);
    snprintf(cache, sizeof cache, "%.*s", (int)search->length, name);
    search->tell(search->user, cache, value, search->misses);
}

void pb_coordinator_caches(struct pb_coordinator *coordinator, unsigned system, pb_cache_fn *tell, void *user)
{
    struct cache_search search = {.coordinator = coordinator, .system = system, .tell = tell, .user = user};

    pb_coordinator_figures(coordinator, system, find_hits, &search);
}

static void add_cache(void *user, const char *name, uint64_t hits, uint64_t misses)
{
    struct pb_system_stats *stats = user;

    (void)name;
    stats->cache_hits += hits;
    stats->cache_misses += misses;
}

void pb_coordinator_system_stats(struct pb_coordinator *coordinator, unsigned system,
                                 struct pb_system_stats *stats)
{
    const struct pb_slot *slot = &coordinator->slots[system];
    size_t shared = 0;
    pb_bot bot;

    *stats = (struct pb_system_stats){
        .name = slot->type->name,
        .priority = slot->type->priority,
        .updates = slot->updates,
        .errors = slot->errors,
        .overruns = slot->overruns,
        .cpu_ns = slot->cpu_ns,
        .cut = slot->cut,
        .p50_ns = pb_histogram_quantile(&slot->steps, 500),
        .p99_ns = pb_histogram_quantile(&slot->steps, 990),
        .max_ns = slot->steps.max,
        .age_ms = pb_schedule_age_ms(&slot->schedule, coordinator->bots.now_ms, coordinator->bots.count),
        .max_age_ms = slot->max_age_ms,
        .stated_age_ms = slot->type->max_age_ms,
        .interval_ms = slot->type->priority >= PB_PRIORITY_NORMAL
                           ? slot->interval_ms * coordinator->bots.load_percent / 100
                           : slot->interval_ms,
        .is_enabled = slot->is_enabled,
        .is_supported = slot->self != NULL,
        .fault = slot->fault.state,
    };
    stats->bytes = pb_schedule_bytes(&slot->schedule) + coordinator->capacity * sizeof *slot->faults +
                   (coordinator->capacity + 63) / 64 * sizeof *slot->suspects;
    if (slot->self && slot->type->memory)
        stats->bytes += slot->type->memory(slot->self, &shared);
    stats->shared_bytes = shared;
    pb_coordinator_caches(coordinator, system, add_cache, stats);
    for (bot = 0; bot < coordinator->bots.count; bot++)
        if (coordinator->bots.row[bot].actor != PB_NO_ACTOR)
            stats->bots_by_fault[slot->faults[bot].state]++;
}

void pb_coordinator_reset_stats(struct pb_coordinator *coordinator)
{
    unsigned i;

    pb_histogram_clear(&coordinator->tick_us);
    memset(coordinator->class_max_age_ms, 0, sizeof coordinator->class_max_age_ms);
    for (i = 0; i < coordinator->slot_count; i++) {
        pb_histogram_clear(&coordinator->slots[i].steps);
        coordinator->slots[i].max_age_ms = 0;
    }
}

void pb_coordinator_figures(struct pb_coordinator *coordinator, unsigned system, pb_system_figure_fn *figure,
                            void *user)
{
    const struct pb_slot *slot = &coordinator->slots[system];

    if (slot->self && slot->type->figures)
        slot->type->figures(slot->self, figure, user);
}

const struct pb_histogram *pb_coordinator_tick_times(const struct pb_coordinator *coordinator)
{
    return &coordinator->tick_us;
}

/* ---- Why ---- */

struct text {
    char *at;
    size_t left;
};

static void append(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void append(struct text *text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text->at, text->left, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= text->left)
        length = (int)(text->left ? text->left - 1 : 0);
    text->at += length;
    text->left -= (size_t)length;
}

static void explain_goal(const struct pb_coordinator *coordinator, pb_bot bot, struct text *text)
{
    static const char *const kinds[] = {"none", "go", "hunt", "stay"};
    static const char *const states[] = {"waits", "under way", "reached", "failed"};
    const struct pb_goal *goal = &coordinator->bots.row[bot].goal;

    if (goal->kind == PB_GOAL_NONE || goal->owner >= coordinator->slot_count) {
        append(text, "goal: none\n");
        return;
    }
    append(text, "goal: %s within %.0f yards of %.0f %.0f on map %u", kinds[goal->kind & 3],
           (double)goal->radius, (double)goal->position.x, (double)goal->position.y, goal->position.map);
    if (goal->kind == PB_GOAL_HUNT)
        append(text, ", creature %" PRIu32, goal->entry);
    append(text, "; of %s, priority %u, %s\n", coordinator->slots[goal->owner].type->name, goal->priority,
           states[goal->state & 3]);
}

static void explain_decisions(const struct pb_coordinator *coordinator, pb_bot bot, struct text *text)
{
    unsigned i;

    for (i = 0; i < PB_DECISIONS; i++) {
        const struct pb_decision *decision =
            &coordinator->bots.decisions[bot][(coordinator->bots.row[bot].decision_next + i) % PB_DECISIONS];

        if (decision->at_ms && decision->system < coordinator->slot_count)
            append(text,
                   "decided %.1f s ago: %s kind %u chose %" PRIu32 " (score %.3f) before %" PRIu32
                   " (score %.3f)\n",
                   (coordinator->bots.now_ms - decision->at_ms) / 1000.0,
                   coordinator->slots[decision->system].type->name, decision->kind, decision->choice,
                   (double)decision->score, decision->other, (double)decision->other_score);
    }
}

/* When a system has its next turn for a bot, or what it waits for instead. */
static void explain_turn(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot,
                         unsigned mode, struct text *text)
{
    int32_t due_ms = (int32_t)(pb_schedule_due(&slot->schedule, bot) - coordinator->bots.now_ms);
    unsigned modes = slot->type->modes;

    if (!slot->is_enabled)
        append(text, "switched off for all bots");
    else if (slot->fault.state == PB_FAULT_BACKOFF || slot->fault.state == PB_FAULT_OPEN)
        append(text, "rests as a whole (%s)", pb_fault_name(slot->fault.state));
    else if (due_ms >= PB_SCHEDULE_FAR_MS / 4)
        append(text, "no turn to come");
    else if (!(modes & mode))
        append(text, "waits for %s%s%s", modes & PB_BOT_PEACE ? "peace" : "",
               modes & PB_BOT_COMBAT ? modes & PB_BOT_PEACE ? " or combat" : "combat" : "",
               modes & PB_BOT_DEAD ? modes & (PB_BOT_PEACE | PB_BOT_COMBAT) ? " or death" : "death" : "");
    else if (coordinator->degraded[bot] >= 2 && slot->type->priority >= PB_PRIORITY_NORMAL)
        append(text, "waits for the end of minimal mode");
    else
        append(text, due_ms >= 0 ? "next turn in %.2f s" : "turn due for %.2f s",
               (due_ms < 0 ? -due_ms : due_ms) / 1000.0);
}

/* How it is now, not at its last turn. */
static struct pb_actor_status look(const struct pb_coordinator *coordinator, pb_bot bot,
                                   enum pb_bot_mode *mode)
{
    const struct pb_bots *bots = &coordinator->bots;
    const struct pb_world *world = coordinator->options.world;
    struct pb_actor_status status = bots->row[bot].status;

    *mode = (enum pb_bot_mode)bots->row[bot].mode;
    if (!world->get_status)
        return status;
    world->get_status(world->self, &bots->row[bot].actor, 1, &status);
    if (*mode != PB_BOT_OFFLINE)
        *mode = pb_bots_mode_of(&status);
    return status;
}

void pb_coordinator_explain(struct pb_coordinator *coordinator, pb_bot bot, char *buffer, size_t size)
{
    const struct pb_bots *bots = &coordinator->bots;
    struct text text = {buffer, size};
    struct pb_actor_status status;
    enum pb_bot_mode mode;
    unsigned i;

    if (bot >= bots->count || bots->row[bot].actor == PB_NO_ACTOR) {
        append(&text, "bot %" PRIu32 " is not in the world\n", bot);
        return;
    }
    status = look(coordinator, bot, &mode);
    append(&text,
           "bot %" PRIu32 ": character %" PRIu64 " of account %" PRIu32
           ", level %u, mode %s, health %u %%, %u free slots%s\n",
           bot, bots->row[bot].guid, bots->row[bot].account, status.level, pb_bots_mode_name(mode),
           status.health_percent, status.free_slots,
           coordinator->is_off[bot]          ? ", switched off"
           : coordinator->degraded[bot] >= 2 ? ", in minimal mode"
                                             : "");
    explain_goal(coordinator, bot, &text);
    for (i = 0; i < coordinator->slot_count; i++) {
        const struct pb_slot *slot = &coordinator->slots[i];
        char own[512] = "";

        if (!slot->self)
            continue;
        if (slot->type->explain)
            slot->type->explain(slot->self, bot, own, sizeof own);
        append(&text, "%s: %s; ", slot->type->name, pb_fault_name(slot->faults[bot].state));
        explain_turn(coordinator, slot, bot, mode, &text);
        append(&text, own[0] ? "; %s\n" : "%s\n", own);
    }
    explain_decisions(coordinator, bot, &text);
}
