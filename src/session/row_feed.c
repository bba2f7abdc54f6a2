#include "session/row_feed.h"
#include "base/error.h"

enum { EVERY_MS = 60000, RETRY_MS = 5000, CALL_TIMEOUT_MS = 60000 };

struct pb_row_feed {
    struct pb_memory memory;
    struct pb_database *database;
    struct pb_log *log;
    const struct pb_statement *statement;
    const char *what;
    struct pb_rows *rows; /* being read */
    size_t row;
    uint64_t number, overlap; /* number: the highest that was read */
    int64_t due_ms;
    unsigned reads;
    int is_out;
};

int pb_row_feed_new(struct pb_row_feed **out, struct pb_database *database, struct pb_log *log,
                    const struct pb_statement *statement, const char *what, uint64_t overlap)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_row_feed *feed = pb_memory_new(memory, 1, sizeof *feed);

    if (!feed)
        return PB_E_no_memory;
    *feed = (struct pb_row_feed){.memory = *memory,
                                 .database = database,
                                 .log = log,
                                 .statement = statement,
                                 .what = what,
                                 .overlap = overlap};
    *out = feed;
    return PB_OK;
}

void pb_row_feed_free(struct pb_row_feed *feed)
{
    struct pb_memory memory;

    if (!feed)
        return;
    memory = feed->memory;
    pb_rows_free(feed->rows);
    pb_memory_free(&memory, feed);
}

static void on_rows(void *user, const struct pb_answer *answer)
{
    struct pb_row_feed *feed = user;

    feed->is_out = 0;
    if (!answer->error) {
        feed->rows = pb_answer_take_rows(answer);
        feed->row = 0;
        return;
    }
    feed->due_ms = pb_database_now_ms(feed->database) + RETRY_MS;
    if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(feed->log, SESSION, WARN, 0, "reading %s: %s; trying again in %d s", feed->what,
               *answer->message ? answer->message : pb_error_text(answer->error), RETRY_MS / 1000);
}

void pb_row_feed_update(struct pb_row_feed *feed, int64_t now_ms)
{
    const struct pb_value value =
        PB_VALUE_U64(feed->number > feed->overlap ? feed->number - feed->overlap : 0);

    if (feed->is_out || feed->rows || now_ms < feed->due_ms)
        return;
    feed->due_ms = now_ms + EVERY_MS;
    feed->is_out =
        pb_database_call(feed->database, feed->statement, &value, 1, CALL_TIMEOUT_MS, on_rows, feed) == PB_OK;
}

const struct pb_rows *pb_row_feed_next(struct pb_row_feed *feed, size_t *row)
{
    if (!feed->rows)
        return NULL;
    if (feed->row == pb_rows_count(feed->rows)) {
        pb_rows_free(feed->rows);
        feed->rows = NULL;
        feed->reads++;
        return NULL;
    }
    *row = feed->row++;
    return feed->rows;
}

unsigned pb_row_feed_reads(const struct pb_row_feed *feed)
{
    return feed->reads;
}

void pb_row_feed_saw(struct pb_row_feed *feed, uint64_t number)
{
    if (number > feed->number)
        feed->number = number;
}
