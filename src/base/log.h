/* Log: lines with level and component, to standard error or to the host. Any thread. */
#ifndef PB_BASE_LOG_H
#define PB_BASE_LOG_H

#include "base/memory.h"
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum pb_log_level { PB_TRACE, PB_DEBUG, PB_INFO, PB_WARN, PB_ERROR, PB_FATAL, PB_LOG_LEVELS };

#define PB_LOG_COMPONENTS(X)                                                                                 \
    X(AGENT, "agent")                                                                                        \
    X(DATABASE, "database")                                                                                  \
    X(SESSION, "session")                                                                                    \
    X(ACCOUNT, "account")                                                                                    \
    X(LIMIT, "limit")                                                                                        \
    X(CONFIG, "config")                                                                                      \
    X(CONTROL, "control")                                                                                    \
    X(AI, "ai")                                                                                              \
    X(REALM, "realm")                                                                                        \
    X(API, "api")                                                                                            \
    X(DAEMON, "daemon")                                                                                      \
    X(TOOL, "tool")

enum pb_log_component {
#define X(component, name) PB_LOG_##component,
    PB_LOG_COMPONENTS(X)
#undef X
        PB_LOG_COMPONENT_COUNT
};

enum pb_log_format {
    PB_LOG_AUTO,   /* journal when standard error is the journal's, else text */
    PB_LOG_TEXT,   /* 2026-11-20T09:00:00.123Z WARN  limit account 7: refused ... */
    PB_LOG_JSON,   /* one object a line: at, level, component, account_id, message */
    PB_LOG_JOURNAL /* <4>limit account 7: refused ... (sd-daemon(3)) */
};

struct pb_log_record {
    enum pb_log_level level;
    const char *component;
    uint32_t account_id; /* 0: of no account */
    const char *message; /* one line; nothing in it moves a cursor */
};

struct pb_log_options {
    enum pb_log_level level;
    enum pb_log_format format;
    /* Takes the lines instead of standard error; any thread. */
    void (*write)(void *user, const struct pb_log_record *record);
    void *user;
};

struct pb_log {
    struct pb_log_options options;
    _Atomic int levels[PB_LOG_COMPONENT_COUNT]; /* lines below them are dropped */
};

/* `options` are copied. Caller frees. Returns 0 or PB_E_no_memory. */
int pb_log_new(struct pb_log **log, const struct pb_log_options *options) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_log_free(struct pb_log *log);

/*
 * Sets levels from a text such as "INFO database=DEBUG session=TRACE": a word alone is for all, the rest for
 * one component, in any order. All or nothing; every error is named in `errors` (`size` bytes; may be NULL).
 * Returns 0 or PB_E_bad_argument. Any thread.
 */
int pb_log_set_levels(struct pb_log *log, const char *text, char *errors, size_t size)
    __attribute__((warn_unused_result));
/* Level of a name such as "INFO" (any case), -1 for none. Any thread. */
int pb_log_level_from_name(const char *name);
const char *pb_log_level_name(enum pb_log_level level);
/* Format of a name such as "json", -1 for none. Any thread. */
int pb_log_format_from_name(const char *name);
const char *pb_log_component_name(enum pb_log_component component);

/* Writes one line, whole. Secrets never go in here. Any thread. Use PB_LOG. */
void pb_log_write(const struct pb_log *log, enum pb_log_component component, enum pb_log_level level,
                  uint32_t account_id, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A level that is off costs one load and formats nothing. */
#define PB_LOG(log, component, level, account_id, ...)                                                       \
    do {                                                                                                     \
        const struct pb_log *pb_log_ = (log);                                                                \
        if ((int)PB_##level >=                                                                               \
            atomic_load_explicit(&pb_log_->levels[PB_LOG_##component], memory_order_relaxed))                \
            pb_log_write(pb_log_, PB_LOG_##component, PB_##level, (account_id), __VA_ARGS__);                \
    } while (0)

#endif
