/* Quests: what their rows must be like, chains, and what hangs on them. */
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <stdlib.h>
#include <string.h>

/* What is known of a quest while it is judged. */
struct found {
    uint8_t is_out, has_giver, has_ender;
};

static int by_quest(const void *a, const void *b)
{
    const struct pb_quest_template *x = a, *y = b;

    return x->quest_id < y->quest_id ? -1 : x->quest_id > y->quest_id;
}

static uint32_t find(const struct pb_quest_template *quests, uint32_t count, uint32_t quest_id)
{
    struct pb_quest_template key = {.quest_id = quest_id};
    const struct pb_quest_template *quest =
        count ? bsearch(&key, quests, count, sizeof *quests, by_quest) : NULL;

    return quest ? (uint32_t)(quest - quests) : PB_NO_INDEX;
}

static int is_known_item(const struct pb_content *content, uint32_t entry)
{
    return !entry || pb_content_find_item(content, entry) != PB_NO_INDEX;
}

static const char *judge_objectives(const struct pb_content *content, const struct pb_quest_template *quest)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES; i++) {
        const struct pb_quest_objective *objective = &quest->objectives[i];
        uint32_t creature;
        struct pb_run run;

        if (objective->type == PB_OBJECTIVE_NONE)
            continue;
        if (!objective->count || objective->type > PB_OBJECTIVE_COLLECT)
            return "an objective without a count, or of an unknown kind";
        if (objective->type == PB_OBJECTIVE_COLLECT) {
            if (pb_content_find_item(content, objective->entry) == PB_NO_INDEX)
                return "an item that it wants is unknown or left out";
            continue;
        }
        creature = pb_content_find_creature(content, objective->entry);
        if (creature == PB_NO_INDEX)
            return "a creature that it wants is unknown or left out";
        pb_content_spawns_of(content, creature, &run);
        if (!run.count)
            return "a creature that it wants lives nowhere";
    }
    return NULL;
}

static const char *judge(const struct pb_content *content, const struct pb_quest_template *quest)
{
    unsigned i;

    if (!quest->quest_id)
        return "its number is 0";
    if (quest->level > PB_MAX_LEVEL + 3 || quest->level_min > PB_MAX_LEVEL)
        return "its level is above 80";
    if (quest->level_max && quest->level_max < quest->level_min)
        return "MaxLevel is below MinLevel";
    if (quest->reward_count > PB_QUEST_REWARDS || quest->choice_count > PB_QUEST_CHOICES)
        return "it has too many rewards";
    for (i = 0; i < quest->reward_count; i++)
        if (!is_known_item(content, quest->rewards[i].entry))
            return "a reward is unknown or left out";
    for (i = 0; i < quest->choice_count; i++)
        if (!is_known_item(content, quest->choices[i].entry))
            return "a reward to choose is unknown or left out";
    if (!is_known_item(content, quest->start_item))
        return "its start item is unknown or left out";
    return judge_objectives(content, quest);
}

/* Leaves out what needs a quest that is left out, until nothing changes. */
static void leave_out_followers(struct pb_content_builder *builder, const struct pb_quest_template *quests,
                                struct found *found, uint32_t count)
{
    uint32_t i;
    int is_changed;

    do {
        is_changed = 0;
        for (i = 0; i < count; i++) {
            int32_t previous = quests[i].previous_quest;
            uint32_t at =
                previous ? find(quests, count, previous < 0 ? 0u - (uint32_t)previous : (uint32_t)previous)
                         : 0;

            if (found[i].is_out || !previous || (at != PB_NO_INDEX && !found[at].is_out))
                continue;
            found[i].is_out = 1;
            is_changed = 1;
            pb_content_leave_out(builder, "quest", quests[i].quest_id,
                                 "quest %d before it is unknown or left out", previous);
        }
    } while (is_changed);
}

