#include "db/connection.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include <mysql.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_VALUES = 8, MAX_COLUMNS = 24, COLUMN_SIZE = 512 };

struct pb_connection {
    MYSQL *mysql; /* NULL while not connected */
    const struct pb_conf *conf;
    const struct pb_log *log;
    const volatile int *stop;
    char message[512];
    char cells[MAX_COLUMNS][COLUMN_SIZE];
};

static int is_stopped(const struct pb_connection *connection)
{
    return connection->stop && *connection->stop;
}

/* Waits, unless a signal asks to stop: poll returns early then. */
static void pause_ms(const struct pb_connection *connection, int ms)
{
    if (!is_stopped(connection))
        poll(NULL, 0, ms);
}

static const char *text_or_null(const struct pb_conf *conf, enum pb_conf_key key)
{
    return conf->text[key][0] ? conf->text[key] : NULL;
}

static void disconnect(struct pb_connection *connection)
{
    if (connection->mysql)
        mysql_close(connection->mysql);
    connection->mysql = NULL;
}

/* One try. Returns 0 or PB_E_no_database with the reason in message. */
static int connect_once(struct pb_connection *connection)
{
    const struct pb_conf *conf = connection->conf;
    unsigned timeout_s = 5;
    MYSQL *mysql = mysql_init(NULL);

    if (!mysql) {
        snprintf(connection->message, sizeof connection->message, "out of memory");
        return PB_E_no_database;
    }
    if (text_or_null(conf, PB_CONF_DATABASE_OPTION_FILE))
        mysql_options(mysql, MYSQL_READ_DEFAULT_FILE, conf->text[PB_CONF_DATABASE_OPTION_FILE]);
    mysql_options(mysql, MYSQL_READ_DEFAULT_GROUP, "playerbot");
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &timeout_s);
    mysql_options(mysql, MYSQL_INIT_COMMAND,
                  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', time_zone = '+00:00'");
    if (!mysql_real_connect(mysql, text_or_null(conf, PB_CONF_DATABASE_HOST),
                            text_or_null(conf, PB_CONF_DATABASE_USER), getenv("PLAYERBOT_DB_PASSWORD"),
                            conf->text[PB_CONF_DATABASE_SCHEMA],
                            (unsigned)conf->number[PB_CONF_DATABASE_PORT],
                            text_or_null(conf, PB_CONF_DATABASE_SOCKET), CLIENT_MULTI_RESULTS)) {
        snprintf(connection->message, sizeof connection->message, "%s (%u)", mysql_error(mysql),
                 mysql_errno(mysql));
        mysql_close(mysql);
        return PB_E_no_database;
    }
    connection->mysql = mysql;
    return PB_OK;
}

/* Whether the same call may succeed when it is made again. */
static int is_retryable(unsigned server_errno)
{
    switch (server_errno) {
    case 1020: /* row changed since it was read (innodb_snapshot_isolation) */
    case 1205: /* lock wait timeout */
    case 1213: /* deadlock, or a cluster conflict */
    case 1047: /* cluster node not ready */
    case 1053: /* server shutdown in progress */
    case 2002: /* cannot connect */
    case 2003:
    case 2006: /* server has gone away */
    case 2013: /* lost connection during the call */
    case 2055:
        return 1;
    default:
        return 0;
    }
}

static void bind_values(MYSQL_BIND *binds, const struct pb_value *values, unsigned count,
                        unsigned long *lengths)
{
    memset(binds, 0, sizeof *binds * MAX_VALUES);
    for (unsigned i = 0; i < count; i++) {
        if (values[i].type == PB_U64) {
            binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
            binds[i].buffer = (void *)(uintptr_t)&values[i].number;
            binds[i].is_unsigned = 1;
        } else if (values[i].type == PB_TEXT) {
            lengths[i] = strlen(values[i].text);
            binds[i].buffer_type = MYSQL_TYPE_STRING;
            binds[i].buffer = (void *)(uintptr_t)values[i].text;
            binds[i].buffer_length = lengths[i];
            binds[i].length = &lengths[i];
        } else {
            binds[i].buffer_type = MYSQL_TYPE_NULL;
        }
    }
}

