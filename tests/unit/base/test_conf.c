#include "base/conf.h"
#include "base/error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static struct pb_conf conf;

/* Reads a text as a file; the errors go to `errors`. */
static int read_text(const char *text, char *errors, size_t size)
{
    char path[] = "/tmp/pb_conf_XXXXXX";
    int descriptor = mkstemp(path), result;
    FILE *sink = fmemopen(errors, size, "w");

    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    memset(errors, 0, size);
    result = pb_conf_read(&conf, path, sink);
    fclose(sink);
    unlink(path);
    return result;
}

/* A file with these lines is refused, and this is said. */
static void assert_refused(const char *text, const char *wanted)
{
    char errors[4096];

    assert_int_equal(read_text(text, errors, sizeof errors), PB_E_bad_config);
    if (!strstr(errors, wanted))
        fail_msg("seen: %s, wanted: %s", errors, wanted);
}

static void assert_good(const char *text)
{
    char errors[4096];

    if (read_text(text, errors, sizeof errors) != PB_OK)
        fail_msg("refused: %s", errors);
}

static void defaults(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(read_text("", errors, sizeof errors), PB_OK);
    for (int key = 0; key < PB_CONF_COUNT; key++) {
        assert_false(pb_conf_is_written(&conf, (enum pb_conf_key)key));
        assert_ptr_equal(strstr(pb_conf_name((enum pb_conf_key)key), "Playerbot."),
                         pb_conf_name((enum pb_conf_key)key));
    }
    assert_int_equal(conf.number[PB_CONF_MAX_BOTS_TOTAL], 500);
    assert_int_equal(conf.line[PB_CONF_MAX_BOTS_TOTAL], 0);
    assert_string_equal(conf.text[PB_CONF_EMAIL_DOMAIN], "playerbot.local");
    assert_string_equal(pb_conf_limit_policy(&conf), "abort");
}

static void values(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(
        read_text(
            "[worldserver]\n# comment\n  playerbot.maxbotstotal=15 \nPlayerbot.EmailDomain = \"x.org\"\n"
            "Playerbot.StrictCharacterLimit = 0\nPlayerbot.AutoFixCharacterLimit = 1\n",
            errors, sizeof errors),
        PB_OK);
    assert_int_equal(conf.number[PB_CONF_MAX_BOTS_TOTAL], 15);
    assert_int_equal(conf.line[PB_CONF_MAX_BOTS_TOTAL], 3);
    assert_string_equal(conf.text[PB_CONF_EMAIL_DOMAIN], "x.org");
    assert_string_equal(pb_conf_limit_policy(&conf), "fix");
    assert_int_equal(read_text("Playerbot.StrictCharacterLimit = 0\n", errors, sizeof errors), PB_OK);
    assert_string_equal(pb_conf_limit_policy(&conf), "report");
}

static void every_error_at_once(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(
        read_text(
            "Playerbot.MaxBotsTotal = many\nPlayerbot.Nothing = 1\nno equals sign\n"
            "Playerbot.PoolSize = -1\nPlayerbot.LeaseTtl = 99999\nPlayerbot.Log.Level = LOUD\n"
            "Playerbot.MaxAccounts = 5\nPlayerbot.MaxAccounts = 6\nPlayerbot.MaxCharactersPerAccount = 11\n",
            errors, sizeof errors),
        PB_E_bad_config);
    assert_non_null(
        strstr(errors, ":1: Playerbot.MaxBotsTotal is 'many', wanted: a whole number from 0 to 1000000"));
    assert_non_null(strstr(errors, ":2: the key is 'Playerbot.Nothing'"));
    assert_non_null(strstr(errors, ":3: the line is 'no equals sign'"));
    assert_non_null(strstr(errors, ":4: Playerbot.PoolSize is '-1'"));
    assert_non_null(strstr(errors, ":5: Playerbot.LeaseTtl is '99999'"));
    assert_non_null(strstr(errors, ":6: Playerbot.Log.Level is 'LOUD'"));
    assert_non_null(strstr(errors, ":8: Playerbot.MaxAccounts is 'written twice'"));
    assert_non_null(
        strstr(errors, ":9: Playerbot.MaxCharactersPerAccount is '11', wanted: a whole number from 1 to 10"));
}

