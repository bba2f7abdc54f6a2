#include "market/spending.h"
#include "base/error.h"
#include <string.h>

enum {
    /* Booked and not used for so long: it goes back. */
    IDLE_S = 60,
    /* After a refusal, or no answer, the same is not asked for again before that. */
    PATIENCE_S = 60,
    /* A full table looks at so many places for one that is of no use any more. */
    PROBES = 64,
    LOOKS_PER_CALL = 1024
};

/* As much as the database takes in one row. */
static const uint64_t most_copper = 1000000000000;

/* What a bot, or who is given something, has to do with: `wanted` is to be asked for, `asked` is on its way,
 * `free` is booked and waits for its bot, `taken` is with the bot. */
struct pb_spending_slot {
    uint64_t guid; /* 0: none, and never was */
    uint64_t wanted, asked, free, taken, refused;
    uint32_t day;       /* of free and taken */
    uint32_t touched_s; /* by its bot or an answer */
    uint32_t patient_until_s;
    uint8_t is_queued; /* its place is among the questions */
    uint8_t is_gift;   /* of who is given something */
};

int pb_spending_new(struct pb_spending **out, uint32_t bots, const struct pb_memory *memory)
{
    struct pb_spending *spending = pb_memory_new(memory, 1, sizeof *spending);
    uint32_t room = 64;

    if (!spending)
        return PB_E_no_memory;
    /* Half empty, so that a search is short. */
    while (room / 2 < bots && room < 1u << 30)
        room *= 2;
    spending->slots = pb_memory_new(memory, room, sizeof *spending->slots);
    spending->room = room;
    if (!spending->slots || pb_records_init(&spending->questions, room, sizeof(uint32_t), memory) != PB_OK) {
        pb_spending_free(spending, memory);
        return PB_E_no_memory;
    }
    *out = spending;
    return PB_OK;
}

void pb_spending_free(struct pb_spending *spending, const struct pb_memory *memory)
{
    if (!spending)
        return;
    pb_memory_free(memory, spending->slots);
    pb_records_release(&spending->questions, memory);
    pb_memory_free(memory, spending);
}

size_t pb_spending_bytes(const struct pb_spending *spending)
{
    return sizeof *spending + spending->room * (sizeof *spending->slots + sizeof(uint32_t));
}

static uint32_t place_of(const struct pb_spending *spending, uint64_t guid)
{
    return (uint32_t)(guid * 0x9e3779b97f4a7c15u >> 32) & (spending->room - 1);
}

static struct pb_spending_slot *find(struct pb_spending *spending, uint64_t guid, int is_gift)
{
    uint32_t at = place_of(spending, guid), i;

    for (i = 0; i < PROBES; i++, at = (at + 1) & (spending->room - 1)) {
        if (spending->slots[at].guid == guid && spending->slots[at].is_gift == is_gift)
            return &spending->slots[at];
        if (!spending->slots[at].guid)
            return NULL;
    }
    return NULL;
}

/* Nothing is asked or booked: only what its bot might bring back is lost. */
static int is_idle(const struct pb_spending *spending, const struct pb_spending_slot *slot)
{
    return !slot->asked && !slot->is_queued && !slot->free && spending->now_s - slot->touched_s >= IDLE_S;
}

/* A place for who has none: an empty one, or one that is of no use any more. */
static struct pb_spending_slot *add(struct pb_spending *spending, uint64_t guid, int is_gift)
{
    uint32_t at = place_of(spending, guid), i;
    struct pb_spending_slot *best = NULL;

    for (i = 0; i < PROBES; i++, at = (at + 1) & (spending->room - 1)) {
        struct pb_spending_slot *slot = &spending->slots[at];

        if (!slot->guid) {
            best = best ? best : slot;
            break;
        }
        if (is_idle(spending, slot) && (!best || slot->touched_s < best->touched_s))
            best = slot;
    }
    if (best) {
        memset(best, 0, sizeof *best);
        best->guid = guid;
        best->is_gift = is_gift != 0;
        best->touched_s = spending->now_s;
    }
    return best;
}

static void set_free(struct pb_spending *spending, struct pb_spending_slot *slot, uint64_t copper)
{
    spending->holding += copper != 0;
    spending->holding -= slot->free != 0;
    slot->free = copper;
}

/* What is left of an earlier day stays booked there: it was not asked for today, and what was taken then
 * comes back too late. */
