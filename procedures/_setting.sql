DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._setting(in_name VARCHAR(64))
  RETURNS VARCHAR(255) CHARSET utf8mb4 COLLATE utf8mb4_unicode_ci READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Value of a setting.
Parameters: in_name: name in settings
Returns: the value as text, NULL when there is no such setting
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._setting(''pool_target'')'
RETURN (SELECT s.value FROM playerbot.settings s WHERE s.name = in_name) //
DELIMITER ;
