#include "db/breaker.h"

enum { MAX_DOUBLING = 16 };

static const struct pb_breaker_rule table[] = {
#define R(state, event, next, action, comment)                                                               \
    {PB_BREAKER_##state, PB_BREAKER_##event, PB_BREAKER_##next, PB_BREAKER_##action, comment},
    R(CLOSED, SUCCESS, CLOSED, RESET, "an answer ends a row of failures")
        R(CLOSED, FAILURE, CLOSED, COUNT, "one failure may be chance")
            R(CLOSED, LIMIT, OPEN, STOP, "so many in a row are none")
                R(OPEN, SUCCESS, CLOSED, RESET, "a call that was under way came through after all")
                    R(OPEN, FAILURE, OPEN, NOTHING, "a call that was under way failed too")
                        R(OPEN, TIMER, HALF_OPEN, NOTHING, "the open time is over: one login may test")
                            R(HALF_OPEN, SUCCESS, CLOSED, RESET, "the test passed")
                                R(HALF_OPEN, FAILURE, OPEN, STOP_LONGER, "the test failed")
#undef R
};

enum { RULES = sizeof table / sizeof *table };

void pb_breaker_init(struct pb_breaker *breaker, unsigned limit, int64_t open_ms)
{
    *breaker = (struct pb_breaker){.state = PB_BREAKER_CLOSED, .limit = limit ? limit : 1};
    breaker->open_ms = open_ms > 0 ? open_ms : 1;
    breaker->wait_ms = breaker->open_ms;
}

static void act(struct pb_breaker *breaker, enum pb_breaker_action action, int64_t now_ms)
{
    switch (action) {
    case PB_BREAKER_NOTHING:
        break;
    case PB_BREAKER_RESET:
        breaker->failures = 0;
        breaker->wait_ms = breaker->open_ms;
        break;
    case PB_BREAKER_COUNT:
        breaker->failures++;
        break;
    case PB_BREAKER_STOP_LONGER:
        if (breaker->wait_ms < breaker->open_ms * MAX_DOUBLING)
            breaker->wait_ms *= 2;
        /* fall through */
    case PB_BREAKER_STOP:
        breaker->opened++;
        breaker->until_ms = now_ms + breaker->wait_ms;
        break;
    }
}

int pb_breaker_tell(struct pb_breaker *breaker, enum pb_breaker_event event, int64_t now_ms)
{
    enum pb_breaker_state before = breaker->state;

    for (int i = 0; i < RULES; i++) {
        if (table[i].state != breaker->state || table[i].event != event)
            continue;
        breaker->state = table[i].next;
        act(breaker, table[i].action, now_ms);
        if (table[i].action == PB_BREAKER_COUNT && breaker->failures >= breaker->limit)
            pb_breaker_tell(breaker, PB_BREAKER_LIMIT, now_ms);
        break;
    }
    return breaker->state != before;
}

int pb_breaker_admits(struct pb_breaker *breaker, int is_testing, int64_t now_ms)
{
    if (breaker->state == PB_BREAKER_OPEN && now_ms >= breaker->until_ms)
        pb_breaker_tell(breaker, PB_BREAKER_TIMER, now_ms);
    return breaker->state == PB_BREAKER_CLOSED || (breaker->state == PB_BREAKER_HALF_OPEN && !is_testing);
}

const char *pb_breaker_name(enum pb_breaker_state state)
{
    static const char *const names[PB_BREAKER_STATES] = {"closed", "open", "half-open"};

    return state < PB_BREAKER_STATES ? names[state] : "unknown";
}

const struct pb_breaker_rule *pb_breaker_rules(size_t *count)
{
    *count = RULES;
    return table;
}
