#include "db/pool.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/connection.h"
#include "db/retry.h"
#include "db/server.h"
#include <stdio.h>

enum {
    BUSY_TIMER_MS = 50,  /* how exact deadlines and retries are */
    IDLE_TIMER_MS = 500, /* how often idle connections are looked at */
    PING_AFTER_MS = 15000,
    MAX_LOGINS = 4, /* at a time: libuv has four worker threads */
};

struct pb_pool {
    const struct pb_memory *memory;
    const struct pb_database_options *options;
    struct pb_log *log;
    struct pb_database_stats *stats;
    uv_loop_t *loop;
    uv_timer_t timer;
    int64_t timer_ms;
    struct pb_servers servers;
    struct pb_connection *connections;
    unsigned connection_count, busy_count, login_count;
    struct pb_queue queue;
    int is_closing, is_timer_closed, is_dispatching;
};

static void dispatch(struct pb_pool *pool);

static void count_levels(struct pb_pool *pool)
{
    unsigned open = 0;

    for (unsigned i = 0; i < pool->servers.count; i++)
        open += pool->servers.list[i].breaker.state != PB_BREAKER_CLOSED;
    pb_stat_set(&pool->stats->connections, pool->connection_count - pool->login_count);
    pb_stat_set(&pool->stats->busy_connections, pool->busy_count);
    pb_stat_set(&pool->stats->queued_requests, pool->queue.ready.count + pool->queue.waiting.count);
    pb_stat_set(&pool->stats->breakers_open, open);
}

static void note_breaker(struct pb_pool *pool, unsigned server, const char *message)
{
    const struct pb_server_address *address = &pool->options->servers[server];
    enum pb_breaker_state state = pool->servers.list[server].breaker.state;

    if (state == PB_BREAKER_OPEN)
        pb_stat_add(&pool->stats->breaker_openings, 1);
    PB_LOG(pool->log, DATABASE, INFO, 0, "server %u (%s%s): circuit breaker %s%s%s", server,
           address->host[0] ? address->host : "default", address->socket, pb_breaker_name(state),
           *message ? ": " : "", message);
}

/* The database is away when a login fails and there is no other connection; a lost one may be back at once.
 */
static void note_missed(struct pb_pool *pool, unsigned server, const char *message, int is_login)
{
    if (!is_login)
        PB_LOG(pool->log, DATABASE, INFO, 0,
               "a connection to server %u was lost: %s; another takes its place", server, message);
    if (pb_servers_missed(&pool->servers, server, pb_clock_ms()))
        note_breaker(pool, server, message);
    if (is_login && pool->connection_count == pool->login_count)
        pb_queue_set_away(&pool->queue, 1, message);
}

static void note_reached(struct pb_pool *pool, unsigned server)
{
    if (pb_servers_reached(&pool->servers, server, pb_clock_ms()))
        note_breaker(pool, server, "");
    pb_queue_set_away(&pool->queue, 0, "");
}

static void remove_connection(struct pb_pool *pool, struct pb_connection *connection)
{
    struct pb_connection **link = &pool->connections;

    while (*link && *link != connection)
        link = &pb_connection_state(*link)->next;
    if (!*link)
        return;
    *link = pb_connection_state(connection)->next;
    pool->connection_count--;
    pb_connection_close(connection);
}

static void on_answered(void *user, struct pb_connection *connection, struct pb_request *request,
                        unsigned server_errno)
{
    struct pb_pool *pool = user;
    struct pb_connection_state *state = pb_connection_state(connection);
    int is_lost = pb_retry_rule(server_errno).is_lost;
    char message[PB_MESSAGE_SIZE + 16] = "lost while idle";

    pool->busy_count--;
    if (request)
        snprintf(message, sizeof message, "%s (%u)", request->message, server_errno);
    if (is_lost) {
        unsigned server = state->server;

        pb_stat_add(&pool->stats->lost_connections, 1);
        remove_connection(pool, connection);
        note_missed(pool, server, message, 0);
    } else {
        note_reached(pool, state->server);
        if (state->is_retiring || pool->is_closing)
            remove_connection(pool, connection);
    }
    if (request)
        pb_queue_answered(&pool->queue, request, server_errno);
    dispatch(pool);
}

