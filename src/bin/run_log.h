/* Run log: the recording of a whole run of the daemon, in a file. Tick thread; blocks on the disk. */
#ifndef PB_BIN_RUN_LOG_H
#define PB_BIN_RUN_LOG_H

#include "ai/trace.h"

struct pb_run_log {
    FILE *file;
    struct pb_recording *recording; /* NULL: nothing is recorded */
    struct pb_trace trace;
    int is_broken; /* it could not be written, and that was said */
};

/* Opens `path` to write, or with `is_replay` to read. Returns 0, or an error with a sentence in `text`. */
int pb_run_log_open(struct pb_run_log *log, const char *path, int is_replay, char *text, size_t size)
    __attribute__((warn_unused_result));
/* Writes what was recorded in the last ticks. Returns 0, or PB_E_io the first time: errno tells. */
int pb_run_log_flush(struct pb_run_log *log);
/* Writes the end. Returns 0 or PB_E_io. */
int pb_run_log_finish(struct pb_run_log *log) __attribute__((warn_unused_result));
void pb_run_log_close(struct pb_run_log *log);

#endif
