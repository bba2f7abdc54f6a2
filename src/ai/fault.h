/*
 * Fault: what errors do to a bot's system, and to a system as a whole (error state machine of the
 * specification, section 9). The rules are the table in fault.c. Pure: the caller keeps the state and the
 * time.
 */
#ifndef PB_AI_FAULT_H
#define PB_AI_FAULT_H

#include <stddef.h>
#include <stdint.h>

enum pb_fault {
    PB_FAULT_NORMAL,
    PB_FAULT_RETRY,     /* failed; tries again at its next turn */
    PB_FAULT_BACKOFF,   /* failed again; waits, longer each time */
    PB_FAULT_OPEN,      /* circuit open: waits long, then one test */
    PB_FAULT_HALF_OPEN, /* the test */
    PB_FAULT_RECOVER,   /* its state is being mended */
    PB_FAULT_DEGRADED,  /* turns come rarely at first; a bot runs in minimal mode: critical and high classes
                           only */
    PB_FAULT_DISABLED,  /* off until somebody switches it on */
    PB_FAULTS
};

enum pb_fault_signal {
    PB_FAULT_SUCCESS,
    PB_FAULT_RETRYABLE,   /* busy, too late, away: may go by itself */
    PB_FAULT_RECOVERABLE, /* its own state is wrong: PB_E_broken, PB_E_bad_state */
    PB_FAULT_SLOW,        /* took too long: as RETRYABLE, but each test costs others' time */
    PB_FAULT_CRITICAL,    /* no memory, a bad argument, an error that nobody knows */
    PB_FAULT_TIMER,       /* the wait is over */
    PB_FAULT_EXHAUSTED,   /* as many retries as are allowed */
    PB_FAULT_MENDED,
    PB_FAULT_NOT_MENDED,
    PB_FAULT_SWITCHED_ON,
    PB_FAULT_SIGNALS
};

enum pb_fault_action {
    PB_FAULT_DO_NOTHING,
    PB_FAULT_DO_RETRY,   /* next turn as usual */
    PB_FAULT_DO_BACKOFF, /* next turn after pb_fault_backoff_ms */
    PB_FAULT_DO_OPEN,    /* next turn after pb_fault_open_ms */
    PB_FAULT_DO_REPAIR,  /* repair() or reset(), then MENDED or NOT_MENDED */
    PB_FAULT_DO_DEGRADE, /* reset(), turns as rare as pb_fault_degraded_factor says */
    PB_FAULT_DO_DISABLE, /* no turns */
    PB_FAULT_DO_RESUME   /* all as before the first error */
};

struct pb_fault_rule {
    enum pb_fault state;
    enum pb_fault_signal signal;
    enum pb_fault next;
    enum pb_fault_action action;
    const char *comment;
};

/* What is kept for each bot and system. */
struct pb_fault_state {
    uint8_t state;   /* enum pb_fault */
    uint8_t retries; /* since the last success, tests included; in DEGRADED: failures since */
};

enum {
    PB_FAULT_MAX_RETRIES = 5,
    PB_FAULT_BACKOFF_MS = 1000, /* the first wait; doubles each time */
    PB_FAULT_MAX_BACKOFF_MS = 30000,
    PB_FAULT_OPEN_MS = 60000, /* before a test; doubles with each that takes too long */
    PB_FAULT_MAX_OPEN_MS = 480000,
    PB_FAULT_DEGRADED_FAILURES = 5,  /* in a row, before it is switched off */
    PB_FAULT_DEGRADED_FACTOR = 10,   /* turns so much rarer after a failure; half of it with each success */
    PB_FAULT_DEGRADED_SUCCESSES = 20 /* in a row, before it is normal again */
};

/* What an error is to the machine: SUCCESS for 0. */
enum pb_fault_signal pb_fault_classify(int error);
/* Takes a signal in; returns what to do. */
enum pb_fault_action pb_fault_step(struct pb_fault_state *state, enum pb_fault_signal signal);
/* The wait before retry number `retries` (from 1). */
uint32_t pb_fault_backoff_ms(unsigned retries);
/* How many of the system's intervals a degraded bot waits for its next turn: at most 34 in all from its last
 * failure until it is normal again. */
unsigned pb_fault_degraded_factor(struct pb_fault_state state);
/* How long a circuit stays open now. Who fails each test must not go on costing others' ticks at the same
 * rate for ever. */
uint32_t pb_fault_open_ms(struct pb_fault_state state);
const char *pb_fault_name(enum pb_fault state);
/* The whole table; its length in `count`. */
const struct pb_fault_rule *pb_fault_rules(size_t *count);

#endif
