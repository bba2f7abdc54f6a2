DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.restore_character(in_guid DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Brings back a character that a fix disabled. When its name was taken meanwhile it gets another one and is
asked for a new name at its next login.
Parameters: in_guid: guid in disabled_characters
Returns: guid, account_id, name, level
Raises: 45403 unknown_character; 45400 limit_reached; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.restore_character(70012)'
BEGIN
  DECLARE v_guid BIGINT UNSIGNED DEFAULT IF(in_guid BETWEEN 1 AND 18446744073709551615, in_guid, 0);
  DECLARE v_account_id INT UNSIGNED DEFAULT NULL;
  DECLARE v_name VARCHAR(12);
  DECLARE v_level TINYINT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'restore_character', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT d.account_id, d.name INTO v_account_id, v_name FROM playerbot.disabled_characters d
      JOIN characters.characters c ON c.guid = d.guid AND c.account = 0
     WHERE d.guid = v_guid FOR UPDATE;
    IF v_account_id IS NULL OR NOT playerbot.is_bot_account(v_account_id) THEN
      CALL playerbot._raise('unknown_character', 'restore_character', CONCAT('no disabled character of a bot account has guid ', COALESCE(in_guid, 'NULL')));
    END IF;
    -- The trigger on the host table refuses the eleventh and counts.
    CALL playerbot._host_restore_character(v_guid, v_account_id, v_name);
    SELECT c.name, c.level INTO v_name, v_level FROM characters.characters c WHERE c.guid = v_guid;
    DELETE FROM playerbot.disabled_characters WHERE guid = v_guid;
    CALL playerbot._audit('restore_character', NULL, v_account_id, JSON_OBJECT('guid', v_guid + 0, 'name', v_name));
    COMMIT;
  END;
  SELECT v_guid AS guid, v_account_id AS account_id, v_name AS name, v_level AS level;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.restore_character TO playerbot_admin;
