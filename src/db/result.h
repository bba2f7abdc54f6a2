/* Result: the rows of a statement whose result set was stored. Database thread only. */
#ifndef PB_DB_RESULT_H
#define PB_DB_RESULT_H

#include "db/rows.h"
#include <mysql.h>

/*
 * Reads all rows into a new block, in place of the one that `rows` may hold. Needs
 * STMT_ATTR_UPDATE_MAX_LENGTH. Returns 0 or the server's error number.
 */
unsigned pb_result_read(MYSQL_STMT *statement, struct pb_rows **rows, const struct pb_memory *memory);

#endif
