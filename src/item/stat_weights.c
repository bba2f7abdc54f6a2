#include "item/stat_weights.h"
#include <math.h>

#define H(x) ((float)(x) / 100)

static const struct pb_stat_weights weights_of[PB_USER_CLASSES][PB_SPECIALIZATIONS] = {
#define X(class, spec, str, agi, int_, spi, sta, ap, sp, crit, hit, haste, exp, arp, mp5, def, dodge, parry, \
          block, bva, res, armor, melee, ranged)                                                             \
    [class][spec] = {H(str),   H(agi),   H(int_), H(spi),   H(sta),   H(ap),    H(sp),    H(crit),           \
                     H(hit),   H(haste), H(exp),  H(arp),   H(mp5),   H(def),   H(dodge), H(parry),          \
                     H(block), H(bva),   H(res),  H(armor), H(melee), H(ranged)},
    PB_STAT_WEIGHTS(X)
#undef X
};

const struct pb_stat_weights *pb_stat_weights(const struct pb_item_user *user)
{
    unsigned character_class = user->character_class < PB_USER_CLASSES ? user->character_class : 0;

    return &weights_of[character_class][user->specialization < PB_SPECIALIZATIONS ? user->specialization : 0];
}

float pb_stat_weight(const struct pb_stat_weights *weights, unsigned type)
{
    switch (type) {
    case PB_STAT_AGILITY:
        return weights->agility;
    case PB_STAT_STRENGTH:
        return weights->strength;
    case PB_STAT_INTELLECT:
        return weights->intellect;
    case PB_STAT_SPIRIT:
        return weights->spirit;
    case PB_STAT_STAMINA:
        return weights->stamina;
    case PB_STAT_DEFENSE:
        return weights->defense;
    case PB_STAT_DODGE:
        return weights->dodge;
    case PB_STAT_PARRY:
        return weights->parry;
    case PB_STAT_BLOCK:
        return weights->block;
    case PB_STAT_HIT:
        return weights->hit;
    case PB_STAT_CRIT:
        return weights->crit;
    case PB_STAT_RESILIENCE:
        return weights->resilience;
    case PB_STAT_HASTE:
        return weights->haste;
    case PB_STAT_EXPERTISE:
        return weights->expertise;
    case PB_STAT_ATTACK_POWER:
        return weights->attack_power;
    case PB_STAT_MANA_PER_5S:
        return weights->mana_per_5s;
    case PB_STAT_ARMOR_PENETRATION:
        return weights->armor_penetration;
    case PB_STAT_SPELL_POWER:
        return weights->spell_power;
    case PB_STAT_BLOCK_VALUE:
        return weights->block_value;
    default:
        return 0;
    }
}

/* gtCombatRatings of version 3.3.5, by the formula that fits it: straight to level 60, a hyperbola to 70, a
 * power to 80. */
float pb_stat_rating(float at_60, unsigned level)
{
    float l = (float)(level > 10 ? level : 10);

    if (l <= 60)
        return at_60 * (l - 8) / 52;
    if (l <= 70)
        return at_60 * 82 / (262 - 3 * l);
    return at_60 * 82 / 52 * powf(131.0f / 63, (l - 70) / 10);
}

unsigned pb_stat_caps(const struct pb_item_user *user, struct pb_stat_cap caps[PB_STAT_CAPS])
{
    const struct pb_stat_weights *weights = pb_stat_weights(user);
    int is_highest = user->level >= PB_MAX_LEVEL, is_caster = weights->spell_power > weights->attack_power,
        is_tank = weights->defense > weights->hit;
    unsigned count = 0;

    if (is_tank && is_highest)
        caps[count++] = (struct pb_stat_cap){.type = PB_STAT_DEFENSE,
                                             .limit = 140 * pb_stat_rating(1.5f, user->level),
                                             .weight = weights->defense,
                                             .rest_share = 0.3f};
    if (weights->hit > 0)
        caps[count++] = (struct pb_stat_cap){
            .type = PB_STAT_HIT,
            .limit = is_caster ? (is_highest ? 17.0f : 4.0f) * pb_stat_rating(8, user->level)
                               : (is_highest ? 8.0f : 5.0f) * pb_stat_rating(10, user->level),
            .weight = weights->hit};
    if (weights->expertise > 0 && count < PB_STAT_CAPS)
        caps[count++] =
            (struct pb_stat_cap){.type = PB_STAT_EXPERTISE,
                                 .limit = (is_highest ? 26.0f : 20.0f) * pb_stat_rating(2.5f, user->level),
                                 .weight = weights->expertise};
    return count;
}
