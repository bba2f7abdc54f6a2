DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._run_creation(
  in_operation_id BIGINT UNSIGNED, in_state VARCHAR(8))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Runs a bulk creation to its end, in batches that commit; goes on where an interrupted one stopped.
Parameters: in_operation_id: an open row of operations; in_state: idle or pooled
Returns: nothing
Raises: 45100 account_cap
Transaction: one per batch, READ COMMITTED
Granted to: nobody
Example: CALL playerbot._run_creation(12, ''idle'')'
BEGIN
  DECLARE v_batch, v_rate, v_total, v_done BIGINT DEFAULT 0;
  DECLARE v_first, v_last INT UNSIGNED;
  DECLARE v_batch_started_at DATETIME(6);
  DECLARE v_error VARCHAR(255);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    GET DIAGNOSTICS CONDITION 1 v_error = MESSAGE_TEXT;
    ROLLBACK;
    UPDATE playerbot.operations SET last_error = v_error, updated_at = UTC_TIMESTAMP(6) WHERE operation_id = in_operation_id;
    COMMIT;
    RESIGNAL;
  END;

  batches: LOOP
    SET v_batch_started_at = UTC_TIMESTAMP(6);
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    -- Two sessions that resume the same operation share its work: the row is the lock.
    SELECT o.total_count, o.done_count INTO v_total, v_done
      FROM playerbot.operations o WHERE o.operation_id = in_operation_id FOR UPDATE;
    SET v_batch = LEAST(playerbot._setting('create_batch_size'), v_total - v_done),
        v_rate = playerbot._setting('create_rate_per_s');
    IF v_rate > 0 THEN
      SET v_batch = LEAST(v_batch, GREATEST(v_rate, 1));
    END IF;
    IF v_batch > 0 THEN
      CALL playerbot._create_accounts(v_batch, NULL, in_operation_id, in_state);
      SELECT MIN(n.account_id), MAX(n.account_id) INTO v_first, v_last FROM playerbot.new_accounts n;
      CALL playerbot._audit('create_accounts', NULL, NULL, JSON_OBJECT('count', v_batch + 0,
        'first_account_id', v_first + 0, 'last_account_id', v_last + 0, 'operation_id', in_operation_id));
    END IF;
    UPDATE playerbot.operations
       SET done_count = done_count + v_batch, updated_at = UTC_TIMESTAMP(6), connection_id = CONNECTION_ID(), last_error = NULL,
           ended_at = IF(done_count >= total_count, UTC_TIMESTAMP(6), NULL)
     WHERE operation_id = in_operation_id;
    COMMIT;
    IF v_done + v_batch >= v_total THEN
      LEAVE batches;
    END IF;
    IF v_rate > 0 THEN
      DO SLEEP(GREATEST(v_batch / v_rate - TIMESTAMPDIFF(MICROSECOND, v_batch_started_at, UTC_TIMESTAMP(6)) / 1000000, 0));
    END IF;
  END LOOP;
END //
DELIMITER ;
