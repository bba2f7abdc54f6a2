/* Opening: auctions and letters are read for the realm as they are kept. */
#include "base/error.h"
#include "bin/realm_keeper.h"
#include "db/call_realm.h"
#include <stdlib.h>

/* Reads part after part: auctions, then letters. */
struct pb_market_opening {
    struct pb_realm_keeper *keeper;
    struct pb_realm_deeds head;
    struct pb_realm_reading *parts; /* the realm gets all of them or none */
    uint64_t last_id;               /* that was read */
    int is_letters;
    char realm[80];
};

void pb_realm_keeper_end_opening(struct pb_realm_keeper *keeper)
{
    struct pb_realm_reading *part, *next;

    if (!keeper->opening)
        return;
    DL_FOREACH_SAFE(keeper->opening->parts, part, next)
    pb_realm_reading_free(part);
    free(keeper->opening);
    keeper->opening = NULL;
}

static void fail(struct pb_market_opening *opening, const struct pb_answer *given)
{
    struct pb_realm_keeper *keeper = opening->keeper;

    if (given->error != PB_E_stopped)
        PB_LOG(keeper->handle->log, REALM, WARN, 0, "auctions and letters could not be read: %s (%s)",
               pb_error_text(given->error), given->message);
    keeper->due_ms = pb_database_now_ms(keeper->handle->database) + PB_REALM_RETRY_MS;
    pb_realm_keeper_end_opening(keeper);
}

static struct pb_realm_auction read_auction(const struct pb_rows *rows, size_t row)
{
    return (struct pb_realm_auction){.auction_id = (uint32_t)pb_rows_u64(rows, row, 0),
                                     .house = (uint8_t)pb_rows_u64(rows, row, 1),
                                     .entry = (uint32_t)pb_rows_u64(rows, row, 2),
                                     .count = (uint16_t)pb_rows_u64(rows, row, 3),
                                     .seller = pb_rows_u64(rows, row, 4),
                                     .seller_account = (uint32_t)pb_rows_u64(rows, row, 5),
                                     .bidder = pb_rows_u64(rows, row, 6),
                                     .least = (uint32_t)pb_rows_u64(rows, row, 7),
                                     .bid = (uint32_t)pb_rows_u64(rows, row, 8),
                                     .buyout = (uint32_t)pb_rows_u64(rows, row, 9),
                                     .deposit = (uint32_t)pb_rows_u64(rows, row, 10),
                                     .ends_s = (uint32_t)pb_rows_u64(rows, row, 11)};
}

static struct pb_realm_letter read_letter(const struct pb_rows *rows, size_t row)
{
    return (struct pb_realm_letter){.mail = {.mail_id = pb_rows_u64(rows, row, 0),
                                             .sender_guid = pb_rows_u64(rows, row, 2),
                                             .other_guid = pb_rows_u64(rows, row, 3),
                                             .reason = (uint8_t)pb_rows_u64(rows, row, 4),
                                             .money = (uint32_t)pb_rows_u64(rows, row, 5),
                                             .item = (uint32_t)pb_rows_u64(rows, row, 6),
                                             .item_count = (uint16_t)pb_rows_u64(rows, row, 7),
                                             .auction_id = (uint32_t)pb_rows_u64(rows, row, 8),
                                             .house = (uint8_t)pb_rows_u64(rows, row, 9),
                                             .auction_entry = (uint32_t)pb_rows_u64(rows, row, 10),
                                             .auction_count = (uint16_t)pb_rows_u64(rows, row, 11),
                                             .price = (uint32_t)pb_rows_u64(rows, row, 12),
                                             .deposit = (uint32_t)pb_rows_u64(rows, row, 13),
                                             .cut = (uint32_t)pb_rows_u64(rows, row, 14)},
                                    .to = pb_rows_u64(rows, row, 1),
                                    .arrives_s = (uint32_t)pb_rows_u64(rows, row, 15)};
}

