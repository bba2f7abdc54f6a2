#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static struct pb_log *new_log(enum pb_log_level level, enum pb_log_format format)
{
    struct pb_log_options options = {.level = level, .format = format};
    struct pb_log *log = NULL;

    assert_int_equal(pb_log_new(&log, &options), PB_OK);
    return log;
}

/* Sends standard error to a file until end_capture. */
static FILE *begin_capture(int *saved)
{
    FILE *file = tmpfile();

    assert_non_null(file);
    *saved = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    return file;
}

static void end_capture(FILE *file, int saved, char *out, size_t size)
{
    size_t length;

    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    length = fread(out, 1, size - 1, file);
    out[length] = '\0';
    fclose(file);
}

/* Standard error of one call, as text. */
static void capture(struct pb_log *log, enum pb_log_level level, uint32_t account_id, const char *text,
                    char *out, size_t size)
{
    int saved;
    FILE *file = begin_capture(&saved);

    pb_log_write(log, PB_LOG_ACCOUNT, level, account_id, "%s", text);
    end_capture(file, saved, out, size);
}

static void lines_have_time_level_component_and_text(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    char line[256];

    (void)state;
    capture(log, PB_WARN, 0, "pool is low", line, sizeof line);
    assert_int_equal(line[10], 'T');
    assert_string_equal(line + 24, " WARN  account: pool is low\n");
    capture(log, PB_ERROR, 7, "full", line, sizeof line);
    assert_string_equal(line + 24, " ERROR account account 7: full\n");
    pb_log_free(log);
}

static void lower_levels_are_dropped(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    char line[256];

    (void)state;
    capture(log, PB_DEBUG, 0, "detail", line, sizeof line);
    assert_string_equal(line, "");
    pb_log_free(log);
}

static void long_lines_are_cut(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    static char text[100000], line[100000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    capture(log, PB_INFO, 0, text, line, sizeof line);
    assert_in_range(strlen(line), 1000, 2000);
    assert_int_equal(line[strlen(line) - 1], '\n');
    assert_null(memchr(line, '\n', strlen(line) - 1));
    pb_log_free(log);
}

/* The longest message, all of it in need of a backslash, is still one whole object. */
static void json_lines_are_whole(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_JSON);
    static char text[5000], line[20000];
    json_t *object;

    (void)state;
    capture(log, PB_WARN, 7, "say \"no\" to C:\\temp", line, sizeof line);
    object = json_loads(line, 0, NULL);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "level")), "WARN");
    assert_string_equal(json_string_value(json_object_get(object, "component")), "account");
    assert_int_equal(json_integer_value(json_object_get(object, "account_id")), 7);
    assert_string_equal(json_string_value(json_object_get(object, "message")), "say \"no\" to C:\\temp");
    json_decref(object);
    memset(text, '"', sizeof text - 1);
    capture(log, PB_WARN, 0, text, line, sizeof line);
    object = json_loads(line, 0, NULL);
    assert_non_null(object);
    assert_null(json_object_get(object, "account_id"));
    assert_in_range(json_string_length(json_object_get(object, "message")), 1000, 2000);
    json_decref(object);
    pb_log_free(log);
}

static void journal_lines_have_a_priority(void **state)
{
    static const struct {
        enum pb_log_level level;
        const char *line;
    } cases[] = {{PB_TRACE, "<7>account: x\n"}, {PB_DEBUG, "<7>account: x\n"}, {PB_INFO, "<6>account: x\n"},
                 {PB_WARN, "<4>account: x\n"},  {PB_ERROR, "<3>account: x\n"}, {PB_FATAL, "<2>account: x\n"}};
    struct pb_log *log = new_log(PB_TRACE, PB_LOG_JOURNAL);
    char line[256];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        capture(log, cases[i].level, 0, "x", line, sizeof line);
        assert_string_equal(line, cases[i].line);
    }
    pb_log_free(log);
}

