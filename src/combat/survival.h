/* Survival: see survival.c. */
#ifndef PB_COMBAT_SURVIVAL_H
#define PB_COMBAT_SURVIVAL_H

#include "ai/system.h"

extern const struct pb_system_type pb_survival_system;

#endif
