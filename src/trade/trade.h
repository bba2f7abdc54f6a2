/* Trade system: bots share with their group, and deal with whoever asks, by a policy. See docs/trade.md. */
#ifndef PB_TRADE_TRADE_H
#define PB_TRADE_TRADE_H

#include "ai/system.h"

extern const struct pb_system_type pb_trade_system;

#endif
