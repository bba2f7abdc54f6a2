/*
 * A world server's part, as small as it can be: leases accounts, opens their sessions, keeps a state for
 * each, stops all bots when they are lost, returns everything at the end. C11 and C++; shown in
 * docs/library.md.
 *
 * Usage: minimal_host CONFIG | --version
 */
#include <playerbot.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TICK_MS = 50, STATE_VERSION = 1 };

struct world {
    pb_handle *handle;
    unsigned bots; /* accounts whose bots are in the world now */
    int code;      /* exit code; not 0: the database does not let us start */
};

static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
    (void)number;
    stop_asked = 1;
}

/* The session is active: its state is what an earlier holder left, or nothing. */
static void on_opened(void *user, int error, uint32_t account_id)
{
    struct world *world = (struct world *)user;
    const void *state = NULL;
    uint16_t version = 0;
    uint32_t size = 0, starts = 0;

    /* A damaged state is an empty one: the bot begins anew. */
    if (error != PB_OK && error != PB_E_bad_state) {
        fprintf(stderr, "account %u stays out: %s\n", account_id, pb_error_text(error));
        return;
    }
    if (pb_get_session_state(world->handle, account_id, &version, &state, &size) == PB_OK &&
        version == STATE_VERSION && size == sizeof starts)
        memcpy(&starts, state, sizeof starts);
    starts++;
    /* Written with the next write-behind; the bytes are copied. */
    error = pb_set_session_state(world->handle, account_id, STATE_VERSION, &starts, sizeof starts);
    if (error != PB_OK)
        fprintf(stderr, "account %u keeps its old state: %s\n", account_id, pb_error_text(error));
    world->bots++;
    printf("account %u plays, start %u\n", account_id, starts);
    fflush(stdout);
}

static void on_event(void *user, const struct pb_event *event)
{
    struct world *world = (struct world *)user;

    switch (event->type) {
    case PB_EVENT_LEASED: /* now, and only now, its bots may enter the world */
        if (pb_open_session(world->handle, event->account_id, on_opened, world) != PB_OK)
            fprintf(stderr, "account %u cannot be opened now\n", event->account_id);
        break;
    case PB_EVENT_LOST: /* another agent may hold them soon: out of the world, here, without saving */
        printf("lost all %u: %s\n", world->bots, event->text);
        world->bots = 0;
        break;
    case PB_EVENT_ABORT: /* not now, and not under these accounts */
        fprintf(stderr, "the database refuses the start: %s\n", event->text);
        world->code = 3;
        break;
    case PB_EVENT_STOPPED:
        printf("returned %llu accounts\n", (unsigned long long)event->count);
        break;
    default:
        break;
    }
}

/* What a world server has anyway: a tick. */
static void tick(struct world *world)
{
    struct timespec pause;

    pause.tv_sec = 0;
    pause.tv_nsec = TICK_MS * 1000000L;
    nanosleep(&pause, NULL);
    pb_update(world->handle, TICK_MS);
}

int main(int argc, char **argv)
{
    struct world world;
    struct pb_host host;
    struct pb_options options;
    char errors[4096] = "";

    if (argc != 2) {
        fprintf(stderr, "Usage: %s CONFIG | --version\n", argv[0]);
        return 2;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts(pb_version());
        return 0;
    }
    /* Zeros first: what a later header adds is then NULL. */
    memset(&world, 0, sizeof world);
    memset(&host, 0, sizeof host);
    memset(&options, 0, sizeof options);
    host.size = sizeof host;
    host.user = &world;
    host.on_event = on_event;
    options.size = sizeof options;
    options.config_path = argv[1];
    options.mode = PB_MODE_AGENT;
    options.host = &host;
    options.bots = -1;
    if (pb_open(&options, &world.handle, errors, sizeof errors) != PB_OK) {
        fprintf(stderr, "%s\n", errors);
        return 2;
    }
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    while (!stop_asked && world.code == 0)
        tick(&world);
    pb_stop(world.handle);
    while (!pb_is_stopped(world.handle))
        tick(&world);
    pb_close(world.handle);
    return world.code;
}
