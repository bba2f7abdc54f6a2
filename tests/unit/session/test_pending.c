/* Writes: how two of them become one, how they wait, and how they look as JSON. */
#include "../scarce.h"
#include "../seed.h"
#include "base/error.h"
#include "session/batch.h"
#include "session/pending.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { ALL = PB_FIELD_STATE | PB_FIELD_ACTIVE_AT | PB_FIELD_IS_HIBERNATED | PB_FIELD_VALUE };

/* A write whose fields all tell its number. */
static struct pb_write new_write(uint32_t key, uint64_t fence, unsigned number, unsigned fields,
                                 const struct pb_memory *memory)
{
    struct pb_write write = {.key = key, .fence = fence, .sequence = number, .fields = (uint8_t)fields};

    if (fields & PB_FIELD_STATE) {
        char text[16];
        int length = snprintf(text, sizeof text, "%u", number);

        write.state = (uint8_t *)pb_memory_copy(memory, text, (size_t)length);
        assert_non_null(write.state);
        write.state_size = (uint32_t)length;
        write.version = (uint16_t)number;
    }
    write.active_at_ms = fields & PB_FIELD_ACTIVE_AT ? number : 0;
    write.is_hibernated = fields & PB_FIELD_IS_HIBERNATED ? (uint8_t)number : 0;
    write.value = fields & PB_FIELD_VALUE ? number : 0;
    return write;
}

/* Each field comes from the write that `of` names, 0 for not set. */
static void assert_fields(const struct pb_write *write, const unsigned of[4])
{
    char text[16];

    for (unsigned i = 0; i < 4; i++)
        assert_int_equal((write->fields & 1 << i) != 0, of[i] != 0);
    if (of[0]) {
        assert_int_equal(write->state_size, snprintf(text, sizeof text, "%u", of[0]));
        assert_memory_equal(write->state, text, write->state_size);
        assert_int_equal(write->version, of[0] & 0xffff);
    }
    assert_int_equal(write->active_at_ms, of[1]);
    assert_int_equal(write->is_hibernated, of[2] & 0xff);
    assert_int_equal(write->value, of[3]);
}

/* Every set of fields over every other. */
static void the_newer_field_wins(void **state)
{
    struct pb_scarce scarce;

    (void)state;
    pb_scarce_init(&scarce, -1);
    for (unsigned a = 0; a <= ALL; a++) {
        for (unsigned b = 0; b <= ALL; b++) {
            struct pb_write older = new_write(7, 3, 100, a, &scarce.memory);
            struct pb_write newer = new_write(7, 3, 101, b, &scarce.memory);
            unsigned of[4];

            for (unsigned i = 0; i < 4; i++)
                of[i] = b & 1 << i ? 101 : a & 1 << i ? 100 : 0;
            pb_write_merge(&newer, &older, &scarce.memory);
            assert_fields(&newer, of);
            assert_int_equal(newer.sequence, 101);
            assert_null(older.state);
            pb_write_clear(&newer, &scarce.memory);
            assert_int_equal(scarce.blocks, 0);
        }
    }
}

static void a_write_of_another_lease_is_not_mixed(void **state)
{
    struct pb_pending pending;
    struct pb_write lost, write = new_write(7, 3, 1, ALL, &pb_memory_libc);
    static const unsigned second[4] = {2, 0, 0, 0};

    (void)state;
    assert_int_equal(pb_pending_init(&pending, &pb_memory_libc), PB_OK);
    assert_int_equal(pb_pending_add(&pending, &write, 0, &lost), PB_OK);
    assert_int_equal(lost.key, 0);
    write = new_write(7, 4, 2, PB_FIELD_STATE, &pb_memory_libc);
    assert_int_equal(pb_pending_add(&pending, &write, 0, &lost), PB_OK);
    assert_int_equal(lost.key, 7);
    assert_int_equal(lost.fence, 3);
    assert_int_equal(lost.sequence, 1);
    assert_null(lost.state);
    assert_int_equal(pending.count, 1);
    assert_fields(&pending.writes[0], second);
    assert_int_equal(pending.writes[0].fence, 4);
    assert_int_equal(pending.bytes, pb_pending_size(&pending.writes[0]));
    /* One that comes back from a failed batch is the older one, and is lost. */
    write = new_write(7, 3, 1, ALL, &pb_memory_libc);
    assert_int_equal(pb_pending_add(&pending, &write, 1, &lost), PB_OK);
    assert_int_equal(lost.fence, 3);
    assert_int_equal(pending.writes[0].fence, 4);
    assert_fields(&pending.writes[0], second);
    pb_pending_clear(&pending);
}

