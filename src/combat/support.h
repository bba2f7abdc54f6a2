/* Support: see support.c. */
#ifndef PB_COMBAT_SUPPORT_H
#define PB_COMBAT_SUPPORT_H

#include "ai/system.h"

extern const struct pb_system_type pb_support_system;

#endif
