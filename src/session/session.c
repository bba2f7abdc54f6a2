#include "base/error.h"
#include "base/map.h"
#include "session/session_table.h"
#include "session/state.h"
#include <string.h>

uint32_t pb_session_now_s(const struct pb_sessions *sessions)
{
    return (uint32_t)((pb_database_now_ms(sessions->database) - sessions->start_ms) / 1000);
}

int pb_sessions_new(struct pb_sessions **out, const struct pb_session_options *options,
                    struct pb_database *database, struct pb_outbox *outbox, struct pb_log *log)
{
    const struct pb_memory *memory = pb_database_memory(database);
    struct pb_sessions *sessions = pb_memory_new(memory, 1, sizeof *sessions);

    if (!sessions)
        return PB_E_no_memory;
    sessions->memory = memory;
    sessions->options = *options;
    sessions->database = database;
    sessions->outbox = outbox;
    sessions->log = log;
    sessions->start_ms = pb_database_now_ms(sessions->database);
    if (pb_map_new(&sessions->index, memory) != PB_OK) {
        pb_memory_free(memory, sessions);
        return PB_E_no_memory;
    }
    *out = sessions;
    return PB_OK;
}

void pb_sessions_configure(struct pb_sessions *sessions, const struct pb_session_options *options)
{
    sessions->options = *options;
}

struct session *pb_session_find(const struct pb_sessions *sessions, uint32_t account_id)
{
    uint32_t place = account_id ? pb_map_get(sessions->index, account_id) : 0;

    return place ? &sessions->list[place - 1] : NULL;
}

void pb_session_drop_state(struct pb_sessions *sessions, struct session *session)
{
    if (session->state)
        sessions->state_bytes -= session->state_size;
    pb_memory_free(sessions->memory, session->state);
    session->state = NULL;
    session->state_size = 0;
    session->version = 0;
}

/* Tells those who wait; they may ask for more. */
void pb_session_tell_waiters(struct pb_sessions *sessions, struct waiter *waiters, int error,
                             uint32_t account_id)
{
    while (waiters) {
        struct waiter *next = waiters->next;

        waiters->ready(waiters->user, error, account_id);
        pb_memory_free(sessions->memory, waiters);
        sessions->waiter_count--;
        waiters = next;
    }
}

struct waiter *pb_session_take_waiters(struct session *session)
{
    struct waiter *waiters = session->waiters;

    session->waiters = NULL;
    return waiters;
}

void pb_sessions_free(struct pb_sessions *sessions)
{
    if (!sessions)
        return;
    for (size_t i = 0; i < sessions->count; i++) {
        pb_session_tell_waiters(sessions, pb_session_take_waiters(&sessions->list[i]), PB_E_stopped,
                                sessions->list[i].account_id);
        pb_session_drop_state(sessions, &sessions->list[i]);
    }
    pb_memory_free(sessions->memory, sessions->list);
    pb_memory_free(sessions->memory, sessions->changed);
    pb_map_free(sessions->index);
    pb_memory_free(sessions->memory, sessions);
}

int pb_sessions_add(struct pb_sessions *sessions, const struct pb_lease *lease)
{
    struct session *session = pb_session_find(sessions, lease->account_id);
    int error;

    if (session && session->fence == lease->fence)
        return PB_OK;
    if (!session) {
        if (sessions->count == sessions->room) {
            size_t room = sessions->room ? sessions->room * 2 : 64;
            struct session *list = pb_memory_resize(sessions->memory, sessions->list, room * sizeof *list);

            if (!list)
                return PB_E_no_memory;
            sessions->list = list;
            sessions->room = room;
        }
        if ((error = pb_map_set(sessions->index, lease->account_id, (uint32_t)sessions->count + 1)) != PB_OK)
            return error;
        session = &sessions->list[sessions->count++];
        *session = (struct session){0};
    } else {
        /* A new lease on an account that was not ended here: what is in memory belongs to the old one. */
        pb_session_drop_state(sessions, session);
        *session = (struct session){.waiters = session->waiters, .is_queued = session->is_queued};
    }
    session->account_id = lease->account_id;
    session->bnet_account_id = lease->bnet_account_id;
    session->fence = lease->fence;
    session->character_count = (uint8_t)lease->character_count;
    session->used_s = pb_session_now_s(sessions);
    return PB_OK;
}

static void forget(struct pb_sessions *sessions, struct session *session)
{
    struct session *last = &sessions->list[sessions->count - 1];
    struct waiter *waiters = pb_session_take_waiters(session);
    uint32_t account_id = session->account_id;
    int error = PB_OK;

    pb_session_drop_state(sessions, session);
    /* Keys that are there already: setting them needs no memory. */
    error |= pb_map_set(sessions->index, account_id, 0);
    if (last != session) {
        *session = *last;
        error |= pb_map_set(sessions->index, session->account_id, (uint32_t)(session - sessions->list) + 1);
    }
    (void)error;
    sessions->count--;
    pb_session_tell_waiters(sessions, waiters, PB_E_no_session, account_id);
}

int pb_sessions_remove(struct pb_sessions *sessions, uint32_t account_id)
{
    struct session *session = pb_session_find(sessions, account_id);
    int error;

    if (!session)
        return PB_E_no_session;
    if (session->is_changed && (error = pb_session_write_change(sessions, session)) != PB_OK)
        return error;
    forget(sessions, session);
    return PB_OK;
}

void pb_sessions_remove_all(struct pb_sessions *sessions)
{
    pb_sessions_write_all(sessions);
    while (sessions->count > 0)
        forget(sessions, &sessions->list[sessions->count - 1]);
    sessions->changed_count = sessions->changed_first = 0;
}

