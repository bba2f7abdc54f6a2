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
    char text[PB_LOG_LINE - PB_CLOCK_TEXT - 8], at[PB_CLOCK_TEXT];
    va_list arguments;

    if (level < log->level)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    pb_clock_text(at);
    if (log->screen)
        snprintf(log->screen->lines[log->screen->count++ % PB_LOG_KEPT], PB_LOG_LINE, "%s %-5s %s", at,
                 level_names[level], text);
    else
        /* One call, so that lines of several threads do not mix. */
        fprintf(stderr, "%s %-5s %s\n", at, level_names[level], text);
}
