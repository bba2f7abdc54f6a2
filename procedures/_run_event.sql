DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._run_event(in_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Body of every event: does its work and records when, how long and with what error.
Parameters: in_name: reclaim, refill, sample, prune or market
Returns: nothing
Raises: nothing: the error goes to event_runs
Transaction: its own
Granted to: nobody
Example: CALL playerbot._run_event(''sample'')'
BEGIN
  DECLARE v_started_at DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
  DECLARE v_error VARCHAR(255) DEFAULT NULL;

  UPDATE playerbot.event_runs SET last_started_at = v_started_at WHERE name = in_name;
  COMMIT;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      GET DIAGNOSTICS CONDITION 1 v_error = MESSAGE_TEXT;
      ROLLBACK;
    END;
    CASE in_name
      WHEN 'reclaim' THEN CALL playerbot.reclaim_leases();
      WHEN 'refill' THEN CALL playerbot._keep_pool_level();
      WHEN 'sample' THEN CALL playerbot._take_samples();
      WHEN 'prune' THEN CALL playerbot._prune();
      WHEN 'market' THEN CALL playerbot.refresh_market();
    END CASE;
  END;
  UPDATE playerbot.event_runs
     SET last_ended_at = UTC_TIMESTAMP(6), duration_ms = TIMESTAMPDIFF(MICROSECOND, v_started_at, UTC_TIMESTAMP(6)) / 1000,
         run_count = run_count + 1, error_count = error_count + (v_error IS NOT NULL), last_error = v_error
   WHERE name = in_name;
  COMMIT;
END //
DELIMITER ;
