#include "api/command.h"
#include "api/format.h"
#include "base/error.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_TIMEOUT_MS = 600000 };

/* Length of the part of `text` that is the entry's words, 0 when it is another command. */
static size_t match(const struct pb_command_entry *entry, const char *text)
{
    const char *at = text, *words = entry->words;

    while (*words) {
        if (*words == ' ') {
            if (!isspace((unsigned char)*at))
                return 0;
            at += strspn(at, " \t");
            words++;
        } else if (tolower((unsigned char)*at++) != *words++) {
            return 0;
        }
    }
    return *at == '\0' || isspace((unsigned char)*at) ? (size_t)(at - text) : 0;
}

/* The longest words win: "accounts" against "accounts list". */
static const struct pb_command_entry *find(const char *text, size_t *length)
{
    const struct pb_command_entry *best = NULL;

    *length = 0;
    for (size_t i = 0; i < pb_command_count; i++) {
        size_t matched = match(&pb_command_table[i], text);

        if (matched > *length) {
            *length = matched;
            best = &pb_command_table[i];
        }
    }
    return best;
}

/* A console gives the line with its own first word. */
static const char *skip_prefix(const char *text)
{
    text += strspn(text, " \t");
    if (strncmp(text, ".botaccount", 11) == 0 && (text[11] == '\0' || isspace((unsigned char)text[11])))
        text += 11;
    return text + strspn(text, " \t");
}

const struct pb_command_entry *pb_command_find(const char *text)
{
    size_t length;

    return find(skip_prefix(text), &length);
}

void pb_command_end(struct pb_command_run *run, int error, const char *message)
{
    struct pb_memory *memory = &run->handle->memory;

    if (run->output.done)
        run->output.done(run->output.user, error,
                         message && *message ? message
                         : error             ? pb_error_text(error)
                                             : "");
    pb_memory_free(memory, run);
}

static void on_answer(void *user, const struct pb_answer *answer)
{
    struct pb_command_run *run = user;

    if (!answer->error)
        pb_format_rows(answer->rows, run->is_json, run->entry->is_record, run->output.line, run->output.user);
    pb_command_end(run, answer->error, answer->message);
}

uint64_t pb_command_number(const struct pb_command_run *run, unsigned index)
{
    return index < run->count ? strtoull(run->words[index], NULL, 10) : 0;
}

int pb_command_ask(struct pb_command_run *run, const struct pb_statement *statement)
{
    struct pb_value values[PB_COMMAND_WORDS];

    for (unsigned i = 0; i < run->entry->maximum; i++)
        values[i] = i >= run->count                   ? PB_VALUE_NULL
                    : run->entry->is_text & (1u << i) ? PB_VALUE_TEXT(run->words[i])
                                                      : PB_VALUE_U64(pb_command_number(run, i));
    return pb_database_call(run->handle->database, statement, values, run->entry->maximum, LONG_TIMEOUT_MS,
                            on_answer, run);
}

static int is_number(const char *word)
{
    char *end;

    errno = 0;
    (void)strtoull(word, &end, 10);
    return isdigit((unsigned char)*word) && *end == '\0' && errno == 0;
}

/* Takes an option. Returns 0 for a word that is none. */
static int take_option(struct pb_command_run *run, const char *word)
{
    static const char *const names[] = {"--json", "--yes", "--dry-run", "--all"};
    int *const flags[] = {&run->is_json, &run->is_yes, &run->is_dry_run, &run->is_all};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(word, names[i]) == 0)
            return *flags[i] = 1;
    return 0;
}

/* Splits what is behind the command's words. Returns 0, or an error with its message. */
static int read_arguments(struct pb_command_run *run, char *rest, char *message, size_t size)
{
    const struct pb_command_entry *entry = run->entry;
    char *word, *next = NULL;

    for (word = strtok_r(rest, " \t\r\n", &next); word; word = strtok_r(NULL, " \t\r\n", &next)) {
        if (take_option(run, word))
            continue;
        if (word[0] == '-' && word[1] == '-') {
            snprintf(message, size, "option '%.60s' is not known; wanted: --json, --yes, --dry-run, --all",
                     word);
            return PB_E_bad_argument;
        }
        if (run->count >= entry->maximum) {
            snprintf(message, size, "'%.60s' is too much; usage: %s %s", word, entry->words,
                     entry->arguments);
            return PB_E_bad_argument;
        }
        if (!(entry->is_text & (1u << run->count)) && !is_number(word)) {
            snprintf(message, size, "'%.60s' is no number; usage: %s %s", word, entry->words,
                     entry->arguments);
            return PB_E_bad_argument;
        }
        run->words[run->count++] = word;
    }
    if (run->count < entry->minimum && !run->is_all) {
        snprintf(message, size, "something is missing; usage: %s %s", entry->words, entry->arguments);
        return PB_E_bad_argument;
    }
    return PB_OK;
}

/* Whether it may run here and now. Returns 0, or an error with its message. */
static int check(struct pb_command_run *run, char *message, size_t size)
{
    if (run->entry->is_agent && run->handle->mode != PB_MODE_AGENT) {
        snprintf(message, size, "'%s' is for a running agent: set Playerbot.Control.Socket",
                 run->entry->words);
        return PB_E_not_ready;
    }
    if (run->is_dry_run && !run->entry->dry_run) {
        snprintf(message, size, "'%s' has no --dry-run", run->entry->words);
        return PB_E_bad_argument;
    }
    if (run->entry->is_danger && !run->is_dry_run && !run->is_yes) {
        snprintf(message, size, "'%s' deletes or disables: look with --dry-run, then say --yes",
                 run->entry->words);
        return PB_E_not_confirmed;
    }
    return PB_OK;
}

int pb_command_start(pb_handle *handle, const char *text, const struct pb_command_output *output)
{
    struct pb_command_run *run = pb_memory_new(&handle->memory, 1, sizeof *run);
    char message[256] = "";
    size_t length = 0;
    int error = PB_OK;

    if (!run)
        return PB_E_no_memory;
    run->handle = handle;
    run->output = *output;
    handle->commands++;
    text = skip_prefix(text);
    if (snprintf(run->text, sizeof run->text, "%s", text) >= (int)sizeof run->text) {
        error = PB_E_bad_argument;
        snprintf(message, sizeof message, "the line is too long; wanted: at most %d characters",
                 PB_COMMAND_LENGTH);
    } else if (!(run->entry = find(run->text, &length))) {
        error = PB_E_bad_argument;
        snprintf(message, sizeof message, "'%.60s' is no command; 'help' lists them", text);
    }
    if (!error)
        error = read_arguments(run, run->text + length, message, sizeof message);
    if (!error)
        error = check(run, message, sizeof message);
    if (!error)
        error = run->is_dry_run   ? run->entry->dry_run(run)
                : run->entry->run ? run->entry->run(run)
                                  : pb_command_ask(run, run->entry->statement);
    if (error)
        pb_command_end(run, error, message);
    return PB_OK;
}

int pb_command(pb_handle *handle, const char *text, pb_line_fn *line, pb_done_fn *done, void *user)
{
    struct pb_command_output output = {line, NULL, done, user};

    return text && line ? pb_command_start(handle, text, &output) : PB_E_bad_argument;
}
