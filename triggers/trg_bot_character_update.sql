DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost TRIGGER characters.trg_bot_character_update
AFTER UPDATE ON characters.characters FOR EACH ROW
BEGIN
  -- Rule: a character that changes its account counts for the new one and no longer for the old one. Soft delete
  --   moves it to account 0, undelete moves it back; an undelete above the limit is refused.
  -- Why a procedure: a save leaves the account alone and must cost nothing; variables and handlers in this body would
  --   be set up for every row that is saved.
  -- Raises: 45400 limit_reached
  IF NEW.account <> OLD.account THEN
    CALL playerbot._move_character(OLD.account, NEW.account);
  END IF;
END //
DELIMITER ;
