/* Sessions: the functions of playerbot.h about them. */
#include "api/handle.h"
#include "base/error.h"

/* A host that froze for longer than its leases live may call before it has updated: nothing it does counts
 * any more. */
static int check(const pb_handle *handle)
{
    if (!handle->sessions)
        return PB_E_no_session;
    return pb_database_now_ms(handle->database) >= pb_agent_state(handle->agent)->valid_until_ms
               ? PB_E_agent_fenced
               : PB_OK;
}

int pb_open_session(pb_handle *handle, uint32_t account_id, pb_session_fn *done, void *user)
{
    return handle->sessions ? pb_sessions_open(handle->sessions, account_id, done, user) : PB_E_no_session;
}

int pb_hibernate_session(pb_handle *handle, uint32_t account_id)
{
    return handle->sessions ? pb_sessions_hibernate(handle->sessions, account_id) : PB_E_no_session;
}

static void fill_view(const struct pb_session_info *info, struct pb_session_view *view)
{
    *view = (struct pb_session_view){.account_id = info->account_id,
                                     .bnet_account_id = info->bnet_account_id,
                                     .fence = info->fence,
                                     .character_count = info->character_count,
                                     .is_active = info->phase == PB_SESSION_ACTIVE ||
                                                  info->phase == PB_SESSION_LEAVING,
                                     .is_dirty = info->is_dirty,
                                     .state_size = info->size};
}

int pb_get_session(const pb_handle *handle, uint32_t account_id, struct pb_session_view *session)
{
    struct pb_session_info info;
    int error = handle->sessions ? pb_sessions_info(handle->sessions, account_id, &info) : PB_E_no_session;

    if (!error)
        fill_view(&info, session);
    return error;
}

int pb_next_session(const pb_handle *handle, size_t *at, struct pb_session_view *session)
{
    struct pb_session_info info;

    if (!handle->sessions || !pb_sessions_next(handle->sessions, at, &info))
        return 0;
    fill_view(&info, session);
    return 1;
}

int pb_set_session_state(pb_handle *handle, uint32_t account_id, uint16_t version, const void *state,
                         uint32_t size)
{
    int error = check(handle);

    return error ? error : pb_sessions_set_state(handle->sessions, account_id, version, state, size);
}

int pb_get_session_state(pb_handle *handle, uint32_t account_id, uint16_t *version, const void **state,
                         uint32_t *size)
{
    return handle->sessions ? pb_sessions_get_state(handle->sessions, account_id, version, state, size)
                            : PB_E_no_session;
}
