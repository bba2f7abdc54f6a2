/*
 * Trace: what a coordinator did that time decided (how long ticks stood for, where the budget cut, who
 * overran, what load control chose), in a recording; and, to compare, each decision and each order to the
 * world. With the same seed, world and answers, a coordinator that replays a trace decides the same. Tick
 * thread.
 */
#ifndef PB_AI_TRACE_H
#define PB_AI_TRACE_H

#include "base/recording.h"

struct pb_decision;
struct pb_system_type;

enum pb_trace_kind {
    PB_TRACE_TICK = PB_RECORD_TICK, /* first: ms */
    PB_TRACE_BATCH =
        PB_RECORD_BATCH, /* first: slot; second: it could have so many steps, 0: it was cut here */
    PB_TRACE_OVERRUN =
        PB_RECORD_OVERRUN,          /* first: slot (upper half) and first bot of a batch that took too long */
    PB_TRACE_LOAD = PB_RECORD_LOAD, /* first: load control's new stretch, percent */
    PB_TRACE_ADMIT = PB_RECORD_ADMIT /* first: which question about the time of a tick was the last */
};

/* One order to the world: which function, for whom, with what, and what the world said. */
struct pb_world_order {
    uint64_t arguments[2];
    uint32_t actor; /* or account, of population's orders */
    int32_t result;
    uint16_t function; /* enum pb_order_function of orders.h */
    uint8_t system;    /* number of the system that gave it; PB_TRACE_NO_SYSTEM: the population */
    uint8_t zero[5];
};

enum { PB_TRACE_NO_SYSTEM = 0xff };

struct pb_trace {
    struct pb_recording *recording; /* borrowed */
    int is_replay;
    uint32_t minute;  /* of the day, of the present tick */
    int is_tick_told; /* the coordinator's own word of it is not needed */
    uint64_t ticks, time_ms, decisions, orders;
    uint64_t digest;                           /* of the states after all ticks */
    uint32_t batches;                          /* of the present tick */
    uint8_t system;                            /* whose batch runs */
    uint32_t last_batch[256];                  /* of each slot: how big the last one could be */
    const struct pb_system_type *const *types; /* borrowed; for names; may be NULL */
    unsigned type_count;
};

void pb_trace_begin(struct pb_trace *trace, struct pb_recording *recording);
/* Writes a record. Not a batch that could be as big as the one before of its slot. */
void pb_trace_write(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t second);
/* Replay: takes the next record if it is of that kind (and, with `first` other than UINT64_MAX, names that);
 * 1 when it was. */
int pb_trace_take(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t *second);
/* Replay: the next tick's length; 0 at the end, and at a difference. */
int pb_trace_next_tick(struct pb_trace *trace, uint32_t *diff_ms);
/* A tick of more than a coordinator begins; in a replay it was taken already. */
void pb_trace_begin_tick(struct pb_trace *trace, uint32_t diff_ms, uint32_t minute);
/* The systems have had their turns: who acts now is not one of them. */
void pb_trace_end_turns(struct pb_trace *trace);
/* Writes a decision or an order, or compares it with the recorded one. */
void pb_trace_decide(struct pb_trace *trace, uint32_t bot, const struct pb_decision *decision);
void pb_trace_order(struct pb_trace *trace, const struct pb_world_order *order);
/* Replay: a record that nobody took is a difference. */
void pb_trace_refuse(struct pb_trace *trace);
/* A system's name, for differences. */
const char *pb_trace_system(const struct pb_trace *trace, unsigned system);

#endif
