DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.delete_account(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes one bot account with its characters, the soft-deleted ones too, and every row that hangs on them.
Parameters: in_account_id: a bot account that nobody holds
Returns: characters_deleted, rows_deleted (in the host databases, characters included)
Raises: 45105 not_bot_account; 45106 account_leased; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.delete_account(1001)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_state VARCHAR(8) DEFAULT NULL;
  DECLARE v_characters, v_rows BIGINT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'delete_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    IF NOT playerbot.is_bot_account(v_account_id) THEN
      CALL playerbot._raise('not_bot_account', 'delete_account', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
    END IF;
    COMMIT;
    CALL playerbot._prepare_deletion();
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT a.state INTO v_state FROM playerbot.accounts a WHERE a.account_id = v_account_id AND a.is_bot = 1 FOR UPDATE;
    IF v_state IS NULL THEN
      CALL playerbot._raise('not_bot_account', 'delete_account', CONCAT('account ', v_account_id, ' is no bot account any more'));
    END IF;
    IF v_state = 'leased' THEN
      CALL playerbot._raise('account_leased', 'delete_account', CONCAT('account ', v_account_id, ' is leased; release it first'));
    END IF;
    DELETE FROM playerbot.doomed_accounts;
    INSERT INTO playerbot.doomed_accounts (account_id, bnet_account_id, fence)
    SELECT a.account_id, a.bnet_account_id, a.fence FROM playerbot.accounts a WHERE a.account_id = v_account_id;
    CALL playerbot._delete_doomed(v_characters, v_rows);
    CALL playerbot._audit('delete_account', NULL, v_account_id, JSON_OBJECT('characters', v_characters + 0, 'rows', v_rows + 0));
    COMMIT;
  END;
  SELECT v_characters AS characters_deleted, v_rows AS rows_deleted;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.delete_account TO playerbot_admin;
