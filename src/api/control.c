#include "api/control.h"
#include "api/command.h"
#include "base/error.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_CLIENTS = 16, MAX_LINE = 4096, MAX_OUTPUT = 64 << 20, BACKLOG = 8 };

struct client {
    struct pb_handle *handle;
    int socket;
    int is_running; /* a command is under way: its answer still needs this */
    int is_closing; /* close once everything is sent */
    size_t input_length, output_length, output_room, output_sent;
    char input[MAX_LINE];
    char *output;
};

struct pb_control {
    int listener;
    char path[108];
    struct client *clients[MAX_CLIENTS];
};

/* Whether an agent answers there; a socket without one is left over. */
static int is_alive(const struct sockaddr_un *address)
{
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int alive = probe >= 0 && connect(probe, (const struct sockaddr *)address, sizeof *address) == 0;

    if (probe >= 0)
        close(probe);
    return alive;
}

static int listen_at(struct pb_control *control)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    mode_t before;
    int outcome;

    snprintf(address.sun_path, sizeof address.sun_path, "%s", control->path);
    if (is_alive(&address)) {
        errno = EADDRINUSE;
        return -1;
    }
    unlink(control->path);
    control->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (control->listener < 0)
        return -1;
    /* Nobody may connect in the moment before a chmod. */
    before = umask(0177);
    outcome = bind(control->listener, (const struct sockaddr *)&address, sizeof address);
    umask(before);
    return outcome == 0 ? listen(control->listener, BACKLOG) : -1;
}

int pb_control_open(struct pb_handle *handle)
{
    const char *path = handle->conf->text[PB_CONF_CONTROL_SOCKET];
    struct pb_control *control;

    if (!*path)
        return PB_OK;
    if (!(control = pb_memory_new(&handle->memory, 1, sizeof *control)))
        return PB_E_no_memory;
    handle->control = control;
    control->listener = -1;
    snprintf(control->path, sizeof control->path, "%.107s", path);
    if (listen_at(control) == 0)
        return PB_OK;
    PB_LOG(handle->log, CONTROL, FATAL, 0, "control socket %s: %s", path, strerror(errno));
    if (errno == EADDRINUSE)
        control->path[0] = '\0'; /* it belongs to another */
    return PB_E_io;
}

static void free_client(struct client *client)
{
    struct pb_memory *memory = &client->handle->memory;

    close(client->socket);
    pb_memory_free(memory, client->output);
    pb_memory_free(memory, client);
}

void pb_control_close(struct pb_handle *handle)
{
    struct pb_control *control = handle->control;

    if (!control)
        return;
    /* Commands under way end with the database, and must find no client then: their answers go nowhere. */
    for (int i = 0; i < MAX_CLIENTS; i++) {
        struct client *client = control->clients[i];

        if (client && client->is_running)
            client->is_closing = 2;
        else if (client)
            free_client(client);
    }
    if (control->listener >= 0)
        close(control->listener);
    if (control->path[0])
        unlink(control->path);
    pb_memory_free(&handle->memory, control);
    handle->control = NULL;
}

/* Adds a JSON line to what is sent. A client that does not read is cut off. */
static void reply(struct client *client, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    size_t length = text ? strlen(text) : 0;

    json_decref(object);
    if (text && client->is_closing < 2 && client->output_length + length + 1 <= MAX_OUTPUT) {
        if (client->output_length + length + 1 > client->output_room) {
            size_t room = (client->output_length + length + 1) * 2;
            char *output = pb_memory_resize(&client->handle->memory, client->output, room);

            if (output) {
                client->output = output;
                client->output_room = room;
            }
        }
        if (client->output_length + length + 1 <= client->output_room) {
            memcpy(client->output + client->output_length, text, length);
            client->output[client->output_length + length] = '\n';
            client->output_length += length + 1;
        }
    } else {
        client->is_closing = client->is_closing ? client->is_closing : 1;
    }
    free(text);
}

/* A text for an answer. One that was cut within a character is no UTF-8: it goes out with ? for what is not
 * ASCII. */
