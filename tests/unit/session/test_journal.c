#include "../scarce.h"
#include "../seed.h"
#include "base/error.h"
#include "session/journal.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { LIMIT = 64 << 20, MAX_SEEN = 4096 };

static char folder[64], path[80], rejects[96];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/pb_journal_XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/journal", folder);
    snprintf(rejects, sizeof rejects, "%s.rejected", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    unlink(rejects);
    return rmdir(folder);
}

static struct pb_journal *open_journal(uint64_t limit)
{
    struct pb_journal *journal = NULL;

    assert_int_equal(pb_journal_open(&journal, path, limit, &pb_memory_libc), PB_OK);
    return journal;
}

/* The records of one reading: kind and text of each, one after the other. */
struct seen {
    char text[MAX_SEEN];
    size_t length;
    unsigned count, most;
};

static int see(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct seen *seen = user;

    if (seen->count == seen->most)
        return PB_E_no_memory;
    seen->count++;
    seen->length += (size_t)snprintf(seen->text + seen->length, sizeof seen->text - seen->length, "%u:%.*s;",
                                     kind, (int)length, text);
    assert_in_range(seen->length, 0, sizeof seen->text - 1);
    return PB_OK;
}

/* Reads on, and wants these records. */
static void assert_read(struct pb_journal *journal, const char *wanted)
{
    struct seen seen = {.most = UINT32_MAX};

    assert_int_equal(pb_journal_read(journal, 1 << 20, see, &seen), PB_OK);
    assert_string_equal(seen.text, wanted);
}

static void append(struct pb_journal *journal, unsigned kind, const char *text)
{
    assert_int_equal(pb_journal_append(journal, kind, text, strlen(text)), PB_OK);
}

/* A file as a whole. Returns its size, 0 for none. */
static size_t read_file(const char *name, uint8_t *bytes, size_t size)
{
    FILE *file = fopen(name, "rb");
    size_t length = file ? fread(bytes, 1, size, file) : 0;

    if (file)
        fclose(file);
    return length;
}

static void write_file(const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* Three records in a file. Returns its size; `at` is where each begins, and the end. */
static size_t write_three(uint8_t *bytes, size_t room, size_t at[4])
{
    static const char *const texts[] = {"first", "second, in the middle", "third"};
    struct pb_journal *journal = open_journal(LIMIT);
    size_t size;

    at[0] = 0;
    for (unsigned i = 0; i < 3; i++) {
        append(journal, i, texts[i]);
        at[i + 1] = at[i] + PB_JOURNAL_HEADER + strlen(texts[i]);
    }
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    pb_journal_close(journal);
    size = read_file(path, bytes, room);
    assert_int_equal(size, at[3]);
    return size;
}

static void records_come_back_in_order(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);

    (void)state;
    append(journal, 1, "a");
    append(journal, 65535, "");
    /* Not on disk yet. */
    assert_int_equal(pb_journal_bytes(journal), 0);
    assert_read(journal, "");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_int_equal(pb_journal_bytes(journal), 2 * PB_JOURNAL_HEADER + 1);
    assert_read(journal, "1:a;65535:;");
    /* Not advanced: once more. */
    assert_read(journal, "1:a;65535:;");
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    assert_read(journal, "");
    append(journal, 2, "b");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_read(journal, "2:b;");
    pb_journal_rewind(journal);
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    assert_read(journal, "2:b;");
    pb_journal_close(journal);
    pb_journal_close(NULL);
}

static void it_is_there_after_a_restart(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);
    struct stat status;

    (void)state;
    append(journal, 1, "kept");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    append(journal, 1, "never synced");
    pb_journal_close(journal);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    journal = open_journal(LIMIT);
    assert_read(journal, "1:kept;");
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, 0);
    pb_journal_close(journal);
}

/* A reading that is broken off goes on with the record that was not taken. */
static void a_reader_may_stop(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);
    struct seen seen = {.most = 2};

    (void)state;
    append(journal, 1, "a");
    append(journal, 1, "b");
    append(journal, 1, "c");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_int_equal(pb_journal_read(journal, 1 << 20, see, &seen), PB_E_no_memory);
    assert_string_equal(seen.text, "1:a;1:b;");
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    assert_read(journal, "1:c;");
    pb_journal_close(journal);
}

static void a_rollback_forgets(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);

    (void)state;
    append(journal, 1, "no");
    pb_journal_rollback(journal);
    append(journal, 1, "yes");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_read(journal, "1:yes;");
    pb_journal_close(journal);
}

