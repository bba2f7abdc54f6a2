DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.delete_all_accounts(in_confirm DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes every bot account in committed batches; v_operations shows how far it is. Called again, an interrupted one goes on.
Parameters: in_confirm: the present number of bot accounts (total_accounts in v_bot_account_stats)
Returns: accounts_deleted, characters_deleted
Raises: 45107 not_confirmed; 45106 account_leased (some are held: stop the agents first); 45000 in_transaction
Transaction: one per delete_batch_size accounts, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.delete_all_accounts(500)'
BEGIN
  DECLARE v_total, v_leased, v_batch, v_accounts, v_characters, v_rows BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_all_accounts, v_all_characters BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_operation_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_error VARCHAR(255);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'delete_all_accounts', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      GET DIAGNOSTICS CONDITION 1 v_error = MESSAGE_TEXT;
      ROLLBACK;
      UPDATE playerbot.operations SET last_error = v_error, updated_at = UTC_TIMESTAMP(6) WHERE operation_id = v_operation_id;
      COMMIT;
      RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT COUNT(*), COALESCE(SUM(a.state = 'leased'), 0) INTO v_total, v_leased FROM playerbot.accounts a WHERE a.is_bot = 1;
    IF COALESCE(in_confirm <> v_total, TRUE) THEN
      CALL playerbot._raise('not_confirmed', 'delete_all_accounts',
        CONCAT('there are ', v_total, ' bot accounts, confirmed were ', COALESCE(in_confirm, 'NULL')));
    END IF;
    IF v_leased > 0 THEN
      CALL playerbot._raise('account_leased', 'delete_all_accounts', CONCAT(v_leased, ' accounts are leased; stop the agents first'));
    END IF;
    CALL playerbot._open_operation('delete_all_accounts', v_total, v_operation_id);
    COMMIT;
    CALL playerbot._prepare_deletion();
    batches: LOOP
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      SET v_batch = playerbot._setting('delete_batch_size');
      DELETE FROM playerbot.doomed_accounts;
      -- Only the accounts that were confirmed: what is created or leased meanwhile is left alone.
      INSERT INTO playerbot.doomed_accounts (account_id, bnet_account_id, fence)
      SELECT t.account_id, t.bnet_account_id, t.fence
        FROM (SELECT a.account_id, a.bnet_account_id, a.fence FROM playerbot.accounts a
               WHERE a.is_bot = 1 AND a.state <> 'leased'
                 AND a.created_at <= (SELECT o.started_at FROM playerbot.operations o WHERE o.operation_id = v_operation_id)
               ORDER BY a.account_id LIMIT v_batch FOR UPDATE SKIP LOCKED) t;
      SET v_accounts = ROW_COUNT();
      IF v_accounts > 0 THEN
        CALL playerbot._delete_doomed(v_characters, v_rows);
        CALL playerbot._audit('delete_all_accounts', NULL, NULL,
          JSON_OBJECT('accounts', v_accounts + 0, 'characters', v_characters + 0, 'rows', v_rows + 0, 'operation_id', v_operation_id + 0));
        SET v_all_accounts = v_all_accounts + v_accounts, v_all_characters = v_all_characters + v_characters;
      END IF;
      UPDATE playerbot.operations
         SET done_count = v_all_accounts, updated_at = UTC_TIMESTAMP(6), ended_at = IF(v_accounts = 0, UTC_TIMESTAMP(6), NULL)
       WHERE operation_id = v_operation_id;
      COMMIT;
      IF v_accounts = 0 THEN
        LEAVE batches;
      END IF;
    END LOOP;
  END;
  SELECT v_all_accounts AS accounts_deleted, v_all_characters AS characters_deleted;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.delete_all_accounts TO playerbot_admin;
