#include "db/retry.h"
#include "base/rng.h"

enum { FIRST_WAIT_MS = 50, MAX_WAIT_MS = 5000 };

/* number, lost, effect unknown, try again */
static const struct pb_retry_rule table[] = {
    {1020, 0, 0, 1}, /* row changed since it was read (innodb_snapshot_isolation) */
    {1205, 0, 0, 1}, /* lock wait timeout; our procedures roll back */
    {1213, 0, 0, 1}, /* deadlock, or a cluster conflict */
    {1040, 1, 0, 1}, /* too many connections */
    {1047, 1, 0, 1}, /* cluster node not ready */
    {1203, 1, 0, 1}, /* too many connections of this user */
    {1053, 1, 1, 1}, /* server shutdown in progress */
    {1152, 1, 1, 1}, /* connection aborted */
    {1184, 1, 1, 1}, /* connection aborted, with its user */
    {1317, 0, 1, 1}, /* the query was killed */
    {1615, 0, 0, 1}, /* the statement must be prepared anew */
    {1927, 1, 1, 1}, /* the connection was killed */
    {2002, 1, 0, 1}, /* cannot connect, unix socket */
    {2003, 1, 0, 1}, /* cannot connect */
    {2006, 1, 1, 1}, /* server has gone away */
    {2012, 1, 0, 1}, /* error in the server's greeting */
    {2013, 1, 1, 1}, /* lost connection during the call */
    {2014, 1, 1, 1}, /* commands out of sync: the connection's state is not known */
    {2026, 1, 0, 1}, /* TLS failed */
    {2027, 1, 1, 1}, /* malformed packet */
    {2055, 1, 1, 1}, /* lost connection, with the system's error */
};

struct pb_retry_rule pb_retry_rule(unsigned server_errno)
{
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].server_errno == server_errno)
            return table[i];
    /* The client library's own errors leave the connection in doubt. */
    if (server_errno >= 2000 && server_errno < 3000)
        return (struct pb_retry_rule){server_errno, 1, 1, 0};
    return (struct pb_retry_rule){server_errno, 0, 0, 0};
}

int64_t pb_retry_wait_ms(unsigned tries)
{
    int64_t bound_ms = FIRST_WAIT_MS;

    while (tries-- > 0 && bound_ms < MAX_WAIT_MS)
        bound_ms *= 2;
    if (bound_ms > MAX_WAIT_MS)
        bound_ms = MAX_WAIT_MS;
    return 1 + (int64_t)(pb_rng_u64() % (uint64_t)bound_ms);
}
