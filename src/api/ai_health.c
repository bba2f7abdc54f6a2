/* Health of the AI: judged from what the coordinator counts. */
#include "api/ai.h"
#include <stdio.h>
#include <string.h>

/* Judged is the time since the older of two looks, which is WINDOW_MS to twice that ago; a window with fewer
 * ticks says nothing of one in a hundred. */
enum { JUDGE_EVERY_MS = 10000, WINDOW_MS = 30000, LEAST_TICKS = 100 };

void pb_ai_look(struct pb_ai *ai, int64_t now_ms, struct pb_ai_window *window)
{
    struct pb_coordinator_stats stats;

    pb_coordinator_stats(ai->coordinator, &stats);
    window->tick_us = *pb_coordinator_tick_times(ai->coordinator);
    window->ticks = stats.ticks;
    window->over_budget_ticks = stats.over_budget_ticks;
    window->cpu_ns = stats.cpu_ns;
    window->at_ms = now_ms;
}

/* The worst class: how much of the age that its systems state was reached, in percent. */
static void look_at_systems(struct pb_ai *ai, struct pb_health_input *input)
{
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats stats;
        uint32_t stated_ms, late_percent;

        pb_coordinator_system_stats(ai->coordinator, i, &stats);
        ai->bot_bytes += stats.bytes;
        if (!stats.is_supported || !stats.is_enabled)
            continue;
        stated_ms = stats.stated_age_ms;
        late_percent = stated_ms ? (uint32_t)((uint64_t)stats.age_ms * 100 / stated_ms) : 0;
        if (late_percent > input->late_percent)
            input->late_percent = late_percent;
        input->systems_resting += stats.fault == PB_FAULT_BACKOFF || stats.fault == PB_FAULT_OPEN;
        input->systems_disabled += stats.fault == PB_FAULT_DISABLED;
        input->faulty_bots += stats.bots_by_fault[PB_FAULT_DEGRADED] + stats.bots_by_fault[PB_FAULT_DISABLED];
    }
}

/* Ticks of the window; too few leave what was seen before. */
static void look_at_ticks(struct pb_ai *ai, int64_t now_ms, struct pb_health_input *input)
{
    struct pb_ai_window now;
    struct pb_histogram since;

    pb_ai_look(ai, now_ms, &now);
    if (now.ticks - ai->windows[0].ticks >= LEAST_TICKS) {
        pb_histogram_since(&now.tick_us, &ai->windows[0].tick_us, &since);
        ai->window_p99_us = pb_histogram_quantile(&since, 990);
        ai->window_ticks = now.ticks - ai->windows[0].ticks;
        ai->window_over = now.over_budget_ticks - ai->windows[0].over_budget_ticks;
    }
    if (now_ms >= ai->window_due_ms && now.ticks - ai->windows[1].ticks >= LEAST_TICKS) {
        ai->windows[0] = ai->windows[1];
        ai->windows[1] = now;
        ai->window_due_ms = now_ms + WINDOW_MS;
    }
    input->tick_p99_us = ai->window_p99_us;
    input->ticks = ai->window_ticks;
    input->over_budget_ticks = ai->window_over;
}

void pb_ai_judge(struct pb_handle *handle, int64_t now_ms)
{
    struct pb_ai *ai = handle->ai;
    const struct pb_population_stats *population = pb_population_stats(ai->population);
    struct pb_health_input input = {0};
    struct pb_coordinator_stats stats;
    enum pb_health before = ai->health;

    if (now_ms < ai->health_due_ms)
        return;
    ai->health_due_ms = now_ms + JUDGE_EVERY_MS;
    pb_ai_alert_update(ai);
    pb_coordinator_stats(ai->coordinator, &stats);
    input.bots = stats.bots;
    input.settling_s = pb_settling_look(&ai->settling, now_ms, population->logins, stats.bots);
    input.wanted = ai->is_stopping ? 0 : (uint32_t)population->wanted;
    input.budget_us = (uint32_t)handle->conf->number[PB_CONF_AI_TICK_BUDGET];
    input.load_percent = stats.load_percent;
    ai->bot_bytes = stats.bytes + pb_population_bytes(ai->population);
    input.is_database_away = pb_stat_get(&pb_database_stats(handle->database)->breakers_open) > 0;
    look_at_ticks(ai, now_ms, &input);
    look_at_systems(ai, &input);
    input.bytes_per_bot = stats.bots ? ai->bot_bytes / stats.bots : 0;
    ai->health = pb_health_judge(&input, ai->reasons, sizeof ai->reasons);
    if (ai->health == before)
        return;
    if (ai->health == PB_RED) {
        PB_LOG(handle->log, AI, ERROR, 0, "health is RED: %s", ai->reasons);
        pb_ai_alert(handle);
    } else {
        PB_LOG(handle->log, AI, INFO, 0, "health is %s%s%s", pb_health_name(ai->health),
               *ai->reasons ? ": " : "", ai->reasons);
    }
    /* The database audits that it became RED, or is so no more; what is lost on the way comes with the next
     * row. */
    if (ai->health == PB_RED || before == PB_RED)
        pb_ai_report(handle, now_ms);
}
