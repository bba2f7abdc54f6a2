#include "base/clock.h"
#include <stdio.h>
#include <time.h>

int64_t pb_clock_ms(void)
{
    struct timespec now;

    /* Not CLOCK_MONOTONIC: that one stands still while the machine is suspended, and leases do not. */
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t read_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t pb_clock_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

int64_t pb_clock_thread_ns(void)
{
    return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

void pb_clock_text(char text[PB_CLOCK_TEXT])
{
    struct timespec now;
    struct tm parts;
    char seconds[24];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text, PB_CLOCK_TEXT, "%s.%03dZ", seconds, (int)(now.tv_nsec / 1000000));
}
