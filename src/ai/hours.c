#include "ai/hours.h"
#include "include/playerbot_error.h"
#include <ctype.h>
#include <stdlib.h>

int pb_hours_read(const char *text, uint8_t percent[24])
{
    unsigned count = 0, i;

    for (;;) {
        char *end;
        unsigned long value;

        while (*text == ' ')
            text++;
        if (!isdigit((unsigned char)*text) || count == 24)
            return PB_E_bad_value;
        value = strtoul(text, &end, 10);
        if (value > 100)
            return PB_E_bad_value;
        percent[count++] = (uint8_t)value;
        for (text = end; *text == ' '; text++)
            ;
        if (!*text)
            break;
        if (*text++ != ',')
            return PB_E_bad_value;
    }
    if (count == 1)
        for (i = 1; i < 24; i++)
            percent[i] = percent[0];
    return count == 1 || count == 24 ? 0 : PB_E_bad_value;
}
