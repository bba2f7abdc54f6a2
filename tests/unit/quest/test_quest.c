#include "../seed.h"
#include "quest/deal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>
/* one_quester.h needs cmocka */
#include "one_quester.h"

static void every_phase(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    assert_int_equal(quester()->phase, PB_QUEST_SCANNING);
    take();
    assert_int_equal(fake.quests[0].status, PB_QUEST_TAKEN);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_HUNT);
    assert_int_equal(fake.bots.row[0].goal.entry, 500 + quest);
    fake_arrive(&fake);
    assert_true(fake_step(&fake, 3000) >= 2000);
    fake.quests[0].done = 5;
    fake.quests[0].status = PB_QUEST_COMPLETE;
    assert_int_equal(fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest), 1);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    assert_float_equal(fake.bots.row[0].goal.position.x, 50, 0);
    fake_arrive(&fake);
    fake_step(&fake, 1000);
    assert_int_equal(fake.rewarded, 1);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_int_equal(fake.bots.row[0].goal.entry, 0);
    assert_int_equal(fake.own->accepted, 1);
    assert_int_equal(fake.own->completed, 1);
}

struct heard {
    uint64_t completion_s, timed;
};

static void hear(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct heard *heard = user;

    (void)unit;
    (void)help;
    if (strcmp(name, "completion_s") == 0)
        heard->completion_s = value;
    if (strcmp(name, "timed") == 0)
        heard->timed = value;
}

/* From taking a quest to turning it in. */
static void time_of_a_quest(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);
    struct heard heard = {0, 0};

    (void)state;
    take();
    fake_step(&fake, 60000);
    fake_step(&fake, 40000);
    fake.quests[0].done = 5;
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    fake_step(&fake, 1000);
    fake_arrive(&fake);
    fake_step(&fake, 9000);
    assert_int_equal(fake.rewarded, 1);
    pb_quest_system.figures(fake.own, hear, &heard);
    assert_int_equal(heard.timed, 1);
    assert_int_equal(heard.completion_s, 110);
}

/* Without a quest it goes where prey of its level lives; elsewhere when there was none; around here when
 * nobody knows any. */
static void wanders_to_prey(void **state)
{
    (void)state;
    fake.prey[0] = 700;
    fake.prey[1] = -900;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_HUNT);
    assert_float_equal(fake.bots.row[0].goal.position.x, 700, 0);
    /* The same after its half minute on the way, whatever is nearer by then. */
    fake.prey[0] = 600;
    fake_step(&fake, 31000);
    assert_float_equal(fake.bots.row[0].goal.position.x, 700, 0);
    fake.prey[0] = 700;
    fake_arrive(&fake);
    fake.bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_step(&fake, 1000);
    assert_float_equal(fake.bots.row[0].goal.position.x, -900, 0);
    /* And back. */
    fake_arrive(&fake);
    fake.bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_float_equal(fake.bots.row[0].goal.position.x, 700, 0);
    fake_arrive(&fake);
    fake.prey[0] = fake.prey[1] = 0;
    fake.bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_step(&fake, 1000);
    assert_true(fabsf(fake.bots.row[0].goal.position.x - 700) <= 150);
}

static float hunts_at(float first, unsigned worth, float second, unsigned second_worth)
{
    quester()->goal.kind = PB_GOAL_NONE;
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake.prey[0] = first;
    fake.prey[1] = second;
    fake.worth[0] = worth;
    fake.worth[1] = second_worth;
    fake_step(&fake, 31000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    return fake.bots.row[0].goal.position.x;
}

/* Of prey it goes where it learns most in ten minutes: more of it is worth a way, rivals are not. */
static void wanders_where_it_learns_most(void **state)
{
    struct pb_position place = {.x = 700};
    unsigned i;

    (void)state;
    assert_float_equal(hunts_at(700, 50, -900, 50), 700, 0);
    assert_float_equal(hunts_at(700, 50, -900, 70), -900, 0);
    assert_float_equal(hunts_at(700, 50, -4000, 70), 700, 0);
    /* Four seconds for each who is there: with few of them a kill takes longer than to wait. */
    for (i = 0; i < 16; i++)
        pb_hunters_move(&fake.own->hunters, 0, pb_hunters_place(&place));
    assert_float_equal(hunts_at(700, 50, -900, 50), -900, 0);
    assert_float_equal(hunts_at(700, 500, -900, 50), 700, 0);
    for (i = 0; i < 16; i++)
        pb_hunters_move(&fake.own->hunters, pb_hunters_place(&place), 0);
    assert_float_equal(hunts_at(700, 50, -900, 50), 700, 0);
}

static void die(void)
{
    fake_tell(&fake, PB_WORLD_RESURRECTED, 0);
    fake_step(&fake, 1000);
}

/* Who died three times on the way to a quest hunts for ten minutes, or until it rises, and then tries again;
 * not who gets on in between. */
static void deaths_for_nothing_are_enough(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);
    unsigned i;

    (void)state;
    fake.prey[0] = 700;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    for (i = 0; i < 3; i++) {
        assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
        die();
    }
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_float_equal(fake.bots.row[0].goal.position.x, 700, 0);
    for (i = 0; i < 19; i++) {
        fake_step(&fake, 31000);
        assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    }
    fake_step(&fake, 31000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    for (i = 0; i < 3; i++)
        die();
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    take();
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    for (i = 0; i < 6; i++) {
        fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest);
        die();
        assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    }
}

