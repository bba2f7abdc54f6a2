/*
 * Breaker: keeps calls away from a server that does not answer (M. Nygard, Release It!, "Circuit Breaker").
 * Database thread only. Its rules are the table in breaker.c.
 */
#ifndef PB_DB_BREAKER_H
#define PB_DB_BREAKER_H

#include <stddef.h>
#include <stdint.h>

enum pb_breaker_state { PB_BREAKER_CLOSED, PB_BREAKER_OPEN, PB_BREAKER_HALF_OPEN, PB_BREAKER_STATES };
enum pb_breaker_event {
    PB_BREAKER_SUCCESS, /* the server answered, be it with an error of the statement */
    PB_BREAKER_FAILURE, /* it could not be reached, or was lost */
    PB_BREAKER_LIMIT,   /* as many failures in a row as it takes; raised by the breaker itself */
    PB_BREAKER_TIMER,   /* the open time is over; raised by the breaker itself */
    PB_BREAKER_EVENTS
};

struct pb_breaker {
    enum pb_breaker_state state;
    unsigned failures; /* in a row */
    unsigned limit;    /* failures that open it, 1 or more */
    int64_t open_ms;   /* first open time; doubles with each failed test up to 16 times as long */
    int64_t wait_ms;   /* the present one */
    int64_t until_ms;  /* monotonic: end of the open time */
    uint64_t opened;   /* how often it opened */
};

enum pb_breaker_action {
    PB_BREAKER_NOTHING,
    PB_BREAKER_RESET,      /* no failures, first open time */
    PB_BREAKER_COUNT,      /* one failure more; raises LIMIT with the last one */
    PB_BREAKER_STOP,       /* begin the open time */
    PB_BREAKER_STOP_LONGER /* begin an open time twice as long as the last one */
};

/* One row of the table of rules. */
struct pb_breaker_rule {
    enum pb_breaker_state state;
    enum pb_breaker_event event;
    enum pb_breaker_state next;
    enum pb_breaker_action action;
    const char *comment;
};

void pb_breaker_init(struct pb_breaker *breaker, unsigned limit, int64_t open_ms);
/* Tells it what happened. Returns 1 when its state changed. */
int pb_breaker_tell(struct pb_breaker *breaker, enum pb_breaker_event event, int64_t now_ms);
/* Whether a login may be tried now: yes when closed, one at a time (`is_testing` says that one is under way)
 * when half open. Raises TIMER when the open time is over. */
int pb_breaker_admits(struct pb_breaker *breaker, int is_testing, int64_t now_ms);
const char *pb_breaker_name(enum pb_breaker_state state);
/* The whole table; its length in `count`. */
const struct pb_breaker_rule *pb_breaker_rules(size_t *count);

#endif
