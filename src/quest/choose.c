/* Choosing: which quest comes next, by what it is worth for each second that it takes. */
#include "base/chance.h"
#include "quest/state.h"
#include <string.h>

enum { HUNT_YARDS = 35, FORGET_MS = 1800000, DECISION_QUEST = 1 };
static const float SCAN_YARDS = 1500, FAR_YARDS = 5000;

void pb_quest_enter(struct pb_quests *own, pb_bot bot, unsigned phase)
{
    struct pb_quester *quester = &own->questers[bot];

    if (quester->phase != phase)
        quester->phase_ms = 0;
    quester->phase = (uint8_t)phase;
}

int pb_quest_is_forgotten(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_quester *quester = &own->questers[bot];
    unsigned i;

    for (i = 0; i < PB_QUEST_FORGOTTEN; i++)
        if (quester->forgotten[i].quest_id == quest_id &&
            (int32_t)(quester->forgotten[i].until_ms - own->env.bots->now_ms) > 0)
            return 1;
    return 0;
}

/* Leaves a quest alone for a while. */
void pb_quest_remember(struct pb_quests *own, pb_bot bot, uint32_t quest_id, uint32_t ms)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->forgotten[quester->forget_next++ % PB_QUEST_FORGOTTEN] =
        (struct forgotten){quest_id, own->env.bots->now_ms + ms};
}

/* Gives a quest up and remembers it. */
void pb_quest_give_up(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    struct pb_quester *quester = &own->questers[bot];

    pb_quest_remember(own, bot, quest_id, FORGET_MS);
    if (world->abandon_quest(world->self, own->env.bots->actor[bot], quest_id) == PB_OK)
        own->abandoned++;
    quester->idle_ms = 0;
    quester->skips = 0;
    if (quester->quest_id == quest_id)
        quester->quest_id = 0;
}

static void fill_context(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context)
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
static float taste(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
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

static void look_at_log(struct pb_quests *own, pb_bot bot, const struct pb_quest_context *context,
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
            pb_quest_give_up(own, bot, log[i].quest_id);
        else if (pb_quest_is_forgotten(own, bot, log[i].quest_id))
            continue;
        else if (pb_quest_plan_taken(context, &log[i], &plan) == PB_OK) {
            plan.score *= taste(own, bot, plan.quest_id);
            compare(best, &plan);
        }
    }
}

/* What it would take when it is offered. Planning and taking must agree, else it walks to a giver in vain. */
int pb_quest_suits(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_quest_template *quest = own->env.world->get_quest(own->env.world->self, quest_id);
    const struct pb_actor_status *status = &own->env.bots->status[bot];

    return quest && !pb_quest_is_forgotten(own, bot, quest_id) && quest->level <= status->level + 3u &&
           (quest->group_size <= 1 || status->flags & PB_ACTOR_GROUPED);
}

static void look_at_offers(struct pb_quests *own, pb_bot bot, const struct pb_quest_context *context,
                           float radius, struct best *best)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_offer offers[PB_QUEST_OFFERS];
    unsigned count =
                 world->find_quests(world->self, own->env.bots->actor[bot], radius, offers, PB_QUEST_OFFERS),
             i;

    own->scans++;
    for (i = 0; i < count; i++) {
        struct pb_quest_plan plan;

        if (!pb_quest_suits(own, bot, offers[i].quest_id))
            continue;
        own->plans++;
        if (pb_quest_plan_offer(context, &offers[i], &plan) == PB_OK) {
            plan.score *= taste(own, bot, plan.quest_id);
            compare(best, &plan);
        }
    }
}

/* Sets the goal of a plan. Returns 0, or PB_E_busy while something more urgent goes on. */
static int follow(struct pb_quests *own, pb_bot bot, const struct pb_quest_plan *plan)
{
    struct pb_goal goal = {.position = plan->position,
                           .radius = plan->stage == PB_QUEST_HUNT ? HUNT_YARDS : PB_QUEST_AT_YARDS,
                           .entry = plan->entry,
                           .kind = plan->stage == PB_QUEST_HUNT ? PB_GOAL_HUNT : PB_GOAL_GO,
                           .owner = own->env.number,
                           .priority = PB_GOAL_QUEST};
    static const uint8_t phases[] = {[PB_QUEST_ACCEPT] = PB_QUEST_ACCEPTING,
                                     [PB_QUEST_HUNT] = PB_QUEST_PROGRESSING,
                                     [PB_QUEST_TALK] = PB_QUEST_PROGRESSING,
                                     [PB_QUEST_TURN_IN] = PB_QUEST_COMPLETING};
    struct pb_quester *quester = &own->questers[bot];
    int error = pb_bots_set_goal(own->env.bots, bot, &goal);

    if (error != PB_OK)
        return error;
    /* To change one's mind is no progress: only what is done begins the time anew. */
    if (quester->quest_id != plan->quest_id)
        quester->skips = 0;
    quester->quest_id = plan->quest_id;
    quester->entry = plan->entry;
    quester->object = plan->object;
    quester->stage = plan->stage;
    quester->objective = plan->objective;
    quester->score = plan->score;
    pb_quest_enter(own, bot, phases[plan->stage]);
    return PB_OK;
}

/* Nothing to do: hunt where it stands, for what fits its level. */
static uint32_t wander(struct pb_quests *own, pb_bot bot, const struct pb_quest_context *context)
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
        pb_quest_enter(own, bot, PB_QUEST_WANDERING);
    return PB_QUEST_WANDER_MS;
}

uint32_t pb_quest_choose(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_context context;
    struct best best = {.other = 0};
    unsigned taken;

    fill_context(own, bot, &context);
    if (world->get_actor(world->self, own->env.bots->actor[bot], &context.view) != PB_OK)
        return PB_QUEST_SCAN_MS;
    look_at_log(own, bot, &context, &best, &taken);
    if (taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, &context, SCAN_YARDS, &best);
    if (best.plan.score <= 0 && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, &context, FAR_YARDS, &best);
    if (best.plan.score <= 0)
        return wander(own, bot, &context);
    if (follow(own, bot, &best.plan) != PB_OK)
        return PB_QUEST_SCAN_MS;
    pb_bots_decide(own->env.bots, bot, own->env.number, DECISION_QUEST, best.plan.quest_id, best.plan.score,
                   best.other, best.other_score);
    return PB_QUEST_WALK_MS;
}