/* Who dies where it wanders begins its next way elsewhere, each time further off: from the graveyard the same
 * way leads past the same enemies. Once it has found prey it is as at first. */
static void who_dies_wandering_makes_a_detour(void **state)
{
    float most = 0;
    unsigned i;

    (void)state;
    fake.prey[0] = fake.prey[1] = 9000;
    fake_step(&fake, 3000);
    assert_float_equal(fake.bots.row[0].goal.position.x, 9000, 0);
    for (i = 0; i < 60; i++) {
        const struct pb_position *goal = &fake.bots.row[0].goal.position;
        float limit = 400.0f * (float)(i < 5 ? i + 1 : 5);

        die();
        assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
        assert_true(fabsf(goal->x) <= limit && fabsf(goal->y) <= limit);
        most = fmaxf(most, fmaxf(fabsf(goal->x), fabsf(goal->y)));
        /* Nothing lives there, which says nothing of where prey lives. */
        fake.bots.row[0].goal.state = PB_GOAL_FAILED;
        fake_step(&fake, 1000);
        assert_float_equal(goal->x, 9000, 0);
    }
    assert_true(most > 1000);
    fake.prey[0] = 700;
    pb_bots_clear_goal(&fake.bots, 0, fake.bots.row[0].goal.owner);
    quester()->goal.kind = PB_GOAL_NONE;
    fake_step(&fake, 1000);
    assert_float_equal(fake.bots.row[0].goal.position.x, 700, 0);
    fake.bots.row[0].goal.state = PB_GOAL_REACHED;
    fake_step(&fake, 31000);
    die();
    assert_true(fabsf(fake.bots.row[0].goal.position.x) <= 400);
}