static void contradictions(void **state)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"Playerbot.AutoFixCharacterLimit = 1\n",
         ":1: Playerbot.AutoFixCharacterLimit is '1', wanted: 0, or Playerbot.StrictCharacterLimit = 0"},
        /* The line is that of what is written. */
        {"Playerbot.Preset = none\nPlayerbot.LeaseTtl = 29\n",
         ":2: Playerbot.HeartbeatInterval (not written) is '15', wanted: at most half of Playerbot.LeaseTtl"},
        {"Playerbot.LeaseTtl = 59\nPlayerbot.HeartbeatInterval = 30\n",
         ":2: Playerbot.HeartbeatInterval is '30', wanted: at most half of Playerbot.LeaseTtl"},
        {"Playerbot.HeartbeatInterval = 1\nPlayerbot.Preset = small\nPlayerbot.Database.ConnectionsMin = 3\n",
         ":3: Playerbot.Database.ConnectionsMin is '3', wanted: no more than "
         "Playerbot.Database.ConnectionsMax"},
        {"Playerbot.Database.Host = a\nPlayerbot.Database.Socket = /s\n",
         ":2: Playerbot.Database.Socket is '/s', wanted: nothing, or Playerbot.Database.Host without"},
        {"Playerbot.Database.Tls = verify\n", "Playerbot.Database.TlsCa too"},
        {"Playerbot.Database.TlsKey = /dev/null\n",
         ":1: Playerbot.Database.TlsCert (not written) is '', wanted: both or none of "
         "Playerbot.Database.TlsCert"},
        {"Playerbot.Database.TlsCert = /dev/null\n",
         ":1: Playerbot.Database.TlsCert is '/dev/null', wanted: both or none"},
        {"Playerbot.AccountsToCreate = 5001\n", "no more than Playerbot.MaxAccounts"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, cases[i].wanted);
    assert_good(
        "Playerbot.LeaseTtl = 30\nPlayerbot.AccountsToCreate = 5000\nPlayerbot.Database.Tls = verify\n"
        "Playerbot.Database.TlsCa = /dev/null\nPlayerbot.Database.TlsCert = /dev/null\n"
        "Playerbot.Database.TlsKey = /dev/null\nPlayerbot.Database.ConnectionsMin = 4\n");
}

static void keep_warning(void *user, const char *text)
{
    snprintf(user, 256, "%s", text);
}

static void more_bots_than_the_realm_wants(void **state)
{
    char text[256] = "";

    (void)state;
    assert_good("Playerbot.Agent.Bots = 11\nPlayerbot.MaxBotsTotal = 10\n");
    assert_int_equal(pb_conf_warn(&conf, keep_warning, text), 1);
    assert_string_equal(text, "Playerbot.Agent.Bots is '11', above Playerbot.MaxBotsTotal = 10: accounts are "
                              "planned for fewer bots than this agent wants");
    text[0] = '\0';
    assert_good("Playerbot.Agent.Bots = 10\nPlayerbot.MaxBotsTotal = 10\n");
    assert_int_equal(pb_conf_warn(&conf, keep_warning, text), 0);
    /* The database may want more than the default. */
    assert_good("Playerbot.Agent.Bots = 501\n");
    assert_int_equal(pb_conf_warn(&conf, keep_warning, text), 0);
    assert_string_equal(text, "");
}

