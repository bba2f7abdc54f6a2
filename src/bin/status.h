/* Status: what the operator sees while the daemon runs. Tick thread; asks the database without waiting. */
#ifndef PB_BIN_STATUS_H
#define PB_BIN_STATUS_H

#include "api/handle.h"
#include "bin/realm.h"
#include "bin/screen_log.h"

struct pb_status;

/*
 * `handle` and `screen_log` are borrowed. `is_screen`: redraw a screen; else lines. `screen_log`: lines that
 * the screen shows, or NULL. Returns 0 or PB_E_no_memory.
 */
int pb_status_new(struct pb_status **status, struct pb_handle *handle, int is_screen,
                  struct pb_screen_log *screen_log) __attribute__((warn_unused_result));
/* The world that the bots live in, borrowed. */
void pb_status_set_realm(struct pb_status *status, struct pb_daemon_realm *realm);
/* After the handle was closed. */
void pb_status_free(struct pb_status *status);
/* Asks the views, shows what they said last; when the database is away it says so and shows what it knew. */
void pb_status_show(struct pb_status *status, int64_t running_ms);
/* Last lines, on standard output: what was there when the daemon was told to end. */
void pb_status_summary(const struct pb_status *status, uint64_t released, int64_t running_ms);

#endif
