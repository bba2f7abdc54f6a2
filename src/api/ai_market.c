#include "api/ai_market.h"
#include "base/error.h"
#include "db/call_market.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    /* What is known at a time: some 14 MB, as far as it is used. */
    ITEMS = 8192,
    AUCTIONS = 100000,
    RECORDS = 2000,
    /* Rows that a tick moves at most, of each kind. */
    ROWS = 512,
    TRADES = 32,
    PRICES_READ = 256,
    PARTNERS_READ = 64, /* in a tick: the market holds some ticks' */
    /* A call that ends later than one that began after it. */
    OVERLAP_MS = 60000,
    GOLD_EVERY_MS = 1000
};

static int64_t unix_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Tells the market something from outside, which a recording keeps. */
static void tell(struct pb_ai_market *market, const struct pb_market_input *input)
{
    pb_market_tape_do(market->market, market->recording, input);
}

/* Rows were taken out of the market; looks that found none leave it as it is. */
static unsigned took(struct pb_ai_market *market, unsigned count, const struct pb_market_input *input)
{
    if (count && market->recording)
        pb_market_tape_note(market->recording, input);
    return count;
}

/* ---- Life ---- */

static void on_booking(void *user, const struct pb_booking *booking, int error, uint64_t left)
{
    struct pb_ai_market *market = user;
    const struct pb_spending_answer answer = {.guid = booking->guid,
                                              .copper = booking->copper,
                                              .outcome = error == PB_OK ? PB_SPENDING_BOOKED
                                                         : error == PB_E_limit_reached
                                                             ? PB_SPENDING_REFUSED
                                                             : PB_SPENDING_UNANSWERED,
                                              .left = left,
                                              .day = booking->day,
                                              .is_gift = booking->is_gift};

    tell(market, &(struct pb_market_input){.what = PB_MARKET_ANSWER, .answer = answer});
}

static void read_options(const struct pb_handle *handle, struct pb_books_options *options, char *journal,
                         size_t size)
{
    struct pb_outbox_options outbox;

    pb_configure_outbox(handle->conf, &outbox);
    snprintf(journal, size, "%s%s", outbox.journal, *outbox.journal ? ".market" : "");
    *options = (struct pb_books_options){.interval_ms = outbox.interval_ms,
                                         .memory_limit = outbox.memory_limit,
                                         .journal = journal,
                                         .journal_limit = outbox.journal_limit};
}

static int open_books(struct pb_handle *handle, struct pb_ai_market *market)
{
    struct pb_books_options options;
    char journal[1100];
    int error;

    read_options(handle, &options, journal, sizeof journal);
    error = pb_books_new(&market->books, &options, handle->database, handle->log);
    if (error == PB_OK)
        error = pb_bookings_new(&market->bookings, handle->database, handle->log, on_booking, market);
    if (error == PB_OK)
        error = pb_row_feed_new(&market->prices, handle->database, handle->log, &pb_call_market_prices,
                                "prices", 0);
    return error == PB_OK ? pb_row_feed_new(&market->partners, handle->database, handle->log,
                                            &pb_call_trade_partners, "partners", OVERLAP_MS)
                          : error;
}

int pb_ai_market_open(struct pb_handle *handle, const struct pb_world *world, uint32_t bots,
                      struct pb_recording *recording, struct pb_ai_market *market)
{
    struct pb_market_options options = {
        .items = ITEMS, .auctions = AUCTIONS, .records = RECORDS, .bots = bots};
    int error = pb_market_tape_new(&market->market, &options, recording, &handle->memory);

    market->handle = handle;
    market->recording = recording;
    if (error == PB_OK)
        error = pb_gold_world_new(&market->gold, world, market->market, bots, &handle->memory);
    if (error == PB_OK)
        error = open_books(handle, market);
    if (error != PB_OK)
        return error;
    pb_ai_market_configure(market);
    tell(market, &(struct pb_market_input){.what = PB_MARKET_TIME, .number = unix_ms()});
    /* Until the database has said who got what today nobody gets anything. */
    tell(market, &(struct pb_market_input){.what = PB_MARKET_PARTNERS, .count = 0});
    return PB_OK;
}

void pb_ai_market_close(struct pb_ai_market *market)
{
    if (market->market && pb_market_has_records(market->market))
        PB_LOG(market->handle->log, AI, ERROR, 0,
               "sales, trades, prices or gold of the last moments are lost: the market's books took no more");
    if (market->books)
        pb_books_close(market->books);
    pb_row_feed_free(market->prices);
    pb_row_feed_free(market->partners);
    pb_bookings_free(market->bookings);
    pb_books_free(market->books);
    pb_gold_world_free(market->gold);
    pb_market_free(market->market);
    memset(market, 0, sizeof *market);
}

