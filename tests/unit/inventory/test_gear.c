#include "gear_bags.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BAGS = 10500 };

static struct pb_gear *gear;

static int set_up(void **state)
{
    (void)state;
    return pb_gear_new(&gear, &pb_memory_libc);
}

static int tear_down(void **state)
{
    (void)state;
    pb_gear_free(gear);
    return 0;
}

static void nothing_to_wear(void **state)
{
    struct pb_gear_problem problem = {0};
    struct pb_gear_choice choice;

    (void)state;
    pb_gear_choose(gear, &problem, &choice);
    assert_true(choice.is_exact);
    assert_float_equal(choice.value, 0, 0);
    for (unsigned slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++)
        assert_int_equal(choice.item[slot], -1);
}

static void two_hands_against_one_and_one(void **state)
{
    struct pb_gear_item items[] = {
        {.value = 100, .off_value = 100, .entry = 1, .slots = 1u << PB_SLOT_MAIN_HAND, .both_hands = 1},
        {.value = 70, .off_value = 35, .entry = 2, .slots = 1u << PB_SLOT_MAIN_HAND | 1u << PB_SLOT_OFF_HAND},
        {.value = 60, .off_value = 20, .entry = 3, .slots = 1u << PB_SLOT_MAIN_HAND | 1u << PB_SLOT_OFF_HAND},
        {.value = 29, .off_value = 29, .entry = 4, .slots = 1u << PB_SLOT_OFF_HAND},
    };
    struct pb_gear_problem problem = {.items = items, .count = 4};
    struct pb_gear_choice choice;

    (void)state;
    pb_gear_choose(gear, &problem, &choice);
    assert_int_equal(choice.item[PB_SLOT_MAIN_HAND], 0);
    assert_int_equal(choice.item[PB_SLOT_OFF_HAND], -1);
    items[3].value = items[3].off_value = 31;
    pb_gear_choose(gear, &problem, &choice);
    assert_int_equal(choice.item[PB_SLOT_MAIN_HAND], 1);
    assert_int_equal(choice.item[PB_SLOT_OFF_HAND], 3);
    /* The better weapon goes where it loses less. */
    items[3].slots = 0;
    items[2].off_value = 50;
    items[1].off_value = 45;
    items[2].value = 66;
    pb_gear_choose(gear, &problem, &choice);
    assert_int_equal(choice.item[PB_SLOT_MAIN_HAND], 1);
    assert_int_equal(choice.item[PB_SLOT_OFF_HAND], 2);
}

static void of_unique_things_one(void **state)
{
    uint32_t fingers = 1u << PB_SLOT_FINGER1 | 1u << PB_SLOT_FINGER2;
    struct pb_gear_item items[] = {
        {.value = 50, .off_value = 50, .entry = 7, .slots = fingers, .is_unique = 1},
        {.value = 50, .off_value = 50, .entry = 7, .slots = fingers, .is_unique = 1},
        {.value = 10, .off_value = 10, .entry = 8, .slots = fingers},
    };
    struct pb_gear_problem problem = {.items = items, .count = 3};
    struct pb_gear_choice choice;

    (void)state;
    pb_gear_choose(gear, &problem, &choice);
    assert_float_equal(choice.value, 60, 1e-4);
    items[0].is_unique = items[1].is_unique = 0;
    pb_gear_choose(gear, &problem, &choice);
    assert_float_equal(choice.value, 100, 1e-4);
}

/* More of one unique thing than a slot's list holds do not hide the second best. */
static void many_of_a_kind(void **state)
{
    struct pb_gear_item items[40];
    struct pb_gear_problem problem = {.items = items, .count = 40};
    struct pb_gear_choice choice;

    (void)state;
    for (unsigned i = 0; i < 40; i++)
        items[i] = (struct pb_gear_item){.value = i < 39 ? 20 : 5,
                                         .entry = i < 39 ? 1 : 2,
                                         .slots = 1u << PB_SLOT_TRINKET1 | 1u << PB_SLOT_TRINKET2,
                                         .is_unique = 1};
    pb_gear_choose(gear, &problem, &choice);
    assert_float_equal(choice.value, 25, 1e-4);
}

