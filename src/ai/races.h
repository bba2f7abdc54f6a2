/* Races and classes of the 3.3.5 client: which pairs exist, and how a population is spread over them. Any
 * thread. */
#ifndef PB_AI_RACES_H
#define PB_AI_RACES_H

#include <stddef.h>
#include <stdint.h>

enum { PB_RACES = 12, PB_CLASSES = 12 }; /* numbers from 1; some are not in use */

/* Shares, not percent: only their ratios count. */
struct pb_race_weights {
    uint16_t races[PB_RACES], classes[PB_CLASSES];
};

/* Every race alike, every class but the death knight, who does not begin at level 1. */
void pb_race_weights_default(struct pb_race_weights *weights);
/* Reads "human:20 orc:15" into the races, or "mage:10" into the classes; what is not named becomes 0. An
 * empty text leaves the default. Who is named with a weight must have a match: a race without a class that it
 * can be, or the other way round, is refused. Returns 0, or PB_E_bad_value with what is wrong in `message`.
 */
int pb_race_weights_read(struct pb_race_weights *weights, const char *races, const char *classes,
                         char *message, size_t size) __attribute__((warn_unused_result));
/* A pair that exists, by the weights; `chance` is the state of the random numbers. Returns 0, or
 * PB_E_bad_value when no pair has a weight. */
int pb_race_choose(const struct pb_race_weights *weights, uint64_t *chance, uint8_t *race,
                   uint8_t *character_class) __attribute__((warn_unused_result));
/* Bit (class - 1) of each class that a race can have; 0 for no race. */
uint16_t pb_race_classes(unsigned race);

#endif
