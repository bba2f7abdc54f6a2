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

/* An auction or a letter that waits. */
struct pb_market_row {
    uint64_t id;
    UT_hash_handle hh;
    union {
        struct pb_realm_auction auction;
        struct pb_realm_letter letter;
    } of;
    uint8_t is_told; /* 0: only room for it */
};

/* What is written of the auction houses and the post. */
struct pb_market_rows {
    struct pb_market_row *auctions, *letters;
    uint32_t clock_s, last_auction;
    uint64_t last_letter;
    int is_any;
};

/* One call under way with several characters in it. */
struct pb_realm_batch {
    struct pb_realm_keeper *keeper;
    struct pb_realm_birth *births;
    struct pb_realm_row *rows;
    struct pb_market_rows market;
    uint64_t request_id;
};

/* A list or a character that is being read. */
struct pb_realm_reading {
    struct pb_realm_keeper *keeper;
    struct pb_realm_reading *prev, *next; /* in the list of answers */
    struct pb_realm_answer answer;
    struct pb_realm_character character; /* that is loaded */
    /* As many as there are: thousands are read when a realm begins again. */
    struct pb_realm_character *listed;
    struct pb_item_stack *items;
    struct pb_quest_progress *quests;
    struct pb_quest_note notes[2 * PB_QUEST_LOG_SIZE]; /* of those, and of as many that were done today */
    uint32_t *rewarded;
    struct pb_realm_deeds deeds;
    struct pb_realm_auction *auctions;
    struct pb_realm_letter *letters;
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
    struct pb_realm_batch *saving; /* under way: one at a time; NULL: none */
    /* Something was not written for good, and so nothing is that came after: the realm begins again. */
    enum pb_realm_undoing { PB_REALM_GOES_ON, PB_REALM_TO_UNDO, PB_REALM_IS_TOLD } undoing;
    /* The market: realm_market.c. */
    struct pb_market_rows market; /* that waits */
    struct pb_realm_row tied;     /* nobody: in the ring of all who go with it */
    struct pb_market_opening *opening;
    uint64_t version; /* that was kept last */
    /* The highest that was sent, or was there at the opening: what has a higher one nobody else knows. */
    uint32_t sent_auction;
    uint64_t sent_letter;
    int is_market_asked, is_market_open, is_market_lost;
};

/* An answer without a character; lost without memory: the population asks again, after a login that never
 * ends. */
int pb_realm_keeper_answer(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type, uint32_t request,
                           int error, uint32_t account_id, uint64_t guid);
void pb_realm_reading_free(struct pb_realm_reading *reading);
struct pb_realm_reading *pb_realm_reading_new(struct pb_realm_keeper *keeper, enum pb_realm_answer_type type,
                                              uint32_t request);

/* realm_store.c: rows that wait. */
/* RING_ROWS: that must be written together; with those of one more batch below the 2000 of a call. */
enum { PB_REALM_RING_ROWS = 1000, PB_REALM_RETRY_MS = 2000 };
uint64_t pb_realm_keeper_agent(const struct pb_realm_keeper *keeper);
struct pb_realm_row *pb_realm_keeper_describe(const struct pb_realm_keeper *keeper,
                                              const struct pb_realm_character *character);
struct pb_realm_row *pb_realm_keeper_keep(struct pb_realm_keeper *keeper, struct pb_realm_row *row);
unsigned pb_realm_keeper_ring(const struct pb_realm_keeper *keeper, const struct pb_realm_row *row);
int pb_realm_keeper_put_back(struct pb_realm_keeper *keeper, struct pb_realm_row *row)
    __attribute__((warn_unused_result));
/* Whether an error may pass: another registration may write it. */
int pb_realm_keeper_may_pass(int error);
/* Forgets all that waits; takes no more until the realm knows. */
void pb_realm_keeper_undo(struct pb_realm_keeper *keeper);

/* realm_market.c */
void pb_realm_keeper_offer_market(struct pb_realm_keeper *keeper);
void pb_realm_keeper_free_market(struct pb_realm_keeper *keeper);
void pb_realm_keeper_forget_market(struct pb_realm_keeper *keeper);
/* Sends what waits; 1 when there was something. */
int pb_realm_keeper_send_market(struct pb_realm_keeper *keeper);
/* realm_opening.c */
void pb_realm_keeper_open_market(struct pb_realm_keeper *keeper);
void pb_realm_keeper_end_opening(struct pb_realm_keeper *keeper);
/* Functions of the store that read. */
int pb_realm_keeper_poll(void *user, struct pb_realm_answer *answer);
int pb_realm_keeper_list(void *user, uint32_t request, uint32_t account_id);
int pb_realm_keeper_load(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid);

#endif
