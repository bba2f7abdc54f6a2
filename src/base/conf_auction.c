#include "base/conf_auction.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct word {
    const char *name;
    size_t field;
    uint32_t value, minimum, maximum;
} words[] = {
#define X(name, field, value, minimum, maximum)                                                              \
    {name, offsetof(struct pb_conf_auction, field), value, minimum, maximum},
    PB_CONF_AUCTION_WORDS(X)
#undef X
};

static uint32_t *field_of(struct pb_conf_auction *auction, const struct word *word)
{
    return (uint32_t *)(void *)((char *)auction + word->field);
}

/* One word; 0 when it is good. */
static int read_word(struct pb_conf_auction *auction, const char *name, const char *value, char *wanted,
                     size_t size)
{
    unsigned long number;
    char *end;
    size_t i;

    if (strcmp(name, "strategy") == 0) {
        snprintf(wanted, size, "strategy=market or strategy=modest");
        if (strcmp(value, "market") && strcmp(value, "modest"))
            return -1;
        snprintf(auction->strategy, sizeof auction->strategy, "%s", value);
        return 0;
    }
    for (i = 0; i < sizeof words / sizeof *words && strcmp(words[i].name, name); i++)
        ;
    if (i == sizeof words / sizeof *words) {
        snprintf(wanted, size, "words such as bot=10, of bot, house, item, scan, strategy");
        return -1;
    }
    snprintf(wanted, size, "%s=%u to %s=%u", name, words[i].minimum, name, words[i].maximum);
    number = strtoul(value, &end, 10);
    if (!isdigit((unsigned char)*value) || *end || number < words[i].minimum || number > words[i].maximum)
        return -1;
    *field_of(auction, &words[i]) = (uint32_t)number;
    return 0;
}

int pb_conf_auction_read(const char *text, struct pb_conf_auction *auction, char *wanted, size_t size)
{
    size_t i, length;

    memset(auction, 0, sizeof *auction);
    snprintf(auction->strategy, sizeof auction->strategy, "market");
    for (i = 0; i < sizeof words / sizeof *words; i++)
        *field_of(auction, &words[i]) = words[i].value;
    for (text += strspn(text, " \t"); *text; text += length, text += strspn(text, " \t")) {
        char word[64], *equals;

        length = strcspn(text, " \t");
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        equals = strchr(word, '=');
        if (equals)
            *equals = '\0';
        if (length >= sizeof word || read_word(auction, word, equals ? equals + 1 : "", wanted, size) != 0)
            return -1;
    }
    return 0;
}
