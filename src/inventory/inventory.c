/* Inventory: what a bot does with things. See docs/inventory.md; the tasks are the table below. */
#include "inventory/inventory.h"
#include "ai/table.h"
#include "inventory/state.h"
#include <stdio.h>

enum {
    /* Nothing to do: events wake. */
    IDLE_MS = 20000,
    SOON_MS = 1500,
    /* On its way: the goal's end wakes. */
    WALK_MS = 8000,
    /* A task that takes longer is given up. */
    LOOT_MOST_MS = 30000,
    SELL_MOST_MS = 300000,
    /* To the next visit of a vendor, of a smith when there was no money, and after one was not there. */
    SELL_AGAIN_MS = 120000,
    MEND_AGAIN_MS = 300000,
    GONE_AGAIN_MS = 30000,
    /* After each visit that helped nothing in a row twice as long, so often: 32 and 80 minutes at most.
     * Whoever has to keep all that it carries would walk to and fro for ever. */
    MOST_VAIN = 4,
    CORPSE_YARDS = 60
};

/* ---- Life ---- */

struct pb_item_user pb_inventory_user(const struct pb_inventories *own, pb_bot bot)
{
    const struct pb_bots *bots = own->env.bots;

    return (struct pb_item_user){.level = bots->row[bot].status.level,
                                 .race = bots->row[bot].race,
                                 .character_class = bots->row[bot].character_class,
                                 .specialization = bots->row[bot].specialization};
}

void pb_inventory_read(const struct pb_inventories *own, pb_bot bot, struct pb_belongings *belongings)
{
    const struct pb_world *world = own->env.world;
    unsigned i;

    belongings->count =
        world->get_inventory(world->self, own->env.bots->row[bot].actor, belongings->stacks, PB_STACKS);
    for (i = 0; i < belongings->count; i++)
        belongings->items[i] = world->get_item(world->self, belongings->stacks[i].entry);
}

