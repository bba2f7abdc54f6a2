/* Settings of the AI: what this agent alone decides from its configuration, what all share from the table. */
#include "ai/hours.h"
#include "api/ai.h"
#include "base/conf_auction.h"
#include "db/call_setting.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTINGS_EVERY_MS = 60000, RETRY_MS = 5000, MAX_INTERVAL_MS = 3600000 };

#define COPY(to, key) snprintf(to, sizeof(to), "%.*s", (int)sizeof(to) - 1, conf->text[PB_CONF_##key])

static const struct pb_ai_settings default_settings = {.quest_timeout_s = 900,
                                                       .group_percent = 20,
                                                       .combat_flee_percent = 20,
                                                       .combat_rest_percent = 50,
                                                       .trade_policy = "group",
                                                       .trade_security = "everyone",
                                                       .trade_daily_gift = 50000,
                                                       .trade_daily_trades = 50};

static void default_population(struct pb_population_settings *population)
{
    population->login_per_s = 500;
    population->create_per_s = 1000;
    population->per_account = 10;
    memset(population->schedule, 100, sizeof population->schedule);
    pb_race_weights_default(&population->weights);
}

static void read_auctions(const struct pb_conf *conf, struct pb_ai_settings *settings)
{
    struct pb_conf_auction auction;
    char wanted[128];

    /* The configuration was checked when it was read; a bad one would leave defaults. */
    if (pb_conf_auction_read(conf->text[PB_CONF_AUCTION_LIMITS], &auction, wanted, sizeof wanted) != 0)
        return;
    memcpy(settings->auction_strategy, auction.strategy, sizeof settings->auction_strategy);
    settings->auction_per_bot = auction.per_bot;
    settings->auction_per_house = auction.per_house;
    settings->auction_per_item = auction.per_item;
    settings->auction_scan_s = auction.scan_s;
}

void pb_ai_read_conf(const struct pb_conf *conf, int64_t bots, struct pb_mind_settings *options)
{
    struct pb_population_settings *population = &options->population;

    options->budget_us = (uint32_t)conf->number[PB_CONF_AI_TICK_BUDGET];
    options->target_us = (uint32_t)conf->number[PB_CONF_AI_TICK_TARGET];
    options->far_percent = (uint32_t)conf->number[PB_CONF_AI_FAR_FACTOR];
    if (!options->systems.quest_timeout_s)
        options->systems = default_settings;
    COPY(options->systems.quest_strategy, QUEST_STRATEGY);
    COPY(options->systems.loot_policy, LOOT_POLICY);
    read_auctions(conf, &options->systems);
    if (!population->per_account)
        default_population(population);
    population->bots = (uint32_t)(bots >= 0 ? bots : conf->number[PB_CONF_AGENT_BOTS]);
}

/* One "name=off" or "name=interval". */
static int read_system(struct pb_mind *mind, const char *word, size_t length, char *errors, size_t size)
{
    char name[32] = "", value[16] = "", *end;
    const char *equals = memchr(word, '=', length);
    unsigned long interval_ms;
    int system;

    if (equals && equals - word < (long)sizeof name && word + length - equals - 1 < (long)sizeof value) {
        memcpy(name, word, (size_t)(equals - word));
        memcpy(value, equals + 1, (size_t)(word + length - equals - 1));
    }
    system = pb_coordinator_find_system(pb_mind_coordinator(mind), name);
    interval_ms = strtoul(value, &end, 10);
    if (system >= 0 && strcmp(value, "off") == 0)
        return pb_mind_enable_system(mind, (unsigned)system, 0);
    if (system >= 0 && value[0] >= '0' && value[0] <= '9' && !*end && interval_ms > 0 &&
        interval_ms <= MAX_INTERVAL_MS)
        return pb_mind_set_interval(mind, (unsigned)system, (uint32_t)interval_ms);
    snprintf(errors, size,
             "Playerbot.AI.Systems: '%.*s', wanted: the name of a system, =, and off or 1 to %d (ms)",
             (int)(length < 60 ? length : 60), word, MAX_INTERVAL_MS);
    return PB_E_bad_config;
}

int pb_ai_read_systems(const struct pb_conf *conf, struct pb_mind *mind, char *errors, size_t size)
{
    const char *text = conf->text[PB_CONF_AI_SYSTEMS];
    int error = PB_OK;
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(pb_mind_coordinator(mind)); i++)
        if (pb_mind_enable_system(mind, i, 1) != PB_OK || pb_mind_set_interval(mind, i, 0) != PB_OK)
            return PB_E_bad_argument;
    while (*(text += strspn(text, " "))) {
        size_t length = strcspn(text, " ");
        int one = read_system(mind, text, length, errors, size);

        error = error ? error : one;
        text += length;
    }
    return error;
}

static uint32_t number_of(const struct pb_rows *rows, size_t row)
{
    return (uint32_t)pb_rows_u64(rows, row, 1);
}

