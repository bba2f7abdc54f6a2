/* Any line as a command of a tool whose database cannot be reached: it is answered exactly once, now or at
 * the end. */
#include "fuzz.h"
#include "include/playerbot.h"
#include <string.h>

const char *const pb_fuzz_words[] = {"help",
                                     "status",
                                     "accounts ",
                                     "list",
                                     "show ",
                                     "create ",
                                     "delete ",
                                     "--all",
                                     " --yes",
                                     " --json",
                                     " --dry-run",
                                     "charlimit ",
                                     "settings set ",
                                     "pool refill ",
                                     ".botaccount ",
                                     "18446744073709551615",
                                     "18446744073709551616",
                                     "-1",
                                     "log-level ",
                                     "explain 7",
                                     NULL};

enum { INPUTS_PER_HANDLE = 400 };

static pb_handle *handle;
static unsigned inputs, asked, answered;

static void drop_log(void *user, int level, const char *component, uint32_t account_id, const char *message)
{
    (void)user;
    (void)level;
    (void)component;
    (void)account_id;
    PB_FUZZ_CHECK(!strchr(message, '\n'));
}

static void on_line(void *user, const char *line)
{
    (void)user;
    PB_FUZZ_CHECK(!strchr(line, '\n'));
}

static void on_done(void *user, int error, const char *message)
{
    (void)user;
    PB_FUZZ_CHECK(message && strcmp(pb_error_name(error), "unknown") != 0);
    answered++;
}

static void close_handle(void)
{
    pb_close(handle);
    handle = NULL;
    PB_FUZZ_CHECK(answered == asked);
}

static void open_handle(void)
{
    static const struct pb_host host = {.size = sizeof host, .write_log = drop_log};
    struct pb_options options = {.size = sizeof options, .mode = PB_MODE_TOOL, .host = &host, .bots = -1};
    static int is_first = 1;

    setenv("PLAYERBOT_DATABASE_SOCKET", "/nonexistent/server.sock", 1);
    PB_FUZZ_CHECK(pb_open(&options, &handle, NULL, 0) == PB_OK);
    if (is_first)
        atexit(close_handle);
    is_first = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    PB_FUZZ_CHECK(text);
    memcpy(text, data, size);
    text[size] = '\0';
    if (!handle)
        open_handle();
    PB_FUZZ_CHECK(pb_command(handle, NULL, on_line, on_done, NULL) == PB_E_bad_argument);
    asked += pb_command(handle, text, on_line, on_done, NULL) == PB_OK;
    PB_FUZZ_CHECK(pb_command(handle, text, on_line, NULL, NULL) == PB_OK);
    pb_update(handle, 1);
    free(text);
    if (++inputs % INPUTS_PER_HANDLE == 0)
        close_handle();
    return 0;
}
