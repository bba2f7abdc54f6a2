/* Commands about bots and the systems that think for them. */
#include "api/caches.h"
#include "api/command_runs.h"
#include "api/format.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPLAIN_SIZE = 8192 };

/* The AI; without a world the run ends with an error, and NULL is returned. */
static struct pb_ai *need_ai(struct pb_command_run *run)
{
    if (!run->handle->ai)
        pb_command_end(run, PB_E_unsupported, "this agent has no world: no bots think here");
    return run->handle->ai;
}

static void end_json(struct pb_command_run *run, json_t *value)
{
    char *text = run->is_json ? json_dumps(value, JSON_COMPACT) : NULL;

    if (text)
        run->output.line(run->output.user, text);
    free(text);
    json_decref(value);
    pb_command_end(run, PB_OK, NULL);
}

/* The bot of the first argument, a character's guid. */
static pb_bot need_bot(struct pb_command_run *run, struct pb_ai *ai)
{
    pb_bot bot = pb_coordinator_find_guid(ai->coordinator, pb_command_number(run, 0));
    char message[96];

    if (bot == PB_NO_BOT) {
        snprintf(message, sizeof message, "no bot with guid %" PRIu64 " is in the world; 'bots' lists them",
                 pb_command_number(run, 0));
        pb_command_end(run, PB_E_gone, message);
    }
    return bot;
}

int pb_run_why(struct pb_command_run *run)
{
    struct pb_ai *ai = need_ai(run);
    pb_bot bot = ai ? need_bot(run, ai) : PB_NO_BOT;
    char *text, *line, *rest;
    json_t *lines;

    if (bot == PB_NO_BOT)
        return PB_OK;
    if (!(text = malloc(EXPLAIN_SIZE)))
        return PB_E_no_memory;
    pb_coordinator_explain(ai->coordinator, bot, text, EXPLAIN_SIZE);
    lines = json_array();
    for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        json_array_append_new(lines, json_string(line));
        if (!run->is_json)
            run->output.line(run->output.user, line);
    }
    free(text);
    end_json(run, lines);
    return PB_OK;
}

int pb_run_bots(struct pb_command_run *run)
{
    struct pb_ai *ai = need_ai(run);
    json_t *list;
    struct pb_bots *bots;
    pb_bot bot;

    if (!ai)
        return PB_OK;
    bots = pb_coordinator_bots(ai->coordinator);
    list = json_array();
    if (!run->is_json)
        pb_format_line(run->output.line, run->output.user, "%-12s %-10s %5s %5s %-8s %6s %5s", "guid",
                       "account", "class", "level", "mode", "health", "slots");
    for (bot = 0; bot < bots->count; bot++) {
        const struct pb_actor_status *status = &bots->row[bot].status;
        const char *mode = pb_bots_mode_name((enum pb_bot_mode)bots->row[bot].mode);

        if (bots->row[bot].actor == PB_NO_ACTOR)
            continue;
        if (run->is_json)
            json_array_append_new(list, json_pack("{s:I, s:I, s:i, s:i, s:s, s:i, s:i}", "guid",
                                                  (json_int_t)bots->row[bot].guid, "account",
                                                  (json_int_t)bots->row[bot].account, "class",
                                                  bots->row[bot].character_class, "level", status->level,
                                                  "mode", mode, "health_percent", status->health_percent,
                                                  "free_slots", status->free_slots));
        else
            pb_format_line(run->output.line, run->output.user,
                           "%-12" PRIu64 " %-10" PRIu32 " %5u %5u %-8s %5u%% %5u", bots->row[bot].guid,
                           bots->row[bot].account, bots->row[bot].character_class, status->level, mode,
                           status->health_percent, status->free_slots);
    }
    end_json(run, list);
    return PB_OK;
}

enum { PERCENT_SIZE = 16 };

/* Of look-ups that were hits; "-" when there were none. */
static void print_percent(uint64_t hits, uint64_t misses, char text[PERCENT_SIZE])
{
    int permille = pb_caches_permille(hits, misses);

    snprintf(text, PERCENT_SIZE, permille < 0 ? "-" : "%d.%d", permille / 10, permille % 10);
}

