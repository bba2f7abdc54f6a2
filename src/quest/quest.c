#include "quest/quest.h"
#include "ai/table.h"
#include "base/chance.h"
#include "item/item_value.h"
#include "quest/plan.h"
#include "world/position.h"
#include <math.h>
#include <stdio.h>

enum pb_quest_phase { SCANNING, ACCEPTING, PROGRESSING, COMPLETING, WANDERING, PHASES };

enum {
    SCAN_MS = 3000,
    WALK_MS = 15000,
    WORK_MS = 15000,
    WANDER_MS = 30000,
    HUNT_YARDS = 35,
    AT_YARDS = 4,
    OFFERS = 16,
    /* Room that is left in the log, for quests that are found on the way. */
    LOG_ROOM = 3,
    MOST_SKIPS = 8,
    FORGOTTEN = 6,
    FORGET_MS = 1800000,
    DECISION_QUEST = 1
};
static const float SCAN_YARDS = 1500, FAR_YARDS = 5000;

/* What is known of a bot; 96 bytes. */
struct quester {
    uint32_t quest_id, entry;
    uint64_t object;
    uint32_t idle_ms, phase_ms;
    float score;
    uint8_t phase, stage, objective, skips;
    uint16_t seen_version;
    uint8_t is_woken, forget_next;
    struct forgotten {
        uint32_t quest_id, until_ms;
    } forgotten[FORGOTTEN]; /* given up: not to be taken again at once */
};

struct quests {
    struct pb_system_env env;
    const struct pb_quest_strategy *strategy, *given_strategy;
    struct quester *questers;
    uint32_t capacity;
    uint64_t accepted, completed, abandoned, scans, plans, refused;
};

static const char *const phase_names[PHASES] = {"scanning", "accepting", "progressing", "completing",
                                                "wandering"};

void pb_quest_set_strategy(void *system, const struct pb_quest_strategy *strategy)
{
    struct quests *own = system;

    own->given_strategy = strategy;
    own->strategy = strategy ? strategy : pb_quest_strategy_find(own->env.settings.quest_strategy);
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct quests *own;

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
    struct quests *own = self;

    return pb_table_reserve(&own->env.memory, &own->questers, sizeof *own->questers, &own->capacity,
                            capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct quests *)self)->questers[bot] = (struct quester){0};
}

static void enter(struct quests *own, pb_bot bot, unsigned phase)
{
    struct quester *quester = &own->questers[bot];

    if (quester->phase != phase)
        quester->phase_ms = 0;
    quester->phase = (uint8_t)phase;
}

static int is_forgotten(const struct quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct quester *quester = &own->questers[bot];
    unsigned i;

    for (i = 0; i < FORGOTTEN; i++)
        if (quester->forgotten[i].quest_id == quest_id &&
            (int32_t)(quester->forgotten[i].until_ms - own->env.bots->now_ms) > 0)
            return 1;
    return 0;
}

/* Gives a quest up and remembers it. */
static void give_up(struct quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    struct quester *quester = &own->questers[bot];

    quester->forgotten[quester->forget_next++ % FORGOTTEN] =
        (struct forgotten){quest_id, own->env.bots->now_ms + FORGET_MS};
    if (world->abandon_quest(world->self, own->env.bots->actor[bot], quest_id) == PB_OK)
        own->abandoned++;
    quester->idle_ms = 0;
    quester->skips = 0;
    if (quester->quest_id == quest_id)
        quester->quest_id = 0;
}

/* ---- Choosing ---- */

static void fill_context(struct quests *own, pb_bot bot, struct pb_quest_context *context)
{
    const struct pb_world *world = own->env.world;

    *context = (struct pb_quest_context){.env = &own->env,
                                         .strategy = own->strategy,
                                         .bot = bot,
                                         .skip = own->questers[bot].skips,
                                         .skip_quest = own->questers[bot].quest_id};
    if (own->env.bots->status[bot].flags & PB_ACTOR_GROUPED && world->get_group &&
        world->get_group(world->self, own->env.bots->actor[bot], &context->group) != PB_OK)
        context->group.count = 0;
}

/* The two best of what was looked at. */
struct best {
    struct pb_quest_plan plan;
    uint32_t other;
    float other_score;
};

/* A matter of taste, a tenth either way: or all bots of a village would go to the same wolves. */
static float taste(const struct quests *own, pb_bot bot, uint32_t quest_id)
{
    uint64_t chance =
        own->env.seed ^ own->env.bots->guid[bot] * 0x9e3779b97f4a7c15u ^ (uint64_t)quest_id << 40;

    return 0.9f + 0.2f * (float)pb_chance_share(&chance);
}

static void compare(struct best *best, const struct pb_quest_plan *plan)
{
    if (plan->score > best->plan.score) {
        best->other = best->plan.quest_id;
        best->other_score = best->plan.score;
        best->plan = *plan;
    } else if (plan->score > best->other_score) {
        best->other = plan->quest_id;
        best->other_score = plan->score;
    }
}

