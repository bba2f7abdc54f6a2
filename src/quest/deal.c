#include "quest/deal.h"
#include "include/playerbot_error.h"
#include "item/item_value.h"
#include "quest/twin.h"

/* What is further above nobody takes. */
enum { MOST_ABOVE = 3 };

int pb_quest_can_accept(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    const struct pb_quest_template *quest = world->get_quest(world->self, quest_id);
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;

    if (!quest)
        return PB_E_unknown_quest;
    if (pb_quest_is_forgotten(own, bot, quest_id) || quest->level > status->level + MOST_ABOVE ||
        (quest->group_size > 1 && !(status->flags & PB_ACTOR_GROUPED)))
        return PB_E_not_allowed;
    return PB_OK;
}

/* ---- The log ---- */

unsigned pb_quest_active(const struct pb_quests *own, pb_bot bot,
                         struct pb_quest_progress log[PB_QUEST_LOG_SIZE])
{
    return own->env.world->get_quest_log(own->env.world->self, own->env.bots->row[bot].actor, log,
                                         PB_QUEST_LOG_SIZE);
}

unsigned pb_quest_completable(const struct pb_quests *own, pb_bot bot,
                              struct pb_quest_progress log[PB_QUEST_LOG_SIZE])
{
    unsigned count = pb_quest_active(own, bot, log), i, completable = 0;

    for (i = 0; i < count; i++)
        if (log[i].status == PB_QUEST_COMPLETE)
            log[completable++] = log[i];
    return completable;
}

unsigned pb_quest_left(const struct pb_quests *own, pb_bot bot, uint32_t quest_id, unsigned objective)
{
    const struct pb_world *world = own->env.world;
    const struct pb_quest_template *quest = world->get_quest(world->self, quest_id);
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = pb_quest_active(own, bot, log), i;

    for (i = 0; i < count; i++)
        if (quest && log[i].quest_id == quest_id && log[i].status == PB_QUEST_TAKEN &&
            objective < PB_QUEST_OBJECTIVES && log[i].counts[objective] < quest->objectives[objective].count)
            return (unsigned)quest->objectives[objective].count - log[i].counts[objective];
    return 0;
}

unsigned pb_quest_progress_of(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = pb_quest_active(own, bot, log), i, k, sum = 1;

    for (i = 0; i < count && log[i].quest_id != quest_id; i++)
        ;
    if (i == count)
        return 0;
    for (k = 0; k < PB_QUEST_OBJECTIVES; k++)
        sum += log[i].counts[k];
    return log[i].status == PB_QUEST_COMPLETE ? PB_QUEST_DONE
           : sum < PB_QUEST_DONE - 1          ? sum
                                              : PB_QUEST_DONE - 1;
}

/* ---- How long quests take ---- */

static void note_begin(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->begun[quester->begun_next++ % PB_QUEST_BEGUN] = (struct begun){quest_id, own->env.bots->now_ms};
}

static void note_end(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    struct pb_quester *quester = &own->questers[bot];
    unsigned i;

    for (i = 0; i < PB_QUEST_BEGUN; i++)
        if (quester->begun[i].quest_id == quest_id) {
            own->timed++;
            own->timed_ms += own->env.bots->now_ms - quester->begun[i].at_ms;
            quester->begun[i].quest_id = 0;
            return;
        }
}

/* ---- At a place ---- */

int pb_quest_accept(struct pb_quests *own, pb_bot bot, const struct pb_quest_offer *offer)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    const struct pb_quest_template *quest = world->get_quest(world->self, offer->quest_id);
    int error = world->accept_quest(world->self, actor, offer->quest_id, offer->giver);

    if (error != PB_OK) {
        own->refused++;
        pb_quest_cache_invalidate(own->cache, offer->quest_id);
        return error;
    }
    own->accepted++;
    note_begin(own, bot, offer->quest_id);
    if (own->env.bots->row[bot].status.flags & PB_ACTOR_GROUPED && world->share_quest && quest &&
        quest->flags & PB_QUEST_SHARABLE && world->share_quest(world->self, actor, offer->quest_id) == PB_OK)
        own->shared++;
    return PB_OK;
}

