/* Calls about accounts and their leases: statements, with (arguments): columns, and readers. Any thread. */
#ifndef PB_DB_CALL_ACCOUNT_H
#define PB_DB_CALL_ACCOUNT_H

#include "db/rows.h"
#include "db/statement.h"

/* The database refuses to lease or create more at once. */
enum { PB_MAX_ACCOUNTS_PER_CALL = 100000 };

/* (e-mail or NULL, request_id): account_id, bnet_account_id, email */
extern const struct pb_statement pb_call_create_account;
/* (count, request_id): a row per account as above */
extern const struct pb_statement pb_call_create_accounts;
/* (): required, existing, created, reason */
extern const struct pb_statement pb_call_ensure_accounts;
/* (account_id): characters_deleted, rows_deleted */
extern const struct pb_statement pb_call_delete_account;
/* (present number of bot accounts): accounts_deleted, characters_deleted */
extern const struct pb_statement pb_call_delete_all_accounts;
/* (account_id): the account's row */
extern const struct pb_statement pb_call_adopt_account;
extern const struct pb_statement pb_call_disown_account;
/* (target or NULL): pool_size, created */
extern const struct pb_statement pb_call_refill_pool;
/* (agent_id, request_id): see struct pb_lease */
extern const struct pb_statement pb_call_acquire_account;
/* (agent_id, count, request_id): a row per account as above */
extern const struct pb_statement pb_call_acquire_accounts;
/* (agent_id, account_id, fence): state */
extern const struct pb_statement pb_call_release_account;
/* (account_id): see struct pb_account_row; no row for one that is no account of ours */
extern const struct pb_statement pb_call_account;
/* (account_id): the account's row, for people */
extern const struct pb_statement pb_call_show_account;
/* (account_id): account_id, username, bnet_account_id, bnet_email, has_bnet */
extern const struct pb_statement pb_call_get_account_login;
/* (account_id, game salt, game verifier, bnet salt or NULL, bnet verifier or NULL), as hexadecimal digits */
extern const struct pb_statement pb_call_set_password;
/* (account_id): why it is or is not available */
extern const struct pb_statement pb_call_explain_account;

struct pb_lease {
    uint64_t fence;
    uint32_t account_id, bnet_account_id;
    unsigned character_count;
};

struct pb_account_row {
    uint64_t agent_id, fence;
    uint32_t account_id, bnet_account_id;
    unsigned character_count, max_characters, excess_count;
    int is_bot;
    char state[12], email[256], created_at[32];
};

/* Zeroes when there is no such row. */
struct pb_lease pb_read_lease(const struct pb_rows *rows, size_t row);
struct pb_account_row pb_read_account(const struct pb_rows *rows, size_t row);

#endif
