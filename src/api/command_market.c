/* Commands about the market of a running agent. */
#include "api/ai.h"
#include "api/command_runs.h"
#include "api/format.h"
#include "db/call_setting.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The market; without a world the run ends with an error, and NULL is returned. */
static struct pb_ai_market *need_market(struct pb_command_run *run)
{
    if (!run->handle->ai)
        pb_command_end(run, PB_E_unsupported, "this agent has no world: it has no market");
    return run->handle->ai ? &run->handle->ai->market : NULL;
}

/* Figures, one by one: into an object, or as lines. */
struct sheet {
    struct pb_command_run *run;
    json_t *object; /* NULL: lines */
};

static void tell(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct sheet *sheet = user;

    (void)help;
    if (sheet->object)
        json_object_set_new(sheet->object, name, json_integer((json_int_t)value));
    else
        pb_format_line(sheet->run->output.line, sheet->run->output.user, "%-32s %16" PRIu64 " %s", name,
                       value, unit);
}

static void tell_gold(struct sheet *sheet, const struct pb_ai_market *market)
{
    json_t *list = json_array();
    unsigned cause;

    if (!sheet->object)
        pb_format_line(sheet->run->output.line, sheet->run->output.user, "%-16s %16s %16s %16s",
                       "gold since start", "created", "destroyed", "moved");
    for (cause = 0; cause < PB_GOLD_CAUSE_COUNT; cause++) {
        struct pb_gold_sum sum = pb_market_gold(market->market, (enum pb_gold_cause)cause);
        const char *name = pb_gold_cause_name((enum pb_gold_cause)cause);

        if (sheet->object)
            json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:I}", "cause", name, "created",
                                                  (json_int_t)sum.created, "destroyed",
                                                  (json_int_t)sum.destroyed, "moved", (json_int_t)sum.moved));
        else
            pb_format_line(sheet->run->output.line, sheet->run->output.user,
                           "%-16s %16" PRIu64 " %16" PRIu64 " %16" PRIu64, name, sum.created, sum.destroyed,
                           sum.moved);
    }
    if (sheet->object)
        json_object_set(sheet->object, "gold", list);
    json_decref(list);
}

static void end_sheet(struct sheet *sheet)
{
    char *text = sheet->object ? json_dumps(sheet->object, JSON_COMPACT) : NULL;

    if (text)
        sheet->run->output.line(sheet->run->output.user, text);
    free(text);
    json_decref(sheet->object);
    pb_command_end(sheet->run, PB_OK, NULL);
}

int pb_run_market(struct pb_command_run *run)
{
    const struct pb_ai_market *market = need_market(run);
    struct sheet sheet = {run, market && run->is_json ? json_object() : NULL};

    if (!market)
        return PB_OK;
    if (!sheet.object)
        pb_format_line(run->output.line, run->output.user, "the market is %s",
                       pb_market_is_open(market->market) ? "open"
                       : market->is_stopped              ? "closed by an operator"
                                                         : "closed by the setting market_is_open");
    tell_gold(&sheet, market);
    pb_ai_market_tell_metrics(market, tell, &sheet);
    end_sheet(&sheet);
    return PB_OK;
}

static void on_set(void *user, const struct pb_answer *answer)
{
    struct pb_command_run *run = user;
    struct pb_ai *ai = run->handle->ai;
    int is_open = ai && pb_market_is_open(ai->market.market);

    pb_format_line(run->output.line, run->output.user, run->is_json ? "{\"is_open\":%s}" : "market: %s",
                   run->is_json ? is_open ? "true" : "false"
                   : is_open    ? "open"
                                : "closed");
    pb_command_end(run, answer->error, answer->message);
}

/* Here at once, and for all agents by the table of settings, where the audit log sees it. */
static int switch_market(struct pb_command_run *run, int is_open)
{
    struct pb_ai_market *market = need_market(run);
    const struct pb_value values[] = {PB_VALUE_TEXT("market_is_open"), PB_VALUE_TEXT(is_open ? "1" : "0")};

    if (!market)
        return PB_OK;
    pb_ai_market_switch(market, is_open);
    return pb_database_call(run->handle->database, &pb_call_set_setting, values, 2, 0, on_set, run);
}

int pb_run_market_start(struct pb_command_run *run)
{
    return switch_market(run, 1);
}

int pb_run_market_stop(struct pb_command_run *run)
{
    return switch_market(run, 0);
}
