#include "combat/hunt.h"
#include "ai/company.h"
#include "ai/table.h"
#include "world/odds.h"
#include "world/position.h"

enum {
    AFTER_ATTACK_MS = 1500,
    WAITING_MS = 3000, /* from look to look, where prey has to come back first */
    /* So long without a target: on to the next place; without a kill: other prey will do; and others get all.
     * A look counts for so long at most, since ways between places are not in vain. */
    EMPTY_MS = 6000,
    PATIENT_MS = 60000,
    HOPELESS_MS = 180000,
    LONGEST_LOOK_MS = 8000,
    MOST_PLACES = 12,
    FAR_YARDS = 300, /* further off is for those to choose who sent it here */
    MIDDLE_YARDS = 15,
    SEEN = 12,
    /* So often it lets somebody hungrier go first who then does not: likely that one does not see it. */
    MOST_YIELDS = 3,
    /* Who is as near to somebody as this would join in against a bot that stands beside it. */
    CROWD_YARDS = 10,
    NEAR_REACH = 10,
    RUN_YARDS = 7, /* a second: baseMoveSpeed of MOVE_RUN, as TrinityCore and AzerothCore have it */
    DECISION_TARGET = 1
};

int pb_hunts_reserve(struct pb_hunts *own, uint32_t capacity)
{
    const struct pb_memory *memory = &own->env->memory;

    if (pb_claims_reserve(memory, &own->claims, capacity) != PB_OK ||
        pb_hunger_reserve(memory, &own->hunger, capacity) != PB_OK)
        return PB_E_no_memory;
    return pb_table_reserve(memory, &own->hunters, sizeof *own->hunters, &own->capacity, capacity);
}

void pb_hunts_free(struct pb_hunts *own)
{
    const struct pb_memory *memory = &own->env->memory;

    pb_hunger_free(memory, &own->hunger);
    pb_claims_free(memory, &own->claims);
    pb_lines_free(memory, own->hunters);
}

void pb_hunts_reset(struct pb_hunts *own, pb_bot bot)
{
    own->hunters[bot] = (struct pb_hunter){0};
}

/* Whom a bot looks at: what is near, and once something is, how many stand with it and how it would fight. */
struct look {
    struct pb_object_view seen[SEEN];
    struct pb_group_view group;
    unsigned count, friends, fair; /* fair: those that it could take on */
    uint8_t is_ready;              /* group, friends and reach are known */
    float reach, most, second;     /* most, second: what the best two are worth */
    uint32_t other;
};

/* How many would turn on somebody who stands beside `at`. */
static unsigned crowd_of(const struct look *look, unsigned at)
{
    unsigned i, crowd = 1;

    /* Who goes up to what it fights stands among the others. */
    for (i = 0; look->reach <= NEAR_REACH && i < look->count; i++)
        crowd += i != at && pb_distance(&look->seen[at].position, &look->seen[i].position) <= CROWD_YARDS;
    return crowd;
}

/* The less it costs and the nearer it is the better; 0 is one that nobody should touch. */
static float value_of(const struct pb_hunts *own, pb_bot bot, const struct look *look, unsigned at,
                      uint32_t entry)
{
    const struct pb_object_view *view = &look->seen[at];
    unsigned level = own->env->bots->row[bot].status.level;
    float cost = pb_odds_cost(level, view->level, view->rank, 1, look->friends);

    /* What a quest wants may cost more than prey. */
    if (cost > (entry ? PB_ODDS_QUEST : PB_ODDS_PREY))
        return 0;
    /* Of prey that teaches nothing there is no end; who cannot learn any more takes it for what it carries.
     */
    if (!entry && level < PB_MAX_LEVEL && own->env->world->estimate_kill &&
        !own->env->world->estimate_kill(own->env->world->self, own->env->bots->row[bot].actor, view->entry))
        return 0;
    cost = pb_odds_cost(level, view->level, view->rank, crowd_of(look, at), look->friends);
    return 1000 / (200 + 8 * view->distance + 4 * cost);
}

/* It is over: nothing is left here for this bot. */
static uint32_t despair(struct pb_hunts *own, pb_bot bot, struct pb_goal *goal)
{
    goal->state = PB_GOAL_FAILED;
    own->hopeless++;
    own->hunters[bot] = (struct pb_hunter){.fed_ms = own->hunters[bot].fed_ms};
    return PB_HUNT_IDLE_MS;
}

