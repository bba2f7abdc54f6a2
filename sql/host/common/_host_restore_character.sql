DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_restore_character(
  in_guid BIGINT UNSIGNED, in_account_id INT UNSIGNED, in_name VARCHAR(12))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Undeletes a character the way the host does it. When its name is taken it gets one made of its guid, and
at_login asks for a new one (flag 1, AT_LOGIN_RENAME).
Parameters: in_guid, in_account_id, in_name: as they were
Returns: nothing
Raises: 45400 limit_reached, by the trigger
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_restore_character(70012, 1001, ''Thrall'')'
BEGIN
  DECLARE v_rest BIGINT UNSIGNED DEFAULT in_guid;
  DECLARE v_letters VARCHAR(12) DEFAULT '';
  DECLARE v_is_taken TINYINT DEFAULT in_name = '' OR EXISTS (SELECT 1 FROM characters.characters c WHERE c.name = in_name);

  IF v_is_taken THEN
    -- Host names are letters only: the guid in base 26, at most 9 of the 12 letters for guids below 2^40.
    WHILE v_rest > 0 DO
      SET v_letters = CONCAT(CHAR(97 + v_rest MOD 26 USING utf8mb4), v_letters), v_rest = v_rest DIV 26;
    END WHILE;
    SET in_name = LEFT(CONCAT('Pb', v_letters), 12);
  END IF;
  UPDATE characters.characters c
     SET c.name = in_name, c.account = in_account_id, c.deleteInfos_Account = NULL, c.deleteInfos_Name = NULL, c.deleteDate = NULL,
         c.at_login = c.at_login | v_is_taken
   WHERE c.guid = in_guid;
END //
DELIMITER ;
