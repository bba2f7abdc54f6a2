#include "base/log.h"
#include "base/clock.h"
#include "base/error.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MESSAGE_SIZE = 1024, LINE_SIZE = 6 * MESSAGE_SIZE + 256 };

static const char *const level_names[PB_LOG_LEVELS] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
static const char *const component_names[PB_LOG_COMPONENT_COUNT] = {
#define X(component, name) name,
    PB_LOG_COMPONENTS(X)
#undef X
};
/* Priorities of syslog(3) for each level. */
static const int priorities[PB_LOG_LEVELS] = {7, 7, 6, 4, 3, 2};

int pb_log_level_from_name(const char *name)
{
    for (int i = 0; i < PB_LOG_LEVELS; i++)
        if (strcasecmp(name, level_names[i]) == 0)
            return i;
    return -1;
}

const char *pb_log_level_name(enum pb_log_level level)
{
    return level < PB_LOG_LEVELS ? level_names[level] : "unknown";
}

int pb_log_format_from_name(const char *name)
{
    static const char *const names[] = {"auto", "text", "json", "journal"};

    for (int i = PB_LOG_AUTO; i <= PB_LOG_JOURNAL; i++)
        if (strcasecmp(name, names[i]) == 0)
            return i;
    return -1;
}

const char *pb_log_component_name(enum pb_log_component component)
{
    return component < PB_LOG_COMPONENT_COUNT ? component_names[component] : "unknown";
}

/* Whether standard error goes to the journal: systemd names its device and inode, see systemd.exec(5). */
static int is_journal(void)
{
    const char *name = getenv("JOURNAL_STREAM");
    uintmax_t device, inode;
    struct stat status;

    return name && sscanf(name, "%ju:%ju", &device, &inode) == 2 && fstat(STDERR_FILENO, &status) == 0 &&
           (uintmax_t)status.st_dev == device && (uintmax_t)status.st_ino == inode;
}

int pb_log_new(struct pb_log **out, const struct pb_log_options *options)
{
    struct pb_log *log = calloc(1, sizeof *log);

    if (!log)
        return PB_E_no_memory;
    log->options = *options;
    if (log->options.format == PB_LOG_AUTO)
        log->options.format = is_journal() ? PB_LOG_JOURNAL : PB_LOG_TEXT;
    for (int i = 0; i < PB_LOG_COMPONENT_COUNT; i++)
        atomic_store(&log->levels[i], (int)options->level);
    *out = log;
    return PB_OK;
}

void pb_log_free(struct pb_log *log)
{
    free(log);
}

static int find_component(const char *name, size_t length)
{
    for (int i = 0; i < PB_LOG_COMPONENT_COUNT; i++)
        if (strlen(component_names[i]) == length && strncasecmp(component_names[i], name, length) == 0)
            return i;
    return -1;
}

/* One word: LEVEL or component=LEVEL. Returns 0 or PB_E_bad_argument. */
static int read_word(const char *word, int levels[PB_LOG_COMPONENT_COUNT], char *error, size_t size)
{
    const char *equals = strchr(word, '=');
    int level = pb_log_level_from_name(equals ? equals + 1 : word);
    int component = equals ? find_component(word, (size_t)(equals - word)) : -1;

    if (level < 0) {
        snprintf(error, size, "'%.40s' is no level; wanted: TRACE, DEBUG, INFO, WARN, ERROR or FATAL. ",
                 word);
        return PB_E_bad_argument;
    }
    if (equals && component < 0) {
        snprintf(error, size,
                 "'%.40s' names no component; wanted: agent, database, session, account, limit, "
                 "config, control, api, daemon or tool. ",
                 word);
        return PB_E_bad_argument;
    }
    for (int i = 0; i < PB_LOG_COMPONENT_COUNT; i++)
        if (!equals || i == component)
            levels[i] = level;
    return PB_OK;
}

/* Reads the words for all components, or those for one. Returns 0 or PB_E_bad_argument. */
static int read_words(const char *text, int is_for_one, int levels[PB_LOG_COMPONENT_COUNT], char *errors,
                      size_t size)
{
    int result = PB_OK;
    char word[64], error[256];

    while (*(text += strspn(text, " ,\t"))) {
        size_t length = strcspn(text, " ,\t");

        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), text);
        text += length;
        if ((strchr(word, '=') != NULL) != is_for_one ||
            read_word(word, levels, error, sizeof error) == PB_OK)
            continue;
        result = PB_E_bad_argument;
        if (errors && size > 0)
            snprintf(errors + strlen(errors), size - strlen(errors), "%s", error);
    }
    return result;
}

