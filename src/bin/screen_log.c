#include "bin/screen_log.h"
#include "base/clock.h"
#include "base/log.h"
#include <stdio.h>
#include <string.h>

void pb_screen_log_write(void *user, int level, const char *component, uint32_t account_id,
                         const char *message)
{
    struct pb_screen_log *log = user;
    char at[PB_CLOCK_TEXT], account[24] = "";

    pb_clock_text(at);
    if (account_id)
        snprintf(account, sizeof account, " account %u", account_id);
    pthread_mutex_lock(&log->mutex);
    snprintf(log->lines[log->count++ % PB_SCREEN_LINES], PB_SCREEN_LINE, "%s %-5s %s%s: %s", at,
             pb_log_level_name((enum pb_log_level)level), component, account, message);
    pthread_mutex_unlock(&log->mutex);
}

unsigned pb_screen_log_read(struct pb_screen_log *log, char lines[PB_SCREEN_LINES][PB_SCREEN_LINE])
{
    unsigned count = 0;

    pthread_mutex_lock(&log->mutex);
    for (unsigned long i = log->count > PB_SCREEN_LINES ? log->count - PB_SCREEN_LINES : 0; i < log->count;
         i++)
        memcpy(lines[count++], log->lines[i % PB_SCREEN_LINES], PB_SCREEN_LINE);
    pthread_mutex_unlock(&log->mutex);
    return count;
}
