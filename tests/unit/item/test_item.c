#include "item/item_value.h"
#include "item/stat_weights.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const struct pb_item_user warrior = {.level = 80, .race = 1, .character_class = PB_CLASS_WARRIOR},
                                 mage = {.level = 80, .race = 1, .character_class = PB_CLASS_MAGE},
                                 hunter = {.level = 80, .race = 2, .character_class = PB_CLASS_HUNTER},
                                 rogue = {.level = 80, .race = 1, .character_class = PB_CLASS_ROGUE};

static struct pb_item_template gear(unsigned item_class, unsigned subclass, unsigned type)
{
    return (struct pb_item_template){.entry = 1,
                                     .item_class = (uint8_t)item_class,
                                     .subclass = (uint8_t)subclass,
                                     .inventory_type = (uint8_t)type};
}

static struct pb_item_user at_level(struct pb_item_user user, unsigned level)
{
    user.level = (uint8_t)level;
    return user;
}

static struct pb_item_user as(struct pb_item_user user, unsigned specialization)
{
    user.specialization = (uint8_t)specialization;
    return user;
}

/* Every class has weights for each specialisation, and wears what it is known for. */
static void all_classes_have_weights(void **state)
{
    (void)state;
    for (unsigned c = 1; c < PB_USER_CLASSES; c++)
        for (unsigned s = 0; s < PB_SPECIALIZATIONS; s++) {
            struct pb_item_user user = {
                .level = 80, .character_class = (uint8_t)c, .specialization = (uint8_t)s};
            const struct pb_stat_weights *weights = pb_stat_weights(&user);
            float most = 0;

            for (unsigned type = 0; type < 50; type++)
                most = pb_stat_weight(weights, type) > most ? pb_stat_weight(weights, type) : most;
            assert_true(c == 10 ? most == 0 : most >= 0.7f && most <= 1);
            assert_true(c == 10 || weights->stamina > 0);
            assert_float_equal(pb_stat_weight(weights, 99), 0, 0);
        }
    assert_float_equal(pb_stat_weights(&(struct pb_item_user){.character_class = 77})->strength, 0, 0);
}

static void who_may_not_wear_it_has_no_value(void **state)
{
    struct pb_item_template item = gear(PB_ITEM_ARMOR, 1, PB_TYPE_CHEST);

    (void)state;
    item.armor = 100;
    assert_true(pb_item_value(&item, &warrior) > 0);
    item.class_mask = 1u << (PB_CLASS_MAGE - 1);
    assert_float_equal(pb_item_value(&item, &warrior), 0, 0);
    assert_true(pb_item_value(&item, &mage) > 0);
    item.class_mask = 0;
    item.race_mask = 1u << 1;
    assert_float_equal(pb_item_value(&item, &warrior), 0, 0);
    assert_true(pb_item_value(&item, &hunter) > 0);
    item.race_mask = 0;
    item.required_level = 80;
    assert_true(pb_item_value(&item, &warrior) > 0);
    assert_float_equal(pb_item_value(&item, &(struct pb_item_user){79, 1, PB_CLASS_WARRIOR, 0}), 0, 0);
    assert_float_equal(pb_item_value(&item, &(struct pb_item_user){80, 1, 10, 0}), 0, 0);
}

static void heavy_armor_comes_with_level_40(void **state)
{
    struct pb_item_template plate = gear(PB_ITEM_ARMOR, 4, PB_TYPE_CHEST),
                            mail = gear(PB_ITEM_ARMOR, 3, PB_TYPE_CHEST);
    struct pb_item_user young = at_level(warrior, 39), old = at_level(warrior, 40);

    (void)state;
    assert_false(pb_item_is_usable(&plate, &young));
    assert_true(pb_item_is_usable(&plate, &old));
    assert_true(pb_item_is_usable(&mail, &young));
    young = at_level(hunter, 39);
    assert_false(pb_item_is_usable(&mail, &young));
    assert_true(pb_item_is_usable(&mail, &hunter));
    assert_false(pb_item_is_usable(&plate, &hunter));
    assert_false(pb_item_is_usable(&mail, &mage));
}

