DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost TRIGGER characters.trg_bot_character_update
AFTER UPDATE ON characters.characters FOR EACH ROW
BEGIN
  -- Rule: a character that changes its account counts for the new one and no longer for the old one. Soft delete
  --   moves it to account 0, undelete moves it back; an undelete above the limit is refused.
  -- Why first of all the comparison: a save leaves the account alone and must cost nothing.
  -- Raises: 45400 limit_reached
  DECLARE v_message VARCHAR(128) DEFAULT NULL;

  IF NEW.account <> OLD.account THEN
    UPDATE playerbot.accounts SET character_count = character_count + 1
     WHERE account_id = NEW.account AND is_bot = 1 AND excess_count = 0 AND character_count < LEAST(max_characters, 10);
    IF ROW_COUNT() = 0 THEN
      SELECT CONCAT('trg_bot_character_update: bot account ', a.account_id, ' has ', a.character_count, ' characters, its limit is ',
                    LEAST(a.max_characters, 10)) INTO v_message
        FROM playerbot.accounts a WHERE a.account_id = NEW.account AND a.is_bot = 1;
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
       WHERE account_id = OLD.account AND is_bot = 1;
    END;
  END IF;
END //
DELIMITER ;