/* Each limit of each number, and what is one beyond it. */
static void limits_of_numbers(void **state)
{
    static const struct {
        const char *name;
        long long minimum, maximum;
        int is_number;
    } keys[PB_CONF_COUNT] = {
#define INTEGER 1
#define BOOLEAN 1
#define TEXT 0
#define FILE_NAME 0
#define HOSTS 0
#define TLS 0
#define PRESET 0
#define LEVEL 0
#define LEVELS 0
#define FORMAT 0
#define STRATEGY 0
#define AUCTION 0
#define LOOT 0
#define X(key, name, kind, text, minimum, maximum, setting, reload) {name, minimum, maximum, kind},
        PB_CONF_KEYS(X)
#undef X
    };
    const long long steps[] = {-1, 0, 1};
    char text[128], seen[64], errors[4096];

    (void)state;
    for (int key = 0; key < PB_CONF_COUNT; key++) {
        for (int i = 0; keys[key].is_number && i < 6; i++) {
            long long value = (i < 3 ? keys[key].minimum : keys[key].maximum) + steps[i % 3];
            int is_within = value >= keys[key].minimum && value <= keys[key].maximum;

            snprintf(text, sizeof text, "Playerbot.%s = %lld\n", keys[key].name, value);
            snprintf(seen, sizeof seen, "Playerbot.%s is '%lld', wanted: a whole", keys[key].name, value);
            /* One that is within may contradict another key, but its number is right. */
            (void)!read_text(text, errors, sizeof errors);
            assert_int_equal(strstr(errors, seen) == NULL, is_within);
            if (is_within)
                assert_int_equal(conf.number[key], value);
        }
    }
}

static void words(void **state)
{
    (void)state;
    assert_refused("Playerbot.Log.Format = xml\n", "wanted: auto, text, json or journal");
    assert_refused("Playerbot.Log.Levels = INFO databse=DEBUG\n", "'databse=DEBUG' names no component");
    assert_refused("Playerbot.Database.Tls = yes\n", "wanted: off, preferred, required or verify");
    assert_refused("Playerbot.Preset = big\n", "wanted: none, small, medium or large");
    assert_refused("Playerbot.Quest.Strategy = best\n", "wanted: optimal or group");
    assert_refused("Playerbot.Loot.Policy = some\n", "wanted: need, greed or all");
    assert_refused("Playerbot.Auction.Limits = bot=101\n", "wanted: bot=0 to bot=100");
    assert_refused("Playerbot.Auction.Limits = bot=10 house=x\n", "wanted: house=0 to house=20000");
    assert_refused("Playerbot.Auction.Limits = item\n", "wanted: item=0 to item=200");
    assert_refused("Playerbot.Auction.Limits = scan=59\n", "wanted: scan=60 to scan=86400");
    assert_refused("Playerbot.Auction.Limits = strategy=greedy\n", "strategy=market or strategy=modest");
    assert_refused("Playerbot.Auction.Limits = bots=10\n", "of bot, house, item, scan, strategy");
    assert_good("Playerbot.Auction.Limits = strategy=modest  bot=0\tscan=86400\n");
    assert_good("Playerbot.Auction.Limits =\n");
    assert_refused("Playerbot.PoolSize = 1e3\n", "is '1e3', wanted: a whole number");
    assert_refused("Playerbot.PoolSize = 99999999999999999999\n", "wanted: a whole number");
    assert_refused("Playerbot.PoolSize = +5\n", "wanted: a whole number");
    assert_refused("Playerbot.PoolSize =\n", "is '', wanted: a whole number");
    assert_refused("Playerbot.Agent.Name =\n", "wanted: 1 to 64 characters");
    assert_good("Playerbot.Log.Format = JSON\nPlayerbot.Log.Levels = INFO database=DEBUG\n"
                "Playerbot.Database.Tls = Required\n");
    assert_int_equal(conf.number[PB_CONF_DATABASE_TLS], 2);
    assert_int_equal(conf.number[PB_CONF_LOG_FORMAT], 2);
}

static void unknown_keys_get_a_proposal(void **state)
{
    char errors[4096];

    (void)state;
    assert_refused(
        "Playerbot.MaxBotTotal = 5\n",
        ":1: the key is 'Playerbot.MaxBotTotal', wanted: a key of playerbot.conf.dist; did you mean "
        "Playerbot.MaxBotsTotal?\n");
    assert_refused("playerbot.database.usr = x\n", "did you mean Playerbot.Database.User?");
    assert_int_equal(read_text("Rate.XP.Kill = 1\n", errors, sizeof errors), PB_E_bad_config);
    assert_null(strstr(errors, "did you mean"));
}

