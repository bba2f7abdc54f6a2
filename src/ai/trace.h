/*
 * Trace: what a coordinator did that time decided: how long ticks stood for, where the budget cut, who
 * overran, what load control chose; and, to compare, each decision. With the same seed, world and answers, a
 * coordinator that replays a trace decides the same. One line for each; text, so that people can read it.
 * Tick thread; the file is buffered, but may block: for tests and for hunting a fault, not for a live server.
 */
#ifndef PB_AI_TRACE_H
#define PB_AI_TRACE_H

#include <stdint.h>
#include <stdio.h>

/*
 * T diff_ms        a tick
 * B slot steps     a batch of a system could have so many bots; 0: it was cut here
 * O slot-and-bot   the batch that began with this bot took too long (slot in the upper half)
 * L percent        load control's new stretch
 * D bot system kind choice other   a decision
 */
enum pb_trace_kind {
    PB_TRACE_TICK = 'T',
    PB_TRACE_BATCH = 'B',
    PB_TRACE_OVERRUN = 'O',
    PB_TRACE_LOAD = 'L',
    PB_TRACE_DECISION = 'D'
};

struct pb_trace {
    FILE *file; /* borrowed */
    int is_replay;
    /* Replay: the next line that time decided, and what did not fit. */
    int kind; /* 0: the end */
    uint64_t first, second;
    uint64_t mismatches;
};

/* `file` is written to, or read from with `is_replay`. */
void pb_trace_begin(struct pb_trace *trace, FILE *file, int is_replay);
/* Writes a line; for decisions pb_trace_decide. */
void pb_trace_write(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t second);
/* Replay: takes the next line if it is of that kind (and, with `first` other than UINT64_MAX, names that); 1
 * when it was. */
int pb_trace_take(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t *second);
/* Replay: the next tick's length; 0 at the end. */
int pb_trace_next_tick(struct pb_trace *trace, uint32_t *diff_ms);
/* Writes a decision, or compares it with the recorded one. */
void pb_trace_decide(struct pb_trace *trace, uint32_t bot, unsigned system, unsigned kind, uint32_t choice,
                     uint32_t other);

#endif
