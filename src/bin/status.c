#include "bin/status.h"
#include "api/ai.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/call_view.h"
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
    struct pb_handle *handle;
    struct pb_screen_log *screen_log;
    struct pb_daemon_realm *realm; /* NULL: none */
    int is_screen, is_away, has_audit_id;
    unsigned outstanding; /* questions under way */
    uint64_t pooled, leased, idle, retired, target;
    uint64_t total_accounts, total_characters, over_limit;
    unsigned green, yellow, red;
    char troubles[TROUBLES][400];
    unsigned trouble_count;
    char events[EVENTS][400];
    uint64_t event_count, audit_id;
    int64_t collect_due_ms, stats_due_ms, line_due_ms;
};

void pb_status_set_realm(struct pb_status *status, struct pb_daemon_realm *realm)
{
    status->realm = realm;
}

void pb_status_free(struct pb_status *status)
{
    free(status);
}

/* What each answer has in common. Returns 1 when it has rows. */
static int take(struct pb_status *status, const struct pb_answer *answer)
{
    status->outstanding--;
    status->is_away = answer->error != 0;
    if (answer->error && answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        status->collect_due_ms = pb_clock_ms() + REFUSED_WAIT_MS;
    return answer->error == 0;
}

static void on_pool(void *user, const struct pb_answer *answer)
{
    struct pb_status *status = user;

    if (!take(status, answer))
        return;
    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        const char *state = pb_rows_text(answer->rows, i, 0, NULL);
        uint64_t accounts = pb_rows_u64(answer->rows, i, 1);

        status->target = pb_rows_u64(answer->rows, i, 2);
        if (strcmp(state, "pooled") == 0)
            status->pooled = accounts;
        else if (strcmp(state, "leased") == 0)
            status->leased = accounts;
        else if (strcmp(state, "idle") == 0)
            status->idle = accounts;
        else if (strcmp(state, "retired") == 0)
            status->retired = accounts;
    }
}

static void on_stats(void *user, const struct pb_answer *answer)
{
    struct pb_status *status = user;

    if (!take(status, answer))
        return;
    status->total_accounts = pb_rows_u64(answer->rows, 0, 0);
    status->total_characters = pb_rows_u64(answer->rows, 0, 1);
    status->over_limit = pb_rows_u64(answer->rows, 0, 2);
}

/* Others write what stands in the database: nothing in it may move the cursor or end the line. */
static void make_one_line(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
}

static void add_trouble(struct pb_status *status, const struct pb_rows *rows, size_t row)
{
    char *line = status->troubles[status->trouble_count++], value[121];

    pb_rows_print(rows, row, 2, value, sizeof value);
    snprintf(line, sizeof status->troubles[0], "%.8s %.40s: %.120s -> %.200s",
             pb_rows_text(rows, row, 1, NULL), pb_rows_text(rows, row, 0, NULL), value,
             pb_rows_text(rows, row, 4, NULL));
    make_one_line(line);
}

static void on_health(void *user, const struct pb_answer *answer)
{
    struct pb_status *status = user;

    if (!take(status, answer))
        return;
    status->green = status->yellow = status->red = status->trouble_count = 0;
    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        const char *color = pb_rows_text(answer->rows, i, 1, NULL);

        if (strcmp(color, "GREEN") == 0) {
            status->green++;
            continue;
        }
        if (strcmp(color, "RED") == 0)
            status->red++;
        else
            status->yellow++;
        if (status->trouble_count < TROUBLES)
            add_trouble(status, answer->rows, i);
    }
}

static void on_events(void *user, const struct pb_answer *answer)
{
    struct pb_status *status = user;

    if (!take(status, answer))
        return;
    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        const struct pb_rows *rows = answer->rows;
        uint64_t account_id = pb_rows_u64(rows, i, 4);
        char *line = status->events[status->event_count % EVENTS], account[32] = "";

        if (account_id)
            snprintf(account, sizeof account, "account %" PRIu64 " ", account_id);
        status->audit_id = pb_rows_u64(rows, i, 0);
        status->event_count++;
        snprintf(line, sizeof status->events[0], "%.19s %.24s %.24s %s%.200s", pb_rows_text(rows, i, 1, NULL),
                 pb_rows_text(rows, i, 3, NULL), pb_rows_text(rows, i, 2, NULL), account,
                 pb_rows_text(rows, i, 5, NULL));
        make_one_line(line);
        if (!status->is_screen)
            printf("event %s\n", line);
    }
    fflush(stdout);
}