/* Reads one result set; longer cells are cut. Returns 0 or the server's error number. */
static unsigned read_rows(struct pb_connection *connection, MYSQL_STMT *statement, pb_row_fn *row, void *user)
{
    MYSQL_BIND binds[MAX_COLUMNS];
    unsigned long lengths[MAX_COLUMNS];
    my_bool is_null[MAX_COLUMNS], is_cut[MAX_COLUMNS];
    const char *columns[MAX_COLUMNS];
    unsigned count = mysql_stmt_field_count(statement);
    int outcome;

    if (count > MAX_COLUMNS)
        count = MAX_COLUMNS;
    memset(binds, 0, sizeof binds);
    for (unsigned i = 0; i < count; i++) {
        binds[i].buffer_type = MYSQL_TYPE_STRING;
        binds[i].buffer = connection->cells[i];
        binds[i].buffer_length = COLUMN_SIZE - 1;
        binds[i].length = &lengths[i];
        binds[i].is_null = &is_null[i];
        binds[i].error = &is_cut[i];
    }
    if (mysql_stmt_bind_result(statement, binds))
        return mysql_stmt_errno(statement);
    while ((outcome = mysql_stmt_fetch(statement)) == 0 || outcome == MYSQL_DATA_TRUNCATED) {
        for (unsigned i = 0; i < count; i++) {
            size_t length = lengths[i] < COLUMN_SIZE - 1 ? lengths[i] : COLUMN_SIZE - 1;
            connection->cells[i][length] = '\0';
            columns[i] = is_null[i] ? NULL : connection->cells[i];
        }
        if (row)
            row(user, count, columns);
    }
    return outcome == MYSQL_NO_DATA ? 0 : mysql_stmt_errno(statement);
}

/* Runs the statement once. Returns 0 or the server's error number, the text in message. */
static unsigned run_once(struct pb_connection *connection, const char *sql, const struct pb_value *values,
                         unsigned value_count, pb_row_fn *row, void *user, int *has_result)
{
    MYSQL_BIND binds[MAX_VALUES];
    unsigned long lengths[MAX_VALUES] = {0};
    MYSQL_STMT *statement = mysql_stmt_init(connection->mysql);
    unsigned server_errno = 0;

    *has_result = 0;
    if (!statement)
        return 2006;
    bind_values(binds, values, value_count, lengths);
    if (mysql_stmt_prepare(statement, sql, strlen(sql)) ||
        (value_count && mysql_stmt_bind_param(statement, binds)) || mysql_stmt_execute(statement)) {
        server_errno = mysql_stmt_errno(statement);
        goto out;
    }
    /* A CALL answers with its result set and then with its own end. */
    for (;;) {
        int more;

        if (mysql_stmt_field_count(statement) > 0) {
            *has_result = 1;
            if ((server_errno = read_rows(connection, statement, row, user)) != 0)
                goto out;
            mysql_stmt_free_result(statement);
        }
        if ((more = mysql_stmt_next_result(statement)) != 0) {
            server_errno = more > 0 ? mysql_stmt_errno(statement) : 0;
            goto out;
        }
    }
out:
    if (server_errno)
        snprintf(connection->message, sizeof connection->message, "%s (%u)", mysql_stmt_error(statement),
                 server_errno);
    mysql_stmt_close(statement);
    return server_errno;
}

int pb_connection_call(struct pb_connection *connection, const char *sql, const struct pb_value *values,
                       unsigned value_count, pb_row_fn *row, void *user, int64_t patience_ms)
{
    int64_t deadline = pb_clock_ms() + patience_ms;
    int wait_ms = 50, has_result = 0;
    unsigned server_errno;

    for (;;) {
        server_errno = 2002;
        if (connection->mysql || connect_once(connection) == PB_OK)
            server_errno = run_once(connection, sql, values, value_count, row, user, &has_result);
        if (server_errno == 0 && has_result)
            return PB_OK;
        if (server_errno == 0) {
            snprintf(connection->message, sizeof connection->message, "no result set arrived");
        } else if (server_errno >= 2000 || server_errno == 1047 || server_errno == 1053) {
            disconnect(connection);
        }
        if (is_stopped(connection) || pb_clock_ms() + wait_ms > deadline ||
            (server_errno != 0 && !is_retryable(server_errno)))
            break;
        pb_log_write(connection->log, PB_WARN, "%.60s: %s; trying again in %d ms", sql, connection->message,
                     wait_ms);
        /* Jitter, so that many agents do not come back in step. */
        if (row)
            row(user, 0, NULL);
        pause_ms(connection, wait_ms / 2 + (int)(pb_rng_u64() % (unsigned)wait_ms));
        wait_ms = wait_ms * 2 > 5000 ? 5000 : wait_ms * 2;
    }
    pb_log_write(connection->log, PB_ERROR, "%.60s: %s", sql, connection->message);
    if (is_stopped(connection) && (server_errno == 0 || is_retryable(server_errno)))
        return PB_E_interrupted;
    if (server_errno == 0)
        return PB_E_no_result;
    return is_retryable(server_errno) && server_errno >= 2000 ? PB_E_no_database
                                                              : pb_error_from_server(server_errno);
}

int pb_connection_open(struct pb_connection **out, const struct pb_conf *conf, const struct pb_log *log,
                       const volatile int *stop)
{
    struct pb_connection *connection = calloc(1, sizeof *connection);

    if (!connection)
        return PB_E_no_memory;
    connection->conf = conf;
    connection->log = log;
    connection->stop = stop;
    *out = connection;
    return PB_OK;
}

void pb_connection_close(struct pb_connection *connection)
{
    if (!connection)
        return;
    disconnect(connection);
    free(connection);
}

const char *pb_connection_message(const struct pb_connection *connection)
{
    return connection->message;
}