/* The next place beyond this one, but not far from it, where some of its kind live; 0: none. */
static int find_next(struct pb_hunts *own, pb_bot bot, const struct pb_goal *goal, struct pb_position *place)
{
    const struct pb_world *world = own->env->world;
    struct pb_hunter *hunter = &own->hunters[bot];

    while (world->find_habitat && hunter->places < MOST_PLACES &&
           world->find_habitat(world->self, own->env->bots->row[bot].actor, goal->entry, ++hunter->places,
                               place) == PB_OK) {
        float yards = pb_distance(place, &goal->position);

        if (yards > goal->radius)
            return yards <= FAR_YARDS;
    }
    return 0;
}

/* Nothing here: on to where others of its kind live, or, when that is nowhere else, until some come back. */
static void move_on(struct pb_hunts *own, pb_bot bot, struct pb_goal *goal, uint32_t square, uint32_t diff_ms)
{
    struct pb_hunter *hunter = &own->hunters[bot];
    struct pb_position place;

    hunter->empty_ms =
        (uint16_t)(hunter->empty_ms + (diff_ms < 2 * PB_HUNT_LOOK_MS ? diff_ms : 2 * PB_HUNT_LOOK_MS));
    pb_hunger_tell(&own->hunger, square, own->env->bots->row[bot].actor, own->env->bots->now_ms,
                   own->env->bots->now_ms - hunter->fed_ms);
    if (hunter->empty_ms < EMPTY_MS)
        return;
    hunter->empty_ms = 0;
    if (!goal->entry || !find_next(own, bot, goal, &place)) {
        /* In their middle it sees more of them than from where it first saw one. */
        if (hunter->waits && goal->radius > MIDDLE_YARDS) {
            goal->radius = MIDDLE_YARDS;
            goal->state = PB_GOAL_WAITS;
        }
        hunter->waits = 1;
        return;
    }
    own->moves++;
    goal->position = place;
    goal->state = PB_GOAL_WAITS;
}

/* Counts how long it has hunted this kind without a kill; whether that is too long. */
static int is_vain(struct pb_hunts *own, pb_bot bot, uint32_t entry)
{
    struct pb_hunter *hunter = &own->hunters[bot];
    uint32_t now_ms = own->env->bots->now_ms, since_ms = now_ms - hunter->looked_ms;

    if (hunter->entry != entry)
        *hunter = (struct pb_hunter){.entry = entry, .fed_ms = hunter->fed_ms};
    else
        hunter->vain_ms += since_ms < LONGEST_LOOK_MS ? since_ms : LONGEST_LOOK_MS;
    hunter->looked_ms = now_ms;
    if (!hunter->fed_ms)
        hunter->fed_ms = now_ms | 1;
    return hunter->vain_ms >= HOPELESS_MS;
}

/* When it could strike what is so far off. */
static uint32_t arrival_ms(const struct pb_hunts *own, const struct look *look, unsigned at)
{
    float yards = look->seen[at].distance - look->reach;

    return own->env->bots->now_ms + (yards > 0 ? (uint32_t)(yards * 1000 / RUN_YARDS) : 0);
}

static int is_friend(const struct look *look, pb_actor actor)
{
    unsigned i;

    for (i = 0; i < look->group.count && look->group.members[i].actor != actor; i++)
        ;
    return i < look->group.count;
}

/* Whether somebody else gets it; friends share, and what it claimed itself is its own. */
static int is_taken(const struct pb_hunts *own, pb_bot bot, const struct look *look, unsigned at)
{
    pb_actor actor = pb_claims_find(&own->claims, look->seen[at].object, own->env->bots->now_ms);

    return actor != PB_NO_ACTOR && actor != own->env->bots->row[bot].actor && !is_friend(look, actor);
}

/* How it fights and who would fight with it. Most looks find nothing left, and ask neither. */
static int get_ready(const struct pb_hunts *own, pb_bot bot, struct look *look)
{
    const struct pb_world *world = own->env->world;
    struct pb_combat_view combat;

    if (look->is_ready)
        return 1;
    if (world->get_combat(world->self, own->env->bots->row[bot].actor, &combat) != PB_OK)
        return 0;
    look->reach = combat.reach;
    pb_company_read(own->env, bot, &look->group);
    look->friends = pb_company_count(own->env, bot, &look->group);
    look->is_ready = 1;
    return 1;
}

