/*
 * Random work of a host on its sessions, against a real server, beside a model of what must be stored:
 * whatever a call took stays, through hibernation, killed connections, an unreachable server, a lost
 * registration, releases and restarts. For tests/stress/session_model.t. Ends with 0, or with 1 and what was
 * wrong.
 *
 * Usage: session_model CONFIG SOCKET JOURNAL LIVES SETS     SOCKET: of the server, for root; it is moved
 * away at times Environment: SEED repeats an earlier run, as far as time and threads allow.
 */
#include "../unit/seed.h"
#include "api/handle.h"
#include "base/clock.h"
#include "include/playerbot.h"
#include "session/state.h"
#include <mysql.h>
#include <mysqld_error.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MAX_ACCOUNTS = 256,
    MAX_VALUE = 60000,
    STALL_S = 120,
    MAX_TAKEN = 4 /* in a life: each time the agent waits twice as long before it registers anew */,
    LIFE_END_S = 60,
    MAX_AWAY_MS = 2500
};

/* What the model knows of an account. A value is a number; its bytes follow from it. */
struct account {
    uint32_t account_id;
    uint64_t fence;
    uint32_t value; /* the last that a call took, 0 for none */
    int is_held, is_leaving, is_opening;
};

struct world {
    pb_handle *handle;
    MYSQL *admin;
    const char *config, *socket, *journal;
    char away[256]; /* where the socket is while the server cannot be reached */
    struct account accounts[MAX_ACCOUNTS];
    unsigned account_count, flushes_out;
    unsigned taken; /* how often another took the agent's name, in this life */
    uint64_t seed;
    uint32_t last_value;
    int is_away;
    int64_t back_ms; /* when it can be reached again */
    uint64_t sets, loads, checks, kills, losses, outages, flushes, releases, hibernations, journalled, abrupt;
};

static struct world world;

#define CHECK(holds, ...)                                                                                    \
    do {                                                                                                     \
        if (!(holds)) {                                                                                      \
            printf("# line %d: ", __LINE__);                                                                 \
            printf(__VA_ARGS__);                                                                             \
            printf("\n");                                                                                    \
            exit(1);                                                                                         \
        }                                                                                                    \
    } while (0)

static uint32_t below(uint32_t n)
{
    return pb_seed_below(&world.seed, n);
}

/* The bytes of a value. Returns how many. */
static uint32_t bytes_of(uint32_t value, uint8_t bytes[MAX_VALUE])
{
    uint64_t seed = value;
    uint32_t size = pb_seed_below(&seed, value % 50 ? 300 : MAX_VALUE);

    for (uint32_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)pb_seed_next(&seed);
    return size;
}

static uint16_t version_of(uint32_t value)
{
    return (uint16_t)(value % 65535 + 1);
}

static struct account *find(uint32_t account_id)
{
    for (unsigned i = 0; i < world.account_count; i++)
        if (world.accounts[i].account_id == account_id)
            return &world.accounts[i];
    CHECK(world.account_count < MAX_ACCOUNTS, "more than %d accounts", MAX_ACCOUNTS);
    world.accounts[world.account_count] = (struct account){.account_id = account_id};
    return &world.accounts[world.account_count++];
}

/* A held account that may be used, NULL for none. */
static struct account *any_held(void)
{
    for (unsigned i = 0; world.account_count && i < 8; i++) {
        struct account *account = &world.accounts[below(world.account_count)];

        if (account->is_held && !account->is_leaving)
            return account;
    }
    return NULL;
}

static void check_value(const struct account *account, const char *where, uint16_t version, const void *bytes,
                        uint32_t size)
{
    static uint8_t wanted[MAX_VALUE];
    uint32_t wanted_size = account->value ? bytes_of(account->value, wanted) : 0;

    world.checks++;
    CHECK(version == (account->value ? version_of(account->value) : 0),
          "%s: account %u has version %u, wanted that of value %u (%u)", where, account->account_id, version,
          account->value, account->value ? version_of(account->value) : 0u);
    CHECK(size == wanted_size && memcmp(bytes ? bytes : "", wanted, size) == 0,
          "%s: account %u has other bytes than value %u", where, account->account_id, account->value);
}

