/*
 * Write: what a bot's account should have in the database, as far as it changed. Tick thread only, until its
 * batch is encoded by a worker.
 */
#ifndef PB_SESSION_WRITE_H
#define PB_SESSION_WRITE_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

enum pb_write_kind { PB_WRITE_SESSION, PB_WRITE_METRIC, PB_WRITE_KINDS };

/* Fields that are set; what is not set stays as it is in the database. */
enum {
    PB_FIELD_STATE = 1 << 0,
    PB_FIELD_ACTIVE_AT = 1 << 1,
    PB_FIELD_IS_HIBERNATED = 1 << 2,
    PB_FIELD_VALUE = 1 << 3
};

struct pb_write {
    uint64_t fence, sequence; /* sessions: under which lease, and how many writes came before under it */
    int64_t active_at_ms;     /* time of day, ms since 1970 */
    uint64_t value;           /* metrics */
    const char *name, *unit;  /* metrics: static texts */
    uint8_t *state;           /* owned */
    uint32_t state_size;
    uint32_t key; /* account, or number of the metric; not 0 */
    uint16_t version;
    uint8_t fields;
    uint8_t is_hibernated;
};

/* Takes over what `older` has and `newer` does not set: as if both had been done in order. `older` is empty
 * then. */
void pb_write_merge(struct pb_write *newer, struct pb_write *older, const struct pb_memory *memory);
void pb_write_clear(struct pb_write *write, const struct pb_memory *memory);
/* As a JSON object, for the procedure of its kind and for the journal. Caller frees with free(). NULL when
 * there is no memory. Any thread. */
char *pb_write_encode(enum pb_write_kind kind, const struct pb_write *write);

#endif
