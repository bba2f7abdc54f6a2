#include "../seed.h"
#include "ai/bots.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MOST = 200, CHANGES = 3000 };

/* All modes of those of a block, looked at one by one. */
static unsigned modes_of(const struct pb_bots *bots, uint32_t block)
{
    unsigned modes = 0;

    for (uint32_t i = block * PB_BOT_BLOCK; i < (block + 1) * PB_BOT_BLOCK && i < bots->capacity; i++)
        modes |= bots->row[i].mode ? bots->row[i].mode : (unsigned)PB_BOT_SOME_OFFLINE;
    return modes;
}

/* Also while blocks get more bots, and bots begin anew in whatever mode they are. */
static void a_block_knows_its_modes(void **state)
{
    static const enum pb_bot_mode modes[] = {PB_BOT_OFFLINE, PB_BOT_PEACE, PB_BOT_COMBAT, PB_BOT_DEAD};
    struct pb_bots bots = {.memory = pb_memory_libc};
    uint64_t seed = pb_seed("bots");
    uint32_t count = 10;

    (void)state;
    assert_int_equal(pb_bots_reserve(&bots, count), PB_OK);
    for (unsigned i = 0; i < CHANGES; i++) {
        /* Few bots at first, and one mode for a while: blocks of which all are in one mode come up too. */
        unsigned usual = i / 300 % 4;
        pb_bot bot = pb_seed_below(&seed, count);

        if (i % 100 == 99 && count < MOST) {
            count += 1 + pb_seed_below(&seed, 30);
            assert_int_equal(pb_bots_reserve(&bots, count), PB_OK);
        }
        if (pb_seed_below(&seed, 20) == 0)
            pb_bots_reset(&bots, bot);
        else
            pb_bots_set_mode(&bots, bot, modes[pb_seed_below(&seed, 50) ? usual : pb_seed_below(&seed, 4)]);
        for (uint32_t block = 0; block * PB_BOT_BLOCK < count; block++)
            assert_int_equal(bots.block_modes[block], modes_of(&bots, block));
    }
    pb_bots_release(&bots);
}

/* What a bot was leaves nothing to the next one of its number. */
static void nothing_is_left_of_the_one_before(void **state)
{
    struct pb_bots bots = {.memory = pb_memory_libc};
    struct pb_goal goal = {.kind = PB_GOAL_GO, .owner = 3, .priority = PB_GOAL_QUEST};
    struct pb_bot_row none = {.actor = PB_NO_ACTOR};

    (void)state;
    assert_int_equal(pb_bots_reserve(&bots, 3), PB_OK);
    bots.row[1] = (struct pb_bot_row){.guid = 7, .actor = 8, .account = 9, .race = 1, .specialization = 2};
    pb_bots_set_mode(&bots, 1, PB_BOT_DEAD);
    assert_int_equal(pb_bots_set_goal(&bots, 1, &goal), PB_OK);
    pb_bots_decide(&bots, 1, 3, 1, 2, 3, 4, 5);
    pb_bots_reset(&bots, 1);
    assert_memory_equal(&bots.row[1], &none, sizeof none);
    assert_int_equal(bots.decisions[1][0].choice, 0);
    assert_int_equal(bots.block_modes[0], PB_BOT_SOME_OFFLINE);
    pb_bots_release(&bots);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_knows_its_modes),
        cmocka_unit_test(nothing_is_left_of_the_one_before),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
