/* Hours: percent by hour of the day, as a setting writes it. Any thread. */
#ifndef PB_AI_HOURS_H
#define PB_AI_HOURS_H

#include <stdint.h>

/* Reads one number for all hours, or 24 with commas between, each 0 to 100. Returns 0 or PB_E_bad_value. */
int pb_hours_read(const char *text, uint8_t percent[24]) __attribute__((warn_unused_result));

#endif
