#include "inventory/gear.h"
#include "include/playerbot_error.h"
#include "inventory/gear_options.h"
#include <string.h>

enum { PRICES = 8, STATES = (PB_GEAR_PIECES + 1) * (PB_GEAR_PIECES + 1) * (PB_GEAR_PIECES + 1) };

/* A relaxation: each cap's price and what then can still be had from a group on, by pieces of sets so far. */
struct price {
    float share[PB_GEAR_CAPS]; /* of the cap's drop */
    float back;                /* the limits, at that price */
    float rest[PB_GEAR_GROUPS + 1][STATES];
};

struct pb_gear {
    struct pb_memory memory;
    struct pb_gear_options options;
    struct price prices[PRICES];
    unsigned price_count;
    /* Of the search. */
    const struct pb_gear_problem *problem;
    unsigned pieces[PB_GEAR_SETS]; /* from so many on a set brings no more */
    unsigned step[PB_GEAR_SETS];   /* in the number of a state */
    unsigned states;
    uint8_t digits[STATES][PB_GEAR_SETS]; /* pieces of each set in a state */
    uint8_t present[PB_GEAR_GROUPS], chosen[PB_GEAR_GROUPS];
    float best;
    uint32_t nodes;
};

int pb_gear_new(struct pb_gear **gear, const struct pb_memory *memory)
{
    *gear = pb_memory_new(memory, 1, sizeof **gear);
    if (!*gear)
        return PB_E_no_memory;
    (*gear)->memory = *memory;
    return PB_OK;
}

void pb_gear_free(struct pb_gear *gear)
{
    struct pb_memory memory;

    if (!gear)
        return;
    memory = gear->memory;
    pb_memory_free(&memory, gear);
}

size_t pb_gear_bytes(void)
{
    return sizeof(struct pb_gear);
}

static float loss(const struct pb_gear_problem *problem, const float stats[PB_GEAR_CAPS])
{
    float sum = 0;
    unsigned c;

    for (c = 0; c < problem->cap_count; c++)
        if (stats[c] > problem->caps[c].limit)
            sum += (stats[c] - problem->caps[c].limit) * problem->caps[c].drop;
    return sum;
}

float pb_gear_worth(const struct pb_gear_problem *problem, const int16_t item[PB_EQUIPMENT_SLOTS])
{
    float value = 0, stats[PB_GEAR_CAPS] = {0};
    unsigned pieces[PB_GEAR_SETS] = {0}, slot, i;

    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        const struct pb_gear_item *worn = item[slot] < 0 ? NULL : &problem->items[item[slot]];

        if (!worn)
            continue;
        value += slot == PB_SLOT_OFF_HAND ? worn->off_value : worn->value;
        for (i = 0; i < problem->cap_count; i++)
            stats[i] += worn->stats[i];
        for (i = 0; i < problem->set_count; i++)
            pieces[i] += worn->set_id && worn->set_id == problem->sets[i].set_id;
    }
    for (i = 0; i < problem->set_count; i++)
        value += problem->sets[i].bonus[pieces[i] < PB_GEAR_PIECES ? pieces[i] : PB_GEAR_PIECES];
    return value - loss(problem, stats);
}

/* ---- Sets as states: pieces of each set, as digits of a number ---- */

static void number_states(struct pb_gear *gear)
{
    unsigned s, state;

    gear->states = 1;
    for (s = 0; s < gear->problem->set_count; s++) {
        const float *bonus = gear->problem->sets[s].bonus;
        unsigned last = PB_GEAR_PIECES;

        while (last && bonus[last - 1] >= bonus[PB_GEAR_PIECES])
            last--;
        gear->pieces[s] = last;
        gear->step[s] = gear->states;
        gear->states *= last + 1;
    }
    for (state = 0; state < gear->states; state++)
        for (s = 0; s < gear->problem->set_count; s++)
            gear->digits[state][s] = (uint8_t)(state / gear->step[s] % (gear->pieces[s] + 1));
}

static unsigned next_state(const struct pb_gear *gear, unsigned state, const struct pb_gear_option *option)
{
    const uint8_t *now = gear->digits[state];
    unsigned s;

    for (s = 0; s < gear->problem->set_count; s++) {
        unsigned room = gear->pieces[s] - now[s];

        state += (option->pieces[s] < room ? option->pieces[s] : room) * gear->step[s];
    }
    return state;
}

static float bonus_of(const struct pb_gear *gear, unsigned state)
{
    float sum = 0;
    unsigned s;

    for (s = 0; s < gear->problem->set_count; s++)
        sum += gear->problem->sets[s].bonus[gear->digits[state][s]];
    return sum;
}

/* ---- Prices ---- */

static float net(const struct pb_gear *gear, const struct price *price, const struct pb_gear_option *option)
{
    float value = option->value;
    unsigned c;

    for (c = 0; c < gear->problem->cap_count; c++)
        value -= option->stats[c] * gear->problem->caps[c].drop * price->share[c];
    return value;
}

/* Fills a price's table from the last group to the first. */
static void fill(struct pb_gear *gear, struct price *price)
{
    unsigned state, c, i;
    int g;

    price->back = 0;
    for (c = 0; c < gear->problem->cap_count; c++)
        price->back += gear->problem->caps[c].limit * gear->problem->caps[c].drop * price->share[c];
    for (state = 0; state < gear->states; state++)
        price->rest[PB_GEAR_GROUPS][state] = bonus_of(gear, state);
    for (g = PB_GEAR_GROUPS - 1; g >= 0; g--) {
        const struct pb_gear_group *group = &gear->options.groups[g];

        for (i = 0; i < group->count; i++) {
            const struct pb_gear_option *option = &group->options[i];
            float value = net(gear, price, option);

            for (state = 0; state < gear->states; state++) {
                float sum =
                    value + price->rest[g + 1][option->has_set ? next_state(gear, state, option) : state];

                if (!i || sum > price->rest[g][state])
                    price->rest[g][state] = sum;
            }
        }
    }
}

