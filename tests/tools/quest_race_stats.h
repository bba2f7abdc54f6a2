/* Statistics of the race: the mean of a few numbers, with half of its 95 % interval by Student's t. Pure. */
#ifndef PB_TESTS_QUEST_RACE_STATS_H
#define PB_TESTS_QUEST_RACE_STATS_H

#include <math.h>

/* Share of Student's distribution within -t to t, by its finite series (M. Abramowitz, I. Stegun, "Handbook
 * of Mathematical Functions", 26.7.3 and 26.7.4). */
static inline double race_student_within(double t, unsigned freedom)
{
    const double pi = 3.14159265358979323846;
    double angle = atan2(t, sqrt((double)freedom)), c = cos(angle) * cos(angle), term, sum;
    unsigned i;

    if (freedom % 2) {
        term = sum = freedom > 1 ? cos(angle) : 0;
        for (i = 3; i + 2 <= freedom; i += 2)
            sum += term *= c * (i - 1) / i;
        return 2 / pi * (angle + sin(angle) * sum);
    }
    term = sum = 1;
    for (i = 2; i + 2 <= freedom; i += 2)
        sum += term *= c * (i - 1) / i;
    return sin(angle) * sum;
}

/* The t that so much lies within; `freedom` at least 1. */
static inline double race_student(double within, unsigned freedom)
{
    double low = 0, high = 1000;
    unsigned i;

    for (i = 0; i < 100; i++) {
        double middle = (low + high) / 2;

        if (race_student_within(middle, freedom) < within)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static inline void race_interval(const double *values, unsigned count, double *mean, double *half)
{
    double variance = 0;
    unsigned i;

    *mean = 0;
    *half = INFINITY;
    for (i = 0; i < count; i++)
        *mean += values[i] / count;
    if (count < 2)
        return;
    for (i = 0; i < count; i++)
        variance += (values[i] - *mean) * (values[i] - *mean) / (count - 1);
    *half = race_student(0.95, count - 1) * sqrt(variance / count);
}

#endif
