/* Support: healers look after themselves and their group, whoever is worst off first. */
#include "combat/support.h"
#include "ai/table.h"

enum {
    WATCH_MS = 1500,
    CALM_MS = 5000,
    /* Nobody to look after but itself, and no fight, which wakes. */
    ALONE_MS = 15000,
    NEVER_MS = 60000,
    HEAL_PERCENT = 60,
    DIRE_PERCENT = 30,
    HEAL_YARDS = 40
};

struct support {
    struct pb_system_env env;
    uint64_t heals, heals_of_others;
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct support *own;

    if (!env->world->use_ability)
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
    (void)self;
    (void)capacity;
    return PB_OK;
}

static void reset(void *self, pb_bot bot)
{
    (void)self;
    (void)bot;
}

/* Paladins, priests, shamans, druids. */
static int is_healer(unsigned character_class)
{
    return character_class && character_class < 32 && 0x452u >> (character_class - 1) & 1;
}

/* Whoever of the group needs it most; 0: nobody but perhaps the bot itself. */
static pb_object worst_of_group(const struct support *own, pb_bot bot, unsigned *worst)
{
    const struct pb_world *world = own->env.world;
    struct pb_group_view group;
    pb_object patient = 0;
    unsigned i;

    if (!world->get_group || world->get_group(world->self, own->env.bots->row[bot].actor, &group) != PB_OK)
        return 0;
    for (i = 0; i < group.count; i++) {
        const struct pb_group_member *member = &group.members[i];

        if (member->actor == own->env.bots->row[bot].actor || !member->health_percent ||
            member->health_percent >= *worst || member->distance < 0 || member->distance > HEAL_YARDS)
            continue;
        *worst = member->health_percent;
        patient = member->object;
    }
    return patient;
}

static uint32_t step(struct support *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    unsigned worst = status->health_percent;
    pb_object patient = 0;

    if (!is_healer(own->env.bots->row[bot].character_class))
        return NEVER_MS;
    if (status->flags & PB_ACTOR_GROUPED)
        patient = worst_of_group(own, bot, &worst);
    /* Who sits gets up only for others, and only when it is bad. */
    if (worst >= (status->flags & PB_ACTOR_RESTING ? (patient ? DIRE_PERCENT : 0) : HEAL_PERCENT))
        return status->flags & PB_ACTOR_IN_COMBAT                         ? WATCH_MS
               : status->flags & PB_ACTOR_GROUPED || worst < HEAL_PERCENT ? CALM_MS
                                                                          : ALONE_MS;
    if (world->use_ability(world->self, own->env.bots->row[bot].actor, PB_ABILITY_HEAL, patient) == PB_OK) {
        own->heals++;
        own->heals_of_others += patient != 0;
    }
    return WATCH_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    const struct support *own = self;

    (void)event;
    return is_healer(own->env.bots->row[bot].character_class);
}

static size_t memory(const void *self, size_t *shared)
{
    (void)self;
    *shared = sizeof(struct support);
    return 0;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct support *own = self;

    figure(user, "heals", own->heals, "heals", "heals");
    figure(user, "heals_of_others", own->heals_of_others, "heals", "heals of group members");
}

static void shutdown(void *self)
{
    struct support *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_support_system = {
    .name = "support",
    .priority = PB_PRIORITY_HIGH,
    .interval_ms = 1500,
    .max_age_ms = 2000,
    .modes = PB_BOT_COMBAT | PB_BOT_PEACE,
    .events = 1ull << PB_WORLD_COMBAT_BEGAN,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
