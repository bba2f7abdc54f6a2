#include "bin/status.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/call_view.h"
#include "db/column.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    EVENTS = 8,
    TROUBLES = 6,
    STATS_EVERY_MS = 5000,
    LINE_EVERY_MS = 5000,
    /* A view that was refused (a right is missing, say) is not asked for again before. */
    REFUSED_WAIT_MS = 30000
};

struct pb_status {
    struct pb_connection *connection;
    const struct pb_log_screen *screen;
    int is_screen, is_away, has_audit_id;
    uint64_t pooled, leased, idle, retired, target;
    uint64_t total_accounts, total_characters, over_limit;
    unsigned green, yellow, red;
    char troubles[TROUBLES][400];
    unsigned trouble_count;
    char events[EVENTS][400];
    uint64_t event_count, audit_id;
    int64_t collect_due_ms, stats_due_ms, line_due_ms;
};

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

/* Others write what stands in the database: nothing in it may move the cursor or end the line. */
static void make_one_line(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
}

static void read_health(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;
    const char *item = pb_column_text(count, columns, 0), *color = pb_column_text(count, columns, 1);

    if (!count) {
        status->green = status->yellow = status->red = status->trouble_count = 0;
        return;
    }
    if (strcmp(color, "GREEN") == 0) {
        status->green++;
        return;
    }
    if (strcmp(color, "RED") == 0)
        status->red++;
    else
        status->yellow++;
    if (status->trouble_count < TROUBLES) {
        char *line = status->troubles[status->trouble_count++];

        snprintf(line, sizeof status->troubles[0], "%s %.40s: %.120s -> %.200s", color, item,
                 pb_column_text(count, columns, 2), pb_column_text(count, columns, 3));
        make_one_line(line);
    }
}

static void read_event(void *user, unsigned count, const char *const *columns)
{
    struct pb_status *status = user;
    char *line = status->events[status->event_count % EVENTS];

    if (!count)
        return;
    status->audit_id = pb_column_u64(count, columns, 0);
    status->event_count++;
    snprintf(line, sizeof status->events[0], "%.19s %.24s %.24s %s%s%s%.200s",
             pb_column_text(count, columns, 1), pb_column_text(count, columns, 3),
             pb_column_text(count, columns, 2), *pb_column_text(count, columns, 4) ? "account " : "",
             pb_column_text(count, columns, 4), *pb_column_text(count, columns, 4) ? " " : "",
             pb_column_text(count, columns, 5));
    make_one_line(line);
    if (!status->is_screen)
        printf("event %s\n", line);
}

/* Decisions as they happen: those of before the first look are history. */
static int collect_events(struct pb_status *status)
{
    int error;

    if (status->has_audit_id)
        return pb_call_audit(status->connection, status->audit_id, read_event, status);
    error = pb_call_last_audit(status->connection, &status->audit_id);
    status->has_audit_id = !error;
    return error;
}

int pb_status_new(struct pb_status **out, struct pb_connection *connection, int is_screen,
                  const struct pb_log_screen *screen)
{
    struct pb_status *status = calloc(1, sizeof *status);

    if (!status)
        return PB_E_no_memory;
    status->connection = connection;
    status->is_screen = is_screen;
    status->screen = screen;
    /* So that this agent's own first decisions are seen; when it fails, the first look comes later. */
    status->is_away = collect_events(status) != PB_OK;
    *out = status;
    return PB_OK;
}

static void collect(struct pb_status *status)
{
    int64_t now_ms = pb_clock_ms();
    int error = PB_OK;

    if (now_ms >= status->collect_due_ms)
        error = pb_call_pool(status->connection, read_pool, status);
    else
        return;
    if (!error) {
        status->green = status->yellow = status->red = status->trouble_count = 0;
        error = pb_call_health(status->connection, read_health, status);
    }
    if (!error && now_ms >= status->stats_due_ms) {
        status->stats_due_ms = now_ms + STATS_EVERY_MS;
        error = pb_call_stats(status->connection, read_stats, status);
    }
    if (!error)
        error = collect_events(status);
    status->is_away = error != 0;
    if (error && error != PB_E_no_database && error != PB_E_interrupted)
        status->collect_due_ms = now_ms + REFUSED_WAIT_MS;
}

/* Length of the longest beginning of a UTF-8 text with at most `columns` characters. */
static int beginning(const char *text, unsigned columns)
{
    int length = 0;

    for (; text[length]; length++)
        if (((unsigned char)text[length] & 0xc0) != 0x80 && columns-- == 0)
            break;
    return length;
}

static unsigned screen_columns(void)
{
    struct winsize size = {0};

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 100;
}

/* A text from elsewhere on a line of its own, cut at the edge of the screen. */
static void draw_text(const char *text, unsigned columns)
{
    printf("    %.*s\033[K\n", beginning(text, columns - 5), text);
}

static void draw_lists(const struct pb_status *status)
{
    const struct pb_log_screen *screen = status->screen;
    uint64_t first = status->event_count > EVENTS ? status->event_count - EVENTS : 0;
    unsigned columns = screen_columns();

    for (unsigned i = 0; i < status->trouble_count; i++)
        draw_text(status->troubles[i], columns);
    printf("\033[K\n  events\033[K\n");
    for (uint64_t i = first; i < status->event_count; i++)
        draw_text(status->events[i % EVENTS], columns);
    if (screen && screen->count) {
        printf("\033[K\n  log\033[K\n");
        for (unsigned long i = screen->count > PB_LOG_KEPT ? screen->count - PB_LOG_KEPT : 0;
             i < screen->count; i++)
            draw_text(screen->lines[i % PB_LOG_KEPT], columns);
    }
}

/* Draws over the last picture and clears what is left of it, so that nothing flickers. */
static void draw(const struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms)
{
    printf("\033[H\033[1mPlayerbot\033[0m  agent %" PRIu64 "  up %" PRId64 " s%s\033[K\n\033[K\n",
           agent->agent_id, running_ms / 1000,
           status->is_away ? "  \033[31mdatabase away: figures are old\033[0m" : "");
    printf("  accounts    pooled %" PRIu64 " (target %" PRIu64 ")  leased %" PRIu64 "  idle %" PRIu64
           "  retired %" PRIu64 "\033[K\n",
           status->pooled, status->target, status->leased, status->idle, status->retired);
    printf("  leases      %zu of %u here, %" PRIu64 " heartbeats, %" PRIu64 " errors\033[K\n",
           agent->lease_count, agent->wanted, agent->heartbeats, agent->errors);
    printf("  characters  %" PRIu64 " in %" PRIu64 " accounts, %" PRIu64 " accounts over their limit\033[K\n",
           status->total_characters, status->total_accounts, status->over_limit);
    printf("  health      \033[32m%u green\033[0m  \033[33m%u yellow\033[0m  \033[31m%u red\033[0m\033[K\n",
           status->green, status->yellow, status->red);
    draw_lists(status);
    printf("\033[K\n  Ctrl-C returns every lease and ends.\033[K\n\033[J");
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
