/* Calls about accounts and their leases. Errors: see pb_connection_call. */
#ifndef PB_DB_CALL_ACCOUNT_H
#define PB_DB_CALL_ACCOUNT_H

#include "db/connection.h"

/* The database refuses to lease more at once. */
enum { PB_MAX_LEASES_PER_CALL = 100000 };

struct pb_account_plan {
    unsigned required, existing, created;
    char reason[200];
};

struct pb_lease {
    uint64_t fence;
    uint32_t account_id;
    unsigned character_count;
};

/* Called for each lease that was granted; NULL: the call starts over, leases so far are void. */
typedef void pb_lease_fn(void *user, const struct pb_lease *lease);

int pb_call_ensure_accounts(struct pb_connection *connection, struct pb_account_plan *plan)
    __attribute__((warn_unused_result));
int pb_call_refill_pool(struct pb_connection *connection, unsigned *pool_size)
    __attribute__((warn_unused_result));
/* `count` is at most PB_MAX_LEASES_PER_CALL. After an error the same request_id must be used again. */
int pb_call_acquire_accounts(struct pb_connection *connection, uint64_t agent_id, unsigned count,
                             uint64_t request_id, int64_t patience_ms, pb_lease_fn *lease, void *user)
    __attribute__((warn_unused_result));

#endif
