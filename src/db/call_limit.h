/* Calls about the character limit: statements, with (arguments): columns. Any thread. */
#ifndef PB_DB_CALL_LIMIT_H
#define PB_DB_CALL_LIMIT_H

#include "db/statement.h"

/* (): verdict, violations, disabled, corrected. */
extern const struct pb_statement pb_call_validate_startup;
/* (account_id or NULL): account_id, character_count, recorded_count, max_characters, verdict */
extern const struct pb_statement pb_call_check_character_limit;
/* (account_id): guid, name, level, is_disabled */
extern const struct pb_statement pb_call_list_characters;
/* (): account_id, characters_disabled, count_corrected */
extern const struct pb_statement pb_call_fix_character_limits;
/* (guid): the character's row */
extern const struct pb_statement pb_call_restore_character;
/* (account_id, maximum): the account's row */
extern const struct pb_statement pb_call_set_account_limit;
/* (account_id, slots): the account's row */
extern const struct pb_statement pb_call_grant_slots;
/* (): account_id, character_count, max_characters, excess_count of every bot account */
extern const struct pb_statement pb_call_character_limits;

#endif
