/* Alert: runs a program when health becomes RED. */
#include "api/ai.h"
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* What the program finds of our environment: the rest may hold secrets, ours and the host's. */
static const char *const kept_variables[] = {"PATH", "HOME",   "LANG", "LC_ALL",
                                             "TZ",   "TMPDIR", "USER", "LOGNAME"};

enum { KEPT = sizeof kept_variables / sizeof *kept_variables };

static void choose_environment(char *kept[KEPT + 1])
{
    unsigned i, k, count = 0;

    for (i = 0; environ && environ[i]; i++)
        for (k = 0; k < KEPT && count < KEPT; k++) {
            size_t length = strlen(kept_variables[k]);

            if (!strncmp(environ[i], kept_variables[k], length) && environ[i][length] == '=')
                kept[count++] = environ[i];
        }
    kept[count] = NULL;
}

/* No file of ours but standard output and error, no signal that we ignore or hold back, a process group of
 * its own: Ctrl-C here is not meant for it. */
static int prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes)
{
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0) ||
           posix_spawn_file_actions_addclosefrom_np(files, 3) ||
           posix_spawnattr_setsigmask(attributes, &none) || posix_spawnattr_setsigdefault(attributes, &all) ||
           posix_spawnattr_setflags(attributes,
                                    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* No shell in between: the reasons are one argument, whatever they hold. */
static int run(char *command, char *reasons, pid_t *child)
{
    char *arguments[] = {command, reasons, NULL}, *environment[KEPT + 1];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = posix_spawnattr_init(&attributes);

    if (error)
        return error;
    error = posix_spawn_file_actions_init(&files);
    if (!error) {
        choose_environment(environment);
        error = prepare(&files, &attributes);
        if (!error)
            error = posix_spawn(child, command, &files, &attributes, arguments, environment);
        posix_spawn_file_actions_destroy(&files);
    }
    posix_spawnattr_destroy(&attributes);
    return error;
}

void pb_ai_alert(struct pb_handle *handle)
{
    struct pb_ai *ai = handle->ai;
    char *command = handle->conf->text[PB_CONF_AI_ALERT_COMMAND];
    int error;

    if (!*command)
        return;
    /* One at a time: a program that hangs must not become many. */
    if (ai->alert_child) {
        PB_LOG(handle->log, AI, WARN, 0,
               "AlertCommand %s is not run: that of the last time has not ended yet", command);
        return;
    }
    error = run(command, ai->reasons, &ai->alert_child);
    if (error) {
        ai->alert_child = 0;
        PB_LOG(handle->log, AI, ERROR, 0, "AlertCommand %s: %s", command, strerror(error));
        return;
    }
    ai->alerts++;
}

void pb_ai_alert_update(struct pb_ai *ai)
{
    if (ai->alert_child && waitpid(ai->alert_child, NULL, WNOHANG) != 0)
        ai->alert_child = 0;
}