static void weapons_are_learned(void **state)
{
    struct pb_item_template wand = gear(PB_ITEM_WEAPON, 19, PB_TYPE_RANGED_RIGHT),
                            large_sword = gear(PB_ITEM_WEAPON, 8, PB_TYPE_TWO_HAND),
                            strange = gear(PB_ITEM_WEAPON, 40, PB_TYPE_ONE_HAND),
                            shield = gear(PB_ITEM_ARMOR, 6, PB_TYPE_SHIELD),
                            totem = gear(PB_ITEM_ARMOR, 9, PB_TYPE_RELIC);
    struct pb_item_user shaman = {.level = 80, .character_class = PB_CLASS_SHAMAN};

    (void)state;
    assert_int_equal(pb_item_slots(&wand, &mage), 1u << PB_SLOT_RANGED);
    assert_int_equal(pb_item_slots(&wand, &warrior), 0);
    assert_int_equal(pb_item_slots(&large_sword, &warrior), 1u << PB_SLOT_MAIN_HAND);
    assert_int_equal(pb_item_slots(&large_sword, &rogue), 0);
    assert_true(pb_item_takes_both_hands(&large_sword));
    assert_int_equal(pb_item_slots(&strange, &warrior), 0);
    assert_int_equal(pb_item_slots(&shield, &warrior), 1u << PB_SLOT_OFF_HAND);
    assert_int_equal(pb_item_slots(&shield, &rogue), 0);
    assert_int_equal(pb_item_slots(&totem, &shaman), 1u << PB_SLOT_RANGED);
    assert_int_equal(pb_item_slots(&totem, &warrior), 0);
}

static void two_weapons_are_learned(void **state)
{
    struct pb_item_template dagger = gear(PB_ITEM_WEAPON, 15, PB_TYPE_ONE_HAND),
                            off = gear(PB_ITEM_WEAPON, 15, PB_TYPE_OFF_HAND);
    struct pb_item_user young = at_level(rogue, 9),
                        shaman = {.level = 80, .character_class = PB_CLASS_SHAMAN};
    uint32_t main_hand = 1u << PB_SLOT_MAIN_HAND, off_hand = 1u << PB_SLOT_OFF_HAND;

    (void)state;
    assert_int_equal(pb_item_slots(&dagger, &young), main_hand);
    assert_int_equal(pb_item_slots(&off, &young), 0);
    young.level = 10;
    assert_int_equal(pb_item_slots(&dagger, &young), main_hand | off_hand);
    assert_int_equal(pb_item_slots(&off, &young), off_hand);
    assert_int_equal(pb_item_slots(&dagger, &mage), main_hand);
    assert_int_equal(pb_item_slots(&dagger, &shaman), main_hand);
    shaman.specialization = 2;
    assert_int_equal(pb_item_slots(&dagger, &shaman), main_hand | off_hand);
}

static void rings_trinkets_and_bags_have_their_slots(void **state)
{
    struct pb_item_template ring = gear(PB_ITEM_ARMOR, 0, PB_TYPE_FINGER),
                            trinket = gear(PB_ITEM_ARMOR, 0, PB_TYPE_TRINKET),
                            bag = gear(PB_ITEM_CONTAINER, 0, PB_TYPE_BAG),
                            ammo = gear(PB_ITEM_PROJECTILE, 2, PB_TYPE_AMMO),
                            shirt = gear(PB_ITEM_ARMOR, 1, PB_TYPE_SHIRT);

    (void)state;
    assert_int_equal(pb_item_slots(&ring, &mage), 3u << PB_SLOT_FINGER1);
    assert_int_equal(pb_item_slots(&trinket, &mage), 3u << PB_SLOT_TRINKET1);
    assert_int_equal(pb_item_slots(&bag, &mage), 0xfu << PB_BAG_SLOT_FIRST);
    assert_int_equal(pb_item_slots(&ammo, &hunter), 0);
    assert_float_equal(pb_item_value(&bag, &mage), 0, 0);
    assert_float_equal(pb_item_value(&shirt, &mage), 0, 0);
}

