/*
 * Fight balance: how levelling goes for each class, level by level. Bots with the real systems of combat hunt
 * on fields of their own, in what somebody of that level wears on the way up; nobody gains experience. Prints
 * a table in Markdown, one line for each class and level, and one for all of a level: won      fights that
 * ended with a kill and without a death, of all kill     seconds of a fight for each kill cost     health
 * that a won fight took, in percent of the whole deaths   an hour fled     fights an hour that it ran from
 *   rest     share of the time that it sat, in percent; down: the same, with the time as a ghost
 *   kills    an hour
 *
 * Usage: fight_balance [-a ABOVE] [-b BOTS] [-e] [-f FLEE] [-h HOURS] [-q] [-r REST] [-s SEED] [LEVEL...]
 *   ABOVE: levels that the creatures are above the bots; -e: elites; -q: a quest wants them, so that
 *   more is dared; FLEE, REST: settings of health, in
 * percent
 */
#include "../sample/memory_store.h"
#include "ai/coordinator.h"
#include "base/chance.h"
#include "combat/attack.h"
#include "combat/movement.h"
#include "combat/support.h"
#include "combat/survival.h"
#include "combat/targeting.h"
#include "item/equip_slots.h"
#include "realm/state.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    TICK_MS = 50,
    FIELD = 26,
    FIELD_YARDS = 110,
    APART_YARDS = 800,
    CLASSES = 10,
    MOST_BOTS = 400,
    SLOTS = 11,
    ENDED = 2
};

/* What each class wears on its way: kind of armor below and from level 40, weapon, its slot and type. */
static const struct outfit {
    const char *name;
    uint8_t character_class, race, before, after, main_stat, weapon, weapon_slot, weapon_type;
    float blow; /* of the weapon, against a one-hander's */
} outfits[CLASSES] = {
    {"warrior", PB_CLASS_WARRIOR, 1, 3, 4, 4, 8, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.3f},
    {"paladin", PB_CLASS_PALADIN, 1, 3, 4, 4, 5, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.3f},
    {"hunter", PB_CLASS_HUNTER, 4, 2, 3, 3, 2, PB_SLOT_RANGED, PB_TYPE_RANGED, 1},
    {"rogue", PB_CLASS_ROGUE, 1, 2, 2, 3, 15, PB_SLOT_MAIN_HAND, PB_TYPE_ONE_HAND, 1},
    {"priest", PB_CLASS_PRIEST, 1, 1, 1, 5, 10, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.2f},
    {"death knight", PB_CLASS_DEATH_KNIGHT, 1, 4, 4, 4, 8, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.3f},
    {"shaman", PB_CLASS_SHAMAN, 2, 2, 3, 5, 10, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.2f},
    {"mage", PB_CLASS_MAGE, 1, 1, 1, 5, 10, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.2f},
    {"warlock", PB_CLASS_WARLOCK, 1, 1, 1, 5, 10, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.2f},
    {"druid", PB_CLASS_DRUID, 4, 2, 2, 3, 10, PB_SLOT_MAIN_HAND, PB_TYPE_TWO_HAND, 1.2f},
};

struct tally {
    uint64_t fights, won, kills, deaths, fled, fight_ms, rest_ms, ghost_ms, all_ms;
    double cost;
};

struct watch {
    pb_actor actor;
    unsigned outfit, kills; /* of this fight */
    uint8_t health;         /* percent when it began */
    int is_fighting;
};

struct options {
    int above, bots, flee, rest, is_elite;
    uint32_t is_quest;
    double hours;
    uint64_t seed;
};

struct run {
    struct options options;
    unsigned level;
    struct pb_memory_store store;
    struct pb_content *content;
    struct pb_realm *realm;
    struct pb_coordinator *coordinator;
    struct pb_log *log;
    struct watch watches[MOST_BOTS];
    unsigned count;
    struct tally tallies[CLASSES];
};

static void must(int error, const char *what)
{
    if (error == PB_OK)
        return;
    fprintf(stderr, "fight_balance: %s: %d\n", what, error);
    exit(1);
}

/* ---- The world: a field for each bot ---- */

/* Equipment of the generated world (sql/host/common/demo_items.sql), green from level 4 on, of three levels
 * ago. */
