#include "quest/cache.h"
#include "base/lines.h"
#include "include/playerbot_error.h"
#include <math.h>
#include <string.h>

/* Quests: two for each bot, within these bounds. With a quarter of that all steps of 5,000 bots cost 3 %
 * more, 5 % after half an hour, and with an eighth those of 100,000 5 %; with four times as many 2 % less.
 * Ages: quests whose numbers agree in their last bits share one. */
enum {
    LEAST_QUESTS = 2048,
    MOST_QUESTS = 262144,
    QUESTS_EACH = 2,
    AGES = 1024,
    KEPT_MS = 120000,
    ROUGH_MS = 600000,
    ENDER = PB_QUEST_OBJECTIVES,
    PLACES = 4 /* few quests have more; of those the last is asked for again */
};
static const float SQUARE_YARDS = 64, ROUGH_YARDS = 512;

/* What is asked; compared as bytes, so it is zeroed first. */
struct question {
    uint32_t quest_id;
    int32_t column, row;
    uint16_t map;
    uint16_t is_rough;
};

struct place {
    struct pb_position position;
    uint32_t creature; /* of an objective */
    int16_t error;
    uint8_t index; /* of the objective, or ENDER */
};

/* Whoever asks for one place of a quest asks for the others next: they stand together, in two lines of
 * memory. */
struct quest {
    struct question question; /* quest_id 0: empty */
    uint32_t until_ms;
    uint16_t age; /* of the quest, when this became known */
    uint16_t known;
    uint64_t ender;
    struct place places[PLACES];
};
_Static_assert(sizeof(struct quest) == 2 * PB_LINE, "a quest is two lines");

struct pb_quest_cache {
    struct pb_memory memory;
    uint64_t hits, misses;
    struct quest *quests;
    uint32_t count;      /* a power of two */
    uint16_t ages[AGES]; /* grow when what is known of a quest is forgotten */
};

struct pb_quest_cache *pb_quest_cache_new(const struct pb_memory *memory)
{
    struct pb_quest_cache *cache = pb_memory_new(memory, 1, sizeof *cache);

    if (!cache)
        return NULL;
    cache->memory = *memory;
    if (pb_quest_cache_reserve(cache, 0) == PB_OK)
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
    pb_lines_free(&memory, cache->quests);
    pb_memory_free(&memory, cache);
}

int pb_quest_cache_reserve(struct pb_quest_cache *cache, uint32_t bots)
{
    uint32_t count = LEAST_QUESTS;

    while (count < (uint64_t)bots * QUESTS_EACH && count < MOST_QUESTS)
        count *= 2;
    return pb_lines_slots(&cache->memory, &cache->quests, sizeof *cache->quests, &cache->count, count);
}

/* Where the answer to a question is kept, if it is known. */
static struct quest *slot_of(const struct pb_quest_cache *cache, const struct pb_position *here,
                             uint32_t quest_id, int is_rough, struct question *question)
{
    float yards = is_rough ? ROUGH_YARDS : SQUARE_YARDS;
    uint32_t hash;

    memset(question, 0, sizeof *question);
    question->quest_id = quest_id;
    question->column = (int32_t)floorf(here->x / yards);
    question->row = (int32_t)floorf(here->y / yards);
    question->map = here->map;
    question->is_rough = (uint16_t)is_rough;
    hash = quest_id * 0x9e3779b1u ^ (uint32_t)question->column * 0x85ebca6bu ^
           (uint32_t)question->row * 0xc2b2ae35u ^ (uint32_t)(question->map << 1 | is_rough) * 0x27d4eb2fu;
    return &cache->quests[(hash ^ hash >> 15) & (cache->count - 1)];
}

void pb_quest_cache_fetch(const struct pb_quest_cache *cache, const struct pb_position *here,
                          uint32_t quest_id, int is_rough)
{
    struct question question;
    const struct quest *quest = slot_of(cache, here, quest_id, is_rough, &question);

    __builtin_prefetch(quest, 1);
    __builtin_prefetch((const char *)quest + PB_LINE, 1);
}

/* The quest as it is from there. What stood in its place before gives way. */
static struct quest *find(struct pb_quest_cache *cache, const struct pb_quest_asker *asker, uint32_t quest_id,
                          int is_rough)
{
    struct question question;
    struct quest *quest = slot_of(cache, asker->here, quest_id, is_rough, &question);

    if (memcmp(&quest->question, &question, sizeof question) != 0 ||
        quest->age != cache->ages[quest_id % AGES] || (int32_t)(quest->until_ms - asker->now_ms) <= 0) {
        quest->question = question;
        quest->age = cache->ages[quest_id % AGES];
        quest->until_ms = asker->now_ms + (is_rough ? ROUGH_MS : KEPT_MS);
        quest->known = 0;
    }
    return quest;
}

/* A place of a quest; 1 when it is known. */
static int find_place(struct pb_quest_cache *cache, struct quest *quest, unsigned index, struct place **found)
{
    unsigned i;

    for (i = 0; i < quest->known; i++)
        if (quest->places[i].index == index) {
            *found = &quest->places[i];
            cache->hits++;
            return 1;
        }
    cache->misses++;
    if (quest->known < PLACES)
        quest->known++;
    *found = &quest->places[quest->known - 1];
    (*found)->index = (uint8_t)index;
    return 0;
}

int pb_quest_cache_objective(struct pb_quest_cache *cache, const struct pb_quest_asker *asker,
                             uint32_t quest_id, unsigned index, struct pb_position *position,
                             uint32_t *creature)
{
    const struct pb_world *world = asker->world;
    struct place *place;

    if (!find_place(cache, find(cache, asker, quest_id, asker->is_rough), index, &place)) {
        place->creature = 0;
        place->error = (int16_t)world->find_objective(world->self, asker->actor, quest_id, index, 0,
                                                      &place->position, &place->creature);
    }
    *position = place->position;
    *creature = place->creature;
    return place->error;
}

int pb_quest_cache_ender(struct pb_quest_cache *cache, const struct pb_quest_asker *asker, uint32_t quest_id,
                         struct pb_position *position, pb_object *ender)
{
    const struct pb_world *world = asker->world;
    struct quest *quest = find(cache, asker, quest_id, 1);
    struct pb_object_view view = {0};
    struct place *place;

    if (!find_place(cache, quest, ENDER, &place)) {
        place->error = (int16_t)world->find_quest_ender(world->self, asker->actor, quest_id, &view);
        place->position = view.position;
        quest->ender = view.object;
    }
    *position = place->position;
    *ender = quest->ender;
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
    *of_bots = (cache->count - LEAST_QUESTS) * sizeof *cache->quests;
    return sizeof *cache + LEAST_QUESTS * sizeof *cache->quests + PB_LINE;
}