/* Takes from whoever stands here what it has planned to, else everything that suits. */
static void accept_here(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_offer offers[PB_QUEST_OFFERS];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    uint32_t planned[PB_QUEST_OFFERS];
    unsigned taken, count, wanted, i, k;

    count = world->find_quests(world->self, own->env.bots->row[bot].actor, PB_INTERACT_YARDS, offers,
                               PB_QUEST_OFFERS);
    for (i = 0; i < count && pb_quest_can_accept(own, bot, offers[i].quest_id) != PB_OK; i++)
        ;
    if (i == count)
        return;
    wanted = own->strategy->value ? pb_quest_select_best(own, bot, planned) : 0;
    taken = pb_quest_active(own, bot, log);
    /* What it came for first: seen from here something else may be better by a little, and from there this
     * again; to walk between the two is worse than either. */
    for (i = 0; i < count && own->strategy->value && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE; i++)
        if (offers[i].quest_id == own->questers[bot].quest_id &&
            pb_quest_can_accept(own, bot, offers[i].quest_id) == PB_OK) {
            taken += pb_quest_accept(own, bot, &offers[i]) == PB_OK;
            offers[i] = offers[--count];
            break;
        }
    for (k = 0; k < wanted && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE; k++)
        for (i = 0; i < count; i++)
            if (offers[i].quest_id == planned[k])
                taken += pb_quest_accept(own, bot, &offers[i]) == PB_OK;
    for (i = 0; i < count && !own->strategy->value && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE; i++)
        if (pb_quest_can_accept(own, bot, offers[i].quest_id) == PB_OK)
            taken += pb_quest_accept(own, bot, &offers[i]) == PB_OK;
}

/* The reward that is worth most to a vendor: what is worth more to the bot itself is found once it is worn.
 */
static unsigned choose_reward(const struct pb_quests *own, pb_bot bot, const struct pb_quest_template *quest)
{
    const struct pb_world *world = own->env.world;
    const struct pb_item_user user = pb_quest_user(&own->env, bot);
    float most = -1;
    unsigned i, best = 0;

    for (i = 0; i < quest->choice_count; i++) {
        const struct pb_item_template *item =
            world->get_item ? world->get_item(world->self, quest->choices[i].entry) : NULL;
        float worth = item ? pb_item_value(item, &user) + (float)item->sell_price * 0.001f : 0;

        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    return best;
}

int pb_quest_turn_in(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    const struct pb_quest_template *quest = world->get_quest(world->self, quest_id);
    struct pb_object_view ender;
    int error;

    if (!quest)
        return PB_E_unknown_quest;
    error = world->find_quest_ender(world->self, actor, quest_id, &ender);
    if (error != PB_OK)
        return error;
    if (ender.distance > PB_INTERACT_YARDS)
        return PB_E_too_far;
    error = world->turn_in_quest(world->self, actor, quest_id, ender.object, choose_reward(own, bot, quest));
    if (error == PB_OK) {
        own->completed++;
        own->questers[bot].helped_ms = 0;
        note_end(own, bot, quest_id);
        pb_quest_twin_done(own, bot, quest_id);
    } else {
        own->refused++;
        pb_quest_cache_invalidate(own->cache, quest_id);
    }
    return error;
}

static void talk_here(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_query query = {
        .radius = PB_INTERACT_YARDS, .kinds = PB_OBJECT_CREATURE, .entry = own->questers[bot].entry};
    struct pb_object_view view;

    if (world->talk && world->find_objects &&
        world->find_objects(world->self, own->env.bots->row[bot].actor, &query, &view, 1) &&
        world->talk(world->self, own->env.bots->row[bot].actor, view.object) != PB_OK)
        own->refused++;
}

int pb_quest_complete(struct pb_quests *own, pb_bot bot)
{
    const struct pb_quester *quester = &own->questers[bot];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    uint32_t quest_id = quester->quest_id;
    unsigned before = pb_quest_progress_of(own, bot, quest_id), count = pb_quest_completable(own, bot, log),
             i;

    /* First what it came for: another may want the same things, which are gone then. */
    for (i = 0; i < count && quester->stage == PB_QUEST_TURN_IN; i++)
        if (log[i].quest_id == quest_id)
            (void)!pb_quest_turn_in(own, bot, quest_id);
    count = pb_quest_completable(own, bot, log);
    for (i = 0; i < count; i++)
        (void)!pb_quest_turn_in(own, bot, log[i].quest_id);
    accept_here(own, bot);
    if (quester->stage == PB_QUEST_TALK)
        talk_here(own, bot);
    return pb_quest_progress_of(own, bot, quest_id) != before;
}
