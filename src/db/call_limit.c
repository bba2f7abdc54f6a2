#include "db/call_limit.h"

const struct pb_statement pb_call_validate_startup =
    PB_STATEMENT("validate_startup", "CALL validate_startup()", SAFE);
const struct pb_statement pb_call_check_character_limit =
    PB_STATEMENT("check_character_limit", "CALL check_character_limit(?)", SAFE);
const struct pb_statement pb_call_list_characters =
    PB_STATEMENT("list_characters", "CALL list_characters(?)", SAFE);
const struct pb_statement pb_call_fix_character_limits =
    PB_STATEMENT("fix_character_limits", "CALL fix_character_limits()", SAFE);
const struct pb_statement pb_call_restore_character =
    PB_STATEMENT("restore_character", "CALL restore_character(?)", NEVER);
const struct pb_statement pb_call_set_account_limit =
    PB_STATEMENT("set_account_limit", "CALL set_account_limit(?, ?)", SAFE);
/* Granted twice is granted double. */
const struct pb_statement pb_call_grant_slots = PB_STATEMENT("grant_slots", "CALL grant_slots(?, ?)", NEVER);
const struct pb_statement pb_call_character_limits = PB_STATEMENT(
    "character_limits",
    "SELECT account_id, character_count, max_characters, excess_count FROM x$character_limits", SAFE);
