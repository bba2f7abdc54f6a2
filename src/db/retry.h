/* Retry: what a server's error number says about the connection and about the call's effect. */
#ifndef PB_DB_RETRY_H
#define PB_DB_RETRY_H

#include <stdint.h>

struct pb_retry_rule {
    unsigned server_errno;
    int is_lost;    /* the connection, or the server behind it, is gone */
    int is_unknown; /* the call may have had its effect */
    int is_again;   /* the same call may succeed when it is made again */
};

/* What is known about an error; all zero for one that a new try will not mend. Any thread. */
struct pb_retry_rule pb_retry_rule(unsigned server_errno);
/* Milliseconds to wait before try number `tries` + 1: a random share of a bound that doubles from 50 ms to 5
 * s
 * ("full jitter", M. Brooker, AWS Architecture Blog 2015), so that many agents do not come back in step.
 * Any thread. */
int64_t pb_retry_wait_ms(unsigned tries);

#endif
