/* Status: what the operator sees while the daemon runs. One thread. */
#ifndef PB_BIN_STATUS_H
#define PB_BIN_STATUS_H

#include "db/connection.h"
#include "session/agent.h"

struct pb_status;

/*
 * `connection` and `screen` are borrowed. `is_screen`: redraw a screen; else lines. `screen`: log lines that
 * the screen shows, or NULL. Returns 0 or PB_E_no_memory.
 */
int pb_status_new(struct pb_status **status, struct pb_connection *connection, int is_screen,
                  const struct pb_log_screen *screen) __attribute__((warn_unused_result));
void pb_status_free(struct pb_status *status);
/* Reads the views and shows them; when the database is away it says so and shows what it knew. */
void pb_status_show(struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms);
/* Last lines, on standard output: what was there when the daemon was told to end. */
void pb_status_summary(const struct pb_status *status, const struct pb_agent_state *agent, unsigned released,
                       int64_t running_ms);

#endif