/* A giver that it never comes to is given up after half an hour. */
static void no_way_is_that_long(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    fake_step(&fake, 3000);
    fake_step(&fake, 1700000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    fake_step(&fake, 200000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_true(pb_quest_is_forgotten(fake.own, 0, quest));
}

static void chain_in_order(void **state)
{
    uint32_t first = fake_define(&fake, 100, 50, 60), second = fake_define(&fake, 9000, 50, 60);

    (void)state;
    fake.quests[second - 1].quest.previous_quest = (int32_t)first;
    fake.quests[first - 1].quest.objectives[0].type = PB_OBJECTIVE_NONE;
    take();
    assert_int_equal(fake.quests[second - 1].status, 0);
    /* It ends where it began, so it is handed in at once and opens the next. */
    for (unsigned i = 0; i < 4 && !fake.quests[second - 1].status; i++) {
        fake_arrive(&fake);
        fake_step(&fake, 3000);
    }
    assert_int_equal(fake.quests[first - 1].is_rewarded, 1);
    assert_int_equal(fake.quests[second - 1].status, PB_QUEST_TAKEN);
}

/* Of complete quests that want the same things the one that gives most gets them, wherever it stands in the
 * log. */
static void things_go_to_the_best(void **state)
{
    uint32_t poor = fake_define(&fake, 100, 50, 60), rich = fake_define(&fake, 900, 50, 60), i;

    (void)state;
    for (i = 0; i < 2; i++) {
        fake.quests[i].quest.objectives[PB_QUEST_KILLS] =
            (struct pb_quest_objective){9, 4, PB_OBJECTIVE_COLLECT};
        fake.quests[i].status = PB_QUEST_COMPLETE;
    }
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_true(fake.quests[rich - 1].is_rewarded);
    assert_false(fake.quests[poor - 1].is_rewarded);
    assert_int_equal(fake.broken, 0);
}

static uint32_t chosen(void)
{
    pb_quest_system.reset(fake.own, 0);
    pb_quest_cache_invalidate(fake.own->cache, 0);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake_step(&fake, 3000);
    return quester()->quest_id;
}

/* As much work as fits into a route just once. */
static void make_long(uint32_t quest)
{
    fake.quests[quest - 1].quest.objectives[0].count = 22;
}

static void choice_by_value_for_time(void **state)
{
    uint32_t near = fake_define(&fake, 400, 20, 30), far = fake_define(&fake, 250, 1400, 1500);

    (void)state;
    make_long(near);
    fake.quests[far - 1].quest.objectives[0].count = 25;
    assert_int_equal(chosen(), near);
    assert_int_equal(fake.bots.decisions[0][0].choice, near);
    assert_int_equal(fake.bots.decisions[0][0].other, far);
    fake.quests[far - 1].quest.experience = 9000;
    assert_int_equal(chosen(), far);
    assert_int_equal(fake.bots.decisions[0][1].other, near);
    /* Of equal ones, that which opens others. */
    make_long(far);
    fake.quests[far - 1].giver = 20;
    fake.quests[far - 1].ender = 20;
    fake.quests[far - 1].work = 30;
    fake.quests[far - 1].quest.experience = 400;
    fake.quests[far - 1].quest.chain_rest = 8;
    assert_int_equal(chosen(), far);
    /* What is too hard, and what takes a group, is nothing for it. */
    fake.quests[far - 1].quest.experience = 90000;
    fake.quests[far - 1].quest.level = 15;
    assert_int_equal(chosen(), near);
    fake.quests[far - 1].quest.level = 10;
    fake.quests[far - 1].quest.group_size = 3;
    assert_int_equal(chosen(), near);
    /* One that gives nothing any more is not worth the way. */
    fake.quests[far - 1].quest.group_size = 0;
    fake.quests[far - 1].quest.experience = 0;
    assert_int_equal(chosen(), near);
}

/* Where little is left it looks for better land, of its own level; where there is enough it does not. */
static void poor_land_is_left(void **state)
{
    uint32_t rich = fake_define(&fake, 3000, 20, 30), poor = fake_define(&fake, 20, 20, 30),
             far = fake_define(&fake, 20000, 1660, 1670);

    (void)state;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->quest_id, rich);
    assert_false(quester()->is_far);
    fake.quests[rich - 1].is_rewarded = 1;
    fake.quests[far - 1].quest.level = 7;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 100000);
    assert_int_equal(quester()->quest_id, poor);
    fake.quests[far - 1].quest.level = 8;
    /* A look in vain doubles the time to the next. */
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 119000);
    assert_int_equal(quester()->quest_id, poor);
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->quest_id, far);
    assert_true(quester()->is_far);
    assert_float_equal(fake.bots.row[0].goal.position.x, 1660, 0);
    /* On its way it does not turn back. */
    fake.at = 100;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->quest_id, far);
}

static void reason_is(const char *words)
{
    char text[768];

    pb_quest_system.explain(fake.own, 0, text, sizeof text);
    if (!strstr(text, words))
        printf("# %s\n", text);
    assert_non_null(strstr(text, words));
}

/* What came second, and what speaks against it. */
static void the_second_is_explained(void **state)
{
    uint32_t first = fake_define(&fake, 500, 20, 30), second = fake_define(&fake, 400, 20, 30);
    char text[64];

    (void)state;
    memcpy(fake.quests[1].quest.title, "Old Debts", 10);
    fake.quests[1].quest.experience = 200;
    assert_int_equal(chosen(), first);
    reason_is("second is quest 2 (Old Debts)");
    reason_is("it gives less");
    fake.quests[1].quest.experience = 500;
    fake.quests[1].quest.objectives[0].count = 12;
    assert_int_equal(chosen(), first);
    reason_is("it is more work");
    fake.quests[1].quest.objectives[0].count = 5;
    fake.quests[1].giver = -900;
    assert_int_equal(chosen(), first);
    reason_is("it is further");
    /* The better one, but behind the other. */
    fake.quests[0].ender = 35;
    fake.quests[1].giver = 40;
    fake.quests[1].work = 40;
    fake.quests[1].ender = 40;
    fake.quests[1].quest.experience = 5000;
    assert_int_equal(chosen(), first);
    assert_int_equal(quester()->second.quest_id, second);
    reason_is("lies on the way");
    fake.quests[1].giver_gone = 1;
    assert_int_equal(chosen(), first);
    reason_is("s of work");
    /* As much as there is room for. */
    memset(text, 'x', sizeof text);
    pb_quest_system.explain(fake.own, 0, text, 60);
    assert_int_equal(strlen(text), 59);
}

