DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._find_violations()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Finds the bot accounts whose characters in the host table are too many or differ from the recorded count.
Parameters: none
Returns: nothing; they stand in the temporary table violations
Raises: nothing
Transaction: the caller''s; reads only
Granted to: nobody
Example: CALL playerbot._find_violations()'
BEGIN
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.violations (
    account_id    INT UNSIGNED NOT NULL PRIMARY KEY,
    surplus_count INT UNSIGNED NOT NULL,
    is_miscounted TINYINT UNSIGNED NOT NULL
  ) ENGINE=InnoDB;
  DELETE FROM playerbot.violations;
  -- One pass over the index on characters.account, joined from our side: accounts without a character show too.
  INSERT INTO playerbot.violations (account_id, surplus_count, is_miscounted)
  SELECT l.account_id, l.surplus_count, l.character_count <> l.recorded_count
    FROM playerbot._v_limits l WHERE l.verdict IN ('over_limit', 'miscounted');
END //
DELIMITER ;
