/* Report: the ledger of a run. */
#include "api/ai.h"
#include "base/error.h"
#include "bin/report.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>

static void add(json_t *object, const char *name, uint64_t value)
{
    json_object_set_new(object, name, json_integer((json_int_t)value));
}

/* What the ledger says of each cause, and what purses got and gave. */
static json_t *gold(const struct pb_ai_market *market)
{
    const struct pb_purses *purses = pb_gold_world_purses(market->gold);
    json_t *object = json_object();
    unsigned cause;

    for (cause = 0; cause < PB_GOLD_CAUSE_COUNT; cause++) {
        struct pb_gold_sum sum = pb_market_gold(market->market, (enum pb_gold_cause)cause);
        json_t *row = json_object();

        add(row, "created", sum.created);
        add(row, "destroyed", sum.destroyed);
        add(row, "moved", sum.moved);
        add(row, "got", purses->got[cause]);
        add(row, "gave", purses->gave[cause]);
        json_object_set_new(object, pb_gold_cause_name((enum pb_gold_cause)cause), row);
    }
    return object;
}

/* The realm's own truth. */
static json_t *realm_gold(struct pb_daemon_realm *realm)
{
    static const char *const names[PB_REALM_GOLD_CAUSE_COUNT] = {
#define X(cause, name) name,
        PB_REALM_GOLD_CAUSES(X)
#undef X
    };
    const struct pb_realm_gold *truth = pb_daemon_realm_gold(realm);
    json_t *object = json_object();
    unsigned cause;

    for (cause = 0; cause < PB_REALM_GOLD_CAUSE_COUNT; cause++) {
        json_t *row = json_object();

        add(row, "got", truth->got[cause]);
        add(row, "gave", truth->gave[cause]);
        json_object_set_new(object, names[cause], row);
    }
    return object;
}

static void tell(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)unit;
    (void)help;
    add(user, name, value);
}

int pb_report_add_ledger(pb_handle *handle, struct pb_daemon_realm *realm, const char *path)
{
    json_t *object = json_load_file(path, 0, NULL), *figures = json_object();
    int error;

    if (!object || !handle->ai) {
        json_decref(object);
        json_decref(figures);
        return object ? PB_OK : PB_E_io;
    }
    json_object_set_new(object, "gold", gold(&handle->ai->market));
    if (realm)
        json_object_set_new(object, "realm_gold", realm_gold(realm));
    pb_ai_market_tell_metrics(&handle->ai->market, tell, figures);
    json_object_set_new(object, "market", figures);
    error = pb_report_save(object, path);
    json_decref(object);
    return error;
}
