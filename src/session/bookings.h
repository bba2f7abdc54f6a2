/*
 * Bookings: asks the database what may be spent or given away, and gives back what was not. One call of each
 * sort is under way at a time; one without an answer is made again with the same request number, so it counts
 * once. Tick thread only.
 */
#ifndef PB_SESSION_BOOKINGS_H
#define PB_SESSION_BOOKINGS_H

#include "db/database.h"
#include <stdint.h>

struct pb_bookings;

enum { PB_BOOKINGS_MOST = 100 }; /* rows of one call */

struct pb_booking {
    uint64_t guid, copper;
    uint32_t day;    /* yyyymmdd, UTC; of what was booked */
    uint8_t is_gift; /* to `guid`; else `guid` spends it */
};

/* PB_OK: booked; PB_E_limit_reached: refused, `left` could be booked; any other: nobody knows whether it is
 * booked. */
typedef void pb_booking_fn(void *user, const struct pb_booking *booking, int error, uint64_t left);

/* `answered` is called by pb_bookings_update or a later pb_database_poll. All borrowed until
 * pb_bookings_free. Returns 0 or PB_E_no_memory. */
int pb_bookings_new(struct pb_bookings **bookings, struct pb_database *database, struct pb_log *log,
                    pb_booking_fn *answered, void *user) __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_bookings_free(struct pb_bookings *bookings);

/* Whether the next call may be asked for. */
int pb_bookings_may_ask(const struct pb_bookings *bookings);
int pb_bookings_may_cancel(const struct pb_bookings *bookings);
/* Takes over at most PB_BOOKINGS_MOST rows, when it may; those that are cancelled are all of one day. */
void pb_bookings_ask(struct pb_bookings *bookings, const struct pb_booking *rows, unsigned count);
void pb_bookings_cancel(struct pb_bookings *bookings, const struct pb_booking *rows, unsigned count);
/* Sends what is due, under this registration (0: none). */
void pb_bookings_update(struct pb_bookings *bookings, uint64_t agent_id, int64_t now_ms);

#endif
