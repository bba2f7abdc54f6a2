/*
 * Connection: one connection to one server, driven without blocking. Database thread only, but for its login,
 * which runs on a worker thread. It runs one request at a time and keeps its prepared statements.
 */
#ifndef PB_DB_CONNECTION_H
#define PB_DB_CONNECTION_H

#include "db/options.h"
#include "db/request.h"

struct pb_connection;

/* What a connection tells its pool. */
struct pb_connection_events {
    /* The login ended: with 0, or with the server's error number and text; close it then. */
    void (*opened)(void *user, struct pb_connection *connection, unsigned server_errno, const char *message);
    /* The request (NULL: a ping) ended, with its rows or with server_errno and message in it. */
    void (*answered)(void *user, struct pb_connection *connection, struct pb_request *request,
                     unsigned server_errno);
    /* The server closed it while it was idle; close it. */
    void (*lost)(void *user, struct pb_connection *connection);
    /* Its memory is gone. */
    void (*closed)(void *user);
};

/* What the pool keeps about it. */
struct pb_connection_state {
    unsigned server;
    int is_open, is_busy, is_closing, is_retiring;
    int64_t opened_ms, used_ms;
    struct pb_request *request; /* the one that runs */
    struct pb_connection *next; /* the pool's list */
};

/* Begins a login. Everything is borrowed until `closed`. NULL when there is no memory. */
struct pb_connection *pb_connection_open(uv_loop_t *loop, const struct pb_database_options *options,
                                         unsigned server, const struct pb_connection_events *events,
                                         void *user, const struct pb_memory *memory);
struct pb_connection_state *pb_connection_state(struct pb_connection *connection);
/* Runs a request, or a ping when it is NULL. Open and idle connections only. */
void pb_connection_run(struct pb_connection *connection, struct pb_request *request);
/* Cuts the connection: what runs ends with 2013. */
void pb_connection_cut(struct pb_connection *connection);
/* Closes it; `closed` follows once nothing refers to it. Not while a request runs. */
void pb_connection_close(struct pb_connection *connection);

#endif
