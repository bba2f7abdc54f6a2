DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.register_agent(
  in_name TEXT, in_host TEXT, in_version TEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Registers an agent. An earlier incarnation under the same name ends, and its leases return at once.
Parameters: in_name: 1 to 64 characters, kept over restarts; in_host: at most 255; in_version: at most 64
Returns: agent_id, heartbeat_interval_s, lease_ttl_s, reclaimed (leases taken from the earlier incarnation)
Raises: 45201 bad_agent; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.register_agent(''realm-1'', ''host-a'', ''0.2.0'')'
BEGIN
  DECLARE v_name_id, v_reclaimed INT UNSIGNED DEFAULT NULL;
  DECLARE v_agent_id, v_earlier_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_heartbeat_s, v_ttl_s INT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'register_agent', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    IF COALESCE(CHAR_LENGTH(in_name) NOT BETWEEN 1 AND 64 OR TRIM(in_name) = '', TRUE) THEN
      CALL playerbot._raise('bad_agent', 'register_agent', CONCAT('name is ',
        COALESCE(CONCAT(CHAR_LENGTH(in_name), ' characters long'), 'NULL'), ', wanted 1 to 64 characters'));
    END IF;
    IF COALESCE(CHAR_LENGTH(in_host) > 255 OR CHAR_LENGTH(in_version) > 64, TRUE) THEN
      CALL playerbot._raise('bad_agent', 'register_agent', 'host or version is NULL or too long, wanted at most 255 and 64 characters');
    END IF;

    -- The name's row is the lock under which incarnations of one name follow each other.
    SELECT n.agent_name_id INTO v_name_id FROM playerbot.agent_names n WHERE n.name = in_name FOR UPDATE;
    IF v_name_id IS NULL THEN
      INSERT INTO playerbot.agent_names (name) VALUES (in_name)
        ON DUPLICATE KEY UPDATE agent_name_id = LAST_INSERT_ID(agent_name_id);
      SET v_name_id = LAST_INSERT_ID();
    END IF;
    SELECT g.agent_id INTO v_earlier_id FROM playerbot.agents g WHERE g.live_name_id = v_name_id FOR UPDATE;
    SET v_reclaimed = 0;
    IF v_earlier_id IS NOT NULL THEN
      CALL playerbot._end_agent(v_earlier_id, 'replaced', v_reclaimed);
    END IF;

    INSERT INTO playerbot.agents (agent_name_id, name, host, version, started_at, heartbeat_at)
    VALUES (v_name_id, in_name, in_host, in_version, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
    SET v_agent_id = LAST_INSERT_ID();
    CALL playerbot._audit('register_agent', v_agent_id, NULL,
      JSON_OBJECT('name', in_name, 'host', in_host, 'version', in_version, 'replaced', v_earlier_id + 0, 'reclaimed', v_reclaimed + 0));
    SET v_heartbeat_s = playerbot._setting('heartbeat_interval_s'), v_ttl_s = playerbot._setting('lease_ttl_s');
    COMMIT;
  END;
  SELECT v_agent_id AS agent_id, v_heartbeat_s AS heartbeat_interval_s, v_ttl_s AS lease_ttl_s, v_reclaimed AS reclaimed;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.register_agent TO playerbot_agent, playerbot_admin;
