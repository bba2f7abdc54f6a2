/* Realm row: a character as realm_save_characters() takes it, gathered until it goes out. Tick thread. */
#ifndef PB_BIN_REALM_ROW_H
#define PB_BIN_REALM_ROW_H

#include "realm/store.h"
#include <stdio.h>
#include <uthash.h>

struct pb_realm_row {
    uint64_t guid;
    struct pb_realm_character head; /* its arrays are not used */
    /* JSON arrays without their brackets; NULL: unchanged since the database has it. */
    char *items, *quests, *daily, *rewarded;
    /* With whom it must be written in one call: a ring; itself when there is nobody. */
    struct pb_realm_row *with;
    UT_hash_handle hh;
};

/* The character as a row of its own. NULL when there is no memory. Caller frees with pb_realm_row_free. */
struct pb_realm_row *pb_realm_row_new(const struct pb_realm_character *character);
/* Leaves those with whom it goes. */
void pb_realm_row_free(struct pb_realm_row *row);
/* Before a merge: gives the newer one what only adds up. Returns 0 or PB_E_no_memory. */
int pb_realm_row_gather(const struct pb_realm_row *row, struct pb_realm_row *newer)
    __attribute__((warn_unused_result));
/* Puts what is newer over a row, which goes with those with whom the newer one went; `newer` is freed. */
void pb_realm_row_merge(struct pb_realm_row *row, struct pb_realm_row *newer);
/* From now on both, and those with whom they go, are written in one call. */
void pb_realm_row_join(struct pb_realm_row *row, struct pb_realm_row *other);
/* How many go together with it, itself included. */
unsigned pb_realm_row_ring(const struct pb_realm_row *row);
/* Writes it as a JSON object. `part`: of those that must be written together; below 0: none. */
void pb_realm_row_write(const struct pb_realm_row *row, int64_t part, FILE *stream);

#endif
