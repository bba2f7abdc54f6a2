#include "bin/status.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/call_view.h"
#include "db/column.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS = 8, TROUBLES = 6, STATS_EVERY_MS = 5000, LINE_EVERY_MS = 5000 };

struct pb_status {
    struct pb_connection *connection;
    int is_screen, is_away;
    uint64_t pooled, leased, idle, retired, target;
    uint64_t total_accounts, total_characters, over_limit;
    unsigned green, yellow, red;
    char troubles[TROUBLES][400];
    unsigned trouble_count;
    char events[EVENTS][400];
    uint64_t event_count, audit_id;
    int64_t stats_due_ms, line_due_ms;
};

int pb_status_new(struct pb_status **out, struct pb_connection *connection, int is_screen)
{
    struct pb_status *status = calloc(1, sizeof *status);
    int error;

    if (!status)
        return PB_E_no_memory;
    status->connection = connection;
    status->is_screen = is_screen;
    /* Events are shown as they happen: those of before are history. */
    error = pb_call_last_audit(connection, &status->audit_id);
    if (error)
        status->is_away = 1;
    *out = status;
    return PB_OK;
}

void pb_status_free(struct pb_status *status)
{
    free(status);
}

static void read_pool(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;
    const char *state = pb_column_text(count, columns, 0);
    uint64_t accounts = pb_column_u64(count, columns, 1);

    status->target = pb_column_u64(count, columns, 2);
    if (strcmp(state, "pooled") == 0)
        status->pooled = accounts;
    else if (strcmp(state, "leased") == 0)
        status->leased = accounts;
    else if (strcmp(state, "idle") == 0)
        status->idle = accounts;
    else if (strcmp(state, "retired") == 0)
        status->retired = accounts;
}

static void read_stats(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;

    status->total_accounts = pb_column_u64(count, columns, 0);
    status->total_characters = pb_column_u64(count, columns, 1);
    status->over_limit = pb_column_u64(count, columns, 2);
}

static void read_health(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;
    const char *item = pb_column_text(count, columns, 0), *color = pb_column_text(count, columns, 1);

    if (strcmp(color, "GREEN") == 0) {
        status->green++;
        return;
    }
    if (strcmp(color, "RED") == 0)
        status->red++;
    else
        status->yellow++;
    if (status->trouble_count < TROUBLES)
        snprintf(status->troubles[status->trouble_count++], sizeof status->troubles[0],
                 "%s %.40s: %.120s -> %.200s", color, item, pb_column_text(count, columns, 2),
                 pb_column_text(count, columns, 3));
}

static void read_event(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;
    char *line = status->events[status->event_count % EVENTS];

    if (!count)
        return;
    status->audit_id = pb_column_u64(count, columns, 0);
    status->event_count++;
    snprintf(line, sizeof status->events[0], "%.19s %.24s %.20s %s%s%.200s",
             pb_column_text(count, columns, 1), pb_column_text(count, columns, 3),
             pb_column_text(count, columns, 2), *pb_column_text(count, columns, 4) ? "account " : "",
             pb_column_text(count, columns, 4), pb_column_text(count, columns, 5));
    if (!status->is_screen)
        printf("event %s\n", line);
}

static void collect(struct pb_status *status)
{
    int64_t now_ms = pb_clock_ms();
    int error = pb_call_pool(status->connection, read_pool, status);

    if (!error) {
        status->green = status->yellow = status->red = status->trouble_count = 0;
        error = pb_call_health(status->connection, read_health, status);
    }
    if (!error && now_ms >= status->stats_due_ms) {
        status->stats_due_ms = now_ms + STATS_EVERY_MS;
        error = pb_call_stats(status->connection, read_stats, status);
    }
    if (!error)
        error = pb_call_audit(status->connection, status->audit_id, read_event, status);
    status->is_away = error != 0;
}

static void draw(const struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms)
{
    uint64_t first = status->event_count > EVENTS ? status->event_count - EVENTS : 0;

    printf("\033[H\033[2J\033[1mPlayerbot\033[0m  agent %" PRIu64 "  up %" PRId64 " s%s\n\n", agent->agent_id,
           running_ms / 1000, status->is_away ? "  \033[31mdatabase away: figures are old\033[0m" : "");
    printf("  accounts    pooled %" PRIu64 " (target %" PRIu64 ")  leased %" PRIu64 "  idle %" PRIu64
           "  retired %" PRIu64 "\n",
           status->pooled, status->target, status->leased, status->idle, status->retired);
    printf("  leases      %zu of %u here, %" PRIu64 " heartbeats, %" PRIu64 " errors\n", agent->lease_count,
           agent->wanted, agent->heartbeats, agent->errors);
    printf("  characters  %" PRIu64 " in %" PRIu64 " accounts, %" PRIu64 " accounts over their limit\n",
           status->total_characters, status->total_accounts, status->over_limit);
    printf("  health      \033[32m%u green\033[0m  \033[33m%u yellow\033[0m  \033[31m%u red\033[0m\n",
           status->green, status->yellow, status->red);
    for (unsigned i = 0; i < status->trouble_count; i++)
        printf("    %s\n", status->troubles[i]);
    printf("\n  events\n");
    for (uint64_t i = first; i < status->event_count; i++)
        printf("    %.110s\n", status->events[i % EVENTS]);
    printf("\n  Ctrl-C returns every lease and ends.\n");
}

static void write_line(const struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms)
{
    printf("status up_s=%" PRId64 " agent=%" PRIu64 " leases=%zu/%u pooled=%" PRIu64 " leased=%" PRIu64
           " idle=%" PRIu64 " characters=%" PRIu64 " over_limit=%" PRIu64 " heartbeats=%" PRIu64
           " green=%u yellow=%u red=%u database=%s\n",
           running_ms / 1000, agent->agent_id, agent->lease_count, agent->wanted, status->pooled,
           status->leased, status->idle, status->total_characters, status->over_limit, agent->heartbeats,
           status->green, status->yellow, status->red, status->is_away ? "away" : "ok");
    for (unsigned i = 0; i < status->trouble_count; i++)
        printf("health %s\n", status->troubles[i]);
}

void pb_status_show(struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms)
{
    int64_t now_ms = pb_clock_ms();

    collect(status);
    if (status->is_screen) {
        draw(status, agent, running_ms);
    } else if (now_ms >= status->line_due_ms) {
        status->line_due_ms = now_ms + LINE_EVERY_MS;
        write_line(status, agent, running_ms);
    }
    fflush(stdout);
}

void pb_status_summary(const struct pb_status *status, const struct pb_agent_state *agent, unsigned released,
                       int64_t running_ms)
{
    printf("ended after %" PRId64 " s: %u leases returned, %" PRIu64 " heartbeats, %" PRIu64
           " errors; %" PRIu64 " accounts, %" PRIu64 " characters, %" PRIu64 " accounts over their limit\n",
           running_ms / 1000, released, agent->heartbeats, agent->errors, status->total_accounts,
           status->total_characters, status->over_limit);
    fflush(stdout);
}
