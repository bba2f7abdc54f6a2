DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._raise(
  in_name VARCHAR(32), in_object VARCHAR(64), in_message VARCHAR(512))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Raises a registered error by its name, so that no routine can raise one that the registry lacks.
Parameters: in_name: name in errors; in_object: who raises; in_message: what is wrong, seen, wanted
Returns: nothing
Raises: the error; 45003 unknown_error when the registry lacks the name
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._raise(''bad_count'', ''create_accounts'', ''count is 0, wanted 1 to 1000000'')'
BEGIN
  DECLARE v_code SMALLINT UNSIGNED DEFAULT NULL;
  DECLARE v_message VARCHAR(128);

  SELECT e.code INTO v_code FROM playerbot.errors e WHERE e.name = in_name;
  -- MESSAGE_TEXT takes at most 128 characters; a longer one would be an error of its own.
  SET v_message = LEFT(CONCAT(in_object, ': ', COALESCE(in_message, in_name)), 128);
  IF v_code IS NULL THEN
    SET v_code = 45003, v_message = LEFT(CONCAT('unregistered error ', in_name, ': ', v_message), 128);
  END IF;
  SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = v_code, MESSAGE_TEXT = v_message;
END //
DELIMITER ;
