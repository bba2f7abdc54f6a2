/* Caches: how often what bots and agent look up is known, of every cache of a handle. Tick thread only. */
#ifndef PB_API_CACHES_H
#define PB_API_CACHES_H

#include "api/ai.h"
#include <jansson.h>

/* `of`: a system, or "agent". Both texts are valid during the call only. */
typedef void pb_cache_row_fn(void *user, const char *of, const char *name, uint64_t hits, uint64_t misses);
void pb_caches_each(const struct pb_handle *handle, pb_cache_row_fn *tell, void *user);
/* Percent of look-ups that were hits, in tenths; -1 when there were none. */
int pb_caches_permille(uint64_t hits, uint64_t misses);
/* The same as a number of percent, or null. Caller owns it. */
json_t *pb_caches_percent(uint64_t hits, uint64_t misses);
/* All as an array of {of, cache, hits, misses, hit_percent}. Caller owns it. */
json_t *pb_caches_json(const struct pb_handle *handle);

#endif
