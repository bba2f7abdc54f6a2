/* Bytes: whole numbers in files and blobs, little endian. Any thread. */
#ifndef PB_BASE_BYTES_H
#define PB_BASE_BYTES_H

#include <stdint.h>

/* Writes the lowest `size` (1 to 4) bytes of a number. */
static inline void pb_bytes_put(uint8_t *out, uint32_t number, int size)
{
    for (int i = 0; i < size; i++)
        out[i] = (uint8_t)(number >> (8 * i));
}

/* Reads a number of `size` (1 to 4) bytes. */
static inline uint32_t pb_bytes_get(const uint8_t *in, int size)
{
    uint32_t number = 0;

    for (int i = 0; i < size; i++)
        number |= (uint32_t)in[i] << (8 * i);
    return number;
}

#endif
