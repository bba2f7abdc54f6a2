/*
 * Row feed: keeps up with a view of the database whose rows carry a number that grows: all of them at first,
 * then each minute what changed since. Tick thread only.
 */
#ifndef PB_SESSION_ROW_FEED_H
#define PB_SESSION_ROW_FEED_H

#include "db/database.h"

struct pb_row_feed;

/* `statement` takes the number above which rows are wanted, `overlap` less than the highest that was seen:
 * what is written late comes again. `what` names the rows in the log. All are borrowed until
 * pb_row_feed_free. Returns 0 or PB_E_no_memory. */
int pb_row_feed_new(struct pb_row_feed **feed, struct pb_database *database, struct pb_log *log,
                    const struct pb_statement *statement, const char *what, uint64_t overlap)
    __attribute__((warn_unused_result));
/* After the database was closed. NULL is fine. */
void pb_row_feed_free(struct pb_row_feed *feed);
/* Asks when it is due, each minute. */
void pb_row_feed_update(struct pb_row_feed *feed, int64_t now_ms);
/* The next row that was read, borrowed until the next call; NULL when there is none now. */
const struct pb_rows *pb_row_feed_next(struct pb_row_feed *feed, size_t *row);
/* How often all of it was read to the end. */
unsigned pb_row_feed_reads(const struct pb_row_feed *feed);
/* The number of a row. */
void pb_row_feed_saw(struct pb_row_feed *feed, uint64_t number);

#endif
