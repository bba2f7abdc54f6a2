#include "inventory/gear_options.h"
#include <string.h>

/* first and second slot of each group; second 0xff: it stands alone. Shirts and tabards are for show. */
enum { ALONE = 0xff };
static const uint8_t group_slots[PB_GEAR_GROUPS][2] = {
    {PB_SLOT_MAIN_HAND, PB_SLOT_OFF_HAND},
    {PB_SLOT_FINGER1, PB_SLOT_FINGER2},
    {PB_SLOT_TRINKET1, PB_SLOT_TRINKET2},
    {PB_SLOT_CHEST, ALONE},
    {PB_SLOT_LEGS, ALONE},
    {PB_SLOT_HEAD, ALONE},
    {PB_SLOT_SHOULDERS, ALONE},
    {PB_SLOT_HANDS, ALONE},
    {PB_SLOT_WAIST, ALONE},
    {PB_SLOT_FEET, ALONE},
    {PB_SLOT_WRISTS, ALONE},
    {PB_SLOT_BACK, ALONE},
    {PB_SLOT_NECK, ALONE},
    {PB_SLOT_RANGED, ALONE},
};

enum kind { ANY, ONE_HAND, BOTH_HANDS };

struct list {
    unsigned count;
    int16_t items[PB_GEAR_PER_SLOT];
};

static float value_in(const struct pb_gear_item *item, unsigned slot)
{
    return slot == PB_SLOT_OFF_HAND ? item->off_value : item->value;
}

/* Whether the list has as many of its kind, no worse, as anybody could wear. */
static int has_enough(const struct pb_gear_problem *problem, const struct list *list,
                      const struct pb_gear_item *item, unsigned slot)
{
    unsigned same = 0, i;

    for (i = 0; i < list->count; i++) {
        const struct pb_gear_item *other = &problem->items[list->items[i]];

        same += other->entry == item->entry && value_in(other, slot) >= value_in(item, slot);
    }
    return same >= (item->is_unique ? 1u : 2u);
}

/* What fits a slot, the best first; more than there is room for costs exactness only with caps or sets. */
static void list_slot(struct pb_gear_options *options, const struct pb_gear_problem *problem, unsigned slot,
                      enum kind kind, struct list *list)
{
    unsigned i, at;

    list->count = 0;
    for (i = 0; i < problem->count; i++) {
        const struct pb_gear_item *item = &problem->items[i];
        float value = value_in(item, slot);

        if (!(item->slots >> slot & 1) || (kind != ANY && item->both_hands != (kind == BOTH_HANDS)) ||
            has_enough(problem, list, item, slot))
            continue;
        at = list->count;
        if (at == PB_GEAR_PER_SLOT) {
            options->is_cut |= problem->cap_count || problem->set_count;
            if (value <= value_in(&problem->items[list->items[--at]], slot))
                continue;
        } else {
            list->count++;
        }
        for (; at && value_in(&problem->items[list->items[at - 1]], slot) < value; at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = (int16_t)i;
    }
}

static void count_in(const struct pb_gear_problem *problem, struct pb_gear_option *option, int at,
                     unsigned slot)
{
    const struct pb_gear_item *item = &problem->items[at];
    unsigned i;

    option->value += value_in(item, slot);
    for (i = 0; i < problem->cap_count; i++)
        option->stats[i] += item->stats[i];
    for (i = 0; i < problem->set_count; i++)
        if (item->set_id && item->set_id == problem->sets[i].set_id) {
            option->pieces[i]++;
            option->has_set = 1;
        }
}

/* Whether b is at least as good as a at every price of every cap (the value at a price is linear in it, so
 * the ends tell) and has no fewer pieces of any set: then a is never needed. */
static int is_needless(const struct pb_gear_problem *problem, const struct pb_gear_option *a,
                       const struct pb_gear_option *b)
{
    unsigned ends, c, s;

    for (s = 0; s < problem->set_count; s++)
        if (a->pieces[s] > b->pieces[s])
            return 0;
    for (ends = 0; ends < 1u << problem->cap_count; ends++) {
        float more = b->value - a->value;

        for (c = 0; c < problem->cap_count; c++)
            if (ends >> c & 1)
                more -= (b->stats[c] - a->stats[c]) * problem->caps[c].drop;
        if (more < 0)
            return 0;
    }
    return 1;
}

static void add(const struct pb_gear_problem *problem, struct pb_gear_group *group, unsigned g, int first,
                int second)
{
    struct pb_gear_option option = {.first = (int16_t)first, .second = (int16_t)second};
    unsigned i, kept = 0;

    if (first >= 0)
        count_in(problem, &option, first, group_slots[g][0]);
    if (second >= 0)
        count_in(problem, &option, second, group_slots[g][1]);
    for (i = 0; i < group->count; i++)
        if (is_needless(problem, &option, &group->options[i]))
            return;
    /* What the new one makes needless goes; the order of the others stays. */
    for (i = 0; i < group->count; i++)
        if (!is_needless(problem, &group->options[i], &option)) {
            if (kept != i)
                group->options[kept] = group->options[i];
            kept++;
        }
    group->options[kept] = option;
    group->count = kept + 1;
}

/* Not the same thing twice, nor two of a kind that is unique. */
static int agree(const struct pb_gear_problem *problem, int a, int b)
{
    return a != b && (problem->items[a].entry != problem->items[b].entry ||
                      (!problem->items[a].is_unique && !problem->items[b].is_unique));
}

static void add_pairs(const struct pb_gear_problem *problem, struct pb_gear_group *group, unsigned g,
                      const struct list *first, const struct list *second)
{
    unsigned i, k;

    for (i = 0; i < first->count; i++)
        for (k = 0; k < second->count; k++)
            if (agree(problem, first->items[i], second->items[k]))
                add(problem, group, g, first->items[i], second->items[k]);
    for (i = 0; i < first->count; i++)
        add(problem, group, g, first->items[i], -1);
    for (k = 0; k < second->count; k++)
        add(problem, group, g, -1, second->items[k]);
}

void pb_gear_list_options(struct pb_gear_options *options, const struct pb_gear_problem *problem)
{
    struct list first, second;
    unsigned g, i;

    options->is_cut = 0;
    for (g = 0; g < PB_GEAR_GROUPS; g++) {
        struct pb_gear_group *group = &options->groups[g];
        unsigned slot = group_slots[g][0], other = group_slots[g][1];

        group->count = 0;
        if (slot == PB_SLOT_MAIN_HAND) {
            list_slot(options, problem, slot, BOTH_HANDS, &first);
            for (i = 0; i < first.count; i++)
                add(problem, group, g, first.items[i], -1);
        }
        list_slot(options, problem, slot, slot == PB_SLOT_MAIN_HAND ? ONE_HAND : ANY, &first);
        second.count = 0;
        if (other != ALONE)
            list_slot(options, problem, other, slot == PB_SLOT_MAIN_HAND ? ONE_HAND : ANY, &second);
        add_pairs(problem, group, g, &first, &second);
        add(problem, group, g, -1, -1);
    }
}

void pb_gear_wear(const struct pb_gear_options *options, unsigned group, unsigned option,
                  int16_t item[PB_EQUIPMENT_SLOTS])
{
    const struct pb_gear_option *chosen = &options->groups[group].options[option];

    item[group_slots[group][0]] = chosen->first;
    if (group_slots[group][1] != ALONE)
        item[group_slots[group][1]] = chosen->second;
}