/* JOURNAL_STREAM names the device and inode of the file that standard error goes to. */
static void the_format_follows_where_it_goes(void **state)
{
    char name[64], line[256];
    struct stat status;
    struct pb_log *log;
    int saved;
    FILE *file = begin_capture(&saved);

    (void)state;
    assert_int_equal(fstat(STDERR_FILENO, &status), 0);
    snprintf(name, sizeof name, "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
    setenv("JOURNAL_STREAM", name, 1);
    log = new_log(PB_INFO, PB_LOG_AUTO);
    pb_log_write(log, PB_LOG_LIMIT, PB_WARN, 0, "journal");
    pb_log_free(log);
    setenv("JOURNAL_STREAM", "1:1", 1);
    log = new_log(PB_INFO, PB_LOG_AUTO);
    pb_log_write(log, PB_LOG_LIMIT, PB_WARN, 0, "text");
    pb_log_free(log);
    unsetenv("JOURNAL_STREAM");
    end_capture(file, saved, line, sizeof line);
    assert_ptr_equal(strstr(line, "<4>limit: journal\n2"), line);
    assert_non_null(strstr(line, "Z WARN  limit: text\n"));
}

/* What others wrote cannot end a line, move a cursor, or be no UTF-8. */
static void harmful_bytes_are_taken_out(void **state)
{
    static const struct {
        const char *text, *line;
    } cases[] = {
        {"a\nb\tc", " INFO  account: a b c\n"},
        {"a\x1b[2Jb\x7f\r", " INFO  account: a?[2Jb??\n"},
        {"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80",
         " INFO  account: gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\n"},
        /* U+009B is another form of ESC [, U+0085 another end of line. */
        {"a\xc2\x9b"
         "2Jb\xc2\x85\xc2\xa0\xc3\x9f",
         " INFO  account: a??2Jb??\xc2\xa0\xc3\x9f\n"},
        {"\xc3", " INFO  account: ?\n"},                                    /* torn */
        {"\xc0\xaf\xe0\x80\x80", " INFO  account: ?????\n"},                /* overlong */
        {"\xed\xa0\x80\xf4\x90\x80\x80\xff", " INFO  account: ????????\n"}, /* surrogate, beyond Unicode */
    };
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    char line[256];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        capture(log, PB_INFO, 0, cases[i].text, line, sizeof line);
        assert_string_equal(line + 24, cases[i].line);
    }
    pb_log_free(log);
}

static void components_have_levels_of_their_own(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    char errors[600], small[20];

    (void)state;
    assert_int_equal(pb_log_set_levels(log, "warn,\tdatabase=TRACE  Session=debug", errors, sizeof errors),
                     PB_OK);
    assert_string_equal(errors, "");
    assert_int_equal(atomic_load(&log->levels[PB_LOG_ACCOUNT]), PB_WARN);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_DATABASE]), PB_TRACE);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_SESSION]), PB_DEBUG);
    /* In any order. */
    assert_int_equal(pb_log_set_levels(log, "database=TRACE session=debug ERROR", errors, sizeof errors),
                     PB_OK);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_ACCOUNT]), PB_ERROR);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_DATABASE]), PB_TRACE);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_SESSION]), PB_DEBUG);
    assert_int_equal(pb_log_set_levels(log, "WARN database=TRACE", NULL, 0), PB_OK);
    /* All or nothing, and every error is named. */
    assert_int_equal(pb_log_set_levels(log, "FATAL databse=TRACE agent=LOUD", errors, sizeof errors),
                     PB_E_bad_argument);
    assert_non_null(strstr(errors, "'databse=TRACE' names no component; wanted: agent, database"));
    assert_non_null(strstr(errors, "'agent=LOUD' is no level; wanted: TRACE"));
    assert_int_equal(atomic_load(&log->levels[PB_LOG_ACCOUNT]), PB_WARN);
    assert_int_equal(atomic_load(&log->levels[PB_LOG_DATABASE]), PB_TRACE);
    assert_int_equal(pb_log_set_levels(log, "agent=LOUD", NULL, 0), PB_E_bad_argument);
    assert_int_equal(pb_log_set_levels(log, "a b c d e f g h", small, sizeof small), PB_E_bad_argument);
    assert_int_equal(strlen(small), sizeof small - 1);
    assert_int_equal(pb_log_set_levels(NULL, "=", errors, sizeof errors), PB_E_bad_argument);
    assert_int_equal(pb_log_set_levels(log, "", errors, sizeof errors), PB_OK);
    pb_log_free(log);
}

static int count_call(int *calls)
{
    return ++*calls;
}

/* PB_LOG of a level that is off does not even look at its arguments. */
static void levels_that_are_off_cost_nothing(void **state)
{
    struct pb_log *log = new_log(PB_WARN, PB_LOG_TEXT);
    int calls = 0, saved;
    FILE *file = begin_capture(&saved);
    char text[256];

    (void)state;
    PB_LOG(log, AGENT, INFO, 0, "%d", count_call(&calls));
    PB_LOG(log, AGENT, ERROR, 0, "%d", count_call(&calls));
    end_capture(file, saved, text, sizeof text);
    assert_int_equal(calls, 1);
    assert_string_equal(text + 24, " ERROR agent: 1\n");
    pb_log_free(log);
}

static void names_are_known(void **state)
{
    (void)state;
    for (int i = 0; i < PB_LOG_LEVELS; i++)
        assert_int_equal(pb_log_level_from_name(pb_log_level_name((enum pb_log_level)i)), i);
    assert_int_equal(pb_log_level_from_name("fatal"), PB_FATAL);
    assert_int_equal(pb_log_level_from_name("loud"), -1);
    assert_int_equal(pb_log_level_from_name(""), -1);
    assert_int_equal(pb_log_format_from_name("JSON"), PB_LOG_JSON);
    assert_int_equal(pb_log_format_from_name("journal"), PB_LOG_JOURNAL);
    assert_int_equal(pb_log_format_from_name("xml"), -1);
    assert_string_equal(pb_log_component_name(PB_LOG_CONTROL), "control");
    assert_string_equal(pb_log_component_name(PB_LOG_COMPONENT_COUNT), "unknown");
}

