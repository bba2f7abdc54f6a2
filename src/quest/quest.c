#include "quest/quest.h"
#include "ai/table.h"
#include "item/item_value.h"
#include "quest/state.h"
#include "world/position.h"
#include <math.h>
#include <stdio.h>

enum { WORK_MS = 15000, MOST_SKIPS = 8, REFUSED_MS = 300000 };

static const char *const phase_names[PB_QUEST_PHASES] = {"scanning", "accepting", "progressing", "completing",
                                                         "wandering"};

void pb_quest_set_strategy(void *system, const struct pb_quest_strategy *strategy)
{
    struct pb_quests *own = system;

    own->given_strategy = strategy;
    own->strategy = strategy ? strategy : pb_quest_strategy_find(own->env.settings.quest_strategy);
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
    pb_quest_set_strategy(own, NULL);
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct pb_quests *own = self;

    return pb_table_reserve(&own->env.memory, &own->questers, sizeof *own->questers, &own->capacity,
                            capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct pb_quests *)self)->questers[bot] = (struct pb_quester){0};
}

/* ---- At a place ---- */

/* Takes everything that suits from whoever stands here. */
static void accept_here(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_quest_offer offers[PB_QUEST_OFFERS];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned taken = world->get_quest_log(world->self, actor, log, PB_QUEST_LOG_SIZE), count, i;

    count = world->find_quests(world->self, actor, PB_INTERACT_YARDS, offers, PB_QUEST_OFFERS);
    for (i = 0; i < count && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE; i++) {
        const struct pb_quest_template *quest = world->get_quest(world->self, offers[i].quest_id);

        if (!pb_quest_suits(own, bot, offers[i].quest_id))
            continue;
        if (world->accept_quest(world->self, actor, offers[i].quest_id, offers[i].giver) != PB_OK) {
            own->refused++;
            continue;
        }
        own->accepted++;
        taken++;
        if (own->env.bots->status[bot].flags & PB_ACTOR_GROUPED && world->share_quest &&
            quest->flags & PB_QUEST_SHARABLE &&
            world->share_quest(world->self, actor, offers[i].quest_id) == PB_OK)
            own->shared++;
    }
}

/* The reward that is worth most to a vendor: what is worth more to the bot itself is found once it is worn.
 */
static unsigned choose_reward(const struct pb_quests *own, pb_bot bot, const struct pb_quest_template *quest)
{
    const struct pb_world *world = own->env.world;
    float most = -1;
    unsigned i, best = 0;

    for (i = 0; i < quest->choice_count; i++) {
        const struct pb_item_template *item =
            world->get_item ? world->get_item(world->self, quest->choices[i].entry) : NULL;
        float worth =
            item ? pb_item_value(
                       item, &(struct pb_item_user){.level = own->env.bots->status[bot].level,
                                                    .race = own->env.bots->race[bot],
                                                    .character_class = own->env.bots->character_class[bot],
                                                    .specialization = own->env.bots->specialization[bot]}) +
                       (float)item->sell_price * 0.001f
                 : 0;

        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    return best;
}

static void turn_in_here(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = world->get_quest_log(world->self, actor, log, PB_QUEST_LOG_SIZE), i;

    for (i = 0; i < count; i++) {
        const struct pb_quest_template *quest = world->get_quest(world->self, log[i].quest_id);
        struct pb_object_view ender;

        if (log[i].status != PB_QUEST_COMPLETE || !quest ||
            world->find_quest_ender(world->self, actor, log[i].quest_id, &ender) != PB_OK ||
            ender.distance > PB_INTERACT_YARDS)
            continue;
        if (world->turn_in_quest(world->self, actor, log[i].quest_id, ender.object,
                                 choose_reward(own, bot, quest)) == PB_OK)
            own->completed++;
        else
            own->refused++;
    }
}

static void talk_here(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_query query = {
        .radius = PB_INTERACT_YARDS, .kinds = PB_OBJECT_CREATURE, .entry = own->questers[bot].entry};
    struct pb_object_view view;

    if (world->talk && world->find_objects &&
        world->find_objects(world->self, own->env.bots->actor[bot], &query, &view, 1) &&
        world->talk(world->self, own->env.bots->actor[bot], view.object) != PB_OK)
        own->refused++;
}

/* How far a quest is: 0 not taken, 1 taken, more with each thing done, 255 complete. */
static unsigned progress_of(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = world->get_quest_log(world->self, own->env.bots->actor[bot], log, PB_QUEST_LOG_SIZE), i,
             k, sum = 1;

    for (i = 0; i < count && log[i].quest_id != quest_id; i++)
        ;
    if (i == count)
        return 0;
    for (k = 0; k < PB_QUEST_OBJECTIVES; k++)
        sum += log[i].counts[k];
    return log[i].status == PB_QUEST_COMPLETE ? 255 : sum < 254 ? sum : 254;
}

/* It is where it wanted to be. */
static uint32_t arrive(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];
    unsigned before;

    /* Hunting goes on; what comes of it is told by events. */
    if (quester->phase == PB_QUEST_PROGRESSING && quester->stage == PB_QUEST_HUNT)
        return WORK_MS;
    if (quester->phase == PB_QUEST_WANDERING)
        return PB_QUEST_WANDER_MS;
    before = progress_of(own, bot, quester->quest_id);
    turn_in_here(own, bot);
    accept_here(own, bot);
    if (quester->stage == PB_QUEST_TALK)
        talk_here(own, bot);
    /* Whoever stands here would not: something else first. */
    if (progress_of(own, bot, quester->quest_id) == before)
        pb_quest_remember(own, bot, quester->quest_id, REFUSED_MS);
    else
        quester->idle_ms = 0;
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    pb_quest_enter(own, bot, PB_QUEST_SCANNING);
    return pb_quest_choose(own, bot);
}