/* A power cut may leave any part of the last record. */
static void a_torn_end_is_cut_off_at_every_length(void **state)
{
    uint8_t bytes[256];
    size_t at[4], size = write_three(bytes, sizeof bytes, at);

    (void)state;
    for (size_t cut = 0; cut <= size; cut++) {
        const char *wanted = cut < at[1]   ? ""
                             : cut < at[2] ? "0:first;"
                             : cut < at[3] ? "0:first;1:second, in the middle;"
                                           : "0:first;1:second, in the middle;2:third;";
        size_t torn = cut - (cut < at[1] ? 0 : cut < at[2] ? at[1] : cut < at[3] ? at[2] : at[3]);
        struct pb_journal *journal;

        write_file(bytes, cut);
        journal = open_journal(LIMIT);
        assert_read(journal, wanted);
        assert_int_equal(pb_journal_damaged(journal), torn);
        /* What comes behind the torn end is not lost with it. */
        append(journal, 9, "new");
        assert_int_equal(pb_journal_sync(journal), PB_OK);
        assert_int_equal(pb_journal_advance(journal), PB_OK);
        assert_read(journal, "9:new;");
        assert_int_equal(pb_journal_advance(journal), PB_OK);
        assert_int_equal(pb_journal_bytes(journal), 0);
        pb_journal_close(journal);
    }
}

/* One wrong bit anywhere in the second record: the others come, and its bytes are kept beside. */
static void a_damaged_middle_is_skipped_and_kept(void **state)
{
    uint8_t bytes[256], kept[256];
    size_t at[4], size = write_three(bytes, sizeof bytes, at);

    (void)state;
    for (size_t bit = 8 * at[1]; bit < 8 * at[2]; bit++) {
        struct pb_journal *journal;

        unlink(rejects);
        bytes[bit / 8] = (uint8_t)(bytes[bit / 8] ^ 1u << bit % 8);
        write_file(bytes, size);
        journal = open_journal(LIMIT);
        assert_read(journal, "0:first;2:third;");
        assert_int_equal(pb_journal_damaged(journal), at[2] - at[1]);
        assert_int_equal(read_file(rejects, kept, sizeof kept), at[2] - at[1] + 1);
        assert_memory_equal(kept, bytes + at[1], at[2] - at[1]);
        assert_int_equal(pb_journal_advance(journal), PB_OK);
        assert_int_equal(pb_journal_bytes(journal), 0);
        pb_journal_close(journal);
        bytes[bit / 8] = (uint8_t)(bytes[bit / 8] ^ 1u << bit % 8);
    }
}

/* While the database is away the same part is read again and again: what is damaged is kept once. */
static void damage_is_kept_once(void **state)
{
    uint8_t bytes[256], kept[256];
    size_t at[4], size = write_three(bytes, sizeof bytes, at);
    struct pb_journal *journal;

    (void)state;
    bytes[at[1] + PB_JOURNAL_HEADER] ^= 1;
    bytes[at[3] - 1] ^= 1;
    write_file(bytes, size);
    journal = open_journal(LIMIT);
    for (int i = 0; i < 3; i++) {
        assert_read(journal, "0:first;");
        pb_journal_rewind(journal);
    }
    assert_int_equal(pb_journal_damaged(journal), at[3] - at[1]);
    assert_int_equal(read_file(rejects, kept, sizeof kept), at[3] - at[1] + 1);
    assert_read(journal, "0:first;");
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    /* The file begins anew, and so does its damage. */
    append(journal, 1, "x");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    pb_journal_close(journal);
    write_file(bytes, size);
    journal = open_journal(LIMIT);
    assert_read(journal, "0:first;");
    assert_int_equal(pb_journal_damaged(journal), at[3] - at[1]);
    pb_journal_close(journal);
}

/* More damage than one reading takes in, with false beginnings of records in it. */
static void much_damage_ends_somewhere(void **state)
{
    enum { GARBAGE = 5 << 20 };
    uint64_t seed = pb_seed("journal garbage");
    uint8_t *bytes = malloc(GARBAGE + 256);
    size_t at[4], size;
    struct pb_journal *journal;
    struct seen seen = {.most = UINT32_MAX};
    int readings = 0;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < GARBAGE; i++)
        bytes[i] = (uint8_t)pb_seed_next(&seed);
    for (size_t i = 1000; i < GARBAGE; i += 1 << 19)
        memcpy(bytes + i, "PBJ1\1\0\0\0\0\0\x20\0", 12);
    size = GARBAGE + write_three(bytes + GARBAGE, 256, at);
    write_file(bytes, size);
    journal = open_journal(LIMIT);
    while (pb_journal_bytes(journal) > 0) {
        assert_int_equal(pb_journal_read(journal, 1 << 20, see, &seen), PB_OK);
        assert_int_equal(pb_journal_advance(journal), PB_OK);
        /* Each brings it on by a false beginning at least. */
        assert_in_range(++readings, 1, 30);
    }
    assert_string_equal(seen.text, "0:first;1:second, in the middle;2:third;");
    assert_int_equal(pb_journal_damaged(journal), GARBAGE);
    pb_journal_close(journal);
    free(bytes);
}

