#include "quest/cache.h"
#include <math.h>
#include <string.h>

enum { PLACES = 4096, DROPS = 1024, KEPT_MS = 120000, ROUGH_MS = 600000, ENDER = PB_QUEST_OBJECTIVES };
static const float SQUARE_YARDS = 64, ROUGH_YARDS = 512;

/* What is asked; compared as bytes, so it is zeroed first. */
struct question {
    uint32_t quest_id;
    int32_t column, row;
    uint16_t map;
    uint8_t index; /* of the objective, or ENDER */
    uint8_t is_rough;
};

struct place {
    struct question question; /* quest_id 0: empty */
    uint32_t until_ms;
    int32_t error;
    struct pb_position position;
    uint64_t who; /* creature or object */
};

/* What a kill of a creature drops of an item. */
struct drop {
    uint32_t creature, item;
    float mean;
};

struct pb_quest_cache {
    struct pb_memory memory;
    struct drop drops[DROPS];
    uint64_t hits, misses;
    struct place places[PLACES];
};

struct pb_quest_cache *pb_quest_cache_new(const struct pb_memory *memory)
{
    struct pb_quest_cache *cache = pb_memory_new(memory, 1, sizeof *cache);

    if (cache)
        cache->memory = *memory;
    return cache;
}

void pb_quest_cache_free(struct pb_quest_cache *cache)
{
    struct pb_memory memory;

    if (!cache)
        return;
    memory = cache->memory;
    pb_memory_free(&memory, cache);
}

/* The place of a question; 1 when the answer is known. What stood there before it gives way. */
static int find(struct pb_quest_cache *cache, const struct pb_quest_asker *asker, uint32_t quest_id,
                unsigned index, struct place **found)
{
    int is_rough = asker->is_rough || index == ENDER;
    float yards = is_rough ? ROUGH_YARDS : SQUARE_YARDS;
    struct question question;
    struct place *place;
    uint32_t hash;

    memset(&question, 0, sizeof question);
    question.quest_id = quest_id;
    question.column = (int32_t)floorf(asker->here->x / yards);
    question.row = (int32_t)floorf(asker->here->y / yards);
    question.map = asker->here->map;
    question.index = (uint8_t)index;
    question.is_rough = (uint8_t)is_rough;
    hash = quest_id * 0x9e3779b1u ^ (uint32_t)question.column * 0x85ebca6bu ^
           (uint32_t)question.row * 0xc2b2ae35u ^
           (uint32_t)(question.map << 8 | (int)(2 * index) | is_rough) * 0x27d4eb2fu;
    *found = place = &cache->places[(hash ^ hash >> 15) % PLACES];
    if (memcmp(&place->question, &question, sizeof question) == 0 &&
        (int32_t)(place->until_ms - asker->now_ms) > 0) {
        cache->hits++;
        return 1;
    }
    cache->misses++;
    place->question = question;
    place->until_ms = asker->now_ms + (is_rough ? ROUGH_MS : KEPT_MS);
    return 0;
}

int pb_quest_cache_objective(struct pb_quest_cache *cache, const struct pb_quest_asker *asker,
                             uint32_t quest_id, unsigned index, struct pb_position *position,
                             uint32_t *creature)
{
    const struct pb_world *world = asker->world;
    struct place *place;
    uint32_t entry = 0;

    if (!find(cache, asker, quest_id, index, &place)) {
        place->error =
            world->find_objective(world->self, asker->actor, quest_id, index, 0, &place->position, &entry);
        place->who = entry;
    }
    *position = place->position;
    *creature = (uint32_t)place->who;
    return place->error;
}

int pb_quest_cache_ender(struct pb_quest_cache *cache, const struct pb_quest_asker *asker, uint32_t quest_id,
                         struct pb_position *position, pb_object *ender)
{
    const struct pb_world *world = asker->world;
    struct pb_object_view view = {0};
    struct place *place;

    if (!find(cache, asker, quest_id, ENDER, &place)) {
        place->error = world->find_quest_ender(world->self, asker->actor, quest_id, &view);
        place->position = view.position;
        place->who = view.object;
    }
    *position = place->position;
    *ender = place->who;
    return place->error;
}

float pb_quest_cache_drop(struct pb_quest_cache *cache, const struct pb_world *world, uint32_t creature,
                          uint32_t item)
{
    uint32_t hash = creature * 0x9e3779b1u ^ item * 0x85ebca6bu;
    struct drop *drop = &cache->drops[(hash ^ hash >> 15) % DROPS];

    if (drop->creature != creature || drop->item != item)
        *drop = (struct drop){creature, item, world->estimate_drop(world->self, creature, item)};
    return drop->mean;
}

void pb_quest_cache_invalidate(struct pb_quest_cache *cache, uint32_t quest_id)
{
    unsigned i;

    for (i = 0; i < PLACES; i++)
        if (!quest_id || cache->places[i].question.quest_id == quest_id)
            cache->places[i].question.quest_id = 0;
    if (!quest_id)
        memset(cache->drops, 0, sizeof cache->drops);
}

void pb_quest_cache_counts(const struct pb_quest_cache *cache, uint64_t *hits, uint64_t *misses)
{
    *hits = cache->hits;
    *misses = cache->misses;
}

size_t pb_quest_cache_bytes(void)
{
    return sizeof(struct pb_quest_cache);
}
