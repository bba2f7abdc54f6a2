/* Stop: a request to end, and waits that it cuts short. */
#ifndef PB_BASE_STOP_H
#define PB_BASE_STOP_H

#include <stdint.h>

struct pb_stop;

/* Caller frees with pb_stop_free. Returns 0, PB_E_no_memory or PB_E_io. */
int pb_stop_new(struct pb_stop **stop) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_stop_free(struct pb_stop *stop);
/* Asks to end; it stays asked. Any thread, and signal handlers. */
void pb_stop_ask(struct pb_stop *stop);
/* 1 once it was asked; 0 before, and for NULL. Any thread. */
int pb_stop_is_asked(const struct pb_stop *stop);
/* Waits that many milliseconds, at most: a request ends it early, also one that came between the caller's
 * last look and the wait; so may another signal. NULL: only waits. */
void pb_stop_wait(const struct pb_stop *stop, int64_t ms);

#endif