static void begin_day(struct pb_spending *spending, struct pb_spending_slot *slot, uint32_t day)
{
    if (slot->day == day)
        return;
    spending->stats.late += slot->free;
    set_free(spending, slot, 0);
    slot->taken = 0;
    slot->day = day;
}

/* Each place stands among the questions once, so there is room. */
static void want(struct pb_spending *spending, struct pb_spending_slot *slot, uint64_t copper)
{
    uint32_t at = (uint32_t)(slot - spending->slots);

    slot->wanted = copper;
    if (!slot->is_queued)
        slot->is_queued = (uint8_t)pb_records_put(&spending->questions, &at);
}

int pb_spending_book(struct pb_spending *spending, uint64_t guid, int is_gift, uint64_t copper)
{
    struct pb_spending_slot *slot = guid ? find(spending, guid, is_gift) : NULL;

    if (!copper)
        return PB_OK;
    if (!guid || copper > most_copper)
        return PB_E_limit_reached;
    if (!slot && !(slot = add(spending, guid, is_gift))) {
        spending->stats.crowded++;
        return PB_E_busy;
    }
    slot->touched_s = spending->now_s;
    if (slot->free >= copper) {
        set_free(spending, slot, slot->free - copper);
        slot->taken += copper;
        spending->stats.taken += copper;
        return PB_OK;
    }
    if (spending->now_s < slot->patient_until_s && slot->refused && slot->free + slot->refused <= copper)
        return PB_E_limit_reached;
    if (!slot->asked)
        want(spending, slot, copper - slot->free);
    return PB_E_busy;
}

void pb_spending_unbook(struct pb_spending *spending, uint64_t guid, int is_gift, uint64_t copper)
{
    struct pb_spending_slot *slot = guid ? find(spending, guid, is_gift) : NULL;
    uint64_t back = slot ? slot->taken : 0;

    back = back < copper ? back : copper;
    spending->stats.late += copper - back;
    spending->stats.returned += back;
    if (!back)
        return;
    slot->taken -= back;
    set_free(spending, slot, slot->free + back);
    slot->touched_s = spending->now_s;
}

unsigned pb_spending_take_questions(struct pb_spending *spending, struct pb_spending_row *rows, unsigned max)
{
    unsigned count = 0;
    uint32_t at;

    while (count < max && pb_records_take(&spending->questions, &at, 1)) {
        struct pb_spending_slot *slot = &spending->slots[at];

        slot->is_queued = 0;
        slot->asked = slot->wanted;
        slot->wanted = 0;
        spending->stats.asked += slot->asked;
        rows[count++] =
            (struct pb_spending_row){.guid = slot->guid, .copper = slot->asked, .is_gift = slot->is_gift};
    }
    return count;
}

void pb_spending_answer(struct pb_spending *spending, const struct pb_spending_answer *answer)
{
    struct pb_spending_slot *slot = find(spending, answer->guid, answer->is_gift);

    if (!slot || slot->asked != answer->copper)
        return;
    slot->asked = 0;
    slot->touched_s = spending->now_s;
    slot->refused = 0;
    switch (answer->outcome) {
    case PB_SPENDING_BOOKED:
        begin_day(spending, slot, answer->day);
        set_free(spending, slot, slot->free + answer->copper);
        spending->stats.booked += answer->copper;
        break;
    case PB_SPENDING_REFUSED:
        slot->refused = answer->left + 1;
        slot->patient_until_s = spending->now_s + PATIENCE_S;
        spending->stats.refused++;
        break;
    case PB_SPENDING_UNANSWERED:
        spending->stats.unanswered += answer->copper;
        break;
    }
}

unsigned pb_spending_take_cancels(struct pb_spending *spending, struct pb_spending_row *rows, unsigned max,
                                  int all)
{
    uint32_t looks = all ? spending->room : LOOKS_PER_CALL, i;
    unsigned count = 0;

    for (i = 0; i < looks && i < spending->room && spending->holding && count < max; i++) {
        struct pb_spending_slot *slot = &spending->slots[spending->cursor++ & (spending->room - 1)];

        if (!slot->free || (!all && spending->now_s - slot->touched_s < IDLE_S) ||
            (count && rows[0].day != slot->day))
            continue;
        rows[count++] = (struct pb_spending_row){slot->guid, slot->free, slot->day, slot->is_gift};
        spending->stats.cancelled += slot->free;
        set_free(spending, slot, 0);
    }
    return count;
}

void pb_spending_tick(struct pb_spending *spending, uint32_t now_s)
{
    if (now_s > spending->now_s)
        spending->now_s = now_s;
}
