#include "../seed.h"
#include "base/recording.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { RECORDS = 300, MOST = 700 };

/* Record number i of a seed: its kind and bytes. */
static size_t make(uint64_t seed, unsigned i, enum pb_record *kind, uint8_t bytes[MOST])
{
    uint64_t chance = seed + i * 1000003u;
    size_t size = pb_seed_below(&chance, i % 7 ? 40 : MOST), k;

    *kind = (enum pb_record)(1 + pb_seed_below(&chance, PB_RECORD_END - 1));
    for (k = 0; k < size; k++)
        bytes[k] = (uint8_t)pb_seed_next(&chance);
    return size;
}

/* A whole recording, flushed now and then, in memory: the file's bytes. */
static char *write_file(uint64_t seed, unsigned records, int is_finished, size_t *size)
{
    struct pb_recording *recording;
    uint8_t bytes[MOST];
    char text[200], *file_bytes = NULL;
    FILE *file = open_memstream(&file_bytes, size);
    enum pb_record kind;
    unsigned i;

    assert_non_null(file);
    assert_int_equal(pb_recording_new(&recording, file, 0, "unit", text, sizeof text), PB_OK);
    for (i = 0; i < records; i++) {
        size_t length = make(seed, i, &kind, bytes);

        pb_recording_put(recording, kind, bytes, length);
        if (i % 20 == 19)
            assert_int_equal(pb_recording_flush(recording), PB_OK);
    }
    if (is_finished)
        assert_int_equal(pb_recording_finish(recording), PB_OK);
    pb_recording_free(recording);
    fclose(file);
    return file_bytes;
}

/* Reads as many good records as there are; returns how many. `damage` is a copy. */
static unsigned read_file(const char *file_bytes, size_t size, uint64_t seed, char damage[200], int *is_whole)
{
    struct pb_recording *recording;
    FILE *file = fmemopen((void *)(uintptr_t)file_bytes, size, "rb");
    uint8_t bytes[MOST], wanted[MOST];
    enum pb_record kind;
    unsigned count = 0;

    assert_non_null(file);
    damage[0] = '\0';
    *is_whole = 0;
    if (pb_recording_new(&recording, file, 1, "unit", damage, 200) != PB_OK) {
        fclose(file);
        return 0;
    }
    while (pb_recording_peek(recording) != PB_RECORD_NONE) {
        size_t length;

        if (pb_recording_peek(recording) == PB_RECORD_END) {
            *is_whole = 1;
            break;
        }
        length = make(seed, count++, &kind, wanted);
        assert_int_equal(pb_recording_peek(recording), kind);
        assert_int_equal(pb_recording_size(recording), length);
        /* Another kind or size is not taken. */
        assert_int_equal(pb_recording_take(recording, kind, bytes, length + 1), 0);
        assert_int_equal(pb_recording_take(recording, PB_RECORD_END, bytes, length), 0);
        assert_int_equal(pb_recording_take(recording, kind, bytes, length), 1);
        assert_memory_equal(bytes, wanted, length);
    }
    if (pb_recording_damage(recording))
        snprintf(damage, 200, "%s", pb_recording_damage(recording));
    pb_recording_free(recording);
    fclose(file);
    return count;
}

static void what_was_put_is_taken(void **state)
{
    uint64_t seed = pb_seed("what_was_put_is_taken");
    char damage[200], *bytes;
    size_t size;
    int is_whole;

    (void)state;
    bytes = write_file(seed, RECORDS, 1, &size);
    assert_int_equal(read_file(bytes, size, seed, damage, &is_whole), RECORDS);
    assert_string_equal(damage, "");
    assert_true(is_whole);
    free(bytes);
}

/* Wherever it is cut off: everything before is read, nothing wrong is, and it says so. */
static void a_cut_is_told(void **state)
{
    uint64_t seed = pb_seed("a_cut_is_told");
    char damage[200], *bytes;
    unsigned before = 0, now;
    size_t size, cut;
    int is_whole;

    (void)state;
    bytes = write_file(seed, 60, 1, &size);
    for (cut = 1; cut < size; cut++) {
        now = read_file(bytes, cut, seed, damage, &is_whole);
        assert_true(damage[0]);
        assert_false(is_whole);
        assert_true(now >= before);
        before = now;
    }
    assert_int_equal(before, 60);
    free(bytes);
}