static void look_at_log(struct quests *own, pb_bot bot, const struct pb_quest_context *context,
                        struct best *best, unsigned *taken)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = world->get_quest_log(world->self, own->env.bots->actor[bot], log, PB_QUEST_LOG_SIZE), i;

    *taken = count;
    for (i = 0; i < count; i++) {
        struct pb_quest_plan plan;

        own->plans++;
        if (log[i].status == PB_QUEST_FAILED)
            give_up(own, bot, log[i].quest_id);
        else if (pb_quest_plan_taken(context, &log[i], &plan) == PB_OK) {
            plan.score *= taste(own, bot, plan.quest_id);
            compare(best, &plan);
        }
    }
}

static void look_at_offers(struct quests *own, pb_bot bot, const struct pb_quest_context *context,
                           float radius, struct best *best)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_offer offers[OFFERS];
    unsigned count = world->find_quests(world->self, own->env.bots->actor[bot], radius, offers, OFFERS), i;

    own->scans++;
    for (i = 0; i < count; i++) {
        struct pb_quest_plan plan;

        if (is_forgotten(own, bot, offers[i].quest_id))
            continue;
        own->plans++;
        if (pb_quest_plan_offer(context, &offers[i], &plan) == PB_OK) {
            plan.score *= taste(own, bot, plan.quest_id);
            compare(best, &plan);
        }
    }
}

/* Sets the goal of a plan. Returns 0, or PB_E_busy while something more urgent goes on. */
static int follow(struct quests *own, pb_bot bot, const struct pb_quest_plan *plan)
{
    struct pb_goal goal = {.position = plan->position,
                           .radius = plan->stage == PB_QUEST_HUNT ? HUNT_YARDS : AT_YARDS,
                           .entry = plan->entry,
                           .kind = plan->stage == PB_QUEST_HUNT ? PB_GOAL_HUNT : PB_GOAL_GO,
                           .owner = own->env.number,
                           .priority = PB_GOAL_QUEST};
    static const uint8_t phases[] = {[PB_QUEST_ACCEPT] = ACCEPTING,
                                     [PB_QUEST_HUNT] = PROGRESSING,
                                     [PB_QUEST_TALK] = PROGRESSING,
                                     [PB_QUEST_TURN_IN] = COMPLETING};
    struct quester *quester = &own->questers[bot];
    int error = pb_bots_set_goal(own->env.bots, bot, &goal);

    if (error != PB_OK)
        return error;
    if (quester->quest_id != plan->quest_id)
        quester->idle_ms = quester->skips = 0;
    quester->quest_id = plan->quest_id;
    quester->entry = plan->entry;
    quester->object = plan->object;
    quester->stage = plan->stage;
    quester->objective = plan->objective;
    quester->score = plan->score;
    enter(own, bot, phases[plan->stage]);
    return PB_OK;
}

/* Nothing to do: hunt where it stands, for what fits its level. */
static uint32_t wander(struct quests *own, pb_bot bot, const struct pb_quest_context *context)
{
    struct pb_goal goal = {.position = context->view.position,
                           .radius = 2 * HUNT_YARDS,
                           .kind = PB_GOAL_HUNT,
                           .owner = own->env.number,
                           .priority = PB_GOAL_IDLE};
    uint64_t chance =
        own->env.seed ^ (own->env.bots->guid[bot] * 0x9e3779b97f4a7c15u) ^ own->env.bots->now_ms;

    own->questers[bot].quest_id = 0;
    /* Not always at the same place. */
    goal.position.x += (float)pb_chance_share(&chance) * 300 - 150;
    goal.position.y += (float)pb_chance_share(&chance) * 300 - 150;
    if (pb_bots_set_goal(own->env.bots, bot, &goal) == PB_OK)
        enter(own, bot, WANDERING);
    return WANDER_MS;
}

static uint32_t choose(struct quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_context context;
    struct best best = {.other = 0};
    unsigned taken;

    fill_context(own, bot, &context);
    if (world->get_actor(world->self, own->env.bots->actor[bot], &context.view) != PB_OK)
        return SCAN_MS;
    look_at_log(own, bot, &context, &best, &taken);
    if (taken + LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, &context, SCAN_YARDS, &best);
    if (best.plan.score <= 0 && taken + LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, &context, FAR_YARDS, &best);
    if (best.plan.score <= 0)
        return wander(own, bot, &context);
    if (follow(own, bot, &best.plan) != PB_OK)
        return SCAN_MS;
    pb_bots_decide(own->env.bots, bot, own->env.number, DECISION_QUEST, best.plan.quest_id, best.plan.score,
                   best.other, best.other_score);
    return WALK_MS;
}

/* ---- At a place ---- */

