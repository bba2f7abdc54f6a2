/* Errors: names and texts of the list in playerbot_error.h. */
#ifndef PB_BASE_ERROR_H
#define PB_BASE_ERROR_H

#include "include/playerbot_error.h"

/* Name of an error (0 or negative), as in the table `errors`; "unknown" for a number of another list. Any
 * thread. */
const char *pb_error_name(int error);
/* One sentence about it. Any thread. */
const char *pb_error_text(int error);
/* The error that a server error number stands for: one of ours for 45000 to 45999, else PB_E_database. */
int pb_error_from_server(unsigned server_errno);

#endif