/* A run that was killed: all that was flushed is there. */
static void a_run_without_end_is_told(void **state)
{
    uint64_t seed = pb_seed("a_run_without_end_is_told");
    char damage[200], *bytes;
    size_t size;
    int is_whole;

    (void)state;
    bytes = write_file(seed, RECORDS, 0, &size);
    assert_int_equal(read_file(bytes, size, seed, damage, &is_whole), RECORDS);
    assert_non_null(strstr(damage, "before its end"));
    assert_false(is_whole);
    free(bytes);
}

/* Every bit of every byte may be another: it is told, and no record comes out other than it went in. */
static void a_wrong_bit_is_told(void **state)
{
    uint64_t seed = pb_seed("a_wrong_bit_is_told");
    char damage[200], *bytes;
    size_t size, at;
    int is_whole;

    (void)state;
    bytes = write_file(seed, 40, 1, &size);
    for (at = 0; at < size; at++) {
        char was = bytes[at];

        bytes[at] = (char)(was ^ 1 << at % 8);
        read_file(bytes, size, seed, damage, &is_whole);
        assert_true(damage[0]);
        assert_false(is_whole);
        bytes[at] = was;
    }
    free(bytes);
}

/* A block that is missing, or there twice, has a good checksum of its own. */
static void a_missing_block_is_told(void **state)
{
    uint64_t seed = pb_seed("a_missing_block_is_told");
    char damage[200], *bytes, *second;
    size_t size, length;
    int is_whole;

    (void)state;
    bytes = write_file(seed, 60, 1, &size);
    second = memmem(bytes + 20, size - 20, "PBRB", 4);
    assert_non_null(second);
    second = memmem(second + 4, size - (size_t)(second + 4 - bytes), "PBRB", 4);
    assert_non_null(second);
    length = (size_t)(second - bytes);
    memmove(bytes + 12, second, size - length);
    assert_int_equal(read_file(bytes, size - length + 12, seed, damage, &is_whole), 0);
    assert_non_null(strstr(damage, "another block should stand here"));
    free(bytes);
}

static void another_writers_is_refused(void **state)
{
    struct pb_recording *recording;
    char text[200], *bytes;
    size_t size;
    FILE *file;

    (void)state;
    bytes = write_file(1, 3, 1, &size);
    file = fmemopen(bytes, size, "rb");
    assert_int_equal(pb_recording_new(&recording, file, 1, "unit 2", text, sizeof text), PB_E_bad_recording);
    assert_non_null(strstr(text, "written by 'unit'"));
    fclose(file);
    free(bytes);
}

static void a_full_disk_is_told_once_and_for_all(void **state)
{
    struct pb_recording *recording;
    char text[200], room[64];
    uint8_t bytes[500];
    uint64_t chance = 7;
    FILE *file = fmemopen(room, sizeof room, "wb");
    unsigned i;

    (void)state;
    setbuf(file, NULL);
    assert_int_equal(pb_recording_new(&recording, file, 0, "unit", text, sizeof text), PB_OK);
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)pb_seed_next(&chance);
    pb_recording_put(recording, PB_RECORD_ORDER, bytes, sizeof bytes);
    assert_int_equal(pb_recording_flush(recording), PB_E_io);
    pb_recording_put(recording, PB_RECORD_ORDER, bytes, 1);
    assert_int_equal(pb_recording_flush(recording), PB_E_io);
    assert_int_equal(pb_recording_finish(recording), PB_E_io);
    pb_recording_free(recording);
    fclose(file);
}

static void the_first_difference_ends_it(void **state)
{
    struct pb_recording *recording;
    char text[200], *bytes;
    size_t size;
    FILE *file;

    (void)state;
    bytes = write_file(3, 10, 1, &size);
    file = fmemopen(bytes, size, "rb");
    assert_int_equal(pb_recording_new(&recording, file, 1, "unit", text, sizeof text), PB_OK);
    assert_int_not_equal(pb_recording_peek(recording), PB_RECORD_NONE);
    pb_recording_differ(recording, "bot %u", 7u);
    pb_recording_differ(recording, "bot %u", 8u);
    assert_string_equal(pb_recording_difference(recording), "bot 7");
    assert_int_equal(pb_recording_peek(recording), PB_RECORD_NONE);
    pb_recording_free(recording);
    fclose(file);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_taken),
        cmocka_unit_test(a_cut_is_told),
        cmocka_unit_test(a_run_without_end_is_told),
        cmocka_unit_test(a_wrong_bit_is_told),
        cmocka_unit_test(a_missing_block_is_told),
        cmocka_unit_test(another_writers_is_refused),
        cmocka_unit_test(the_first_difference_ends_it),
        cmocka_unit_test(a_full_disk_is_told_once_and_for_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
