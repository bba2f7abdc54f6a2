/* Nowhere: a database whose server cannot be reached, for what is done without its answers. */
#ifndef PB_TESTS_SESSION_NOWHERE_H
#define PB_TESTS_SESSION_NOWHERE_H

#include "db/database.h"

static const struct pb_database_options nowhere = {.servers = {{.socket = "/nonexistent/server.sock"}},
                                                   .server_count = 1,
                                                   .min_connections = 1,
                                                   .max_connections = 1,
                                                   .connect_timeout_ms = 1000,
                                                   .request_timeout_ms = 60000,
                                                   .idle_ms = 1000,
                                                   .lifetime_ms = 1000,
                                                   .breaker_failures = 1,
                                                   .breaker_open_ms = 60000,
                                                   .request_limit = 64};

#endif
