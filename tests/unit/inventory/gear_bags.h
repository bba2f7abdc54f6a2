/*
 * Gear bags: random bags for the optimiser, a search through all that could be worn, and the choice slot by
 * slot. Both work on slots and know nothing of groups, options or prices. One thread.
 */
#ifndef PB_TESTS_GEAR_BAGS_H
#define PB_TESTS_GEAR_BAGS_H

#include "../seed.h"
#include "inventory/gear.h"
#include <string.h>

enum { GEAR_SLOTS = 16, GEAR_PER_SLOT = 5, GEAR_MOST_NODES = 500000 };

static const uint8_t gear_slots[GEAR_SLOTS] = {
    PB_SLOT_MAIN_HAND, PB_SLOT_OFF_HAND, PB_SLOT_FINGER1, PB_SLOT_FINGER2,
    PB_SLOT_TRINKET1,  PB_SLOT_TRINKET2, PB_SLOT_HEAD,    PB_SLOT_NECK,
    PB_SLOT_SHOULDERS, PB_SLOT_CHEST,    PB_SLOT_WAIST,   PB_SLOT_LEGS,
    PB_SLOT_FEET,      PB_SLOT_WRISTS,   PB_SLOT_HANDS,   PB_SLOT_BACK};

struct gear_bag {
    struct pb_gear_item items[GEAR_SLOTS * GEAR_PER_SLOT];
    struct pb_gear_problem problem;
    uint8_t slots[GEAR_SLOTS];
    unsigned slot_count;
};

/* Where a random thing for a slot goes. */
static inline void gear_place(uint64_t *seed, struct pb_gear_item *item, unsigned slot)
{
    unsigned chance = pb_seed_below(seed, 10);

    item->slots = 1u << slot;
    if (slot == PB_SLOT_FINGER1 || slot == PB_SLOT_FINGER2)
        item->slots = 1u << PB_SLOT_FINGER1 | 1u << PB_SLOT_FINGER2;
    if (slot == PB_SLOT_TRINKET1 || slot == PB_SLOT_TRINKET2)
        item->slots = 1u << PB_SLOT_TRINKET1 | 1u << PB_SLOT_TRINKET2;
    item->off_value = item->value;
    if (slot == PB_SLOT_MAIN_HAND && chance < 4) {
        item->both_hands = 1;
        item->value *= 1.7f;
    } else if (slot == PB_SLOT_MAIN_HAND && chance < 8) {
        item->slots |= 1u << PB_SLOT_OFF_HAND;
        item->off_value = item->value * 0.6f;
    }
}

/* Values are whole quarters, so that sums are exact in float. */
static inline void gear_random(uint64_t *seed, struct gear_bag *bag, unsigned slot_count, unsigned caps,
                               unsigned sets)
{
    unsigned i, k, c, first = pb_seed_below(seed, GEAR_SLOTS);

    memset(bag, 0, sizeof *bag);
    bag->slot_count = slot_count;
    for (i = 0; i < slot_count; i++)
        bag->slots[i] = gear_slots[(first + i) % GEAR_SLOTS];
    bag->problem.items = bag->items;
    bag->problem.cap_count = caps;
    bag->problem.set_count = sets;
    for (i = 0; i < slot_count; i++)
        for (k = 0; k < GEAR_PER_SLOT; k++) {
            struct pb_gear_item *item = &bag->items[bag->problem.count++];

            item->value = (float)(40 + pb_seed_below(seed, 160)) / 4 * (float)(1 + (k == 0));
            item->entry = 1000 + bag->problem.count;
            /* Now and then two of a kind, and unique ones. */
            if (pb_seed_below(seed, 4) == 0)
                item->is_unique = 1;
            for (c = 0; c < caps; c++)
                if (pb_seed_below(seed, 3) == 0) {
                    item->stats[c] = (float)(4 + pb_seed_below(seed, 24));
                    item->value += item->stats[c];
                }
            if (sets && pb_seed_below(seed, 4) == 0)
                item->set_id = 1 + pb_seed_below(seed, sets);
            gear_place(seed, item, bag->slots[i]);
            if (k && bag->items[bag->problem.count - 2].slots == item->slots && pb_seed_below(seed, 6) == 0)
                *item = bag->items[bag->problem.count - 2];
        }
    /* Slots that the bag has nothing for are not there. */
    for (i = 0, k = 0; i < slot_count; i++)
        k |= 1u << bag->slots[i];
    for (i = 0; i < bag->problem.count; i++)
        bag->items[i].slots &= k;
    for (c = 0; c < caps; c++) {
        /* From "one piece is enough" to "hardly ever met". */
        bag->problem.caps[c].limit = (float)(8 + pb_seed_below(seed, 6 * slot_count));
        bag->problem.caps[c].drop = (float)(1 + pb_seed_below(seed, 4)) / 4;
    }
    for (c = 0; c < sets; c++) {
        float two = (float)pb_seed_below(seed, 40), four = two + (float)pb_seed_below(seed, 60);

        bag->problem.sets[c].set_id = c + 1;
        for (k = 2; k <= PB_GEAR_PIECES; k++)
            bag->problem.sets[c].bonus[k] = k < 4 ? two : four;
    }
}

