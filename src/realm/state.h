/* State of the realm. Internal to src/realm. */
#ifndef PB_REALM_STATE_H
#define PB_REALM_STATE_H

#include "base/lines.h"
#include "realm/realm.h"
#include <stddef.h>

/* A character in the world. Dense: its index is the actor. What is touched together lies together: where it
 * is, with its place in the grid; what everybody asks for (get_status) and each tick wants; the rest. */
struct pb_realm_actor {
    /* movement: on the way from `from` to `to` between two times; `from` is where it is when it stands */
    struct pb_position from, to;
    uint32_t depart_ms, arrive_ms; /* of the realm's clock */
    float speed;                   /* yards a ms of this movement */
    uint32_t event_ms;             /* when its next own event is due: arrival, blow, regeneration */
    uint32_t regenerated_ms, save_ms;
    uint32_t looked_ms; /* for enemies on its way */
    uint32_t note_ms;   /* when the first timed quest fails, if is_timed */
    /* what it is in: from here on a second line of memory */
    uint16_t flags; /* enum pb_actor_flag */
    uint8_t level, character_class, race, gender, specialization;
    uint8_t attackers;
    uint8_t is_used, is_dirty, is_items_dirty, is_quests_dirty;
    uint8_t is_planned; /* event_ms is in the heap */
    uint8_t is_leaving; /* logged out, and not yet with the store: for others it has gone */
    uint8_t is_human;   /* played by no bot: see human.c */
    uint8_t is_tied;    /* took part in what changed in the houses since the store was told */
    uint64_t guid;
    uint16_t life; /* changes when the number goes to another character */
    uint16_t inventory_version, quest_version;
    uint8_t worst_durability;       /* percent of what is worn */
    uint8_t slot_count, free_slots; /* slot_count: 23 + 16 + what its bags hold */
    uint8_t is_timed;
    uint32_t health, health_max, power, power_max;
    uint32_t group;    /* index + 1, 0 for none */
    uint32_t target;   /* index of a spawn, PB_NO_INDEX for none */
    uint32_t swing_ms; /* its next blow, or when it looks whether it has come near enough */
    uint32_t swung_ms; /* its last blow */
    /* combat */
    uint32_t ready_ms[PB_ABILITIES];
    float damage_per_s; /* of its blows, from what it wears; see pb_goods_dress */
    float armor_share;  /* of damage that gets through armor and what else its class has: 0 to 1 */
    uint32_t died_ms;
    uint32_t defends_ms; /* takes half the damage until then */
    uint32_t eats_ms;    /* rests twice as well until then */
    uint32_t potion_ms;  /* no other potion until then */
    /* belongings */
    uint64_t fence;
    uint32_t account_id;
    uint32_t trade; /* index + 1, 0 for none */
    uint32_t joint; /* actor + 1 with whom it must be kept, since they traded; 0: nobody */
    uint32_t money, experience;
    uint32_t invited_by, invited_ms; /* actor + 1 who asked it into a group, and when */
    uint16_t invited_life;           /* of who asked: its number may go to somebody else */
    struct pb_item_stack *items;     /* by slot, ascending; its own block */
    struct pb_quest_progress *quests;
    uint32_t *rewarded;          /* quest ids, ascending */
    struct pb_quest_note *notes; /* of daily and timed quests; see note.c */
    uint32_t rewarded_count, rewarded_capacity, rewarded_saved, item_capacity;
    uint16_t item_count;
    uint8_t quest_count, quest_capacity, note_count, note_capacity;
    char name[13];
    uint8_t spare[37]; /* whole lines: thousands are read here and there, each line of one is a wait */
};
_Static_assert(sizeof(struct pb_realm_actor) % PB_LINE == 0 &&
                   offsetof(struct pb_realm_actor, flags) == PB_LINE &&
                   offsetof(struct pb_realm_actor, swing_ms) < 2 * PB_LINE,
               "what is asked for most is in one line");

/* Where an actor stands in the grid of actors: see cells.c. By themselves, so that going along a list does
 * not wait for each actor in it. */
