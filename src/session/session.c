#include "session/session.h"
#include "base/error.h"
#include "base/map.h"
#include "db/call_session.h"
#include "session/state.h"
#include <string.h>
#include <time.h>

enum {
    /* In one update, so that 5,000 sessions do not make one long tick. */
    WRITES_PER_UPDATE = 128,
    CLEANUPS_PER_UPDATE = 512
};

/* Who waits for a state. */
struct waiter {
    struct waiter *next;
    pb_session_ready_fn *ready;
    void *user;
};

/* Hibernated ones have only this: 5,000 of them are a few hundred kilobytes. */
struct session {
    uint64_t fence;
    uint8_t *state; /* header and bytes as they are stored; NULL while there is none in memory */
    struct waiter *waiters;
    uint32_t account_id, bnet_account_id;
    uint32_t state_size;
    uint32_t sequence;       /* of the last write under this fence */
    uint32_t dirty_sequence; /* the write that would make its changes safe; 0: not in the outbox yet */
    uint32_t used_s;         /* monotonic, since the sessions began */
    uint16_t version;
    uint8_t phase, character_count;
    uint8_t is_changed;  /* differs from what the outbox was given */
    uint8_t is_queued;   /* in the list of changed ones */
    uint8_t is_sleeping; /* the database knows it as hibernated */
};

struct pb_sessions {
    const struct pb_memory *memory;
    struct pb_session_options options;
    struct pb_database *database;
    struct pb_outbox *outbox;
    struct pb_log *log;
    struct session *list;
    size_t count, room;
    struct pb_map *index; /* account -> place in list, plus 1 */
    uint32_t *changed;    /* accounts to write, a ring of their order */
    size_t changed_count, changed_first, changed_room;
    size_t sweep_at;
    int64_t start_ms, write_due_ms, cleanup_due_ms;
    int is_writing, is_sweeping;
    struct pb_session_stats stats;
    size_t state_bytes, waiter_count;
};

/* A state that was asked for. The session may be gone, or under another fence, when it comes. */
struct load {
    struct pb_sessions *sessions;
    uint64_t fence;
    uint32_t account_id;
};

static uint32_t now_s(const struct pb_sessions *sessions)
{
    return (uint32_t)((pb_database_now_ms(sessions->database) - sessions->start_ms) / 1000);
}

static int64_t time_of_day_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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

static struct session *find(const struct pb_sessions *sessions, uint32_t account_id)
{
    uint32_t place = account_id ? pb_map_get(sessions->index, account_id) : 0;

    return place ? &sessions->list[place - 1] : NULL;
}

static void drop_state(struct pb_sessions *sessions, struct session *session)
{
    if (session->state)
        sessions->state_bytes -= session->state_size;
    pb_memory_free(sessions->memory, session->state);
    session->state = NULL;
    session->state_size = 0;
    session->version = 0;
}

/* Tells those who wait; they may ask for more. */
static void tell_waiters(struct pb_sessions *sessions, struct waiter *waiters, int error, uint32_t account_id)
{
    while (waiters) {
        struct waiter *next = waiters->next;

        waiters->ready(waiters->user, error, account_id);
        pb_memory_free(sessions->memory, waiters);
        sessions->waiter_count--;
        waiters = next;
    }
}

static struct waiter *take_waiters(struct session *session)
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
        tell_waiters(sessions, take_waiters(&sessions->list[i]), PB_E_stopped, sessions->list[i].account_id);
        drop_state(sessions, &sessions->list[i]);
    }
    pb_memory_free(sessions->memory, sessions->list);
    pb_memory_free(sessions->memory, sessions->changed);
    pb_map_free(sessions->index);
    pb_memory_free(sessions->memory, sessions);
}

int pb_sessions_add(struct pb_sessions *sessions, const struct pb_lease *lease)
{
    struct session *session = find(sessions, lease->account_id);
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
        drop_state(sessions, session);
        *session = (struct session){.waiters = session->waiters, .is_queued = session->is_queued};
    }
    session->account_id = lease->account_id;
    session->bnet_account_id = lease->bnet_account_id;
    session->fence = lease->fence;
    session->character_count = (uint8_t)lease->character_count;
    session->used_s = now_s(sessions);
    return PB_OK;
}

