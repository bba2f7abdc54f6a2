#include "bin/password.h"
#include "base/error.h"
#include "base/srp6.h"
#include "db/call_account.h"
#include <stdio.h>
#include <string.h>

enum { HEX_SALT = 2 * PB_SRP6_SALT + 1, HEX_VERIFIER = 2 * PB_SRP6_BNET_VERIFIER + 1, TURN_MS = 50 };

/* What the database said of the account. */
struct login {
    int is_done, error, has_bnet;
    char username[64], email[512], message[256];
};

struct hex_pair {
    char salt[HEX_SALT], verifier[HEX_VERIFIER];
};

static void on_login(void *user, const struct pb_answer *answer)
{
    struct login *login = user;

    login->is_done = 1;
    login->error = answer->error;
    snprintf(login->message, sizeof login->message, "%s", answer->message);
    snprintf(login->username, sizeof login->username, "%.63s", pb_rows_text(answer->rows, 0, 1, NULL));
    snprintf(login->email, sizeof login->email, "%.511s", pb_rows_text(answer->rows, 0, 3, NULL));
    login->has_bnet = pb_rows_u64(answer->rows, 0, 4) != 0;
}

/* Runs a call until its answer; what it said goes into `login`. */
static int call(struct pb_handle *handle, const struct pb_statement *statement, const struct pb_value *values,
                unsigned count, struct login *login)
{
    int error = pb_database_call(handle->database, statement, values, count, 0, on_login, login);

    while (!error && !login->is_done)
        pb_wait(handle, TURN_MS);
    return error ? error : login->error;
}

static void to_hex(const struct pb_srp6_pair *pair, struct hex_pair *hex)
{
    for (size_t i = 0; i < PB_SRP6_SALT; i++)
        snprintf(hex->salt + 2 * i, 3, "%02x", pair->salt[i]);
    for (size_t i = 0; i < pair->verifier_size; i++)
        snprintf(hex->verifier + 2 * i, 3, "%02x", pair->verifier[i]);
}

/*
 * The game account of a BattleNet account has no login of its own: TrinityCore gives it the beginning of the
 * password, as many characters as a game password may have.
 */
static int compute(const struct login *login, const char *password, struct hex_pair *game,
                   struct hex_pair *bnet)
{
    struct pb_srp6_pair pair;
    char beginning[PB_SRP6_GAME_PASSWORD_MAX * 4 + 1];
    int error;

    snprintf(beginning, sizeof beginning, "%.*s",
             login->has_bnet ? PB_SRP6_GAME_PASSWORD_MAX : (int)sizeof beginning - 1, password);
    /* A longer one is refused, not cut, where the game account is what logs in. */
    if (!login->has_bnet && strlen(password) >= sizeof beginning)
        return PB_E_bad_password;
    error = pb_srp6_game(login->username, beginning, NULL, &pair);
    if (!error)
        to_hex(&pair, game);
    if (!error && login->has_bnet && (error = pb_srp6_bnet_v2(login->email, password, NULL, &pair)) == PB_OK)
        to_hex(&pair, bnet);
    explicit_bzero(&pair, sizeof pair);
    explicit_bzero(beginning, sizeof beginning);
    return error;
}

int pb_password_set(struct pb_handle *handle, uint32_t account_id, const char *password, char *message,
                    size_t size)
{
    struct pb_value values[5] = {PB_VALUE_U64(account_id)};
    struct login login = {0}, stored = {0};
    struct hex_pair game = {.salt = ""}, bnet = {.salt = ""};
    int error = call(handle, &pb_call_get_account_login, values, 1, &login);

    if (error) {
        snprintf(message, size, "%s", *login.message ? login.message : pb_error_text(error));
        return error;
    }
    if ((error = compute(&login, password, &game, &bnet)) == PB_OK) {
        values[1] = PB_VALUE_TEXT(game.salt);
        values[2] = PB_VALUE_TEXT(game.verifier);
        values[3] = login.has_bnet ? PB_VALUE_TEXT(bnet.salt) : PB_VALUE_NULL;
        values[4] = login.has_bnet ? PB_VALUE_TEXT(bnet.verifier) : PB_VALUE_NULL;
        error = call(handle, &pb_call_set_password, values, 5, &stored);
    }
    explicit_bzero(&game, sizeof game);
    explicit_bzero(&bnet, sizeof bnet);
    snprintf(message, size, "%s", *stored.message ? stored.message : error ? pb_error_text(error) : "");
    return error;
}
