DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._keep_pool_level()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Refills the pool below half its target; above twice the target the surplus becomes idle.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: its own, READ COMMITTED
Granted to: nobody; the event ev_refill runs it
Example: CALL playerbot._keep_pool_level()'
BEGIN
  DECLARE v_target, v_pooled, v_surplus BIGINT DEFAULT 0;

  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  SET v_target = playerbot._setting('pool_target');
  SELECT COUNT(*) INTO v_pooled FROM playerbot.accounts a WHERE a.state = 'pooled';
  SET v_surplus = LEAST(v_pooled - 2 * v_target, 5000);
  IF v_surplus > 0 THEN
    -- The ones least wanted leave: empty ones first. What an agent is taking now is passed over.
    UPDATE playerbot.accounts a
      JOIN (SELECT p.account_id FROM playerbot.accounts p FORCE INDEX (ix_account_pool)
             WHERE p.state = 'pooled' ORDER BY p.pool_rank, p.account_id LIMIT v_surplus FOR UPDATE SKIP LOCKED) s ON s.account_id = a.account_id
       SET a.state = 'idle';
    SET v_surplus = ROW_COUNT(), v_pooled = v_pooled - v_surplus;
    CALL playerbot._audit('overflow_pool', NULL, NULL, JSON_OBJECT('moved', v_surplus + 0, 'pool_size', v_pooled + 0));
  END IF;
  UPDATE playerbot.pool_state SET pooled_count = v_pooled, counted_at = UTC_TIMESTAMP(6) WHERE pool_state_id = 1;
  COMMIT;
  IF 2 * v_pooled < v_target THEN
    CALL playerbot.refill_pool(NULL);
  END IF;
END //
DELIMITER ;
