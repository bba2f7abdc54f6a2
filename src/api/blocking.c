/* Blocking: the forms of playerbot.h that wait, for starts and tools. */
#include "api/handle.h"
#include "base/error.h"

enum { TURN_MS = 50 };

struct answer {
    int is_done, error;
    void *result;
};

static void wait_for(pb_handle *handle, const struct answer *answer)
{
    while (!answer->is_done)
        pb_wait(handle, TURN_MS);
}

static void take_account(void *user, int error, const char *message, const struct pb_account_info *account)
{
    struct answer *answer = user;

    (void)message;
    answer->error = error;
    answer->is_done = 1;
    if (account)
        *(struct pb_account_info *)answer->result = *account;
}

int pb_create_account_wait(pb_handle *handle, const char *email, struct pb_account_info *account)
{
    struct answer answer = {.result = account};
    int error = pb_create_account(handle, email, take_account, &answer);

    if (error)
        return error;
    wait_for(handle, &answer);
    return answer.error;
}

int pb_get_account_wait(pb_handle *handle, uint32_t account_id, struct pb_account_info *account)
{
    struct answer answer = {.result = account};
    int error = pb_get_account(handle, account_id, take_account, &answer);

    if (error)
        return error;
    wait_for(handle, &answer);
    return answer.error;
}

static void take_totals(void *user, int error, const char *message, const struct pb_totals *totals)
{
    struct answer *answer = user;

    (void)message;
    answer->error = error;
    answer->is_done = 1;
    if (totals)
        *(struct pb_totals *)answer->result = *totals;
}

int pb_get_totals_wait(pb_handle *handle, struct pb_totals *totals)
{
    struct answer answer = {.result = totals};
    int error = pb_get_totals(handle, take_totals, &answer);

    if (error)
        return error;
    wait_for(handle, &answer);
    return answer.error;
}

int pb_start_wait(pb_handle *handle, uint32_t timeout_ms)
{
    int64_t end_ms = pb_database_now_ms(handle->database) + timeout_ms;
    const struct pb_agent_state *state;

    if (!handle->agent)
        return PB_E_not_ready;
    state = pb_agent_state(handle->agent);
    for (;;) {
        if (handle->is_ready && state->phase == PB_AGENT_ACTIVE && state->leases >= state->wanted)
            return PB_OK;
        if (handle->is_refused)
            return handle->is_refused;
        if (handle->is_stopping)
            return PB_E_stopped;
        if (pb_database_now_ms(handle->database) >= end_ms)
            return state->last_error ? state->last_error : PB_E_timeout;
        pb_wait(handle, TURN_MS);
    }
}
