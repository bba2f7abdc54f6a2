/* What new characters wear: templates, by hand and from the world, and what stands in for them. */
#include "fixture.h"

enum { OWN_GEAR = 39, CHEST_AT = 2, LEGS_AT = 4, ONE_HAND_AT = 10, TWO_HAND_AT = 11, PALADIN = 2, MAGE = 8 };

/* Entry of a thing of pb_sample_gear: of a level, a quality from 1, by its place. */
static uint32_t thing(unsigned level, unsigned quality, unsigned at)
{
    return (level - 1) * OWN_GEAR + (quality - 1) * 13 + at + 1;
}

static unsigned left_out;

static void count_left_out(void *user, const char *kind, uint32_t id, const char *what)
{
    (void)user;
    (void)id;
    (void)what;
    left_out += strcmp(kind, "equipment") == 0;
}

static struct fixture *open_with(const struct pb_equipment *rows, unsigned count)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct pb_sample sample = {.chance = 1};
    unsigned level, i;

    assert_non_null(fixture);
    left_out = 0;
    assert_int_equal(pb_content_builder_new(&sample.builder, &pb_memory_libc), PB_OK);
    for (level = 1; level <= 20; level++)
        pb_sample_gear(&sample, level);
    for (i = 0; i < count; i++)
        assert_int_equal(pb_content_add_equipment(sample.builder, &rows[i]), PB_OK);
    assert_int_equal(sample.error, PB_OK);
    assert_int_equal(pb_content_finish(sample.builder, count_left_out, NULL, &fixture->content), PB_OK);
    fixture_open(fixture, 1);
    return fixture;
}

/* What a new character of this class and level wears in a slot; 0: nothing. */
static uint32_t wears(struct fixture *fixture, unsigned character_class, unsigned level, unsigned slot)
{
    uint64_t guid = fixture_keep(fixture, level, character_class, 0, 0);
    pb_actor number;
    int at;

    fixture->store.kept[guid - 1].character.item_count = 0;
    number = fixture_login(fixture, guid);
    fixture_check(fixture);
    at = pb_bag_find(&fixture->realm->actors[number], slot);
    return at < 0 ? 0 : pb_bag_item(fixture->realm, fixture->realm->actors[number].items[at].entry)->entry;
}

static void templates_by_class_level_and_slot(void **state)
{
    const struct pb_equipment rows[] = {{.item = thing(1, 1, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 1,
                                         .level_max = 4,
                                         .slot = PB_SLOT_CHEST},
                                        {.item = thing(5, 1, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 5,
                                         .level_max = 255,
                                         .slot = PB_SLOT_CHEST},
                                        {.item = thing(1, 1, TWO_HAND_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 1,
                                         .level_max = 255,
                                         .slot = PB_SLOT_MAIN_HAND},
                                        {.item = thing(1, 2, CHEST_AT),
                                         .character_class = MAGE,
                                         .level_min = 1,
                                         .level_max = 4,
                                         .slot = PB_SLOT_CHEST}};
    struct fixture *fixture = open_with(rows, 4);

    (void)state;
    assert_int_equal(left_out, 0);
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_CHEST), thing(1, 1, CHEST_AT));
    assert_int_equal(wears(fixture, WARRIOR, 4, PB_SLOT_CHEST), thing(1, 1, CHEST_AT));
    assert_int_equal(wears(fixture, WARRIOR, 5, PB_SLOT_CHEST), thing(5, 1, CHEST_AT));
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_MAIN_HAND), thing(1, 1, TWO_HAND_AT));
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_LEGS), 0);
    assert_int_equal(wears(fixture, MAGE, 1, PB_SLOT_CHEST), thing(1, 2, CHEST_AT));
    assert_int_equal(wears(fixture, MAGE, 1, PB_SLOT_MAIN_HAND), 0);
    /* Of this class the templates say nothing: the best that a beginner finds. */
    assert_int_not_equal(wears(fixture, PALADIN, 1, PB_SLOT_CHEST), 0);
    assert_int_not_equal(wears(fixture, PALADIN, 1, PB_SLOT_MAIN_HAND), 0);
    fixture_free(fixture);
}

