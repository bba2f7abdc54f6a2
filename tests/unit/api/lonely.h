/* An agent that never meets its database, and a world in which nothing can be done: for what the handle does
 * by itself. */
#ifndef PB_TESTS_API_LONELY_H
#define PB_TESTS_API_LONELY_H

#include "api/ai.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void quiet(void *user, int level, const char *component, uint32_t account_id, const char *message)
{
    (void)user;
    (void)level;
    (void)component;
    (void)account_id;
    (void)message;
}

static int create_character(void *self, uint32_t request, const struct pb_character_spec *wish)
{
    (void)self;
    (void)request;
    (void)wish;
    return PB_E_busy;
}

static int list_characters(void *self, uint32_t request, uint32_t account_id)
{
    (void)self;
    (void)request;
    (void)account_id;
    return PB_E_busy;
}

static unsigned read_list(void *self, uint32_t account_id, struct pb_character_entry *entries, unsigned max)
{
    (void)self;
    (void)account_id;
    (void)entries;
    (void)max;
    return 0;
}

static int login(void *self, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    (void)self;
    (void)request;
    (void)account_id;
    (void)fence;
    (void)guid;
    return PB_E_busy;
}

static int logout(void *self, pb_actor actor)
{
    (void)self;
    (void)actor;
    return PB_E_gone;
}

static pb_handle *lonely_open(void)
{
    static const struct pb_host host = {.size = sizeof host, .write_log = quiet};
    const struct pb_options options = {
        .size = sizeof options, .mode = PB_MODE_AGENT, .host = &host, .bots = 0};
    const struct pb_world world = {.size = sizeof world,
                                   .create_character = create_character,
                                   .list_characters = list_characters,
                                   .read_list = read_list,
                                   .login = login,
                                   .logout = logout};
    pb_handle *handle;

    assert_int_equal(pb_open(&options, &handle, NULL, 0), PB_OK);
    assert_int_equal(pb_set_world(handle, &world, 1), PB_OK);
    return handle;
}

#endif
