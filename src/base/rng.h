/* Random numbers from the kernel, for request ids and jitter. */
#ifndef PB_BASE_RNG_H
#define PB_BASE_RNG_H

#include <stdint.h>

/* 64 random bits. Any thread. Ends the process when the kernel has none: nothing could be identified then. */
uint64_t pb_rng_u64(void);

#endif