/* Takes everything that suits from whoever stands here. */
static void accept_here(struct quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_quest_offer offers[OFFERS];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned taken = world->get_quest_log(world->self, actor, log, PB_QUEST_LOG_SIZE), count, i;

    count = world->find_quests(world->self, actor, 2 * AT_YARDS, offers, OFFERS);
    for (i = 0; i < count && taken + LOG_ROOM < PB_QUEST_LOG_SIZE; i++) {
        const struct pb_quest_template *quest = world->get_quest(world->self, offers[i].quest_id);

        if (!quest || is_forgotten(own, bot, offers[i].quest_id) ||
            quest->level > own->env.bots->status[bot].level + 3u ||
            (quest->group_size > 1 && !(own->env.bots->status[bot].flags & PB_ACTOR_GROUPED)))
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
            own->accepted++;
    }
}

/* The reward that is worth most to a vendor: what is worth more to the bot itself is found once it is worn.
 */
static unsigned choose_reward(const struct quests *own, pb_bot bot, const struct pb_quest_template *quest)
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

static void turn_in_here(struct quests *own, pb_bot bot)
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
            ender.distance > 2 * AT_YARDS)
            continue;
        if (world->turn_in_quest(world->self, actor, log[i].quest_id, ender.object,
                                 choose_reward(own, bot, quest)) == PB_OK)
            own->completed++;
        else
            own->refused++;
    }
}

static void talk_here(struct quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_query query = {
        .radius = 2 * AT_YARDS, .kinds = PB_OBJECT_CREATURE, .entry = own->questers[bot].entry};
    struct pb_object_view view;

    if (world->talk && world->find_objects &&
        world->find_objects(world->self, own->env.bots->actor[bot], &query, &view, 1) &&
        world->talk(world->self, own->env.bots->actor[bot], view.object) != PB_OK)
        own->refused++;
}

/* It is where it wanted to be. */
static uint32_t arrive(struct quests *own, pb_bot bot)
{
    struct quester *quester = &own->questers[bot];

    /* Hunting goes on; what comes of it is told by events. */
    if (quester->phase == PROGRESSING && quester->stage == PB_QUEST_HUNT)
        return WORK_MS;
    if (quester->phase == WANDERING)
        return WANDER_MS;
    turn_in_here(own, bot);
    accept_here(own, bot);
    if (quester->stage == PB_QUEST_TALK)
        talk_here(own, bot);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    enter(own, bot, SCANNING);
    return choose(own, bot);
}

/* It did not get there, or nothing was there. */
static uint32_t fail(struct quests *own, pb_bot bot)
{
    struct quester *quester = &own->questers[bot];

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    if (quester->quest_id && quester->phase == PROGRESSING && ++quester->skips > MOST_SKIPS)
        give_up(own, bot, quester->quest_id);
    else if (quester->quest_id && quester->phase != PROGRESSING)
        give_up(own, bot, quester->quest_id);
    enter(own, bot, SCANNING);
    return choose(own, bot);
}

/* ---- The contract ---- */

static uint32_t step(struct quests *own, pb_bot bot, uint32_t diff_ms)
{
    struct quester *quester = &own->questers[bot];
    const struct pb_goal *goal = &own->env.bots->goal[bot];
    int is_ours = goal->kind != PB_GOAL_NONE && goal->owner == own->env.number;

    quester->phase_ms += diff_ms;
    quester->idle_ms += diff_ms;
    if (quester->phase == PROGRESSING && quester->quest_id &&
        quester->idle_ms > (uint32_t)own->env.settings.quest_timeout_s * 1000) {
        give_up(own, bot, quester->quest_id);
        pb_bots_clear_goal(own->env.bots, bot, own->env.number);
        is_ours = 0;
    }
    if (!is_ours || quester->is_woken || (quester->phase == WANDERING && quester->phase_ms > WANDER_MS)) {
        quester->is_woken = 0;
        return choose(own, bot);
    }
    if (goal->state == PB_GOAL_REACHED)
        return arrive(own, bot);
    if (goal->state == PB_GOAL_FAILED)
        return fail(own, bot);
    return WALK_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot, steps[i].diff_ms);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct quests *own = self;
    struct quester *quester = &own->questers[bot];

    switch (event->type) {
    case PB_WORLD_QUEST_PROGRESS:
        quester->idle_ms = 0;
        quester->skips = 0;
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
    struct quests *own = self;

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    reset(self, bot);
    return PB_OK;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct quests *own = self;
    const struct quester *quester = &own->questers[bot];
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
    struct quests *own = self;

    own->env.settings = *settings;
    pb_quest_set_strategy(own, own->given_strategy);
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = 0;
    return ((const struct quests *)self)->capacity * sizeof(struct quester);
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct quests *own = self;

    figure(user, "accepted", own->accepted, "quests", "quests accepted");
    figure(user, "completed", own->completed, "quests", "quests turned in");
    figure(user, "abandoned", own->abandoned, "quests", "quests given up");
    figure(user, "refused", own->refused, "requests", "accepts and turn-ins that the world refused");
    figure(user, "scans", own->scans, "scans", "times that a bot looked for quests");
    figure(user, "plans", own->plans, "plans", "quests that were planned, to compare them");
}

static void shutdown(void *self)
{
    struct quests *own = self;
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
