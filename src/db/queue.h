/*
 * Queue: the requests that wait for a connection or for their next try, and the judgement on each answer:
 * done, try again, or over. Database thread only.
 */
#ifndef PB_DB_QUEUE_H
#define PB_DB_QUEUE_H

#include "base/log.h"
#include "db/options.h"
#include "db/request.h"
#include "db/stats.h"

/* Called when a request is over: its error, message and rows are set. */
typedef void pb_queue_done_fn(void *user, struct pb_request *request);

struct pb_queue {
    struct pb_log *log;
    struct pb_database_stats *stats;
    pb_queue_done_fn *done;
    void *user;
    struct pb_request_queue ready;   /* wait for a connection */
    struct pb_request_queue waiting; /* wait for their next try */
    int is_away, is_closed;
    int64_t away_since_ms, say_away_ms; /* monotonic */
    char away_message[PB_MESSAGE_SIZE];
};

/* Takes a new request; while the database is away an impatient one is over at once. */
void pb_queue_add(struct pb_queue *queue, struct pb_request *request);
/* A connection ran the request: with 0, or the server's error number and its text in the request. */
void pb_queue_answered(struct pb_queue *queue, struct pb_request *request, unsigned server_errno);
/* Whether the database can be reached; said in the log when that changes, and now and then while it cannot.
 */
void pb_queue_set_away(struct pb_queue *queue, int is_away, const char *message);
/* Ends all that are ready: a login was refused, which no new try mends. */
void pb_queue_refuse(struct pb_queue *queue, unsigned server_errno, const char *message);
/* Ends what is past its deadline, brings forward what is due. */
void pb_queue_tick(struct pb_queue *queue, int64_t now_ms);
/* Ends all with PB_E_stopped, and what comes later. */
void pb_queue_close(struct pb_queue *queue);

#endif
