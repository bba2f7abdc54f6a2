#include "base/conf_host.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "db1:3306" or "[::1]:3306" or "/run/mysqld/mysqld.sock". Returns 0, or -1. */
static int read_host(const char *text, size_t length, struct pb_conf_host *host)
{
    char word[256];
    char *colon, *name = word, *end;
    long port = 0;

    *host = (struct pb_conf_host){.port = 0};
    if (length == 0 || length >= sizeof word)
        return -1;
    memcpy(word, text, length);
    word[length] = '\0';
    if (word[0] == '/') {
        if (length >= sizeof host->socket)
            return -1;
        memcpy(host->socket, word, length + 1);
        return 0;
    }
    colon = strrchr(word, ':');
    if (word[0] == '[') {
        if (!(end = strchr(word, ']')) || (end[1] != '\0' && end[1] != ':'))
            return -1;
        *end = '\0';
        colon = end[1] ? end + 1 : NULL;
        name = word + 1;
    } else if (colon && strchr(word, ':') != colon) {
        return -1; /* an IPv6 address without brackets: where would its port begin? */
    }
    if (colon) {
        *colon = '\0';
        errno = 0;
        port = strtol(colon + 1, &end, 10);
        if (errno || !isdigit((unsigned char)colon[1]) || *end || port < 1 || port > 65535)
            return -1;
    }
    if (!*name || strpbrk(name, " \t\"'=/"))
        return -1;
    snprintf(host->host, sizeof host->host, "%s", name);
    host->port = (unsigned)port;
    return 0;
}

int pb_conf_host_read(const char *text, struct pb_conf_host hosts[PB_CONF_HOSTS])
{
    int count = 0;

    while (*text) {
        size_t length;

        text += strspn(text, " \t");
        length = strcspn(text, ",");
        while (length > 0 && isspace((unsigned char)text[length - 1]))
            length--;
        if (count == PB_CONF_HOSTS || read_host(text, length, &hosts[count]) != 0)
            return -1;
        count++;
        text += strcspn(text, ",");
        if (*text == ',' && *++text == '\0')
            return -1; /* a comma, and nothing after it */
    }
    return count;
}
