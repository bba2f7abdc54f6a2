/* Loot: what corpses hold, whose it is, and rolls of groups. */
#include "base/chance.h"
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include <string.h>

static struct pb_corpse_loot *loot_of(struct pb_realm *realm, pb_object object)
{
    uint32_t spawns;

    pb_content_spawns(realm->options.content, &spawns);
    if (object < 1 || object > spawns || realm->creature_states[object - 1] != PB_CREATURE_CORPSE ||
        !realm->creatures[object - 1].loot)
        return NULL;
    return &realm->goods->loots[realm->creatures[object - 1].loot - 1];
}

static struct pb_corpse_loot *new_loot(struct pb_realm *realm, uint32_t spawn)
{
    struct pb_goods *goods = realm->goods;
    struct pb_corpse_loot *loot;

    if (!goods->loot_free && goods->loot_count == goods->loot_capacity &&
        pb_room_make(realm, &goods->loots, sizeof *goods->loots, &goods->loot_capacity,
                     goods->loot_count + goods->loot_count / 2 + 64) != PB_OK)
        return NULL;
    if (goods->loot_free) {
        loot = &goods->loots[goods->loot_free - 1];
        goods->loot_free = loot->next_free;
    } else {
        loot = &goods->loots[goods->loot_count++];
    }
    memset(loot, 0, sizeof *loot);
    loot->is_used = 1;
    loot->spawn = spawn;
    realm->creatures[spawn].loot = (uint32_t)(loot - goods->loots) + 1;
    return loot;
}

/* A thing into the corpse, now in the world. */
static void put(struct pb_realm *realm, struct pb_corpse_loot *loot, uint32_t item, uint16_t count,
                uint32_t owner)
{
    if (loot->count == PB_LOOT_ITEMS)
        return;
    loot->things[loot->count++] = (struct pb_loot_thing){.item = item, .count = count, .owner = owner};
    realm->stats.items_created += count;
}

/* What one line of the table gives. Quest things are there for each who needs them. */
static void drop(struct pb_realm *realm, struct pb_corpse_loot *loot, const struct pb_loot_line *line,
                 const pb_actor *party, unsigned count)
{
    uint32_t items;
    uint32_t entry = pb_content_items(realm->options.content, &items)[line->item].entry;
    uint16_t some =
        (uint16_t)(line->count_min +
                   pb_chance_below(&realm->chance, (uint32_t)(line->count_max - line->count_min) + 1));
    unsigned i;

    if (!line->is_quest_only) {
        put(realm, loot, line->item, some, 0);
        return;
    }
    for (i = 0; i < count; i++)
        if (loot->count < PB_LOOT_ITEMS && pb_quest_wants(realm, &realm->actors[party[i]], entry)) {
            put(realm, loot, line->item, some, party[i] + 1);
            loot->things[loot->count - 1].is_quest = 1;
        }
}

static void roll_table(struct pb_realm *realm, struct pb_corpse_loot *loot, const struct pb_loot_line *lines,
                       uint32_t count, const pb_actor *party, unsigned members)
{
    float rolls[256];
    uint8_t is_rolled[256] = {0};
    uint32_t i;

    for (i = 0; i < count; i++) {
        uint8_t group = lines[i].group;

        if (!group) {
            if (pb_chance_share(&realm->chance) * 100 < (double)lines[i].chance)
                drop(realm, loot, &lines[i], party, members);
            continue;
        }
        /* One roll for a group: the first line that it reaches drops. */
        if (!is_rolled[group]) {
            is_rolled[group] = 1;
            rolls[group] = (float)(pb_chance_share(&realm->chance) * 100);
        }
        if (rolls[group] >= 0 && rolls[group] < lines[i].chance) {
            drop(realm, loot, &lines[i], party, members);
            rolls[group] = -1;
        } else if (rolls[group] >= 0) {
            rolls[group] -= lines[i].chance;
        }
    }
}

static struct pb_realm_group *group_of(struct pb_realm *realm, pb_actor number)
{
    uint32_t group = realm->actors[number].group;

    return group ? &realm->goods->groups[group - 1] : NULL;
}

/* Whose turn it is: the next in the group's own order who is here, so that nobody's luck hangs on who kills.
 */
