/*
 * Connection: one blocking connection to the database and one way to call it.
 * Not thread safe: one thread at a time. SQL text lives in the call_*.c files only.
 */
#ifndef PB_DB_CONNECTION_H
#define PB_DB_CONNECTION_H

#include "base/conf.h"
#include "base/log.h"
#include "base/stop.h"
#include <stdint.h>

struct pb_connection;

/* One argument of a statement. */
struct pb_value {
    enum { PB_NULL, PB_U64, PB_TEXT } type;
    uint64_t number;
    const char *text; /* borrowed until the call returns */
};

#define PB_VALUE_NULL ((struct pb_value){PB_NULL, 0, 0})
#define PB_VALUE_U64(n) ((struct pb_value){PB_U64, (n), 0})
#define PB_VALUE_TEXT(t) ((struct pb_value){PB_TEXT, 0, (t)})

/*
 * Called for each row of the answer: columns as text, NULL for NULL, borrowed until it returns. A
 * column_count of 0 says that the call starts over: rows so far are void.
 */
typedef void pb_row_fn(void *user, unsigned column_count, const char *const *columns);

/*
 * Makes a connection; it connects at its first call. Credentials come from the option file, the unix socket
 * or PLAYERBOT_DB_PASSWORD. `conf` and `log` are borrowed until pb_connection_close. `stop`, when not NULL,
 * cuts short the waits between two tries. Returns 0 or PB_E_no_memory.
 */
int pb_connection_open(struct pb_connection **connection, const struct pb_conf *conf,
                       const struct pb_log *log, const struct pb_stop *stop)
    __attribute__((warn_unused_result));
/* Frees it; NULL is fine. */
void pb_connection_close(struct pb_connection *connection);
/* Text of the last error, "" for none. Borrowed until the next call. */
const char *pb_connection_message(const struct pb_connection *connection);

/*
 * Seconds without a byte from the server after which a call counts as lost; 600 at first. A server that hangs
 * is noticed by this alone. It applies to a new connection, so a change drops the present one.
 */
void pb_connection_set_timeout(struct pb_connection *connection, unsigned timeout_s);
/* From here on `stop` cuts nothing short: for what must be done because of it. */
void pb_connection_ignore_stop(struct pb_connection *connection);

/*
 * Runs one statement. Lost connections, deadlocks and conflicts (2006, 2013, 1020, 1205, 1213) are tried
 * again with the same arguments, after a wait that doubles from 50 ms to 5 s, up to `patience_ms` in all: so
 * every call must be harmless to repeat, by its nature or by its request_id. With a patience of 0 there is
 * one try, and none while the database is known to be away. Returns 0, the error that the database raised,
 * PB_E_no_database, PB_E_database, PB_E_no_result (no result set arrived though one was promised),
 * PB_E_interrupted. An error is logged here, once; that the database went away and came back, once each.
 */
int pb_connection_call(struct pb_connection *connection, const char *sql, const struct pb_value *values,
                       unsigned value_count, pb_row_fn *row, void *user, int64_t patience_ms)
    __attribute__((warn_unused_result));

#endif
