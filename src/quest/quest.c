#include "quest/quest.h"
#include "ai/table.h"
#include "quest/deal.h"
#include "quest/stops.h"
#include "quest/twin.h"
#include <stdio.h>

enum { REFUSED_MS = 1800000, CROWDED_MS = 300000 };

void pb_quest_set_strategy(void *system, const struct pb_quest_strategy *strategy)
{
    struct pb_quests *own = system;

    own->given_strategy = strategy;
    own->strategy = strategy ? strategy : pb_quest_strategy_find(own->env.settings.quest_strategy);
    pb_quest_twins_forget(own);
}

static void shutdown(void *self)
{
    struct pb_quests *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_quest_cache_free(own->cache);
    pb_quest_twins_release(own);
    pb_hunters_free(&own_memory, &own->hunters);
    pb_lines_free(&own_memory, own->questers);
    pb_memory_free(&own_memory, own);
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct pb_quests *own;

    if (!world->find_quests || !world->accept_quest || !world->get_quest_log || !world->find_objective ||
        !world->find_quest_ender || !world->turn_in_quest || !world->abandon_quest || !world->get_quest ||
        !world->get_actor)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    own->cache = pb_quest_cache_new(&env->memory);
    if (!own->cache || pb_quest_twins_init(own) != PB_OK) {
        shutdown(own);
        return PB_E_no_memory;
    }
    pb_quest_set_strategy(own, NULL);
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct pb_quests *own = self;
    int error = pb_quest_cache_reserve(own->cache, capacity);
    pb_bot bot;

    if (error != PB_OK)
        return error;
    error =
        pb_table_reserve(&own->env.memory, &own->questers, sizeof *own->questers, &own->capacity, capacity);
    if (error != PB_OK)
        return error;
    error = pb_hunters_reserve(&own->env.memory, &own->hunters, capacity);
    for (bot = 0; error > 0 && bot < own->capacity; bot++)
        pb_hunters_move(&own->hunters, 0, own->questers[bot].place);
    return error > 0 ? PB_OK : error;
}

static void reset(void *self, pb_bot bot)
{
    pb_quest_hunt_at(self, bot, NULL);
    ((struct pb_quests *)self)->questers[bot] = (struct pb_quester){0};
}

/* It is where it wanted to be. */
static uint32_t arrive(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    /* Hunting goes on; what comes of it is told by events. */
    if (quester->phase == PB_QUEST_WANDERING || own->env.bots->row[bot].goal.kind == PB_GOAL_HUNT)
        return PB_QUEST_WALK_MS;
    /* Whoever stands here would not: something else first. */
    if (!pb_quest_complete(own, bot)) {
        pb_quest_remember(own, bot, quester->quest_id, REFUSED_MS);
        pb_quest_stops_forget(quester);
    } else {
        quester->idle_ms = 0;
    }
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    /* What comes next is chosen in a turn of its own, or this one would be long. */
    quester->is_woken = 1;
    pb_quest_signal(own, bot, PB_QUEST_DEALT);
    return 0;
}

/* It did not get there, or nothing was there, or it took too long. */
static uint32_t fail(struct pb_quests *own, pb_bot bot, enum pb_quest_signal signal)
{
    struct pb_quester *quester = &own->questers[bot];
    uint32_t quest_id = quester->quest_id;
    int is_there = own->env.bots->row[bot].goal.state == PB_GOAL_REACHED;

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    pb_quest_stops_forget(quester);
    if (quest_id)
        pb_quest_cache_invalidate(own->cache, quest_id);
    if (quester->is_helping)
        quester->helped_ms = PB_QUEST_HELP_MS;
    /* Others get all that it wants: it comes back when they are through. */
    else if (quest_id && signal == PB_QUEST_STUCK && quester->phase == PB_QUEST_PROGRESSING)
        pb_quest_remember(own, bot, quest_id, CROWDED_MS);
    else if (quest_id)
        pb_quest_give_up(own, bot, quest_id);
    else if (!quest_id)
        pb_quest_wandered(quester, signal == PB_QUEST_STUCK, is_there);
    pb_quest_signal(own, bot, signal);
    return pb_quest_choose(own, bot, PB_QUEST_SCAN_YARDS);
}

/* ---- The contract ---- */

