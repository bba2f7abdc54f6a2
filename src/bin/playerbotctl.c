/* playerbotctl: asks the database for what lives there, and a running agent for the rest. */
#include "api/command.h"
#include "base/error.h"
#include "bin/client.h"
#include "bin/password.h"
#include "bin/progress.h"
#include "bin/terminal.h"
#include "db/call_view.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_AWAY = 3,
    EXIT_UNCONFIRMED = 4,
    TURN_MS = 50,
    PASSWORD_SIZE = 600
};

static const char help[] =
    "Usage: playerbotctl [OPTIONS] COMMAND [ARGUMENTS]\n"
    "Looks after Playerbot's accounts, leases and agents. 'playerbotctl help' lists the commands.\n\n"
    "  -c, --config FILE         configuration of the agent (default: $PLAYERBOT_CONFIG, then\n"
    "                            /etc/playerbot/playerbot.conf if it is there)\n"
    "  -j, --json                answers for programs\n"
    "  -n, --dry-run             shows what would be deleted or changed, and changes nothing\n"
    "  -y, --yes                 does not ask before it deletes\n"
    "      --password-file FILE  for 'account password': reads it from there instead of the terminal\n"
    "  -V, --version             prints the version\n"
    "  -h, --help                prints this\n\n"
    "Exit codes: 0 done, 1 refused, 2 wrong usage or configuration, 3 database or agent not reached, 4 not "
    "confirmed.\n\n"
    "Examples:\n"
    "  playerbotctl status\n"
    "  playerbotctl accounts create 500\n"
    "  playerbotctl --dry-run charlimit fix\n"
    "  playerbotctl --json explain 1001\n"
    "  playerbotctl account password 1001\n";

struct options {
    const char *config, *password_file;
    int is_json, is_dry_run, is_yes;
    char command[PB_COMMAND_LENGTH];
};

struct answer {
    struct pb_progress progress;
    int is_done, error;
    char message[512];
};

/* Joins the words of the command line; words with blanks cannot be told apart later. Returns 0 or EXIT_USAGE.
 */
static int join(struct options *options, int argc, char **argv)
{
    size_t length = 0;

    for (int i = optind; i < argc; i++) {
        int size = snprintf(options->command + length, sizeof options->command - length, "%s%s",
                            length ? " " : "", argv[i]);

        if (size < 0 || (length += (size_t)size) >= sizeof options->command || strpbrk(argv[i], " \t\r\n")) {
            fprintf(stderr, "playerbotctl: '%.60s' is too long or has blanks\n", argv[i]);
            return EXIT_USAGE;
        }
    }
    if (length > 0)
        return 0;
    fputs(help, stderr);
    return EXIT_USAGE;
}

