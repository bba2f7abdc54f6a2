DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost TRIGGER characters.trg_bot_character_insert
AFTER INSERT ON characters.characters FOR EACH ROW
BEGIN
  -- Rule: a character counts for its bot account; one above the limit is refused, whoever asks.
  -- Why AFTER: a BEFORE trigger would refuse REPLACE and ON DUPLICATE KEY UPDATE of a character that exists,
  --   while a refusal here also stops INSERT IGNORE and takes multi-row statements back.
  -- Why one UPDATE: check and count are one step under the row's lock, so two sessions cannot share the tenth slot.
  --   The 10 stands here as well, since a session can switch CHECKs off.
  -- Raises: 45400 limit_reached
  DECLARE v_message VARCHAR(128) DEFAULT NULL;

  UPDATE playerbot.accounts SET character_count = character_count + 1
   WHERE account_id = NEW.account AND is_bot = 1 AND excess_count = 0 AND character_count < LEAST(max_characters, 10);
  IF ROW_COUNT() = 0 THEN
    -- No row for a human account: nothing to do.
    SELECT CONCAT('trg_bot_character_insert: bot account ', a.account_id, ' has ', a.character_count, ' characters, its limit is ',
                  LEAST(a.max_characters, 10)) INTO v_message
      FROM playerbot.accounts a WHERE a.account_id = NEW.account AND a.is_bot = 1;
    IF v_message IS NOT NULL THEN
      SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 45400, MESSAGE_TEXT = v_message;
    END IF;
  END IF;
END //
DELIMITER ;
