/*
 * Pool: the connections, and the requests that wait for one. Grows with demand between a minimum and a
 * maximum, shrinks when idle, replaces old connections, validates idle ones, fails over to the next server
 * and comes back to the first. Database thread only.
 */
#ifndef PB_DB_POOL_H
#define PB_DB_POOL_H

#include "db/queue.h"

struct pb_pool;

/* `options`, `log`, `stats` are borrowed until the pool is closed and freed. NULL when there is no memory. */
struct pb_pool *pb_pool_new(uv_loop_t *loop, const struct pb_database_options *options, struct pb_log *log,
                            struct pb_database_stats *stats, pb_queue_done_fn *done, void *user,
                            const struct pb_memory *memory);
/* Takes a request; it comes back through `done`, perhaps before this returns. */
void pb_pool_submit(struct pb_pool *pool, struct pb_request *request);
/* Ends what is outstanding with PB_E_stopped and closes every connection; the loop must run on until nothing
 * is left to do. Then free it. */
void pb_pool_close(struct pb_pool *pool);
void pb_pool_free(struct pb_pool *pool);

#endif
