/* Client: asks a running agent over its control socket. Blocks. */
#ifndef PB_BIN_CLIENT_H
#define PB_BIN_CLIENT_H

#include "include/playerbot.h"

/*
 * Runs a command there; `line` gets the answer's lines, `message` (`size` bytes) what was said of an error.
 * Returns the command's outcome, or PB_E_io when no agent answers.
 */
int pb_client_run(const char *socket_path, const char *command, int is_json, pb_line_fn *line, void *user,
                  char *message, size_t size) __attribute__((warn_unused_result));

#endif