struct pb_realm_link {
    uint32_t cell, next, before; /* bucket + 1, actors + 1; of one who is not used, next is the next such */
    /* Who came second, third and fourth after it when it was put in, actors + 1: whoever goes along the list
     * has these on their way from memory. Some may have left since. */
    uint32_t ahead[3];
    int16_t column, row;
    uint32_t square; /* of the map, in whose crowd it is counted; 0: in none. Two of these make a line */
};

/* A creature. Its index is that of its spawn. */
struct pb_realm_creature {
    uint32_t health, health_max;
    uint32_t target; /* actor that it fights, PB_NO_ACTOR for none */
    uint32_t tapper; /* actor whose kill it is (or its group's): see pb_realm_tapper */
    uint32_t due_ms; /* its blow, end of its corpse, or respawn */
    uint32_t loot;   /* index + 1 of its loot while it is a corpse */
    uint8_t level;
    uint16_t tapper_life;
};
enum pb_creature_state { PB_CREATURE_ALIVE, PB_CREATURE_CORPSE, PB_CREATURE_GONE };

/* When something of an actor or a creature is due: a binary heap; what was put off is found to be early, and
 * put back. */
struct pb_due {
    uint32_t due_ms;
    uint32_t id; /* actor, spawn with PB_DUE_SPAWN, or PB_DUE_HOUSES: a part of a second of theirs */
};
enum { PB_ACTOR_CELLS = 4096 /* at first */ };
#define PB_DUE_SPAWN 0x80000000u
#define PB_DUE_HOUSES 0xffffffffu

struct pb_events; /* world events for poll_events */
struct pb_goods;  /* loot, groups, quests: goods.c and others */
struct pb_post;   /* letters: post.h */
struct pb_houses; /* auctions: house.h */
struct pb_people; /* humans who trade: people.h; NULL: none */

struct pb_realm {
    struct pb_realm_options options;
    struct pb_realm_store store;
    struct pb_world world;
    struct pb_realm_stats stats;
    struct pb_realm_gold gold;
    uint32_t now_ms;
    uint64_t chance;               /* state of the random numbers: see base/chance.h */
    struct pb_realm_actor *actors; /* whole lines of memory */
    struct pb_realm_link *links;   /* of each actor */
    uint32_t actor_count, actor_capacity, actor_free;
    struct pb_realm_creature *creatures; /* one for each spawn */
    /* Of each, enum pb_creature_state: by themselves, since a search meets many that are gone. */
    uint8_t *creature_states;
    struct pb_due *dues;
    uint32_t due_count, due_capacity;
    uint32_t *cells;                /* first actor + 1 of each bucket of the grid */
    uint32_t cell_mask;             /* buckets are a power of two; there are as many as actors at least */
    struct pb_map *crowds;          /* how many actors each square of the maps has */
    struct pb_object_view *players; /* humans, for tests */
    uint32_t player_count;
    struct pb_humans *humans;        /* who act; NULL: none has come yet */
    struct pb_character_entry *list; /* of accounts that were listed and not read yet */
    uint32_t list_count, list_capacity;
    struct pb_events *events;
    struct pb_goods *goods;
    struct pb_post *post;
    struct pb_houses *houses;
    struct pb_people *people;
    uint32_t provided; /* the actor that room.c looked at last */
};

/* Objects: creatures are spawn + 1, actors are bit 40 and their guid's number, players bit 41; mailboxes
 * bit 42. */
#define PB_OBJECT_OF_SPAWN(spawn) ((pb_object)(spawn) + 1)
#define PB_OBJECT_OF_ACTOR(actor) (((pb_object)1 << 40) | (actor))
#define PB_OBJECT_OF_PLAYER(player) (((pb_object)1 << 41) | (player))
#define PB_OBJECT_OF_MAILBOX(place) (((pb_object)1 << 42) | (place))

/* The actor, or NULL when it is none. */
struct pb_realm_actor *pb_realm_actor(struct pb_realm *realm, pb_actor actor);
/* Of an actor that will be looked at soon, where it is and how it stands: on its way from memory by then. */
static inline void pb_realm_fetch(const struct pb_realm *realm, pb_actor actor)
{
    __builtin_prefetch(&realm->actors[actor]);
    __builtin_prefetch(&realm->actors[actor].flags);
}
/* Where it is now. */
struct pb_position pb_realm_where(const struct pb_realm *realm, const struct pb_realm_actor *actor);
/* Where an object is; PB_E_gone. */
int pb_realm_object_where(struct pb_realm *realm, pb_object object, struct pb_position *position)
    __attribute__((warn_unused_result));