int pb_log_set_levels(struct pb_log *log, const char *text, char *errors, size_t size)
{
    int levels[PB_LOG_COMPONENT_COUNT], result = PB_OK;

    if (errors && size > 0)
        errors[0] = '\0';
    for (int i = 0; i < PB_LOG_COMPONENT_COUNT; i++)
        levels[i] = log ? atomic_load(&log->levels[i]) : 0;
    /* In this order, so that "database=DEBUG INFO" does not lose its first word. */
    for (int is_for_one = 0; is_for_one <= 1; is_for_one++)
        if (read_words(text, is_for_one, levels, errors, size) != PB_OK)
            result = PB_E_bad_argument;
    for (int i = 0; log && result == PB_OK && i < PB_LOG_COMPONENT_COUNT; i++)
        atomic_store(&log->levels[i], levels[i]);
    return result;
}

/* Length of the UTF-8 character that begins here; 0 when none does. */
static int character_length(const unsigned char *text)
{
    int length = *text < 0x80                    ? 1
                 : *text >= 0xc2 && *text < 0xe0 ? 2
                 : *text >= 0xe0 && *text < 0xf0 ? 3
                 : *text >= 0xf0 && *text < 0xf5 ? 4
                                                 : 0;

    for (int i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    /* Overlong forms, surrogates, beyond Unicode. */
    if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return length;
}

/* Others' texts get into the log: nothing in them may end the line, move a cursor, or be no UTF-8. */
static void make_harmless(char *text)
{
    unsigned char *at = (unsigned char *)text;

    while (*at) {
        int length = character_length(at);
        /* U+0080 to U+009F are control characters too: U+009B begins what ESC [ begins. */
        int is_control = *at < ' ' || *at == 0x7f || (length == 2 && at[0] == 0xc2 && at[1] < 0xa0);

        if (length == 0 || is_control) {
            *at = *at == '\n' || *at == '\t' ? ' ' : '?';
            length = 1;
        }
        at += length;
    }
}

static void write_json_text(FILE *line, const char *text)
{
    putc('"', line);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', line);
        putc(*text, line);
    }
    putc('"', line);
}

static void print(FILE *line, const struct pb_log *log, const struct pb_log_record *record)
{
    char at[PB_CLOCK_TEXT];

    pb_clock_text(at);
    if (log->options.format == PB_LOG_JSON) {
        fprintf(line, "{\"at\":\"%s\",\"level\":\"%s\",\"component\":\"%s\"", at, level_names[record->level],
                record->component);
        if (record->account_id)
            fprintf(line, ",\"account_id\":%" PRIu32, record->account_id);
        fputs(",\"message\":", line);
        write_json_text(line, record->message);
        fputs("}\n", line);
        return;
    }
    if (log->options.format == PB_LOG_JOURNAL)
        fprintf(line, "<%d>%s", priorities[record->level], record->component);
    else
        fprintf(line, "%s %-5s %s", at, level_names[record->level], record->component);
    if (record->account_id)
        fprintf(line, " account %" PRIu32, record->account_id);
    fprintf(line, ": %s\n", record->message);
}

/* One call, so that lines of several threads do not mix. There is nowhere to tell that it failed. */
static void write_line(const char *text, size_t length)
{
    ssize_t written;

    do
        written = write(STDERR_FILENO, text, length);
    while (written < 0 && errno == EINTR);
}

void pb_log_write(const struct pb_log *log, enum pb_log_component component, enum pb_log_level level,
                  uint32_t account_id, const char *format, ...)
{
    char message[MESSAGE_SIZE], text[LINE_SIZE];
    struct pb_log_record record = {level, component_names[component], account_id, message};
    va_list arguments;
    int saved = errno; /* a caller may still want it */
    FILE *line;

    if ((int)level < atomic_load_explicit(&log->levels[component], memory_order_relaxed))
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    make_harmless(message);
    if (log->options.write) {
        log->options.write(log->options.user, &record);
    } else if ((line = fmemopen(text, sizeof text, "w")) != NULL) {
        print(line, log, &record);
        fflush(line);
        write_line(text, (size_t)ftell(line));
        fclose(line);
    }
    errno = saved;
}
