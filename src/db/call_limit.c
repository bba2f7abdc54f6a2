#include "db/call_limit.h"
#include "db/column.h"
#include <stdio.h>

static void read_validation(void *user, unsigned count, const char *const *columns)
{
    struct pb_validation *validation = user;

    snprintf(validation->verdict, sizeof validation->verdict, "%s", pb_column_text(count, columns, 0));
    validation->violations = (unsigned)pb_column_u64(count, columns, 1);
    validation->disabled = (unsigned)pb_column_u64(count, columns, 2);
    validation->corrected = (unsigned)pb_column_u64(count, columns, 3);
}

int pb_call_validate_startup(struct pb_connection *connection, struct pb_validation *validation)
{
    return pb_connection_call(connection, "CALL validate_startup()", NULL, 0, read_validation, validation,
                              60000);
}
