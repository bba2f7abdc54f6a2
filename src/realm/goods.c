#include "realm/goods.h"
#include "include/playerbot_error.h"
#include "realm/house.h"
#include "realm/post.h"
#include <inttypes.h>
#include <stdio.h>

enum { LOOK_MS = 1000 };

int pb_goods_new(struct pb_realm *realm)
{
    const struct pb_memory *memory = &realm->options.memory;
    const struct pb_content *content = realm->options.content;
    struct pb_goods *goods = pb_memory_new(memory, 1, sizeof *goods);
    uint32_t creatures, spawns, quests, lines = 0, i, k;
    const struct pb_spawn *spawn = pb_content_spawns(content, &spawns);
    const struct pb_quest_template *quest = pb_content_quests(content, &quests);
    struct pb_run run;

    if (!goods)
        return PB_E_no_memory;
    realm->goods = goods;
    goods->day_ms = realm->now_ms - realm->options.day_ms % PB_DAY_MS;
    goods->trade_id = realm->options.first_trade ? realm->options.first_trade : 1;
    pb_content_creatures(content, &creatures);
    for (i = 0; i < creatures; i++) {
        pb_content_goods_of(content, i, &run);
        lines = run.first + run.count > lines ? run.first + run.count : lines;
    }
    goods->line_count = lines;
    goods->stock = pb_memory_new(memory, lines, sizeof *goods->stock);
    goods->restock_ms = pb_memory_new(memory, lines, sizeof *goods->restock_ms);
    for (i = 0, k = 0; i < spawns; i++) {
        pb_content_quests_given_by(content, spawn[i].creature, &run);
        k += run.count > 0;
    }
    goods->givers = pb_memory_new(memory, k, sizeof *goods->givers);
    for (i = 0, k = 0; i < quests; i++)
        k += quest[i].exclusive_group < 0;
    goods->together = pb_memory_new(memory, k, sizeof *goods->together);
    if (!goods->stock || !goods->restock_ms || !goods->givers || !goods->together ||
        pb_away_new(realm) != PB_OK)
        return PB_E_no_memory;
    for (i = 0; i < quests; i++)
        if (quest[i].exclusive_group < 0)
            goods->together[goods->together_count++] = i;
    for (i = 0; i < creatures; i++) {
        const struct pb_vendor_line *line = pb_content_goods_of(content, i, &run);

        for (k = run.first; k < run.first + run.count; k++)
            goods->stock[k] = line[k].limit;
    }
    for (i = 0; i < spawns; i++) {
        pb_content_quests_given_by(content, spawn[i].creature, &run);
        if (run.count)
            goods->givers[goods->giver_count++] = pb_content_near_of(content, i);
    }
    pb_content_sort_by_place(goods->givers, goods->giver_count);
    return pb_goods_list_first(realm);
}

void pb_goods_free(struct pb_realm *realm)
{
    const struct pb_memory *memory = &realm->options.memory;
    struct pb_goods *goods = realm->goods;

    if (!goods)
        return;
    pb_away_free(realm);
    pb_memory_free(memory, goods->loots);
    pb_memory_free(memory, goods->groups);
    pb_memory_free(memory, goods->trades);
    pb_memory_free(memory, goods->stock);
    pb_memory_free(memory, goods->restock_ms);
    pb_memory_free(memory, goods->givers);
    pb_memory_free(memory, goods->together);
    pb_memory_free(memory, goods->first);
    pb_memory_free(memory, goods);
}

void pb_goods_offer(struct pb_realm *realm, struct pb_world *world)
{
    (void)realm;
    pb_bag_offer(world);
    pb_loot_offer(world);
    pb_vendor_offer(world);
    pb_quest_offer_log(world);
    pb_quest_offer_search(world);
    pb_group_offer(world);
    pb_realm_trade_offer(world);
}

static uint64_t carried_by(const struct pb_realm_actor *actor)
{
    uint64_t sum = 0;
    unsigned i;

    for (i = 0; i < actor->item_count; i++)
        sum += actor->items[i].count;
    return sum;
}

void pb_goods_on_login(struct pb_realm *realm, pb_actor number)
{
    struct pb_realm_actor *actor = &realm->actors[number];
    uint8_t is_new = actor->is_items_dirty;
    uint16_t version = actor->inventory_version;

    /* What a new character was given was created here. */
    if (!is_new)
        realm->goods->items_in += carried_by(actor);
    realm->goods->money_in += actor->money;
    pb_bag_changed(realm, number);
    actor->is_items_dirty = is_new;
    actor->inventory_version = (uint16_t)(version + 1);
    pb_away_return(realm, number);
    pb_post_on_login(realm, number);
    pb_note_on_login(realm, number);
}

void pb_goods_on_leave(struct pb_realm *realm, pb_actor number)
{
    pb_realm_trade_signal(realm, number, PB_DEAL_LEAVE);
    pb_group_leave(realm, number);
    pb_loot_release(realm, number);
}

