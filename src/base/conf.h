/* Configuration: `Key.Sub = value` lines, every error named at once. */
#ifndef PB_BASE_CONF_H
#define PB_BASE_CONF_H

#include "base/conf_host.h"
#include "base/conf_keys.h"
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum pb_conf_key {
#define X(key, name, kind, text, minimum, maximum, setting, reload) PB_CONF_##key,
    PB_CONF_KEYS(X)
#undef X
        PB_CONF_COUNT
};

enum { PB_CONF_TEXT = 1024 };

struct pb_conf {
    char text[PB_CONF_COUNT][PB_CONF_TEXT];
    int64_t number[PB_CONF_COUNT];
    int line[PB_CONF_COUNT]; /* where it was written; 0: default or preset, -1: environment */
};

/* Full name of a key, "Playerbot.MaxBotsTotal". Any thread. */
const char *pb_conf_name(enum pb_conf_key key);
/* Setting of the database that a key owns, "" for none. Any thread. */
const char *pb_conf_setting(enum pb_conf_key key);
/* 1 when a reload applies it, 0 when it takes a restart. Any thread. */
int pb_conf_is_live(enum pb_conf_key key);
/* 1 when the file or the environment says it. */
int pb_conf_is_written(const struct pb_conf *conf, enum pb_conf_key key);
/* abort, fix or report, from the two keys of the specification. */
const char *pb_conf_limit_policy(const struct pb_conf *conf);
/* The servers, in order of preference; returns how many, at least 1. */
unsigned pb_conf_hosts(const struct pb_conf *conf, struct pb_conf_host hosts[PB_CONF_HOSTS]);

/*
 * Reads a configuration: defaults, then the preset, the file (NULL for none), and the environment
 * (PLAYERBOT_MAX_BOTS_TOTAL). Every error is written to `errors` with line, value seen and value wanted.
 * Returns 0, PB_E_io or PB_E_bad_config. Any thread, as long as none changes the environment.
 */
int pb_conf_read(struct pb_conf *conf, const char *path, FILE *errors) __attribute__((warn_unused_result));
/* As pb_conf_read, from `length` bytes of text; `name` stands for the file in errors. */
int pb_conf_read_text(struct pb_conf *conf, const char *name, const char *text, size_t length, FILE *errors)
    __attribute__((warn_unused_result));
/* Calls `warn` for each thing that is allowed, but hardly meant. Returns their number. Any thread. */
unsigned pb_conf_warn(const struct pb_conf *conf, void (*warn)(void *user, const char *text), void *user);
/* Keys whose values differ: calls `differs` for each. Returns their number. */
unsigned pb_conf_compare(const struct pb_conf *old, const struct pb_conf *conf,
                         void (*differs)(void *user, enum pb_conf_key key), void *user);

#endif
