/* Errors of Playerbot: one list gives numbers and names. C and C++. */
#ifndef PLAYERBOT_ERROR_H
#define PLAYERBOT_ERROR_H

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
    X(45110, bad_credentials, "salt or verifier is not acceptable")                                          \
    X(45200, agent_fenced, "the agent was replaced, ended, or never registered")                             \
    X(45201, bad_agent, "name, host or version of the agent is not acceptable")                              \
    X(45202, bad_rows, "the rows are no JSON array of the wanted objects")                                   \
    X(45203, guid_range, "a guid is too large for the things of its character on this core")                 \
    X(45204, bad_world, "the world database lacks item_template of the 3.3.5 form")                          \
    X(45300, pool_empty, "no account is free and none may be created")                                       \
    X(45301, not_holder, "the caller does not hold this account under this fence")                           \
    X(45302, bad_target, "the pool size is not acceptable")                                                  \
    X(45400, limit_reached, "the bot account has all the characters it may have")                            \
    X(45401, bad_limit, "the limit is not acceptable")                                                       \
    X(45402, below_current, "the account has more characters than that")                                     \
    X(45403, unknown_character, "no disabled character has this guid")                                       \
    X(45500, unknown_setting, "no setting has this name")                                                    \
    X(45501, bad_value, "the value is not legal for this setting")                                           \
    X(45600, bad_batch, "number or time of the batch is not acceptable")                                     \
    X(45601, unknown_item, "no price of this item was recorded")

/* Errors of the agent itself. */
#define PB_AGENT_ERRORS(X)                                                                                   \
    X(1, no_memory, "out of memory")                                                                         \
    X(2, io, "a file could not be read or written")                                                          \
    X(3, bad_config, "the configuration has errors")                                                         \
    X(4, no_database, "the database cannot be reached")                                                      \
    X(5, database, "the database refused a statement")                                                       \
    X(6, no_result, "the database answered without a result")                                                \
    X(7, interrupted, "a signal asked to stop")                                                              \
    X(8, bad_password,                                                                                       \
      "the password is empty, too long, has a control character, or is not UTF-8; wanted: 1 to 16 "          \
      "characters for a game account, 1 to 128 for BattleNet")                                               \
    X(9, crypto, "libcrypto failed or has no memory")                                                        \
    X(10, bad_login,                                                                                         \
      "the account name or e-mail address is empty, too long, has a control character, or is not UTF-8; "    \
      "wanted: 1 to 20 characters for a name, 1 to 320 for an address")                                      \
    X(20, busy, "as many requests are outstanding as Playerbot.Request.Limit allows")                        \
    X(21, timeout, "no answer came before the deadline")                                                     \
    X(22, outcome_unknown, "the connection was lost and nobody knows whether the call had its effect")       \
    X(23, denied, "the database user has no right to this call")                                             \
    X(24, stopped, "the handle is being closed")                                                             \
    X(25, journal_full, "the journal has reached Playerbot.Journal.SizeLimit, or its disk is full")          \
    X(26, outbox_full, "unwritten changes have reached Playerbot.WriteBehind.MemoryLimit")                   \
    X(27, bad_journal, "the file is no journal of Playerbot, or another process has it")                     \
    X(28, bad_state, "the stored session state is damaged or of an unknown form")                            \
    X(29, no_session, "this agent holds no session for the account")                                         \
    X(30, not_ready, "the agent is not registered, or the session's state is not loaded yet")                \
    X(31, bad_argument, "an argument is missing or out of its range")                                        \
    X(40, gone, "the actor or object is not in the world any more, or there is none such")                   \
    X(41, dead, "the actor is dead")                                                                         \
    X(42, too_far, "the actor is too far away for this")                                                     \
    X(43, in_combat, "not while the actor is in combat")                                                     \
    X(44, not_allowed, "the world's rules do not allow this")                                                \
    X(45, unsupported, "the world does not offer this operation")                                            \
    X(46, inventory_full, "no slot is free for it")                                                          \
    X(47, no_money, "the actor cannot pay this")                                                             \
    X(48, quest_log_full, "the quest log has no room")                                                       \
    X(49, unknown_quest, "no quest has this number")                                                         \
    X(50, name_taken, "another character has this name")                                                     \
    X(51, changed, "it has changed since it was looked at")                                                  \
    X(52, outbid, "the bid is too low, or another was faster")                                               \
    X(53, broken, "a system's state contradicts itself or the world")                                        \
    X(54, bad_recording, "the file is no recording of this program")                                         \
    X(55, cancelled, "one of the two has called it off")

/* Codes from here on are the database's. */
enum { PB_FIRST_DATABASE_ERROR = 45000 };

enum pb_error {
    PB_OK = 0,
#define X(code, name, text) PB_E_##name = -(code),
    PB_DATABASE_ERRORS(X) PB_AGENT_ERRORS(X)
#undef X
};

#endif
