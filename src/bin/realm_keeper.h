/* State of the realm's keeper. Internal to realm_store.c and realm_read.c. */
#ifndef PB_BIN_REALM_KEEPER_H
#define PB_BIN_REALM_KEEPER_H

#include "bin/realm_row.h"
#include "bin/realm_store.h"
#include <utlist.h>

enum { PB_REALM_READ_MOST = 50 };

/* A character that is being made. */
struct pb_realm_birth {
    struct pb_realm_birth *prev, *next;
    struct pb_realm_character character;
    uint32_t request;
};

/* One call under way with several characters in it. */
struct pb_realm_batch {
    struct pb_realm_keeper *keeper;
    struct pb_realm_birth *births;
    struct pb_realm_row *rows;
    uint64_t request_id;
};

/* A list or a character that is being read. */
struct pb_realm_reading {
    struct pb_realm_keeper *keeper;
    struct pb_realm_reading *prev, *next; /* in the list of answers */
    struct pb_realm_answer answer;
    struct pb_realm_character characters[PB_REALM_READ_MOST];
    struct pb_item_stack items[PB_INVENTORY_SLOTS];
    struct pb_quest_progress quests[PB_QUEST_LOG_SIZE];
    uint32_t *rewarded;
    uint64_t fence;
    unsigned waiting; /* parts that were asked for */
};

struct pb_realm_keeper {
    pb_handle *handle;
    struct pb_realm_store store;
    struct pb_realm_birth *births;
    unsigned birth_count, calls;             /* calls: of writing, under way */
    struct pb_realm_row *rows;               /* that wait, by guid */
    struct pb_realm_reading *answers, *told; /* told: lent to the realm until the next poll */
    struct pb_realm_reading *readings;
    int64_t due_ms;
    int is_saving;
};

/* An answer without a character; lost without memory: the population asks again, after a login that never
 * ends. */
void pb_realm_keeper_answer(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type, uint32_t request,
                            int error, uint32_t account_id, uint64_t guid);
void pb_realm_reading_free(struct pb_realm_reading *reading);
/* Functions of the store that read. */
int pb_realm_keeper_poll(void *user, struct pb_realm_answer *answer);
int pb_realm_keeper_list(void *user, uint32_t request, uint32_t account_id);
int pb_realm_keeper_load(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid);

#endif