/* 0 when the actor lives and the object is within `yards`, else PB_E_dead, PB_E_gone or PB_E_too_far. */
int pb_realm_reaches(struct pb_realm *realm, pb_actor actor, pb_object object, float yards)
    __attribute__((warn_unused_result));
/* Tells the bot of something: room for it is made or the event is counted as lost. */
void pb_realm_tell(struct pb_realm *realm, const struct pb_world_event *event);
/* Gives experience, with the levels that follow. */
void pb_realm_give_experience(struct pb_realm *realm, pb_actor actor, uint32_t experience);
/* Money into or out of a purse, counted by its cause. */
void pb_realm_give_money(struct pb_realm *realm, pb_actor actor, uint32_t copper,
                         enum pb_realm_gold_cause cause);
int pb_realm_take_money(struct pb_realm *realm, pb_actor actor, uint32_t copper,
                        enum pb_realm_gold_cause cause) __attribute__((warn_unused_result));
/* Between a purse and what this world holds for it (bids, letters): there must be room, and so much. */
void pb_realm_move_money(struct pb_realm *realm, pb_actor actor, uint32_t in, uint32_t out,
                         enum pb_realm_gold_cause cause);

/* timer.c */
int pb_realm_schedule(struct pb_realm *realm, uint32_t id, uint32_t due_ms)
    __attribute__((warn_unused_result));
/* The next that is due; 0 when none is. */
int pb_realm_next_due(struct pb_realm *realm, struct pb_due *due);

/* room.c */
/* Makes `array_at`, the address of a pointer to an array, one of at least `wanted` elements. Returns 0 or
 * PB_E_no_memory. */
int pb_room_make(struct pb_realm *realm, void *array_at, size_t size, uint32_t *capacity, uint32_t wanted)
    __attribute__((warn_unused_result));
/* Makes room ahead for what bots may do until the next update. */
void pb_room_provide(struct pb_realm *realm);

/* event.c */
int pb_events_new(struct pb_realm *realm) __attribute__((warn_unused_result));
void pb_events_free(struct pb_realm *realm);
unsigned pb_events_poll(void *self, struct pb_world_event *events, unsigned max);
size_t pb_events_bytes(const struct pb_realm *realm);

/* move.c */
void pb_realm_offer_moving(struct pb_world *world);
/* Lets it go somewhere; the time that it will take, UINT32_MAX when it cannot get there. */
uint32_t pb_realm_travel_ms(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                            const struct pb_position *to);
void pb_realm_go(struct pb_realm *realm, pb_actor actor, const struct pb_position *to, float stop_within);
/* Stops where it is. */
void pb_realm_halt(struct pb_realm *realm, pb_actor actor);
/* What is due while it moves. */
void pb_realm_walk(struct pb_realm *realm, pb_actor actor);
/* Sees to it that the actor is looked at when the next of all that it waits for is due, or before. */
void pb_realm_plan(struct pb_realm *realm, pb_actor actor);

/* service.c */
void pb_realm_offer_services(struct pb_world *world);
/* The house of the auctioneer in reach, or PB_E_gone, PB_E_dead, PB_E_too_far. */
int pb_realm_house_at(const struct pb_realm *realm, pb_actor actor) __attribute__((warn_unused_result));
/* Whether a mailbox is in reach. */
int pb_realm_is_at_mailbox(const struct pb_realm *realm, const struct pb_realm_actor *actor);
/* The faction's house: PB_HOUSE_ALLIANCE or PB_HOUSE_HORDE. */
uint8_t pb_realm_house_of_race(unsigned race);

/* sight.c */
void pb_realm_offer_sight(struct pb_world *world);

