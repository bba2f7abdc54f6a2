#include "quest/gear.h"
#include "item/equip_slots.h"
#include "item/item_value.h"

struct pb_item_user pb_quest_user(const struct pb_system_env *env, pb_bot bot)
{
    const struct pb_bot_row *row = &env->bots->row[bot];

    return (struct pb_item_user){.level = row->status.level,
                                 .race = row->race,
                                 .character_class = row->character_class,
                                 .specialization = row->specialization};
}

void pb_quest_gear_read(const struct pb_system_env *env, pb_bot bot, struct pb_quest_gear *gear)
{
    const struct pb_world *world = env->world;
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    unsigned count, i;

    *gear = (struct pb_quest_gear){.user = pb_quest_user(env, bot)};
    if (!world->get_inventory || !world->get_item)
        return;
    count = world->get_inventory(world->self, env->bots->row[bot].actor, stacks, PB_INVENTORY_SLOTS);
    for (i = 0; i < count && i < PB_INVENTORY_SLOTS; i++) {
        const struct pb_item_template *item =
            stacks[i].slot < PB_EQUIPMENT_SLOTS ? world->get_item(world->self, stacks[i].entry) : NULL;

        if (!item)
            continue;
        gear->worn[stacks[i].slot] = pb_item_slot_value(item, &gear->user, stacks[i].slot);
        gear->total += gear->worn[stacks[i].slot];
    }
}

/* Against the weakest of what it could replace. */
static float gain_of(const struct pb_world *world, const struct pb_quest_gear *gear, uint32_t entry)
{
    const struct pb_item_template *item = entry ? world->get_item(world->self, entry) : NULL;
    float value = item ? pb_item_value(item, &gear->user) : 0, weakest = value;
    uint32_t slots = value > 0 ? pb_item_slots(item, &gear->user) : 0;
    unsigned i;

    for (i = 0; i < PB_EQUIPMENT_SLOTS; i++)
        if (slots >> i & 1 && gear->worn[i] < weakest)
            weakest = gear->worn[i];
    /* Two hands: what the other one holds goes too. */
    if (slots && pb_item_takes_both_hands(item))
        weakest = gear->worn[PB_SLOT_MAIN_HAND] + gear->worn[PB_SLOT_OFF_HAND];
    return value > weakest ? value - weakest : 0;
}

float pb_quest_gear_gain(const struct pb_world *world, const struct pb_quest_gear *gear,
                         const struct pb_quest_template *quest)
{
    float sum = 0, most = 0;
    unsigned i;

    if (gear->total <= 0)
        return 0;
    for (i = 0; i < quest->reward_count && i < PB_QUEST_REWARDS; i++)
        sum += gain_of(world, gear, quest->rewards[i].entry);
    for (i = 0; i < quest->choice_count && i < PB_QUEST_CHOICES; i++) {
        float gain = gain_of(world, gear, quest->choices[i].entry);

        most = gain > most ? gain : most;
    }
    return (sum + most) / gear->total;
}
