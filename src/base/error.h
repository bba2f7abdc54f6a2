/* Errors: one list gives numbers, names and texts. */
#ifndef PB_BASE_ERROR_H
#define PB_BASE_ERROR_H

/*
 * Errors that the database raises, with the codes of its table `errors`. ci/lint compares the two lists.
 */
#define PB_DATABASE_ERRORS(X)                                                                                \
    X(45000, in_transaction, "called while a transaction of the caller is open")                             \
    X(45001, request_conflict, "the request_id was used before with other arguments")                        \
    X(45002, bad_request_id, "the request_id is no unsigned 64-bit number")                                  \
    X(45003, unknown_error, "a routine raised a name that the registry does not hold")                       \
    X(45004, operation_busy, "another session runs the same long operation")                                 \
    X(45005, bad_deployment, "the deployed code does not fit this call")                                     \
    X(45100, account_cap, "max_accounts would be exceeded")                                                  \
    X(45101, email_taken, "the e-mail address belongs to another account")                                   \
    X(45102, bad_email, "the e-mail address is not acceptable")                                              \
    X(45103, bad_count, "the number of accounts is not acceptable")                                          \
    X(45104, unknown_account, "no game account has this id")                                                 \
    X(45105, not_bot_account, "the account is no bot account")                                               \
    X(45106, account_leased, "an agent holds the account")                                                   \
    X(45107, not_confirmed, "the number given is not the present number of bot accounts")                    \
    X(45108, weak_credentials, "salt or verifier would not have been random")                                \
    X(45109, host_refused, "the host database did not take the rows")                                        \
    X(45200, agent_fenced, "the agent was replaced, ended, or never registered")                             \
    X(45201, bad_agent, "name, host or version of the agent is not acceptable")                              \
    X(45300, pool_empty, "no account is free and none may be created")                                       \
    X(45301, not_holder, "the caller does not hold this account under this fence")                           \
    X(45302, bad_target, "the pool size is not acceptable")                                                  \
    X(45400, limit_reached, "the bot account has all the characters it may have")                            \
    X(45401, bad_limit, "the limit is not acceptable")                                                       \
    X(45402, below_current, "the account has more characters than that")                                     \
    X(45403, unknown_character, "no disabled character has this guid")                                       \
    X(45500, unknown_setting, "no setting has this name")                                                    \
    X(45501, bad_value, "the value is not legal for this setting")

/* Errors of the agent itself. */
#define PB_AGENT_ERRORS(X)                                                                                   \
    X(1, no_memory, "out of memory")                                                                         \
    X(2, io, "a file could not be read or written")                                                          \
    X(3, bad_config, "the configuration has errors")                                                         \
    X(4, no_database, "the database cannot be reached")                                                      \
    X(5, database, "the database refused a statement")                                                       \
    X(6, no_result, "the database answered without a result")                                                \
    X(7, interrupted, "a signal asked to stop")

enum pb_error {
    PB_OK = 0,
#define X(code, name, text) PB_E_##name = -(code),
    PB_DATABASE_ERRORS(X) PB_AGENT_ERRORS(X)
#undef X
};

/* Name of an error (0 or negative), as in the table `errors`; "unknown" for a number of another list. Any
 * thread. */
const char *pb_error_name(int error);
/* One sentence about it. Any thread. */
const char *pb_error_text(int error);
/* The error that a server error number stands for: one of ours for 45000 to 45999, else PB_E_database. */
int pb_error_from_server(unsigned server_errno);

#endif
