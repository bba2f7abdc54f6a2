/* Sleep: the part of the sessions that goes to the database and comes back from it. */
#include "base/error.h"
#include "db/call_session.h"
#include "session/session_table.h"
#include "session/state.h"
#include <string.h>
#include <time.h>

enum {
    /* In one update, so that 5,000 sessions do not make one long tick. */
    WRITES_PER_UPDATE = 256,
    CLEANUPS_PER_UPDATE = 512
};

/* A state that was asked for. The session may be gone, or under another fence, when it comes. */
struct load {
    struct pb_sessions *sessions;
    uint64_t fence;
    uint32_t account_id;
};

static int64_t time_of_day_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Remembers that it must be written. */
void pb_session_queue_change(struct pb_sessions *sessions, struct session *session)
{
    session->is_changed = 1;
    if (session->is_queued)
        return;
    if (sessions->changed_first > 0 && sessions->changed_count == sessions->changed_room) {
        sessions->changed_count -= sessions->changed_first;
        memmove(sessions->changed, sessions->changed + sessions->changed_first,
                sessions->changed_count * sizeof *sessions->changed);
        sessions->changed_first = 0;
    }
    if (sessions->changed_count == sessions->changed_room) {
        size_t room = sessions->changed_room ? sessions->changed_room * 2 : 256;
        uint32_t *changed = pb_memory_resize(sessions->memory, sessions->changed, room * sizeof *changed);

        /* It stays marked; the sweep finds it. */
        if (!changed)
            return;
        sessions->changed = changed;
        sessions->changed_room = room;
    }
    sessions->changed[sessions->changed_count++] = session->account_id;
    session->is_queued = 1;
}

/* Gives the outbox what changed. Returns 0, PB_E_outbox_full or PB_E_no_memory. */
int pb_session_write_change(struct pb_sessions *sessions, struct session *session)
{
    struct pb_write write = {.key = session->account_id,
                             .fence = session->fence,
                             .sequence = session->sequence + 1,
                             .fields = PB_FIELD_ACTIVE_AT | PB_FIELD_IS_HIBERNATED};
    int error;

    write.active_at_ms = time_of_day_ms() - ((int64_t)pb_session_now_s(sessions) - session->used_s) * 1000;
    write.is_hibernated = session->is_sleeping;
    if (session->state) {
        if (!(write.state = pb_memory_resize(sessions->memory, NULL, session->state_size)))
            return PB_E_no_memory;
        memcpy(write.state, session->state, session->state_size);
        write.state_size = session->state_size;
        write.version = session->version;
        write.fields |= PB_FIELD_STATE;
    }
    if ((error = pb_outbox_put(sessions->outbox, PB_WRITE_SESSION, &write)) != PB_OK) {
        pb_write_clear(&write, sessions->memory);
        return error;
    }
    session->sequence++;
    session->dirty_sequence = session->sequence;
    session->is_changed = 0;
    return PB_OK;
}

/* Takes over a stored state. */
static int take_state(struct pb_sessions *sessions, struct session *session, const struct pb_rows *rows)
{
    size_t size;
    const uint8_t *stored = (const uint8_t *)pb_rows_text(rows, 0, 3, &size), *bytes;
    uint32_t length;
    uint16_t version;

    if (pb_rows_count(rows) == 0 || pb_rows_is_null(rows, 0, 3))
        return PB_OK;
    if (pb_state_decode(stored, size, &version, &bytes, &length) != PB_OK) {
        sessions->stats.bad_states++;
        PB_LOG(sessions->log, SESSION, ERROR, session->account_id,
               "its stored state of %zu bytes is damaged; the bot starts without one and the host is told",
               size);
        return PB_E_bad_state;
    }
    if (!(session->state = (uint8_t *)pb_memory_copy(sessions->memory, stored, size)))
        return PB_E_no_memory;
    session->state_size = (uint32_t)size;
    session->version = version;
    sessions->state_bytes += size;
    return PB_OK;
}

static void on_loaded(void *user, const struct pb_answer *answer)
{
    struct load *load = user;
    struct pb_sessions *sessions = load->sessions;
    struct session *session = pb_session_find(sessions, load->account_id);
    int error = answer->error;

    if (session && session->fence == load->fence && session->phase == PB_SESSION_LOADING) {
        if (!error)
            error = take_state(sessions, session, answer->rows);
        session->phase = error && error != PB_E_bad_state ? PB_SESSION_STORED : PB_SESSION_ACTIVE;
        session->used_s = pb_session_now_s(sessions);
        if (session->phase == PB_SESSION_ACTIVE) {
            session->is_sleeping = 0;
            sessions->stats.restores++;
        } else {
            PB_LOG(sessions->log, SESSION, WARN, load->account_id,
                   "its state cannot be loaded: %s; the host is told",
                   *answer->message ? answer->message : pb_error_text(error));
        }
        pb_session_tell_waiters(sessions, pb_session_take_waiters(session), error, load->account_id);
    }
    pb_memory_free(sessions->memory, load);
}