static struct pb_item_template make_item(const struct outfit *outfit, unsigned slot, unsigned level)
{
    static const uint8_t types[SLOTS] = {PB_TYPE_HEAD,
                                         PB_TYPE_SHOULDERS,
                                         PB_TYPE_CHEST,
                                         PB_TYPE_WAIST,
                                         PB_TYPE_LEGS,
                                         PB_TYPE_FEET,
                                         PB_TYPE_WRISTS,
                                         PB_TYPE_HANDS,
                                         PB_TYPE_FINGER,
                                         PB_TYPE_BACK,
                                         0};
    static const float budgets[SLOTS] = {1, 0.75f, 1, 0.75f, 1, 0.75f, 0.56f, 0.75f, 0.56f, 0.56f, 1},
                       guards[] = {0, 2, 3.7f, 8.3f, 9.6f};
    float item_level = (float)(level > 3 ? level - 3 : 1) + 4, points, damage;
    uint8_t kind = level < 40 ? outfit->before : outfit->after;
    struct pb_item_template item = {
        .item_class = PB_ITEM_ARMOR, .inventory_type = types[slot], .stack_size = 1, .quality = 1};

    item.item_level = (uint16_t)item_level;
    points = budgets[slot] * 0.25f * powf(item_level, 1.1f) * 0.9f;
    if (level >= 4) {
        item.quality = 2;
        item.stat_count = 2;
        item.stats[0] = (struct pb_item_stat){outfit->main_stat, (int16_t)fmaxf(1, roundf(points * 0.4f))};
        item.stats[1] = (struct pb_item_stat){7, (int16_t)fmaxf(1, roundf(points * 0.4f))};
    }
    if (slot < SLOTS - 1) {
        item.subclass = types[slot] == PB_TYPE_FINGER ? 0 : types[slot] == PB_TYPE_BACK ? 1 : kind;
        item.armor =
            (uint16_t)(types[slot] == PB_TYPE_FINGER ? 0
                                                     : guards[item.subclass] * budgets[slot] * item_level);
        return item;
    }
    damage = (1.2f + 0.3f * item_level) * outfit->blow * 2.5f;
    item.item_class = PB_ITEM_WEAPON;
    item.inventory_type = outfit->weapon_type;
    item.subclass = outfit->weapon;
    item.delay_ms = 2500;
    item.damage_min = damage * 0.75f;
    item.damage_max = damage * 1.25f;
    return item;
}

static struct pb_position field_of(const struct run *run, unsigned bot)
{
    unsigned row = (unsigned)ceil(sqrt((double)run->count));

    return (struct pb_position){(float)(bot % row * APART_YARDS), (float)(bot / row * APART_YARDS), 0, 0,
                                (uint16_t)(bot + 1)};
}

static void make_world(struct run *run)
{
    struct pb_content_builder *builder;
    uint64_t chance = run->options.seed;
    int enemy = (int)run->level + run->options.above;
    struct pb_creature_template kind = {.entry = 1,
                                        .health_modifier = 1,
                                        .damage_modifier = 1,
                                        .experience_modifier = 0.0001f,
                                        .attack_ms = 2000,
                                        .level_min = (uint8_t)(enemy > 1 ? enemy : 1),
                                        .rank = (uint8_t)run->options.is_elite,
                                        .roles = PB_ROLE_HOSTILE,
                                        .name = "Beast"};
    unsigned i, k;

    kind.level_max = kind.level_min;
    must(pb_content_builder_new(&builder, &pb_memory_libc), "content");
    must(pb_content_add_creature(builder, &kind), "creature");
    for (i = 0; i < CLASSES; i++)
        for (k = 0; k < SLOTS; k++) {
            struct pb_item_template item = make_item(&outfits[i], k, run->level);

            item.entry = 100 + i * SLOTS + k;
            snprintf(item.name, sizeof item.name, "Thing");
            must(pb_content_add_item(builder, &item), "item");
        }
    for (i = 0; i < run->count; i++)
        for (k = 0; k < FIELD; k++) {
            struct pb_position place = field_of(run, i);
            double angle = pb_chance_share(&chance) * 6.2831853,
                   yards = FIELD_YARDS * sqrt(pb_chance_share(&chance));

            place.x += (float)(cos(angle) * yards);
            place.y += (float)(sin(angle) * yards);
            must(pb_content_add_spawn(builder, 1, &place, 240, 0), "spawn");
        }
    must(pb_content_finish(builder, NULL, NULL, &run->content), "content");
}

