/* Hit rates: from a system's figures to what people read. */
#include "api/caches.h"
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static int initialize(void **self, const struct pb_system_env *env)
{
    (void)env;
    *self = "";
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    (void)self;
    (void)capacity;
    return PB_OK;
}

static void leave(void *self)
{
    (void)self;
}

/* Two caches, one that nobody asked yet, and figures whose names are only alike. */
static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    (void)self;
    figure(user, "plans_misses", 10, "look-ups", "in either order");
    figure(user, "hits", 1000, "blows", "no cache");
    figure(user, "plans_hits", 90, "look-ups", "known");
    figure(user, "_hits", 1000, "blows", "no cache: it has no name");
    figure(user, "hits_taken", 1000, "blows", "no cache");
    figure(user, "new_plans_hits", 5, "look-ups", "another one");
    figure(user, "new_plans_misses", 15, "look-ups", "of its own");
    figure(user, "sure_hits", 7, "look-ups", "it counts no misses");
    figure(user, "idle_hits", 0, "look-ups", "nobody asked");
    figure(user, "idle_misses", 0, "look-ups", "nobody asked");
}

static const struct pb_system_type with_caches = {.name = "with_caches",
                                                  .priority = PB_PRIORITY_NORMAL,
                                                  .initialize = initialize,
                                                  .reserve = reserve,
                                                  .figures = figures,
                                                  .shutdown = leave},
                                   without = {.name = "without",
                                              .priority = PB_PRIORITY_NORMAL,
                                              .initialize = initialize,
                                              .reserve = reserve,
                                              .shutdown = leave};

struct seen {
    char text[256];
};

static void note(void *user, const char *name, uint64_t hits, uint64_t misses)
{
    struct seen *seen = user;
    size_t length = strlen(seen->text);

    snprintf(seen->text + length, sizeof seen->text - length, "%s %" PRIu64 " %" PRIu64 "; ", name, hits,
             misses);
}

static void caches_are_found_by_their_figures(void **state)
{
    static const struct pb_system_type *const types[] = {&with_caches, &without};
    struct pb_world world = {.size = sizeof world};
    struct pb_coordinator_options options = {
        .memory = pb_memory_libc, .world = &world, .types = types, .type_count = 2};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;
    struct seen seen = {""};

    (void)state;
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    pb_coordinator_caches(coordinator, 0, note, &seen);
    assert_string_equal(seen.text, "plans 90 10; new_plans 5 15; sure 7 0; idle 0 0; ");
    pb_coordinator_caches(coordinator, 1, note, &seen);
    assert_string_equal(seen.text, "plans 90 10; new_plans 5 15; sure 7 0; idle 0 0; ");
    pb_coordinator_system_stats(coordinator, 0, &stats);
    assert_int_equal(stats.cache_hits, 102);
    assert_int_equal(stats.cache_misses, 25);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    assert_int_equal(stats.cache_hits + stats.cache_misses, 0);
    pb_coordinator_free(coordinator);
}

static void percent_of_what_was_asked(void **state)
{
    json_t *value;

    (void)state;
    assert_int_equal(pb_caches_permille(0, 0), -1);
    assert_int_equal(pb_caches_permille(0, 7), 0);
    assert_int_equal(pb_caches_permille(7, 0), 1000);
    /* Not all is never shown as all. */
    assert_int_equal(pb_caches_permille(99999, 1), 999);
    assert_int_equal(pb_caches_permille(UINT64_MAX / 4 * 3, UINT64_MAX / 4), 750);
    value = pb_caches_percent(3, 1);
    assert_true(json_is_real(value) && json_real_value(value) == 75.0);
    json_decref(value);
    value = pb_caches_percent(0, 0);
    assert_true(json_is_null(value));
    json_decref(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caches_are_found_by_their_figures),
        cmocka_unit_test(percent_of_what_was_asked),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("caches", tests, NULL, NULL);
}
