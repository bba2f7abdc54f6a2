#include "ai/trace.h"
#include "ai/orders.h"
#include "ai/system.h"
#include <inttypes.h>
#include <string.h>

/* Records as they stand in the file. */
struct tick {
    uint32_t diff_ms, minute;
};
struct batch {
    uint32_t number, slot; /* number within the tick */
    uint64_t second;
};
struct decision {
    uint32_t bot, choice, other;
    float score, other_score;
    uint8_t system, kind, zero[2];
};

enum { TEXT = 160 };

void pb_trace_begin(struct pb_trace *trace, struct pb_recording *recording)
{
    memset(trace, 0, sizeof *trace);
    trace->recording = recording;
    trace->is_replay = pb_recording_is_replay(recording);
    trace->system = PB_TRACE_NO_SYSTEM;
}

const char *pb_trace_system(const struct pb_trace *trace, unsigned system)
{
    return system == PB_TRACE_NO_SYSTEM                 ? "population"
           : trace->types && system < trace->type_count ? trace->types[system]->name
                                                        : "unknown";
}

/* A batch begins, in the recorded run or in this one. */
static struct batch begin_batch(struct pb_trace *trace, uint64_t slot, uint64_t second)
{
    trace->system = (uint8_t)slot;
    return (struct batch){.number = ++trace->batches, .slot = (uint8_t)slot, .second = second};
}

static void count_tick(struct pb_trace *trace, uint32_t diff_ms)
{
    trace->batches = 0;
    trace->ticks++;
    trace->time_ms += diff_ms;
}

void pb_trace_begin_tick(struct pb_trace *trace, uint32_t diff_ms, uint32_t minute)
{
    struct tick tick = {diff_ms, minute};

    if (trace->is_replay)
        return;
    count_tick(trace, diff_ms);
    trace->minute = minute;
    trace->is_tick_told = 1;
    pb_recording_put(trace->recording, PB_RECORD_TICK, &tick, sizeof tick);
}

void pb_trace_write(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t second)
{
    struct batch batch;
    uint32_t percent = (uint32_t)first;

    if (trace->is_replay)
        return;
    switch (kind) {
    case PB_TRACE_TICK:
        if (!trace->is_tick_told)
            pb_trace_begin_tick(trace, (uint32_t)first, trace->minute);
        trace->is_tick_told = 0;
        break;
    case PB_TRACE_BATCH:
        batch = begin_batch(trace, first, second);
        if (second != trace->last_batch[batch.slot])
            pb_recording_put(trace->recording, PB_RECORD_BATCH, &batch, sizeof batch);
        trace->last_batch[batch.slot] = (uint32_t)second;
        break;
    case PB_TRACE_OVERRUN:
        batch = (struct batch){.number = trace->batches, .second = first};
        pb_recording_put(trace->recording, PB_RECORD_OVERRUN, &batch, sizeof batch);
        break;
    default:
        pb_recording_put(trace->recording, (enum pb_record)kind, &percent, sizeof percent);
    }
}

/* How big the recorded batch of this number could be. */
static int take_batch(struct pb_trace *trace, uint64_t slot, uint64_t *second)
{
    struct batch now = begin_batch(trace, slot, 0);
    const struct batch *found = pb_recording_look(trace->recording, PB_RECORD_BATCH, sizeof *found);
    struct batch batch;

    *second = trace->last_batch[now.slot];
    if (!found)
        return 1;
    memcpy(&batch, found, sizeof batch);
    if (batch.number > now.number)
        return 1;
    if (batch.number < now.number || batch.slot != now.slot) {
        pb_recording_differ(
            trace->recording,
            "tick %" PRIu64 " (%.2f s): batch %u is of system %s; recorded: batch %u of system %s",
            trace->ticks, (double)trace->time_ms / 1000, now.number, pb_trace_system(trace, now.slot),
            batch.number, pb_trace_system(trace, batch.slot));
        return 1;
    }
    *second = trace->last_batch[now.slot] = (uint32_t)batch.second;
    return pb_recording_take(trace->recording, PB_RECORD_BATCH, &batch, sizeof batch);
}

int pb_trace_take(struct pb_trace *trace, enum pb_trace_kind kind, uint64_t first, uint64_t *second)
{
    const struct batch *found;
    struct batch batch;
    uint32_t percent;

    if (kind == PB_TRACE_BATCH)
        return take_batch(trace, first, second);
    if (kind == PB_TRACE_ADMIT) {
        uint32_t asked;
        const void *admitted = pb_recording_look(trace->recording, PB_RECORD_ADMIT, sizeof asked);

        if (!admitted)
            return 0;
        memcpy(&asked, admitted, sizeof asked);
        return asked == (uint32_t)first &&
               pb_recording_take(trace->recording, PB_RECORD_ADMIT, &asked, sizeof asked);
    }
    if (kind == PB_TRACE_LOAD) {
        if (!pb_recording_take(trace->recording, PB_RECORD_LOAD, &percent, sizeof percent))
            return 0;
        *second = percent;
        return 1;
    }
    found = pb_recording_look(trace->recording, PB_RECORD_OVERRUN, sizeof *found);
    if (!found)
        return 0;
    memcpy(&batch, found, sizeof batch);
    if (batch.number != trace->batches || batch.second != first)
        return 0;
    *second = 0;
    return pb_recording_take(trace->recording, PB_RECORD_OVERRUN, &batch, sizeof batch);
}

