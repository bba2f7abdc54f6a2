/* Accounts: the functions of playerbot.h about them. */
#include "api/handle.h"
#include "base/error.h"
#include "base/rng.h"
#include "db/call_setting.h"
#include "db/call_view.h"
#include <stdio.h>
#include <string.h>

enum { CREATE_TIMEOUT_MS = 120000, DELETE_TIMEOUT_MS = 600000 };

/* One call of the host's, until it is answered. */
struct job {
    struct pb_handle *handle;
    void *user;
    union {
        pb_account_fn *account;
        pb_count_fn *count;
        pb_done_fn *done;
        pb_totals_fn *totals;
        pb_create_fn *create;
    } fn;
    uint32_t account_id;
    /* Many at a time. */
    uint32_t *ids;
    uint32_t count, wanted;
    uint64_t request_id;
};

static struct job *new_job(struct pb_handle *handle, void *user)
{
    struct job *job = pb_memory_new(&handle->memory, 1, sizeof *job);

    if (job) {
        job->handle = handle;
        job->user = user;
    }
    return job;
}

static void free_job(struct job *job)
{
    struct pb_memory *memory = &job->handle->memory;

    pb_memory_free(memory, job->ids);
    pb_memory_free(memory, job);
}

static const char *message_of(const struct pb_answer *answer)
{
    return *answer->message || !answer->error ? answer->message : pb_error_text(answer->error);
}

/* Sends the job's call; frees the job when that cannot be. */
static int send_job(struct job *job, const struct pb_statement *statement, const struct pb_value *values,
                    unsigned count, int64_t timeout_ms, pb_answer_fn *done)
{
    int error = pb_database_call(job->handle->database, statement, values, count, timeout_ms, done, job);

    if (error)
        free_job(job);
    return error;
}

static void fill_info(const struct pb_account_row *row, struct pb_account_info *info)
{
    *info = (struct pb_account_info){.account_id = row->account_id,
                                     .bnet_account_id = row->bnet_account_id,
                                     .agent_id = row->agent_id,
                                     .fence = row->fence,
                                     .character_count = row->character_count,
                                     .max_characters = row->max_characters,
                                     .excess_count = row->excess_count,
                                     .is_bot = row->is_bot};
    memcpy(info->state, row->state, sizeof info->state);
    memcpy(info->email, row->email, sizeof info->email);
    memcpy(info->created_at, row->created_at, sizeof info->created_at);
}

static void count_creation(struct pb_handle *handle, const struct pb_answer *answer, size_t accounts)
{
    uint64_t took_us = (uint64_t)answer->took_us;

    handle->created_accounts += accounts;
    handle->creation_us += took_us;
    if (accounts > 0 && took_us / accounts > handle->creation_max_us)
        handle->creation_max_us = took_us / accounts;
}

/* ---- create ---- */

static void on_created(void *user, const struct pb_answer *answer)
{
    struct job *job = user;
    struct pb_account_info info = {.account_id = (uint32_t)pb_rows_u64(answer->rows, 0, 0),
                                   .bnet_account_id = (uint32_t)pb_rows_u64(answer->rows, 0, 1),
                                   .max_characters = job->handle->characters_per_account,
                                   .is_bot = 1,
                                   .state = "idle"};

    snprintf(info.email, sizeof info.email, "%s", pb_rows_text(answer->rows, 0, 2, NULL));
    if (!answer->error) {
        count_creation(job->handle, answer, 1);
        pb_limit_cache_set(job->handle->limits, info.account_id, 0, info.max_characters);
        PB_LOG(job->handle->log, ACCOUNT, DEBUG, info.account_id, "created in %lld us",
               (long long)answer->took_us);
    }
    if (job->fn.account)
        job->fn.account(job->user, answer->error, message_of(answer), answer->error ? NULL : &info);
    free_job(job);
}

int pb_create_account(pb_handle *handle, const char *email, pb_account_fn *done, void *user)
{
    struct pb_value values[2] = {PB_VALUE_TEXT(email), PB_VALUE_U64(pb_rng_u64() | 1)};
    struct job *job = new_job(handle, user);

    if (!job)
        return PB_E_no_memory;
    job->fn.account = done;
    return send_job(job, &pb_call_create_account, values, 2, CREATE_TIMEOUT_MS, on_created);
}

