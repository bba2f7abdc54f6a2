DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.create_accounts(
  in_count DECIMAL(65), in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Creates many accounts in committed batches. Interrupted, the same call with the same request_id goes on.
Parameters: in_count: 1 to 1000000; in_request_id: random unsigned 64-bit number, or NULL
Returns: one row per account: account_id, bnet_account_id, email
Raises: 45103 bad_count; 45100 account_cap; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: one per batch of create_batch_size, READ COMMITTED; at most create_rate_per_s
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.create_accounts(500, 77120035)'
BEGIN
  DECLARE v_operation_id BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_room BIGINT;
  DECLARE v_result LONGTEXT DEFAULT NULL;
  DECLARE v_is_twin TINYINT DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'create_accounts', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    attempt: LOOP
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      IF COALESCE(in_count NOT BETWEEN 1 AND 1000000, TRUE) THEN
        CALL playerbot._raise('bad_count', 'create_accounts', CONCAT('count is ', COALESCE(in_count, 'NULL'), ', wanted 1 to 1000000'));
      END IF;
      CALL playerbot._find_request(playerbot._scope(), 'create_accounts', in_request_id, in_count, v_operation_id, v_result);
      IF v_result IS NULL THEN
        CALL playerbot._lock_creation(v_room);
        IF v_room < in_count THEN
          CALL playerbot._raise('account_cap', 'create_accounts', CONCAT(in_count, ' asked for, ', v_room,
            ' may be created before max_accounts = ', playerbot._setting('max_accounts')));
        END IF;
        CALL playerbot._open_operation('create_accounts', in_count, v_operation_id);
        IF in_request_id IS NOT NULL THEN
          BEGIN
            DECLARE CONTINUE HANDLER FOR 1062 SET v_is_twin = 1;
            INSERT INTO playerbot.requests (scope, routine, request_id, arguments, operation_id, created_at)
            VALUES (playerbot._scope(), 'create_accounts', in_request_id, in_count, v_operation_id, UTC_TIMESTAMP(6));
          END;
          IF v_is_twin THEN
            ROLLBACK;
            SET v_is_twin = 0;
            ITERATE attempt;
          END IF;
        END IF;
      END IF;
      COMMIT;
      LEAVE attempt;
    END LOOP;
    CALL playerbot._run_creation(v_operation_id, 'idle');
    SELECT a.account_id, a.bnet_account_id, a.email FROM playerbot.accounts a
     WHERE a.operation_id = v_operation_id ORDER BY a.account_id;
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.create_accounts TO playerbot_agent, playerbot_admin;
