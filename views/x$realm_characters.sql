-- Row: one character of a bot account. Columns: account_id, guid, name, race, class, gender, level, xp, money, map, x, y, z, zone, health,
-- fits (0: the guids of its things would be too large for this core; it stays out of the embedded realm).
-- Read by: the embedded realm, admin. Example: SELECT * FROM playerbot.x$realm_characters WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_characters AS
SELECT c.account AS account_id, c.guid AS guid, c.name AS name, c.race AS race, c.class AS class, c.gender AS gender, c.level AS level, c.xp AS xp, c.money AS money,
       c.map AS map, c.position_x AS x, c.position_y AS y, c.position_z AS z, c.zone AS zone, c.health AS health,
       c.guid <= playerbot._host_guid_limit() AS fits
  FROM playerbot.accounts a JOIN characters.characters c ON c.account = a.account_id WHERE a.is_bot = 1;
GRANT SELECT ON playerbot.x$realm_characters TO playerbot_realm, playerbot_admin;
