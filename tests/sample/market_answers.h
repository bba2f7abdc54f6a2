/*
 * Market answers: plays the database for a market in tests without one: books within limits for a day, and
 * takes all records out. Call pb_answer_market once a tick, after pb_market_tick.
 */
#ifndef PB_TESTS_MARKET_ANSWERS_H
#define PB_TESTS_MARKET_ANSWERS_H

#include "market/market.h"

struct pb_market_answers {
    uint64_t bot_limit, fleet_limit; /* copper: of one question, and of all */
    uint64_t spent;
    uint64_t sales, trades, prices; /* rows that were taken out */
};

static inline void pb_answer_market(struct pb_market_answers *answers, struct pb_market *market)
{
    struct pb_spending *spending = pb_market_spending(market);
    struct pb_spending_row row;
    struct pb_book_price prices[64];
    struct pb_book_sale sale;
    struct pb_book_trade trade;
    unsigned count;
    int is_end;

    while (pb_spending_take_questions(spending, &row, 1)) {
        struct pb_spending_answer answer = {
            .guid = row.guid, .copper = row.copper, .day = 20261121, .is_gift = row.is_gift};
        uint64_t left = answers->fleet_limit - answers->spent;

        left = left < answers->bot_limit ? left : answers->bot_limit;
        answer.outcome = row.copper <= left ? PB_SPENDING_BOOKED : PB_SPENDING_REFUSED;
        answer.left = left;
        if (answer.outcome == PB_SPENDING_BOOKED)
            answers->spent += row.copper;
        pb_spending_answer(spending, &answer);
    }
    while (pb_spending_take_cancels(spending, &row, 1, 0))
        answers->spent -= row.copper;
    while (pb_market_take_sales(market, &sale, 1))
        answers->sales++;
    while (pb_market_take_trades(market, &trade, 1))
        answers->trades++;
    while ((count = pb_market_take_prices(market, prices, 64, &is_end)) || is_end)
        answers->prices += count;
}

#endif
