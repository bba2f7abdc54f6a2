DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._keep_characters(in_routine VARCHAR(64), in_agent_id DECIMAL(65), in_rows LONGTEXT, in_is_whole TINYINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes characters of the embedded realm within the caller''s transaction; leaves the temporary tables kept_rows (position, guid, outcome),
kept_items and kept_quests, which the caller drops.
Parameters: in_routine: who is named in errors; in_agent_id, in_rows: as of realm_save_characters; in_is_whole: 1: all rows belong together
Returns: nothing
Raises: 45200 agent_fenced; 45202 bad_rows
Transaction: the caller''s, READ COMMITTED
Granted to: nobody
Example: CALL playerbot._keep_characters(''realm_save_characters'', 7, in_rows, 0)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_bad INT UNSIGNED DEFAULT NULL;
  -- Days are those of UTC, as in x$realm_quests_today.
  DECLARE v_today BIGINT DEFAULT UNIX_TIMESTAMP() DIV 86400 * 86400;

  SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
  IF COALESCE(v_count > 2000, TRUE) THEN
    CALL playerbot._raise('bad_rows', in_routine, CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 2000'));
  END IF;
  SELECT MIN(IF(COALESCE(j.guid NOT BETWEEN 1 AND 72057594037927935 OR j.account_id NOT BETWEEN 1 AND 4294967295 OR j.fence NOT BETWEEN 0 AND 18446744073709551615
                         OR j.level NOT BETWEEN 1 AND 255 OR j.xp NOT BETWEEN 0 AND 4294967295 OR j.money NOT BETWEEN 0 AND 4294967295 OR j.map NOT BETWEEN 0 AND 65535
                         OR j.zone NOT BETWEEN 0 AND 65535 OR j.health NOT BETWEEN 0 AND 4294967295 OR j.is_online NOT BETWEEN 0 AND 1
                         OR j.x IS NULL OR j.y IS NULL OR j.z IS NULL, TRUE), j.position, NULL)) - 1 INTO v_bad
    FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, guid DECIMAL(30) PATH '$.guid' NULL ON ERROR, account_id DECIMAL(30) PATH '$.account_id' NULL ON ERROR,
      fence DECIMAL(30) PATH '$.fence' NULL ON ERROR, level DECIMAL(30) PATH '$.level' NULL ON ERROR, xp DECIMAL(30) PATH '$.xp' NULL ON ERROR,
      money DECIMAL(30) PATH '$.money' NULL ON ERROR, map DECIMAL(30) PATH '$.map' NULL ON ERROR, zone DECIMAL(30) PATH '$.zone' NULL ON ERROR,
      health DECIMAL(30) PATH '$.health' NULL ON ERROR, is_online DECIMAL(30) PATH '$.is_online' NULL ON ERROR, x DOUBLE PATH '$.x' NULL ON ERROR,
      y DOUBLE PATH '$.y' NULL ON ERROR, z DOUBLE PATH '$.z' NULL ON ERROR)) j;
  IF v_bad IS NOT NULL THEN
    CALL playerbot._raise('bad_rows', in_routine, CONCAT('row ', v_bad, ' lacks a value, or has one out of its range'));
  END IF;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.kept_rows (
    position INT UNSIGNED NOT NULL PRIMARY KEY, guid BIGINT UNSIGNED NOT NULL, account_id INT UNSIGNED NOT NULL, fence BIGINT UNSIGNED NOT NULL, level TINYINT UNSIGNED NOT NULL,
    xp INT UNSIGNED NOT NULL, money INT UNSIGNED NOT NULL, map SMALLINT UNSIGNED NOT NULL, zone SMALLINT UNSIGNED NOT NULL, health INT UNSIGNED NOT NULL,
    is_online TINYINT UNSIGNED NOT NULL, x FLOAT NOT NULL, y FLOAT NOT NULL, z FLOAT NOT NULL, items LONGTEXT NULL, quests LONGTEXT NULL, daily LONGTEXT NULL, rewarded LONGTEXT NULL,
    part INT UNSIGNED NULL, outcome VARCHAR(10) NOT NULL DEFAULT 'stale', KEY (guid)) ENGINE=InnoDB;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.kept_items (
    item_guid BIGINT UNSIGNED NOT NULL PRIMARY KEY, guid BIGINT UNSIGNED NOT NULL, slot TINYINT UNSIGNED NOT NULL, entry INT UNSIGNED NOT NULL,
    item_count INT UNSIGNED NOT NULL, durability SMALLINT UNSIGNED NOT NULL, is_bound TINYINT UNSIGNED NOT NULL) ENGINE=InnoDB;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.kept_quests (
    guid BIGINT UNSIGNED NOT NULL, quest INT UNSIGNED NOT NULL, status TINYINT UNSIGNED NOT NULL, c1 SMALLINT UNSIGNED NOT NULL, c2 SMALLINT UNSIGNED NOT NULL,
    c3 SMALLINT UNSIGNED NOT NULL, c4 SMALLINT UNSIGNED NOT NULL, i1 SMALLINT UNSIGNED NOT NULL, i2 SMALLINT UNSIGNED NOT NULL, i3 SMALLINT UNSIGNED NOT NULL,
    i4 SMALLINT UNSIGNED NOT NULL, i5 SMALLINT UNSIGNED NOT NULL, i6 SMALLINT UNSIGNED NOT NULL, ends_at BIGINT NOT NULL, PRIMARY KEY (guid, quest)) ENGINE=InnoDB;
  SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL;
  IF v_found IS NULL THEN
    CALL playerbot._raise('agent_fenced', in_routine,
      CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
  END IF;
  INSERT INTO playerbot.kept_rows (position, guid, account_id, fence, level, xp, money, map, zone, health, is_online, x, y, z, items, quests, daily, rewarded, part)
  SELECT j.position - 1, j.guid, j.account_id, j.fence, j.level, j.xp, j.money, j.map, j.zone, j.health, j.is_online, j.x, j.y, j.z, j.items, j.quests, j.daily, j.rewarded, IF(in_is_whole, 0, j.part)
    FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, guid BIGINT UNSIGNED PATH '$.guid', account_id INT UNSIGNED PATH '$.account_id',
      fence BIGINT UNSIGNED PATH '$.fence', level TINYINT UNSIGNED PATH '$.level', xp INT UNSIGNED PATH '$.xp', money INT UNSIGNED PATH '$.money',
      map SMALLINT UNSIGNED PATH '$.map', zone SMALLINT UNSIGNED PATH '$.zone', health INT UNSIGNED PATH '$.health', is_online TINYINT UNSIGNED PATH '$.is_online',
      x FLOAT PATH '$.x', y FLOAT PATH '$.y', z FLOAT PATH '$.z', items JSON PATH '$.items', quests JSON PATH '$.quests', daily JSON PATH '$.daily', rewarded JSON PATH '$.rewarded', part INT UNSIGNED PATH '$.part')) j;
  -- In the order of accounts, so that two calls cannot lock each other out. The share lock holds off a new lease.
  SELECT COUNT(*) INTO v_bad FROM (SELECT DISTINCT r.account_id FROM playerbot.kept_rows r ORDER BY r.account_id) d
    STRAIGHT_JOIN playerbot.accounts a ON a.account_id = d.account_id LOCK IN SHARE MODE;
  -- A lease that was lost and came back to its holder with the very next fence: nobody else had the account, and its process reads nothing before it has written.
  UPDATE playerbot.kept_rows r
    STRAIGHT_JOIN playerbot.accounts a ON a.account_id = r.account_id AND a.is_bot = 1
      AND (a.fence = r.fence OR a.fence = r.fence + 1 AND a.state = 'leased' AND a.agent_id = v_agent_id)
    STRAIGHT_JOIN characters.characters c ON c.guid = r.guid AND c.account = r.account_id
     SET r.outcome = IF(r.guid > playerbot._host_guid_limit(), 'guid_range', 'applied');
  -- Who exchanged things with somebody of whom nothing may be written: neither side is.
  UPDATE playerbot.kept_rows r JOIN (SELECT DISTINCT f.part AS part FROM playerbot.kept_rows f WHERE f.outcome <> 'applied') f ON f.part = r.part
     SET r.outcome = 'undone' WHERE r.outcome = 'applied';
  UPDATE characters.characters c JOIN playerbot.kept_rows r ON c.guid = r.guid AND r.outcome = 'applied'
     SET c.level = r.level, c.xp = r.xp, c.money = r.money, c.map = r.map, c.zone = r.zone, c.health = r.health, c.online = r.is_online,
         c.position_x = r.x, c.position_y = r.y, c.position_z = r.z;
  INSERT INTO playerbot.kept_items (item_guid, guid, slot, entry, item_count, durability, is_bound)
  SELECT r.guid * 128 + j.slot, r.guid, j.slot, j.entry, j.item_count, j.durability, COALESCE(j.is_bound, 0)
    FROM playerbot.kept_rows r, JSON_TABLE(r.items, '$[*]' COLUMNS (slot TINYINT UNSIGNED PATH '$[0]', entry INT UNSIGNED PATH '$[1]',
           item_count INT UNSIGNED PATH '$[2]', durability SMALLINT UNSIGNED PATH '$[3]',
           is_bound TINYINT UNSIGNED PATH '$[4]')) j
   WHERE r.outcome = 'applied' AND r.items IS NOT NULL AND j.slot < 128 AND j.entry > 0 AND j.item_count > 0
  ON DUPLICATE KEY UPDATE entry = VALUES(entry);
  -- Only what has our numbers goes: things from elsewhere stay.
  DELETE i FROM playerbot.kept_rows r STRAIGHT_JOIN characters.character_inventory i ON i.guid = r.guid AND i.item BETWEEN r.guid * 128 AND r.guid * 128 + 127
    LEFT JOIN playerbot.kept_items t ON t.item_guid = i.item WHERE r.outcome = 'applied' AND r.items IS NOT NULL AND t.item_guid IS NULL;
  DELETE i FROM playerbot.kept_rows r STRAIGHT_JOIN characters.item_instance i ON i.owner_guid = r.guid AND i.guid BETWEEN r.guid * 128 AND r.guid * 128 + 127
    LEFT JOIN playerbot.kept_items t ON t.item_guid = i.guid WHERE r.outcome = 'applied' AND r.items IS NOT NULL AND t.item_guid IS NULL;
  -- Bit 1 of the flags is "soulbound" in all versions of the host; the others stay as they are.
  INSERT INTO characters.item_instance (guid, itemEntry, owner_guid, count, durability, flags, enchantments)
  SELECT t.item_guid, t.entry, t.guid, t.item_count, t.durability, t.is_bound, '' FROM playerbot.kept_items t
  ON DUPLICATE KEY UPDATE flags = IF(itemEntry = VALUES(itemEntry), flags & ~1, 0) | VALUES(flags), itemEntry = VALUES(itemEntry), count = VALUES(count),
    durability = VALUES(durability);
  INSERT INTO characters.character_inventory (guid, bag, slot, item)
  SELECT t.guid, IF(t.slot < 39, 0, t.guid * 128 + 19 + LEAST((t.slot - 39) DIV 22, 3)), IF(t.slot < 39, t.slot, t.slot - 39 - 22 * LEAST((t.slot - 39) DIV 22, 3)), t.item_guid
    FROM playerbot.kept_items t
  ON DUPLICATE KEY UPDATE guid = VALUES(guid);
  INSERT INTO playerbot.kept_quests (guid, quest, status, c1, c2, c3, c4, i1, i2, i3, i4, i5, i6, ends_at)
  SELECT r.guid, j.quest, j.status, j.c1, j.c2, j.c3, j.c4, j.i1, j.i2, j.i3, j.i4, j.i5, j.i6, COALESCE(UNIX_TIMESTAMP() + j.left_s, 0)
    FROM playerbot.kept_rows r, JSON_TABLE(r.quests, '$[*]' COLUMNS (quest INT UNSIGNED PATH '$[0]', status TINYINT UNSIGNED PATH '$[1]',
           c1 SMALLINT UNSIGNED PATH '$[2]', c2 SMALLINT UNSIGNED PATH '$[3]', c3 SMALLINT UNSIGNED PATH '$[4]', c4 SMALLINT UNSIGNED PATH '$[5]',
           i1 SMALLINT UNSIGNED PATH '$[6]', i2 SMALLINT UNSIGNED PATH '$[7]', i3 SMALLINT UNSIGNED PATH '$[8]', i4 SMALLINT UNSIGNED PATH '$[9]',
           i5 SMALLINT UNSIGNED PATH '$[10]', i6 SMALLINT UNSIGNED PATH '$[11]', left_s INT UNSIGNED PATH '$[12]')) j
   WHERE r.outcome = 'applied' AND r.quests IS NOT NULL AND j.quest > 0
  ON DUPLICATE KEY UPDATE status = VALUES(status);
  CALL playerbot._host_save_quests();
  DELETE d FROM playerbot.kept_rows r STRAIGHT_JOIN characters.character_queststatus_daily d ON d.guid = r.guid
   WHERE r.outcome = 'applied' AND r.daily IS NOT NULL AND d.time < v_today;
  INSERT IGNORE INTO characters.character_queststatus_daily (guid, quest, time)
  SELECT r.guid, j.quest, UNIX_TIMESTAMP() FROM playerbot.kept_rows r, JSON_TABLE(r.daily, '$[*]' COLUMNS (quest INT UNSIGNED PATH '$')) j
   WHERE r.outcome = 'applied' AND r.daily IS NOT NULL AND j.quest > 0;
  INSERT IGNORE INTO characters.character_queststatus_rewarded (guid, quest)
  SELECT r.guid, j.quest FROM playerbot.kept_rows r, JSON_TABLE(r.rewarded, '$[*]' COLUMNS (quest INT UNSIGNED PATH '$')) j
   WHERE r.outcome = 'applied' AND r.rewarded IS NOT NULL AND j.quest > 0;
END //
DELIMITER ;