/* It did not get there, or nothing was there. */
static uint32_t fail(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    if (quester->quest_id && quester->phase == PB_QUEST_PROGRESSING && ++quester->skips > MOST_SKIPS)
        pb_quest_give_up(own, bot, quester->quest_id);
    else if (quester->quest_id && quester->phase != PB_QUEST_PROGRESSING)
        pb_quest_give_up(own, bot, quester->quest_id);
    pb_quest_enter(own, bot, PB_QUEST_SCANNING);
    return pb_quest_choose(own, bot);
}

/* ---- The contract ---- */

static uint32_t step(struct pb_quests *own, pb_bot bot, uint32_t diff_ms)
{
    struct pb_quester *quester = &own->questers[bot];
    const struct pb_goal *goal = &own->env.bots->goal[bot];
    int is_ours = goal->kind != PB_GOAL_NONE && goal->owner == own->env.number;

    quester->phase_ms += diff_ms;
    quester->idle_ms += diff_ms;
    if (quester->phase == PB_QUEST_PROGRESSING && quester->quest_id &&
        quester->idle_ms > (uint32_t)own->env.settings.quest_timeout_s * 1000) {
        pb_quest_give_up(own, bot, quester->quest_id);
        pb_bots_clear_goal(own->env.bots, bot, own->env.number);
        is_ours = 0;
    }
    if (!is_ours || quester->is_woken ||
        (quester->phase == PB_QUEST_WANDERING && quester->phase_ms > PB_QUEST_WANDER_MS)) {
        quester->is_woken = 0;
        return pb_quest_choose(own, bot);
    }
    if (goal->state == PB_GOAL_REACHED)
        return arrive(own, bot);
    if (goal->state == PB_GOAL_FAILED)
        return fail(own, bot);
    return PB_QUEST_WALK_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

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
            quester->idle_ms = quester->skips = 0;
        return 0;
    case PB_WORLD_QUEST_COMPLETE:
        quester->idle_ms = 0;
        /* Another one may be nearer now, if this was what it worked on. */
        quester->is_woken |= event->entry == quester->quest_id;
        return quester->is_woken;
    case PB_WORLD_QUEST_FAILED:
    case PB_WORLD_LEVEL:
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

    snprintf(text, size,
             "%s for %.1f s, quest %u%s%s%s, score %.3f by %s, %.0f s without progress, %u places were empty",
             phase_names[quester->phase], quester->phase_ms / 1000.0, quester->quest_id, quest ? " (" : "",
             quest ? quest->title : "", quest ? ")" : "", (double)quester->score, own->strategy->name,
             quester->idle_ms / 1000.0, quester->skips);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_quests *own = self;

    own->env.settings = *settings;
    pb_quest_set_strategy(own, own->given_strategy);
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = sizeof(struct pb_quests);
    return ((const struct pb_quests *)self)->capacity * sizeof(struct pb_quester);
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_quests *own = self;

    figure(user, "accepted", own->accepted, "quests", "quests accepted");
    figure(user, "completed", own->completed, "quests", "quests turned in");
    figure(user, "abandoned", own->abandoned, "quests", "quests given up");
    figure(user, "shared", own->shared, "quests", "quests handed on to the group");
    figure(user, "refused", own->refused, "requests", "accepts and turn-ins that the world refused");
    figure(user, "scans", own->scans, "scans", "times that a bot looked for quests");
    figure(user, "plans", own->plans, "plans", "quests that were planned, to compare them");
}

static void shutdown(void *self)
{
    struct pb_quests *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_memory_free(&own_memory, own->questers);
    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_quest_system = {
    .name = "quest",
    .priority = PB_PRIORITY_NORMAL,
    .interval_ms = 3000,
    .max_age_ms = 10000,
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
