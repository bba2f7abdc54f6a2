#include "db/database.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/ring.h"
#include "db/pool.h"
#include <errno.h>
#include <mysql.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CHUNK = 256 };

/* Requests are never freed one by one: they are used again. */
struct chunk {
    struct chunk *next;
    struct pb_request requests[CHUNK];
};

struct pb_database {
    const struct pb_memory *memory;     /* the opener's: what uses it may outlive the database */
    struct pb_database_options options; /* the database thread's, but for configure */
    struct pb_log *log;
    struct pb_database_stats stats;
    struct pb_ring *submitted, *answered;
    /* The owner's. */
    struct chunk *chunks;
    struct pb_request_queue unused;
    size_t outstanding;
    int has_unsent, waiter;
    int64_t request_timeout_ms;
    int64_t (*now_ms)(void *user);
    void *clock_user;
    size_t request_limit;
    pthread_t thread;
    int has_thread;
    /* Shared. */
    _Atomic int is_waiting; /* the owner sleeps until `waiter` is written */
    _Atomic int is_closing;
    _Atomic(struct pb_database_options *) change; /* options to take over, NULL for none */
    uv_async_t wake;
    /* The database thread's. */
    uv_loop_t loop;
    uv_prepare_t prepare;
    uint64_t turn_ns, turn_idle_ns; /* when the present turn began, and its sleep until then */
    unsigned working;               /* requests on worker threads */
    struct pb_pool *pool;
};

/* The answer ring has room for all that is outstanding, so this cannot fail. */
static void answer(struct pb_database *database, struct pb_request *request)
{
    const uint64_t one = 1;

    if (!pb_ring_push(database->answered, request))
        return;
    /* Both sides read and write the flag in one step, so one comes first: either this sees that the owner
     * waits, or the owner sees the answer. */
    if (atomic_fetch_or(&database->is_waiting, 0) && write(database->waiter, &one, sizeof one) < 0)
        return;
}

static void on_pool_done(void *user, struct pb_request *request)
{
    answer(user, request);
}

static void do_work(uv_work_t *job)
{
    struct pb_request *request = job->data;

    request->error = request->work(request->user);
}

static void after_work(uv_work_t *job, int status)
{
    struct pb_request *request = job->data;
    struct pb_database *database = request->database;

    if (status < 0)
        request->error = PB_E_stopped;
    database->working--;
    answer(database, request);
}

static void serve(struct pb_database *database, struct pb_request *request)
{
    /* Of its last use. */
    pb_rows_free(request->rows);
    request->rows = NULL;
    if (request->statement) {
        /* Here and not where it was asked for: reading the clock was half of what that costs a tick. */
        request->deadline_ms = pb_clock_ms() + request->timeout_ms;
        pb_pool_submit(database->pool, request);
        return;
    }
    request->job.data = request;
    request->database = database;
    database->working++;
    if (uv_queue_work(&database->loop, &request->job, do_work, after_work) != 0) {
        database->working--;
        request->error = PB_E_no_memory;
        answer(database, request);
    }
}

static void take_change(struct pb_database *database)
{
    struct pb_database_options *change = atomic_exchange(&database->change, NULL);

    if (!change)
        return;
    database->options.min_connections = change->min_connections;
    database->options.max_connections = change->max_connections;
    database->options.connect_timeout_ms = change->connect_timeout_ms;
    database->options.idle_ms = change->idle_ms;
    database->options.lifetime_ms = change->lifetime_ms;
    pb_memory_free(database->memory, change);
}

static void on_wake(uv_async_t *wake)
{
    struct pb_database *database = wake->data;
    struct pb_request *request;

    take_change(database);
    while ((request = pb_ring_pop(database->submitted)) != NULL)
        serve(database, request);
    if (!atomic_load(&database->is_closing))
        return;
    pb_pool_close(database->pool);
    uv_close((uv_handle_t *)&database->wake, NULL);
    uv_close((uv_handle_t *)&database->prepare, NULL);
}

/* One turn of the loop, less the time that it slept: how long its callbacks held it. A call that blocks shows
 * here. */
static void on_prepare(uv_prepare_t *prepare)
{
    struct pb_database *database = prepare->data;
    uint64_t now_ns = uv_hrtime(), idle_ns = uv_metrics_idle_time(&database->loop);
    uint64_t held_us = (now_ns - database->turn_ns - (idle_ns - database->turn_idle_ns)) / 1000;

    if (database->turn_ns && held_us > pb_stat_get(&database->stats.loop_held_max_us))
        pb_stat_set(&database->stats.loop_held_max_us, held_us);
    database->turn_ns = now_ns;
    database->turn_idle_ns = idle_ns;
}

