/*
 * AI's market: the market of a handle that has a world, and its ways to the database. Internal to src/api.
 * Tick thread only.
 */
#ifndef PB_API_AI_MARKET_H
#define PB_API_AI_MARKET_H

#include "api/handle.h"
#include "market/gold_world.h"
#include "market/market_tape.h"
#include "session/bookings.h"
#include "session/books.h"
#include "session/row_feed.h"

struct pb_ai_market {
    struct pb_handle *handle; /* borrowed */
    struct pb_market *market;
    struct pb_recording *recording; /* borrowed; NULL: none */
    struct pb_gold_world *gold;     /* what the systems get of the world */
    struct pb_books *books;
    struct pb_bookings *bookings;
    struct pb_row_feed *prices, *partners; /* of the database */
    uint64_t agent_id;                     /* under which books go out */
    int64_t gold_due_ms;                   /* when the ledger goes to the books next */
    uint8_t is_enabled;                    /* by the setting market_is_open, which all agents share */
    uint8_t is_stopped;                    /* by an operator of this agent, until he starts it again */
    uint8_t is_flushing;                   /* all rows go to the books at once: the end is near */
};

/* Makes the market and what belongs to it; `world` is the host's. Returns 0, PB_E_no_memory, PB_E_io or
 * PB_E_bad_journal. */
int pb_ai_market_open(struct pb_handle *handle, const struct pb_world *world, uint32_t bots,
                      struct pb_recording *recording, struct pb_ai_market *market)
    __attribute__((warn_unused_result));
/* After the database was closed. One that is all zeros is fine. */
void pb_ai_market_close(struct pb_ai_market *market);
void pb_ai_market_configure(struct pb_ai_market *market);
/* Before the turns: time passes, answers come in, what waits goes out. */
void pb_ai_market_update(struct pb_ai_market *market, uint64_t agent_id, int64_t now_ms);
/* What the setting market_is_open says. */
void pb_ai_market_set(struct pb_ai_market *market, int is_enabled);
/* The operator's switch, at once. Until it is started again no setting opens the market. */
void pb_ai_market_switch(struct pb_ai_market *market, int is_open);
/* The bots have left: what they booked and did not spend goes back, all rows go out. With `is_late` what is
 * left goes into the journal. */
void pb_ai_market_finish(struct pb_ai_market *market, int is_late);
/* 1 when all is in the database, or cannot get there. */
int pb_ai_market_is_done(const struct pb_ai_market *market, int is_late);
void pb_ai_market_tell_metrics(const struct pb_ai_market *market, pb_metric_fn *metric, void *user);

#endif
