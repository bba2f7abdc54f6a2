/* Attack: abilities in a fight, in the order of a table by role; the first that is ready and whose case it
 * is. */
#include "combat/attack.h"
#include "ai/table.h"

enum role { FIGHTER, TANK, CASTER };

/* Warriors, paladins, death knights and druids take the blows; priests, mages and warlocks stand behind; the
 * rest fight. */
static const uint8_t roles[] = {[1] = TANK, [2] = TANK,    [3] = FIGHTER, [4] = FIGHTER, [5] = CASTER,
                                [6] = TANK, [7] = FIGHTER, [8] = CASTER,  [9] = CASTER,  [11] = TANK};

/* When an ability is used: the bot's health is at most `health`, the fight has at least `attackers`, it has
 * company or not. */
static const struct rule {
    uint8_t role, ability, health, attackers, is_grouped;
} rules[] = {
    {TANK, PB_ABILITY_DEFEND, 45, 1, 0},      {FIGHTER, PB_ABILITY_DEFEND, 35, 1, 0},
    {CASTER, PB_ABILITY_DEFEND, 60, 1, 0},    {TANK, PB_ABILITY_TAUNT, 100, 0, 1},
    {CASTER, PB_ABILITY_INTERRUPT, 70, 1, 0}, {TANK, PB_ABILITY_STRIKE, 100, 0, 0},
    {FIGHTER, PB_ABILITY_STRIKE, 100, 0, 0},  {CASTER, PB_ABILITY_STRIKE, 100, 0, 0},
};

enum { AGAIN_MS = 1500, IDLE_MS = 2500 };

struct attack {
    struct pb_system_env env;
    uint64_t uses[PB_ABILITIES];
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct attack *own;

    if (!env->world->use_ability || !env->world->get_combat)
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

static int is_case(const struct attack *own, pb_bot bot, const struct rule *rule,
                   const struct pb_combat_view *combat)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    unsigned character_class = own->env.bots->row[bot].character_class;
    unsigned role = character_class < sizeof roles ? roles[character_class] : (unsigned)FIGHTER;

    return rule->role == role && combat->ready >> rule->ability & 1 &&
           status->health_percent <= rule->health && combat->attackers >= rule->attackers &&
           (!rule->is_grouped || status->flags & PB_ACTOR_GROUPED);
}

/* Who fights the bot already needs no taunt. */
static int is_needless(const struct attack *own, pb_bot bot, unsigned ability, pb_object target)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view;

    return ability == PB_ABILITY_TAUNT && world->get_object &&
           world->get_object(world->self, own->env.bots->row[bot].actor, target, &view) == PB_OK &&
           view.is_enemy;
}

static uint32_t step(struct attack *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_combat_view combat;
    unsigned i;

    if (world->get_combat(world->self, own->env.bots->row[bot].actor, &combat) != PB_OK || !combat.target ||
        combat.target_distance > combat.reach)
        return IDLE_MS;
    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (is_case(own, bot, &rules[i], &combat) &&
            !is_needless(own, bot, rules[i].ability, combat.target) &&
            world->use_ability(world->self, own->env.bots->row[bot].actor, (enum pb_ability)rules[i].ability,
                               combat.target) == PB_OK) {
            own->uses[rules[i].ability]++;
            return AGAIN_MS;
        }
    return IDLE_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static size_t memory(const void *self, size_t *shared)
{
    (void)self;
    *shared = sizeof(struct attack);
    return 0;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct attack *own = self;

    figure(user, "strikes", own->uses[PB_ABILITY_STRIKE], "uses", "strong attacks");
    figure(user, "defends", own->uses[PB_ABILITY_DEFEND], "uses", "times that a bot defended itself");
    figure(user, "taunts", own->uses[PB_ABILITY_TAUNT], "uses",
           "enemies turned to the one who takes the blows");
    figure(user, "interrupts", own->uses[PB_ABILITY_INTERRUPT], "uses", "enemies that were interrupted");
}

static void shutdown(void *self)
{
    struct attack *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_attack_system = {
    .name = "attack",
    .priority = PB_PRIORITY_HIGH,
    .interval_ms = 1500,
    .max_age_ms = 2000,
    .modes = PB_BOT_COMBAT,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