static void *run(void *user)
{
    struct pb_database *database = user;

    mysql_thread_init();
    uv_run(&database->loop, UV_RUN_DEFAULT);
    mysql_thread_end();
    return NULL;
}

/* Signals are the host's: none is delivered to this thread or its workers, SIGPIPE included. */
static int start_thread(struct pb_database *database)
{
    sigset_t all, before;
    int outcome;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    outcome = pthread_create(&database->thread, NULL, run, database);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (outcome == 0) {
        database->has_thread = 1;
        pthread_setname_np(database->thread, "pb-database");
    }
    return outcome == 0 ? PB_OK : PB_E_io;
}

static int start_loop(struct pb_database *database)
{
    if (uv_loop_init(&database->loop) != 0 || uv_loop_configure(&database->loop, UV_METRICS_IDLE_TIME) != 0)
        return PB_E_io;
    if (uv_async_init(&database->loop, &database->wake, on_wake) != 0 ||
        uv_prepare_init(&database->loop, &database->prepare) != 0)
        return PB_E_io;
    database->wake.data = database->prepare.data = database;
    uv_prepare_start(&database->prepare, on_prepare);
    database->pool = pb_pool_new(&database->loop, &database->options, database->log, &database->stats,
                                 on_pool_done, database, database->memory);
    return database->pool ? start_thread(database) : PB_E_no_memory;
}

static void free_all(struct pb_database *database)
{
    struct chunk *chunk, *next;
    const struct pb_memory *memory = database->memory;

    for (chunk = database->chunks; chunk; chunk = next) {
        next = chunk->next;
        for (int i = 0; i < CHUNK; i++)
            pb_request_clear(&chunk->requests[i], memory);
        pb_memory_free(memory, chunk);
    }
    pb_ring_free(database->submitted);
    pb_ring_free(database->answered);
    pb_memory_free(memory, atomic_load(&database->change));
    if (database->waiter >= 0)
        close(database->waiter);
    explicit_bzero(&database->options, sizeof database->options);
    pb_memory_free(memory, database);
}

int pb_database_open(struct pb_database **out, const struct pb_database_options *options, struct pb_log *log,
                     const struct pb_memory *memory)
{
    /* Counted by the library: each handle in a process may call it. */
    struct pb_database *database =
        mysql_library_init(0, NULL, NULL) == 0 ? pb_memory_new(memory, 1, sizeof *database) : NULL;
    int error = PB_E_no_memory;

    if (!database)
        return PB_E_no_memory;
    database->memory = memory;
    database->options = *options;
    database->request_timeout_ms = options->request_timeout_ms;
    database->request_limit = options->request_limit;
    database->log = log;
    database->waiter = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (database->waiter < 0)
        error = PB_E_io;
    else if (pb_ring_new(&database->submitted, options->request_limit, memory) == PB_OK &&
             pb_ring_new(&database->answered, options->request_limit, memory) == PB_OK)
        error = start_loop(database);
    if (error) {
        free_all(database);
        return error;
    }
    *out = database;
    return PB_OK;
}

void pb_database_close(struct pb_database *database)
{
    if (!database || !database->has_thread)
        return;
    atomic_store(&database->is_closing, 1);
    uv_async_send(&database->wake);
    pthread_join(database->thread, NULL);
    database->has_thread = 0;
    uv_loop_close(&database->loop);
    pb_pool_free(database->pool);
    database->pool = NULL;
    pb_database_poll(database, UINT32_MAX);
}

void pb_database_free(struct pb_database *database)
{
    if (!database)
        return;
    pb_database_close(database);
    free_all(database);
}

static struct pb_request *take_unused(struct pb_database *database)
{
    struct chunk *chunk;

    if (database->unused.first)
        return pb_request_queue_take(&database->unused);
    if (!(chunk = pb_memory_new(database->memory, 1, sizeof *chunk)))
        return NULL;
    chunk->next = database->chunks;
    database->chunks = chunk;
    for (int i = 0; i < CHUNK; i++)
        pb_request_queue_append(&database->unused, &chunk->requests[i]);
    return pb_request_queue_take(&database->unused);
}

/* An empty request with its `done`. */
static int prepare(struct pb_database *database, pb_answer_fn *done, void *user, struct pb_request **out)
{
    struct pb_request *request;

    if (atomic_load_explicit(&database->is_closing, memory_order_relaxed))
        return PB_E_stopped;
    if (database->outstanding >= database->request_limit)
        return PB_E_busy;
    if (!(request = take_unused(database)))
        return PB_E_no_memory;
    request->statement = NULL;
    request->value_count = 0;
    request->error = PB_OK;
    request->server_errno = 0;
    request->message[0] = '\0';
    request->tries = 0;
    request->sent_us = request->took_us = 0;
    request->done = done;
    request->user = user;
    *out = request;
    return PB_OK;
}

