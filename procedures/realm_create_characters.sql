DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.realm_create_characters(in_agent_id DECIMAL(65), in_rows LONGTEXT, in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes characters for the embedded realm, as a world server would; the limit holds. One that is refused refuses no other.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 1000 objects {account_id, fence, name, race, class, gender, level,
map, x, y, z, zone, money}; in_request_id: asked again with it, the same answer; or NULL
Returns: one row per row, in order: position (from 0), guid (NULL when it was not made), outcome (created, limit_reached, name_taken, not_holder)
Raises: 45200 agent_fenced; 45202 bad_rows; 45203 guid_range (a core whose items have guids of 32 bits); 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_realm, playerbot_admin
Example: CALL playerbot.realm_create_characters(7, ''[{"account_id":1001,"fence":3,"name":"Doraga","race":1,"class":1,"gender":0,"level":1,"map":0,"x":0,"y":0,"z":0,"zone":12,"money":0}]'', 4711)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found, v_operation_id, v_guid, v_top BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_bad INT UNSIGNED DEFAULT NULL;
  DECLARE v_arguments CHAR(40) DEFAULT SHA1(in_rows);
  DECLARE v_result LONGTEXT DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'realm_create_characters', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.born_rows;
      RESIGNAL;
    END;
    SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
    IF COALESCE(v_count > 1000, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'realm_create_characters', CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 1000'));
    END IF;
    -- Wide types, since narrow ones would take a value out of range to the nearest one in it.
    SELECT MIN(IF(COALESCE(j.account_id NOT BETWEEN 1 AND 4294967295 OR j.fence NOT BETWEEN 0 AND 18446744073709551615 OR j.name NOT RLIKE '^[A-Za-z]{2,12}$'
                           OR j.race NOT BETWEEN 1 AND 255 OR j.class NOT BETWEEN 1 AND 255 OR j.gender NOT BETWEEN 0 AND 1 OR j.level NOT BETWEEN 1 AND 255
                           OR j.map NOT BETWEEN 0 AND 65535 OR j.zone NOT BETWEEN 0 AND 65535 OR j.money NOT BETWEEN 0 AND 4294967295
                           OR j.x IS NULL OR j.y IS NULL OR j.z IS NULL, TRUE), j.position, NULL)) - 1 INTO v_bad
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, account_id DECIMAL(30) PATH '$.account_id' NULL ON ERROR, fence DECIMAL(30) PATH '$.fence' NULL ON ERROR,
        name VARCHAR(20) PATH '$.name' NULL ON ERROR, race DECIMAL(30) PATH '$.race' NULL ON ERROR, class DECIMAL(30) PATH '$.class' NULL ON ERROR,
        gender DECIMAL(30) PATH '$.gender' NULL ON ERROR, level DECIMAL(30) PATH '$.level' NULL ON ERROR, map DECIMAL(30) PATH '$.map' NULL ON ERROR,
        zone DECIMAL(30) PATH '$.zone' NULL ON ERROR, money DECIMAL(30) PATH '$.money' NULL ON ERROR, x DOUBLE PATH '$.x' NULL ON ERROR,
        y DOUBLE PATH '$.y' NULL ON ERROR, z DOUBLE PATH '$.z' NULL ON ERROR)) j;
    IF v_bad IS NOT NULL THEN
      CALL playerbot._raise('bad_rows', 'realm_create_characters', CONCAT('row ', v_bad, ' lacks a value, or has one out of its range'));
    END IF;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.born_rows (
      position INT UNSIGNED NOT NULL PRIMARY KEY, account_id INT UNSIGNED NOT NULL, fence BIGINT UNSIGNED NOT NULL, name VARCHAR(12) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      race TINYINT UNSIGNED NOT NULL, class TINYINT UNSIGNED NOT NULL, gender TINYINT UNSIGNED NOT NULL, level TINYINT UNSIGNED NOT NULL, map SMALLINT UNSIGNED NOT NULL,
      zone SMALLINT UNSIGNED NOT NULL, money INT UNSIGNED NOT NULL, x FLOAT NOT NULL, y FLOAT NOT NULL, z FLOAT NOT NULL,
      guid BIGINT UNSIGNED NULL, outcome VARCHAR(16) NOT NULL DEFAULT 'created') ENGINE=InnoDB;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'realm_create_characters',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    -- One after the other: guids are given in order, and names are looked up. Before the request is looked up, so that of two equal ones on two
    -- connections the second finds what was answered to the first.
    SELECT c.last_guid INTO v_guid FROM playerbot.realm_counters c WHERE c.realm_counter_id = 1 FOR UPDATE;
    CALL playerbot._find_request(v_agent_id, 'realm_create_characters', in_request_id, v_arguments, v_operation_id, v_result);
    IF v_result IS NULL THEN
      SELECT COALESCE(MAX(c.guid), 0) INTO v_top FROM characters.characters c;
      SET v_guid = GREATEST(v_guid, v_top);
      -- Its things would have guids that another character's have, or none that fits.
      IF v_guid + v_count > playerbot._host_guid_limit() THEN
        CALL playerbot._raise('guid_range', 'realm_create_characters',
          CONCAT('guids go on from ', v_guid, ', wanted at most ', playerbot._host_guid_limit(), ' on this core'));
      END IF;
      INSERT INTO playerbot.born_rows (position, account_id, fence, name, race, class, gender, level, map, zone, money, x, y, z)
      SELECT j.position - 1, j.account_id, j.fence, j.name, j.race, j.class, j.gender, j.level, j.map, j.zone, j.money, j.x, j.y, j.z
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, account_id INT UNSIGNED PATH '$.account_id', fence BIGINT UNSIGNED PATH '$.fence',
          name VARCHAR(12) PATH '$.name', race TINYINT UNSIGNED PATH '$.race', class TINYINT UNSIGNED PATH '$.class', gender TINYINT UNSIGNED PATH '$.gender',
          level TINYINT UNSIGNED PATH '$.level', map SMALLINT UNSIGNED PATH '$.map', zone SMALLINT UNSIGNED PATH '$.zone', money INT UNSIGNED PATH '$.money',
          x FLOAT PATH '$.x', y FLOAT PATH '$.y', z FLOAT PATH '$.z')) j;
      -- The accounts stay as they are until COMMIT; in the order of their numbers, so that two calls cannot lock each other out.
      SELECT COUNT(*) INTO v_count FROM (SELECT DISTINCT r.account_id FROM playerbot.born_rows r ORDER BY r.account_id) d
        STRAIGHT_JOIN playerbot.accounts a ON a.account_id = d.account_id FOR UPDATE;
      UPDATE playerbot.born_rows r LEFT JOIN playerbot.accounts a ON a.account_id = r.account_id AND a.fence = r.fence AND a.agent_id = v_agent_id AND a.is_bot = 1
         SET r.outcome = 'not_holder' WHERE a.account_id IS NULL;
      UPDATE playerbot.born_rows r JOIN (SELECT b.position AS position, ROW_NUMBER() OVER (PARTITION BY b.name ORDER BY b.position) AS number
                                           FROM playerbot.born_rows b WHERE b.outcome = 'created') n ON n.position = r.position
         SET r.outcome = 'name_taken'
       WHERE n.number > 1 OR EXISTS (SELECT 1 FROM characters.characters c WHERE c.name = r.name);
      UPDATE playerbot.born_rows r JOIN (SELECT b.position AS position, b.account_id AS account_id, ROW_NUMBER() OVER (PARTITION BY b.account_id ORDER BY b.position) AS number
                                           FROM playerbot.born_rows b WHERE b.outcome = 'created') n ON n.position = r.position
        JOIN playerbot.accounts a ON a.account_id = n.account_id
         SET r.outcome = 'limit_reached' WHERE a.excess_count > 0 OR a.character_count + n.number > LEAST(a.max_characters, 10);
      UPDATE playerbot.born_rows r JOIN (SELECT b.position AS position, ROW_NUMBER() OVER (ORDER BY b.position) AS number
                                           FROM playerbot.born_rows b WHERE b.outcome = 'created') n ON n.position = r.position
         SET r.guid = v_guid + n.number;
      CALL playerbot._host_make_characters();
      UPDATE playerbot.realm_counters c SET c.last_guid = GREATEST(c.last_guid, v_guid + (SELECT COUNT(*) FROM playerbot.born_rows r WHERE r.outcome = 'created'))
       WHERE c.realm_counter_id = 1;
      UPDATE playerbot.names n JOIN playerbot.born_rows r ON n.name = CONVERT(r.name USING ascii) COLLATE ascii_general_ci AND r.outcome IN ('created', 'name_taken')
         SET n.is_used = 1;
      SELECT JSON_ARRAYAGG(JSON_ARRAY(r.position, r.guid, r.outcome) ORDER BY r.position) INTO v_result FROM playerbot.born_rows r;
      IF in_request_id IS NOT NULL THEN
        INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at)
        VALUES (v_agent_id, 'realm_create_characters', in_request_id, v_arguments, COALESCE(v_result, '[]'), UTC_TIMESTAMP(6));
      END IF;
      INSERT INTO playerbot.audit_log (at, actor, agent_id, action, account_id, detail)
      SELECT UTC_TIMESTAMP(6), SESSION_USER(), v_agent_id, 'realm_create_characters', NULL,
             JSON_OBJECT('created', SUM(r.outcome = 'created'), 'refused', SUM(r.outcome <> 'created')) FROM playerbot.born_rows r HAVING COUNT(*) > 0;
    END IF;
    COMMIT;
    DROP TEMPORARY TABLE IF EXISTS playerbot.born_rows;
  END;
  SELECT t.position AS position, t.guid AS guid, t.outcome AS outcome
    FROM JSON_TABLE(COALESCE(v_result, '[]'), '$[*]' COLUMNS (position INT UNSIGNED PATH '$[0]', guid BIGINT UNSIGNED PATH '$[1]', outcome VARCHAR(16) PATH '$[2]')) t
   ORDER BY t.position;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.realm_create_characters TO playerbot_realm, playerbot_admin;