static int create_some(struct job *job);

static void on_created_many(void *user, const struct pb_answer *answer)
{
    struct job *job = user;
    struct pb_handle *handle = job->handle;
    size_t rows = pb_rows_count(answer->rows);
    int error = answer->error, is_end, is_unwanted;

    for (size_t i = 0; i < rows && job->count < job->wanted; i++) {
        job->ids[job->count++] = (uint32_t)pb_rows_u64(answer->rows, i, 0);
        pb_limit_cache_set(handle->limits, job->ids[job->count - 1], 0, handle->characters_per_account);
    }
    if (!error)
        count_creation(handle, answer, rows);
    is_end = error || job->count >= job->wanted || rows == 0;
    is_unwanted = job->fn.create && job->fn.create(job->user, error, message_of(answer), job->ids, job->count,
                                                   job->wanted, is_end);
    if (is_end || is_unwanted) {
        free_job(job);
        return;
    }
    job->request_id = pb_rng_u64() | 1;
    if ((error = create_some(job)) != PB_OK) {
        if (job->fn.create)
            job->fn.create(job->user, error, pb_error_text(error), job->ids, job->count, job->wanted, 1);
        free_job(job);
    }
}

static int create_some(struct job *job)
{
    int64_t batch = job->handle->conf->number[PB_CONF_CREATE_BATCH];
    uint32_t left = job->wanted - job->count;
    struct pb_value values[2] = {PB_VALUE_U64(left < batch ? left : (uint64_t)batch),
                                 PB_VALUE_U64(job->request_id)};

    return pb_database_call(job->handle->database, &pb_call_create_accounts, values, 2, CREATE_TIMEOUT_MS,
                            on_created_many, job);
}

int pb_create_accounts(pb_handle *handle, uint32_t count, pb_create_fn *progress, void *user)
{
    struct job *job;
    int error;

    if (count < 1 || count > 1000000)
        return PB_E_bad_argument;
    if (!(job = new_job(handle, user)))
        return PB_E_no_memory;
    job->fn.create = progress;
    job->wanted = count;
    job->request_id = pb_rng_u64() | 1;
    if (!(job->ids = pb_memory_new(&handle->memory, count, sizeof *job->ids))) {
        free_job(job);
        return PB_E_no_memory;
    }
    if ((error = create_some(job)) != PB_OK)
        free_job(job);
    return error;
}

/* ---- pool ---- */

/* The first column of the answer. */
static void on_count(void *user, const struct pb_answer *answer)
{
    struct job *job = user;

    if (job->fn.count)
        job->fn.count(job->user, answer->error, message_of(answer), pb_rows_u64(answer->rows, 0, 0));
    free_job(job);
}

int pb_refill_pool(pb_handle *handle, uint32_t target, pb_count_fn *done, void *user)
{
    struct pb_value values[1] = {PB_VALUE_U64(target)};
    struct job *job = new_job(handle, user);

    if (!job)
        return PB_E_no_memory;
    if (target == 0)
        values[0] = PB_VALUE_NULL;
    job->fn.count = done;
    return send_job(job, &pb_call_refill_pool, values, 1, CREATE_TIMEOUT_MS, on_count);
}

static void on_acquired(void *user, int error, const struct pb_lease *lease)
{
    struct job *job = user;
    struct pb_account_info info = {
        .max_characters = job->handle->characters_per_account, .is_bot = 1, .state = "leased"};

    if (lease) {
        info.account_id = lease->account_id;
        info.bnet_account_id = lease->bnet_account_id;
        info.character_count = lease->character_count;
        info.fence = lease->fence;
        info.agent_id = pb_agent_state(job->handle->agent)->agent_id;
        /* Whoever is told of an account finds its session. */
        while (pb_handle_take_events(job->handle))
            ;
    }
    if (job->fn.account)
        job->fn.account(job->user, error, error ? pb_error_text(error) : "", error ? NULL : &info);
    free_job(job);
}

