/* Releases: calls that wait until changes are safe. An account goes back only when what its bot did is
 * written. */
#include "api/ai.h"
#include "api/handle.h"
#include "base/error.h"

struct pb_release_waiter {
    struct pb_release_waiter *next;
    pb_done_fn *done;
    void *user;
    uint32_t account_id; /* 0: waits for everything (pb_flush) */
    int is_returning;    /* written; the database has been asked to take the account back */
};

static int add_waiter(struct pb_handle *handle, uint32_t account_id, pb_done_fn *done, void *user)
{
    struct pb_release_waiter *waiter = pb_memory_new(&handle->memory, 1, sizeof *waiter);

    if (!waiter)
        return PB_E_no_memory;
    *waiter = (struct pb_release_waiter){handle->releases, done, user, account_id, 0};
    handle->releases = waiter;
    pb_sessions_write_soon(handle->sessions);
    pb_outbox_flush(handle->outbox);
    return PB_OK;
}

int pb_release_account(pb_handle *handle, uint32_t account_id, pb_done_fn *done, void *user)
{
    struct pb_session_info info;

    if (!handle->sessions || pb_sessions_info(handle->sessions, account_id, &info) != PB_OK)
        return PB_E_no_session;
    for (const struct pb_release_waiter *waiter = handle->releases; waiter; waiter = waiter->next)
        if (waiter->account_id == account_id)
            return PB_E_busy;
    /* Its bots leave before what they did is written. */
    pb_ai_on_gone(handle, account_id);
    return add_waiter(handle, account_id, done, user);
}

int pb_flush(pb_handle *handle, pb_done_fn *done, void *user)
{
    return handle->sessions ? add_waiter(handle, 0, done, user) : PB_E_not_ready;
}

/* Takes the waiter out of the list and tells it. */
static void finish(struct pb_handle *handle, struct pb_release_waiter *waiter, int error)
{
    struct pb_release_waiter **link = &handle->releases;

    while (*link && *link != waiter)
        link = &(*link)->next;
    if (*link)
        *link = waiter->next;
    if (waiter->done)
        waiter->done(waiter->user, error, error ? pb_error_text(error) : "");
    pb_memory_free(&handle->memory, waiter);
}

/* Gives the account back once its changes are safe. Returns an error that ends the waiting, 0 to go on. */
static int try_return(struct pb_handle *handle, struct pb_release_waiter *waiter)
{
    struct pb_session_info info;
    int error = pb_sessions_info(handle->sessions, waiter->account_id, &info);

    /* The journal's changes go out under this lease, or not at all. */
    if (error || info.is_dirty || pb_outbox_has_journalled(handle->outbox))
        return error;
    if ((error = pb_agent_release(handle->agent, info.account_id, info.fence)) != PB_OK)
        return error == PB_E_busy ? PB_OK : error;
    waiter->is_returning = 1;
    return pb_sessions_remove(handle->sessions, info.account_id);
}

void pb_releases_update(struct pb_handle *handle)
{
    struct pb_release_waiter *waiter, *next;
    int is_clean;

    if (!handle->releases)
        return;
    /* Sessions that ended left their changes in the outbox. */
    is_clean = pb_sessions_stats(handle->sessions)->dirty == 0 && pb_outbox_is_safe(handle->outbox);
    for (waiter = handle->releases; waiter; waiter = next) {
        int error = PB_OK;

        next = waiter->next;
        if (waiter->account_id && !waiter->is_returning)
            error = try_return(handle, waiter);
        if (error || (!waiter->account_id && is_clean))
            finish(handle, waiter, error);
    }
}

void pb_releases_returned(struct pb_handle *handle, uint32_t account_id)
{
    for (struct pb_release_waiter *waiter = handle->releases; waiter; waiter = waiter->next) {
        if (waiter->account_id == account_id && waiter->is_returning) {
            finish(handle, waiter, PB_OK);
            return;
        }
    }
}

void pb_releases_fail(struct pb_handle *handle, int error)
{
    while (handle->releases)
        finish(handle, handle->releases, error);
}
