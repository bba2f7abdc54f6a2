#include "session/price_feed.h"
#include "base/error.h"

enum { EVERY_MS = 60000, RETRY_MS = 5000, CALL_TIMEOUT_MS = 60000 };

struct pb_price_feed {
    struct pb_memory memory;
    struct pb_database *database;
    struct pb_log *log;
    struct pb_rows *rows; /* being read */
    size_t row;
    uint64_t revision; /* the highest that was read */
    int64_t due_ms;
    int is_out;
};

int pb_price_feed_new(struct pb_price_feed **out, struct pb_database *database, struct pb_log *log)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_price_feed *feed = pb_memory_new(memory, 1, sizeof *feed);

    if (!feed)
        return PB_E_no_memory;
    feed->memory = *memory;
    feed->database = database;
    feed->log = log;
    *out = feed;
    return PB_OK;
}

void pb_price_feed_free(struct pb_price_feed *feed)
{
    struct pb_memory memory;

    if (!feed)
        return;
    memory = feed->memory;
    pb_rows_free(feed->rows);
    pb_memory_free(&memory, feed);
}

static void on_prices(void *user, const struct pb_answer *answer)
{
    struct pb_price_feed *feed = user;

    feed->is_out = 0;
    if (!answer->error) {
        feed->rows = pb_answer_take_rows(answer);
        feed->row = 0;
        return;
    }
    feed->due_ms = pb_database_now_ms(feed->database) + RETRY_MS;
    if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(feed->log, SESSION, WARN, 0, "reading prices: %s; trying again in %d s",
               *answer->message ? answer->message : pb_error_text(answer->error), RETRY_MS / 1000);
}

void pb_price_feed_update(struct pb_price_feed *feed, int64_t now_ms)
{
    const struct pb_value value = PB_VALUE_U64(feed->revision);

    if (feed->is_out || feed->rows || now_ms < feed->due_ms)
        return;
    feed->due_ms = now_ms + EVERY_MS;
    feed->is_out = pb_database_call(feed->database, &pb_call_market_prices, &value, 1, CALL_TIMEOUT_MS,
                                    on_prices, feed) == PB_OK;
}

int pb_price_feed_next(struct pb_price_feed *feed, struct pb_market_price *price)
{
    if (!feed->rows)
        return 0;
    if (feed->row == pb_rows_count(feed->rows)) {
        pb_rows_free(feed->rows);
        feed->rows = NULL;
        return 0;
    }
    *price = pb_read_market_price(feed->rows, feed->row++);
    if (price->revision > feed->revision)
        feed->revision = price->revision;
    return 1;
}
