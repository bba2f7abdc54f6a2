/* Races and classes: the pairs that there are, the same in C and in SQL, and shares that can be kept. */
#include "ai/races.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* sql/deploy/race_classes.sql holds rows (race, class, 'race', 'class'). */
static void sql_has_the_same_pairs(void **state)
{
    FILE *file = fopen("sql/deploy/race_classes.sql", "r");
    uint16_t seen[PB_RACES] = {0};
    char line[2048], message[256];
    unsigned pairs = 0, i;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        const char *at = line;
        unsigned race, character_class;
        char race_name[20], class_name[20];

        while ((at = strchr(at, '(')) != NULL) {
            struct pb_race_weights weights;
            char races[32], classes[32];

            if (sscanf(at++, "(%u, %u, '%19[a-z]', '%19[a-z]')", &race, &character_class, race_name,
                       class_name) != 4)
                continue;
            assert_in_range(race, 1, PB_RACES - 1);
            assert_in_range(character_class, 1, PB_CLASSES - 1);
            seen[race] |= (uint16_t)(1u << (character_class - 1));
            pairs++;
            /* The names are those of the settings. */
            snprintf(races, sizeof races, "%s:1", race_name);
            snprintf(classes, sizeof classes, "%s:1", class_name);
            assert_int_equal(pb_race_weights_read(&weights, races, classes, message, sizeof message), PB_OK);
            assert_int_equal(weights.races[race], 1);
            assert_int_equal(weights.classes[character_class], 1);
        }
    }
    fclose(file);
    assert_int_equal(pairs, 62);
    for (i = 0; i < PB_RACES; i++)
        assert_int_equal(seen[i], pb_race_classes(i));
}

static int refused(const char *races, const char *classes, const char *part)
{
    struct pb_race_weights weights;
    char message[256] = "";

    if (pb_race_weights_read(&weights, races, classes, message, sizeof message) != PB_E_bad_value)
        return 0;
    if (!strstr(message, part))
        print_message("# %s\n", message);
    return strstr(message, part) != NULL;
}

static int taken(const char *races, const char *classes)
{
    struct pb_race_weights weights;
    char message[256] = "";

    return pb_race_weights_read(&weights, races, classes, message, sizeof message) == PB_OK;
}

static void a_pair_that_there_is_not_is_refused(void **state)
{
    (void)state;
    assert_true(refused("tauren:10", "mage:10", "no race with a weight"));
    assert_true(refused("human:10 tauren:10", "mage:10", "race 'tauren' can be none of the classes"));
    assert_true(refused("human:10", "mage:10 druid:5", "class 'druid' is open to none of the races"));
    assert_true(taken("human:10 tauren:0", "mage:10 druid:0"));
    /* What nobody named need not fit. */
    assert_true(taken("", "druid:5"));
    assert_true(taken("tauren:5", ""));
    assert_true(taken("", ""));
}

static void texts_that_are_no_shares(void **state)
{
    (void)state;
    assert_true(refused("goblin:1", "", "'goblin' is no race"));
    assert_true(refused("", "bard:1", "'bard' is no class"));
    assert_true(refused("mage:1", "", "'mage' is no race"));
    assert_true(refused("human", "", "wanted: NAME:0 to NAME:10000"));
    assert_true(refused("human:10001", "", "wanted: NAME:0 to NAME:10000"));
    assert_true(refused("human:-1", "", "wanted: NAME:0 to NAME:10000"));
    assert_true(refused("human:1,orc:1", "", "is no race with its weight"));
    assert_true(refused("human:0", "", "no race with a weight"));
    assert_true(refused("averyverylongnamethatisnone:1", "", "is no race"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sql_has_the_same_pairs),
        cmocka_unit_test(a_pair_that_there_is_not_is_refused),
        cmocka_unit_test(texts_that_are_no_shares),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("races", tests, NULL, NULL);
}
