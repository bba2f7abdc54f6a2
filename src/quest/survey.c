/* Survey: what a bot could do now, each worked out as a job. */
#include "quest/survey.h"
#include "base/chance.h"
#include "quest/deal.h"

enum { FAR_JOBS = 16, OFFERS_AHEAD = 4 };
static const float FAR_YARDS = 5000, ON_FOOT = 7;

int pb_quest_survey_begin(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context)
{
    const struct pb_world *world = own->env.world;

    own->job_count = 0;
    *context = (struct pb_quest_context){.env = &own->env,
                                         .strategy = own->strategy,
                                         .cache = own->cache,
                                         .quests = own,
                                         .bot = bot,
                                         .may_help = own->questers[bot].helped_ms < PB_QUEST_HELP_MS,
                                         .speed = ON_FOOT};
    context->usual = own->questers[bot].usual;
    pb_quest_gear_read(&own->env, bot, &context->gear);
    pb_quest_read_company(context);
    return world->get_actor(world->self, own->env.bots->row[bot].actor, &context->view);
}

/* A matter of taste, 3 % either way: or all bots of a village would go to the same wolves. */
static float taste(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    uint64_t chance =
        own->env.seed ^ own->env.bots->row[bot].guid * 0x9e3779b97f4a7c15u ^ (uint64_t)quest_id << 40;

    return 0.97f + 0.06f * (float)pb_chance_share(&chance);
}

/* Keeps a job that was worked out in the place behind the last. */
static void keep(struct pb_quests *own, pb_bot bot)
{
    struct pb_quest_job *job = &own->jobs[own->job_count++];
    float factor = taste(own, bot, job->quest->quest_id);

    job->score *= factor;
    job->value *= factor;
}

static void look_at_log(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, unsigned *taken)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = world->get_quest_log(world->self, own->env.bots->row[bot].actor, log, PB_QUEST_LOG_SIZE),
             i;

    *taken = count;
    for (i = 0; i < count; i++) {
        pb_quest_cache_fetch(own->cache, &context->view.position, log[i].quest_id, 0);
        pb_quest_cache_fetch(own->cache, &context->view.position, log[i].quest_id, 1);
    }
    for (i = 0; i < count; i++) {
        own->plans++;
        if (log[i].status == PB_QUEST_FAILED)
            pb_quest_give_up(own, bot, log[i].quest_id);
        else if (!pb_quest_is_forgotten(own, bot, log[i].quest_id) && own->job_count < PB_ROUTE_JOBS &&
                 pb_quest_job_taken(context, &log[i], &own->jobs[own->job_count]) == PB_OK)
            keep(own, bot);
    }
}

/* A quest that is not worth a journey: the next land has those of the bot's own level. */
static int is_easy(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_quest_template *quest =
        quest_id ? own->env.world->get_quest(own->env.world->self, quest_id) : NULL;

    return quest && quest->level + 2u < own->env.bots->row[bot].status.level;
}

unsigned pb_quest_affordable(const struct pb_quests *own, unsigned most)
{
    uint32_t load_percent = own->env.bots->load_percent;

    return load_percent > 100 ? most * 100 / load_percent : most;
}

/* Offers at least `least` and at most `most` yards from here. */
static void look_at_offers(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, float least,
                           float most)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_offer *offers = own->offers;
    unsigned most_offers = pb_quest_affordable(own, PB_QUEST_OFFERS), room = own->job_count + most_offers,
             count = world->find_quests(world->self, own->env.bots->row[bot].actor, most, offers,
                                        least > 0 ? PB_QUEST_SEEN : most_offers),
             i;

    own->scans++;
    for (i = 0; i < count && i < OFFERS_AHEAD; i++)
        pb_quest_cache_fetch(own->cache, &offers[i].position, offers[i].quest_id, 1);
    room = room < PB_ROUTE_JOBS ? room : PB_ROUTE_JOBS;
    for (i = 0; i < count && own->job_count < room; i++) {
        if (least > 0 && own->job_count >= FAR_JOBS)
            return;
        if (i + OFFERS_AHEAD < count)
            pb_quest_cache_fetch(own->cache, &offers[i + OFFERS_AHEAD].position,
                                 offers[i + OFFERS_AHEAD].quest_id, 1);
        if (offers[i].distance < least || is_easy(own, bot, least > 0 ? offers[i].quest_id : 0) ||
            pb_quest_can_accept(own, bot, offers[i].quest_id) != PB_OK)
            continue;
        own->plans++;
        if (pb_quest_job_offer(context, &offers[i], &own->jobs[own->job_count]) == PB_OK &&
            (least <= 0 || own->jobs[own->job_count].nearest_s <= PB_QUEST_WAY_S))
            keep(own, bot);
    }
}

void pb_quest_survey_near(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, unsigned yards,
                          unsigned *taken)
{
    own->plan_misses++;
    look_at_log(own, bot, context, taken);
    pb_quest_count_things_once(own->jobs, own->job_count);
    if (*taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, context, 0, (float)yards);
}

void pb_quest_survey_far(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context)
{
    look_at_offers(own, bot, context, PB_QUEST_SCAN_YARDS, FAR_YARDS);
}
