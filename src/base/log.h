/* Log: lines with time, level and text on standard error. */
#ifndef PB_BASE_LOG_H
#define PB_BASE_LOG_H

enum pb_log_level { PB_TRACE, PB_DEBUG, PB_INFO, PB_WARN, PB_ERROR, PB_FATAL };
enum { PB_LOG_KEPT = 4, PB_LOG_LINE = 1024 };

/* The last lines, for a program that draws a screen. */
struct pb_log_screen {
    unsigned long count; /* lines so far; the last one is lines[(count - 1) % PB_LOG_KEPT] */
    char lines[PB_LOG_KEPT][PB_LOG_LINE];
};

struct pb_log {
    enum pb_log_level level; /* lines below it are dropped */
    /* Not NULL: a screen is drawn there, which lines on standard error would tear. Lines go here instead; one
     * thread only then. */
    struct pb_log_screen *screen;
};

/* Level of a name such as "INFO" (any case), -1 for none. Any thread. */
int pb_log_level_from_name(const char *name);
/* Writes one line. Secrets never go in here. Any thread; lines are written whole. */
void pb_log_write(const struct pb_log *log, enum pb_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
