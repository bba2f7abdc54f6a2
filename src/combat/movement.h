/* Movement: see movement.c. */
#ifndef PB_COMBAT_MOVEMENT_H
#define PB_COMBAT_MOVEMENT_H

#include "ai/system.h"

extern const struct pb_system_type pb_movement_system;

#endif