static const struct pb_item_template robe = {.entry = 1,
                                             .item_class = PB_ITEM_ARMOR,
                                             .inventory_type = PB_TYPE_CHEST,
                                             .armor = 10,
                                             .item_level = 3},
                                     better = {.entry = 2,
                                               .item_class = PB_ITEM_ARMOR,
                                               .inventory_type = PB_TYPE_CHEST,
                                               .armor = 400,
                                               .item_level = 10};

static const struct pb_item_template *known_item(void *self, uint32_t entry)
{
    (void)self;
    return entry == 1 ? &robe : entry == 2 ? &better : NULL;
}

static unsigned wears_a_robe(void *self, pb_actor actor, struct pb_item_stack *stacks, unsigned max)
{
    (void)self;
    (void)actor;
    if (max)
        stacks[0] = (struct pb_item_stack){.entry = 1, .count = 1, .slot = PB_SLOT_CHEST};
    return max > 0;
}

/* Of two quests that are alike that which clothes it better. */
static void rewards_count(void **state)
{
    uint32_t plain = fake_define(&fake, 500, 20, 30), dressing = fake_define(&fake, 500, 20, 30);

    (void)state;
    make_long(plain);
    make_long(dressing);
    fake.bots.row[0].character_class = 8;
    fake.world.get_item = known_item;
    fake.world.get_inventory = wears_a_robe;
    fake.quests[plain - 1].quest.experience = 750;
    assert_int_equal(chosen(), plain);
    fake.quests[dressing - 1].quest.reward_count = 1;
    fake.quests[dressing - 1].quest.rewards[0] = (struct pb_item_amount){2, 1};
    /* What it earns otherwise is the measure: a bot that has just come has none. */
    quester()->usual = 10;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->quest_id, dressing);
}

/* It takes both on its way out, and hands both in on its way back, though the far one is worth more. */
static void quests_on_the_way_are_done_together(void **state)
{
    uint32_t far = fake_define(&fake, 2000, 10, 800), near = fake_define(&fake, 300, 30, 400);
    static const uint32_t order[] = {1, 2, 2, 1, 1, 2};
    unsigned i;

    (void)state;
    fake.quests[far - 1].ender = 0;
    fake.quests[near - 1].ender = 420;
    for (i = 0; i < 3; i++) {
        fake_step(&fake, 3000);
        assert_int_equal(quester()->quest_id, order[i]);
        fake_arrive(&fake);
    }
    fake.quests[near - 1].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, near);
    fake_step(&fake, 1000);
    /* The ender of the near one is closer than anything, and on the way. */
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    assert_int_equal(quester()->quest_id, near);
    fake_arrive(&fake);
    fake_step(&fake, 1000);
    assert_int_equal(fake.rewarded, 1);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    assert_int_equal(quester()->quest_id, far);
}

/* A way of more than four minutes is too long for better land. */
static void a_journey_has_its_length(void **state)
{
    uint32_t poor, far;

    (void)state;
    fake_define(&fake, 3000, 20, 30);
    poor = fake_define(&fake, 20, 20, 30);
    far = fake_define(&fake, 20000, 1700, 1710);
    fake_step(&fake, 3000);
    fake.quests[0].is_rewarded = 1;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 100000);
    assert_int_equal(quester()->quest_id, poor);
    fake.quests[far - 1].giver = 1670;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 130000);
    assert_int_equal(quester()->quest_id, far);
}

/* How often a bot of that level looks at all offers while it chooses, goes to the giver, takes and chooses
 * again. */
