DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._pick_accounts(
  in_name_id INT UNSIGNED, in_count INT UNSIGNED, OUT out_ids LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Locks many free accounts, best first, and makes what is missing as far as it may.
Parameters: in_name_id: name of the agent that asks; in_count: how many
Returns: out_ids: JSON array of account ids, at most in_count
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._pick_accounts(2, 500, v_ids)'
BEGIN
  DECLARE v_tier TINYINT DEFAULT 0;
  DECLARE v_state VARCHAR(8);
  DECLARE v_start_id, v_low_rank, v_high_rank, v_low_id, v_high_id INT UNSIGNED DEFAULT 0;
  DECLARE v_some LONGTEXT;
  DECLARE v_found, v_missing, v_room BIGINT DEFAULT 0;

  SELECT s.low_account_id + FLOOR(RAND() * (s.high_account_id - s.low_account_id + 1)) INTO v_start_id
    FROM playerbot.pool_state s WHERE s.pool_state_id = 1;
  SET out_ids = '', v_missing = in_count;
  -- The tiers do not overlap: SKIP LOCKED passes over what others hold, but would return our own rows again.
  -- Within one, ids come in the order of the primary key: neighbours in a page cost a third of scattered ones.
  -- Its own come first, also those for which the pool had no room: the characters that it made live there.
  WHILE v_missing > 0 AND v_tier < 8 DO
    SET v_tier = v_tier + 1, v_some = NULL, v_state = IF(v_tier IN (2, 7, 8), 'idle', 'pooled'),
        v_low_rank  = ELT(v_tier, in_name_id, in_name_id, 1, in_name_id + 1, 0, 0, 0, in_name_id + 1),
        v_high_rank = ELT(v_tier, in_name_id, in_name_id, in_name_id - 1, 4294967295, 0, 0, in_name_id - 1, 4294967295),
        v_low_id    = IF(v_tier = 5, v_start_id, 0),
        v_high_id   = IF(v_tier = 6, GREATEST(v_start_id, 1) - 1, 4294967295);
    SET STATEMENT group_concat_max_len = 67108864 FOR
      SELECT GROUP_CONCAT(t.account_id), COUNT(*) INTO v_some, v_found
        FROM (SELECT a.account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
               WHERE a.state = v_state AND a.pool_rank BETWEEN v_low_rank AND v_high_rank
                 AND a.account_id BETWEEN v_low_id AND v_high_id
               LIMIT v_missing FOR UPDATE SKIP LOCKED) t;
    SET out_ids = CONCAT_WS(',', NULLIF(out_ids, ''), v_some), v_missing = v_missing - v_found;
  END WHILE;

  IF v_missing > 0 AND playerbot._setting('auto_create_accounts') = '1' THEN
    CALL playerbot._lock_creation(v_room);
    SET v_missing = LEAST(v_missing, v_room);
    IF v_missing > 0 THEN
      CALL playerbot._create_accounts(v_missing, NULL, 0, 'idle');
      SET STATEMENT group_concat_max_len = 67108864 FOR
        SELECT GROUP_CONCAT(n.account_id ORDER BY n.account_id) INTO v_some FROM playerbot.new_accounts n;
      SET out_ids = CONCAT_WS(',', NULLIF(out_ids, ''), v_some);
      CALL playerbot._audit('create_accounts', NULL, NULL, JSON_OBJECT('count', v_missing + 0, 'why', 'acquire found too few free'));
    END IF;
  END IF;
  SET out_ids = CONCAT('[', out_ids, ']');
END //
DELIMITER ;
