/* Store: who keeps the realm's characters; handed to the realm as functions. Tick thread; never waits. */
#ifndef PB_REALM_STORE_H
#define PB_REALM_STORE_H

#include "include/playerbot_world.h"

/* What is remembered of a quest besides the log. */
struct pb_quest_note {
    uint32_t quest_id;
    uint32_t due; /* a daily one: the day on which it was done; one with a time: when that is over, in ms */
    uint8_t is_daily;
};

/* A character as it is kept. Arrays are borrowed for the call. */
struct pb_realm_character {
    uint64_t guid, fence;
    uint32_t account_id;
    uint32_t money, experience, health;
    struct pb_position position;
    uint8_t race, character_class, gender, level, is_online;
    uint8_t has_items, has_quests; /* 0: as they were; the arrays below are not looked at */
    char name[13];
    const struct pb_item_stack *items;
    uint32_t item_count;
    const struct pb_quest_progress *quests;
    uint32_t quest_count;
    const uint32_t *rewarded; /* quest ids; those that are kept already may be left out */
    uint32_t rewarded_count;
    /* With `has_quests`. Their times and days are those of the realm, or of the store: both give theirs. */
    const struct pb_quest_note *notes;
    uint32_t note_count, now_ms, day;
};

/* An auction as it is kept. */
struct pb_realm_auction {
    uint64_t seller, bidder; /* guids; bidder 0: nobody */
    uint32_t auction_id, entry, least, bid, buyout, deposit, seller_account;
    uint32_t ends_s; /* on the clock of the houses */
    uint16_t count;  /* 0: it is gone */
    uint8_t house;
};

struct pb_realm_letter {
    struct pb_mail mail;
    uint64_t to; /* 0: it is gone */
    uint32_t arrives_s;
};

/* What changed in the auction houses and the post, with the characters who took part; or, in an answer, what
 * stands there. Arrays are borrowed for the call. */
struct pb_realm_deeds {
    const struct pb_realm_character *characters;
    const struct pb_realm_auction *auctions;
    const struct pb_realm_letter *letters;
    uint32_t character_count, auction_count, letter_count;
    uint32_t clock_s, last_auction; /* clock of the houses; highest number that was given */
    uint64_t last_letter;
    int is_last; /* of an answer: all has come */
};

enum pb_realm_answer_type {
    PB_REALM_CREATED,
    PB_REALM_REMOVED,
    PB_REALM_LISTED,
    PB_REALM_LOADED,
    PB_REALM_OPENED,
    PB_REALM_UNDONE
};

struct pb_realm_answer {
    enum pb_realm_answer_type type;
    uint32_t request;
    int error;
    uint32_t account_id;
    uint64_t guid;
    /* LISTED: all of the account; LOADED: the one that was asked for, with everything. Borrowed until the
     * next poll. */
    const struct pb_realm_character *characters;
    uint32_t count;
    /* OPENED: a part of what stands in the auction houses and the post, oldest first. Borrowed likewise. */
    const struct pb_realm_deeds *deeds;
};

/*
 * Functions return 0, PB_E_busy (later) or PB_E_no_memory. `request` comes back with the answer. `save` takes
 * the character over as a whole and writes it some time, later ones replacing earlier ones; it is never
 * answered. `save_together` does so with two who have exchanged things, both or neither: whoever reads finds
 * both as they were before, or both as they are now or later, also after a crash. So what is written of one
 * that waits, the other's goes with it, and so with those with whom they wait already. `save_deeds` does so
 * with what changed in the houses and the post and all who took part. `open_market` is answered by one or
 * more OPENED; before the last of them nothing happens there. UNDONE says that what was handed over since it
 * was last written is not written any more, since a character who took part has another holder: whoever is
 * in the world leaves it unsaved, houses and post close, and all come again as they are kept.
 */
struct pb_realm_store {
    void *user;
    int (*create)(void *user, uint32_t request,
                  const struct pb_realm_character *character); /* its guid comes back */
    int (*remove)(void *user, uint32_t request, uint64_t guid);
    int (*list)(void *user, uint32_t request, uint32_t account_id);
    /* `fence` comes back in the character. */
    int (*load)(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid);
    int (*save)(void *user, const struct pb_realm_character *character);
    /* NULL: each is saved by itself. */
    int (*save_together)(void *user, const struct pb_realm_character both[2]);
    /* NULL, both: auctions and letters live as long as the realm. */
    int (*open_market)(void *user);
    int (*save_deeds)(void *user, const struct pb_realm_deeds *deeds);
    /* 1 when everything that was handed to `save` is kept for good. NULL: always. */
    int (*is_saved)(void *user);
    /* The next answer; 0 when there is none. */
    int (*poll)(void *user, struct pb_realm_answer *answer);
};

#endif