static MYSQL_RES *ask(const char *sql)
{
    CHECK(mysql_query(world.admin, sql) == 0, "%s: %s", sql, mysql_error(world.admin));
    return mysql_store_result(world.admin);
}

/* Compares what the database has with the model. */
static void check_database(const char *when)
{
    MYSQL_RES *rows = ask("SELECT account_id, format_version, state FROM playerbot.sessions");
    unsigned stored = 0, wanted = 0;
    MYSQL_ROW row;

    while ((row = mysql_fetch_row(rows)) != NULL) {
        const struct account *account = find((uint32_t)strtoul(row[0], NULL, 10));
        const uint8_t *bytes = NULL;
        uint32_t length = 0;
        uint16_t version = 0;

        CHECK(!row[2] || pb_state_decode((const uint8_t *)row[2], mysql_fetch_lengths(rows)[2], &version,
                                         &bytes, &length) == PB_OK,
              "%s: the stored state of account %u is damaged", when, account->account_id);
        check_value(account, when, version, bytes, length);
        stored += account->value != 0;
    }
    mysql_free_result(rows);
    for (unsigned i = 0; i < world.account_count; i++)
        wanted += world.accounts[i].value != 0;
    CHECK(stored == wanted, "%s: %u states are stored, wanted %u", when, stored, wanted);
}

static int journal_is_empty(void)
{
    struct stat status;

    return stat(world.journal, &status) != 0 || status.st_size == 0;
}

static void on_event(void *user, const struct pb_event *event)
{
    struct account *account = event->account_id ? find(event->account_id) : NULL;

    (void)user;
    if (event->type == PB_EVENT_LEASED) {
        CHECK(!account->is_held, "account %u was leased twice", account->account_id);
        CHECK(event->fence > account->fence, "the fence of account %u went from %llu to %llu",
              account->account_id, (unsigned long long)account->fence, (unsigned long long)event->fence);
        account->fence = event->fence;
        account->is_held = 1;
    } else if (event->type == PB_EVENT_RELEASED) {
        account->is_held = account->is_leaving = 0;
        world.releases++;
    } else if (event->type == PB_EVENT_LOST || event->type == PB_EVENT_STOPPED) {
        for (unsigned i = 0; i < world.account_count; i++)
            world.accounts[i].is_held = world.accounts[i].is_leaving = 0;
        world.losses += event->type == PB_EVENT_LOST;
    } else {
        CHECK(event->type != PB_EVENT_ABORT, "the database refused the start: %s", event->text);
    }
}

static void drop_log(void *user, int level, const char *component, uint32_t account_id, const char *message)
{
    (void)user;
    if (getenv("MODEL_LOG"))
        fprintf(stderr, "%d %s %u: %s\n", level, component, account_id, message);
}

static void open_life(void)
{
    static const struct pb_host host = {.size = sizeof host, .write_log = drop_log, .on_event = on_event};
    struct pb_options options = {.size = sizeof options,
                                 .config_path = world.config,
                                 .mode = PB_MODE_AGENT,
                                 .host = &host,
                                 .bots = 120};
    char errors[4096];
    int error = pb_open(&options, &world.handle, errors, sizeof errors);

    CHECK(error == PB_OK, "open: %s", errors);
}

static void set_away(int is_away)
{
    if (is_away == world.is_away)
        return;
    CHECK(rename(is_away ? world.socket : world.away, is_away ? world.away : world.socket) == 0,
          "the socket cannot be moved");
    world.is_away = is_away;
    world.outages += is_away != 0;
}

