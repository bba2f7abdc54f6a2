DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost TRIGGER characters.trg_bot_character_delete
AFTER DELETE ON characters.characters FOR EACH ROW
BEGIN
  -- Rule: a deleted character no longer counts; a known surplus shrinks first.
  -- Why the handler: a delete must never fail because of our tables. A count that could not be lowered is found
  --   by validation, which compares with the truth. A deadlock still ends the statement: it is the server's.
  -- Why IF: character_count - 1 on an unsigned 0 would raise 1690.
  -- Raises: nothing
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;

  -- Columns are assigned from left to right, so the later ones see the new count.
  UPDATE playerbot.accounts
     SET character_count = IF(character_count > 0, character_count - 1, 0),
         excess_count = IF(character_count > max_characters, character_count - max_characters, 0),
         kept_count = IF(character_count > max_characters, LEAST(kept_count, character_count), 0)
   WHERE account_id = OLD.account AND is_bot = 1;
END //
DELIMITER ;