void pb_trace_end_turns(struct pb_trace *trace)
{
    trace->system = PB_TRACE_NO_SYSTEM;
}

/* ---- Differences ---- */

static void differ(struct pb_trace *trace, const char *who, unsigned system, const char *now)
{
    char was[TEXT];
    enum pb_record kind = pb_recording_peek(trace->recording);
    const void *found;

    snprintf(was, sizeof was, "%s", pb_record_text(kind));
    if ((found = pb_recording_look(trace->recording, PB_RECORD_DECISION, sizeof(struct decision)))) {
        struct decision d;

        memcpy(&d, found, sizeof d);
        snprintf(was, sizeof was, "bot %u, system %s, decision %u: %u (%.6g) before %u (%.6g)", d.bot,
                 pb_trace_system(trace, d.system), d.kind, d.choice, (double)d.score, d.other,
                 (double)d.other_score);
    } else if ((found =
                    pb_recording_look(trace->recording, PB_RECORD_ORDER, sizeof(struct pb_world_order)))) {
        struct pb_world_order order;
        char text[TEXT];

        memcpy(&order, found, sizeof order);
        pb_order_describe(&order, text, sizeof text);
        snprintf(was, sizeof was, "system %s, %.*s", pb_trace_system(trace, order.system), TEXT - 40, text);
    }
    pb_recording_differ(trace->recording, "tick %" PRIu64 " (%.2f s), %s, system %s: %s; recorded: %s",
                        trace->ticks, (double)trace->time_ms / 1000, who, pb_trace_system(trace, system), now,
                        was);
}

void pb_trace_refuse(struct pb_trace *trace)
{
    if (pb_recording_peek(trace->recording) != PB_RECORD_NONE)
        differ(trace, "nobody", trace->system, "nothing more happens in this tick");
}

int pb_trace_next_tick(struct pb_trace *trace, uint32_t *diff_ms)
{
    struct tick tick;

    if (!pb_recording_take(trace->recording, PB_RECORD_TICK, &tick, sizeof tick)) {
        if (pb_recording_peek(trace->recording) != PB_RECORD_END)
            pb_trace_refuse(trace);
        return 0;
    }
    *diff_ms = tick.diff_ms;
    trace->minute = tick.minute;
    count_tick(trace, tick.diff_ms);
    return 1;
}

/* Compares with the next record; 1 when it is the same, or was written. */
static int is_same(struct pb_trace *trace, enum pb_record kind, const void *bytes, size_t size, void *room)
{
    const void *found;

    if (!trace->is_replay) {
        pb_recording_put(trace->recording, kind, bytes, size);
        return 1;
    }
    /* The replay is over: what still happens in this tick is of no interest. */
    if (pb_recording_peek(trace->recording) == PB_RECORD_NONE)
        return 1;
    found = pb_recording_look(trace->recording, kind, size);
    return found && memcmp(found, bytes, size) == 0 && pb_recording_take(trace->recording, kind, room, size);
}

void pb_trace_decide(struct pb_trace *trace, uint32_t bot, const struct pb_decision *decision)
{
    struct decision record, room;
    char text[TEXT], who[32];

    memset(&record, 0, sizeof record);
    record.bot = bot;
    record.choice = decision->choice;
    record.other = decision->other;
    record.score = decision->score;
    record.other_score = decision->other_score;
    record.system = decision->system;
    record.kind = decision->kind;
    trace->decisions++;
    if (is_same(trace, PB_RECORD_DECISION, &record, sizeof record, &room))
        return;
    snprintf(text, sizeof text, "decision %u: %u (%.6g) before %u (%.6g)", record.kind, record.choice,
             (double)record.score, record.other, (double)record.other_score);
    snprintf(who, sizeof who, "bot %u", bot);
    differ(trace, who, record.system, text);
}

void pb_trace_order(struct pb_trace *trace, const struct pb_world_order *order)
{
    struct pb_world_order record, room;
    char text[TEXT], who[32];

    memset(&record, 0, sizeof record);
    memcpy(record.arguments, order->arguments, sizeof record.arguments);
    record.actor = order->actor;
    record.result = order->result;
    record.function = order->function;
    record.system = trace->system;
    trace->orders++;
    if (is_same(trace, PB_RECORD_ORDER, &record, sizeof record, &room))
        return;
    pb_order_describe(&record, text, sizeof text);
    snprintf(who, sizeof who, "actor %u", record.actor);
    differ(trace, who, record.system, text);
}
