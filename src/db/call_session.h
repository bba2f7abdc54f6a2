/* Calls about sessions: statements, with (arguments): columns. Any thread. */
#ifndef PB_DB_CALL_SESSION_H
#define PB_DB_CALL_SESSION_H

#include "db/statement.h"

/* (agent_id, JSON array of rows): position, account_id, outcome. Each row applies once, by fence and
 * sequence. */
extern const struct pb_statement pb_call_save_sessions;
/* (account_id): fence, sequence, format_version, state; no row when there is none. */
extern const struct pb_statement pb_call_session;

#endif