int pb_session_load_state(struct pb_sessions *sessions, struct session *session)
{
    const struct pb_value values[] = {PB_VALUE_U64(session->account_id)};
    struct load *load = pb_memory_new(sessions->memory, 1, sizeof *load);
    int error;

    if (!load)
        return PB_E_no_memory;
    *load = (struct load){sessions, session->fence, session->account_id};
    error = pb_database_call(sessions->database, &pb_call_session, values, 1, 0, on_loaded, load);
    if (error)
        pb_memory_free(sessions->memory, load);
    else
        session->phase = PB_SESSION_LOADING;
    return error;
}

/* Frees the state of a session that goes to sleep, once the database has it: from the journal it could not
 * come back. */
static void try_sleep(struct pb_sessions *sessions, struct session *session)
{
    if (session->phase != PB_SESSION_LEAVING || session->is_changed || session->dirty_sequence ||
        pb_outbox_has_journalled(sessions->outbox))
        return;
    pb_session_drop_state(sessions, session);
    session->phase = PB_SESSION_STORED;
    sessions->stats.hibernations++;
}

static void begin_hibernation(struct pb_sessions *sessions, struct session *session)
{
    if (session->phase != PB_SESSION_ACTIVE || pb_outbox_is_full(sessions->outbox))
        return;
    session->phase = PB_SESSION_LEAVING;
    session->is_sleeping = 1;
    pb_session_queue_change(sessions, session);
}

int pb_sessions_hibernate(struct pb_sessions *sessions, uint32_t account_id)
{
    struct session *session = pb_session_find(sessions, account_id);

    if (!session)
        return PB_E_no_session;
    begin_hibernation(sessions, session);
    return PB_OK;
}

void pb_sessions_write_all(struct pb_sessions *sessions)
{
    size_t lost = 0;

    for (size_t i = 0; i < sessions->count; i++)
        lost +=
            sessions->list[i].is_changed && pb_session_write_change(sessions, &sessions->list[i]) != PB_OK;
    if (lost > 0)
        PB_LOG(sessions->log, SESSION, ERROR, 0,
               "changes of %zu sessions fit neither memory nor journal and are lost", lost);
}

/* Writes up to `most` of those that changed. */
static void write_some(struct pb_sessions *sessions, size_t most)
{
    while (most-- > 0 && sessions->changed_first < sessions->changed_count) {
        struct session *session = pb_session_find(sessions, sessions->changed[sessions->changed_first]);

        if (session && session->is_changed && pb_session_write_change(sessions, session) != PB_OK)
            return;
        sessions->changed_first++;
        if (session)
            session->is_queued = 0;
    }
    if (sessions->changed_first == sessions->changed_count)
        sessions->changed_first = sessions->changed_count = 0;
}

static void take_saved(struct pb_sessions *sessions)
{
    struct pb_saved saved;

    while (pb_outbox_next_saved(sessions->outbox, &saved)) {
        struct session *session = pb_session_find(sessions, saved.account_id);

        sessions->stats.rejected += saved.error == PB_E_not_holder;
        if (!session || session->fence != saved.fence || session->dirty_sequence > saved.sequence)
            continue;
        session->dirty_sequence = 0;
        /* Refused for want of memory: once more. */
        if (saved.error && saved.error != PB_E_not_holder)
            pb_session_queue_change(sessions, session);
        else
            try_sleep(sessions, session);
    }
}

/* Lets idle ones hibernate, also those that had to wait, and finds changes that could not be queued. */
static void sweep_some(struct pb_sessions *sessions, size_t most)
{
    uint32_t now = pb_session_now_s(sessions);

    for (; most > 0 && sessions->sweep_at < sessions->count; most--, sessions->sweep_at++) {
        struct session *session = &sessions->list[sessions->sweep_at];

        if (session->is_changed && !session->is_queued)
            pb_session_queue_change(sessions, session);
        try_sleep(sessions, session);
        if (session->phase == PB_SESSION_ACTIVE &&
            (int64_t)(now - session->used_s) * 1000 >= sessions->options.idle_ms)
            begin_hibernation(sessions, session);
    }
    if (sessions->sweep_at < sessions->count)
        return;
    sessions->sweep_at = 0;
    sessions->is_sweeping = 0;
}

void pb_sessions_update(struct pb_sessions *sessions, int64_t now_ms)
{
    take_saved(sessions);
    if (now_ms >= sessions->cleanup_due_ms) {
        sessions->cleanup_due_ms = now_ms + sessions->options.cleanup_interval_ms;
        sessions->is_sweeping = 1;
    }
    if (sessions->is_sweeping)
        sweep_some(sessions, CLEANUPS_PER_UPDATE);
    if (now_ms >= sessions->write_due_ms ||
        sessions->changed_count - sessions->changed_first >= sessions->options.write_rows) {
        sessions->write_due_ms = now_ms + sessions->options.write_interval_ms;
        sessions->is_writing = 1;
    }
    if (sessions->is_writing)
        write_some(sessions, WRITES_PER_UPDATE);
    /* All of them are in the outbox: they need not wait there for its own interval. */
    if (sessions->is_writing && sessions->changed_count == 0) {
        sessions->is_writing = 0;
        pb_outbox_flush(sessions->outbox);
    }
}

void pb_sessions_write_soon(struct pb_sessions *sessions)
{
    sessions->is_writing = 1;
}