/* Returns -1 to go on, else the exit code. */
static int read_options(struct options *options, int argc, char **argv)
{
    static const struct option names[] = {{"config", required_argument, NULL, 'c'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"dry-run", no_argument, NULL, 'n'},
                                          {"yes", no_argument, NULL, 'y'},
                                          {"all", no_argument, NULL, 'a'},
                                          {"password-file", required_argument, NULL, 'p'},
                                          {"version", no_argument, NULL, 'V'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    int letter, is_all = 0, code;

    while ((letter = getopt_long(argc, argv, "c:jnyVh", names, NULL)) != -1) {
        switch (letter) {
        case 'c':
            options->config = optarg;
            break;
        case 'j':
            options->is_json = 1;
            break;
        case 'n':
            options->is_dry_run = 1;
            break;
        case 'y':
            options->is_yes = 1;
            break;
        case 'a':
            is_all = 1;
            break;
        case 'p':
            options->password_file = optarg;
            break;
        case 'V':
            puts("playerbotctl " PB_VERSION);
            return 0;
        case 'h':
            fputs(help, stdout);
            return 0;
        default:
            fputs("Try 'playerbotctl --help'.\n", stderr);
            return EXIT_USAGE;
        }
    }
    if ((code = join(options, argc, argv)) != 0)
        return code;
    if (is_all)
        snprintf(options->command + strlen(options->command),
                 sizeof options->command - strlen(options->command), " --all");
    return -1;
}

static void find_config(struct options *options)
{
    static const char usual[] = "/etc/playerbot/playerbot.conf";

    if (!options->config)
        options->config = getenv("PLAYERBOT_CONFIG");
    if (!options->config && access(usual, R_OK) == 0)
        options->config = usual;
}

static void on_line(void *user, const char *line)
{
    struct answer *answer = user;

    pb_progress_end(&answer->progress);
    puts(line);
}

static void on_progress(void *user, uint64_t done, uint64_t total)
{
    struct answer *answer = user;

    pb_progress_show(&answer->progress, done, total);
}

static void on_done(void *user, int error, const char *message)
{
    struct answer *answer = user;

    pb_progress_end(&answer->progress);
    answer->is_done = 1;
    answer->error = error;
    snprintf(answer->message, sizeof answer->message, "%s", message);
}

/* What an outcome means for the exit code; says what went wrong. */
static int judge(const struct answer *answer)
{
    if (!answer->error)
        return 0;
    fprintf(stderr, "playerbotctl: %s: %s\n", pb_error_name(answer->error), answer->message);
    switch (answer->error) {
    case PB_E_bad_argument:
    case PB_E_not_ready:
        return EXIT_USAGE;
    case PB_E_io:
    case PB_E_no_database:
    case PB_E_timeout:
        return EXIT_AWAY;
    case PB_E_not_confirmed:
        return EXIT_UNCONFIRMED;
    default:
        return EXIT_REFUSED;
    }
}

/* The log of a tool is for people: warnings and worse, on standard error. */
static void write_log(void *user, int level, const char *component, uint32_t account_id, const char *message)
{
    (void)user;
    (void)account_id;
    if (level >= PB_HOST_WARN)
        fprintf(stderr, "playerbotctl: %s: %s\n", component, message);
}

static int open_tool(const struct options *options, pb_handle **handle)
{
    struct pb_host host = {.size = sizeof host, .write_log = write_log};
    struct pb_options open = {
        .size = sizeof open, .config_path = options->config, .mode = PB_MODE_TOOL, .host = &host, .bots = -1};
    static char errors[65536];

    if (pb_open(&open, handle, errors, sizeof errors) == PB_OK)
        return 0;
    fprintf(stderr, "%s%s", errors, errors[0] && errors[strlen(errors) - 1] == '\n' ? "" : "\n");
    return EXIT_USAGE;
}

static int ask_agent(pb_handle *handle, const struct options *options, struct answer *answer)
{
    const char *path = handle->conf->text[PB_CONF_CONTROL_SOCKET];

    if (*path) {
        answer->error = pb_client_run(path, options->command, options->is_json, on_line, answer,
                                      answer->message, sizeof answer->message);
    } else {
        answer->error = PB_E_not_ready;
        snprintf(
            answer->message, sizeof answer->message,
            "this command is for a running agent, and the configuration names no Playerbot.Control.Socket");
    }
    return judge(answer);
}

/* Operations of the database show how far a long one is. */
static void on_operations(void *user, const struct pb_answer *rows)
{
    struct answer *answer = user;

    if (!answer->is_done && !rows->error && pb_rows_count(rows->rows) > 0)
        pb_progress_show(&answer->progress, pb_rows_u64(rows->rows, 0, 3), pb_rows_u64(rows->rows, 0, 4));
}

static int ask_database(pb_handle *handle, const struct options *options, struct answer *answer)
{
    struct pb_command_output output = {on_line, on_progress, on_done, answer};
    char command[PB_COMMAND_LENGTH + 32];
    int turns = 0;

    snprintf(command, sizeof command, "%s%s%s%s", options->command, options->is_json ? " --json" : "",
             options->is_dry_run ? " --dry-run" : "", options->is_yes ? " --yes" : "");
    if (pb_command_start(handle, command, &output) != PB_OK) {
        fputs("playerbotctl: out of memory\n", stderr);
        return EXIT_REFUSED;
    }
    while (!answer->is_done) {
        pb_wait(handle, TURN_MS);
        if (!answer->is_done && ++turns % 10 == 0 && isatty(STDERR_FILENO) && !answer->progress.started_ms &&
            pb_database_call(handle->database, &pb_call_operations, NULL, 0, 0, on_operations, answer) !=
                PB_OK)
            continue;
    }
    return judge(answer);
}

static int set_password(pb_handle *handle, const struct options *options, const char *account,
                        struct answer *answer)
{
    char password[PASSWORD_SIZE], again[PASSWORD_SIZE], *end;
    unsigned long long account_id = strtoull(account, &end, 10);

    if (end == account || *end || account_id < 1 || account_id > UINT32_MAX) {
        fprintf(stderr, "playerbotctl: '%.60s' is no account; usage: account password ACCOUNT\n", account);
        return EXIT_USAGE;
    }
    if (options->password_file) {
        answer->error = pb_terminal_read_file(options->password_file, password, sizeof password);
        snprintf(answer->message, sizeof answer->message, "%.300s: %s", options->password_file,
                 answer->error == PB_E_io ? strerror(errno) : pb_error_text(answer->error));
    } else {
        answer->error = pb_terminal_read_secret("New password: ", password, sizeof password);
        if (!answer->error)
            answer->error = pb_terminal_read_secret("Again: ", again, sizeof again);
        snprintf(answer->message, sizeof answer->message, "%s",
                 answer->error == PB_E_io ? "there is no terminal to ask on; see --password-file"
                                          : pb_error_text(answer->error));
        if (!answer->error && strcmp(password, again) != 0) {
            answer->error = PB_E_not_confirmed;
            snprintf(answer->message, sizeof answer->message,
                     "the two are not the same; nothing was changed");
        }
        explicit_bzero(again, sizeof again);
    }
    if (!answer->error)
        answer->error =
            pb_password_set(handle, (uint32_t)account_id, password, answer->message, sizeof answer->message);
    explicit_bzero(password, sizeof password);
    if (!answer->error)
        puts(options->is_json ? "{\"changed\":true}" : "the account has a usable password now");
    return judge(answer);
}

/* Asks before something is deleted, when there is somebody to ask. */
static int confirm(const struct pb_command_entry *entry, struct options *options)
{
    char question[PB_COMMAND_LENGTH + 64];

    if (!entry || !entry->is_danger || options->is_dry_run || options->is_yes)
        return 0;
    snprintf(question, sizeof question, "'%s' deletes or disables. Go on?", options->command);
    if (!pb_terminal_confirm(question)) {
        fputs("playerbotctl: not confirmed; look with --dry-run, then say --yes\n", stderr);
        return EXIT_UNCONFIRMED;
    }
    options->is_yes = 1;
    return 0;
}

int main(int argc, char **argv)
{
    static const char password_command[] = "account password ";
    struct options options = {0};
    struct answer answer = {.is_done = 0};
    const struct pb_command_entry *entry;
    pb_handle *handle = NULL;
    int code = read_options(&options, argc, argv);

    if (code >= 0)
        return code;
    find_config(&options);
    entry = pb_command_find(options.command);
    if ((code = confirm(entry, &options)) != 0 || (code = open_tool(&options, &handle)) != 0)
        return code;
    if (strncmp(options.command, password_command, sizeof password_command - 1) == 0)
        code = set_password(handle, &options, options.command + sizeof password_command - 1, &answer);
    else if (entry && entry->is_agent)
        code = ask_agent(handle, &options, &answer);
    else
        code = ask_database(handle, &options, &answer);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "playerbotctl: standard output: %s\n", strerror(errno));
        code = code ? code : EXIT_REFUSED;
    }
    pb_close(handle);
    return code;
}
