/*
 * Price: what one item is truly worth, from scans of the auction house and from sales; its trend, how sure
 * that is, and whether somebody tampers with it. Incremental, nothing is allocated: a struct for each item
 * that is traded, shared by all bots. Tick thread only.
 *
 * The value lies between what is accepted and what is refused: sales happen at the low end of what is asked,
 * and the cheapest auctions that still stand are what nobody has taken yet. So it is a mean of two locations,
 * in logarithms, since prices err by factors:
 * - sales: the last ones, each party having one voice however often it deals, as redescending M-estimate
 *   (Tukey's biweight, J. Tukey 1977; P. Huber, "Robust statistics", 1981), begun at the weighted median with
 *   the median absolute deviation as scale (F. Hampel, "The influence curve and its role in robust
 *   estimation", 1974), so that up to half of the voices may lie;
 * - asks: the fourth cheapest of different sellers where there are many, a cheaper one where there are few,
 * followed over time with steps of bounded size (a stochastic approximation of Huber's location: R. Martin,
 * C. Masreliez, "Robust estimation via stochastic approximation", 1975). One seller with a hundred auctions
 * is one seller. While an alarm is on, the asks are not followed; but what many ask for half a day is the
 * price.
 */
#ifndef PB_MARKET_PRICE_H
#define PB_MARKET_PRICE_H

#include "market/offer.h"

enum { PB_PRICE_SALES = 32, PB_PRICE_SUSPECTS = 12 };

/* What is wrong with an item's market; bits. */
enum pb_price_alarm {
    PB_PRICE_SPIKE = 1, /* a few hold all cheap auctions and ask far more than it is worth */
    PB_PRICE_DUMP = 2,  /* a few offer many far below what it is worth */
    PB_PRICE_WASH = 4   /* the same parties trade with each other at prices that nobody else pays */
};

struct pb_price_voice {
    float log_price;
    uint32_t at_s, seller, buyer; /* parties as hashes; 0: not known */
};

/* Zeroed: nothing is known. */
struct pb_price {
    struct pb_price_voice voices[PB_PRICE_SALES];      /* a ring */
    struct pb_price_voice suspects[PB_PRICE_SUSPECTS]; /* a ring of sales at prices that nobody else pays */
    uint32_t sales, scans, suspect_sales;              /* so far */
    float shelf;                                       /* auctions that usually stand near the value */
    uint8_t low_scans;                                 /* in a row that looked like a dump */
    uint8_t company; /* different sellers at about one price, the most that a scan has shown, to a few */
    float ask, ask_scatter;    /* logarithms */
    float value, error;        /* logarithms, of the last estimate; error: one deviation */
    float slow, slow_lag_s;    /* the value of before, and how long before on average */
    uint32_t at_s, ask_at_s;   /* of the last scan or sale; of the last scan with asks */
    uint32_t odd_since_s;      /* since when it has looked like a spike or a dump; 0: it does not */
    uint32_t alarm_until_s[3]; /* spike, dump, wash */
};

/* Takes in what a scan shows of the item: all auctions with a buyout, the cheapest first. O(count). */
void pb_price_scan(struct pb_price *price, const struct pb_offer *offers, unsigned count, uint32_t now_s);
/* Takes in a sale that is known. Times do not go back. O(PB_PRICE_SALES). */
void pb_price_sold(struct pb_price *price, const struct pb_sale *sale);

/* Begins with what was known before, such as in the database: a value in copper above 0, its error as a
 * share, and when that was so. What the struct held is lost. */
void pb_price_recall(struct pb_price *price, double value, double error, uint32_t at_s);

/* Copper for one piece; 0 when nothing is known. */
double pb_price_value(const struct pb_price *price);
/* How far off the value may be, one deviation, as a share of it: 0.05 is 5 %. It grows with the time since
 * the last scan or sale. 1 when nothing is known. */
double pb_price_error(const struct pb_price *price, uint32_t now_s);
/* 0: nothing is known, to 1: sure. 1 / (1 + (error / 0.05)^2): half at an error of 5 %. */
double pb_price_confidence(const struct pb_price *price, uint32_t now_s);
/* What the value changes by in a day, as a share of it: how far it is from a mean of the last days, over that
 * mean's lag (R. Brown, "Smoothing, forecasting and prediction", 1963); 0 while it is not clear. */
double pb_price_trend(const struct pb_price *price);
/* Whether enough different sellers agree on what it costs, or did once: a few accounts make no price. */
int pb_price_has_company(const struct pb_price *price);
/* enum pb_price_alarm bits that are on. Any of them vetoes purchases of the item. */
unsigned pb_price_alarms(const struct pb_price *price, uint32_t now_s);

#endif
