/* Clock: time that only grows for deadlines, time of day for people. */
#ifndef PB_BASE_CLOCK_H
#define PB_BASE_CLOCK_H

#include <stdint.h>

#define PB_CLOCK_TEXT 32

enum { PB_DAY_S = 86400, PB_DAY_MS = 86400000 };

/* Milliseconds of the monotonic clock. Any thread. */
int64_t pb_clock_ms(void);
/* Nanoseconds of a clock that never goes back, for short times: cheap (no system call). Any thread. */
int64_t pb_clock_ns(void);
/* Nanoseconds of the processor that the calling thread has had; a system call, some 200 ns. Any thread. */
int64_t pb_clock_thread_ns(void);
/* Now in UTC as 2026-11-20T09:00:00.123Z. Any thread. */
void pb_clock_text(char text[PB_CLOCK_TEXT]);

#endif