static void set_open(struct pb_ai_market *market)
{
    int is_open = market->is_enabled && !market->is_stopped && !market->is_flushing;

    if (is_open == pb_market_is_open(market->market))
        return;
    tell(market, &(struct pb_market_input){.what = PB_MARKET_SWITCH, .count = (uint32_t)is_open});
    PB_LOG(market->handle->log, AI, WARN, 0, "the market is %s",
           is_open ? "open: bots post, bid and buy"
                   : "closed: bots post, bid and buy nothing; what is posted is collected");
}

void pb_ai_market_configure(struct pb_ai_market *market)
{
    struct pb_books_options options;
    char journal[1100];

    read_options(market->handle, &options, journal, sizeof journal);
    pb_books_configure(market->books, &options);
}

void pb_ai_market_set(struct pb_ai_market *market, int is_enabled)
{
    market->is_enabled = is_enabled != 0;
    set_open(market);
}

void pb_ai_market_switch(struct pb_ai_market *market, int is_open)
{
    market->is_stopped = !is_open;
    if (is_open)
        market->is_enabled = 1;
    set_open(market);
}

/* ---- To the books ---- */

/* Gold is never left out: it is taken only when there is memory for it. */
static void move_gold(struct pb_ai_market *market, int64_t now_ms, int64_t at_ms)
{
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];
    unsigned count;

    if (now_ms < market->gold_due_ms && !market->is_flushing)
        return;
    market->gold_due_ms = now_ms + GOLD_EVERY_MS;
    count = pb_market_look_gold(market->market, rows);
    if (count && pb_books_put(market->books, PB_BOOK_GOLD, rows, count, at_ms) == PB_OK)
        pb_market_take_gold(market->market, rows);
}

static void put(struct pb_ai_market *market, enum pb_book_kind kind, const void *rows, unsigned count,
                int64_t at_ms)
{
    /* The books count and say what they do not take. */
    if (count && pb_books_put(market->books, kind, rows, count, at_ms) != PB_OK)
        PB_LOG(market->handle->log, AI, DEBUG, 0, "%u rows of the market were left out", count);
}

static void move_rows(struct pb_ai_market *market, int64_t at_ms)
{
    struct pb_book_price prices[ROWS];
    struct pb_book_sale sales[ROWS];
    struct pb_book_trade trades[TRADES];
    unsigned count;
    int is_end;

    /* What does not fit stays where it is, and keeps others out, which are counted there. */
    if (!pb_books_have_room(market->books))
        return;
    count = took(market, pb_market_take_sales(market->market, sales, ROWS),
                 &(struct pb_market_input){.what = PB_MARKET_TAKE_SALES, .count = ROWS});
    put(market, PB_BOOK_SALES, sales, count, at_ms);
    count = took(market, pb_market_take_trades(market->market, trades, TRADES),
                 &(struct pb_market_input){.what = PB_MARKET_TAKE_TRADES, .count = TRADES});
    put(market, PB_BOOK_TRADES, trades, count, at_ms);
    count = pb_market_take_prices(market->market, prices, ROWS, &is_end);
    took(market, count + (unsigned)is_end,
         &(struct pb_market_input){.what = PB_MARKET_TAKE_PRICES, .count = ROWS});
    put(market, PB_BOOK_PRICES, prices, count, at_ms);
    if (is_end)
        pb_books_end_batch(market->books, PB_BOOK_PRICES);
}

/* ---- Bookings and prices ---- */

static unsigned read_bookings(const struct pb_spending_row *from, unsigned count, struct pb_booking *to)
{
    unsigned i;

    for (i = 0; i < count; i++)
        to[i] = (struct pb_booking){from[i].guid, from[i].copper, from[i].day, from[i].is_gift};
    return count;
}

static void move_bookings(struct pb_ai_market *market, uint64_t agent_id, int64_t now_ms)
{
    struct pb_spending *spending = pb_market_spending(market->market);
    struct pb_spending_row rows[PB_BOOKINGS_MOST];
    struct pb_booking bookings[PB_BOOKINGS_MOST];
    unsigned count;

    if (agent_id && pb_bookings_may_ask(market->bookings) &&
        (count =
             took(market, pb_spending_take_questions(spending, rows, PB_BOOKINGS_MOST),
                  &(struct pb_market_input){.what = PB_MARKET_TAKE_QUESTIONS, .count = PB_BOOKINGS_MOST})))
        pb_bookings_ask(market->bookings, bookings, read_bookings(rows, count, bookings));
    /* A look for what goes back begins where the last one ended. */
    if (agent_id && spending->holding && pb_bookings_may_cancel(market->bookings)) {
        took(market, 1,
             &(struct pb_market_input){
                 .what = PB_MARKET_TAKE_CANCELS, .count = PB_BOOKINGS_MOST, .item = market->is_flushing});
        count = pb_spending_take_cancels(spending, rows, PB_BOOKINGS_MOST, market->is_flushing);
        pb_bookings_cancel(market->bookings, bookings, read_bookings(rows, count, bookings));
    }
    pb_bookings_update(market->bookings, agent_id, now_ms);
}

