/*
 * Command: what playerbotctl, the control socket and a world server's console (.botaccount) can ask for. The
 * commands stand in one table, command_table.c. Tick thread.
 */
#ifndef PB_API_COMMAND_H
#define PB_API_COMMAND_H

#include "api/handle.h"

enum { PB_COMMAND_WORDS = 8, PB_COMMAND_LENGTH = 1024 };

struct pb_command_run;

/* Runs a command. Returns 0 when `pb_command_end` will be called, now or later; else an error that ends it.
 */
typedef int pb_command_fn(struct pb_command_run *run);

struct pb_command_entry {
    const char *words;     /* "charlimit check" */
    const char *arguments; /* "[ACCOUNT]"; the words of it name them in errors */
    const char *summary;
    const struct pb_statement *statement; /* asked with the arguments; NULL: `run` does it all */
    pb_command_fn *run;                   /* instead of asking the statement at once; NULL: ask */
    pb_command_fn *dry_run;               /* what --dry-run does; NULL: there is none */
    unsigned char minimum, maximum;       /* arguments */
    unsigned char is_text;                /* bit i: argument i is text, not a number */
    unsigned char is_record;              /* one row is shown as name and value */
    unsigned char is_agent;               /* only a running agent can do it */
    unsigned char is_danger;              /* deletes or changes much: needs --yes */
};

/* Where the answer goes. */
struct pb_command_output {
    pb_line_fn *line;
    void (*progress)(void *user, uint64_t done, uint64_t total); /* NULL: nobody looks */
    pb_done_fn *done;
    void *user;
};

/* One command under way. */
struct pb_command_run {
    pb_handle *handle;
    const struct pb_command_entry *entry;
    struct pb_command_output output;
    int is_json, is_yes, is_dry_run, is_all;
    unsigned count;
    char *words[PB_COMMAND_WORDS]; /* the arguments */
    char text[PB_COMMAND_LENGTH];
};

extern const struct pb_command_entry pb_command_table[];
extern const size_t pb_command_count;

/* The command that a line names, NULL for none. */
const struct pb_command_entry *pb_command_find(const char *text);
/* As pb_command(), with progress. */
int pb_command_start(pb_handle *handle, const char *text, const struct pb_command_output *output);
/* Ends a run: `message` is shown with an error. */
void pb_command_end(struct pb_command_run *run, int error, const char *message);
/* Asks a statement with the run's arguments, shows its rows, ends the run. */
int pb_command_ask(struct pb_command_run *run, const struct pb_statement *statement);
/* Number of an argument, which was checked before. */
uint64_t pb_command_number(const struct pb_command_run *run, unsigned index);

#endif