/* What came, as an answer for the realm; NULL without memory. */
static struct pb_realm_reading *tell(struct pb_market_opening *opening, const struct pb_rows *rows)
{
    struct pb_realm_reading *reading = pb_realm_reading_new(opening->keeper, PB_REALM_OPENED, 0);
    size_t count = pb_rows_count(rows), i;

    if (!reading)
        return NULL;
    reading->auctions = calloc(count + 1, sizeof *reading->auctions);
    reading->letters = calloc(count + 1, sizeof *reading->letters);
    if (!reading->auctions || !reading->letters) {
        pb_realm_reading_free(reading);
        return NULL;
    }
    reading->deeds = opening->head;
    reading->deeds.auctions = reading->auctions;
    reading->deeds.letters = reading->letters;
    for (i = 0; i < count; i++) {
        opening->last_id = pb_rows_u64(rows, i, 0);
        if (opening->is_letters)
            reading->letters[reading->deeds.letter_count++] = read_letter(rows, i);
        else
            reading->auctions[reading->deeds.auction_count++] = read_auction(rows, i);
    }
    reading->answer.deeds = &reading->deeds;
    return reading;
}

static void ask_part(struct pb_market_opening *opening);

static void on_part(void *user, const struct pb_answer *given)
{
    struct pb_market_opening *opening = user;
    struct pb_realm_keeper *keeper = opening->keeper;
    struct pb_realm_reading *reading = given->error ? NULL : tell(opening, given->rows);
    int is_end = !given->error && pb_rows_count(given->rows) < PB_REALM_MARKET_ROWS;

    if (!reading) {
        fail(opening, given);
        return;
    }
    reading->deeds.is_last = is_end && opening->is_letters;
    DL_APPEND(opening->parts, reading);
    if (reading->deeds.is_last) {
        DL_CONCAT(keeper->answers, opening->parts);
        opening->parts = NULL;
        keeper->is_market_open = 1;
        pb_realm_keeper_end_opening(keeper);
        return;
    }
    if (is_end) {
        opening->is_letters = 1;
        opening->last_id = 0;
    }
    ask_part(opening);
}

static void ask_part(struct pb_market_opening *opening)
{
    const struct pb_value values[] = {{PB_TEXT, 0, opening->realm, strlen(opening->realm)},
                                      PB_VALUE_U64(opening->last_id)};

    if (pb_database_call(opening->keeper->handle->database,
                         opening->is_letters ? &pb_call_realm_letters : &pb_call_realm_auctions, values, 2, 0,
                         on_part, opening) != PB_OK)
        fail(opening, &(const struct pb_answer){.error = PB_E_busy, .message = ""});
}

static void on_opened(void *user, const struct pb_answer *given)
{
    struct pb_market_opening *opening = user;

    if (given->error || !pb_rows_count(given->rows)) {
        fail(opening, given);
        return;
    }
    snprintf(opening->realm, sizeof opening->realm, "%s", pb_rows_text(given->rows, 0, 0, NULL));
    opening->keeper->version = pb_rows_u64(given->rows, 0, 1);
    opening->head.clock_s = (uint32_t)pb_rows_u64(given->rows, 0, 2);
    opening->head.last_auction = (uint32_t)pb_rows_u64(given->rows, 0, 3);
    opening->head.last_letter = pb_rows_u64(given->rows, 0, 4);
    opening->keeper->sent_auction = opening->head.last_auction;
    opening->keeper->sent_letter = opening->head.last_letter;
    ask_part(opening);
}

void pb_realm_keeper_open_market(struct pb_realm_keeper *keeper)
{
    struct pb_market_opening *opening;

    if (!keeper->is_market_asked || keeper->is_market_open || keeper->opening)
        return;
    opening = calloc(1, sizeof *opening);
    if (!opening)
        return;
    opening->keeper = keeper;
    keeper->opening = opening;
    {
        const struct pb_value values[] = {PB_VALUE_U64(pb_realm_keeper_agent(keeper))};

        if (pb_database_call(keeper->handle->database, &pb_call_realm_open_market, values, 1, 0, on_opened,
                             opening) != PB_OK)
            pb_realm_keeper_end_opening(keeper);
    }
}
