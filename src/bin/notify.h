/* Notify: tells systemd how the daemon is; see sd_notify(3). Without $NOTIFY_SOCKET it does nothing. */
#ifndef PB_BIN_NOTIFY_H
#define PB_BIN_NOTIFY_H

#include <stdint.h>

/* Sends a state such as "READY=1". Never waits. */
void pb_notify(const char *state);
/* Half of what the watchdog allows, in milliseconds; 0 when there is none. */
int64_t pb_notify_watchdog_ms(void);

#endif
