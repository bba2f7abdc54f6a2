#include "bin/report.h"
#include "api/caches.h"
#include "base/clock.h"
#include <errno.h>
#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int64_t pb_report_rss(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long long size = 0, resident = 0;

    if (!file)
        return 0;
    if (fscanf(file, "%lld %lld", &size, &resident) != 2)
        resident = 0;
    fclose(file);
    return (int64_t)resident * sysconf(_SC_PAGESIZE);
}

/* CPU of all threads but the calling one: the database thread and its workers. */
static uint64_t others_ns(void)
{
    struct timespec all;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &all);
    return (uint64_t)((int64_t)all.tv_sec * 1000000000 + all.tv_nsec - pb_clock_thread_ns());
}

void pb_report_begin(struct pb_report *report, const struct pb_daemon_realm *realm)
{
    memset(report, 0, sizeof *report);
    report->started_ns = pb_clock_ns();
#ifdef __GLIBC__
    /* What loading freed is still resident, and bots would fill it without any growth. */
    malloc_trim(0);
#endif
    report->rss_before = pb_report_rss();
    report->realm_before = realm ? pb_daemon_realm_bytes(realm) : 0;
    report->database_started_ns = others_ns();
}

void pb_report_tick(struct pb_report *report, int64_t agent_ns, int64_t realm_ns)
{
    report->ticks++;
    report->tick_ns += (uint64_t)agent_ns;
    pb_histogram_add(&report->tick_us, (uint64_t)agent_ns / 1000, 1);
    pb_histogram_add(&report->realm_us, (uint64_t)realm_ns / 1000, 1);
}

static json_t *quantiles(const struct pb_histogram *histogram)
{
    return json_pack("{s:f, s:f, s:f}", "p50", pb_histogram_quantile(histogram, 500) / 1000.0, "p99",
                     pb_histogram_quantile(histogram, 990) / 1000.0, "max", histogram->max / 1000.0);
}

static json_t *systems(const struct pb_ai *ai, uint32_t bots)
{
    json_t *object = json_object();
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats stats;

        pb_coordinator_system_stats(ai->coordinator, i, &stats);
        json_object_set_new(object, stats.name,
                            json_pack("{s:I, s:f, s:f, s:i, s:I, s:I, s:I, s:I, s:I, s:b}", "updates",
                                      (json_int_t)stats.updates, "cpu_ms", (double)stats.cpu_ns / 1e6,
                                      "p99_us", stats.p99_ns / 1000.0, "max_age_ms", (int)stats.max_age_ms,
                                      "bytes_per_bot", (json_int_t)(bots ? stats.bytes / bots : 0),
                                      "shared_bytes", (json_int_t)stats.shared_bytes, "cache_hits",
                                      (json_int_t)stats.cache_hits, "cache_misses",
                                      (json_int_t)stats.cache_misses, "errors", (json_int_t)stats.errors,
                                      "is_enabled", stats.is_enabled && stats.is_supported));
    }
    return object;
}

static void add_ai(json_t *object, const struct pb_ai *ai, double seconds)
{
    struct pb_coordinator_stats stats;

    pb_coordinator_stats(ai->coordinator, &stats);
    json_object_set_new(object, "bots", json_integer(stats.bots));
    json_object_set_new(object, "updates_per_s",
                        json_real(seconds > 0 ? (double)stats.updates / seconds : 0));
    json_object_set_new(object, "over_budget_ticks", json_integer((json_int_t)stats.over_budget_ticks));
    json_object_set_new(object, "load_percent", json_integer(stats.load_percent));
    json_object_set_new(object, "health", json_string(pb_health_name(ai->health)));
    json_object_set_new(object, "health_reasons", json_string(ai->reasons));
    json_object_set_new(object, "systems", systems(ai, stats.bots));
    if (stats.bots)
        json_object_set_new(object, "coordinator_bytes_per_bot",
                            json_integer((json_int_t)(stats.bytes / stats.bots)));
}

static void add_memory(json_t *object, const struct pb_report *report, const struct pb_ai *ai,
                       const struct pb_daemon_realm *realm)
{
    struct pb_coordinator_stats stats;
    int64_t grown = pb_report_rss() - report->rss_before;
    size_t of_realm = realm ? pb_daemon_realm_bytes(realm) - report->realm_before : 0, shared = 0;
    unsigned i;

    pb_coordinator_stats(ai->coordinator, &stats);
    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats system;

        pb_coordinator_system_stats(ai->coordinator, i, &system);
        shared += system.shared_bytes;
    }
    if (!stats.bots)
        return;
    json_object_set_new(object, "rss_bytes_per_bot", json_integer(grown / stats.bots));
    json_object_set_new(object, "realm_bytes_per_bot", json_integer((json_int_t)(of_realm / stats.bots)));
    json_object_set_new(object, "agent_bytes_per_bot",
                        json_integer((grown - (int64_t)of_realm - (int64_t)shared) / stats.bots));
    json_object_set_new(object, "shared_bytes", json_integer((json_int_t)shared));
    if (realm)
        json_object_set_new(object, "content_bytes",
                            json_integer((json_int_t)pb_daemon_realm_content_bytes(realm)));
}

static void add_realm(json_t *object, const struct pb_report *report, struct pb_daemon_realm *realm)
{
    const struct pb_realm_stats *stats = pb_daemon_realm_stats(realm);

    json_object_set_new(object, "realm_ms", quantiles(&report->realm_us));
    json_object_set_new(object, "quests_completed", json_integer((json_int_t)stats->quests_rewarded));
    json_object_set_new(object, "levels_gained", json_integer((json_int_t)stats->levels));
#define X(name, unit, text)                                                                                  \
    json_object_set_new(object, "realm_" #name, json_integer((json_int_t)stats->name));
    PB_REALM_STATS(X)
#undef X
}

int pb_report_save(const json_t *object, const char *path)
{
    char name[4096];
    int error;

    if (snprintf(name, sizeof name, "%s.new", path) >= (int)sizeof name) {
        errno = ENAMETOOLONG;
        return PB_E_io;
    }
    error = json_dump_file(object, name, JSON_INDENT(2)) == 0 && rename(name, path) == 0 ? PB_OK : PB_E_io;
    if (error)
        remove(name);
    return error;
}

int pb_report_write(const struct pb_report *report, pb_handle *handle, struct pb_daemon_realm *realm,
                    const char *path)
{
    double seconds = (double)(pb_clock_ns() - report->started_ns) / 1e9;
    uint64_t database_ns = others_ns() - report->database_started_ns;
    json_t *object = json_object();
    int error;

    json_object_set_new(object, "seconds", json_real(seconds));
    json_object_set_new(object, "ticks", json_integer((json_int_t)report->ticks));
    json_object_set_new(object, "tick_ms", quantiles(&report->tick_us));
    json_object_set_new(object, "cpu_percent",
                        json_real(seconds > 0 ? (double)(report->tick_ns + database_ns) / 1e7 / seconds : 0));
    json_object_set_new(object, "database_cpu_percent",
                        json_real(seconds > 0 ? (double)database_ns / 1e7 / seconds : 0));
    json_object_set_new(object, "caches", pb_caches_json(handle));
    if (handle->ai) {
        add_ai(object, handle->ai, seconds);
        add_memory(object, report, handle->ai, realm);
    }
    if (realm)
        add_realm(object, report, realm);
    error = pb_report_save(object, path);
    json_decref(object);
    return error;
}