static int is_too_long(const struct pb_quests *own, pb_bot bot)
{
    const struct pb_quester *quester = &own->questers[bot];
    uint32_t limit_ms = pb_quest_phase_limit_ms((enum pb_quest_phase)quester->phase);

    if (quester->phase == PB_QUEST_PROGRESSING)
        return quester->quest_id && !quester->is_helping &&
               quester->idle_ms > (uint32_t)own->env.settings.quest_timeout_s * 1000;
    return limit_ms && quester->phase_ms > limit_ms;
}

static uint32_t step(struct pb_quests *own, pb_bot bot, uint32_t diff_ms)
{
    struct pb_quester *quester = &own->questers[bot];
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;
    int is_ours = goal->kind != PB_GOAL_NONE && goal->owner == own->env.number;

    quester->phase_ms += diff_ms;
    quester->idle_ms += diff_ms;
    if (quester->is_helping) {
        /* Nobody tells it when its friends are through. */
        quester->is_woken |= quester->helped_ms / PB_QUEST_HELP_LOOK_MS !=
                             (quester->helped_ms + diff_ms) / PB_QUEST_HELP_LOOK_MS;
        quester->helped_ms += diff_ms;
    }
    /* Something more urgent goes on: whatever it would choose could not begin. */
    if (goal->kind != PB_GOAL_NONE && !is_ours && goal->priority >= PB_GOAL_QUEST)
        return PB_QUEST_WALK_MS;
    if (is_too_long(own, bot))
        return fail(own, bot, PB_QUEST_TIME_OUT);
    if (!is_ours && !quester->is_woken && own->strategy->value && pb_quest_is_unfinished(own, bot))
        return pb_quest_resume(own, bot);
    if (!is_ours || quester->is_woken) {
        quester->is_woken = 0;
        return pb_quest_choose(own, bot, PB_QUEST_SCAN_YARDS);
    }
    if (quester->is_poor) {
        pb_quest_look_further(own, bot);
        return PB_QUEST_WALK_MS;
    }
    if (goal->state == PB_GOAL_REACHED)
        return arrive(own, bot);
    if (goal->state == PB_GOAL_FAILED)
        return fail(own, bot, PB_QUEST_STUCK);
    return PB_QUEST_WALK_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    const struct pb_quests *own = self;
    unsigned i;

    pb_steps_fetch(steps, count, own->questers, sizeof *own->questers);
    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot, steps[i].diff_ms);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct pb_quests *own = self;
    struct pb_quester *quester = &own->questers[bot];

    switch (event->type) {
    case PB_WORLD_QUEST_PROGRESS:
        /* Of another quest it says nothing about this one, which may never come on. */
        if (event->entry == quester->quest_id)
            quester->idle_ms = quester->deaths = 0;
        if (event->entry != quester->quest_id || event->count != quester->objective ||
            pb_quest_left(own, bot, quester->quest_id, quester->objective))
            return 0;
        /* Enough of that; it wants something else too. Its turn may be long in coming among so many enemies.
         */
        pb_bots_clear_goal(own->env.bots, bot, own->env.number);
        quester->is_woken = 1;
        return 1;
    case PB_WORLD_QUEST_COMPLETE:
        quester->idle_ms = quester->deaths = 0;
        pb_quest_recall(own, bot, event->entry);
        if (event->entry == quester->quest_id)
            pb_bots_clear_goal(own->env.bots, bot, own->env.number);
        /* Another one may be nearer now; but where the route knows what follows it is on it already. */
        quester->is_woken |=
            (own->strategy->value && !quester->stops.count) || event->entry == quester->quest_id;
        return quester->is_woken;
    case PB_WORLD_QUEST_SHARED:
        pb_quest_stops_forget(quester);
        quester->is_woken = 1;
        if (!event->object || pb_quest_can_accept(own, bot, event->entry) != PB_OK)
            return 0;
        if (own->env.world->accept_quest(own->env.world->self, own->env.bots->row[bot].actor, event->entry,
                                         event->object) == PB_OK)
            own->accepted++;
        else
            own->refused++;
        return 1;
    case PB_WORLD_RESURRECTED:
        pb_quest_stops_forget(quester);
        pb_quest_rise_again(own, bot);
        return 1;
    case PB_WORLD_LEVEL:
        pb_quest_stops_forget(quester);
        quester->deaths = quester->is_shy = 0;
        quester->is_woken = 1;
        return 0;
    case PB_WORLD_QUEST_FAILED:
        pb_quest_stops_forget(quester);
        quester->is_woken = 1;
        return 0;
    default:
        quester->is_woken = 1;
        return 1;
    }
}