static void shutdown(void *self)
{
    struct pb_inventories *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_gear_free(own->gear);
    pb_cache_release(&own->upgrades);
    pb_lines_free(&own_memory, own->keepers);
    pb_memory_free(&own_memory, own);
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct pb_inventories *own;

    if (!world->get_inventory || !world->move_item || !world->get_item || !world->get_loot ||
        !world->take_loot || !world->destroy_item || !world->sell_item || !world->find_service ||
        !world->get_object || !world->get_status)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    if (pb_gear_new(&own->gear, &env->memory) != PB_OK ||
        pb_cache_init(&own->upgrades, PB_UPGRADES, sizeof(struct pb_upgrade), &env->memory) != PB_OK) {
        shutdown(own);
        return PB_E_no_memory;
    }
    own->policy = pb_loot_policy(env->settings.loot_policy);
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct pb_inventories *own = self;

    return pb_table_reserve(&own->env.memory, &own->keepers, sizeof *own->keepers, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    struct pb_inventories *own = self;
    uint32_t now_ms = own->env.bots->now_ms;

    own->keepers[bot] = (struct pb_keeper){.sold_ms = now_ms, .mended_ms = now_ms};
}

/* ---- Actions: each returns when to look again; `is_done` 0 leads to the row's other state ---- */

static uint32_t set_out(struct pb_inventories *own, pb_bot bot, const struct pb_position *position,
                        unsigned priority, int *is_done)
{
    struct pb_goal goal = {.position = *position,
                           .radius = PB_INTERACT_YARDS - 1,
                           .kind = PB_GOAL_GO,
                           .owner = own->env.number,
                           .priority = (uint8_t)priority};

    *is_done = pb_bots_set_goal(own->env.bots, bot, &goal) == PB_OK;
    own->keepers[bot].begun_ms = own->env.bots->now_ms;
    return *is_done || priority < PB_GOAL_LOOT ? WALK_MS : SOON_MS;
}

static uint32_t wait(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    (void)is_done;
    return own->keepers[bot].task == PB_TASK_IDLE ? IDLE_MS : WALK_MS;
}

/* Takes what is in reach at once; goes to the first corpse that is not. */
static uint32_t go_looting(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    const struct pb_world *world = own->env.world;
    struct pb_keeper *keeper = &own->keepers[bot];
    struct pb_object_view view;

    for (; keeper->corpse_count; pb_loot_forget(keeper)) {
        if (world->get_object(world->self, own->env.bots->row[bot].actor, keeper->corpses[0], &view) !=
                PB_OK ||
            view.kind != PB_OBJECT_CORPSE || view.distance > CORPSE_YARDS)
            continue;
        if (view.distance > PB_INTERACT_YARDS)
            return set_out(own, bot, &view.position, PB_GOAL_LOOT, is_done);
        pb_inventory_handle_loot(own, bot, keeper->corpses[0]);
    }
    *is_done = 0;
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    return SOON_MS;
}

static uint32_t take(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    struct pb_keeper *keeper = &own->keepers[bot];

    pb_inventory_handle_loot(own, bot, keeper->corpses[0]);
    pb_loot_forget(keeper);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    return go_looting(own, bot, is_done);
}

static uint32_t compare(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_status status = {0};

    (void)is_done;
    pb_inventory_optimize_bags(own, bot);
    pb_inventory_optimize_equipment(own, bot, 0);
    /* As it is now: what it did itself is no news. */
    world->get_status(world->self, &own->env.bots->row[bot].actor, 1, &status);
    own->keepers[bot].seen_version = status.inventory_version;
    return SOON_MS;
}

static uint32_t go_selling(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    const struct pb_world *world = own->env.world;
    struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_object_view view;
    uint32_t next_ms;

    if (keeper->vendor_role == PB_ROLE_VENDOR && pb_inventory_throw_away(own, bot) &&
        pb_inventory_free_slots(own, bot) > PB_FEW_SLOTS) {
        *is_done = 0;
        return SOON_MS;
    }
    /* Whoever mends mostly sells too, but not the other way round. */
    if (world->find_service(world->self, actor, keeper->vendor_role, &view) != PB_OK) {
        keeper->sold_ms = keeper->mended_ms = own->env.bots->now_ms + SELL_AGAIN_MS;
        *is_done = 0;
        return IDLE_MS;
    }
    keeper->vendor = view.object;
    next_ms = set_out(own, bot, &view.position, PB_GOAL_VENDOR, is_done);
    if (*is_done)
        pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_SELL, view.entry, status->free_slots,
                       0, status->worst_durability);
    return next_ms;
}

/* When it may go again: the role that it went for is served or not, the other one stays as it was. */
static void put_off(struct pb_inventories *own, pb_bot bot, uint32_t wait_ms)
{
    struct pb_keeper *keeper = &own->keepers[bot];

    if (keeper->vendor_role & PB_ROLE_REPAIRER)
        keeper->mended_ms = own->env.bots->now_ms + wait_ms;
    else
        keeper->sold_ms = own->env.bots->now_ms + wait_ms;
}

/* The visit is over: how long until the next one for the same reason. */
static uint32_t rest_of_visits(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_keeper *keeper = &own->keepers[bot];
    int is_smith = (keeper->vendor_role & PB_ROLE_REPAIRER) != 0;
    uint8_t *vain = is_smith ? &keeper->vain_mends : &keeper->vain_sales;
    struct pb_actor_status status = {0};

    world->get_status(world->self, &own->env.bots->row[bot].actor, 1, &status);
    if (is_smith ? status.worst_durability >= PB_BAD_DURABILITY : status.free_slots > PB_FEW_SLOTS)
        *vain = 0;
    else if (*vain < MOST_VAIN)
        ++*vain;
    return (uint32_t)(is_smith ? MEND_AGAIN_MS : SELL_AGAIN_MS) << *vain;
}

static uint32_t trade(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    (void)is_done;
    put_off(own, bot,
            pb_shop_visit(own, bot, own->keepers[bot].vendor) == PB_OK ? rest_of_visits(own, bot)
                                                                       : GONE_AGAIN_MS);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    return SOON_MS;
}

/* Another system's goal stands where ours was: it is more urgent. */
static uint32_t yield(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    (void)own;
    (void)bot;
    (void)is_done;
    return WALK_MS;
}

