DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.disown_account(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes a bot account a human account again: nothing in the host database changes, the limit no longer holds.
Its row stays, retired, so that its fence goes on if it is adopted again.
Parameters: in_account_id: a bot account
Returns: the account''s row
Raises: 45104 unknown_account; 45106 account_leased; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.disown_account(42)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_state VARCHAR(8) DEFAULT NULL;
  DECLARE v_is_bot TINYINT DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'disown_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT a.state, a.is_bot INTO v_state, v_is_bot FROM playerbot.accounts a WHERE a.account_id = v_account_id FOR UPDATE;
    IF v_state IS NULL THEN
      CALL playerbot._raise('unknown_account', 'disown_account', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
    END IF;
    IF v_state = 'leased' THEN
      CALL playerbot._raise('account_leased', 'disown_account', CONCAT('account ', v_account_id, ' is leased; release it first'));
    END IF;
    IF v_is_bot = 1 THEN
      UPDATE playerbot.accounts SET is_bot = 0, state = 'retired', character_count = 0, excess_count = 0, kept_count = 0
       WHERE account_id = v_account_id;
      UPDATE playerbot.latches SET number = IF(number > 0, number - 1, 0) WHERE name = 'accounts';
      CALL playerbot._audit('disown_account', NULL, v_account_id, JSON_OBJECT('state', v_state));
    END IF;
    COMMIT;
    CALL playerbot._show_account(v_account_id);
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.disown_account TO playerbot_admin;
