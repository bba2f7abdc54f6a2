#include "../seed.h"
#include "base/error.h"
#include "session/state.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <zlib.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static uint8_t stored[PB_STATE_HEADER + PB_MAX_STATE + 1], bytes[PB_MAX_STATE];

static int decode(size_t size)
{
    const uint8_t *found;
    uint16_t version;
    uint32_t length;

    return pb_state_decode(stored, size, &version, &found, &length);
}

static void states_come_back(void **state)
{
    static const uint32_t sizes[] = {0, 1, 2, 100, 65535, 65536, PB_MAX_STATE};
    uint64_t seed = pb_seed("state");

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)pb_seed_next(&seed);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint16_t wanted = (uint16_t)(1 + pb_seed_below(&seed, 65535)), version;
        const uint8_t *found;
        uint32_t length;

        pb_state_encode(stored, wanted, bytes, sizes[i]);
        assert_int_equal(
            pb_state_decode(stored, PB_STATE_HEADER + (size_t)sizes[i], &version, &found, &length), PB_OK);
        assert_int_equal(version, wanted);
        assert_int_equal(length, sizes[i]);
        assert_memory_equal(found, bytes, sizes[i]);
    }
}

/* The layout is a promise to other versions: these bytes were written down once. */
static void the_layout_stays(void **state)
{
    static const uint8_t wanted[] = {'P', 'B', 'S',  '1',  0x02, 0x01, 0,   0,   3,  0,
                                     0,   0,   0xe7, 0xd8, 0xe8, 0x1b, 'a', 'b', 'c'};

    (void)state;
    pb_state_encode(stored, 258, "abc", 3);
    assert_memory_equal(stored, wanted, sizeof wanted);
}

static void every_flipped_bit_is_found(void **state)
{
    static const char text[] = "a state of some forty bytes, as bots have";
    size_t size = PB_STATE_HEADER + sizeof text;

    (void)state;
    pb_state_encode(stored, 3, text, sizeof text);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        stored[bit / 8] = (uint8_t)(stored[bit / 8] ^ 1u << bit % 8);
        assert_int_equal(decode(size), PB_E_bad_state);
        stored[bit / 8] = (uint8_t)(stored[bit / 8] ^ 1u << bit % 8);
    }
    assert_int_equal(decode(size), PB_OK);
}

static void every_wrong_length_is_found(void **state)
{
    (void)state;
    memset(stored, 0, sizeof stored);
    pb_state_encode(stored, 3, bytes, 100);
    for (size_t size = 0; size < PB_STATE_HEADER + 200; size++)
        assert_int_equal(decode(size), size == PB_STATE_HEADER + 100 ? PB_OK : PB_E_bad_state);
    pb_state_encode(stored, 3, bytes, PB_MAX_STATE);
    assert_int_equal(decode(PB_STATE_HEADER + (size_t)PB_MAX_STATE + 1), PB_E_bad_state);
}

/* What is zero today may mean something tomorrow: a form that this version does not know. */
static void the_reserved_field_is_zero(void **state)
{
    uint32_t sum;

    (void)state;
    pb_state_encode(stored, 3, "abc", 3);
    stored[6] = 1;
    memset(stored + 12, 0, 4);
    sum = (uint32_t)crc32(0, stored, PB_STATE_HEADER + 3);
    for (int i = 0; i < 4; i++)
        stored[12 + i] = (uint8_t)(sum >> 8 * i);
    assert_int_equal(decode(PB_STATE_HEADER + 3), PB_E_bad_state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_come_back),
        cmocka_unit_test(the_layout_stays),
        cmocka_unit_test(the_reserved_field_is_zero),
        cmocka_unit_test(every_flipped_bit_is_found),
        cmocka_unit_test(every_wrong_length_is_found),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
