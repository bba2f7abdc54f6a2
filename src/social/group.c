#include "social/group.h"
#include "ai/table.h"
#include "base/chance.h"
#include <stdio.h>

/* What a bot is in. alone -> asking -> member -> alone; a human near: polite for a while. */
enum state { ALONE, ASKING, MEMBER, STATES };

enum {
    LOOK_MS = 20000,
    NEVER_MS = 120000,
    ASK_AGAIN_MS = 60000,
    SEEN = 8,
    NEAR_YARDS = 60,
    LEVELS_APART = 3,
    ACCEPT_PERCENT = 50,
    /* So long it stands still for somebody who speaks to it. */
    POLITE_MS = 15000,
    /* A group lasts so long, and no longer than its members are within reach of each other. */
    TOGETHER_MS = 1800000,
    APART_MS = 300000,
    APART_YARDS = 400
};

struct member {
    uint32_t state_ms, apart_ms; /* in its state; without anybody near */
    uint32_t asked_ms;           /* coordinator's time of its last invitation */
    uint32_t polite_ms;          /* when it need not stand still any more, if it is polite */
    uint8_t state, is_polite, has_asked;
};

struct groups {
    struct pb_system_env env;
    struct member *members;
    uint32_t capacity;
    uint64_t invitations, accepted, refused, left;
};

static const char *const state_names[STATES] = {"alone", "asked somebody", "in a group"};

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct groups *own;

    if (!world->invite || !world->answer_invite || !world->leave_group || !world->get_group ||
        !world->find_objects)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct groups *own = self;

    return pb_table_reserve(&own->env.memory, &own->members, sizeof *own->members, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct groups *)self)->members[bot] = (struct member){0};
}

static void enter(struct groups *own, pb_bot bot, enum state state)
{
    own->members[bot].state = (uint8_t)state;
    own->members[bot].state_ms = own->members[bot].apart_ms = 0;
}

/* A matter of character: the same for a bot each time. */
static int likes_company(const struct groups *own, pb_bot bot)
{
    uint64_t chance = own->env.seed ^ own->env.bots->row[bot].guid * 0x9e3779b97f4a7c15u;

    return (int)pb_chance_below(&chance, 100) < own->env.settings.group_percent;
}

static void note_asked(struct groups *own, pb_bot bot)
{
    own->members[bot].asked_ms = own->env.bots->now_ms;
    own->members[bot].has_asked = 1;
}

/* Asks the nearest of its own level who is alone. */
static uint32_t look(struct groups *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_query query = {.radius = NEAR_YARDS, .kinds = PB_OBJECT_ACTOR};
    struct pb_object_view seen[SEEN];
    unsigned level = own->env.bots->row[bot].status.level, count, i;

    if (!likes_company(own, bot))
        return own->members[bot].state == MEMBER ? LOOK_MS : NEVER_MS;
    if (own->members[bot].has_asked && own->env.bots->now_ms - own->members[bot].asked_ms < ASK_AGAIN_MS)
        return LOOK_MS;
    count = world->find_objects(world->self, own->env.bots->row[bot].actor, &query, seen, SEEN);
    for (i = 0; i < count; i++) {
        if (seen[i].level > level + LEVELS_APART || level > seen[i].level + (unsigned)LEVELS_APART ||
            world->invite(world->self, own->env.bots->row[bot].actor, seen[i].object) != PB_OK)
            continue;
        own->invitations++;
        note_asked(own, bot);
        /* Who leads a group stays what it is, for as long as it was. */
        if (own->members[bot].state == ALONE)
            enter(own, bot, ASKING);
        break;
    }
    return LOOK_MS;
}

/* Stays as long as somebody is near, and not for ever. */
static uint32_t stay(struct groups *own, pb_bot bot, const struct pb_group_view *group, uint32_t diff_ms)
{
    const struct pb_world *world = own->env.world;
    struct member *member = &own->members[bot];
    unsigned i, near = 0;

    for (i = 0; i < group->count; i++)
        near += group->members[i].actor != own->env.bots->row[bot].actor && group->members[i].distance >= 0 &&
                group->members[i].distance < APART_YARDS;
    member->apart_ms = near ? 0 : member->apart_ms + diff_ms;
    if (member->apart_ms < APART_MS && member->state_ms < TOGETHER_MS) {
        if (group->members[group->leader].actor == own->env.bots->row[bot].actor &&
            group->count < PB_GROUP_SIZE)
            return look(own, bot);
        return LOOK_MS;
    }
    if (world->leave_group(world->self, own->env.bots->row[bot].actor) == PB_OK)
        own->left++;
    enter(own, bot, ALONE);
    note_asked(own, bot);
    return LOOK_MS;
}

