/* What a configuration must not say together. */
#ifndef PB_BASE_CONF_CHECK_H
#define PB_BASE_CONF_CHECK_H

#include "base/conf.h"
#include "base/conf_error.h"

/* Names every contradiction between values that are good each. */
void pb_conf_check(const struct pb_conf *conf, struct pb_conf_errors *errors);

#endif
