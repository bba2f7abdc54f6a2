#include "bin/terminal.h"
#include "base/error.h"
#include <stdio.h>
#include <string.h>
#include <termios.h>

/* One line without its end. Returns 0, PB_E_io or PB_E_bad_password when it does not fit. */
static int read_line(FILE *file, char *line, size_t size)
{
    if (!fgets(line, (int)size, file))
        return PB_E_io;
    if (!strchr(line, '\n') && !feof(file)) {
        explicit_bzero(line, size);
        return PB_E_bad_password;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return PB_OK;
}

int pb_terminal_confirm(const char *question)
{
    FILE *terminal = fopen("/dev/tty", "r+e");
    char answer[16] = "";
    int is_yes;

    if (!terminal)
        return 0;
    fprintf(terminal, "%s [yes/NO] ", question);
    fflush(terminal);
    is_yes = read_line(terminal, answer, sizeof answer) == PB_OK && strcmp(answer, "yes") == 0;
    fclose(terminal);
    return is_yes;
}

int pb_terminal_read_secret(const char *question, char *secret, size_t size)
{
    FILE *terminal = fopen("/dev/tty", "r+e");
    struct termios shown, hidden;
    int error;

    if (!terminal || tcgetattr(fileno(terminal), &shown) != 0) {
        if (terminal)
            fclose(terminal);
        return PB_E_io;
    }
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fileno(terminal), TCSAFLUSH, &hidden);
    fputs(question, terminal);
    fflush(terminal);
    error = read_line(terminal, secret, size);
    tcsetattr(fileno(terminal), TCSAFLUSH, &shown);
    fputc('\n', terminal);
    fclose(terminal);
    return error;
}

int pb_terminal_read_file(const char *path, char *secret, size_t size)
{
    FILE *file = fopen(path, "re");
    int error;

    if (!file)
        return PB_E_io;
    /* The stream's copy of the secret would outlive it. */
    setvbuf(file, NULL, _IONBF, 0);
    error = read_line(file, secret, size);
    fclose(file);
    return error;
}
