DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._pick_account(
  in_name_id INT UNSIGNED, OUT out_account_id INT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Locks one free account, the best that can be had without a scan; makes one when there is none.
Parameters: in_name_id: name of the agent that asks
Returns: out_account_id: a locked account that is not leased; NULL when none is free and none may be made
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._pick_account(2, v_account_id)'
BEGIN
  DECLARE v_start_id INT UNSIGNED DEFAULT 0;
  DECLARE v_has_mine, v_has_idle, v_has_known TINYINT DEFAULT 0;
  DECLARE v_room, v_operation_id BIGINT DEFAULT 0;

  SET out_account_id = NULL;
  -- Clients that all start at the head of the queue wait for each other (9 % of the rate of a plain update
  -- at 16 clients, measured); a start at random between the lowest and the highest id does not.
  SELECT s.low_account_id + FLOOR(RAND() * (s.high_account_id - s.low_account_id + 1)) INTO v_start_id
    FROM playerbot.pool_state s WHERE s.pool_state_id = 1;
  -- Nearly always one held under this name before is found at once.
  SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
   WHERE a.state = 'pooled' AND a.pool_rank = in_name_id AND a.account_id >= v_start_id LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF out_account_id IS NULL THEN
    -- One look that locks nothing spares the searches that would find nothing.
    SELECT EXISTS (SELECT 1 FROM playerbot.accounts a FORCE INDEX (ix_account_pool) WHERE a.state = 'pooled' AND a.pool_rank = in_name_id),
           EXISTS (SELECT 1 FROM playerbot.accounts a FORCE INDEX (ix_account_pool) WHERE a.state = 'idle' AND a.pool_rank = in_name_id),
           EXISTS (SELECT 1 FROM playerbot.accounts a FORCE INDEX (ix_account_pool) WHERE a.state = 'pooled' AND a.pool_rank > 0)
      INTO v_has_mine, v_has_idle, v_has_known;
    IF v_has_mine THEN
      SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
       WHERE a.state = 'pooled' AND a.pool_rank = in_name_id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    -- For others of its own the pool had no room; the characters that it made live there.
    IF out_account_id IS NULL AND v_has_idle THEN
      SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
       WHERE a.state = 'idle' AND a.pool_rank = in_name_id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
  END IF;
  -- Rank 1 has characters and no name yet; higher ranks were held under another name.
  IF out_account_id IS NULL AND v_has_known THEN
    SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
     WHERE a.state = 'pooled' AND a.pool_rank = 1 AND a.account_id >= v_start_id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF out_account_id IS NULL THEN
      SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
       WHERE a.state = 'pooled' AND a.pool_rank > 0 LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
  END IF;
  IF out_account_id IS NULL THEN
    SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
     WHERE a.state = 'pooled' AND a.pool_rank = 0 AND a.account_id >= v_start_id LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF out_account_id IS NULL THEN
    SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
     WHERE a.state = 'pooled' AND a.pool_rank = 0 LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF out_account_id IS NULL THEN
    SELECT a.account_id INTO out_account_id FROM playerbot.accounts a FORCE INDEX (ix_account_pool)
     WHERE a.state = 'idle' LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF out_account_id IS NULL AND playerbot._setting('auto_create_accounts') = '1' THEN
    CALL playerbot._lock_creation(v_room);
    IF v_room >= 1 THEN
      CALL playerbot._create_accounts(1, NULL, 0, 'idle');
      SELECT n.account_id INTO out_account_id FROM playerbot.new_accounts n LIMIT 1;
      CALL playerbot._audit('create_account', NULL, out_account_id, '{"why": "acquire found none free"}');
    END IF;
  END IF;
END //
DELIMITER ;
