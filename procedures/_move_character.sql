DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._move_character(
  in_old_account INT UNSIGNED, in_new_account INT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Counts a character that went from one account to another; accounts that are no bots count nothing.
Parameters: in_old_account, in_new_account: values of characters.account, 0 for none
Returns: nothing
Raises: 45400 limit_reached: the new account is full
Transaction: that of the statement on characters
Granted to: nobody; trg_bot_character_update calls it
Example: CALL playerbot._move_character(1001, 0)'
BEGIN
  DECLARE v_message VARCHAR(128) DEFAULT NULL;

  UPDATE playerbot.accounts SET character_count = character_count + 1
   WHERE account_id = in_new_account AND is_bot = 1 AND excess_count = 0 AND character_count < LEAST(max_characters, 10);
  IF ROW_COUNT() = 0 THEN
    SELECT CONCAT('trg_bot_character_update: bot account ', a.account_id, ' has ', a.character_count, ' characters, its limit is ',
                  LEAST(a.max_characters, 10)) INTO v_message
      FROM playerbot.accounts a WHERE a.account_id = in_new_account AND a.is_bot = 1;
    IF v_message IS NOT NULL THEN
      SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 45400, MESSAGE_TEXT = v_message;
    END IF;
  END IF;
  BEGIN
    -- Leaving an account must never fail because of our tables; see trg_bot_character_delete.
    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
    UPDATE playerbot.accounts
       SET character_count = IF(character_count > 0, character_count - 1, 0),
           excess_count = IF(character_count > max_characters, character_count - max_characters, 0),
           kept_count = IF(character_count > max_characters, LEAST(kept_count, character_count), 0)
     WHERE account_id = in_old_account AND is_bot = 1;
  END;
END //
DELIMITER ;
