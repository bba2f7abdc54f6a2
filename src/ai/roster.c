/* Roster: which bots there are, and which of them and of their systems are on. */
#include "ai/slot.h"
#include <string.h>

/* Beyond what was planned, room grows by half and this much. */
enum { GROWTH = 64 };

static int grow(const struct pb_memory *memory, void *array_at, size_t size, uint32_t from, uint32_t to)
{
    void **array = array_at;
    char *bigger = pb_memory_resize(memory, *array, size * to);

    if (!bigger)
        return PB_E_no_memory;
    memset(bigger + size * from, 0, size * (to - from));
    *array = bigger;
    return PB_OK;
}

int pb_slot_reserve(struct pb_coordinator *coordinator, struct pb_slot *slot, uint32_t capacity)
{
    const struct pb_memory *memory = &coordinator->options.memory;
    uint32_t old = coordinator->capacity;
    int error = slot->self ? slot->type->reserve(slot->self, capacity) : PB_OK;

    if (error == PB_OK)
        error = pb_schedule_reserve(&slot->schedule, capacity, coordinator->bots.now_ms);
    if (error == PB_OK)
        error = grow(memory, &slot->faults, sizeof *slot->faults, old, capacity);
    if (error == PB_OK)
        error = grow(memory, &slot->suspects, sizeof *slot->suspects, (old + 63) / 64, (capacity + 63) / 64);
    return error;
}

static int is_lame(const struct pb_fault_state *fault)
{
    return fault->state == PB_FAULT_DEGRADED || fault->state == PB_FAULT_DISABLED;
}

void pb_slot_set_fault(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                       struct pb_fault_state fault)
{
    struct pb_fault_state *own = &slot->faults[bot];
    uint8_t *degraded = &coordinator->degraded[bot];

    slot->odd_count += (uint32_t)(fault.state != PB_FAULT_NORMAL) - (uint32_t)(own->state != PB_FAULT_NORMAL);
    coordinator->minimal_count -= *degraded >= 2;
    *degraded = (uint8_t)(*degraded + is_lame(&fault) - is_lame(own));
    coordinator->minimal_count += *degraded >= 2;
    *own = fault;
}

/* Room in the next of the parts. */
static int reserve_part(struct pb_coordinator *coordinator, uint32_t capacity)
{
    unsigned part = coordinator->roomy;
    int error = part == 0 ? pb_bots_reserve(&coordinator->bots, capacity)
                          : pb_slot_reserve(coordinator, &coordinator->slots[part - 1], capacity);

    coordinator->roomy += error == PB_OK;
    return error;
}

/* `roomy` of the parts, the table of bots and the systems' own, have got their room in earlier ticks. */
static int reserve(struct pb_coordinator *coordinator, uint32_t capacity)
{
    const struct pb_memory *memory = &coordinator->options.memory;
    uint32_t old = coordinator->capacity;
    int error = PB_OK;

    while (coordinator->roomy <= coordinator->slot_count && error == PB_OK)
        error = reserve_part(coordinator, capacity);
    coordinator->roomy = 0;
    if (error == PB_OK)
        error = grow(memory, &coordinator->free_bots, sizeof(pb_bot), old, capacity);
    if (error == PB_OK)
        error = grow(memory, &coordinator->is_off, 1, old, capacity);
    if (error == PB_OK)
        error = grow(memory, &coordinator->degraded, 1, old, capacity);
    if (error == PB_OK)
        coordinator->capacity = capacity;
    return error;
}

/* Room for one actor more in the map of actors, and for one bot more. */
static int make_room(struct pb_coordinator *coordinator, pb_actor actor)
{
    uint32_t wanted = coordinator->options.capacity;
    int error = PB_OK;

    if (coordinator->bots.count == coordinator->capacity && !coordinator->free_count) {
        if (wanted <= coordinator->capacity)
            wanted = coordinator->capacity + coordinator->capacity / 2 + GROWTH;
        error = reserve(coordinator, wanted);
    }
    if (error == PB_OK && actor >= coordinator->actor_capacity) {
        wanted = actor + actor / 2 + GROWTH;
        error = grow(&coordinator->options.memory, &coordinator->actor_bot, sizeof(uint32_t),
                     coordinator->actor_capacity, wanted);
        if (error == PB_OK)
            coordinator->actor_capacity = wanted;
    }
    return error;
}

void pb_coordinator_prepare(struct pb_coordinator *coordinator)
{
    uint32_t wanted = coordinator->options.capacity;

    /* What there is no memory for is missed when the first bot comes, and told then. */
    if (coordinator->capacity || !wanted)
        return;
    if (coordinator->roomy <= coordinator->slot_count)
        (void)!reserve_part(coordinator, wanted);
    else
        (void)!reserve(coordinator, wanted);
}

