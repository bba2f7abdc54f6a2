/*
 * Database: one thread with an event loop that drives all connections. The owner's thread (the tick thread)
 * submits requests and polls their answers; neither waits. All functions: owner's thread only.
 */
#ifndef PB_DB_DATABASE_H
#define PB_DB_DATABASE_H

#include "base/log.h"
#include "db/options.h"
#include "db/request.h"
#include "db/stats.h"

struct pb_database;

/*
 * Starts the thread; it logs in when there is something to do. `options` are copied, `log` is
 * borrowed until pb_database_close, `memory` as long as anything that asked pb_database_memory lives. Returns
 * 0, PB_E_no_memory or PB_E_io.
 */
int pb_database_open(struct pb_database **database, const struct pb_database_options *options,
                     struct pb_log *log, const struct pb_memory *memory) __attribute__((warn_unused_result));
/*
 * Ends the thread. What is outstanding is over with PB_E_stopped, its `done` is called from here; new
 * requests are refused with it. Waits for a login or work under way, so at most the connect timeout and the
 * longest work. NULL is fine.
 */
void pb_database_close(struct pb_database *database);
/* Frees it, once whoever holds its memory or its clock is gone. Closes it first, if need be. NULL is fine. */
void pb_database_free(struct pb_database *database);

/*
 * Asks for a call: the values' texts are copied. `timeout_ms` 0 stands for the configured one. `done` is
 * called by a later pb_database_poll, exactly once, unless this returns an error: PB_E_busy (too many
 * outstanding), PB_E_no_memory, PB_E_bad_value.
 */
int pb_database_call(struct pb_database *database, const struct pb_statement *statement,
                     const struct pb_value *values, unsigned value_count, int64_t timeout_ms,
                     pb_answer_fn *done, void *user) __attribute__((warn_unused_result));
/* As pb_database_call; `text`, from the same memory, becomes the request's own. It holds the values' texts.
 * On an error it stays the caller's. */
int pb_database_call_with_text(struct pb_database *database, const struct pb_statement *statement,
                               const struct pb_value *values, unsigned value_count, char *text,
                               int64_t timeout_ms, pb_answer_fn *done, void *user)
    __attribute__((warn_unused_result));
/* Asks for `work` on a worker thread, for what may block (files, big texts); then `done` as above. */
int pb_database_work(struct pb_database *database, pb_work_fn *work, pb_answer_fn *done, void *user)
    __attribute__((warn_unused_result));

/* Sends what was asked for and calls `done` for at most `most` answers. Never waits. Returns their number. */
unsigned pb_database_poll(struct pb_database *database, unsigned most);
/* Waits until an answer is there, at most `timeout_ms`; for tools and starts, never in a tick. A
 * descriptor that becomes readable ends the wait too (-1: none). */
void pb_database_wait(struct pb_database *database, int64_t timeout_ms, int descriptor);
/* Requests that were asked for and not yet answered. */
size_t pb_database_outstanding(const struct pb_database *database);
const struct pb_database_stats *pb_database_stats(const struct pb_database *database);
/* Takes over the live ones of the options: number of connections, timeouts, idle and life times. Soon.
 * Returns 0 or PB_E_no_memory. */
int pb_database_configure(struct pb_database *database, const struct pb_database_options *options)
    __attribute__((warn_unused_result));
/* Milliseconds of the owner's clock, as everything that runs on the owner's thread counts them: pb_clock_ms,
 * or the one that was set. Deadlines of requests are the system's time always. */
int64_t pb_database_now_ms(const struct pb_database *database);
void pb_database_set_clock(struct pb_database *database, int64_t (*now_ms)(void *user), void *user);
const struct pb_memory *pb_database_memory(const struct pb_database *database);

#endif
