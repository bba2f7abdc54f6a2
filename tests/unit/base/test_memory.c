#include "../scarce.h"
#include "base/memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void new_memory_is_zero(void **state)
{
    static const char zero[4096];
    char *block;

    (void)state;
    /* Again and again, so that used memory comes back. */
    for (int i = 0; i < 20; i++) {
        block = pb_memory_new(&pb_memory_libc, 64, 64);
        assert_non_null(block);
        assert_memory_equal(block, zero, sizeof zero);
        memset(block, 'x', sizeof zero);
        pb_memory_free(&pb_memory_libc, block);
    }
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    assert_null(pb_memory_new(&pb_memory_libc, SIZE_MAX / 2 + 1, 2));
    assert_null(pb_memory_new(&pb_memory_libc, 2, SIZE_MAX / 2 + 1));
    assert_null(pb_memory_new(&pb_memory_libc, SIZE_MAX, SIZE_MAX));
    assert_null(pb_memory_copy(&pb_memory_libc, "", SIZE_MAX));
}

/* A size of 0 would free: nobody asks the host's function for that. */
static void nothing_is_a_block_too(void **state)
{
    struct pb_scarce scarce;
    void *block;

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_non_null(block = pb_memory_new(&scarce.memory, 0, 8));
    assert_non_null(block = pb_memory_resize(&scarce.memory, block, 0));
    assert_int_equal(scarce.blocks, 1);
    pb_memory_free(&scarce.memory, block);
    pb_memory_free(&scarce.memory, NULL);
    assert_int_equal(scarce.blocks, 0);
}

static void copies_end_with_zero(void **state)
{
    char *copy = pb_memory_copy(&pb_memory_libc, "a\0bc", 3);

    (void)state;
    assert_non_null(copy);
    assert_memory_equal(copy, "a\0b", 4);
    pb_memory_free(&pb_memory_libc, copy);
    assert_non_null(copy = pb_memory_copy(&pb_memory_libc, NULL, 0));
    assert_string_equal(copy, "");
    pb_memory_free(&pb_memory_libc, copy);
}

/* From a few megabytes on a block asks for large pages: that must not touch what is in it, or beside it. */
static void large_blocks_keep_their_bytes(void **state)
{
    const size_t small = 3u << 20, large = 9u << 20;
    unsigned char *block = pb_memory_new(&pb_memory_libc, small, 1),
                  *beside = pb_memory_new(&pb_memory_libc, large, 1);
    size_t i;

    (void)state;
    assert_non_null(block);
    assert_non_null(beside);
    for (i = 0; i < small; i++)
        block[i] = (unsigned char)(i * 31 >> 3);
    memset(beside, 7, large);
    block = pb_memory_resize(&pb_memory_libc, block, large);
    assert_non_null(block);
    memset(block + small, 9, large - small);
    for (i = 0; i < large; i++) {
        assert_int_equal(block[i], i < small ? (unsigned char)(i * 31 >> 3) : 9);
        assert_int_equal(beside[i], 7);
    }
    pb_memory_free(&pb_memory_libc, block);
    pb_memory_free(&pb_memory_libc, beside);
}

static void a_refusal_leaves_the_block(void **state)
{
    struct pb_scarce scarce;
    char *block;

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_non_null(block = pb_memory_copy(&scarce.memory, "kept", 4));
    scarce.until_refusal = 0;
    assert_null(pb_memory_resize(&scarce.memory, block, 1000));
    assert_string_equal(block, "kept");
    scarce.until_refusal = 0;
    assert_null(pb_memory_new(&scarce.memory, 1, 1));
    scarce.until_refusal = 0;
    assert_null(pb_memory_copy(&scarce.memory, "x", 1));
    pb_memory_free(&scarce.memory, block);
    assert_int_equal(scarce.blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zero),         cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(nothing_is_a_block_too),     cmocka_unit_test(copies_end_with_zero),
        cmocka_unit_test(a_refusal_leaves_the_block), cmocka_unit_test(large_blocks_keep_their_bytes),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
