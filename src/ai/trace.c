#include "ai/trace.h"
#include <inttypes.h>
#include <string.h>

enum { LINE = 128 };

/* The next line; decisions stay lines of their own. */
static void advance(struct pb_trace *trace)
{
    char line[LINE];

    trace->kind = 0;
    trace->first = trace->second = 0;
    if (!fgets(line, sizeof line, trace->file))
        return;
    trace->kind = line[0];
    if (trace->kind == PB_TRACE_DECISION) {
        uint32_t bot = 0, system = 0, kind = 0, choice = 0, other = 0;

        if (sscanf(line + 1, "%" SCNu32 "%" SCNu32 "%" SCNu32 "%" SCNu32 "%" SCNu32, &bot, &system, &kind,
                   &choice, &other) != 5)
            trace->mismatches++;
        trace->first = (uint64_t)bot << 32 | system << 8 | kind;
        trace->second = (uint64_t)choice << 32 | other;
    } else if (sscanf(line + 1, "%" SCNu64 "%" SCNu64, &trace->first, &trace->second) < 1) {
        trace->mismatches++;
    }
}

void pb_trace_begin(struct pb_trace *trace, FILE *file, int is_replay)
{
    memset(trace, 0, sizeof *trace);
    trace->file = file;
    trace->is_replay = is_replay;
    if (is_replay)
        advance(trace);
}

void pb_trace_write(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t second)
{
    if (!trace->is_replay)
        fprintf(trace->file, "%c %" PRIu64 " %" PRIu64 "\n", (char)kind, first, second);
}

int pb_trace_take(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t *second)
{
    if (trace->kind != (int)kind || (first != UINT64_MAX && trace->first != first))
        return 0;
    *second = first == UINT64_MAX ? trace->first : trace->second;
    advance(trace);
    return 1;
}

int pb_trace_next_tick(struct pb_trace *trace, uint32_t *diff_ms)
{
    uint64_t diff;

    /* What the tick before did not take is a difference. */
    while (trace->kind && trace->kind != PB_TRACE_TICK) {
        trace->mismatches++;
        advance(trace);
    }
    if (!pb_trace_take(trace, PB_TRACE_TICK, UINT64_MAX, &diff))
        return 0;
    *diff_ms = (uint32_t)diff;
    return 1;
}

void pb_trace_decide(struct pb_trace *trace, uint32_t bot, unsigned system, unsigned kind, uint32_t choice,
                     uint32_t other)
{
    uint64_t first = (uint64_t)bot << 32 | system << 8 | kind, second;

    if (!trace->is_replay)
        fprintf(trace->file, "%c %" PRIu32 " %u %u %" PRIu32 " %" PRIu32 "\n", PB_TRACE_DECISION, bot, system,
                kind, choice, other);
    else if (!pb_trace_take(trace, PB_TRACE_DECISION, first, &second) ||
             second != ((uint64_t)choice << 32 | other))
        trace->mismatches++;
}
