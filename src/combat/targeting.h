/* Targeting: see targeting.c. */
#ifndef PB_COMBAT_TARGETING_H
#define PB_COMBAT_TARGETING_H

#include "ai/system.h"

extern const struct pb_system_type pb_targeting_system;

#endif
