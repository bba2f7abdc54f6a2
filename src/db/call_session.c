#include "db/call_session.h"

const struct pb_statement pb_call_save_sessions =
    PB_STATEMENT("save_sessions", "CALL save_sessions(?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_session = PB_STATEMENT(
    "session", "SELECT fence, sequence, format_version, state FROM x$sessions WHERE account_id = ?", SAFE);
