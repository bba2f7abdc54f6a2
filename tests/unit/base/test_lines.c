#include "../seed.h"
#include "base/lines.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static unsigned refuses;

static void *resize(void *user, void *pointer, size_t size)
{
    (void)user;
    if (!size) {
        free(pointer);
        return NULL;
    }
    return refuses ? NULL : realloc(pointer, size);
}

static const struct pb_memory memory = {resize, NULL};

/* Whatever the block begins with, the array begins with a line, and keeps what was in it. */
static void what_was_there_stays(void **state)
{
    uint64_t seed = pb_seed("lines");
    uint32_t *array = NULL, count = 0;
    void *between[64];

    (void)state;
    for (unsigned i = 0; i < 64; i++) {
        uint32_t more = count + 1 + pb_seed_below(&seed, 100);

        between[i] = malloc(1 + pb_seed_below(&seed, 200));
        assert_int_equal(pb_lines_resize(&memory, &array, count * sizeof *array, more * sizeof *array),
                         PB_OK);
        assert_int_equal((uintptr_t)array % PB_LINE, 0);
        for (uint32_t k = 0; k < count; k++)
            assert_int_equal(array[k], k * 3 + 1);
        for (uint32_t k = count; k < more; k++)
            array[k] = k * 3 + 1;
        count = more;
    }
    for (unsigned i = 0; i < 64; i++)
        free(between[i]);
    pb_lines_free(&memory, array);
}

static void without_memory_all_is_as_before(void **state)
{
    uint32_t *array = NULL, *before;

    (void)state;
    assert_int_equal(pb_lines_resize(&memory, &array, 0, 100), PB_OK);
    array[24] = 7;
    before = array;
    refuses = 1;
    assert_int_equal(pb_lines_resize(&memory, &array, 100, 200), PB_E_no_memory);
    refuses = 0;
    assert_ptr_equal(array, before);
    assert_int_equal(array[24], 7);
    pb_lines_free(&memory, array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_there_stays),
        cmocka_unit_test(without_memory_all_is_as_before),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
