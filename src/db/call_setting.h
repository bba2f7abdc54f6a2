/* Calls about realm-wide settings: statements, with (arguments): columns. Any thread. */
#ifndef PB_DB_CALL_SETTING_H
#define PB_DB_CALL_SETTING_H

#include "db/statement.h"

/* (name, value): name, old_value, new_value */
extern const struct pb_statement pb_call_set_setting;
/* (): name, value */
extern const struct pb_statement pb_call_settings;

#endif