/* ---- Bots ---- */

/* A system that wants its bot to hunt, always. */
static int hunt_initialize(void **self, const struct pb_system_env *env)
{
    struct pb_system_env *own = malloc(sizeof *own);

    *own = *env;
    *self = own;
    return PB_OK;
}

static int hunt_reserve(void *self, uint32_t capacity)
{
    (void)self;
    (void)capacity;
    return PB_OK;
}

static void hunt_reset(void *self, pb_bot bot)
{
    (void)self;
    (void)bot;
}

static struct run *hunting; /* one run at a time */

static void hunt_update(void *self, struct pb_step *steps, unsigned count)
{
    const struct pb_system_env *own = self;
    unsigned i;

    for (i = 0; i < count; i++) {
        struct pb_goal goal = {.position = field_of(hunting, steps[i].bot),
                               .radius = FIELD_YARDS + 20,
                               .kind = PB_GOAL_HUNT,
                               .entry = hunting->options.is_quest,
                               .owner = own->number,
                               .priority = PB_GOAL_QUEST};
        const struct pb_goal *now = &own->bots->row[steps[i].bot].goal;

        if (now->kind == PB_GOAL_NONE || (now->owner == own->number && now->state == PB_GOAL_FAILED))
            (void)!pb_bots_set_goal(own->bots, steps[i].bot, &goal);
    }
}

static size_t hunt_memory(const void *self, size_t *shared)
{
    (void)self;
    return *shared = 0;
}

static const struct pb_system_type hunt_system = {.name = "hunt",
                                                  .priority = PB_PRIORITY_NORMAL,
                                                  .interval_ms = 2000,
                                                  .max_age_ms = 60000,
                                                  .modes = PB_BOT_PEACE,
                                                  .initialize = hunt_initialize,
                                                  .reserve = hunt_reserve,
                                                  .reset = hunt_reset,
                                                  .update = hunt_update,
                                                  .memory = hunt_memory,
                                                  .shutdown = free};

static void add_bots(struct run *run)
{
    static const uint8_t slots[SLOTS] = {PB_SLOT_HEAD,
                                         PB_SLOT_SHOULDERS,
                                         PB_SLOT_CHEST,
                                         PB_SLOT_WAIST,
                                         PB_SLOT_LEGS,
                                         PB_SLOT_FEET,
                                         PB_SLOT_WRISTS,
                                         PB_SLOT_HANDS,
                                         PB_SLOT_FINGER1,
                                         PB_SLOT_BACK,
                                         0};
    const struct pb_world *world = pb_realm_world(run->realm);
    struct pb_world_event event;
    unsigned i, k;

    for (i = 0; i < run->count; i++) {
        const struct outfit *outfit = &outfits[i % CLASSES];
        struct pb_realm_character character = {.account_id = i / 10 + 1,
                                               .race = outfit->race,
                                               .character_class = outfit->character_class,
                                               .level = (uint8_t)run->level,
                                               .position = field_of(run, i)};
        struct pb_kept *kept;

        must(pb_memory_store_create(&run->store, 0, &character), "character");
        kept = &run->store.kept[i];
        for (k = 0; k < SLOTS; k++)
            kept->items[k] = (struct pb_item_stack){.entry = 100 + i % CLASSES * SLOTS + k,
                                                    .count = 1,
                                                    .durability = 100,
                                                    .slot = k == SLOTS - 1 ? outfit->weapon_slot : slots[k]};
        kept->character.item_count = SLOTS;
        must(world->login(world->self, i + 1, i / 10 + 1, 1, i + 1), "login");
    }
    pb_realm_update(run->realm, 0);
    while (world->poll_events(world->self, &event, 1))
        if (event.type == PB_WORLD_LOGGED_IN) {
            struct pb_bot_identity identity = {.actor = event.actor, .guid = event.guid};
            pb_bot bot;

            must(event.error, "login");
            identity.character_class = outfits[(event.guid - 1) % CLASSES].character_class;
            identity.race = outfits[(event.guid - 1) % CLASSES].race;
            must(pb_coordinator_add(run->coordinator, &identity, &bot), "bot");
            run->watches[bot] =
                (struct watch){.actor = event.actor, .outfit = (unsigned)((event.guid - 1) % CLASSES)};
        }
}

