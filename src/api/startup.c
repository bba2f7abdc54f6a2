/*
 * Startup: what must be true before the agent begins. Steps that run one after the other, without waiting; a
 * step that the database could not take is tried again.
 */
#include "api/handle.h"
#include "base/error.h"
#include "db/call_limit.h"
#include "db/call_setting.h"
#include "db/call_view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_MS = 1000, STEP_TIMEOUT_MS = 60000, MAX_PUSHES = 32 };

/* A setting that the configuration owns. */
struct push {
    enum pb_conf_key key;
    char name[40], value[200];
};

enum step { READ_SETTINGS, PUSH, VALIDATE, ENSURE, REFILL, READY };

struct pb_startup {
    enum step step;
    int is_out, is_reload;
    int is_stale;    /* the answer that is out is one to an earlier reload */
    unsigned wanted; /* accounts, as the configuration said last */
    int64_t due_ms;
    struct push pushes[MAX_PUSHES];
    unsigned push_count, push_at;
};

static void add_push(struct pb_handle *handle, enum pb_conf_key key, const char *name, const char *value)
{
    struct pb_startup *startup = handle->startup;
    struct push *push = &startup->pushes[startup->push_count];

    if (startup->push_count == MAX_PUSHES)
        return;
    startup->push_count++;
    push->key = key;
    snprintf(push->name, sizeof push->name, "%s", name);
    snprintf(push->value, sizeof push->value, "%.199s", value);
}

/* The settings table owns realm-wide values: only keys that somebody wrote are brought there. */
static void plan_pushes(struct pb_handle *handle, unsigned ttl_s)
{
    const struct pb_conf *conf = handle->conf;
    int heartbeat_first = conf->number[PB_CONF_HEARTBEAT_INTERVAL] < (int64_t)ttl_s;

    handle->startup->push_count = handle->startup->push_at = 0;
    /* The heartbeat must stay below the ttl at each step: lowered first, raised last. */
    if (heartbeat_first && pb_conf_is_written(conf, PB_CONF_HEARTBEAT_INTERVAL))
        add_push(handle, PB_CONF_HEARTBEAT_INTERVAL, pb_conf_setting(PB_CONF_HEARTBEAT_INTERVAL),
                 conf->text[PB_CONF_HEARTBEAT_INTERVAL]);
    for (int i = 0; i < PB_CONF_COUNT; i++) {
        enum pb_conf_key key = (enum pb_conf_key)i;

        if (key == PB_CONF_STRICT_CHARACTER_LIMIT &&
            (pb_conf_is_written(conf, key) || pb_conf_is_written(conf, PB_CONF_AUTO_FIX_CHARACTER_LIMIT)))
            add_push(handle, key, "character_limit_policy", pb_conf_limit_policy(conf));
        else if (*pb_conf_setting(key) && pb_conf_is_written(conf, key) &&
                 !(key == PB_CONF_HEARTBEAT_INTERVAL && heartbeat_first))
            add_push(handle, key, pb_conf_setting(key), conf->text[key]);
    }
}

static void take_settings(struct pb_handle *handle, const struct pb_rows *rows)
{
    unsigned ttl_s = 0;

    for (size_t i = 0; i < pb_rows_count(rows); i++) {
        const char *name = pb_rows_text(rows, i, 0, NULL);

        if (strcmp(name, "lease_ttl_s") == 0)
            ttl_s = (unsigned)pb_rows_u64(rows, i, 1);
        else if (strcmp(name, "max_characters_per_account") == 0 && pb_rows_u64(rows, i, 1) > 0)
            handle->characters_per_account = (unsigned)pb_rows_u64(rows, i, 1);
    }
    plan_pushes(handle, ttl_s);
}

static void take_push(struct pb_handle *handle, const struct pb_rows *rows)
{
    const struct push *push = &handle->startup->pushes[handle->startup->push_at++];
    char old[200];

    pb_rows_print(rows, 0, 1, old, sizeof old);
    if (strcmp(old, push->value) != 0)
        PB_LOG(handle->log, CONFIG, INFO, 0, "setting %s: %s -> %s", push->name, old, push->value);
    if (push->key == PB_CONF_MAX_CHARACTERS_PER_ACCOUNT)
        handle->characters_per_account = (unsigned)strtoul(push->value, NULL, 10);
}

/* Returns 0 to go on. */
static int take_validation(struct pb_handle *handle, const struct pb_rows *rows)
{
    const char *verdict = pb_rows_text(rows, 0, 0, NULL);
    unsigned violations = (unsigned)pb_rows_u64(rows, 0, 1);
    char text[256];

    PB_LOG(handle->log, LIMIT, INFO, 0,
           "validation: %s (%u violations, %u characters disabled, %u counts corrected)", verdict, violations,
           (unsigned)pb_rows_u64(rows, 0, 2), (unsigned)pb_rows_u64(rows, 0, 3));
    if (strcmp(verdict, "abort") != 0)
        return 0;
    snprintf(
        text, sizeof text,
        "%u bot accounts violate the character limit and the policy is abort; see v_limit_violations, or set "
        "StrictCharacterLimit = 0 and AutoFixCharacterLimit = 1",
        violations);
    PB_LOG(handle->log, LIMIT, FATAL, 0, "%s", text);
    handle->startup->step = READY;
    handle->is_refused = PB_E_limit_reached;
    pb_handle_tell(handle, PB_EVENT_ABORT, 0, 0, violations, text);
    return 1;
}

