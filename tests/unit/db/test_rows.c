#include "../scarce.h"
#include "base/error.h"
#include "db/rows.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void cells_come_back(void **state)
{
    struct pb_rows *rows = pb_rows_new(3, &pb_memory_libc);
    char text[32];
    size_t length;

    (void)state;
    assert_non_null(rows);
    assert_int_equal(pb_rows_name(rows, 0, "account_id", 1), PB_OK);
    assert_int_equal(pb_rows_name(rows, 1, "state", 0), PB_OK);
    for (uint64_t i = 0; i < 1000; i++) {
        assert_int_equal(pb_rows_add_u64(rows, UINT64_MAX - i), PB_OK);
        assert_int_equal(pb_rows_add_text(rows, "a\0b", 3), PB_OK);
        assert_int_equal(i % 2 ? pb_rows_add_null(rows) : pb_rows_add_text(rows, "17x", 3), PB_OK);
    }
    assert_int_equal(pb_rows_count(rows), 1000);
    assert_int_equal(pb_rows_columns(rows), 3);
    assert_string_equal(pb_rows_column_name(rows, 0), "account_id");
    assert_string_equal(pb_rows_column_name(rows, 2), "");
    assert_true(pb_rows_is_number(rows, 0));
    assert_false(pb_rows_is_number(rows, 1));
    for (size_t i = 0; i < 1000; i++) {
        assert_true(pb_rows_u64(rows, i, 0) == UINT64_MAX - i);
        assert_memory_equal(pb_rows_text(rows, i, 1, &length), "a\0b", 4);
        assert_int_equal(length, 3);
        assert_int_equal(pb_rows_is_null(rows, i, 2), i % 2);
        assert_int_equal(pb_rows_u64(rows, i, 2), i % 2 ? 0 : 17);
    }
    /* A number that was sent as such is no text, but can be printed. */
    assert_string_equal(pb_rows_text(rows, 0, 0, NULL), "");
    assert_int_equal(pb_rows_print(rows, 0, 0, text, sizeof text), 20);
    assert_string_equal(text, "18446744073709551615");
    assert_int_equal(pb_rows_print(rows, 0, 0, text, 4), 20);
    assert_string_equal(text, "184");
    assert_int_equal(pb_rows_print(rows, 1, 2, text, sizeof text), 0);
    assert_string_equal(text, "");
    assert_true(pb_rows_bytes(rows) > 1000 * (8 + 4 + 4));
    pb_rows_free(rows);
}

static void what_is_not_there_is_null(void **state)
{
    struct pb_rows *rows = pb_rows_new(2, &pb_memory_libc);
    size_t length = 9;

    (void)state;
    assert_int_equal(pb_rows_add_u64(rows, 5), PB_OK);
    /* Half a row is none. */
    assert_int_equal(pb_rows_count(rows), 0);
    assert_int_equal(pb_rows_add_u64(rows, 6), PB_OK);
    assert_int_equal(pb_rows_count(rows), 1);
    assert_true(pb_rows_is_null(rows, 0, 2));
    assert_true(pb_rows_is_null(rows, 1, 0));
    assert_true(pb_rows_is_null(rows, SIZE_MAX, UINT32_MAX));
    assert_int_equal(pb_rows_u64(rows, 1, 0), 0);
    assert_string_equal(pb_rows_text(rows, 1, 0, &length), "");
    assert_int_equal(length, 0);
    assert_int_not_equal(pb_rows_name(rows, 2, "x", 0), PB_OK);
    pb_rows_free(rows);
    assert_int_equal(pb_rows_count(NULL), 0);
    assert_int_equal(pb_rows_columns(NULL), 0);
    assert_int_equal(pb_rows_bytes(NULL), 0);
    assert_int_equal(pb_rows_u64(NULL, 0, 0), 0);
    assert_string_equal(pb_rows_column_name(NULL, 0), "");
    pb_rows_free(NULL);
}

static void without_columns(void **state)
{
    struct pb_rows *rows = pb_rows_new(0, &pb_memory_libc);

    (void)state;
    assert_non_null(rows);
    assert_int_equal(pb_rows_count(rows), 0);
    pb_rows_free(rows);
}

static void long_names_are_cut(void **state)
{
    struct pb_rows *rows = pb_rows_new(1, &pb_memory_libc);
    char name[200];

    (void)state;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(pb_rows_name(rows, 0, name, 0), PB_OK);
    assert_int_equal(strlen(pb_rows_column_name(rows, 0)), 64);
    pb_rows_free(rows);
}

/* Each block is refused once; nothing leaks and what was there stays. */
static void without_memory(void **state)
{
    int refusals = 0;

    (void)state;
    for (long nth = 0; nth < 12; nth++) {
        struct pb_scarce scarce;
        struct pb_rows *rows;
        int error = PB_OK;

        pb_scarce_init(&scarce, nth);
        if (!(rows = pb_rows_new(2, &scarce.memory))) {
            refusals++;
            assert_int_equal(scarce.blocks, 0);
            continue;
        }
        for (uint64_t i = 0; !error && i < 40; i++)
            error =
                i % 2 ? pb_rows_add_text(rows, "some text that needs room", 25) : pb_rows_add_u64(rows, i);
        refusals += error == PB_E_no_memory;
        if (pb_rows_count(rows) > 1)
            assert_string_equal(pb_rows_text(rows, 0, 1, NULL), "some text that needs room");
        pb_rows_free(rows);
        assert_int_equal(scarce.blocks, 0);
    }
    assert_in_range(refusals, 6, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_come_back), cmocka_unit_test(what_is_not_there_is_null),
        cmocka_unit_test(without_columns), cmocka_unit_test(long_names_are_cut),
        cmocka_unit_test(without_memory),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