int pb_acquire_account(pb_handle *handle, pb_account_fn *done, void *user)
{
    struct job *job;
    int error;

    if (!handle->agent || handle->is_stopping)
        return handle->agent ? PB_E_stopped : PB_E_not_ready;
    if (!(job = new_job(handle, user)))
        return PB_E_no_memory;
    job->fn.account = done;
    if ((error = pb_agent_acquire(handle->agent, on_acquired, job)) != PB_OK)
        free_job(job);
    return error;
}

/* ---- look-ups ---- */

static void on_row(void *user, int error, const char *message, const struct pb_account_row *row)
{
    struct job *job = user;
    struct pb_account_info info;

    if (!error)
        fill_info(row, &info);
    if (job->fn.account)
        job->fn.account(job->user, error, message, error ? NULL : &info);
    free_job(job);
}

int pb_get_account(pb_handle *handle, uint32_t account_id, pb_account_fn *done, void *user)
{
    struct job *job = new_job(handle, user);
    int error;

    if (!job)
        return PB_E_no_memory;
    job->fn.account = done;
    error =
        pb_account_cache_get(handle->accounts, account_id, pb_database_now_ms(handle->database), on_row, job);
    if (error)
        free_job(job);
    return error;
}

/* The pool's states came; now the accounts and characters. */
struct totals_job {
    struct job *job;
    struct pb_totals totals;
};

static void on_stats(void *user, const struct pb_answer *answer)
{
    struct totals_job *both = user;
    struct job *job = both->job;

    both->totals.accounts = pb_rows_u64(answer->rows, 0, 0);
    both->totals.characters = pb_rows_u64(answer->rows, 0, 1);
    job->fn.totals(job->user, answer->error, message_of(answer), answer->error ? NULL : &both->totals);
    pb_memory_free(&job->handle->memory, both);
    free_job(job);
}

static void fail_totals(struct totals_job *both, int error, const char *message)
{
    struct job *job = both->job;

    job->fn.totals(job->user, error, message, NULL);
    pb_memory_free(&job->handle->memory, both);
    free_job(job);
}

static void on_pool(void *user, const struct pb_answer *answer)
{
    struct totals_job *both = user;
    struct pb_totals *totals = &both->totals;
    int error = answer->error;

    for (size_t i = 0; i < pb_rows_count(answer->rows); i++) {
        const char *state = pb_rows_text(answer->rows, i, 0, NULL);
        uint64_t accounts = pb_rows_u64(answer->rows, i, 1);

        totals->pool_target = pb_rows_u64(answer->rows, i, 2);
        *(strcmp(state, "pooled") == 0   ? &totals->pooled
          : strcmp(state, "leased") == 0 ? &totals->leased
          : strcmp(state, "idle") == 0   ? &totals->idle
                                         : &totals->retired) = accounts;
    }
    if (!error)
        error = pb_database_call(both->job->handle->database, &pb_call_stats, NULL, 0, 0, on_stats, both);
    if (error)
        fail_totals(both, error, answer->error ? message_of(answer) : pb_error_text(error));
}

int pb_get_totals(pb_handle *handle, pb_totals_fn *done, void *user)
{
    struct totals_job *both;
    struct job *job;
    int error;

    if (!done)
        return PB_E_bad_argument;
    job = new_job(handle, user);
    both = pb_memory_new(&handle->memory, 1, sizeof *both);
    error = job && both ? PB_OK : PB_E_no_memory;
    if (!error) {
        job->fn.totals = done;
        both->job = job;
        error = pb_database_call(handle->database, &pb_call_pool, NULL, 0, 0, on_pool, both);
    }
    if (error) {
        pb_memory_free(&handle->memory, both);
        pb_memory_free(&handle->memory, job);
    }
    return error;
}

/* ---- deletion ---- */

