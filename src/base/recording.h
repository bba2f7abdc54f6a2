/*
 * Recording: a run's log in a file, to be written once and replayed: records in order, in compressed blocks,
 * each with its number and a CRC-32. Written: what comes from outside is put, what is decided is put too.
 * Replayed: what came from outside is taken, and what is decided is compared. The first difference ends a
 * replay: nothing after it is to be believed. One thread at a time; may block on the disk: for hunting a
 * fault, not for a live server.
 *
 * The file: "PBRUN", form (u8), u16 length and text of who wrote it; then blocks: "PBRB", u32 number, u32
 * bytes compressed, u32 bytes, u32 CRC-32 of these and the compressed bytes; records in a block: u8 kind, u24
 * bytes, bytes. The last block holds one record of kind PB_RECORD_END. Little endian, structs as the machine
 * has them: a recording is replayed by the program that wrote it.
 */
#ifndef PB_BASE_RECORDING_H
#define PB_BASE_RECORDING_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct pb_recording;

/* Everything that stands in a recording: kind, what it is. */
#define PB_RECORDS(X)                                                                                        \
    /* The world's content, row by row. */                                                                   \
    X(ITEM, "an item")                                                                                       \
    X(CREATURE, "a creature")                                                                                \
    X(SPAWN, "a place of a creature")                                                                        \
    X(QUEST, "a quest")                                                                                      \
    X(GIVER, "a quest giver")                                                                                \
    X(LOOT, "a line of loot")                                                                                \
    X(EQUIPMENT, "what a new character wears")                                                               \
    X(VENDOR, "a vendor's line")                                                                             \
    X(REALM, "the realm began")                                                                              \
    X(MARKET, "the market began")                                                                            \
    X(MIND, "the bots' minds began")                                                                         \
    /* Comes from outside, and is done again. */                                                             \
    X(REALM_TICK, "time passed in the realm")                                                                \
    X(TICK, "a tick")                                                                                        \
    X(ACCOUNT, "an account was leased")                                                                      \
    X(ACCOUNT_GONE, "an account went back")                                                                  \
    X(STOP, "everybody was to leave")                                                                        \
    X(CONFIGURE, "settings changed")                                                                         \
    X(SWITCH_SYSTEM, "a system was switched")                                                                \
    X(SWITCH_BOT, "a bot was switched")                                                                      \
    X(SWITCH, "a bot's system was switched")                                                                 \
    X(MARKET_INPUT, "the market was told something")                                                         \
    X(INTERVAL, "a system's interval was set")                                                               \
    /* Comes from outside when it is asked for. */                                                           \
    X(ANSWER, "the store answered")                                                                          \
    X(REFUSED, "the store did not take it")                                                                  \
    X(NAME, "a name was given")                                                                              \
    X(BATCH, "a batch that the budget made smaller")                                                         \
    X(OVERRUN, "a batch took too long")                                                                      \
    X(LOAD, "load control chose")                                                                            \
    X(ADMIT, "the population waited for the next tick")                                                      \
    /* Is compared. */                                                                                       \
    X(DECISION, "a decision")                                                                                \
    X(ORDER, "an order to the world")                                                                        \
    X(STATE, "the state after a tick")                                                                       \
    X(END, "the end")

enum pb_record {
    PB_RECORD_NONE,
#define X(kind, text) PB_RECORD_##kind,
    PB_RECORDS(X)
#undef X
        PB_RECORD_KINDS
};

enum { PB_RECORD_MAX = 1 << 20 }; /* bytes of a record */

/* Begins to write to `file`, or, with `is_replay`, to read from it. `writer` says who writes: program,
 * version and sizes of structs; a replay refuses what another wrote. The file stays the caller's. Returns 0,
 * PB_E_no_memory, PB_E_io, or PB_E_bad_recording with a sentence in `text`. Caller frees. */
int pb_recording_new(struct pb_recording **recording, FILE *file, int is_replay, const char *writer,
                     char *text, size_t size) __attribute__((warn_unused_result));
/* Does not write what was not flushed. NULL is fine. */
void pb_recording_free(struct pb_recording *recording);
/* NULL is no replay. */
int pb_recording_is_replay(const struct pb_recording *recording);

/* Notes something from outside; in a replay, and with NULL, it does nothing. */
void pb_recording_put(struct pb_recording *recording, enum pb_record kind, const void *bytes, size_t size);
/* Writes what was put. Returns 0 or PB_E_io (errno tells), which stays: what comes after is not written. */
int pb_recording_flush(struct pb_recording *recording);
/* Writes the end. Returns 0 or PB_E_io. */
int pb_recording_finish(struct pb_recording *recording) __attribute__((warn_unused_result));

/* Replay: what comes next; PB_RECORD_NONE at a damaged place and after the first difference. */
enum pb_record pb_recording_peek(struct pb_recording *recording);
/* Replay: bytes of what comes next. */
size_t pb_recording_size(struct pb_recording *recording);
/* Replay: takes the next record if it is of this kind and size; 1 when it was. */
int pb_recording_take(struct pb_recording *recording, enum pb_record kind, void *bytes, size_t size);
/* As above, of any size, at most `most`; returns the size, 0 when it was not. */
size_t pb_recording_take_some(struct pb_recording *recording, enum pb_record kind, void *bytes, size_t most);
/* Looks at the next record if it is of this kind and size, without taking it; NULL when it is not. */
const void *pb_recording_look(struct pb_recording *recording, enum pb_record kind, size_t size);

/* Replay: takes the next record, whatever it is. */
void pb_recording_skip(struct pb_recording *recording);

/* Replay: notes the first difference; later ones are not noted. */
void pb_recording_differ(struct pb_recording *recording, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The first difference, NULL for none. */
const char *pb_recording_difference(const struct pb_recording *recording);
/* What is wrong with the file, NULL for nothing. */
const char *pb_recording_damage(const struct pb_recording *recording);
/* Records read or written. */
uint64_t pb_recording_count(const struct pb_recording *recording);
const char *pb_record_text(enum pb_record kind);

#endif
