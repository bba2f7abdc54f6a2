#include "base/log.h"
#include "base/clock.h"
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

static const char *const level_names[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

int pb_log_level_from_name(const char *name)
{
    for (int i = 0; i <= PB_FATAL; i++)
        if (strcasecmp(name, level_names[i]) == 0)
            return i;
    return -1;
}

void pb_log_write(const struct pb_log *log, enum pb_log_level level, const char *format, ...)
{
    char line[1024], at[PB_CLOCK_TEXT];
    va_list arguments;

    if (level < log->level || (log->is_quiet && level < PB_ERROR))
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    pb_clock_text(at);
    /* One call, so that lines of several threads do not mix. */
    fprintf(stderr, "%s %-5s %s\n", at, level_names[level], line);
}