static void stats_count_by_weight(void **state)
{
    struct pb_item_template item = gear(PB_ITEM_ARMOR, 1, PB_TYPE_CHEST);
    struct pb_item_user holy = {.level = 80,
                                .race = 1,
                                .character_class = PB_CLASS_PALADIN,
                                .specialization = 1},
                        young = at_level(as(mage, 1), 79);
    float none = pb_item_value(&item, &warrior);

    (void)state;
    item.stat_count = 1;
    item.stats[0] = (struct pb_item_stat){PB_STAT_STRENGTH, 10};
    assert_float_equal(pb_item_value(&item, &warrior) - none, 10, 1e-3);
    assert_float_equal(pb_item_value(&item, &mage), none, 1e-3);
    assert_float_equal(pb_item_value(&item, &holy), none, 1e-3);
    item.stats[0].type = PB_STAT_INTELLECT;
    assert_float_equal(pb_item_value(&item, &holy) - none, 10, 1e-3);
    item.stats[0] = (struct pb_item_stat){PB_STAT_STRENGTH, -10};
    assert_float_equal(pb_item_value(&item, &warrior), none, 1e-3);
    /* Who levels alone needs health. */
    item.stats[0] = (struct pb_item_stat){PB_STAT_STAMINA, 10};
    assert_float_equal(pb_item_value(&item, &young) - none, 3, 1e-3);
    young.level = 80;
    assert_float_equal(pb_item_value(&item, &young) - none, 0.8, 1e-3);
}

static void weapons_count_by_damage(void **state)
{
    struct pb_item_template sword = gear(PB_ITEM_WEAPON, 7, PB_TYPE_ONE_HAND),
                            bow = gear(PB_ITEM_WEAPON, 2, PB_TYPE_RANGED);
    float whole, half;

    (void)state;
    sword.delay_ms = bow.delay_ms = 2000;
    sword.damage_min = bow.damage_min = 80;
    sword.damage_max = bow.damage_max = 120;
    whole = pb_item_slot_value(&sword, &rogue, PB_SLOT_MAIN_HAND);
    half = pb_item_slot_value(&sword, &rogue, PB_SLOT_OFF_HAND);
    assert_float_equal(whole, 110.01f, 1e-3);
    assert_float_equal(half, 55.01f, 1e-3);
    assert_float_equal(pb_item_value(&sword, &rogue), whole, 1e-3);
    assert_float_equal(pb_item_slot_value(&sword, &rogue, PB_SLOT_HEAD), 0, 0);
    assert_float_equal(pb_item_slot_value(&sword, &rogue, 30), 0, 0);
    assert_true(pb_item_value(&bow, &hunter) > 10 * pb_item_value(&bow, &rogue));
}

static void caps_fit_the_level(void **state)
{
    struct pb_stat_cap caps[PB_STAT_CAPS];
    struct pb_item_user tank = as(warrior, 3), young = at_level(mage, 60);

    (void)state;
    /* gtCombatRatings of 3.3.5: 32.79 hit, 26.23 spell hit, 8.197 expertise, 4.918 defense for one at 80. */
    assert_float_equal(pb_stat_rating(10, 80), 32.79, 0.01);
    assert_float_equal(pb_stat_rating(10, 70), 15.77, 0.01);
    assert_float_equal(pb_stat_rating(10, 60), 10, 0.01);
    assert_float_equal(pb_stat_rating(10, 34), 5, 0.01);
    assert_int_equal(pb_stat_caps(&mage, caps), 1);
    assert_int_equal(caps[0].type, PB_STAT_HIT);
    assert_float_equal(caps[0].limit, 446, 1);
    assert_int_equal(pb_stat_caps(&young, caps), 1);
    assert_float_equal(caps[0].limit, 32, 0.1);
    assert_int_equal(pb_stat_caps(&tank, caps), 2);
    assert_int_equal(caps[0].type, PB_STAT_DEFENSE);
    assert_float_equal(caps[0].limit, 689, 1);
    assert_int_equal(pb_stat_caps(&warrior, caps), 2);
    assert_float_equal(caps[0].limit, 263, 1);
    assert_float_equal(caps[1].limit, 214, 1);
}

