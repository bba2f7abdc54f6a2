DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.reserve_names(in_agent_id DECIMAL(65), in_count DECIMAL(65), in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Reserves names for new characters. Nobody else is given them; what was not used goes back when the agent''s registration has
ended. More are made when they run low.
Parameters: in_agent_id: from register_agent; in_count: 1 to 1000; in_request_id: asked again with it, the same names; or NULL
Returns: one row per name: name; fewer when fewer could be made
Raises: 45200 agent_fenced; 45103 bad_count; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.reserve_names(7, 100, 4711)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found, v_operation_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_free INT UNSIGNED DEFAULT 0;
  DECLARE v_result LONGTEXT DEFAULT NULL;
  DECLARE v_is_twin TINYINT DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'reserve_names', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    IF COALESCE(in_count NOT BETWEEN 1 AND 1000, TRUE) THEN
      CALL playerbot._raise('bad_count', 'reserve_names', CONCAT('count is ', COALESCE(in_count, 'NULL'), ', wanted 1 to 1000'));
    END IF;
    attempt: LOOP
      SET v_found = NULL;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
      IF v_found IS NULL THEN
        CALL playerbot._raise('agent_fenced', 'reserve_names',
          CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
      END IF;
      CALL playerbot._find_request(v_agent_id, 'reserve_names', in_request_id, CONCAT(in_count), v_operation_id, v_result);
      IF v_result IS NULL THEN
        -- Names of agents that have ended are free again; a bounded piece each time.
        UPDATE playerbot.names n JOIN (SELECT x.name_id AS name_id FROM playerbot.agents g STRAIGHT_JOIN playerbot.names x ON x.agent_id = g.agent_id AND x.is_used = 0
                                        WHERE g.ended_at IS NOT NULL LIMIT 2000) e ON e.name_id = n.name_id
           SET n.agent_id = NULL, n.reserved_at = NULL
         WHERE n.is_used = 0;
        SELECT COUNT(*) INTO v_free FROM (SELECT 1 FROM playerbot.names n WHERE n.is_free = 1 LIMIT 4000) f;
        IF v_free < 2000 + in_count THEN
          CALL playerbot._make_names(12000);
        END IF;
        SELECT JSON_ARRAYAGG(f.name_id) INTO v_result
          FROM (SELECT n.name_id FROM playerbot.names n WHERE n.is_free = 1 ORDER BY n.name_id LIMIT 1000 FOR UPDATE SKIP LOCKED) f;
        SELECT JSON_ARRAYAGG(j.name_id) INTO v_result
          FROM (SELECT t.name_id FROM JSON_TABLE(v_result, '$[*]' COLUMNS (position FOR ORDINALITY, name_id BIGINT UNSIGNED PATH '$')) t
                 WHERE t.position <= in_count) j;
        UPDATE playerbot.names n JOIN JSON_TABLE(v_result, '$[*]' COLUMNS (name_id BIGINT UNSIGNED PATH '$')) t ON t.name_id = n.name_id
           SET n.agent_id = v_agent_id, n.reserved_at = UTC_TIMESTAMP(6);
        IF in_request_id IS NOT NULL THEN
          BEGIN
            DECLARE CONTINUE HANDLER FOR 1062 SET v_is_twin = 1;
            INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at)
            VALUES (v_agent_id, 'reserve_names', in_request_id, CONCAT(in_count), COALESCE(v_result, '[]'), UTC_TIMESTAMP(6));
          END;
          IF v_is_twin THEN
            -- The same request on another connection was faster: take back, and answer what it answered.
            ROLLBACK;
            SET v_is_twin = 0;
            ITERATE attempt;
          END IF;
        END IF;
      END IF;
      COMMIT;
      LEAVE attempt;
    END LOOP;
  END;
  SELECT n.name AS name FROM JSON_TABLE(COALESCE(v_result, '[]'), '$[*]' COLUMNS (name_id BIGINT UNSIGNED PATH '$')) t
    STRAIGHT_JOIN playerbot.names n ON n.name_id = t.name_id;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.reserve_names TO playerbot_agent, playerbot_admin;