/* Texts that must be read together. */
struct shares {
    char races[256], classes[256];
};

/* A setting of trades; 0: it is another's. */
static int take_trade(struct pb_ai_settings *systems, const char *name, const char *text, uint32_t number)
{
    if (strcmp(name, "trade_policy") == 0)
        snprintf(systems->trade_policy, sizeof systems->trade_policy, "%.15s", text);
    else if (strcmp(name, "trade_security") == 0)
        snprintf(systems->trade_security, sizeof systems->trade_security, "%.15s", text);
    else if (strcmp(name, "trade_purchases") == 0)
        systems->trade_purchases = (int)number;
    else if (strcmp(name, "trade_daily_gift") == 0)
        systems->trade_daily_gift = (int)number;
    else if (strcmp(name, "trade_daily_trades") == 0)
        systems->trade_daily_trades = (int)number;
    else
        return 0;
    return 1;
}

static void take_row(struct pb_handle *handle, const struct pb_rows *rows, size_t row, struct shares *shares)
{
    const char *name = pb_rows_text(rows, row, 0, NULL), *text = pb_rows_text(rows, row, 1, NULL);
    struct pb_ai *ai = handle->ai;
    struct pb_population_settings *population = &ai->settings.population;
    uint8_t schedule[24];

    if (take_trade(&ai->settings.systems, name, text, number_of(rows, row)))
        return;
    if (strcmp(name, "population_schedule") == 0) {
        if (pb_hours_read(text, schedule) == PB_OK)
            memcpy(population->schedule, schedule, sizeof schedule);
        else
            PB_LOG(
                handle->log, CONFIG, WARN, 0,
                "setting population_schedule is '%.80s', wanted one percentage, or 24 with commas between: "
                "the hours stay as they were",
                text);
    } else if (strcmp(name, "market_is_open") == 0) {
        pb_ai_market_set(&ai->market, number_of(rows, row) != 0);
    } else if (strcmp(name, "population_races") == 0) {
        snprintf(shares->races, sizeof shares->races, "%s", text);
    } else if (strcmp(name, "population_classes") == 0) {
        snprintf(shares->classes, sizeof shares->classes, "%s", text);
    } else if (strcmp(name, "population_session_s") == 0) {
        population->session_s = number_of(rows, row);
    } else if (strcmp(name, "population_retire_level") == 0) {
        population->retire_level = (uint8_t)number_of(rows, row);
    } else if (strcmp(name, "population_login_per_s") == 0) {
        population->login_per_s = number_of(rows, row);
    } else if (strcmp(name, "population_create_per_s") == 0) {
        population->create_per_s = number_of(rows, row);
    } else if (strcmp(name, "max_characters_per_account") == 0) {
        population->per_account = (uint8_t)number_of(rows, row);
    } else if (strcmp(name, "quest_timeout_s") == 0) {
        ai->settings.systems.quest_timeout_s = (int)number_of(rows, row);
    } else if (strcmp(name, "group_percent") == 0) {
        ai->settings.systems.group_percent = (int)number_of(rows, row);
    } else if (strcmp(name, "combat_flee_percent") == 0) {
        ai->settings.systems.combat_flee_percent = (int)number_of(rows, row);
    } else if (strcmp(name, "combat_rest_percent") == 0) {
        ai->settings.systems.combat_rest_percent = (int)number_of(rows, row);
    }
}

static void on_settings(void *user, const struct pb_answer *answer)
{
    struct pb_handle *handle = user;
    struct pb_ai *ai = handle->ai;
    struct shares shares = {"", ""};
    struct pb_race_weights weights;
    char message[256];
    size_t i;

    if (!ai)
        return;
    ai->is_settings_out = 0;
    if (answer->error) {
        ai->settings_due_ms = pb_database_now_ms(handle->database) + RETRY_MS;
        return;
    }
    for (i = 0; i < pb_rows_count(answer->rows); i++)
        take_row(handle, answer->rows, i, &shares);
    if (pb_race_weights_read(&weights, shares.races, shares.classes, message, sizeof message) == PB_OK)
        ai->settings.population.weights = weights;
    else
        PB_LOG(handle->log, CONFIG, WARN, 0,
               "settings population_races and population_classes: %s; the shares stay as they were", message);
    pb_ai_configure(handle);
}

void pb_ai_ask_settings(struct pb_handle *handle, int64_t now_ms)
{
    struct pb_ai *ai = handle->ai;

    if (ai->is_settings_out || now_ms < ai->settings_due_ms || !handle->is_ready)
        return;
    ai->settings_due_ms = now_ms + SETTINGS_EVERY_MS;
    if (pb_database_call(handle->database, &pb_call_settings, NULL, 0, 0, on_settings, handle) == PB_OK)
        ai->is_settings_out = 1;
}