static int add_waiter(struct pb_sessions *sessions, struct session *session, pb_session_ready_fn *ready,
                      void *user)
{
    struct waiter *waiter;

    if (!ready)
        return PB_OK;
    if (!(waiter = pb_memory_new(sessions->memory, 1, sizeof *waiter)))
        return PB_E_no_memory;
    *waiter = (struct waiter){session->waiters, ready, user};
    session->waiters = waiter;
    sessions->waiter_count++;
    return PB_OK;
}

int pb_sessions_open(struct pb_sessions *sessions, uint32_t account_id, pb_session_ready_fn *ready,
                     void *user)
{
    struct session *session = pb_session_find(sessions, account_id);
    int error;

    if (!session)
        return PB_E_no_session;
    session->used_s = pb_session_now_s(sessions);
    /* Not asleep yet: it stays. */
    if (session->phase == PB_SESSION_LEAVING) {
        session->phase = PB_SESSION_ACTIVE;
        session->is_sleeping = 0;
        pb_session_queue_change(sessions, session);
    }
    if (session->phase == PB_SESSION_ACTIVE) {
        if (ready)
            ready(user, PB_OK, account_id);
        return PB_OK;
    }
    if ((error = add_waiter(sessions, session, ready, user)) != PB_OK)
        return error;
    if (session->phase == PB_SESSION_STORED && (error = pb_session_load_state(sessions, session)) != PB_OK) {
        struct waiter *waiters = pb_session_take_waiters(session);

        pb_memory_free(sessions->memory, waiters);
        sessions->waiter_count -= waiters != NULL;
    }
    return error;
}

int pb_sessions_set_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t version,
                          const void *bytes, uint32_t size)
{
    struct session *session = pb_session_find(sessions, account_id);
    uint8_t *state;

    if (!session)
        return PB_E_no_session;
    if (size > PB_MAX_STATE || version == 0 || (size > 0 && !bytes))
        return PB_E_bad_argument;
    if (session->phase == PB_SESSION_LEAVING) {
        session->phase = PB_SESSION_ACTIVE;
        session->is_sleeping = 0;
    }
    if (session->phase != PB_SESSION_ACTIVE)
        return PB_E_not_ready;
    session->used_s = pb_session_now_s(sessions);
    /* The same again is no change: most bots do not change in most ticks. */
    if (session->state && session->version == version && session->state_size == PB_STATE_HEADER + size &&
        (size == 0 || memcmp(session->state + PB_STATE_HEADER, bytes, size) == 0))
        return PB_OK;
    if (session->state_size != PB_STATE_HEADER + size) {
        if (!(state = pb_memory_resize(sessions->memory, session->state, PB_STATE_HEADER + (size_t)size)))
            return PB_E_no_memory;
        sessions->state_bytes += PB_STATE_HEADER + (size_t)size - session->state_size;
        session->state = state;
        session->state_size = PB_STATE_HEADER + size;
    }
    session->version = version;
    pb_state_encode(session->state, version, bytes, size);
    pb_session_queue_change(sessions, session);
    return PB_OK;
}

int pb_sessions_get_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t *version,
                          const void **bytes, uint32_t *size)
{
    struct session *session = pb_session_find(sessions, account_id);

    if (!session)
        return PB_E_no_session;
    if (session->phase != PB_SESSION_ACTIVE && session->phase != PB_SESSION_LEAVING)
        return PB_E_not_ready;
    session->used_s = pb_session_now_s(sessions);
    *version = session->version;
    *bytes = session->state ? session->state + PB_STATE_HEADER : NULL;
    *size = session->state ? session->state_size - PB_STATE_HEADER : 0;
    return PB_OK;
}

static void fill_info(const struct session *session, struct pb_session_info *info)
{
    *info = (struct pb_session_info){.fence = session->fence,
                                     .account_id = session->account_id,
                                     .bnet_account_id = session->bnet_account_id,
                                     .phase = (enum pb_session_phase)session->phase,
                                     .character_count = session->character_count,
                                     .is_dirty = session->is_changed || session->dirty_sequence,
                                     .version = session->version,
                                     .size = session->state ? session->state_size - PB_STATE_HEADER : 0};
}

int pb_sessions_info(const struct pb_sessions *sessions, uint32_t account_id, struct pb_session_info *info)
{
    const struct session *session = pb_session_find(sessions, account_id);

    if (!session)
        return PB_E_no_session;
    fill_info(session, info);
    return PB_OK;
}

int pb_sessions_next(const struct pb_sessions *sessions, size_t *at, struct pb_session_info *info)
{
    if (*at >= sessions->count)
        return 0;
    fill_info(&sessions->list[(*at)++], info);
    return 1;
}

const struct pb_session_stats *pb_sessions_stats(struct pb_sessions *sessions)
{
    sessions->stats.sessions = sessions->count;
    sessions->stats.active = sessions->stats.dirty = 0;
    for (size_t i = 0; i < sessions->count; i++) {
        sessions->stats.active += sessions->list[i].phase == PB_SESSION_ACTIVE;
        sessions->stats.dirty += sessions->list[i].is_changed || sessions->list[i].dirty_sequence;
    }
    sessions->stats.bytes = sizeof *sessions + sessions->room * sizeof *sessions->list +
                            pb_map_bytes(sessions->index) +
                            sessions->changed_room * sizeof *sessions->changed + sessions->state_bytes +
                            sessions->waiter_count * sizeof(struct waiter);
    return &sessions->stats;
}
