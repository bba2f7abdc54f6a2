/* One quester: what tests of the quest system begin with; after cmocka.h. */
#ifndef PB_TESTS_ONE_QUESTER_H
#define PB_TESTS_ONE_QUESTER_H

#include "fake_quests.h"

static struct fake fake;

static int set_up(void **state)
{
    (void)state;
    return fake_new(&fake, "optimal");
}

static int tear_down(void **state)
{
    (void)state;
    assert_int_equal(fake.broken, 0);
    fake_free(&fake);
    return 0;
}

static struct pb_quester *quester(void)
{
    return &fake.own->questers[0];
}

/* Takes the quest that it has chosen. */
static void take(void)
{
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
}

#endif
