/* Any text as a configuration: it is taken, or every reason is told; what was taken reads the same when it is
 * written anew. */
#include "base/conf.h"
#include "base/error.h"
#include "fuzz.h"
#include <string.h>

const char *const pb_fuzz_words[] = {"Playerbot.",
                                     "Playerbot.Preset = small\n",
                                     "Playerbot.Database.Host = ",
                                     "[::1]:",
                                     ":65535,",
                                     "18446744073709551616",
                                     "Playerbot.Log.Levels = ",
                                     "INFO database=TRACE",
                                     "= \"",
                                     "\n[x]\n",
                                     NULL};

static int read_text(struct pb_conf *conf, const char *text, size_t length)
{
    char *errors = NULL;
    size_t size = 0;
    FILE *sink = open_memstream(&errors, &size);
    int error;

    PB_FUZZ_CHECK(sink);
    error = pb_conf_read_text(conf, "fuzz", text, length, sink);
    fclose(sink);
    PB_FUZZ_CHECK(error == PB_OK || error == PB_E_bad_config);
    PB_FUZZ_CHECK((error != PB_OK) == (size > 0));
    PB_FUZZ_CHECK(size == 0 || errors[size - 1] == '\n');
    free(errors);
    return error;
}

static void count_difference(void *user, enum pb_conf_key key)
{
    (void)user;
    fprintf(stderr, "# %s differs\n", pb_conf_name(key));
}

/* Every value in quotation marks, as somebody would who saves it. */
static void check_round_trip(const struct pb_conf *conf)
{
    static struct pb_conf again;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    PB_FUZZ_CHECK(stream);
    for (int key = 0; key < PB_CONF_COUNT; key++)
        fprintf(stream, "%s = \"%s\"\n", pb_conf_name((enum pb_conf_key)key), conf->text[key]);
    fclose(stream);
    PB_FUZZ_CHECK(read_text(&again, text, length) == PB_OK);
    PB_FUZZ_CHECK(pb_conf_compare(conf, &again, count_difference, NULL) == 0);
    PB_FUZZ_CHECK(memcmp(conf->number, again.number, sizeof again.number) == 0);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pb_conf conf;
    struct pb_conf_host hosts[PB_CONF_HOSTS];
    int error = read_text(&conf, (const char *)data, size);
    unsigned count = pb_conf_hosts(&conf, hosts);

    PB_FUZZ_CHECK(count >= 1 && count <= PB_CONF_HOSTS);
    for (unsigned i = 0; i < count; i++)
        PB_FUZZ_CHECK(hosts[i].port <= 65535 && memchr(hosts[i].host, 0, sizeof hosts[i].host) &&
                      memchr(hosts[i].socket, 0, sizeof hosts[i].socket));
    if (error == PB_OK)
        check_round_trip(&conf);
    return 0;
}
