#include "market/market_tape.h"
#include "base/error.h"
#include <string.h>

enum { AT_ONCE = 512 };

int pb_market_tape_new(struct pb_market **market, struct pb_market_options *options,
                       struct pb_recording *recording, const struct pb_memory *memory)
{
    if (pb_recording_is_replay(recording) &&
        !pb_recording_take(recording, PB_RECORD_MARKET, options, sizeof *options))
        return PB_E_bad_recording;
    pb_recording_put(recording, PB_RECORD_MARKET, options, sizeof *options);
    return pb_market_new(market, options, memory);
}

void pb_market_tape_note(struct pb_recording *recording, const struct pb_market_input *input)
{
    struct pb_market_input record;

    /* Gaps of a struct would differ from run to run. */
    memset(&record, 0, sizeof record);
    record.what = input->what;
    record.count = input->count;
    record.item = input->item;
    record.number = input->number;
    record.price = input->price;
    record.confidence = input->confidence;
    record.answer.guid = input->answer.guid;
    record.answer.copper = input->answer.copper;
    record.answer.outcome = input->answer.outcome;
    record.answer.left = input->answer.left;
    record.answer.day = input->answer.day;
    record.answer.is_gift = input->answer.is_gift;
    pb_recording_put(recording, PB_RECORD_MARKET_INPUT, &record, sizeof record);
}

/* Nobody looks at what a replay takes out. */
static void take(struct pb_market *market, const struct pb_market_input *input)
{
    struct pb_spending *spending = pb_market_spending(market);
    struct pb_book_sale sales[AT_ONCE];
    struct pb_book_trade trade;
    struct pb_book_price prices[AT_ONCE];
    struct pb_spending_row rows[AT_ONCE];
    uint32_t count = input->count < AT_ONCE ? input->count : AT_ONCE, i;
    int is_end;

    switch (input->what) {
    case PB_MARKET_TAKE_SALES:
        pb_market_take_sales(market, sales, count);
        break;
    case PB_MARKET_TAKE_TRADES:
        for (i = 0; i < count; i++)
            pb_market_take_trades(market, &trade, 1);
        break;
    case PB_MARKET_TAKE_PRICES:
        pb_market_take_prices(market, prices, count, &is_end);
        break;
    case PB_MARKET_TAKE_QUESTIONS:
        pb_spending_take_questions(spending, rows, count);
        break;
    default:
        pb_spending_take_cancels(spending, rows, count, (int)input->item);
    }
}

static void apply(struct pb_market *market, const struct pb_market_input *input)
{
    switch (input->what) {
    case PB_MARKET_TIME:
        pb_market_tick(market, input->number);
        break;
    case PB_MARKET_SWITCH:
        pb_market_open(market, (int)input->count);
        break;
    case PB_MARKET_PRICE:
        pb_market_recall(market, (uint8_t)input->count, input->item, input->price, input->confidence);
        break;
    case PB_MARKET_PARTNER:
        /* Whoever tells has looked for room. */
        (void)!pb_market_tell_partner(market,
                                      &(const struct pb_market_partner){.guid = input->answer.guid,
                                                                        .given = input->answer.copper,
                                                                        .day = (uint32_t)input->number,
                                                                        .trades = input->count});
        break;
    case PB_MARKET_PARTNERS:
        pb_market_set_partners_known(market, (int)input->count);
        break;
    case PB_MARKET_ANSWER:
        pb_spending_answer(pb_market_spending(market), &input->answer);
        break;
    default:
        take(market, input);
    }
}

void pb_market_tape_do(struct pb_market *market, struct pb_recording *recording,
                       const struct pb_market_input *input)
{
    if (recording)
        pb_market_tape_note(recording, input);
    apply(market, input);
}

int pb_market_tape_replay(struct pb_market *market, struct pb_recording *recording)
{
    struct pb_market_input input;

    if (!pb_recording_take(recording, PB_RECORD_MARKET_INPUT, &input, sizeof input))
        return 0;
    apply(market, &input);
    return 1;
}
