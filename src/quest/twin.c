#include "quest/twin.h"
#include "base/chance.h"
#include <math.h>
#include <string.h>

enum { PLANS = 4096, LISTS = 8192, LIST_MOST = 24, KINDS = 4, GOOD_MS = 60000, PAGE = 64, MOST_DONE = 16384 };
static const float SQUARE_YARDS = 32;

struct plan {
    uint32_t at_ms;
    struct pb_quest_plan plan;
};

struct list {
    uint32_t at_ms, count, quest_ids[LIST_MOST];
};

int pb_quest_twins_init(struct pb_quests *own)
{
    int error = pb_cache_init(&own->twin_plans, PLANS, sizeof(struct plan), &own->env.memory);

    return error == PB_OK ? pb_cache_init(&own->twin_lists, LISTS, sizeof(struct list), &own->env.memory)
                          : error;
}

void pb_quest_twins_release(struct pb_quests *own)
{
    pb_cache_release(&own->twin_plans);
    pb_cache_release(&own->twin_lists);
}

void pb_quest_twins_forget(struct pb_quests *own)
{
    pb_cache_forget_all(&own->twin_plans);
    pb_cache_forget_all(&own->twin_lists);
}

size_t pb_quest_twins_bytes(const struct pb_quests *own)
{
    return pb_cache_bytes(&own->twin_plans) + pb_cache_bytes(&own->twin_lists);
}

static uint64_t add(uint64_t hash, uint64_t x)
{
    hash += x;
    return pb_chance_next(&hash);
}

static uint64_t square_of(const struct pb_position *at)
{
    return (uint64_t)(uint32_t)(int32_t)floorf(at->x / SQUARE_YARDS) << 32 |
           (uint32_t)(int32_t)floorf(at->y / SQUARE_YARDS);
}

/* Friends near: fights are faster with them. */
static unsigned friends_of(const struct pb_quests *own, pb_bot bot)
{
    struct pb_quest_context context = {.env = &own->env, .bot = bot};

    pb_quest_read_company(&context);
    return context.friends;
}

/* The sum of what was done before the bot came into the world: what it would have come to, had it been seen.
 */
static uint64_t past_of(const struct pb_quests *own, pb_bot bot, const struct pb_actor_view *view,
                        unsigned log_count)
{
    const struct pb_world *world = own->env.world;
    uint32_t quest_ids[PAGE];
    unsigned from = 0, count, i;
    uint64_t past = pb_chance_mix(1);

    if (view->level == 1 && !view->experience && !log_count)
        return past;
    if (!world->read_rewarded)
        return PB_QUEST_ALONE;
    do {
        count = world->read_rewarded(world->self, own->env.bots->row[bot].actor, from, quest_ids, PAGE);
        for (i = 0; i < count; i++)
            past += pb_chance_mix(quest_ids[i]);
        from += count;
    } while (count == PAGE && from < MOST_DONE);
    return past ? past : PB_QUEST_ALONE;
}

/* Who failed at something, or does what friends do, is like nobody else. */
static int is_alone(const struct pb_quests *own, pb_bot bot)
{
    const struct pb_quester *quester = &own->questers[bot];

    return quester->past == PB_QUEST_ALONE || pb_quest_is_picky(own, bot) || quester->is_helping ||
           pb_quest_goes_together(own, bot);
}

uint64_t pb_quest_twin_key(struct pb_quests *own, pb_bot bot, enum pb_quest_twin_what what, pb_object giver)
{
    const struct pb_world *world = own->env.world;
    struct pb_quester *quester = &own->questers[bot];
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    struct pb_actor_view view;
    unsigned count, i, k;
    uint64_t key;

    if ((what == PB_QUEST_TWIN_PLANS && is_alone(own, bot)) ||
        world->get_actor(world->self, own->env.bots->row[bot].actor, &view) != PB_OK)
        return 0;
    count = world->get_quest_log(world->self, own->env.bots->row[bot].actor, log, PB_QUEST_LOG_SIZE);
    if (!quester->past)
        quester->past = past_of(own, bot, &view, count);
    if (!is_alone(own, bot))
        key = add(add(quester->past, what), pb_chance_mix(view.guid) % KINDS);
    else if (what == PB_QUEST_TWIN_LISTS)
        key = add(what, view.guid);
    else
        return 0;
    key = add(key, friends_of(own, bot));
    key = add(key, (uint64_t)view.race << 24 | (uint64_t)view.character_class << 16 |
                       (uint64_t)view.specialization << 8 | view.level);
    key = giver ? add(key, giver) : add(add(key, view.position.map), square_of(&view.position));
    for (i = 0; i < count; i++) {
        key = add(key, (uint64_t)log[i].quest_id << 8 | log[i].status);
        /* A few kills on the way hardly change what to take at its end. */
        for (k = 0; k < PB_QUEST_OBJECTIVES && what == PB_QUEST_TWIN_PLANS; k++)
            if (log[i].counts[k])
                key = add(key, (uint64_t)log[i].counts[k] << 8 | k);
    }
    return key ? key : 1;
}

void pb_quest_twin_done(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    uint64_t *past = &own->questers[bot].past;

    if (*past > PB_QUEST_ALONE)
        *past += pb_chance_mix(quest_id);
    /* Sums of hashes that come to these by chance. */
    if (!*past)
        *past = PB_QUEST_ALONE;
}

static int is_good(const struct pb_quests *own, uint32_t at_ms)
{
    return own->env.bots->now_ms - at_ms < GOOD_MS;
}

const struct pb_quest_plan *pb_quest_twin_plan(struct pb_quests *own, uint64_t key)
{
    const struct plan *plan = key ? pb_cache_find(&own->twin_plans, key) : NULL;

    return plan && is_good(own, plan->at_ms) ? &plan->plan : NULL;
}

void pb_quest_twin_keep_plan(struct pb_quests *own, uint64_t key, const struct pb_quest_plan *plan)
{
    if (key)
        *(struct plan *)pb_cache_add(&own->twin_plans, key) = (struct plan){own->env.bots->now_ms, *plan};
}

int pb_quest_twin_list(struct pb_quests *own, uint64_t key, uint32_t quest_ids[PB_QUEST_OFFERS],
                       unsigned *count)
{
    const struct list *list = key ? pb_cache_find(&own->twin_lists, key) : NULL;

    if (!list || !is_good(own, list->at_ms))
        return 0;
    memcpy(quest_ids, list->quest_ids, list->count * sizeof *quest_ids);
    *count = list->count;
    return 1;
}

void pb_quest_twin_keep_list(struct pb_quests *own, uint64_t key, const uint32_t *quest_ids, unsigned count)
{
    struct list *list;

    if (!key || count > LIST_MOST)
        return;
    list = pb_cache_add(&own->twin_lists, key);
    list->at_ms = own->env.bots->now_ms;
    list->count = count;
    memcpy(list->quest_ids, quest_ids, count * sizeof *quest_ids);
}
