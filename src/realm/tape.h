/*
 * Tape: a realm's part of a recording: its content, how it began, how time passed, and what the store said.
 * In a replay it is the store. Tick thread.
 */
#ifndef PB_REALM_TAPE_H
#define PB_REALM_TAPE_H

#include "base/recording.h"
#include "realm/realm.h"

struct pb_realm_tape;

/* `store` is the real one (its user is borrowed); not looked at in a replay. Caller frees. Returns 0 or
 * PB_E_no_memory. */
int pb_realm_tape_new(struct pb_realm_tape **tape, struct pb_recording *recording,
                      const struct pb_realm_store *store, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* After the realm. NULL is fine. */
void pb_realm_tape_free(struct pb_realm_tape *tape);
/* The store to give to the realm; borrowed until pb_realm_tape_free. */
const struct pb_realm_store *pb_realm_tape_store(struct pb_realm_tape *tape);
/* Notes seed, speed and interval of a realm that begins; a replay takes them from the recording:
 * PB_E_bad_recording when they are not there. */
int pb_realm_tape_begin(struct pb_realm_tape *tape, struct pb_realm_options *options)
    __attribute__((warn_unused_result));
/* Lets time pass, and notes it. */
void pb_realm_tape_update(struct pb_realm_tape *tape, struct pb_realm *realm, uint32_t diff_ms);
/* Replay: does again what comes next; 0 when that is nothing of a realm. */
int pb_realm_tape_replay(struct pb_realm_tape *tape, struct pb_realm *realm);

#endif
