/* Servers of Playerbot.Database.Host. */
#ifndef PB_BASE_CONF_HOST_H
#define PB_BASE_CONF_HOST_H

enum { PB_CONF_HOSTS = 8 };

/* One server. Empty host and socket: the client library's default. */
struct pb_conf_host {
    char host[256], socket[108];
    unsigned port; /* 0: the default */
};

/*
 * Reads "db1:3306, db2, [::1]:3307, /run/mysqld/mysqld.sock". Returns how many servers it names, 0 for none,
 * or -1 for a text that is wrong or names more than PB_CONF_HOSTS. Any thread.
 */
int pb_conf_host_read(const char *text, struct pb_conf_host hosts[PB_CONF_HOSTS]);

#endif
