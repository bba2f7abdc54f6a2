/*
 * Salts and verifiers for tests/integration/srp6.t. Reads lines of four fields between tabs, form (game or
 * bnet), user, password, salt (64 hexadecimal digits, or - for a random one); answers each with salt:verifier
 * in hexadecimal, or with the name of the error.
 */
#include "base/srp6.h"
#include "base/error.h"
#include <stdio.h>
#include <string.h>

static void print_hex(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        printf("%02x", (unsigned)bytes[i]);
}

static int answer(char *line)
{
    char *rest = line, *form = strsep(&rest, "\t"), *user = strsep(&rest, "\t"),
         *password = strsep(&rest, "\t"), *hex = rest;
    uint8_t salt[PB_SRP6_SALT];
    const uint8_t *given = NULL;
    struct pb_srp6_pair pair;
    unsigned byte;
    int error;

    if (!hex || (strcmp(form, "game") != 0 && strcmp(form, "bnet") != 0))
        return -1;
    for (size_t i = 0; strcmp(hex, "-") != 0 && i < PB_SRP6_SALT; i++) {
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
            return -1;
        salt[i] = (uint8_t)byte;
        given = salt;
    }
    error = strcmp(form, "game") == 0 ? pb_srp6_game(user, password, given, &pair)
                                      : pb_srp6_bnet_v2(user, password, given, &pair);
    if (error) {
        printf("%s\n", pb_error_name(error));
        return 0;
    }
    print_hex(pair.salt, sizeof pair.salt);
    printf(":");
    print_hex(pair.verifier, pair.verifier_size);
    printf("\n");
    return 0;
}

int main(void)
{
    char line[4096];

    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (answer(line)) {
            fprintf(stderr, "srp6: a line has other fields than: form user password salt, between tabs\n");
            return 2;
        }
    }
    return 0;
}
