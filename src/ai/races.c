#include "ai/races.h"
#include "base/chance.h"
#include "include/playerbot_error.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BIT(n) (1u << ((n)-1))

static const struct {
    const char *name;
    uint16_t classes;
} race_table[PB_RACES] = {
    [1] = {"human", BIT(1) | BIT(2) | BIT(4) | BIT(5) | BIT(6) | BIT(8) | BIT(9)},
    [2] = {"orc", BIT(1) | BIT(3) | BIT(4) | BIT(6) | BIT(7) | BIT(9)},
    [3] = {"dwarf", BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(6)},
    [4] = {"nightelf", BIT(1) | BIT(3) | BIT(4) | BIT(5) | BIT(6) | BIT(11)},
    [5] = {"undead", BIT(1) | BIT(4) | BIT(5) | BIT(6) | BIT(8) | BIT(9)},
    [6] = {"tauren", BIT(1) | BIT(3) | BIT(6) | BIT(7) | BIT(11)},
    [7] = {"gnome", BIT(1) | BIT(4) | BIT(6) | BIT(8) | BIT(9)},
    [8] = {"troll", BIT(1) | BIT(3) | BIT(4) | BIT(5) | BIT(6) | BIT(7) | BIT(8)},
    [10] = {"bloodelf", BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(6) | BIT(8) | BIT(9)},
    [11] = {"draenei", BIT(1) | BIT(2) | BIT(3) | BIT(5) | BIT(6) | BIT(7) | BIT(8)},
};

static const char *const class_names[PB_CLASSES] = {
    [1] = "warrior",     [2] = "paladin", [3] = "hunter", [4] = "rogue",   [5] = "priest",
    [6] = "deathknight", [7] = "shaman",  [8] = "mage",   [9] = "warlock", [11] = "druid"};

enum { DEATH_KNIGHT = 6, DEFAULT_WEIGHT = 10, MAX_WEIGHT = 10000 };

uint16_t pb_race_classes(unsigned race)
{
    return race < PB_RACES ? race_table[race].classes : 0;
}

void pb_race_weights_default(struct pb_race_weights *weights)
{
    unsigned i;

    memset(weights, 0, sizeof *weights);
    for (i = 1; i < PB_RACES; i++)
        if (race_table[i].name)
            weights->races[i] = DEFAULT_WEIGHT;
    for (i = 1; i < PB_CLASSES; i++)
        if (class_names[i] && i != DEATH_KNIGHT)
            weights->classes[i] = DEFAULT_WEIGHT;
}

static const char *name_of(unsigned i, int is_class)
{
    return is_class ? class_names[i] : race_table[i].name;
}

/* One list of name:weight. */
static int read_list(uint16_t *weights, unsigned count, int is_class, const char *text, char *message,
                     size_t size)
{
    const char *what = is_class ? "class" : "race";

    memset(weights, 0, count * sizeof *weights);
    while (*text) {
        char name[20];
        unsigned weight, i;
        int length = 0;

        if (sscanf(text, " %19[a-zA-Z]:%5u%n", name, &weight, &length) != 2 || weight > MAX_WEIGHT) {
            snprintf(message, size,
                     "'%.40s' is no %s with its weight; wanted: NAME:0 to NAME:%d, with blanks between", text,
                     what, MAX_WEIGHT);
            return PB_E_bad_value;
        }
        for (i = 1; i < count && !(name_of(i, is_class) && strcasecmp(name_of(i, is_class), name) == 0);)
            i++;
        if (i == count) {
            snprintf(message, size, "'%s' is no %s", name, what);
            return PB_E_bad_value;
        }
        weights[i] = (uint16_t)weight;
        for (text += length; *text == ' '; text++)
            ;
    }
    return PB_OK;
}

/* Whether a race, or a class, has its match among those with a weight. */
static int has_match(const struct pb_race_weights *weights, unsigned number, int is_class)
{
    unsigned i;

    for (i = 1; i < PB_RACES; i++) {
        if (is_class && weights->races[i] && race_table[i].classes & BIT(number))
            return 1;
        if (!is_class && weights->classes[i] && race_table[number].classes & BIT(i))
            return 1;
    }
    return 0;
}

/* Who was named with a weight must be possible; of the races and classes of an empty list some need not be.
 */
static int check_pairs(const struct pb_race_weights *weights, const char *races, const char *classes,
                       char *message, size_t size)
{
    unsigned i;

    for (i = 1; i < PB_RACES; i++)
        if (*races && weights->races[i] && !has_match(weights, i, 0)) {
            snprintf(message, size, "race '%s' can be none of the classes that have a weight", name_of(i, 0));
            return PB_E_bad_value;
        }
    for (i = 1; i < PB_CLASSES; i++)
        if (*classes && weights->classes[i] && !has_match(weights, i, 1)) {
            snprintf(message, size, "class '%s' is open to none of the races that have a weight",
                     name_of(i, 1));
            return PB_E_bad_value;
        }
    return PB_OK;
}

int pb_race_weights_read(struct pb_race_weights *weights, const char *races, const char *classes,
                         char *message, size_t size)
{
    uint64_t chance = 0;
    uint8_t race, character_class;

    pb_race_weights_default(weights);
    if (*races && read_list(weights->races, PB_RACES, 0, races, message, size) != PB_OK)
        return PB_E_bad_value;
    if (*classes && read_list(weights->classes, PB_CLASSES, 1, classes, message, size) != PB_OK)
        return PB_E_bad_value;
    if (pb_race_choose(weights, &chance, &race, &character_class) != PB_OK) {
        snprintf(message, size, "no race with a weight can have a class with a weight");
        return PB_E_bad_value;
    }
    return check_pairs(weights, races, classes, message, size);
}

int pb_race_choose(const struct pb_race_weights *weights, uint64_t *chance, uint8_t *race,
                   uint8_t *character_class)
{
    uint32_t total[PB_RACES] = {0}, sum = 0, drawn;
    unsigned i, k;

    /* A race counts only if it can have a class with a weight. */
    for (i = 1; i < PB_RACES; i++)
        for (k = 1; k < PB_CLASSES; k++)
            if (weights->races[i] && race_table[i].classes & BIT(k))
                total[i] += weights->classes[k];
    for (i = 1; i < PB_RACES; i++)
        sum += total[i] ? weights->races[i] : 0;
    if (!sum)
        return PB_E_bad_value;
    drawn = pb_chance_below(chance, sum);
    for (i = 1; !total[i] || drawn >= weights->races[i]; i++)
        drawn -= total[i] ? weights->races[i] : 0;
    drawn = pb_chance_below(chance, total[i]);
    for (k = 1; !(race_table[i].classes & BIT(k)) || drawn >= weights->classes[k]; k++)
        drawn -= race_table[i].classes & BIT(k) ? weights->classes[k] : 0;
    *race = (uint8_t)i;
    *character_class = (uint8_t)k;
    return PB_OK;
}