static void on_deleted(void *user, const struct pb_answer *answer)
{
    struct job *job = user;
    struct pb_handle *handle = job->handle;

    if (!answer->error) {
        handle->deleted_accounts++;
        PB_LOG(handle->log, ACCOUNT, INFO, job->account_id, "deleted with %llu characters",
               (unsigned long long)pb_rows_u64(answer->rows, 0, 0));
    }
    pb_account_cache_forget(handle->accounts, job->account_id);
    pb_limit_cache_refresh(handle->limits);
    if (job->fn.done)
        job->fn.done(job->user, answer->error, message_of(answer));
    free_job(job);
}

int pb_delete_account(pb_handle *handle, uint32_t account_id, pb_done_fn *done, void *user)
{
    struct pb_value values[1] = {PB_VALUE_U64(account_id)};
    struct job *job = new_job(handle, user);

    if (!job)
        return PB_E_no_memory;
    job->fn.done = done;
    job->account_id = account_id;
    return send_job(job, &pb_call_delete_account, values, 1, DELETE_TIMEOUT_MS, on_deleted);
}

static void on_all_deleted(void *user, const struct pb_answer *answer)
{
    struct job *job = user;
    struct pb_handle *handle = job->handle;

    if (!answer->error)
        handle->deleted_accounts += pb_rows_u64(answer->rows, 0, 0);
    pb_account_cache_forget_all(handle->accounts);
    pb_limit_cache_refresh(handle->limits);
    on_count(user, answer);
}

int pb_delete_all_accounts(pb_handle *handle, uint64_t confirm, pb_count_fn *done, void *user)
{
    struct pb_value values[1] = {PB_VALUE_U64(confirm)};
    struct job *job = new_job(handle, user);

    if (!job)
        return PB_E_no_memory;
    job->fn.count = done;
    return send_job(job, &pb_call_delete_all_accounts, values, 1, DELETE_TIMEOUT_MS, on_all_deleted);
}

/* ---- settings ---- */

static void on_set(void *user, const struct pb_answer *answer)
{
    struct job *job = user;
    char old[200], new[200];

    pb_rows_print(answer->rows, 0, 1, old, sizeof old);
    pb_rows_print(answer->rows, 0, 2, new, sizeof new);
    if (!answer->error && strcmp(old, new) != 0)
        PB_LOG(job->handle->log, CONFIG, INFO, 0, "setting %s: %s -> %s",
               pb_rows_text(answer->rows, 0, 0, NULL), old, new);
    if (job->fn.done)
        job->fn.done(job->user, answer->error, message_of(answer));
    free_job(job);
}

static int set_setting(pb_handle *handle, enum pb_conf_key key, const char *value, pb_done_fn *done,
                       void *user)
{
    struct pb_value values[2] = {PB_VALUE_TEXT(pb_conf_setting(key)), PB_VALUE_TEXT(value)};
    struct job *job = new_job(handle, user);

    if (!job)
        return PB_E_no_memory;
    job->fn.done = done;
    return send_job(job, &pb_call_set_setting, values, 2, 0, on_set);
}

int pb_set_max_accounts(pb_handle *handle, uint32_t accounts, pb_done_fn *done, void *user)
{
    char value[16];

    snprintf(value, sizeof value, "%u", accounts);
    return set_setting(handle, PB_CONF_MAX_ACCOUNTS, value, done, user);
}

int pb_set_pool_size(pb_handle *handle, uint32_t accounts, pb_done_fn *done, void *user)
{
    char value[16];

    snprintf(value, sizeof value, "%u", accounts);
    return set_setting(handle, PB_CONF_POOL_SIZE, value, done, user);
}

int pb_set_email_domain(pb_handle *handle, const char *domain, pb_done_fn *done, void *user)
{
    return domain ? set_setting(handle, PB_CONF_EMAIL_DOMAIN, domain, done, user) : PB_E_bad_argument;
}

/* ---- limit ---- */

int pb_can_create_character(pb_handle *handle, uint32_t account_id)
{
    return pb_limit_check(handle->limits, account_id);
}

void pb_note_character(pb_handle *handle, uint32_t account_id, int change)
{
    pb_limit_cache_add(handle->limits, account_id, change);
    pb_account_cache_forget(handle->accounts, account_id);
}
