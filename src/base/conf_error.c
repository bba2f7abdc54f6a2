#include "base/conf_error.h"
#include "base/conf.h"
#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* Begins a line of the errors with where it was. */
static void begin_error(struct pb_conf_errors *errors, int line)
{
    errors->count++;
    if (line > 0)
        fprintf(errors->stream, "%s:%d: ", errors->path, line);
    else if (line < 0)
        fprintf(errors->stream, "environment: ");
}

void pb_conf_errors_add(struct pb_conf_errors *errors, int line, const char *what, const char *seen,
                        const char *wanted)
{
    begin_error(errors, line);
    fprintf(errors->stream, "%s is '%s', wanted: %s\n", what, seen, wanted);
}

/* Edits that make one word of the other (V. Levenshtein, 1965); names are short. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[64], n = (unsigned)strlen(b);

    if (n >= sizeof row / sizeof *row)
        return UINT32_MAX;
    for (unsigned j = 0; j <= n; j++)
        row[j] = j;
    for (unsigned i = 1; a[i - 1]; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= n; j++) {
            unsigned change =
                diagonal + (tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]));
            unsigned best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

            diagonal = row[j];
            row[j] = best < change ? best : change;
        }
    }
    return row[n];
}

void pb_conf_errors_add_key(struct pb_conf_errors *errors, int line, const char *name)
{
    unsigned best = UINT32_MAX;
    int nearest = 0;

    for (int key = 0; key < PB_CONF_COUNT; key++) {
        unsigned edits = distance(name, pb_conf_name((enum pb_conf_key)key));

        if (edits < best) {
            best = edits;
            nearest = key;
        }
    }
    begin_error(errors, line);
    fprintf(errors->stream, "the key is '%s', wanted: a key of playerbot.conf.dist", name);
    if (best <= 4)
        fprintf(errors->stream, "; did you mean %s?", pb_conf_name((enum pb_conf_key)nearest));
    putc('\n', errors->stream);
}