/* ---- Watching: what happens in each tick ---- */

static void end_fight(struct run *run, struct watch *watch, const struct pb_actor_status *status)
{
    struct tally *tally = &run->tallies[watch->outfit];
    int is_dead = (status->flags & PB_ACTOR_DEAD) != 0;

    watch->is_fighting = 0;
    tally->fights++;
    tally->deaths += (unsigned)is_dead;
    if (is_dead || !watch->kills) {
        tally->fled += (unsigned)!is_dead;
        return;
    }
    tally->won++;
    tally->cost += watch->health > status->health_percent ? watch->health - status->health_percent : 0;
}

static void look(struct run *run)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    unsigned i;

    for (i = 0; i < run->count; i++) {
        struct watch *watch = &run->watches[i];
        struct tally *tally = &run->tallies[watch->outfit];
        struct pb_actor_status status;
        int is_fighting;

        world->get_status(world->self, &watch->actor, 1, &status);
        is_fighting = (status.flags & PB_ACTOR_IN_COMBAT) != 0;
        /* What killed in the last tick has been heard by now. */
        if (watch->is_fighting == ENDED)
            end_fight(run, watch, &status);
        tally->all_ms += TICK_MS;
        tally->fight_ms += is_fighting ? TICK_MS : 0;
        tally->rest_ms += status.flags & PB_ACTOR_RESTING ? TICK_MS : 0;
        tally->ghost_ms += status.flags & PB_ACTOR_DEAD ? TICK_MS : 0;
        if (is_fighting && !watch->is_fighting) {
            watch->is_fighting = 1;
            watch->kills = 0;
            watch->health = status.health_percent;
        } else if (!is_fighting && watch->is_fighting) {
            watch->is_fighting = ENDED;
        }
    }
}

static void on_kill(void *user, unsigned bot)
{
    struct run *run = user;

    run->watches[bot].kills++;
    run->tallies[run->watches[bot].outfit].kills++;
}

/* Who fights again with broken things would measure those. */
static void mend(struct run *run, pb_actor number)
{
    struct pb_realm_actor *actor = &run->realm->actors[number];
    unsigned i;

    for (i = 0; i < actor->item_count; i++)
        actor->items[i].durability = 100;
    pb_goods_dress(run->realm, number);
}

/* Kills are told by events, which the coordinator takes: this system hears them. */
static int hear(void *self, pb_bot bot, const struct pb_world_event *event)
{
    (void)self;
    if (event->type == PB_WORLD_KILLED)
        on_kill(hunting, bot);
    else
        mend(hunting, hunting->watches[bot].actor);
    return 0;
}

static void print_line(const char *name, unsigned level, const struct tally *tally)
{
    double hours = (double)tally->all_ms / 3600000;

    if (!tally->fights)
        return;
    printf("| %u | %s | %.1f %% | %.1f s | %.0f %% | %.2f | %.2f | %.0f %% | %.0f %% | %.0f |\n", level, name,
           100.0 * (double)tally->won / (double)tally->fights,
           tally->kills ? (double)tally->fight_ms / 1000 / (double)tally->kills : 0,
           tally->won ? tally->cost / (double)tally->won : 0, (double)tally->deaths / hours,
           (double)tally->fled / hours, 100.0 * (double)tally->rest_ms / (double)tally->all_ms,
           100.0 * (double)(tally->rest_ms + tally->ghost_ms) / (double)tally->all_ms,
           (double)tally->kills / hours);
}

