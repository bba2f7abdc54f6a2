/* Errors of a configuration: a line each, with where it was, what was seen and what is wanted. */
#ifndef PB_BASE_CONF_ERROR_H
#define PB_BASE_CONF_ERROR_H

#include <stdio.h>

struct pb_conf_errors {
    FILE *stream;
    const char *path; /* stands before the number of a line */
    int count;
};

/* A value that is not as it should be. `line`: of the file; 0: of nowhere, -1: of the environment. */
void pb_conf_errors_add(struct pb_conf_errors *errors, int line, const char *what, const char *seen,
                        const char *wanted);
/* A key that is none, with the one that was probably meant. */
void pb_conf_errors_add_key(struct pb_conf_errors *errors, int line, const char *name);

#endif
