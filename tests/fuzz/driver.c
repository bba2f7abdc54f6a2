/*
 * Runs a fuzzer without libFuzzer: every file of its corpus, then mutations of them. TAP.
 *
 * Usage: fuzz_NAME CORPUS
 * Environment: FUZZ_RUNS, number of mutations (20000); FUZZ_SEED repeats those of an earlier run; FUZZ_CRASH,
 * the file that gets the input which ended the program (crash).
 */
#include "fuzz.h"
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FILES = 256, INPUT_SIZE = 16384, MAX_MUTATIONS = 6, HUNG_S = 30 };

struct input {
    uint8_t bytes[INPUT_SIZE];
    size_t size;
};

static struct input corpus[MAX_FILES];
static unsigned corpus_count;
static struct input present; /* the one that runs */
static uint64_t state;

/* splitmix64 (S. Vigna, public domain algorithm): 0 to `n` - 1. */
static uint32_t below(size_t n)
{
    uint64_t x = state += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((x ^ x >> 31) % n);
}

/* Keeps the input that ended the program. */
static void keep_input(void)
{
    const char *name = getenv("FUZZ_CRASH");
    int file = open(name ? name : "crash", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (file < 0 || write(file, present.bytes, present.size) < 0)
        fprintf(stderr, "# the input could not be kept\n");
    else
        fprintf(stderr, "# the input is kept in %s\n", name ? name : "crash");
    if (file >= 0)
        close(file);
}

static void on_signal(int number)
{
    if (number == SIGALRM)
        fprintf(stderr, "# an input took more than %d s\n", HUNG_S);
    keep_input();
    signal(SIGABRT, SIG_DFL);
    abort();
}

/* There with the sanitizers only. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void catch_ends(void)
{
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(keep_input);
    else
        signal(SIGSEGV, on_signal);
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
    signal(SIGPIPE, SIG_IGN);
}

/* Room for `size` bytes at a place; what does not fit falls off the end. */
static size_t make_room(struct input *input, size_t at, size_t size)
{
    if (size > INPUT_SIZE - at)
        size = INPUT_SIZE - at;
    if (input->size > INPUT_SIZE - size)
        input->size = INPUT_SIZE - size;
    if (at < input->size)
        memmove(input->bytes + at + size, input->bytes + at, input->size - at);
    input->size += size;
    return size;
}

static void insert(struct input *input, const void *bytes, size_t size)
{
    size_t at = below(input->size + 1);

    memcpy(input->bytes + at, bytes, make_room(input, at, size));
}

static void insert_word(struct input *input)
{
    size_t count = 0;
    const char *word;

    while (pb_fuzz_words[count])
        count++;
    word = pb_fuzz_words[below(count)];
    insert(input, word, strlen(word));
}

static void insert_special_byte(struct input *input)
{
    static const uint8_t special[] = {0,   1,    9,   10,  13,  32,  '"', '#', '=',
                                      '-', '\\', '{', '}', 127, 128, 192, 254, 255};

    insert(input, &special[below(sizeof special)], 1);
}

static void repeat_part(struct input *input)
{
    struct input copy = *input;
    size_t at = below(input->size), size = 1 + below(input->size - at);

    for (uint32_t times = 1 + below(20); times > 0; times--)
        insert(input, copy.bytes + at, size);
}

static void cut_part(struct input *input)
{
    size_t at = below(input->size), size = 1 + below(input->size - at);

    memmove(input->bytes + at, input->bytes + at + size, input->size - at - size);
    input->size -= size;
}

static void add_part_of_another(struct input *input)
{
    const struct input *other = &corpus[below(corpus_count)];
    size_t at = other->size ? below(other->size) : 0;

    if (other->size > at)
        insert(input, other->bytes + at, 1 + below(other->size - at));
}

static void mutate(struct input *input)
{
    size_t at = input->size ? below(input->size) : 0;

    switch (input->size ? below(8) : 5 + below(3)) {
    case 0:
        input->bytes[at] = (uint8_t)(input->bytes[at] ^ 1u << below(8));
        break;
    case 1:
        input->bytes[at] = (uint8_t)below(256);
        break;
    case 2:
        input->size = at; /* torn */
        break;
    case 3:
        repeat_part(input);
        break;
    case 4:
        cut_part(input);
        break;
    case 5:
        insert_word(input);
        break;
    case 6:
        insert_special_byte(input);
        break;
    default:
        add_part_of_another(input);
        break;
    }
}

static void run(const struct input *input)
{
    /* A block of exactly its size, so that a byte too far is seen. */
    uint8_t *bytes = malloc(input->size ? input->size : 1);

    PB_FUZZ_CHECK(bytes);
    memcpy(bytes, input->bytes, input->size);
    alarm(HUNG_S);
    LLVMFuzzerTestOneInput(bytes, input->size);
    alarm(0);
    free(bytes);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Reads every file of a folder; sorted, so that a seed means the same everywhere. */
static void read_corpus(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, by_name);

    for (int i = 0; i < count; i++) {
        char path[4096];
        FILE *file;

        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && corpus_count < MAX_FILES && (file = fopen(path, "rb")) != NULL) {
            corpus[corpus_count].size = fread(corpus[corpus_count].bytes, 1, INPUT_SIZE, file);
            corpus_count++;
            fclose(file);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    const char *runs_text = getenv("FUZZ_RUNS"), *seed_text = getenv("FUZZ_SEED"),
               *name = strrchr(argv[0], '/');
    unsigned long runs = runs_text ? strtoul(runs_text, NULL, 10) : 20000;
    uint64_t seed =
        seed_text ? strtoull(seed_text, NULL, 10) : (uint64_t)time(NULL) * 1000 + (uint64_t)getpid() % 1000;

    name = name ? name + 1 : argv[0];
    if (argc == 2)
        read_corpus(argv[1]);
    if (corpus_count == 0) {
        fprintf(stderr, "usage: %s CORPUS, a folder with files; none was found\n", name);
        return 2;
    }
    catch_ends();
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (unsigned i = 0; i < corpus_count; i++) {
        present = corpus[i];
        run(&present);
    }
    printf("ok 1 - %s: %u files of the corpus\n# %s: FUZZ_SEED=%" PRIu64 "\n", name, corpus_count, name,
           seed);
    state = seed;
    for (unsigned long i = 0; i < runs; i++) {
        present = corpus[below(corpus_count)];
        for (uint32_t count = 1 + below(MAX_MUTATIONS); count > 0; count--)
            mutate(&present);
        run(&present);
    }
    printf("ok 2 - %s: %lu mutations\n1..2\n", name, runs);
    return 0;
}
