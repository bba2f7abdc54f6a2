/* Calls about settings. Errors: see pb_connection_call. */
#ifndef PB_DB_CALL_SETTING_H
#define PB_DB_CALL_SETTING_H

#include "db/connection.h"

/* `old` takes the value it had, at most 255 characters. */
int pb_call_set_setting(struct pb_connection *connection, const char *name, const char *value, char old[256])
    __attribute__((warn_unused_result));
/* Value of a setting as a number; 0 when there is none of that name. */
int pb_call_get_setting(struct pb_connection *connection, const char *name, unsigned *value)
    __attribute__((warn_unused_result));

#endif