int pb_run_systems(struct pb_command_run *run)
{
    struct pb_ai *ai = need_ai(run);
    json_t *list;
    unsigned i;

    if (!ai)
        return PB_OK;
    list = json_array();
    if (!run->is_json)
        pb_format_line(run->output.line, run->output.user, "%-10s %-8s %12s %9s %8s %8s %8s %8s %9s %6s",
                       "system", "state", "updates", "cpu_ms", "p50_ns", "p99_ns", "age_ms", "errors", "KiB",
                       "hit_%");
    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats stats;
        const char *state;
        char percent[PERCENT_SIZE];

        pb_coordinator_system_stats(ai->coordinator, i, &stats);
        print_percent(stats.cache_hits, stats.cache_misses, percent);
        state = !stats.is_supported ? "no world" : !stats.is_enabled ? "off" : pb_fault_name(stats.fault);
        if (run->is_json)
            json_array_append_new(
                list,
                json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "system",
                          stats.name, "state", state, "updates", (json_int_t)stats.updates, "cpu_us",
                          (json_int_t)(stats.cpu_ns / 1000), "p50_ns", (json_int_t)stats.p50_ns, "p99_ns",
                          (json_int_t)stats.p99_ns, "age_ms", (json_int_t)stats.age_ms, "errors",
                          (json_int_t)stats.errors, "bytes", (json_int_t)stats.bytes, "shared_bytes",
                          (json_int_t)stats.shared_bytes, "cache_hits", (json_int_t)stats.cache_hits,
                          "cache_misses", (json_int_t)stats.cache_misses, "cache_hit_percent",
                          pb_caches_percent(stats.cache_hits, stats.cache_misses)));
        else
            pb_format_line(run->output.line, run->output.user,
                           "%-10s %-8s %12" PRIu64 " %9" PRIu64 " %8u %8u %8u %8" PRIu64 " %9" PRIu64 " %6s",
                           stats.name, state, stats.updates, stats.cpu_ns / 1000000, stats.p50_ns,
                           stats.p99_ns, stats.age_ms, stats.errors,
                           (stats.bytes + stats.shared_bytes) / 1024, percent);
    }
    end_json(run, list);
    return PB_OK;
}

static void show_cache(void *user, const char *of, const char *name, uint64_t hits, uint64_t misses)
{
    struct pb_command_run *run = user;
    char percent[PERCENT_SIZE];

    print_percent(hits, misses, percent);
    pb_format_line(run->output.line, run->output.user, "%-10s %-16s %12" PRIu64 " %12" PRIu64 " %6s", of,
                   name, hits, misses, percent);
}

int pb_run_caches(struct pb_command_run *run)
{
    if (!run->is_json) {
        pb_format_line(run->output.line, run->output.user, "%-10s %-16s %12s %12s %6s", "of", "cache", "hits",
                       "misses", "hit_%");
        pb_caches_each(run->handle, show_cache, run);
    }
    end_json(run, run->is_json ? pb_caches_json(run->handle) : NULL);
    return PB_OK;
}

/* The system that a word names; the run ends with an error when there is none. */
static int need_system(struct pb_command_run *run, struct pb_ai *ai, const char *name)
{
    int system = pb_coordinator_find_system(ai->coordinator, name);
    char message[96];

    if (system < 0) {
        snprintf(message, sizeof message, "no system is called '%.40s'; 'systems' lists them", name);
        pb_command_end(run, PB_E_bad_argument, message);
    }
    return system;
}

static int switch_system(struct pb_command_run *run, int is_enabled)
{
    struct pb_ai *ai = need_ai(run);
    int system = ai ? need_system(run, ai, run->words[0]) : -1, error;

    if (system < 0)
        return PB_OK;
    error = pb_mind_enable_system(ai->mind, (unsigned)system, is_enabled);
    pb_format_line(run->output.line, run->output.user,
                   run->is_json ? "{\"system\":\"%s\",\"is_enabled\":%s}" : "%s: %s", run->words[0],
                   run->is_json ? is_enabled ? "true" : "false"
                   : is_enabled ? "on"
                                : "off");
    pb_command_end(run, error, NULL);
    return PB_OK;
}

int pb_run_systems_enable(struct pb_command_run *run)
{
    return switch_system(run, 1);
}

int pb_run_systems_disable(struct pb_command_run *run)
{
    return switch_system(run, 0);
}

/* A bot as a whole, or one of its systems. */
static int switch_bot(struct pb_command_run *run, int is_enabled)
{
    struct pb_ai *ai = need_ai(run);
    pb_bot bot = ai ? need_bot(run, ai) : PB_NO_BOT;
    int system = 0, error;

    if (bot == PB_NO_BOT || (run->count > 1 && (system = need_system(run, ai, run->words[1])) < 0))
        return PB_OK;
    error = run->count > 1 ? pb_mind_enable(ai->mind, bot, (unsigned)system, is_enabled)
                           : pb_mind_enable_bot(ai->mind, bot, is_enabled);
    pb_format_line(run->output.line, run->output.user,
                   run->is_json ? "{\"guid\":%s,\"is_enabled\":%s}" : "bot %s: %s", run->words[0],
                   run->is_json ? is_enabled ? "true" : "false"
                   : is_enabled ? "on"
                                : "off");
    pb_command_end(run, error, NULL);
    return PB_OK;
}

int pb_run_bots_enable(struct pb_command_run *run)
{
    return switch_bot(run, 1);
}

int pb_run_bots_disable(struct pb_command_run *run)
{
    return switch_bot(run, 0);
}
