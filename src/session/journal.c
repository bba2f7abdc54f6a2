#include "session/journal.h"
#include "base/bytes.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct pb_journal {
    const struct pb_memory *memory;
    char *path;
    int file;
    uint64_t size_limit, mark, read_to, end, damaged;
    uint64_t judged_to; /* damage before this is in the reject file already */
    uint8_t *buffer;    /* appended, not yet written */
    size_t used, room;
};

static const uint8_t magic[4] = {'P', 'B', 'J', '1'};

static uint32_t checksum(const uint8_t *record, uint32_t length)
{
    uLong sum = crc32(crc32(0, NULL, 0), record + 4, 8);

    return (uint32_t)(length > 0 ? crc32(sum, record + PB_JOURNAL_HEADER, length) : sum);
}

/* Whether a good record begins here. */
static int is_record(const uint8_t *bytes, size_t size)
{
    uint32_t length;

    if (size < PB_JOURNAL_HEADER || memcmp(bytes, magic, sizeof magic) != 0 ||
        pb_bytes_get(bytes + 6, 2) != 0)
        return 0;
    length = pb_bytes_get(bytes + 8, 4);
    return length <= PB_MAX_RECORD && length <= size - PB_JOURNAL_HEADER &&
           pb_bytes_get(bytes + 12, 4) == checksum(bytes, length);
}

/* Where the next record may begin, behind the first byte: at its magic, or at a part of it that ends the
 * bytes. */
static size_t find_magic(const uint8_t *bytes, size_t size)
{
    size_t at = 1;

    while (at < size) {
        const uint8_t *next = memchr(bytes + at, magic[0], size - at);

        if (!next)
            return size;
        at = (size_t)(next - bytes);
        if (memcmp(next, magic, size - at < sizeof magic ? size - at : sizeof magic) == 0)
            return at;
        at++;
    }
    return size;
}

size_t pb_journal_find(const uint8_t *bytes, size_t size, unsigned *kind, const char **text, uint32_t *length)
{
    size_t at = 0;

    while (at < size && !is_record(bytes + at, size - at))
        at += find_magic(bytes + at, size - at);
    if (at < size) {
        *kind = pb_bytes_get(bytes + at + 4, 2);
        *length = pb_bytes_get(bytes + at + 8, 4);
        *text = (const char *)bytes + at + PB_JOURNAL_HEADER;
    }
    return at;
}