static pb_actor next_turn(struct pb_realm_group *group, const pb_actor *party, unsigned count)
{
    unsigned i, k;

    for (i = 0; i < group->count; i++) {
        unsigned member = (group->turn + i) % group->count;

        for (k = 0; k < count; k++)
            if (party[k] == group->members[member]) {
                group->turn = (uint8_t)((member + 1) % group->count);
                return party[k];
            }
    }
    return party[0];
}

/* By the group's method: whose the common things are, and what is rolled for. */
static void share_out(struct pb_realm *realm, struct pb_corpse_loot *loot, const pb_actor *party,
                      unsigned count)
{
    struct pb_realm_group *group = group_of(realm, party[0]);
    uint32_t items, turn;
    const struct pb_item_template *item = pb_content_items(realm->options.content, &items);
    unsigned i, k;

    /* Nobody's turn passes over an empty corpse. */
    if (!group || count < 2 || !loot->count || group->method == PB_LOOT_FREE)
        return;
    turn = next_turn(group, party, count) + 1;
    memcpy(loot->party, party, count * sizeof *party);
    loot->party_count = (uint8_t)count;
    loot->group = realm->actors[party[0]].group;
    for (i = 0; i < loot->count; i++) {
        struct pb_loot_thing *thing = &loot->things[i];

        if (thing->owner)
            continue;
        if (group->method == PB_LOOT_GROUP && item[thing->item].quality >= PB_QUALITY_UNCOMMON) {
            thing->roll_ms = realm->now_ms + PB_ROLL_MS;
            for (k = 0; k < count; k++)
                pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_ROLL,
                                                              .actor = party[k],
                                                              .object = PB_OBJECT_OF_SPAWN(loot->spawn),
                                                              .entry = item[thing->item].entry,
                                                              .count = i});
        } else {
            thing->owner = turn;
        }
    }
}

void pb_loot_make(struct pb_realm *realm, uint32_t spawn, const pb_actor *party, unsigned count)
{
    uint32_t counts;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &counts);
    const struct pb_creature_template *kind =
        &pb_content_creatures(realm->options.content, &counts)[spawns[spawn].creature];
    struct pb_run run;
    const struct pb_loot_line *lines =
        pb_content_loot_of(realm->options.content, spawns[spawn].creature, &run);
    struct pb_corpse_loot *loot = new_loot(realm, spawn);
    unsigned i;

    if (!loot)
        return;
    loot->money =
        kind->money_min + (kind->money_max > kind->money_min
                               ? pb_chance_below(&realm->chance, kind->money_max - kind->money_min + 1)
                               : 0);
    roll_table(realm, loot, lines + run.first, run.count, party, count);
    share_out(realm, loot, party, count);
    if (!loot->count && !loot->money) {
        pb_goods_on_corpse_gone(realm, spawn);
        realm->creatures[spawn].loot = 0;
        return;
    }
    for (i = 0; i < count; i++)
        pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_LOOT,
                                                      .actor = party[i],
                                                      .object = PB_OBJECT_OF_SPAWN(spawn),
                                                      .entry = kind->entry});
}

void pb_goods_on_corpse_gone(struct pb_realm *realm, uint32_t spawn)
{
    struct pb_corpse_loot *loot;
    unsigned i;

    if (!realm->creatures[spawn].loot)
        return;
    loot = &realm->goods->loots[realm->creatures[spawn].loot - 1];
    for (i = 0; i < loot->count; i++)
        realm->stats.items_destroyed += loot->things[i].count;
    loot->is_used = 0;
    loot->count = 0;
    loot->next_free = realm->goods->loot_free;
    realm->goods->loot_free = (uint32_t)(loot - realm->goods->loots) + 1;
}

uint64_t pb_loot_items(const struct pb_realm *realm)
{
    uint64_t sum = 0;
    uint32_t i;
    unsigned k;

    for (i = 0; i < realm->goods->loot_count; i++)
        for (k = 0; realm->goods->loots[i].is_used && k < realm->goods->loots[i].count; k++)
            sum += realm->goods->loots[i].things[k].count;
    return sum;
}

