#include "inventory/inventory.h"
#include "ai/table.h"
#include "inventory/state.h"
#include <stdio.h>

enum {
    IDLE_MS = 20000,
    SOON_MS = 1500,
    WALK_MS = 8000,
    /* A task that takes longer is left. */
    LOOT_MS = 30000,
    SELL_MS = 300000,
    SELL_AGAIN_MS = 120000,
    FEW_SLOTS = 3,
    BAD_DURABILITY = 25,
    STACKS = PB_INVENTORY_SLOTS,
    DECISION_EQUIP = 1
};

static const char *const task_names[PB_TASKS] = {"has nothing to do", "loots", "sells"};

struct pb_item_user pb_inventory_user(const struct pb_inventories *own, pb_bot bot)
{
    return (struct pb_item_user){.level = own->env.bots->status[bot].level,
                                 .race = own->env.bots->race[bot],
                                 .character_class = own->env.bots->character_class[bot],
                                 .specialization = own->env.bots->specialization[bot]};
}

const struct pb_item_template *pb_inventory_item(const struct pb_inventories *own, uint32_t entry)
{
    return own->env.world->get_item(own->env.world->self, entry);
}

static void read_policy(struct pb_inventories *own)
{
    const char *name = own->env.settings.loot_policy;

    own->policy = strcmp(name, "need") == 0  ? PB_TAKE_NEED
                  : strcmp(name, "all") == 0 ? PB_TAKE_ALL
                                             : PB_TAKE_GREED;
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct pb_inventories *own;

    if (!world->get_inventory || !world->move_item || !world->get_item || !world->get_loot ||
        !world->take_loot || !world->destroy_item || !world->sell_item || !world->find_service ||
        !world->get_object)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    read_policy(own);
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
    ((struct pb_inventories *)self)->keepers[bot] = (struct pb_keeper){0};
}

/* ---- What is worn ---- */

static unsigned gather(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stacks,
                       unsigned count, struct pb_candidate *candidates)
{
    struct pb_item_user user = pb_inventory_user(own, bot);
    unsigned found = 0, i;

    for (i = 0; i < count; i++) {
        const struct pb_item_template *item = pb_inventory_item(own, stacks[i].entry);
        uint32_t slots = item ? pb_item_slots(item, &user) & ((1u << PB_EQUIPMENT_SLOTS) - 1) : 0;
        float value;

        /* Broken things help nobody. */
        if (!slots || (!stacks[i].durability && stacks[i].slot >= PB_EQUIPMENT_SLOTS))
            continue;
        value = pb_upgrade_value(&own->upgrades, item, &user);
        if (value > 0)
            candidates[found++] = (struct pb_candidate){item, value, slots, stacks[i].slot};
    }
    return found;
}

/* Puts on what was chosen, slot by slot; hands are emptied first where two become one. */
static void dress(struct pb_inventories *own, pb_bot bot, const struct pb_candidate *candidates,
                  int8_t *chosen)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    uint8_t place[STACKS]; /* where each candidate is now */
    unsigned slot, i;

    for (i = 0; i < STACKS; i++)
        place[i] = candidates[i].from;
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        const struct pb_candidate *candidate;
        unsigned from;

        if (chosen[slot] < 0)
            continue;
        candidate = &candidates[chosen[slot]];
        from = place[chosen[slot]];
        if (from == slot)
            continue;
        if (world->move_item(world->self, actor, from, slot) != PB_OK)
            continue;
        own->equipped++;
        pb_bots_decide(own->env.bots, bot, own->env.number, DECISION_EQUIP, candidate->item->entry,
                       candidate->value, slot, 0);
        for (i = 0; i < STACKS; i++)
            if (place[i] == slot)
                place[i] = (uint8_t)from;
        place[chosen[slot]] = (uint8_t)slot;
    }
}

/* A weapon of two hands needs both free: what the other hand holds goes into the bags. */
static void free_off_hand(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stacks,
                          unsigned count)
{
    const struct pb_world *world = own->env.world;
    unsigned slot = PB_PACK_SLOT_FIRST, i, has_off_hand = 0;

    for (i = 0; i < count; i++) {
        has_off_hand |= stacks[i].slot == PB_SLOT_OFF_HAND;
        slot += stacks[i].slot == slot;
    }
    if (has_off_hand &&
        world->move_item(world->self, own->env.bots->actor[bot], PB_SLOT_OFF_HAND, slot) != PB_OK)
        own->left++;
}