/* Cuts the agent's connections: all of them, or one in the middle of whatever it does. */
static void cut(int all)
{
    MYSQL_RES *rows = ask("SELECT id FROM information_schema.processlist WHERE user = 'bot' ORDER BY RAND()");
    MYSQL_ROW row;
    char sql[64];

    while ((row = mysql_fetch_row(rows)) != NULL) {
        snprintf(sql, sizeof sql, "KILL CONNECTION %s", row[0]);
        /* It may have gone by itself. */
        world.kills += mysql_query(world.admin, sql) == 0;
        if (!all)
            break;
    }
    mysql_free_result(rows);
}

static void on_opened(void *user, int error, uint32_t account_id)
{
    struct account *account = find(account_id);
    uint16_t version;
    const void *bytes;
    uint32_t size;

    (void)user;
    account->is_opening = 0;
    CHECK(error == PB_OK || error == PB_E_no_session || error == PB_E_no_database || error == PB_E_timeout ||
              error == PB_E_stopped,
          "opening account %u: %s", account_id, pb_error_name(error));
    if (error)
        return;
    world.loads++;
    CHECK(pb_get_session_state(world.handle, account_id, &version, &bytes, &size) == PB_OK,
          "an open session has no state");
    check_value(account, "opened", version, bytes, size);
}

/* What every value was when a flush was asked for. */
struct flush {
    uint32_t values[MAX_ACCOUNTS];
    unsigned count;
};

static void on_flushed(void *user, int error, const char *message)
{
    struct flush *flush = user;
    int is_same = flush->count == world.account_count;

    world.flushes_out--;
    for (unsigned i = 0; i < flush->count; i++)
        is_same &= flush->values[i] == world.accounts[i].value;
    free(flush);
    CHECK(error == PB_OK || error == PB_E_agent_fenced || error == PB_E_stopped, "flush: %s", message);
    world.flushes += error == PB_OK;
    if (error == PB_OK && is_same && journal_is_empty())
        check_database("flushed");
    world.journalled += error == PB_OK && !journal_is_empty();
}

static void start_flush(void)
{
    struct flush *flush = calloc(1, sizeof *flush);

    CHECK(flush, "no memory");
    flush->count = world.account_count;
    for (unsigned i = 0; i < world.account_count; i++)
        flush->values[i] = world.accounts[i].value;
    CHECK(pb_flush(world.handle, on_flushed, flush) == PB_OK, "flush was refused");
    world.flushes_out++;
}

static void set_state(struct account *account)
{
    static uint8_t bytes[MAX_VALUE];
    uint32_t value = ++world.last_value, size = bytes_of(value, bytes);
    int error = pb_set_session_state(world.handle, account->account_id, version_of(value), bytes, size);

    CHECK(error == PB_OK || error == PB_E_not_ready || error == PB_E_agent_fenced, "setting account %u: %s",
          account->account_id, pb_error_name(error));
    if (error)
        return;
    account->value = value;
    world.sets++;
}

static void get_state(struct account *account)
{
    uint16_t version;
    const void *bytes;
    uint32_t size;
    int error = pb_get_session_state(world.handle, account->account_id, &version, &bytes, &size);

    CHECK(error == PB_OK || error == PB_E_not_ready, "account %u: %s", account->account_id,
          pb_error_name(error));
    if (!error)
        check_value(account, "in memory", version, bytes, size);
}

/* A reload that changes how soon sessions sleep. */
static void reload(void)
{
    FILE *file = fopen(world.config, "r+");
    char text[8192];
    char *idle;
    size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;

    text[length] = '\0';
    CHECK((idle = strstr(text, "IdleTime = ")) != NULL, "the configuration has no IdleTime");
    idle[11] = (char)('1' + below(3));
    rewind(file);
    CHECK(fwrite(text, 1, length, file) == length && fclose(file) == 0,
          "the configuration cannot be written");
    (void)!pb_reload(world.handle);
}

