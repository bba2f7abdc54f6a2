#include "api/caches.h"

struct of_system {
    const char *name;
    pb_cache_row_fn *tell;
    void *user;
};

static void tell_of(void *user, const char *name, uint64_t hits, uint64_t misses)
{
    const struct of_system *system = user;

    system->tell(system->user, system->name, name, hits, misses);
}

void pb_caches_each(const struct pb_handle *handle, pb_cache_row_fn *tell, void *user)
{
    const struct pb_account_cache_stats *accounts = pb_account_cache_stats(handle->accounts);
    const struct pb_limit_stats *limits = pb_limit_cache_stats(handle->limits);
    uint64_t checks = pb_stat_get(&limits->checks), strangers = pb_stat_get(&limits->strangers);
    struct pb_coordinator *coordinator = handle->ai ? handle->ai->coordinator : NULL;
    unsigned i;

    for (i = 0; coordinator && i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats stats;
        struct of_system system = {.tell = tell, .user = user};

        pb_coordinator_system_stats(coordinator, i, &stats);
        system.name = stats.name;
        pb_coordinator_caches(coordinator, i, tell_of, &system);
    }
    tell(user, "agent", "accounts", accounts->hits, accounts->misses);
    /* Other threads count meanwhile: never below 0. */
    tell(user, "agent", "limits", checks > strangers ? checks - strangers : 0, strangers);
}

int pb_caches_permille(uint64_t hits, uint64_t misses)
{
    return hits + misses ? (int)((double)hits * 1000 / (double)(hits + misses)) : -1;
}

json_t *pb_caches_percent(uint64_t hits, uint64_t misses)
{
    int permille = pb_caches_permille(hits, misses);

    return permille < 0 ? json_null() : json_real(permille / 10.0);
}

static void add(void *user, const char *of, const char *name, uint64_t hits, uint64_t misses)
{
    json_array_append_new(user, json_pack("{s:s, s:s, s:I, s:I, s:o}", "of", of, "cache", name, "hits",
                                          (json_int_t)hits, "misses", (json_int_t)misses, "hit_percent",
                                          pb_caches_percent(hits, misses)));
}

json_t *pb_caches_json(const struct pb_handle *handle)
{
    json_t *list = json_array();

    pb_caches_each(handle, add, list);
    return list;
}