static void wear_bags(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stacks,
                      unsigned count)
{
    const struct pb_world *world = own->env.world;
    unsigned slots[PB_BAG_SLOTS] = {0}, i, k;

    for (i = 0; i < count; i++)
        if (stacks[i].slot >= PB_BAG_SLOT_FIRST && stacks[i].slot < PB_PACK_SLOT_FIRST)
            slots[stacks[i].slot - PB_BAG_SLOT_FIRST] = pb_inventory_item(own, stacks[i].entry)->bag_slots;
    for (i = 0; i < count; i++) {
        const struct pb_item_template *item = pb_inventory_item(own, stacks[i].entry);

        if (!item || item->inventory_type != PB_TYPE_BAG || stacks[i].slot < PB_PACK_SLOT_FIRST)
            continue;
        for (k = 0; k < PB_BAG_SLOTS; k++)
            if (item->bag_slots > slots[k] &&
                world->move_item(world->self, own->env.bots->actor[bot], stacks[i].slot,
                                 PB_BAG_SLOT_FIRST + k) == PB_OK) {
                slots[k] = item->bag_slots;
                own->bags++;
                break;
            }
    }
}

static void optimize(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_item_stack stacks[STACKS];
    struct pb_candidate candidates[STACKS] = {{0}};
    int8_t chosen[PB_EQUIPMENT_SLOTS];
    unsigned count = world->get_inventory(world->self, own->env.bots->actor[bot], stacks, STACKS), found;

    own->checks++;
    found = gather(own, bot, stacks, count, candidates);
    pb_equipment_choose(candidates, found, chosen);
    if (chosen[PB_SLOT_MAIN_HAND] >= 0 &&
        candidates[chosen[PB_SLOT_MAIN_HAND]].item->inventory_type == PB_TYPE_TWO_HAND &&
        candidates[chosen[PB_SLOT_MAIN_HAND]].from != PB_SLOT_MAIN_HAND)
        free_off_hand(own, bot, stacks, count);
    dress(own, bot, candidates, chosen);
    wear_bags(own, bot, stacks, count);
}

/* ---- Tasks ---- */

static uint32_t begin(struct pb_inventories *own, pb_bot bot, enum pb_inventory_task task,
                      const struct pb_position *position, unsigned priority)
{
    struct pb_goal goal = {.position = *position,
                           .radius = PB_INTERACT_YARDS - 1,
                           .kind = PB_GOAL_GO,
                           .owner = own->env.number,
                           .priority = (uint8_t)priority};

    if (pb_bots_set_goal(own->env.bots, bot, &goal) != PB_OK)
        return SOON_MS;
    own->keepers[bot].task = (uint8_t)task;
    own->keepers[bot].task_ms = 0;
    return WALK_MS;
}

static void end_task(struct pb_inventories *own, pb_bot bot)
{
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    own->keepers[bot].task = PB_TASK_IDLE;
}

static void forget_corpse(struct pb_keeper *keeper)
{
    keeper->corpse_count--;
    memmove(keeper->corpses, keeper->corpses + 1, keeper->corpse_count * sizeof *keeper->corpses);
}

/* To the corpse, or takes at once what is in reach. */
static uint32_t go_looting(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_keeper *keeper = &own->keepers[bot];
    struct pb_object_view view;

    while (keeper->corpse_count) {
        if (world->get_object(world->self, own->env.bots->actor[bot], keeper->corpses[0], &view) != PB_OK ||
            view.kind != PB_OBJECT_CORPSE || view.distance > 60) {
            forget_corpse(keeper);
        } else if (view.distance <= PB_INTERACT_YARDS) {
            pb_loot_corpse(own, bot, keeper->corpses[0]);
            forget_corpse(keeper);
        } else {
            return begin(own, bot, PB_TASK_LOOT, &view.position, PB_GOAL_LOOT);
        }
    }
    if (keeper->task == PB_TASK_LOOT)
        end_task(own, bot);
    return SOON_MS;
}

static int needs_vendor(const struct pb_inventories *own, pb_bot bot)
{
    const struct pb_actor_status *status = &own->env.bots->status[bot];

    return (status->free_slots <= FEW_SLOTS || status->worst_durability < BAD_DURABILITY) &&
           own->env.bots->now_ms - own->keepers[bot].sold_ms > SELL_AGAIN_MS;
}

static uint32_t go_selling(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    uint8_t roles =
        own->env.bots->status[bot].worst_durability < BAD_DURABILITY ? PB_ROLE_REPAIRER : PB_ROLE_VENDOR;
    struct pb_object_view view;

    own->keepers[bot].sold_ms = own->env.bots->now_ms;
    if (world->find_service(world->self, own->env.bots->actor[bot], roles, &view) != PB_OK &&
        world->find_service(world->self, own->env.bots->actor[bot], PB_ROLE_VENDOR | PB_ROLE_REPAIRER,
                            &view) != PB_OK)
        return IDLE_MS;
    own->keepers[bot].vendor = view.object;
    return begin(own, bot, PB_TASK_SELL, &view.position, PB_GOAL_VENDOR);
}

