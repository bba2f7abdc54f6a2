#include "base/conf.h"
#include "base/error.h"
#include "base/log.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LINE_SIZE = 2048, MAX_FILE = 1 << 20 };
enum kind { TEXT, FILE_NAME, INTEGER, BOOLEAN, LEVEL, LEVELS, FORMAT, TLS, HOSTS, PRESET };
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
    const char *small, *medium, *large;
} presets[] = {
    {PB_CONF_AGENT_BOTS, "50", "500", "5000"},
    {PB_CONF_MAX_BOTS_TOTAL, "50", "500", "5000"},
    {PB_CONF_POOL_SIZE, "10", "100", "500"},
    {PB_CONF_MAX_ACCOUNTS, "500", "5000", "50000"},
    {PB_CONF_DATABASE_CONNECTIONS_MAX, "2", "4", "8"},
    {PB_CONF_WRITE_BEHIND_BATCH_ROWS, "500", "2000", "5000"},
    {PB_CONF_WRITE_BEHIND_MEMORY_LIMIT, "16", "64", "256"},
    {PB_CONF_JOURNAL_SIZE_LIMIT, "64", "256", "1024"},
    {PB_CONF_CACHE_ACCOUNT_ENTRIES, "1000", "10000", "50000"},
};

struct reader {
    struct pb_conf *conf;
    const char *path;
    FILE *errors;
    int error_count;
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

/* Begins a line of the errors with where it was. */
static void begin_error(struct reader *reader, int line)
{
    reader->error_count++;
    if (line > 0)
        fprintf(reader->errors, "%s:%d: ", reader->path, line);
    else if (line < 0)
        fprintf(reader->errors, "environment: ");
}

static void complain(struct reader *reader, int line, const char *what, const char *seen, const char *wanted)
{
    begin_error(reader, line);
    fprintf(reader->errors, "%s is '%s', wanted: %s\n", what, seen, wanted);
}

/* "db1:3306" or "[::1]:3306" or "/run/mysqld/mysqld.sock". Returns 0, or -1. */
static int read_host(const char *text, size_t length, struct pb_conf_host *host)
{
    char word[256];
    char *colon, *name = word, *end;
    long port = 0;

    *host = (struct pb_conf_host){.port = 0};
    if (length == 0 || length >= sizeof word)
        return -1;
    memcpy(word, text, length);
    word[length] = '\0';
    if (word[0] == '/') {
        if (length >= sizeof host->socket)
            return -1;
        memcpy(host->socket, word, length + 1);
        return 0;
    }
    colon = strrchr(word, ':');
    if (word[0] == '[') {
        if (!(end = strchr(word, ']')) || (end[1] != '\0' && end[1] != ':'))
            return -1;
        *end = '\0';
        colon = end[1] ? end + 1 : NULL;
        name = word + 1;
    } else if (colon && strchr(word, ':') != colon) {
        return -1; /* an IPv6 address without brackets: where would its port begin? */
    }
    if (colon) {
        *colon = '\0';
        errno = 0;
        port = strtol(colon + 1, &end, 10);
        if (errno || !isdigit((unsigned char)colon[1]) || *end || port < 1 || port > 65535)
            return -1;
    }
    if (!*name || strpbrk(name, " \t\"'=/"))
        return -1;
    snprintf(host->host, sizeof host->host, "%s", name);
    host->port = (unsigned)port;
    return 0;
}

/* Returns how many servers the text names, or -1. */
static int read_hosts(const char *text, struct pb_conf_host hosts[PB_CONF_HOSTS])
{
    int count = 0;

    while (*text) {
        size_t length;

        text += strspn(text, " \t");
        length = strcspn(text, ",");
        while (length > 0 && isspace((unsigned char)text[length - 1]))
            length--;
        if (count == PB_CONF_HOSTS || read_host(text, length, &hosts[count]) != 0)
            return -1;
        count++;
        text += strcspn(text, ",");
        text += *text == ',';
    }
    return count;
}

unsigned pb_conf_hosts(const struct pb_conf *conf, struct pb_conf_host hosts[PB_CONF_HOSTS])
{
    int count = read_hosts(conf->text[PB_CONF_DATABASE_HOST], hosts);

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
    case HOSTS:
        snprintf(wanted, size,
                 "up to %d of name, name:port, [IPv6]:port or /path of a socket, with commas between",
                 PB_CONF_HOSTS);
        return length <= keys[key].maximum && read_hosts(value, hosts) >= 0;
    case FILE_NAME:
        /* The client library skips a file that is not there, and would turn to another server. */
        snprintf(wanted, size, "a file that this user can read");
        return *value == '\0' || (length <= keys[key].maximum && access(value, R_OK) == 0);
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
        complain(reader, line, keys[key].name, value, wanted);
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

/* Edits that make one word of the other (V. Levenshtein, 1965); names are short. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[64], n = (unsigned)strlen(b);

    if (n >= sizeof row / sizeof *row)
        return UINT32_MAX;
    for (unsigned j = 0; j <= n; j++)
        row[j] = j;
    for (unsigned i = 1; a[i - 1]; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= n; j++) {
            unsigned change =
                diagonal + (tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]));
            unsigned best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

            diagonal = row[j];
            row[j] = best < change ? best : change;
        }
    }
    return row[n];
}

static void complain_of_key(struct reader *reader, int line, const char *name)
{
    unsigned best = UINT32_MAX;
    int nearest = 0;

    for (int key = 0; key < PB_CONF_COUNT; key++) {
        unsigned edits = distance(name, keys[key].name);

        if (edits < best) {
            best = edits;
            nearest = key;
        }
    }
    begin_error(reader, line);
    fprintf(reader->errors, "the key is '%s', wanted: a key of playerbot.conf.dist", name);
    if (best <= 4)
        fprintf(reader->errors, "; did you mean %s?", keys[nearest].name);
    putc('\n', reader->errors);
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
        complain(reader, line, "the line", text, "Playerbot.Key = value");
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
            complain(reader, line, keys[key].name, "written twice", "one line for each key");
        else
            take(reader, (enum pb_conf_key)key, value, line);
        return;
    }
    complain_of_key(reader, line, name);
}

static void read_lines(struct reader *reader, const char *text, size_t length)
{
    char copy[LINE_SIZE];

    for (int line = 1; length > 0; line++) {
        const char *end = memchr(text, '\n', length);
        size_t size = end ? (size_t)(end - text) : length;

        if (size >= sizeof copy) {
            complain(reader, line, "the line", "too long", "at most 2047 characters");
        } else if (memchr(text, '\0', size)) {
            complain(reader, line, "the line", "not text", "no zero bytes");
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
            take(reader, presets[i].key,
                 preset == 1   ? presets[i].small
                 : preset == 2 ? presets[i].medium
                               : presets[i].large,
                 0);
}

/* Refuses values that are good each, but not together. */
static void check_contradictions(struct reader *reader)
{
    const struct pb_conf *conf = reader->conf;
    const int64_t *number = conf->number;

#define CHECK(is_bad, key, wanted)                                                                           \
    if (is_bad)                                                                                              \
    complain(reader, conf->line[PB_CONF_##key], keys[PB_CONF_##key].name, conf->text[PB_CONF_##key], wanted)
    CHECK(number[PB_CONF_STRICT_CHARACTER_LIMIT] && number[PB_CONF_AUTO_FIX_CHARACTER_LIMIT],
          AUTO_FIX_CHARACTER_LIMIT,
          "0, or Playerbot.StrictCharacterLimit = 0: a start that aborts repairs nothing");
    CHECK(number[PB_CONF_HEARTBEAT_INTERVAL] >= number[PB_CONF_LEASE_TTL], HEARTBEAT_INTERVAL,
          "less than Playerbot.LeaseTtl");
    CHECK(number[PB_CONF_DATABASE_CONNECTIONS_MIN] > number[PB_CONF_DATABASE_CONNECTIONS_MAX],
          DATABASE_CONNECTIONS_MIN, "no more than Playerbot.Database.ConnectionsMax");
    CHECK(conf->text[PB_CONF_DATABASE_HOST][0] && conf->text[PB_CONF_DATABASE_SOCKET][0], DATABASE_SOCKET,
          "nothing, or Playerbot.Database.Host without a value: both name the server");
    CHECK(number[PB_CONF_DATABASE_TLS] == 3 && !conf->text[PB_CONF_DATABASE_TLS_CA][0], DATABASE_TLS,
          "Playerbot.Database.TlsCa too: who would vouch for the server?");
    CHECK(!conf->text[PB_CONF_DATABASE_TLS_CERT][0] != !conf->text[PB_CONF_DATABASE_TLS_KEY][0],
          DATABASE_TLS_CERT, "both or none of Playerbot.Database.TlsCert and Playerbot.Database.TlsKey");
    CHECK(number[PB_CONF_ACCOUNTS_TO_CREATE] > number[PB_CONF_MAX_ACCOUNTS], ACCOUNTS_TO_CREATE,
          "no more than Playerbot.MaxAccounts");
#undef CHECK
}

int pb_conf_read_text(struct pb_conf *conf, const char *name, const char *text, size_t length, FILE *errors)
{
    struct reader reader = {conf, name, errors, 0};

    memset(conf, 0, sizeof *conf);
    for (int key = 0; key < PB_CONF_COUNT; key++)
        take(&reader, (enum pb_conf_key)key, keys[key].text, 0);
    read_lines(&reader, text, length);
    read_environment(&reader);
    apply_preset(&reader);
    check_contradictions(&reader);
    return reader.error_count ? PB_E_bad_config : PB_OK;
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