static uint32_t give_up(struct pb_inventories *own, pb_bot bot, int *is_done)
{
    struct pb_keeper *keeper = &own->keepers[bot];

    (void)is_done;
    own->given_up++;
    if (keeper->task == PB_TASK_LOOT)
        pb_loot_forget(keeper);
    else
        put_off(own, bot, keeper->vendor_role & PB_ROLE_REPAIRER ? MEND_AGAIN_MS : SELL_AGAIN_MS);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    return SOON_MS;
}

/* ---- Tasks ---- */

enum occasion {
    NOTHING, /* to do */
    CORPSE,  /* one is known */
    CHANGED, /* the inventory, or the level */
    NEEDED,  /* a vendor */
    ARRIVED, /* the goal was reached */
    LOST,    /* the goal is not ours any more */
    FAILED,  /* the goal cannot be reached, or it took too long */
    OCCASIONS
};

static const struct task_row {
    uint8_t next, otherwise; /* enum pb_inventory_task: when the action is done, or was not possible */
    uint32_t (*action)(struct pb_inventories *own, pb_bot bot, int *is_done);
    const char *comment;
} tasks[PB_TASKS][OCCASIONS] = {
    [PB_TASK_IDLE] = {[NOTHING] = {PB_TASK_IDLE, PB_TASK_IDLE, wait, "has nothing to do"},
                      [CORPSE] = {PB_TASK_LOOT, PB_TASK_IDLE, go_looting, "goes to loot"},
                      [CHANGED] = {PB_TASK_IDLE, PB_TASK_IDLE, compare, "compares what it has"},
                      [NEEDED] = {PB_TASK_SELL, PB_TASK_IDLE, go_selling, "goes to a vendor"}},
    [PB_TASK_LOOT] = {[NOTHING] = {PB_TASK_LOOT, PB_TASK_LOOT, wait, "is on its way to loot"},
                      [ARRIVED] = {PB_TASK_LOOT, PB_TASK_IDLE, take, "loots, and goes to the next"},
                      [LOST] = {PB_TASK_IDLE, PB_TASK_IDLE, yield, "loots later"},
                      [FAILED] = {PB_TASK_IDLE, PB_TASK_IDLE, give_up, "leaves the loot"}},
    [PB_TASK_SELL] = {[NOTHING] = {PB_TASK_SELL, PB_TASK_SELL, wait, "is on its way to a vendor"},
                      [CORPSE] = {PB_TASK_LOOT, PB_TASK_SELL, go_looting, "loots on its way"},
                      [ARRIVED] = {PB_TASK_IDLE, PB_TASK_IDLE, trade, "sells, mends, buys"},
                      [LOST] = {PB_TASK_IDLE, PB_TASK_IDLE, yield, "sells later"},
                      [FAILED] = {PB_TASK_IDLE, PB_TASK_IDLE, give_up, "does without a vendor"}},
};

/* Signed, since the clock wraps. */
static int is_over(const struct pb_inventories *own, uint32_t at_ms)
{
    return (int32_t)(own->env.bots->now_ms - at_ms) >= 0;
}

static int needs_vendor(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    struct pb_keeper *keeper = &own->keepers[bot];

    keeper->vendor_role = 0;
    if (status->worst_durability < PB_BAD_DURABILITY && is_over(own, keeper->mended_ms))
        keeper->vendor_role = PB_ROLE_REPAIRER;
    else if (status->free_slots <= PB_FEW_SLOTS && is_over(own, keeper->sold_ms))
        keeper->vendor_role = PB_ROLE_VENDOR;
    return keeper->vendor_role != 0;
}

static enum occasion observe_goal(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;

    if (goal->kind == PB_GOAL_NONE || goal->owner != own->env.number)
        return LOST;
    if (goal->state == PB_GOAL_REACHED)
        return ARRIVED;
    if (goal->state == PB_GOAL_FAILED ||
        is_over(own, keeper->begun_ms + (keeper->task == PB_TASK_LOOT ? LOOT_MOST_MS : SELL_MOST_MS)))
        return FAILED;
    return keeper->task == PB_TASK_SELL && keeper->corpse_count ? CORPSE : NOTHING;
}

