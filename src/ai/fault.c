#include "ai/fault.h"
#include "include/playerbot_error.h"

/*
 * Signals that a state does not list leave it as it is. RETRY, RECOVER and HALF_OPEN are states in which the
 * next step is the attempt.
 */
static const struct pb_fault_rule rules[] = {
    {PB_FAULT_NORMAL, PB_FAULT_RETRYABLE, PB_FAULT_RETRY, PB_FAULT_DO_RETRY, "the first error costs nothing"},
    {PB_FAULT_NORMAL, PB_FAULT_RECOVERABLE, PB_FAULT_RECOVER, PB_FAULT_DO_REPAIR,
     "its state contradicts itself"},
    {PB_FAULT_NORMAL, PB_FAULT_CRITICAL, PB_FAULT_DEGRADED, PB_FAULT_DO_DEGRADE,
     "nobody knows what is wrong"},
    {PB_FAULT_RETRY, PB_FAULT_SUCCESS, PB_FAULT_NORMAL, PB_FAULT_DO_RESUME, "it went by itself"},
    {PB_FAULT_RETRY, PB_FAULT_RETRYABLE, PB_FAULT_BACKOFF, PB_FAULT_DO_BACKOFF, "it lasts: wait"},
    {PB_FAULT_RETRY, PB_FAULT_EXHAUSTED, PB_FAULT_OPEN, PB_FAULT_DO_OPEN, "it lasts long: leave it alone"},
    {PB_FAULT_RETRY, PB_FAULT_RECOVERABLE, PB_FAULT_RECOVER, PB_FAULT_DO_REPAIR,
     "it has become another error"},
    {PB_FAULT_RETRY, PB_FAULT_CRITICAL, PB_FAULT_DEGRADED, PB_FAULT_DO_DEGRADE,
     "it has become another error"},
    {PB_FAULT_BACKOFF, PB_FAULT_TIMER, PB_FAULT_RETRY, PB_FAULT_DO_RETRY, "the wait is over"},
    {PB_FAULT_OPEN, PB_FAULT_TIMER, PB_FAULT_HALF_OPEN, PB_FAULT_DO_NOTHING, "one test"},
    {PB_FAULT_HALF_OPEN, PB_FAULT_SUCCESS, PB_FAULT_NORMAL, PB_FAULT_DO_RESUME, "the test went well"},
    {PB_FAULT_HALF_OPEN, PB_FAULT_RETRYABLE, PB_FAULT_OPEN, PB_FAULT_DO_OPEN, "not yet"},
    {PB_FAULT_HALF_OPEN, PB_FAULT_RECOVERABLE, PB_FAULT_RECOVER, PB_FAULT_DO_REPAIR,
     "it has become another error"},
    {PB_FAULT_HALF_OPEN, PB_FAULT_CRITICAL, PB_FAULT_DEGRADED, PB_FAULT_DO_DEGRADE,
     "it has become another error"},
    {PB_FAULT_RECOVER, PB_FAULT_MENDED, PB_FAULT_RETRY, PB_FAULT_DO_RETRY,
     "whole again: the next step is the test"},
    {PB_FAULT_RECOVER, PB_FAULT_NOT_MENDED, PB_FAULT_DEGRADED, PB_FAULT_DO_DEGRADE, "it cannot be mended"},
    {PB_FAULT_DEGRADED, PB_FAULT_SUCCESS, PB_FAULT_NORMAL, PB_FAULT_DO_RESUME, "it went well for long"},
    {PB_FAULT_DEGRADED, PB_FAULT_EXHAUSTED, PB_FAULT_DISABLED, PB_FAULT_DO_DISABLE, "it fails even so"},
    {PB_FAULT_DISABLED, PB_FAULT_SWITCHED_ON, PB_FAULT_NORMAL, PB_FAULT_DO_RESUME, "somebody switched it on"},
};

const struct pb_fault_rule *pb_fault_rules(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

enum pb_fault_signal pb_fault_classify(int error)
{
    switch (error) {
    case PB_OK:
        return PB_FAULT_SUCCESS;
    case PB_E_timeout:
        return PB_FAULT_SLOW;
    case PB_E_busy:
    case PB_E_gone:
    case PB_E_dead:
    case PB_E_too_far:
    case PB_E_in_combat:
    case PB_E_not_allowed:
    case PB_E_not_ready:
    case PB_E_inventory_full:
    case PB_E_no_money:
    case PB_E_quest_log_full:
    case PB_E_changed:
    case PB_E_outbid:
    case PB_E_no_database:
    case PB_E_outcome_unknown:
        return PB_FAULT_RETRYABLE;
    case PB_E_broken:
    case PB_E_bad_state:
    case PB_E_unknown_quest:
        return PB_FAULT_RECOVERABLE;
    default:
        return PB_FAULT_CRITICAL;
    }
}

/* Of a degraded state's counter: failures are below this, successes from here on. */
enum { SUCCESSES = 128 };

static const struct pb_fault_rule *find_rule(unsigned state, enum pb_fault_signal signal)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].state == state && rules[i].signal == signal)
            return &rules[i];
    return NULL;
}