/* ---- All that could be worn ---- */

struct gear_search {
    const struct gear_bag *bag;
    int16_t item[PB_EQUIPMENT_SLOTS];
    float rest[GEAR_SLOTS + 1][1 << PB_GEAR_CAPS]; /* the best of each later slot by itself, added up */
    uint8_t pieces[PB_GEAR_SETS];                  /* worn so far */
    uint8_t more[GEAR_SLOTS + 1][PB_GEAR_SETS];    /* later slots that something of the set fits */
    float best;
    uint64_t nodes;
};

static inline int gear_may_wear(const struct gear_search *search, unsigned at, unsigned slot)
{
    const struct pb_gear_item *items = search->bag->items;
    unsigned other;

    if (!(items[at].slots >> slot & 1))
        return 0;
    for (other = 0; other < PB_EQUIPMENT_SLOTS; other++) {
        int worn = search->item[other];

        if (worn < 0)
            continue;
        if (worn == (int)at || (items[at].is_unique && items[worn].entry == items[at].entry))
            return 0;
        if ((items[worn].both_hands && slot == PB_SLOT_OFF_HAND) ||
            (items[at].both_hands && other == PB_SLOT_OFF_HAND))
            return 0;
    }
    return 1;
}

static inline float gear_most_bonus(const struct gear_search *search, unsigned n)
{
    float sum = 0;
    unsigned s;

    for (s = 0; s < search->bag->problem.set_count; s++) {
        unsigned most = (unsigned)search->pieces[s] + search->more[n][s];

        sum += search->bag->problem.sets[s].bonus[most < PB_GEAR_PIECES ? most : PB_GEAR_PIECES];
    }
    return sum;
}

/*
 * Everything, but for branches that cannot reach the best so far even if each later slot had the best thing
 * that fits it, whatever else is worn, and every set had a piece in every later slot that has one. Of a cap
 * that is already reached every later point loses its drop (the loss only grows), which the sum takes into
 * account.
 */