/* cells.c */
void pb_realm_enter_cell(struct pb_realm *realm, pb_actor actor);
void pb_realm_leave_cell(struct pb_realm *realm, pb_actor actor);
/* As many buckets as there may be actors. Returns 0 or PB_E_no_memory. */
int pb_realm_widen_cells(struct pb_realm *realm) __attribute__((warn_unused_result));
/* Tells the actor when a human is near, and when none is left. */
void pb_realm_meet_players(struct pb_realm *realm, pb_actor actor);
/* Calls back for each actor within `radius`, at most PB_REALM_SIGHT, of a place. */
enum { PB_REALM_SIGHT = 500 };
void pb_realm_actors_near(struct pb_realm *realm, const struct pb_position *place, float radius,
                          void (*visit)(void *user, pb_actor actor, float distance), void *user);

/* crowd.c */
/* The actor is somewhere; counts it there. */
void pb_crowd_move(struct pb_realm *realm, pb_actor actor, const struct pb_position *place);
void pb_crowd_leave(struct pb_realm *realm, pb_actor actor);
/* After how many seconds a creature comes back that is gone now. */
uint32_t pb_crowd_respawn_s(const struct pb_realm *realm, uint32_t spawn);
/* Whether as many are counted as there are. */
int pb_crowd_check(const struct pb_realm *realm) __attribute__((warn_unused_result));

/* combat.c */
void pb_realm_offer_combat(struct pb_world *world);
/* The actor's blow and its other timers. */
void pb_realm_fight(struct pb_realm *realm, pb_actor actor);
/* Leaves combat: nobody fights it and it fights nobody. */
void pb_realm_disengage(struct pb_realm *realm, pb_actor actor);
/* A creature turns on an actor. */
void pb_realm_provoke(struct pb_realm *realm, uint32_t spawn, pb_actor actor);
/* Looks for creatures that attack whoever comes near. */
void pb_realm_look_for_trouble(struct pb_realm *realm, pb_actor actor);
/* A creature that has just come looks for somebody to attack. */
void pb_realm_look_for_prey(struct pb_realm *realm, uint32_t spawn);

/* creature.c */
void pb_realm_spawn_all(struct pb_realm *realm);
/* What is due for a creature: its blow, the end of its corpse, its return. */
void pb_realm_creature_due(struct pb_realm *realm, uint32_t spawn);
/* It dies by an actor's hand. */
void pb_realm_kill_creature(struct pb_realm *realm, uint32_t spawn, pb_actor killer);
/* Nothing is left on its corpse: it goes soon. */
void pb_realm_bury(struct pb_realm *realm, uint32_t spawn);
/* Lets go of whom it fights; it is nobody's prey. */
void pb_realm_let_go(struct pb_realm *realm, uint32_t spawn);
/* The kill is this actor's from now on. */
void pb_realm_tap(struct pb_realm *realm, uint32_t spawn, pb_actor actor);
/* Whose kill it is; PB_NO_ACTOR when it is nobody's, or of somebody who has left. */
pb_actor pb_realm_tapper(struct pb_realm *realm, uint32_t spawn);
/* Whoever fights an actor lets go of it, because it dies or leaves, and turns to others of its group. */
void pb_realm_shake_off(struct pb_realm *realm, pb_actor actor);
float pb_realm_level_factor(unsigned attacker, unsigned victim);
/* What chance makes of a blow: within a fifth of its mean, and one in twenty twice as hard. */
float pb_realm_blow_factor(struct pb_realm *realm);
/* Whether two races are of the same faction: others neither group, nor heal, nor write to each other. */
int pb_realm_are_friends(unsigned race, unsigned other);

/* life.c */
void pb_realm_offer_life(struct pb_world *world);
void pb_realm_die(struct pb_realm *realm, pb_actor actor, uint32_t spawn);
uint32_t pb_realm_experience_next(unsigned level);
/* The highest level of creatures that teach a character nothing any more. */
unsigned pb_realm_grey_level(unsigned level);
uint32_t pb_realm_kill_experience(const struct pb_creature_template *creature, unsigned creature_level,
                                  unsigned level);

/* actor.c */
void pb_realm_offer_characters(struct pb_world *world);
void pb_realm_take_answers(struct pb_realm *realm);
/* Hands it to the store when it has changed; the store's error when that does not take it now. */
int pb_realm_save(struct pb_realm *realm, pb_actor actor, int is_online);
/* Two have exchanged things: they are handed over at the next update, together, and until then neither trades
 * with anybody else. */