static void on_last_event(void *user, const struct pb_answer *answer)
{
    struct pb_status *status = user;

    if (!take(status, answer))
        return;
    status->audit_id = pb_rows_u64(answer->rows, 0, 0);
    status->has_audit_id = 1;
}

static void ask(struct pb_status *status, const struct pb_statement *statement, const struct pb_value *values,
                unsigned count, pb_answer_fn *done)
{
    if (pb_database_call(status->handle->database, statement, values, count, 0, done, status) == PB_OK)
        status->outstanding++;
}

/* Decisions as they happen: those of before the first look are history. */
static void ask_events(struct pb_status *status)
{
    const struct pb_value values[] = {PB_VALUE_U64(status->audit_id)};

    if (status->has_audit_id)
        ask(status, &pb_call_audit_after, values, 1, on_events);
    else
        ask(status, &pb_call_last_audit, NULL, 0, on_last_event);
}

int pb_status_new(struct pb_status **out, struct pb_handle *handle, int is_screen,
                  struct pb_screen_log *screen_log)
{
    struct pb_status *status = calloc(1, sizeof *status);

    if (!status)
        return PB_E_no_memory;
    status->handle = handle;
    status->is_screen = is_screen;
    status->screen_log = screen_log;
    /* Before the agent's own first decisions, so that they are seen. */
    ask_events(status);
    *out = status;
    return PB_OK;
}

static void collect(struct pb_status *status)
{
    int64_t now_ms = pb_clock_ms();

    if (now_ms < status->collect_due_ms || status->outstanding > 0)
        return;
    ask(status, &pb_call_pool, NULL, 0, on_pool);
    ask(status, &pb_call_health, NULL, 0, on_health);
    if (now_ms >= status->stats_due_ms) {
        status->stats_due_ms = now_ms + STATS_EVERY_MS;
        ask(status, &pb_call_stats, NULL, 0, on_stats);
    }
    ask_events(status);
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
    char lines[PB_SCREEN_LINES][PB_SCREEN_LINE];
    unsigned line_count = status->screen_log ? pb_screen_log_read(status->screen_log, lines) : 0;
    uint64_t first = status->event_count > EVENTS ? status->event_count - EVENTS : 0;
    unsigned columns = screen_columns();

    for (unsigned i = 0; i < status->trouble_count; i++)
        draw_text(status->troubles[i], columns);
    printf("\033[K\n  events\033[K\n");
    for (uint64_t i = first; i < status->event_count; i++)
        draw_text(status->events[i % EVENTS], columns);
    if (line_count)
        printf("\033[K\n  log\033[K\n");
    for (unsigned i = 0; i < line_count; i++)
        draw_text(lines[i], columns);
}

/* What the bots do, when they have a world. */
static void draw_bots(const struct pb_status *status)
{
    const struct pb_ai *ai = status->handle->ai;
    const struct pb_realm_stats *realm;
    const struct pb_population_stats *population;
    struct pb_coordinator_stats stats;

    if (!ai || !status->realm)
        return;
    realm = pb_daemon_realm_stats(status->realm);
    population = pb_population_stats(ai->population);
    pb_coordinator_stats(ai->coordinator, &stats);
    printf("  bots        %" PRIu64 " of %" PRIu64 " in the world, %" PRIu64
           " made, ticks p50 %.2f p99 %.2f max %.2f ms, AI %s\033[K\n",
           population->online, population->wanted, population->created, stats.tick_p50_us / 1000.0,
           stats.tick_p99_us / 1000.0, stats.tick_max_us / 1000.0, pb_health_name(ai->health));
    printf("  adventures  %" PRIu64 " levels gained, %" PRIu64 " quests done, %" PRIu64 " kills, %" PRIu64
           " deaths, %" PRIu64 " looted, %" PRIu64 " put on\033[K\n",
           realm->levels, realm->quests_rewarded, realm->kills, realm->deaths, realm->loot_taken,
           realm->items_equipped);
}