/* A record behind damage that ends near the end of what one reading takes in. */
static void a_record_across_two_readings(void **state)
{
    enum { READING = PB_MAX_RECORD + PB_JOURNAL_HEADER };
    uint8_t *bytes = calloc(1, READING + 300);

    (void)state;
    assert_non_null(bytes);
    for (int shift = -20; shift <= 2; shift++) {
        size_t damage = (size_t)(READING + shift), at[4];
        struct pb_journal *journal;
        struct seen seen = {.most = UINT32_MAX};

        memset(bytes, 0, READING + 300);
        write_file(bytes, 0);
        write_file(bytes, damage + write_three(bytes + damage, 256, at));
        journal = open_journal(LIMIT);
        while (pb_journal_bytes(journal) > 0) {
            assert_int_equal(pb_journal_read(journal, 1, see, &seen), PB_OK);
            assert_int_equal(pb_journal_advance(journal), PB_OK);
        }
        assert_string_equal(seen.text, "0:first;1:second, in the middle;2:third;");
        assert_int_equal(pb_journal_damaged(journal), damage);
        pb_journal_close(journal);
        unlink(rejects);
    }
    free(bytes);
}

static void the_size_limit_holds(void **state)
{
    struct pb_journal *journal = open_journal(3 * (PB_JOURNAL_HEADER + 10));

    (void)state;
    append(journal, 1, "0123456789");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    append(journal, 1, "0123456789");
    append(journal, 1, "0123456789");
    assert_int_equal(pb_journal_append(journal, 1, "", 0), PB_E_journal_full);
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_int_equal(pb_journal_append(journal, 1, "", 0), PB_E_journal_full);
    assert_read(journal, "1:0123456789;1:0123456789;1:0123456789;");
    assert_int_equal(pb_journal_advance(journal), PB_OK);
    append(journal, 1, "0123456789");
    pb_journal_close(journal);
}

static void the_largest_record(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);
    char *text = calloc(1, PB_MAX_RECORD + 1);
    unsigned kind;
    const char *found;
    uint32_t length;
    uint8_t *bytes = malloc(PB_MAX_RECORD + 100);

    (void)state;
    assert_non_null(text);
    assert_non_null(bytes);
    memset(text, 'P', PB_MAX_RECORD);
    assert_int_equal(pb_journal_append(journal, 1, text, PB_MAX_RECORD + 1), PB_E_bad_argument);
    assert_int_equal(pb_journal_append(journal, 65536, text, 1), PB_E_bad_argument);
    assert_int_equal(pb_journal_append(journal, 1, text, PB_MAX_RECORD), PB_OK);
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    append(journal, 2, "behind");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_int_equal(read_file(path, bytes, PB_MAX_RECORD + 100), PB_MAX_RECORD + 2 * PB_JOURNAL_HEADER + 6);
    assert_int_equal(pb_journal_find(bytes, PB_MAX_RECORD + PB_JOURNAL_HEADER, &kind, &found, &length), 0);
    assert_int_equal(length, PB_MAX_RECORD);
    pb_journal_close(journal);
    free(text);
    free(bytes);
}

/* The disk is full in the middle of a batch: nothing of it stays, and what was there before does. */
static void nothing_stays_of_a_sync_that_failed(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);
    struct rlimit before, small;
    struct stat status;
    char text[3000];

    (void)state;
    memset(text, 'x', sizeof text);
    append(journal, 1, "before");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){8192, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pb_journal_append(journal, 1, text, sizeof text), PB_OK);
    assert_int_equal(pb_journal_sync(journal), PB_E_journal_full);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, PB_JOURNAL_HEADER + 6);
    assert_int_equal(pb_journal_bytes(journal), PB_JOURNAL_HEADER + 6);
    append(journal, 1, "after");
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_read(journal, "1:before;1:after;");
    assert_int_equal(pb_journal_damaged(journal), 0);
    pb_journal_close(journal);
}

static void only_one_has_it(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT), *second = NULL;

    (void)state;
    assert_int_equal(pb_journal_open(&second, path, LIMIT, &pb_memory_libc), PB_E_bad_journal);
    assert_null(second);
    pb_journal_close(journal);
    journal = open_journal(LIMIT);
    pb_journal_close(journal);
}

static void what_is_no_file_is_refused(void **state)
{
    struct pb_journal *journal = NULL;
    char other[96];

    (void)state;
    assert_int_equal(pb_journal_open(&journal, "/dev/full", LIMIT, &pb_memory_libc), PB_E_bad_journal);
    assert_int_equal(pb_journal_open(&journal, "/nonexistent/journal", LIMIT, &pb_memory_libc), PB_E_io);
    assert_int_equal(pb_journal_open(&journal, folder, LIMIT, &pb_memory_libc), PB_E_io);
    /* A link could lead the agent, which may be root, to another's file. */
    snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(symlink(other, path), 0);
    assert_int_equal(pb_journal_open(&journal, path, LIMIT, &pb_memory_libc), PB_E_io);
    assert_int_not_equal(access(other, F_OK), 0);
}