/* The creature's kill is the actor's or its group's, and it stands beside it. */
static int may_loot(struct pb_realm *realm, pb_actor number, pb_object corpse)
{
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    pb_actor tapper;

    if (!actor || !loot_of(realm, corpse))
        return PB_E_gone;
    /* Of somebody who has left it is everybody's. */
    tapper = pb_realm_tapper(realm, (uint32_t)corpse - 1);
    if (tapper != number && tapper != PB_NO_ACTOR &&
        !(actor->group && realm->actors[tapper].group == actor->group))
        return PB_E_not_allowed;
    return pb_realm_reaches(realm, number, corpse, PB_INTERACT_YARDS + 1);
}

static int is_for(const struct pb_loot_thing *thing, pb_actor number)
{
    return thing->count && (!thing->owner || thing->owner == number + 1);
}

static unsigned get_loot(void *self, pb_actor number, pb_object corpse, struct pb_loot_item *items,
                         unsigned max, uint32_t *money)
{
    struct pb_realm *realm = self;
    const struct pb_corpse_loot *loot;
    uint32_t counts;
    unsigned count = 0, i;

    *money = 0;
    if (may_loot(realm, number, corpse) != PB_OK)
        return 0;
    loot = loot_of(realm, corpse);
    *money = loot->money;
    for (i = 0; i < loot->count && count < max; i++)
        if (is_for(&loot->things[i], number))
            items[count++] = (struct pb_loot_item){
                .entry = pb_content_items(realm->options.content, &counts)[loot->things[i].item].entry,
                .count = loot->things[i].count,
                .index = (uint8_t)i,
                .is_rolled = loot->things[i].roll_ms != 0};
    return count;
}

/* An empty corpse goes soon. */
static void tidy(struct pb_realm *realm, pb_object corpse)
{
    const struct pb_corpse_loot *loot = loot_of(realm, corpse);
    unsigned i;

    for (i = 0; i < loot->count; i++)
        if (loot->things[i].count)
            return;
    if (loot->money)
        return;
    pb_goods_on_corpse_gone(realm, (uint32_t)corpse - 1);
    realm->creatures[corpse - 1].loot = 0;
    pb_realm_bury(realm, (uint32_t)corpse - 1);
}

static int hand_over(struct pb_realm *realm, pb_actor number, struct pb_loot_thing *thing)
{
    uint32_t counts, entry = pb_content_items(realm->options.content, &counts)[thing->item].entry;
    int error = pb_bag_add(realm, number, entry, thing->count);

    if (error != PB_OK)
        return error;
    /* It was in the world already. */
    realm->stats.items_created -= thing->count;
    realm->stats.loot_taken += thing->count;
    thing->count = 0;
    return PB_OK;
}

static int take_loot(void *self, pb_actor number, pb_object corpse, unsigned index)
{
    struct pb_realm *realm = self;
    int error = may_loot(realm, number, corpse);
    struct pb_corpse_loot *loot;

    if (error != PB_OK)
        return error;
    loot = loot_of(realm, corpse);
    if (index >= loot->count || !is_for(&loot->things[index], number))
        return PB_E_gone;
    if (loot->things[index].roll_ms)
        return PB_E_not_allowed;
    error = hand_over(realm, number, &loot->things[index]);
    if (error == PB_OK)
        tidy(realm, corpse);
    return error;
}

static int take_loot_money(void *self, pb_actor number, pb_object corpse)
{
    struct pb_realm *realm = self;
    int error = may_loot(realm, number, corpse);
    pb_actor party[PB_GROUP_SIZE];
    unsigned count, i;
    uint32_t money;

    if (error != PB_OK)
        return error;
    money = loot_of(realm, corpse)->money;
    loot_of(realm, corpse)->money = 0;
    count = pb_goods_party(realm, number, PB_PARTY_YARDS, party);
    for (i = 0; i < count; i++)
        pb_realm_give_money(realm, party[i], money / count, PB_REALM_GOLD_LOOT);
    pb_realm_give_money(realm, number, money % count, PB_REALM_GOLD_LOOT);
    tidy(realm, corpse);
    return PB_OK;
}

static int leave_loot(void *self, pb_actor number, pb_object corpse)
{
    struct pb_realm *realm = self;
    int error = may_loot(realm, number, corpse);
    struct pb_corpse_loot *loot;
    unsigned i;

    if (error != PB_OK)
        return error;
    loot = loot_of(realm, corpse);
    for (i = 0; i < loot->count; i++)
        if (loot->things[i].owner == number + 1 && !loot->things[i].is_quest)
            loot->things[i].owner = 0;
    return PB_OK;
}

