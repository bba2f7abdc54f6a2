/* Screen log: the last log lines, kept for a screen that lines on standard error would tear. Any thread. */
#ifndef PB_BIN_SCREEN_LOG_H
#define PB_BIN_SCREEN_LOG_H

#include <pthread.h>
#include <stdint.h>

enum { PB_SCREEN_LINES = 4, PB_SCREEN_LINE = 512 };

struct pb_screen_log {
    pthread_mutex_t mutex;
    unsigned long count; /* lines so far */
    char lines[PB_SCREEN_LINES][PB_SCREEN_LINE];
};

/* As pb_host.write_log, with a struct pb_screen_log as its user. */
void pb_screen_log_write(void *user, int level, const char *component, uint32_t account_id,
                         const char *message);
/* Copies the last lines, oldest first; returns how many. */
unsigned pb_screen_log_read(struct pb_screen_log *log, char lines[PB_SCREEN_LINES][PB_SCREEN_LINE]);

#endif
