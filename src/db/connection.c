#include "db/connection.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include <errno.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MAX_VALUES = 8,
    MAX_COLUMNS = 24,
    COLUMN_SIZE = 512,
    CONNECT_TIMEOUT_S = 5,
    SAY_AWAY_EVERY_MS = 10000
};
/* Beside the server's error numbers, which begin at 1000. */
enum { NO_OPTION_FILE = 1 };

struct pb_connection {
    MYSQL *mysql; /* NULL while not connected */
    const struct pb_conf *conf;
    const struct pb_log *log;
    const struct pb_stop *stop;
    unsigned timeout_s;
    int is_away; /* the last try did not reach the database */
    int64_t away_since_ms, say_away_ms;
    char message[512];
    char cells[MAX_COLUMNS][COLUMN_SIZE];
};

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

static void set_options(MYSQL *mysql, const struct pb_connection *connection)
{
    const unsigned connect_s =
        connection->timeout_s < CONNECT_TIMEOUT_S ? connection->timeout_s : CONNECT_TIMEOUT_S;
    const char *option_file = text_or_null(connection->conf, PB_CONF_DATABASE_OPTION_FILE);

    if (option_file)
        mysql_options(mysql, MYSQL_READ_DEFAULT_FILE, option_file);
    mysql_options(mysql, MYSQL_READ_DEFAULT_GROUP, "playerbot");
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &connection->timeout_s);
    mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &connection->timeout_s);
    mysql_options(mysql, MYSQL_INIT_COMMAND,
                  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', time_zone = '+00:00'");
    mysql_options(mysql, MYSQL_INIT_COMMAND, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

/* One try. Returns 0 or an error number with the reason in message. */
static unsigned connect_once(struct pb_connection *connection)
{
    const struct pb_conf *conf = connection->conf;
    const char *option_file = text_or_null(conf, PB_CONF_DATABASE_OPTION_FILE);
    unsigned server_errno = 0;
    MYSQL *mysql;

    /* The client library skips a file that is not there, and would turn to another server. */
    if (option_file && access(option_file, R_OK) != 0) {
        snprintf(connection->message, sizeof connection->message, "%.400s: %s", option_file, strerror(errno));
        return NO_OPTION_FILE;
    }
    if (!(mysql = mysql_init(NULL))) {
        snprintf(connection->message, sizeof connection->message, "out of memory");
        return 2008;
    }
    set_options(mysql, connection);
    if (!mysql_real_connect(mysql, text_or_null(conf, PB_CONF_DATABASE_HOST),
                            text_or_null(conf, PB_CONF_DATABASE_USER), getenv("PLAYERBOT_DB_PASSWORD"),
                            conf->text[PB_CONF_DATABASE_SCHEMA],
                            (unsigned)conf->number[PB_CONF_DATABASE_PORT],
                            text_or_null(conf, PB_CONF_DATABASE_SOCKET), CLIENT_MULTI_RESULTS)) {
        server_errno = mysql_errno(mysql);
        snprintf(connection->message, sizeof connection->message, "%s (%u)", mysql_error(mysql),
                 server_errno);
        mysql_close(mysql);
        return server_errno ? server_errno : 2002;
    }
    connection->mysql = mysql;
    return 0;
}

/* Whether this error says that the connection, or the server behind it, is gone. */
static int is_lost(unsigned server_errno)
{
    switch (server_errno) {
    case 1040: /* too many connections */
    case 1047: /* cluster node not ready */
    case 1053: /* server shutdown in progress */
    case 1152: /* connection aborted */
    case 1203: /* too many connections of this user */
    case 1927: /* connection was killed */
    case 2002: /* cannot connect */
    case 2003:
    case 2006: /* server has gone away */
    case 2012: /* error in the server's greeting */
    case 2013: /* lost connection during the call */
    case 2055:
        return 1;
    default:
        return 0;
    }
}

/* Whether the same call may succeed when it is made again. */
static int is_retryable(unsigned server_errno)
{
    switch (server_errno) {
    case 1020: /* row changed since it was read (innodb_snapshot_isolation) */
    case 1205: /* lock wait timeout */
    case 1213: /* deadlock, or a cluster conflict */
        return 1;
    default:
        return is_lost(server_errno);
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
            /* The length of a NULL is not written. */
            size_t length = is_null[i] ? 0 : lengths[i];

            connection->cells[i][length < COLUMN_SIZE - 1 ? length : COLUMN_SIZE - 1] = '\0';
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
    if (!statement) {
        snprintf(connection->message, sizeof connection->message, "no statement could be made");
        return 2006;
    }
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

/* Keeps whether the database is there; says so when that changes, and now and then while it is away. */
static void note_away(struct pb_connection *connection, int is_away)
{
    int64_t now_ms = pb_clock_ms();
    double away_s = (double)(now_ms - connection->away_since_ms) / 1000;

    if (is_away && !connection->is_away) {
        connection->away_since_ms = now_ms;
        pb_log_write(connection->log, PB_WARN, "database away: %s", connection->message);
    } else if (is_away && now_ms >= connection->say_away_ms) {
        pb_log_write(connection->log, PB_WARN, "database away for %.0f s: %s", away_s, connection->message);
    } else if (!is_away && connection->is_away) {
        pb_log_write(connection->log, PB_INFO, "database back after %.1f s", away_s);
    } else {
        return;
    }
    connection->is_away = is_away;
    connection->say_away_ms = now_ms + SAY_AWAY_EVERY_MS;
}

/* Connects if need be and runs the statement once. Returns 0 or an error number. */
static unsigned try_once(struct pb_connection *connection, const char *sql, const struct pb_value *values,
                         unsigned value_count, pb_row_fn *row, void *user, int *has_result)
{
    unsigned server_errno;
    int is_away;

    *has_result = 0;
    if (!connection->mysql && (server_errno = connect_once(connection)) != 0) {
        note_away(connection, 1);
        return server_errno;
    }
    server_errno = run_once(connection, sql, values, value_count, row, user, has_result);
    is_away = is_lost(server_errno);
    if (is_away || server_errno >= 2000)
        disconnect(connection);
    if (server_errno == 0 && !*has_result)
        snprintf(connection->message, sizeof connection->message, "no result set arrived");
    note_away(connection, is_away);
    return server_errno;
}

int pb_connection_call(struct pb_connection *connection, const char *sql, const struct pb_value *values,
                       unsigned value_count, pb_row_fn *row, void *user, int64_t patience_ms)
{
    int64_t deadline = pb_clock_ms() + patience_ms;
    int wait_ms = 50, has_result = 0;
    unsigned server_errno;

    if (connection->is_away && patience_ms <= 0)
        return PB_E_no_database;
    for (;;) {
        server_errno = try_once(connection, sql, values, value_count, row, user, &has_result);
        if (server_errno == 0 && has_result)
            return PB_OK;
        if (pb_stop_is_asked(connection->stop) || pb_clock_ms() + wait_ms > deadline ||
            (server_errno != 0 && !is_retryable(server_errno)))
            break;
        if (!connection->is_away)
            pb_log_write(connection->log, PB_WARN, "%.60s: %s; trying again in %d ms", sql,
                         connection->message, wait_ms);
        if (row)
            row(user, 0, NULL);
        /* Jitter, so that many agents do not come back in step. */
        pb_stop_wait(connection->stop, wait_ms / 2 + (int)(pb_rng_u64() % (unsigned)wait_ms));
        wait_ms = wait_ms * 2 > 5000 ? 5000 : wait_ms * 2;
    }
    if (pb_stop_is_asked(connection->stop) && (server_errno == 0 || is_retryable(server_errno)))
        return PB_E_interrupted;
    /* That the database is away was said already. */
    if (!connection->is_away)
        pb_log_write(connection->log, PB_ERROR, "%.60s: %s", sql, connection->message);
    if (server_errno == 0)
        return PB_E_no_result;
    return is_lost(server_errno) ? PB_E_no_database : pb_error_from_server(server_errno);
}

void pb_connection_set_timeout(struct pb_connection *connection, unsigned timeout_s)
{
    if (timeout_s < 1)
        timeout_s = 1;
    if (timeout_s != connection->timeout_s)
        disconnect(connection);
    connection->timeout_s = timeout_s;
}

void pb_connection_ignore_stop(struct pb_connection *connection)
{
    connection->stop = NULL;
}

int pb_connection_open(struct pb_connection **out, const struct pb_conf *conf, const struct pb_log *log,
                       const struct pb_stop *stop)
{
    struct pb_connection *connection = calloc(1, sizeof *connection);

    if (!connection)
        return PB_E_no_memory;
    connection->conf = conf;
    connection->log = log;
    connection->stop = stop;
    connection->timeout_s = 600;
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