static enum occasion observe(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;

    if (keeper->task != PB_TASK_IDLE)
        return observe_goal(own, bot);
    if (keeper->corpse_count)
        return CORPSE;
    if (!keeper->signature || status->inventory_version != keeper->seen_version ||
        status->level != keeper->seen_level)
        return CHANGED;
    return needs_vendor(own, bot) ? NEEDED : NOTHING;
}

static uint32_t step(struct pb_inventories *own, pb_bot bot)
{
    const struct task_row *row = &tasks[own->keepers[bot].task][observe(own, bot)];
    int is_done = 1;
    uint32_t next_ms = row->action(own, bot, &is_done);

    own->keepers[bot].task = is_done ? row->next : row->otherwise;
    return next_ms;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    const struct pb_inventories *own = self;
    unsigned i;

    pb_steps_fetch(steps, count, own->keepers, sizeof *own->keepers);
    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct pb_inventories *own = self;
    const struct pb_world *world = own->env.world;
    struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_creature_template *creature;
    const struct pb_item_template *item;

    switch (event->type) {
    case PB_WORLD_LOOT:
        creature = world->get_creature ? world->get_creature(world->self, event->entry) : NULL;
        pb_loot_remember(keeper, event->object, creature ? creature->rank : 0);
        return 1;
    case PB_WORLD_ROLL:
        pb_loot_roll(own, bot, event->object, event->entry, event->count);
        return 0;
    case PB_WORLD_ITEM:
        item = world->get_item(world->self, event->entry);
        return item && item->inventory_type != PB_TYPE_NONE;
    case PB_WORLD_COMBAT_ENDED:
        return keeper->corpse_count > 0;
    default:
        return 1;
    }
}

static int repair(void *self, pb_bot bot)
{
    struct pb_inventories *own = self;

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    reset(self, bot);
    return PB_OK;
}

/* ---- What is told of it ---- */

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    static const char *const kinds[] = {"", "put on", "destroyed", "rolled for", "went to vendor"};
    const struct pb_inventories *own = self;
    const struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_decision *last = NULL;
    int length;
    unsigned i;

    length = snprintf(text, size, "%s; policy %s; gear score %u; %u corpses to look at",
                      tasks[keeper->task][NOTHING].comment, own->policy->name,
                      pb_inventory_gear_score(own, bot), keeper->corpse_count);
    for (i = 0; i < PB_DECISIONS; i++) {
        const struct pb_decision *decision = &own->env.bots->decisions[bot][i];

        if (decision->system == own->env.number && decision->kind >= PB_DECIDED_EQUIP &&
            decision->kind <= PB_DECIDED_SELL && (!last || decision->at_ms >= last->at_ms))
            last = decision;
    }
    if (last && length > 0 && (size_t)length < size)
        snprintf(text + length, size - (size_t)length, "; last %s %u (%.1f; other %u, %.1f)",
                 kinds[last->kind], last->choice, (double)last->score, last->other,
                 (double)last->other_score);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_inventories *own = self;

    own->env.settings = *settings;
    own->policy = pb_loot_policy(settings->loot_policy);
}

static size_t memory(const void *self, size_t *shared)
{
    const struct pb_inventories *own = self;

    *shared = sizeof *own + pb_gear_bytes() + pb_cache_bytes(&own->upgrades);
    return pb_table_bytes(own->capacity, sizeof *own->keepers);
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_inventories *own = self;

#define X(name, unit, help) figure(user, #name, own->name, unit, help);
    PB_INVENTORY_FIGURES(X)
#undef X
    figure(user, "upgrades_hits", own->upgrades.stats.hits, "look-ups", "values that were known");
    figure(user, "upgrades_misses", own->upgrades.stats.misses, "look-ups", "values that were worked out");
}

#define BIT(type) (1ull << PB_WORLD_##type)

const struct pb_system_type pb_inventory_system = {
    .name = "inventory",
    .priority = PB_PRIORITY_NORMAL,
    .interval_ms = 2000,
    .max_age_ms = 15000,
    .modes = PB_BOT_PEACE,
    .events = BIT(LOOT) | BIT(ROLL) | BIT(ITEM) | BIT(BAGS_FULL) | BIT(LEVEL) | BIT(COMBAT_ENDED) |
              BIT(RESURRECTED) | BIT(QUEST_REWARDED),
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
