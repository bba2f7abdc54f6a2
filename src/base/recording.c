#include "base/recording.h"
#include "base/bytes.h"
#include "include/playerbot_error.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    FORM = 1,
    BEGINNING = 8, /* of the file, before the writer's text */
    HEADER = 20,   /* of a block */
    RECORD = 4,    /* of a record */
    BLOCK = 1 << 16,
    MAX_BLOCK = BLOCK + PB_RECORD_MAX + RECORD
};

struct pb_recording {
    FILE *file;
    uint8_t *block, *packed; /* the present block, and as it stands in the file */
    size_t used, at;         /* bytes of the block; replay: where the next record begins */
    uint32_t blocks;
    uint64_t count, place; /* place: of the next block in the file */
    int is_replay, is_ended, error;
    int error_number; /* errno of the first failure to write */
    char damage[200], difference[400];
};

static const char magic[] = "PBRUN", block_magic[] = "PBRB";

const char *pb_record_text(enum pb_record kind)
{
    static const char *const texts[] = {"nothing",
#define X(kind, text) text,
                                        PB_RECORDS(X)
#undef X
    };

    return (unsigned)kind < PB_RECORD_KINDS ? texts[kind] : "something unknown";
}

static uint32_t checksum(const uint8_t *header, const uint8_t *bytes, uint32_t size)
{
    return (uint32_t)crc32(crc32(crc32(0, NULL, 0), header, HEADER - 4), bytes, size);
}

/* ---- Beginning ---- */

static int write_beginning(struct pb_recording *recording, const char *writer)
{
    uint8_t bytes[BEGINNING] = {0};
    size_t length = strlen(writer);

    memcpy(bytes, magic, 5);
    bytes[5] = FORM;
    pb_bytes_put(bytes + 6, (uint32_t)length, 2);
    if (fwrite(bytes, 1, sizeof bytes, recording->file) != sizeof bytes ||
        fwrite(writer, 1, length, recording->file) != length)
        return PB_E_io;
    return PB_OK;
}

static int read_beginning(struct pb_recording *recording, const char *writer, char *text, size_t size)
{
    uint8_t bytes[BEGINNING];
    char found[256];
    size_t length;

    if (fread(bytes, 1, sizeof bytes, recording->file) != sizeof bytes || memcmp(bytes, magic, 5) != 0) {
        snprintf(text, size, "it is no recording of Playerbot");
        return PB_E_bad_recording;
    }
    length = pb_bytes_get(bytes + 6, 2);
    if (bytes[5] != FORM) {
        snprintf(text, size, "its form is %u, wanted: %u", bytes[5], FORM);
        return PB_E_bad_recording;
    }
    if (length >= sizeof found || fread(found, 1, length, recording->file) != length) {
        snprintf(text, size, "it ends in its beginning");
        return PB_E_bad_recording;
    }
    found[length] = '\0';
    if (strcmp(found, writer) != 0) {
        snprintf(text, size, "it was written by '%s', this is '%s'", found, writer);
        return PB_E_bad_recording;
    }
    recording->place = BEGINNING + length;
    return PB_OK;
}

int pb_recording_new(struct pb_recording **out, FILE *file, int is_replay, const char *writer, char *text,
                     size_t size)
{
    struct pb_recording *recording = calloc(1, sizeof *recording);
    int error = PB_E_no_memory;

    if (!recording)
        return PB_E_no_memory;
    recording->file = file;
    recording->is_replay = is_replay;
    recording->block = malloc(MAX_BLOCK);
    recording->packed = malloc(HEADER + compressBound(MAX_BLOCK));
    if (recording->block && recording->packed)
        error =
            is_replay ? read_beginning(recording, writer, text, size) : write_beginning(recording, writer);
    if (error == PB_E_io)
        snprintf(text, size, "%s", strerror(errno));
    if (error != PB_OK)
        pb_recording_free(recording);
    else
        *out = recording;
    return error;
}

void pb_recording_free(struct pb_recording *recording)
{
    if (!recording)
        return;
    free(recording->block);
    free(recording->packed);
    free(recording);
}

int pb_recording_is_replay(const struct pb_recording *recording)
{
    return recording && recording->is_replay;
}

/* ---- Writing ---- */

static void fail(struct pb_recording *recording)
{
    recording->error = PB_E_io;
    recording->error_number = errno;
}

static void write_block(struct pb_recording *recording)
{
    uint8_t *header = recording->packed;
    uLongf packed = compressBound(MAX_BLOCK);

    if (!recording->used || recording->error)
        return;
    if (compress2(header + HEADER, &packed, recording->block, recording->used, 1) != Z_OK) {
        recording->error = PB_E_no_memory;
        return;
    }
    memcpy(header, block_magic, 4);
    pb_bytes_put(header + 4, recording->blocks++, 4);
    pb_bytes_put(header + 8, (uint32_t)packed, 4);
    pb_bytes_put(header + 12, (uint32_t)recording->used, 4);
    pb_bytes_put(header + 16, checksum(header, header + HEADER, (uint32_t)packed), 4);
    if (fwrite(header, 1, HEADER + packed, recording->file) != HEADER + packed)
        fail(recording);
    recording->used = 0;
}

void pb_recording_put(struct pb_recording *recording, enum pb_record kind, const void *bytes, size_t size)
{
    uint8_t *at;

    if (!recording || recording->is_replay || recording->error || size > PB_RECORD_MAX)
        return;
    at = recording->block + recording->used;
    at[0] = (uint8_t)kind;
    pb_bytes_put(at + 1, (uint32_t)size, 3);
    if (size)
        memcpy(at + RECORD, bytes, size);
    recording->used += RECORD + size;
    recording->count++;
    if (recording->used >= BLOCK)
        write_block(recording);
}

