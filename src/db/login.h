/*
 * Login: opens a connection to a server. Blocks, so it runs on a worker thread: over TLS the non-blocking
 * calls of libmariadb would hold the loop until the handshake is through.
 */
#ifndef PB_DB_LOGIN_H
#define PB_DB_LOGIN_H

#include "db/options.h"
#include <mysql.h>

/*
 * Connects, sets up the session, and leaves the socket ready for the non-blocking calls. Returns NULL with
 * the server's error number and text (no secrets) when it cannot. Caller closes. Any thread. `timeout_ms`,
 * for TCP, TLS and login together, is the caller's: the one of the options may change meanwhile.
 */
MYSQL *pb_login(const struct pb_database_options *options, unsigned server, int64_t timeout_ms,
                unsigned *server_errno, char message[PB_MESSAGE_SIZE]);

#endif
