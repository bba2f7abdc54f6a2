/* Fuzz: what a fuzzer gives its driver. With clang, -fsanitize=fuzzer takes the place of driver.c. */
#ifndef PB_TESTS_FUZZ_H
#define PB_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Words that mutations insert; NULL ends them. */
extern const char *const pb_fuzz_words[];

/* One input. Ends the program when something is wrong with it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. */
#define PB_FUZZ_CHECK(holds)                                                                                 \
    do {                                                                                                     \
        if (!(holds)) {                                                                                      \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);                       \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif
