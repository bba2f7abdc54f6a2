/*
 * Stat weights: what a point of each stat is worth to whom. Pure data and its look-up. Any thread.
 *
 * After the lists that Wowhead's item comparison and the Pawn addon offered for version 3.3: the best stat of
 * a specialisation counts 100, rounded to whole numbers. No simulation of ours stands behind them. Row 0 of a
 * class is for who has not chosen yet, and is that of the usual way to play it alone. What the lists leave
 * out because it does not matter to a raid at level 80 (stamina of those who do damage, a little armor) has
 * small numbers of ours. They are data: change them here, not in code.
 *
 * Columns, in hundredths of a point of value: strength, agility, intellect, spirit, stamina, attack power,
 * spell power, crit, hit, haste, expertise, armor penetration, mana per 5 s, defense, dodge, parry, block,
 * block value, resilience; for 100 points: armor; for a point of damage a second: melee and ranged weapons.
 */
#ifndef PB_ITEM_STAT_WEIGHTS_H
#define PB_ITEM_STAT_WEIGHTS_H

#include "item/item_user.h"

/* clang-format off */
#define PB_STAT_WEIGHTS(X) \
    /* class spec                str  agi  int  spi  sta   ap   sp crit  hit hast  exp  arp  mp5  def  dod  par  blo  bva  res  arm mdps rdps */ \
    X( 1, 0, /* warrior       */ 100,  65,   0,   5,  30,  45,   0,  75,  70,  45,  60,  45,   0,   5,   5,   5,   2,   2,   1,  90, 440,  20) \
    X( 1, 1, /* arms          */ 100,  65,   0,   0,  15,  45,   0,  80,  90,  50,  85,  65,   0,   0,   0,   0,   0,   0,   1,  60, 440,   5) \
    X( 1, 2, /* fury          */  82,  53,   0,   0,  15,  31,   0,  66,  48,  36, 100,  52,   0,   0,   0,   0,   0,   0,   1,  60, 360,   5) \
    X( 1, 3, /* protection    */  48,  67,   0,   0, 100,   1,   0,   7,  10,   1,  19,  10,   0,  86,  90,  67,  48,  81,   2, 600,  40,   1) \
    X( 2, 0, /* paladin       */ 100,  32,   8,   5,  30,  34,   9,  40,  70,  30,  55,  22,   5,   5,   5,   5,   2,   2,   1,  90, 470,   0) \
    X( 2, 1, /* holy          */   0,   0, 100,   2,  12,   0,  58,  46,   0,  35,   0,   0,  88,   0,   0,   0,   0,   0,   1,  30,   2,   0) \
    X( 2, 2, /* protection    */  16,  60,   0,   0, 100,   2,   4,   3,  16,   1,  27,   1,   0,  45,  55,  30,   7,   6,   2, 800,  30,   0) \
    X( 2, 3, /* retribution   */  80,  32,   8,   0,  15,  34,   9,  40, 100,  30,  66,  22,   0,   0,   0,   0,   0,   0,   1,  60, 470,   0) \
    X( 3, 0, /* hunter        */  10, 100,  35,   5,  30,  40,   0,  60,  80,  30,   0,  40,  10,   0,   0,   0,   0,   0,   1,  50,  40, 350) \
    X( 3, 1, /* beast mastery */   5,  58,  37,   0,  12,  30,   0,  40, 100,  21,   0,  28,   5,   0,   0,   0,   0,   0,   1,  30,  10, 213) \
    X( 3, 2, /* marksmanship  */   5,  74,  39,   0,  12,  32,   0,  57, 100,  24,   0,  40,   5,   0,   0,   0,   0,   0,   1,  30,  10, 379) \
    X( 3, 3, /* survival      */   5,  76,  35,   0,  12,  29,   0,  42, 100,  31,   0,  26,   5,   0,   0,   0,   0,   0,   1,  30,  10, 181) \
    X( 4, 0, /* rogue         */  55, 100,   0,   5,  30,  50,   0,  75,  75,  70,  75,  70,   0,   2,   5,   2,   0,   0,   1,  60, 220,  10) \
    X( 4, 1, /* assassination */  55, 100,   0,   0,  15,  65,   0,  81,  83,  64,  87,  65,   0,   0,   0,   0,   0,   0,   1,  40, 170,   5) \
    X( 4, 2, /* combat        */  55, 100,   0,   0,  15,  50,   0,  75,  80,  73,  82, 100,   0,   0,   0,   0,   0,   0,   1,  40, 220,   5) \
    X( 4, 3, /* subtlety      */  55, 100,   0,   0,  15,  50,   0,  75,  80,  75, 100,  75,   0,   0,   0,   0,   0,   0,   1,  40, 228,   5) \
    X( 5, 0, /* priest        */   0,   0,  40,  40,  30,   0, 100,  54,  70,  50,   0,   0,  20,   0,   0,   0,   0,   0,   1,  40,   2,  60) \
    X( 5, 1, /* discipline    */   0,   0,  65,  22,  12,   0, 100,  48,   0,  59,   0,   0,  67,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 5, 2, /* holy          */   0,   0,  69,  52,  12,   0,  60,  38,   0,  31,   0,   0, 100,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 5, 3, /* shadow        */   0,   0,  16,  16,  12,   0,  76,  54, 100,  50,   0,   0,   5,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 6, 0, /* death knight  */ 100,  20,   0,   0,  30,  35,   0,  50,  70,  35,  60,  40,   0,   5,   5,   5,   0,   0,   1,  90, 340,   0) \
    X( 6, 1, /* blood         */  99,  20,   0,   0,  25,  36,   0,  57,  91,  33,  90, 100,   0,   0,   0,   0,   0,   0,   1,  70, 360,   0) \
    X( 6, 2, /* frost         */  97,  20,   0,   0,  15,  35,   0,  45, 100,  28,  81,  61,   0,   0,   0,   0,   0,   0,   1,  70, 337,   0) \
    X( 6, 3, /* unholy        */ 100,  20,   0,   0,  15,  34,   0,  45,  66,  48,  51,  32,   0,   0,   0,   0,   0,   0,   1,  70, 209,   0) \
    X( 7, 0, /* shaman        */  50,  70,  50,  10,  30,  45,  45,  60,  75,  45,  50,  25,  15,   2,   2,   2,   2,   2,   1,  60, 200,   0) \
    X( 7, 1, /* elemental     */   0,   0,  11,   2,  12,   0,  60,  40, 100,  56,   0,   0,  18,   0,   0,   0,   0,   0,   1,  30,   2,   0) \
    X( 7, 2, /* enhancement   */  35,  55,  55,   0,  15,  32,  29,  55, 100,  42,  84,  26,   2,   0,   0,   0,   0,   0,   1,  40, 135,   0) \
    X( 7, 3, /* restoration   */   0,   0,  85,   5,  12,   0,  77,  62,   0,  35,   0,   0, 100,   0,   0,   0,   0,   0,   1,  30,   2,   0) \
    X( 8, 0, /* mage          */   0,   0,  45,  25,  30,   0, 100,  50,  80,  55,   0,   0,  10,   0,   0,   0,   0,   0,   1,  40,   2,  60) \
    X( 8, 1, /* arcane        */   0,   0,  34,  14,   8,   0,  49,  37, 100,  54,   0,   0,   5,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 8, 2, /* fire          */   0,   0,  13,  13,   8,   0,  46,  43, 100,  53,   0,   0,   5,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 8, 3, /* frost         */   0,   0,   6,   3,   8,   0,  39,  19, 100,  42,   0,   0,   5,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 9, 0, /* warlock       */   0,   0,  35,  25,  40,   0, 100,  45,  80,  55,   0,   0,   5,   0,   0,   0,   0,   0,   1,  40,   2,  60) \
    X( 9, 1, /* affliction    */   0,   0,  15,  34,  10,   0,  72,  38, 100,  61,   0,   0,   2,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 9, 2, /* demonology    */   0,   0,  13,  29,  10,   0,  45,  31, 100,  50,   0,   0,   2,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X( 9, 3, /* destruction   */   0,   0,  13,  26,  10,   0,  47,  16, 100,  46,   0,   0,   2,   0,   0,   0,   0,   0,   1,  20,   2,   5) \
    X(11, 0, /* druid         */  75, 100,  15,  10,  35,  40,   5,  55,  50,  35,  45,  60,   5,   5,  10,   0,   0,   0,   1, 150,  30,   0) \
    X(11, 1, /* balance       */   0,   0,  22,  22,  10,   0,  66,  43, 100,  54,   0,   0,   5,   0,   0,   0,   0,   0,   1,  30,   2,   0) \
    X(11, 2, /* feral         */  80, 100,   0,   0,  40,  40,   0,  55,  50,  35,  50,  90,   0,   5,  15,   0,   0,   0,   1, 150,  30,   0) \
    X(11, 3, /* restoration   */   0,   0,  51,  32,  10,   0, 100,  11,   0,  57,   0,   0,  73,   0,   0,   0,   0,   0,   1,  30,   2,   0)
/* clang-format on */

/* Points of value; the columns above in their order. */
struct pb_stat_weights {
    float strength, agility, intellect, spirit, stamina, attack_power, spell_power, crit, hit, haste,
        expertise, armor_penetration, mana_per_5s, defense, dodge, parry, block, block_value, resilience,
        armor, melee, ranged;
};

/* A stat that is worth less from some amount on. */
struct pb_stat_cap {
    uint8_t type;     /* as in struct pb_item_stat */
    float limit;      /* rating of all worn things together */
    float weight;     /* of a point up to there, as in the weights */
    float rest_share; /* what a point is worth beyond, of `weight` */
};
enum { PB_STAT_CAPS = 2 };

/* Never NULL: a class that there is not has all zeros. */
const struct pb_stat_weights *pb_stat_weights(const struct pb_item_user *user);
/* Of a stat of struct pb_item_stat; 0 for what nobody uses. */
float pb_stat_weight(const struct pb_stat_weights *weights, unsigned type);
/*
 * The caps that matter to a user, at most PB_STAT_CAPS; returns how many. Version 3.3.5: against what is
 * three levels higher at level 80, else of one's own level, 8 (5) % hit for weapons and 17 (4) % for spells,
 * 26 (20) points of expertise; and for tanks at level 80 140 points of defense.
 */
unsigned pb_stat_caps(const struct pb_item_user *user, struct pb_stat_cap caps[PB_STAT_CAPS]);
/* Rating for one percent (expertise, defense: one point) at a level, from what it is at level 60. */
float pb_stat_rating(float at_60, unsigned level);

#endif