/* Another process takes the agent's name: its leases are gone at once. The database may refuse it for a
 * deadlock with the agent, which is to be tried again. */
static void take_name(void)
{
    static const char sql[] = "CALL playerbot.register_agent('model', 'elsewhere', '1')";

    world.taken++;
    while (mysql_query(world.admin, sql) != 0)
        CHECK(mysql_errno(world.admin) == ER_LOCK_DEADLOCK ||
                  mysql_errno(world.admin) == ER_LOCK_WAIT_TIMEOUT,
              "%s: %s", sql, mysql_error(world.admin));
    mysql_free_result(mysql_store_result(world.admin));
    while (mysql_next_result(world.admin) == 0)
        mysql_free_result(mysql_store_result(world.admin));
}

static void open_session(struct account *account)
{
    if (account->is_opening)
        return;
    account->is_opening = 1;
    CHECK(pb_open_session(world.handle, account->account_id, on_opened, NULL) == PB_OK,
          "opening account %u was refused", account->account_id);
}

static void work_on(struct account *account, uint32_t choice)
{
    if (choice < 45) {
        set_state(account);
    } else if (choice < 50) {
        get_state(account);
    } else if (choice < 80) {
        open_session(account);
    } else if (choice < 86) {
        CHECK(pb_hibernate_session(world.handle, account->account_id) == PB_OK, "account %u cannot sleep",
              account->account_id);
        world.hibernations++;
    } else if (choice < 87) {
        account->is_leaving = pb_release_account(world.handle, account->account_id, NULL, NULL) == PB_OK;
    }
}

/* Sessions and held accounts are the same, and no more than the host asked for. */
static void check_sessions(void)
{
    const struct pb_agent_state *agent = pb_agent_state(world.handle->agent);
    struct pb_session_view view;
    size_t at = 0, seen = 0, held = 0;

    while (pb_next_session(world.handle, &at, &view)) {
        CHECK(find(view.account_id)->is_held && find(view.account_id)->fence == view.fence,
              "a session for account %u, which is not held", view.account_id);
        seen += !find(view.account_id)->is_leaving;
    }
    for (unsigned i = 0; i < world.account_count; i++)
        held += world.accounts[i].is_held && !world.accounts[i].is_leaving;
    CHECK(seen == held, "%zu sessions for %zu held accounts", seen, held);
    CHECK(agent->leases <= agent->wanted, "%u leases, though %u are wanted", agent->leases, agent->wanted);
}

/* The server cannot be reached any more, while bots act and fall asleep. */
static void lose_server(void)
{
    if (world.is_away)
        return;
    set_away(1);
    cut(1);
    world.back_ms = pb_clock_ms() + below(MAX_AWAY_MS);
    for (unsigned i = 0; i < world.account_count; i++) {
        struct account *account = &world.accounts[i];

        if (!account->is_held || account->is_leaving || below(2))
            continue;
        set_state(account);
        CHECK(pb_hibernate_session(world.handle, account->account_id) == PB_OK, "no sleep");
    }
}

/* It is back: all at once want what they had, some want to leave. */
static void find_server(void)
{
    set_away(0);
    for (unsigned i = 0; i < world.account_count; i++) {
        struct account *account = &world.accounts[i];

        if (!account->is_held || account->is_leaving)
            continue;
        if (below(10))
            open_session(account);
        else
            account->is_leaving = pb_release_account(world.handle, account->account_id, NULL, NULL) == PB_OK;
    }
}

