DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.grant_slots(
  in_account_id DECIMAL(65), in_slots DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Raises the limit of a bot account by purchased slots, never above 10.
Parameters: in_account_id: a bot account; in_slots: 1 to 9
Returns: the account''s row
Raises: 45401 bad_limit; 45105 not_bot_account; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.grant_slots(1001, 2)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_old INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'grant_slots', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    IF COALESCE(in_slots NOT BETWEEN 1 AND 9, TRUE) THEN
      CALL playerbot._raise('bad_limit', 'grant_slots', CONCAT('slots are ', COALESCE(in_slots, 'NULL'), ', wanted 1 to 9'));
    END IF;
    SELECT a.max_characters INTO v_old FROM playerbot.accounts a WHERE a.account_id = v_account_id AND a.is_bot = 1 FOR UPDATE;
    IF v_old IS NULL THEN
      CALL playerbot._raise('not_bot_account', 'grant_slots', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
    END IF;
    IF v_old + in_slots > 10 THEN
      CALL playerbot._raise('bad_limit', 'grant_slots',
        CONCAT('account ', v_account_id, ' has a limit of ', v_old, ', ', in_slots, ' more would be above 10'));
    END IF;
    UPDATE playerbot.accounts
       SET max_characters = v_old + in_slots, is_own_limit = 1,
           excess_count = IF(character_count > max_characters, character_count - max_characters, 0),
           kept_count = IF(character_count > max_characters, kept_count, 0)
     WHERE account_id = v_account_id;
    CALL playerbot._audit('grant_slots', NULL, v_account_id, JSON_OBJECT('old', v_old, 'new', CAST(v_old + in_slots AS UNSIGNED)));
    COMMIT;
    CALL playerbot._show_account(v_account_id);
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.grant_slots TO playerbot_admin;
