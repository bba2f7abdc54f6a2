/* Trade: the system. What a bot does in a trade stands in dealer.c and, as a table, in stage.c. */
#include "trade/trade.h"
#include "ai/table.h"
#include "trade/state.h"
#include <inttypes.h>
#include <stdio.h>

/* Humans who may trade with bots in a day, besides the bots themselves. */
enum { HUMANS = 4096 };

static void shutdown(void *self)
{
    struct pb_trades *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_partners_release(&own->partners, &own_memory);
    pb_lines_free(&own_memory, own->traders);
    pb_memory_free(&own_memory, own);
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct pb_trades *own;

    if (!world->ask_trade || !world->answer_trade || !world->get_trade || !world->set_trade_item ||
        !world->set_trade_money || !world->accept_trade || !world->cancel_trade || !world->get_inventory ||
        !world->get_item || !world->get_object || !world->get_actor || !world->get_status ||
        !world->get_group)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    own->policy = pb_trade_policy(env->settings.trade_policy);
    own->security = pb_trade_security(env->settings.trade_security);
    if (pb_partners_reserve(&own->partners, HUMANS, &env->memory) != PB_OK) {
        shutdown(own);
        return PB_E_no_memory;
    }
    own->shared_bytes = sizeof *own + pb_partners_bytes(&own->partners);
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct pb_trades *own = self;
    int error =
        pb_table_reserve(&own->env.memory, &own->traders, sizeof *own->traders, &own->capacity, capacity);

    return error == PB_OK ? pb_partners_reserve(&own->partners, capacity + HUMANS, &own->env.memory) : error;
}

/* What it had booked goes back, unless it may have been spent. */
static void reset(void *self, pb_bot bot)
{
    struct pb_trades *own = self;

    pb_trade_settle(own, &own->traders[bot]);
    own->traders[bot] = (struct pb_trader){.look_ms = own->env.bots->now_ms};
}

/* What others gave to whom, and this agent before it began, counts as well. */
static void hear_partners(struct pb_trades *own)
{
    struct pb_market_partner partner;

    while (own->env.market && pb_market_next_partner(own->env.market, &partner))
        if (partner.day == pb_trade_day(own))
            pb_partners_raise(&own->partners, partner.guid, partner.day, partner.given, partner.trades);
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    struct pb_trades *own = self;
    unsigned i;

    own->time_ms += own->env.bots->now_ms - own->tick_ms;
    own->tick_ms = own->env.bots->now_ms;
    hear_partners(own);
    pb_steps_fetch(steps, count, own->traders, sizeof *own->traders);
    for (i = 0; i < count; i++)
        steps[i].next_ms = pb_trade_step(own, steps[i].bot);
}

static enum pb_trade_signal signal_of(int error)
{
    switch (error) {
    case PB_OK:
        return PB_TRADE_COMPLETED;
    case PB_E_inventory_full:
        return PB_TRADE_FULL;
    case PB_E_too_far:
        return PB_TRADE_TOO_FAR;
    case PB_E_gone:
        return PB_TRADE_LEFT;
    default:
        return PB_TRADE_CANCELLED;
    }
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct pb_trades *own = self;
    struct pb_trader *trader = &own->traders[bot];
    enum pb_trade_signal signal;

    switch (event->type) {
    case PB_WORLD_TRADE_ASKED:
        pb_trade_request(own, bot, event->guid, event->object);
        return 1;
    case PB_WORLD_TRADE_ENDED:
        /* That of a trade before, or of one that it never knew of. */
        if (event->guid && event->guid != trader->partner_guid)
            return 0;
        signal = signal_of(event->error);
        /* There is nothing left to cancel. */
        if (trader->stage == PB_TRADE_ACCEPTED && signal != PB_TRADE_COMPLETED &&
            signal != PB_TRADE_CANCELLED)
            pb_trade_take(own, bot, PB_TRADE_VANISHED);
        if (!pb_trade_take(own, bot, signal) && signal != PB_TRADE_COMPLETED)
            pb_trade_take(own, bot, PB_TRADE_CANCELLED);
        return 0;
    case PB_WORLD_COMBAT_BEGAN:
    case PB_WORLD_DIED:
        pb_trade_take(own, bot, PB_TRADE_WITHDRAWN);
        return 0;
    default:
        return trader->stage != PB_TRADE_IDLE || event->type == PB_WORLD_GROUP_CHANGED;
    }
}