/* A task whose goal has come to an end, or that takes too long. */
static uint32_t follow(struct pb_inventories *own, pb_bot bot)
{
    struct pb_keeper *keeper = &own->keepers[bot];
    const struct pb_goal *goal = &own->env.bots->goal[bot];
    int is_ours = goal->kind != PB_GOAL_NONE && goal->owner == own->env.number;

    if (is_ours && goal->state < PB_GOAL_REACHED &&
        keeper->task_ms < (keeper->task == PB_TASK_LOOT ? LOOT_MS : SELL_MS))
        return WALK_MS;
    if (keeper->task == PB_TASK_LOOT) {
        if (is_ours && goal->state == PB_GOAL_REACHED)
            return go_looting(own, bot);
        if (keeper->corpse_count)
            forget_corpse(keeper);
    } else if (is_ours && goal->state == PB_GOAL_REACHED) {
        pb_sell_here(own, bot, keeper->vendor);
    }
    end_task(own, bot);
    return SOON_MS;
}

static uint32_t step(struct pb_inventories *own, pb_bot bot, uint32_t diff_ms)
{
    struct pb_keeper *keeper = &own->keepers[bot];
    uint16_t version = own->env.bots->status[bot].inventory_version;

    keeper->task_ms += diff_ms;
    if (keeper->task != PB_TASK_IDLE)
        return follow(own, bot);
    if (keeper->corpse_count)
        return go_looting(own, bot);
    if (!keeper->is_checked || version != keeper->seen_version) {
        optimize(own, bot);
        keeper->is_checked = 1;
        keeper->seen_version = version;
    }
    return needs_vendor(own, bot) ? go_selling(own, bot) : IDLE_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot, steps[i].diff_ms);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct pb_inventories *own = self;
    struct pb_keeper *keeper = &own->keepers[bot];

    switch (event->type) {
    case PB_WORLD_LOOT:
        if (keeper->corpse_count == PB_CORPSES)
            forget_corpse(keeper);
        keeper->corpses[keeper->corpse_count++] = event->object;
        return 1;
    case PB_WORLD_ROLL:
        pb_loot_roll(own, bot, event);
        return 0;
    case PB_WORLD_COMBAT_ENDED:
        return keeper->corpse_count > 0;
    default:
        return 0;
    }
}

static int repair(void *self, pb_bot bot)
{
    end_task(self, bot);
    reset(self, bot);
    return PB_OK;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct pb_inventories *own = self;
    const struct pb_keeper *keeper = &own->keepers[bot];

    snprintf(text, size, "%s for %.1f s, %u corpses to look at", task_names[keeper->task],
             keeper->task_ms / 1000.0, keeper->corpse_count);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_inventories *own = self;

    own->env.settings = *settings;
    read_policy(own);
}

static size_t memory(const void *self, size_t *shared)
{
    const struct pb_inventories *own = self;

    *shared = sizeof own->upgrades;
    return own->capacity * sizeof *own->keepers;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_inventories *own = self;

    figure(user, "looted", own->looted, "items", "things taken from corpses");
    figure(user, "left", own->left, "items", "things left behind");
    figure(user, "destroyed", own->destroyed, "stacks", "stacks destroyed to make room");
    figure(user, "sold", own->sold, "stacks", "stacks sold");
    figure(user, "repaired", own->repaired, "repairs", "visits to a smith");
    figure(user, "equipped", own->equipped, "items", "things put on");
    figure(user, "bags", own->bags, "bags", "larger bags put on");
    figure(user, "rolls", own->rolls, "rolls", "rolls for loot of a group");
    figure(user, "sorted", own->sorted, "times", "bags put in order");
    figure(user, "checks", own->checks, "checks", "times that all things of a bot were compared");
    figure(user, "upgrades_hits", own->upgrades.hits, "look-ups", "values that were known");
    figure(user, "upgrades_misses", own->upgrades.misses, "look-ups", "values that were worked out");
}

static void shutdown(void *self)
{
    struct pb_inventories *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_memory_free(&own_memory, own->keepers);
    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_inventory_system = {
    .name = "inventory",
    .priority = PB_PRIORITY_NORMAL,
    .interval_ms = 10000,
    .max_age_ms = 15000,
    .modes = PB_BOT_PEACE,
    .events = 1ull << PB_WORLD_LOOT | 1ull << PB_WORLD_ROLL | 1ull << PB_WORLD_COMBAT_ENDED,
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
