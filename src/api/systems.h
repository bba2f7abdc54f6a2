/* Systems: all that think for bots. A new one gets a folder and a line in systems.c. */
#ifndef PB_API_SYSTEMS_H
#define PB_API_SYSTEMS_H

#include "ai/system.h"

extern const struct pb_system_type *const pb_systems[];
extern const unsigned pb_system_count;

#endif