void pb_realm_save_soon(struct pb_realm *realm, pb_actor actor, pb_actor other);
/* A character as the store takes it, and that it has taken it. */
struct pb_realm_character pb_realm_describe(const struct pb_realm *realm, pb_actor actor, int is_online);
void pb_realm_note_saved(struct pb_realm *realm, pb_actor actor);
/* A character comes into the world. */
int pb_realm_enter(struct pb_realm *realm, const struct pb_realm_character *character, int is_human,
                   pb_actor *actor) __attribute__((warn_unused_result));

/* human.c */
void pb_realm_free_humans(struct pb_realm *realm);
/* Takes an event that is for a human; 0 when it is not. */
int pb_realm_tell_human(struct pb_realm *realm, const struct pb_world_event *event);
void pb_realm_forget_human(struct pb_realm *realm, pb_actor actor);
/* Whether a human who acts is within `yards` of a place. */
int pb_realm_is_human_near(const struct pb_realm *realm, const struct pb_position *place, float yards);
/* A human has come to a place, or left it: bots there learn whether one is near. */
void pb_realm_meet_around(struct pb_realm *realm, const struct pb_position *place);
size_t pb_realm_human_bytes(const struct pb_realm *realm);
/* What is due of an actor that has logged out: once it is with the store, its number is free. */
void pb_realm_finish_logout(struct pb_realm *realm, pb_actor actor);
/* Times long past are brought up to now, so that the clock, which begins again after 49 days, never meets
 * them from behind. */
void pb_realm_refresh_times(struct pb_realm *realm, pb_actor actor);

/* -- What the goods (inventory, loot, quests, groups, mail) do for the rest -- */
int pb_goods_new(struct pb_realm *realm) __attribute__((warn_unused_result));
void pb_goods_free(struct pb_realm *realm);
/* Fills in the functions of `world` that the goods implement. */
void pb_goods_offer(struct pb_realm *realm, struct pb_world *world);
/* A new character's first clothes, weapon and food. */
int pb_goods_equip_new(struct pb_realm *realm, pb_actor actor) __attribute__((warn_unused_result));
/* What new characters may begin with, once for all. Returns 0 or PB_E_no_memory. */
int pb_goods_list_first(struct pb_realm *realm) __attribute__((warn_unused_result));
/* Its belongings have come into the world. */
void pb_goods_on_login(struct pb_realm *realm, pb_actor actor);
/* Works out slot_count, free_slots, health_max, power_max, damage_per_s and armor_share from level, class and
 * what is worn. */
void pb_goods_dress(struct pb_realm *realm, pb_actor actor);
/* A creature died: loot for its killers, quest progress for all who earned it. */
void pb_goods_on_kill(struct pb_realm *realm, uint32_t spawn, pb_actor killer);
/* A corpse has gone: its loot goes too. */
void pb_goods_on_corpse_gone(struct pb_realm *realm, uint32_t spawn);
/* An actor is leaving: its group and what lies on corpses for it are no longer its own. */
void pb_goods_on_leave(struct pb_realm *realm, pb_actor actor);
/* It has left, and is with the store: what it carries is out of this world. */
void pb_goods_on_logout(struct pb_realm *realm, pb_actor actor);
/* Time limits of its quests. */
void pb_goods_on_due(struct pb_realm *realm, pb_actor actor);
/* What wears down by a death or a fight. */
void pb_goods_wear(struct pb_realm *realm, pb_actor actor, unsigned percent);
/* Timers: days, rolls that ran out. */
void pb_goods_update(struct pb_realm *realm);
/* Members of the actor's group who are within `yards`, itself included; returns how many. */
unsigned pb_goods_party(struct pb_realm *realm, pb_actor actor, float yards, pb_actor members[PB_GROUP_SIZE]);
size_t pb_goods_bytes(const struct pb_realm *realm);
int pb_goods_check(struct pb_realm *realm, char *text, size_t size) __attribute__((warn_unused_result));

#endif
