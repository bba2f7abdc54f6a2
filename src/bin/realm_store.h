/*
 * Realm store: keeps the embedded realm's characters in the database, through procedures that are there for
 * it alone. What cannot be written now is kept and written later; a newer state replaces an older one. Tick
 * thread only.
 */
#ifndef PB_BIN_REALM_STORE_H
#define PB_BIN_REALM_STORE_H

#include "api/handle.h"
#include "realm/store.h"

struct pb_realm_keeper;

/* `handle` is borrowed until pb_realm_keeper_free. Returns 0 or PB_E_no_memory. */
int pb_realm_keeper_new(struct pb_realm_keeper **keeper, pb_handle *handle)
    __attribute__((warn_unused_result));
/* After the handle was closed. NULL is fine. */
void pb_realm_keeper_free(struct pb_realm_keeper *keeper);
/* The functions for the realm; borrowed. */
const struct pb_realm_store *pb_realm_keeper_store(struct pb_realm_keeper *keeper);
/* Sends what waits. Call it each tick. */
void pb_realm_keeper_update(struct pb_realm_keeper *keeper);

#endif