static void taking_keeps_the_order(void **state)
{
    struct pb_pending pending;
    struct pb_write lost, *taken;

    (void)state;
    assert_int_equal(pb_pending_init(&pending, &pb_memory_libc), PB_OK);
    assert_null(pb_pending_take(&pending, 5));
    for (uint32_t key = 1; key <= 200; key++) {
        struct pb_write write = new_write(key, 1, key, PB_FIELD_STATE, &pb_memory_libc);

        assert_int_equal(pb_pending_add(&pending, &write, 0, &lost), PB_OK);
    }
    for (uint32_t key = 1; key <= 200; key += 50) {
        assert_non_null(taken = pb_pending_take(&pending, 50));
        for (uint32_t i = 0; i < 50; i++) {
            assert_int_equal(taken[i].key, key + i);
            pb_write_clear(&taken[i], &pb_memory_libc);
        }
        pb_memory_free(&pb_memory_libc, taken);
    }
    assert_int_equal(pending.count, 0);
    assert_int_equal(pending.bytes, 0);
    pb_pending_clear(&pending);
}

enum { KEYS = 40, STEPS = 20000 };

/* What waits for a key, by which write each field was set; key 0 of `order`: none. */
struct model {
    uint32_t order[KEYS];
    unsigned of[KEYS + 1][4], count, number;
    uint64_t fence[KEYS + 1];
};

static void add_random(struct pb_pending *pending, struct model *model, uint64_t *seed)
{
    uint32_t key = 1 + pb_seed_below(seed, KEYS), fields = pb_seed_below(seed, ALL + 1);
    uint64_t fence = 1 + pb_seed_below(seed, 2);
    int is_older = pb_seed_below(seed, 4) == 0, is_there = 0;
    unsigned number = ++model->number;
    struct pb_write lost, write = new_write(key, fence, number, fields, pending->memory);

    for (unsigned i = 0; i < model->count; i++)
        is_there |= model->order[i] == key;
    assert_int_equal(pb_pending_add(pending, &write, is_older, &lost), PB_OK);
    assert_int_equal(lost.key != 0, is_there && model->fence[key] != fence);
    if (!is_there) {
        model->order[model->count++] = key;
        model->fence[key] = fence;
        memset(model->of[key], 0, sizeof model->of[key]);
    } else if (model->fence[key] != fence) {
        if (is_older)
            return;
        model->fence[key] = fence;
        memset(model->of[key], 0, sizeof model->of[key]);
    }
    for (unsigned i = 0; i < 4; i++)
        if (fields & 1u << i && !(is_there && is_older && model->of[key][i]))
            model->of[key][i] = number;
}

static void take_random(struct pb_pending *pending, struct model *model, uint64_t *seed)
{
    unsigned most = 1 + pb_seed_below(seed, KEYS), count = most < model->count ? most : model->count;
    struct pb_write *writes = pb_pending_take(pending, most);

    assert_int_equal(writes != NULL, count > 0);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(writes[i].key, model->order[i]);
        assert_true(writes[i].fence == model->fence[model->order[i]]);
        assert_fields(&writes[i], model->of[model->order[i]]);
        pb_write_clear(&writes[i], pending->memory);
    }
    pb_memory_free(pending->memory, writes);
    model->count -= count;
    memmove(model->order, model->order + count, model->count * sizeof *model->order);
}

static void a_model_agrees(void **state)
{
    uint64_t seed = pb_seed("pending");
    struct pb_pending pending;
    struct pb_scarce scarce;
    struct model model = {.count = 0};

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_pending_init(&pending, &scarce.memory), PB_OK);
    for (int step = 0; step < STEPS; step++) {
        size_t bytes = 0;

        if (pb_seed_below(&seed, 30))
            add_random(&pending, &model, &seed);
        else
            take_random(&pending, &model, &seed);
        assert_int_equal(pending.count, model.count);
        for (size_t i = 0; i < pending.count; i++)
            bytes += pb_pending_size(&pending.writes[i]);
        assert_int_equal(pending.bytes, bytes);
    }
    pb_pending_clear(&pending);
    assert_int_equal(scarce.blocks, 0);
}

static void without_memory_the_write_stays_the_callers(void **state)
{
    struct pb_scarce scarce;
    struct pb_pending pending;
    struct pb_write lost, write;

    (void)state;
    pb_scarce_init(&scarce, -1);
    assert_int_equal(pb_pending_init(&pending, &scarce.memory), PB_OK);
    write = new_write(7, 1, 1, ALL, &scarce.memory);
    scarce.until_refusal = 0;
    assert_int_equal(pb_pending_add(&pending, &write, 0, &lost), PB_E_no_memory);
    assert_non_null(write.state);
    assert_int_equal(pending.count, 0);
    assert_int_equal(pb_pending_add(&pending, &write, 0, &lost), PB_OK);
    scarce.until_refusal = 0;
    assert_null(pb_pending_take(&pending, 1));
    assert_int_equal(pending.count, 1);
    pb_pending_clear(&pending);
    assert_int_equal(scarce.blocks, 0);
}

