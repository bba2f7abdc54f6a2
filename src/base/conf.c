#include "base/conf.h"
#include "base/conf_auction.h"
#include "base/conf_check.h"
#include "base/conf_error.h"
#include "base/error.h"
#include "base/log.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_SIZE = 2048, MAX_FILE = 1 << 20 };
enum kind {
    TEXT,
    FILE_NAME,
    INTEGER,
    BOOLEAN,
    LEVEL,
    LEVELS,
    FORMAT,
    TLS,
    HOSTS,
    PRESET,
    STRATEGY,
    LOOT,
    AUCTION
};
enum reload { RESTART, LIVE };

static const struct {
    const char *name, *setting, *text;
    enum kind kind;
    int64_t minimum, maximum;
    enum reload reload;
} keys[PB_CONF_COUNT] = {
#define X(key, name, kind, text, minimum, maximum, setting, reload)                                          \
    {"Playerbot." name, setting, text, kind, minimum, maximum, reload},
    PB_CONF_KEYS(X)
#undef X
};

/* What a preset says instead of the defaults. */
static const struct {
    enum pb_conf_key key;
    const char *values[3];
} presets[] = {
#define X(key, small, medium, large) {PB_CONF_##key, {small, medium, large}},
    PB_CONF_PRESETS(X)
#undef X
};

struct reader {
    struct pb_conf *conf;
    struct pb_conf_errors errors;
};

const char *pb_conf_name(enum pb_conf_key key)
{
    return keys[key].name;
}

const char *pb_conf_setting(enum pb_conf_key key)
{
    return keys[key].setting;
}

int pb_conf_is_live(enum pb_conf_key key)
{
    return keys[key].reload == LIVE;
}

int pb_conf_is_written(const struct pb_conf *conf, enum pb_conf_key key)
{
    return conf->line[key] != 0;
}

const char *pb_conf_limit_policy(const struct pb_conf *conf)
{
    if (conf->number[PB_CONF_STRICT_CHARACTER_LIMIT])
        return "abort";
    return conf->number[PB_CONF_AUTO_FIX_CHARACTER_LIMIT] ? "fix" : "report";
}

unsigned pb_conf_hosts(const struct pb_conf *conf, struct pb_conf_host hosts[PB_CONF_HOSTS])
{
    int count = pb_conf_host_read(conf->text[PB_CONF_DATABASE_HOST], hosts);

    if (conf->text[PB_CONF_DATABASE_SOCKET][0] || count <= 0) {
        hosts[0] = (struct pb_conf_host){.port = 0};
        snprintf(hosts[0].socket, sizeof hosts[0].socket, "%.107s", conf->text[PB_CONF_DATABASE_SOCKET]);
        count = 1;
    }
    for (int i = 0; i < count; i++)
        if (!hosts[i].port && !hosts[i].socket[0])
            hosts[i].port = (unsigned)conf->number[PB_CONF_DATABASE_PORT];
    return (unsigned)count;
}

/* Number of a word among others, with | between them; -1 for none. */
static int find_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (int i = 0; *words; i++) {
        size_t end = strcspn(words, "|");

        if (end == length && strncasecmp(words, word, length) == 0)
            return i;
        words += end + (words[end] == '|');
    }
    return -1;
}

