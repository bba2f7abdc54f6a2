#include "base/log.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* Standard error of one call, as text. */
static void capture(const struct pb_log *log, enum pb_log_level level, const char *text, char *out,
                    size_t size)
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    size_t length;

    assert_non_null(file);
    dup2(fileno(file), STDERR_FILENO);
    pb_log_write(log, level, "%s", text);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    length = fread(out, 1, size - 1, file);
    out[length] = '\0';
    fclose(file);
}

static void lines_have_time_level_and_text(void **state)
{
    const struct pb_log log = {.level = PB_INFO};
    char line[256];

    (void)state;
    capture(&log, PB_WARN, "pool is low", line, sizeof line);
    assert_int_equal(line[10], 'T');
    assert_string_equal(line + 24, " WARN  pool is low\n");
}

static void lower_levels_are_dropped(void **state)
{
    const struct pb_log log = {.level = PB_INFO};
    char line[256];

    (void)state;
    capture(&log, PB_DEBUG, "detail", line, sizeof line);
    assert_string_equal(line, "");
}

static void long_lines_are_cut(void **state)
{
    const struct pb_log log = {.level = PB_INFO};
    char text[5000], line[6000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    capture(&log, PB_INFO, text, line, sizeof line);
    assert_true(strlen(line) < PB_LOG_LINE);
    assert_int_equal(line[strlen(line) - 1], '\n');
}

static void a_screen_takes_the_last_lines(void **state)
{
    static struct pb_log_screen screen;
    const struct pb_log log = {.level = PB_INFO, .screen = &screen};
    char line[256];

    (void)state;
    capture(&log, PB_INFO, "first", line, sizeof line);
    assert_string_equal(line, "");
    for (int i = 2; i <= PB_LOG_KEPT + 2; i++)
        pb_log_write(&log, PB_ERROR, "line %d", i);
    assert_int_equal(screen.count, PB_LOG_KEPT + 2);
    snprintf(line, sizeof line, " ERROR line %d", PB_LOG_KEPT + 2);
    assert_string_equal(screen.lines[(screen.count - 1) % PB_LOG_KEPT] + 24, line);
    assert_string_equal(screen.lines[screen.count % PB_LOG_KEPT] + 24, " ERROR line 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_time_level_and_text),
        cmocka_unit_test(lower_levels_are_dropped),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(a_screen_takes_the_last_lines),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