static int repair(void *self, pb_bot bot)
{
    struct pb_quests *own = self;

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    reset(self, bot);
    return PB_OK;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct pb_quests *own = self;
    const struct pb_quester *quester = &own->questers[bot];
    const struct pb_quest_template *quest =
        quester->quest_id ? own->env.world->get_quest(own->env.world->self, quester->quest_id) : NULL;
    int length =
        snprintf(text, size, "%s for %.1f s, quest %u%s%s%s%s, score %.3f by %s, %.0f s without progress",
                 pb_quest_phase_name((enum pb_quest_phase)quester->phase), quester->phase_ms / 1000.0,
                 quester->quest_id, quest ? " (" : "", quest ? quest->title : "", quest ? ")" : "",
                 quester->is_helping ? " with friends" : "", (double)quester->score, own->strategy->name,
                 quester->idle_ms / 1000.0);

    if (length > 0 && (size_t)length < size && quester->quest_id)
        pb_quest_tell_second(own, bot, text + length, size - (size_t)length);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_quests *own = self;

    own->env.settings = *settings;
    pb_quest_cache_invalidate(own->cache, 0);
    pb_quest_set_strategy(own, own->given_strategy);
}

static size_t memory(const void *self, size_t *shared)
{
    const struct pb_quests *own = self;
    size_t of_bots;

    *shared = sizeof *own + pb_quest_cache_bytes(own->cache, &of_bots) + pb_quest_twins_bytes(own) +
              pb_hunters_bytes(&own->hunters);
    return pb_table_bytes(own->capacity, sizeof *own->questers) + of_bots;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_quests *own = self;
    uint64_t hits, misses;

    pb_quest_cache_counts(own->cache, &hits, &misses);
    figure(user, "accepted", own->accepted, "quests", "quests accepted");
    figure(user, "completed", own->completed, "quests", "quests turned in");
    figure(user, "abandoned", own->abandoned, "quests", "quests given up");
    figure(user, "shared", own->shared, "quests", "quests handed on to the group");
    figure(user, "helped", own->helped, "times",
           "times that a bot stayed with friends who had the same quest to do");
    figure(user, "refused", own->refused, "requests", "accepts and turn-ins that the world refused");
    figure(user, "scans", own->scans, "scans", "times that a bot looked for quests");
    figure(user, "plans", own->plans, "plans", "quests that were planned, to compare them");
    figure(user, "choices_hits", own->plan_hits, "choices",
           "times that a bot went on with what it had chosen");
    figure(user, "choices_misses", own->plan_misses, "choices", "times that a bot chose anew");
    figure(user, "places_hits", hits, "places", "places of quests that the cache knew");
    figure(user, "places_misses", misses, "places", "places of quests that the world was asked for");
    figure(user, "twins_hits", own->twin_plans.stats.hits + own->twin_lists.stats.hits, "choices",
           "choices that a bot in the same situation had made");
    figure(user, "twins_misses", own->twin_plans.stats.misses + own->twin_lists.stats.misses, "choices",
           "choices that nobody in the same situation had made");
    figure(user, "timed", own->timed, "quests", "quests turned in whose beginning is known");
    figure(user, "completion_s", own->timed ? own->timed_ms / own->timed / 1000 : 0, "seconds now",
           "mean time from taking a quest to turning it in");
}

const struct pb_system_type pb_quest_system = {
    .name = "quest",
    .priority = PB_PRIORITY_NORMAL,
    .interval_ms = 3000,
    .max_age_ms = 10000,
    /* A choice plans a route, once a minute: 50 to 100 us, and more on a busy machine. */
    .longest_us = 250,
    .modes = PB_BOT_PEACE,
    .events = 1ull << PB_WORLD_QUEST_PROGRESS | 1ull << PB_WORLD_QUEST_COMPLETE |
              1ull << PB_WORLD_QUEST_FAILED | 1ull << PB_WORLD_LEVEL | 1ull << PB_WORLD_RESURRECTED |
              1ull << PB_WORLD_QUEST_SHARED,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .repair = repair,
    .explain = explain,
    .configure = configure,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
