#include "bin/options.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "Usage: playerbotd [OPTIONS]\n"
    "Leases bot accounts from the database and keeps them, until a signal or for a time.\n\n"
    "  -c, --config FILE       configuration (see playerbot.conf.dist); without it defaults and environment\n"
    "  -n, --bots N            bots to lease accounts for, instead of Playerbot.Agent.Bots\n"
    "  -d, --duration SECONDS  ends by itself\n"
    "      --realm             lets the bots live in the embedded realm: a small simulated world\n"
    "      --seed N            of the realm and of every decision; 0: another one each time\n"
    "      --speed N           the realm lives N times as fast: N ticks in place of one; 1 to 100\n"
    "      --people N          humans who trade in the realm's auction houses, made up; 0 to 100000\n"
    "      --report FILE       writes what the run cost and did, as JSON\n"
    "      --record FILE       records the run of realm and bots; needs --realm\n"
    "      --replay FILE       does a recorded run again, without a database, and compares every decision\n"
    "      --check-config      names every error of the configuration and ends\n"
    "  -V, --version           prints the version\n"
    "  -h, --help              prints this\n\n"
    "Signals: INT and TERM write what changed, return every lease and end; a second one, half a second "
    "later, ends at\n"
    "once. HUP reads the configuration anew.\n"
    "Exit codes: 0 done, 1 the database refused or was never reached, 2 wrong option or configuration,\n"
    "3 the character limit is violated and the policy is abort, 4 a replay decided otherwise, 5 a recording "
    "cannot be\n"
    "written or read.\n\n"
    "Examples:\n"
    "  playerbotd --config /etc/playerbot/playerbot.conf\n"
    "  PLAYERBOT_DATABASE_SOCKET=/run/mysqld/mysqld.sock playerbotd --bots 5000 --duration 30\n"
    "  playerbotd --config playerbot.conf --realm --bots 5000 --duration 60 --report report.json\n"
    "  playerbotd --config playerbot.conf --realm --seed 7 --duration 60 --record run.pbrun\n"
    "  playerbotd --config playerbot.conf --realm --bots 60 --speed 20 --duration 60\n"
    "  playerbotd --replay run.pbrun\n"
    "  playerbotd --config playerbot.conf --check-config\n";

static int read_number(const char *name, const char *text, long maximum, long *number)
{
    char *end;

    *number = strtol(text, &end, 10);
    if (*text != '\0' && *end == '\0' && *number >= 0 && *number <= maximum)
        return 0;
    fprintf(stderr, "playerbotd: %s is '%s', wanted: a whole number from 0 to %ld\n", name, text, maximum);
    return 2;
}

int pb_daemon_options_read(struct pb_daemon_options *options, int argc, char **argv)
{
    static const struct option names[] = {
        {"config", required_argument, NULL, 'c'},   {"bots", required_argument, NULL, 'n'},
        {"duration", required_argument, NULL, 'd'}, {"realm", no_argument, NULL, 'R'},
        {"seed", required_argument, NULL, 'S'},     {"report", required_argument, NULL, 'r'},
        {"speed", required_argument, NULL, 's'},    {"people", required_argument, NULL, 'P'},
        {"record", required_argument, NULL, 'o'},   {"replay", required_argument, NULL, 'p'},
        {"check-config", no_argument, NULL, 'C'},   {"version", no_argument, NULL, 'V'},
        {"help", no_argument, NULL, 'h'},           {0}};
    int letter;

    *options = (struct pb_daemon_options){.bots = -1, .speed = 1};
    while ((letter = getopt_long(argc, argv, "c:n:d:Vh", names, NULL)) != -1) {
        int code = 0;

        switch (letter) {
        case 'c':
            options->config = optarg;
            break;
        case 'n':
            code = read_number("--bots", optarg, 1000000, &options->bots);
            break;
        case 'd':
            code = read_number("--duration", optarg, 31536000, &options->duration_s);
            break;
        case 'R':
            options->is_realm = 1;
            break;
        case 'S':
            code = read_number("--seed", optarg, 4294967295, &options->seed);
            break;
        case 's':
            code = read_number("--speed", optarg, 100, &options->speed);
            break;
        case 'P':
            code = read_number("--people", optarg, 100000, &options->people);
            break;
        case 'r':
            options->report = optarg;
            break;
        case 'o':
            options->record = optarg;
            break;
        case 'p':
            options->replay = optarg;
            break;
        case 'C':
            options->is_check_only = 1;
            break;
        case 'V':
            puts("playerbotd " PB_VERSION);
            return 0;
        case 'h':
            fputs(help, stdout);
            return 0;
        default:
            code = 2;
        }
        if (code) {
            fputs("Try 'playerbotd --help'.\n", stderr);
            return code;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "playerbotd: '%s' is no option\nTry 'playerbotd --help'.\n", argv[optind]);
        return 2;
    }
    if (options->speed != 1 && !options->is_realm) {
        fputs("playerbotd: --speed needs --realm: another world has its own time\n", stderr);
        return 2;
    }
    if (options->speed < 1) {
        fputs("playerbotd: --speed is '0', wanted: a whole number from 1 to 100\n", stderr);
        return 2;
    }
    if (options->people && !options->is_realm) {
        fputs("playerbotd: --people needs --realm: another world has its own\n", stderr);
        return 2;
    }
    if (options->record && !options->is_realm) {
        fputs("playerbotd: --record needs --realm: another world is not in the recording\n", stderr);
        return 2;
    }
    return -1;
}
