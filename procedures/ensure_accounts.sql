DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.ensure_accounts()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Creates the accounts that the settings ask for and that are not there yet.
Parameters: none
Returns: required, existing (before), created, reason
Raises: 45100 account_cap; 45000 in_transaction
Transaction: one per batch of create_batch_size, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.ensure_accounts()'
BEGIN
  DECLARE v_required, v_existing, v_shortfall, v_room BIGINT DEFAULT 0;
  DECLARE v_operation_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_reason VARCHAR(160);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'ensure_accounts', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    -- Two servers that start together must not both see the shortfall.
    CALL playerbot._lock_creation(v_room);
    -- One that is under way, here or interrupted earlier, is joined instead of doubled; its row is locked
    -- first, so that what it has committed is counted below.
    SELECT o.operation_id INTO v_operation_id FROM playerbot.operations o
     WHERE o.ended_at IS NULL AND o.kind = 'ensure_accounts' LIMIT 1 FOR UPDATE;
    SELECT p.required, p.existing, IF(playerbot._setting('auto_create_accounts') = '1', p.shortfall, 0), p.reason
      INTO v_required, v_existing, v_shortfall, v_reason FROM playerbot.v_account_plan p;
    IF v_operation_id IS NOT NULL THEN
      UPDATE playerbot.operations SET total_count = done_count + v_shortfall WHERE operation_id = v_operation_id;
    ELSEIF v_shortfall > 0 THEN
      CALL playerbot._open_operation('ensure_accounts', v_shortfall, v_operation_id);
    END IF;
    COMMIT;
    IF v_operation_id IS NOT NULL THEN
      CALL playerbot._run_creation(v_operation_id, 'idle');
    END IF;
  END;
  SELECT v_required AS required, v_existing AS existing, v_shortfall AS created, v_reason AS reason;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.ensure_accounts TO playerbot_agent, playerbot_admin;
