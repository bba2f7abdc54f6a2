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
  -- One pass over the index on characters.account; accounts without a character cannot be seen there.
  INSERT INTO playerbot.violations (account_id, surplus_count, is_miscounted)
  SELECT a.account_id, GREATEST(CAST(t.character_count AS SIGNED) - GREATEST(LEAST(a.max_characters, 10), a.kept_count), 0),
         t.character_count <> a.character_count
    FROM (SELECT c.account, COUNT(*) AS character_count FROM characters.characters c WHERE c.account > 0 GROUP BY c.account) t
    STRAIGHT_JOIN playerbot.accounts a ON a.account_id = t.account
   WHERE a.is_bot = 1 AND (t.character_count <> a.character_count
      OR t.character_count > GREATEST(LEAST(a.max_characters, 10), a.kept_count));
  INSERT IGNORE INTO playerbot.violations (account_id, surplus_count, is_miscounted)
  SELECT a.account_id, 0, 1 FROM playerbot.accounts a
   WHERE a.is_bot = 1 AND a.character_count > 0
     AND NOT EXISTS (SELECT 1 FROM characters.characters c WHERE c.account = a.account_id);
END //
DELIMITER ;
