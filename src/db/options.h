/* Options: how to reach the database, as plain values; copied by whoever keeps them. */
#ifndef PB_DB_OPTIONS_H
#define PB_DB_OPTIONS_H

#include <stdint.h>

enum { PB_MAX_SERVERS = 8, PB_MESSAGE_SIZE = 256 };
enum pb_tls { PB_TLS_OFF, PB_TLS_PREFERRED, PB_TLS_REQUIRED, PB_TLS_VERIFY };

/* One server; an empty host and socket stand for the option file's, or the client library's. */
struct pb_server_address {
    char host[256], socket[108];
    unsigned port; /* 0: the option file's, or 3306 */
};

struct pb_database_options {
    struct pb_server_address servers[PB_MAX_SERVERS]; /* in order of preference */
    unsigned server_count;                            /* at least 1 */
    char option_file[1024], user[81], schema[65];     /* "" for the client library's default */
    char credential_file[1024]; /* the password stands in it (systemd credential), "" for none */
    char password[256];         /* from the environment, "" for none; never logged */
    enum pb_tls tls;
    char tls_ca[1024], tls_certificate[1024], tls_key[1024];
    unsigned min_connections, max_connections; /* 1 or more */
    int64_t connect_timeout_ms;                /* TCP, TLS and login together */
    int64_t request_timeout_ms;                /* deadline of a request that names none */
    int64_t idle_ms;     /* a connection above the minimum closes after so long unused */
    int64_t lifetime_ms; /* a connection is replaced after so long */
    unsigned breaker_failures;
    int64_t breaker_open_ms;
    unsigned request_limit; /* requests outstanding at a time */
};

#endif