static void step(void)
{
    struct account *account = any_held();
    uint32_t choice = below(1000);

    if (world.is_away && pb_clock_ms() >= world.back_ms)
        find_server();

    /* While nobody is held steps are quick and do nothing: as many disturbances in each would keep the agent
     * from ever coming back. */
    if (!account && choice >= 915 && below(200))
        choice = 0;
    if (choice < 900) {
        if (account)
            work_on(account, below(100));
    } else if (choice < 915) {
        (void)!pb_acquire_account(world.handle, NULL, NULL);
    } else if (choice < 930 && world.flushes_out < 4) {
        start_flush();
    } else if (choice < 933) {
        reload();
    } else if (choice < 955) {
        cut(0);
    } else if (choice < 958) {
        lose_server();
    } else if (choice < 962 && account && !world.is_away && world.taken < MAX_TAKEN) {
        take_name();
    }
    if (below(4) == 0)
        pb_wait(world.handle, 3);
    else
        pb_update(world.handle, 1);
    check_sessions();
}

/* Ends a life; with `is_away` the server cannot be reached, with `is_abrupt` the host does not wait for the
 * end of the stop: then changes are in the journal for the next one. */
static void end_life(int is_away, int is_abrupt)
{
    int64_t until_ms = pb_clock_ms() + LIFE_END_S * 1000;

    if (is_away)
        lose_server();
    else
        set_away(0);
    if (!is_abrupt || below(2))
        pb_stop(world.handle);
    while (!is_abrupt && !pb_is_stopped(world.handle)) {
        pb_wait(world.handle, 20);
        CHECK(pb_clock_ms() < until_ms, "no end within %d s", LIFE_END_S);
    }
    pb_close(world.handle);
    world.abrupt += is_abrupt != 0;
    world.handle = NULL;
    for (unsigned i = 0; i < world.account_count; i++)
        world.accounts[i].is_opening = world.accounts[i].is_held = world.accounts[i].is_leaving = 0;
    set_away(0);
    if (journal_is_empty())
        check_database("stopped");
    else
        world.journalled++;
}

int main(int argc, char **argv)
{
    unsigned long lives = argc == 6 ? strtoul(argv[4], NULL, 10) : 0;
    unsigned long sets = lives ? strtoul(argv[5], NULL, 10) : 0;
    uint64_t seen;
    int64_t until_ms = 0;

    if (!lives || !sets) {
        fprintf(stderr, "usage: session_model CONFIG SOCKET JOURNAL LIVES SETS\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    world.config = argv[1];
    world.socket = argv[2];
    world.journal = argv[3];
    snprintf(world.away, sizeof world.away, "%s.away", argv[2]);
    world.seed = pb_seed("session model");
    world.admin = mysql_init(NULL);
    CHECK(world.admin && mysql_real_connect(world.admin, NULL, "root", NULL, NULL, 0, world.socket, 0),
          "no connection as root");
    for (unsigned long life = 0; life < lives; life++) {
        open_life();
        seen = UINT64_MAX;
        world.taken = 0;
        for (uint64_t end = world.sets + sets; world.sets < end;) {
            step();
            if (world.sets != seen)
                until_ms = pb_clock_ms() + STALL_S * 1000;
            seen = world.sets;
            CHECK(pb_clock_ms() < until_ms, "after %llu states none could be set for %d s",
                  (unsigned long long)world.sets, STALL_S);
        }
        /* The last one leaves nothing to a next one. */
        end_life(life + 1 < lives && (life == 0 || below(2)),
                 life + 1 < lives && life > 0 && (life == 1 || below(2)));
    }
    mysql_close(world.admin);
    printf("# %llu sets, %llu loads, %llu comparisons, %llu hibernations, %llu releases, %llu flushes\n"
           "# %llu connections killed, %llu outages, %llu registrations lost, journal in use %llu times, "
           "%llu ends without a stop\n",
           (unsigned long long)world.sets, (unsigned long long)world.loads, (unsigned long long)world.checks,
           (unsigned long long)world.hibernations, (unsigned long long)world.releases,
           (unsigned long long)world.flushes, (unsigned long long)world.kills,
           (unsigned long long)world.outages, (unsigned long long)world.losses,
           (unsigned long long)world.journalled, (unsigned long long)world.abrupt);
    CHECK(world.loads > 50 && world.kills > 0 && world.journalled > 0, "too little happened");
    return 0;
}
