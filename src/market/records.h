/* Records: a queue of rows of one size, of which a fixed number fits. Tick thread only. */
#ifndef PB_MARKET_RECORDS_H
#define PB_MARKET_RECORDS_H

#include "base/memory.h"
#include <stdint.h>

struct pb_records {
    unsigned char *rows;
    size_t row_size;
    uint32_t room, first, count;
};

/* Returns 0 or PB_E_no_memory; pb_records_release after it in either case. */
int pb_records_init(struct pb_records *records, uint32_t room, size_t row_size,
                    const struct pb_memory *memory) __attribute__((warn_unused_result));
void pb_records_release(struct pb_records *records, const struct pb_memory *memory);
/* Copies a row behind the last one; 0 when there is no room. */
int pb_records_put(struct pb_records *records, const void *row) __attribute__((warn_unused_result));
/* Copies the oldest rows out, `max` at most; returns how many. */
unsigned pb_records_take(struct pb_records *records, void *rows, unsigned max);
/* Looks at the oldest; NULL when there is none. */
const void *pb_records_first(const struct pb_records *records);

#endif
