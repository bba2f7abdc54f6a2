/*
 * Population: which characters of the leased accounts are in the world. It creates what is missing, logs in
 * and out in waves, follows a schedule by hour, and retires those who have had their time. Tick thread only;
 * never waits: the world answers by events.
 */
#ifndef PB_AI_POPULATION_H
#define PB_AI_POPULATION_H

#include "ai/coordinator.h"
#include "ai/races.h"

struct pb_population;

struct pb_population_settings {
    uint32_t bots; /* in the world at the schedule's 100 percent */
    uint32_t login_per_s, create_per_s;
    uint32_t session_s;   /* a bot leaves after about this long, if another waits to come; 0: never */
    uint8_t per_account;  /* characters that an account may have, 1 to 10 */
    uint8_t retire_level; /* who reaches it is deleted at logout, and another begins; 0: nobody */
    uint8_t schedule[24]; /* percent by hour, UTC */
    struct pb_race_weights weights;
};

/* Where names come from. */
struct pb_name_source {
    void *user;
    /* A name that nobody has. Returns 0, or PB_E_busy: none is there yet, more are asked for. */
    int (*take)(void *user, char name[13]);
};

/* How long an update may go on. */
struct pb_population_time {
    void *user;
    /* Asked whenever something was done for a character, for the `asked`th time in this update, from 1; 1:
     * all others wait for the next one. */
    int (*is_over)(void *user, uint32_t asked);
};

struct pb_population_options {
    struct pb_memory memory;
    struct pb_log *log;
    const struct pb_world *world;       /* borrowed */
    struct pb_coordinator *coordinator; /* borrowed */
    struct pb_name_source names;
    struct pb_population_time time; /* is_over NULL: as long as it takes */
    uint64_t seed;
    struct pb_population_settings settings;
};

#define PB_POPULATION_STATS(X)                                                                               \
    X(accounts, "accounts now", "accounts whose characters may play now")                                    \
    X(characters, "characters now", "characters of these accounts now")                                      \
    X(online, "characters now", "bots in the world now")                                                     \
    X(wanted, "characters now", "bots that the schedule wants in the world now")                             \
    X(created, "characters", "characters created")                                                           \
    X(create_errors, "errors", "characters that could not be created")                                       \
    X(logins, "logins", "characters that came into the world")                                               \
    X(login_errors, "errors", "logins that failed")                                                          \
    X(logouts, "logouts", "characters that left the world")                                                  \
    X(retired, "characters", "characters deleted because they had had their time")

struct pb_population_stats {
#define X(name, unit, text) uint64_t name;
    PB_POPULATION_STATS(X)
#undef X
};

/* Returns 0, PB_E_no_memory, or PB_E_unsupported: the world has no characters. Caller frees. */
int pb_population_new(struct pb_population **population, const struct pb_population_options *options)
    __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_population_free(struct pb_population *population);
void pb_population_configure(struct pb_population *population, const struct pb_population_settings *settings);

/* An account was leased. Returns 0 or PB_E_no_memory. */
int pb_population_add_account(struct pb_population *population, uint32_t account_id, uint64_t fence)
    __attribute__((warn_unused_result));
/* It goes back, or is lost: its bots leave at once. */
void pb_population_remove_account(struct pb_population *population, uint32_t account_id);
void pb_population_remove_all(struct pb_population *population);
/* Everybody leaves; nobody comes any more. */
void pb_population_stop(struct pb_population *population);
/* 1 when nobody is in the world or on the way in or out. */
int pb_population_is_empty(const struct pb_population *population);

/* An event that is no bot's: pb_other_event_fn of the coordinator. */
void pb_population_hear(void *population, const struct pb_world_event *event);
/* Does what is due, for one account at least, and as long as there is time. `minute` is the minute of the day
 * in UTC. */
void pb_population_update(struct pb_population *population, uint32_t diff_ms, unsigned minute);
const struct pb_population_stats *pb_population_stats(struct pb_population *population);
size_t pb_population_bytes(const struct pb_population *population);

#endif