/* The best that is seen of a kind (0: any prey) and that nobody else gets; SEEN: none. */
static unsigned search(struct pb_hunts *own, pb_bot bot, const struct pb_goal *goal, uint32_t entry,
                       struct look *look)
{
    const struct pb_world *world = own->env->world;
    struct pb_object_query query = {.radius = goal->radius > PB_HUNT_SIGHT_YARDS ? goal->radius
                                                                                 : PB_HUNT_SIGHT_YARDS,
                                    .kinds = PB_OBJECT_CREATURE,
                                    .is_attackable = 1,
                                    .entry = entry};
    unsigned i, best = SEEN;

    look->most = look->second = 0;
    look->other = look->fair = 0;
    look->count = world->find_objects(world->self, own->env->bots->row[bot].actor, &query, look->seen, SEEN);
    if (look->count && !get_ready(own, bot, look))
        look->count = 0;
    for (i = 0; i < look->count; i++)
        pb_claims_fetch(&own->claims, look->seen[i].object);
    for (i = 0; i < look->count; i++) {
        float value = value_of(own, bot, look, i, entry);

        look->fair += value > 0;
        if (value <= look->most)
            continue;
        if (is_taken(own, bot, look, i)) {
            own->left++;
            continue;
        }
        look->second = look->most;
        look->other = best < SEEN ? (uint32_t)look->seen[best].object : 0;
        look->most = value;
        best = i;
    }
    return best;
}

uint32_t pb_hunts_look(struct pb_hunts *own, pb_bot bot, uint32_t diff_ms)
{
    const struct pb_world *world = own->env->world;
    struct pb_goal *goal = &own->env->bots->row[bot].goal;
    struct pb_hunter *hunter = &own->hunters[bot];
    pb_actor actor = own->env->bots->row[bot].actor;
    struct look look;
    uint32_t square = pb_hunger_place(&goal->position);
    unsigned best, hard;

    /* Asked last, by nearly all. */
    pb_hunger_fetch(&own->hunger, square);
    if (is_vain(own, bot, goal->entry))
        return despair(own, bot, goal);
    look.is_ready = 0;
    best = search(own, bot, goal, goal->entry, &look);
    hard = look.count && !look.fair;
    /* While it waits here whatever else is prey teaches something, too. */
    if (best == SEEN && hunter->waits && hunter->vain_ms >= PATIENT_MS)
        best = search(own, bot, goal, 0, &look);
    else if (best < SEEN)
        hunter->waits = hunter->places = 0;
    if (best == SEEN && hard && goal->entry)
        return despair(own, bot, goal);
    if (best == SEEN) {
        move_on(own, bot, goal, square, diff_ms);
        return hunter->waits ? WAITING_MS : PB_HUNT_LOOK_MS;
    }
    if (hunter->yields < MOST_YIELDS &&
        pb_hunger_is_worse(&own->hunger, square, actor, own->env->bots->now_ms,
                           own->env->bots->now_ms - hunter->fed_ms)) {
        hunter->yields++;
        own->yields++;
        return PB_HUNT_LOOK_MS;
    }
    if (world->attack(world->self, actor, look.seen[best].object) != PB_OK)
        return PB_HUNT_LOOK_MS;
    own->attacks++;
    hunter->yields = 0;
    hunter->empty_ms = 0;
    pb_claims_make(&own->claims, look.seen[best].object, actor, arrival_ms(own, &look, best));
    pb_bots_decide(own->env->bots, bot, own->env->number, DECISION_TARGET, (uint32_t)look.seen[best].object,
                   look.most, look.other, look.second);
    return AFTER_ATTACK_MS;
}

void pb_hunts_killed(struct pb_hunts *own, pb_bot bot, uint32_t entry)
{
    struct pb_hunter *hunter = &own->hunters[bot];

    hunter->fed_ms = own->env->bots->now_ms | 1;
    /* What it kills while it waits does not make a hunt less vain. */
    if (!hunter->entry || entry == hunter->entry)
        hunter->vain_ms = 0;
}

size_t pb_hunts_bytes(const struct pb_hunts *own)
{
    return pb_table_bytes(own->capacity, sizeof *own->hunters) + pb_claims_bytes(&own->claims) +
           pb_hunger_bytes(&own->hunger);
}