int pb_recording_flush(struct pb_recording *recording)
{
    if (!recording || recording->is_replay)
        return PB_OK;
    write_block(recording);
    if (!recording->error && fflush(recording->file) != 0)
        fail(recording);
    if (recording->error == PB_E_io)
        errno = recording->error_number;
    return recording->error;
}

int pb_recording_finish(struct pb_recording *recording)
{
    if (!recording || recording->is_replay)
        return PB_OK;
    write_block(recording);
    pb_recording_put(recording, PB_RECORD_END, NULL, 0);
    return pb_recording_flush(recording);
}

/* ---- Replay ---- */

static int damaged(struct pb_recording *recording, const char *what)
{
    snprintf(recording->damage, sizeof recording->damage, "block %u, at byte %llu: %s", recording->blocks,
             (unsigned long long)recording->place, what);
    recording->is_ended = 1;
    return 0;
}

/* Reads the next block; 0 when there is none. */
static int read_block(struct pb_recording *recording)
{
    uint8_t header[HEADER];
    size_t got = fread(header, 1, HEADER, recording->file);
    uint32_t packed, size;
    uLongf length = MAX_BLOCK;

    if (got == 0)
        return damaged(recording, "the recording stops before its end: it was cut off, or the run was");
    if (got < HEADER)
        return damaged(recording, "the file stops within a block's header");
    packed = pb_bytes_get(header + 8, 4);
    size = pb_bytes_get(header + 12, 4);
    if (memcmp(header, block_magic, 4) != 0 || packed > compressBound(MAX_BLOCK) || size > MAX_BLOCK)
        return damaged(recording, "no block begins here");
    if (fread(recording->packed, 1, packed, recording->file) != packed)
        return damaged(recording, "the file stops within a block");
    if (pb_bytes_get(header + 16, 4) != checksum(header, recording->packed, packed))
        return damaged(recording, "its checksum differs: the bytes are not those that were written");
    if (pb_bytes_get(header + 4, 4) != recording->blocks)
        return damaged(recording, "another block should stand here");
    if (uncompress(recording->block, &length, recording->packed, packed) != Z_OK || length != size)
        return damaged(recording, "it cannot be unpacked");
    recording->blocks++;
    recording->place += HEADER + packed;
    recording->used = size;
    recording->at = 0;
    return 1;
}

/* The next record's header; NULL when there is none. */
static const uint8_t *next(struct pb_recording *recording)
{
    const uint8_t *at;

    if (!pb_recording_is_replay(recording) || recording->is_ended)
        return NULL;
    if (recording->at >= recording->used && !read_block(recording))
        return NULL;
    at = recording->block + recording->at;
    if (recording->used - recording->at < RECORD ||
        pb_bytes_get(at + 1, 3) > recording->used - recording->at - RECORD) {
        damaged(recording, "a record is longer than its block");
        return NULL;
    }
    return at;
}

enum pb_record pb_recording_peek(struct pb_recording *recording)
{
    const uint8_t *at = next(recording);

    return at && at[0] < PB_RECORD_KINDS ? (enum pb_record)at[0] : PB_RECORD_NONE;
}

size_t pb_recording_size(struct pb_recording *recording)
{
    const uint8_t *at = next(recording);

    return at ? pb_bytes_get(at + 1, 3) : 0;
}

const void *pb_recording_look(struct pb_recording *recording, enum pb_record kind, size_t size)
{
    const uint8_t *at = next(recording);

    return at && at[0] == kind && pb_bytes_get(at + 1, 3) == size ? at + RECORD : NULL;
}

void pb_recording_skip(struct pb_recording *recording)
{
    const uint8_t *at = next(recording);

    if (!at)
        return;
    recording->at += RECORD + pb_bytes_get(at + 1, 3);
    recording->count++;
}

size_t pb_recording_take_some(struct pb_recording *recording, enum pb_record kind, void *bytes, size_t most)
{
    const uint8_t *at = next(recording);
    size_t size = at ? pb_bytes_get(at + 1, 3) : 0;

    if (!at || at[0] != kind || size > most)
        return 0;
    if (size)
        memcpy(bytes, at + RECORD, size);
    recording->at += RECORD + size;
    recording->count++;
    if (kind == PB_RECORD_END)
        recording->is_ended = 1;
    return size;
}

int pb_recording_take(struct pb_recording *recording, enum pb_record kind, void *bytes, size_t size)
{
    uint64_t before = recording ? recording->count : 0;

    if (!pb_recording_look(recording, kind, size))
        return 0;
    pb_recording_take_some(recording, kind, bytes, size);
    return recording->count != before;
}

void pb_recording_differ(struct pb_recording *recording, const char *format, ...)
{
    va_list arguments;

    if (recording->difference[0] || recording->damage[0])
        return;
    va_start(arguments, format);
    vsnprintf(recording->difference, sizeof recording->difference, format, arguments);
    va_end(arguments);
    recording->is_ended = 1;
}

const char *pb_recording_difference(const struct pb_recording *recording)
{
    return recording->difference[0] ? recording->difference : NULL;
}

const char *pb_recording_damage(const struct pb_recording *recording)
{
    return recording->damage[0] ? recording->damage : NULL;
}

uint64_t pb_recording_count(const struct pb_recording *recording)
{
    return recording->count;
}
