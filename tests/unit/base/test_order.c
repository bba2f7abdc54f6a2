#include "../scarce.h"
#include "../seed.h"
#include "base/order.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { NUMBERS = 4000, STEPS = 300000 };

/* What the numbers stand for; the number decides between equals. The last one is the probe. */
static uint32_t keys[NUMBERS + 1];

static int compare(const void *user, uint32_t a, uint32_t b)
{
    const uint32_t *own = user;

    if (own[a] != own[b])
        return own[a] < own[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* The model: all that are in, sorted by insertion. */
struct model {
    uint32_t numbers[NUMBERS], count;
};

static uint32_t model_find(const struct model *model, uint32_t probe)
{
    uint32_t at = 0;

    while (at < model->count && compare(keys, model->numbers[at], probe) < 0)
        at++;
    return at;
}

static void model_insert(struct model *model, uint32_t number)
{
    uint32_t at = model_find(model, number);

    memmove(model->numbers + at + 1, model->numbers + at, (model->count - at) * sizeof *model->numbers);
    model->numbers[at] = number;
    model->count++;
}

static void model_remove(struct model *model, uint32_t number)
{
    uint32_t at = model_find(model, number);

    model->count--;
    memmove(model->numbers + at, model->numbers + at + 1, (model->count - at) * sizeof *model->numbers);
}

/* Forwards and backwards. */
static void compare_all(const struct pb_order *order, const struct model *model)
{
    struct pb_order_place place;
    uint32_t i;

    keys[NUMBERS] = 0;
    place = pb_order_find(order, NUMBERS);
    assert_int_equal(order->count, model->count);
    for (i = 0; i < model->count && keys[model->numbers[i]] == 0; i++)
        place = pb_order_previous(order, place);
    for (i = 0; i < model->count; i++, place = pb_order_next(order, place))
        assert_int_equal(pb_order_at(order, place), model->numbers[i]);
    assert_int_equal(pb_order_at(order, place), PB_ORDER_END);
    while (i-- > 0) {
        place = pb_order_previous(order, place);
        assert_int_equal(pb_order_at(order, place), model->numbers[i]);
    }
}

/* Numbers in and out at random, in rising and falling order, and all near one place, up to what fits. */
static void a_model_agrees(void **state)
{
    static struct model model;
    static uint8_t is_in[NUMBERS];
    uint64_t seed = pb_seed("order");
    struct pb_order order;

    (void)state;
    model.count = 0;
    memset(is_in, 0, sizeof is_in);
    assert_int_equal(pb_order_init(&order, NUMBERS, compare, keys, &pb_memory_libc), PB_OK);
    for (int step = 0; step < STEPS; step++) {
        uint32_t number = pb_seed_below(&seed, NUMBERS), phase = (uint32_t)step / 15000 % 5, at;
        int is_removal = pb_seed_below(&seed, 10) < (step / 60000 % 2 ? 6 : 4);

        if (is_in[number] && (is_removal || phase == 4)) {
            pb_order_remove(&order, number);
            model_remove(&model, number);
            is_in[number] = 0;
        } else if (!is_in[number] && !is_removal) {
            keys[number] = phase == 0   ? pb_seed_below(&seed, 1000)
                           : phase == 1 ? (uint32_t)step
                           : phase == 2 ? UINT32_MAX - (uint32_t)step
                                        : 500 + pb_seed_below(&seed, 3);
            pb_order_insert(&order, number);
            model_insert(&model, number);
            is_in[number] = 1;
        }
        if (step % 20 == 0) {
            keys[NUMBERS] = pb_seed_below(&seed, 1100);
            at = model_find(&model, NUMBERS);
            assert_int_equal(pb_order_at(&order, pb_order_find(&order, NUMBERS)),
                             at < model.count ? model.numbers[at] : PB_ORDER_END);
        }
        if (step % 2000 == 0)
            compare_all(&order, &model);
    }
    assert_true(order.repacks > 0);
    while (model.count) {
        uint32_t number = model.numbers[pb_seed_below(&seed, model.count)];

        pb_order_remove(&order, number);
        model_remove(&model, number);
    }
    compare_all(&order, &model);
    pb_order_release(&order);
}

/* Full to the last number, from the worst sides, it still has room: chunks that were split are filled anew.
 */
static void all_fit(void **state)
{
    uint64_t seed = pb_seed("order");
    struct pb_order order;

    (void)state;
    for (unsigned way = 0; way < 4; way++)
        for (uint32_t capacity = 1; capacity <= NUMBERS;
             capacity = capacity < 200 ? capacity + 1 : capacity * 2 - 1) {
            struct pb_order_place place;
            uint32_t i, before = 0;

            assert_int_equal(pb_order_init(&order, capacity, compare, keys, &pb_memory_libc), PB_OK);
            for (i = 0; i < capacity; i++) {
                keys[i] = way == 0   ? i
                          : way == 1 ? NUMBERS - i
                          : way == 2 ? pb_seed_below(&seed, UINT32_MAX)
                                     : (i % 2 ? i : 2 * NUMBERS - i);
                pb_order_insert(&order, i);
            }
            assert_int_equal(order.count, capacity);
            /* Numbers that come in order fill every chunk. */
            assert_true(way > 0 || order.repacks == 0);
            keys[NUMBERS] = 0;
            place = pb_order_find(&order, NUMBERS);
            if (way == 0)
                place = pb_order_previous(&order, place);
            for (i = 0; i < capacity; i++, place = pb_order_next(&order, place)) {
                uint32_t number = pb_order_at(&order, place);

                assert_true(number < capacity && keys[number] >= before);
                before = keys[number];
            }
            assert_int_equal(pb_order_at(&order, place), PB_ORDER_END);
            pb_order_release(&order);
        }
}

static void it_is_small_and_says_when_memory_is_short(void **state)
{
    struct pb_scarce scarce;
    struct pb_order order;
    long nth;

    (void)state;
    for (nth = 0; nth < 3; nth++) {
        pb_scarce_init(&scarce, nth);
        assert_int_equal(pb_order_init(&order, 1000, compare, keys, &scarce.memory), PB_E_no_memory);
        pb_order_release(&order);
        assert_int_equal(scarce.blocks, 0);
    }
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_order_init(&order, 100000, compare, keys, &scarce.memory), PB_OK);
    assert_true(pb_order_bytes(&order) < 100000 * 55 / 10);
    pb_order_release(&order);
    pb_order_release(&order);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_agrees),
        cmocka_unit_test(all_fit),
        cmocka_unit_test(it_is_small_and_says_when_memory_is_short),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
