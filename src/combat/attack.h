/* Attack: see attack.c. */
#ifndef PB_COMBAT_ATTACK_H
#define PB_COMBAT_ATTACK_H

#include "ai/system.h"

extern const struct pb_system_type pb_attack_system;

#endif