static int is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Judges a value: 1 for a good one, its number, and what would be good. */
static int judge(enum pb_conf_key key, const char *value, long long *number, char *wanted, size_t size)
{
    struct pb_conf_host hosts[PB_CONF_HOSTS];
    int64_t length = (int64_t)strlen(value);
    char *end;

    switch (keys[key].kind) {
    case INTEGER:
    case BOOLEAN:
        errno = 0;
        *number = strtoll(value, &end, 10);
        snprintf(wanted, size, "a whole number from %lld to %lld", (long long)keys[key].minimum,
                 (long long)keys[key].maximum);
        return errno == 0 && isdigit((unsigned char)*value) && *end == '\0' && *number >= keys[key].minimum &&
               *number <= keys[key].maximum;
    case LEVEL:
        snprintf(wanted, size, "TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
        return (*number = pb_log_level_from_name(value)) >= 0;
    case LEVELS:
        snprintf(wanted, size, "at most %lld characters", (long long)keys[key].maximum);
        return length <= keys[key].maximum && pb_log_set_levels(NULL, value, wanted, size) == PB_OK;
    case FORMAT:
        snprintf(wanted, size, "auto, text, json or journal");
        return (*number = pb_log_format_from_name(value)) >= 0;
    case TLS:
        snprintf(wanted, size, "off, preferred, required or verify");
        return (*number = find_word("off|preferred|required|verify", value)) >= 0;
    case PRESET:
        snprintf(wanted, size, "none, small, medium or large");
        return (*number = find_word("none|small|medium|large", value)) >= 0;
    case STRATEGY:
        snprintf(wanted, size, "optimal or group");
        return (*number = find_word("optimal|group", value)) >= 0;
    case LOOT:
        snprintf(wanted, size, "need, greed or all");
        return (*number = find_word("need|greed|all", value)) >= 0;
    case AUCTION:
        return length <= keys[key].maximum &&
               pb_conf_auction_read(value, &(struct pb_conf_auction){0}, wanted, size) == 0;
    case HOSTS:
        snprintf(wanted, size,
                 "up to %d of name, name:port, [IPv6]:port or /path of a socket, with commas between",
                 PB_CONF_HOSTS);
        return length <= keys[key].maximum && pb_conf_host_read(value, hosts) >= 0;
    case FILE_NAME:
        /* The client library skips a file that is not there, and would turn to another server. */
        snprintf(wanted, size, "a file that this user can read");
        return *value == '\0' ||
               (length <= keys[key].maximum && access(value, R_OK) == 0 && !is_folder(value));
    case TEXT:
        snprintf(wanted, size, "%lld to %lld characters", (long long)keys[key].minimum,
                 (long long)keys[key].maximum);
        return length >= keys[key].minimum && length <= keys[key].maximum;
    }
    return 0;
}

/* Takes a value for a key, or says why not. */
static void take(struct reader *reader, enum pb_conf_key key, const char *value, int line)
{
    char wanted[512] = "";
    long long number = 0;

    if (!judge(key, value, &number, wanted, sizeof wanted)) {
        pb_conf_errors_add(&reader->errors, line, keys[key].name, value, wanted);
        return;
    }
    snprintf(reader->conf->text[key], sizeof reader->conf->text[key], "%s", value);
    reader->conf->number[key] = number;
    reader->conf->line[key] = line;
}

static char *trim(char *text)
{
    char *end;

    while (isspace((unsigned char)*text))
        text++;
    end = text + strlen(text);
    while (end > text && isspace((unsigned char)end[-1]))
        *--end = '\0';
    return text;
}

static void read_line(struct reader *reader, char *text, int line)
{
    char *equals, *name, *value;

    text = trim(text);
    /* TrinityCore's files have [worldserver] heads; they say nothing to us. */
    if (*text == '\0' || *text == '#' || *text == '[')
        return;
    equals = strchr(text, '=');
    if (!equals) {
        pb_conf_errors_add(&reader->errors, line, "the line", text, "Playerbot.Key = value");
        return;
    }
    *equals = '\0';
    name = trim(text);
    value = trim(equals + 1);
    if (*value == '"' && strlen(value) >= 2 && value[strlen(value) - 1] == '"') {
        value[strlen(value) - 1] = '\0';
        value++;
    }
    for (int key = 0; key < PB_CONF_COUNT; key++) {
        if (strcasecmp(name, keys[key].name) != 0)
            continue;
        if (reader->conf->line[key] > 0)
            pb_conf_errors_add(&reader->errors, line, keys[key].name, "written twice",
                               "one line for each key");
        else
            take(reader, (enum pb_conf_key)key, value, line);
        return;
    }
    pb_conf_errors_add_key(&reader->errors, line, name);
}

static void read_lines(struct reader *reader, const char *text, size_t length)
{
    char copy[LINE_SIZE];

    for (int line = 1; length > 0; line++) {
        const char *end = memchr(text, '\n', length);
        size_t size = end ? (size_t)(end - text) : length;

        if (size >= sizeof copy) {
            pb_conf_errors_add(&reader->errors, line, "the line", "too long", "at most 2047 characters");
        } else if (memchr(text, '\0', size)) {
            pb_conf_errors_add(&reader->errors, line, "the line", "not text", "no zero bytes");
        } else {
            memcpy(copy, text, size);
            copy[size] = '\0';
            read_line(reader, copy, line);
        }
        size += end != NULL;
        text += size;
        length -= size;
    }
}

/* Playerbot.MaxBotsTotal is PLAYERBOT_MAX_BOTS_TOTAL in the environment. */
static void environment_name(const char *name, char *out, size_t size)
{
    size_t n = 0;

    for (size_t i = 0; name[i] && n + 2 < size; i++) {
        if (name[i] == '.') {
            out[n++] = '_';
            continue;
        }
        if (i > 0 && isupper((unsigned char)name[i]) && name[i - 1] != '.')
            out[n++] = '_';
        out[n++] = (char)toupper((unsigned char)name[i]);
    }
    out[n] = '\0';
}

static void read_environment(struct reader *reader)
{
    for (int key = 0; key < PB_CONF_COUNT; key++) {
        char name[96];
        const char *value;

        environment_name(keys[key].name, name, sizeof name);
        if ((value = getenv(name)) != NULL)
            take(reader, (enum pb_conf_key)key, value, -1);
    }
}

/* Only for keys that nobody wrote. */
static void apply_preset(struct reader *reader)
{
    int64_t preset = reader->conf->number[PB_CONF_PRESET];

    for (size_t i = 0; preset > 0 && i < sizeof presets / sizeof *presets; i++)
        if (!reader->conf->line[presets[i].key])
            take(reader, presets[i].key, presets[i].values[preset - 1], 0);
}

int pb_conf_read_text(struct pb_conf *conf, const char *name, const char *text, size_t length, FILE *errors)
{
    struct reader reader = {conf, {errors, name, 0}};

    memset(conf, 0, sizeof *conf);
    for (int key = 0; key < PB_CONF_COUNT; key++)
        take(&reader, (enum pb_conf_key)key, keys[key].text, 0);
    read_lines(&reader, text, length);
    read_environment(&reader);
    apply_preset(&reader);
    pb_conf_check(conf, &reader.errors);
    return reader.errors.count ? PB_E_bad_config : PB_OK;
}

int pb_conf_read(struct pb_conf *conf, const char *path, FILE *errors)
{
    FILE *file = path ? fopen(path, "re") : NULL;
    char *text = NULL;
    size_t length = 0;
    int error = PB_OK;

    if (path) {
        text = file ? malloc(MAX_FILE + 1) : NULL;
        if (text)
            length = fread(text, 1, MAX_FILE + 1, file);
        if (!text || ferror(file) || length > MAX_FILE) {
            fprintf(errors, "%s: %s\n", path, length > MAX_FILE ? "longer than 1 MiB" : strerror(errno));
            error = PB_E_io;
        }
        if (file)
            fclose(file);
    }
    if (!error)
        error = pb_conf_read_text(conf, path ? path : "", text ? text : "", length, errors);
    free(text);
    return error;
}

unsigned pb_conf_compare(const struct pb_conf *old, const struct pb_conf *conf,
                         void (*differs)(void *user, enum pb_conf_key key), void *user)
{
    unsigned count = 0;

    for (int key = 0; key < PB_CONF_COUNT; key++) {
        if (strcmp(old->text[key], conf->text[key]) == 0)
            continue;
        count++;
        differs(user, (enum pb_conf_key)key);
    }
    return count;
}
