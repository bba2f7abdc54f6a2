-- Row: one thing that a character of a bot account carries. Columns: account_id, guid, slot (of the embedded realm), item_entry, item_count, durability, is_bound.
-- Read by: the embedded realm, admin. Example: SELECT * FROM playerbot.x$realm_carried WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_carried AS
SELECT c.account AS account_id, c.guid AS guid, i.guid - c.guid * 128 AS slot, i.itemEntry AS item_entry, i.count AS item_count, i.durability AS durability, i.flags & 1 AS is_bound
  FROM characters.characters c JOIN playerbot.accounts a ON a.account_id = c.account AND a.is_bot = 1
  JOIN characters.item_instance i ON i.owner_guid = c.guid WHERE i.guid BETWEEN c.guid * 128 AND c.guid * 128 + 127;
GRANT SELECT ON playerbot.x$realm_carried TO playerbot_realm, playerbot_admin;