static void gear_score_is_the_addons(void **state)
{
    struct pb_item_template item = {
        .quality = PB_QUALITY_EPIC, .inventory_type = PB_TYPE_CHEST, .item_level = 264};
    const struct pb_item_template *worn[] = {&item, &item};

    (void)state;
    /* (264 - 91.45) / 0.65 * 1.8618 = 494.2 */
    assert_int_equal(pb_item_gear_score(&item), 494);
    assert_int_equal(pb_gear_score(worn, 2), 988);
    item.inventory_type = PB_TYPE_TWO_HAND;
    assert_int_equal(pb_item_gear_score(&item), 988);
    item = (struct pb_item_template){
        .quality = PB_QUALITY_RARE, .inventory_type = PB_TYPE_WAIST, .item_level = 60};
    /* (60 - 0.75) / 1.8 * 0.75 * 1.8618 = 45.96 */
    assert_int_equal(pb_item_gear_score(&item), 45);
    item.item_level = 0;
    assert_int_equal(pb_item_gear_score(&item), 0);
    item.quality = PB_QUALITY_POOR;
    item.item_level = 60;
    assert_int_equal(pb_item_gear_score(&item), 0);
    item.inventory_type = PB_TYPES;
    assert_int_equal(pb_item_gear_score(&item), 0);
}

static void what_nobody_needs(void **state)
{
    struct pb_item_template item = {
        .item_class = PB_ITEM_MISCELLANEOUS, .quality = PB_QUALITY_POOR, .sell_price = 7};

    (void)state;
    assert_true(pb_item_is_junk(&item));
    assert_int_equal(pb_item_money(&item, 20), 140);
    item.flags = PB_ITEM_FOR_QUEST;
    assert_false(pb_item_is_junk(&item));
    assert_true(pb_item_is_sacred(&item));
    item = (struct pb_item_template){.item_class = PB_ITEM_KEY};
    assert_true(pb_item_is_sacred(&item) && !pb_item_is_junk(&item));
    item = (struct pb_item_template){
        .item_class = PB_ITEM_CONSUMABLE, .quality = PB_QUALITY_NORMAL, .required_level = 35};
    assert_true(pb_item_is_provision(&item, 35) && pb_item_is_provision(&item, 55));
    assert_false(pb_item_is_provision(&item, 34) || pb_item_is_provision(&item, 56));
    for (unsigned level = 1; level < PB_MAX_LEVEL; level++)
        assert_true(pb_item_carry_cost(level + 1) >= pb_item_carry_cost(level) &&
                    pb_item_carry_cost(level) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_classes_have_weights),
        cmocka_unit_test(who_may_not_wear_it_has_no_value),
        cmocka_unit_test(heavy_armor_comes_with_level_40),
        cmocka_unit_test(weapons_are_learned),
        cmocka_unit_test(two_weapons_are_learned),
        cmocka_unit_test(rings_trinkets_and_bags_have_their_slots),
        cmocka_unit_test(stats_count_by_weight),
        cmocka_unit_test(weapons_count_by_damage),
        cmocka_unit_test(caps_fit_the_level),
        cmocka_unit_test(gear_score_is_the_addons),
        cmocka_unit_test(what_nobody_needs),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
