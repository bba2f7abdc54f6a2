DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._take_samples()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Counts bot accounts anew, finishes what an interrupted set_setting left, returns leases whose agent is gone,
and once an hour writes down how large our tables are.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: its own, READ COMMITTED
Granted to: nobody; the event ev_sample runs it
Example: CALL playerbot._take_samples()'
BEGIN
  DECLARE v_room, v_count BIGINT;
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_leases INT UNSIGNED;

  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  CALL playerbot._lock_creation(v_room);
  SELECT COUNT(*) INTO v_count FROM playerbot.accounts a WHERE a.is_bot = 1;
  UPDATE playerbot.latches SET number = v_count WHERE name = 'accounts' AND number <> v_count;
  COMMIT;

  CALL playerbot._apply_limit();

  -- Rows brought back by a restore or a hand: their holder is no live agent, so no reclaim would find them.
  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  SELECT a.agent_id INTO v_agent_id FROM playerbot.accounts a LEFT JOIN playerbot.agents g ON g.agent_id = a.agent_id AND g.ended_at IS NULL
   WHERE a.state = 'leased' AND g.agent_id IS NULL LIMIT 1;
  IF v_agent_id IS NOT NULL THEN
    UPDATE playerbot.accounts SET state = 'idle', agent_id = NULL, leased_at = NULL, last_active_at = UTC_TIMESTAMP(6)
     WHERE state = 'leased' AND agent_id = v_agent_id;
    SET v_leases = ROW_COUNT();
    CALL playerbot._audit('reclaim_leases', v_agent_id, NULL, JSON_OBJECT('leases', v_leases + 0, 'why', 'holder is no live agent'));
  END IF;
  COMMIT;

  IF NOT EXISTS (SELECT 1 FROM playerbot.samples s WHERE s.table_name = 'accounts' AND s.sampled_at > UTC_TIMESTAMP(6) - INTERVAL 1 HOUR) THEN
    INSERT INTO playerbot.samples (sampled_at, table_name, row_count, bytes_count)
    SELECT UTC_TIMESTAMP(6), t.TABLE_NAME, COALESCE(t.TABLE_ROWS, 0), COALESCE(t.DATA_LENGTH, 0) + COALESCE(t.INDEX_LENGTH, 0)
      FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = '{playerbot}' AND t.TABLE_TYPE <> 'VIEW' AND t.TABLE_TYPE NOT LIKE 'TEMPORARY%' AND t.TABLE_TYPE <> 'SEQUENCE';
  END IF;
  COMMIT;
END //
DELIMITER ;