static uint64_t scans_of(uint8_t level)
{
    uint32_t quest = fake_define(&fake, 300, 200, 400);
    const struct pb_quests *own = fake.own;
    uint64_t before = own->scans;

    fake.bots.row[0].status.level = fake.quests[quest - 1].quest.level = level;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->quest_id, quest);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(fake.quests[quest - 1].status, PB_QUEST_TAKEN);
    return own->scans - before;
}

/* Who sets out to a giver has worked out what to take there, and what comes then. */
static void it_knows_what_to_take(void **state)
{
    (void)state;
    assert_int_equal(scans_of(1), 1);
}

static void others_know_it_too(void **state)
{
    (void)state;
    assert_int_equal(scans_of(10), 1);
}

/* After something more urgent it goes on with what it had chosen, without choosing anew. */
static void an_interruption_changes_nothing(void **state)
{
    struct pb_goal loot = {.kind = PB_GOAL_GO, .owner = 9, .priority = PB_GOAL_LOOT};
    struct pb_goal before;
    uint64_t misses;

    (void)state;
    fake_define(&fake, 500, 50, 200);
    take();
    before = fake.bots.row[0].goal;
    misses = fake.own->plan_misses;
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &loot), PB_OK);
    fake_step(&fake, 2000);
    fake.quests[0].done = 2;
    fake.bots.row[0].status.quest_version++;
    pb_bots_clear_goal(&fake.bots, 0, 9);
    fake_step(&fake, 2000);
    assert_int_equal(fake.own->plan_misses, misses);
    assert_int_equal(fake.own->plan_hits, 1);
    assert_memory_equal(&fake.bots.row[0].goal.position, &before.position, sizeof before.position);
    assert_int_equal(fake.bots.row[0].goal.entry, before.entry);
    /* Unless it was done meanwhile. */
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &loot), PB_OK);
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake.bots.row[0].status.quest_version++;
    pb_bots_clear_goal(&fake.bots, 0, 9);
    fake_step(&fake, 2000);
    assert_int_equal(fake.own->plan_hits, 1);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
}

/* Of two things that it wants it goes on to the second once it has enough of the first. */
static void a_done_objective_is_left(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    fake.quests[0].quest.objectives[1] = (struct pb_quest_objective){2, 3, PB_OBJECTIVE_KILL};
    take();
    fake_arrive(&fake);
    assert_int_equal(quester()->objective, 0);
    fake.quests[0].done = 4;
    assert_int_equal(fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest), 0);
    fake.quests[0].done = 5;
    assert_int_equal(fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest), 1);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->objective, 1);
}

static void group_does_what_it_shares(void **state)
{
    uint32_t own = fake_define(&fake, 500, 20, 30), common = fake_define(&fake, 400, 20, 30);

    (void)state;
    /* Two friends make kills go faster, so more of them fit. */
    fake.quests[own - 1].quest.objectives[0].count = 40;
    fake.quests[common - 1].quest.objectives[0].count = 40;
    fake.quests[common - 1].work = -30;
    fake.bots.row[0].status.flags = PB_ACTOR_GROUPED;
    fake.friends = 2;
    fake.friends_with = common;
    assert_int_equal(chosen(), own);
    pb_quest_set_strategy(fake.own, pb_quest_strategy_find("group"));
    assert_int_equal(chosen(), common);
    fake.quests[common - 1].quest.flags = PB_QUEST_SHARABLE;
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(fake.accepted, 1);
    assert_int_equal(fake.shared, 1);
    /* Handing a quest on is not taking it. */
    assert_int_equal(fake.own->accepted, 1);
}

/* Hands in only when its friends are through too, or have taken too long. */
static void friends_are_waited_for(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 20, 300);
    unsigned i;

    (void)state;
    pb_quest_set_strategy(fake.own, pb_quest_strategy_find("group"));
    fake.bots.row[0].status.flags = PB_ACTOR_GROUPED;
    fake.friends = 1;
    fake.friends_with = quest;
    fake.friends_done = 3;
    /* Waiting is not hanging. */
    fake.own->env.settings.quest_timeout_s = 100;
    take();
    fake_arrive(&fake);
    fake.quests[0].done = 5;
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_HUNT);
    assert_true(quester()->is_helping);
    fake_step(&fake, 8000);
    fake.friends_done = 5;
    fake_step(&fake, 8000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    /* One of them falls back again, for good. */
    fake.friends_done = 1;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    for (i = 0; i < 20; i++)
        fake_step(&fake, 8000);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    for (i = 0; i < 20; i++)
        fake_step(&fake, 8000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    assert_int_equal(fake.abandoned, 0);
    fake_arrive(&fake);
    fake_step(&fake, 1000);
    assert_int_equal(fake.rewarded, 1);
    assert_int_equal(quester()->helped_ms, 0);
}

/* Who does not play together does not wait. */
static void others_do_not_wait(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 20, 300);

    (void)state;
    fake.bots.row[0].status.flags = PB_ACTOR_GROUPED;
    fake.friends = 1;
    fake.friends_with = quest;
    take();
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
}

