#include "db/call_realm.h"
#include <stdlib.h>

#define CHARACTER                                                                                            \
    "account_id, guid, name, race, class, gender, level, xp, money, map, x, y, z, zone, health, fits FROM "  \
    "x$realm_characters "

const struct pb_statement pb_call_realm_create_characters =
    PB_STATEMENT("realm_create_characters", "CALL realm_create_characters(?, ?, ?)", REQUEST);
const struct pb_statement pb_call_realm_save_characters =
    PB_STATEMENT("realm_save_characters", "CALL realm_save_characters(?, ?)", SAFE);
const struct pb_statement pb_call_realm_delete_characters =
    PB_STATEMENT("realm_delete_characters", "CALL realm_delete_characters(?, ?)", SAFE);
const struct pb_statement pb_call_realm_characters =
    PB_STATEMENT("realm_characters", "SELECT " CHARACTER "WHERE account_id = ?", SAFE);
const struct pb_statement pb_call_realm_character =
    PB_STATEMENT("realm_character", "SELECT " CHARACTER "WHERE account_id = ? AND guid = ?", SAFE);
const struct pb_statement pb_call_realm_items =
    PB_STATEMENT("realm_items",
                 "SELECT slot, item_entry, item_count, durability, is_bound FROM x$realm_carried WHERE "
                 "account_id = ? AND guid = ?",
                 SAFE);
const struct pb_statement pb_call_realm_quests = PB_STATEMENT(
    "realm_quests",
    "SELECT quest_id, status, c1, c2, c3, c4, i1, i2, i3, i4, i5, i6, left_s FROM x$realm_quests_taken "
    "WHERE account_id = ? AND guid = ?",
    SAFE);
const struct pb_statement pb_call_realm_daily = PB_STATEMENT(
    "realm_daily", "SELECT quest_id FROM x$realm_quests_today WHERE account_id = ? AND guid = ?", SAFE);
const struct pb_statement pb_call_realm_rewarded = PB_STATEMENT(
    "realm_rewarded", "SELECT quest_id FROM x$realm_quests_rewarded WHERE account_id = ? AND guid = ?", SAFE);

const struct pb_statement pb_call_realm_open_market =
    PB_STATEMENT("realm_open_market", "CALL realm_open_market(?)", SAFE);
const struct pb_statement pb_call_realm_save_market =
    PB_STATEMENT("realm_save_market", "CALL realm_save_market(?, ?, ?, ?, ?, ?)", SAFE);
const struct pb_statement pb_call_realm_auctions =
    PB_STATEMENT("realm_auctions",
                 "SELECT auction_id, house_id, item_entry, item_count, seller_guid, seller_account, "
                 "bidder_guid, least_copper, bid_copper, buyout_copper, deposit_copper, ends_s FROM "
                 "x$realm_auctions WHERE realm = ? AND auction_id > ? ORDER BY auction_id LIMIT 1000",
                 SAFE);
const struct pb_statement pb_call_realm_letters =
    PB_STATEMENT("realm_letters",
                 "SELECT letter_id, receiver_guid, sender_guid, other_guid, reason, copper, item_entry, "
                 "item_count, auction_id, house_id, auction_entry, auction_count, price_copper, "
                 "deposit_copper, cut_copper, arrives_s FROM x$realm_letters WHERE realm = ? AND letter_id > "
                 "? ORDER BY letter_id LIMIT 1000",
                 SAFE);

float pb_realm_read_float(const struct pb_rows *rows, size_t row, unsigned column)
{
    char text[48];

    pb_rows_print(rows, row, column, text, sizeof text);
    return strtof(text, NULL);
}

struct pb_item_stack pb_realm_read_item(const struct pb_rows *rows, size_t row)
{
    return (struct pb_item_stack){.slot = (uint8_t)pb_rows_u64(rows, row, 0),
                                  .entry = (uint32_t)pb_rows_u64(rows, row, 1),
                                  .count = (uint16_t)pb_rows_u64(rows, row, 2),
                                  .durability = (uint8_t)pb_rows_u64(rows, row, 3),
                                  .is_bound = (uint8_t)pb_rows_u64(rows, row, 4)};
}

struct pb_quest_progress pb_realm_read_quest(const struct pb_rows *rows, size_t row, uint32_t *left_s)
{
    struct pb_quest_progress quest = {.quest_id = (uint32_t)pb_rows_u64(rows, row, 0),
                                      .status = (uint8_t)pb_rows_u64(rows, row, 1)};
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES; i++)
        quest.counts[i] = (uint16_t)pb_rows_u64(rows, row, 2 + i);
    *left_s = (uint32_t)pb_rows_u64(rows, row, 2 + PB_QUEST_OBJECTIVES);
    return quest;
}