/* Standard error is a full pipe: the write is interrupted before it can begin, and tried again. */
static volatile sig_atomic_t interruptions;
static int full_pipe[2];

static void make_room(int number)
{
    char bytes[65536];
    int saved = errno;

    (void)number;
    interruptions++;
    if (interruptions == 2)
        while (read(full_pipe[0], bytes, sizeof bytes) > 0)
            ;
    errno = saved;
}

static void an_interrupted_line_is_not_lost(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    struct sigaction action = {.sa_handler = make_room}, old; /* without SA_RESTART */
    struct itimerval often = {{0, 20000}, {0, 20000}}, never = {0};
    int saved = dup(STDERR_FILENO);
    char bytes[1024] = "";

    (void)state;
    assert_int_equal(pipe(full_pipe), 0);
    fcntl(full_pipe[0], F_SETFL, O_NONBLOCK);
    fcntl(full_pipe[1], F_SETFL, O_NONBLOCK);
    while (write(full_pipe[1], bytes, sizeof bytes) > 0)
        ;
    fcntl(full_pipe[1], F_SETFL, 0);
    dup2(full_pipe[1], STDERR_FILENO);
    interruptions = 0;
    sigaction(SIGALRM, &action, &old);
    setitimer(ITIMER_REAL, &often, NULL);
    errno = ENOTTY;
    PB_LOG(log, AGENT, WARN, 0, "waits");
    assert_int_equal(errno, ENOTTY);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &old, NULL);
    dup2(saved, STDERR_FILENO);
    close(saved);
    assert_in_range(interruptions, 2, 1000000);
    memset(bytes, 0, sizeof bytes);
    assert_in_range(read(full_pipe[0], bytes, sizeof bytes - 1), 1, 100);
    assert_string_equal(bytes + 24, " WARN  agent: waits\n");
    close(full_pipe[0]);
    close(full_pipe[1]);
    pb_log_free(log);
}

struct seen {
    int count;
    struct pb_log_record last;
    char message[64];
};

static void see(void *user, const struct pb_log_record *record)
{
    struct seen *seen = user;

    seen->count++;
    seen->last = *record;
    snprintf(seen->message, sizeof seen->message, "%s", record->message);
}

static void a_host_gets_the_lines(void **state)
{
    struct seen seen = {0};
    struct pb_log_options options = {.level = PB_INFO, .write = see, .user = &seen};
    struct pb_log *log;

    (void)state;
    assert_int_equal(pb_log_new(&log, &options), PB_OK);
    PB_LOG(log, LIMIT, WARN, 9, "refused\n%d", 5);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.last.level, PB_WARN);
    assert_int_equal(seen.last.account_id, 9);
    assert_string_equal(seen.last.component, "limit");
    assert_string_equal(seen.message, "refused 5");
    pb_log_free(log);
}

enum { WRITERS = 4, LINES = 500 };

static void *write_lines(void *user)
{
    for (int i = 0; i < LINES; i++)
        PB_LOG((struct pb_log *)user, AGENT, INFO, 3, "%d %0200d end", i, 0);
    return NULL;
}

/* Lines of several threads do not mix. */
static void lines_of_threads_are_whole(void **state)
{
    struct pb_log *log = new_log(PB_INFO, PB_LOG_TEXT);
    static char text[WRITERS * LINES * 300];
    pthread_t threads[WRITERS];
    int lines = 0, saved;
    FILE *file = begin_capture(&saved);

    (void)state;
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_lines, log), 0);
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    end_capture(file, saved, text, sizeof text);
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1, lines++) {
        *end = '\0';
        assert_ptr_equal(strstr(line, "Z INFO  agent account 3: "), line + 23);
        assert_string_equal(end - 8, "0000 end");
    }
    assert_int_equal(lines, WRITERS * LINES);
    pb_log_free(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_time_level_component_and_text),
        cmocka_unit_test(lower_levels_are_dropped),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(json_lines_are_whole),
        cmocka_unit_test(journal_lines_have_a_priority),
        cmocka_unit_test(the_format_follows_where_it_goes),
        cmocka_unit_test(harmful_bytes_are_taken_out),
        cmocka_unit_test(components_have_levels_of_their_own),
        cmocka_unit_test(levels_that_are_off_cost_nothing),
        cmocka_unit_test(an_interrupted_line_is_not_lost),
        cmocka_unit_test(names_are_known),
        cmocka_unit_test(a_host_gets_the_lines),
        cmocka_unit_test(lines_of_threads_are_whole),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
