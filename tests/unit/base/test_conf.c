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

static void defaults(void **state)
{
    char errors[4096];

    (void)state;
    assert_int_equal(read_text("", errors, sizeof errors), PB_OK);
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
    char errors[4096];

    (void)state;
    assert_int_equal(read_text("Playerbot.AutoFixCharacterLimit = 1\n", errors, sizeof errors),
                     PB_E_bad_config);
    assert_non_null(strstr(errors, "Playerbot.AutoFixCharacterLimit is '1'"));
    assert_int_equal(read_text("Playerbot.LeaseTtl = 10\n", errors, sizeof errors), PB_E_bad_config);
    assert_non_null(strstr(errors, "less than Playerbot.LeaseTtl"));
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
    assert_int_equal(pb_conf_read(&conf, "/tmp", stderr), PB_E_io);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(values),
        cmocka_unit_test(every_error_at_once),
        cmocka_unit_test(contradictions),
        cmocka_unit_test(environment),
        cmocka_unit_test(long_lines_and_missing_file),
        cmocka_unit_test(unreadable_files),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