static void on_lost(void *user, struct pb_connection *connection)
{
    struct pb_pool *pool = user;
    unsigned server = pb_connection_state(connection)->server;

    pb_stat_add(&pool->stats->lost_connections, 1);
    remove_connection(pool, connection);
    note_missed(pool, server, "the server closed an idle connection", 0);
    dispatch(pool);
}

static void on_closed(void *user)
{
    (void)user;
}

/* Connections to servers that come after `server` end when their request does: a better one is back. */
static void retire_worse(struct pb_pool *pool, unsigned server)
{
    struct pb_connection *connection, *next;

    for (connection = pool->connections; connection; connection = next) {
        struct pb_connection_state *state = pb_connection_state(connection);

        next = state->next;
        if (state->server <= server)
            continue;
        state->is_retiring = 1;
        if (state->is_open && !state->is_busy)
            remove_connection(pool, connection);
    }
}

static void on_opened(void *user, struct pb_connection *connection, unsigned server_errno,
                      const char *message)
{
    struct pb_pool *pool = user;
    unsigned server = pb_connection_state(connection)->server;

    pool->login_count--;
    pool->servers.list[server].logins--;
    if (server_errno == 0) {
        pb_stat_add(&pool->stats->logins, 1);
        pb_stat_set(&pool->stats->server, server);
        note_reached(pool, server);
        retire_worse(pool, server);
    } else {
        char kept[PB_MESSAGE_SIZE];

        /* The text goes with the connection. */
        snprintf(kept, sizeof kept, "%s", message);
        pb_stat_add(&pool->stats->login_failures, 1);
        remove_connection(pool, connection);
        note_missed(pool, server, kept, 1);
        if (!pb_retry_rule(server_errno).is_again && pool->connection_count == 0)
            pb_queue_refuse(&pool->queue, server_errno, kept);
    }
    dispatch(pool);
}

static const struct pb_connection_events events = {on_opened, on_answered, on_lost, on_closed};

static void open_connection(struct pb_pool *pool, unsigned server)
{
    struct pb_connection *connection =
        pb_connection_open(pool->loop, pool->options, server, &events, pool, pool->memory);

    if (!connection)
        return;
    pool->servers.list[server].logins++;
    pool->login_count++;
    pool->connection_count++;
    pb_connection_state(connection)->next = pool->connections;
    pool->connections = connection;
}

/* Opens what the waiting requests need, within the maximum; one more for an urgent one. */
static void grow(struct pb_pool *pool)
{
    int64_t now_ms = pb_clock_ms();
    size_t wanted = pool->queue.ready.count;
    unsigned most = pool->options->max_connections, server;

    if (pool->queue.ready.first && pool->queue.ready.first->statement->is_urgent)
        most++;
    if (pool->connection_count < pool->options->min_connections &&
        wanted < pool->options->min_connections - pool->connection_count)
        wanted = pool->options->min_connections - pool->connection_count + pool->login_count;
    while (pool->login_count < MAX_LOGINS && pool->login_count < wanted && pool->connection_count < most &&
           (server = pb_servers_choose(&pool->servers, PB_NO_SERVER, now_ms)) != PB_NO_SERVER) {
        unsigned before = pool->connection_count;

        open_connection(pool, server);
        if (pool->connection_count == before)
            break;
    }
}

/* The connection used last: so those that are not needed stay idle, and close. */
static struct pb_connection *find_idle(struct pb_pool *pool)
{
    struct pb_connection *best = NULL;

    for (struct pb_connection *connection = pool->connections; connection;
         connection = pb_connection_state(connection)->next) {
        const struct pb_connection_state *state = pb_connection_state(connection);

        if (state->is_open && !state->is_busy && !state->is_retiring &&
            (!best || state->used_ms > pb_connection_state(best)->used_ms))
            best = connection;
    }
    return best;
}

static void set_timer(struct pb_pool *pool, int64_t ms);

static void run(struct pb_pool *pool, struct pb_connection *connection)
{
    pool->busy_count++;
    if (pb_clock_ms() - pb_connection_state(connection)->used_ms > PING_AFTER_MS) {
        pb_stat_add(&pool->stats->pings, 1);
        pb_connection_run(connection, NULL);
    } else {
        pb_connection_run(connection, pb_request_queue_take(&pool->queue.ready));
    }
}

