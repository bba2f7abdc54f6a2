/* Any bytes as a stored state: they are refused, or they are exactly what their content is stored as. */
#include "base/error.h"
#include "fuzz.h"
#include "session/state.h"
#include <string.h>
#include <zlib.h>

const char *const pb_fuzz_words[] = {"PBS1", "PBS1\1", "\377\377\377\377", NULL};

static void check_stored(const uint8_t *stored, size_t size)
{
    const uint8_t *bytes;
    uint16_t version;
    uint32_t length;
    uint8_t *again;

    if (pb_state_decode(stored, size, &version, &bytes, &length) != PB_OK)
        return;
    PB_FUZZ_CHECK(bytes == stored + PB_STATE_HEADER && length == size - PB_STATE_HEADER);
    PB_FUZZ_CHECK(again = malloc(size));
    pb_state_encode(again, version, bytes, length);
    PB_FUZZ_CHECK(memcmp(again, stored, size) == 0);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *stored = malloc(PB_STATE_HEADER + size);
    uint32_t sum;

    check_stored(data, size);
    PB_FUZZ_CHECK(stored);
    /* With a true checksum the rest of the header is judged too. */
    if (size >= PB_STATE_HEADER) {
        memcpy(stored, data, size);
        memset(stored + 12, 0, 4);
        sum = (uint32_t)crc32(crc32(0, NULL, 0), stored, (uInt)size);
        for (int i = 0; i < 4; i++)
            stored[12 + i] = (uint8_t)(sum >> 8 * i);
        check_stored(stored, size);
    }
    pb_state_encode(stored, 7, data, (uint32_t)size);
    check_stored(stored, PB_STATE_HEADER + size);
    if (size > 0) {
        size_t bit = (data[0] * 257u + data[size - 1]) % (8 * (PB_STATE_HEADER + size));
        const uint8_t *bytes;
        uint16_t version;
        uint32_t length;

        stored[bit / 8] = (uint8_t)(stored[bit / 8] ^ 1u << bit % 8);
        PB_FUZZ_CHECK(pb_state_decode(stored, PB_STATE_HEADER + size, &version, &bytes, &length) ==
                      PB_E_bad_state);
    }
    free(stored);
    return 0;
}
