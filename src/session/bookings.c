#include "session/bookings.h"
#include "base/error.h"
#include "base/rng.h"
#include "db/call_market.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RETRY_MS = 1000,
    /* Digits of two numbers of 64 bits, brackets and commas. */
    ROW_LENGTH = 48,
    TEXT_LENGTH = PB_BOOKINGS_MOST * ROW_LENGTH + 3
};

/* A call with its rows, until it is answered. */
struct asked {
    struct pb_bookings *bookings;
    struct pb_booking rows[PB_BOOKINGS_MOST];
    unsigned count;      /* 0: nothing is asked for */
    uint64_t request_id; /* the same until an answer came */
    uint64_t agent_id;   /* under which it was sent first; 0: not yet */
    int64_t due_ms;
    int is_out;
};

struct pb_bookings {
    struct pb_memory memory;
    struct pb_database *database;
    struct pb_log *log;
    pb_booking_fn *answered;
    void *user;
    struct asked question, back;
};

int pb_bookings_new(struct pb_bookings **out, struct pb_database *database, struct pb_log *log,
                    pb_booking_fn *answered, void *user)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_bookings *bookings = pb_memory_new(memory, 1, sizeof *bookings);

    if (!bookings)
        return PB_E_no_memory;
    bookings->memory = *memory;
    bookings->database = database;
    bookings->log = log;
    bookings->answered = answered;
    bookings->user = user;
    bookings->question.bookings = bookings->back.bookings = bookings;
    *out = bookings;
    return PB_OK;
}

void pb_bookings_free(struct pb_bookings *bookings)
{
    struct pb_memory memory;

    if (!bookings)
        return;
    memory = bookings->memory;
    pb_memory_free(&memory, bookings);
}

int pb_bookings_may_ask(const struct pb_bookings *bookings)
{
    return !bookings->question.count;
}

int pb_bookings_may_cancel(const struct pb_bookings *bookings)
{
    return !bookings->back.count;
}

static void take(struct asked *asked, const struct pb_booking *rows, unsigned count)
{
    if (asked->count || !count || count > PB_BOOKINGS_MOST)
        return;
    memcpy(asked->rows, rows, count * sizeof *rows);
    asked->count = count;
    asked->request_id = pb_rng_u64() | 1;
    asked->agent_id = 0;
    asked->due_ms = 0;
}

void pb_bookings_ask(struct pb_bookings *bookings, const struct pb_booking *rows, unsigned count)
{
    take(&bookings->question, rows, count);
}

void pb_bookings_cancel(struct pb_bookings *bookings, const struct pb_booking *rows, unsigned count)
{
    take(&bookings->back, rows, count);
}

/* Whether the same call may bring what this one did not: the database may have done it. */
static int is_doubtful(int error)
{
    return error != PB_E_bad_rows && error != PB_E_request_conflict && error != PB_E_bad_request_id &&
           error != PB_E_agent_fenced && error != PB_E_stopped;
}

/* It is over: every row is told what became of it. */
static void tell_all(struct pb_bookings *bookings, int error)
{
    unsigned i, count = bookings->question.count;

    bookings->question.count = 0;
    for (i = 0; i < count; i++)
        bookings->answered(bookings->user, &bookings->question.rows[i], error, 0);
}