/* What it is in, and what follows. */
static uint32_t think(struct groups *own, pb_bot bot, uint32_t diff_ms)
{
    const struct pb_world *world = own->env.world;
    struct member *member = &own->members[bot];
    struct pb_group_view group = {0};

    member->state_ms += diff_ms;
    if (!(own->env.bots->row[bot].status.flags & PB_ACTOR_GROUPED)) {
        if (member->state == MEMBER || (member->state == ASKING && member->state_ms > ASK_AGAIN_MS))
            enter(own, bot, ALONE);
        return member->state == ASKING ? LOOK_MS : look(own, bot);
    }
    if (member->state != MEMBER)
        enter(own, bot, MEMBER);
    if (world->get_group(world->self, own->env.bots->row[bot].actor, &group) != PB_OK || !group.count)
        return LOOK_MS;
    return stay(own, bot, &group, diff_ms);
}

/* How long it still stands still; 0: no more. */
static uint32_t polite_left(struct groups *own, pb_bot bot)
{
    struct member *member = &own->members[bot];
    uint32_t left_ms = member->polite_ms - own->env.bots->now_ms;

    if (!member->is_polite)
        return 0;
    if ((int32_t)left_ms > 0)
        return left_ms;
    member->is_polite = 0;
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    return 0;
}

static uint32_t step(struct groups *own, pb_bot bot, uint32_t diff_ms)
{
    uint32_t wait_ms = think(own, bot, diff_ms), left_ms = polite_left(own, bot);

    return left_ms && left_ms < wait_ms ? left_ms : wait_ms;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    const struct groups *own = self;
    unsigned i;

    pb_steps_fetch(steps, count, own->members, sizeof *own->members);
    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot, steps[i].diff_ms);
}

/* Whether two bots go together, a matter of both: the same each time they ask. */
static int would_go_with(const struct groups *own, pb_bot bot, uint64_t guid)
{
    uint64_t chance = own->env.seed ^ (own->env.bots->row[bot].guid + guid) * 0x9e3779b97f4a7c15u;

    return own->env.settings.group_percent > 0 &&
           (likes_company(own, bot) || pb_chance_below(&chance, 100) < ACCEPT_PERCENT);
}

/* Humans are never refused; bots by those who like no company, as often as not. */
static void answer(struct groups *own, pb_bot bot, const struct pb_world_event *event)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view = {0};
    int is_human =
        event->object && world->get_object &&
        world->get_object(world->self, own->env.bots->row[bot].actor, event->object, &view) == PB_OK &&
        view.kind == PB_OBJECT_PLAYER;
    int is_accepted = is_human || would_go_with(own, bot, event->guid);

    if (world->answer_invite(world->self, own->env.bots->row[bot].actor, is_accepted) == PB_OK &&
        is_accepted) {
        own->accepted++;
        enter(own, bot, MEMBER);
    } else {
        own->refused++;
    }
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct groups *own = self;
    struct pb_goal goal = {.kind = PB_GOAL_STAY, .owner = own->env.number, .priority = PB_GOAL_TRADE};

    switch (event->type) {
    case PB_WORLD_GROUP_INVITED:
        answer(own, bot, event);
        return 0;
    case PB_WORLD_WHISPER:
        if (pb_bots_set_goal(own->env.bots, bot, &goal) != PB_OK)
            return 0;
        own->members[bot].is_polite = 1;
        own->members[bot].polite_ms = own->env.bots->now_ms + POLITE_MS;
        /* So that its next turn comes in time. */
        return 1;
    default:
        return 0;
    }
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct groups *own = self;

    snprintf(text, size, "%s for %.0f s%s", state_names[own->members[bot].state],
             own->members[bot].state_ms / 1000.0, likes_company(own, bot) ? ", likes company" : "");
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct groups *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = sizeof(struct groups);
    return pb_table_bytes(((const struct groups *)self)->capacity, sizeof(struct member));
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct groups *own = self;

    figure(user, "invitations", own->invitations, "invitations", "bots asked into a group");
    figure(user, "accepted", own->accepted, "invitations", "invitations accepted");
    figure(user, "refused", own->refused, "invitations", "invitations refused, or too late");
    figure(user, "left", own->left, "groups", "times that a bot left its group");
}

static void shutdown(void *self)
{
    struct groups *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_lines_free(&own_memory, own->members);
    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_group_system = {
    .name = "group",
    .priority = PB_PRIORITY_LOW,
    .interval_ms = 20000,
    .max_age_ms = 30000,
    .modes = PB_BOT_PEACE,
    .events = 1ull << PB_WORLD_GROUP_INVITED | 1ull << PB_WORLD_WHISPER,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .explain = explain,
    .configure = configure,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