static void presets_fill_what_nobody_wrote(void **state)
{
    (void)state;
    assert_good("Playerbot.Preset = Small\n");
    assert_int_equal(conf.number[PB_CONF_MAX_BOTS_TOTAL], 50);
    assert_int_equal(conf.number[PB_CONF_POOL_SIZE], 10);
    assert_false(pb_conf_is_written(&conf, PB_CONF_POOL_SIZE));
    assert_good("Playerbot.Preset = large\nPlayerbot.PoolSize = 7\n");
    assert_int_equal(conf.number[PB_CONF_MAX_BOTS_TOTAL], 5000);
    assert_int_equal(conf.number[PB_CONF_POOL_SIZE], 7);
    assert_true(pb_conf_is_written(&conf, PB_CONF_POOL_SIZE));
    /* Each value of each preset is one that its key takes; those of none are the defaults. */
    for (int preset = 0; preset < 4; preset++) {
        static const char *const names[] = {"none", "small", "medium", "large"};
        char line[64];

        snprintf(line, sizeof line, "Playerbot.Preset = %s\n", names[preset]);
        assert_good(line);
        assert_int_equal(conf.number[PB_CONF_PRESET], preset);
#define X(key, small, medium, large)                                                                         \
    assert_string_equal(conf.text[PB_CONF_##key], preset == 1 ? small : preset == 3 ? large : medium);
        PB_CONF_PRESETS(X)
#undef X
    }
    /* The environment wins too. */
    setenv("PLAYERBOT_POOL_SIZE", "8", 1);
    assert_good("Playerbot.Preset = large\n");
    unsetenv("PLAYERBOT_POOL_SIZE");
    assert_int_equal(conf.number[PB_CONF_POOL_SIZE], 8);
    assert_true(pb_conf_is_live(PB_CONF_PRESET));
    /* Contradictions are judged with the preset's values. */
    assert_refused("Playerbot.Preset = small\nPlayerbot.Database.ConnectionsMin = 3\n",
                   "no more than Playerbot.Database.ConnectionsMax");
}

static void hosts(void **state)
{
    static const char *const bad[] = {"a:0",
                                      "a:65536",
                                      "a:x",
                                      "a:",
                                      "::1",
                                      "[::1",
                                      "[::1]x",
                                      "[]",
                                      "a,,b",
                                      "a b",
                                      "a=b",
                                      ",",
                                      "a,",
                                      "a ,",
                                      "[::1]:x",
                                      ":3306",
                                      "a:3306:1",
                                      "a:+3306",
                                      "a,b,c,d,e,f,g,h,i"};
    struct pb_conf_host list[PB_CONF_HOSTS];
    char text[128];

    (void)state;
    assert_good("Playerbot.Database.Port = 4000\n"
                "Playerbot.Database.Host = db1:3307 , db2,[fe80::1]:3308, [::1],/run/mysqld/mysqld.sock\n");
    assert_int_equal(pb_conf_hosts(&conf, list), 5);
    assert_string_equal(list[0].host, "db1");
    assert_int_equal(list[0].port, 3307);
    assert_string_equal(list[1].host, "db2");
    assert_int_equal(list[1].port, 4000);
    assert_string_equal(list[2].host, "fe80::1");
    assert_int_equal(list[2].port, 3308);
    assert_string_equal(list[3].host, "::1");
    assert_int_equal(list[3].port, 4000);
    assert_string_equal(list[4].socket, "/run/mysqld/mysqld.sock");
    assert_int_equal(list[4].port, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, "Playerbot.Database.Host = %s\n", bad[i]);
        assert_refused(text, "wanted: up to 8 of name");
    }
    assert_good("Playerbot.Database.Host = a,b,c,d,e,f,g,h\n");
    assert_int_equal(pb_conf_hosts(&conf, list), 8);
    assert_good("Playerbot.Database.Socket = /tmp/x.sock\n");
    assert_int_equal(pb_conf_hosts(&conf, list), 1);
    assert_string_equal(list[0].socket, "/tmp/x.sock");
    assert_good("");
    assert_int_equal(pb_conf_hosts(&conf, list), 1);
    assert_string_equal(list[0].host, "");
    assert_string_equal(list[0].socket, "");
}

static void settings_and_reload(void **state)
{
    (void)state;
    assert_string_equal(pb_conf_name(PB_CONF_POOL_SIZE), "Playerbot.PoolSize");
    assert_string_equal(pb_conf_setting(PB_CONF_POOL_SIZE), "pool_target");
    assert_string_equal(pb_conf_setting(PB_CONF_AGENT_NAME), "");
    assert_true(pb_conf_is_live(PB_CONF_LEASE_TTL));
    assert_false(pb_conf_is_live(PB_CONF_AGENT_NAME));
}

struct differences {
    unsigned count;
    enum pb_conf_key keys[4];
};

static void note_difference(void *user, enum pb_conf_key key)
{
    struct differences *differences = user;

    assert_in_range(differences->count, 0, 3);
    differences->keys[differences->count++] = key;
}

static void comparisons(void **state)
{
    static struct pb_conf old;
    struct differences differences = {0};

    (void)state;
    assert_good("Playerbot.PoolSize = 5\n");
    old = conf;
    assert_good("Playerbot.PoolSize = 5\nPlayerbot.Agent.Name = other\nPlayerbot.LeaseTtl = 61\n");
    assert_int_equal(pb_conf_compare(&old, &conf, note_difference, &differences), 2);
    assert_int_equal(differences.count, 2);
    assert_int_equal(differences.keys[0], PB_CONF_AGENT_NAME);
    assert_int_equal(differences.keys[1], PB_CONF_LEASE_TTL);
    assert_int_equal(pb_conf_compare(&conf, &conf, note_difference, &differences), 0);
}

static void texts_of_any_bytes(void **state)
{
    static const char zero[] = "Playerbot.PoolSize = 5\0\nPlayerbot.PoolSize = 6";
    char errors[4096] = "";
    FILE *sink = fmemopen(errors, sizeof errors, "w");

    (void)state;
    assert_int_equal(pb_conf_read_text(&conf, "name", zero, sizeof zero - 1, sink), PB_E_bad_config);
    fclose(sink);
    assert_string_equal(errors, "name:1: the line is 'not text', wanted: no zero bytes\n");
    assert_int_equal(conf.number[PB_CONF_POOL_SIZE], 6);
    assert_good("Playerbot.PoolSize = 8\r\n\r\n   # comment\r\n");
    assert_int_equal(conf.number[PB_CONF_POOL_SIZE], 8);
    assert_good("Playerbot.Agent.Name = \" a = b # c \"");
    assert_string_equal(conf.text[PB_CONF_AGENT_NAME], " a = b # c ");
}

/* As long as may be, and one beyond. */
static void long_values(void **state)
{
    char text[2200];

    (void)state;
    snprintf(text, sizeof text, "Playerbot.Agent.Name = %0*d\n", 64, 0);
    assert_good(text);
    snprintf(text, sizeof text, "Playerbot.Agent.Name = %0*d\n", 65, 0);
    assert_refused(text, "wanted: 1 to 64 characters");
    snprintf(text, sizeof text, "Playerbot.Database.Host = h%0*d\n", 254, 0);
    assert_good(text);
    snprintf(text, sizeof text, "Playerbot.Database.Host = h%0*d\n", 255, 0);
    assert_refused(text, "wanted: up to 8 of name");
    snprintf(text, sizeof text, "Playerbot.Database.Host = /%0*d\n", 107, 0);
    assert_refused(text, "wanted: up to 8 of name");
    /* Good words, but too many. */
    snprintf(text, sizeof text, "Playerbot.Log.Levels = INFO");
    while (strlen(text) < 1030)
        snprintf(text + strlen(text), sizeof text - strlen(text), " INFO");
    assert_refused(text, "INFO', wanted: at most 1000 characters");
    snprintf(text, sizeof text, "#%0*d\n", 2046, 0);
    assert_good(text);
    snprintf(text, sizeof text, "#%0*d\n", 2047, 0);
    assert_refused(text, ":1: the line is 'too long'");
}

static void environment(void **state)
{
    char errors[4096];

    (void)state;
    setenv("PLAYERBOT_MAX_BOTS_TOTAL", "77", 1);
    setenv("PLAYERBOT_LOG_LEVEL", "DEBUG", 1);
    assert_int_equal(read_text("Playerbot.MaxBotsTotal = 15\n", errors, sizeof errors), PB_OK);
    assert_int_equal(conf.number[PB_CONF_MAX_BOTS_TOTAL], 77);
    assert_int_equal(conf.line[PB_CONF_MAX_BOTS_TOTAL], -1);
    assert_true(pb_conf_is_written(&conf, PB_CONF_MAX_BOTS_TOTAL));
    setenv("PLAYERBOT_DATABASE_HOST", "db9:5000", 1);
    assert_good("");
    assert_string_equal(conf.text[PB_CONF_DATABASE_HOST], "db9:5000");
    unsetenv("PLAYERBOT_DATABASE_HOST");
    setenv("PLAYERBOT_MAX_BOTS_TOTAL", "x", 1);
    assert_int_equal(read_text("", errors, sizeof errors), PB_E_bad_config);
    assert_non_null(strstr(errors, "environment: Playerbot.MaxBotsTotal is 'x'"));
    unsetenv("PLAYERBOT_MAX_BOTS_TOTAL");
    unsetenv("PLAYERBOT_LOG_LEVEL");
}

static void long_lines_and_missing_file(void **state)
{
    static char text[6000];
    char errors[8192];

    (void)state;
    memset(text, 'x', sizeof text - 2);
    text[sizeof text - 2] = '\n';
    assert_int_equal(read_text(text, errors, sizeof errors), PB_E_bad_config);
    assert_non_null(strstr(errors, ":1: the line is 'too long'"));
    assert_int_equal(pb_conf_read(&conf, "/nonexistent/playerbot.conf", stderr), PB_E_io);
}

static void unreadable_files(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(
        read_text("Playerbot.Database.OptionFile = /nonexistent/my.cnf\n", errors, sizeof errors),
        PB_E_bad_config);
    assert_non_null(strstr(errors, ":1: Playerbot.Database.OptionFile is '/nonexistent/my.cnf', wanted: a "
                                   "file that this user can read"));
    assert_int_equal(read_text("Playerbot.Database.OptionFile = /dev/null\n", errors, sizeof errors), PB_OK);
    assert_refused("Playerbot.Database.OptionFile = /tmp\n",
                   ":1: Playerbot.Database.OptionFile is '/tmp', wanted: a file that this user can read");
    assert_int_equal(pb_conf_read(&conf, "/tmp", stderr), PB_E_io);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(values),
        cmocka_unit_test(every_error_at_once),
        cmocka_unit_test(contradictions),
        cmocka_unit_test(more_bots_than_the_realm_wants),
        cmocka_unit_test(limits_of_numbers),
        cmocka_unit_test(words),
        cmocka_unit_test(unknown_keys_get_a_proposal),
        cmocka_unit_test(presets_fill_what_nobody_wrote),
        cmocka_unit_test(hosts),
        cmocka_unit_test(settings_and_reload),
        cmocka_unit_test(comparisons),
        cmocka_unit_test(texts_of_any_bytes),
        cmocka_unit_test(long_values),
        cmocka_unit_test(environment),
        cmocka_unit_test(long_lines_and_missing_file),
        cmocka_unit_test(unreadable_files),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
