/* Password: gives a bot account a usable password, on purpose. Blocks; for playerbotctl. */
#ifndef PB_BIN_PASSWORD_H
#define PB_BIN_PASSWORD_H

#include "api/handle.h"

/*
 * Computes salts and verifiers for the account's names and stores them; the password itself goes nowhere.
 * Returns 0, PB_E_bad_password, PB_E_bad_login, PB_E_crypto, or the database's error with its `message`.
 */
int pb_password_set(struct pb_handle *handle, uint32_t account_id, const char *password, char *message,
                    size_t size) __attribute__((warn_unused_result));

#endif