static void no_progress_is_given_up_and_remembered(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    take();
    fake_arrive(&fake);
    fake_step(&fake, 200000);
    fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest);
    fake_step(&fake, 200000);
    assert_int_equal(fake.abandoned, 0);
    /* What happens to another quest is no progress of this one. */
    fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest + 1);
    fake_step(&fake, 150000);
    assert_int_equal(fake.abandoned, 1);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake_step(&fake, 60000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake_step(&fake, 1800000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
}

/* To change over from one quest to another and back is no progress. */
static void change_of_mind_is_no_progress(void **state)
{
    unsigned i, changes = 0;
    uint32_t before;

    (void)state;
    fake_define(&fake, 500, 50, 200);
    fake_define(&fake, 500, 50, 210);
    take();
    fake.quests[0].status = fake.quests[1].status = PB_QUEST_TAKEN;
    for (i = 0; i < 12 && !fake.abandoned; i++) {
        /* Now the one looks better, now the other. */
        fake.quests[i % 2].quest.experience = 5000;
        fake.quests[(i + 1) % 2].quest.experience = 50;
        before = quester()->quest_id;
        fake_tell(&fake, PB_WORLD_LEVEL, 0);
        fake_step(&fake, 40000);
        changes += quester()->quest_id != before;
    }
    assert_true(changes > 3);
    assert_int_equal(fake.abandoned, 1);
}

/* Where others get all it leaves the quest alone for five minutes, without giving it up; when it is done
 * meanwhile, by what else it kills, it is turned in at once. */
static void crowded_quests_wait(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);
    unsigned round;

    (void)state;
    fake.own->env.settings.quest_timeout_s = 900;
    take();
    for (round = 0; round < 2; round++) {
        assert_int_equal(quester()->quest_id, quest);
        fake.bots.row[0].goal.state = PB_GOAL_FAILED;
        fake_step(&fake, 1000);
        assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
        fake_step(&fake, 290000);
        assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
        if (round == 0)
            fake_step(&fake, 31000);
    }
    assert_int_equal(fake.abandoned, 0);
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
}

