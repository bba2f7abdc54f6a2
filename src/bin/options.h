/* Options: the command line of playerbotd. */
#ifndef PB_BIN_OPTIONS_H
#define PB_BIN_OPTIONS_H

struct pb_daemon_options {
    const char *config; /* NULL: defaults and environment only; borrowed from argv */
    long duration_s;    /* 0: until a signal */
    long bots;          /* -1: as configured */
    long seed;          /* of realm and decisions; 0: another one each time */
    long speed;         /* ticks in place of one */
    long people;        /* humans who trade in the realm */
    const char *report; /* file to write at the end; NULL: none */
    const char *record; /* file to record the run in; NULL: none */
    const char *replay; /* recording to do again; NULL: none */
    int is_realm;       /* with the embedded realm */
    int is_check_only;
};

/* Returns -1 to go on, else the exit code: 0 after --help or --version, 2 for a wrong option (already
 * explained). */
int pb_daemon_options_read(struct pb_daemon_options *options, int argc, char **argv)
    __attribute__((warn_unused_result));

#endif