/* Then circles, of which no quest can be the first, and what follows them. */
static void judge_chains(struct pb_content_builder *builder, const struct pb_quest_template *quests,
                         struct found *found, uint32_t count)
{
    uint32_t i;

    leave_out_followers(builder, quests, found, count);
    for (i = 0; i < count; i++) {
        uint32_t at = i, steps = 0;

        while (!found[at].is_out && quests[at].previous_quest > 0 && steps++ <= count)
            at = find(quests, count, (uint32_t)quests[at].previous_quest);
        if (steps > count) {
            found[i].is_out = 1;
            pb_content_leave_out(builder, "quest", quests[i].quest_id, "its chain goes in a circle");
        }
    }
    leave_out_followers(builder, quests, found, count);
}

/* Keeps one of each number: what is said of a number must mean one quest. Returns how many there are. */
static uint32_t leave_out_twins(struct pb_content_builder *builder, struct pb_quest_template *quests,
                                uint32_t count)
{
    uint32_t i, kept = 0;

    for (i = 0; i < count; i++)
        if (kept && quests[kept - 1].quest_id == quests[i].quest_id)
            pb_content_leave_out(builder, "quest", quests[i].quest_id, "its number stands twice");
        else
            quests[kept++] = quests[i];
    return kept;
}

/* A giver counts when it lives somewhere. */
static void find_givers(struct pb_content_builder *builder, const struct pb_content *content,
                        const struct pb_quest_template *quests, struct found *found, uint32_t count)
{
    const struct pb_giver_row *rows = builder->givers.rows;
    uint32_t i;

    for (i = 0; i < builder->givers.count; i++) {
        uint32_t creature = pb_content_find_creature(content, rows[i].entry),
                 at = find(quests, count, rows[i].quest_id);
        struct pb_run run = {0, 0};

        if (creature == PB_NO_INDEX || at == PB_NO_INDEX) {
            pb_content_leave_out(builder, rows[i].is_end ? "quest_ender" : "quest_giver", rows[i].entry,
                                 "its creature, or quest %u, is unknown or left out", rows[i].quest_id);
            continue;
        }
        pb_content_spawns_of(content, creature, &run);
        if (run.count && rows[i].is_end)
            found[at].has_ender = 1;
        else if (run.count)
            found[at].has_giver = 1;
    }
}

/* Quests that follow in the chain: from the ends back, as often as chains are long. */
static void count_rest(struct pb_content *content)
{
    uint32_t i;
    int is_changed;

    for (i = 0; i < content->quest_count; i++)
        content->quests[i].chain_rest = 0;
    do {
        is_changed = 0;
        for (i = 0; i < content->quest_count; i++) {
            struct pb_quest_template *quest = &content->quests[i], *before;
            uint32_t at = quest->previous_quest > 0
                              ? pb_content_find_quest(content, (uint32_t)quest->previous_quest)
                              : PB_NO_INDEX;

            if (at == PB_NO_INDEX)
                continue;
            before = &content->quests[at];
            if (before->chain_rest <= quest->chain_rest && quest->chain_rest < 254) {
                before->chain_rest = (uint8_t)(quest->chain_rest + 1);
                is_changed = 1;
            }
        }
    } while (is_changed);
}

static int relate_givers(struct pb_content_builder *builder, struct pb_content *content, int is_end,
                         struct pb_relation *by_creature, struct pb_relation *by_quest_index)
{
    const struct pb_giver_row *rows = builder->givers.rows;
    struct pb_relation_pair *pairs = pb_memory_new(&content->memory, builder->givers.count, sizeof *pairs);
    uint32_t i, kept = 0;
    int error;

