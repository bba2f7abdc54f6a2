#include "auction/auction.h"
#include "ai/table.h"
#include "auction/state.h"
#include <stdio.h>

enum {
    /* Nothing to do: it is judged anew so often whether there is. */
    REST_MS = 60000,
    /* What follows from one thing at once is a few things at most. */
    MOST_SIGNALS = 4
};

/* ---- Life ---- */

static void shutdown(void *self)
{
    struct pb_auctions *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_cache_release(&own->ours);
    pb_cache_release(&own->accounts);
    pb_lines_free(&own_memory, own->dealers);
    pb_memory_free(&own_memory, own);
}

static int initialize(void **self, const struct pb_system_env *env)
{
    const struct pb_world *world = env->world;
    struct pb_auctions *own;

    if (!world->scan_auctions || !world->get_deposit || !world->post_auction || !world->bid_auction ||
        !world->get_house || !world->get_mail || !world->take_mail || !world->get_inventory ||
        !world->get_item || !world->get_actor || !world->find_service)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    if (pb_cache_init(&own->ours, PB_AUCTION_OURS, sizeof(uint8_t), &env->memory) != PB_OK ||
        pb_cache_init(&own->accounts, PB_AUCTION_ACCOUNTS, sizeof(struct pb_auction_account), &env->memory) !=
            PB_OK) {
        shutdown(own);
        return PB_E_no_memory;
    }
    own->strategy = pb_auction_strategy_find(env->settings.auction_strategy);
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct pb_auctions *own = self;

    return pb_table_reserve(&own->env.memory, &own->dealers, sizeof *own->dealers, &own->capacity, capacity);
}

/* Nothing is looked up: logins cost no more for it. */
static void reset(void *self, pb_bot bot)
{
    struct pb_auctions *own = self;

    own->dealers[bot] = (struct pb_dealer){.phase_ms = own->env.bots->now_ms};
    pb_auction_stagger(own, bot);
}

/* ---- Steps ---- */

static enum pb_auction_signal wait(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    (void)own;
    (void)bot;
    (void)next_ms;
    return PB_AUCTION_SIGNALS;
}

static pb_auction_action_fn *const actions[PB_AUCTION_ACTIONS] = {
    [PB_AUCTION_WAIT] = wait,
    [PB_AUCTION_GO] = pb_auction_go,
    [PB_AUCTION_SCAN] = pb_auction_scan,
    [PB_AUCTION_TO_MAIL] = pb_auction_go_to_mail,
    [PB_AUCTION_TAKE] = pb_auction_take,
    [PB_AUCTION_SELL] = pb_auction_sell,
    [PB_AUCTION_BUY] = pb_auction_buy,
    [PB_AUCTION_LEAVE] = pb_auction_leave,
    [PB_AUCTION_PUT_OFF] = pb_auction_put_off,
    [PB_AUCTION_RESUME] = pb_auction_resume_soon,
};

/* Where it stands with the goal that it set. */
static enum pb_auction_signal observe(struct pb_auctions *own, pb_bot bot, uint32_t *next_ms)
{
    const struct pb_dealer *dealer = &own->dealers[bot];
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;
    uint32_t limit_ms = pb_auction_phase_limit_ms((enum pb_auction_phase)dealer->phase);

    *next_ms = PB_AUCTION_WALK_MS;
    if (goal->kind == PB_GOAL_NONE || goal->owner != own->env.number)
        return PB_AUCTION_LOST;
    if (goal->state == PB_GOAL_FAILED)
        return PB_AUCTION_FAILED;
    if (limit_ms && pb_auction_is_over(own, dealer->phase_ms + limit_ms))
        return PB_AUCTION_TIME_OUT;
    /* The switch holds at once, also on the way. */
    if (!pb_market_is_open(own->env.market) && dealer->phase != PB_AUCTION_COLLECTING)
        return PB_AUCTION_CLOSED;
    return goal->state == PB_GOAL_REACHED ? PB_AUCTION_THERE : PB_AUCTION_SIGNALS;
}

static uint32_t step(struct pb_auctions *own, pb_bot bot)
{
    struct pb_dealer *dealer = &own->dealers[bot];
    uint32_t next_ms = REST_MS;
    enum pb_auction_signal signal;
    unsigned i;

    /* Without a market there are no prices, nor anybody who keeps the books: it stays at rest. */
    if (!own->env.market)
        return REST_MS;
    signal = dealer->phase == PB_AUCTION_RESTING ? pb_auction_weigh(own, bot) : observe(own, bot, &next_ms);
    for (i = 0; i < MOST_SIGNALS && signal != PB_AUCTION_SIGNALS; i++) {
        const struct pb_auction_rule *rule = pb_auction_rule_of((enum pb_auction_phase)dealer->phase, signal);

        if (!rule)
            break;
        if (rule->next != dealer->phase)
            dealer->phase_ms = own->env.bots->now_ms;
        own->visits += dealer->phase == PB_AUCTION_RESTING;
        dealer->phase = (uint8_t)rule->next;
        next_ms = PB_AUCTION_STEP_MS;
        signal = actions[rule->action](own, bot, &next_ms);
    }
    return next_ms;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    const struct pb_auctions *own = self;
    unsigned i;

    pb_steps_fetch(steps, count, own->dealers, sizeof *own->dealers);
    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct pb_auctions *own = self;
    struct pb_dealer *dealer = &own->dealers[bot];

    /* Letters of people are not of the house. */
    if (event->type != PB_WORLD_MAIL || event->guid)
        return 0;
    if (!dealer->has_mail)
        dealer->mail_ms = own->env.bots->now_ms;
    dealer->has_mail = 1;
    return 0;
}

