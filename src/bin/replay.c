#include "bin/replay.h"
#include "ai/mind.h"
#include "api/systems.h"
#include "base/error.h"
#include "bin/run_log.h"
#include "market/market_tape.h"
#include "realm/tape.h"
#include <inttypes.h>

struct replay {
    struct pb_run_log log;
    struct pb_log *messages;
    struct pb_content *content;
    struct pb_realm_tape *tape;
    struct pb_realm *realm;
    struct pb_market *market;
    struct pb_mind *mind;
};

/* The market, with what it was told before the minds began. */
static int begin_market(struct replay *replay, struct pb_recording *recording)
{
    struct pb_market_options options;
    int error = pb_market_tape_new(&replay->market, &options, recording, &pb_memory_libc);

    while (error == PB_OK && pb_recording_peek(recording) == PB_RECORD_MARKET_INPUT)
        if (!pb_market_tape_replay(replay->market, recording))
            error = PB_E_bad_recording;
    return error;
}

/* The content, the realm, the market and the mind, all from the recording. */
static int begin(struct replay *replay)
{
    struct pb_log_options quiet = {.level = PB_WARN};
    struct pb_realm_options realm = {.memory = pb_memory_libc};
    struct pb_mind_options mind = {.memory = pb_memory_libc,
                                   .types = pb_systems,
                                   .type_count = pb_system_count,
                                   .trace = &replay->log.trace};
    struct pb_recording *recording = replay->log.recording;
    struct pb_content_builder *builder;
    int error = pb_log_new(&replay->messages, &quiet);

    if (error == PB_OK)
        error = pb_content_builder_new(&builder, &pb_memory_libc);
    if (error == PB_OK) {
        pb_content_record(builder, recording);
        error = pb_content_finish(builder, NULL, NULL, &replay->content);
    }
    if (error == PB_OK)
        error = pb_realm_tape_new(&replay->tape, recording, NULL, &pb_memory_libc);
    if (error == PB_OK) {
        realm.content = replay->content;
        error = pb_realm_tape_begin(replay->tape, &realm);
    }
    if (error == PB_OK)
        error = pb_realm_new(&replay->realm, &realm);
    if (error == PB_OK)
        error = begin_market(replay, recording);
    if (error == PB_OK) {
        mind.market = replay->market;
        mind.world = pb_realm_world(replay->realm);
        mind.log = replay->messages;
        error = pb_mind_new(&replay->mind, &mind);
    }
    return error;
}

static void go(struct replay *replay)
{
    struct pb_recording *recording = replay->log.recording;
    enum pb_record kind;

    while ((kind = pb_recording_peek(recording)) != PB_RECORD_NONE) {
        if (kind == PB_RECORD_END)
            pb_recording_skip(recording);
        else if (!pb_realm_tape_replay(replay->tape, replay->realm) &&
                 !pb_market_tape_replay(replay->market, recording) && !pb_mind_replay(replay->mind))
            pb_trace_refuse(&replay->log.trace);
        if (kind == PB_RECORD_END)
            break;
    }
}

static int judge(const struct replay *replay)
{
    const struct pb_recording *recording = replay->log.recording;
    const struct pb_trace *trace = &replay->log.trace;
    const char *difference = pb_recording_difference(recording), *damage = pb_recording_damage(recording);
    const struct pb_population_stats *population =
        replay->mind ? pb_population_stats(pb_mind_population(replay->mind)) : NULL;

    printf("%" PRIu64 " ticks, %.1f s, %" PRIu64 " bots at the end, %" PRIu64 " decisions, %" PRIu64
           " orders, digest %016" PRIx64 "\n",
           trace->ticks, (double)trace->time_ms / 1000, population ? population->online : 0, trace->decisions,
           trace->orders, trace->digest);
    if (difference)
        printf("it differs: %s\n", difference);
    else if (damage)
        printf("the same as recorded as far as it can be read; the recording is damaged: %s\n", damage);
    else
        puts("the same as recorded");
    return difference ? PB_REPLAY_DIFFERS : damage ? PB_REPLAY_DAMAGED : PB_REPLAY_SAME;
}

static void end(struct replay *replay)
{
    pb_mind_free(replay->mind);
    pb_market_free(replay->market);
    pb_realm_free(replay->realm);
    pb_realm_tape_free(replay->tape);
    pb_content_free(replay->content);
    pb_log_free(replay->messages);
    pb_run_log_close(&replay->log);
}

int pb_replay(const char *path)
{
    struct replay replay = {.messages = NULL};
    char text[300];
    int code = PB_REPLAY_DAMAGED, error = pb_run_log_open(&replay.log, path, 1, text, sizeof text);

    if (error != PB_OK) {
        fprintf(stderr, "playerbotd: %s cannot be replayed: %s\n", path, text);
        return PB_REPLAY_DAMAGED;
    }
    error = begin(&replay);
    if (error == PB_OK)
        go(&replay);
    if (error == PB_OK || pb_recording_damage(replay.log.recording))
        code = judge(&replay);
    else
        fprintf(stderr, "playerbotd: %s cannot be replayed: %s\n", path, pb_error_text(error));
    end(&replay);
    return code;
}
