/* Reason: in words why one quest was chosen and not the other. */
#include "quest/state.h"
#include <stdio.h>

/* What speaks against the second: of all that is less by more than a tenth, what differs most. */
static const char *reason_of(const struct pb_quest_look *first, const struct pb_quest_look *second)
{
    float value = (first->value + 1) / (second->value + 1), way = (second->way_s + 1) / (first->way_s + 1),
          work = (second->work_s + 1) / (first->work_s + 1);

    if (second->rate > first->rate)
        return "but the first lies on the way to it, or is due with others";
    if (value < 1.1f && way < 1.1f && work < 1.1f)
        return "hardly anything between them";
    if (value >= way && value >= work)
        return "it gives less";
    return way >= work ? "it is further" : "it is more work";
}

void pb_quest_tell_second(const struct pb_quests *own, pb_bot bot, char *text, size_t size)
{
    const struct pb_quester *quester = &own->questers[bot];
    const struct pb_quest_look *first = &quester->first, *second = &quester->second;
    const struct pb_quest_template *quest =
        second->quest_id ? own->env.world->get_quest(own->env.world->self, second->quest_id) : NULL;

    if (quester->is_next) {
        snprintf(text, size, "; it comes next on the route that was chosen %.0f s ago",
                 (own->env.bots->now_ms - quester->stops.planned_ms) / 1000.0);
        return;
    }
    snprintf(text, size, "; by itself it brings %.2f a second: %.0f for %.0f s of way and %.0f s of work",
             (double)first->rate, (double)first->value, (double)first->way_s, (double)first->work_s);
    if (quest) {
        size_t length = 0;

        while (length < size && text[length])
            length++;
        snprintf(text + length, size - length,
                 "; second is quest %u (%s) with %.2f: %.0f for %.0f s and %.0f s: %s", second->quest_id,
                 quest->title, (double)second->rate, (double)second->value, (double)second->way_s,
                 (double)second->work_s, reason_of(first, second));
    }
}