static void report(const struct run *run)
{
    struct tally all = {0};
    unsigned i;

    for (i = 0; i < CLASSES; i++) {
        const struct tally *one = &run->tallies[i];

        print_line(outfits[i].name, run->level, one);
        all.fights += one->fights;
        all.won += one->won;
        all.kills += one->kills;
        all.deaths += one->deaths;
        all.fled += one->fled;
        all.fight_ms += one->fight_ms;
        all.rest_ms += one->rest_ms;
        all.ghost_ms += one->ghost_ms;
        all.all_ms += one->all_ms;
        all.cost += one->cost;
    }
    print_line("**all**", run->level, &all);
}

static void play(struct run *run)
{
    struct pb_realm_store store = pb_memory_store_functions(&run->store);
    struct pb_realm_options realm = {.memory = pb_memory_libc, .store = &store, .seed = run->options.seed};
    struct pb_log_options quiet = {.level = PB_ERROR};
    struct pb_system_type hunt = hunt_system;
    const struct pb_system_type *types[] = {&pb_movement_system, &pb_targeting_system, &pb_attack_system,
                                            &pb_support_system,  &pb_survival_system,  &hunt};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .types = types,
                                             .type_count = sizeof types / sizeof *types,
                                             .budget_us = 1000000,
                                             .far_percent = 100,
                                             .seed = run->options.seed,
                                             .settings = {.quest_strategy = "optimal",
                                                          .loot_policy = "greed",
                                                          .combat_flee_percent = run->options.flee,
                                                          .combat_rest_percent = run->options.rest}};
    uint64_t ticks = (uint64_t)(run->options.hours * 3600000 / TICK_MS), i;

    hunting = run;
    hunt.events = 1ull << PB_WORLD_KILLED | 1ull << PB_WORLD_RESURRECTED;
    hunt.on_event = hear;
    run->count = (unsigned)run->options.bots * CLASSES;
    options.capacity = run->count;
    make_world(run);
    realm.content = run->content;
    must(pb_log_new(&run->log, &quiet), "log");
    must(pb_realm_new(&run->realm, &realm), "realm");
    options.world = pb_realm_world(run->realm);
    options.log = run->log;
    must(pb_coordinator_new(&run->coordinator, &options), "coordinator");
    add_bots(run);
    for (i = 0; i < ticks; i++) {
        pb_realm_update(run->realm, TICK_MS);
        pb_coordinator_update(run->coordinator, TICK_MS, NULL, NULL);
        look(run);
    }
    report(run);
    pb_coordinator_free(run->coordinator);
    pb_realm_free(run->realm);
    pb_content_free(run->content);
    pb_memory_store_release(&run->store);
    pb_log_free(run->log);
}

int main(int argc, char **argv)
{
    static const unsigned usual[] = {1, 5, 10, 20, 40, 60, 80};
    struct options options = {.bots = 6, .flee = 20, .rest = 50, .hours = 2, .seed = 1};
    int i, letter;

    while ((letter = getopt(argc, argv, "a:b:ef:h:qr:s:")) != -1) {
        if (letter == 'a')
            options.above = (int)strtol(optarg, NULL, 10);
        else if (letter == 'b')
            options.bots = (int)strtol(optarg, NULL, 10);
        else if (letter == 'e')
            options.is_elite = 1;
        else if (letter == 'f')
            options.flee = (int)strtol(optarg, NULL, 10);
        else if (letter == 'h')
            options.hours = strtod(optarg, NULL);
        else if (letter == 'q')
            options.is_quest = 1;
        else if (letter == 'r')
            options.rest = (int)strtol(optarg, NULL, 10);
        else if (letter == 's')
            options.seed = strtoull(optarg, NULL, 10);
        else
            return 2;
    }
    if (options.bots < 1 || options.bots * CLASSES > MOST_BOTS || options.hours <= 0)
        return 2;
    printf("| level | class | won | kill | cost | deaths | fled | rest | down | kills |\n"
           "|---|---|---|---|---|---|---|---|---|---|\n");
    for (i = optind; i < argc || (optind == argc && i - optind < 7); i++) {
        struct run *run = calloc(1, sizeof *run);

        if (!run)
            return 1;
        run->options = options;
        run->level = optind == argc ? usual[i - optind] : (unsigned)strtoul(argv[i], NULL, 10);
        if (run->level < 1 || run->level > PB_MAX_LEVEL)
            return 2;
        play(run);
        free(run);
    }
    return 0;
}