static int write_all(int file, const void *bytes, size_t size, uint64_t at)
{
    const char *next = bytes;

    while (size > 0) {
        ssize_t done = pwrite(file, next, size, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? PB_E_journal_full : PB_E_io;
        next += done;
        size -= (size_t)done;
        at += (uint64_t)done;
    }
    return PB_OK;
}

/* A new file's name must be on disk too, or a power cut takes the file away. */
static void sync_folder(const char *path)
{
    char folder[4096];
    char *slash;
    int descriptor;

    snprintf(folder, sizeof folder, "%s", path);
    slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    descriptor = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}

int pb_journal_open(struct pb_journal **out, const char *path, uint64_t size_limit,
                    const struct pb_memory *memory)
{
    struct pb_journal *journal = pb_memory_new(memory, 1, sizeof *journal);
    struct stat status;
    int error = PB_E_no_memory;

    if (!journal)
        return PB_E_no_memory;
    journal->memory = memory;
    journal->size_limit = size_limit;
    journal->file = -1;
    if (!(journal->path = pb_memory_copy(memory, path, strlen(path))))
        goto fail;
    error = PB_E_io;
    journal->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (journal->file < 0 || fstat(journal->file, &status) != 0)
        goto fail;
    error = PB_E_bad_journal;
    if (!S_ISREG(status.st_mode) || flock(journal->file, LOCK_EX | LOCK_NB) != 0)
        goto fail;
    journal->end = (uint64_t)status.st_size;
    sync_folder(path);
    *out = journal;
    return PB_OK;
fail:
    pb_journal_close(journal);
    return error;
}

void pb_journal_close(struct pb_journal *journal)
{
    if (!journal)
        return;
    if (journal->file >= 0)
        close(journal->file);
    pb_memory_free(journal->memory, journal->buffer);
    pb_memory_free(journal->memory, journal->path);
    pb_memory_free(journal->memory, journal);
}

int pb_journal_append(struct pb_journal *journal, unsigned kind, const char *text, size_t length)
{
    size_t size = PB_JOURNAL_HEADER + length;
    uint8_t *record;

    if (length > PB_MAX_RECORD || kind > UINT16_MAX)
        return PB_E_bad_argument;
    if (journal->end - journal->mark + journal->used + size > journal->size_limit)
        return PB_E_journal_full;
    if (journal->used + size > journal->room) {
        size_t room = (journal->used + size) * 2;
        uint8_t *buffer = pb_memory_resize(journal->memory, journal->buffer, room);

        if (!buffer)
            return PB_E_no_memory;
        journal->buffer = buffer;
        journal->room = room;
    }
    record = journal->buffer + journal->used;
    memcpy(record, magic, sizeof magic);
    pb_bytes_put(record + 4, kind, 2);
    pb_bytes_put(record + 6, 0, 2);
    pb_bytes_put(record + 8, (uint32_t)length, 4);
    if (length > 0)
        memcpy(record + PB_JOURNAL_HEADER, text, length);
    pb_bytes_put(record + 12, checksum(record, (uint32_t)length), 4);
    journal->used += size;
    return PB_OK;
}

void pb_journal_rollback(struct pb_journal *journal)
{
    journal->used = 0;
}

int pb_journal_sync(struct pb_journal *journal)
{
    int error = write_all(journal->file, journal->buffer, journal->used, journal->end);

    if (!error && fdatasync(journal->file) != 0)
        error = errno == ENOSPC || errno == EDQUOT ? PB_E_journal_full : PB_E_io;
    if (!error)
        journal->end += journal->used;
    else if (ftruncate(journal->file, (off_t)journal->end) != 0)
        error = PB_E_io; /* the torn record behind the end is overwritten or cut off later */
    journal->used = 0;
    /* One large batch must not hold its memory for ever. */
    if (journal->room > PB_MAX_RECORD) {
        pb_memory_free(journal->memory, journal->buffer);
        journal->buffer = NULL;
        journal->room = 0;
    }
    return error;
}

/* Keeps damaged bytes, which stand at `at` in the file: once, however often they are read. */
static int keep_damage(struct pb_journal *journal, const uint8_t *bytes, size_t size, uint64_t at)
{
    uint64_t from = at > journal->judged_to ? at : journal->judged_to, end = at + size;

    if (from >= end)
        return PB_OK;
    if (pb_journal_reject(journal, (const char *)bytes + (from - at), (size_t)(end - from)) != PB_OK)
        return PB_E_io;
    journal->damaged += end - from;
    journal->judged_to = end;
    return PB_OK;
}

/* Hands out the records of a block. Returns how much of it was used up. */
static size_t read_block(struct pb_journal *journal, const uint8_t *block, size_t size, int is_last,
                         pb_journal_fn *fn, void *user, int *is_stopped)
{
    size_t used = 0;

    while (used < size && !*is_stopped) {
        unsigned kind;
        const char *text;
        uint32_t length;
        size_t skipped = pb_journal_find(block + used, size - used, &kind, &text, &length);

        if (used + skipped == size && !is_last) {
            if (used > 0)
                return used; /* the record may go on behind the block */
            /* Any record would fit into a whole block: none begins here. */
            skipped = find_magic(block, size);
        }
        if (skipped > 0)
            *is_stopped = keep_damage(journal, block + used, skipped, journal->mark + used);
        used += *is_stopped ? 0 : skipped;
        if (!*is_stopped && used < size && is_record(block + used, size - used)) {
            if ((*is_stopped = fn(user, kind, text, length)) == 0)
                used += PB_JOURNAL_HEADER + length;
        }
    }
    return used;
}

int pb_journal_read(struct pb_journal *journal, size_t most_bytes, pb_journal_fn *fn, void *user)
{
    /* Room for the largest record, so that one always fits. */
    size_t room = (most_bytes > PB_MAX_RECORD ? most_bytes : PB_MAX_RECORD) + PB_JOURNAL_HEADER;
    uint64_t left = journal->end - journal->mark;
    uint8_t *block;
    ssize_t size = 0;
    int is_stopped = 0;

    journal->read_to = journal->mark;
    if (room > left)
        room = (size_t)left;
    if (room == 0)
        return PB_OK;
    if (!(block = pb_memory_resize(journal->memory, NULL, room)))
        return PB_E_no_memory;
    do
        size = pread(journal->file, block, room, (off_t)journal->mark);
    while (size < 0 && errno == EINTR);
    if (size > 0)
        journal->read_to +=
            read_block(journal, block, (size_t)size, (uint64_t)size == left, fn, user, &is_stopped);
    pb_memory_free(journal->memory, block);
    if (size <= 0)
        return PB_E_io;
    return is_stopped < 0 ? is_stopped : PB_OK;
}

int pb_journal_advance(struct pb_journal *journal)
{
    journal->mark = journal->read_to;
    if (journal->mark < journal->end)
        return PB_OK;
    journal->mark = journal->read_to = journal->judged_to = journal->end = 0;
    return ftruncate(journal->file, 0) == 0 && fdatasync(journal->file) == 0 ? PB_OK : PB_E_io;
}

void pb_journal_rewind(struct pb_journal *journal)
{
    journal->read_to = journal->mark;
}

int pb_journal_reject(struct pb_journal *journal, const char *text, size_t length)
{
    char path[4096];
    int file, error;
    off_t end;

    if (snprintf(path, sizeof path, "%s.rejected", journal->path) >= (int)sizeof path)
        return PB_E_io;
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return PB_E_io;
    end = lseek(file, 0, SEEK_END);
    error = end < 0 ? PB_E_io : write_all(file, text, length, (uint64_t)end);
    if (!error)
        error = write_all(file, "\n", 1, (uint64_t)end + length);
    if (!error && fdatasync(file) != 0)
        error = PB_E_io;
    close(file);
    return error;
}

uint64_t pb_journal_bytes(const struct pb_journal *journal)
{
    return journal->end - journal->mark;
}

uint64_t pb_journal_damaged(const struct pb_journal *journal)
{
    return journal->damaged;
}