/* What wants creatures of which most are too strong is not taken on, and once they are not it is. */
static void hard_quests_are_left(void **state)
{
    (void)state;
    fake_define(&fake, 500, 50, 200);
    fake.beast = (struct pb_creature_template){.level_min = 12, .level_max = 14};
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake.bots.row[0].status.level = 12;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    fake_step(&fake, 31000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
}

static unsigned hunters_at(float x)
{
    struct pb_position place = {.x = x};

    return pb_hunters_at(&fake.own->hunters, pb_hunters_place(&place));
}

/* A bot is counted where it hunts, for a quest or for nothing, and nowhere else. */
static void hunters_are_counted(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    take();
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    assert_int_equal(hunters_at(200), 1);
    fake.quests[0].status = PB_QUEST_COMPLETE;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    assert_int_equal(hunters_at(200), 0);
    assert_int_equal(hunters_at(50), 0);
    fake.prey[0] = 700;
    fake_arrive(&fake);
    fake_step(&fake, 1000);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_int_equal(hunters_at(700), 1);
    /* More room: all are counted again. */
    assert_int_equal(pb_quest_system.reserve(fake.own, 500), PB_OK);
    assert_int_equal(hunters_at(700), 1);
    pb_quest_system.reset(fake.own, 0);
    assert_int_equal(hunters_at(700), 0);
}

/* What twins chose is good while few more hunt there. */
static void twins_do_not_crowd(void **state)
{
    struct pb_position place = {.x = 200};
    uint64_t misses;
    unsigned i;

    (void)state;
    fake_define(&fake, 500, 50, 200);
    fake.quests[0].quest.level = fake.bots.row[0].status.level = 1;
    take();
    quester()->is_woken = 1;
    quester()->stops.count = 0;
    fake_step(&fake, 1000);
    for (i = 0; i < 2; i++) {
        misses = fake.own->plan_misses;
        quester()->is_woken = 1;
        quester()->stops.count = 0;
        fake_step(&fake, 1000);
        assert_int_equal(fake.own->plan_misses, misses);
        pb_hunters_move(&fake.own->hunters, 0, pb_hunters_place(&place));
    }
    quester()->is_woken = 1;
    quester()->stops.count = 0;
    fake_step(&fake, 1000);
    assert_int_equal(fake.own->plan_misses, misses + 1);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
}

/* The quest of two whose prey others do not hunt. */
static void the_less_crowded_is_better(void **state)
{
    uint32_t near = fake_define(&fake, 500, 50, 200), far = fake_define(&fake, 500, 50, -300);
    struct pb_position place = {.x = 200};
    unsigned i;

    (void)state;
    fake_tell(&fake, PB_WORLD_LEVEL, 0);
    take();
    assert_int_equal(quester()->quest_id, near);
    quester()->stops.count = 0;
    for (i = 0; i < 60; i++)
        pb_hunters_move(&fake.own->hunters, 0, pb_hunters_place(&place));
    fake_tell(&fake, PB_WORLD_QUEST_FAILED, 0);
    fake_step(&fake, 3000);
    assert_int_equal(quester()->quest_id, far);
}

/* It takes what it came for, though on arrival something far better elsewhere is all that it would plan. */
static void what_it_came_for_is_taken(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 1500), i, taken = 0;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];

    (void)state;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    assert_int_equal(quester()->quest_id, quest);
    for (i = 0; i < 5; i++)
        fake_define(&fake, 5000000, -60 - 10 * (float)i, -80);
    pb_quest_cache_invalidate(fake.own->cache, 0);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    for (i = 0; i < pb_quest_active(fake.own, 0, log); i++)
        taken += log[i].quest_id == quest;
    assert_int_equal(taken, 1);
    assert_int_equal(fake.own->refused, 0);
}

static void giver_gone_refused_failed(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    fake.quests[0].refuses = 1;
    take();
    assert_int_equal(fake.own->refused, 1);
    assert_true(pb_quest_is_forgotten(fake.own, 0, quest));
    fake.quests[0].refuses = 0;
    pb_quest_system.reset(fake.own, 0);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake_step(&fake, 3000);
    fake.quests[0].giver_gone = 1;
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    /* One that failed goes out of the log. */
    fake.quests[0].status = PB_QUEST_FAILED;
    fake_tell(&fake, PB_WORLD_QUEST_FAILED, quest);
    fake_step(&fake, 3000);
    assert_int_equal(fake.abandoned, 1);
}

static float any_value(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    (void)factors;
    return (float)given->experience;
}

static unsigned taken_of_many(const struct pb_quest_strategy *strategy)
{
    unsigned i;

    for (i = 0; i < 30; i++)
        fake_define(&fake, 500, 50, 200);
    pb_quest_set_strategy(fake.own, strategy);
    for (i = 0; i < 20; i++) {
        fake_step(&fake, 3000);
        if (quester()->phase == PB_QUEST_ACCEPTING)
            fake_arrive(&fake);
    }
    return fake.accepted;
}

static void log_keeps_room(void **state)
{
    static const struct pb_quest_strategy one_by_one = {"one by one", any_value, NULL, 0};

    (void)state;
    assert_int_equal(taken_of_many(&one_by_one), PB_QUEST_LOG_SIZE - PB_QUEST_LOG_ROOM);
}

/* A route takes what it has time for, and a little more; not everything that is there. */
static void a_route_takes_what_it_has_time_for(void **state)
{
    unsigned taken = taken_of_many(NULL);

    (void)state;
    assert_in_range(taken, 4, 14);
}

static void more_urgent_goals_stay(void **state)
{
    struct pb_goal goal = {.kind = PB_GOAL_GO, .owner = 9, .priority = PB_GOAL_VENDOR};

    (void)state;
    fake_define(&fake, 500, 50, 200);
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &goal), PB_OK);
    fake_step(&fake, 3000);
    assert_int_equal(fake.bots.row[0].goal.owner, 9);
    pb_bots_clear_goal(&fake.bots, 0, 9);
    fake_step(&fake, 3000);
    assert_int_equal(fake.bots.row[0].goal.owner, FAKE_NUMBER);
}