static void say(struct pb_bookings *bookings, const char *what, const struct pb_answer *answer)
{
    if (answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(bookings->log, SESSION, WARN, 0, "%s: %s", what,
               *answer->message ? answer->message : pb_error_text(answer->error));
}

/* 2026-11-21 as 20261121. */
static uint32_t read_day(const char *text)
{
    unsigned long year, month, day;
    char *end;

    year = strtoul(text, &end, 10);
    if (*end != '-')
        return 0;
    month = strtoul(end + 1, &end, 10);
    if (*end != '-')
        return 0;
    day = strtoul(end + 1, &end, 10);
    return (uint32_t)(year * 10000 + month * 100 + day);
}

static void read_rows(struct pb_bookings *bookings, const struct pb_rows *rows)
{
    unsigned count = bookings->question.count, i;

    bookings->question.count = 0;
    for (i = 0; i < count; i++) {
        struct pb_booking *booking = &bookings->question.rows[i];
        const char *outcome = pb_rows_text(rows, i, 2, NULL);
        uint64_t of_bot = pb_rows_u64(rows, i, 3), of_fleet = pb_rows_u64(rows, i, 4);
        int error = strcmp(outcome, "booked") == 0 ? PB_OK : PB_E_limit_reached;

        booking->day = read_day(pb_rows_text(rows, i, 5, NULL));
        if (i >= pb_rows_count(rows) || pb_rows_u64(rows, i, 1) != booking->guid || !booking->day)
            error = PB_E_no_result;
        /* Gifts are no spending of the fleet. */
        bookings->answered(bookings->user, booking, error,
                           of_bot < of_fleet || booking->is_gift ? of_bot : of_fleet);
    }
}

static void on_booked(void *user, const struct pb_answer *answer)
{
    struct pb_bookings *bookings = user;

    bookings->question.is_out = 0;
    if (!answer->error) {
        read_rows(bookings, answer->rows);
        return;
    }
    say(bookings, "booking what bots spend", answer);
    if (!is_doubtful(answer->error))
        tell_all(bookings, answer->error);
    bookings->question.due_ms = pb_database_now_ms(bookings->database) + RETRY_MS;
}

static void on_cancelled(void *user, const struct pb_answer *answer)
{
    struct pb_bookings *bookings = user;

    bookings->back.is_out = 0;
    bookings->back.due_ms = pb_database_now_ms(bookings->database) + RETRY_MS;
    if (answer->error)
        say(bookings, "giving back what bots did not spend", answer);
    if (!answer->error || !is_doubtful(answer->error))
        bookings->back.count = 0;
}

static void encode(const struct asked *asked, char text[TEXT_LENGTH])
{
    size_t at = 0;
    unsigned i;

    for (i = 0; i < asked->count; i++)
        at +=
            (size_t)snprintf(text + at, TEXT_LENGTH - at, "%s[%" PRIu64 ",%" PRIu64 "%s]", i ? "," : "[",
                             asked->rows[i].guid, asked->rows[i].copper, asked->rows[i].is_gift ? ",1" : "");
    snprintf(text + at, TEXT_LENGTH - at, "]");
}

static void send_question(struct pb_bookings *bookings, uint64_t agent_id)
{
    struct asked *asked = &bookings->question;
    char text[TEXT_LENGTH];
    struct pb_value values[3] = {PB_VALUE_U64(agent_id), PB_VALUE_U64(asked->request_id)};

    encode(asked, text);
    values[2] = (struct pb_value){PB_TEXT, 0, text, strlen(text)};
    asked->agent_id = agent_id;
    asked->is_out = pb_database_call(bookings->database, &pb_call_book_spendings, values, 3, 0, on_booked,
                                     bookings) == PB_OK;
}

static void send_back(struct pb_bookings *bookings, uint64_t agent_id)
{
    struct asked *asked = &bookings->back;
    uint32_t day = asked->rows[0].day;
    char text[TEXT_LENGTH], date[32];
    struct pb_value values[4] = {PB_VALUE_U64(agent_id), PB_VALUE_U64(asked->request_id)};

    encode(asked, text);
    snprintf(date, sizeof date, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
    values[2] = (struct pb_value){PB_TEXT, 0, date, strlen(date)};
    values[3] = (struct pb_value){PB_TEXT, 0, text, strlen(text)};
    asked->agent_id = agent_id;
    asked->is_out = pb_database_call(bookings->database, &pb_call_cancel_spendings, values, 4, 0,
                                     on_cancelled, bookings) == PB_OK;
}

void pb_bookings_update(struct pb_bookings *bookings, uint64_t agent_id, int64_t now_ms)
{
    struct asked *question = &bookings->question, *back = &bookings->back;

    if (!agent_id)
        return;
    /* Answers are kept for a registration: of another one nobody knows whether it is booked. */
    if (question->count && !question->is_out && question->agent_id && question->agent_id != agent_id)
        tell_all(bookings, PB_E_outcome_unknown);
    if (question->count && !question->is_out && now_ms >= question->due_ms)
        send_question(bookings, agent_id);
    /* Nor whether it was given back; doing so again might give back what was booked since. */
    if (back->count && !back->is_out && back->agent_id && back->agent_id != agent_id)
        back->count = 0;
    if (back->count && !back->is_out && now_ms >= back->due_ms)
        send_back(bookings, agent_id);
}