static void caps_and_sets_change_the_choice(void **state)
{
    struct pb_gear_item items[] = {
        {.value = 30, .stats = {20}, .entry = 1, .slots = 1u << PB_SLOT_HEAD},
        {.value = 20, .entry = 2, .slots = 1u << PB_SLOT_HEAD, .set_id = 5},
        {.value = 30, .stats = {20}, .entry = 3, .slots = 1u << PB_SLOT_LEGS},
        {.value = 20, .entry = 4, .slots = 1u << PB_SLOT_LEGS, .set_id = 5},
    };
    struct pb_gear_problem problem = {.items = items, .count = 4, .cap_count = 1};
    struct pb_gear_choice choice;

    (void)state;
    problem.caps[0].limit = 20;
    problem.caps[0].drop = 1;
    pb_gear_choose(gear, &problem, &choice);
    assert_float_equal(choice.value, 50, 1e-4);
    problem.set_count = 1;
    problem.sets[0].set_id = 5;
    for (unsigned i = 2; i <= PB_GEAR_PIECES; i++)
        problem.sets[0].bonus[i] = 15;
    pb_gear_choose(gear, &problem, &choice);
    assert_float_equal(choice.value, 55, 1e-4);
    assert_int_equal(choice.item[PB_SLOT_HEAD], 1);
    assert_int_equal(choice.item[PB_SLOT_LEGS], 3);
}

/* Mostly few slots; some have all sixteen. */
static unsigned slots_of(uint64_t *seed, unsigned number)
{
    return number % 100 == 0  ? GEAR_SLOTS
           : number % 10 == 0 ? 9 + pb_seed_below(seed, 4)
                              : 3 + pb_seed_below(seed, 6);
}

static void like_brute_force(void **state)
{
    uint64_t seed = pb_seed("gear");
    unsigned equal = 0, tried = 0, full = 0, inexact = 0, i, slow = 0;
    double ours = 0, theirs = 0;
    static struct gear_bag bag;

    (void)state;
    for (i = 0; i < BAGS; i++) {
        unsigned slots = slots_of(&seed, i), caps = pb_seed_below(&seed, PB_GEAR_CAPS + 1),
                 sets = pb_seed_below(&seed, PB_GEAR_SETS + 1);
        struct pb_gear_choice choice;
        float best;

        /* With both at once sixteen slots take a search through everything too long. */
        if (slots == GEAR_SLOTS && sets > 1)
            sets = 1;
        gear_random(&seed, &bag, slots, caps, sets);
        pb_gear_choose(gear, &bag.problem, &choice);
        assert_null(gear_check(&bag, &choice));
        assert_float_equal(choice.value, pb_gear_worth(&bag.problem, choice.item), 1e-2);
        best = gear_brute_force(&bag, choice.value);
        if (best < 0) {
            slow++;
            continue;
        }
        tried++;
        full += slots == GEAR_SLOTS;
        if (fabsf(choice.value - best) < 1e-2f)
            equal++;
        else if (choice.is_exact)
            fail_msg("bag %u: %f is no best, %f is", i, choice.value, best);
        inexact += !choice.is_exact;
        if (!caps)
            assert_true(choice.is_exact);
        ours += choice.value;
        theirs += gear_slot_by_slot(&bag);
    }
    printf("# %u bags, %u of them with all %d slots: %u equal to the best (%.3f %%), %u cut short; "
           "%.2f %% better than slot by slot; %u that brute force gave up\n",
           tried, full, GEAR_SLOTS, equal, 100.0 * equal / tried, inexact, 100 * (ours / theirs - 1), slow);
    assert_true(tried >= 10000);
    assert_true(full >= 50);
    assert_true(equal >= tried * 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_wear),
        cmocka_unit_test(two_hands_against_one_and_one),
        cmocka_unit_test(of_unique_things_one),
        cmocka_unit_test(many_of_a_kind),
        cmocka_unit_test(caps_and_sets_change_the_choice),
        cmocka_unit_test(like_brute_force),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
