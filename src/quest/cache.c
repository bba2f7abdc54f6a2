#include "quest/cache.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <string.h>

/* Places: one for a bot, within these bounds. Ages: quests whose numbers agree in their last bits share one.
 */
enum {
    LEAST_PLACES = 4096,
    MOST_PLACES = 65536,
    AGES = 1024,
    KEPT_MS = 120000,
    ROUGH_MS = 600000,
    ENDER = PB_QUEST_OBJECTIVES
};
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
    uint32_t age; /* of its quest, when this became known */
    int32_t error;
    struct pb_position position;
    uint64_t who; /* creature or object */
};

struct pb_quest_cache {
    struct pb_memory memory;
    uint64_t hits, misses;
    struct place *places;
    uint32_t count;      /* a power of two */
    uint32_t ages[AGES]; /* grow when what is known of a quest is forgotten */
};

struct pb_quest_cache *pb_quest_cache_new(const struct pb_memory *memory)
{
    struct pb_quest_cache *cache = pb_memory_new(memory, 1, sizeof *cache);

    if (!cache)
        return NULL;
    cache->memory = *memory;
    if (pb_quest_cache_reserve(cache, LEAST_PLACES) == PB_OK)
        return cache;
    pb_quest_cache_free(cache);
    return NULL;
}

void pb_quest_cache_free(struct pb_quest_cache *cache)
{
    struct pb_memory memory;

    if (!cache)
        return;
    memory = cache->memory;
    pb_memory_free(&memory, cache->places);
    pb_memory_free(&memory, cache);
}

int pb_quest_cache_reserve(struct pb_quest_cache *cache, uint32_t bots)
{
    uint32_t count = LEAST_PLACES;
    struct place *places;

    while (count < bots && count < MOST_PLACES)
        count *= 2;
    if (count <= cache->count)
        return PB_OK;
    places = pb_memory_new(&cache->memory, count, sizeof *places);
    if (!places)
        return PB_E_no_memory;
    pb_memory_free(&cache->memory, cache->places);
    cache->places = places;
    cache->count = count;
    return PB_OK;
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
    *found = place = &cache->places[(hash ^ hash >> 15) & (cache->count - 1)];
    if (memcmp(&place->question, &question, sizeof question) == 0 &&
        place->age == cache->ages[quest_id % AGES] && (int32_t)(place->until_ms - asker->now_ms) > 0) {
        cache->hits++;
        return 1;
    }
    cache->misses++;
    place->question = question;
    place->age = cache->ages[quest_id % AGES];
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

void pb_quest_cache_invalidate(struct pb_quest_cache *cache, uint32_t quest_id)
{
    unsigned i;

    if (quest_id)
        cache->ages[quest_id % AGES]++;
    for (i = 0; i < AGES && !quest_id; i++)
        cache->ages[i]++;
}

void pb_quest_cache_counts(const struct pb_quest_cache *cache, uint64_t *hits, uint64_t *misses)
{
    *hits = cache->hits;
    *misses = cache->misses;
}

size_t pb_quest_cache_bytes(const struct pb_quest_cache *cache, size_t *of_bots)
{
    *of_bots = (cache->count - LEAST_PLACES) * sizeof *cache->places;
    return sizeof *cache + LEAST_PLACES * sizeof *cache->places;
}
