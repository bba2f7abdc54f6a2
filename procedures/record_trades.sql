DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.record_trades(in_agent_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Records completed trades with what both sides gave. A trade has the same number on both sides, so it stands once, although both may report it. Adds up
how often partners traded, and what bots got of bots for nothing (v_trade_partners); what others get book_spendings has noted before.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 5000 objects {trade_id (1 to 2^64 - 1), kind (trade, auction or mail), at_ms (since
1970, UTC), sides: [{guid, is_bot, copper (that it gave), items (that it gave): [[item, pieces], ...]}, the other]}; the order of sides and items does not matter
Returns: one row per row, in order: position (from 0), trade_id, outcome (applied, duplicate: the same was reported before, conflict: something else was: the
first report stands, and the audit log has it; expired: older than trade_retention_days)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.record_trades(7, ''[{"trade_id":55,"kind":"trade","at_ms":1763700000000,"sides":[{"guid":1,"is_bot":1,"copper":500,"items":[]},{"guid":2,"is_bot":0,"copper":0,"items":[[2589,20]]}]}]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_good, v_conflicts INT UNSIGNED DEFAULT NULL;
  DECLARE v_oldest DATETIME(3);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'record_trades', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.told_trades, playerbot.told_sides, playerbot.told_items;
      RESIGNAL;
    END;
    SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
    IF COALESCE(v_count > 5000, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'record_trades', CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 5000'));
    END IF;
    SET v_oldest = UTC_TIMESTAMP(3) - INTERVAL playerbot._setting('trade_retention_days') DAY;
    SELECT COUNT(*) INTO v_good
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (trade_id DECIMAL(30) PATH '$.trade_id' NULL ON ERROR, kind VARCHAR(16) PATH '$.kind' NULL ON ERROR, at_ms DECIMAL(30) PATH '$.at_ms' NULL ON ERROR,
        sides JSON PATH '$.sides', guid_0 DECIMAL(30) PATH '$.sides[0].guid' NULL ON ERROR, guid_1 DECIMAL(30) PATH '$.sides[1].guid' NULL ON ERROR,
        is_bot_0 DECIMAL(30) PATH '$.sides[0].is_bot' NULL ON ERROR, is_bot_1 DECIMAL(30) PATH '$.sides[1].is_bot' NULL ON ERROR,
        copper_0 DECIMAL(40,4) PATH '$.sides[0].copper' NULL ON ERROR, copper_1 DECIMAL(40,4) PATH '$.sides[1].copper' NULL ON ERROR,
        items_0 JSON PATH '$.sides[0].items', items_1 JSON PATH '$.sides[1].items')) j
     WHERE j.trade_id BETWEEN 1 AND 18446744073709551615 AND j.kind IN ('trade', 'auction', 'mail') AND j.at_ms BETWEEN 0 AND 4102444800000 AND JSON_LENGTH(j.sides) = 2
       AND LEAST(j.guid_0, j.guid_1) >= 1 AND GREATEST(j.guid_0, j.guid_1) <= 18446744073709551615 AND j.guid_0 <> j.guid_1 AND LEAST(j.is_bot_0, j.is_bot_1) >= 0 AND GREATEST(j.is_bot_0, j.is_bot_1) <= 1
       AND LEAST(j.copper_0, j.copper_1) >= 0 AND GREATEST(j.copper_0, j.copper_1) <= 9223372036854775807 AND j.copper_0 = FLOOR(j.copper_0) AND j.copper_1 = FLOOR(j.copper_1)
       AND JSON_TYPE(j.items_0) = 'ARRAY' AND JSON_TYPE(j.items_1) = 'ARRAY';
    IF v_good < v_count THEN
      CALL playerbot._raise('bad_rows', 'record_trades', CONCAT(v_count - v_good, ' rows lack a number, kind, time, or two sides with guid, is_bot, copper and items'));
    END IF;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.told_trades (position INT UNSIGNED NOT NULL, trade_id BIGINT UNSIGNED NOT NULL, kind VARCHAR(16) NOT NULL, at DATETIME(3) NOT NULL,
      content_md5 BINARY(16) NULL, outcome ENUM('applied','duplicate','conflict','expired') NOT NULL, PRIMARY KEY (position), KEY (trade_id)) ENGINE=InnoDB;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.told_items (position INT UNSIGNED NOT NULL, guid BIGINT UNSIGNED NOT NULL, item_id DECIMAL(30) NULL, piece_count DECIMAL(30) NULL,
      KEY (position, guid)) ENGINE=InnoDB;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.told_sides (position INT UNSIGNED NOT NULL, side TINYINT UNSIGNED NOT NULL, guid BIGINT UNSIGNED NOT NULL, is_bot TINYINT UNSIGNED NOT NULL,
      copper BIGINT UNSIGNED NOT NULL, items LONGTEXT NULL, PRIMARY KEY (position, side)) ENGINE=InnoDB;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'record_trades', CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    INSERT INTO playerbot.told_trades (position, trade_id, kind, at, outcome)
    SELECT j.position - 1, j.trade_id, j.kind, TIMESTAMP('1970-01-01') + INTERVAL j.at_ms * 1000 MICROSECOND, 'applied'
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, trade_id BIGINT UNSIGNED PATH '$.trade_id', kind VARCHAR(16) PATH '$.kind', at_ms BIGINT PATH '$.at_ms')) j;
    INSERT INTO playerbot.told_items (position, guid, item_id, piece_count)
    SELECT j.position - 1, j.guid, j.item_id, j.piece_count
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, NESTED PATH '$.sides[*]' COLUMNS (guid BIGINT UNSIGNED PATH '$.guid',
        NESTED PATH '$.items[*]' COLUMNS (whole FOR ORDINALITY, item_id DECIMAL(30) PATH '$[0]' NULL ON ERROR, piece_count DECIMAL(30) PATH '$[1]' NULL ON ERROR)))) j
     WHERE j.whole IS NOT NULL;
    SELECT COUNT(*) INTO v_good FROM playerbot.told_items i WHERE COALESCE(NOT (i.item_id BETWEEN 1 AND 4294967295 AND i.piece_count BETWEEN 1 AND 1000000), TRUE);
    IF v_good > 0 THEN
      CALL playerbot._raise('bad_rows', 'record_trades', CONCAT(v_good, ' items are not [item, pieces] within their ranges'));
    END IF;
    -- One form for the same content: the lower guid first, its items by number, each once.
    INSERT INTO playerbot.told_sides (position, side, guid, is_bot, copper, items)
    SELECT j.position - 1, ROW_NUMBER() OVER (PARTITION BY j.position ORDER BY j.guid) - 1, j.guid, j.is_bot, j.copper,
           (SELECT CONCAT('[', COALESCE(GROUP_CONCAT('[', s.item_id, ',', s.piece_count, ']' ORDER BY s.item_id), ''), ']')
              FROM (SELECT i.position AS position, i.guid AS guid, i.item_id AS item_id, SUM(i.piece_count) AS piece_count FROM playerbot.told_items i GROUP BY i.position, i.guid, i.item_id) s
             WHERE s.position = j.position - 1 AND s.guid = j.guid)
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, NESTED PATH '$.sides[*]' COLUMNS (guid BIGINT UNSIGNED PATH '$.guid', is_bot TINYINT UNSIGNED PATH '$.is_bot',
        copper BIGINT UNSIGNED PATH '$.copper'))) j;
    UPDATE playerbot.told_trades t
      JOIN (SELECT s.position AS position, UNHEX(MD5(GROUP_CONCAT(s.guid, ' ', s.is_bot, ' ', s.copper, ' ', s.items ORDER BY s.side SEPARATOR ' '))) AS content
              FROM playerbot.told_sides s GROUP BY s.position) c ON c.position = t.position
       SET t.content_md5 = UNHEX(MD5(CONCAT(t.kind, HEX(c.content)))), t.outcome = IF(t.at < v_oldest, 'expired', 'applied');
    -- In the order of numbers, so that two calls cannot lock each other out; what another call is writing is waited for.
    INSERT IGNORE INTO playerbot.trades (trade_id, kind, at, content_md5, agent_id, recorded_at)
    SELECT t.trade_id, t.kind, t.at, t.content_md5, v_agent_id, UTC_TIMESTAMP(6) FROM playerbot.told_trades t WHERE t.outcome = 'applied' ORDER BY t.trade_id, t.position;
    -- Whose sides are not there yet was written just now, by its first row.
    UPDATE playerbot.told_trades t
      JOIN playerbot.trades k ON k.trade_id = t.trade_id
      LEFT JOIN playerbot.trade_sides s ON s.trade_id = t.trade_id AND s.side = 0
      JOIN (SELECT f.trade_id AS trade_id, MIN(f.position) AS position FROM playerbot.told_trades f WHERE f.outcome = 'applied' GROUP BY f.trade_id) f ON f.trade_id = t.trade_id
       SET t.outcome = CASE WHEN k.content_md5 <> t.content_md5 THEN 'conflict' WHEN s.trade_id IS NULL AND f.position = t.position THEN 'applied' ELSE 'duplicate' END
     WHERE t.outcome = 'applied';
    INSERT INTO playerbot.trade_sides (trade_id, side, guid, is_bot, gave_copper, gave_items)
    SELECT t.trade_id, s.side, s.guid, s.is_bot, s.copper, s.items
      FROM playerbot.told_trades t JOIN playerbot.told_sides s ON s.position = t.position WHERE t.outcome = 'applied' ORDER BY t.trade_id, s.side;
    -- Whom bots traded with: once for a trade, whoever tells of it.
    INSERT INTO playerbot.partner_days (day, guid, trade_count, given_copper, changed_at)
    SELECT DATE(t.at) AS day, p.guid AS guid, COUNT(*), SUM(IF(p.is_bot = 1 AND p.copper = 0 AND p.items = '[]', b.copper
           + COALESCE((SELECT SUM(i.piece_count * COALESCE((SELECT GREATEST(CEIL(MAX(r.price)), 1) FROM playerbot.item_prices r WHERE r.item_id = i.item_id), 1))
                         FROM playerbot.told_items i WHERE i.position = b.position AND i.guid = b.guid), 0), 0)), UTC_TIMESTAMP(6)
      FROM playerbot.told_trades t JOIN playerbot.told_sides b ON b.position = t.position AND b.is_bot = 1
      JOIN playerbot.told_sides p ON p.position = t.position AND p.side = 1 - b.side
     WHERE t.outcome = 'applied' AND t.kind = 'trade' GROUP BY DATE(t.at), p.guid ORDER BY day, guid
    ON DUPLICATE KEY UPDATE trade_count = trade_count + VALUES(trade_count), given_copper = given_copper + VALUES(given_copper), changed_at = VALUES(changed_at);
    SELECT COUNT(*) INTO v_conflicts FROM playerbot.told_trades t WHERE t.outcome = 'conflict';
    IF v_conflicts > 0 THEN
      CALL playerbot._audit('trade_conflict', v_agent_id, NULL,
        JSON_OBJECT('trades', v_conflicts + 0, 'first', (SELECT MIN(t.trade_id) FROM playerbot.told_trades t WHERE t.outcome = 'conflict')));
    END IF;
    COMMIT;
    SELECT t.position AS position, t.trade_id AS trade_id, t.outcome AS outcome FROM playerbot.told_trades t ORDER BY t.position;
    COMMIT;
    DROP TEMPORARY TABLE IF EXISTS playerbot.told_trades, playerbot.told_sides, playerbot.told_items;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.record_trades TO playerbot_agent, playerbot_admin;
