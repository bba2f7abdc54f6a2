/*
 * State: how a session's bytes stand in the database: with their form, their length and a checksum, so that
 * damage and foreign bytes are found before a bot acts on them.
 *
 * Layout (little endian): "PBS1", u16 version of the host's format, u16 zero, u32 length, u32 CRC-32 (zlib)
 * of all of it with that field zero, then the bytes.
 */
#ifndef PB_SESSION_STATE_H
#define PB_SESSION_STATE_H

#include <stddef.h>
#include <stdint.h>

enum { PB_STATE_HEADER = 16, PB_MAX_STATE = 1 << 20 };

/* Writes PB_STATE_HEADER + `length` bytes (at most PB_MAX_STATE) to `out`. Any thread. */
void pb_state_encode(uint8_t *out, uint16_t version, const void *bytes, uint32_t length);
/* Finds the bytes in what was stored; borrowed from it. Returns 0 or PB_E_bad_state. Any thread. */
int pb_state_decode(const uint8_t *stored, size_t size, uint16_t *version, const uint8_t **bytes,
                    uint32_t *length) __attribute__((warn_unused_result));

#endif
