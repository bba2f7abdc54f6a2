/* Calls about the character limit. Errors: see pb_connection_call. */
#ifndef PB_DB_CALL_LIMIT_H
#define PB_DB_CALL_LIMIT_H

#include "db/connection.h"

struct pb_validation {
    char verdict[16]; /* ok, fixed, reported, abort */
    unsigned violations, disabled, corrected;
};

int pb_call_validate_startup(struct pb_connection *connection, struct pb_validation *validation)
    __attribute__((warn_unused_result));

#endif
