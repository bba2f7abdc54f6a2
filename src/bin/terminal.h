/* Terminal: questions to the person at it. */
#ifndef PB_BIN_TERMINAL_H
#define PB_BIN_TERMINAL_H

#include <stddef.h>

/* Asks on the terminal, whatever standard input is. Returns 1 for yes, 0 for anything else or without a
 * terminal. */
int pb_terminal_confirm(const char *question);
/* Asks for a secret without showing it. Returns 0, PB_E_io (no terminal), PB_E_bad_password (too long). */
int pb_terminal_read_secret(const char *question, char *secret, size_t size)
    __attribute__((warn_unused_result));
/* The first line of a file. Returns 0, PB_E_io or PB_E_bad_password (too long). */
int pb_terminal_read_file(const char *path, char *secret, size_t size) __attribute__((warn_unused_result));

#endif
