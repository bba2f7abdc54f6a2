#include "db/queue.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/retry.h"
#include <stdio.h>

enum { SAY_AWAY_EVERY_MS = 10000 };

static void finish(struct pb_queue *queue, struct pb_request *request, int error)
{
    request->error = error;
    if (error) {
        pb_rows_free(request->rows);
        request->rows = NULL;
    }
    pb_stat_add(&queue->stats->requests, 1);
    if (request->took_us > 0)
        pb_stat_add(&queue->stats->request_time_us, (uint64_t)request->took_us);
    if (error == PB_E_timeout)
        pb_stat_add(&queue->stats->timeouts, 1);
    if (error == PB_E_outcome_unknown)
        pb_stat_add(&queue->stats->unknown_outcomes, 1);
    queue->done(queue->user, request);
}

/* Fails what cannot wait for the database to come back. */
static void fail_impatient(struct pb_queue *queue, struct pb_request_queue *list)
{
    struct pb_request_queue kept = {0};
    struct pb_request *request;

    while ((request = pb_request_queue_take(list)) != NULL) {
        if (request->statement->is_impatient) {
            snprintf(request->message, sizeof request->message, "%s", queue->away_message);
            finish(queue, request, PB_E_no_database);
        } else
            pb_request_queue_append(&kept, request);
    }
    *list = kept;
}

/* Says that the database went away, is still away, or is back; each once. */
void pb_queue_set_away(struct pb_queue *queue, int is_away, const char *message)
{
    int64_t now_ms = pb_clock_ms();
    double away_s = (double)(now_ms - queue->away_since_ms) / 1000;

    if (is_away && message != queue->away_message)
        snprintf(queue->away_message, sizeof queue->away_message, "%s", message);
    if (is_away && !queue->is_away) {
        queue->away_since_ms = now_ms;
        PB_LOG(queue->log, DATABASE, WARN, 0, "database away: %s; trying again until it is back", message);
    } else if (is_away && now_ms >= queue->say_away_ms) {
        PB_LOG(queue->log, DATABASE, WARN, 0, "database away for %.0f s: %s", away_s, message);
    } else if (!is_away && queue->is_away) {
        PB_LOG(queue->log, DATABASE, INFO, 0, "database back after %.1f s", away_s);
    } else {
        return;
    }
    queue->is_away = is_away;
    queue->say_away_ms = now_ms + SAY_AWAY_EVERY_MS;
    if (!is_away)
        return;
    fail_impatient(queue, &queue->ready);
    /* Those too that lost their connection a moment before and wait for their next try. */
    fail_impatient(queue, &queue->waiting);
}

/* Makes the same call again later, if there is time. */
static int try_again(struct pb_queue *queue, struct pb_request *request)
{
    int64_t now_ms = pb_clock_ms(), wait_ms = pb_retry_wait_ms(request->tries);

    if (queue->is_closed || now_ms + wait_ms >= request->deadline_ms ||
        (queue->is_away && request->statement->is_impatient))
        return 0;
    if (!queue->is_away)
        PB_LOG(queue->log, DATABASE, INFO, 0, "%s: %s; trying again in %lld ms", request->statement->name,
               *request->message ? request->message : "no result set arrived", (long long)wait_ms);
    pb_stat_add(&queue->stats->retries, 1);
    request->due_ms = now_ms + wait_ms;
    pb_request_queue_append(&queue->waiting, request);
    return 1;
}

/* Decides what an answer, or its lack, means for the request. */
void pb_queue_answered(struct pb_queue *queue, struct pb_request *request, unsigned server_errno)
{
    struct pb_retry_rule rule = pb_retry_rule(server_errno);

    if (server_errno == 0 && request->has_result) {
        finish(queue, request, PB_OK);
        return;
    }
    /* A CALL can lose its result set on a cluster although it had its effect. */
    if (server_errno == 0)
        rule = (struct pb_retry_rule){0, 0, 1, 1};
    if (rule.is_unknown && request->statement->retry == PB_RETRY_NEVER)
        finish(queue, request, PB_E_outcome_unknown);
    else if (rule.is_again && try_again(queue, request))
        return;
    else if (rule.is_again && pb_clock_ms() >= request->deadline_ms)
        finish(queue, request, PB_E_timeout);
    else if (rule.is_lost)
        finish(queue, request, PB_E_no_database);
    else if (server_errno == 1142 || server_errno == 1370 || server_errno == 1044)
        finish(queue, request, PB_E_denied);
    else
        finish(queue, request, server_errno ? pb_error_from_server(server_errno) : PB_E_no_result);
}

/* A login was refused, which no new try mends: what waits learns why. */
void pb_queue_refuse(struct pb_queue *queue, unsigned server_errno, const char *message)
{
    struct pb_request_queue refused = queue->ready;
    struct pb_request *request;

    queue->ready = (struct pb_request_queue){0};
    PB_LOG(queue->log, DATABASE, ERROR, 0, "login refused: %s; check user, password and rights", message);
    while ((request = pb_request_queue_take(&refused)) != NULL) {
        snprintf(request->message, sizeof request->message, "%s", message);
        request->server_errno = server_errno;
        finish(queue, request, PB_E_database);
    }
}

static void expire(struct pb_queue *queue, struct pb_request_queue *list, int64_t now_ms)
{
    struct pb_request_queue kept = {0};
    struct pb_request *request;

    while ((request = pb_request_queue_take(list)) != NULL) {
        if (now_ms < request->deadline_ms) {
            pb_request_queue_append(&kept, request);
            continue;
        }
        if (queue->is_away)
            snprintf(request->message, sizeof request->message, "%s", queue->away_message);
        finish(queue, request, queue->is_away ? PB_E_no_database : PB_E_timeout);
    }
    *list = kept;
}

static void wake_waiting(struct pb_queue *queue, int64_t now_ms)
{
    struct pb_request_queue waiting = queue->waiting;
    struct pb_request *request;

    queue->waiting = (struct pb_request_queue){0};
    while ((request = pb_request_queue_take(&waiting)) != NULL) {
        if (now_ms >= request->due_ms)
            pb_request_queue_prepend(&queue->ready, request);
        else
            pb_request_queue_append(&queue->waiting, request);
    }
}

static void fail_all(struct pb_queue *queue, struct pb_request_queue *list)
{
    struct pb_request *request;

    while ((request = pb_request_queue_take(list)) != NULL)
        finish(queue, request, PB_E_stopped);
}

void pb_queue_add(struct pb_queue *queue, struct pb_request *request)
{
    if (queue->is_closed) {
        finish(queue, request, PB_E_stopped);
    } else if (queue->is_away && request->statement->is_impatient) {
        snprintf(request->message, sizeof request->message, "%s", queue->away_message);
        finish(queue, request, PB_E_no_database);
    } else if (request->statement->is_urgent) {
        pb_request_queue_prepend(&queue->ready, request);
    } else {
        pb_request_queue_append(&queue->ready, request);
    }
}

void pb_queue_tick(struct pb_queue *queue, int64_t now_ms)
{
    wake_waiting(queue, now_ms);
    expire(queue, &queue->ready, now_ms);
    expire(queue, &queue->waiting, now_ms);
    if (queue->is_away && now_ms >= queue->say_away_ms)
        pb_queue_set_away(queue, 1, queue->away_message);
}

void pb_queue_close(struct pb_queue *queue)
{
    queue->is_closed = 1;
    fail_all(queue, &queue->ready);
    fail_all(queue, &queue->waiting);
}