/* Remembers that it must be written. */
static void queue_change(struct pb_sessions *sessions, struct session *session)
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
static int write_change(struct pb_sessions *sessions, struct session *session)
{
    struct pb_write write = {.key = session->account_id,
                             .fence = session->fence,
                             .sequence = session->sequence + 1,
                             .fields = PB_FIELD_ACTIVE_AT | PB_FIELD_IS_HIBERNATED};
    int error;

    write.active_at_ms = time_of_day_ms() - ((int64_t)now_s(sessions) - session->used_s) * 1000;
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

static void forget(struct pb_sessions *sessions, struct session *session)
{
    struct session *last = &sessions->list[sessions->count - 1];
    struct waiter *waiters = take_waiters(session);
    uint32_t account_id = session->account_id;
    int error = PB_OK;

    drop_state(sessions, session);
    /* Keys that are there already: setting them needs no memory. */
    error |= pb_map_set(sessions->index, account_id, 0);
    if (last != session) {
        *session = *last;
        error |= pb_map_set(sessions->index, session->account_id, (uint32_t)(session - sessions->list) + 1);
    }
    (void)error;
    sessions->count--;
    tell_waiters(sessions, waiters, PB_E_no_session, account_id);
}

int pb_sessions_remove(struct pb_sessions *sessions, uint32_t account_id)
{
    struct session *session = find(sessions, account_id);
    int error;

    if (!session)
        return PB_E_no_session;
    if (session->is_changed && (error = write_change(sessions, session)) != PB_OK)
        return error;
    forget(sessions, session);
    return PB_OK;
}

void pb_sessions_remove_all(struct pb_sessions *sessions)
{
    size_t lost = 0;

    while (sessions->count > 0) {
        struct session *session = &sessions->list[sessions->count - 1];

        if (session->is_changed && write_change(sessions, session) != PB_OK)
            lost++;
        forget(sessions, session);
    }
    sessions->changed_count = sessions->changed_first = 0;
    if (lost > 0)
        PB_LOG(sessions->log, SESSION, ERROR, 0,
               "changes of %zu sessions fit neither memory nor journal and are lost", lost);
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
    struct session *session = find(sessions, load->account_id);
    int error = answer->error;

    if (session && session->fence == load->fence && session->phase == PB_SESSION_LOADING) {
        if (!error)
            error = take_state(sessions, session, answer->rows);
        session->phase = error && error != PB_E_bad_state ? PB_SESSION_STORED : PB_SESSION_ACTIVE;
        session->used_s = now_s(sessions);
        if (session->phase == PB_SESSION_ACTIVE) {
            session->is_sleeping = 0;
            sessions->stats.restores++;
        } else {
            PB_LOG(sessions->log, SESSION, WARN, load->account_id,
                   "its state cannot be loaded: %s; the host is told",
                   *answer->message ? answer->message : pb_error_text(error));
        }
        tell_waiters(sessions, take_waiters(session), error, load->account_id);
    }
    pb_memory_free(sessions->memory, load);
}

static int load_state(struct pb_sessions *sessions, struct session *session)
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
    struct session *session = find(sessions, account_id);
    int error;

    if (!session)
        return PB_E_no_session;
    session->used_s = now_s(sessions);
    /* Not asleep yet: it stays. */
    if (session->phase == PB_SESSION_LEAVING) {
        session->phase = PB_SESSION_ACTIVE;
        session->is_sleeping = 0;
        queue_change(sessions, session);
    }
    if (session->phase == PB_SESSION_ACTIVE) {
        if (ready)
            ready(user, PB_OK, account_id);
        return PB_OK;
    }
    if ((error = add_waiter(sessions, session, ready, user)) != PB_OK)
        return error;
    if (session->phase == PB_SESSION_STORED && (error = load_state(sessions, session)) != PB_OK) {
        struct waiter *waiters = take_waiters(session);

        pb_memory_free(sessions->memory, waiters);
        sessions->waiter_count -= waiters != NULL;
    }
    return error;
}

/* Frees the state of a session that may go to sleep. */
static void fall_asleep(struct pb_sessions *sessions, struct session *session)
{
    drop_state(sessions, session);
    session->phase = PB_SESSION_STORED;
    sessions->stats.hibernations++;
}

static void begin_hibernation(struct pb_sessions *sessions, struct session *session)
{
    if (session->phase != PB_SESSION_ACTIVE || pb_outbox_is_full(sessions->outbox))
        return;
    session->phase = PB_SESSION_LEAVING;
    session->is_sleeping = 1;
    queue_change(sessions, session);
}

int pb_sessions_hibernate(struct pb_sessions *sessions, uint32_t account_id)
{
    struct session *session = find(sessions, account_id);

    if (!session)
        return PB_E_no_session;
    begin_hibernation(sessions, session);
    return PB_OK;
}

int pb_sessions_set_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t version,
                          const void *bytes, uint32_t size)
{
    struct session *session = find(sessions, account_id);
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
    session->used_s = now_s(sessions);
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
    queue_change(sessions, session);
    return PB_OK;
}

int pb_sessions_get_state(struct pb_sessions *sessions, uint32_t account_id, uint16_t *version,
                          const void **bytes, uint32_t *size)
{
    struct session *session = find(sessions, account_id);

    if (!session)
        return PB_E_no_session;
    if (session->phase != PB_SESSION_ACTIVE && session->phase != PB_SESSION_LEAVING)
        return PB_E_not_ready;
    session->used_s = now_s(sessions);
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
    const struct session *session = find(sessions, account_id);

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

/* Writes up to `most` of those that changed. */
static void write_some(struct pb_sessions *sessions, size_t most)
{
    while (most-- > 0 && sessions->changed_first < sessions->changed_count) {
        struct session *session = find(sessions, sessions->changed[sessions->changed_first]);

        if (session && session->is_changed && write_change(sessions, session) != PB_OK)
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
        struct session *session = find(sessions, saved.account_id);

        sessions->stats.rejected += saved.error == PB_E_not_holder;
        if (!session || session->fence != saved.fence || session->dirty_sequence > saved.sequence)
            continue;
        session->dirty_sequence = 0;
        /* Refused for want of memory: once more. */
        if (saved.error && saved.error != PB_E_not_holder)
            queue_change(sessions, session);
        else if (session->phase == PB_SESSION_LEAVING && !session->is_changed)
            fall_asleep(sessions, session);
    }
}

/* Lets idle ones hibernate, and finds changes that could not be queued. */
static void sweep_some(struct pb_sessions *sessions, size_t most)
{
    uint32_t now = now_s(sessions);

    for (; most > 0 && sessions->sweep_at < sessions->count; most--, sessions->sweep_at++) {
        struct session *session = &sessions->list[sessions->sweep_at];

        if (session->is_changed && !session->is_queued)
            queue_change(sessions, session);
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

size_t pb_sessions_flush(struct pb_sessions *sessions)
{
    write_some(sessions, SIZE_MAX);
    return sessions->changed_count - sessions->changed_first;
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