static int submit(struct pb_database *database, struct pb_request *request)
{
    if (!pb_ring_push(database->submitted, request)) {
        pb_request_clear(request, database->memory);
        pb_request_queue_prepend(&database->unused, request);
        return PB_E_busy;
    }
    database->outstanding++;
    database->has_unsent = 1;
    return PB_OK;
}

static void set_statement(struct pb_database *database, struct pb_request *request,
                          const struct pb_statement *statement, int64_t timeout_ms)
{
    request->statement = statement;
    request->timeout_ms = timeout_ms > 0 ? timeout_ms : database->request_timeout_ms;
}

int pb_database_call(struct pb_database *database, const struct pb_statement *statement,
                     const struct pb_value *values, unsigned value_count, int64_t timeout_ms,
                     pb_answer_fn *done, void *user)
{
    struct pb_request *request = NULL;
    int error = prepare(database, done, user, &request);

    if (error)
        return error;
    if ((error = pb_request_set_values(request, values, value_count, database->memory)) != PB_OK) {
        pb_request_queue_prepend(&database->unused, request);
        return error;
    }
    set_statement(database, request, statement, timeout_ms);
    return submit(database, request);
}

int pb_database_call_with_text(struct pb_database *database, const struct pb_statement *statement,
                               const struct pb_value *values, unsigned value_count, char *text,
                               int64_t timeout_ms, pb_answer_fn *done, void *user)
{
    struct pb_request *request = NULL;
    int error = value_count > PB_MAX_VALUES ? PB_E_bad_value : prepare(database, done, user, &request);

    if (error)
        return error;
    for (unsigned i = 0; i < value_count; i++)
        request->values[i] = values[i];
    request->value_count = value_count;
    set_statement(database, request, statement, timeout_ms);
    /* Only after this cannot fail any more is the text the request's. */
    if ((error = submit(database, request)) == PB_OK)
        request->text = text;
    return error;
}

int pb_database_work(struct pb_database *database, pb_work_fn *work, pb_answer_fn *done, void *user)
{
    struct pb_request *request = NULL;
    int error = prepare(database, done, user, &request);

    if (error)
        return error;
    request->work = work;
    return submit(database, request);
}

static void send_unsent(struct pb_database *database)
{
    if (database->has_unsent && database->has_thread)
        uv_async_send(&database->wake);
    database->has_unsent = 0;
}

unsigned pb_database_poll(struct pb_database *database, unsigned most)
{
    struct pb_request *request;
    unsigned count = 0;

    send_unsent(database);
    while (count < most && (request = pb_ring_pop(database->answered)) != NULL) {
        struct pb_answer result = {request->error, request->message, request->rows,
                                   request->tries, request->took_us, request};

        count++;
        database->outstanding--;
        request->done(request->user, &result);
        pb_request_clear_soon(request, database->memory);
        pb_request_queue_prepend(&database->unused, request);
    }
    /* The answers may have led to new requests. */
    send_unsent(database);
    return count;
}

void pb_database_wait(struct pb_database *database, int64_t timeout_ms, int descriptor)
{
    struct pollfd events[2] = {{.fd = database->waiter, .events = POLLIN},
                               {.fd = descriptor, .events = POLLIN}};
    uint64_t counter;

    send_unsent(database);
    atomic_exchange(&database->is_waiting, 1);
    if (pb_ring_is_empty(database->answered))
        poll(events, 2, timeout_ms < 0 ? 0 : timeout_ms > 1000000 ? 1000000 : (int)timeout_ms);
    atomic_store(&database->is_waiting, 0);
    if (read(database->waiter, &counter, sizeof counter) < 0)
        errno = 0;
}

size_t pb_database_outstanding(const struct pb_database *database)
{
    return database->outstanding;
}

const struct pb_database_stats *pb_database_stats(const struct pb_database *database)
{
    return &database->stats;
}

int64_t pb_database_now_ms(const struct pb_database *database)
{
    return database->now_ms ? database->now_ms(database->clock_user) : pb_clock_ms();
}

void pb_database_set_clock(struct pb_database *database, int64_t (*now_ms)(void *user), void *user)
{
    database->now_ms = now_ms;
    database->clock_user = user;
}

const struct pb_memory *pb_database_memory(const struct pb_database *database)
{
    return database->memory;
}

int pb_database_configure(struct pb_database *database, const struct pb_database_options *options)
{
    struct pb_database_options *change = pb_memory_new(database->memory, 1, sizeof *change);

    if (!change)
        return PB_E_no_memory;
    *change = *options;
    database->request_timeout_ms = options->request_timeout_ms;
    /* The last one counts: one that was not taken yet is void. */
    pb_memory_free(database->memory, atomic_exchange(&database->change, change));
    database->has_unsent = 1;
    return PB_OK;
}