/* Ends what it is in, on both sides, and begins anew; but of what may be done already it waits to hear. */
static int repair(void *self, pb_bot bot)
{
    struct pb_trades *own = self;

    pb_trade_take(own, bot, PB_TRADE_WITHDRAWN);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    if (own->traders[bot].stage != PB_TRADE_ENDING)
        reset(self, bot);
    return PB_OK;
}

/* What it decided last in trades, and on which grounds. */
static void explain_decision(const struct pb_trades *own, pb_bot bot, char *text, size_t size)
{
    const struct pb_decision *last = NULL;
    unsigned i;

    for (i = 0; i < PB_DECISIONS; i++) {
        const struct pb_decision *decision = &own->env.bots->decisions[bot][i];

        if (decision->system == own->env.number && decision->kind >= PB_DECIDED_GIVE &&
            decision->kind <= PB_DECIDED_END && (!last || (int32_t)(decision->at_ms - last->at_ms) >= 0))
            last = decision;
    }
    if (!last)
        return;
    switch (last->kind) {
    case PB_DECIDED_GIVE:
        snprintf(text, size, "; decided to give item %u to %u, whom it makes better by %.0f %%", last->choice,
                 last->other, 100.0 * (double)last->score);
        break;
    case PB_DECIDED_ANSWER:
        snprintf(text, size, "; decided to say %s to %u, a %s with %.0f trades left today",
                 last->choice ? "yes" : "no", last->other,
                 last->score > 0 ? "member of its group" : "stranger", (double)last->other_score);
        break;
    case PB_DECIDED_ACCEPT:
        snprintf(text, size, "; decided to accept version %u of %u: pays %.0f, gets %.0f copper",
                 last->choice, last->other, (double)last->score, (double)last->other_score);
        break;
    default:
        snprintf(text, size, "; the last one, with %u: %s, after %.0f changes; it found: %s", last->other,
                 pb_trade_signal_name((enum pb_trade_signal)last->choice), (double)last->other_score,
                 pb_trade_verdict_text((enum pb_trade_verdict)last->score));
    }
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct pb_trades *own = self;
    const struct pb_trader *trader = &own->traders[bot];
    int length;

    length = snprintf(text, size, "%s", pb_trade_stage_name((enum pb_trade_stage)trader->stage));
    if (trader->stage != PB_TRADE_IDLE && length > 0 && (size_t)length < size)
        length += snprintf(
            text + length, size - (size_t)length,
            " for %.0f s, with %s %" PRIu64 " (%s); %u changes; last look: %s; booked %" PRIu64 " copper",
            (own->env.bots->now_ms - trader->stage_ms) / 1000.0, trader->is_human ? "player" : "bot",
            trader->partner_guid, trader->is_ours ? "to give it something" : "who asked", trader->changes,
            pb_trade_verdict_text((enum pb_trade_verdict)trader->verdict), trader->booked);
    if (length > 0 && (size_t)length < size)
        length += snprintf(text + length, size - (size_t)length, "; policy %s, security %s, purchases %s",
                           own->policy->name, pb_trade_security_name(own->security),
                           pb_trade_may_buy(own) ? "on" : "off");
    if (length > 0 && (size_t)length < size)
        explain_decision(own, bot, text + length, size - (size_t)length);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_trades *own = self;

    own->env.settings = *settings;
    own->policy = pb_trade_policy(settings->trade_policy);
    own->security = pb_trade_security(settings->trade_security);
}

static size_t memory(const void *self, size_t *shared)
{
    const struct pb_trades *own = self;

    /* Bots are partners too: their share of the book grows with them. */
    *shared = own->shared_bytes;
    return pb_table_bytes(own->capacity, sizeof *own->traders) + sizeof *own +
           pb_partners_bytes(&own->partners) - own->shared_bytes;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_trades *own = self;

#define X(name, unit, help) figure(user, #name, own->name, unit, help);
    PB_TRADE_FIGURES(X)
#undef X
    figure(user, "partners_refused", own->partners.refused, "trades",
           "trades that were not begun: more partners in a day than there is room for");
}

#define BIT(type) (1ull << PB_WORLD_##type)

const struct pb_system_type pb_trade_system = {
    .name = "trade",
    .priority = PB_PRIORITY_LOW,
    .interval_ms = 20000,
    .max_age_ms = 30000,
    .longest_us = 150,
    .modes = PB_BOT_PEACE,
    .events = BIT(TRADE_ASKED) | BIT(TRADE_CHANGED) | BIT(TRADE_ENDED) | BIT(COMBAT_BEGAN) | BIT(DIED) |
              BIT(GROUP_CHANGED),
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .repair = repair,
    .explain = explain,
    .configure = configure,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
