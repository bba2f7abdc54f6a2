/* Any bytes as a journal: every record in them is found, every other byte is counted and kept, the reading
 * comes to an end, and the journal can be used afterwards. */
#include "base/error.h"
#include "fuzz.h"
#include "session/journal.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

const char *const pb_fuzz_words[] = {"PBJ1", "PBJ", "PBJ1\1", "PBJ1PBJ1PBJ1", "{\"account_id\":7}", NULL};

static char path[64], rejects[80];

static void remove_files(void)
{
    char *slash = strrchr(path, '/');

    unlink(path);
    unlink(rejects);
    *slash = '\0';
    rmdir(path);
}

/* A folder in memory if there is one: the journal waits for the disk. */
static void make_folder(void)
{
    struct stat status;
    char folder[40];

    snprintf(folder, sizeof folder, "%s/pb_fuzz_XXXXXX",
             stat("/dev/shm", &status) == 0 ? "/dev/shm" : "/tmp");
    PB_FUZZ_CHECK(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/journal", folder);
    snprintf(rejects, sizeof rejects, "%s.rejected", path);
    atexit(remove_files);
}

static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Gives each record whose length fits its true checksum, so that whole ones get through. */
static void repair(uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at + PB_JOURNAL_HEADER <= size; at++) {
        uint32_t length = number_at(bytes + at + 8), sum;

        if (memcmp(bytes + at, "PBJ1", 4) != 0 || length > size - at - PB_JOURNAL_HEADER)
            continue;
        sum = (uint32_t)crc32(crc32(crc32(0, NULL, 0), bytes + at + 4, 8), bytes + at + PB_JOURNAL_HEADER,
                              length);
        for (int i = 0; i < 4; i++)
            bytes[at + 12 + (size_t)i] = (uint8_t)(sum >> 8 * i);
        at += PB_JOURNAL_HEADER + length - 1;
    }
}

struct sums {
    size_t records, bytes;
};

/* What the search finds, one after the other. */
static struct sums search(const uint8_t *bytes, size_t size)
{
    struct sums sums = {0, 0};
    size_t at = 0;

    for (;;) {
        unsigned kind = 0;
        const char *text = NULL;
        uint32_t length = 0;
        size_t skipped = pb_journal_find(bytes + at, size - at, &kind, &text, &length);

        PB_FUZZ_CHECK(skipped <= size - at);
        at += skipped;
        if (at == size)
            return sums;
        PB_FUZZ_CHECK(kind <= 65535 && text == (const char *)bytes + at + PB_JOURNAL_HEADER);
        PB_FUZZ_CHECK(length <= size - at - PB_JOURNAL_HEADER);
        at += PB_JOURNAL_HEADER + length;
        sums.records++;
        sums.bytes += PB_JOURNAL_HEADER + length;
    }
}

static int count_record(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct sums *sums = user;

    (void)kind;
    sums->records++;
    sums->bytes += PB_JOURNAL_HEADER + length;
    /* Looks at all of it, so that a sanitizer sees it too. */
    return crc32(0, (const Bytef *)text, length) == 1 && length == UINT32_MAX ? PB_E_io : PB_OK;
}

static void read_as_file(const uint8_t *bytes, size_t size)
{
    struct sums wanted = search(bytes, size), seen = {0, 0};
    struct pb_journal *journal;
    FILE *file = fopen(path, "wb");
    int readings = 0;

    PB_FUZZ_CHECK(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
    unlink(rejects);
    PB_FUZZ_CHECK(pb_journal_open(&journal, path, 1 << 20, &pb_memory_libc) == PB_OK);
    PB_FUZZ_CHECK(pb_journal_bytes(journal) == size);
    while (pb_journal_bytes(journal) > 0) {
        PB_FUZZ_CHECK(pb_journal_read(journal, 1 << 20, count_record, &seen) == PB_OK);
        PB_FUZZ_CHECK(pb_journal_advance(journal) == PB_OK);
        PB_FUZZ_CHECK(++readings < 100);
    }
    PB_FUZZ_CHECK(seen.records == wanted.records && seen.bytes == wanted.bytes);
    PB_FUZZ_CHECK(pb_journal_damaged(journal) == size - seen.bytes);
    seen.records = 0;
    PB_FUZZ_CHECK(pb_journal_append(journal, 1, "new", 3) == PB_OK && pb_journal_sync(journal) == PB_OK);
    PB_FUZZ_CHECK(pb_journal_read(journal, 1 << 20, count_record, &seen) == PB_OK && seen.records == 1);
    pb_journal_close(journal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    if (!path[0])
        make_folder();
    PB_FUZZ_CHECK(copy);
    memcpy(copy, data, size);
    read_as_file(copy, size);
    repair(copy, size);
    read_as_file(copy, size);
    free(copy);
    return 0;
}
