#include "bin/realm.h"
#include "base/clock.h"
#include "base/rng.h"
#include "bin/realm_store.h"
#include "bin/world_load.h"
#include "realm/tape.h"
#include <stdlib.h>
#include <time.h>

enum { SAVE_EVERY_MS = 60000 };

struct pb_daemon_realm {
    struct pb_content *content;
    struct pb_realm_keeper *keeper;
    struct pb_realm_tape *tape; /* NULL: nothing is recorded */
    struct pb_realm *realm;
    uint64_t cpu_ns;
};

int pb_daemon_realm_new(struct pb_daemon_realm **out, pb_handle *handle, uint64_t seed, uint32_t people,
                        struct pb_run_log *log)
{
    struct pb_daemon_realm *realm = calloc(1, sizeof *realm);
    struct pb_realm_options options = {.memory = handle->memory,
                                       .seed = seed,
                                       .people = people,
                                       .save_interval_ms = SAVE_EVERY_MS,
                                       .speed = 1,
                                       .day_ms = (uint32_t)(time(NULL) % PB_DAY_S * 1000),
                                       /* Histories of another life of the realm have other numbers. */
                                       .first_trade = pb_rng_u64() >> 1 | 1};
    int error;

    if (!realm)
        return PB_E_no_memory;
    error = pb_world_load(handle, log ? log->recording : NULL, &realm->content);
    if (error == PB_OK)
        error = pb_realm_keeper_new(&realm->keeper, handle);
    if (error == PB_OK) {
        options.content = realm->content;
        options.store = pb_realm_keeper_store(realm->keeper);
    }
    if (error == PB_OK && log)
        error = pb_realm_tape_new(&realm->tape, log->recording, options.store, &handle->memory);
    if (error == PB_OK && log)
        error = pb_realm_tape_begin(realm->tape, &options);
    if (error == PB_OK)
        error = pb_realm_new(&realm->realm, &options);
    if (error != PB_OK) {
        pb_daemon_realm_free(realm);
        return error;
    }
    *out = realm;
    return PB_OK;
}

void pb_daemon_realm_free(struct pb_daemon_realm *realm)
{
    if (!realm)
        return;
    pb_realm_free(realm->realm);
    pb_realm_tape_free(realm->tape);
    pb_realm_keeper_free(realm->keeper);
    pb_content_free(realm->content);
    free(realm);
}

void pb_daemon_realm_update(struct pb_daemon_realm *realm, uint32_t diff_ms)
{
    int64_t start_ns = pb_clock_thread_ns();

    if (realm->tape)
        pb_realm_tape_update(realm->tape, realm->realm, diff_ms);
    else
        pb_realm_update(realm->realm, diff_ms);
    pb_realm_keeper_update(realm->keeper);
    realm->cpu_ns += (uint64_t)(pb_clock_thread_ns() - start_ns);
}

const struct pb_world *pb_daemon_realm_world(struct pb_daemon_realm *realm)
{
    return pb_realm_world(realm->realm);
}

const struct pb_realm_gold *pb_daemon_realm_gold(struct pb_daemon_realm *realm)
{
    return pb_realm_gold(realm->realm);
}

const struct pb_realm_stats *pb_daemon_realm_stats(struct pb_daemon_realm *realm)
{
    return pb_realm_stats(realm->realm);
}

size_t pb_daemon_realm_bytes(const struct pb_daemon_realm *realm)
{
    return pb_realm_bytes(realm->realm);
}

size_t pb_daemon_realm_content_bytes(const struct pb_daemon_realm *realm)
{
    return pb_content_bytes(realm->content);
}

uint64_t pb_daemon_realm_cpu_ns(const struct pb_daemon_realm *realm)
{
    return realm->cpu_ns;
}
