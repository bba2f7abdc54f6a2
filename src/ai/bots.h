/*
 * Bots: what every system may know of a bot, by its number. Tick thread only. The coordinator fills it from
 * the world; systems read it and set goals. Systems keep what is theirs in arrays of their own, under the
 * same number.
 */
#ifndef PB_AI_BOTS_H
#define PB_AI_BOTS_H

#include "ai/trace.h"
#include "base/lines.h"
#include "include/playerbot_world.h"

typedef uint32_t pb_bot;
enum { PB_NO_BOT = 0xffffffff };

/* What a bot is in; systems say in which of these they run. */
enum pb_bot_mode {
    PB_BOT_OFFLINE = 0, /* no system runs */
    PB_BOT_PEACE = 1,
    PB_BOT_COMBAT = 2,
    PB_BOT_DEAD = 4
};
enum { PB_BOT_MODES = 4 };

/* Bots stand in blocks of 64, of which some things are known as a whole. */
enum { PB_BOT_BLOCK = 64, PB_BOT_SOME_OFFLINE = 0x80 };

enum pb_goal_kind {
    PB_GOAL_NONE,
    PB_GOAL_GO,   /* be within `radius` of `position` */
    PB_GOAL_HUNT, /* go there, then kill creatures `entry` (0: any of its level) within `radius`, until
                     cleared */
    PB_GOAL_STAY  /* stand still: somebody trades or talks with it */
};

enum pb_goal_state {
    PB_GOAL_WAITS, /* nobody began with it */
    PB_GOAL_UNDER_WAY,
    PB_GOAL_REACHED, /* it is there (GO, STAY), or hunts there (HUNT) */
    PB_GOAL_FAILED   /* it cannot be reached, or hunting there is in vain */
};

/* Where a bot should go and what it should fight there: how systems ask the movement of src/combat for it. */
struct pb_goal {
    struct pb_position position;
    float radius;
    uint32_t entry;
    uint8_t kind, state;
    uint8_t owner;    /* number of the system that set it */
    uint8_t priority; /* a higher one replaces a lower one */
};

/* Usual priorities of goals. */
enum {
    PB_GOAL_IDLE = 10,
    PB_GOAL_QUEST = 20,
    PB_GOAL_VENDOR = 30,
    PB_GOAL_LOOT = 40,
    PB_GOAL_TRADE = 50,
    PB_GOAL_SURVIVE = 60
};

/* What was decided last, for `why` and for replay. */
struct pb_decision {
    uint32_t at_ms;         /* coordinator's clock */
    uint32_t choice, other; /* such as quest ids: what was taken, and what came second */
    float score, other_score;
    uint8_t system;
    uint8_t kind; /* the system's own numbering; its `explain` knows the words */
};
enum { PB_DECISIONS = 4 };

/* What is read at nearly every turn of any system: one line of memory for each bot. Those who are due in a
 * tick are few and far apart, and of a field for itself each of them would bring a line. */
struct pb_bot_row {
    uint64_t guid;
    pb_actor actor; /* PB_NO_ACTOR while offline */
    uint32_t account;
    struct pb_actor_status status; /* as the world last said; at most a few ticks old, see coordinator.h */
    struct pb_goal goal;
    uint8_t mode; /* enum pb_bot_mode; see pb_bots_set_mode */
    uint8_t race, character_class, specialization;
    uint8_t decision_next; /* which of its decisions is the oldest */
    uint8_t displaced;     /* owner + 1 of the goal that the present one took the place of; 0: none */
    uint16_t put_off;      /* a bit for each system that the present mode keeps from a turn */
};
_Static_assert(sizeof(struct pb_bot_row) == PB_LINE, "a row is a line");

struct pb_bots {
    uint32_t count; /* numbers in use or free again, below capacity */
    uint32_t capacity;
    uint32_t now_ms; /* the coordinator's clock: the sum of the ticks' diffs; wraps, so compare differences */
    uint32_t load_percent;  /* how much load control stretches intervals; 100: the tick has time for all */
    struct pb_bot_row *row; /* of each bot; whole lines of memory */
    uint8_t *block_modes;   /* of each block of bots, all of their modes; PB_BOT_SOME_OFFLINE */
    uint8_t (
        *block_counts)[PB_BOT_MODES]; /* how many of each block are in each mode, as they stand in the enum */
    struct pb_decision (*decisions)[PB_DECISIONS]; /* a ring; the newest has the largest at_ms */
    /* Bots whose goal was set or taken back since the coordinator looked. */
    pb_bot changed[256];
    uint32_t changed_count;
    struct pb_trace *trace; /* borrowed; NULL: none */
    struct pb_memory memory;
};

/* Room for bots 0 to capacity - 1. Returns 0 or PB_E_no_memory. */
int pb_bots_reserve(struct pb_bots *bots, uint32_t capacity) __attribute__((warn_unused_result));
void pb_bots_release(struct pb_bots *bots);
size_t pb_bots_bytes(const struct pb_bots *bots);
/* Makes a number that of a new bot: nothing is left of the one before. */
void pb_bots_reset(struct pb_bots *bots, pb_bot bot);
/* The mode of an actor that is in the world. */
enum pb_bot_mode pb_bots_mode_of(const struct pb_actor_status *status);
const char *pb_bots_mode_name(enum pb_bot_mode mode);
/* The only way to change a mode. */
void pb_bots_set_mode(struct pb_bots *bots, pb_bot bot, enum pb_bot_mode mode);

/* Sets a goal, unless one of a higher priority (or the same, of another system) stands: PB_E_busy then. The
 * owner is woken when its state becomes REACHED or FAILED. */
int pb_bots_set_goal(struct pb_bots *bots, pb_bot bot, const struct pb_goal *goal)
    __attribute__((warn_unused_result));
/* Takes a goal back, if `owner` holds it. Whoever had one that it took the place of is woken. */
void pb_bots_clear_goal(struct pb_bots *bots, pb_bot bot, uint8_t owner);
/* Notes a decision. */
void pb_bots_decide(struct pb_bots *bots, pb_bot bot, uint8_t system, uint8_t kind, uint32_t choice,
                    float score, uint32_t other, float other_score);

#endif