/* ---- Rolls ---- */

/* Whether one of the party still is in the group: others do not roll. */
static int may_roll(struct pb_realm *realm, const struct pb_corpse_loot *loot, unsigned member)
{
    const struct pb_realm_actor *actor = pb_realm_actor(realm, loot->party[member]);

    return actor && loot->group && actor->group == loot->group;
}

/* The best roll of those who want it most has it; if it does not fit it lies there for its winner. */
static void end_roll(struct pb_realm *realm, struct pb_corpse_loot *loot, struct pb_loot_thing *thing)
{
    pb_actor winner = PB_NO_ACTOR;
    uint32_t best = 0;
    unsigned i;

    thing->roll_ms = 0;
    for (i = 0; i < loot->party_count; i++) {
        uint32_t roll = thing->votes[i] > 1 && may_roll(realm, loot, i)
                            ? thing->votes[i] * 1000u + pb_chance_below(&realm->chance, 100) + 1
                            : 0;

        if (roll > best) {
            best = roll;
            winner = loot->party[i];
        }
    }
    if (winner == PB_NO_ACTOR)
        return;
    thing->owner = winner + 1;
    if (hand_over(realm, winner, thing) == PB_OK)
        tidy(realm, PB_OBJECT_OF_SPAWN(loot->spawn));
}

static int roll_loot(void *self, pb_actor number, pb_object corpse, unsigned index, enum pb_roll roll)
{
    struct pb_realm *realm = self;
    const struct pb_realm_actor *actor = pb_realm_actor(realm, number);
    struct pb_corpse_loot *loot = loot_of(realm, corpse);
    struct pb_loot_thing *thing;
    unsigned i, open = 0, is_party = 0;

    if (!actor || !loot || index >= loot->count || !loot->things[index].roll_ms)
        return PB_E_gone;
    if ((unsigned)roll > PB_ROLL_NEED)
        return PB_E_not_allowed;
    thing = &loot->things[index];
    for (i = 0; i < loot->party_count; i++) {
        if (!may_roll(realm, loot, i))
            continue;
        if (loot->party[i] == number) {
            is_party = 1;
            thing->votes[i] = thing->votes[i] ? thing->votes[i] : (uint8_t)(roll + 1);
        }
        open += !thing->votes[i];
    }
    if (!is_party)
        return PB_E_not_allowed;
    if (!open)
        end_roll(realm, loot, thing);
    return PB_OK;
}

void pb_loot_release(struct pb_realm *realm, pb_actor number)
{
    uint32_t i;
    unsigned k;

    for (i = 0; i < realm->goods->loot_count; i++) {
        struct pb_corpse_loot *loot = &realm->goods->loots[i];
        int is_touched = 0;

        for (k = 0; loot->is_used && k < loot->count; k++) {
            struct pb_loot_thing *thing = &loot->things[k];

            if (thing->owner != number + 1)
                continue;
            thing->owner = 0;
            /* Nobody else may have what lay there for its quest. */
            if (thing->is_quest) {
                realm->stats.items_destroyed += thing->count;
                thing->count = 0;
                is_touched = 1;
            }
        }
        if (is_touched)
            tidy(realm, PB_OBJECT_OF_SPAWN(loot->spawn));
    }
}

void pb_loot_update(struct pb_realm *realm)
{
    uint32_t i;
    unsigned k;

    for (i = 0; i < realm->goods->loot_count; i++) {
        struct pb_corpse_loot *loot = &realm->goods->loots[i];

        for (k = 0; loot->is_used && k < loot->count; k++)
            if (loot->things[k].roll_ms && (int32_t)(realm->now_ms - loot->things[k].roll_ms) >= 0)
                end_roll(realm, loot, &loot->things[k]);
    }
}

void pb_loot_offer(struct pb_world *world)
{
    world->get_loot = get_loot;
    world->take_loot = take_loot;
    world->take_loot_money = take_loot_money;
    world->leave_loot = leave_loot;
    world->roll_loot = roll_loot;
}