/* Anything in any order: the world's rules hold, and the state stays within its bounds. */
static void any_events(void **state)
{
    uint64_t seed = pb_seed("quest");
    unsigned i;
    char text[256];

    (void)state;
    for (i = 0; i < 30; i++) {
        fake_define(&fake, pb_seed_below(&seed, 900), (float)pb_seed_below(&seed, 2000),
                    (float)pb_seed_below(&seed, 2000));
        fake.quests[i].quest.previous_quest = i % 5 == 4 ? (int32_t)i : 0;
        fake.quests[i].places = pb_seed_below(&seed, 12);
    }
    for (i = 0; i < 20000; i++) {
        struct fake_quest *quest = &fake.quests[pb_seed_below(&seed, 30)];
        uint32_t id = quest->quest.quest_id;

        switch (pb_seed_below(&seed, 8)) {
        case 0:
            fake_tell(&fake, pb_seed_below(&seed, PB_WORLD_EVENT_TYPES), id);
            break;
        case 1:
            quest->status = quest->status ? PB_QUEST_COMPLETE : 0;
            break;
        case 2:
            quest->status = quest->status ? PB_QUEST_FAILED : 0;
            break;
        case 3:
            fake.bots.row[0].goal.state = (uint8_t)pb_seed_below(&seed, 4);
            break;
        case 4:
            quest->giver_gone ^= 1;
            break;
        case 5:
            quest->is_rewarded = 0;
            break;
        case 6:
            if (fake.bots.row[0].goal.kind)
                fake_arrive(&fake);
            break;
        default:
            fake.bots.row[0].status.level = (uint8_t)(5 + pb_seed_below(&seed, 10));
        }
        assert_true(fake_step(&fake, pb_seed_below(&seed, 20000)) > 0);
        assert_true(quester()->phase < PB_QUEST_PHASES);
        assert_true(quester()->quest_id <= 30);
        assert_true(fake.bots.row[0].goal.kind == PB_GOAL_NONE || fake.bots.row[0].goal.owner == FAKE_NUMBER);
        assert_int_equal(fake.own->completed, fake.rewarded);
        assert_int_equal(fake.own->accepted, fake.accepted);
    }
    assert_true(fake.accepted > 10);
    assert_true(fake.rewarded > 10);
    pb_quest_system.explain(fake.own, 0, text, sizeof text);
    assert_true(strlen(text) > 20);
}

static void few_bytes_for_a_bot(void **state)
{
    size_t shared, bytes = pb_quest_system.memory(fake.own, &shared);

    (void)state;
    printf("# %zu bytes for a bot\n", bytes / fake.own->capacity);
    assert_true(bytes / fake.own->capacity <= 512);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_phase),
        TEST(time_of_a_quest),
        TEST(wanders_to_prey),
        TEST(wanders_where_it_learns_most),
        TEST(deaths_for_nothing_are_enough),
        TEST(who_dies_wandering_makes_a_detour),
        TEST(no_way_is_that_long),
        TEST(chain_in_order),
        TEST(things_go_to_the_best),
        TEST(choice_by_value_for_time),
        TEST(poor_land_is_left),
        TEST(the_second_is_explained),
        TEST(rewards_count),
        TEST(quests_on_the_way_are_done_together),
        TEST(a_journey_has_its_length),
        TEST(it_knows_what_to_take),
        TEST(others_know_it_too),
        TEST(an_interruption_changes_nothing),
        TEST(a_done_objective_is_left),
        TEST(group_does_what_it_shares),
        TEST(friends_are_waited_for),
        TEST(others_do_not_wait),
        TEST(no_progress_is_given_up_and_remembered),
        TEST(change_of_mind_is_no_progress),
        TEST(crowded_quests_wait),
        TEST(hard_quests_are_left),
        TEST(hunters_are_counted),
        TEST(twins_do_not_crowd),
        TEST(the_less_crowded_is_better),
        TEST(what_it_came_for_is_taken),
        TEST(giver_gone_refused_failed),
        TEST(log_keeps_room),
        TEST(a_route_takes_what_it_has_time_for),
        TEST(more_urgent_goals_stay),
        TEST(any_events),
        TEST(few_bytes_for_a_bot),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
