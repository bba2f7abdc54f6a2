#include "session/state.h"
#include "base/bytes.h"
#include "base/error.h"
#include <string.h>
#include <zlib.h>

enum { CHECKSUM_AT = 12 };

static const uint8_t magic[4] = {'P', 'B', 'S', '1'};

static uint32_t checksum(const uint8_t *header, const uint8_t *bytes, uint32_t length)
{
    static const uint8_t zero[4] = {0};
    uLong sum = crc32(crc32(crc32(0, NULL, 0), header, CHECKSUM_AT), zero, sizeof zero);

    return (uint32_t)(length > 0 ? crc32(sum, bytes, length) : sum);
}

void pb_state_encode(uint8_t *out, uint16_t version, const void *bytes, uint32_t length)
{
    memcpy(out, magic, sizeof magic);
    pb_bytes_put(out + 4, version, 2);
    pb_bytes_put(out + 6, 0, 2);
    pb_bytes_put(out + 8, length, 4);
    if (length > 0)
        memcpy(out + PB_STATE_HEADER, bytes, length);
    pb_bytes_put(out + CHECKSUM_AT, checksum(out, out + PB_STATE_HEADER, length), 4);
}

int pb_state_decode(const uint8_t *stored, size_t size, uint16_t *version, const uint8_t **bytes,
                    uint32_t *length)
{
    if (size < PB_STATE_HEADER || size > PB_STATE_HEADER + (size_t)PB_MAX_STATE ||
        memcmp(stored, magic, sizeof magic) != 0 || pb_bytes_get(stored + 6, 2) != 0 ||
        pb_bytes_get(stored + 8, 4) != size - PB_STATE_HEADER ||
        pb_bytes_get(stored + CHECKSUM_AT, 4) !=
            checksum(stored, stored + PB_STATE_HEADER, (uint32_t)(size - PB_STATE_HEADER)))
        return PB_E_bad_state;
    *version = (uint16_t)pb_bytes_get(stored + 4, 2);
    *length = (uint32_t)(size - PB_STATE_HEADER);
    *bytes = stored + PB_STATE_HEADER;
    return PB_OK;
}