static json_t *make_text(const char *text)
{
    json_t *value = json_string(text);
    char *copy = value ? NULL : strdup(text);

    for (char *at = copy; at && *at; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    if (copy)
        value = json_string(copy);
    free(copy);
    return value;
}

static void on_line(void *user, const char *line)
{
    reply(user, json_pack("{s:o}", "line", make_text(line)));
}

static void on_done(void *user, int error, const char *message)
{
    struct client *client = user;

    client->is_running = 0;
    if (client->is_closing == 2) {
        free_client(client);
        return;
    }
    reply(client, json_pack("{s:i, s:s, s:o}", "error", error, "name", pb_error_name(error), "message",
                            make_text(message)));
}

/* One request of a client. */
static void serve(struct client *client, const char *text, size_t length)
{
    static const struct pb_command_output output = {on_line, NULL, on_done, NULL};
    json_t *request = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const char *command = json_string_value(json_object_get(request, "command"));
    struct pb_command_output to = output;
    char line[PB_COMMAND_LENGTH + 8];

    if (!command) {
        reply(client, json_pack("{s:i, s:s, s:s}", "error", PB_E_bad_argument, "name", "bad_argument",
                                "message", "the line is no object with a \"command\""));
    } else {
        snprintf(line, sizeof line, "%.*s%s", PB_COMMAND_LENGTH, command,
                 json_is_true(json_object_get(request, "json")) ? " --json" : "");
        PB_LOG(client->handle->log, CONTROL, INFO, 0, "command: %s", command);
        to.user = client;
        client->is_running = 1;
        if (pb_command_start(client->handle, line, &to) != PB_OK)
            on_done(client, PB_E_no_memory, "out of memory");
    }
    json_decref(request);
}

static void read_client(struct client *client)
{
    ssize_t size = recv(client->socket, client->input + client->input_length,
                        sizeof client->input - client->input_length, 0);
    char *end;

    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        client->is_closing = 1;
        client->output_length = client->output_sent = 0;
        return;
    }
    if (size < 0)
        return;
    client->input_length += (size_t)size;
    /* One command at a time; the rest waits. */
    if (!client->is_running && (end = memchr(client->input, '\n', client->input_length)) != NULL) {
        size_t length = (size_t)(end - client->input);

        serve(client, client->input, length);
        client->input_length -= length + 1;
        memmove(client->input, end + 1, client->input_length);
    } else if (client->input_length == sizeof client->input) {
        PB_LOG(client->handle->log, CONTROL, WARN, 0, "a client sent a line above %d bytes; it is cut off",
               MAX_LINE);
        client->is_closing = 1;
    }
}

static void write_client(struct client *client)
{
    ssize_t size = send(client->socket, client->output + client->output_sent,
                        client->output_length - client->output_sent, MSG_NOSIGNAL);

    if (size > 0)
        client->output_sent += (size_t)size;
    if (size < 0 && errno != EAGAIN && errno != EINTR) {
        client->is_closing = 1;
        client->output_length = client->output_sent = 0;
    }
    if (client->output_sent == client->output_length)
        client->output_sent = client->output_length = 0;
}

/* Only the agent's user and root are heard, whatever the file's mode became. */
static int may_speak(int descriptor, struct pb_handle *handle)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return 0;
    if (peer.uid == geteuid() || peer.uid == 0)
        return 1;
    PB_LOG(handle->log, CONTROL, WARN, 0, "user %u may not command this agent; it is cut off",
           (unsigned)peer.uid);
    return 0;
}

static void accept_client(struct pb_handle *handle)
{
    struct pb_control *control = handle->control;
    int descriptor, place = 0;
    struct client *client;

    while (place < MAX_CLIENTS && control->clients[place])
        place++;
    if (place == MAX_CLIENTS)
        return;
    descriptor = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0)
        return;
    client = may_speak(descriptor, handle) ? pb_memory_new(&handle->memory, 1, sizeof *client) : NULL;
    if (!client) {
        close(descriptor);
        return;
    }
    client->handle = handle;
    client->socket = descriptor;
    control->clients[place] = client;
}

void pb_control_update(struct pb_handle *handle)
{
    struct pb_control *control = handle->control;

    if (!control)
        return;
    accept_client(handle);
    for (int i = 0; i < MAX_CLIENTS; i++) {
        struct client *client = control->clients[i];

        if (!client)
            continue;
        if (!client->is_closing && !client->is_running)
            read_client(client);
        if (client->output_length > client->output_sent)
            write_client(client);
        if (client->is_closing && !client->is_running && client->output_length == 0) {
            control->clients[i] = NULL;
            free_client(client);
        }
    }
}
