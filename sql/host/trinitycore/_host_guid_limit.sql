DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_guid_limit()
  RETURNS BIGINT UNSIGNED DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'The largest guid that a character of the embedded realm may have: guids are BIGINT here, and times 128 they still fit.
Parameters: none
Returns: the guid
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._host_guid_limit()'
RETURN 72057594037927935 //
DELIMITER ;
