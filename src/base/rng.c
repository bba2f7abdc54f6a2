#include "base/rng.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

uint64_t pb_rng_u64(void)
{
    uint64_t number;

    while (getrandom(&number, sizeof number, 0) != sizeof number)
        if (errno != EINTR)
            abort();
    return number;
}
