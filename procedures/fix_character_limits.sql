DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.fix_character_limits()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Disables every surplus character, reversibly, and corrects every wrong count, whatever the policy says.
Parameters: none
Returns: one row per account that was changed: account_id, characters_disabled, count_corrected (1 or 0)
Raises: 45000 in_transaction
Transaction: one per account, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.fix_character_limits()'
BEGIN
  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'fix_character_limits', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    CALL playerbot._find_violations();
    COMMIT;
    CALL playerbot._fix_violations(1);
    SELECT f.account_id, f.characters_disabled, f.count_corrected FROM playerbot.fixes f ORDER BY f.account_id;
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.fix_character_limits TO playerbot_agent, playerbot_admin;