static inline void gear_try_all(struct gear_search *search, unsigned n, float value,
                                const float stats[PB_GEAR_CAPS])
{
    const struct pb_gear_problem *problem = &search->bag->problem;
    float loss = 0;
    unsigned i, c, reached = 0;

    search->nodes++;
    for (c = 0; c < problem->cap_count; c++)
        if (stats[c] >= problem->caps[c].limit) {
            loss += (stats[c] - problem->caps[c].limit) * problem->caps[c].drop;
            reached |= 1u << c;
        }
    if (value - loss + search->rest[n][reached] + gear_most_bonus(search, n) <= search->best ||
        search->nodes > GEAR_MOST_NODES)
        return;
    if (n == search->bag->slot_count) {
        float worth = pb_gear_worth(problem, search->item);

        search->best = worth > search->best ? worth : search->best;
        return;
    }
    for (i = 0; i < problem->count; i++) {
        unsigned slot = search->bag->slots[n];
        const struct pb_gear_item *item = &problem->items[i];
        float more[PB_GEAR_CAPS];

        if (!gear_may_wear(search, i, slot))
            continue;
        for (c = 0; c < PB_GEAR_CAPS; c++)
            more[c] = stats[c] + item->stats[c];
        search->item[slot] = (int16_t)i;
        if (item->set_id)
            search->pieces[item->set_id - 1]++;
        gear_try_all(search, n + 1, value + (slot == PB_SLOT_OFF_HAND ? item->off_value : item->value), more);
        search->item[slot] = -1;
        if (item->set_id)
            search->pieces[item->set_id - 1]--;
    }
    gear_try_all(search, n + 1, value, stats);
}

/* The greatest worth there is, or `known`, if nothing is better than that (by more than a thousandth): the
 * worth of a choice that keeps the rules. Below 0: it took too long. */
static inline float gear_brute_force(const struct gear_bag *bag, float known)
{
    static const float nothing[PB_GEAR_CAPS];
    const struct pb_gear_problem *problem = &bag->problem;
    struct gear_search search = {.bag = bag, .best = known + 1e-3f};
    unsigned n, i, c, reached;

    memset(search.item, -1, sizeof search.item);
    for (n = bag->slot_count; n-- > 0;) {
        for (c = 0; c < problem->set_count; c++) {
            for (i = 0; i < problem->count; i++)
                if (problem->items[i].set_id == c + 1 && problem->items[i].slots >> bag->slots[n] & 1)
                    break;
            search.more[n][c] = (uint8_t)(search.more[n + 1][c] + (i < problem->count));
        }
        for (reached = 0; reached < 1u << PB_GEAR_CAPS; reached++) {
            float most = 0;

            for (i = 0; i < problem->count; i++) {
                const struct pb_gear_item *item = &problem->items[i];
                float value = bag->slots[n] == PB_SLOT_OFF_HAND ? item->off_value : item->value;

                if (!(item->slots >> bag->slots[n] & 1))
                    continue;
                for (c = 0; c < problem->cap_count; c++)
                    if (reached >> c & 1)
                        value -= item->stats[c] * problem->caps[c].drop;
                most = value > most ? value : most;
            }
            search.rest[n][reached] = search.rest[n + 1][reached] + most;
        }
    }
    gear_try_all(&search, 0, 0, nothing);
    if (search.nodes > GEAR_MOST_NODES)
        return -1;
    return search.best > known + 1e-3f ? search.best : known;
}

/* The best thing for each slot by its own value, in order of the slots. */
static inline float gear_slot_by_slot(const struct gear_bag *bag)
{
    struct gear_search search = {.bag = bag};
    unsigned n, i;

    memset(search.item, -1, sizeof search.item);
    for (n = 0; n < bag->slot_count; n++) {
        unsigned slot = bag->slots[n];
        float most = 0;
        int best = -1;

        for (i = 0; i < bag->problem.count; i++) {
            float value = slot == PB_SLOT_OFF_HAND ? bag->items[i].off_value : bag->items[i].value;

            if (value > most && gear_may_wear(&search, i, slot)) {
                most = value;
                best = (int)i;
            }
        }
        search.item[slot] = (int16_t)best;
    }
    return pb_gear_worth(&bag->problem, search.item);
}

/* NULL when a choice keeps the rules, else what is wrong with it. */
static inline const char *gear_check(const struct gear_bag *bag, const struct pb_gear_choice *choice)
{
    struct gear_search search = {.bag = bag};
    unsigned slot;

    memset(search.item, -1, sizeof search.item);
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        if (choice->item[slot] < 0)
            continue;
        if (!gear_may_wear(&search, (unsigned)choice->item[slot], slot))
            return "something is worn that may not be";
        search.item[slot] = choice->item[slot];
    }
    return NULL;
}

#endif