static void writes_as_json(void **state)
{
    struct pb_write write = {.key = 4294967295, .fence = 9007199254740993, .sequence = 2};
    uint8_t bytes[] = {0, 255, 'a', 'b'};
    char *text;

    (void)state;
    text = pb_write_encode(PB_WRITE_SESSION, &write);
    assert_string_equal(text, "{\"account_id\":4294967295,\"fence\":9007199254740993,\"sequence\":2}");
    free(text);
    write = (struct pb_write){.key = 7,
                              .fence = 3,
                              .sequence = 1,
                              .state = bytes,
                              .state_size = 4,
                              .version = 9,
                              .active_at_ms = 1700000000123,
                              .is_hibernated = 1,
                              .fields = ALL & ~PB_FIELD_VALUE};
    text = pb_write_encode(PB_WRITE_SESSION, &write);
    assert_string_equal(text,
                        "{\"account_id\":7,\"fence\":3,\"sequence\":1,\"version\":9,\"state\":\"AP9hYg==\","
                        "\"active_at_ms\":1700000000123,\"is_hibernated\":1}");
    free(text);
    write =
        (struct pb_write){.key = 1, .name = "ticks", .unit = "ticks", .value = 5, .fields = PB_FIELD_VALUE};
    text = pb_write_encode(PB_WRITE_METRIC, &write);
    assert_string_equal(text, "{\"name\":\"ticks\",\"value\":5,\"unit\":\"ticks\"}");
    free(text);
}

/* A batch as the database gets it, straight and by way of the journal; what is rejected is kept. */
static void batches_go_through_the_journal(void **state)
{
    char folder[] = "/tmp/pb_batch_XXXXXX", path[64], rejects[80], line[256] = "", *straight;
    struct pb_write *writes = pb_memory_new(&pb_memory_libc, 3, sizeof *writes);
    struct pb_journal *journal;
    struct pb_batch *batch;
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/journal", folder);
    snprintf(rejects, sizeof rejects, "%s.rejected", path);
    assert_int_equal(pb_journal_open(&journal, path, 1 << 20, &pb_memory_libc), PB_OK);
    for (uint32_t i = 0; i < 3; i++)
        writes[i] = new_write(i + 1, 3, i, ALL & ~PB_FIELD_VALUE, &pb_memory_libc);
    assert_non_null(batch = pb_batch_new(PB_WRITE_SESSION, writes, 3, journal, &pb_memory_libc));
    assert_int_equal(pb_batch_encode(batch), PB_OK);
    assert_int_equal(batch->json_length, strlen(batch->json));
    straight = strdup(batch->json);
    assert_int_equal(pb_batch_keep(batch), PB_OK);
    pb_batch_free(batch);
    /* A record of a kind that this version does not know goes aside. */
    assert_int_equal(pb_journal_append(journal, 77, "other", 5), PB_OK);
    assert_int_equal(pb_journal_sync(journal), PB_OK);
    assert_non_null(batch = pb_batch_new(PB_WRITE_SESSION, NULL, 0, journal, &pb_memory_libc));
    assert_int_equal(pb_batch_read_journal(batch), PB_OK);
    assert_int_equal(batch->count, 3);
    assert_string_equal(batch->json, straight);
    batch->is_rejected[1] = 1;
    batch->rejected_count = 1;
    assert_int_equal(pb_batch_advance(batch), PB_OK);
    assert_int_equal(batch->has_more, 0);
    pb_batch_free(batch);
    assert_int_equal(pb_journal_bytes(journal), 0);
    assert_non_null(file = fopen(rejects, "r"));
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "other\n");
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(strstr(line, "{\"account_id\":2,"));
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
    free(straight);
    pb_journal_close(journal);
    unlink(path);
    unlink(rejects);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newer_field_wins),
        cmocka_unit_test(a_write_of_another_lease_is_not_mixed),
        cmocka_unit_test(taking_keeps_the_order),
        cmocka_unit_test(a_model_agrees),
        cmocka_unit_test(without_memory_the_write_stays_the_callers),
        cmocka_unit_test(writes_as_json),
        cmocka_unit_test(batches_go_through_the_journal),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("pending", tests, NULL, NULL);
}
