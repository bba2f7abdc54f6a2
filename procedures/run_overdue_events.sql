DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.run_overdue_events()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Does what the events reclaim, refill and market do, when they are overdue: in a cluster events run on one node and stop
with it, so every agent calls this with its heartbeats. One caller does it, the others find nothing to do.
Parameters: none
Returns: as its last result set, one row per event that was run: name, overdue_s
Raises: 45000 in_transaction
Transaction: its own
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.run_overdue_events()'
BEGIN
  DECLARE v_late_s INT;
  DECLARE v_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE v_done VARCHAR(200) DEFAULT '[]';

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'run_overdue_events', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  late: LOOP
    SET v_name = NULL;
    SELECT e.name, e.overdue_s INTO v_name, v_late_s FROM playerbot.x$event_runs e
     WHERE e.name IN ('reclaim', 'refill', 'market') AND e.overdue_s > 0 AND JSON_SEARCH(v_done, 'one', e.name) IS NULL ORDER BY e.interval_s LIMIT 1;
    IF v_name IS NULL THEN
      LEAVE late;
    END IF;
    -- Who moves the start is the one who runs it.
    UPDATE playerbot.event_runs r JOIN playerbot.x$event_runs e ON e.name = r.name
       SET r.last_started_at = UTC_TIMESTAMP(6) WHERE r.name = v_name AND e.overdue_s > 0;
    IF ROW_COUNT() > 0 THEN
      COMMIT;
      CALL playerbot._run_event(v_name);
      SET v_done = JSON_ARRAY_APPEND(v_done, '$', JSON_OBJECT('name', v_name, 'late', v_late_s));
    END IF;
    COMMIT;
    SET v_done = JSON_ARRAY_APPEND(v_done, '$', v_name);
  END LOOP;
  SELECT j.name AS name, j.overdue_s AS overdue_s
    FROM JSON_TABLE(v_done, '$[*]' COLUMNS (name VARCHAR(32) PATH '$.name', overdue_s INT PATH '$.late')) j WHERE j.name IS NOT NULL;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.run_overdue_events TO playerbot_agent, playerbot_admin;