int pb_coordinator_add(struct pb_coordinator *coordinator, const struct pb_bot_identity *identity,
                       pb_bot *bot)
{
    struct pb_bots *bots = &coordinator->bots;
    pb_bot number;
    unsigned i;
    int error;

    if (identity->actor == PB_NO_ACTOR ||
        pb_coordinator_find_actor(coordinator, identity->actor) != PB_NO_BOT)
        return PB_E_bad_argument;
    error = make_room(coordinator, identity->actor);
    if (error != PB_OK)
        return error;
    number = coordinator->free_count ? coordinator->free_bots[--coordinator->free_count] : bots->count++;
    pb_bots_reset(bots, number);
    bots->row[number].actor = identity->actor;
    bots->row[number].guid = identity->guid;
    bots->row[number].account = identity->account;
    bots->row[number].race = identity->race;
    bots->row[number].character_class = identity->character_class;
    bots->row[number].specialization = identity->specialization;
    pb_bots_set_mode(bots, number, PB_BOT_PEACE);
    coordinator->actor_bot[identity->actor] = number + 1;
    coordinator->is_off[number] = 0;
    coordinator->bot_count++;
    for (i = 0; i < coordinator->slot_count; i++) {
        struct pb_slot *slot = &coordinator->slots[i];

        pb_slot_set_fault(coordinator, slot, number, (struct pb_fault_state){0});
        if (!slot->self)
            continue;
        slot->type->reset(slot->self, number);
        pb_turn_stagger(coordinator, slot, number);
    }
    *bot = number;
    return PB_OK;
}

static void put_to_sleep(struct pb_coordinator *coordinator, pb_bot bot)
{
    unsigned i;

    pb_bots_set_mode(&coordinator->bots, bot, PB_BOT_OFFLINE);
    for (i = 0; i < coordinator->slot_count; i++)
        pb_schedule_set(&coordinator->slots[i].schedule, bot, coordinator->bots.now_ms + PB_SCHEDULE_FAR_MS);
}

void pb_coordinator_remove(struct pb_coordinator *coordinator, pb_bot bot)
{
    struct pb_bots *bots = &coordinator->bots;

    if (bot >= bots->count || bots->row[bot].actor == PB_NO_ACTOR)
        return;
    put_to_sleep(coordinator, bot);
    coordinator->actor_bot[bots->row[bot].actor] = 0;
    bots->row[bot].actor = PB_NO_ACTOR;
    coordinator->free_bots[coordinator->free_count++] = bot;
    coordinator->bot_count--;
}

pb_bot pb_coordinator_find_actor(const struct pb_coordinator *coordinator, pb_actor actor)
{
    return actor < coordinator->actor_capacity ? coordinator->actor_bot[actor] - 1 : PB_NO_BOT;
}

pb_bot pb_coordinator_find_guid(const struct pb_coordinator *coordinator, uint64_t guid)
{
    pb_bot bot;

    for (bot = 0; bot < coordinator->bots.count; bot++)
        if (coordinator->bots.row[bot].guid == guid && coordinator->bots.row[bot].actor != PB_NO_ACTOR)
            return bot;
    return PB_NO_BOT;
}

struct pb_bots *pb_coordinator_bots(struct pb_coordinator *coordinator)
{
    return &coordinator->bots;
}

/* ---- Switches ---- */

int pb_coordinator_enable_system(struct pb_coordinator *coordinator, unsigned system, int is_enabled)
{
    struct pb_slot *slot;

    if (system >= coordinator->slot_count)
        return PB_E_bad_argument;
    slot = &coordinator->slots[system];
    if (is_enabled && !slot->is_enabled)
        slot->fault = (struct pb_fault_state){0};
    slot->is_enabled = is_enabled != 0;
    return PB_OK;
}

int pb_coordinator_enable_bot(struct pb_coordinator *coordinator, pb_bot bot, int is_enabled)
{
    unsigned i;

    if (bot >= coordinator->bots.count || coordinator->bots.row[bot].actor == PB_NO_ACTOR)
        return PB_E_bad_argument;
    if (!is_enabled) {
        coordinator->is_off[bot] = 1;
        put_to_sleep(coordinator, bot);
    } else if (coordinator->is_off[bot]) {
        coordinator->is_off[bot] = 0;
        pb_bots_set_mode(&coordinator->bots, bot, PB_BOT_PEACE);
        for (i = 0; i < coordinator->slot_count; i++)
            pb_turn_stagger(coordinator, &coordinator->slots[i], bot);
    }
    return PB_OK;
}

int pb_coordinator_enable(struct pb_coordinator *coordinator, pb_bot bot, unsigned system, int is_enabled)
{
    struct pb_slot *slot;

    if (system >= coordinator->slot_count || bot >= coordinator->bots.count)
        return PB_E_bad_argument;
    slot = &coordinator->slots[system];
    if (is_enabled && slot->faults[bot].state == PB_FAULT_DISABLED) {
        struct pb_fault_state fault = slot->faults[bot];

        pb_fault_step(&fault, PB_FAULT_SWITCHED_ON);
        pb_slot_set_fault(coordinator, slot, bot, fault);
        pb_turn_stagger(coordinator, slot, bot);
    } else if (!is_enabled) {
        pb_slot_set_fault(coordinator, slot, bot, (struct pb_fault_state){.state = PB_FAULT_DISABLED});
    }
    return PB_OK;
}

int pb_coordinator_set_interval(struct pb_coordinator *coordinator, unsigned system, uint32_t interval_ms)
{
    if (system >= coordinator->slot_count)
        return PB_E_bad_argument;
    coordinator->slots[system].interval_ms =
        interval_ms ? interval_ms : coordinator->slots[system].type->interval_ms;
    return PB_OK;
}

void pb_coordinator_wake(struct pb_coordinator *coordinator, pb_bot bot, unsigned system)
{
    if (system < coordinator->slot_count && bot < coordinator->bots.count)
        pb_turn_wake(coordinator, &coordinator->slots[system], bot);
}