/*
 * What counts as enough: the plain signals of a step become EXHAUSTED, or are not told yet. A repair that was
 * followed by the same fault at once has not mended.
 */
static int weigh(struct pb_fault_state *state, enum pb_fault_signal *signal)
{
    int is_failure =
        *signal == PB_FAULT_RETRYABLE || *signal == PB_FAULT_RECOVERABLE || *signal == PB_FAULT_CRITICAL;

    if (state->state == PB_FAULT_DEGRADED) {
        if (is_failure) {
            state->retries = (uint8_t)(state->retries < SUCCESSES ? state->retries + 1 : 1);
            *signal = PB_FAULT_EXHAUSTED;
            return state->retries >= PB_FAULT_DEGRADED_FAILURES;
        }
        if (*signal == PB_FAULT_SUCCESS) {
            state->retries = (uint8_t)(state->retries < SUCCESSES ? SUCCESSES + 1 : state->retries + 1);
            return state->retries >= SUCCESSES + PB_FAULT_DEGRADED_SUCCESSES;
        }
        return 1;
    }
    if (state->state == PB_FAULT_RETRY && is_failure && state->retries >= PB_FAULT_MAX_RETRIES)
        *signal = *signal == PB_FAULT_RETRYABLE ? PB_FAULT_EXHAUSTED : PB_FAULT_CRITICAL;
    return 1;
}

enum pb_fault_action pb_fault_step(struct pb_fault_state *state, enum pb_fault_signal signal)
{
    const struct pb_fault_rule *rule;
    int is_slow = signal == PB_FAULT_SLOW;

    signal = is_slow ? PB_FAULT_RETRYABLE : signal;
    if (!weigh(state, &signal))
        return PB_FAULT_DO_NOTHING;
    rule = find_rule(state->state, signal);
    if (!rule)
        return PB_FAULT_DO_NOTHING;
    switch (rule->action) {
    case PB_FAULT_DO_RESUME:
    case PB_FAULT_DO_DEGRADE:
        state->retries = 0;
        break;
    case PB_FAULT_DO_RETRY:
    case PB_FAULT_DO_BACKOFF:
        if (signal != PB_FAULT_TIMER && state->retries < PB_FAULT_MAX_RETRIES)
            state->retries++;
        break;
    case PB_FAULT_DO_OPEN:
        /* Above MAX_RETRIES: tests that took too long. The first opening is none. */
        if (is_slow && state->state == PB_FAULT_HALF_OPEN && state->retries < UINT8_MAX)
            state->retries++;
        break;
    default:
        break;
    }
    state->state = (uint8_t)rule->next;
    return rule->action;
}

uint32_t pb_fault_backoff_ms(unsigned retries)
{
    uint32_t wait_ms = PB_FAULT_BACKOFF_MS;

    while (retries-- > 1 && wait_ms < PB_FAULT_MAX_BACKOFF_MS)
        wait_ms *= 2;
    return wait_ms < PB_FAULT_MAX_BACKOFF_MS ? wait_ms : PB_FAULT_MAX_BACKOFF_MS;
}

unsigned pb_fault_degraded_factor(struct pb_fault_state state)
{
    unsigned successes = state.retries > SUCCESSES ? state.retries - SUCCESSES : 0,
             factor = PB_FAULT_DEGRADED_FACTOR >> (successes < 8 ? successes : 8);

    return factor ? factor : 1;
}

uint32_t pb_fault_open_ms(struct pb_fault_state state)
{
    uint32_t wait_ms = PB_FAULT_OPEN_MS;
    unsigned tests = state.retries > PB_FAULT_MAX_RETRIES ? state.retries - PB_FAULT_MAX_RETRIES : 0;

    while (tests-- > 0 && wait_ms < PB_FAULT_MAX_OPEN_MS)
        wait_ms *= 2;
    return wait_ms < PB_FAULT_MAX_OPEN_MS ? wait_ms : PB_FAULT_MAX_OPEN_MS;
}

const char *pb_fault_name(enum pb_fault state)
{
    static const char *const names[PB_FAULTS] = {"normal",    "retry",   "backoff",  "open",
                                                 "half_open", "recover", "degraded", "disabled"};

    return (unsigned)state < PB_FAULTS ? names[state] : "unknown";
}
