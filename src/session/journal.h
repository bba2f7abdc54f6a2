/*
 * Journal: writes that the database could not take, in a file, in order, until it can. Blocks on the disk:
 * worker threads only, one at a time. A record is "PBJ1", u16 kind, u16 zero, u32 length, u32 CRC-32 (zlib)
 * of kind, zero, length and text, then the text (little endian). A torn end is cut off; a damaged middle is
 * skipped up to the next good record and kept in the reject file.
 */
#ifndef PB_SESSION_JOURNAL_H
#define PB_SESSION_JOURNAL_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

struct pb_journal;

enum { PB_JOURNAL_HEADER = 16, PB_MAX_RECORD = 2 << 20 };

/* Called for each record; text is borrowed until it returns. Returns 0 to go on, or an error: the record is
 * not read then, and the reading ends with it. */
typedef int pb_journal_fn(void *user, unsigned kind, const char *text, uint32_t length);

/*
 * Opens or creates the file (mode 0600) and locks it against other processes. Returns 0, PB_E_no_memory,
 * PB_E_io (errno tells) or PB_E_bad_journal.
 */
int pb_journal_open(struct pb_journal **journal, const char *path, uint64_t size_limit,
                    const struct pb_memory *memory) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_journal_close(struct pb_journal *journal);

/*
 * Appends one record to what pb_journal_sync will write. Returns 0, PB_E_no_memory, PB_E_journal_full (the
 * size limit), PB_E_bad_argument (a text beyond PB_MAX_RECORD).
 */
int pb_journal_append(struct pb_journal *journal, unsigned kind, const char *text, size_t length)
    __attribute__((warn_unused_result));
/* Writes what was appended and waits until it is on disk: all of it, or nothing (PB_E_journal_full, PB_E_io).
 */
int pb_journal_sync(struct pb_journal *journal) __attribute__((warn_unused_result));
/* Forgets what was appended since the last sync. */
void pb_journal_rollback(struct pb_journal *journal);

/* Reads records from the mark on, until `fn` says so or about `most_bytes` were read. Returns 0 or PB_E_io.
 */
int pb_journal_read(struct pb_journal *journal, size_t most_bytes, pb_journal_fn *fn, void *user)
    __attribute__((warn_unused_result));
/* What was read is done: moves the mark; an empty journal shrinks to nothing. Returns 0 or PB_E_io. */
int pb_journal_advance(struct pb_journal *journal) __attribute__((warn_unused_result));
/* What was read is not done: the next read begins at the mark again. */
void pb_journal_rewind(struct pb_journal *journal);
/* Adds a line to the reject file, <path>.rejected. Returns 0 or PB_E_io. */
int pb_journal_reject(struct pb_journal *journal, const char *text, size_t length)
    __attribute__((warn_unused_result));

/* Bytes from the mark to the end. */
uint64_t pb_journal_bytes(const struct pb_journal *journal);
/* Bytes that were no good record. */
uint64_t pb_journal_damaged(const struct pb_journal *journal);

/* Finds the first good record in `size` bytes: its place, or `size`. Any thread; exposed for tests and
 * fuzzing. */
size_t pb_journal_find(const uint8_t *bytes, size_t size, unsigned *kind, const char **text,
                       uint32_t *length);

#endif
