/*
 * Request: one call of the database, or one piece of work for a worker thread. The tick thread makes it, the
 * database thread serves it, the tick thread gets it back; one thread has it at a time.
 */
#ifndef PB_DB_REQUEST_H
#define PB_DB_REQUEST_H

#include "base/memory.h"
#include "db/options.h"
#include "db/rows.h"
#include "db/statement.h"
#include "db/value.h"
#include <uv.h>

enum { PB_MAX_VALUES = 8 };

/* What came of it. Everything is borrowed until the function that got it returns. */
struct pb_answer {
    int error; /* 0, an error of the database, or PB_E_no_database, _timeout, _outcome_unknown, ... */
    const char *message;        /* what the server said, "" for nothing */
    const struct pb_rows *rows; /* NULL when there was an error */
    unsigned tries;
    int64_t took_us;            /* from the first sending to the answer */
    struct pb_request *request; /* see pb_answer_take_rows */
};

/* Called on the tick thread. */
typedef void pb_answer_fn(void *user, const struct pb_answer *answer);
/* Called on a worker thread; may block. Returns 0 or an error. */
typedef int pb_work_fn(void *user);

struct pb_request {
    /* What the tick thread touches for each answer comes first: two cache lines. */
    struct pb_request *next;
    pb_answer_fn *done;
    void *user;
    struct pb_rows *rows;
    char *text; /* the values' texts, owned */
    int error;
    unsigned tries;
    int64_t took_us;
    const struct pb_statement *statement; /* NULL: work */
    pb_work_fn *work;
    int64_t timeout_ms;
    unsigned value_count;
    unsigned server_errno;
    struct pb_value values[PB_MAX_VALUES];
    /* The database thread's. */
    int64_t deadline_ms; /* monotonic */
    int64_t sent_us;
    int64_t due_ms;
    int has_result;
    void *database;
    uv_work_t job;
    char message[PB_MESSAGE_SIZE];
};

/* A queue of requests, first in first out. Whoever has it must be alone with it. */
struct pb_request_queue {
    struct pb_request *first, *last;
    size_t count;
};

void pb_request_queue_append(struct pb_request_queue *queue, struct pb_request *request);
void pb_request_queue_prepend(struct pb_request_queue *queue, struct pb_request *request);
/* NULL when it is empty. */
struct pb_request *pb_request_queue_take(struct pb_request_queue *queue);

/* The rows become the caller's, who frees them: for what takes more than one tick to read. */
struct pb_rows *pb_answer_take_rows(const struct pb_answer *answer);

/* Copies the values' texts. Returns 0, PB_E_no_memory, or PB_E_bad_value for more than PB_MAX_VALUES. */
int pb_request_set_values(struct pb_request *request, const struct pb_value *values, unsigned count,
                          const struct pb_memory *memory) __attribute__((warn_unused_result));
/* Frees its texts, and its rows when they are large; small ones stay until the database thread has it again:
 * freeing what another thread allocated is the dearest part of an answer. */
void pb_request_clear_soon(struct pb_request *request, const struct pb_memory *memory);
/* Frees what it holds. */
void pb_request_clear(struct pb_request *request, const struct pb_memory *memory);

#endif
