#include "db/connection.h"
#include "base/clock.h"
#include "db/login.h"
#include "db/result.h"
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { MAX_STATEMENTS = 96 };

/* Steps of a request. Each may have to wait for the socket. */
enum step { PREPARE, EXECUTE, STORE, NEXT, PING };

struct prepared {
    const struct pb_statement *statement;
    MYSQL_STMT *handle;
};

struct pb_connection {
    struct pb_connection_state state;
    const struct pb_memory *memory;
    const struct pb_database_options *options;
    const struct pb_connection_events *events;
    void *user;
    uv_loop_t *loop;
    MYSQL *mysql;
    uv_work_t login;
    int64_t login_timeout_ms; /* for the worker thread: the options' may change */
    unsigned login_errno;
    char message[PB_MESSAGE_SIZE];
    int is_logging_in;
    uv_poll_t poll;
    int has_poll, armed;
    /* The request that runs. */
    enum step step;
    struct prepared *prepared;
    int failed; /* what the step returned */
    struct prepared statements[MAX_STATEMENTS];
    unsigned statement_count;
};

struct pb_connection_state *pb_connection_state(struct pb_connection *connection)
{
    return &connection->state;
}

static void release(struct pb_connection *connection)
{
    const struct pb_connection_events *events = connection->events;
    void *user = connection->user;

    pb_memory_free(connection->memory, connection);
    events->closed(user);
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct pb_connection *connection = handle->data;

    for (unsigned i = 0; i < connection->statement_count; i++)
        mysql_stmt_close(connection->statements[i].handle);
    mysql_close(connection->mysql);
    release(connection);
}

void pb_connection_close(struct pb_connection *connection)
{
    if (connection->state.is_closing)
        return;
    connection->state.is_closing = 1;
    connection->state.is_open = 0;
    /* The login's end closes it then. */
    if (connection->is_logging_in)
        return;
    if (connection->has_poll)
        uv_close((uv_handle_t *)&connection->poll, on_poll_closed);
    else
        release(connection);
}

void pb_connection_cut(struct pb_connection *connection)
{
    /* The socket stays open until libmariadb closes it; reads on it end at once. */
    if (connection->mysql)
        shutdown((int)mysql_get_socket(connection->mysql), SHUT_RDWR);
}

/* Closes a statement's handle: after an error nobody knows what state it is in. */
static void forget_statement(struct pb_connection *connection, struct prepared *prepared)
{
    mysql_stmt_close(prepared->handle);
    *prepared = connection->statements[--connection->statement_count];
}

/* The request, or the ping, is over. */
static void finish(struct pb_connection *connection, unsigned server_errno, const char *message)
{
    struct pb_request *request = connection->state.request;

    if (request) {
        snprintf(request->message, sizeof request->message, "%s", message);
        request->server_errno = server_errno;
        request->took_us = (int64_t)(uv_hrtime() / 1000) - request->sent_us;
    }
    if (server_errno && connection->prepared)
        forget_statement(connection, connection->prepared);
    connection->state.request = NULL;
    connection->state.is_busy = 0;
    connection->state.used_ms = pb_clock_ms();
    connection->prepared = NULL;
    connection->events->answered(connection->user, connection, request, server_errno);
}

/*
 * OpenSSL keeps errors for each thread until somebody takes them, and a TLS read that only has to wait looks
 * like a failed one while there are any: without ERR_clear_error one lost TLS connection took every later one
 * with it.
 */
static int start_step(struct pb_connection *connection)
{
    MYSQL_STMT *handle = connection->prepared ? connection->prepared->handle : NULL;
    const char *sql = connection->state.request ? connection->state.request->statement->sql : NULL;

    ERR_clear_error();
    switch (connection->step) {
    case PREPARE:
        return mysql_stmt_prepare_start(&connection->failed, handle, sql, strlen(sql));
    case EXECUTE:
        return mysql_stmt_execute_start(&connection->failed, handle);
    case STORE:
        return mysql_stmt_store_result_start(&connection->failed, handle);
    case NEXT:
        return mysql_stmt_next_result_start(&connection->failed, handle);
    case PING:
        return mysql_ping_start(&connection->failed, connection->mysql);
    }
    return 0;
}

