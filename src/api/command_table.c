#include "api/command.h"
#include "api/command_runs.h"
#include "db/call_account.h"
#include "db/call_limit.h"
#include "db/call_market.h"
#include "db/call_setting.h"
#include "db/call_view.h"

/* clang-format off */
const struct pb_command_entry pb_command_table[] = {
    {"help", "", "lists the commands", .run = pb_run_help},
    {"status", "", "what this agent does: registration, leases, sessions, database, outbox", .run = pb_run_status, .is_agent = 1},
    {"metrics", "", "every figure of this agent", .run = pb_run_metrics, .is_agent = 1},
    {"reload", "", "reads the configuration anew; says what takes a restart", .run = pb_run_reload, .is_agent = 1},
    {"log-level", "LEVELS...", "sets log levels, such as DEBUG or database=TRACE", .run = pb_run_log_level, .minimum = 1, .maximum = 8, .is_text = 0xff, .is_agent = 1},
    {"bots", "", "bots in the world of this agent", .run = pb_run_bots, .is_agent = 1},
    {"bots enable", "GUID [SYSTEM]", "lets a bot, or one of its systems, think again", .run = pb_run_bots_enable, .minimum = 1, .maximum = 2, .is_text = 2, .is_agent = 1},
    {"bots disable", "GUID [SYSTEM]", "lets a bot stand still, or switches one of its systems off", .run = pb_run_bots_disable, .minimum = 1, .maximum = 2, .is_text = 2, .is_agent = 1},
    {"why", "GUID", "what a bot is doing, what it decided last and on which scores, what it waits for", .run = pb_run_why, .minimum = 1, .maximum = 1, .is_agent = 1},
    {"caches", "", "caches of systems and agent, with their hit rates", .run = pb_run_caches, .is_agent = 1},
    {"systems", "", "systems that think for the bots, with their cost", .run = pb_run_systems, .is_agent = 1},
    {"systems enable", "SYSTEM", "switches a system on for all bots", .run = pb_run_systems_enable, .minimum = 1, .maximum = 1, .is_text = 1, .is_agent = 1},
    {"systems disable", "SYSTEM", "switches a system off for all bots", .run = pb_run_systems_disable, .minimum = 1, .maximum = 1, .is_text = 1, .is_agent = 1},
    {"market", "", "the market of this agent: switch, gold by cause, spending, books", .run = pb_run_market, .is_agent = 1},
    {"market status", "", "the same", .run = pb_run_market, .is_agent = 1},
    {"market start", "", "lets the bots of all agents post, bid and buy, here at once", .run = pb_run_market_start, .is_agent = 1},
    {"market stop", "", "stops that, here at once, elsewhere within a minute; what is posted is collected", .run = pb_run_market_stop, .is_agent = 1},
    {"market health", "", "each auction house by day: inflation, volume, share of bots, anomalies", .statement = &pb_call_market_health},
    {"market ledger", "", "gold that was created, destroyed and moved, by day and cause", .statement = &pb_call_gold_ledger},
    {"market spending", "", "what bots booked to spend, by day, with the limit", .statement = &pb_call_spending},
    {"market trades", "", "completed trades of bots", .statement = &pb_call_bot_trades},
    {"market anomalies", "", "items whose prices somebody tampers with today", .statement = &pb_call_market_anomalies},
    {"market explain", "ITEM", "how the price of an item came about", .statement = &pb_call_explain_price, .minimum = 1, .maximum = 1},
    {"accounts list", "", "bot accounts", .statement = &pb_call_accounts},
    {"accounts show", "ACCOUNT", "one account", .statement = &pb_call_show_account, .minimum = 1, .maximum = 1, .is_record = 1},
    {"accounts create", "[COUNT]", "makes accounts", .run = pb_run_create, .maximum = 1},
    {"accounts delete", "ACCOUNT | --all", "deletes a bot account, or all, with their characters", .run = pb_run_delete, .dry_run = pb_dry_delete, .minimum = 1, .maximum = 1, .is_danger = 1},
    {"accounts adopt", "ACCOUNT", "makes a game account a bot account", .statement = &pb_call_adopt_account, .minimum = 1, .maximum = 1, .is_record = 1},
    {"accounts disown", "ACCOUNT", "makes a bot account a human one again", .statement = &pb_call_disown_account, .dry_run = pb_dry_show, .minimum = 1, .maximum = 1, .is_record = 1, .is_danger = 1},
    {"accounts plan", "", "accounts that are required, there and missing", .statement = &pb_call_account_plan, .is_record = 1},
    {"pool", "", "accounts by state, with the pool's target", .statement = &pb_call_pool},
    {"pool refill", "[TARGET]", "fills the pool", .statement = &pb_call_refill_pool, .maximum = 1, .is_record = 1},
    {"leases", "", "accounts that agents hold", .statement = &pb_call_leases},
    {"agents", "", "agents, alive and ended", .statement = &pb_call_agents},
    {"agents metrics", "", "what agents wrote of themselves", .statement = &pb_call_agent_metrics},
    {"fleet", "", "every agent that is alive: bots, health, ages, the worst first", .statement = &pb_call_fleet},
    {"population", "", "bots by race, class, level and state", .statement = &pb_call_population},
    {"sessions", "", "stored sessions", .statement = &pb_call_sessions},
    {"operations", "", "long operations that run or were interrupted", .statement = &pb_call_operations},
    {"charlimit check", "[ACCOUNT]", "counts characters, worst first", .statement = &pb_call_check_character_limit, .maximum = 1},
    {"charlimit list", "ACCOUNT", "characters of an account", .statement = &pb_call_list_characters, .minimum = 1, .maximum = 1},
    {"charlimit fix", "", "takes surplus characters out of play, corrects counts", .statement = &pb_call_fix_character_limits, .dry_run = pb_dry_fix, .is_danger = 1},
    {"charlimit validate", "", "judges the whole system as a start does; with the policy fix it also repairs", .statement = &pb_call_validate_startup, .is_record = 1},
    {"charlimit set", "ACCOUNT MAXIMUM", "gives an account its own limit", .statement = &pb_call_set_account_limit, .minimum = 2, .maximum = 2, .is_record = 1},
    {"charlimit grant", "ACCOUNT SLOTS", "adds slots to an account, up to 10", .statement = &pb_call_grant_slots, .minimum = 2, .maximum = 2, .is_record = 1},
    {"charlimit restore", "GUID", "brings a disabled character back", .statement = &pb_call_restore_character, .minimum = 1, .maximum = 1, .is_record = 1},
    {"settings", "", "realm-wide settings", .statement = &pb_call_view_settings},
    {"settings set", "NAME VALUE", "changes a realm-wide setting", .statement = &pb_call_set_setting, .minimum = 2, .maximum = 2, .is_text = 3, .is_record = 1},
    {"audit", "", "the last 50 decisions", .statement = &pb_call_audit},
    {"health", "", "checks, the worst first", .statement = &pb_call_health},
    {"explain", "ACCOUNT", "why an account is or is not available, and what would free it", .statement = &pb_call_explain_account, .minimum = 1, .maximum = 1, .is_record = 1},
    {"version", "", "what is deployed", .statement = &pb_call_version},
};
/* clang-format on */

const size_t pb_command_count = sizeof pb_command_table / sizeof *pb_command_table;
