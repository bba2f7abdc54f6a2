#include "bin/client.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_S = 60 };

static FILE *connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FILE *stream = NULL;

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (descriptor < 0)
        return NULL;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0)
        stream = fdopen(descriptor, "r+");
    if (!stream)
        close(descriptor);
    return stream;
}

/* One line of the answer. Returns 1 when it was the last; its outcome is in `error` then. */
static int take(const char *text, pb_line_fn *line, void *user, int *error, char *message, size_t size)
{
    json_t *object = json_loads(text, 0, NULL);
    const char *shown = json_string_value(json_object_get(object, "line"));
    int is_last = !shown;

    if (shown) {
        line(user, shown);
    } else {
        json_t *code = json_object_get(object, "error");
        const char *said = json_string_value(json_object_get(object, "message"));

        *error = json_is_integer(code) ? (int)json_integer_value(code) : PB_E_io;
        snprintf(message, size, "%s", said ? said : "the agent's answer is not understood");
    }
    json_decref(object);
    return is_last;
}

int pb_client_run(const char *socket_path, const char *command, int is_json, pb_line_fn *line, void *user,
                  char *message, size_t size)
{
    FILE *stream = connect_to(socket_path);
    json_t *request;
    char *text = NULL;
    size_t room = 0;
    int error = PB_E_io;

    if (!stream) {
        snprintf(message, size, "%s: %s; does the agent run, with this Playerbot.Control.Socket?",
                 socket_path, strerror(errno));
        return PB_E_io;
    }
    request = json_pack("{s:s, s:b}", "command", command, "json", is_json);
    json_dumpf(request, stream, JSON_COMPACT);
    json_decref(request);
    fputc('\n', stream);
    fflush(stream);
    snprintf(message, size, "the agent gave no answer within %d s, or ended", PATIENCE_S);
    while (getline(&text, &room, stream) > 0)
        if (take(text, line, user, &error, message, size))
            break;
    free(text);
    fclose(stream);
    return error;
}
