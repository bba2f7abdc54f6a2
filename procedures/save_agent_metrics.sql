DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.save_agent_metrics(in_agent_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the figures of an agent; the last ones stay.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 1000 objects {name, value, unit}
Returns: saved (figures)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.save_agent_metrics(7, ''[{"name":"agent_leases","value":500,"unit":"accounts now"}]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_good INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'save_agent_metrics', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
    IF COALESCE(v_count > 1000, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'save_agent_metrics', CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 1000'));
    END IF;
    SELECT COUNT(*) INTO v_good
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (name VARCHAR(65) PATH '$.name' NULL ON ERROR, value DECIMAL(30) PATH '$.value' NULL ON ERROR,
                                               unit VARCHAR(33) PATH '$.unit' NULL ON ERROR)) j
     WHERE j.name RLIKE '^[a-z][a-z0-9_]{0,63}$' AND j.value BETWEEN 0 AND 18446744073709551615 AND CHAR_LENGTH(j.unit) BETWEEN 1 AND 32;
    IF v_good < v_count THEN
      CALL playerbot._raise('bad_rows', 'save_agent_metrics', CONCAT(v_count - v_good, ' rows lack a name (a-z, 0-9, _), a value or a unit'));
    END IF;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'save_agent_metrics',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    INSERT INTO playerbot.agent_metrics (agent_id, name, value, unit, at)
    SELECT v_agent_id, j.name, j.value, j.unit, UTC_TIMESTAMP(6)
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (name VARCHAR(64) PATH '$.name', value BIGINT UNSIGNED PATH '$.value', unit VARCHAR(32) PATH '$.unit')) j
    ON DUPLICATE KEY UPDATE value = VALUES(value), unit = VALUES(unit), at = VALUES(at);
    COMMIT;
  END;
  SELECT v_count AS saved;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.save_agent_metrics TO playerbot_agent, playerbot_admin;
