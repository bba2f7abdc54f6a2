#include "db/server.h"
#include "db/retry.h"

void pb_servers_init(struct pb_servers *servers, const struct pb_database_options *options)
{
    servers->count = options->server_count;
    for (unsigned i = 0; i < servers->count; i++) {
        pb_breaker_init(&servers->list[i].breaker, options->breaker_failures, options->breaker_open_ms);
        servers->list[i].logins = 0;
        servers->list[i].next_login_ms = 0;
    }
}

unsigned pb_servers_choose(struct pb_servers *servers, unsigned before, int64_t now_ms)
{
    for (unsigned i = 0; i < servers->count && i < before; i++) {
        struct pb_server *server = &servers->list[i];

        if (now_ms >= server->next_login_ms &&
            pb_breaker_admits(&server->breaker, server->logins > 0, now_ms))
            return i;
    }
    return PB_NO_SERVER;
}

int pb_servers_reached(struct pb_servers *servers, unsigned server, int64_t now_ms)
{
    servers->list[server].next_login_ms = 0;
    return pb_breaker_tell(&servers->list[server].breaker, PB_BREAKER_SUCCESS, now_ms);
}

int pb_servers_missed(struct pb_servers *servers, unsigned server, int64_t now_ms)
{
    struct pb_server *missed = &servers->list[server];
    int is_changed = pb_breaker_tell(&missed->breaker, PB_BREAKER_FAILURE, now_ms);

    missed->next_login_ms = now_ms + pb_retry_wait_ms(missed->breaker.failures);
    return is_changed;
}

int64_t pb_servers_wait_ms(struct pb_servers *servers, int64_t now_ms, int64_t most_ms)
{
    int64_t wait_ms = most_ms;

    for (unsigned i = 0; i < servers->count; i++) {
        const struct pb_server *server = &servers->list[i];
        int64_t due_ms = server->next_login_ms;

        if (server->breaker.state == PB_BREAKER_OPEN && server->breaker.until_ms > due_ms)
            due_ms = server->breaker.until_ms;
        if (due_ms - now_ms < wait_ms)
            wait_ms = due_ms - now_ms;
    }
    return wait_ms > 0 ? wait_ms : 0;
}

int pb_servers_are_away(const struct pb_servers *servers)
{
    for (unsigned i = 0; i < servers->count; i++)
        if (servers->list[i].breaker.state == PB_BREAKER_CLOSED)
            return 0;
    return 1;
}
