/* Realm of the daemon: content from the database, the embedded realm, its keeper. Tick thread only. */
#ifndef PB_BIN_REALM_H
#define PB_BIN_REALM_H

#include "api/handle.h"
#include "bin/run_log.h"
#include "realm/realm.h"

struct pb_daemon_realm;

/* Blocks: loads the content from the world database. What is wrong with it is logged.
 * `people`: humans who trade in its auction houses. `log`
 * records it; borrowed, NULL for none. Caller frees. Returns 0, PB_E_no_memory, PB_E_bad_state for a world
 * without creatures or quests, or what the database said. */
int pb_daemon_realm_new(struct pb_daemon_realm **realm, pb_handle *handle, uint64_t seed, uint32_t people,
                        struct pb_run_log *log) __attribute__((warn_unused_result));
/* After the handle was closed. NULL is fine. */
void pb_daemon_realm_free(struct pb_daemon_realm *realm);
/* Lets time pass. */
void pb_daemon_realm_update(struct pb_daemon_realm *realm, uint32_t diff_ms);
const struct pb_world *pb_daemon_realm_world(struct pb_daemon_realm *realm);
const struct pb_realm_stats *pb_daemon_realm_stats(struct pb_daemon_realm *realm);
const struct pb_realm_gold *pb_daemon_realm_gold(struct pb_daemon_realm *realm);
size_t pb_daemon_realm_bytes(const struct pb_daemon_realm *realm);
size_t pb_daemon_realm_content_bytes(const struct pb_daemon_realm *realm);
/* Nanoseconds of CPU that its updates have taken. */
uint64_t pb_daemon_realm_cpu_ns(const struct pb_daemon_realm *realm);

#endif
