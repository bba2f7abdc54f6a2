/*
 * Loads the content of a world through the database as playerbotd does, and says what it holds, for
 * tests/integration/world.t. Ends with 0, or with 1 when it could not be loaded.
 *
 * Usage: world_load CONFIG
 */
#include "base/clock.h"
#include "include/playerbot.h"
/* Programs of src/bin are no part of the rooms that tools are linked with. */
#include "bin/world_load.c"

/* Ways on which bots get stuck: things that a quest wants and nobody drops, sells or hands over. */
static uint32_t count_impossible(const struct pb_content *content)
{
    uint32_t count, i, impossible = 0;
    const struct pb_quest_template *quests = pb_content_quests(content, &count);

    for (i = 0; i < count; i++)
        for (unsigned k = 0; k < PB_QUEST_OBJECTIVES; k++) {
            const struct pb_quest_objective *objective = &quests[i].objectives[k];
            struct pb_run run;

            if (objective->type != PB_OBJECTIVE_COLLECT || objective->entry == quests[i].start_item)
                continue;
            pb_content_droppers_of(content, pb_content_find_item(content, objective->entry), &run);
            impossible += run.count == 0;
        }
    return impossible;
}

static uint32_t count_lines(const struct pb_content *content, uint32_t *goods)
{
    uint32_t creatures, i, lines = 0;
    struct pb_run run;

    *goods = 0;
    pb_content_creatures(content, &creatures);
    for (i = 0; i < creatures; i++) {
        pb_content_loot_of(content, i, &run);
        lines += run.count;
        pb_content_goods_of(content, i, &run);
        *goods += run.count;
    }
    return lines;
}

static void print(const struct pb_content *content, int64_t took_ms)
{
    uint32_t items, creatures, spawns, quests, zones, goods, loot = count_lines(content, &goods);

    pb_content_items(content, &items);
    pb_content_creatures(content, &creatures);
    pb_content_spawns(content, &spawns);
    pb_content_quests(content, &quests);
    pb_content_zones(content, &zones);
    printf("quests %u items %u creatures %u spawns %u zones %u loot %u goods %u bad %u impossible %u\n",
           quests, items, creatures, spawns, zones, loot, goods, pb_content_bad_rows(content),
           count_impossible(content));
    printf("took_ms %lld bytes %zu\n", (long long)took_ms, pb_content_bytes(content));
}

int main(int argc, char **argv)
{
    struct pb_options options = {.size = sizeof options, .mode = PB_MODE_TOOL, .bots = -1};
    struct pb_content *content;
    pb_handle *handle;
    char errors[4096];
    int64_t start_ms = pb_clock_ms();
    int error;

    if (argc != 2)
        return 2;
    options.config_path = argv[1];
    if (pb_open(&options, &handle, errors, sizeof errors) != PB_OK) {
        fputs(errors, stderr);
        return 1;
    }
    error = pb_world_load(handle, NULL, &content);
    if (error == PB_OK) {
        print(content, pb_clock_ms() - start_ms);
        pb_content_free(content);
    } else {
        printf("error %d: %s\n", error, pb_error_text(error));
    }
    pb_close(handle);
    return error != PB_OK;
}
