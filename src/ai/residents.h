/* State of the population. Internal to src/ai. */
#ifndef PB_AI_RESIDENTS_H
#define PB_AI_RESIDENTS_H

#include "ai/population.h"
#include "base/map.h"

enum {
    PB_PER_ACCOUNT = 10,
    /* After an error a character or an account is left alone for so long. */
    PB_RESIDENT_PAUSE_MS = 10000
};

/*
 * empty -> creating -> offline -> called -> entering -> online -> leaving -> offline; called -> offline;
 * offline -> deleting -> empty.
 */
enum pb_resident_phase {
    PB_RESIDENT_EMPTY,
    PB_RESIDENT_CREATING,
    PB_RESIDENT_OFFLINE,
    PB_RESIDENT_CALLED, /* to be logged in: see arrivals.h */
    PB_RESIDENT_ENTERING,
    PB_RESIDENT_ONLINE,
    PB_RESIDENT_LEAVING,
    PB_RESIDENT_DELETING
};

struct pb_resident {
    uint64_t guid;
    uint32_t request; /* that it waits for */
    uint32_t
        since_ms;   /* when its phase began; in PB_RESIDENT_OFFLINE and PB_RESIDENT_EMPTY: not before this */
    uint32_t place; /* where it was last: a square of a map, or its race, which is below any square */
    union {
        struct {
            pb_bot bot; /* PB_RESIDENT_ONLINE */
            pb_actor actor;
        }; /* PB_RESIDENT_ONLINE, PB_RESIDENT_LEAVING */
        struct {
            uint32_t next, before; /* residents of the same place: numbers + 1 */
        } queue;                   /* PB_RESIDENT_CALLED */
    };
    uint8_t phase, race, character_class, level;
};

struct pb_resident_account {
    uint32_t account_id, request;
    uint64_t fence;
    uint32_t since_ms;
    uint8_t is_used, is_listed, is_full;
    struct pb_resident residents[PB_PER_ACCOUNT];
};

struct pb_population {
    struct pb_population_options options;
    struct pb_population_settings settings;
    struct pb_population_stats stats;
    struct pb_resident_account *accounts;
    uint32_t count, capacity, free_count;
    uint32_t *free_accounts;
    struct pb_map *map;    /* account id -> index + 1 */
    struct pb_map *called; /* place -> the first resident who waits to come there, number + 1 */
    size_t calling_at;
    uint32_t calling; /* the place whose residents come now */
    uint64_t chance;
    uint32_t now_ms, request, cursor;
    uint32_t login_tokens, create_tokens;      /* thousandths */
    uint64_t orders;                           /* to the world */
    uint32_t asked;                            /* in this update, whether its time is over */
    uint32_t phases[PB_RESIDENT_DELETING + 1]; /* residents in each */
    uint8_t is_stopping, is_admitting;         /* is_admitting: logins come first in this update */
};

/* A resident goes over into a phase. */
void pb_resident_set_phase(struct pb_population *population, struct pb_resident *resident,
                           enum pb_resident_phase phase);
/* As above, and leaves it alone there for PB_RESIDENT_PAUSE_MS. */
void pb_resident_pause(struct pb_population *population, struct pb_resident *resident,
                       enum pb_resident_phase phase);
/* From ONLINE to LEAVING. */
void pb_resident_send_out(struct pb_population *population, struct pb_resident *resident);
/* Whose character it is. */
struct pb_resident_account *pb_resident_account(const struct pb_population *population,
                                                const struct pb_resident *resident);
/* NULL for an account that is not leased. */
struct pb_resident_account *pb_population_find(const struct pb_population *population, uint32_t account_id);

#endif
