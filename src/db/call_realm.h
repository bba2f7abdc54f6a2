/* Realm: the characters of the embedded realm. Needs the role playerbot_realm. Any thread. */
#ifndef PB_DB_CALL_REALM_H
#define PB_DB_CALL_REALM_H

#include "db/rows.h"
#include "db/statement.h"
#include "include/playerbot_world_types.h"

/* (agent_id, rows as JSON, request_id): position, guid, outcome */
extern const struct pb_statement pb_call_realm_create_characters;
/* (agent_id, rows as JSON): position, guid, outcome */
extern const struct pb_statement pb_call_realm_save_characters;
/* (agent_id, guids as JSON): deleted */
extern const struct pb_statement pb_call_realm_delete_characters;
/* (account_id): account_id, guid, name, race, class, gender, level, xp, money, map, x, y, z, zone, health,
 * fits */
extern const struct pb_statement pb_call_realm_characters;
/* (account_id, guid): as above, one */
extern const struct pb_statement pb_call_realm_character;
/* (account_id, guid): slot, item_entry, item_count, durability */
extern const struct pb_statement pb_call_realm_items;
/* (account_id, guid): quest_id, status, c1 to c4, i1 to i6, left_s */
extern const struct pb_statement pb_call_realm_quests;
/* (account_id, guid): quest_id, of daily quests that were done today */
extern const struct pb_statement pb_call_realm_daily;
/* (account_id, guid): quest_id */
extern const struct pb_statement pb_call_realm_rewarded;

/* (agent_id): realm, version, clock_s, last_auction, last_letter */
extern const struct pb_statement pb_call_realm_open_market;
/* (agent_id, version, head, rows, auctions, letters as JSON): as of realm_save_characters */
extern const struct pb_statement pb_call_realm_save_market;
/* (realm, id): those above the id, oldest first, at most PB_REALM_MARKET_ROWS */
extern const struct pb_statement pb_call_realm_auctions;
extern const struct pb_statement pb_call_realm_letters;
enum { PB_REALM_MARKET_ROWS = 1000 };

float pb_realm_read_float(const struct pb_rows *rows, size_t row, unsigned column);
struct pb_item_stack pb_realm_read_item(const struct pb_rows *rows, size_t row);
/* `left_s`: until its time is over; 0: it has none. */
struct pb_quest_progress pb_realm_read_quest(const struct pb_rows *rows, size_t row, uint32_t *left_s);

#endif
