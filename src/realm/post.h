/*
 * Post: letters in the boxes of characters, in the world and away, and those on their way. Money and things
 * in a letter are in the world still. Internal to src/realm.
 */
#ifndef PB_REALM_POST_H
#define PB_REALM_POST_H

#include "realm/state.h"

enum {
    PB_LETTERS_MOST = 1 << 20,
    PB_LETTER_BLOCK = 1024 /* letters for which memory is taken at a time */
};

/* Of one character that was ever in this world. */
struct pb_box {
    uint64_t guid;
    pb_actor actor;       /* PB_NO_ACTOR: away */
    uint32_t first, last; /* letters, index + 1 */
    uint32_t count;
    uint8_t race;
    uint8_t is_human; /* played by no bot */
};

struct pb_letter {
    struct pb_mail mail;
    uint32_t box;       /* index + 1; 0: free */
    uint32_t next;      /* of its box, or of the free ones; index + 1 */
    uint32_t next_late; /* of those on their way; index + 1 */
    uint32_t arrives_s; /* on the houses' clock */
    uint8_t is_late;    /* on its way: nobody sees it */
    uint8_t is_changed; /* it waits for the store */
};

struct pb_post {
    /* They stay where they are: an array that grows would have to be copied, tens of milliseconds at once. */
    struct pb_letter *blocks[PB_LETTERS_MOST / PB_LETTER_BLOCK];
    uint32_t block_count, letter_count, letter_free, used; /* letter_count: places that were ever in use */
    struct pb_box *boxes;
    uint32_t box_count, box_capacity;
    struct pb_map *by_guid;         /* index + 1 */
    uint32_t late_first, late_last; /* on their way: all take as long, so the first sent is the first there */
    uint64_t mail_id;
    uint64_t items, money; /* in all letters */
};

static inline struct pb_letter *pb_post_letter(const struct pb_post *post, uint32_t at)
{
    return &post->blocks[at / PB_LETTER_BLOCK][at % PB_LETTER_BLOCK];
}

int pb_post_new(struct pb_realm *realm) __attribute__((warn_unused_result));
void pb_post_free(struct pb_realm *realm);
size_t pb_post_bytes(const struct pb_realm *realm);
/* The box of a character, made where there is none; NULL without memory. Borrowed until the next one is made.
 */
struct pb_box *pb_post_open(struct pb_realm *realm, uint64_t guid, uint8_t race);
/* NULL for somebody who was never here. */
struct pb_box *pb_post_find(const struct pb_realm *realm, uint64_t guid);
/* It has come into the world, or left it. */
void pb_post_on_login(struct pb_realm *realm, pb_actor actor);
void pb_post_on_logout(struct pb_realm *realm, pb_actor actor);
/* Room for so many more letters. Returns 0, PB_E_no_memory, or PB_E_busy: as many lie there as ever may. */
int pb_post_provide(struct pb_realm *realm, uint32_t wanted) __attribute__((warn_unused_result));
/* Room ahead for what bots send in a tick. */
void pb_post_provide_ahead(struct pb_realm *realm);
/* Into a box, in `delay_s`: 0, or as long as all that are on their way. There must be room. Who has no box
 * loses it, and so does the world. */
void pb_post_send(struct pb_realm *realm, uint64_t to, const struct pb_mail *mail, uint32_t delay_s);
/* All letters go, and the world has nothing of what is in them. */
void pb_post_forget(struct pb_realm *realm);
/* One that the store has kept. */
void pb_post_restore(struct pb_realm *realm, const struct pb_realm_letter *kept);
/* Everybody learns that mail waits. */
void pb_post_tell_all(struct pb_realm *realm);
/* Those that should have arrived, so many at most. */
void pb_post_deliver(struct pb_realm *realm, unsigned most);
/* Whether some should have, and did not. */
int pb_post_is_due(const struct pb_realm *realm);
/* Every box, letter and sum agrees; NULL, or what does not. */
const char *pb_post_check(const struct pb_realm *realm);

#endif
