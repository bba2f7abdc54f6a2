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
    char *items, *quests, *rewarded;
    UT_hash_handle hh;
};

/* The character as a row of its own. NULL when there is no memory. Caller frees with pb_realm_row_free. */
struct pb_realm_row *pb_realm_row_new(const struct pb_realm_character *character);
void pb_realm_row_free(struct pb_realm_row *row);
/* Puts what is newer over a row; `newer` is freed. Returns 0 or PB_E_no_memory. */
int pb_realm_row_merge(struct pb_realm_row *row, struct pb_realm_row *newer)
    __attribute__((warn_unused_result));
/* Writes it as a JSON object. */
void pb_realm_row_write(const struct pb_realm_row *row, FILE *stream);

#endif
