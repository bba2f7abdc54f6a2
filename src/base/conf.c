#include "base/conf.h"
#include "base/error.h"
#include "base/log.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum kind { TEXT, FILE_NAME, INTEGER, BOOLEAN, LEVEL };

static const struct {
    const char *name, *setting, *text;
    enum kind kind;
    int64_t minimum, maximum;
} keys[PB_CONF_COUNT] = {
#define X(key, name, kind, text, minimum, maximum, setting)                                                  \
    {"Playerbot." name, setting, text, kind, minimum, maximum},
    PB_CONF_KEYS(X)
#undef X
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

const char *pb_conf_limit_policy(const struct pb_conf *conf)
{
    if (conf->number[PB_CONF_STRICT_CHARACTER_LIMIT])
        return "abort";
    return conf->number[PB_CONF_AUTO_FIX_CHARACTER_LIMIT] ? "fix" : "report";
}

static void complain(struct reader *reader, int line, const char *what, const char *seen, const char *wanted)
{
    reader->error_count++;
    if (line > 0)
        fprintf(reader->errors, "%s:%d: ", reader->path, line);
    else if (line < 0)
        fprintf(reader->errors, "environment: ");
    fprintf(reader->errors, "%s is '%s', wanted: %s\n", what, seen, wanted);
}

/* Takes a value for a key, or says why not. */
static void take(struct reader *reader, int key, const char *value, int line)
{
    char wanted[128];
    char *end;
    long long number = 0;
    int is_good = 0;

    snprintf(wanted, sizeof wanted, "a whole number from %lld to %lld", (long long)keys[key].minimum,
             (long long)keys[key].maximum);
    switch (keys[key].kind) {
    case INTEGER:
    case BOOLEAN:
        errno = 0;
        number = strtoll(value, &end, 10);
        is_good = errno == 0 && isdigit((unsigned char)*value) && *end == '\0' &&
                  number >= keys[key].minimum && number <= keys[key].maximum;
        break;
    case LEVEL:
        number = pb_log_level_from_name(value);
        is_good = number >= 0;
        snprintf(wanted, sizeof wanted, "TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
        break;
    case FILE_NAME:
        /* The client library skips a file that is not there, and would turn to another server. */
        is_good = *value == '\0' || ((int64_t)strlen(value) <= keys[key].maximum && access(value, R_OK) == 0);
        snprintf(wanted, sizeof wanted, "a file that this user can read");
        break;
    case TEXT:
        is_good = (int64_t)strlen(value) >= keys[key].minimum && (int64_t)strlen(value) <= keys[key].maximum;
        snprintf(wanted, sizeof wanted, "%lld to %lld characters", (long long)keys[key].minimum,
                 (long long)keys[key].maximum);
        break;
    }
    if (!is_good) {
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
            take(reader, key, value, line);
        return;
    }
    complain(reader, line, "the key", name, "a key of playerbot.conf.dist");
}

static int read_file(struct reader *reader)
{
    char text[2048];
    int line = 0, error = PB_OK;
    FILE *file = fopen(reader->path, "re");

    if (!file) {
        fprintf(reader->errors, "%s: %s\n", reader->path, strerror(errno));
        return PB_E_io;
    }
    while (fgets(text, sizeof text, file)) {
        line++;
        if (!strchr(text, '\n') && !feof(file)) {
            int c;
            complain(reader, line, "the line", "too long", "at most 2046 characters");
            while ((c = getc(file)) != EOF && c != '\n')
                ;
            continue;
        }
        read_line(reader, text, line);
    }
    if (ferror(file)) {
        fprintf(reader->errors, "%s: %s\n", reader->path, strerror(errno));
        error = PB_E_io;
    }
    fclose(file);
    return error;
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

int pb_conf_read(struct pb_conf *conf, const char *path, FILE *errors)
{
    struct reader reader = {conf, path, errors, 0};
    int error;

    memset(conf, 0, sizeof *conf);
    for (int key = 0; key < PB_CONF_COUNT; key++)
        take(&reader, key, keys[key].text, 0);
    if (path && (error = read_file(&reader)) != PB_OK)
        return error;
    for (int key = 0; key < PB_CONF_COUNT; key++) {
        char name[96];
        const char *value;

        environment_name(keys[key].name, name, sizeof name);
        if ((value = getenv(name)) != NULL)
            take(&reader, key, value, -1);
    }
    if (conf->number[PB_CONF_STRICT_CHARACTER_LIMIT] && conf->number[PB_CONF_AUTO_FIX_CHARACTER_LIMIT])
        complain(&reader, conf->line[PB_CONF_AUTO_FIX_CHARACTER_LIMIT], "Playerbot.AutoFixCharacterLimit",
                 "1", "0, or Playerbot.StrictCharacterLimit = 0: a start that aborts repairs nothing");
    if (conf->number[PB_CONF_HEARTBEAT_INTERVAL] >= conf->number[PB_CONF_LEASE_TTL])
        complain(&reader, conf->line[PB_CONF_HEARTBEAT_INTERVAL], "Playerbot.HeartbeatInterval",
                 conf->text[PB_CONF_HEARTBEAT_INTERVAL], "less than Playerbot.LeaseTtl");
    return reader.error_count ? PB_E_bad_config : PB_OK;
}