    if (!pairs)
        return PB_E_no_memory;
    for (i = 0; i < builder->givers.count; i++) {
        uint32_t creature = pb_content_find_creature(content, rows[i].entry);
        uint32_t quest = pb_content_find_quest(content, rows[i].quest_id);

        if (rows[i].is_end == is_end && creature != PB_NO_INDEX && quest != PB_NO_INDEX)
            pairs[kept++] = (struct pb_relation_pair){creature, quest};
    }
    error = pb_relation_make(by_creature, &content->memory, content->creature_count, pairs, kept);
    for (i = 0; i < kept; i++)
        pairs[i] = (struct pb_relation_pair){pairs[i].value, pairs[i].key};
    if (error == PB_OK)
        error = pb_relation_make(by_quest_index, &content->memory, content->quest_count, pairs, kept);
    pb_memory_free(&content->memory, pairs);
    return error;
}

/* Which quests want an item or a creature. */
static int relate_objectives(struct pb_content *content, int is_item, struct pb_relation *relation)
{
    struct pb_relation_pair *pairs =
        pb_memory_new(&content->memory, (size_t)content->quest_count * PB_QUEST_OBJECTIVES, sizeof *pairs);
    uint32_t i, kept = 0;
    unsigned k;
    int error;

    if (!pairs)
        return PB_E_no_memory;
    for (i = 0; i < content->quest_count; i++)
        for (k = 0; k < PB_QUEST_OBJECTIVES; k++) {
            const struct pb_quest_objective *objective = &content->quests[i].objectives[k];

            if (objective->type == PB_OBJECTIVE_NONE || (objective->type == PB_OBJECTIVE_COLLECT) != is_item)
                continue;
            pairs[kept++] =
                (struct pb_relation_pair){is_item ? pb_content_find_item(content, objective->entry)
                                                  : pb_content_find_creature(content, objective->entry),
                                          i};
        }
    error = pb_relation_make(relation, &content->memory,
                             is_item ? content->item_count : content->creature_count, pairs, kept);
    pb_memory_free(&content->memory, pairs);
    return error;
}

/* Sifts the rows; what stays moves to the front. */
static int sift(struct pb_content_builder *builder, struct pb_content *content)
{
    struct pb_quest_template *quests = builder->quests.rows;
    uint32_t count = builder->quests.count, i, kept = 0;
    struct found *found = pb_memory_new(&content->memory, count, sizeof *found);

    if (!found)
        return PB_E_no_memory;
    if (count)
        qsort(quests, count, sizeof *quests, by_quest);
    count = leave_out_twins(builder, quests, count);
    find_givers(builder, content, quests, found, count);
    for (i = 0; i < count; i++) {
        const char *what = judge(content, &quests[i]);

        if (!what && !found[i].has_giver)
            what = "nobody who lives somewhere gives it";
        if (!what && !found[i].has_ender)
            what = "nobody who lives somewhere ends it";
        if (what)
            pb_content_leave_out(builder, "quest", quests[i].quest_id, "%s", what);
        found[i].is_out = what != NULL;
    }
    judge_chains(builder, quests, found, count);
    for (i = 0; i < count; i++)
        if (!found[i].is_out)
            quests[kept++] = quests[i];
    pb_memory_free(&content->memory, found);
    content->quests = quests;
    content->quest_count = kept;
    builder->quests.rows = NULL;
    for (i = 0; i < kept; i++)
        if (pb_map_set(content->quest_map, quests[i].quest_id, i + 1) != PB_OK)
            return PB_E_no_memory;
    return PB_OK;
}

int pb_content_take_quests(struct pb_content_builder *builder, struct pb_content *content)
{
    int error = sift(builder, content);

    if (error == PB_OK)
        error = relate_givers(builder, content, 0, &content->given_by, &content->givers_of);
    if (error == PB_OK)
        error = relate_givers(builder, content, 1, &content->ended_by, &content->enders_of);
    if (error == PB_OK)
        error = relate_objectives(content, 1, &content->quests_for_item);
    if (error == PB_OK)
        error = relate_objectives(content, 0, &content->quests_for_creature);
    if (error == PB_OK)
        count_rest(content);
    return error;
}