/* What contradicts the bot's place in the table is forgotten; what it learned is not. */
static int repair(void *self, pb_bot bot)
{
    struct pb_auctions *own = self;
    struct pb_dealer *dealer = &own->dealers[bot];
    uint32_t next_ms;

    pb_auction_put_off(own, bot, &next_ms);
    dealer->phase = PB_AUCTION_RESTING;
    dealer->has_asked = 0;
    if (dealer->house >= PB_AUCTION_HOUSES)
        dealer->house = 0;
    return PB_OK;
}

/* ---- What is told of it ---- */

static const struct pb_decision *last_decision(const struct pb_auctions *own, pb_bot bot)
{
    const struct pb_decision *last = NULL;
    unsigned i;

    for (i = 0; i < PB_DECISIONS; i++) {
        const struct pb_decision *decision = &own->env.bots->decisions[bot][i];

        if (decision->system == own->env.number && decision->kind >= PB_DECIDED_VISIT &&
            decision->kind <= PB_DECIDED_BID && (!last || decision->at_ms >= last->at_ms))
            last = decision;
    }
    return last;
}

static const char *tell_market(const struct pb_auctions *own)
{
    return !own->env.market ? "none" : pb_market_is_open(own->env.market) ? "open" : "closed";
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    static const char *const kinds[] = {"", "went to town, things without a known price:", "posted item",
                                        "bought item", "bid for item"};
    const struct pb_auctions *own = self;
    const struct pb_dealer *dealer = &own->dealers[bot];
    const struct pb_decision *last = last_decision(own, bot);
    const struct pb_auction_house *house = &own->houses[pb_auction_house_of(own, bot)];
    int length = snprintf(
        text, size, "%s for %.0f s, strategy %s, market %s; %s",
        dealer->phase < PB_AUCTION_PHASES ? pb_auction_phase_name((enum pb_auction_phase)dealer->phase)
                                          : "broken",
        (own->env.bots->now_ms - dealer->phase_ms) / 1000.0, own->strategy->name, tell_market(own),
        !dealer->has_mail ? "no mail"
        : dealer->is_full ? "mail that does not fit"
                          : "mail waits");

    if (length > 0 && (size_t)length < size && house->scanned_s)
        length +=
            snprintf(text + length, size - (size_t)length, "; house scanned %u s ago, %u auctions of ours",
                     pb_market_now_s(own->env.market) - house->scanned_s, house->bot_auctions);
    if (length > 0 && (size_t)length < size && last)
        snprintf(text + length, size - (size_t)length, "; last %s %u (%.0f; %u, %.0f)", kinds[last->kind],
                 last->choice, (double)last->score, last->other, (double)last->other_score);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    struct pb_auctions *own = self;

    own->env.settings = *settings;
    own->strategy = pb_auction_strategy_find(settings->auction_strategy);
}

static size_t memory(const void *self, size_t *shared)
{
    const struct pb_auctions *own = self;

    *shared = sizeof *own + pb_cache_bytes(&own->ours) + pb_cache_bytes(&own->accounts);
    return pb_table_bytes(own->capacity, sizeof *own->dealers);
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct pb_auctions *own = self;
    const struct pb_auction_cache_stats *known;
    uint64_t now = 0;
    unsigned i;

#define X(name, unit, help) figure(user, #name, own->name, unit, help);
    PB_AUCTION_FIGURES(X)
#undef X
    for (i = 0; i < PB_AUCTION_HOUSES; i++)
        now += own->houses[i].bot_auctions;
    figure(user, "ours", now, "auctions now", "auctions of bots of this agent, as far as known");
    if (!own->env.market)
        return;
    known = pb_auction_cache_stats(pb_market_auctions(own->env.market));
    figure(user, "known", known->auctions, "auctions now", "auctions of all houses that are known");
    figure(user, "offers_hits", known->hits, "look-ups", "look-ups of auctions that found one");
    figure(user, "offers_misses", known->misses, "look-ups", "look-ups of auctions that found none");
}

const struct pb_system_type pb_auction_system = {
    .name = "auction",
    .priority = PB_PRIORITY_IDLE,
    .interval_ms = REST_MS,
    .max_age_ms = 60000,
    /* A page of a house that nobody knows yet. */
    .longest_us = 250,
    .modes = PB_BOT_PEACE,
    .events = 1ull << PB_WORLD_MAIL,
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
