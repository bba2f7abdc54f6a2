#include "api/ai.h"
#include "api/handle.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COPY(to, key) snprintf(to, sizeof(to), "%.*s", (int)sizeof(to) - 1, conf->text[PB_CONF_##key])

static enum pb_tls read_tls(const char *text)
{
    static const char *const names[] = {"off", "preferred", "required", "verify"};

    for (int i = PB_TLS_OFF; i <= PB_TLS_VERIFY; i++)
        if (strcmp(text, names[i]) == 0)
            return (enum pb_tls)i;
    return PB_TLS_VERIFY;
}

/* A password for the database comes from a systemd credential or the environment, never from the
 * configuration. */
static void read_password(const struct pb_conf *conf, struct pb_database_options *options)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY"), *password = getenv("PLAYERBOT_DB_PASSWORD");

    if (password)
        snprintf(options->password, sizeof options->password, "%s", password);
    if (!folder || !conf->text[PB_CONF_DATABASE_CREDENTIAL][0])
        return;
    if (snprintf(options->credential_file, sizeof options->credential_file, "%s/%s", folder,
                 conf->text[PB_CONF_DATABASE_CREDENTIAL]) >= (int)sizeof options->credential_file ||
        access(options->credential_file, R_OK) != 0)
        options->credential_file[0] = '\0';
}

static void read_servers(const struct pb_conf *conf, struct pb_database_options *options)
{
    struct pb_conf_host hosts[PB_MAX_SERVERS];

    options->server_count = pb_conf_hosts(conf, hosts);
    for (unsigned i = 0; i < options->server_count; i++) {
        struct pb_server_address *address = &options->servers[i];

        memcpy(address->host, hosts[i].host, sizeof address->host);
        memcpy(address->socket, hosts[i].socket, sizeof address->socket);
        address->port = hosts[i].port;
    }
}

void pb_configure_database(const struct pb_conf *conf, struct pb_database_options *options)
{
    memset(options, 0, sizeof *options);
    read_servers(conf, options);
    read_password(conf, options);
    COPY(options->option_file, DATABASE_OPTION_FILE);
    COPY(options->user, DATABASE_USER);
    COPY(options->schema, DATABASE_SCHEMA);
    options->tls = read_tls(conf->text[PB_CONF_DATABASE_TLS]);
    COPY(options->tls_ca, DATABASE_TLS_CA);
    COPY(options->tls_certificate, DATABASE_TLS_CERT);
    COPY(options->tls_key, DATABASE_TLS_KEY);
    options->min_connections = (unsigned)conf->number[PB_CONF_DATABASE_CONNECTIONS_MIN];
    options->max_connections = (unsigned)conf->number[PB_CONF_DATABASE_CONNECTIONS_MAX];
    options->connect_timeout_ms = conf->number[PB_CONF_DATABASE_CONNECT_TIMEOUT];
    options->request_timeout_ms = conf->number[PB_CONF_DATABASE_REQUEST_TIMEOUT];
    options->idle_ms = conf->number[PB_CONF_DATABASE_IDLE_TIMEOUT] * 1000;
    options->lifetime_ms = conf->number[PB_CONF_DATABASE_CONNECTION_LIFETIME] * 1000;
    options->breaker_failures = (unsigned)conf->number[PB_CONF_DATABASE_BREAKER_FAILURES];
    options->breaker_open_ms = conf->number[PB_CONF_DATABASE_BREAKER_OPEN_TIME];
    options->request_limit = (unsigned)conf->number[PB_CONF_REQUEST_LIMIT];
}

void pb_configure_outbox(const struct pb_conf *conf, struct pb_outbox_options *options)
{
    *options = (struct pb_outbox_options){
        .interval_ms = conf->number[PB_CONF_WRITE_BEHIND_INTERVAL] * 1000,
        .batch_rows = (size_t)conf->number[PB_CONF_WRITE_BEHIND_BATCH_ROWS],
        .memory_limit = (size_t)conf->number[PB_CONF_WRITE_BEHIND_MEMORY_LIMIT] << 20,
        .journal = conf->text[PB_CONF_JOURNAL_FILE],
        .journal_limit = (uint64_t)conf->number[PB_CONF_JOURNAL_SIZE_LIMIT] << 20};
}

void pb_configure_sessions(const struct pb_conf *conf, struct pb_session_options *options)
{
    *options = (struct pb_session_options){
        .idle_ms = conf->number[PB_CONF_SESSION_IDLE_TIME] * 1000,
        .cleanup_interval_ms = conf->number[PB_CONF_SESSION_CLEANUP_INTERVAL] * 1000,
        .write_interval_ms = conf->number[PB_CONF_WRITE_BEHIND_INTERVAL] * 1000,
        .write_rows = (size_t)conf->number[PB_CONF_WRITE_BEHIND_BATCH_ROWS]};
}

void pb_configure_accounts(const struct pb_conf *conf, struct pb_account_cache_options *options)
{
    *options =
        (struct pb_account_cache_options){.ttl_ms = conf->number[PB_CONF_CACHE_ACCOUNT_TTL] * 1000,
                                          .entries = (size_t)conf->number[PB_CONF_CACHE_ACCOUNT_ENTRIES]};
}

void pb_configure_parts(struct pb_handle *handle)
{
    const struct pb_conf *conf = handle->conf;
    struct pb_database_options database;
    struct pb_outbox_options outbox;
    struct pb_session_options sessions;
    struct pb_account_cache_options accounts;

    pb_configure_database(conf, &database);
    if (pb_database_configure(handle->database, &database) != PB_OK)
        PB_LOG(handle->log, CONFIG, WARN, 0, "out of memory: the database's settings stay as they were");
    explicit_bzero(&database, sizeof database);
    pb_configure_accounts(conf, &accounts);
    pb_account_cache_configure(handle->accounts, &accounts);
    pb_limit_cache_configure(handle->limits, conf->number[PB_CONF_CACHE_LIMIT_REFRESH] * 1000);
    if (handle->mode != PB_MODE_AGENT)
        return;
    pb_configure_outbox(conf, &outbox);
    pb_outbox_configure(handle->outbox, &outbox);
    pb_configure_sessions(conf, &sessions);
    pb_sessions_configure(handle->sessions, &sessions);
    pb_ai_configure(handle);
}
