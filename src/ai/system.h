/*
 * System: the contract of everything that thinks for bots (SystemManager in the specification). A system is
 * one struct pb_system_type and whatever hangs from its `self`; src/api/systems.c lists all of them. One
 * `self` serves all bots. Everything is called on the tick thread; nothing waits; no memory is taken in
 * `update` and `on_event` once `reserve` was called.
 */
#ifndef PB_AI_SYSTEM_H
#define PB_AI_SYSTEM_H

#include "ai/bots.h"
#include "base/log.h"

enum pb_priority {
    PB_PRIORITY_CRITICAL, /* movement, targeting */
    PB_PRIORITY_HIGH,     /* combat support */
    PB_PRIORITY_NORMAL,   /* quest, inventory */
    PB_PRIORITY_LOW,      /* trade, social */
    PB_PRIORITY_IDLE,     /* auction, analysis */
    PB_PRIORITIES
};

/* One bot's turn in a system. The coordinator fills it, the system changes the last two. */
struct pb_step {
    pb_bot bot;
    uint32_t diff_ms; /* since the system's last step for this bot */
    uint32_t next_ms; /* until the next one; comes as the system's interval, 0 means the next tick */
    int32_t error;    /* comes as 0; see fault.h for what an error does */
};

/* Steps come in batches of at most this many. */
enum { PB_STEP_BATCH = 64 };

/* The bots of a batch may lie far apart: what a system keeps of them, in elements of `size` bytes, is on its
 * way from memory while it works on the first. */
static inline void pb_steps_fetch(const struct pb_step *steps, unsigned count, const void *table, size_t size)
{
    unsigned i;

    for (i = 0; i < count; i++)
        __builtin_prefetch((const char *)table + size * steps[i].bot, 1);
}

/* What strategies and policies a configuration chose; the numbers are those of playerbot.conf. */
struct pb_ai_settings {
    char quest_strategy[16];    /* optimal, group */
    char loot_policy[16];       /* need, greed, all */
    int quest_timeout_s;        /* without progress, after which a quest is abandoned */
    int group_percent;          /* of bots that look for a group */
    int combat_flee_percent;    /* of health below which a bot runs, when it would lose */
    int combat_rest_percent;    /* of health or power below which it rests */
    char auction_strategy[16];  /* market, modest */
    uint32_t auction_per_bot;   /* auctions that a bot may have in a house at a time; 0: it posts none */
    uint32_t auction_per_house; /* that all bots of this agent may have there */
    uint32_t auction_per_item;  /* of these, of one item */
    uint32_t auction_scan_s;    /* from one scan of a house to the next */
    char trade_policy[16];      /* market, group */
    char trade_security[16];    /* nobody, group, everyone */
    int trade_purchases;        /* 0: a bot never pays money in a trade */
    int trade_daily_gift;       /* copper that all bots together give one partner for nothing in a day */
    int trade_daily_trades;     /* with one partner */
};

struct pb_market;

struct pb_system_env {
    struct pb_memory memory;
    struct pb_log *log;
    const struct pb_world *world; /* borrowed for the system's life */
    struct pb_bots *bots;         /* borrowed for the system's life */
    struct pb_market *market;     /* what the systems share of the economy, borrowed; NULL: no market */
    struct pb_ai_settings settings;
    uint64_t seed;  /* of every decision that takes chance: same seed, same decisions */
    uint8_t number; /* of this system: owner of goals and decisions */
};

/* A figure that a system counts by itself: `value` only grows, unless `unit` ends in "now". */
typedef void pb_system_figure_fn(void *user, const char *name, uint64_t value, const char *unit,
                                 const char *help);

struct pb_system_type {
    const char *name; /* of metrics and of Playerbot.System.<Name>.* */
    enum pb_priority priority;
    uint32_t interval_ms;  /* between two steps of a bot, when the system does not say otherwise */
    uint32_t max_age_ms;   /* a step comes at most this much later than it is due, also under overload */
    uint32_t longest_us;   /* a step may take so long by design, such as one that plans; 0: 50 */
    uint8_t modes;         /* enum pb_bot_mode in which it runs */
    uint8_t carries_goals; /* 1: it changes the state of goals, so their owners are woken after its steps */
    uint64_t events;       /* 1 << enum pb_world_event_type, of those that on_event gets */

    /* Makes the system. Returns 0, PB_E_no_memory or PB_E_unsupported (the world lacks what it needs: it is
     * off). */
    int (*initialize)(void **self, const struct pb_system_env *env);
    /* Makes room for bots 0 to capacity - 1; only grows. Returns 0 or PB_E_no_memory. */
    int (*reserve)(void *self, uint32_t capacity);
    /* A bot has come into the world, or must begin anew after a fault: forget what was known of it. */
    void (*reset)(void *self, pb_bot bot);
    /* Does a step for each of the bots, which are all in one of `modes`. */
    void (*update)(void *self, struct pb_step *steps, unsigned count);
    /* The same for `count` bots from `first` on, a multiple of 64, that all had their last step `diff_ms` ago
     * and all come again after the system's interval. For systems whose ordinary step cannot fail, sets no
     * goal and keeps the interval: a list of steps would cost as much as they do. May be NULL. */
    void (*update_run)(void *self, pb_bot first, unsigned count, uint32_t diff_ms);
    /* Something happened to a bot. May be NULL. Returns 1 when the bot's next step should come in this tick.
     */
    int (*on_event)(void *self, pb_bot bot, const struct pb_world_event *event);
    /* After a recoverable fault: finds and mends what contradicts itself. Returns 0 when it is whole again.
     * May be NULL: reset() is called then. */
    int (*repair)(void *self, pb_bot bot);
    /* What a bot is doing and why, and what it waits for, in a line or a few. May be NULL. */
    void (*explain)(const void *self, pb_bot bot, char *text, size_t size);
    /* Takes new settings, after a reload. May be NULL. */
    void (*configure)(void *self, const struct pb_ai_settings *settings);
    /* Bytes for all bots, and in `shared` bytes of what all share (caches). */
    size_t (*memory)(const void *self, size_t *shared);
    /* Reports each own figure, also cache hits and misses as "<cache>_hits" and "<cache>_misses". May be
     * NULL. */
    void (*figures)(const void *self, pb_system_figure_fn *figure, void *user);
    /* Frees all. */
    void (*shutdown)(void *self);
};

#endif