static void by_hand_then_own_tree_then_higher(void **state)
{
    const struct pb_equipment rows[] = {{.item = thing(9, 1, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 9,
                                         .level_max = 20,
                                         .slot = PB_SLOT_CHEST},
                                        {.item = thing(1, 1, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 1,
                                         .level_max = 20,
                                         .slot = PB_SLOT_CHEST},
                                        {.item = thing(10, 2, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .specialization = 2,
                                         .level_min = 10,
                                         .level_max = 20,
                                         .slot = PB_SLOT_CHEST},
                                        {.item = thing(3, 3, LEGS_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 3,
                                         .level_max = 20,
                                         .slot = PB_SLOT_LEGS,
                                         .is_fixed = 1},
                                        {.item = thing(9, 1, LEGS_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 9,
                                         .level_max = 20,
                                         .slot = PB_SLOT_LEGS}};
    struct fixture *fixture = open_with(rows, 5);
    const struct pb_content *content = fixture->content;

    (void)state;
    assert_int_equal(pb_content_equipment_for(content, WARRIOR, 0, 10, PB_SLOT_CHEST)->entry,
                     thing(9, 1, CHEST_AT));
    assert_int_equal(pb_content_equipment_for(content, WARRIOR, 1, 10, PB_SLOT_CHEST)->entry,
                     thing(9, 1, CHEST_AT));
    assert_int_equal(pb_content_equipment_for(content, WARRIOR, 2, 10, PB_SLOT_CHEST)->entry,
                     thing(10, 2, CHEST_AT));
    assert_int_equal(pb_content_equipment_for(content, WARRIOR, 2, 8, PB_SLOT_CHEST)->entry,
                     thing(1, 1, CHEST_AT));
    assert_int_equal(pb_content_equipment_for(content, WARRIOR, 0, 10, PB_SLOT_LEGS)->entry,
                     thing(3, 3, LEGS_AT));
    assert_null(pb_content_equipment_for(content, WARRIOR, 0, 2, PB_SLOT_LEGS));
    assert_null(pb_content_equipment_for(content, WARRIOR, 0, 21, PB_SLOT_LEGS));
    assert_null(pb_content_equipment_for(content, MAGE, 0, 10, PB_SLOT_CHEST));
    assert_null(pb_content_equipment_for(content, 99, 0, 10, PB_SLOT_CHEST));
    fixture_free(fixture);
}

/* A template cannot make what the world's rules do not allow; a broken row is left out. */
static void rules_come_before_templates(void **state)
{
    const struct pb_equipment rows[] = {
        {.item = thing(20, 1, CHEST_AT),
         .character_class = WARRIOR,
         .level_min = 1,
         .level_max = 4,
         .slot = PB_SLOT_CHEST},
        {.item = thing(1, 1, LEGS_AT),
         .character_class = WARRIOR,
         .level_min = 1,
         .level_max = 4,
         .slot = PB_SLOT_FEET},
        {.item = thing(1, 1, TWO_HAND_AT),
         .character_class = WARRIOR,
         .level_min = 1,
         .level_max = 4,
         .slot = PB_SLOT_MAIN_HAND},
        {.item = thing(1, 1, ONE_HAND_AT),
         .character_class = WARRIOR,
         .level_min = 1,
         .level_max = 4,
         .slot = PB_SLOT_OFF_HAND},
        {.item = 99999, .character_class = WARRIOR, .level_min = 1, .level_max = 4, .slot = PB_SLOT_LEGS},
        {.item = thing(1, 1, LEGS_AT),
         .character_class = 12,
         .level_min = 1,
         .level_max = 4,
         .slot = PB_SLOT_LEGS},
        {.item = thing(1, 1, LEGS_AT),
         .character_class = WARRIOR,
         .level_min = 1,
         .level_max = 4,
         .slot = 19}};
    struct fixture *fixture = open_with(rows, 7);

    (void)state;
    assert_int_equal(left_out, 3);
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_CHEST), 0);
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_FEET), 0);
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_MAIN_HAND), thing(1, 1, TWO_HAND_AT));
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_OFF_HAND), 0);
    assert_int_equal(wears(fixture, WARRIOR, 1, PB_SLOT_LEGS), 0);
    fixture_free(fixture);
}

/* Who has things, or experience, is no new character. */
static void only_new_ones_are_dressed(void **state)
{
    const struct pb_equipment rows[] = {{.item = thing(1, 1, CHEST_AT),
                                         .character_class = WARRIOR,
                                         .level_min = 1,
                                         .level_max = 4,
                                         .slot = PB_SLOT_CHEST}};
    struct fixture *fixture = open_with(rows, 1);
    uint64_t guid = fixture_keep(fixture, 2, WARRIOR, 0, 0);
    pb_actor number;

    (void)state;
    fixture->store.kept[guid - 1].character.item_count = 0;
    fixture->store.kept[guid - 1].character.experience = 5;
    number = fixture_login(fixture, guid);
    assert_int_equal(fixture->realm->actors[number].item_count, 0);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_by_class_level_and_slot),
        cmocka_unit_test(by_hand_then_own_tree_then_higher),
        cmocka_unit_test(rules_come_before_templates),
        cmocka_unit_test(only_new_ones_are_dressed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("dress", tests, NULL, NULL);
}