static void write_bots(const struct pb_status *status)
{
    const struct pb_ai *ai = status->handle->ai;
    const struct pb_realm_stats *realm;
    struct pb_coordinator_stats stats;

    if (!ai || !status->realm)
        return;
    realm = pb_daemon_realm_stats(status->realm);
    pb_coordinator_stats(ai->coordinator, &stats);
    printf("bots online=%u levels=%" PRIu64 " quests=%" PRIu64 " kills=%" PRIu64 " deaths=%" PRIu64
           " looted=%" PRIu64 " equipped=%" PRIu64
           " tick_p50_ms=%.2f tick_p99_ms=%.2f tick_max_ms=%.2f health=%s\n",
           stats.bots, realm->levels, realm->quests_rewarded, realm->kills, realm->deaths, realm->loot_taken,
           realm->items_equipped, stats.tick_p50_us / 1000.0, stats.tick_p99_us / 1000.0,
           stats.tick_max_us / 1000.0, pb_health_name(ai->health));
}

/* Draws over the last picture and clears what is left of it, so that nothing flickers. */
static void draw(const struct pb_status *status, const struct pb_agent_state *agent,
                 const struct pb_session_stats *sessions, int64_t running_ms)
{
    printf("\033[H\033[1mPlayerbot\033[0m  agent %" PRIu64 "  up %" PRId64 " s%s\033[K\n\033[K\n",
           agent->agent_id, running_ms / 1000,
           status->is_away ? "  \033[31mdatabase away: figures are old\033[0m" : "");
    printf("  accounts    pooled %" PRIu64 " (target %" PRIu64 ")  leased %" PRIu64 "  idle %" PRIu64
           "  retired %" PRIu64 "\033[K\n",
           status->pooled, status->target, status->leased, status->idle, status->retired);
    printf("  leases      %u of %u here, %" PRIu64 " heartbeats, %" PRIu64 " errors\033[K\n", agent->leases,
           agent->wanted, agent->heartbeats, agent->errors);
    printf("  sessions    %" PRIu64 " of %" PRIu64 " with state in memory, %" PRIu64 " unwritten, %" PRIu64
           " KiB\033[K\n",
           sessions->active, sessions->sessions, sessions->dirty, sessions->bytes / 1024);
    printf("  characters  %" PRIu64 " in %" PRIu64 " accounts, %" PRIu64 " accounts over their limit\033[K\n",
           status->total_characters, status->total_accounts, status->over_limit);
    printf("  health      \033[32m%u green\033[0m  \033[33m%u yellow\033[0m  \033[31m%u red\033[0m\033[K\n",
           status->green, status->yellow, status->red);
    draw_bots(status);
    draw_lists(status);
    printf("\033[K\n  Ctrl-C returns every lease and ends.\033[K\n\033[J");
}

static void write_line(const struct pb_status *status, const struct pb_agent_state *agent, int64_t running_ms)
{
    printf("status up_s=%" PRId64 " agent=%" PRIu64 " leases=%u/%u pooled=%" PRIu64 " leased=%" PRIu64
           " idle=%" PRIu64 " characters=%" PRIu64 " over_limit=%" PRIu64 " heartbeats=%" PRIu64
           " green=%u yellow=%u red=%u database=%s\n",
           running_ms / 1000, agent->agent_id, agent->leases, agent->wanted, status->pooled, status->leased,
           status->idle, status->total_characters, status->over_limit, agent->heartbeats, status->green,
           status->yellow, status->red, status->is_away ? "away" : "ok");
    write_bots(status);
    for (unsigned i = 0; i < status->trouble_count; i++)
        printf("health %s\n", status->troubles[i]);
}

void pb_status_show(struct pb_status *status, int64_t running_ms)
{
    const struct pb_agent_state *agent = pb_agent_state(status->handle->agent);
    int64_t now_ms = pb_clock_ms();

    collect(status);
    if (status->is_screen) {
        draw(status, agent, pb_sessions_stats(status->handle->sessions), running_ms);
    } else if (now_ms >= status->line_due_ms) {
        status->line_due_ms = now_ms + LINE_EVERY_MS;
        write_line(status, agent, running_ms);
    }
    fflush(stdout);
}

void pb_status_summary(const struct pb_status *status, uint64_t released, int64_t running_ms)
{
    const struct pb_agent_state *agent = pb_agent_state(status->handle->agent);

    printf("ended after %" PRId64 " s: %" PRIu64 " leases returned, %" PRIu64 " heartbeats, %" PRIu64
           " errors; %" PRIu64 " accounts, %" PRIu64 " characters, %" PRIu64 " accounts over their limit\n",
           running_ms / 1000, released, agent->heartbeats, agent->errors, status->total_accounts,
           status->total_characters, status->over_limit);
    fflush(stdout);
}
