#include "db/call_setting.h"

const struct pb_statement pb_call_set_setting = PB_STATEMENT("set_setting", "CALL set_setting(?, ?)", SAFE);
const struct pb_statement pb_call_settings =
    PB_STATEMENT("settings", "SELECT name, value FROM v_settings", SAFE);
