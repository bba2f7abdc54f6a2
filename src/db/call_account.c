#include "db/call_account.h"
#include <stdio.h>

const struct pb_statement pb_call_create_account =
    PB_STATEMENT("create_account", "CALL create_account(?, ?)", REQUEST);
const struct pb_statement pb_call_create_accounts =
    PB_STATEMENT("create_accounts", "CALL create_accounts(?, ?)", REQUEST);
const struct pb_statement pb_call_ensure_accounts =
    PB_STATEMENT("ensure_accounts", "CALL ensure_accounts()", SAFE);
/* A second deletion finds no bot account and says so: repeating it harms nobody, but its answer would
 * mislead. */
const struct pb_statement pb_call_delete_account =
    PB_STATEMENT("delete_account", "CALL delete_account(?)", NEVER);
const struct pb_statement pb_call_delete_all_accounts =
    PB_STATEMENT("delete_all_accounts", "CALL delete_all_accounts(?)", NEVER);
const struct pb_statement pb_call_adopt_account =
    PB_STATEMENT("adopt_account", "CALL adopt_account(?)", SAFE);
const struct pb_statement pb_call_disown_account =
    PB_STATEMENT("disown_account", "CALL disown_account(?)", NEVER);
const struct pb_statement pb_call_refill_pool = PB_STATEMENT("refill_pool", "CALL refill_pool(?)", SAFE);
const struct pb_statement pb_call_acquire_account =
    PB_STATEMENT("acquire_account", "CALL acquire_account(?, ?)", REQUEST);
const struct pb_statement pb_call_acquire_accounts =
    PB_STATEMENT("acquire_accounts", "CALL acquire_accounts(?, ?, ?)", REQUEST);
/* Repeated with the same fence it answers with the account's state. */
const struct pb_statement pb_call_release_account =
    PB_STATEMENT("release_account", "CALL release_account(?, ?, ?)", SAFE);
const struct pb_statement pb_call_account =
    PB_STATEMENT("account",
                 "SELECT account_id, bnet_account_id, email, is_bot, state, character_count, max_characters, "
                 "excess_count, "
                 "agent_id, fence, created_at FROM x$accounts WHERE account_id = ?",
                 SAFE);
const struct pb_statement pb_call_show_account =
    PB_STATEMENT("account", "SELECT * FROM v_accounts WHERE account_id = ?", SAFE);
const struct pb_statement pb_call_get_account_login =
    PB_STATEMENT("get_account_login", "CALL get_account_login(?)", SAFE);
const struct pb_statement pb_call_set_password =
    PB_STATEMENT("set_password", "CALL set_password(?, ?, ?, ?, ?)", SAFE);
const struct pb_statement pb_call_explain_account =
    PB_STATEMENT("explain_account", "CALL explain_account(?)", SAFE);

struct pb_lease pb_read_lease(const struct pb_rows *rows, size_t row)
{
    return (struct pb_lease){.account_id = (uint32_t)pb_rows_u64(rows, row, 0),
                             .bnet_account_id = (uint32_t)pb_rows_u64(rows, row, 1),
                             .character_count = (unsigned)pb_rows_u64(rows, row, 3),
                             .fence = pb_rows_u64(rows, row, 4)};
}

struct pb_account_row pb_read_account(const struct pb_rows *rows, size_t row)
{
    struct pb_account_row account = {.account_id = (uint32_t)pb_rows_u64(rows, row, 0),
                                     .bnet_account_id = (uint32_t)pb_rows_u64(rows, row, 1),
                                     .is_bot = pb_rows_u64(rows, row, 3) != 0,
                                     .character_count = (unsigned)pb_rows_u64(rows, row, 5),
                                     .max_characters = (unsigned)pb_rows_u64(rows, row, 6),
                                     .excess_count = (unsigned)pb_rows_u64(rows, row, 7),
                                     .agent_id = pb_rows_u64(rows, row, 8),
                                     .fence = pb_rows_u64(rows, row, 9)};

    snprintf(account.email, sizeof account.email, "%s", pb_rows_text(rows, row, 2, NULL));
    snprintf(account.state, sizeof account.state, "%s", pb_rows_text(rows, row, 4, NULL));
    snprintf(account.created_at, sizeof account.created_at, "%s", pb_rows_text(rows, row, 10, NULL));
    return account;
}