/* The choice that is best at a price; its stats and, if it is better than the best so far, itself. */
static void follow(struct pb_gear *gear, const struct price *price, float stats[PB_GEAR_CAPS])
{
    uint8_t chosen[PB_GEAR_GROUPS];
    float value = 0;
    unsigned state = 0, g, i, c;

    memset(stats, 0, PB_GEAR_CAPS * sizeof *stats);
    for (g = 0; g < PB_GEAR_GROUPS; g++) {
        const struct pb_gear_group *group = &gear->options.groups[g];
        unsigned best = 0;
        float most = 0;

        for (i = 0; i < group->count; i++) {
            float sum = net(gear, price, &group->options[i]) +
                        price->rest[g + 1][next_state(gear, state, &group->options[i])];

            if (!i || sum > most) {
                best = i;
                most = sum;
            }
        }
        chosen[g] = (uint8_t)best;
        state = next_state(gear, state, &group->options[best]);
        value += group->options[best].value;
        for (c = 0; c < gear->problem->cap_count; c++)
            stats[c] += group->options[best].stats[c];
    }
    value += bonus_of(gear, state) - loss(gear->problem, stats);
    if (value > gear->best) {
        gear->best = value;
        memcpy(gear->chosen, chosen, sizeof chosen);
    }
}

static float bound(const struct price *price)
{
    return price->back + price->rest[0][0];
}

/* Prices between the two ends, halved towards where each cap is just met. Returns the least bound. */
static float find_prices(struct pb_gear *gear)
{
    float low[PB_GEAR_CAPS] = {0}, high[PB_GEAR_CAPS] = {1, 1}, stats[PB_GEAR_CAPS],
          least = bound(gear->prices);
    unsigned c;

    while (gear->price_count < PRICES) {
        struct price *price = &gear->prices[gear->price_count++];
        int is_first = gear->price_count == 2;

        for (c = 0; c < PB_GEAR_CAPS; c++)
            price->share[c] = is_first ? 1 : (low[c] + high[c]) / 2;
        fill(gear, price);
        follow(gear, price, stats);
        least = bound(price) < least ? bound(price) : least;
        for (c = 0; c < gear->problem->cap_count && !is_first; c++)
            *(stats[c] > gear->problem->caps[c].limit ? &low[c] : &high[c]) = price->share[c];
    }
    return least;
}

/* ---- Branch and bound ---- */

/* Sums of roundings stay below this. */
static float slack(float value)
{
    return value * 1e-6f + 1e-5f;
}

static void search(struct pb_gear *gear, unsigned g, unsigned state, float value,
                   const float stats[PB_GEAR_CAPS], const float sums[PRICES])
{
    const struct pb_gear_group *group = &gear->options.groups[g];
    unsigned i, p, c;

    if (g == PB_GEAR_GROUPS) {
        float all = value + bonus_of(gear, state) - loss(gear->problem, stats);

        if (all > gear->best) {
            gear->best = all;
            memcpy(gear->chosen, gear->present, sizeof gear->chosen);
        }
        return;
    }
    for (i = 0; i < group->count && gear->nodes < PB_GEAR_NODES; i++) {
        const struct pb_gear_option *option = &group->options[i];
        unsigned next = option->has_set ? next_state(gear, state, option) : state;
        float more[PRICES], all[PB_GEAR_CAPS];

        gear->nodes++;
        for (p = 0; p < gear->price_count; p++) {
            more[p] = sums[p] + net(gear, &gear->prices[p], option);
            if (more[p] + gear->prices[p].rest[g + 1][next] <= gear->best + slack(gear->best))
                break;
        }
        if (p < gear->price_count)
            continue;
        for (c = 0; c < PB_GEAR_CAPS; c++)
            all[c] = stats[c] + option->stats[c];
        gear->present[g] = (uint8_t)i;
        search(gear, g + 1, next, value + option->value, all, more);
    }
}

void pb_gear_choose(struct pb_gear *gear, const struct pb_gear_problem *problem,
                    struct pb_gear_choice *choice)
{
    float stats[PB_GEAR_CAPS], sums[PRICES];
    unsigned g, p;

    gear->problem = problem;
    gear->nodes = 0;
    gear->best = -1;
    gear->price_count = 1;
    memset(gear->chosen, 0, sizeof gear->chosen);
    pb_gear_list_options(&gear->options, problem);
    number_states(gear);
    memset(gear->prices[0].share, 0, sizeof gear->prices[0].share);
    fill(gear, &gear->prices[0]);
    follow(gear, &gear->prices[0], stats);
    choice->is_exact = 1;
    /* What is best without caps and meets them is best with them. */
    if (loss(problem, stats) > 0 && find_prices(gear) > gear->best + slack(gear->best)) {
        for (p = 0; p < gear->price_count; p++)
            sums[p] = gear->prices[p].back;
        memset(stats, 0, sizeof stats);
        search(gear, 0, 0, 0, stats, sums);
        choice->is_exact = gear->nodes < PB_GEAR_NODES;
    }
    choice->is_exact &= !gear->options.is_cut;
    memset(choice->item, -1, sizeof choice->item);
    for (g = 0; g < PB_GEAR_GROUPS; g++)
        pb_gear_wear(&gear->options, g, gear->chosen[g], choice->item);
    choice->nodes = gear->nodes;
    choice->value = gear->best;
}