void pb_goods_on_logout(struct pb_realm *realm, pb_actor number)
{
    const struct pb_realm_actor *actor = &realm->actors[number];

    realm->goods->items_out += carried_by(actor);
    realm->goods->money_out += actor->money;
    pb_away_leave(realm, number);
    pb_post_on_logout(realm, number);
}

/* Experience for who is near, shared by level as in version 3.3.5: a tenth to two fifths more in all for
 * groups from three. */
static void share_experience(struct pb_realm *realm, uint32_t spawn, const pb_actor *party, unsigned count)
{
    static const float bonus[] = {0, 1, 1, 1.166f, 1.3f, 1.4f};
    uint32_t counts;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &counts);
    const struct pb_creature_template *kind =
        &pb_content_creatures(realm->options.content, &counts)[spawns[spawn].creature];
    unsigned sum = 0, i;

    for (i = 0; i < count; i++)
        sum += realm->actors[party[i]].level;
    for (i = 0; i < count; i++) {
        unsigned level = realm->actors[party[i]].level;
        uint32_t whole = pb_realm_kill_experience(kind, realm->creatures[spawn].level, level);
        uint32_t experience = (uint32_t)((float)whole * bonus[count] * (float)level / (float)sum);

        pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_KILLED,
                                                      .actor = party[i],
                                                      .object = PB_OBJECT_OF_SPAWN(spawn),
                                                      .entry = kind->entry,
                                                      .count = experience});
        pb_quest_on_creature(realm, party[i], kind->entry, 0);
        pb_realm_give_experience(realm, party[i], experience);
    }
}

void pb_goods_on_kill(struct pb_realm *realm, uint32_t spawn, pb_actor killer)
{
    pb_actor party[PB_GROUP_SIZE];
    unsigned count;

    if (killer == PB_NO_ACTOR || !pb_realm_actor(realm, killer))
        return;
    count = pb_goods_party(realm, killer, PB_PARTY_YARDS, party);
    share_experience(realm, spawn, party, count);
    pb_loot_make(realm, spawn, party, count);
}

void pb_goods_update(struct pb_realm *realm)
{
    for (; realm->now_ms - realm->goods->day_ms >= PB_DAY_MS; realm->goods->day_ms += PB_DAY_MS)
        realm->goods->day++;
    if ((int32_t)(realm->now_ms - realm->goods->checked_ms) < LOOK_MS)
        return;
    realm->goods->checked_ms = realm->now_ms;
    pb_loot_update(realm);
    pb_realm_trade_update(realm);
}

size_t pb_goods_bytes(const struct pb_realm *realm)
{
    const struct pb_goods *goods = realm->goods;

    return sizeof *goods + goods->loot_capacity * sizeof *goods->loots +
           goods->group_capacity * sizeof *goods->groups + goods->trade_capacity * sizeof *goods->trades +
           goods->line_count * (sizeof *goods->stock + sizeof *goods->restock_ms) +
           goods->giver_count * sizeof *goods->givers +
           ((size_t)goods->together_count + goods->first_count) * sizeof(uint32_t) + pb_away_bytes(realm);
}

int pb_goods_check(struct pb_realm *realm, char *text, size_t size)
{
    const struct pb_goods *goods = realm->goods;
    uint64_t items = pb_loot_items(realm) + realm->post->items + realm->houses->items,
             money = realm->post->money + realm->houses->money;
    const char *broken = pb_post_check(realm);
    uint32_t i;

    for (i = 0; i < realm->actor_count; i++) {
        const struct pb_realm_actor *actor = &realm->actors[i];
        const char *what;

        if (!actor->is_used)
            continue;
        items += carried_by(actor);
        money += actor->money;
        what = pb_bag_check(realm, actor);
        what = what ? what : pb_quest_check(realm, actor);
        what = what ? what : pb_group_check(realm, i);
        what = what ? what : pb_realm_trade_check(realm, i);
        if (what) {
            snprintf(text, size, "actor %u: %s", i, what);
            return PB_E_broken;
        }
    }
    broken = broken ? broken : pb_houses_check(realm);
    if (broken) {
        snprintf(text, size, "%s", broken);
        return PB_E_broken;
    }
    if (items !=
        goods->items_in + realm->stats.items_created - realm->stats.items_destroyed - goods->items_out) {
        snprintf(text, size, "%" PRIu64 " items are there, %" PRIu64 " should be", items,
                 goods->items_in + realm->stats.items_created - realm->stats.items_destroyed -
                     goods->items_out);
        return PB_E_broken;
    }
    if (money !=
        goods->money_in + realm->stats.money_created - realm->stats.money_destroyed - goods->money_out) {
        snprintf(text, size, "%" PRIu64 " copper are there, %" PRIu64 " should be", money,
                 goods->money_in + realm->stats.money_created - realm->stats.money_destroyed -
                     goods->money_out);
        return PB_E_broken;
    }
    return PB_OK;
}
