/* Servers: those that hold the database, in order of preference, each with its breaker. Database thread only.
 */
#ifndef PB_DB_SERVER_H
#define PB_DB_SERVER_H

#include "db/breaker.h"
#include "db/options.h"

enum { PB_NO_SERVER = PB_MAX_SERVERS };

struct pb_server {
    struct pb_breaker breaker;
    unsigned logins;       /* under way */
    int64_t next_login_ms; /* monotonic: after a failed one the next waits a little */
};

struct pb_servers {
    struct pb_server list[PB_MAX_SERVERS];
    unsigned count;
};

void pb_servers_init(struct pb_servers *servers, const struct pb_database_options *options);
/* The first server below `before` that may be tried now, or PB_NO_SERVER. */
unsigned pb_servers_choose(struct pb_servers *servers, unsigned before, int64_t now_ms);
/* A login came through, or did not. Return 1 when the breaker's state changed. */
int pb_servers_reached(struct pb_servers *servers, unsigned server, int64_t now_ms);
int pb_servers_missed(struct pb_servers *servers, unsigned server, int64_t now_ms);
/* Milliseconds until a server may be tried that may not be now; 0 when one may, at most `most_ms`. */
int64_t pb_servers_wait_ms(struct pb_servers *servers, int64_t now_ms, int64_t most_ms);
/* Whether every breaker is open or testing: nothing can be asked now. */
int pb_servers_are_away(const struct pb_servers *servers);

#endif