static void dispatch(struct pb_pool *pool)
{
    struct pb_connection *connection;

    /* An answer that comes at once calls this again: the outer loop goes on instead. */
    if (pool->is_dispatching)
        return;
    pool->is_dispatching = 1;
    while (pool->queue.ready.first && (connection = find_idle(pool)) != NULL)
        run(pool, connection);
    if (!pool->is_closing)
        grow(pool);
    pool->is_dispatching = 0;
    set_timer(pool,
              pool->queue.ready.first || pool->queue.waiting.first || pool->busy_count || pool->login_count
                  ? BUSY_TIMER_MS
                  : IDLE_TIMER_MS);
    count_levels(pool);
}

/* Cuts what runs beyond its deadline; closes what is old or not needed. */
static void look_at_connections(struct pb_pool *pool, int64_t now_ms)
{
    struct pb_connection *connection, *next;
    unsigned worst = 0, better;

    for (connection = pool->connections; connection; connection = next) {
        struct pb_connection_state *state = pb_connection_state(connection);

        next = state->next;
        if (state->is_busy) {
            int64_t deadline_ms =
                state->request ? state->request->deadline_ms : state->used_ms + PING_AFTER_MS + 60000;

            if (now_ms >= deadline_ms || pool->is_closing)
                pb_connection_cut(connection);
        } else if (state->is_open && (now_ms - state->opened_ms >= pool->options->lifetime_ms ||
                                      (now_ms - state->used_ms >= pool->options->idle_ms &&
                                       pool->connection_count > pool->options->min_connections))) {
            remove_connection(pool, connection);
            continue;
        }
        if (state->server > worst)
            worst = state->server;
    }
    better = pb_servers_choose(&pool->servers, worst, now_ms);
    if (better != PB_NO_SERVER && pool->servers.list[better].logins == 0 && !pool->is_closing)
        open_connection(pool, better);
}

static void on_timer(uv_timer_t *timer)
{
    struct pb_pool *pool = timer->data;
    int64_t now_ms = pb_clock_ms();

    pb_queue_tick(&pool->queue, now_ms);
    look_at_connections(pool, now_ms);
    dispatch(pool);
}

static void set_timer(struct pb_pool *pool, int64_t ms)
{
    if (pool->timer_ms == ms || pool->is_timer_closed)
        return;
    pool->timer_ms = ms;
    uv_timer_start(&pool->timer, on_timer, (uint64_t)ms, (uint64_t)ms);
}

struct pb_pool *pb_pool_new(uv_loop_t *loop, const struct pb_database_options *options, struct pb_log *log,
                            struct pb_database_stats *stats, pb_queue_done_fn *done, void *user,
                            const struct pb_memory *memory)
{
    struct pb_pool *pool = pb_memory_new(memory, 1, sizeof *pool);

    if (!pool)
        return NULL;
    pool->memory = memory;
    pool->loop = loop;
    pool->options = options;
    pool->log = log;
    pool->stats = stats;
    pool->queue = (struct pb_queue){.log = log, .stats = stats, .done = done, .user = user};
    pb_servers_init(&pool->servers, options);
    uv_timer_init(loop, &pool->timer);
    pool->timer.data = pool;
    dispatch(pool);
    return pool;
}

void pb_pool_submit(struct pb_pool *pool, struct pb_request *request)
{
    pb_queue_add(&pool->queue, request);
    dispatch(pool);
}

static void on_timer_closed(uv_handle_t *handle)
{
    (void)handle;
}

void pb_pool_close(struct pb_pool *pool)
{
    struct pb_connection *connection, *next;

    if (pool->is_closing)
        return;
    pool->is_closing = 1;
    pb_queue_close(&pool->queue);
    for (connection = pool->connections; connection; connection = next) {
        struct pb_connection_state *state = pb_connection_state(connection);

        next = state->next;
        if (state->is_busy)
            pb_connection_cut(connection);
        else
            remove_connection(pool, connection);
    }
    pool->is_timer_closed = 1;
    uv_close((uv_handle_t *)&pool->timer, on_timer_closed);
}

void pb_pool_free(struct pb_pool *pool)
{
    if (pool)
        pb_memory_free(pool->memory, pool);
}
