/*
 * Stat weights: what a point of each stat is worth to a class, in points of its main attribute. Rounded from
 * the lists that players used in version 3.3.5 (the Pawn addon's defaults for the usual way to play each
 * class alone); they are data: change them here. Columns: agility, strength, intellect, spirit, stamina,
 * attack power, spell power, crit, hit, haste, armor (for a hundred), damage a second of the weapon.
 */
#ifndef PB_ITEM_STAT_WEIGHTS_H
#define PB_ITEM_STAT_WEIGHTS_H

/* clang-format off */
#define PB_STAT_WEIGHTS(X) \
    /* class        agi   str   int   spi   sta   ap    sp    crit  hit   haste armor dps */ \
    X(1,  /* warrior     */ 0.6f, 1.0f, 0.0f, 0.1f, 0.5f, 0.5f, 0.0f, 0.7f, 0.8f, 0.5f, 1.2f, 6.0f) \
    X(2,  /* paladin     */ 0.4f, 1.0f, 0.2f, 0.1f, 0.5f, 0.4f, 0.3f, 0.6f, 0.8f, 0.5f, 1.2f, 6.0f) \
    X(3,  /* hunter      */ 1.0f, 0.1f, 0.2f, 0.1f, 0.4f, 0.5f, 0.0f, 0.7f, 0.9f, 0.5f, 0.5f, 5.0f) \
    X(4,  /* rogue       */ 1.0f, 0.6f, 0.0f, 0.1f, 0.4f, 0.5f, 0.0f, 0.7f, 0.9f, 0.7f, 0.5f, 6.0f) \
    X(5,  /* priest      */ 0.0f, 0.0f, 0.5f, 0.6f, 0.3f, 0.0f, 1.0f, 0.5f, 0.6f, 0.7f, 0.3f, 0.5f) \
    X(6,  /* deathknight */ 0.4f, 1.0f, 0.0f, 0.0f, 0.5f, 0.4f, 0.0f, 0.6f, 0.8f, 0.5f, 1.2f, 6.0f) \
    X(7,  /* shaman      */ 0.5f, 0.4f, 0.6f, 0.2f, 0.4f, 0.4f, 0.7f, 0.6f, 0.8f, 0.6f, 0.8f, 4.0f) \
    X(8,  /* mage        */ 0.0f, 0.0f, 0.6f, 0.3f, 0.3f, 0.0f, 1.0f, 0.6f, 0.9f, 0.7f, 0.3f, 0.5f) \
    X(9,  /* warlock     */ 0.0f, 0.0f, 0.5f, 0.3f, 0.4f, 0.0f, 1.0f, 0.5f, 0.9f, 0.7f, 0.3f, 0.5f) \
    X(11, /* druid       */ 0.8f, 0.6f, 0.5f, 0.3f, 0.5f, 0.4f, 0.6f, 0.6f, 0.7f, 0.5f, 0.9f, 2.0f)
/* clang-format on */

#endif