static int continue_step(struct pb_connection *connection, int events)
{
    MYSQL_STMT *handle = connection->prepared ? connection->prepared->handle : NULL;

    ERR_clear_error();
    switch (connection->step) {
    case PREPARE:
        return mysql_stmt_prepare_cont(&connection->failed, handle, events);
    case EXECUTE:
        return mysql_stmt_execute_cont(&connection->failed, handle, events);
    case STORE:
        return mysql_stmt_store_result_cont(&connection->failed, handle, events);
    case NEXT:
        return mysql_stmt_next_result_cont(&connection->failed, handle, events);
    case PING:
        return mysql_ping_cont(&connection->failed, connection->mysql, events);
    }
    return 0;
}

static void bind_values(MYSQL_STMT *handle, const struct pb_request *request)
{
    MYSQL_BIND binds[PB_MAX_VALUES];

    memset(binds, 0, sizeof binds);
    for (unsigned i = 0; i < request->value_count; i++) {
        const struct pb_value *value = &request->values[i];

        if (value->type == PB_U64) {
            binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
            binds[i].buffer = (void *)(uintptr_t)&value->number;
            binds[i].is_unsigned = 1;
        } else if (value->type == PB_TEXT) {
            binds[i].buffer_type = MYSQL_TYPE_STRING;
            binds[i].buffer = (void *)(uintptr_t)(value->text ? value->text : "");
            binds[i].buffer_length = value->length;
        } else {
            binds[i].buffer_type = MYSQL_TYPE_NULL;
        }
    }
    if (request->value_count)
        mysql_stmt_bind_param(handle, binds);
}

