/* Registration: under which one a queue sends what it has. Tick thread only. */
#ifndef PB_SESSION_REGISTRATION_H
#define PB_SESSION_REGISTRATION_H

#include <stdint.h>

/* The database has said that the registration `fenced` has ended. That answer may come when the agent has
 * registered anew: then that registration stands. 0: none, what is queued waits. */
static inline void pb_registration_end(uint64_t *agent_id, uint64_t fenced)
{
    if (*agent_id == fenced)
        *agent_id = 0;
}

#endif