static void rejects_are_lines(void **state)
{
    struct pb_journal *journal = open_journal(LIMIT);
    char text[64] = "";

    (void)state;
    assert_int_equal(pb_journal_reject(journal, "one", 3), PB_OK);
    assert_int_equal(pb_journal_reject(journal, "two", 3), PB_OK);
    assert_int_equal(read_file(rejects, (uint8_t *)text, sizeof text), 8);
    assert_string_equal(text, "one\ntwo\n");
    pb_journal_close(journal);
}

static void without_memory(void **state)
{
    (void)state;
    for (long nth = 0; nth < 4; nth++) {
        struct pb_scarce scarce;
        struct pb_journal *journal = NULL;
        struct seen seen = {.most = UINT32_MAX};
        int error;

        pb_scarce_init(&scarce, nth);
        error = pb_journal_open(&journal, path, LIMIT, &scarce.memory);
        if (!error)
            error = pb_journal_append(journal, 1, "text", 4);
        if (!error)
            error = pb_journal_sync(journal);
        if (!error)
            error = pb_journal_read(journal, 1 << 20, see, &seen);
        assert_int_equal(error, PB_E_no_memory);
        pb_journal_close(journal);
        assert_int_equal(scarce.blocks, 0);
    }
}

/* What the journal must hold, told by numbers that only grow. */
struct model {
    unsigned done, read, synced, appended;
};

static int check_number(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct model *model = user;
    char wanted[32];

    assert_int_equal(kind, model->read % 7);
    assert_int_equal(length, snprintf(wanted, sizeof wanted, "%u", model->read));
    assert_memory_equal(text, wanted, length);
    model->read++;
    return PB_OK;
}

static void take_step(struct pb_journal **journal, struct model *model, unsigned choice)
{
    char text[32];

    if (choice < 60) {
        snprintf(text, sizeof text, "%u", model->appended);
        append(*journal, model->appended++ % 7, text);
    } else if (choice < 75) {
        assert_int_equal(pb_journal_sync(*journal), PB_OK);
        model->synced = model->appended;
    } else if (choice < 80) {
        pb_journal_rollback(*journal);
        model->appended = model->synced;
    } else if (choice < 88) {
        model->read = model->done;
        assert_int_equal(pb_journal_read(*journal, 1 << 20, check_number, model), PB_OK);
        assert_int_equal(model->read, model->synced);
    } else if (choice < 92) {
        pb_journal_rewind(*journal);
        model->read = model->done;
    } else if (choice < 97) {
        assert_int_equal(pb_journal_advance(*journal), PB_OK);
        model->done = model->read;
    } else {
        unsigned kept = model->done;

        pb_journal_close(*journal);
        *journal = open_journal(LIMIT);
        model->appended = model->read = model->synced;
        /* The mark is not on disk: what was done may come again, what was not done must. */
        if (pb_journal_bytes(*journal) > 0) {
            struct seen seen = {.most = 1};

            (void)!pb_journal_read(*journal, 1 << 20, see, &seen);
            pb_journal_rewind(*journal);
            model->done = (unsigned)strtoul(strchr(seen.text, ':') + 1, NULL, 10);
            assert_in_range(model->done, 0, kept);
        }
        model->read = model->done;
    }
    assert_int_equal(pb_journal_damaged(*journal), 0);
    assert_int_equal(pb_journal_bytes(*journal) > 0, model->done < model->synced);
}

static void a_model_agrees(void **state)
{
    uint64_t seed = pb_seed("journal");
    struct pb_journal *journal = open_journal(LIMIT);
    struct model model = {0, 0, 0, 0};

    (void)state;
    for (int i = 0; i < 3000; i++)
        take_step(&journal, &model, pb_seed_below(&seed, 100));
    pb_journal_close(journal);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(records_come_back_in_order),
        T(it_is_there_after_a_restart),
        T(a_reader_may_stop),
        T(a_rollback_forgets),
        T(a_torn_end_is_cut_off_at_every_length),
        T(a_damaged_middle_is_skipped_and_kept),
        T(damage_is_kept_once),
        T(much_damage_ends_somewhere),
        T(a_record_across_two_readings),
        T(the_size_limit_holds),
        T(the_largest_record),
        T(nothing_stays_of_a_sync_that_failed),
        T(only_one_has_it),
        T(what_is_no_file_is_refused),
        T(rejects_are_lines),
        T(without_memory),
        T(a_model_agrees),
    };
#undef T

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