/* A step is done: sets the next one. Returns 0 when the request is over. */
static int next_step(struct pb_connection *connection)
{
    struct pb_request *request = connection->state.request;
    MYSQL_STMT *handle = connection->prepared ? connection->prepared->handle : NULL;

    if (connection->step == PING) {
        finish(connection, connection->failed ? mysql_errno(connection->mysql) : 0,
               mysql_error(connection->mysql));
        return 0;
    }
    /* Above 0 for an error; mysql_stmt_next_result says -1 when there is none. */
    if (connection->failed > 0) {
        unsigned server_errno = mysql_stmt_errno(handle);

        finish(connection, server_errno ? server_errno : 2013, mysql_stmt_error(handle));
        return 0;
    }
    if (connection->step == PREPARE) {
        bind_values(handle, request);
        connection->step = EXECUTE;
        return 1;
    }
    if (connection->step == STORE) {
        unsigned server_errno = pb_result_read(handle, &request->rows, connection->memory);

        if (server_errno) {
            finish(connection, server_errno, mysql_stmt_error(handle));
            return 0;
        }
        request->has_result = 1;
        mysql_stmt_free_result(handle);
    } else if (connection->failed == 0 && mysql_stmt_field_count(handle) > 0) {
        my_bool yes = 1;

        mysql_stmt_attr_set(handle, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
        connection->step = STORE;
        return 1;
    }
    /* A CALL answers with its result set and then with its own end. */
    if (connection->failed == 0 && mysql_stmt_more_results(handle)) {
        connection->step = NEXT;
        return 1;
    }
    finish(connection, 0, "");
    return 0;
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void arm(struct pb_connection *connection, int wait)
{
    int events = UV_READABLE | (wait & MYSQL_WAIT_WRITE ? UV_WRITABLE : 0);

    if (events == connection->armed)
        return;
    connection->armed = events;
    uv_poll_start(&connection->poll, events, on_poll);
}

/* Runs steps until one must wait or the request is over. */
static void drive(struct pb_connection *connection, int wait)
{
    while (wait == 0) {
        if (!next_step(connection))
            return;
        wait = start_step(connection);
    }
    arm(connection, wait);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct pb_connection *connection = poll->data;
    int wait = 0;

    if (!connection->state.is_busy) {
        connection->events->lost(connection->user, connection);
        return;
    }
    if (status < 0)
        wait = MYSQL_WAIT_READ | MYSQL_WAIT_WRITE;
    if (events & UV_READABLE)
        wait |= MYSQL_WAIT_READ;
    if (events & UV_WRITABLE)
        wait |= MYSQL_WAIT_WRITE;
    if (connection->armed & UV_WRITABLE)
        arm(connection, 0);
    drive(connection, continue_step(connection, wait));
}

static struct prepared *find_statement(struct pb_connection *connection, const struct pb_statement *statement)
{
    for (unsigned i = 0; i < connection->statement_count; i++)
        if (connection->statements[i].statement == statement)
            return &connection->statements[i];
    return NULL;
}

void pb_connection_run(struct pb_connection *connection, struct pb_request *request)
{
    connection->state.is_busy = 1;
    connection->state.request = request;
    if (!request) {
        connection->step = PING;
        drive(connection, start_step(connection));
        return;
    }
    request->has_result = 0;
    request->tries++;
    if (!request->sent_us)
        request->sent_us = (int64_t)(uv_hrtime() / 1000);
    connection->prepared = find_statement(connection, request->statement);
    if (connection->prepared) {
        bind_values(connection->prepared->handle, request);
        connection->step = EXECUTE;
    } else {
        MYSQL_STMT *handle =
            connection->statement_count < MAX_STATEMENTS ? mysql_stmt_init(connection->mysql) : NULL;

        if (!handle) {
            finish(connection, 2008, "no statement could be made");
            return;
        }
        connection->prepared = &connection->statements[connection->statement_count++];
        *connection->prepared = (struct prepared){request->statement, handle};
        connection->step = PREPARE;
    }
    drive(connection, start_step(connection));
}

static void log_in(uv_work_t *work)
{
    struct pb_connection *connection = work->data;

    connection->mysql = pb_login(connection->options, connection->state.server, connection->login_timeout_ms,
                                 &connection->login_errno, connection->message);
}

static void on_login(uv_work_t *work, int status)
{
    struct pb_connection *connection = work->data;

    connection->is_logging_in = 0;
    if (connection->mysql) {
        connection->has_poll =
            uv_poll_init(connection->loop, &connection->poll, (int)mysql_get_socket(connection->mysql)) == 0;
        connection->poll.data = connection;
    }
    if (connection->mysql && !connection->has_poll) {
        mysql_close(connection->mysql);
        connection->mysql = NULL;
        connection->login_errno = 2002;
        snprintf(connection->message, sizeof connection->message, "the socket cannot be polled");
    }
    if (connection->state.is_closing) {
        connection->state.is_closing = 0;
        pb_connection_close(connection);
        return;
    }
    connection->state.is_open = connection->mysql != NULL;
    connection->state.opened_ms = connection->state.used_ms = pb_clock_ms();
    if (connection->mysql)
        arm(connection, 0);
    connection->events->opened(connection->user, connection,
                               connection->mysql ? 0
                               : status < 0      ? 2002
                                                 : connection->login_errno,
                               connection->message);
}

struct pb_connection *pb_connection_open(uv_loop_t *loop, const struct pb_database_options *options,
                                         unsigned server, const struct pb_connection_events *events,
                                         void *user, const struct pb_memory *memory)
{
    struct pb_connection *connection = pb_memory_new(memory, 1, sizeof *connection);

    if (!connection)
        return NULL;
    connection->memory = memory;
    connection->loop = loop;
    connection->options = options;
    connection->events = events;
    connection->user = user;
    connection->state.server = server;
    connection->login_timeout_ms = options->connect_timeout_ms;
    connection->login.data = connection;
    connection->is_logging_in = 1;
    if (uv_queue_work(loop, &connection->login, log_in, on_login) != 0) {
        pb_memory_free(memory, connection);
        return NULL;
    }
    return connection;
}
