#include "base/conf_check.h"

/*
 * The line of the error is that of `key`, or of `other` when only that is written: somebody must be able to
 * find what to change.
 */
static void refuse(const struct pb_conf *conf, struct pb_conf_errors *errors, enum pb_conf_key key,
                   enum pb_conf_key other, const char *wanted)
{
    char what[160];

    snprintf(what, sizeof what, "%s%s", pb_conf_name(key),
             pb_conf_is_written(conf, key) ? "" : " (not written)");
    pb_conf_errors_add(errors, conf->line[key] ? conf->line[key] : conf->line[other], what, conf->text[key],
                       wanted);
}

void pb_conf_check(const struct pb_conf *conf, struct pb_conf_errors *errors)
{
    const int64_t *number = conf->number;

#define CHECK(is_bad, key, other, wanted)                                                                    \
    if (is_bad)                                                                                              \
    refuse(conf, errors, PB_CONF_##key, PB_CONF_##other, wanted)
    CHECK(number[PB_CONF_STRICT_CHARACTER_LIMIT] && number[PB_CONF_AUTO_FIX_CHARACTER_LIMIT],
          AUTO_FIX_CHARACTER_LIMIT, STRICT_CHARACTER_LIMIT,
          "0, or Playerbot.StrictCharacterLimit = 0: a start that aborts repairs nothing");
    CHECK(2 * number[PB_CONF_HEARTBEAT_INTERVAL] > number[PB_CONF_LEASE_TTL], HEARTBEAT_INTERVAL, LEASE_TTL,
          "at most half of Playerbot.LeaseTtl: one lost heartbeat must not cost every lease");
    CHECK(number[PB_CONF_DATABASE_CONNECTIONS_MIN] > number[PB_CONF_DATABASE_CONNECTIONS_MAX],
          DATABASE_CONNECTIONS_MIN, DATABASE_CONNECTIONS_MAX,
          "no more than Playerbot.Database.ConnectionsMax");
    CHECK(conf->text[PB_CONF_DATABASE_HOST][0] && conf->text[PB_CONF_DATABASE_SOCKET][0], DATABASE_SOCKET,
          DATABASE_HOST, "nothing, or Playerbot.Database.Host without a value: both name the server");
    CHECK(number[PB_CONF_DATABASE_TLS] == 3 && !conf->text[PB_CONF_DATABASE_TLS_CA][0], DATABASE_TLS,
          DATABASE_TLS_CA, "Playerbot.Database.TlsCa too: who would vouch for the server?");
    CHECK(!conf->text[PB_CONF_DATABASE_TLS_CERT][0] != !conf->text[PB_CONF_DATABASE_TLS_KEY][0],
          DATABASE_TLS_CERT, DATABASE_TLS_KEY,
          "both or none of Playerbot.Database.TlsCert and Playerbot.Database.TlsKey");
    CHECK(number[PB_CONF_ACCOUNTS_TO_CREATE] > number[PB_CONF_MAX_ACCOUNTS], ACCOUNTS_TO_CREATE, MAX_ACCOUNTS,
          "no more than Playerbot.MaxAccounts");
#undef CHECK
}

unsigned pb_conf_warn(const struct pb_conf *conf, void (*warn)(void *user, const char *text), void *user)
{
    char text[256];

    /* What is not written is the database's to say. */
    if (!pb_conf_is_written(conf, PB_CONF_MAX_BOTS_TOTAL) ||
        conf->number[PB_CONF_AGENT_BOTS] <= conf->number[PB_CONF_MAX_BOTS_TOTAL])
        return 0;
    snprintf(text, sizeof text,
             "%s is '%lld', above %s = %lld: accounts are planned for fewer bots than this agent wants",
             pb_conf_name(PB_CONF_AGENT_BOTS), (long long)conf->number[PB_CONF_AGENT_BOTS],
             pb_conf_name(PB_CONF_MAX_BOTS_TOTAL), (long long)conf->number[PB_CONF_MAX_BOTS_TOTAL]);
    warn(user, text);
    return 1;
}
