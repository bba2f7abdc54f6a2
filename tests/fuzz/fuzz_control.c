/* Any bytes on the control socket of an agent whose database cannot be reached: answers are JSON, one a line,
 * and a client that sent a line hears something or is still served. */
#include "fuzz.h"
#include "include/playerbot.h"
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

const char *const pb_fuzz_words[] = {"{\"command\":\"",
                                     "\"}\n",
                                     "status",
                                     "metrics",
                                     "reload",
                                     "log-level DEBUG",
                                     "help",
                                     "\\u00e9",
                                     "\\ud83d\\ude00",
                                     "\",\"json\":true",
                                     "accounts list",
                                     "\xc3\xa9",
                                     "0123456789012345678901234567890123456789012345678901234567",
                                     NULL};

/* A command that waits for the database keeps its client: 16 of them, and nobody else gets in. */
enum { INPUTS_PER_HANDLE = 12, MAX_LINE = 4096, ROUNDS = 6 };

static pb_handle *handle;
static char folder[32], path[48];
static unsigned inputs;

static void drop_log(void *user, int level, const char *component, uint32_t account_id, const char *message)
{
    (void)user;
    (void)level;
    (void)component;
    (void)account_id;
    (void)message;
}

static void close_handle(void)
{
    pb_close(handle);
    handle = NULL;
}

static void remove_folder(void)
{
    close_handle();
    rmdir(folder);
}

static void open_handle(void)
{
    static const struct pb_host host = {.size = sizeof host, .write_log = drop_log};
    struct pb_options options = {.size = sizeof options, .mode = PB_MODE_AGENT, .host = &host, .bots = 0};

    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/pb_fuzz_XXXXXX");
        PB_FUZZ_CHECK(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/control", folder);
        setenv("PLAYERBOT_DATABASE_SOCKET", "/nonexistent/server.sock", 1);
        setenv("PLAYERBOT_CONTROL_SOCKET", path, 1);
        atexit(remove_folder);
    }
    PB_FUZZ_CHECK(pb_open(&options, &handle, NULL, 0) == PB_OK);
}

/* Every whole line is an object: a line of an answer, or its end. Returns how many there are. */
static unsigned check_answer(const char *text, size_t length)
{
    const char *end;
    unsigned lines = 0;

    for (; (end = memchr(text, '\n', length)) != NULL; lines++) {
        json_t *object = json_loadb(text, (size_t)(end - text), 0, NULL);

        PB_FUZZ_CHECK(json_is_object(object));
        PB_FUZZ_CHECK(json_is_string(json_object_get(object, "line")) ||
                      json_is_string(json_object_get(object, "name")));
        json_decref(object);
        length -= (size_t)(end - text) + 1;
        text = end + 1;
    }
    PB_FUZZ_CHECK(length == 0);
    return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char answer[1 << 20];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const uint8_t *first = memchr(data, '\n', size < MAX_LINE ? size : MAX_LINE);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size_t length = 0;
    ssize_t got = -1;

    if (!handle)
        open_handle();
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    PB_FUZZ_CHECK(client >= 0 && connect(client, (const struct sockaddr *)&address, sizeof address) == 0);
    PB_FUZZ_CHECK(size == 0 || send(client, data, size, MSG_NOSIGNAL) == (ssize_t)size);
    for (int i = 0; i < ROUNDS && got != 0; i++) {
        pb_update(handle, 1);
        got = recv(client, answer + length, sizeof answer - length, MSG_DONTWAIT);
        PB_FUZZ_CHECK(got >= 0 || errno == EAGAIN || errno == ECONNRESET);
        length += got > 0 ? (size_t)got : 0;
        PB_FUZZ_CHECK(length < sizeof answer);
    }
    /* Cut off without a word: only for a line that is too long. */
    PB_FUZZ_CHECK(check_answer(answer, length) > 0 || got < 0 || !first);
    close(client);
    pb_update(handle, 1);
    if (++inputs % INPUTS_PER_HANDLE == 0)
        close_handle();
    return 0;
}
