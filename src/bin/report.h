/*
 * Report: what a run of the daemon cost and did, as JSON (playerbotd --report). Tick thread only. tick_ms and
 * cpu_percent (of one core) are the agent's own work: pb_update, which includes the world operations that
 * systems call, and the database thread. The realm's own update is realm_ms.
 */
#ifndef PB_BIN_REPORT_H
#define PB_BIN_REPORT_H

#include "api/handle.h"
#include "base/histogram.h"
#include "bin/realm.h"
#include <jansson.h>

struct pb_report {
    int64_t started_ns, rss_before; /* of the start: monotonic; bytes before the bot arrays */
    uint64_t database_started_ns;
    size_t realm_before;
    uint64_t ticks, tick_ns;
    struct pb_histogram tick_us, realm_us;
};

/* Resident bytes of the process; 0 where nobody knows. Blocks on /proc. */
int64_t pb_report_rss(void);
/* A run begins: after the content was loaded, before the bots come. */
void pb_report_begin(struct pb_report *report, const struct pb_daemon_realm *realm);
/* One tick: what the agent's part and the realm's part took, in thread CPU time. */
void pb_report_tick(struct pb_report *report, int64_t agent_ns, int64_t realm_ns);
/* Writes the file as a whole or not at all. Blocks. Returns 0 or PB_E_io (errno says why). */
int pb_report_write(const struct pb_report *report, pb_handle *handle, struct pb_daemon_realm *realm,
                    const char *path) __attribute__((warn_unused_result));

/* When all have left: adds what came and went of the bots' gold, of what they booked to spend, and what of it
 * reached the database. Blocks. Returns 0 or PB_E_io. */
int pb_report_add_ledger(pb_handle *handle, struct pb_daemon_realm *realm, const char *path)
    __attribute__((warn_unused_result));

/* Writes the file, to another beside it first, so that nobody finds half a report. Returns 0 or PB_E_io. */
int pb_report_save(const json_t *object, const char *path) __attribute__((warn_unused_result));

#endif
