/*
 * Control: the unix socket on which playerbotctl reaches an agent. Requests and answers are JSON, one a line;
 * commands run on the tick thread. Only the agent's own user and root are heard.
 *
 *   -> {"command": "status", "json": true}
 *   <- {"line": "..."}            as often as the answer has lines
 *   <- {"error": 0, "name": "ok", "message": ""}
 */
#ifndef PB_API_CONTROL_H
#define PB_API_CONTROL_H

#include "api/handle.h"

/* Listens on Playerbot.Control.Socket, mode 0600; no socket: nothing. A socket that a dead agent left is
 * replaced. Returns 0, PB_E_io or PB_E_no_memory. */
int pb_control_open(struct pb_handle *handle) __attribute__((warn_unused_result));
/* Takes in and answers what is there; never waits. */
void pb_control_update(struct pb_handle *handle);
void pb_control_close(struct pb_handle *handle);

#endif
