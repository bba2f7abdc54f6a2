/* Group system: bots join, stay together for a while, and part. */
#ifndef PB_SOCIAL_GROUP_H
#define PB_SOCIAL_GROUP_H

#include "ai/system.h"

extern const struct pb_system_type pb_group_system;

#endif