/* Tells the market a row of the database; returns the row's number. */
typedef uint64_t tell_row_fn(struct pb_ai_market *market, const struct pb_rows *rows, size_t row);

static uint64_t tell_price(struct pb_ai_market *market, const struct pb_rows *rows, size_t row)
{
    struct pb_market_price price = pb_read_market_price(rows, row);

    if (price.house <= UINT8_MAX)
        tell(market, &(struct pb_market_input){.what = PB_MARKET_PRICE,
                                               .count = price.house,
                                               .item = price.item,
                                               .price = price.price,
                                               .confidence = price.confidence});
    return price.revision;
}

/* Who got what of bots today, of this agent's before it began and of all others'. */
static uint64_t tell_partner(struct pb_ai_market *market, const struct pb_rows *rows, size_t row)
{
    struct pb_trade_partner_row partner = pb_read_trade_partner(rows, row);

    tell(market, &(struct pb_market_input){.what = PB_MARKET_PARTNER,
                                           .count = partner.trades,
                                           .number = partner.day,
                                           .answer = {.guid = partner.guid, .copper = partner.given}});
    return partner.changed_ms;
}

/* At most so many rows in a tick. */
static void read_feed(struct pb_ai_market *market, struct pb_row_feed *feed, unsigned most,
                      tell_row_fn *tell_row, int64_t now_ms)
{
    const struct pb_rows *rows;
    size_t row;

    if (market->handle->is_ready)
        pb_row_feed_update(feed, now_ms);
    for (; most > 0 && (rows = pb_row_feed_next(feed, &row)); most--)
        pb_row_feed_saw(feed, tell_row(market, rows, row));
}

static void read_prices(struct pb_ai_market *market, int64_t now_ms)
{
    read_feed(market, market->prices, PRICES_READ, tell_price, now_ms);
}

static void read_partners(struct pb_ai_market *market, int64_t now_ms)
{
    unsigned room = pb_market_partner_room(market->market);

    read_feed(market, market->partners, room < PARTNERS_READ ? room : PARTNERS_READ, tell_partner, now_ms);
    if (pb_row_feed_reads(market->partners) && !pb_market_knows_partners(market->market))
        tell(market, &(struct pb_market_input){.what = PB_MARKET_PARTNERS, .count = 1});
}

void pb_ai_market_update(struct pb_ai_market *market, uint64_t agent_id, int64_t now_ms)
{
    int64_t at_ms = unix_ms();

    tell(market, &(struct pb_market_input){.what = PB_MARKET_TIME, .number = at_ms});
    if (agent_id != market->agent_id) {
        market->agent_id = agent_id;
        pb_books_set_agent(market->books, agent_id);
    }
    move_gold(market, now_ms, at_ms);
    move_rows(market, at_ms);
    move_bookings(market, agent_id, now_ms);
    read_prices(market, now_ms);
    read_partners(market, now_ms);
    pb_books_update(market->books, now_ms);
}

/* ---- The end ---- */

void pb_ai_market_finish(struct pb_ai_market *market, int is_late)
{
    market->is_flushing = 1;
    set_open(market);
    pb_books_flush(market->books);
    if (is_late)
        pb_books_give_up(market->books);
}

int pb_ai_market_is_done(const struct pb_ai_market *market, int is_late)
{
    const struct pb_spending *spending = pb_market_spending(market->market);

    if (!market->is_flushing || pb_market_has_records(market->market))
        return 0;
    if (is_late)
        return pb_books_are_still(market->books);
    return pb_books_are_clean(market->books) && !spending->holding && pb_bookings_may_ask(market->bookings) &&
           pb_bookings_may_cancel(market->bookings);
}

/* ---- Figures ---- */

void pb_ai_market_tell_metrics(const struct pb_ai_market *market, pb_metric_fn *metric, void *user)
{
    const struct pb_market_stats *stats = pb_market_stats(market->market);
    const struct pb_spending_stats *spending = &pb_market_spending(market->market)->stats;
    const struct pb_books_stats *books = pb_books_stats(market->books);
    const struct pb_auction_cache_stats *auctions =
        pb_auction_cache_stats(pb_market_auctions(market->market));

    metric(user, "market_is_open", (uint64_t)pb_market_is_open(market->market), "switch now",
           "1: bots post, bid and buy");
    metric(user, "market_bytes", pb_market_bytes(market->market) + pb_gold_world_bytes(market->gold),
           "bytes now", "memory of the market that all bots share");
#define X(name, unit, text) metric(user, "market_" #name, stats->name, unit, text);
    PB_MARKET_STATS(X)
#undef X
#define X(name, unit, text) metric(user, "spending_" #name, spending->name, unit, text);
    PB_SPENDING_STATS(X)
#undef X
#define X(name, unit, text) metric(user, "books_" #name, books->name, unit, text);
    PB_BOOKS_STATS(X)
#undef X
#define X(name, unit, text) metric(user, "auction_cache_" #name, auctions->name, unit, text);
    PB_AUCTION_CACHE_STATS(X)
#undef X
}
