#include "base/stop.h"
#include "base/error.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct pb_stop {
    volatile sig_atomic_t is_asked;
    /* Readable from the request on: a flag alone would miss a signal that comes just before poll. */
    int event;
};

int pb_stop_new(struct pb_stop **out)
{
    struct pb_stop *stop = calloc(1, sizeof *stop);

    if (!stop)
        return PB_E_no_memory;
    stop->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (stop->event < 0) {
        free(stop);
        return PB_E_io;
    }
    *out = stop;
    return PB_OK;
}

void pb_stop_free(struct pb_stop *stop)
{
    if (!stop)
        return;
    close(stop->event);
    free(stop);
}

void pb_stop_ask(struct pb_stop *stop)
{
    const uint64_t one = 1;
    const int saved_errno = errno;

    stop->is_asked = 1;
    /* Fails only when the counter is full: readable then as well. */
    if (write(stop->event, &one, sizeof one) < 0)
        errno = 0;
    errno = saved_errno;
}

int pb_stop_is_asked(const struct pb_stop *stop)
{
    return stop && stop->is_asked;
}

void pb_stop_wait(const struct pb_stop *stop, int64_t ms)
{
    struct pollfd event = {.fd = stop ? stop->event : -1, .events = POLLIN};

    poll(&event, 1, ms < 0 ? 0 : ms > INT_MAX ? INT_MAX : (int)ms);
}
