/* Configuration: `Key.Sub = value` lines, every error named at once. */
#ifndef PB_BASE_CONF_H
#define PB_BASE_CONF_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Every key: number of its field, name after "Playerbot.", kind, default, minimum, maximum, setting of the
 * database that it owns ("" for none). ci/lint holds conf/playerbot.conf.dist against this list.
 */
#define PB_CONF_KEYS(X)                                                                                      \
    X(DATABASE_OPTION_FILE, "Database.OptionFile", FILE_NAME, "", 0, 1023, "")                               \
    X(DATABASE_HOST, "Database.Host", TEXT, "", 0, 255, "")                                                  \
    X(DATABASE_PORT, "Database.Port", INTEGER, "0", 0, 65535, "")                                            \
    X(DATABASE_SOCKET, "Database.Socket", TEXT, "", 0, 107, "")                                              \
    X(DATABASE_USER, "Database.User", TEXT, "", 0, 80, "")                                                   \
    X(DATABASE_SCHEMA, "Database.Schema", TEXT, "playerbot", 1, 48, "")                                      \
    X(AGENT_NAME, "Agent.Name", TEXT, "playerbotd", 1, 64, "")                                               \
    X(AGENT_BOTS, "Agent.Bots", INTEGER, "500", 0, 1000000, "")                                              \
    X(MAX_BOTS_TOTAL, "MaxBotsTotal", INTEGER, "500", 0, 1000000, "max_bots_total")                          \
    X(AUTO_CREATE_ACCOUNTS, "AutoCreateAccounts", BOOLEAN, "1", 0, 1, "auto_create_accounts")                \
    X(ACCOUNTS_TO_CREATE, "AccountsToCreate", INTEGER, "0", 0, 1000000, "accounts_to_create")                \
    X(MAX_ACCOUNTS, "MaxAccounts", INTEGER, "5000", 1, 1000000, "max_accounts")                              \
    X(MAX_CHARACTERS_PER_ACCOUNT, "MaxCharactersPerAccount", INTEGER, "10", 1, 10,                           \
      "max_characters_per_account")                                                                          \
    X(STRICT_CHARACTER_LIMIT, "StrictCharacterLimit", BOOLEAN, "1", 0, 1, "")                                \
    X(AUTO_FIX_CHARACTER_LIMIT, "AutoFixCharacterLimit", BOOLEAN, "0", 0, 1, "")                             \
    X(POOL_SIZE, "PoolSize", INTEGER, "100", 0, 1000000, "pool_target")                                      \
    X(EMAIL_DOMAIN, "EmailDomain", TEXT, "playerbot.local", 1, 190, "email_domain")                          \
    X(LEASE_TTL, "LeaseTtl", INTEGER, "60", 2, 3600, "lease_ttl_s")                                          \
    X(HEARTBEAT_INTERVAL, "HeartbeatInterval", INTEGER, "15", 1, 1200, "heartbeat_interval_s")               \
    X(LOG_LEVEL, "Log.Level", LEVEL, "INFO", 0, 0, "")

enum pb_conf_key {
#define X(key, name, kind, text, minimum, maximum, setting) PB_CONF_##key,
    PB_CONF_KEYS(X)
#undef X
        PB_CONF_COUNT
};

struct pb_conf {
    char text[PB_CONF_COUNT][1024];
    int64_t number[PB_CONF_COUNT];
    int line[PB_CONF_COUNT]; /* where it was written; 0: default, -1: environment */
};

/* Full name of a key, "Playerbot.MaxBotsTotal". Any thread. */
const char *pb_conf_name(enum pb_conf_key key);
/* Setting of the database that a key owns, "" for none. Any thread. */
const char *pb_conf_setting(enum pb_conf_key key);
/* abort, fix or report, from the two keys of the specification. */
const char *pb_conf_limit_policy(const struct pb_conf *conf);

/*
 * Reads a configuration: defaults, then the file (NULL for none), then the environment
 * (PLAYERBOT_MAX_BOTS_TOTAL). Every error is written to `errors` with line, value seen and value wanted.
 * Returns 0, PB_E_io or PB_E_bad_config. Start only: reads the environment.
 */
int pb_conf_read(struct pb_conf *conf, const char *path, FILE *errors) __attribute__((warn_unused_result));

#endif
