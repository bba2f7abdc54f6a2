/*
 * A host whose bots live in a small realm of its own, in memory, and whose ticks cost what they are told: for
 * tests of health. Heavy ticks spend thread CPU time within the AI's tick, so that health becomes RED on any
 * machine.
 *
 * Usage: red_host CONFIG BOTS
 * Lines on standard input: heavy (5 ms a tick, 20 ticks a second), light (as many ticks as there is time
 * for), alert TEXT (runs the AlertCommand with these reasons), stop. A line on standard output whenever
 * health changed and nothing is on its way to the database any more: health GREEN|YELLOW|RED REASONS.
 */
#include "../sample/memory_store.h"
#include "../sample/sample_content.h"
#include "api/ai.h"
#include "base/clock.h"
#include "realm/realm.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TICK_MS = 50, HEAVY_NS = 5000000 };

static struct {
    struct pb_memory_store store;
    struct pb_content *content;
    struct pb_realm *realm;
    struct pb_world world; /* the realm's, with a poll_events of ours */
    const struct pb_world *own;
    int is_heavy, is_over;
} host = {.is_heavy = 1};

/* The AI asks for events once a tick at least. */
static unsigned poll_events(void *self, struct pb_world_event *events, unsigned max)
{
    int64_t start_ns = pb_clock_thread_ns();

    while (host.is_heavy && pb_clock_thread_ns() - start_ns < HEAVY_NS)
        ;
    return host.own->poll_events(self, events, max);
}

static int begin(pb_handle *handle)
{
    struct pb_realm_store store = pb_memory_store_functions(&host.store);
    struct pb_realm_options options = {.memory = pb_memory_libc, .seed = 1, .store = &store};

    host.content = pb_sample_content(1);
    if (!host.content)
        return PB_E_no_memory;
    options.content = host.content;
    if (pb_realm_new(&host.realm, &options) != PB_OK)
        return PB_E_no_memory;
    host.own = pb_realm_world(host.realm);
    host.world = *host.own;
    host.world.poll_events = poll_events;
    return pb_set_world(handle, &host.world, 1);
}

static void obey(pb_handle *handle, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (!strcmp(line, "heavy")) {
        host.is_heavy = 1;
    } else if (!strcmp(line, "light")) {
        host.is_heavy = 0;
    } else if (!strncmp(line, "alert ", 6)) {
        snprintf(handle->ai->reasons, sizeof handle->ai->reasons, "%s", line + 6);
        pb_ai_alert_update(handle->ai);
        pb_ai_alert(handle);
    } else {
        host.is_over = 1;
        pb_stop(handle);
    }
}

/* What stands on standard input; waits for it as long as a tick lasts. Its end is a stop. */
static void listen_to(pb_handle *handle, int wait_ms)
{
    static char text[4096];
    static size_t length;
    struct pollfd input = {.fd = 0, .events = POLLIN};
    ssize_t count;
    char *end;

    if (host.is_over || poll(&input, 1, wait_ms) <= 0)
        return;
    count = read(0, text + length, sizeof text - length - 1);
    if (count <= 0) {
        obey(handle, (char[]){"stop"});
        return;
    }
    length += (size_t)count;
    text[length] = '\0';
    while ((end = strchr(text, '\n'))) {
        *end = '\0';
        obey(handle, text);
        length -= (size_t)(end + 1 - text);
        memmove(text, end + 1, length + 1);
    }
}

int main(int argc, char **argv)
{
    struct pb_options options = {.size = sizeof options, .mode = PB_MODE_AGENT, .bots = -1};
    char errors[2048] = "";
    pb_handle *handle;
    int told = -1;

    if (argc != 3)
        return 2;
    options.config_path = argv[1];
    options.bots = strtol(argv[2], NULL, 10);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (pb_open(&options, &handle, errors, sizeof errors) != PB_OK || begin(handle) != PB_OK) {
        fprintf(stderr, "%s\n", errors);
        return 2;
    }
    while (!pb_is_stopped(handle)) {
        pb_realm_update(host.realm, host.is_heavy ? TICK_MS : 1);
        pb_update(handle, host.is_heavy ? TICK_MS : 1);
        if ((int)handle->ai->health != told && !pb_database_outstanding(handle->database)) {
            told = (int)handle->ai->health;
            printf("health %s %s\n", pb_health_name(handle->ai->health), handle->ai->reasons);
        }
        listen_to(handle, host.is_heavy ? TICK_MS : 0);
    }
    pb_close(handle);
    pb_realm_free(host.realm);
    pb_content_free(host.content);
    pb_memory_store_release(&host.store);
    return 0;
}