static void be_ready(struct pb_handle *handle)
{
    int64_t bots = handle->bots >= 0 ? handle->bots : handle->conf->number[PB_CONF_AGENT_BOTS];
    unsigned wanted =
        (unsigned)((bots + handle->characters_per_account - 1) / handle->characters_per_account);

    handle->is_ready = 1;
    /* A reload that changes nothing of this leaves what the host took and gave back since. */
    if (wanted == handle->startup->wanted || handle->is_stopping)
        return;
    handle->startup->wanted = wanted;
    pb_agent_want(handle->agent, wanted);
}

/* Goes on from a step that came through. */
static void advance(struct pb_handle *handle, const struct pb_rows *rows)
{
    struct pb_startup *startup = handle->startup;

    switch (startup->step) {
    case READ_SETTINGS:
        take_settings(handle, rows);
        startup->step = PUSH;
        break;
    case PUSH:
        take_push(handle, rows);
        break;
    case VALIDATE:
        if (take_validation(handle, rows) != 0)
            return;
        startup->step = ENSURE;
        break;
    case ENSURE:
        PB_LOG(handle->log, ACCOUNT, INFO, 0, "accounts: %u required, %u there, %u created (%s)",
               (unsigned)pb_rows_u64(rows, 0, 0), (unsigned)pb_rows_u64(rows, 0, 1),
               (unsigned)pb_rows_u64(rows, 0, 2), pb_rows_text(rows, 0, 3, NULL));
        startup->step = REFILL;
        break;
    case REFILL:
        PB_LOG(handle->log, ACCOUNT, INFO, 0, "pool: %u accounts ready", (unsigned)pb_rows_u64(rows, 0, 0));
        startup->step = READY;
        break;
    case READY:
        break;
    }
    /* After the pushes: a start validates, a reload is through. */
    if (startup->step == PUSH && startup->push_at == startup->push_count)
        startup->step = startup->is_reload ? READY : VALIDATE;
    if (startup->step == READY)
        be_ready(handle);
}

static void on_step(void *user, const struct pb_answer *answer)
{
    struct pb_handle *handle = user;
    struct pb_startup *startup = handle->startup;

    startup->is_out = 0;
    startup->due_ms = pb_database_now_ms(handle->database);
    if (startup->is_stale) {
        startup->is_stale = 0;
        return;
    }
    if (!answer->error) {
        advance(handle, answer->rows);
        return;
    }
    startup->due_ms += RETRY_MS;
    if (answer->error == PB_E_no_database || answer->error == PB_E_timeout || answer->error == PB_E_stopped ||
        answer->error == PB_E_operation_busy || answer->error == PB_E_no_result)
        return;
    PB_LOG(handle->log, CONFIG, ERROR, 0, "%s%s%s: %s", startup->step == PUSH ? "setting " : "start",
           startup->step == PUSH ? startup->pushes[startup->push_at].name : "",
           startup->step == PUSH ? " was refused" : "",
           *answer->message ? answer->message : pb_error_text(answer->error));
    if (startup->is_reload) {
        startup->push_at++; /* the others are good */
        if (startup->push_at >= startup->push_count)
            startup->step = READY;
        return;
    }
    startup->step = READY;
    handle->is_refused = answer->error;
    pb_handle_tell(handle, PB_EVENT_ABORT, 0, 0, 0,
                   *answer->message ? answer->message : pb_error_text(answer->error));
}

static void start_step(struct pb_handle *handle)
{
    struct pb_startup *startup = handle->startup;
    const struct push *push = &startup->pushes[startup->push_at];
    const struct pb_value null = PB_VALUE_NULL;
    struct pb_value values[2] = {null, null};
    static const struct {
        const struct pb_statement *statement;
        unsigned values;
    } steps[] = {[READ_SETTINGS] = {&pb_call_settings, 0},
                 [PUSH] = {&pb_call_set_setting, 2},
                 [VALIDATE] = {&pb_call_validate_startup, 0},
                 [ENSURE] = {&pb_call_ensure_accounts, 0},
                 [REFILL] = {&pb_call_refill_pool, 1}};

    if (startup->step == PUSH) {
        values[0] = PB_VALUE_TEXT(push->name);
        values[1] = PB_VALUE_TEXT(push->value);
    }
    startup->is_out =
        pb_database_call(handle->database, steps[startup->step].statement, values,
                         steps[startup->step].values, STEP_TIMEOUT_MS, on_step, handle) == PB_OK;
}

int pb_startup_begin(struct pb_handle *handle)
{
    handle->startup = pb_memory_new(&handle->memory, 1, sizeof *handle->startup);
    return handle->startup ? PB_OK : PB_E_no_memory;
}

void pb_startup_update(struct pb_handle *handle, int64_t now_ms)
{
    struct pb_startup *startup = handle->startup;

    if (startup->step != READY && !startup->is_out && now_ms >= startup->due_ms)
        start_step(handle);
}

void pb_startup_push_settings(struct pb_handle *handle)
{
    /* A start that is not through has read the new values already, or will. */
    if (!handle->is_ready)
        return;
    handle->startup->is_reload = 1;
    handle->startup->is_stale = handle->startup->is_out;
    handle->startup->step = READ_SETTINGS;
}

void pb_startup_free(struct pb_handle *handle)
{
    pb_memory_free(&handle->memory, handle->startup);
}
