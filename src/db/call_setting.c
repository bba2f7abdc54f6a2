#include "db/call_setting.h"
#include "db/column.h"
#include <stdio.h>

static void read_old(void *user, unsigned count, const char *const *columns)
{
    snprintf(user, 256, "%s", pb_column_text(count, columns, 1));
}

int pb_call_set_setting(struct pb_connection *connection, const char *name, const char *value, char old[256])
{
    const struct pb_value values[] = {PB_VALUE_TEXT(name), PB_VALUE_TEXT(value)};

    return pb_connection_call(connection, "CALL set_setting(?, ?)", values, 2, read_old, old, 60000);
}

int pb_call_get_setting(struct pb_connection *connection, const char *name, unsigned *value)
{
    const struct pb_value values[] = {PB_VALUE_TEXT(name)};

    *value = 0;
    return pb_connection_call(connection, "SELECT value FROM v_settings WHERE name = ?", values, 1,
                              pb_column_read_unsigned, value, 10000);
}
